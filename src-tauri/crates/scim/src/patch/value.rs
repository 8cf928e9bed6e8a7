//! Whether a value fits its attribute, and the value as it is stored: names spelled as the schema does, nulls left out.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::error::{PatchError, invalid_value, mutability};
use super::same::is_unassigned;
use super::target::{default_spelling, knows_sub};
use super::{ReadOnlyInside, Settings};
use crate::date_time::{self, Fit};
use crate::read::{kind, read_boolean};
use crate::schema::{Attribute, AttributeType, Mutability};

/// The values to store in a multi-valued attribute; one that is no array is taken for its only element.
pub(super) fn elements(
    value: &Value,
    attribute: Option<&Attribute>,
    settings: &Settings,
) -> Result<Vec<Value>, PatchError> {
    let given = match value {
        Value::Array(values) => values.as_slice(),
        other => std::slice::from_ref(other),
    };
    let mut elements = Vec::with_capacity(given.len());
    for value in given {
        if value.is_null() {
            return Err(invalid_value("an element is null, which says nothing"));
        }
        let element = one(value, attribute, settings)?;
        if !is_unassigned(&element) {
            elements.push(element);
        }
    }
    Ok(elements)
}

/// The value to store in an attribute with one value, or as one element.
pub(super) fn one(
    value: &Value,
    attribute: Option<&Attribute>,
    settings: &Settings,
) -> Result<Value, PatchError> {
    stored(value, attribute, settings).map(Cow::into_owned)
}

/// As [`one`]; borrowed where the value is stored as it is given.
fn stored<'v>(
    value: &'v Value,
    attribute: Option<&Attribute>,
    settings: &Settings,
) -> Result<Cow<'v, Value>, PatchError> {
    let as_given = Ok(Cow::Borrowed(value));
    let Some(attribute) = attribute else { return as_given };
    let refuse = |wanted: &str| {
        let text = format!("`{}` is {wanted}, but the value is {}", attribute.name, kind(value));
        Err(invalid_value(text))
    };
    match (attribute.attribute_type, value) {
        (AttributeType::Complex, Value::Object(members)) => {
            let changed = complex(members, attribute, settings)?;
            Ok(changed.map_or(Cow::Borrowed(value), |it| Cow::Owned(Value::Object(it))))
        }
        (AttributeType::Complex, Value::String(text)) if takes_text(attribute, settings) => {
            let mut members = Map::new();
            members.insert("value".to_owned(), Value::from(text.as_str()));
            Ok(Cow::Owned(Value::Object(members)))
        }
        (AttributeType::Complex, _) => refuse("complex: an object of sub-attributes"),
        (AttributeType::Boolean, Value::Bool(_)) => as_given,
        (AttributeType::Boolean, Value::String(text)) if settings.text_booleans => {
            let message = || {
                invalid_value(format!(
                    "`{}` is true or false, but the value is `{text}`",
                    attribute.name
                ))
            };
            read_boolean(value).map(|it| Cow::Owned(Value::Bool(it))).ok_or_else(message)
        }
        (AttributeType::Boolean, _) => refuse("true or false"),
        (AttributeType::Integer, Value::Number(number)) => {
            let spelled = number.to_string();
            if spelled.contains(['.', 'e', 'E']) { refuse("a whole number") } else { as_given }
        }
        (AttributeType::Decimal, Value::Number(_)) => as_given,
        (AttributeType::Integer | AttributeType::Decimal, _) => refuse("a number"),
        (AttributeType::DateTime, Value::String(text)) if date_time::fit(text) == Fit::No => {
            Err(invalid_value(format!(
                "`{}` is a date and time, but the value is `{text}`",
                attribute.name
            )))
        }
        (_, Value::String(_)) => as_given,
        _ => refuse("a string"),
    }
}

fn takes_text(attribute: &Attribute, settings: &Settings) -> bool {
    settings.text_references && attribute.sub_attribute("value").is_some()
}

/// The members to store; `None` when they are those that are given, which is the rule: copying them needs no hashes.
fn complex(
    given: &Map<String, Value>,
    attribute: &Attribute,
    settings: &Settings,
) -> Result<Option<Map<String, Value>>, PatchError> {
    let mut changed: Option<Map<String, Value>> = None;
    for (at, (written, value)) in given.iter().enumerate() {
        let known = sub_attribute(written, attribute, settings)?;
        let kept = match known.filter(|_| !value.is_null()) {
            Some((name, Some(sub))) if sub.multi_valued => {
                Some((name, Cow::Owned(sub_value(value, Some(sub), settings)?)))
            }
            Some((name, sub)) => Some((name, stored(value, sub, settings)?)),
            None => None,
        };
        let is_as_given =
            matches!(&kept, Some((name, Cow::Borrowed(_))) if *name == written.as_str());
        if is_as_given && changed.is_none() {
            continue;
        }
        let before =
            || given.iter().take(at).map(|(name, it)| (name.clone(), it.clone())).collect();
        let members = changed.get_or_insert_with(before);
        members.extend(kept.map(|(name, it)| (name.to_owned(), it.into_owned())));
    }
    Ok(changed)
}

/// The value of a sub-attribute; only the schema of schemas has some with several values.
pub(crate) fn sub_value(
    value: &Value,
    sub: Option<&Attribute>,
    settings: &Settings,
) -> Result<Value, PatchError> {
    match sub {
        Some(sub) if sub.multi_valued => elements(value, Some(sub), settings).map(Value::Array),
        sub => one(value, sub, settings),
    }
}

/// The spelling and the definition of a member of a complex value; `None` when it is left out.
pub(super) fn sub_attribute<'a>(
    name: &'a str,
    attribute: &'a Attribute,
    settings: &Settings,
) -> Result<Option<(&'a str, Option<&'a Attribute>)>, PatchError> {
    let Some(sub) = attribute.sub_attribute(name) else {
        return if knows_sub(attribute, name) || settings.unknown_attributes {
            Ok(Some((default_spelling(name), None)))
        } else {
            Err(invalid_value(format!("`{}` has no sub-attribute `{name}`", attribute.name)))
        };
    };
    let inside_writable = attribute.mutability != Mutability::ReadOnly;
    if sub.mutability == Mutability::ReadOnly && inside_writable {
        match settings.read_only_inside {
            ReadOnlyInside::Keep => {}
            ReadOnlyInside::LeaveOut => return Ok(None),
            ReadOnlyInside::Refuse => {
                return Err(mutability(format!("`{}.{}` is readOnly", attribute.name, sub.name)));
            }
        }
    }
    Ok(Some((&sub.name, Some(sub))))
}
