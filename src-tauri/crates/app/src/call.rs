//! One call from a window: its cancellation and where its events go.

use std::marker::PhantomData;
use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;
use tokio_util::sync::CancellationToken;

/// The name of the window that is there first.
pub const MAIN_WINDOW: &str = "main";

/// Takes the events of a call, as JSON.
pub type EventSink = Arc<dyn Fn(Box<RawValue>) + Send + Sync>;

/// A call whose type of events is not known yet.
#[derive(Clone)]
pub struct RawCall {
    /// Cancelled when the window no longer wants the answer.
    pub cancel: CancellationToken,
    /// Takes its events.
    pub events: EventSink,
    /// The window that makes it, as the shell knows it: a window cannot say that it is another one.
    pub window: String,
}

impl std::fmt::Debug for RawCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawCall").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

impl RawCall {
    /// A call of the main window that cannot be cancelled and whose events nobody wants.
    #[must_use]
    pub fn detached() -> Self {
        Self {
            cancel: CancellationToken::new(),
            events: Arc::new(|_| {}),
            window: MAIN_WINDOW.to_owned(),
        }
    }

    pub(crate) fn typed<E>(self) -> Call<E> {
        Call { cancel: self.cancel, events: self.events, window: self.window, event: PhantomData }
    }
}

/// A call with events of type `E`.
#[derive(Clone)]
pub struct Call<E> {
    /// Cancelled when the window no longer wants the answer.
    pub cancel: CancellationToken,
    events: EventSink,
    /// The window that makes it.
    pub window: String,
    event: PhantomData<fn(E)>,
}

impl<E> std::fmt::Debug for Call<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Call").field("cancel", &self.cancel).finish_non_exhaustive()
    }
}

impl<E: Serialize> Call<E> {
    /// Sends an event to the window that made the call.
    pub fn send(&self, event: &E) {
        match serde_json::value::to_raw_value(event) {
            Ok(event) => (self.events)(event),
            Err(error) => tracing::error!(%error, "an event could not be written as JSON"),
        }
    }
}
