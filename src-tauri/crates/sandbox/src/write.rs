//! Creating, replacing, patching and deleting resources (RFC 7644 §3.3, §3.5, §3.6), whichever way they are asked for.

use std::sync::Arc;

use axum::http::StatusCode;
use scim::etag::{Condition, EntityTag};
use scim::finding::Severity;
use scim::patch::{self, PatchRequest};
use scim::validate::{Purpose, Violation, validate};
use serde_json::{Map, Value};

use crate::directory::By;
use crate::kind::Kind;
use crate::quirk::{self, Quirk, Quirks};
use crate::refusal::Refusal;
use crate::resource::Resource;
use crate::settle::{Settled, settle};
use crate::store::{Cause, Edit};

/// Rules of validation that this server does not insist on: it says itself which schemas a resource uses.
const FORGIVEN: [&str; 1] = ["extension-not-listed"];

/// Rules that are about the shape of the message and not about a value in it.
const SHAPE: [&str; 6] = [
    "not-an-object",
    "missing-schemas",
    "schemas-shape",
    "unknown-schema-uri",
    "version-1-urn",
    "base-schema-missing",
];

/// Which resource is meant, and as what state of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'r> {
    pub(crate) kind: Kind,
    pub(crate) id: &'r str,
    /// The text of `If-Match`, or of `version` in a bulk request.
    pub(crate) if_match: Option<&'r str>,
    /// The text of `If-None-Match`.
    pub(crate) if_none_match: Option<&'r str>,
}

/// Creates a resource under an id that is free.
pub(crate) fn create(
    edit: &mut Edit<'_>,
    (kind, id): (Kind, &str),
    body: &Value,
    quirks: Quirks,
) -> Result<Arc<Resource>, Refusal> {
    let body = quirk::check_write(quirks, kind, body, Purpose::Create)?;
    let written = check(kind, &body, Purpose::Create)?;
    let Settled { mut members, .. } = settle(kind, id, written, None)?;
    check_unique(edit, kind, id, &members, quirks)?;
    edit.connect(kind, id, &mut members, None)?;
    edit.put(kind, id, members, Cause::Created);
    edit.follow(kind, id, None);
    edit.get(kind, id).ok_or_else(|| Refusal::no_resource(id))
}

/// Replaces a resource.
pub(crate) fn replace(
    edit: &mut Edit<'_>,
    target: Target<'_>,
    body: &Value,
    quirks: Quirks,
) -> Result<Arc<Resource>, Refusal> {
    let before = open(edit, target, quirks)?;
    let body = quirk::check_write(quirks, target.kind, body, Purpose::Replace)?;
    let held = before.value();
    let body = quirk::bend_replacement(quirks, &body, &held);
    let written = check(target.kind, &body, Purpose::Replace)?;
    keep(edit, target, &before, written, quirks)
}

/// Applies a PATCH request.
pub(crate) fn patch(
    edit: &mut Edit<'_>,
    target: Target<'_>,
    body: &Value,
    quirks: Quirks,
) -> Result<Arc<Resource>, Refusal> {
    let before = open(edit, target, quirks)?;
    let read = PatchRequest::from_json(body, target.kind.uris()).map_err(refused)?;
    let mut request = read.value;
    drop_inner_schemas(target.kind, &mut request);
    quirk::bend_patch(quirks, body, &mut request)?;
    if request.operations.is_empty() || quirks.has(Quirk::PatchWithoutEffect) {
        return Ok(before);
    }
    let settings = quirk::patch_settings(quirks);
    let held = Value::Object(before.value());
    let patched = patch::patched(&held, &request, Some(target.kind.model()), &settings);
    let mut after = patched.map_err(refused)?;
    quirk::bend_patched(quirks, &mut after)?;
    let written = check(target.kind, &after, Purpose::Replace)?;
    keep(edit, target, &before, written, quirks)
}

/// Leaves `schemas` out of the objects of extensions: some clients write it there as into a resource, and it says nothing.
fn drop_inner_schemas(kind: Kind, request: &mut PatchRequest) {
    let is_extension = |name: &str| kind.uris().iter().skip(1).any(|it| scim::urn::same(it, name));
    for operation in &mut request.operations {
        let Some(Value::Object(value)) = &mut operation.value else { continue };
        match &operation.path {
            Some(path) if is_extension(&path.to_string()) => drop(value.shift_remove("schemas")),
            Some(_) => {}
            None => {
                let inner = value.iter_mut().filter(|(name, _)| is_extension(name));
                for inside in inner.filter_map(|(_, it)| it.as_object_mut()) {
                    inside.shift_remove("schemas");
                }
            }
        }
    }
}

/// Deletes a resource.
pub(crate) fn delete(
    edit: &mut Edit<'_>,
    target: Target<'_>,
    quirks: Quirks,
) -> Result<(), Refusal> {
    let before = open(edit, target, quirks)?;
    if target.kind == Kind::User && quirks.has(Quirk::DeleteDeactivates) {
        let mut members = before.value();
        members.insert("active".to_owned(), Value::Bool(false));
        edit.put(target.kind, target.id, members, Cause::Changed);
        return Ok(());
    }
    edit.remove(target.kind, target.id);
    edit.follow(target.kind, target.id, Some(&before));
    Ok(())
}

/// The resource as it is, if it is the one that the client means to change.
fn open(edit: &Edit<'_>, target: Target<'_>, quirks: Quirks) -> Result<Arc<Resource>, Refusal> {
    let found = edit.get(target.kind, target.id);
    let found = found.filter(|it| !quirk::is_gone(quirks, target.kind, it));
    let found = found.ok_or_else(|| Refusal::no_resource(target.id))?;
    let current = EntityTag::parse(found.version());
    let unwanted = target.if_none_match.and_then(Condition::parse);
    if unwanted.is_some_and(|it| !it.if_none_match(current.as_ref())) {
        let text = format!("the resource is at version {}, which was not to be", found.version());
        return Err(Refusal::new(StatusCode::PRECONDITION_FAILED, text));
    }
    let Some(given) = target.if_match else {
        if quirks.has(Quirk::NeedsIfMatch) {
            let text = "this server changes nothing without If-Match";
            return Err(Refusal::new(StatusCode::PRECONDITION_REQUIRED, text));
        }
        return Ok(found);
    };
    let Some(condition) = Condition::parse(given) else {
        let text = format!("If-Match is no list of ETags: {given}");
        return Err(Refusal::bad("invalidValue", text));
    };
    let fits = match (&condition, quirks.has(Quirk::StrongIfMatch)) {
        (Condition::Tags(tags), true) => {
            current.as_ref().is_some_and(|it| tags.iter().any(|tag| tag.is_identical(it)))
        }
        _ => condition.if_match(current.as_ref()),
    };
    if fits {
        return Ok(found);
    }
    let text = format!("the resource is at version {}, not at {given}", found.version());
    Err(Refusal::new(StatusCode::PRECONDITION_FAILED, text))
}

/// Keeps a changed resource, if it is another one than before.
fn keep(
    edit: &mut Edit<'_>,
    target: Target<'_>,
    before: &Arc<Resource>,
    written: &Map<String, Value>,
    quirks: Quirks,
) -> Result<Arc<Resource>, Refusal> {
    let Target { kind, id, .. } = target;
    let held = before.value();
    let Settled { mut members, has_secrets } = settle(kind, id, written, Some(&held))?;
    edit.connect(kind, id, &mut members, Some(&held))?;
    if members == held && !has_secrets {
        return Ok(Arc::clone(before));
    }
    check_unique(edit, kind, id, &members, quirks)?;
    edit.put(kind, id, members, Cause::Changed);
    edit.follow(kind, id, Some(before));
    edit.get(kind, id).ok_or_else(|| Refusal::no_resource(id))
}

/// What a client sent, if the schemas allow it.
fn check(kind: Kind, body: &Value, purpose: Purpose) -> Result<&Map<String, Value>, Refusal> {
    let found = validate(body, kind.model(), purpose);
    let is_grave = |it: &&Violation| {
        it.finding.severity == Severity::Error && !FORGIVEN.contains(&it.finding.rule.as_str())
    };
    if let Some(first) = found.iter().find(is_grave) {
        let scim_type = match first.finding.rule.as_str() {
            rule if SHAPE.contains(&rule) => "invalidSyntax",
            "immutable-changed" => "mutability",
            _ => "invalidValue",
        };
        let place = if first.path.is_empty() { "" } else { &format!("{}: ", first.path) };
        return Err(Refusal::bad(scim_type, format!("{place}{}", first.finding.message)));
    }
    body.as_object().ok_or_else(|| Refusal::bad("invalidSyntax", "a resource is a JSON object"))
}

/// Nobody else may have a unique name (RFC 7643 §7).
fn check_unique(
    edit: &Edit<'_>,
    kind: Kind,
    id: &str,
    members: &Map<String, Value>,
    quirks: Quirks,
) -> Result<(), Refusal> {
    let attribute = kind.name_attribute();
    let Some(name) = members.get(attribute).and_then(Value::as_str) else { return Ok(()) };
    if !kind.is_name_unique() {
        return Ok(());
    }
    let others = edit.directory.of(kind).indexed(kind, By::Name, name);
    let taken = others.into_iter().filter(|it| it.id() != id).any(|it| {
        !quirks.has(Quirk::CaseVariantsPass) || it.member_text(attribute).as_deref() == Some(name)
    });
    match taken {
        true => {
            Err(Refusal::conflict(format!("another {} has the {attribute} {name}", kind.name())))
        }
        false => Ok(()),
    }
}

fn refused(error: patch::PatchError) -> Refusal {
    let place = match error.pointer.as_str() {
        "" => String::new(),
        pointer => format!(" (at {pointer})"),
    };
    Refusal::bad(error.kind.scim_type(), format!("{}{place}", error.message))
}
