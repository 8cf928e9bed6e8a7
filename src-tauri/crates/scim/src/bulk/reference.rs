//! References of operations to each other: `bulkId:x` in place of the id of a resource that another operation creates
//! (RFC 7644 §3.7.2).
//!
//! The RFC shows them as whole values, such as `members.value`. Clients also write them into what stands around an id:
//! the `path` of an operation (`/Users/bulkId:x`), a `$ref`, a filter in a PATCH path (`members[value eq "bulkId:x"]`).
//! There a reference is one only where an operation of that name exists, since any text may look like it.

use std::collections::HashMap;

use serde_json::Value;

use super::Operation;
use crate::finding::{Step, pointer_along};
use crate::steps;

const PREFIX: &str = "bulkId:";

/// A reference to another operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The `bulkId` of the other operation.
    pub bulk_id: String,
    /// JSON pointer into the operation: `/data/members/0/value`.
    pub pointer: String,
    /// Whether the whole value is the reference; else the reference is a part of the text.
    pub is_whole: bool,
}

/// Every reference of an operation, in its data and in its path. One that is a part of a text may mean nothing: see where
/// [`super::Graph`] follows it.
///
/// ```
/// use scim::bulk::{BulkRequest, references};
/// let text = r#"{"Operations": [{"method": "POST", "path": "/Groups", "bulkId": "g",
///     "data": {"members": [{"value": "bulkId:qwerty"}]}}]}"#;
/// let bulk = BulkRequest::parse(text).unwrap().value;
/// assert_eq!(references(&bulk.operations[0])[0].bulk_id, "qwerty");
/// ```
#[must_use]
pub fn references(operation: &Operation) -> Vec<Reference> {
    references_in(&operation.path, operation.data.as_ref())
}

/// Every reference of an operation of which only this much could be read.
#[must_use]
pub fn references_in(path: &str, data: Option<&Value>) -> Vec<Reference> {
    let mut found = Vec::new();
    find_in(path, &|| "/path".to_owned(), &mut found);
    if let Some(data) = data {
        find_inside(data, &mut Vec::new(), &mut found);
    }
    found
}

/// Only what is found needs a pointer.
fn find_inside<'v>(value: &'v Value, place: &mut Vec<Step<'v>>, found: &mut Vec<Reference>) {
    steps::count(1);
    let mut within = |step: Step<'v>, value: &'v Value| {
        place.push(step);
        find_inside(value, place, found);
        place.pop();
    };
    match value {
        Value::String(text) => find_in(text, &|| pointer_along("/data", place), found),
        Value::Array(values) => {
            values.iter().enumerate().for_each(|(at, it)| within(Step::Element(at), it));
        }
        Value::Object(members) => {
            members.iter().for_each(|(name, it)| within(Step::Member(name), it));
        }
        _ => {}
    }
}

/// A value with references replaced by ids. References that `ids` does not know stay as they are; a whole value that
/// stays is named in the second part of the answer.
///
/// ```
/// use scim::bulk::resolve;
/// use serde_json::json;
/// let ids = [("qwerty", "2819c223")].into();
/// let (value, unknown) = resolve(&json!({"value": "bulkId:qwerty", "manager": "bulkId:boss"}), &ids);
/// assert_eq!(value, json!({"value": "2819c223", "manager": "bulkId:boss"}));
/// assert_eq!(unknown, ["boss"]);
/// ```
#[must_use]
pub fn resolve(value: &Value, ids: &HashMap<&str, &str>) -> (Value, Vec<String>) {
    let mut unknown = Vec::new();
    let value = replaced(value, ids, &mut unknown);
    (value, unknown)
}

impl Operation {
    /// The operation as it is to be done when the ids of others are known: references in its path and in its data are
    /// replaced. The second part of the answer names references that nothing is known of.
    #[must_use]
    pub fn resolved(&self, ids: &HashMap<&str, &str>) -> (Self, Vec<String>) {
        let mut unknown = Vec::new();
        let path = replaced_text(&self.path, ids, &mut unknown);
        let data = self.data.as_ref().map(|it| replaced(it, ids, &mut unknown));
        (Self { path, data, ..self.clone() }, unknown)
    }
}

fn replaced(value: &Value, ids: &HashMap<&str, &str>, unknown: &mut Vec<String>) -> Value {
    match value {
        Value::String(text) => Value::String(replaced_text(text, ids, unknown)),
        Value::Array(values) => values.iter().map(|it| replaced(it, ids, unknown)).collect(),
        Value::Object(members) => {
            let inner = members.iter().map(|(name, it)| (name.clone(), replaced(it, ids, unknown)));
            Value::Object(inner.collect())
        }
        other => other.clone(),
    }
}

/// A text, such as the path of an operation, with references replaced by ids.
fn replaced_text(text: &str, ids: &HashMap<&str, &str>, unknown: &mut Vec<String>) -> String {
    if let Some(name) = text.strip_prefix(PREFIX) {
        return match ids.get(name) {
            Some(id) => (*id).to_owned(),
            None => {
                unknown.push(name.to_owned());
                text.to_owned()
            }
        };
    }
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for (start, name) in parts(text) {
        if let Some(id) = ids.get(name) {
            written.push_str(text.get(from..start).unwrap_or_default());
            written.push_str(id);
            from = start + PREFIX.len() + name.len();
        }
    }
    written.push_str(text.get(from..).unwrap_or_default());
    written
}

fn find_in(text: &str, pointer: &dyn Fn() -> String, found: &mut Vec<Reference>) {
    steps::count(text.len());
    if let Some(name) = text.strip_prefix(PREFIX) {
        let bulk_id = name.to_owned();
        found.push(Reference { bulk_id, pointer: pointer(), is_whole: true });
        return;
    }
    for (_, name) in parts(text) {
        found.push(Reference { bulk_id: name.to_owned(), pointer: pointer(), is_whole: false });
    }
}

/// The references inside of a text: behind a slash or a quotation mark, up to the next one.
fn parts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices(PREFIX).filter_map(|(start, prefix)| {
        let before = text.get(..start)?.chars().next_back()?;
        // Looked at first: so each name ends before the next one begins, and no part of the text is read twice.
        if !matches!(before, '/' | '"') {
            return None;
        }
        let name = text.get(start + prefix.len()..)?;
        let end = name.find(['/', '"', '?', '#']).unwrap_or(name.len());
        steps::count(end);
        let name = name.get(..end).filter(|it| !it.is_empty())?;
        Some((start, name))
    })
}
