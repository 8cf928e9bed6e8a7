//! Several values of one attribute: each by itself, and what they must not have in common (RFC 7643 §2.4).

use std::collections::HashSet;

use serde_json::Value;

use super::fix::Fix;
use super::rule;
use super::walk::{Step, Walk};
use crate::read::{member, read_boolean};
use crate::schema::{Attribute, AttributeType};

impl<'a> Walk<'a> {
    pub(super) fn many(&mut self, attribute: &'a Attribute, values: &'a [Value]) {
        let mut seen = HashSet::new();
        let mut has_primary = false;
        for (at, value) in values.iter().enumerate() {
            if self.is_done() {
                return;
            }
            let is_new = key(attribute, value).is_none_or(|it| seen.insert(it));
            self.within(Step::Element(at), |walk| {
                walk.element(attribute, value);
                if !is_new {
                    let text = format!("This value of `{}` stands here already.", attribute.name);
                    let fix = Fix::remove("Remove it", walk.pointer());
                    walk.report(rule::SAME_VALUE, text, Some(fix));
                }
                if has_primary {
                    walk.second_primary(value);
                }
            });
            has_primary |= primary(value).is_some();
        }
    }

    fn element(&mut self, attribute: &'a Attribute, value: &'a Value) {
        match value {
            Value::Null => {
                let fix = Fix::remove("Remove it", self.pointer());
                self.report(rule::NULL_ELEMENT, "Here is null among the values.", Some(fix));
            }
            Value::Array(_) => self.report_nested_array(),
            _ => self.one(attribute, value),
        }
    }

    fn second_primary(&mut self, value: &'a Value) {
        let Some(name) = primary(value) else { return };
        self.within(Step::Member(name), |walk| {
            let text = "Another value before is primary too.";
            let fix = Fix::set("Make it not primary", walk.pointer(), Value::Bool(false));
            walk.report(rule::PRIMARIES, text, Some(fix));
        });
    }
}

/// The member that makes a value the primary one.
fn primary(value: &Value) -> Option<&str> {
    let (served, value) = member(value.as_object()?, "primary")?;
    (read_boolean(value) == Some(true)).then_some(served)
}

/// By what a value is told apart from others: its type and `value`; all of it where there is no `value`.
fn key(attribute: &Attribute, value: &Value) -> Option<String> {
    let is_exact = |attribute: Option<&Attribute>| {
        attribute.is_some_and(|it| {
            it.case_exact
                || matches!(it.attribute_type, AttributeType::Binary | AttributeType::Reference)
        })
    };
    let text = |it: &Value, is_exact: bool| {
        let text = it.to_string();
        if is_exact { text } else { text.to_lowercase() }
    };
    let Value::Object(members) = value else {
        let is_simple = !value.is_null() && !value.is_array() && !attribute.is_complex();
        return is_simple.then(|| text(value, is_exact(Some(attribute))));
    };
    let Some((_, main)) = member(members, "value").filter(|(_, it)| !it.is_null()) else {
        return (!members.is_empty()).then(|| value.to_string());
    };
    // Ids are compared exactly, whatever a schema prints (RFC 7643 §3.1).
    let main = text(main, is_exact(attribute.sub_attribute("value")) || attribute.is_link());
    let label = member(members, "type").map(|(_, it)| text(it, false)).unwrap_or_default();
    Some(format!("{label} {main}"))
}
