//! The one list of commands: name, request, answer, events, what each provides and makes stale.
//! The bridge, the test host and the TypeScript types are all made from this list.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use ts_rs::TS;

use crate::api::Empty;
use crate::api::columns::{Columns, ColumnsChoose, ColumnsRead};
use crate::api::diagnostics::{Diagnostics, DiagnosticsSaved, LogTail};
use crate::api::error::UiError;
use crate::api::exchanges::{Exchange, ExchangeRead, ExchangesList, ExchangesListed};
use crate::api::filters::{FilterCheck, FilterChecked, FilterComplete, FilterCompleted};
use crate::api::lint::{ExchangeLint, ExchangeLinted};
use crate::api::resources::{
    ReferencesResolve, ReferencesResolved, Resource, ResourceRead, ResourcesFind, ResourcesFound,
    ResourcesList, ResourcesListed, ResourcesListing, Values, ValuesRead,
};
use crate::api::storage::{
    AppReady, AppStarted, PassphraseChange, PassphraseSet, PassphraseUnlock, Storage,
};
use crate::api::tenants::{
    BaseUrlRead, BaseUrlUnderstood, ResourceTypeCount, ResourceTypeCounted, SecretProvide, Tenant,
    TenantDraft, TenantOpened, TenantRef, TenantTested,
};
use crate::api::{CallCancel, Empty as Nothing};
use crate::call::{Call, RawCall};
use crate::error::Fault;
use crate::{
    App, browse, columns, diagnostics, filters, find, lint, opening, passphrase, past, references,
    resource, start, tenants, testing,
};

macro_rules! commands {
    ($(
        $(#[doc = $doc:literal])+
        $name:ident($request:ty) -> $answer:ty, events $event:ty,
        provides [$($provides:literal),*], stales [$($stales:literal),*] => $handler:path;
    )+) => {
        /// The names of all commands, as on the wire.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// Runs a command by its name; request and answer are JSON.
        ///
        /// # Errors
        /// What the command answers when it cannot do as asked; [`ErrorCode::NotFound`]
        /// for a name that is not in the list.
        ///
        /// [`ErrorCode::NotFound`]: crate::api::error::ErrorCode::NotFound
        pub async fn dispatch(
            app: &App,
            name: &str,
            request: Value,
            call: RawCall,
        ) -> Result<Box<RawValue>, UiError> {
            match name {
                $(stringify!($name) => {
                    let request: $request = read(name, request)?;
                    let call: Call<$event> = call.typed();
                    Ok(answer(&$handler(app, request, &call).await?)?)
                })+
                _ => Err(Fault::UnknownCommand { name: name.to_owned() }.into()),
            }
        }

        /// Writes the TypeScript of every type that the commands use into a folder.
        ///
        /// # Errors
        /// When a file cannot be written.
        pub fn export_types(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
            $(
                export::<$request>(config)?;
                export::<$answer>(config)?;
                export::<$event>(config)?;
            )+
            Ok(())
        }

        /// Every command with its documentation, types as TypeScript names, and tags.
        pub fn descriptions(config: &ts_rs::Config) -> Vec<Description> {
            vec![$(Description {
                name: stringify!($name),
                doc: concat!($($doc),+).trim(),
                request: <$request as TS>::name(config),
                answer: <$answer as TS>::name(config),
                event: <$event as TS>::name(config),
                provides: &[$($provides),*],
                stales: &[$($stales),*],
            }),+]
        }
    };
}

/// A command as the TypeScript side is told of it.
#[derive(Debug, Clone)]
pub struct Description {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it does, in one sentence.
    pub doc: &'static str,
    /// The TypeScript name of its request.
    pub request: String,
    /// The TypeScript name of its answer.
    pub answer: String,
    /// The TypeScript name of its events; `Empty` for none.
    pub event: String,
    /// What cached data its answer is.
    pub provides: &'static [&'static str],
    /// What cached data it makes stale.
    pub stales: &'static [&'static str],
}

commands! {
    /// The first call of a window: version, storage, tenants.
    app_start(Empty) -> AppStarted, events Nothing,
        provides ["storage", "tenants"], stales [] => start::app_start;
    /// Says that the first screen is painted.
    app_ready(AppReady) -> Empty, events Nothing,
        provides [], stales [] => start::app_ready;
    /// Looks again for the keychain and the database.
    storage_retry(Empty) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns"] => start::storage_retry;
    /// Makes the file that a passphrase opens: the database key and the secrets of tenants go there.
    passphrase_set(PassphraseSet) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns"] => passphrase::passphrase_set;
    /// Unlocks the file that a passphrase opens.
    passphrase_unlock(PassphraseUnlock) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns"] => passphrase::passphrase_unlock;
    /// Changes the passphrase.
    passphrase_change(PassphraseChange) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns"] => passphrase::passphrase_change;
    /// Moves the database key and the secrets back to the keychain and erases the file.
    passphrase_forget(Empty) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns"] => passphrase::passphrase_forget;
    /// Sets aside a database and an encrypted file that cannot be opened, and starts anew.
    storage_start_over(Empty) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns"] => passphrase::storage_start_over;
    /// The file for a bug report, exactly as it would be saved.
    diagnostics_preview(Empty) -> Diagnostics, events Nothing,
        provides [], stales [] => diagnostics::diagnostics_preview;
    /// Asks where to save the file for a bug report, and writes what was previewed.
    diagnostics_save(Empty) -> DiagnosticsSaved, events Nothing,
        provides [], stales [] => diagnostics::diagnostics_save;
    /// The end of the app's own log.
    log_read(Empty) -> LogTail, events Nothing,
        provides [], stales [] => diagnostics::log_read;
    /// Reads a base URL as a person pastes it.
    base_url_read(BaseUrlRead) -> BaseUrlUnderstood, events Nothing,
        provides [], stales [] => tenants::base_url_read;
    /// The configured tenants, most recently opened first.
    tenant_list(Empty) -> Vec<Tenant>, events Nothing,
        provides ["tenants"], stales [] => tenants::tenant_list;
    /// Saves a tenant, and its secret into the keychain.
    tenant_save(TenantDraft) -> Tenant, events Nothing,
        provides [], stales ["tenants", "exchanges"] => tenants::tenant_save;
    /// Erases a tenant with its history and its secret.
    tenant_forget(TenantRef) -> Empty, events Nothing,
        provides [], stales ["tenants", "exchanges"] => tenants::tenant_forget;
    /// Tests a connection step by step, with reads only.
    tenant_test(TenantDraft) -> TenantTested, events TenantTested,
        provides [], stales ["exchanges"] => testing::tenant_test;
    /// Opens a tenant: discovers its resource types and schemas.
    tenant_open(TenantRef) -> TenantOpened, events Nothing,
        provides ["tenant"], stales ["tenants", "resources", "exchanges"] => opening::tenant_open;
    /// Gives a tenant's secret for this run only.
    secret_provide(SecretProvide) -> Empty, events Nothing,
        provides [], stales ["tenants"] => tenants::secret_provide;
    /// How many resources of a type there are.
    resource_type_count(ResourceTypeCount) -> ResourceTypeCounted, events Nothing,
        provides ["counts"], stales [] => browse::resource_type_count;
    /// The columns that a table can have and those chosen.
    columns_read(ColumnsRead) -> Columns, events Nothing,
        provides ["columns"], stales [] => columns::columns_read;
    /// Chooses the columns of a table.
    columns_choose(ColumnsChoose) -> Columns, events Nothing,
        provides [], stales ["columns"] => columns::columns_choose;
    /// A window of rows of a list.
    resources_list(ResourcesList) -> ResourcesListed, events ResourcesListing,
        provides ["resources"], stales [] => browse::resources_list;
    /// What there is to say about the text of a filter; nothing is sent.
    filter_check(FilterCheck) -> FilterChecked, events Nothing,
        provides ["filter"], stales [] => filters::filter_check;
    /// How the text of a filter can go on; nothing is sent.
    filter_complete(FilterComplete) -> FilterCompleted, events Nothing,
        provides ["filter"], stales [] => filters::filter_complete;
    /// Resources that were read in this run, by some letters of their name; nothing is sent.
    resources_find(ResourcesFind) -> ResourcesFound, events Nothing,
        provides [], stales [] => find::resources_find;
    /// One resource in full.
    resource_read(ResourceRead) -> Resource, events Nothing,
        provides ["resource"], stales [] => resource::resource_read;
    /// A window of the values of a long multi-valued attribute.
    resource_values(ValuesRead) -> Values, events Nothing,
        provides ["resource"], stales [] => resource::resource_values;
    /// The names of references.
    references_resolve(ReferencesResolve) -> ReferencesResolved, events ReferencesResolved,
        provides ["references"], stales [] => references::references_resolve;
    /// A page of the history, newest first.
    exchanges_list(ExchangesList) -> ExchangesListed, events Nothing,
        provides ["exchanges"], stales [] => past::exchanges_list;
    /// One exchange in full.
    exchange_read(ExchangeRead) -> Exchange, events Nothing,
        provides ["exchange"], stales [] => past::exchange_read;
    /// What there is to say about an exchange, by all rules of lint.
    exchange_lint(ExchangeLint) -> ExchangeLinted, events Nothing,
        provides ["lint"], stales [] => lint::exchange_lint;
    /// Stops another call that is under way.
    call_cancel(CallCancel) -> Empty, events Nothing,
        provides [], stales [] => start::call_cancel;
}

fn read<T: DeserializeOwned>(name: &str, request: Value) -> Result<T, Fault> {
    serde_json::from_value(request)
        .map_err(|error| Fault::BadRequest { name: name.to_owned(), reason: error.to_string() })
}

fn answer<T: Serialize>(value: &T) -> Result<Box<RawValue>, Fault> {
    serde_json::value::to_raw_value(value)
        .map_err(|error| Fault::Defect { reason: error.to_string() })
}

/// Writes a type and all that it uses; of a list, what it is a list of.
fn export<T: TS + 'static>(config: &ts_rs::Config) -> Result<(), ts_rs::ExportError> {
    struct Elements<'a>(&'a ts_rs::Config, Result<(), ts_rs::ExportError>);
    impl ts_rs::TypeVisitor for Elements<'_> {
        fn visit<E: TS + 'static + ?Sized>(&mut self) {
            if self.1.is_ok() && E::output_path().is_some() {
                self.1 = E::export_all(self.0);
            }
        }
    }
    if T::output_path().is_some() {
        return T::export_all(config);
    }
    let mut elements = Elements(config, Ok(()));
    T::visit_generics(&mut elements);
    elements.1
}
