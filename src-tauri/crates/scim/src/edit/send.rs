//! A draft without what a person opened and left empty.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::members::Members;
use crate::patch::same::is_unassigned;
use crate::steps;

/// A draft as it counts, beside the resource as it was read: the draft itself where nothing in it is empty.
pub(super) fn sent<'d>(draft: &'d Value, base: Option<&Value>) -> Cow<'d, Value> {
    if !has_empty(draft) {
        return Cow::Borrowed(draft);
    }
    Cow::Owned(counted(draft, base).unwrap_or_else(|| Value::Object(Map::new())))
}

/// A value as it counts, beside what stood there; `None` where it is nothing.
fn counted(value: &Value, was: Option<&Value>) -> Option<Value> {
    steps::count(1);
    match value {
        Value::Object(members) => {
            let kept = object(members, was.and_then(Value::as_object));
            let is_left = !kept.is_empty() || is_empty_object(was);
            is_left.then_some(Value::Object(kept))
        }
        Value::Array(values) => {
            let kept = array(values, was);
            // An empty list where something was says that it is to be gone (RFC 7643 §2.5); an object cannot say so.
            let is_left = !kept.is_empty() || matches!(was, Some(Value::Array(_)));
            is_left.then_some(Value::Array(kept))
        }
        other => Some(other.clone()),
    }
}

fn is_empty_object(value: Option<&Value>) -> bool {
    matches!(value, Some(Value::Object(members)) if members.is_empty())
}

fn object(members: &Map<String, Value>, was: Option<&Map<String, Value>>) -> Map<String, Value> {
    let was = was.map(Members::of);
    let kept = members.iter().filter_map(|(name, value)| {
        let was = was.as_ref().and_then(|it| it.find(name)).map(|(_, it)| it);
        Some((name.clone(), counted(value, was)?))
    });
    kept.collect()
}

/// Values that were there stay as they are, however empty; of others, what is empty goes.
fn array(values: &[Value], was: Option<&Value>) -> Vec<Value> {
    let were = was.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut there: HashMap<String, usize> = HashMap::new();
    for it in were.iter().filter(|it| has_empty(it)) {
        *there.entry(it.to_string()).or_default() += 1;
    }
    let keep = |value: &Value| {
        if !has_empty(value) {
            return Some(value.clone());
        }
        if let Some(left) = there.get_mut(&value.to_string()).filter(|it| **it > 0) {
            *left -= 1;
            return Some(value.clone());
        }
        counted(value, None)
    };
    values.iter().filter_map(keep).collect()
}

/// Whether an object or a list without anything in it stands somewhere in a value.
fn has_empty(value: &Value) -> bool {
    steps::count(1);
    match value {
        Value::Array(values) => values.is_empty() || values.iter().any(has_empty),
        Value::Object(members) => members.is_empty() || members.values().any(has_empty),
        other => is_unassigned(other) && !other.is_null(),
    }
}
