//! Values of complex attributes: what they are named by, what they mainly are, and what else they hold.

use serde_json::{Map, Value};

use super::field::{Field, FieldValue, Place, blank, field, json, parts};
use super::reference;
use crate::finding::Rule;
use crate::read::{kind, member};
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, Returned};

const NOT_AN_OBJECT: Rule = Rule::error("type-mismatch", "RFC 7643 §2.3.8");

/// The parts that a value mainly is, in order of preference.
const MAIN_PARTS: &[&str] = &["value", "formatted", "display", "displayName"];

/// The lines of one value of a multi-valued attribute.
pub(super) fn element_fields(
    attribute: Option<&Attribute>,
    value: &Value,
    place: &Place,
    types: &[ResourceType],
) -> Vec<Field> {
    match value {
        Value::Object(object) => {
            let label = Label::read(object);
            let name = if label.text.is_empty() { None } else { Some(label.text.as_str()) };
            object_fields(attribute, object, name, label.shown, place, types)
        }
        _ => {
            let definition = attribute.filter(|it| !it.is_complex());
            let mut line = field(None, "value", value, place, types);
            line.unknown = attribute.is_none();
            if let Some(attribute) = definition {
                line = field(Some(&single(attribute)), &attribute.name, value, place, types);
            } else if attribute.is_some() && !value.is_null() {
                let text = format!("This value should be an object, but is {}.", kind(value));
                line.findings.push(NOT_AN_OBJECT.at(&*place.pointer, text));
            }
            vec![line]
        }
    }
}

/// The lines of one complex value. `name` is what the first line is called; without one, the schema's word.
pub(super) fn object_fields<'a>(
    attribute: Option<&Attribute>,
    object: &'a Map<String, Value>,
    name: Option<&str>,
    mut shown: Vec<&'a str>,
    place: &Place,
    types: &[ResourceType],
) -> Vec<Field> {
    let mut fields = Vec::new();
    if let Some((main, consumed)) = main_line(attribute, object, name, place, types) {
        shown.extend(consumed);
        fields.push(main);
    }
    let has_main = !fields.is_empty();
    fields.extend(parts(attribute, object, &shown, place, types));
    match (fields.first_mut(), name) {
        (Some(first), Some(name)) if !has_main => first.name = format!("{name} · {}", first.name),
        (None, _) => {
            let mut whole = blank(attribute, "value", place);
            whole.name = name.unwrap_or(&whole.name).to_owned();
            whole.value = json(&Value::Object(object.clone()));
            fields.push(whole);
        }
        _ => {}
    }
    fields
}

/// The line for the link, or for the part that the value mainly is, and the members that it shows.
fn main_line<'a>(
    attribute: Option<&Attribute>,
    object: &'a Map<String, Value>,
    name: Option<&str>,
    place: &Place,
    types: &[ResourceType],
) -> Option<(Field, Vec<&'a str>)> {
    if let Some(link) = reference::link(attribute, object, types) {
        let part = attribute.and_then(|it| it.sub_attribute("value"));
        let mut line = blank(part, "value", place);
        line.unknown = attribute.is_none();
        line.name = name.unwrap_or(&line.name).to_owned();
        line.value = FieldValue::Reference(link.reference);
        return Some((line, link.shown));
    }
    let present = MAIN_PARTS.iter().filter_map(|it| member(object, it));
    let (served, value) = present.into_iter().find(|(_, it)| !it.is_object() && !it.is_null())?;
    let part = attribute.and_then(|it| it.sub_attribute(served));
    if part.is_some_and(|it| it.is_complex() || it.returned == Returned::Never) {
        return None;
    }
    let place = place.part(part.map_or(served, |it| it.name.as_str()), served);
    let mut line = field(part, served, value, &place, types);
    line.name = name.unwrap_or(&line.name).to_owned();
    let mut shown = vec![served];
    // Many servers repeat the value as its display name; once is enough.
    let display = member(object, "display").filter(|(it, other)| *it != served && *other == value);
    shown.extend(display.map(|(it, _)| it));
    Some((line, shown))
}

/// A value of a multi-valued attribute by itself.
fn single(attribute: &Attribute) -> Attribute {
    Attribute { multi_valued: false, ..attribute.clone() }
}

/// What tells a value apart from its neighbours: `work, primary`.
struct Label<'a> {
    text: String,
    shown: Vec<&'a str>,
}

impl<'a> Label<'a> {
    fn read(object: &'a Map<String, Value>) -> Self {
        let mut words: Vec<&str> = Vec::new();
        let mut shown = Vec::new();
        if let Some((served, Value::String(text))) = member(object, "type")
            && !text.trim().is_empty()
        {
            words.push(text);
            shown.push(served);
        }
        if let Some((served, Value::Bool(value))) = member(object, "primary") {
            words.push(if *value { "primary" } else { "not primary" });
            shown.push(served);
        }
        Self { text: words.join(", "), shown }
    }
}
