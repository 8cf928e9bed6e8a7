//! The start of a window, looking again for the keychain, and cancelling calls.

use store::{ExchangeFilter, Store};

use crate::App;
use crate::api::event::AppEvent;
use crate::api::storage::{AppReady, AppStarted, SandboxContents, Storage, StorageState};
use crate::api::{CallCancel, Empty};
use crate::call::Call;
use crate::error::Fault;
use crate::{storage, tenants};

pub(crate) async fn app_start(app: &App, _: Empty, _: &Call<Empty>) -> Result<AppStarted, Fault> {
    let contents = sandbox::CONTENTS;
    app.blocking(move |app| {
        Ok(AppStarted {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            storage: app.storage_report(),
            tenants: tenants::list(app)?,
            sandbox: tenants::sandbox(app),
            open_tenant: app.config().open_tenant.clone(),
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
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    app.calls().cancel(&request.call_id);
    Ok(Empty {})
}

pub(crate) async fn storage_retry(app: &App, _: Empty, _: &Call<Empty>) -> Result<Storage, Fault> {
    let report = app.blocking(look_again).await?;
    app.emit(AppEvent::StorageChanged { storage: report.clone() });
    Ok(report)
}

fn look_again(app: &App) -> Result<Storage, Fault> {
    if app.store().is_persistent() {
        return Ok(app.storage_report());
    }
    let opened = storage::open(&app.config().data_folder, app.config().secrets.as_ref())?;
    if opened.report.state == StorageState::Open {
        tenants::prepare(&opened.store)?;
        carry_over(&app.store(), &opened.store)?;
        app.set_storage(opened);
    } else {
        // The memory in use stays: it holds what was done since the start.
        let store = app.store();
        app.set_storage(storage::OpenStorage { store, report: opened.report });
    }
    Ok(app.storage_report())
}

/// What was done in memory moves into the database that can be opened now.
fn carry_over(memory: &Store, file: &Store) -> Result<(), Fault> {
    for tenant in memory.tenants().list()? {
        if file.tenants().get(&tenant.id)?.is_none() {
            file.tenants().put(&tenant)?;
        }
    }
    let everything = ExchangeFilter { limit: u32::MAX, ..ExchangeFilter::default() };
    for summary in memory.exchanges().list(&everything)?.into_iter().rev() {
        if let Some(row) = memory.exchanges().get(summary.id)? {
            file.exchanges().append(&row)?;
        }
    }
    Ok(())
}
