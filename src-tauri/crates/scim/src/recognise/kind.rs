//! By what a document is recognised: first by its shape where that is telling, since some documents carry a wrong URI;
//! then by its URIs; then by the names of its members.

use serde_json::{Map, Value};

use super::{Kind, recording};
use crate::message::{ErrorBody, SEARCH_NAMES};
use crate::patch::PATCH_OP;
use crate::path::is_attribute_name;
use crate::read::{member, scalar_text};
use crate::urn;

/// Members that only a service provider configuration has as objects.
const CAPABILITIES: &[&str] =
    &["patch", "bulk", "filter", "changePassword", "sort", "etag", "pagination"];
/// Members that say that an object with a name and a type defines an attribute.
const DEFINING: &[&str] =
    &["multiValued", "mutability", "returned", "uniqueness", "subAttributes", "caseExact"];
/// Members of which a resource has at least one.
const TELLING: &[&str] =
    &["id", "meta", "externalId", "userName", "displayName", "members", "emails", "active"];

pub(super) fn of(value: &Value) -> Kind {
    match value {
        Value::Array(_) => Kind::Array,
        Value::Object(members) => of_object(&Marks::of(members), value),
        _ => Kind::Unknown,
    }
}

/// What an object says of itself.
struct Marks<'a> {
    members: &'a Map<String, Value>,
    schemas: Vec<String>,
}

impl<'a> Marks<'a> {
    fn of(members: &'a Map<String, Value>) -> Self {
        Self { members, schemas: schemas(members) }
    }

    fn says(&self, uri: &str) -> bool {
        self.schemas.iter().any(|it| urn::same(it, uri))
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        member(self.members, name).map(|(_, it)| it)
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn is_array(&self, name: &str) -> bool {
        self.get(name).is_some_and(Value::is_array)
    }

    fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|it| self.has(it))
    }
}

pub(super) fn schemas(members: &Map<String, Value>) -> Vec<String> {
    match member(members, "schemas") {
        Some((_, Value::Array(values))) => values.iter().filter_map(scalar_text).collect(),
        Some((_, Value::String(one))) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// Those of SCIM 1.1, where there is none of SCIM 2.0.
pub(super) fn version_one_uris(value: &Value) -> Vec<String> {
    let Value::Object(members) = value else { return Vec::new() };
    let first = member(members, "Resources").and_then(|(_, it)| it.get(0)?.as_object());
    let mut uris = schemas(members);
    uris.extend(first.map(schemas).unwrap_or_default());
    if uris.iter().any(|it| urn::is_version_two(it)) {
        return Vec::new();
    }
    uris.retain(|it| urn::is_version_one(it));
    uris
}

fn of_object(marks: &Marks<'_>, value: &Value) -> Kind {
    if let Some(tool) = recording::tool(value) {
        return Kind::Recording(tool.to_owned());
    }
    let found = message(marks).or_else(|| description(marks)).or_else(|| resource(marks));
    found.unwrap_or_else(|| stranger(marks, value))
}

fn message(marks: &Marks<'_>) -> Option<Kind> {
    if marks.says(urn::ERROR) {
        return Some(Kind::Error);
    }
    if marks.is_array("Operations") || (marks.has("Operations") && !marks.has("Resources")) {
        return Some(operations(marks));
    }
    let is_capable = capabilities(marks) > 1;
    if (marks.has("Resources") || marks.has("totalResults") || marks.says(urn::LIST_RESPONSE))
        && !is_capable
    {
        return Some(Kind::ListResponse);
    }
    for (uri, kind) in [
        (PATCH_OP, Kind::PatchOp),
        (urn::BULK_REQUEST, Kind::BulkRequest),
        (urn::BULK_RESPONSE, Kind::BulkResponse),
        (urn::SEARCH_REQUEST, Kind::SearchRequest),
    ] {
        if marks.says(uri) {
            return Some(kind);
        }
    }
    None
}

/// Three messages have `Operations`; what an operation has tells them apart where no URI does.
fn operations(marks: &Marks<'_>) -> Kind {
    let first = marks.get("Operations").and_then(Value::as_array).and_then(|it| it.first());
    let has =
        |name: &str| first.and_then(Value::as_object).is_some_and(|it| member(it, name).is_some());
    if marks.says(PATCH_OP) {
        Kind::PatchOp
    } else if marks.says(urn::BULK_RESPONSE) {
        Kind::BulkResponse
    } else if marks.says(urn::BULK_REQUEST) {
        Kind::BulkRequest
    } else if has("method") && (has("status") || has("response")) {
        Kind::BulkResponse
    } else if has("method") {
        Kind::BulkRequest
    } else {
        Kind::PatchOp
    }
}

fn capabilities(marks: &Marks<'_>) -> usize {
    let is_one = |name: &&&str| marks.get(name).is_some_and(|it| it.is_object() || it.is_boolean());
    CAPABILITIES.iter().filter(is_one).count()
        + usize::from(marks.is_array("authenticationSchemes"))
}

fn description(marks: &Marks<'_>) -> Option<Kind> {
    if marks.says(urn::SERVICE_PROVIDER_CONFIG) || capabilities(marks) > 1 {
        return Some(Kind::ServiceProviderConfig);
    }
    let is_definition = |it: &Value| {
        let members = it.as_object();
        members.is_some_and(|it| member(it, "name").is_some() && member(it, "type").is_some())
    };
    let attributes = marks.get("attributes").and_then(Value::as_array);
    let defines = attributes.is_some_and(|it| it.iter().any(is_definition));
    if marks.says(urn::SCHEMA) || defines {
        return Some(Kind::Schema);
    }
    let is_type = marks.has("endpoint") && (marks.has("schema") || marks.has("schemaExtensions"));
    if marks.says(urn::RESOURCE_TYPE) || is_type {
        return Some(Kind::ResourceType);
    }
    (marks.has("name") && marks.has("type") && marks.has_any(DEFINING)).then_some(Kind::Attribute)
}

fn resource(marks: &Marks<'_>) -> Option<Kind> {
    if marks.schemas.iter().any(|it| urn::is_version_one(it)) {
        return Some(version_one(marks));
    }
    // A resource type may well have an attribute such as `filter`, so a search has nothing else.
    let names = || marks.members.keys().map(String::as_str);
    let is_search = marks.schemas.is_empty()
        && names().any(|it| it != "attributes" && it != "count")
        && names().all(|it| SEARCH_NAMES.iter().any(|known| known.eq_ignore_ascii_case(it)));
    if is_search {
        return Some(Kind::SearchRequest);
    }
    (!marks.schemas.is_empty()).then_some(Kind::Resource(None))
}

/// SCIM 1.1 removes attributes by `meta.attributes`, and values by an `operation` in them.
fn version_one(marks: &Marks<'_>) -> Kind {
    if marks.has("Resources") {
        return Kind::ListResponse;
    }
    let meta = marks.get("meta").and_then(Value::as_object);
    let removes = meta.is_some_and(|it| member(it, "attributes").is_some());
    let has_operation =
        |it: &Value| it.as_object().is_some_and(|it| member(it, "operation").is_some());
    let lists = marks.members.values().filter_map(Value::as_array);
    if removes || lists.flatten().any(has_operation) {
        Kind::VersionOnePatch
    } else {
        Kind::VersionOneResource
    }
}

/// An object without any URI.
fn stranger(marks: &Marks<'_>, value: &Value) -> Kind {
    if marks.has_any(TELLING) {
        return Kind::Resource(None);
    }
    if ErrorBody::of_success(value).is_some() {
        return Kind::Error;
    }
    if holds_documents(value) {
        return Kind::Unknown;
    }
    // Whatever has members with the names of attributes can be a resource of a type that is not said.
    let mut names = marks.members.keys();
    let is_resource = !marks.members.is_empty() && names.all(|it| is_attribute_name(it));
    if is_resource { Kind::Resource(None) } else { Kind::Unknown }
}

/// Whether documents that say what they are stand inside.
fn holds_documents(value: &Value) -> bool {
    let mut places = vec![(value, super::DEEPEST)];
    while let Some((value, depth)) = places.pop() {
        crate::steps::count(1);
        let inner: Vec<&Value> = match value {
            Value::Object(members) => members.values().collect(),
            Value::Array(values) => values.iter().collect(),
            _ => continue,
        };
        for it in inner {
            if is_marked(it) {
                return true;
            }
            if depth > 0 {
                places.push((it, depth - 1));
            }
        }
    }
    false
}

/// Whether a value says by a URI or by its shape what it is.
pub(super) fn is_marked(value: &Value) -> bool {
    let Value::Object(members) = value else { return false };
    crate::steps::count(members.len());
    let marks = Marks::of(members);
    message(&marks).or_else(|| description(&marks)).or_else(|| resource(&marks)).is_some()
        || marks.has_any(&["userName", "meta"])
        || (marks.has("name") && marks.has("email"))
}
