//! What the draft of a new resource begins with.

use serde_json::{Map, Value};

use super::without_secrets;
use crate::put::put;
use crate::schema::{Attribute, Uniqueness};
use crate::urn;
use crate::view::TypeModel;

/// A new resource before anybody has typed anything: its schema, and `active` where the type has that.
///
/// ```
/// use scim::{builtin, edit::blank, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// assert_eq!(blank(&model), serde_json::json!({"schemas": [scim::urn::USER], "active": true}));
/// ```
#[must_use]
pub fn blank(model: &TypeModel) -> Value {
    let mut members = Map::new();
    let uri = match &model.base {
        Some(base) => base.id.clone(),
        None => model.resource_type.schema.clone(),
    };
    members.insert("schemas".to_owned(), Value::Array(vec![Value::String(uri)]));
    let base = model.base.as_deref();
    if base.and_then(|it| it.attribute("active")).is_some() {
        members.insert("active".to_owned(), Value::Bool(true));
    }
    Value::Object(members)
}

/// A new resource like another one: without what only one resource can have, which is what the server sets, what is unique
/// (RFC 7643 §7), secrets, and `externalId`.
///
/// ```
/// use scim::{builtin, edit::cloned, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let user = serde_json::json!({"id": "7", "userName": "ada", "externalId": "x", "title": "Guide"});
/// assert_eq!(cloned(&user, &model)["title"], "Guide");
/// assert!(cloned(&user, &model).get("userName").is_none());
/// ```
#[must_use]
pub fn cloned(resource: &Value, model: &TypeModel) -> Value {
    let (resource, _) = without_secrets(resource, model);
    let mut body = put(&Value::Null, &resource, model).body;
    let Some(members) = body.as_object_mut() else { return body };
    let base = model.base.as_deref();
    members.retain(|name, _| {
        let is_unique = base.and_then(|it| it.attribute(name)).is_some_and(is_unique);
        !is_unique && !name.eq_ignore_ascii_case("externalId")
    });
    for schema in &model.extensions {
        let held = members.iter_mut().find(|(name, _)| urn::same(name, &schema.id));
        if let Some(held) = held.and_then(|(_, it)| it.as_object_mut()) {
            held.retain(|name, _| !schema.attribute(name).is_some_and(is_unique));
        }
    }
    body
}

fn is_unique(attribute: &Attribute) -> bool {
    attribute.uniqueness != Uniqueness::None
}
