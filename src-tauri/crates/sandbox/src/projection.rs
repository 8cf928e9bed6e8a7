//! `attributes` and `excludedAttributes` (RFC 7644 §3.9): which members of a resource an answer has.

use serde_json::{Map, Value};

use crate::directory::Resource;
use crate::kind::Kind;
use crate::query::Query;

/// What is always returned here.
const ALWAYS: [&str; 2] = ["schemas", "id"];

/// One name of a list: an attribute of the base schema or of an extension, or a whole extension.
#[derive(Debug)]
struct Name {
    /// The member of the resource.
    top: String,
    /// What is meant inside of it, outermost first.
    inside: Vec<String>,
}

/// Which members to give.
#[derive(Debug)]
pub(crate) enum Projection {
    /// All.
    All,
    /// Those named, and what is always returned.
    Only(Names),
    /// All but those named.
    Without(Names),
}

/// The names of a list.
#[derive(Debug)]
pub(crate) struct Names(Vec<Name>);

impl Projection {
    /// Reads the lists of a query, for resources of a type.
    pub(crate) fn new(kind: Kind, query: &Query) -> Self {
        let read = |names: &[String]| Names(names.iter().map(|it| read_name(it, kind)).collect());
        match (query.attributes.is_empty(), query.excluded_attributes.is_empty()) {
            (false, _) => Self::Only(read(&query.attributes)),
            (true, false) => Self::Without(read(&query.excluded_attributes)),
            (true, true) => Self::All,
        }
    }

    /// Writes the resource's members into `body` as one JSON object.
    pub(crate) fn write(&self, resource: &Resource, body: &mut String) {
        if matches!(self, Self::All) {
            return body.push_str(resource.text());
        }
        body.push('{');
        let mut first = true;
        for (name, text) in resource.members() {
            let Some(text) = self.member(name, text) else { continue };
            if !first {
                body.push(',');
            }
            first = false;
            body.push_str(&Value::from(name).to_string());
            body.push(':');
            body.push_str(&text);
        }
        body.push('}');
    }

    fn member<'t>(&self, name: &str, text: &'t str) -> Option<std::borrow::Cow<'t, str>> {
        let (Names(names), keep) = match self {
            Self::All => return Some(text.into()),
            _ if ALWAYS.contains(&name) => return Some(text.into()),
            Self::Only(names) => (names, true),
            Self::Without(names) => (names, false),
        };
        let named: Vec<&[String]> = names
            .iter()
            .filter(|it| it.top.eq_ignore_ascii_case(name))
            .map(|it| it.inside.as_slice())
            .collect();
        let whole = named.iter().any(|it| it.is_empty());
        match (keep, named.is_empty(), whole) {
            (true, true, _) | (false, _, true) => None,
            (true, _, true) | (false, true, _) => Some(text.into()),
            _ => {
                let value = serde_json::from_str(text).ok()?;
                let pruned = prune(value, &named, keep)?;
                Some(pruned.to_string().into())
            }
        }
    }
}

/// Keeps or leaves out parts of a value; nothing is left of a value without parts.
fn prune(value: Value, names: &[&[String]], keep: bool) -> Option<Value> {
    match value {
        Value::Array(values) => {
            let left: Vec<Value> =
                values.into_iter().filter_map(|it| prune(it, names, keep)).collect();
            (!left.is_empty()).then_some(Value::Array(left))
        }
        Value::Object(members) => {
            let mut left = Map::new();
            for (name, value) in members {
                let named: Vec<&[String]> = names
                    .iter()
                    .filter_map(|it| it.split_first())
                    .filter(|(first, _)| first.eq_ignore_ascii_case(&name))
                    .map(|(_, rest)| rest)
                    .collect();
                let kept = match (keep, named.is_empty(), named.iter().any(|it| it.is_empty())) {
                    (true, true, _) | (false, _, true) => None,
                    (true, _, true) | (false, true, _) => Some(value),
                    _ => prune(value, &named, keep),
                };
                left.extend(kept.map(|it| (name, it)));
            }
            (!left.is_empty()).then_some(Value::Object(left))
        }
        scalar => (!keep).then_some(scalar),
    }
}

fn read_name(name: &str, kind: Kind) -> Name {
    let uris = kind.uris();
    let extensions = uris.get(1..).unwrap_or_default();
    if let Some(uri) = extensions.iter().find(|it| scim::urn::same(it, name)) {
        return Name { top: (*uri).to_owned(), inside: Vec::new() };
    }
    let (uri, rest) = scim::urn::split(name, uris.iter().copied());
    let mut parts: Vec<String> = rest.split('.').map(str::to_owned).collect();
    let extension = extensions.iter().find(|it| uri.is_some_and(|uri| scim::urn::same(it, uri)));
    match (extension, uri) {
        (Some(extension), _) => Name { top: (*extension).to_owned(), inside: parts },
        // Of a schema that the type does not have: it names nothing.
        (None, Some(uri)) if !uris.iter().any(|it| scim::urn::same(it, uri)) => {
            Name { top: uri.to_owned(), inside: parts }
        }
        (None, _) => Name { top: parts.remove(0), inside: parts },
    }
}
