//! The calls under way, so that a window can cancel one by the id that it gave it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

/// The calls under way.
#[derive(Debug, Default, Clone)]
pub(crate) struct Calls {
    under_way: Arc<Mutex<HashMap<String, CancellationToken>>>,
}

/// Takes the call off the list when it ends, however it ends.
#[derive(Debug)]
pub(crate) struct Registered {
    calls: Calls,
    id: String,
}

impl Calls {
    /// Puts a call on the list.
    pub(crate) fn register(&self, id: String, cancel: CancellationToken) -> Registered {
        self.lock().insert(id.clone(), cancel);
        Registered { calls: self.clone(), id }
    }

    /// Cancels a call; one that has ended is left in peace.
    pub(crate) fn cancel(&self, id: &str) {
        if let Some(cancel) = self.lock().get(id) {
            cancel.cancel();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, CancellationToken>> {
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.calls.lock().remove(&self.id);
    }
}
