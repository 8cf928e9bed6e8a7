//! The one list of commands: name, request, answer, events, what each provides and makes stale.
//! The bridge, the test host and the TypeScript types are all made from this list.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;
use ts_rs::TS;

use crate::api::Empty;
use crate::api::arrange::TenantArrange;
use crate::api::changes::{
    Change, ChangeRef, ChangesExport, ChangesFind, ChangesFound, ChangesList, ChangesListed,
    FileSaved, ResourcesSave,
};
use crate::api::columns::{Columns, ColumnsChoose, ColumnsRead};
use crate::api::diagnostics::{Diagnostics, DiagnosticsSaved, LogTail};
use crate::api::drafts::{
    Draft, DraftChange, DraftMethod, DraftOpen, DraftRef, DraftSummary, DraftText, DraftValues,
    DraftValuesRead, MembersExport, MembersList, MembersListed, Merge, MergeChoose,
};
use crate::api::error::UiError;
use crate::api::exchanges::{Exchange, ExchangeRead, ExchangesList, ExchangesListed};
use crate::api::filters::{FilterCheck, FilterChecked, FilterComplete, FilterCompleted};
use crate::api::guard::{GuardLogEntry, GuardSet, GuardState, GuardUnlock, Pacing};
use crate::api::left::Left;
use crate::api::lint::{ExchangeLint, ExchangeLinted};
use crate::api::read_back::{ReadBack, ReadBackPrepared};
use crate::api::requests::{RequestPrepare, RequestPrepared, RequestSend, RequestSent};
use crate::api::resources::{
    ReferencesResolve, ReferencesResolved, Resource, ResourceRead, ResourcesFind, ResourcesFound,
    ResourcesList, ResourcesListed, ResourcesListing, Values, ValuesRead,
};
use crate::api::sign_in::{
    CertificateLook, CertificateLooked, CommandRead, CommandSettings, SecretLook, SecretLooked,
    SignInWaiting, TenantToken,
};
use crate::api::storage::{
    AppReady, AppStarted, PassphraseChange, PassphraseSet, PassphraseUnlock, Storage,
};
use crate::api::tenants::{
    BaseUrlRead, BaseUrlUnderstood, ResourceTypeCount, ResourceTypeCounted, SecretProvide, Tenant,
    TenantDraft, TenantOpened, TenantRef, TenantTested,
};
use crate::api::transfer::{
    TenantsExport, TenantsExported, TenantsImport, TenantsImported, TenantsRead,
    TenantsReadThrough, TenantsSaved,
};
use crate::api::transport::{AuthoritiesLook, AuthoritiesLooked};
use crate::api::windows::{TenantShow, WindowOpen, WindowOpened, WindowShown};
use crate::api::writes::{
    RequestSnippet, Snippet, WritePlan, WritePrepare, WriteProgress, WriteSend, WriteSent,
};
use crate::api::{CallCancel, Empty as Nothing};
use crate::call::{Call, RawCall};
use crate::error::Fault;
use crate::{
    App, browse, changes, columns, diagnostics, drafts, filters, find, found_changes, guards, left,
    lint, members, opening, pacing, passphrase, past, read_back, references, requests, resource,
    secret_look, signing_in, snippets, start, tenants, testing, transport, windows, writes,
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
                    // Each in a place of its own: together they would be too much for a thread's stack.
                    Ok(answer(&Box::pin($handler(app, request, &call)).await?)?)
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
        provides ["storage"], stales ["tenants", "exchanges", "columns", "left"] => start::storage_retry;
    /// Makes the file that a passphrase opens: the database key and the secrets of tenants go there.
    passphrase_set(PassphraseSet) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns", "left"] => passphrase::passphrase_set;
    /// Unlocks the file that a passphrase opens.
    passphrase_unlock(PassphraseUnlock) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns", "left"] => passphrase::passphrase_unlock;
    /// Changes the passphrase.
    passphrase_change(PassphraseChange) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns", "left"] => passphrase::passphrase_change;
    /// Moves the database key and the secrets back to the keychain and erases the file.
    passphrase_forget(Empty) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns", "left"] => passphrase::passphrase_forget;
    /// Sets aside a database and an encrypted file that cannot be opened, and starts anew.
    storage_start_over(Empty) -> Storage, events Nothing,
        provides ["storage"], stales ["tenants", "exchanges", "columns", "left"] => passphrase::storage_start_over;
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
    /// The configured tenants in the person's own order, those of a group together.
    tenant_list(Empty) -> Vec<Tenant>, events Nothing,
        provides ["tenants"], stales [] => tenants::tenant_list;
    /// Saves a tenant, and its secret into the keychain.
    tenant_save(TenantDraft) -> Tenant, events Nothing,
        provides [], stales ["tenants", "exchanges"] => tenants::tenant_save;
    /// Erases a tenant with its history and its secret.
    tenant_forget(TenantRef) -> Empty, events Nothing,
        provides [], stales ["tenants", "exchanges"] => tenants::tenant_forget;
    /// Puts tenants into an order and into groups.
    tenant_arrange(TenantArrange) -> Vec<Tenant>, events Nothing,
        provides [], stales ["tenants"] => tenants::arrange::tenant_arrange;
    /// Copies a tenant, without its secret and its history.
    tenant_duplicate(TenantRef) -> Tenant, events Nothing,
        provides [], stales ["tenants"] => tenants::arrange::tenant_duplicate;
    /// The file of tenants, exactly as it would be saved.
    tenants_export(TenantsExport) -> TenantsExported, events Nothing,
        provides [], stales [] => tenants::transfer::tenants_export;
    /// Asks where to save a file of tenants, and writes it.
    tenants_save(TenantsExport) -> TenantsSaved, events Nothing,
        provides [], stales [] => tenants::transfer::tenants_save;
    /// Looks at a file of tenants; nothing is taken over.
    tenants_read(TenantsRead) -> TenantsReadThrough, events Nothing,
        provides [], stales [] => tenants::transfer::tenants_read;
    /// Takes tenants of a file over: all that are named, or none.
    tenants_import(TenantsImport) -> TenantsImported, events Nothing,
        provides [], stales ["tenants"] => tenants::transfer::tenants_import;
    /// The windows that are open, and what each shows.
    window_list(Empty) -> Vec<WindowShown>, events Nothing,
        provides ["windows"], stales [] => windows::window_list;
    /// Opens a window, or brings another one to the front that shows the tenant.
    window_open(WindowOpen) -> WindowOpened, events Nothing,
        provides [], stales [] => windows::window_open;
    /// Tests a connection step by step, with reads only.
    tenant_test(TenantDraft) -> TenantTested, events TenantTested,
        provides [], stales ["exchanges"] => testing::tenant_test;
    /// Opens a tenant: discovers its resource types and schemas.
    tenant_open(TenantRef) -> TenantOpened, events Nothing,
        provides ["tenant"], stales ["tenants", "resources", "exchanges"] => opening::tenant_open;
    /// Says which tenant the window shows; what it had unlocked elsewhere is locked.
    tenant_show(TenantShow) -> Empty, events Nothing,
        provides [], stales [] => windows::tenant_show;
    /// How tenants were left, to be found so again.
    left_list(Empty) -> Vec<Left>, events Nothing,
        provides ["left"], stales [] => left::left_list;
    /// Keeps how something of a tenant was left.
    left_keep(Left) -> Empty, events Nothing,
        provides [], stales [] => left::left_keep;
    /// How the write guard of a tenant stands.
    guard_read(TenantRef) -> GuardState, events Nothing,
        provides ["guard"], stales [] => guards::guard_read;
    /// Unlocks a read-only tenant for 15 minutes, with a reason.
    guard_unlock(GuardUnlock) -> GuardState, events Nothing,
        provides [], stales ["guard", "guardLog"] => guards::guard_unlock;
    /// Locks a tenant again.
    guard_lock(TenantRef) -> GuardState, events Nothing,
        provides [], stales ["guard", "guardLog"] => guards::guard_lock;
    /// Guards a tenant in another way: looser only with a reason.
    guard_set(GuardSet) -> GuardState, events Nothing,
        provides [], stales ["guard", "guardLog", "tenants"] => guards::guard_set;
    /// What was done about the guard of a tenant, newest first.
    guard_log(TenantRef) -> Vec<GuardLogEntry>, events Nothing,
        provides ["guardLog"], stales [] => guards::guard_log;
    /// How the requests of a tenant are paced.
    pacing_read(TenantRef) -> Pacing, events Nothing,
        provides ["pacing"], stales [] => pacing::pacing_read;
    /// Lets no request of a tenant wait any longer.
    wait_stop(TenantRef) -> Empty, events Nothing,
        provides [], stales [] => pacing::wait_stop;
    /// Shows a request exactly as it would be sent, and gives the token that sends it; nothing is sent.
    request_prepare(RequestPrepare) -> RequestPrepared, events Nothing,
        provides [], stales [] => requests::request_prepare;
    /// Sends a request that was prepared, once.
    request_send(RequestSend) -> RequestSent, events Nothing,
        provides [], stales ["resources", "resource", "counts", "exchanges"] => requests::request_send;
    /// Writes a request for another program, secrets as placeholders; nothing is sent.
    request_snippet(RequestSnippet) -> Snippet, events Nothing,
        provides [], stales [] => snippets::request_snippet;
    /// Opens a draft of a resource, or of a new one.
    draft_open(DraftOpen) -> Draft, events Nothing,
        provides [], stales ["drafts"] => drafts::draft_open;
    /// A draft as it is.
    draft_read(DraftRef) -> Draft, events Nothing,
        provides ["draft"], stales [] => drafts::draft_read;
    /// Edits a draft; nothing is sent.
    draft_change(DraftChange) -> Draft, events Nothing,
        provides [], stales ["drafts", "members"] => drafts::draft_change;
    /// Puts another text in a draft's place; nothing is sent.
    draft_text(DraftText) -> Draft, events Nothing,
        provides [], stales ["drafts", "members"] => drafts::draft_text;
    /// Chooses how a draft is sent.
    draft_method(DraftMethod) -> Draft, events Nothing,
        provides [], stales [] => drafts::draft_method;
    /// A window of the values of a multi-valued attribute of a draft.
    draft_values(DraftValues) -> DraftValuesRead, events Nothing,
        provides ["draft"], stales [] => drafts::draft_values;
    /// The drafts of a tenant, those changed last first.
    draft_list(TenantRef) -> Vec<DraftSummary>, events Nothing,
        provides ["drafts"], stales [] => drafts::draft_list;
    /// Throws a draft away.
    draft_discard(DraftRef) -> Empty, events Nothing,
        provides [], stales ["drafts", "draft", "members"] => drafts::draft_discard;
    /// A window of the members of a group.
    members_list(MembersList) -> MembersListed, events Nothing,
        provides ["members"], stales [] => members::members_list;
    /// Saves members of a group to a file that a person chooses.
    members_export(MembersExport) -> FileSaved, events Nothing,
        provides [], stales [] => members::members_export;
    /// The three versions of a resource whose draft cannot be sent as it is.
    merge_read(DraftRef) -> Merge, events Nothing,
        provides ["merge"], stales [] => drafts::merge::merge_read;
    /// Chooses in a merge.
    merge_choose(MergeChoose) -> Merge, events Nothing,
        provides [], stales ["merge"] => drafts::merge::merge_choose;
    /// Makes a draft what came of the merge; nothing is sent.
    merge_apply(DraftRef) -> Draft, events Nothing,
        provides [], stales ["merge", "drafts", "draft", "members"] => drafts::merge::merge_apply;
    /// Works out what a write would send, and gives what sends it; only reads are sent.
    write_prepare(WritePrepare) -> WritePlan, events Nothing,
        provides [], stales ["drafts", "draft", "merge"] => writes::write_prepare;
    /// Sends what was prepared, once, and reads back what came of it.
    write_send(WriteSend) -> WriteSent, events WriteProgress,
        provides [], stales ["resources", "resource", "counts", "exchanges", "drafts", "draft", "members", "merge", "changes"] => writes::write_send;
    /// Saves the resources of a plan as they are to a file that a person chooses.
    resources_save(ResourcesSave) -> FileSaved, events Nothing,
        provides [], stales [] => writes::save::resources_save;
    /// A page of the change log of a tenant, newest first.
    changes_list(ChangesList) -> ChangesListed, events Nothing,
        provides ["changes"], stales [] => changes::changes_list;
    /// Changes of a resource that were made elsewhere, as far as the reads in the history show them.
    changes_find(ChangesFind) -> ChangesFound, events Nothing,
        provides ["changes"], stales [] => found_changes::changes_find;
    /// One entry of the change log in full.
    change_read(ChangeRef) -> Change, events Nothing,
        provides ["changes"], stales [] => changes::change_read;
    /// Saves the change log of a tenant to a file that a person chooses.
    changes_export(ChangesExport) -> FileSaved, events Nothing,
        provides [], stales [] => changes::changes_export;
    /// Gives a tenant's secret for this run only.
    secret_provide(SecretProvide) -> Empty, events Nothing,
        provides [], stales ["tenants"] => tenants::secret_provide;
    /// Has a person sign in to a tenant with the browser.
    tenant_sign_in(TenantRef) -> TenantToken, events SignInWaiting,
        provides ["token"], stales ["token", "exchanges"] => signing_in::tenant_sign_in;
    /// Has a person sign in with the browser before a tenant is saved, to test it so.
    draft_sign_in(TenantDraft) -> TenantToken, events SignInWaiting,
        provides [], stales ["token", "exchanges"] => signing_in::draft_sign_in;
    /// Forgets the tokens of a tenant, and the refresh token that was kept.
    tenant_sign_out(TenantRef) -> Empty, events Nothing,
        provides [], stales ["token", "tenants"] => signing_in::tenant_sign_out;
    /// What is known of a tenant's token and certificate; nothing is sent, nothing is verified.
    tenant_token(TenantRef) -> TenantToken, events Nothing,
        provides ["token"], stales [] => signing_in::tenant_token;
    /// Has the next request fetch a new token.
    token_renew(TenantRef) -> Empty, events Nothing,
        provides [], stales ["token"] => signing_in::token_renew;
    /// What came along when a secret was pasted, and what it says of itself.
    secret_look(SecretLook) -> SecretLooked, events Nothing,
        provides [], stales [] => secret_look::secret_look;
    /// What a client certificate says, before it is saved.
    certificate_look(CertificateLook) -> CertificateLooked, events Nothing,
        provides [], stales [] => signing_in::certificate_look;
    /// What certificates of authorities say, before they are trusted.
    authorities_look(AuthoritiesLook) -> AuthoritiesLooked, events Nothing,
        provides [], stales [] => transport::authorities_look;
    /// Takes a command line apart as it would be run.
    command_read(CommandRead) -> CommandSettings, events Nothing,
        provides [], stales [] => signing_in::command_read;
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
    /// Which read tells what became of a write that nobody knows the outcome of; nothing is sent.
    read_back_prepare(ExchangeRead) -> ReadBackPrepared, events Nothing,
        provides ["readBack"], stales [] => read_back::read_back_prepare;
    /// Sends that read, and keeps what it says of the write.
    read_back_send(ExchangeRead) -> ReadBack, events Nothing,
        provides [], stales ["exchanges", "exchange", "readBack", "changes"] => read_back::read_back_send;
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
