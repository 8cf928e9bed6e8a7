//! What an attribute is edited with, and what it may lead to.

use serde_json::Value;

use super::value::{fits, has_parts};
use super::{Control, Lock};
use crate::read::{same_name, scalar_text};
use crate::resource_type::ResourceType;
use crate::schema::{Attribute, AttributeType, Mutability};
use crate::urn;
use crate::validate::is_secret;
use crate::view::{TypeModel, is_outside};

/// What a place takes over from the one around it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Inside<'m> {
    /// Whether what is there must not be shown.
    pub(super) secret: bool,
    /// Why nothing of it can be edited.
    pub(super) lock: Option<Lock>,
    /// The complex attribute whose part this is.
    pub(super) owner: Option<&'m Attribute>,
    /// The resource type whose resources are offered as values.
    pub(super) offered_by: Option<&'m str>,
}

impl<'m> Inside<'m> {
    /// What the parts of an attribute take over, which has a value in the base or has not.
    pub(super) fn of(self, attribute: &'m Attribute, was_there: bool) -> Self {
        let lock = self.lock.or(match attribute.mutability {
            Mutability::ReadOnly => Some(Lock::ReadOnly),
            Mutability::Immutable if was_there => Some(Lock::ImmutableSet),
            _ => None,
        });
        Self { secret: self.secret || is_secret(attribute), lock, ..self }
    }
}

/// What a value of this attribute is edited with; of a multi-valued one, each of its values.
pub(super) fn control(
    attribute: &Attribute,
    value: Option<&Value>,
    owner: Option<&Attribute>,
) -> Control {
    if value.is_some_and(|it| !fits(attribute, it)) {
        return Control::Json;
    }
    match attribute.attribute_type {
        AttributeType::String if !linked_types(attribute, owner).is_empty() => Control::Reference,
        AttributeType::String => Control::Text,
        AttributeType::Boolean => Control::Boolean,
        AttributeType::Integer => Control::Integer,
        AttributeType::Decimal => Control::Decimal,
        AttributeType::DateTime => Control::DateTime,
        AttributeType::Binary => Control::Binary,
        AttributeType::Reference if attribute.reference_types.iter().all(|it| is_outside(it)) => {
            Control::Uri
        }
        AttributeType::Reference => Control::Reference,
        AttributeType::Complex if has_parts(attribute) => Control::Complex,
        AttributeType::Complex => Control::Json,
    }
}

/// What all of an attribute is typed with in one place: as JSON where it is no single simple value, or no schema has it.
pub(crate) fn control_of_all(attribute: Option<&Attribute>, owner: Option<&Attribute>) -> Control {
    let Some(simple) = attribute.filter(|it| !it.multi_valued) else { return Control::Json };
    match control(simple, None, owner) {
        Control::Complex => Control::Json,
        control => control,
    }
}

/// Where a reference may lead: what the schema names, or for the `value` of a link what its `$ref` names.
pub(super) fn reference_types(attribute: &Attribute, owner: Option<&Attribute>) -> Vec<String> {
    match attribute.attribute_type {
        AttributeType::Reference => attribute.reference_types.clone(),
        _ => linked_types(attribute, owner),
    }
}

/// The resource types that the `$ref` beside a `value` names (RFC 7643 §2.4).
fn linked_types(attribute: &Attribute, owner: Option<&Attribute>) -> Vec<String> {
    let is_value =
        attribute.attribute_type == AttributeType::String && same_name(&attribute.name, "value");
    let link = owner.filter(|_| is_value).and_then(|it| it.sub_attribute("$ref"));
    let types = link.into_iter().flat_map(|it| &it.reference_types);
    types.filter(|it| !is_outside(it)).cloned().collect()
}

/// The values that the schema suggests, as they are typed.
pub(crate) fn canonical_values(attribute: &Attribute) -> Vec<String> {
    attribute.canonical_values.iter().filter_map(scalar_text).collect()
}

/// The resource type that has the roles or entitlements of a User, where the server keeps them as resources: the RFC
/// leaves open where their values come from (RFC 7643 §4.1.2).
pub(super) fn offered_by<'t>(
    attribute: &Attribute,
    model: &TypeModel,
    types: &'t [ResourceType],
) -> Option<&'t str> {
    let (name, endpoint) = match attribute.name.to_ascii_lowercase().as_str() {
        "roles" => ("Role", "Roles"),
        "entitlements" => ("Entitlement", "Entitlements"),
        _ => return None,
    };
    let own = &model.resource_type;
    if !urn::same(&own.schema, urn::USER) && !same_name(&own.name, "User") {
        return None;
    }
    let is_at = |it: &&ResourceType| {
        let path = it.endpoint.trim_end_matches('/');
        path.rsplit('/').next().is_some_and(|it| same_name(it, endpoint))
    };
    let named = types.iter().find(|it| same_name(&it.name, name));
    named.or_else(|| types.iter().find(is_at)).map(|it| it.name.as_str())
}
