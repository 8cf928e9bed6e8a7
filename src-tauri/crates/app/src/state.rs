//! The state behind every window: storage, secrets given for this run, open tenants, calls under way.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard, Weak};
use std::time::Instant;

use client::clock::{Clock, SystemClock};
use serde_json::Value;
use serde_json::value::RawValue;
use store::Store;
use tokio::sync::{OnceCell, broadcast, watch};

use crate::api::error::UiError;
use crate::api::event::AppEvent;
use crate::api::storage::Storage;
use crate::api::windows::WindowShown;
use crate::call::RawCall;
use crate::calls::{Calls, of_window};
use crate::error::Fault;
use crate::guards::{self, Guards};
use crate::open_tenant::OpenTenant;
use crate::outcomes::Outcomes;
use crate::pacing::Limiters;
use crate::recording::Recording;
use crate::saving::Previews;
use crate::secret_bundle::Bundle;
use crate::secrets::SecretStore;
use crate::storage::{self, OpenStorage};
use crate::token_shelf::TokenShelf;
use crate::vault::Vault;
use crate::windows::{self, Windows};
use crate::{commands, drafts, pacing, start, tenants, writes};

/// Opens a URL, or says why it could not.
pub type OpenUrl = Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>;

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
    /// Asks a person where to save a file.
    pub save_file: Arc<dyn SaveFile>,
    /// Opens the window of this name, or brings it to the front where it is there. Blocks. The error is why it could not
    /// be opened, as a sentence.
    pub open_window: OpenWindow,
    /// Opens a URL in the system's browser, for signing in.
    pub open_url: OpenUrl,
    /// Asks a person whether a program may be run; the window itself cannot say so.
    pub confirm: Arc<dyn Confirm>,
    /// What the shell knows of the window system, for the file for bug reports: a name and a value each, such as
    /// the version of the webview.
    pub surroundings: Vec<(&'static str, String)>,
    /// The time, for the write guard and for waiting.
    pub clock: Arc<dyn Clock>,
}

/// Opens a window or brings it to the front.
pub type OpenWindow = Arc<dyn Fn(&WindowShown) -> Result<(), String> + Send + Sync>;

/// Asks a person where to save a file: the shell does it with the system's dialog.
pub trait SaveFile: Send + Sync {
    /// The place chosen; `None` where the person chose none. Blocks as long as the person takes.
    ///
    /// # Errors
    /// Why nobody could be asked, as a sentence.
    fn choose(&self, file_name: &str) -> Result<Option<PathBuf>, String>;
}

/// Asks a person a question outside of the window, so that nothing that runs in the window can answer it.
pub trait Confirm: Send + Sync {
    /// Whether the person said yes. Blocks as long as the person takes.
    fn confirm(&self, question: &Question) -> bool;
}

/// A question with one answer that does something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about, in a few words.
    pub title: String,
    /// What will happen.
    pub text: String,
    /// The word on the button that lets it happen.
    pub yes: String,
}

/// Nobody is there to be asked.
struct NoDialog;

impl Confirm for NoDialog {
    fn confirm(&self, _: &Question) -> bool {
        false
    }
}

impl SaveFile for NoDialog {
    fn choose(&self, _: &str) -> Result<Option<PathBuf>, String> {
        Err("There is no window to choose a place in.".to_owned())
    }
}

impl Config {
    /// A backend over a data folder and a keychain, with nobody to ask and nothing opened at once.
    #[must_use]
    pub fn new(data_folder: &Path, secrets: Arc<dyn SecretStore>) -> Self {
        Self {
            data_folder: data_folder.to_owned(),
            secrets,
            open_tenant: None,
            on_ready: Arc::new(|_| {}),
            save_file: Arc::new(NoDialog),
            open_window: Arc::new(|_| Err("There is no window system here.".to_owned())),
            open_url: Arc::new(|_| Err("There is no browser to open.".to_owned())),
            confirm: Arc::new(NoDialog),
            surroundings: Vec::new(),
            clock: Arc::new(SystemClock::new()),
        }
    }
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

/// The backend as long as somebody else keeps it.
#[derive(Clone)]
pub(crate) struct WeakApp(Weak<Inner>);

impl WeakApp {
    /// The backend, if it is still there.
    pub(crate) fn get(&self) -> Option<App> {
        self.0.upgrade().map(|inner| App { inner })
    }
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("config", &self.inner.config).finish_non_exhaustive()
    }
}

struct Inner {
    config: Config,
    /// What `config.secrets` is: the encrypted file where there is one, before the keychain.
    vault: Arc<Vault>,
    storage: RwLock<OpenStorage>,
    /// Becomes true when calls may begin: the database was tried, or that takes too long to wait for.
    may_begin: OnceLock<watch::Receiver<bool>>,
    /// Held while the database is tried, so that it is tried once at a time.
    trying_storage: Mutex<()>,
    /// Held while a tenant and its secret are changed, or read together.
    changing_tenants: Mutex<()>,
    /// Secrets given for this run, by tenant id.
    given: Mutex<HashMap<String, Bundle>>,
    /// The tenants that are known to have secrets in the keychain, with the names of these.
    stored: Mutex<HashMap<String, HashSet<String>>>,
    /// Tokens that were fetched in this run.
    tokens: TokenShelf,
    /// The commands that a person allowed to be run in this run.
    allowed: Mutex<HashMap<String, HashSet<String>>>,
    open: Mutex<OpenTenants>,
    sandbox: OnceCell<sandbox::Sandbox>,
    calls: Calls,
    windows: Windows,
    guards: Guards,
    limiters: Limiters,
    recording: Recording,
    outcomes: Outcomes,
    previews: Previews,
    drafts: drafts::Shelf,
    plans: writes::Plans,
    runs_since: Instant,
    events: broadcast::Sender<AppEvent>,
}

/// The tenants opened in this run.
#[derive(Default)]
struct OpenTenants {
    by_id: HashMap<String, Arc<OpenTenant>>,
    /// How often each tenant was closed: what was begun before that must not open it.
    generations: HashMap<String, u64>,
}

/// The store in use. It is not exchanged for another one while this lives, so nothing is written into one that was
/// given up. Never hold two at once in one thread: the exchange may be waiting between them.
pub(crate) struct StoreInUse<'a>(RwLockReadGuard<'a, OpenStorage>);

impl Deref for StoreInUse<'_> {
    type Target = Store;
    fn deref(&self) -> &Store {
        &self.0.store
    }
}

const EVENTS_KEPT: usize = 1024;

impl App {
    /// Makes the backend. The storage is opened by [`App::begin`] or the first call, beside the window, because the
    /// keychain may have to ask a person to unlock it: nothing of the window waits for that here.
    ///
    /// # Errors
    /// Only when not even a database in memory can be made.
    pub fn open(mut config: Config) -> Result<Self, store::Error> {
        let vault = Arc::new(Vault::new(&config.data_folder, Arc::clone(&config.secrets)));
        config.secrets = Arc::clone(&vault) as Arc<dyn SecretStore>;
        let until_tried = storage::in_memory(&config.data_folder, &vault)?;
        tenants::prepare(&until_tried.store)?;
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        Ok(Self {
            inner: Arc::new(Inner {
                config,
                vault,
                storage: RwLock::new(until_tried),
                may_begin: OnceLock::new(),
                trying_storage: Mutex::default(),
                changing_tenants: Mutex::default(),
                given: Mutex::default(),
                stored: Mutex::default(),
                tokens: TokenShelf::default(),
                allowed: Mutex::default(),
                open: Mutex::default(),
                sandbox: OnceCell::new(),
                calls: Calls::default(),
                windows: Windows::default(),
                guards: Guards::default(),
                limiters: Limiters::default(),
                recording: Recording::default(),
                outcomes: Outcomes::default(),
                previews: Previews::default(),
                drafts: drafts::Shelf::default(),
                plans: writes::Plans::default(),
                runs_since: Instant::now(),
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
        let _registered = id
            .map(|id| self.inner.calls.register(of_window(&call.window, &id), call.cancel.clone()));
        if !start::WITHOUT_STORAGE.contains(&name) {
            // It ends early only with the program.
            drop(self.opening().wait_for(|it| *it).await);
        }
        let begin = Instant::now();
        let answer = commands::dispatch(self, name, request, call).await;
        self.inner.outcomes.note(name, &answer, begin.elapsed());
        answer
    }

    /// Begins what the first calls wait for, while the window is still being made: the database, and the sandbox
    /// where it is the tenant to open. Whoever does not call this only starts later.
    pub async fn begin(&self) {
        drop(self.opening());
        if self.config().open_tenant.as_deref() == Some(tenants::SANDBOX) {
            // Should it fail, it is tried again by whoever opens it, and that tells the person.
            drop(self.sandbox().await);
        }
    }

    /// Whether calls may begin; the first to ask opens the database.
    fn opening(&self) -> watch::Receiver<bool> {
        self.inner.may_begin.get_or_init(|| start::open_storage(self)).clone()
    }

    /// What happens unasked.
    #[must_use]
    pub fn events(&self) -> broadcast::Receiver<AppEvent> {
        self.inner.events.subscribe()
    }

    /// A window was closed: what it had unlocked is locked, and its calls are cancelled. To be called within the runtime.
    pub fn window_closed(&self, window: &str) {
        guards::shown(self, window, None);
        windows::closed(self, window);
        self.tokens().forget_window(window);
    }

    pub(crate) fn emit(&self, event: AppEvent) {
        // Nobody listening is no fault: a window may be closed or not yet there.
        drop(self.inner.events.send(event));
    }

    pub(crate) fn config(&self) -> &Config {
        &self.inner.config
    }

    /// The encrypted file where there is one, and the keychain behind it.
    pub(crate) fn vault(&self) -> &Vault {
        &self.inner.vault
    }

    pub(crate) fn outcomes(&self) -> &Outcomes {
        &self.inner.outcomes
    }

    pub(crate) fn previews(&self) -> &Previews {
        &self.inner.previews
    }

    /// The drafts of this run.
    pub(crate) fn drafts(&self) -> &drafts::Shelf {
        &self.inner.drafts
    }

    /// The writes that were worked out and not sent.
    pub(crate) fn plans(&self) -> &writes::Plans {
        &self.inner.plans
    }

    pub(crate) fn runs_since(&self) -> Instant {
        self.inner.runs_since
    }

    /// The same without keeping it.
    pub(crate) fn weak(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.inner))
    }

    pub(crate) fn recording(&self) -> &Recording {
        &self.inner.recording
    }

    pub(crate) fn windows(&self) -> &Windows {
        &self.inner.windows
    }

    pub(crate) fn guards(&self) -> &Guards {
        &self.inner.guards
    }

    pub(crate) fn limiters(&self) -> &Limiters {
        &self.inner.limiters
    }

    pub(crate) fn calls(&self) -> &Calls {
        &self.inner.calls
    }

    /// The store in use. Blocks while what is in memory moves into the database.
    pub(crate) fn store(&self) -> StoreInUse<'_> {
        StoreInUse(self.inner.storage.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was last said of the storage, without what changes from moment to moment: see [`start::report`].
    pub(crate) fn storage_report(&self) -> Storage {
        self.inner.storage.read().unwrap_or_else(PoisonError::into_inner).report.clone()
    }

    /// Changes what is in use, or what is said of it, while nobody reads or writes it.
    pub(crate) fn change_storage<T>(&self, change: impl FnOnce(&mut OpenStorage) -> T) -> T {
        change(&mut self.inner.storage.write().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn trying_storage(&self) -> MutexGuard<'_, ()> {
        lock(&self.inner.trying_storage)
    }

    pub(crate) fn changing_tenants(&self) -> MutexGuard<'_, ()> {
        lock(&self.inner.changing_tenants)
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

    /// The secrets of a tenant that were given for this run.
    pub(crate) fn given_secrets(&self, tenant_id: &str) -> Bundle {
        lock(&self.inner.given).get(tenant_id).cloned().unwrap_or_default()
    }

    /// Puts these in the place of those that were given.
    pub(crate) fn give_secrets(&self, tenant_id: &str, secrets: Bundle) {
        let mut given = lock(&self.inner.given);
        match secrets.is_empty() {
            true => given.remove(tenant_id),
            false => given.insert(tenant_id.to_owned(), secrets),
        };
    }

    /// Whether a tenant is known to have anything in the keychain.
    pub(crate) fn has_stored(&self, tenant_id: &str) -> bool {
        lock(&self.inner.stored).contains_key(tenant_id)
    }

    /// Whether a tenant has a secret of that name in the keychain; `None` where that is not known.
    pub(crate) fn is_known_stored(&self, tenant_id: &str, name: &str) -> Option<bool> {
        lock(&self.inner.stored).get(tenant_id).map(|names| names.contains(name))
    }

    /// Notes which secrets of a tenant are in the keychain; `None` where none is.
    pub(crate) fn note_stored(&self, tenant_id: &str, secrets: Option<&Bundle>) {
        let mut stored = lock(&self.inner.stored);
        match secrets.filter(|it| !it.is_empty()) {
            Some(secrets) => {
                let names = secrets.names().map(str::to_owned).collect();
                stored.insert(tenant_id.to_owned(), names)
            }
            None => stored.remove(tenant_id),
        };
    }

    /// The tokens of this run.
    pub(crate) fn tokens(&self) -> &TokenShelf {
        &self.inner.tokens
    }

    /// Whether a person allowed that in this run for this tenant, or for one that is not saved yet.
    pub(crate) fn is_allowed(&self, tenant_id: Option<&str>, what: &str) -> bool {
        let tenant_id = tenant_id.unwrap_or_default();
        lock(&self.inner.allowed).get(tenant_id).is_some_and(|it| it.contains(what))
    }

    pub(crate) fn allow(&self, tenant_id: Option<&str>, what: String) {
        let tenant_id = tenant_id.unwrap_or_default().to_owned();
        lock(&self.inner.allowed).entry(tenant_id).or_default().insert(what);
    }

    /// Forgets what was allowed for a tenant: it is forgotten, or what is stored of it now says what it may do.
    pub(crate) fn forget_allowed(&self, tenant_id: Option<&str>) {
        lock(&self.inner.allowed).remove(tenant_id.unwrap_or_default());
    }

    /// Forgets where secrets are known to be.
    pub(crate) fn note_none_stored(&self) {
        lock(&self.inner.stored).clear();
    }

    /// Which of its states a tenant is in; [`App::close`] begins another one.
    pub(crate) fn generation(&self, tenant_id: &str) -> u64 {
        lock(&self.inner.open).generations.get(tenant_id).copied().unwrap_or_default()
    }

    /// Opens a tenant, unless it was closed since the generation in which that was begun.
    pub(crate) fn set_open(&self, tenant: Arc<OpenTenant>, generation: u64) -> bool {
        let mut open = lock(&self.inner.open);
        if open.generations.get(&tenant.id).copied().unwrap_or_default() != generation {
            return false;
        }
        open.by_id.insert(tenant.id.clone(), tenant);
        true
    }

    /// A tenant was changed or forgotten: nothing more is sent by what was opened of it, and nothing of it waits.
    pub(crate) fn close(&self, tenant_id: &str) {
        let mut open = lock(&self.inner.open);
        let closed = open.by_id.remove(tenant_id);
        *open.generations.entry(tenant_id.to_owned()).or_default() += 1;
        drop(open);
        if let Some(closed) = closed {
            closed.session.end();
        }
        pacing::wake(self, tenant_id);
    }

    /// A tenant that was opened in this run.
    pub(crate) fn opened(&self, tenant_id: &str) -> Result<Arc<OpenTenant>, Fault> {
        lock(&self.inner.open)
            .by_id
            .get(tenant_id)
            .cloned()
            .ok_or_else(|| Fault::NotOpen { id: tenant_id.to_owned() })
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

/// What a panicking thread left behind is whole: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
