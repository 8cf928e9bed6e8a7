//! The members of a group, by their ids (RFC 7643 §4.2).

use serde_json::{Map, Value};

use super::places::Making;
use super::value::elements;
use crate::patch::array::significant;
use crate::read::{member, member_mut};
use crate::steps;

const MEMBERS: &str = "members";

/// Adds a member. One that was there when the group was read comes back as it was.
pub(super) fn add(making: &mut Making<'_>, id: &str, resource_type: Option<&str>) {
    let is_there = elements(now(&making.draft)).iter().any(|it| is_it(it, id));
    if is_there {
        return;
    }
    let was: Vec<(usize, Value)> = of(making.base, id);
    if was.is_empty() {
        let mut new = Map::new();
        new.insert("value".to_owned(), Value::from(id));
        new.extend(resource_type.map(|it| ("type".to_owned(), Value::from(it))));
        insert(&mut making.draft, vec![(usize::MAX, Value::Object(new))]);
    } else {
        insert(&mut making.draft, was);
    }
}

/// Takes a member out.
pub(super) fn remove(making: &mut Making<'_>, id: &str) {
    let Some(members) = making.draft.as_object_mut() else { return };
    let Some((served, there)) = member(members, MEMBERS) else { return };
    if !there.is_array() {
        if is_it(there, id) {
            let served = served.to_owned();
            members.insert(served, Value::Array(Vec::new()));
        }
    } else if let Some(Value::Array(values)) = member_mut(members, MEMBERS) {
        steps::count(values.len());
        values.retain(|it| !is_it(it, id));
    }
}

/// Leaves a member as it was: in the group or not.
pub(super) fn keep(making: &mut Making<'_>, id: &str) {
    let was = of(making.base, id);
    let now: Vec<Value> = of(Some(&making.draft), id).into_iter().map(|(_, it)| it).collect();
    if now.iter().eq(was.iter().map(|(_, it)| it)) {
        return;
    }
    remove(making, id);
    let is_new = making.base.is_none_or(|base| self::now(base).is_none());
    if !was.is_empty() {
        insert(&mut making.draft, was);
    } else if is_new
        && let Some(members) = making.draft.as_object_mut()
        && let Some((served, Value::Array(left))) = member(members, MEMBERS)
        && left.is_empty()
    {
        let served = served.to_owned();
        members.shift_remove(&served);
    }
}

fn now(resource: &Value) -> Option<&Value> {
    member(resource.as_object()?, MEMBERS).map(|(_, it)| it)
}

/// Ids are compared exactly, whatever a schema prints (RFC 7643 §3.1).
fn is_it(value: &Value, id: &str) -> bool {
    significant(value).and_then(Value::as_str) == Some(id)
}

/// The members of this id, with their places.
fn of(resource: Option<&Value>, id: &str) -> Vec<(usize, Value)> {
    let values = elements(resource.and_then(now));
    steps::count(values.len());
    let found = values.iter().enumerate().filter(|(_, it)| is_it(it, id));
    found.map(|(at, it)| (at, it.clone())).collect()
}

/// Puts members at their places, or at the end of a shorter list.
fn insert(draft: &mut Value, new: Vec<(usize, Value)>) {
    if !draft.is_object() {
        return;
    }
    let Some(members) = draft.as_object_mut() else { return };
    let served = member(members, MEMBERS).map_or(MEMBERS, |(served, _)| served).to_owned();
    let list = members.entry(served).or_insert(Value::Null);
    if !list.is_array() {
        let single = list.take();
        *list = Value::Array(if single.is_null() { Vec::new() } else { vec![single] });
    }
    if let Value::Array(values) = list {
        for (at, value) in new {
            values.insert(at.min(values.len()), value);
        }
    }
}
