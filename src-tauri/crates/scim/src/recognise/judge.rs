//! What deviates in a document, by what it is.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{Kind, Reader, kind};
use crate::bulk::{BulkRequest, BulkResponse};
use crate::finding::{Finding, Findings, Parsed, Rule};
use crate::message::{ErrorBody, ListResponse, NotScim, SearchRequest, text_oddities};
use crate::patch::PatchRequest;
use crate::read::member;
use crate::validate::{Purpose, validate};
use crate::view::TypeModel;
use crate::{provider_config, resource_type, schema, urn};

const VERSION_ONE: Rule = Rule::error("version-1-urn", "RFC 7643 §3");
const NO_TYPE: Rule = Rule::error("missing-schemas", "RFC 7643 §3");
const UNKNOWN_TYPE: Rule = Rule::info("unknown-resource-type", "RFC 7643 §6");
const UNREADABLE: Rule = Rule::error("unreadable-document", "RFC 7644 §3.1");
const UNKNOWN: Rule = Rule::error("not-scim", "RFC 7644 §3.1");

/// What a reader says when a list was asked for and one entry came; here nothing was asked for.
const ONE_ALONE: &str = "S04";

pub(super) fn findings(
    reader: &Reader<'_>,
    kind: &Kind,
    value: &Value,
    text: Option<&str>,
) -> Vec<Finding> {
    let written = || text.map_or_else(|| value.to_string(), str::to_owned);
    match kind {
        Kind::ListResponse => {
            let text = written();
            of(ListResponse::parse(&text).map(|it| Parsed { value: (), findings: it.findings }))
        }
        Kind::Schema => alone(of(schema::parse_all(&written()))),
        Kind::ResourceType => alone(of(resource_type::parse_all(&written()))),
        Kind::ServiceProviderConfig => of(provider_config::parse(&written())),
        Kind::BulkRequest => BulkRequest::read(value, Findings::default()).findings,
        Kind::BulkResponse => BulkResponse::read(value, Findings::default()).findings,
        Kind::SearchRequest => SearchRequest::read_body(value, Findings::default()).findings,
        Kind::Error => ErrorBody::parse(&written()).map(|it| it.findings).unwrap_or_default(),
        Kind::PatchOp => patch(reader, value),
        Kind::Attribute => attribute(value),
        Kind::Resource(_) => resource(reader, value, text),
        Kind::VersionOneResource | Kind::VersionOnePatch => version_one(value),
        Kind::Unknown if matches!(value, Value::Array(_) | Value::Object(_)) => Vec::new(),
        Kind::Unknown => vec![UNKNOWN.at("", "This is JSON, but nothing of SCIM.")],
        Kind::Recording(_) | Kind::Array | Kind::Samples => Vec::new(),
    }
}

fn of<T>(read: Result<Parsed<T>, NotScim>) -> Vec<Finding> {
    match read {
        Ok(parsed) => parsed.findings,
        Err(error) => {
            vec![UNREADABLE.at("", format!("This cannot be read as what it seems to be: {error}."))]
        }
    }
}

fn alone(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.retain(|it| it.rule != ONE_ALONE);
    findings
}

fn patch(reader: &Reader<'_>, value: &Value) -> Vec<Finding> {
    let models = reader.models.iter().chain(reader.known);
    let uris: Vec<&str> = models.flat_map(TypeModel::uris).collect();
    match PatchRequest::from_json(value, &uris) {
        Ok(parsed) => parsed.findings,
        Err(error) => {
            let refused = Rule::error(error.kind.scim_type(), "RFC 7644 §3.5.2");
            vec![refused.at(error.pointer.clone(), format!("A server refuses this: {error}."))]
        }
    }
}

/// A definition is read as that of a schema which has only this attribute.
fn attribute(value: &Value) -> Vec<Finding> {
    let schema = serde_json::json!({"id": "urn:x", "schemas": [urn::SCHEMA], "meta": {}, "attributes": [value]});
    let mut findings = alone(of(schema::parse_all(&schema.to_string())));
    for it in &mut findings {
        it.pointer = it.pointer.strip_prefix("/attributes/0").unwrap_or_default().to_owned();
    }
    findings
}

fn version_one(value: &Value) -> Vec<Finding> {
    let Value::Object(members) = value else { return Vec::new() };
    let old: Vec<String> =
        kind::schemas(members).into_iter().filter(|it| urn::is_version_one(it)).collect();
    let text =
        format!("`{}` is of SCIM 1.1; a server of SCIM 2.0 does not know it.", old.join("`, `"));
    vec![VERSION_ONE.at("/schemas", text)]
}

fn resource(reader: &Reader<'_>, value: &Value, text: Option<&str>) -> Vec<Finding> {
    let Value::Object(members) = value else { return Vec::new() };
    let mut findings = Findings::default();
    if let Some(text) = text {
        text_oddities(text, &mut findings);
    }
    // A resource that a server made has an id; one that is to be made has none.
    let has = |name: &str| member(members, name).is_some_and(|(_, it)| !it.is_null());
    let purpose = if has("id") || has("meta") { Purpose::Response } else { Purpose::Create };
    match model(reader, members) {
        Some(model) => {
            for it in validate(value, model, purpose) {
                findings.push(it.finding);
            }
        }
        None => match kind::schemas(members).first() {
            Some(uri) => {
                let text = format!("Nothing is known of `{uri}`, so the values are not judged.");
                findings.add(UNKNOWN_TYPE, "/schemas", text);
            }
            None => findings.add(NO_TYPE, "", "The resource does not say its `schemas`."),
        },
    }
    findings.into_parsed(()).findings
}

/// The model by which a resource is judged: by its URIs, by what `meta` says, and by members that only one type has.
fn model<'r>(reader: &'r Reader<'_>, members: &Map<String, Value>) -> Option<&'r TypeModel> {
    let schemas = kind::schemas(members);
    let models = || reader.models.iter().chain(reader.known);
    crate::steps::count(schemas.len());
    let listed: HashSet<String> = schemas.iter().map(|it| it.to_ascii_lowercase()).collect();
    let is_listed = |uri: &str| !listed.is_empty() && listed.contains(&uri.to_ascii_lowercase());
    let by_schema = models().find(|it| is_listed(&it.resource_type.schema));
    let by_extension = || {
        let extends = |it: &&TypeModel| it.extensions.iter().any(|it| is_listed(&it.id));
        models().find(extends)
    };
    let named = |name: &str| models().find(|it| it.resource_type.name.eq_ignore_ascii_case(name));
    let by_meta = || {
        let meta = member(members, "meta")?.1.as_object()?;
        named(member(meta, "resourceType")?.1.as_str()?)
    };
    let by_member = || match () {
        () if !schemas.is_empty() => None,
        () if member(members, "userName").is_some() => named("User"),
        () if member(members, "members").is_some() => named("Group"),
        () => None,
    };
    by_schema.or_else(by_extension).or_else(by_meta).or_else(by_member)
}

/// The kind of a resource with the name of its type, as far as that can be told.
pub(super) fn named(reader: &Reader<'_>, kind: Kind, value: &Value) -> Kind {
    let (Kind::Resource(_), Value::Object(members)) = (&kind, value) else { return kind };
    let by_model = model(reader, members).map(|it| it.resource_type.name.clone());
    let by_uri = || {
        let schemas = kind::schemas(members);
        let last = schemas.first()?.rsplit(':').next()?.to_owned();
        Some(last).filter(|it| !it.is_empty())
    };
    Kind::Resource(by_model.or_else(by_uri))
}
