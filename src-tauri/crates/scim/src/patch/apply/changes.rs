//! What operations change: each change, or only how many there are where nobody asks for more.

use serde_json::Value;

use super::Change;

/// What has changed so far.
#[derive(Debug)]
pub(super) struct Changes {
    count: usize,
    /// The changes of the operation at hand; `None` where they are counted only.
    listed: Option<Vec<Change>>,
}

impl Changes {
    pub(super) fn listed() -> Self {
        Self { count: 0, listed: Some(Vec::new()) }
    }

    pub(super) fn counted() -> Self {
        Self { count: 0, listed: None }
    }

    /// How many there are, of all operations.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// A value as the list keeps it.
    pub(super) fn copy(&self, value: &Value) -> Option<Value> {
        self.listed.is_some().then(|| value.clone())
    }

    pub(super) fn add(
        &mut self,
        path: impl FnOnce() -> String,
        before: Option<Value>,
        after: Option<Value>,
    ) {
        self.count += 1;
        let Some(listed) = &mut self.listed else { return };
        if listed.is_empty() {
            // Most operations change one thing, and a change is large.
            listed.reserve_exact(1);
        }
        listed.push(Change { path: path(), before, after });
    }

    /// Hands over the list of an operation that is done.
    pub(super) fn take(&mut self) -> Option<Vec<Change>> {
        self.listed.as_mut().map(std::mem::take)
    }
}
