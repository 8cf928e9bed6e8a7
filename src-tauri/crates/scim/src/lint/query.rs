//! What a request asks of a list: the parameters of its URL (RFC 7644 §3.4.2), or the body of a search (§3.4.3).

use serde_json::{Map, Value};

use super::Part;
use crate::finding::pointer_to;
use crate::message::SEARCH_NAMES;
use crate::percent::percent_decode;
use crate::read::{member, scalar_text};

/// One parameter of a URL.
#[derive(Debug)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: String,
    /// The value, decoded.
    pub(crate) value: String,
    /// The value as it stands in the URL.
    pub(crate) raw: &'a str,
}

/// One thing that is asked.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) part: Part,
    pub(crate) pointer: String,
}

/// Everything that is asked.
#[derive(Debug, Default)]
pub(crate) struct Query {
    asked: Vec<Asked>,
}

impl Query {
    pub(crate) fn of_url(parameters: &[Parameter<'_>]) -> Self {
        let asked = parameters.iter().filter_map(|it| {
            Some(Asked {
                name: known(&it.name)?,
                value: it.value.clone(),
                part: Part::RequestHead,
                pointer: pointer_to("/query", &it.name),
            })
        });
        Self { asked: asked.collect() }
    }

    /// In a search, lists of attributes are arrays; they are read as the comma-separated list of a URL.
    pub(crate) fn of_search(body: &Map<String, Value>) -> Self {
        let asked = SEARCH_NAMES.iter().filter_map(|name| {
            let (served, value) = member(body, name)?;
            let value = match value {
                Value::Array(values) => {
                    values.iter().filter_map(scalar_text).collect::<Vec<_>>().join(",")
                }
                other => scalar_text(other)?,
            };
            let pointer = pointer_to("", served);
            Some(Asked { name, value, part: Part::RequestBody, pointer })
        });
        Self { asked: asked.collect() }
    }

    /// What is asked by this name; the first where it is asked twice.
    pub(crate) fn get(&self, name: &str) -> Option<&Asked> {
        self.asked.iter().find(|it| it.name == name)
    }

    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name).map(|it| it.value.as_str())
    }

    pub(crate) fn number(&self, name: &str) -> Option<i64> {
        self.text(name)?.trim().parse().ok()
    }

    /// The attributes of a list of them.
    pub(crate) fn names(&self, name: &str) -> Vec<&str> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(str::trim).filter(|it| !it.is_empty()).collect()
    }

    /// Whether this is not the first page of a walk.
    pub(crate) fn continues(&self) -> bool {
        self.number("startIndex").is_some_and(|it| it > 1)
            || self.text("cursor").is_some_and(|it| !it.is_empty())
    }
}

/// The parameters of a URL in their order. A `+` is a blank, as servers read it.
pub(crate) fn parameters(url: &str) -> Vec<Parameter<'_>> {
    let before_fragment = url.split('#').next().unwrap_or_default();
    let Some((_, query)) = before_fragment.split_once('?') else { return Vec::new() };
    let pairs = query.split('&').filter(|it| !it.is_empty());
    let read = pairs.map(|pair| {
        let (name, raw) = pair.split_once('=').unwrap_or((pair, ""));
        let decode = |text: &str| percent_decode(&text.replace('+', " "));
        Parameter { name: decode(name), value: decode(raw), raw }
    });
    read.collect()
}

fn known(name: &str) -> Option<&'static str> {
    SEARCH_NAMES.iter().find(|it| it.eq_ignore_ascii_case(name)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_as_servers_do() {
        let url = "/Users?filter=a+eq+%22x%2By%22&Count=2&cursor&x=1#attributes=no";
        let query = Query::of_url(&parameters(url));
        assert_eq!(query.text("filter"), Some("a eq \"x+y\""));
        assert_eq!(query.number("count"), Some(2));
        assert_eq!(query.text("cursor"), Some(""));
        assert_eq!(query.get("count").map(|it| it.pointer.as_str()), Some("/query/Count"));
        assert!(query.get("attributes").is_none());
        assert!(!query.continues());
    }

    #[test]
    fn a_search_asks_the_same_things() {
        let body = serde_json::json!({"attributes": ["a", "b.c"], "startIndex": 11, "COUNT": 5});
        let query = Query::of_search(body.as_object().unwrap());
        assert_eq!(query.names("attributes"), ["a", "b.c"]);
        assert_eq!(query.number("count"), Some(5));
        assert!(query.continues());
    }
}
