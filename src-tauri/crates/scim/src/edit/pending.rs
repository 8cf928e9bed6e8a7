//! What a draft changes, one change at a time, and taking one back.

use serde::Serialize;
use serde_json::Value;

use super::{changes, schemas, undo};
use crate::patch::{Op, PatchRequest};
use crate::view::TypeModel;

/// What a draft changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// The changes, in the order of the operations, then what a PATCH leaves out.
    pub changes: Vec<PendingChange>,
    /// The minimal PATCH that makes those that it can carry.
    pub request: PatchRequest,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct PendingChange {
    /// What changes, as a PATCH names it: an attribute path or a value path. One change, one path.
    pub path: String,
    /// Where it is in the draft (RFC 6901), or the closest place that is there.
    pub pointer: String,
    /// What is done.
    pub op: Op,
    /// What was there: a text as it is, anything else as JSON. Absent where nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub before: Option<String>,
    /// What will be there. Absent where nothing will be.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub after: Option<String>,
    /// Whether the value is a secret and therefore in neither.
    pub secret: bool,
    /// Why a PATCH does not carry it; a PUT may.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub left_out: Option<String>,
}

/// Everything in which a draft differs from the resource as it was read. A value that is written and never read (a
/// password) counts as changed where the draft has it and the resource, as it was read, has not.
///
/// ```
/// use scim::{builtin, edit::pending, view::TypeModel};
/// use serde_json::json;
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let pending = pending(&json!({"title": "Guide"}), &json!({"title": "Chief", "password": "x"}), &model);
/// assert_eq!(pending.changes[0].path, "title");
/// assert_eq!(pending.changes[0].before.as_deref(), Some("Guide"));
/// assert!(pending.changes[1].secret && pending.changes[1].after.is_none());
/// assert_eq!(pending.request.operations.len(), 2);
/// ```
#[must_use]
pub fn pending(base: &Value, draft: &Value, model: &TypeModel) -> Pending {
    let (entries, request) = changes::entries(base, draft, model);
    Pending { changes: entries.into_iter().map(|it| it.change).collect(), request }
}

/// The draft without one of its changes, named by its path. `None` where there is no such change.
#[must_use]
pub fn revert(base: &Value, draft: &Value, model: &TypeModel, path: &str) -> Option<Value> {
    let (entries, _) = changes::entries(base, draft, model);
    let entry = entries.into_iter().find(|it| it.change.path == path)?;
    let mut reverted = draft.clone();
    undo::undo(&entry.undo, base, &mut reverted, model);
    schemas::follow(Some(base), draft, &mut reverted, model);
    Some(reverted)
}
