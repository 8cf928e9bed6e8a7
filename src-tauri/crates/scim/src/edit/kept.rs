//! A resource as it may be kept: without its secrets.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::schema::Attribute;
use crate::steps;
use crate::urn;
use crate::validate::is_secret;
use crate::view::TypeModel;

/// Whether resources of this type may hold secrets by their schemas.
#[must_use]
pub fn can_hold_secrets(model: &TypeModel) -> bool {
    model.attributes().any(|(_, it)| is_secret(it) || it.sub_attributes.iter().any(is_secret))
}

/// A resource without its secrets, which are never kept, and the paths of those that it had. `password` is one whatever a
/// schema says of it (RFC 7643 §4.1.1).
///
/// ```
/// use scim::{builtin, edit::without_secrets, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let user = serde_json::json!({"userName": "ada", "password": "t1meMa$heen"});
/// let (kept, secrets) = without_secrets(&user, &model);
/// assert_eq!(kept, serde_json::json!({"userName": "ada"}));
/// assert_eq!(secrets, ["password"]);
/// ```
#[must_use]
pub fn without_secrets(resource: &Value, model: &TypeModel) -> (Value, Vec<String>) {
    let mut taken = Vec::new();
    let mut resource = resource.clone();
    if let Some(members) = resource.as_object_mut() {
        let names: Vec<String> = members.keys().cloned().collect();
        for name in names {
            let extension = model.extensions.iter().find(|it| urn::same(&it.id, &name));
            match extension {
                Some(schema) => {
                    let held = members.get_mut(&name).and_then(Value::as_object_mut);
                    let prefix = format!("{}:", schema.id);
                    take(held, &prefix, &|it| schema.attribute(it), &mut taken);
                }
                None if names_password(&name) => {
                    members.shift_remove(&name);
                    taken.push(name);
                }
                // What no schema defines may be a resource that was pasted below the name of its schema.
                None if model.attribute(None, &name).is_none() => {
                    if let Some(value) = members.get_mut(&name) {
                        take_passwords(value, &name, &mut taken);
                    }
                }
                None => {}
            }
        }
        let base = model.base.as_deref();
        let define = |it: &str| base.and_then(|base| base.attribute(it));
        take(Some(members), "", &define, &mut taken);
    }
    (resource, taken)
}

/// `password`, also as the last part of an attribute URN (RFC 7643 §4.1.1, RFC 7644 §3.10).
pub(super) fn names_password(name: &str) -> bool {
    name.rsplit([':', '.']).next().is_some_and(|it| it.trim().eq_ignore_ascii_case("password"))
}

fn take_passwords(value: &mut Value, path: &str, taken: &mut Vec<String>) {
    steps::count(1);
    match value {
        Value::Array(values) => values.iter_mut().for_each(|it| take_passwords(it, path, taken)),
        Value::Object(members) => {
            let before = members.len();
            members.retain(|name, _| !names_password(name));
            if members.len() < before {
                taken.push(format!("{path}.password"));
            }
            members.iter_mut().for_each(|(name, it)| {
                take_passwords(it, &format!("{path}.{name}"), taken);
            });
        }
        _ => {}
    }
}

fn take<'a>(
    members: Option<&mut Map<String, Value>>,
    prefix: &str,
    define: &dyn Fn(&str) -> Option<&'a Attribute>,
    taken: &mut Vec<String>,
) {
    let Some(members) = members else { return };
    let names: Vec<String> = members.keys().cloned().collect();
    steps::count(names.len());
    let mut secret = HashSet::new();
    for name in names {
        let Some(attribute) = define(&name) else { continue };
        let path = format!("{prefix}{}", attribute.name);
        if is_secret(attribute) {
            secret.insert(name);
            taken.push(path);
            continue;
        }
        if !attribute.sub_attributes.iter().any(is_secret) {
            continue;
        }
        let inner = |it: &str| attribute.sub_attribute(it);
        match members.get_mut(&name) {
            Some(Value::Array(values)) => {
                for value in values {
                    take(value.as_object_mut(), &format!("{path}."), &inner, taken);
                }
            }
            Some(value) => take(value.as_object_mut(), &format!("{path}."), &inner, taken),
            None => {}
        }
    }
    if !secret.is_empty() {
        members.retain(|name, _| !secret.contains(name));
    }
}
