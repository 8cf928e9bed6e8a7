//! The start of a window, opening the database beside it, looking again for it, and cancelling calls.

use std::sync::MutexGuard;
use std::time::Duration;

use tokio::sync::watch;

use crate::App;
use crate::api::event::AppEvent;
use crate::api::storage::{AppReady, AppStarted, SandboxContents, Storage};
use crate::api::{CallCancel, Empty};
use crate::call::Call;
use crate::calls::of_window;
use crate::carry_over::carry_over;
use crate::error::Fault;
use crate::secrets::{Place, SecretStore as _};
use crate::{guards, storage, tenants, windows};

/// The commands that never wait for the database.
pub(crate) const WITHOUT_STORAGE: [&str; 3] = ["app_ready", "base_url_read", "call_cancel"];

/// How long the first calls wait for the database. A locked keychain takes as long as its owner does; meanwhile
/// everything is in memory.
const PATIENCE: Duration = Duration::from_secs(3);

/// Begins to open the database. The answer becomes true when calls may begin.
pub(crate) fn open_storage(app: &App) -> watch::Receiver<bool> {
    let (begin, may_begin) = watch::channel(false);
    let app = app.clone();
    tokio::spawn(async move {
        let mut opening = std::pin::pin!(app.blocking(|app| {
            try_storage(app);
            Ok(())
        }));
        let in_time = tokio::time::timeout(PATIENCE, &mut opening).await;
        let is_late = in_time.is_err();
        if is_late {
            begin.send_replace(true);
        }
        let opened = match in_time {
            Ok(opened) => opened,
            Err(_) => opening.await,
        };
        if let Err(fault) = opened {
            give_up(&app, &fault);
        }
        if is_late {
            // Only a panic could keep this from being told.
            drop(app.blocking(|app| Ok(tell(app))).await);
        }
        begin.send_replace(true);
    });
    may_begin
}

/// Tries the database, and moves into it what was done in memory. Blocks.
fn try_storage(app: &App) {
    let one_at_a_time = app.trying_storage();
    try_storage_now(app, &one_at_a_time);
}

/// The same for who holds off everybody else who tries.
pub(crate) fn try_storage_now(app: &App, _one_at_a_time: &MutexGuard<'_, ()>) {
    let (folder, vault) = (&app.config().data_folder, app.vault());
    if app.store().is_persistent() {
        let mut report = storage::opened(folder, vault);
        if let Err(error) = vault.status() {
            report.keychain_available = false;
            report.keychain_problem = match error.place {
                Place::Keychain => Some(error.problem(&vault.name())),
                Place::File => None,
            };
        }
        app.change_storage(|current| current.report = report);
        return;
    }
    let tried = storage::open(folder, vault);
    app.change_storage(|current| {
        current.report = match tried.store {
            // The memory in use stays: it holds what was done since the start.
            None => tried.report,
            Some(file) => match carry_over(&current.store, &file) {
                Ok(()) => {
                    current.store = file;
                    tried.report
                }
                Err(error) => storage::not_taken(tried.report, &error.to_string()),
            },
        };
    });
}

/// What is said of the storage now. Blocks.
pub(crate) fn report(app: &App) -> Storage {
    let path = storage::database(&app.config().data_folder);
    Storage {
        passphrase: app.vault().state(),
        database_exists: path.exists(),
        copies_left: app.vault().copies_left(),
        ..app.storage_report()
    }
}

/// Tells every window of the storage, and returns what it told. Blocks.
pub(crate) fn tell(app: &App) -> Storage {
    let storage = report(app);
    let (state, passphrase) = (tenants::word(&storage.state), tenants::word(&storage.passphrase));
    tracing::info!(state, passphrase, "the storage");
    app.emit(AppEvent::StorageChanged { storage: storage.clone() });
    storage
}

fn give_up(app: &App, fault: &Fault) {
    app.change_storage(|current| {
        current.report = storage::not_taken(current.report.clone(), &fault.to_string());
    });
}

pub(crate) async fn app_start(
    app: &App,
    _: Empty,
    call: &Call<Empty>,
) -> Result<AppStarted, Fault> {
    // A window that begins anew shows nothing yet.
    guards::shown(app, &call.window, None);
    let window = call.window.clone();
    let open_tenant = windows::begun(app, &window);
    let contents = sandbox::CONTENTS;
    app.blocking(move |app| {
        Ok(AppStarted {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            storage: report(app),
            tenants: tenants::list(app)?,
            sandbox: tenants::sandbox(app),
            open_tenant,
            window,
            sandbox_contents: SandboxContents {
                users: contents.users,
                groups: contents.groups,
                devices: contents.devices,
            },
        })
    })
    .await
}

pub(crate) async fn app_ready(
    app: &App,
    request: AppReady,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    (app.config().on_ready)(&request.screen);
    Ok(Empty {})
}

pub(crate) async fn call_cancel(
    app: &App,
    request: CallCancel,
    call: &Call<Empty>,
) -> Result<Empty, Fault> {
    app.calls().cancel(&of_window(&call.window, &request.call_id));
    Ok(Empty {})
}

pub(crate) async fn storage_retry(app: &App, _: Empty, _: &Call<Empty>) -> Result<Storage, Fault> {
    app.blocking(|app| {
        try_storage(app);
        Ok(tell(app))
    })
    .await
}
