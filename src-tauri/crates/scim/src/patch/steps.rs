//! How much work a request may take: a small multiple of its size, so that no input makes the time quadratic.

use serde_json::Value;

use super::error::{ErrorKind, PatchError};

/// Work that is always allowed, so that nobody counts nodes for an ordinary request.
pub(super) const FREE: u64 = 1 << 20;
/// How often each node of the resource and of the request may be looked at.
pub(super) const PER_NODE: u64 = 64;

/// Counts steps: elements looked at, names compared.
#[derive(Debug, Default)]
pub(super) struct Steps {
    taken: u64,
    allowed: Option<u64>,
}

impl Steps {
    pub(super) fn add(&mut self, steps: usize) {
        self.taken += steps as u64;
    }

    #[cfg(test)]
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// Fails when too many were taken for what there is to work on.
    pub(super) fn check(
        &mut self,
        resource: &Value,
        nodes_of_request: impl FnOnce() -> usize,
    ) -> Result<(), PatchError> {
        if self.taken <= FREE {
            return Ok(());
        }
        let allowed = || FREE + PER_NODE * (nodes(resource) + nodes_of_request()) as u64;
        let allowed = *self.allowed.get_or_insert_with(allowed);
        if self.taken <= allowed {
            return Ok(());
        }
        let message = "the operations compare too many names or elements for their size; split the request, or select by `value eq`";
        Err(PatchError::new(ErrorKind::TooMany, message))
    }
}

/// How many values there are in a value, itself included.
pub(super) fn nodes(value: &Value) -> usize {
    1 + match value {
        Value::Array(values) => values.iter().map(nodes).sum(),
        Value::Object(members) => members.values().map(nodes).sum(),
        _ => 0,
    }
}
