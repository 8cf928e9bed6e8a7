//! The members of a group (RFC 7643 §4.2), where the list that was read may not be all of them.

use std::collections::HashSet;

use serde_json::Value;

use crate::attr::AttrPath;
use crate::filter::{CompareOp, Filter};
use crate::patch::{Op, Operation, PatchRequest};
use crate::patch_path::PatchPath;
use crate::read::member;

const MEMBERS: &str = "members";

/// The members of a group as they stand; a lone object counts as one.
#[must_use]
pub fn members_of(resource: &Value) -> &[Value] {
    match resource.as_object().and_then(|it| member(it, MEMBERS)) {
        Some((_, Value::Array(values))) => values,
        Some((_, single @ Value::Object(_))) => std::slice::from_ref(single),
        _ => &[],
    }
}

/// The id of a member.
#[must_use]
pub fn member_id(element: &Value) -> Option<&str> {
    member(element.as_object()?, "value")?.1.as_str()
}

/// The request with each member that goes taken out by itself. To `remove` or to `replace` the whole attribute would take
/// out members that were never listed as well.
///
/// ```
/// use scim::{edit::one_by_one, patch::PatchRequest};
/// use serde_json::json;
/// let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"members"}]}"#;
/// let request = PatchRequest::parse(body, &[])?.value;
/// let group = json!({"members": [{"value": "7"}]});
/// let operation = one_by_one(request, &group).operations[0].to_json().to_string();
/// assert_eq!(operation, r#"{"op":"remove","path":"members[value eq \"7\"]"}"#);
/// # Ok::<(), scim::patch::PatchError>(())
/// ```
#[must_use]
pub fn one_by_one(request: PatchRequest, group: &Value) -> PatchRequest {
    let there: Vec<&str> = members_of(group).iter().filter_map(member_id).collect();
    let mut operations = Vec::new();
    for it in request.operations {
        match is_of_all(&it) {
            true => operations.extend(split(it, &there)),
            false => operations.push(it),
        }
    }
    PatchRequest { operations }
}

fn is_of_all(operation: &Operation) -> bool {
    match &operation.path {
        Some(PatchPath::Attribute(AttrPath { uri: None, name, sub: None })) => {
            operation.op != Op::Add && name.eq_ignore_ascii_case(MEMBERS)
        }
        _ => false,
    }
}

fn split(operation: Operation, there: &[&str]) -> Vec<Operation> {
    let values = match operation.value {
        Some(Value::Array(values)) => values,
        Some(Value::Null) | None => Vec::new(),
        Some(single) => vec![single],
    };
    let wanted: HashSet<&str> = values.iter().filter_map(member_id).collect();
    let gone = there.iter().filter(|it| !wanted.contains(**it));
    let mut operations: Vec<Operation> = gone.map(|id| Operation::remove(one(id))).collect();
    let there: HashSet<&str> = there.iter().copied().collect();
    let is_new = |it: &Value| member_id(it).is_none_or(|id| !there.contains(id));
    let new: Vec<Value> = values.iter().filter(|it| is_new(it)).cloned().collect();
    if let (false, Some(path)) = (new.is_empty(), operation.path) {
        operations.push(Operation::add(path, Value::Array(new)));
    }
    operations
}

/// `members[value eq "7"]`.
fn one(id: &str) -> PatchPath {
    let filter =
        Filter::Compare { path: AttrPath::of("value"), op: CompareOp::Eq, value: id.into() };
    PatchPath::Elements { path: AttrPath::of(MEMBERS), filter: Box::new(filter), sub: None }
}
