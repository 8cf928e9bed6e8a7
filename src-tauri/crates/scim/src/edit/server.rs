//! What only the service provider sets, as locked fields: `id`, `meta`, `schemas` and readOnly attributes (RFC 7643 §3.1,
//! §7). It is shown and not edited, so that long values are cut.

use serde_json::Value;

use super::control::Inside;
use super::field::{Holder, Spot, hide, unknown};
use super::form::Builder;
use super::value::assigned;
use super::{Control, EditField, Lock};
use crate::builtin;
use crate::schema::Attribute;
use crate::validate::is_secret;

/// What the section is called.
pub(super) const TITLE: &str = "Kept by the server";

/// So much of a value is shown.
const SHOWN_CHARS: usize = 200;

/// The fields of the section.
pub(super) fn fields<'a>(
    builder: &mut Builder<'a>,
    own: impl Iterator<Item = &'a Attribute>,
) -> Vec<EditField> {
    let common = builtin::common_attributes();
    let mut fields: Vec<EditField> =
        common.named("id").map(|it| locked(builder, it)).into_iter().collect();
    fields.extend(common.named("meta").into_iter().flat_map(|it| meta(builder, it)));
    fields.extend(common.named("schemas").map(|it| locked(builder, it)));
    let mut seen = std::collections::HashSet::new();
    for attribute in own.filter(|it| seen.insert(it.name.to_ascii_lowercase())) {
        fields.push(locked(builder, attribute));
    }
    fields
}

/// An attribute as one locked field.
fn locked<'a>(builder: &mut Builder<'a>, attribute: &'a Attribute) -> EditField {
    let mut field = builder.top(attribute);
    let (value, base) = (
        builder.names.find(&attribute.name).map(|(_, it)| it),
        builder.was.find(&attribute.name).map(|(_, it)| it),
    );
    if matches!(field.control, Control::Complex | Control::List | Control::Json) {
        field.control = Control::Json;
        (field.list, field.fields) = (None, Vec::new());
        field.text = value.filter(|it| !it.is_null()).map(beginning);
    }
    if is_secret(attribute) {
        hide(&mut field, Spot { value, base });
    }
    field.lock = Some(Lock::ReadOnly);
    field
}

/// The parts of `meta`.
fn meta<'a>(builder: &mut Builder<'a>, attribute: &'a Attribute) -> Vec<EditField> {
    let found = builder.names.find(&attribute.name);
    let value = found.map(|(_, it)| it);
    let base = builder.was.find(&attribute.name).map(|(_, it)| it);
    let served = found.map_or(attribute.name.as_str(), |(served, _)| served);
    if let Some((served, _)) = found {
        builder.done.insert(served);
    }
    let place = builder.holder.at(&attribute.name, served);
    let inside = Inside { lock: Some(Lock::ReadOnly), owner: Some(attribute), ..Inside::default() };
    if let Some(other) = assigned(value).filter(|it| !it.is_object()) {
        let mut field = unknown(&attribute.name, Spot { value, base }, place, inside);
        (field.unknown, field.text) = (false, Some(beginning(other)));
        return vec![field];
    }
    let object = |it: Option<&'a Value>| it.and_then(Value::as_object).unwrap_or(builder.nothing);
    let holder =
        Holder { members: object(value), base: object(base), uri: None, place: Some(&place) };
    let mut fields = builder.parts(&attribute.sub_attributes, holder, inside, None);
    for field in fields.iter_mut().filter(|it| it.control == Control::Json) {
        field.text = field.text.take().map(|it| cut(&it));
    }
    fields
}

/// The beginning of a value as JSON. Only as much is written as is shown: the list may be long.
fn beginning(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    cut(&text)
}

/// Writes a value, and stops when there is enough.
fn write(value: &Value, text: &mut String) {
    if text.len() > 4 * SHOWN_CHARS {
        return;
    }
    let mut between = "";
    match value {
        Value::Array(values) => {
            text.push('[');
            for it in values.iter().take(SHOWN_CHARS) {
                text.push_str(std::mem::replace(&mut between, ","));
                write(it, text);
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push('{');
            for (name, it) in members.iter().take(SHOWN_CHARS) {
                text.push_str(std::mem::replace(&mut between, ","));
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(it, text);
            }
            text.push('}');
        }
        other => text.push_str(&other.to_string()),
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}
