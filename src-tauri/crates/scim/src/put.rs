//! Replacing a resource (RFC 7644 §3.5.1): the body to send, and what a server that replaces would lose.
//!
//! A server may clear what a body leaves out, or keep it; the RFC leaves that open. So whoever sends a PUT should know
//! what the resource has and the body has not.

mod immutable;
mod lost;

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::finding::pointer_to;
use crate::members::Members;
use crate::read::member;
use crate::schema::{Attribute, Attributes, Mutability, Returned};
use crate::urn;
use crate::validate::Violation;
use crate::view::{TypeModel, is_common};

/// A PUT request: its body, and what to know before it is sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Put {
    /// The body.
    pub body: Value,
    /// Values that may be set only once and that the edited resource changes or leaves out (rule `immutable-changed`);
    /// a server answers with 400 `mutability`. The places are those of the edited resource.
    pub violations: Vec<Violation>,
    /// What the resource has and the body has not.
    pub lost: Vec<Loss>,
    /// What the resource may have without anybody seeing it, because it is returned only on request or never, and the
    /// body does not set: attribute paths.
    pub unseen: Vec<String>,
}

/// A value that a replacing server would lose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Where it is, such as `name.middleName` or `emails[value eq "bj@example.com"].type`.
    pub path: String,
    /// The value.
    pub value: Value,
}

/// The request that makes a resource what it is after an edit. `before` is the resource as the server has it.
///
/// From the body is left out what only the server sets (`id`, `meta`, readOnly attributes and sub-attributes); `schemas`
/// names what the body uses. Everything else is sent as it stands, also what no schema defines.
///
/// ```
/// use scim::{builtin, put::put, view::TypeModel};
/// use serde_json::json;
///
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let before = json!({"schemas": [scim::urn::USER], "id": "7", "userName": "bjensen", "title": "Guide"});
/// let edited = json!({"schemas": [scim::urn::USER], "id": "7", "userName": "babs"});
/// let put = put(&before, &edited, &model);
/// assert_eq!(put.body, json!({"schemas": [scim::urn::USER], "userName": "babs"}));
/// assert_eq!(put.lost[0].path, "title");
/// ```
#[must_use]
pub fn put(before: &Value, edited: &Value, model: &TypeModel) -> Put {
    let empty = Map::new();
    let before = before.as_object().unwrap_or(&empty);
    let edited = edited.as_object().unwrap_or(&empty);
    let body = body(edited, model);
    Put {
        violations: immutable::changed(before, edited, model),
        lost: lost::lost(before, &body, model),
        unseen: unseen(&body, model),
        body: Value::Object(body),
    }
}

fn body(edited: &Map<String, Value>, model: &TypeModel) -> Map<String, Value> {
    let mut body = Map::new();
    for (name, value) in edited {
        let kept = if name.eq_ignore_ascii_case("schemas") {
            Some(Value::Null)
        } else if let Some(schema) = model.extension(name) {
            match value {
                Value::Object(members) => object(members, &schema.attributes).map(Value::Object),
                other => Some(other.clone()),
            }
        } else {
            writable(value, model.attribute(None, name))
        };
        body.extend(kept.map(|it| (name.clone(), it)));
    }
    let schemas = Value::Array(schemas(edited, &body, model));
    if let Some(name) = member(&body, "schemas").map(|(name, _)| name.to_owned()) {
        body.insert(name, schemas);
    } else {
        body.shift_insert(0, "schemas".to_owned(), schemas);
    }
    body
}

/// A value without what only the server sets; `None` when nothing is left of it.
fn writable(value: &Value, attribute: Option<&Attribute>) -> Option<Value> {
    let Some(attribute) = attribute else { return Some(value.clone()) };
    if attribute.mutability == Mutability::ReadOnly {
        return None;
    }
    match value {
        Value::Object(members) => object(members, &attribute.sub_attributes).map(Value::Object),
        Value::Array(values) => {
            let single = |it: &Value| match it {
                Value::Object(members) => {
                    object(members, &attribute.sub_attributes).map(Value::Object)
                }
                other => Some(other.clone()),
            };
            let left: Vec<Value> = values.iter().filter_map(single).collect();
            (values.is_empty() || !left.is_empty()).then_some(Value::Array(left))
        }
        other => Some(other.clone()),
    }
}

fn object(members: &Map<String, Value>, defined: &Attributes) -> Option<Map<String, Value>> {
    let kept = members
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), writable(value, defined.named(name))?)));
    let left: Map<String, Value> = kept.collect();
    (members.is_empty() || !left.is_empty()).then_some(left)
}

/// The base schema and what is used, in the order in which they were listed.
fn schemas(
    edited: &Map<String, Value>,
    body: &Map<String, Value>,
    model: &TypeModel,
) -> Vec<Value> {
    let base = model.resource_type.schema.as_str();
    let is_extension =
        |uri: &str| model.uris().any(|it| urn::same(it, uri) && !urn::same(it, base));
    let inside = Members::of(body);
    let is_used = |uri: &str| match inside.find(uri) {
        Some((_, Value::Object(members))) => !members.is_empty(),
        Some((_, value)) => !value.is_null(),
        None => false,
    };
    let listed = member(edited, "schemas").map(|(_, it)| match it {
        Value::Array(values) => values.as_slice(),
        other => std::slice::from_ref(other),
    });
    let mut seen: HashSet<String> = HashSet::new();
    let mut is_new = |uri: &str| !uri.is_empty() && seen.insert(uri.to_ascii_lowercase());
    let mut uris: Vec<&str> = Vec::new();
    for uri in listed.unwrap_or_default().iter().filter_map(Value::as_str) {
        // What we do not know may mean something to the server that listed it.
        if (!is_extension(uri) || is_used(uri)) && is_new(uri) {
            uris.push(uri);
        }
    }
    if is_new(base) {
        uris.insert(0, base);
    }
    let used = body.keys().filter(|it| is_extension(it) && is_used(it));
    uris.extend(used.map(String::as_str).filter(|it| is_new(it)));
    uris.into_iter().map(Value::from).collect()
}

/// Attributes that nobody sees and the body does not set.
fn unseen(body: &Map<String, Value>, model: &TypeModel) -> Vec<String> {
    let is_unseen = |it: &Attribute| {
        it.mutability != Mutability::ReadOnly
            && (it.mutability == Mutability::WriteOnly
                || matches!(it.returned, Returned::Never | Returned::Request))
    };
    let all = model.attributes().filter(|(_, it)| is_unseen(it));
    let missing = all.filter(|(uri, it)| {
        let holder = match uri {
            Some(uri) => member(body, uri).and_then(|(_, it)| it.as_object()),
            None => Some(body),
        };
        holder.is_none_or(|holder| member(holder, &it.name).is_none())
    });
    missing.map(|(uri, it)| crate::path::qualified(uri, &it.name)).collect()
}

/// The objects of a resource that hold attributes: itself, and those of its extensions.
struct Holders<'v> {
    of_base: Holder<'v>,
    of_extensions: Vec<(&'v str, Holder<'v>)>,
}

/// One of them.
struct Holder<'v> {
    /// Where it is in the resource.
    pointer: String,
    members: Members<'v>,
}

impl<'v> Holders<'v> {
    fn of(resource: &'v Map<String, Value>, model: &'v TypeModel) -> Self {
        let of_base = Holder { pointer: String::new(), members: Members::of(resource) };
        let of_extensions = model.extensions.iter().filter_map(|schema| {
            let (served, inside) = of_base.members.find(&schema.id)?;
            let members = Members::of(inside.as_object()?);
            Some((schema.id.as_str(), Holder { pointer: pointer_to("", served), members }))
        });
        Self { of_extensions: of_extensions.collect(), of_base }
    }

    fn at(&self, uri: Option<&str>) -> Option<&Holder<'v>> {
        let Some(uri) = uri else { return Some(&self.of_base) };
        self.of_extensions.iter().find(|(it, _)| *it == uri).map(|(_, holder)| holder)
    }
}

/// The attributes of a resource that both sides of a replacement know: base and extensions, without what every resource
/// has and the server alone sets.
fn attributes<'m>(
    model: &'m TypeModel,
    members: &'m Map<String, Value>,
) -> impl Iterator<Item = (Option<&'m str>, Option<&'m Attribute>, &'m str, &'m Value)> {
    members.iter().flat_map(move |(name, value)| {
        let extension = model.extension(name).zip(value.as_object());
        let inside = extension.into_iter().flat_map(|(schema, inside)| {
            inside.iter().map(|(name, value)| {
                (Some(schema.id.as_str()), schema.attribute(name), name.as_str(), value)
            })
        });
        let here = (extension.is_none() && !name.eq_ignore_ascii_case("schemas"))
            .then(|| (None, model.attribute(None, name), name.as_str(), value));
        let is_server = |name: &str| is_common(name) && !name.eq_ignore_ascii_case("externalId");
        inside.chain(here.into_iter().filter(move |it| !is_server(it.2)))
    })
}
