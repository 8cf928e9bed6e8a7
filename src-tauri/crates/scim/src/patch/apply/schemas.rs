//! `schemas` follows the extensions: the URI comes with the first attribute and goes with the last
//! (RFC 7644 §3.5.2, RFC 7643 §3).

use serde_json::{Map, Value};

use super::{Work, remove};
use crate::patch::same::is_unassigned;
use crate::patch::target::member_mut;
use crate::urn;

/// Brings `schemas` in step with an extension that was just changed. A resource without `schemas` stays without.
pub(super) fn follow(
    extension: Option<&str>,
    resource: &mut Map<String, Value>,
    work: &mut Work<'_>,
) {
    let Some(uri) = extension else { return };
    let in_use = member_mut(resource, uri).is_some_and(|it| !is_unassigned(it));
    if !in_use {
        remove(resource, uri);
    }
    let Some(Value::Array(schemas)) = member_mut(resource, "schemas") else { return };
    work.steps.add(schemas.len());
    let names_it = |it: &Value| it.as_str().is_some_and(|it| urn::same(it, uri));
    let listed = schemas.iter().position(names_it);
    match (in_use, listed) {
        (true, None) => {
            schemas.push(Value::from(uri));
            work.arrays.forget(&super::top("schemas"));
            work.changes.add(|| "schemas".to_owned(), None, Some(Value::from(uri)));
        }
        (false, Some(at)) => {
            let removed = schemas.remove(at);
            work.arrays.forget(&super::top("schemas"));
            work.changes.add(|| "schemas".to_owned(), Some(removed), None);
        }
        _ => {}
    }
}
