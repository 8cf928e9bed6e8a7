//! Values that may be set only once: they must be sent as they are (RFC 7644 §3.5.1).

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Holders;
use crate::compare::same;
use crate::finding::{Finding, pointer_to};
use crate::members::Members;
use crate::path::qualified;
use crate::read::member;
use crate::schema::{Attribute, Mutability};
use crate::validate::{Fix, IMMUTABLE, Violation};
use crate::view::TypeModel;

pub(super) fn changed(
    before: &Map<String, Value>,
    edited: &Map<String, Value>,
    model: &TypeModel,
) -> Vec<Violation> {
    let mut found = Vec::new();
    let holders = Holders::of(edited, model);
    for (uri, attribute, name, value) in super::attributes(model, before) {
        let Some(attribute) = attribute else { continue };
        let holder = holders.at(uri);
        let pointer = holder.map_or_else(
            || uri.map_or_else(String::new, |it| pointer_to("", it)),
            |it| it.pointer.clone(),
        );
        let place = Place { path: qualified(uri, &attribute.name), pointer };
        compare(attribute, name, value, holder.map(|it| &it.members), &place, &mut found);
    }
    found
}

/// The object that should hold a value, and the path of the value.
struct Place {
    path: String,
    pointer: String,
}

fn compare(
    attribute: &Attribute,
    name: &str,
    value: &Value,
    holder: Option<&Members<'_>>,
    place: &Place,
    found: &mut Vec<Violation>,
) {
    let is_assigned = !same(value, &Value::Null, None);
    let (served, now) = holder.and_then(|it| it.find(name)).unwrap_or((name, &Value::Null));
    let pointer = pointer_to(&place.pointer, served);
    if attribute.mutability == Mutability::Immutable {
        if is_assigned && !is_same_set(value, now, attribute) {
            found.push(violation(attribute, value, now, &place.path, pointer));
        }
        return;
    }
    match (value, now) {
        (Value::Object(before), Value::Object(now)) => {
            let place = Place { path: place.path.clone(), pointer };
            parts(attribute, before, now, &place, found);
        }
        (Value::Array(before), Value::Array(now)) => {
            elements(attribute, before, now, &place.path, &pointer, found);
        }
        _ => {}
    }
}

fn parts(
    attribute: &Attribute,
    before: &Map<String, Value>,
    now: &Map<String, Value>,
    place: &Place,
    found: &mut Vec<Violation>,
) {
    let now = Members::of(now);
    for (name, value) in before {
        let Some(part) = attribute.sub_attribute(name) else { continue };
        let path = format!("{}.{}", place.path, part.name);
        compare(
            part,
            name,
            value,
            Some(&now),
            &Place { path, pointer: place.pointer.clone() },
            found,
        );
    }
}

/// Elements may come and go; one that stays, by its `value`, keeps what is immutable in it.
fn elements(
    attribute: &Attribute,
    before: &[Value],
    now: &[Value],
    path: &str,
    pointer: &str,
    found: &mut Vec<Violation>,
) {
    let has_immutable =
        attribute.sub_attributes.iter().any(|it| it.mutability == Mutability::Immutable);
    if !has_immutable {
        return;
    }
    let mut stay: HashMap<String, (usize, &Map<String, Value>)> = HashMap::new();
    for (at, element) in now.iter().enumerate() {
        if let Some((key, members)) = keyed(element) {
            stay.entry(key).or_insert((at, members));
        }
    }
    for (key, members) in before.iter().filter_map(keyed) {
        if let Some((at, now)) = stay.get(&key) {
            let path = format!("{path}[{at}]");
            let place = Place { path, pointer: pointer_to(pointer, at) };
            parts(attribute, members, now, &place, found);
        }
    }
}

fn keyed(element: &Value) -> Option<(String, &Map<String, Value>)> {
    let members = element.as_object()?;
    let (_, value) = member(members, "value")?;
    Some((value.to_string(), members))
}

/// The same values; the order of several does not count.
fn is_same_set(before: &Value, now: &Value, attribute: &Attribute) -> bool {
    let (Value::Array(before), Value::Array(now)) = (before, now) else {
        return same(before, now, Some(attribute));
    };
    let sorted = |values: &[Value]| {
        let mut texts: Vec<String> = values.iter().map(ToString::to_string).collect();
        if !attribute.case_exact {
            texts.iter_mut().for_each(|it| *it = it.to_lowercase());
        }
        texts.sort_unstable();
        texts
    };
    sorted(before) == sorted(now)
}

fn violation(
    attribute: &Attribute,
    value: &Value,
    now: &Value,
    path: &str,
    pointer: String,
) -> Violation {
    let name = &attribute.name;
    let message = if now.is_null() {
        format!("`{name}` may be set only once and has a value; the body must repeat it.")
    } else {
        format!("`{name}` may be set only once and has another value.")
    };
    let fix = Fix::set("Put the value back", pointer.clone(), value.clone());
    let finding = Finding {
        rule: IMMUTABLE.id.to_owned(),
        severity: IMMUTABLE.severity,
        pointer,
        section: IMMUTABLE.section.to_owned(),
        message,
    };
    Violation { finding, path: path.to_owned(), fix: Some(fix) }
}
