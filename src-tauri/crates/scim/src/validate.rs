//! Judges a resource by its schemas, for creating, replacing, or as an answer (RFC 7643 §2, §3, §7).
//!
//! What is found comes with a repair where one needs no thought. Every rule is an entry of [`RULES`]. A resource is
//! judged in one pass whose steps grow with its size and with the size of the schemas, never with their product; the
//! number of findings is bounded. What a whole exchange looks like, and what single servers want, is judged elsewhere.

mod common;
mod fix;
mod known;
mod many;
mod member;
mod rule;
mod scalar;
mod schemas;
mod text;
mod top;
mod value;
mod walk;

use serde::Serialize;
use serde_json::Value;

pub use fix::{Edit, Fix, NoSuchPlace};
pub use rule::{RULES, Rule};

pub(crate) use member::{is_secret, missing};
pub(crate) use rule::{GROUP_NAME, IMMUTABLE, REQUIRED};

use crate::finding::Finding;
use crate::view::TypeModel;
use walk::Walk;

/// What a resource is judged for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// A client sends it to create a resource (RFC 7644 §3.3).
    Create,
    /// A client sends it to replace a resource (RFC 7644 §3.5.1).
    Replace,
    /// A server returns it (RFC 7644 §3.4).
    Response,
}

/// A rule that is not kept, where, and what would mend it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Violation {
    /// The rule, its weight, the place in the JSON and a sentence.
    pub finding: Finding,
    /// The place as people write it, such as `emails[0].value`; empty for the whole resource.
    pub path: String,
    /// The repair, where one needs no thought.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub fix: Option<Fix>,
}

/// Everything in which a resource does not keep the rules, in its own order. Values that are never returned stand in no
/// message and in no repair.
///
/// Two things cannot be seen in a resource alone: whether an immutable value was changed (see [`crate::put`]), and whether
/// a value is unique.
///
/// ```
/// use scim::{builtin, validate::{Purpose, validate}, view::TypeModel};
/// use serde_json::json;
///
/// let model = TypeModel::resolve(&builtin::resource_types()[1], builtin::schemas()).value;
/// let group = json!({"schemas": [scim::urn::GROUP], "displayName": "Tour Guides", "members": ["2819c223"]});
/// let found = validate(&group, &model, Purpose::Create);
/// assert_eq!(found[0].finding.rule, "bare-value");
/// assert_eq!(found[0].path, "members[0]");
/// ```
#[must_use]
pub fn validate(resource: &Value, model: &TypeModel, purpose: Purpose) -> Vec<Violation> {
    let mut walk = Walk::new(model, purpose);
    walk.resource(resource);
    walk.into_found()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;
    use crate::builtin;

    /// How many steps a document costs.
    fn steps(text: &str) -> usize {
        let value: Value = serde_json::from_str(text).unwrap();
        let mut total = 0;
        for it in builtin::resource_types() {
            let model = TypeModel::resolve(it, builtin::schemas()).value;
            for purpose in [Purpose::Create, Purpose::Response] {
                total += crate::steps::during(|| drop(validate(&value, &model, purpose)));
            }
        }
        total
    }

    fn repeated(before: &str, one: impl Fn(usize) -> String, after: &str, bytes: usize) -> String {
        let mut text = before.to_owned();
        let mut at = 0;
        while text.len() < bytes {
            let comma = if at == 0 { "" } else { "," };
            write!(text, "{comma}{}", one(at)).unwrap();
            at += 1;
        }
        text.push_str(after);
        text
    }

    #[test]
    fn steps_grow_with_the_size_of_the_document() {
        type Text = Box<dyn Fn(usize) -> String>;
        let inside =
            |before: &'static str, one: fn(usize) -> String, after: &'static str| -> Text {
                Box::new(move |bytes| repeated(before, one, after, bytes))
            };
        let shapes: Vec<Text> = vec![
            inside(r#"{"members":["#, |at| format!(r#"{{"value":"{at}","type":"User"}}"#), "]}"),
            inside(r#"{"emails":["#, |_| r#"{"value":"a@b","primary":true}"#.to_owned(), "]}"),
            inside(r#"{"schemas":["#, |at| format!(r#""urn:x:{at}""#), "]}"),
            inside("{", |at| format!(r#""unknown{at}":1"#), "}"),
            inside("{", |at| format!(r#""urn:x:{at}:User":{{}}"#), "}"),
            inside("{", |at| format!(r#""name.x{at}":1"#), "}"),
            inside(r#"{"name":{"#, |at| format!(r#""n{at}":1"#), "}}"),
            inside(r#"{"emails":["#, |_| "[]".to_owned(), "]}"),
            Box::new(|bytes| format!(r#"{{"{}":1}}"#, "a:".repeat(bytes / 2))),
            Box::new(|bytes| format!(r#"{{"userName":"{}"}}"#, "é".repeat(bytes / 2))),
        ];
        for (at, shape) in shapes.iter().enumerate() {
            let [small, middle, large] = [10_000, 100_000, 1_000_000].map(|it| steps(&shape(it)));
            assert!(small >= 200, "shape {at}: {small} steps are not all");
            assert!(middle <= small * 12 + 1_000, "shape {at}: {small} {middle} {large}");
            assert!(large <= middle * 12 + 1_000, "shape {at}: {small} {middle} {large}");
        }
    }

    #[test]
    fn rules_have_names_of_their_own_and_words() {
        let mut names: Vec<&str> = RULES.iter().map(|it| it.id).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
        for rule in RULES {
            assert!(rule.title.ends_with('.') && rule.why.ends_with('.'), "{}", rule.id);
            assert!(rule.section.starts_with("RFC ") || rule.id == "more-findings", "{}", rule.id);
        }
    }
}
