//! Values as the form and the list of changes show them, and whether two are the same to a person.

use serde_json::{Map, Value};

use super::FieldState;
use crate::patch::same::{identical, is_unassigned};
use crate::schema::{Attribute, AttributeType};

/// What is at a place.
pub(super) fn state(value: Option<&Value>) -> FieldState {
    match value {
        None => FieldState::Absent,
        Some(Value::Null) => FieldState::Null,
        Some(Value::String(text)) if text.is_empty() => FieldState::Empty,
        Some(value) if is_unassigned(value) => FieldState::Empty,
        Some(_) => FieldState::Set,
    }
}

/// A value on one line: a text as it is, anything else as JSON.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value as JSON to be edited, with line breaks.
pub(super) fn json(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

/// Whether two states of a place differ: missing, null, `[]` and `{}` are one (RFC 7643 §2.5).
pub(crate) fn differ(before: Option<&Value>, after: Option<&Value>) -> bool {
    match (assigned(before), assigned(after)) {
        (Some(before), Some(after)) => !identical(before, after),
        (before, after) => before.is_some() || after.is_some(),
    }
}

/// A value that is one.
pub(crate) fn assigned(value: Option<&Value>) -> Option<&Value> {
    value.filter(|it| !is_unassigned(it))
}

/// The values of a multi-valued attribute; one that is no array is its only one.
pub(crate) fn elements(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(values)) => values,
        Some(single) => std::slice::from_ref(single),
    }
}

/// Whether a single value is of the JSON type that its attribute has; null is of any.
pub(super) fn fits(attribute: &Attribute, value: &Value) -> bool {
    match (attribute.attribute_type, value) {
        (_, Value::Null)
        | (AttributeType::Complex, Value::Object(_))
        | (AttributeType::Boolean, Value::Bool(_))
        | (AttributeType::Integer | AttributeType::Decimal, Value::Number(_)) => true,
        (
            AttributeType::String
            | AttributeType::DateTime
            | AttributeType::Binary
            | AttributeType::Reference,
            it,
        ) => it.is_string(),
        _ => false,
    }
}

/// Whether a complex attribute says what it is made of; another is JSON to us.
pub(crate) fn has_parts(attribute: &Attribute) -> bool {
    attribute.is_complex() && !attribute.sub_attributes.is_empty()
}

/// Puts a member where it stood in another version of the object: behind the one that stood before it.
pub(super) fn put_back(
    members: &mut Map<String, Value>,
    name: &str,
    value: Value,
    as_in: Option<&Map<String, Value>>,
) {
    if let Some(there) = members.get_mut(name) {
        *there = value;
        return;
    }
    let before = as_in.into_iter().flat_map(Map::keys).take_while(|it| *it != name);
    let place = before.filter(|it| members.contains_key(*it)).last();
    let at = match (place, as_in.is_some_and(|it| it.contains_key(name))) {
        (_, false) => members.len(),
        (None, true) => 0,
        (Some(place), true) => members.keys().position(|it| it == place).map_or(0, |it| it + 1),
    };
    members.shift_insert(at, name.to_owned(), value);
}
