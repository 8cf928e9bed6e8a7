//! The documents inside of a document.

use serde_json::{Map, Value};

use super::recording::{self, Body};
use super::{Document, Kind, Part, Reader, kind};
use crate::finding::{Rule, pointer_to};
use crate::message::{NotScim, open_json};
use crate::read::member;

const TEMPLATE: Rule = Rule::info("template-variables", "");
const NOT_JSON: Rule = Rule::error("body-not-json", "RFC 7644 §3.1");

impl Reader<'_> {
    pub(super) fn parts(&mut self, kind: &Kind, value: &Value, depth: usize) -> Vec<Part> {
        if depth == 0 {
            return Vec::new();
        }
        match (kind, value) {
            (Kind::Array, Value::Array(values)) => {
                let elements =
                    values.iter().enumerate().filter(|(_, it)| it.is_object() || it.is_array());
                let elements = elements.map(|(at, it)| (pointer_to("", at), it));
                self.all(elements.collect(), depth)
            }
            (Kind::ListResponse, Value::Object(members)) => {
                self.all(children(members, "Resources", &|_| None), depth)
            }
            (Kind::BulkRequest, Value::Object(members)) => {
                self.all(children(members, "Operations", &|_| Some("data")), depth)
            }
            (Kind::BulkResponse, Value::Object(members)) => {
                self.all(children(members, "Operations", &|_| Some("response")), depth)
            }
            (Kind::Recording(_), _) => self.recorded(value, depth),
            (Kind::Unknown, Value::Object(members)) => self.samples(members, "", depth),
            _ => Vec::new(),
        }
    }

    fn all(&mut self, places: Vec<(String, &Value)>, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        for (pointer, value) in places {
            parts.extend(self.part(pointer, value, None, depth));
        }
        parts
    }

    fn part(
        &mut self,
        pointer: String,
        value: &Value,
        text: Option<&str>,
        depth: usize,
    ) -> Option<Part> {
        self.parts_left = self.parts_left.checked_sub(1)?;
        Some(Part { pointer, document: self.document(value, text, depth - 1) })
    }

    fn recorded(&mut self, value: &Value, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        for (pointer, body) in recording::bodies(value) {
            match body {
                Body::Json(value) => parts.extend(self.part(pointer, value, None, depth)),
                Body::Text(text) => parts.extend(self.recorded_text(pointer, text, depth)),
            }
        }
        parts
    }

    /// A body as text. The tools put variables in braces, also where JSON wants a value.
    fn recorded_text(&mut self, pointer: String, text: &str, depth: usize) -> Option<Part> {
        let mut silent = crate::finding::Findings::default();
        if let Ok(value) = open_json(text, &mut silent) {
            return self.part(pointer, &value, Some(text), depth);
        }
        let filled = text.replace("{{", "\"{{").replace("}}", "}}\"").replace("\"\"{{", "\"{{");
        let filled = filled.replace("}}\"\"", "}}\"");
        match open_json(&filled, &mut silent) {
            Ok(value) => {
                let mut part = self.part(pointer, &value, Some(&filled), depth)?;
                let text = "The body has variables in place of values, so that it is no JSON as it stands.";
                part.document.findings.insert(0, TEMPLATE.at("", text));
                Some(part)
            }
            Err(error) => {
                self.parts_left = self.parts_left.checked_sub(1)?;
                let findings = vec![NOT_JSON.at("", sentence(&error))];
                let document = Document { kind: Kind::Unknown, findings, parts: Vec::new() };
                Some(Part { pointer, document })
            }
        }
    }

    /// Documents in an object that is none itself.
    fn samples(&mut self, members: &Map<String, Value>, pointer: &str, depth: usize) -> Vec<Part> {
        let mut parts = Vec::new();
        for (name, value) in members {
            parts.extend(self.sample(pointer_to(pointer, name), value, depth));
        }
        parts
    }

    fn sample(&mut self, pointer: String, value: &Value, depth: usize) -> Vec<Part> {
        if depth == 0 {
            return Vec::new();
        }
        if kind::is_marked(value) {
            return self.part(pointer, value, None, depth).into_iter().collect();
        }
        match value {
            Value::Object(members) => self.samples(members, &pointer, depth - 1),
            Value::Array(values) => {
                let inner = values.iter().enumerate();
                inner
                    .flat_map(|(at, it)| self.sample(pointer_to(&pointer, at), it, depth - 1))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The elements of an array, or a member of each.
fn children<'v>(
    members: &'v Map<String, Value>,
    name: &str,
    inner: &dyn Fn(&Value) -> Option<&'static str>,
) -> Vec<(String, &'v Value)> {
    let Some((served, value)) = member(members, name) else { return Vec::new() };
    let prefix = pointer_to("", served);
    let (values, is_array) = match value {
        Value::Array(values) => (values.as_slice(), true),
        Value::Object(_) => (std::slice::from_ref(value), false),
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let pointer = if is_array { pointer_to(&prefix, at) } else { prefix.clone() };
        match inner(value) {
            None => found.push((pointer, value)),
            Some(name) => {
                let part = value.as_object().and_then(|it| member(it, name));
                let part = part.filter(|(_, it)| it.is_object() || it.is_array());
                found.extend(part.map(|(served, it)| (pointer_to(&pointer, served), it)));
            }
        }
    }
    found
}

fn sentence(error: &NotScim) -> String {
    match error {
        NotScim::NotJson { line, column, reason, .. } => {
            format!("The body is not JSON: {reason} at line {line}, column {column}.")
        }
        other => format!("The body cannot be read: {other}."),
    }
}
