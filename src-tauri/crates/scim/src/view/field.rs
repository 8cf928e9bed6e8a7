//! One line of the form: a value with what the schema says about it, and what does not fit.

use serde::Serialize;
use serde_json::{Map, Value};

use super::reference::{self, Reference};
use crate::date_time::{self, Fit};
use crate::finding::{Finding, Rule, cut, longer, pointer_to};
use crate::members::{Done, Members};
use crate::read::{kind, read_boolean};
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, AttributeType, Mutability, Returned};

const TYPE: Rule = Rule::error("type-mismatch", "RFC 7643 §2.3");
const TEXT_FOR_BOOLEAN: Rule = Rule::error("S12", "RFC 7643 §2.3.2");
const BARE_LINK: Rule = Rule::error("S12", "RFC 7643 §2.3.8");
const SINGLE_IS_ARRAY: Rule = Rule::error("single-value-is-array", "RFC 7643 §2.4");
const NOT_AN_ARRAY: Rule = Rule::error("multi-value-not-array", "RFC 7643 §2.4");
const DATE_TIME: Rule = Rule::error("date-time", "RFC 7643 §2.3.5");
const FRACTION: Rule = Rule::error("integer-with-fraction", "RFC 7643 §2.3.4");
const BASE64: Rule = Rule::error("not-base64", "RFC 7643 §2.3.6");
const NAME_CASE: Rule = Rule::warning("member-case", "RFC 7643 §2.1");
const LEAKED: Rule = Rule::error("never-returned", "RFC 7643 §7");

/// One line of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Field {
    /// Where the value is, such as `name.familyName`, `emails[0].value` or `urn:...:User:department`.
    pub path: String,
    /// JSON pointer (RFC 6901) to the value in the resource, also to one that is not there.
    pub pointer: String,
    /// The schema's own word; for values of a multi-valued attribute what tells them apart, such as `work, primary`.
    pub name: String,
    /// The value.
    pub value: FieldValue,
    /// Who may set it, where a schema says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub mutability: Option<Mutability>,
    /// When it is returned, where a schema says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub returned: Option<Returned>,
    /// Whether the client must supply it.
    pub required: bool,
    /// What it is for, in the server's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub description: Option<String>,
    /// What does not fit.
    pub findings: Vec<Finding>,
    /// Whether no schema defines it.
    pub unknown: bool,
}

/// A value of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "ts",
    ts(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")
)]
pub enum FieldValue {
    /// null.
    Null,
    /// The empty string.
    Empty,
    /// The server keeps it but never returns it.
    NeverReturned,
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// A number.
    Number {
        /// The number as served.
        text: String,
    },
    /// A boolean.
    Boolean {
        /// The value.
        value: bool,
    },
    /// A date and time.
    DateTime {
        /// The text as served.
        text: String,
    },
    /// Bytes.
    Binary {
        /// The base64 text as served.
        text: String,
        /// How many bytes it stands for, if it is base64.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "ts", ts(optional))]
        size_bytes: Option<u32>,
    },
    /// A link.
    Reference(Reference),
    /// Several simple values.
    Values {
        /// The values.
        values: Vec<FieldValue>,
    },
    /// Anything else, as JSON.
    Json {
        /// The JSON text.
        text: String,
    },
}

/// Where a value stands: its path for the screens and its JSON pointer for findings.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) path: String,
    pub(crate) pointer: String,
}

impl Place {
    /// An attribute of the resource, or of an extension below `root`.
    pub(crate) fn attribute(path: &str, root: &str, served: &str) -> Self {
        Self { path: cut(path).into_owned(), pointer: pointer_to(root, served) }
    }

    /// The member `served` of this object, `name` by the schema.
    pub(crate) fn part(&self, name: &str, served: &str) -> Self {
        Self { path: longer(&self.path, '.', name), pointer: pointer_to(&self.pointer, served) }
    }

    pub(crate) fn element(&self, at: usize) -> Self {
        let path = longer(&self.path, '[', &format!("{at}]"));
        Self { path, pointer: pointer_to(&self.pointer, at) }
    }
}

/// An empty line for an attribute.
pub(super) fn blank(attribute: Option<&Attribute>, name: &str, place: &Place) -> Field {
    Field {
        path: place.path.clone(),
        pointer: place.pointer.clone(),
        name: attribute.map_or(name, |it| it.name.as_str()).to_owned(),
        value: FieldValue::Null,
        mutability: attribute.map(|it| it.mutability),
        returned: attribute.map(|it| it.returned),
        required: attribute.is_some_and(|it| it.required),
        description: attribute.and_then(|it| it.description.clone()),
        findings: Vec::new(),
        unknown: attribute.is_none(),
    }
}

/// The line for a value under the member name `served`.
pub(super) fn field(
    attribute: Option<&Attribute>,
    served: &str,
    value: &Value,
    place: &Place,
    types: &[ResourceType],
) -> Field {
    let mut field = blank(attribute, served, place);
    if let Some(attribute) = attribute {
        field.findings.extend(name_finding(attribute, served, place));
        if attribute.returned == Returned::Never {
            field.value = FieldValue::NeverReturned;
            if !value.is_null() {
                let text =
                    "The server returned a value that it should never return; it is not shown.";
                field.findings.push(LEAKED.at(&*place.pointer, text));
            }
            return field;
        }
        field.findings.extend(shape_finding(attribute, value, place));
    }
    let values = if let Value::Array(values) = value {
        values.as_slice()
    } else {
        std::slice::from_ref(value)
    };
    if let Some(attribute) = attribute.filter(|it| !it.is_complex()) {
        let misfit = values.iter().find_map(|it| misfit(attribute, it, place));
        field.findings.extend(misfit);
    }
    field.value = read_value(attribute, value, types);
    field
}

/// Says when a member is spelled in another letter case than the schema has it.
pub(super) fn name_finding(attribute: &Attribute, served: &str, place: &Place) -> Option<Finding> {
    (attribute.name != served).then(|| {
        let text =
            format!("The member is spelled `{served}`; the schema writes `{}`.", attribute.name);
        NAME_CASE.at(&*place.pointer, text)
    })
}

/// Says when an array stands for one value, or one value for an array, or a scalar for an object.
pub(super) fn shape_finding(
    attribute: &Attribute,
    value: &Value,
    place: &Place,
) -> Option<Finding> {
    let name = &attribute.name;
    match value {
        Value::Null => None,
        Value::Array(_) if !attribute.multi_valued => {
            let text = format!("`{name}` has one value by its schema, but is an array.");
            Some(SINGLE_IS_ARRAY.at(&*place.pointer, text))
        }
        Value::Array(_) => None,
        other if attribute.multi_valued => {
            let text = format!("`{name}` should be an array, but is {}.", kind(other));
            Some(NOT_AN_ARRAY.at(&*place.pointer, text))
        }
        Value::Object(_) => None,
        other if attribute.is_complex() => {
            let rule = if attribute.is_link() { BARE_LINK } else { TYPE };
            let text = format!("`{name}` should be an object, but is {}.", kind(other));
            Some(rule.at(&*place.pointer, text))
        }
        _ => None,
    }
}

/// Says when a single value is not of the type that the schema gives it.
fn misfit(attribute: &Attribute, value: &Value, place: &Place) -> Option<Finding> {
    use AttributeType as Type;
    let name = &attribute.name;
    let mismatch = |rule: Rule, wanted: &str| {
        let text = format!("`{name}` should be {wanted}, but is {}.", kind(value));
        Some(rule.at(&*place.pointer, text))
    };
    match (attribute.attribute_type, value) {
        (_, Value::Null) | (Type::Boolean, Value::Bool(_)) | (Type::Decimal, Value::Number(_)) => {
            None
        }
        (Type::Boolean, Value::String(_)) if read_boolean(value).is_some() => {
            let text =
                format!("`{name}` is the text {value}; it should be true or false without quotes.");
            Some(TEXT_FOR_BOOLEAN.at(&*place.pointer, text))
        }
        (Type::Boolean, _) => mismatch(TYPE, "true or false"),
        (Type::Integer, Value::Number(number)) => {
            number.to_string().contains(['.', 'e', 'E']).then(|| {
                let text =
                    format!("`{name}` is {number}; an integer has no fraction and no exponent.");
                FRACTION.at(&*place.pointer, text)
            })
        }
        (Type::Integer | Type::Decimal, _) => mismatch(TYPE, "a number"),
        (Type::DateTime, Value::String(text)) => {
            (!text.is_empty() && date_time::fit(text) != Fit::Exact).then(|| {
                let text = format!("`{name}` is no dateTime as in 2011-05-13T04:42:34Z.");
                DATE_TIME.at(&*place.pointer, text)
            })
        }
        (Type::Binary, Value::String(text)) => (!text.is_empty() && decoded_bytes(text).is_none())
            .then(|| BASE64.at(&*place.pointer, format!("`{name}` is not base64."))),
        (Type::String | Type::Reference, Value::String(_)) | (Type::Complex, _) => None,
        _ => mismatch(TYPE, "a string"),
    }
}

fn read_value(attribute: Option<&Attribute>, value: &Value, types: &[ResourceType]) -> FieldValue {
    match value {
        Value::Null => FieldValue::Null,
        Value::Bool(value) => FieldValue::Boolean { value: *value },
        Value::Number(number) => FieldValue::Number { text: number.to_string() },
        Value::String(text) => read_text(attribute, text, types),
        Value::Array(values) if values.iter().all(|it| !it.is_array() && !it.is_object()) => {
            let values = values.iter().map(|it| read_value(attribute, it, types)).collect();
            FieldValue::Values { values }
        }
        Value::Array(_) | Value::Object(_) => json(value),
    }
}

/// A value as indented JSON, numbers as served.
pub(super) fn json(value: &Value) -> FieldValue {
    FieldValue::Json {
        text: serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string()),
    }
}

fn read_text(attribute: Option<&Attribute>, text: &str, types: &[ResourceType]) -> FieldValue {
    if text.is_empty() {
        return FieldValue::Empty;
    }
    let owned = text.to_owned();
    match attribute.map(|it| it.attribute_type) {
        Some(AttributeType::DateTime) if date_time::fit(text) != Fit::No => {
            FieldValue::DateTime { text: owned }
        }
        Some(AttributeType::Binary) => {
            FieldValue::Binary { text: owned, size_bytes: decoded_bytes(text) }
        }
        Some(AttributeType::Reference) if !attribute.is_some_and(reference::is_name) => {
            FieldValue::Reference(reference::plain(attribute, text, types))
        }
        _ => FieldValue::Text { text: owned },
    }
}

/// How many bytes a base64 text stands for; padding may be dropped, both alphabets are taken (RFC 7643 §2.3.6).
fn decoded_bytes(text: &str) -> Option<u32> {
    let plain = text.trim_end_matches('=');
    let padding = text.len() - plain.len();
    let is_letter = |it: u8| it.is_ascii_alphanumeric() || b"+/-_\r\n".contains(&it);
    if padding > 2 || !plain.bytes().all(is_letter) {
        return None;
    }
    let letters = plain.bytes().filter(|it| !matches!(it, b'\r' | b'\n')).count();
    let bytes = (letters % 4 != 1).then(|| letters / 4 * 3 + (letters % 4).saturating_sub(1))?;
    u32::try_from(bytes).ok()
}

/// The lines of an object's members: those of the schema in its order, then the others.
pub(super) fn parts(
    attribute: Option<&Attribute>,
    object: &Map<String, Value>,
    shown: &[&str],
    place: &Place,
    types: &[ResourceType],
) -> Vec<Field> {
    let defined = attribute.map(|it| it.sub_attributes.as_slice()).unwrap_or_default();
    let mut fields = Vec::new();
    let mut done: Done<'_> = shown.iter().copied().collect();
    let names = Members::of(object);
    for part in defined {
        match names.find(&part.name) {
            Some((served, value)) if done.insert(served) => {
                fields.extend(part_fields(part, served, value, place, types));
            }
            None if part.returned == Returned::Never => {
                let mut field = blank(Some(part), "", &place.part(&part.name, &part.name));
                field.value = FieldValue::NeverReturned;
                fields.push(field);
            }
            _ => {}
        }
    }
    for (served, value) in object.iter().filter(|(it, _)| !done.contains(it)) {
        fields.push(field(None, served, value, &place.part(served, served), types));
    }
    fields
}

/// Complex inside complex is against the RFC but exists; its parts get dotted names.
fn part_fields(
    part: &Attribute,
    served: &str,
    value: &Value,
    place: &Place,
    types: &[ResourceType],
) -> Vec<Field> {
    let place = place.part(&part.name, served);
    match value {
        Value::Object(inner)
            if part.is_complex()
                && !part.multi_valued
                && !inner.is_empty()
                && part.returned != Returned::Never =>
        {
            let mut fields = parts(Some(part), inner, &[], &place, types);
            for field in &mut fields {
                field.name = format!("{}.{}", part.name, field.name);
            }
            fields
        }
        _ => vec![field(Some(part), served, value, &place, types)],
    }
}
