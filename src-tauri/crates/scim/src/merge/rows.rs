//! The rows of a merge, and what comes of it.

use serde_json::Value;

use super::{MergeChoice, MergeRow};
use crate::view::TypeModel;

/// Everything that is not the same in all three, conflicts first, then in the order of [`super::MergeKind`] and of the
/// schema. What only the service provider sets is no part of it.
#[must_use]
pub fn merge(
    base: &Value,
    theirs: &Value,
    yours: &Value,
    choices: &[MergeChoice],
    model: &TypeModel,
) -> Vec<MergeRow> {
    let _ = (base, theirs, yours, choices, model);
    Vec::new()
}

/// The draft that comes of it, to be sent against the resource as the server has it now. Where nobody chose yet, what
/// the person typed is kept.
#[must_use]
pub fn resolve(
    base: &Value,
    theirs: &Value,
    yours: &Value,
    choices: &[MergeChoice],
    model: &TypeModel,
) -> Value {
    let _ = (base, theirs, choices, model);
    yours.clone()
}
