//! What a request body says that it is: its `schemas`, and the shape of a search.

use serde_json::{Map, Value};

use crate::finding::{Findings, Severity, pointer_to};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::place::Target;
use crate::lint::settings::is_extension;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Body, Method, Subject, lacks_schemas};
use crate::lint::writes::{Act, Write};
use crate::message::SearchRequest;
use crate::patch::PATCH_OP;
use crate::read::{kind, member};
use crate::urn;
use crate::validate::{Purpose, validate};
use crate::view::TypeModel;

const BODY: Part = Part::RequestBody;

/// R16
pub(crate) fn schemas(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    if let Some(body) = subject.request_object() {
        let message = match (subject.method, &subject.place.target) {
            (Method::Post, Target::Search) => Some(urn::SEARCH_REQUEST),
            (Method::Post, Target::Bulk) => Some(urn::BULK_REQUEST),
            _ => None,
        };
        spots.extend(message.map(|uri| of_message(body, "", uri)).unwrap_or_default());
    }
    for write in subject.writes() {
        if write.act == Act::Patch {
            spots.extend(of_message(write.body, &write.pointer, PATCH_OP));
        } else {
            lacking = lacking.or(lacks_schemas(write.model));
            spots.extend(of_resource(&write));
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// The entries of `schemas` with their pointers, or what is wrong with it.
fn entries<'v>(body: &'v Map<String, Value>, at: &str) -> Result<Vec<(String, &'v str)>, Spot> {
    match member(body, "schemas") {
        Some((name, Value::Array(values))) if !values.is_empty() => {
            let pointer = pointer_to(at, name);
            let numbered = values.iter().enumerate();
            let texts = numbered.map(|(at, it)| (pointer_to(&pointer, at), it.as_str()));
            Ok(texts.map(|(at, it)| (at, it.unwrap_or_default())).collect())
        }
        Some((name, Value::Array(_))) => {
            Err(Spot::at(BODY, pointer_to(at, name), "`schemas` is empty; servers refuse that."))
        }
        Some((name, other)) if !other.is_null() => {
            let text = format!("`schemas` is an array of URIs, but here is {}.", kind(other));
            Err(Spot::at(BODY, pointer_to(at, name), text))
        }
        _ => Err(Spot::at(BODY, at, "`schemas` is missing; most servers answer 400.")),
    }
}

fn of_message(body: &Map<String, Value>, at: &str, uri: &str) -> Vec<Spot> {
    let entries = match entries(body, at) {
        Ok(entries) => entries,
        Err(spot) => return vec![spot],
    };
    let mut spots: Vec<Spot> =
        entries.iter().filter_map(|(at, it)| other_case(at, it, &[uri])).collect();
    if !entries.iter().any(|(_, it)| urn::same(it, uri)) {
        let text = format!("`schemas` should name `{uri}`.");
        spots.push(Spot::at(BODY, pointer_to(at, "schemas"), text));
    }
    spots
}

fn of_resource(write: &Write<'_>) -> Vec<Spot> {
    let entries = match entries(write.body, &write.pointer) {
        Ok(entries) => entries,
        Err(spot) => return vec![spot],
    };
    let uris = write.uris();
    let is_served = write.model.is_some_and(|it| it.is_served);
    let mut spots = Vec::new();
    for (at, uri) in &entries {
        if let Some(spot) = other_case(at, uri, &uris) {
            spots.push(spot);
        } else if urn::is_version_one(uri) {
            let text = format!("`{uri}` is a URI of SCIM 1.1; a SCIM 2.0 server does not know it.");
            spots.push(Spot::at(BODY, at, text));
        } else if is_served && !uris.iter().any(|it| urn::same(it, uri)) {
            let text = format!("`{uri}` is no schema of this resource type.");
            spots.push(Spot::at(BODY, at, text));
        }
    }
    let base = write.model.map(|it| it.model.resource_type.schema.as_str()).unwrap_or_default();
    if !base.is_empty() && !entries.iter().any(|(_, it)| urn::same(it, base)) {
        let text = format!("`schemas` does not name `{base}`, the schema of this resource type.");
        spots.push(Spot::at(BODY, pointer_to(&write.pointer, "schemas"), text));
    }
    for (name, _) in write.body.iter().filter(|(name, it)| it.is_object() && name.contains(':')) {
        let is_listed = entries.iter().any(|(_, it)| urn::same(it, name));
        if is_extension(name, &uris) && !is_listed {
            let text = format!("The extension `{name}` is used but not listed in `schemas`.");
            spots.push(Spot::at(BODY, pointer_to(&write.pointer, name), text));
        }
    }
    spots
}

fn other_case(at: &str, uri: &str, known: &[&str]) -> Option<Spot> {
    let meant = known.iter().find(|it| urn::same(it, uri))?;
    let text = format!("`{uri}` is written `{meant}`; strict servers compare letter by letter.");
    (*meant != uri).then(|| Spot::at(BODY, at, text).weighs(Severity::Warning))
}

/// X14
pub(crate) fn search(subject: &Subject<'_>) -> Verdict {
    if subject.method != Method::Post || subject.place.target != Target::Search {
        return Verdict::Clean;
    }
    let Body::Json(parsed) = subject.request() else { return Verdict::Clean };
    if !parsed.value.is_object() {
        let text = format!("A search is an object, but here is {}.", kind(&parsed.value));
        return Verdict::of([Spot::at(BODY, "", text)]);
    }
    let told = [
        "search-schemas",
        "search-out-of-range",
        "sort-order",
        "sort-order-case",
        "attributes-exclude-each-other",
        "cursor-and-index",
    ];
    let read = SearchRequest::read_body(&parsed.value, Findings::default());
    let own = read.findings.iter().filter(|it| !told.contains(&it.rule.as_str()));
    Verdict::of(own.map(|it| Spot::read(BODY, it)).collect::<Vec<_>>())
}

/// What rules of their own tell of a request.
const TOLD_OF_REQUESTS: [&str; 14] = [
    "missing-schemas",
    "schemas-shape",
    "unknown-schema-uri",
    "version-1-urn",
    "base-schema-missing",
    "extension-not-listed",
    "schema-uri-case",
    "boolean-as-text",
    "several-primaries",
    "read-only-sent",
    "server-attribute-repeated",
    "immutable-changed",
    "duplicate-member",
    "number-range",
];

/// X17
pub(crate) fn fits_schemas(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes().iter().filter(|it| it.act != Act::Patch) {
        let Some(model) = write.model.filter(|it| it.is_served) else {
            lacking = Some(Need::Schemas);
            continue;
        };
        let purpose = if write.act == Act::Create { Purpose::Create } else { Purpose::Replace };
        let body = Value::Object(write.body.clone());
        let told = violations(&body, model.model, purpose, &TOLD_OF_REQUESTS);
        spots.extend(told.map(|it| Spot::read(BODY, &it).below(&write.pointer)));
    }
    Verdict::or_lacking(spots, lacking)
}

/// What validation finds, without what rules of their own tell.
pub(super) fn violations<'t>(
    resource: &Value,
    model: &TypeModel,
    purpose: Purpose,
    told: &'t [&'t str],
) -> impl Iterator<Item = crate::finding::Finding> + use<'t> {
    let found = validate(resource, model, purpose).into_iter().map(|it| it.finding);
    found.filter(|it| !told.contains(&it.rule.as_str()))
}
