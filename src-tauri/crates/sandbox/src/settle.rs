//! From what a client wrote to what is kept: names as the schemas spell them, nothing that only the server sets, nothing
//! that is never returned, nothing without a value.

use scim::schema::{Attribute, Mutability, Returned};
use scim::view::TypeModel;
use serde_json::{Map, Value, json};

use crate::kind::Kind;
use crate::refusal::Refusal;

/// A resource as it is to be kept, but for the links.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) members: Map<String, Value>,
    /// Whether something was written that is never returned, such as a password. It is not kept: nobody can sign in here.
    pub(crate) has_secrets: bool,
}

/// Takes over what a client may set. `before` is the resource as it was, for what only the server sets.
pub(crate) fn settle(
    kind: Kind,
    id: &str,
    written: &Map<String, Value>,
    before: Option<&Map<String, Value>>,
) -> Result<Settled, Refusal> {
    let model = kind.model();
    let mut settling = Settling { has_secrets: false };
    let mut own = Map::new();
    let base: &[Attribute] =
        model.base.as_ref().map(|it| it.attributes.as_slice()).unwrap_or_default();
    let common = scim::builtin::common_attributes();
    let server_sets = |name: &str| ["schemas", "id", "meta"].contains(&name);
    for (name, value) in written {
        let attribute = common.iter().chain(base).find(|it| it.name.eq_ignore_ascii_case(name));
        if let Some(attribute) = attribute.filter(|it| !server_sets(&it.name)) {
            settling.take(attribute, value, &mut own);
        } else if let Some(extension) = model.extension(name) {
            let mut inside = Map::new();
            for (name, value) in value.as_object().into_iter().flatten() {
                if let Some(attribute) = extension.attribute(name) {
                    settling.take(attribute, value, &mut inside);
                }
            }
            keep_immutable(&extension.attributes, &mut inside, inside_of(before, &extension.id))?;
            if !inside.is_empty() {
                own.insert(extension.id.clone(), Value::Object(inside));
            }
        }
    }
    keep_immutable(base, &mut own, before)?;
    let schemas = used_schemas(model, &own);
    let mut members = Map::new();
    members.insert("schemas".to_owned(), json!(schemas));
    members.insert("id".to_owned(), json!(id));
    members.extend(own);
    keep_read_only(base, &mut members, before);
    if let Some(meta) = before.and_then(|it| it.get("meta")) {
        members.insert("meta".to_owned(), meta.clone());
    }
    Ok(Settled { members, has_secrets: settling.has_secrets })
}

struct Settling {
    has_secrets: bool,
}

impl Settling {
    fn take(&mut self, attribute: &Attribute, value: &Value, into: &mut Map<String, Value>) {
        if attribute.mutability == Mutability::ReadOnly {
            return;
        }
        if attribute.mutability == Mutability::WriteOnly || attribute.returned == Returned::Never {
            self.has_secrets |= !value.is_null();
            return;
        }
        let kept = match value {
            Value::Array(values) => {
                let kept = values.iter().filter_map(|it| self.element(attribute, it)).collect();
                Some(Value::Array(kept)).filter(|it| it.as_array().is_some_and(|it| !it.is_empty()))
            }
            value => self.element(attribute, value),
        };
        if let Some(kept) = kept {
            into.insert(attribute.name.clone(), kept);
        }
    }

    /// A value, or one of several; `None` where it says nothing.
    fn element(&mut self, attribute: &Attribute, value: &Value) -> Option<Value> {
        match value {
            Value::Null => None,
            Value::Object(members) if attribute.is_complex() => {
                let mut kept = Map::new();
                for (name, value) in members {
                    if let Some(sub) = attribute.sub_attribute(name) {
                        self.take(sub, value, &mut kept);
                    }
                }
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            value => Some(value.clone()),
        }
    }
}

fn inside_of<'v>(
    members: Option<&'v Map<String, Value>>,
    uri: &str,
) -> Option<&'v Map<String, Value>> {
    members?.get(uri)?.as_object()
}

/// What may be set only once stays as it is (RFC 7644 §3.5.1).
fn keep_immutable(
    attributes: &[Attribute],
    members: &mut Map<String, Value>,
    before: Option<&Map<String, Value>>,
) -> Result<(), Refusal> {
    for attribute in attributes.iter().filter(|it| it.mutability == Mutability::Immutable) {
        let Some(held) = before.and_then(|it| it.get(&attribute.name)) else { continue };
        match members.get(&attribute.name) {
            Some(given) if given != held => {
                let text = format!("{} can be set only once, and is {held}", attribute.name);
                return Err(Refusal::bad("mutability", text));
            }
            Some(_) => {}
            None => drop(members.insert(attribute.name.clone(), held.clone())),
        }
    }
    Ok(())
}

/// What only the server sets stays.
fn keep_read_only(
    attributes: &[Attribute],
    members: &mut Map<String, Value>,
    before: Option<&Map<String, Value>>,
) {
    for attribute in attributes.iter().filter(|it| it.mutability == Mutability::ReadOnly) {
        if let Some(held) = before.and_then(|it| it.get(&attribute.name)) {
            members.insert(attribute.name.clone(), held.clone());
        }
    }
}

/// The base schema, and the extensions that are in use (RFC 7643 §3.3).
fn used_schemas(model: &TypeModel, own: &Map<String, Value>) -> Vec<String> {
    let base = model.base.iter().map(|it| it.id.clone());
    let used = model.extensions.iter().map(|it| it.id.clone()).filter(|it| own.contains_key(it));
    base.chain(used).collect()
}
