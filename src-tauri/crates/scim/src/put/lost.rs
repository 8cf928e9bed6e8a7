//! What a resource has and a body has not.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Holders, Loss};
use crate::compare::same;
use crate::members::Members;
use crate::path::qualified;
use crate::read::member;
use crate::schema::{Attribute, Mutability, Returned};
use crate::view::TypeModel;

/// Among so many elements with the same `value` the one that is the same in everything is looked for; they differ in
/// their type, and nobody has more types.
const MOST_TYPES: usize = 16;

pub(super) fn lost(
    before: &Map<String, Value>,
    body: &Map<String, Value>,
    model: &TypeModel,
) -> Vec<Loss> {
    let mut losses = Vec::new();
    let holders = Holders::of(body, model);
    for (uri, attribute, name, value) in super::attributes(model, before) {
        let sent = holders.at(uri).and_then(|it| it.members.find(name)).map(|(_, it)| it);
        let spelled = attribute.map_or(name, |it| it.name.as_str());
        compare(attribute, &qualified(uri, spelled), value, sent, &mut losses);
    }
    losses
}

/// What of one value is missing from what is sent in its place.
fn compare(
    attribute: Option<&Attribute>,
    path: &str,
    value: &Value,
    sent: Option<&Value>,
    losses: &mut Vec<Loss>,
) {
    // What is never to be read is not shown here either, should a server have returned it.
    let is_left_out = attribute.is_some_and(|it| {
        matches!(it.mutability, Mutability::ReadOnly | Mutability::WriteOnly)
            || it.returned == Returned::Never
    });
    if is_left_out || is_nothing(value) {
        return;
    }
    match (value, sent.filter(|it| !is_nothing(it))) {
        (_, None) => losses.push(Loss { path: path.to_owned(), value: value.clone() }),
        (Value::Object(members), Some(Value::Object(sent))) => {
            inside(attribute, path, members, sent, losses);
        }
        (Value::Array(values), Some(Value::Array(sent))) => {
            elements(attribute, path, values, sent, losses);
        }
        // Changed, not lost.
        _ => {}
    }
}

fn inside(
    attribute: Option<&Attribute>,
    path: &str,
    members: &Map<String, Value>,
    sent: &Map<String, Value>,
    losses: &mut Vec<Loss>,
) {
    let sent = Members::of(sent);
    for (name, value) in members {
        let part = attribute.and_then(|it| it.sub_attribute(name));
        let path = format!("{path}.{}", part.map_or(name, |it| &it.name));
        compare(part, &path, value, sent.find(name).map(|(_, it)| it), losses);
    }
}

/// Elements are told apart by their `value`, or by all that they hold.
fn elements(
    attribute: Option<&Attribute>,
    path: &str,
    values: &[Value],
    sent: &[Value],
    losses: &mut Vec<Loss>,
) {
    let mut there: HashMap<String, Vec<&Value>> = HashMap::new();
    for it in sent.iter().rev() {
        there.entry(key(attribute, it)).or_default().push(it);
    }
    for (at, value) in values.iter().enumerate() {
        let key = key(attribute, value);
        let path = match main(value) {
            Some(main) => format!("{path}[value eq {main}]"),
            None => format!("{path}[{at}]"),
        };
        let partner = there.get_mut(&key).and_then(|them| {
            let last = them.len().checked_sub(1)?;
            let mut near = them.iter().enumerate().rev().take(MOST_TYPES);
            let same = near.find(|(_, it)| same(it, value, attribute)).map(|(at, _)| at);
            Some(them.remove(same.unwrap_or(last)))
        });
        match (value, partner) {
            (Value::Object(members), Some(Value::Object(sent))) => {
                inside(attribute, &path, members, sent, losses);
            }
            (_, Some(_)) => {}
            (_, None) => losses.push(Loss { path, value: value.clone() }),
        }
    }
}

fn main(element: &Value) -> Option<&Value> {
    let (_, value) = member(element.as_object()?, "value")?;
    (!value.is_null() && !value.is_object() && !value.is_array()).then_some(value)
}

fn key(attribute: Option<&Attribute>, element: &Value) -> String {
    let value = main(element).unwrap_or(element);
    let is_link = attribute.is_some_and(Attribute::is_link);
    let part = attribute.map(|it| it.sub_attribute("value").unwrap_or(it));
    if is_link || part.is_some_and(|it| it.case_exact) {
        value.to_string()
    } else {
        value.to_string().to_lowercase()
    }
}

/// What says that an attribute has no value (RFC 7643 §2.5), or that a value is not the primary one (§2.4).
fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(values) => values.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
