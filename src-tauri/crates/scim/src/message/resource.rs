//! One resource (RFC 7643 §3), or one discovery object.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::members::TWICE;
use super::oddity::{self, Oddity};
use super::text::{self, Entry, NotScim, start_of};
use crate::finding::{Findings, Parsed, Rule, pointer_to};
use crate::read::{kind, member, scalar_text};
use crate::{steps, urn};

const NO_ID: Rule = Rule::error("missing-id", "RFC 7643 §3.1");
const ODD_ID: Rule = Rule::error("id-not-a-string", "RFC 7643 §3.1");
const NO_SCHEMAS: Rule = Rule::error("missing-schemas", "RFC 7643 §3");
const VERSION_ONE: Rule = Rule::error("version-1-urn", "RFC 7643 §3");
const UNLISTED: Rule = Rule::warning("extension-not-in-schemas", "RFC 7643 §3.3");
const EMPTY_EXTENSION: Rule = Rule::warning("S16", "RFC 7643 §3.3");
const NO_META: Rule = Rule::info("S11", "RFC 7643 §3.1");
const WRAPPED: Rule = Rule::error("list-for-one", "RFC 7644 §3.4.1");
pub(super) const NUMBER: Rule = Rule::warning("number-precision", "RFC 8259 §6");
const TOO_MANY: Rule = Rule::error("array-for-one", "RFC 7644 §4");

/// Members of which a resource has at least one.
const TELLING: &[&str] = &["schemas", "id", "meta", "externalId", "userName", "displayName"];

/// Reads a single resource (RFC 7644 §3.4.1). Depth is bounded: more than 127 levels are refused.
///
/// # Errors
/// When the text is not JSON, or JSON of another kind (a list of several, an error body).
///
/// ```
/// let parsed = scim::message::resource(r#"{"userName": "bjensen"}"#).unwrap();
/// assert!(parsed.findings.iter().any(|it| it.rule == "missing-id"));
/// ```
pub fn resource(text: &str) -> Result<Parsed<Value>, NotScim> {
    let mut findings = Findings::default();
    let opened = text::open(text, &mut findings)?;
    let value = text::value(opened, &mut findings)?;
    let value = unwrap_list(value, opened, &mut findings)?;
    let Value::Object(members) = &value else {
        return Err(NotScim::other(format!("it is {}, not a resource", kind(&value)), opened));
    };
    refuse_error(members, opened)?;
    if !TELLING.iter().any(|it| member(members, it).is_some()) {
        return Err(NotScim::other("it has neither `schemas` nor `id`", opened));
    }
    report(members, &mut findings);
    text_oddities(opened, &mut findings);
    Ok(findings.into_parsed(value))
}

/// What the parser does not tell: members that stand twice, numbers that others round.
pub(crate) fn text_oddities(text: &str, findings: &mut Findings) {
    for oddity in oddity::find(text) {
        match oddity {
            Oddity::Twice { pointer, name } => {
                let text = format!(
                    "`{name}` stands here more than once; the last one is shown, all are in the JSON."
                );
                findings.add(TWICE, pointer, text);
            }
            // Told where it was read.
            Oddity::Deep { .. } => {}
            Oddity::Number { pointer, spelled } => {
                let text = format!(
                    "{spelled} is beyond 64 bits; it is kept as it is here, and many clients round it."
                );
                findings.add(NUMBER, pointer, text);
            }
        }
    }
}

/// The one object of a discovery answer, recognised by having one of `telling` or its URI in `schemas`. A list or
/// an array is read for its first object.
pub(crate) fn single_object(
    text: &str,
    telling: &[&str],
    uri: &str,
    findings: &mut Findings,
) -> Result<Entry, NotScim> {
    let opened = text::open(text, findings)?;
    let value = text::value(opened, findings)?;
    let found = pick_object(value, telling, findings);
    let Some((members, pointer)) = found else {
        return Err(NotScim::other("it is not an object", opened));
    };
    refuse_error(&members, opened)?;
    let says_so = schemas_of(&members).iter().any(|it| urn::same(it, uri));
    if !says_so && !telling.iter().any(|it| member(&members, it).is_some()) {
        let name = uri.rsplit(':').next().unwrap_or(uri);
        return Err(NotScim::OtherJson {
            reason: format!("it has nothing of a {name}"),
            snippet: start_of(opened),
        });
    }
    Ok(Entry { value: Value::Object(members), pointer })
}

fn pick_object(
    value: Value,
    telling: &[&str],
    findings: &mut Findings,
) -> Option<(Map<String, Value>, String)> {
    let (values, pointer) = match value {
        Value::Array(values) => (values, String::new()),
        Value::Object(members) => {
            let is_it = telling.iter().any(|it| member(&members, it).is_some());
            match member(&members, "Resources") {
                Some((name, Value::Array(values))) if !is_it => {
                    (values.clone(), pointer_to("", name))
                }
                _ => return Some((members, String::new())),
            }
        }
        _ => return None,
    };
    let text = "The answer is a list; it should be the one object. The first one is read.";
    findings.add(TOO_MANY, pointer.clone(), text);
    values.into_iter().enumerate().find_map(|(at, value)| match value {
        Value::Object(members) => Some((members, pointer_to(&pointer, at))),
        _ => None,
    })
}

fn refuse_error(members: &Map<String, Value>, text: &str) -> Result<(), NotScim> {
    if schemas_of(members).iter().any(|it| urn::same(it, urn::ERROR)) {
        return Err(NotScim::other("it is a SCIM error message", text));
    }
    Ok(())
}

fn schemas_of(members: &Map<String, Value>) -> Vec<String> {
    match member(members, "schemas") {
        Some((_, Value::Array(values))) => values.iter().filter_map(scalar_text).collect(),
        Some((_, Value::String(one))) => vec![one.clone()],
        _ => Vec::new(),
    }
}

/// A list of exactly one resource is taken for that resource.
fn unwrap_list(value: Value, text: &str, findings: &mut Findings) -> Result<Value, NotScim> {
    let Value::Object(members) = &value else { return Ok(value) };
    if !schemas_of(members).iter().any(|it| urn::same(it, urn::LIST_RESPONSE)) {
        return Ok(value);
    }
    match member(members, "Resources") {
        Some((name, Value::Array(values))) if values.len() == 1 => {
            let text = "The answer is a list of one; it should be the resource itself.";
            findings.add(WRAPPED, pointer_to("", name), text);
            Ok(values.first().cloned().unwrap_or_default())
        }
        _ => Err(NotScim::other("it is a list, not one resource", text)),
    }
}

fn report(members: &Map<String, Value>, findings: &mut Findings) {
    match member(members, "id").map(|(_, value)| value) {
        Some(Value::String(id)) if !id.is_empty() => {}
        Some(Value::Null) | Some(Value::String(_)) | None => {
            findings.add(NO_ID, "", "The resource has no `id`, so it cannot be asked for again.");
        }
        Some(other) => {
            findings.add(
                ODD_ID,
                "/id",
                format!("`id` should be a string, but is {}.", kind(other)),
            );
        }
    }
    let schemas = schemas_of(members);
    if schemas.is_empty() {
        findings.add(NO_SCHEMAS, "", "The resource does not say its `schemas`.");
    }
    for uri in schemas.iter().filter(|it| urn::is_version_one(it)) {
        let text = format!("`{uri}` is a URI of SCIM 1.1; SCIM 2.0 has others.");
        findings.add(VERSION_ONE, "/schemas", text);
    }
    report_extensions(members, &schemas, findings);
    report_meta(members, findings);
}

fn report_extensions(members: &Map<String, Value>, schemas: &[String], findings: &mut Findings) {
    steps::count(members.len() + schemas.len());
    let listed: HashSet<String> = schemas.iter().map(|it| it.to_ascii_lowercase()).collect();
    for (name, value) in members.iter().filter(|(name, _)| urn::looks_like_one(name)) {
        let pointer = pointer_to("", name);
        if value.as_object().is_some_and(Map::is_empty) {
            let text = format!("The extension `{name}` is there but empty.");
            findings.add(EMPTY_EXTENSION, pointer, text);
        } else if !listed.contains(&name.to_ascii_lowercase()) {
            let text = format!("The extension `{name}` is used but not listed in `schemas`.");
            findings.add(UNLISTED, pointer, text);
        }
    }
}

fn report_meta(members: &Map<String, Value>, findings: &mut Findings) {
    let Some((served, Value::Object(meta))) = member(members, "meta") else {
        findings.add(NO_META, "", "The resource has no `meta`.");
        return;
    };
    for name in ["resourceType", "created", "lastModified", "location"] {
        if member(meta, name).is_none_or(|(_, value)| value.is_null()) {
            findings.add(NO_META, pointer_to("", served), format!("`meta.{name}` is missing."));
        }
    }
}
