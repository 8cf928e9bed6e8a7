//! Recordings and collections of requests: which tool wrote them, and where in them the bodies stand.

use serde_json::Value;

use crate::finding::pointer_to;
use crate::read::member;

/// So deep are folders in folders followed.
const DEEPEST: usize = 24;

/// The tool that wrote a recording, if it is one.
pub(super) fn tool(value: &Value) -> Option<&'static str> {
    let has = |names: &[&str]| {
        names
            .iter()
            .all(|it| value.as_object().is_some_and(|members| member(members, it).is_some()))
    };
    let is_array = |pointer: &str| value.pointer(pointer).is_some_and(Value::is_array);
    if has(&["info", "item"]) && is_array("/item") {
        Some("Postman")
    } else if has(&["steps"])
        && (has(&["trigger_url"]) || value.pointer("/steps/0/step_type").is_some())
    {
        Some("Runscope")
    } else if is_array("/log/entries") {
        Some("HTTP archive")
    } else if has(&["_type", "resources"]) && is_array("/resources") {
        Some("Insomnia")
    } else if (has(&["openapi"]) || has(&["swagger"])) && has(&["info"]) {
        Some("OpenAPI")
    } else {
        None
    }
}

/// A body in a recording.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body<'v> {
    /// As text.
    Text(&'v str),
    /// As JSON.
    Json(&'v Value),
}

/// Where the tools keep bodies: the member, and the members around it.
const TEXT_BODIES: &[&str] = &["raw", "body", "text"];
const JSON_BODIES: &[&str] = &["example", "value", "body"];

/// The bodies with their JSON pointers, in the order of the document.
pub(super) fn bodies(value: &Value) -> Vec<(String, Body<'_>)> {
    let is_open_api = tool(value) == Some("OpenAPI");
    let mut found = Vec::new();
    let mut places = vec![(String::new(), value, DEEPEST)];
    while let Some((pointer, value, depth)) = places.pop() {
        match value {
            Value::Object(members) => {
                let mut inner = Vec::new();
                for (name, value) in members {
                    let pointer = pointer_to(&pointer, name);
                    match value {
                        Value::String(text)
                            if is_named(name, TEXT_BODIES) && looks_like_json(text) =>
                        {
                            found.push((pointer, Body::Text(text)));
                        }
                        Value::Object(_)
                            if is_open_api
                                && is_named(name, JSON_BODIES)
                                && super::kind::is_marked(value) =>
                        {
                            found.push((pointer, Body::Json(value)));
                        }
                        _ if depth > 0 => inner.push((pointer, value, depth - 1)),
                        _ => {}
                    }
                }
                places.extend(inner.into_iter().rev());
            }
            Value::Array(values) if depth > 0 => {
                let inner = values.iter().enumerate().rev();
                places.extend(inner.map(|(at, it)| (pointer_to(&pointer, at), it, depth - 1)));
            }
            _ => {}
        }
    }
    found
}

fn is_named(name: &str, names: &[&str]) -> bool {
    names.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Two braces begin a variable, such as that for the base URL.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) && !text.starts_with("{{")
}
