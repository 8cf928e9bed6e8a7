//! The schemas and resource types of RFC 7643, errata folded in: what we go by where a server hides its own.

use std::sync::OnceLock;

use crate::resource_type::{ResourceType, SchemaExtension};
use crate::schema::{self, Attributes, Schema};
use crate::urn;

/// The schemas of RFC 7643 §8.7: User, Group, EnterpriseUser, and those of the three discovery endpoints.
///
/// ```
/// assert_eq!(scim::builtin::schemas().len(), 6);
/// ```
pub fn schemas() -> &'static [Schema] {
    static SCHEMAS: OnceLock<Vec<Schema>> = OnceLock::new();
    SCHEMAS.get_or_init(|| {
        let texts = [
            include_str!("builtin/user.json"),
            include_str!("builtin/group.json"),
            include_str!("builtin/enterprise_user.json"),
            include_str!("builtin/service_provider_config.json"),
            include_str!("builtin/resource_type.json"),
            include_str!("builtin/schema.json"),
        ];
        texts.into_iter().flat_map(read).collect()
    })
}

/// The built-in schema of this URI, in any letter case.
#[must_use]
pub fn schema(uri: &str) -> Option<&'static Schema> {
    schemas().iter().find(|it| urn::same(&it.id, uri))
}

/// The attributes that every resource has (RFC 7643 §3.1): `schemas`, `id`, `externalId`, `meta`.
pub fn common_attributes() -> &'static Attributes {
    static COMMON: OnceLock<Attributes> = OnceLock::new();
    COMMON.get_or_init(|| {
        let schemas = read(include_str!("builtin/common.json"));
        schemas.into_iter().flat_map(|it| it.attributes).collect()
    })
}

/// User with the enterprise extension, and Group (RFC 7643 §8.6).
pub fn resource_types() -> &'static [ResourceType] {
    static TYPES: OnceLock<Vec<ResourceType>> = OnceLock::new();
    TYPES.get_or_init(|| {
        let enterprise =
            SchemaExtension { schema: urn::ENTERPRISE_USER.to_owned(), required: false };
        vec![
            resource_type("User", "/Users", "User Account", urn::USER, vec![enterprise]),
            resource_type("Group", "/Groups", "Group", urn::GROUP, Vec::new()),
        ]
    })
}

fn resource_type(
    name: &str,
    endpoint: &str,
    description: &str,
    schema: &str,
    schema_extensions: Vec<SchemaExtension>,
) -> ResourceType {
    ResourceType {
        id: Some(name.to_owned()),
        name: name.to_owned(),
        endpoint: endpoint.to_owned(),
        description: Some(description.to_owned()),
        schema: schema.to_owned(),
        schema_extensions,
    }
}

/// The texts are part of this crate and a test reads each; were one broken, it would only be missing.
fn read(text: &str) -> Vec<Schema> {
    schema::parse_all(text).map(|it| it.value).unwrap_or_default()
}
