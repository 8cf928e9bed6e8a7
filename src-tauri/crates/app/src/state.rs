//! The state behind every window: storage, secrets given for this run, open tenants, calls under way.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use secrecy::SecretString;
use serde_json::Value;
use serde_json::value::RawValue;
use store::Store;
use tokio::sync::{OnceCell, broadcast};

use crate::api::error::UiError;
use crate::api::event::AppEvent;
use crate::api::storage::Storage;
use crate::call::RawCall;
use crate::calls::Calls;
use crate::commands;
use crate::error::Fault;
use crate::open_tenant::OpenTenant;
use crate::secrets::SecretStore;
use crate::storage::{self, OpenStorage};

/// What the shell decides at the start.
pub struct Config {
    /// The folder that holds the database.
    pub data_folder: PathBuf,
    /// Where secrets are kept.
    pub secrets: Arc<dyn SecretStore>,
    /// The tenant to open at once.
    pub open_tenant: Option<String>,
    /// Called once when the first screen is painted.
    pub on_ready: Arc<dyn Fn(&str) + Send + Sync>,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Config").field("data_folder", &self.data_folder).finish_non_exhaustive()
    }
}

/// The backend. Clones share it.
#[derive(Clone)]
pub struct App {
    inner: Arc<Inner>,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("config", &self.inner.config).finish_non_exhaustive()
    }
}

struct Inner {
    config: Config,
    storage: RwLock<OpenStorage>,
    storage_opened: OnceCell<()>,
    /// Secrets given for this run, by tenant id.
    given: Mutex<HashMap<String, SecretString>>,
    open: Mutex<HashMap<String, Arc<OpenTenant>>>,
    sandbox: OnceCell<sandbox::Sandbox>,
    calls: Calls,
    events: broadcast::Sender<AppEvent>,
}

const EVENTS_KEPT: usize = 1024;

impl App {
    /// Makes the backend. The storage is opened by the first call, because the keychain may have to ask a person to
    /// unlock it: the window is there before that.
    ///
    /// # Errors
    /// Only when not even a database in memory can be made.
    pub fn open(config: Config) -> Result<Self, store::Error> {
        let until_opened = storage::in_memory(&config.data_folder, config.secrets.as_ref())?;
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        Ok(Self {
            inner: Arc::new(Inner {
                config,
                storage: RwLock::new(until_opened),
                storage_opened: OnceCell::new(),
                given: Mutex::default(),
                open: Mutex::default(),
                sandbox: OnceCell::new(),
                calls: Calls::default(),
                events,
            }),
        })
    }

    /// Runs a command; `id` lets the window cancel it.
    ///
    /// # Errors
    /// What the command answers when it cannot do as asked.
    pub async fn call(
        &self,
        name: &str,
        request: Value,
        id: Option<String>,
        call: RawCall,
    ) -> Result<Box<RawValue>, UiError> {
        let _registered = id.map(|id| self.inner.calls.register(id, call.cancel.clone()));
        self.inner.storage_opened.get_or_try_init(|| self.open_storage()).await?;
        commands::dispatch(self, name, request, call).await
    }

    async fn open_storage(&self) -> Result<(), Fault> {
        self.blocking(|app| {
            let opened = storage::open(&app.config().data_folder, app.config().secrets.as_ref())?;
            crate::tenants::prepare(&opened.store)?;
            app.set_storage(opened);
            Ok(())
        })
        .await
    }

    /// What happens unasked.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.inner.events.subscribe()
    }

    pub(crate) fn emit(&self, event: AppEvent) {
        // Nobody listening is no fault: a window may be closed or not yet there.
        drop(self.inner.events.send(event));
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    pub(crate) fn calls(&self) -> &Calls {
        &self.inner.calls
    }

    pub(crate) fn store(&self) -> Store {
        self.inner.storage.read().unwrap_or_else(PoisonError::into_inner).store.clone()
    }

    pub(crate) fn storage_report(&self) -> Storage {
        self.inner.storage.read().unwrap_or_else(PoisonError::into_inner).report.clone()
    }

    pub(crate) fn set_storage(&self, opened: OpenStorage) {
        *self.inner.storage.write().unwrap_or_else(PoisonError::into_inner) = opened;
    }

    /// Runs something that blocks (database, keychain) where it may.
    pub(crate) async fn blocking<T, F>(&self, work: F) -> Result<T, Fault>
    where
        T: Send + 'static,
        F: FnOnce(&App) -> Result<T, Fault> + Send + 'static,
    {
        let app = self.clone();
        tokio::task::spawn_blocking(move || work(&app))
            .await
            .map_err(|error| Fault::Defect { reason: format!("a task ended early: {error}") })?
    }

    pub(crate) fn given_secret(&self, tenant_id: &str) -> Option<SecretString> {
        self.given().get(tenant_id).cloned()
    }

    pub(crate) fn give_secret(&self, tenant_id: &str, secret: Option<SecretString>) {
        match secret {
            Some(secret) => self.given().insert(tenant_id.to_owned(), secret),
            None => self.given().remove(tenant_id),
        };
    }

    fn given(&self) -> std::sync::MutexGuard<'_, HashMap<String, SecretString>> {
        self.inner.given.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set_open(&self, tenant: Arc<OpenTenant>) {
        self.open_tenants().insert(tenant.id.clone(), tenant);
    }

    pub(crate) fn close(&self, tenant_id: &str) {
        self.open_tenants().remove(tenant_id);
    }

    /// A tenant that was opened in this run.
    pub(crate) fn opened(&self, tenant_id: &str) -> Result<Arc<OpenTenant>, Fault> {
        self.open_tenants()
            .get(tenant_id)
            .cloned()
            .ok_or_else(|| Fault::NotOpen { id: tenant_id.to_owned() })
    }

    fn open_tenants(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<OpenTenant>>> {
        self.inner.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The embedded sandbox; the first call starts it.
    pub(crate) async fn sandbox(&self) -> Result<&sandbox::Sandbox, Fault> {
        Ok(self.inner.sandbox.get_or_try_init(sandbox::Sandbox::start).await?)
    }

    /// The sandbox, if it was started.
    pub(crate) fn started_sandbox(&self) -> Option<&sandbox::Sandbox> {
        self.inner.sandbox.get()
    }
}
