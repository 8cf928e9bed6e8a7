//! Commands and events: what the one Tauri command of the app does, over HTTP.
//!
//! Both answers are lines of JSON, sent as they come to be. A call ends with `answer` or `error`
//! after any number of `event` lines; closing the connection cancels it.

use std::convert::Infallible;
use std::sync::Arc;

use app::api::event::AppEvent;
use app::call::{MAIN_WINDOW, RawCall};
use app::defect;
use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::UnboundedReceiverStream;
use tokio_util::sync::CancellationToken;

use crate::Shared;

/// A call as the page makes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Asked {
    name: String,
    request: Value,
    call_id: Option<String>,
    /// The page that makes it, where there are several.
    window: Option<String>,
}

/// Runs a command by its name.
pub(crate) async fn call(State(shared): State<Shared>, Json(asked): Json<Asked>) -> Response {
    let (lines, read) = mpsc::unbounded_channel();
    tokio::spawn(run(shared, asked, lines));
    stream(read)
}

/// What the backend says unasked, until the page goes away.
pub(crate) async fn events(State(shared): State<Shared>) -> Response {
    let (lines, read) = mpsc::unbounded_channel();
    let mut events = shared.app.events();
    tokio::spawn(async move {
        loop {
            let heard = tokio::select! {
                () = lines.closed() => return,
                heard = events.recv() => heard,
            };
            match heard {
                Ok(event) => send(&lines, "event", &json(&event)),
                Err(RecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "events were missed");
                    send(&lines, "event", &json(&AppEvent::EventsMissed {}));
                }
                Err(RecvError::Closed) => return,
            }
        }
    });
    stream(read)
}

async fn run(shared: Shared, asked: Asked, lines: UnboundedSender<String>) {
    let cancel = CancellationToken::new();
    let events = lines.clone();
    let Asked { name, request, call_id, window } = asked;
    let raw = RawCall {
        cancel: cancel.clone(),
        window: window.unwrap_or_else(|| MAIN_WINDOW.to_owned()),
        events: Arc::new(move |event| send(&events, "event", event.get())),
    };
    // On a task of its own, so that a panic comes back as an error.
    let mut task = tokio::spawn(async move { shared.app.call(&name, request, call_id, raw).await });
    let ended = tokio::select! {
        ended = &mut task => ended,
        () = lines.closed() => {
            cancel.cancel();
            task.await
        }
    };
    match ended {
        Ok(Ok(answer)) => send(&lines, "answer", answer.get()),
        Ok(Err(error)) => send(&lines, "error", &json(&error)),
        Err(_) => {
            let error = defect("A part of Scimscope stopped unexpectedly while it did this.");
            send(&lines, "error", &json(&error));
        }
    }
}

/// One line. A line break in JSON is either between two words, where a space does as well, or
/// written as `\n`.
fn send(lines: &UnboundedSender<String>, kind: &str, json: &str) {
    // A page that has gone takes its connection with it; nobody is left to be told.
    drop(lines.send(format!("{{\"{kind}\":{}}}\n", json.replace('\n', " "))));
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| {
        tracing::error!(%error, "an answer could not be written as JSON");
        "null".to_owned()
    })
}

fn stream(lines: UnboundedReceiver<String>) -> Response {
    let lines = UnboundedReceiverStream::new(lines).map(Ok::<_, Infallible>);
    let headers =
        [(header::CONTENT_TYPE, "application/x-ndjson"), (header::CACHE_CONTROL, "no-store")];
    (headers, Body::from_stream(lines)).into_response()
}
