//! Complex attributes with one value: sub-attributes set together, removed one by one, or all of it anew.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Reason, Subject, Work, both, cost, differ, forbidden, set};
use crate::patch::same::is_unassigned;
use crate::patch::{Operation, value};
use crate::patch_path::PatchPath;
use crate::schema::{Attribute, Mutability};

/// What is to be done to the sub-attributes.
#[derive(Debug, Default)]
struct Changes {
    /// Name, whether there was a value, and the new one.
    set: Vec<(String, bool, Value)>,
    removed: Vec<String>,
    /// Whether all of it may be taken away and set anew.
    whole: bool,
}

pub(super) fn diff<'m>(
    work: &mut Work<'m>,
    subject: Subject<'m>,
    before: Option<&Value>,
    after: Option<&Value>,
) {
    let none = Map::new();
    let was_there = before.is_some();
    let given = after.and_then(Value::as_object);
    let was = before.and_then(Value::as_object).unwrap_or(&none);
    if after.is_none() && was.keys().any(|name| may_write(subject.attribute, name)) {
        return match subject.attribute.required {
            true => work.leave_out(subject.path(None), Reason::Required),
            false => work.push(Operation::remove(PatchPath::Attribute(subject.attr_path(None)))),
        };
    }
    let changes = changes(work, subject, was, given.unwrap_or(&none));
    if before.is_some_and(|it| !it.is_object()) {
        // A value that should have been an object can only be replaced.
        let members = changes.set.into_iter().map(|(name, _, value)| (name, value)).collect();
        let path = PatchPath::Attribute(subject.attr_path(None));
        return work.push(Operation::replace(path, Value::Object(members)));
    }
    let whole = changes.whole.then(|| anew(subject, &changes, was, given));
    let mut best = bit_by_bit(subject, &changes, was_there);
    if let Some(whole) = whole.filter(|it| cost(it) < cost(&best)) {
        best = whole;
    }
    best.into_iter().for_each(|it| work.push(it));
}

fn may_write(attribute: &Attribute, name: &str) -> bool {
    attribute.sub_attribute(name).is_some_and(|it| it.mutability != Mutability::ReadOnly)
}

fn changes<'m>(
    work: &mut Work<'m>,
    subject: Subject<'m>,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
) -> Changes {
    let attribute = subject.attribute;
    let mut changes = Changes { whole: !attribute.required, ..Changes::default() };
    for (name, before, after) in both(before, after) {
        let before = before.filter(|it| !is_unassigned(it));
        let after = after.filter(|it| !is_unassigned(it));
        let Some(sub) = attribute.sub_attribute(name) else {
            if differ(before, after) {
                work.leave_out(subject.path(Some(name)), Reason::Unknown);
            }
            changes.whole &= before.is_none() && after.is_none();
            continue;
        };
        let keeps =
            sub.mutability != Mutability::ReadWrite && (before.is_some() || after.is_some());
        changes.whole &= !keeps;
        if !differ(before, after) {
            continue;
        }
        if let Some(reason) = forbidden(sub, before.is_some()) {
            work.leave_out(subject.path(Some(&sub.name)), reason);
            continue;
        }
        let Some(after) = after else {
            if sub.required {
                changes.whole = false;
                work.leave_out(subject.path(Some(&sub.name)), Reason::Required);
            } else {
                changes.removed.push(sub.name.clone());
            }
            continue;
        };
        match value::sub_value(after, Some(sub), &work.settings) {
            Ok(after) => changes.set.push((sub.name.clone(), before.is_some(), after)),
            Err(error) => {
                changes.whole = false;
                work.leave_out(subject.path(Some(&sub.name)), Reason::Unfit(error.message));
            }
        }
    }
    changes
}

/// One operation for what is set, one for each sub-attribute that is removed.
fn bit_by_bit(subject: Subject<'_>, changes: &Changes, was_there: bool) -> Vec<Operation> {
    let path = |sub: Option<&str>| PatchPath::Attribute(subject.attr_path(sub));
    let mut operations = Vec::new();
    match changes.set.as_slice() {
        [] => {}
        // A dot takes fewer bytes than an object around one member.
        [(name, had_value, value)] => {
            operations.push(set(path(Some(name)), *had_value, value.clone()));
        }
        several => {
            let members = several.iter().map(|(name, _, value)| (name.clone(), value.clone()));
            operations.push(set(path(None), was_there, Value::Object(members.collect())));
        }
    }
    operations.extend(changes.removed.iter().map(|name| Operation::remove(path(Some(name)))));
    operations
}

/// All of it taken away, and what is left set anew.
fn anew(
    subject: Subject<'_>,
    changes: &Changes,
    before: &Map<String, Value>,
    after: Option<&Map<String, Value>>,
) -> Vec<Operation> {
    let path = PatchPath::Attribute(subject.attr_path(None));
    let mut operations = vec![Operation::remove(path.clone())];
    let set: HashMap<&str, &Value> =
        changes.set.iter().rev().map(|(name, _, value)| (name.as_str(), value)).collect();
    let mut members = Map::new();
    for (name, _, after) in both(before, after.unwrap_or(&Map::new())) {
        let Some(sub) = subject.attribute.sub_attribute(name) else { continue };
        if let Some(after) = after.filter(|it| !is_unassigned(it)) {
            let value = set.get(sub.name.as_str()).copied().unwrap_or(after);
            members.insert(sub.name.clone(), value.clone());
        }
    }
    let mut left = members.iter();
    match (left.next(), left.next()) {
        (None, _) => {}
        (Some((name, value)), None) => {
            let path = PatchPath::Attribute(subject.attr_path(Some(name)));
            operations.push(Operation::add(path, value.clone()));
        }
        _ => operations.push(Operation::add(path, Value::Object(members))),
    }
    operations
}
