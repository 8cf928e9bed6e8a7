//! The shape of a value: one or many, simple or complex (RFC 7643 §2.3.8, §2.4).

use serde_json::{Value, json};

use super::fix::Fix;
use super::rule;
use super::walk::Walk;
use crate::read::kind;
use crate::schema::Attribute;

impl<'a> Walk<'a> {
    /// Everything that stands under an attribute's name.
    pub(super) fn values(&mut self, attribute: &'a Attribute, value: &'a Value) {
        match (attribute.multi_valued, value) {
            // A required attribute that is null is missing, which is said once.
            (_, Value::Null) if attribute.required => {}
            (_, Value::Null) => {
                let text =
                    format!("`{}` is null, which is the same as leaving it out.", attribute.name);
                let fix = Fix::remove("Leave it out", self.pointer());
                self.report(rule::NULL, text, Some(fix));
            }
            (true, Value::Array(values)) => self.many(attribute, values),
            (true, single) => {
                let text =
                    format!("`{}` is an array, but this is {}.", attribute.name, kind(single));
                let element = wrapped(attribute, single).unwrap_or_else(|| single.clone());
                let fix = Fix::set("Make it an array", self.pointer(), json!([element]));
                self.report(rule::NOT_AN_ARRAY, text, Some(fix));
                if single.is_object() == attribute.is_complex() {
                    self.one(attribute, single);
                }
            }
            (false, Value::Array(values)) => {
                let text = format!(
                    "`{}` has one value by its schema, but is an array of {}.",
                    attribute.name,
                    values.len()
                );
                let take_out =
                    |one: &Value| Fix::set("Take it out of the array", self.pointer(), one.clone());
                let fix = match values.as_slice() {
                    [] => Some(Fix::remove("Leave it out", self.pointer())),
                    _ => only(values).map(take_out),
                };
                self.report(rule::SINGLE_IS_ARRAY, text, fix);
            }
            (false, single) => self.one(attribute, single),
        }
    }

    /// One value.
    pub(super) fn one(&mut self, attribute: &'a Attribute, value: &'a Value) {
        let name = &attribute.name;
        match (attribute.is_complex(), value) {
            (true, Value::Object(members)) if members.is_empty() => {
                let text = format!("`{name}` is an empty object.");
                let fix = Fix::remove("Leave it out", self.pointer());
                self.report(rule::EMPTY_OBJECT, text, Some(fix));
            }
            (true, Value::Object(members)) => {
                let outer = self.owner.replace(attribute);
                self.object(&attribute.sub_attributes, members);
                self.owner = outer;
            }
            (true, other) => match wrapped(attribute, other) {
                Some(object) => {
                    let text = format!(
                        "A value of `{name}` is an object with a `value`, but this is {}.",
                        self.shown(other)
                    );
                    let fix = Fix::set("Make it an object", self.pointer(), object);
                    self.report(rule::BARE_VALUE, text, Some(fix));
                }
                None => self.mismatch(attribute, other, "an object", None),
            },
            (false, Value::Object(members)) if self.owner.is_some() => {
                let text = format!(
                    "`{name}` is simple, but this is an object: {} levels are too many.",
                    if members.is_empty() { "two" } else { "three" }
                );
                self.report(rule::NESTED, text, None);
            }
            (false, Value::Object(members)) => {
                let inner = crate::read::member(members, "value").map(|(_, it)| it);
                let inner = inner.filter(|it| !it.is_object() && !it.is_array() && !it.is_null());
                let fix = inner.map(|it| Fix::set("Take its `value`", self.pointer(), it.clone()));
                self.mismatch(attribute, value, "a simple value", fix);
            }
            (false, Value::Array(_)) => self.report_nested_array(),
            (false, _) => self.scalar(attribute, value),
        }
    }

    pub(super) fn report_nested_array(&mut self) {
        let text = "Here is an array inside of an array.";
        self.report(rule::NESTED_ARRAY, text, None);
    }

    /// A value of another type than the schema says.
    pub(super) fn mismatch(
        &mut self,
        attribute: &Attribute,
        value: &Value,
        wanted: &str,
        fix: Option<Fix>,
    ) {
        let text = format!("`{}` should be {wanted}, but is {}.", attribute.name, kind(value));
        self.report(rule::TYPE, text, fix);
    }
}

/// What stands alone in an array, or in arrays of which each stands alone in the next.
fn only(values: &[Value]) -> Option<&Value> {
    let mut values = values;
    loop {
        match values {
            [Value::Array(inner)] => values = inner,
            [one] => return Some(one),
            _ => return None,
        }
    }
}

/// A bare value of a complex attribute, as an object.
fn wrapped(attribute: &Attribute, value: &Value) -> Option<Value> {
    let is_simple = matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_));
    let part = attribute.sub_attribute("value").filter(|_| attribute.is_complex() && is_simple)?;
    Some(json!({ part.name.as_str(): value }))
}
