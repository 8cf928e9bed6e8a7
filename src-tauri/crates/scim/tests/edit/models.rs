//! The resource types that editing is tried on: those of the RFC, and User with an extension that has all else.

use std::sync::OnceLock;

use scim::resource_type::{ResourceType, SchemaExtension};
use scim::view::TypeModel;
use scim::{builtin, schema, urn};
use serde_json::{Value, json};

/// The extension that we made up.
pub(crate) const LAB: &str = "urn:example:params:scim:schemas:extension:lab:2.0:User";

fn of(at: usize) -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[at], builtin::schemas()).value
}

pub(crate) fn user_model() -> &'static TypeModel {
    static MODEL: OnceLock<TypeModel> = OnceLock::new();
    MODEL.get_or_init(|| of(0))
}

pub(crate) fn group_model() -> &'static TypeModel {
    static MODEL: OnceLock<TypeModel> = OnceLock::new();
    MODEL.get_or_init(|| of(1))
}

pub(crate) fn lab_model() -> &'static TypeModel {
    static MODEL: OnceLock<TypeModel> = OnceLock::new();
    MODEL.get_or_init(|| {
        let parsed = schema::parse_all(&json!([lab()]).to_string()).unwrap();
        let mut schemas = builtin::schemas().to_vec();
        schemas.extend(parsed.value);
        let mut resource_type: ResourceType = builtin::resource_types()[0].clone();
        let listed = SchemaExtension { schema: LAB.to_owned(), required: true };
        resource_type.schema_extensions.push(listed);
        TypeModel::resolve(&resource_type, &schemas).value
    })
}

fn lab() -> Value {
    json!({
        "id": LAB,
        "name": "Lab",
        "attributes": [
            { "name": "badge", "type": "string", "required": true },
            { "name": "level", "type": "integer", "canonicalValues": [1, 2] },
            { "name": "share", "type": "decimal" },
            { "name": "since", "type": "dateTime" },
            { "name": "photo", "type": "binary" },
            { "name": "issuedBy", "type": "string", "mutability": "immutable" },
            { "name": "printed", "type": "boolean", "mutability": "readOnly" },
            { "name": "pin", "type": "string", "returned": "never" },
            { "name": "costObjects", "type": "string", "multiValued": true },
            { "name": "blob", "type": "complex" },
            { "name": "sponsor", "type": "complex", "subAttributes": [
                { "name": "value", "type": "string" },
                { "name": "$ref", "type": "reference", "referenceTypes": ["User", "external"] },
                { "name": "code", "type": "string", "mutability": "writeOnly" },
            ]},
            { "name": "keys", "type": "complex", "multiValued": true, "subAttributes": [
                { "name": "door", "type": "string" },
                { "name": "code", "type": "string", "mutability": "writeOnly" },
                { "name": "issued", "type": "dateTime", "mutability": "immutable" },
            ]},
        ]
    })
}

/// The User of RFC 7643 §8.3, shortened.
pub(crate) fn babs() -> Value {
    json!({
        "schemas": [urn::USER, urn::ENTERPRISE_USER],
        "id": "2819c223",
        "externalId": "701984",
        "userName": "bjensen@example.com",
        "name": { "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Barbara" },
        "title": "Tour Guide",
        "active": true,
        "emails": [
            { "value": "bjensen@example.com", "type": "work", "primary": true },
            { "value": "babs@jensen.org", "type": "home" },
        ],
        "groups": [{ "value": "e9e30dba", "display": "Tour Guides" }],
        urn::ENTERPRISE_USER: {
            "department": "Tour Operations",
            "manager": { "value": "26118915", "displayName": "John Smith" },
        },
        "meta": { "resourceType": "User", "created": "2010-01-23T04:56:22Z", "version": "W/\"a330\"" },
    })
}

/// The Group of RFC 7643 §8.4.
pub(crate) fn guides() -> Value {
    json!({
        "schemas": [urn::GROUP],
        "id": "e9e30dba",
        "displayName": "Tour Guides",
        "members": [
            { "value": "2819c223", "type": "User", "display": "Babs Jensen" },
            { "value": "902c246b", "type": "User", "display": "Mandy Pepperidge" },
        ],
    })
}
