//! Undoing a PATCH request.

use serde_json::Value;

use super::diff::{Diff, diff};
use super::{PatchError, PatchRequest, Settings, patched};
use crate::view::TypeModel;

/// The request that undoes another one: it turns the resource as the request leaves it into what it was before. What
/// cannot be undone is named: an immutable attribute that was set, a password that was changed.
///
/// # Errors
/// When the request cannot be applied to the resource; there is then nothing to undo.
///
/// ```
/// use scim::{builtin, patch::{self, PatchRequest}, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let before = serde_json::json!({ "userName": "bjensen", "title": "Tour Guide" });
/// let request = PatchRequest::parse(
///     r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"title"}]}"#,
///     &[],
/// )?;
/// let undo = patch::inverse(&before, &request.value, &model)?;
/// let operation = undo.request.operations[0].to_json().to_string();
/// assert_eq!(operation, r#"{"op":"add","path":"title","value":"Tour Guide"}"#);
/// # Ok::<(), patch::PatchError>(())
/// ```
pub fn inverse(
    before: &Value,
    request: &PatchRequest,
    model: &TypeModel,
) -> Result<Diff, PatchError> {
    let after = patched(before, request, Some(model), &Settings::default())?;
    Ok(diff(&after, before, model))
}
