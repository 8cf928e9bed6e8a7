//! The calls under way, so that a window can cancel one by the id that it gave it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio_util::sync::CancellationToken;

/// The calls under way.
#[derive(Debug, Default, Clone)]
pub(crate) struct Calls {
    list: Arc<Mutex<List>>,
}

#[derive(Debug, Default)]
struct List {
    under_way: HashMap<String, CancellationToken>,
    /// Cancelled before they were on the list: the two travel side by side and may overtake each other.
    early: VecDeque<String>,
}

/// How many early cancellations are remembered; most are of calls that have just ended.
const EARLY_KEPT: usize = 64;

/// Takes the call off the list when it ends, however it ends.
#[derive(Debug)]
pub(crate) struct Registered {
    calls: Calls,
    id: String,
}

/// The id of a call among those of all windows: each counts for itself.
pub(crate) fn of_window(window: &str, id: &str) -> String {
    format!("{window}/{id}")
}

impl Calls {
    /// Puts a call on the list.
    pub(crate) fn register(&self, id: String, cancel: CancellationToken) -> Registered {
        let mut list = self.lock();
        if list.early.contains(&id) {
            cancel.cancel();
        }
        list.under_way.insert(id.clone(), cancel);
        drop(list);
        Registered { calls: self.clone(), id }
    }

    /// Cancels a call; one that has ended is left in peace.
    pub(crate) fn cancel(&self, id: &str) {
        let mut list = self.lock();
        match list.under_way.get(id) {
            Some(cancel) => cancel.cancel(),
            None => {
                list.early.push_back(id.to_owned());
                if list.early.len() > EARLY_KEPT {
                    list.early.pop_front();
                }
            }
        }
    }

    /// Cancels every call of a window that is no more.
    pub(crate) fn cancel_those_of(&self, window: &str) {
        let those = of_window(window, "");
        let list = self.lock();
        for (_, cancel) in list.under_way.iter().filter(|(id, _)| id.starts_with(&those)) {
            cancel.cancel();
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registered {
    fn drop(&mut self) {
        self.calls.lock().under_way.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cancellation_that_overtakes_its_call_still_counts() {
        let calls = Calls::default();
        calls.cancel("1");
        let cancel = CancellationToken::new();
        let _registered = calls.register("1".into(), cancel.clone());
        assert!(cancel.is_cancelled());
    }

    #[test]
    fn the_calls_of_a_closed_window_are_cancelled_and_no_others() {
        let calls = Calls::default();
        let (one, other) = (CancellationToken::new(), CancellationToken::new());
        let _one = calls.register(of_window("tenant-1", "7"), one.clone());
        let _other = calls.register(of_window("tenant-10", "7"), other.clone());
        calls.cancel_those_of("tenant-1");
        assert!(one.is_cancelled());
        assert!(!other.is_cancelled());
    }

    #[test]
    fn a_call_that_has_ended_is_not_kept() {
        let calls = Calls::default();
        drop(calls.register("1".into(), CancellationToken::new()));
        assert!(calls.lock().under_way.is_empty());
    }
}
