//! What `mutability` and `required` allow (RFC 7643 §7, RFC 7644 §3.5.2).

use serde_json::{Map, Value};

use crate::patch::error::{PatchError, mutability};
use crate::patch::same::{is_unassigned, same};
use crate::patch::target::{Step, member_mut};
use crate::patch::{Op, Settings};
use crate::read::member;
use crate::schema::{Attribute, Mutability};

/// Whether a step may be taken: an error when not, false when it is to be passed over.
pub(super) fn may_write(
    step: &Step<'_>,
    resource: &mut Map<String, Value>,
    settings: &Settings,
) -> Result<bool, PatchError> {
    let target = &step.target;
    let sub = target.sub.and_then(|it| it.attribute);
    let read_only = |it: &Attribute| it.mutability == Mutability::ReadOnly;
    if !target.attribute.is_some_and(read_only) && !sub.is_some_and(read_only) {
        return Ok(true);
    }
    if settings.ignore_read_only {
        return Ok(false);
    }
    if step.pathless && target.place.extension.is_none() && target.sub.is_none() {
        let there = member_mut(resource, target.place.name);
        if there.is_some_and(|it| step.value.is_some_and(|value| same(it, value, target.attribute)))
        {
            return Ok(false);
        }
    }
    Err(mutability(format!(
        "`{}` is readOnly: only the service provider sets it",
        target.path(None)
    )))
}

/// An immutable attribute that has a value keeps it.
pub(super) fn keeps_value(
    attribute: Option<&Attribute>,
    before: Option<&Value>,
    after: Option<&Value>,
    path: impl Fn() -> String,
) -> Result<(), PatchError> {
    let Some(attribute) = attribute.filter(|it| it.mutability == Mutability::Immutable) else {
        return Ok(());
    };
    match before.filter(|it| !is_unassigned(it)) {
        Some(before) if !after.is_some_and(|it| same(before, it, Some(attribute))) => {
            Err(mutability(format!("`{}` is immutable and has a value already", path())))
        }
        _ => Ok(()),
    }
}

/// A required attribute does not become unassigned.
pub(super) fn may_be_unassigned(
    attribute: Option<&Attribute>,
    path: impl Fn() -> String,
) -> Result<(), PatchError> {
    match attribute.filter(|it| it.required) {
        Some(_) => Err(mutability(format!("`{}` is required and cannot be removed", path()))),
        None => Ok(()),
    }
}

/// An element that takes another's place: what the client may not change stays as it was.
pub(super) fn replace_element(
    before: &Value,
    after: &mut Value,
    attribute: Option<&Attribute>,
    path: impl Fn() -> String,
) -> Result<(), PatchError> {
    let (Some(attribute), Value::Object(before), Value::Object(after)) = (attribute, before, after)
    else {
        return Ok(());
    };
    for sub in &attribute.sub_attributes {
        let Some((_, was)) = member(before, &sub.name).filter(|(_, it)| !is_unassigned(it)) else {
            continue;
        };
        let is = member_mut(after, &sub.name);
        match (sub.mutability, is) {
            (Mutability::Immutable | Mutability::ReadOnly, None) => {
                after.insert(sub.name.clone(), was.clone());
            }
            (Mutability::Immutable, Some(is)) => {
                keeps_value(Some(sub), Some(was), Some(is), || format!("{}.{}", path(), sub.name))?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether adding a null, or removing, means to unassign.
pub(super) fn unassigns(op: Op, value: Option<&Value>) -> bool {
    op == Op::Remove || value.is_none_or(Value::is_null)
}
