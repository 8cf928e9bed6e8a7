//! Links between resources: what they point at, as far as their text tells. Nothing is fetched here.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::percent::percent_decode;
use crate::read::member;
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, AttributeType};

use super::field::{Field, FieldValue};

/// A link to another resource, or to something outside.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Reference {
    /// The id or the URI, as served.
    pub value: String,
    /// The name of the target, as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub display: Option<String>,
    /// The name of the target's resource type, where it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub resource_type: Option<String>,
    /// The id of the target, where it can be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub id: Option<String>,
    /// The URI, as served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub uri: Option<String>,
    /// Whether it points at something that is no resource of this server.
    pub external: bool,
}

/// A link and the members of the object that it shows.
pub(super) struct Link<'a> {
    pub(super) reference: Reference,
    pub(super) shown: Vec<&'a str>,
}

/// Reads `{value, $ref, display, type}` (RFC 7643 §2.4). `None` when the object is no link.
pub(super) fn link<'a>(
    attribute: Option<&Attribute>,
    object: &'a Map<String, Value>,
    types: &[ResourceType],
) -> Option<Link<'a>> {
    if !attribute.is_some_and(Attribute::is_link) && member(object, "$ref").is_none() {
        return None;
    }
    let value = text_member(object, "value");
    let uri = text_member(object, "$ref");
    let display = text_member(object, "display").or_else(|| text_member(object, "displayName"));
    let (_, named) = value.or(uri)?;
    let located = uri.and_then(|(_, it)| locate(it, types));
    let type_name = text_member(object, "type").and_then(|(_, it)| known_type(it, types));
    let single = attribute
        .and_then(|it| it.sub_attribute("$ref"))
        .and_then(|it| only_type(&it.reference_types, types));
    let resource_type = located.as_ref().map(|it| it.resource_type).or(type_name).or(single);
    let id =
        value.map(|(_, it)| it.to_owned()).or_else(|| located.as_ref().map(|it| it.id.clone()));
    let external = resource_type.is_none() && uri.is_some_and(|(_, it)| is_absolute(it));
    let shown = [value, uri, display].into_iter().flatten().map(|(name, _)| name).collect();
    let reference = Reference {
        value: named.to_owned(),
        display: display.map(|(_, it)| it.to_owned()),
        resource_type: resource_type.map(str::to_owned),
        id,
        uri: uri.map(|(_, it)| it.to_owned()),
        external,
    };
    Some(Link { reference, shown })
}

/// Reads a plain reference: a URI (RFC 7643 §2.3.7), or an id where a server puts one.
pub(super) fn plain(
    attribute: Option<&Attribute>,
    text: &str,
    types: &[ResourceType],
) -> Reference {
    let wanted = attribute.map(|it| it.reference_types.as_slice()).unwrap_or_default();
    let outside = !wanted.is_empty() && wanted.iter().all(|it| is_outside(it));
    let located = if outside { None } else { locate(text, types) };
    let single = only_type(wanted, types);
    let is_bare_id = !text.contains('/') && !text.contains(':');
    let resource_type = located.as_ref().map(|it| it.resource_type).or(single);
    let bare_id = (is_bare_id && resource_type.is_some()).then(|| text.to_owned());
    Reference {
        value: text.to_owned(),
        display: None,
        resource_type: resource_type.map(str::to_owned),
        id: located.map(|it| it.id).or(bare_id),
        uri: (!is_bare_id).then(|| text.to_owned()),
        external: resource_type.is_none(),
    }
}

/// Marks the links that lead to another host than the one on which the resource itself says that it is (`meta.location`,
/// RFC 7643 §3.1): whatever their path looks like, they are no resources of this server.
pub(super) fn mark_external<'f>(fields: impl IntoIterator<Item = &'f mut Field>, resource: &Value) {
    let location = || {
        let meta = member(resource.as_object()?, "meta")?.1.as_object()?;
        host(text_member(meta, "location")?.1)
    };
    if let Some(home) = location() {
        fields.into_iter().for_each(|field| mark(&mut field.value, &home));
    }
}

fn mark(value: &mut FieldValue, home: &str) {
    match value {
        FieldValue::Reference(it) => {
            let elsewhere = it.uri.as_deref().and_then(host).is_some_and(|host| host != home);
            if elsewhere {
                (it.resource_type, it.id, it.external) = (None, None, true);
            }
        }
        FieldValue::Values { values } => values.iter_mut().for_each(|it| mark(it, home)),
        _ => {}
    }
}

/// The host of an absolute URI, in lower case, without port and user.
fn host(uri: &str) -> Option<String> {
    let (before, rest) = uri.split_once("//")?;
    if !(before.is_empty() || before.ends_with(':')) {
        return None;
    }
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let end = if place.starts_with('[') {
        place.find(']')? + 1
    } else {
        place.find(':').unwrap_or(place.len())
    };
    let host = place.get(..end)?.trim_end_matches('.').to_lowercase();
    (!host.is_empty()).then_some(host)
}

/// Whether the attribute's values are URIs that may lead to resources of the server.
pub(super) fn leads_inside(attribute: &Attribute) -> bool {
    attribute.attribute_type == AttributeType::Reference
        && !attribute.reference_types.iter().all(|it| is_outside(it))
}

/// Whether the attribute's URIs only name something, such as schemas, and lead nowhere.
pub(super) fn is_name(attribute: &Attribute) -> bool {
    let wanted = &attribute.reference_types;
    !wanted.is_empty() && wanted.iter().all(|it| it.eq_ignore_ascii_case("uri"))
}

struct Located<'t> {
    resource_type: &'t str,
    id: String,
}

/// Finds `{endpoint}/{id}` at the end of a URI, whether absolute or relative; the longest endpoint wins.
fn locate<'t>(uri: &str, types: &'t [ResourceType]) -> Option<Located<'t>> {
    let segments = segments(uri);
    let (id, before) = segments.split_last()?;
    let fitting = types.iter().filter_map(|it| {
        let endpoint = self::segments(&it.endpoint);
        let at = before.len().checked_sub(endpoint.len())?;
        let tail = before.get(at..)?;
        let fits = tail.iter().zip(&endpoint).all(|(a, b)| a.eq_ignore_ascii_case(b));
        (fits && !endpoint.is_empty()).then_some((endpoint.len(), it))
    });
    let (_, found) = fitting.max_by_key(|(length, _)| *length)?;
    Some(Located { resource_type: &found.name, id: percent_decode(id) })
}

fn segments(uri: &str) -> Vec<&str> {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => path,
    };
    path.split('/').filter(|it| !matches!(*it, "" | "." | "..")).collect()
}

fn known_type<'t>(name: &str, types: &'t [ResourceType]) -> Option<&'t str> {
    types.iter().map(|it| it.name.as_str()).find(|it| it.eq_ignore_ascii_case(name))
}

fn only_type<'t>(wanted: &[String], types: &'t [ResourceType]) -> Option<&'t str> {
    let mut inside = wanted.iter().filter(|it| !is_outside(it));
    match (inside.next(), inside.next()) {
        (Some(one), None) => known_type(one, types),
        _ => None,
    }
}

/// Whether a reference type says that a link leads to something that is no resource (RFC 7643 §7).
pub(crate) fn is_outside(reference_type: &str) -> bool {
    ["external", "uri", "url"].iter().any(|it| it.eq_ignore_ascii_case(reference_type))
}

fn is_absolute(uri: &str) -> bool {
    uri.contains("://")
}

fn text_member<'a>(object: &'a Map<String, Value>, name: &str) -> Option<(&'a str, &'a str)> {
    let (served, value) = member(object, name)?;
    value.as_str().filter(|it| !it.is_empty()).map(|it| (served, it))
}
