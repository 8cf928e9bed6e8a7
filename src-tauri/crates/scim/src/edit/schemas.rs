//! `schemas` of a draft: it names the extensions that are in use (RFC 7643 §3).

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::value::assigned;
use crate::members::Members;
use crate::read::{member, member_mut};
use crate::view::TypeModel;

/// Brings `schemas` in step with the extensions that came into use, or went out of it, from one draft to the next. What
/// it says of others is left as it is, and a draft without `schemas` stays without.
pub(crate) fn follow(base: Option<&Value>, before: &Value, draft: &mut Value, model: &TypeModel) {
    let (came, went) = changes(before, draft, model);
    if came.is_empty() && went.is_empty() {
        return;
    }
    let nothing = Map::new();
    let base = base.and_then(Value::as_object).unwrap_or(&nothing);
    let (was, named) = (Members::of(base), listed(base));
    // Some servers name every extension that they know. They go on doing so.
    let was_idle = |uri: &str| {
        assigned(was.find(uri).map(|(_, it)| it)).is_none()
            && named.contains(&uri.to_ascii_lowercase())
    };
    let went: HashSet<String> =
        went.into_iter().filter(|it| !was_idle(it)).map(|it| it.to_ascii_lowercase()).collect();
    let schemas = draft.as_object_mut().and_then(|it| member_mut(it, "schemas"));
    let Some(Value::Array(schemas)) = schemas else { return };
    let folded = |it: &Value| it.as_str().map(str::to_ascii_lowercase);
    schemas.retain(|it| folded(it).is_none_or(|it| !went.contains(&it)));
    let mut named: HashSet<String> = schemas.iter().filter_map(folded).collect();
    let new = came.into_iter().filter(|it| named.insert(it.to_ascii_lowercase()));
    schemas.extend(new.map(Value::from));
}

/// The extensions that one draft uses and the other does not.
fn changes(before: &Value, after: &Value, model: &TypeModel) -> (Vec<String>, Vec<String>) {
    let nothing = Map::new();
    let (before, after) =
        (before.as_object().unwrap_or(&nothing), after.as_object().unwrap_or(&nothing));
    let (were, are) = (Members::of(before), Members::of(after));
    let uses = |members: &Members<'_>, uri: &str| {
        members.find(uri).is_some_and(|(_, it)| assigned(Some(it)).is_some())
    };
    let listed = model.resource_type.schema_extensions.iter().map(|it| it.schema.as_str());
    let unlisted = before.keys().chain(after.keys()).map(String::as_str);
    let unlisted = unlisted.filter(|it| is_extension(it) && model.extension(it).is_none());
    let (mut came, mut went) = (Vec::new(), Vec::new());
    for uri in listed.chain(unlisted) {
        match (uses(&were, uri), uses(&are, uri)) {
            (false, true) => came.push(uri.to_owned()),
            (true, false) => went.push(uri.to_owned()),
            _ => {}
        }
    }
    (came, went)
}

/// Whether a member that no resource type lists is an extension: named by a URN (RFC 7643 §3.3).
fn is_extension(name: &str) -> bool {
    name.get(..4).is_some_and(|it| it.eq_ignore_ascii_case("urn:"))
}

/// What `schemas` names, in lower case.
fn listed(resource: &Map<String, Value>) -> HashSet<String> {
    let listed = member(resource, "schemas").and_then(|(_, it)| it.as_array());
    listed.into_iter().flatten().filter_map(Value::as_str).map(str::to_ascii_lowercase).collect()
}
