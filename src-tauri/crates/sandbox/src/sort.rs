//! Sorting (RFC 7644 §3.4.2.3): by type, strings by their caseExact, values that are missing last, or first descending.

use std::cmp::Ordering;

use scim::attr::AttrPath;
use scim::schema::Attribute;
use serde_json::Value;

use crate::directory::{Collection, Resource};
use crate::kind::Kind;
use crate::refusal::Refusal;

/// What a resource is sorted by.
#[derive(Debug, PartialEq, PartialOrd)]
pub(crate) enum Key {
    Boolean(bool),
    Number(f64),
    Text(String),
}

/// An attribute of a resource type to sort by.
#[derive(Debug)]
pub(crate) struct By {
    extension: Option<&'static str>,
    name: &'static str,
    sub: Option<&'static str>,
    case_exact: bool,
}

impl By {
    /// Reads `sortBy`.
    pub(crate) fn read(kind: Kind, sort_by: &str) -> Result<Self, Refusal> {
        let refuse =
            |why: String| Refusal::bad("invalidPath", format!("cannot sort by {sort_by}: {why}"));
        let path = AttrPath::parse(sort_by, kind.uris()).map_err(|it| refuse(it.to_string()))?;
        let found = kind.model().resolve_path(&path).map_err(|it| refuse(it.to_string()))?;
        let value = |it: &'static Attribute| it.sub_attribute("value");
        let sub = found.sub.or_else(|| value(found.attribute));
        if found.attribute.is_complex() && sub.is_none() {
            return Err(refuse("it has parts, and one of them has to be named".to_owned()));
        }
        Ok(Self {
            extension: found.extension,
            name: &found.attribute.name,
            sub: sub.map(|it| it.name.as_str()),
            case_exact: sub.unwrap_or(found.attribute).case_exact,
        })
    }

    /// Puts places of a collection in order. Equal ones keep the order of the list.
    pub(crate) fn sort(&self, collection: &Collection, places: &mut [usize], descending: bool) {
        let key = |place: usize| self.key(collection.resources().get(place)?);
        let mut keyed: Vec<_> = places.iter().map(|place| (key(*place), *place)).collect();
        keyed.sort_by(|(a, _), (b, _)| compare(a.as_ref(), b.as_ref(), descending));
        places.iter_mut().zip(keyed).for_each(|(place, (_, sorted))| *place = sorted);
    }

    /// What a resource is sorted by; `None` where it has no value.
    pub(crate) fn key(&self, resource: &Resource) -> Option<Key> {
        let text = resource.member(self.extension.unwrap_or(self.name))?;
        let value: Value = serde_json::from_str(text).ok()?;
        let value = match self.extension {
            Some(_) => member(&value, self.name)?,
            None => &value,
        };
        key(value, self.sub, self.case_exact)
    }
}

/// Missing values come last, or first where the order is descending.
pub(crate) fn compare(a: Option<&Key>, b: Option<&Key>, descending: bool) -> Ordering {
    let ordering = match (a, b) {
        (Some(a), Some(b)) => a.partial_cmp(b).unwrap_or(Ordering::Equal),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    if descending { ordering.reverse() } else { ordering }
}

fn key(value: &Value, sub: Option<&str>, case_exact: bool) -> Option<Key> {
    match value {
        Value::Array(values) => {
            let is_primary = |it: &&Value| member(it, "primary") == Some(&Value::Bool(true));
            let chosen = values.iter().find(is_primary).or_else(|| values.first())?;
            key(chosen, sub, case_exact)
        }
        Value::Object(_) => key(member(value, sub?)?, None, case_exact),
        Value::Bool(value) => Some(Key::Boolean(*value)),
        Value::Number(number) => number.as_f64().map(Key::Number),
        Value::String(text) if case_exact => Some(Key::Text(text.clone())),
        Value::String(text) => Some(Key::Text(text.to_lowercase())),
        Value::Null => None,
    }
}

fn member<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    let mut members = value.as_object()?.iter();
    members.find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}
