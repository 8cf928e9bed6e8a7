//! One value of one resource, for a table.

use serde::Serialize;
use serde_json::Value;

use super::{TypeModel, reference};
use crate::date_time::{self, Fit};
use crate::path::{AttributePath, Pick};
use crate::read::{member, read_boolean, scalar_text};
use crate::schema::{Attribute, AttributeType, Returned};

/// How many values of a multi-valued attribute a cell names.
const TEXTS_PER_CELL: usize = 3;
/// A cell is a few dozen characters wide; whatever is longer than this is cut, the form has the rest.
const CELL_CHARS: usize = 1000;
const LINK_PARTS: &[&str] = &["display", "displayName", "value", "$ref", "formatted"];
const VALUE_PARTS: &[&str] = &["value", "formatted", "display", "displayName"];

/// What a table cell shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "ts",
    ts(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")
)]
pub enum Cell {
    /// The resource does not have the attribute.
    Absent,
    /// The value is null.
    Null,
    /// The value is the empty string.
    Empty,
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
    /// Several values.
    Values {
        /// The first few.
        texts: Vec<String>,
        /// How many there are.
        total: u32,
    },
    /// A link to another resource.
    Reference {
        /// The name of the target, else its id or URI.
        text: String,
        /// The id or URI of the target.
        target: String,
    },
    /// A value of another type than the schema says.
    Unexpected {
        /// The value as text.
        text: String,
    },
}

/// The cell of a resource under a column's path. Any path may be asked for; one that names nothing is absent.
///
/// ```
/// use scim::{builtin, view::{cell, Cell, TypeModel}};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let user = serde_json::json!({"emails": [{"value": "b@example.com", "primary": true}]});
/// let text = "b@example.com".to_owned();
/// assert_eq!(cell(&model, &user, "emails[primary].value"), Cell::Text { text });
/// ```
#[must_use]
pub fn cell(model: &TypeModel, resource: &Value, path: &str) -> Cell {
    let path = AttributePath::parse(path, model.uris());
    let attribute = model.attribute(path.uri, path.attribute);
    let holder = model.holder(resource, path.uri);
    let Some((_, value)) = holder.and_then(|it| member(it, path.attribute)) else {
        return Cell::Absent;
    };
    if value.is_null() {
        return Cell::Null;
    }
    if attribute.is_some_and(|it| it.returned == Returned::Never) {
        return Cell::Absent;
    }
    let picked = match (path.pick, value) {
        (None, _) => None,
        (Some(Pick::Primary), Value::Array(values)) => Some(primary(values)),
        (Some(Pick::At(at)), Value::Array(values)) => Some(values.get(at)),
        (Some(_), single) => Some(Some(single)),
    };
    match (picked, path.sub_attribute) {
        (Some(None), _) => Cell::Absent,
        (Some(Some(element)), Some(sub)) => part(attribute, element, sub),
        (Some(Some(element)), None) => Cell::Text { text: cut(element_text(element, false)) },
        (None, Some(sub)) => all_parts(attribute, value, sub),
        (None, None) => whole(attribute, value),
    }
}

fn primary(values: &[Value]) -> Option<&Value> {
    let is_primary = |it: &&Value| {
        let mark = it.as_object().and_then(|it| member(it, "primary"));
        mark.and_then(|(_, value)| read_boolean(value)) == Some(true)
    };
    values.iter().find(is_primary).or_else(|| values.first())
}

fn part(attribute: Option<&Attribute>, element: &Value, sub: &str) -> Cell {
    let definition = attribute.and_then(|it| it.sub_attribute(sub));
    match element {
        Value::Object(members) => match member(members, sub) {
            Some((_, value)) => whole(definition, value),
            None => Cell::Absent,
        },
        Value::Null => Cell::Null,
        // A bare value where an object belongs is shown under the part that would have carried it.
        other if ["value", "formatted"].iter().any(|it| it.eq_ignore_ascii_case(sub)) => {
            Cell::Unexpected { text: cut(element_text(other, false)) }
        }
        _ => Cell::Absent,
    }
}

fn all_parts(attribute: Option<&Attribute>, value: &Value, sub: &str) -> Cell {
    let Value::Array(values) = value else { return part(attribute, value, sub) };
    let found: Vec<&Value> = values
        .iter()
        .filter_map(|it| member(it.as_object()?, sub))
        .map(|(_, value)| value)
        .collect();
    if found.is_empty() { Cell::Absent } else { several(None, found.into_iter()) }
}

fn whole(attribute: Option<&Attribute>, value: &Value) -> Cell {
    let text = |it: String| Cell::Text { text: cut(it) };
    match (attribute, value) {
        (_, Value::Null) => Cell::Null,
        (Some(it), Value::Array(values)) if it.multi_valued => several(attribute, values.iter()),
        (None, Value::Array(values)) => several(attribute, values.iter()),
        (Some(it), _) if it.multi_valued => {
            Cell::Unexpected { text: cut(element_text(value, false)) }
        }
        (None, Value::Object(_)) => text(element_text(value, false)),
        (Some(it), Value::Object(members)) if it.is_complex() => {
            match reference::link(Some(it), members, &[]) {
                Some(link) => {
                    let target = link.reference.value;
                    let text = cut(link.reference.display.unwrap_or_else(|| target.clone()));
                    Cell::Reference { text, target }
                }
                None => text(element_text(value, false)),
            }
        }
        (Some(it), _) => simple(it, value),
        (None, Value::Bool(value)) => Cell::Boolean { value: *value },
        (None, Value::Number(number)) => Cell::Number { text: cut(number.to_string()) },
        (None, Value::String(it)) if it.is_empty() => Cell::Empty,
        (None, Value::String(it)) => text(it.clone()),
    }
}

fn simple(attribute: &Attribute, value: &Value) -> Cell {
    use AttributeType as Type;
    match (attribute.attribute_type, value) {
        (Type::Boolean, Value::Bool(value)) => Cell::Boolean { value: *value },
        (Type::Integer | Type::Decimal, Value::Number(number)) => {
            Cell::Number { text: cut(number.to_string()) }
        }
        (_, Value::String(text)) if text.is_empty() => Cell::Empty,
        (Type::DateTime, Value::String(text)) if date_time::fit(text) != Fit::No => {
            Cell::DateTime { text: cut(text.clone()) }
        }
        (Type::Reference, Value::String(text)) if reference::leads_inside(attribute) => {
            Cell::Reference { text: cut(text.clone()), target: text.clone() }
        }
        (Type::String | Type::Binary | Type::Reference, Value::String(text)) => {
            Cell::Text { text: cut(text.clone()) }
        }
        _ => Cell::Unexpected { text: cut(element_text(value, false)) },
    }
}

fn several<'v>(
    attribute: Option<&Attribute>,
    values: impl ExactSizeIterator<Item = &'v Value>,
) -> Cell {
    let total = u32::try_from(values.len()).unwrap_or(u32::MAX);
    let is_link = attribute.is_some_and(Attribute::is_link);
    let first = values.take(TEXTS_PER_CELL);
    Cell::Values { texts: first.map(|it| cut(element_text(it, is_link))).collect(), total }
}

/// The most telling text of a value: of a link its name, of anything else its value; failing that all of it.
pub(super) fn element_text(value: &Value, is_link: bool) -> String {
    if let Some(text) = scalar_text(value) {
        return text;
    }
    let telling = value.as_object().and_then(|members| {
        let is_link = is_link || member(members, "$ref").is_some();
        let order = if is_link { LINK_PARTS } else { VALUE_PARTS };
        order.iter().find_map(|it| {
            member(members, it).and_then(|(_, it)| scalar_text(it)).filter(|it| !it.is_empty())
        })
    });
    telling.unwrap_or_else(|| value.to_string())
}

fn cut(text: String) -> String {
    match text.char_indices().nth(CELL_CHARS) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
