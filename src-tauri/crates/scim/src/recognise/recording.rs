//! Recordings and collections of requests: which tool wrote them, and where in them the bodies stand.

use serde_json::Value;

use crate::finding::{Step, pointer_along, pointer_to};
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
    let mut search = Search { is_open_api, place: Vec::new(), found: Vec::new() };
    search.look(value);
    search.found
}

struct Search<'v> {
    is_open_api: bool,
    /// The way to the value at hand. Only what is found needs a pointer.
    place: Vec<Step<'v>>,
    found: Vec<(String, Body<'v>)>,
}

impl<'v> Search<'v> {
    /// What stands in an object itself comes before what is further in.
    fn look(&mut self, value: &'v Value) {
        crate::steps::count(1);
        match value {
            Value::Object(members) => {
                let (own, further): (Vec<_>, Vec<_>) = members
                    .iter()
                    .map(|(name, it)| (name, it, self.body(name, it)))
                    .partition(|(.., body)| body.is_some());
                for (name, _, body) in own {
                    let pointer = pointer_to(&pointer_along("", &self.place), name);
                    self.found.extend(body.map(|it| (pointer, it)));
                }
                for (name, value, _) in further {
                    self.within(Step::Member(name), value);
                }
            }
            Value::Array(values) => {
                for (at, value) in values.iter().enumerate() {
                    self.within(Step::Element(at), value);
                }
            }
            _ => {}
        }
    }

    fn within(&mut self, step: Step<'v>, value: &'v Value) {
        if self.place.len() < DEEPEST {
            self.place.push(step);
            self.look(value);
            self.place.pop();
        }
    }

    fn body(&self, name: &str, value: &'v Value) -> Option<Body<'v>> {
        match value {
            Value::String(text) if is_named(name, TEXT_BODIES) && looks_like_json(text) => {
                Some(Body::Text(text))
            }
            Value::Object(_)
                if self.is_open_api
                    && is_named(name, JSON_BODIES)
                    && super::kind::is_marked(value) =>
            {
                Some(Body::Json(value))
            }
            _ => None,
        }
    }
}

fn is_named(name: &str, names: &[&str]) -> bool {
    names.iter().any(|it| it.eq_ignore_ascii_case(name))
}

/// Two braces begin a variable, such as that for the base URL.
fn looks_like_json(text: &str) -> bool {
    let text = text.trim_start();
    text.starts_with(['{', '[']) && !text.starts_with("{{")
}
