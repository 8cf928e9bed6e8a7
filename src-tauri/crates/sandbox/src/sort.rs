//! Sorting (RFC 7644 §3.4.2.3): by type, strings by their caseExact, values that are missing last, or first descending.

use std::cmp::Ordering;

use scim::path::AttributePath;
use scim::schema::{Attribute, Schema};
use serde_json::Value;

use crate::directory::Collection;
use crate::refusal::Refusal;

/// What a resource is sorted by.
#[derive(Debug, PartialEq, PartialOrd)]
enum Key {
    Boolean(bool),
    Number(f64),
    Text(String),
}

/// The places of a collection's resources in the order asked for. Equal ones keep the order of the list.
pub(crate) fn order(
    collection: &Collection,
    schemas: &[&Schema],
    sort_by: &str,
    descending: bool,
) -> Result<Vec<usize>, Refusal> {
    let uris = schemas.iter().map(|it| it.id.as_str());
    let path = AttributePath::parse(sort_by, uris);
    let attribute = find(schemas, &path).ok_or_else(|| {
        Refusal::bad("invalidPath", format!("there is nothing to sort by: {sort_by}"))
    })?;
    let is_base = |uri: &str| schemas.first().is_some_and(|it| scim::urn::same(&it.id, uri));
    let extension = path.uri.filter(|it| !is_base(it));
    let mut keyed: Vec<(Option<Key>, usize)> = Vec::with_capacity(collection.resources().len());
    for (at, resource) in collection.resources().iter().enumerate() {
        let text = resource.member(extension.unwrap_or(path.attribute));
        let value = text.and_then(|it| serde_json::from_str::<Value>(it).ok());
        let value = match (&value, extension) {
            (Some(value), Some(_)) => member(value, path.attribute),
            (value, _) => value.as_ref(),
        };
        keyed.push((value.and_then(|it| key(it, path.sub_attribute, attribute)), at));
    }
    keyed.sort_by(|(a, _), (b, _)| {
        let ordering = compare(a.as_ref(), b.as_ref());
        if descending { ordering.reverse() } else { ordering }
    });
    Ok(keyed.into_iter().map(|(_, at)| at).collect())
}

fn find<'s>(schemas: &[&'s Schema], path: &AttributePath<'_>) -> Option<&'s Attribute> {
    let common = scim::builtin::common_attributes();
    let top = match path.uri {
        Some(uri) => {
            schemas.iter().find(|it| scim::urn::same(&it.id, uri))?.attribute(path.attribute)?
        }
        None => {
            let mut common =
                common.iter().filter(|it| it.name.eq_ignore_ascii_case(path.attribute));
            common.next().or_else(|| schemas.first()?.attribute(path.attribute))?
        }
    };
    match path.sub_attribute {
        Some(sub) => top.sub_attribute(sub),
        None if top.is_complex() => top.sub_attribute("value"),
        None => Some(top),
    }
}

fn key(value: &Value, sub: Option<&str>, attribute: &Attribute) -> Option<Key> {
    match value {
        Value::Array(values) => {
            let is_primary = |it: &&Value| member(it, "primary") == Some(&Value::Bool(true));
            let chosen = values.iter().find(is_primary).or_else(|| values.first())?;
            key(chosen, sub, attribute)
        }
        Value::Object(_) => key(member(value, sub.unwrap_or("value"))?, None, attribute),
        Value::Bool(value) => Some(Key::Boolean(*value)),
        Value::Number(number) => number.as_f64().map(Key::Number),
        Value::String(text) if attribute.case_exact => Some(Key::Text(text.clone())),
        Value::String(text) => Some(Key::Text(text.to_lowercase())),
        Value::Null => None,
    }
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let mut members = value.as_object()?.iter();
    members.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

fn compare(a: Option<&Key>, b: Option<&Key>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
