//! The one Tauri command, and the backend's events out. A panic in a command ends that command only.

use std::sync::Arc;

use app::api::error::UiError;
use app::api::event::AppEvent;
use app::call::RawCall;
use app::{App, defect};
use serde_json::Value;
use tauri::ipc::{Channel, InvokeResponseBody, Response};
use tauri::{AppHandle, Emitter as _, Manager as _, State, WebviewWindow, Window, WindowEvent};
use tokio::sync::broadcast::error::RecvError;
use tokio_util::sync::CancellationToken;

/// Runs a command of the backend by its name.
#[tauri::command]
pub(crate) async fn call(
    window: WebviewWindow,
    backend: State<'_, App>,
    name: String,
    request: Value,
    call_id: Option<String>,
    events: Channel<InvokeResponseBody>,
) -> Result<Response, UiError> {
    let backend = backend.inner().clone();
    let raw = RawCall {
        cancel: CancellationToken::new(),
        window: window.label().to_owned(),
        events: Arc::new(move |event| {
            // A window that has gone takes its channel with it; nobody is left to be told.
            drop(events.send(InvokeResponseBody::Json(event.get().to_owned())));
        }),
    };
    // On a task of its own, so that a panic comes back as an error and the window lives on.
    let task =
        tauri::async_runtime::spawn(
            async move { backend.call(&name, request, call_id, raw).await },
        );
    match task.await {
        Ok(answer) => answer.map(|it| Response::new(it.get().to_owned())),
        Err(_) => Err(defect("A part of Scimscope stopped unexpectedly while it did this.")),
    }
}

/// Tells the backend of a window that is no more: what it had unlocked is locked, its calls are cancelled, and it is off
/// the list.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    if matches!(event, WindowEvent::Destroyed) {
        let (backend, label) = (window.state::<App>().inner().clone(), window.label().to_owned());
        tauri::async_runtime::spawn(async move { backend.window_closed(&label) });
    }
}

/// Sends what happens unasked to every window.
pub(crate) fn forward_events(tauri: &AppHandle, backend: &App) {
    let mut events = backend.events();
    let tauri = tauri.clone();
    tauri::async_runtime::spawn(async move {
        loop {
            let event = match events.recv().await {
                Ok(event) => event,
                // Nobody knows which they were; the UI is told, and reads again what it shows.
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "events were missed");
                    AppEvent::EventsMissed {}
                }
                Err(RecvError::Closed) => return,
            };
            if let Err(error) = tauri.emit("app-event", event) {
                tracing::warn!(%error, "an event did not reach the window");
            }
        }
    });
}
