//! Resource types: what a server keeps, where, and by which schemas (RFC 7643 §6).

use std::collections::HashSet;

use serde::Serialize;
use serde_json::Value;

use crate::builtin;
use crate::finding::{Findings, Parsed, Rule};
use crate::message::{NotScim, discovery_entries};
use crate::read::{Object, kind};
use crate::urn;

const SECTION: &str = "RFC 7643 §6";
const NO_NAME: Rule = Rule::error("resource-type-without-name", SECTION);
const NO_ENDPOINT: Rule = Rule::error("resource-type-without-endpoint", SECTION);
const NO_SCHEMA: Rule = Rule::error("resource-type-without-schema", SECTION);
const SAME_NAME: Rule = Rule::error("duplicate-resource-type", SECTION);
const EXTENSION: Rule = Rule::error("schema-extension", SECTION);
const NO_REQUIRED: Rule = Rule::warning("schema-extension-required", SECTION);
const TOO_MANY: Rule = Rule::warning("too-many", SECTION);
const VERSION_ONE: Rule = Rule::error("version-1-urn", "RFC 7643 §3");

const MEMBERS: &[&str] = &[
    "schemas",
    "id",
    "externalId",
    "meta",
    "name",
    "description",
    "endpoint",
    "schema",
    "schemaExtensions",
];

/// How many resource types of one server are read, which is more than anybody has: each has a model of its own.
pub const MOST_TYPES: usize = 500;
/// So many are read of one type: each is looked for in every resource.
const MOST_EXTENSIONS: usize = 200;

/// A kind of resource that the server keeps (RFC 7643 §6).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceType {
    /// The id, usually the name.
    pub id: Option<String>,
    /// The name, such as `User`; `meta.resourceType` of the resources says the same.
    pub name: String,
    /// Where the resources are, as served: relative to the base URL, absolute on the host, or a full URL.
    pub endpoint: String,
    /// What it is for, in the server's words.
    pub description: Option<String>,
    /// The URI of the base schema; empty when the server does not say.
    pub schema: String,
    /// The extensions that resources may carry.
    pub schema_extensions: Vec<SchemaExtension>,
}

/// An extension of a resource type (RFC 7643 §6).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SchemaExtension {
    /// The URI of the extension's schema.
    pub schema: String,
    /// Whether each resource must carry it.
    pub required: bool,
}

/// Reads the answer of `/ResourceTypes` or `/ResourceTypes/{name}` (RFC 7644 §4, RFC 7643 §6).
///
/// # Errors
/// When the text is not JSON, or JSON of another kind.
///
/// ```
/// let text = r#"[{"name": "Badge", "endpoint": "/Badges", "schema": "urn:example:Badge"}]"#;
/// let parsed = scim::resource_type::parse_all(text).unwrap();
/// assert_eq!(parsed.value[0].endpoint, "/Badges");
/// ```
pub fn parse_all(text: &str) -> Result<Parsed<Vec<ResourceType>>, NotScim> {
    let mut findings = Findings::default();
    let entries = discovery_entries(text, &["endpoint"], &mut findings)?;
    let mut types: Vec<ResourceType> = Vec::new();
    let mut known = HashSet::new();
    for entry in &entries {
        let Some(object) = entry.object() else { continue };
        let Some(found) = read_type(&object, &mut findings) else { continue };
        if !known.insert(found.name.clone()) {
            let text = format!("The resource type `{}` is listed more than once.", found.name);
            findings.add(SAME_NAME, object.pointer(), text);
        }
        types.push(found);
    }
    if types.len() > MOST_TYPES {
        let text =
            format!("There are {} resource types; the first {MOST_TYPES} are read.", types.len());
        findings.add(TOO_MANY, "", text);
        types.truncate(MOST_TYPES);
    }
    Ok(findings.into_parsed(types))
}

fn read_type(object: &Object<'_>, findings: &mut Findings) -> Option<ResourceType> {
    let id = object.text("id", findings).filter(|it| !it.is_empty());
    let schema = object.text("schema", findings).filter(|it| !it.is_empty());
    let schema = schema.filter(|it| !object.is_too_long(it, findings));
    let endpoint = object.text("endpoint", findings).filter(|it| !it.trim().is_empty());
    let name = object.text("name", findings).filter(|it| !it.is_empty());
    let known = builtin::resource_types().iter().find(|it| {
        schema.as_deref().is_some_and(|uri| urn::same(uri, &it.schema))
            || (schema.is_none() && name.as_deref().or(id.as_deref()) == Some(it.name.as_str()))
    });
    let Some(endpoint) = endpoint.or_else(|| known.map(|it| it.endpoint.clone())) else {
        let text = "A resource type without an `endpoint` cannot be read from and is left out.";
        findings.add(NO_ENDPOINT, object.pointer(), text);
        return None;
    };
    if !object.has("endpoint") {
        let text = format!("There is no `endpoint`; `{endpoint}` of the RFC is tried.");
        findings.add(NO_ENDPOINT, object.pointer(), text);
    }
    let name = name.unwrap_or_else(|| {
        let name = id.clone().unwrap_or_else(|| endpoint.trim_matches('/').to_owned());
        let text = format!("There is no `name`; it is called `{name}` here.");
        findings.add(NO_NAME, object.pointer(), text);
        name
    });
    let schema = schema.or_else(|| known.map(|it| it.schema.clone())).unwrap_or_default();
    report_schema(object, &schema, findings);
    object.report_unknown(MEMBERS, findings);
    Some(ResourceType {
        id,
        name,
        endpoint,
        description: object.text("description", findings),
        schema,
        schema_extensions: read_extensions(object, findings),
    })
}

fn report_schema(object: &Object<'_>, schema: &str, findings: &mut Findings) {
    if !object.has("schema") {
        let text = "There is no `schema`, so nothing says which attributes there are.";
        findings.add(NO_SCHEMA, object.pointer(), text);
    } else if urn::is_version_one(schema) {
        let text = format!("`{schema}` is a URI of SCIM 1.1; SCIM 2.0 has others.");
        findings.add(VERSION_ONE, object.pointer_to("schema"), text);
    }
}

fn read_extensions(object: &Object<'_>, findings: &mut Findings) -> Vec<SchemaExtension> {
    let mut extensions: Vec<SchemaExtension> = Vec::new();
    let mut known = HashSet::new();
    for (pointer, value) in object.elements("schemaExtensions", findings) {
        let Some(extension) = read_extension(&pointer, value, findings) else { continue };
        if !known.insert(extension.schema.to_ascii_lowercase()) {
            let text = format!("`{}` is listed more than once.", extension.schema);
            findings.add(EXTENSION, pointer, text);
            continue;
        }
        extensions.push(extension);
    }
    if extensions.len() > MOST_EXTENSIONS {
        let count = extensions.len();
        let text = format!("There are {count} extensions; the first {MOST_EXTENSIONS} are read.");
        findings.add(TOO_MANY, object.pointer_to("schemaExtensions"), text);
        extensions.truncate(MOST_EXTENSIONS);
    }
    extensions
}

fn read_extension(
    pointer: &str,
    value: &Value,
    findings: &mut Findings,
) -> Option<SchemaExtension> {
    match value {
        Value::String(uri) if !uri.is_empty() => {
            let text =
                "An extension should be an object with `schema` and `required`, not just the URI.";
            findings.add(EXTENSION, pointer, text);
            Some(SchemaExtension { schema: uri.clone(), required: false })
        }
        Value::Object(members) => {
            let object = Object::new(members, pointer);
            let Some(schema) = object.text("schema", findings).filter(|it| !it.is_empty()) else {
                findings.add(EXTENSION, pointer, "An extension without a `schema` is left out.");
                return None;
            };
            if object.is_too_long(&schema, findings) {
                return None;
            }
            let required = object.boolean("required", findings);
            if required.is_none() {
                let text =
                    format!("`{schema}` does not say whether it is required; it is read as not.");
                findings.add(NO_REQUIRED, pointer, text);
            }
            Some(SchemaExtension { schema, required: required.unwrap_or_default() })
        }
        other => {
            let text = format!("An extension should be an object, but here is {}.", kind(other));
            findings.add(EXTENSION, pointer, text);
            None
        }
    }
}
