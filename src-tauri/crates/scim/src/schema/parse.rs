//! Reads what `/Schemas` answers: a ListResponse, a bare array, or one schema.

use std::collections::HashSet;

use serde_json::Value;

use super::{Attribute, AttributeType, Attributes, Mutability, Returned, Schema, Uniqueness};
use crate::finding::{Findings, Parsed, Rule};
use crate::message::{Entry, NotScim, discovery_entries};
use crate::path::is_attribute_name;
use crate::read::{Object, kind};
use crate::urn;

const SECTION: &str = "RFC 7643 §7";
const NO_NAME: Rule = Rule::error("attribute-without-name", SECTION);
const BAD_NAME: Rule = Rule::warning("attribute-name", "RFC 7643 §2.1");
const SAME_NAME: Rule = Rule::error("duplicate-attribute", SECTION);
const NOT_AN_ATTRIBUTE: Rule = Rule::error("not-an-attribute", SECTION);
const NO_TYPE: Rule = Rule::warning("attribute-without-type", SECTION);
const UNKNOWN_WORD: Rule = Rule::error("unknown-keyword", SECTION);
const WORD_CASE: Rule = Rule::warning("keyword-case", SECTION);
const NESTED: Rule = Rule::warning("nested-complex", "RFC 7643 §2.3.8");
const NO_PARTS: Rule = Rule::warning("complex-without-sub-attributes", SECTION);
const STRAY_PARTS: Rule = Rule::warning("sub-attributes-of-simple", SECTION);
const NO_REFERENCE_TYPES: Rule = Rule::info("reference-without-types", SECTION);
const NO_ID: Rule = Rule::error("schema-without-id", SECTION);
const NO_ATTRIBUTES: Rule = Rule::warning("schema-without-attributes", SECTION);
const SAME_ID: Rule = Rule::error("duplicate-schema", SECTION);
const VERSION_ONE: Rule = Rule::error("version-1-urn", "RFC 7643 §3");
const TOO_MANY: Rule = Rule::warning("too-many", SECTION);
const NO_SCHEMAS: Rule = Rule::info("missing-schemas", "RFC 7643 §3");

/// How many schemas of one server are read, which is more than anybody has: each is looked for by every resource type.
pub const MOST_SCHEMAS: usize = 2_000;

const SCHEMA_MEMBERS: &[&str] =
    &["schemas", "id", "externalId", "meta", "name", "description", "attributes"];
const ATTRIBUTE_MEMBERS: &[&str] = &[
    "name",
    "type",
    "multiValued",
    "description",
    "required",
    "canonicalValues",
    "caseExact",
    "mutability",
    "returned",
    "uniqueness",
    "referenceTypes",
    "subAttributes",
];

const TYPES: &[(&str, AttributeType)] = &[
    ("string", AttributeType::String),
    ("boolean", AttributeType::Boolean),
    ("decimal", AttributeType::Decimal),
    ("integer", AttributeType::Integer),
    ("dateTime", AttributeType::DateTime),
    ("binary", AttributeType::Binary),
    ("reference", AttributeType::Reference),
    ("complex", AttributeType::Complex),
];
/// Words of other type systems that servers are known to use instead.
const FOREIGN_TYPES: &[(&str, AttributeType)] = &[
    ("text", AttributeType::String),
    ("bool", AttributeType::Boolean),
    ("number", AttributeType::Decimal),
    ("float", AttributeType::Decimal),
    ("double", AttributeType::Decimal),
    ("int", AttributeType::Integer),
    ("long", AttributeType::Integer),
    ("date", AttributeType::DateTime),
    ("date-time", AttributeType::DateTime),
    ("timestamp", AttributeType::DateTime),
    ("base64", AttributeType::Binary),
    ("uri", AttributeType::Reference),
    ("url", AttributeType::Reference),
    ("ref", AttributeType::Reference),
    ("object", AttributeType::Complex),
];
const MUTABILITIES: &[(&str, Mutability)] = &[
    ("readOnly", Mutability::ReadOnly),
    ("readWrite", Mutability::ReadWrite),
    ("immutable", Mutability::Immutable),
    ("writeOnly", Mutability::WriteOnly),
];
const RETURNED: &[(&str, Returned)] = &[
    ("always", Returned::Always),
    ("never", Returned::Never),
    ("default", Returned::Default),
    ("request", Returned::Request),
];
const UNIQUENESS: &[(&str, Uniqueness)] =
    &[("none", Uniqueness::None), ("server", Uniqueness::Server), ("global", Uniqueness::Global)];

/// Reads the answer of `/Schemas` or `/Schemas/{id}` (RFC 7644 §4, RFC 7643 §7).
///
/// # Errors
/// When the text is not JSON, or JSON of another kind.
///
/// ```
/// let text = r#"[{"id": "urn:example:Badge", "attributes": [{"name": "colour", "type": "String"}]}]"#;
/// let parsed = scim::schema::parse_all(text).unwrap();
/// assert_eq!(parsed.value[0].attributes[0].name, "colour");
/// assert!(parsed.findings.iter().any(|it| it.rule == "keyword-case"));
/// ```
pub fn parse_all(text: &str) -> Result<Parsed<Vec<Schema>>, NotScim> {
    let mut findings = Findings::default();
    let entries = discovery_entries(text, &["attributes"], &mut findings)?;
    let mut schemas: Vec<Schema> = Vec::new();
    let mut known = HashSet::new();
    for entry in &entries {
        let Some(object) = entry.object() else { continue };
        let Some(schema) = read_schema(&object, &mut findings) else { continue };
        if !known.insert(schema.id.to_ascii_lowercase()) {
            let text = format!("The schema `{}` is listed more than once.", schema.id);
            findings.add(SAME_ID, object.pointer(), text);
        }
        schemas.push(schema);
    }
    report_bare(&entries, &mut findings);
    if schemas.len() > MOST_SCHEMAS {
        let text =
            format!("There are {} schemas; the first {MOST_SCHEMAS} are read.", schemas.len());
        findings.add(TOO_MANY, "", text);
        schemas.truncate(MOST_SCHEMAS);
    }
    Ok(findings.into_parsed(schemas))
}

/// A schema is a resource like others, but some servers leave out what every resource has: said once for all.
fn report_bare(entries: &[Entry], findings: &mut Findings) {
    let bare = entries.iter().filter_map(Entry::object).filter(|it| !it.has("schemas"));
    let bare: Vec<Object<'_>> = bare.collect();
    if let Some(first) = bare.first() {
        let nor = if bare.iter().any(|it| !it.has("meta")) { " nor `meta`" } else { "" };
        let text = format!("{} of {} schemas have no `schemas`{nor}.", bare.len(), entries.len());
        findings.add(NO_SCHEMAS, first.pointer(), text);
    }
}

fn read_schema(object: &Object<'_>, findings: &mut Findings) -> Option<Schema> {
    let name = object.text("name", findings);
    let Some(id) = object.text("id", findings).filter(|it| !it.trim().is_empty()) else {
        let text = "A schema without an `id` cannot be matched to anything and is left out.";
        findings.add(NO_ID, object.pointer(), text);
        return None;
    };
    if object.is_too_long(&id, findings) {
        return None;
    }
    if urn::is_version_one(&id) {
        let text = format!("`{id}` is a URI of SCIM 1.1; SCIM 2.0 has others.");
        findings.add(VERSION_ONE, object.pointer_to("id"), text);
    }
    object.report_unknown(SCHEMA_MEMBERS, findings);
    let description = object.text("description", findings);
    let attributes = read_attributes(object, "attributes", findings);
    if attributes.is_empty() {
        let text = format!("The schema `{id}` defines no attributes.");
        findings.add(NO_ATTRIBUTES, object.pointer(), text);
    }
    if !urn::same(&id, urn::SCHEMA) {
        report_nesting(object, &attributes, findings);
    }
    Some(Schema { id, name, description, attributes })
}

fn read_attributes(owner: &Object<'_>, member: &str, findings: &mut Findings) -> Attributes {
    let mut attributes: Vec<Attribute> = Vec::new();
    let mut known = HashSet::new();
    for (pointer, value) in owner.elements(member, findings) {
        let Value::Object(members) = value else {
            let text = format!(
                "An attribute definition should be an object, but here is {}.",
                kind(value)
            );
            findings.add(NOT_AN_ATTRIBUTE, pointer, text);
            continue;
        };
        let Some(attribute) = read_attribute(&Object::new(members, pointer.clone()), findings)
        else {
            continue;
        };
        if !known.insert(attribute.name.to_ascii_lowercase()) {
            let text =
                format!("`{}` is defined more than once; the first one counts.", attribute.name);
            findings.add(SAME_NAME, pointer, text);
        }
        attributes.push(attribute);
    }
    attributes.into()
}

fn read_attribute(object: &Object<'_>, findings: &mut Findings) -> Option<Attribute> {
    let Some(name) = object.text("name", findings).filter(|it| !it.is_empty()) else {
        let text = "An attribute definition without a `name` is left out.";
        findings.add(NO_NAME, object.pointer(), text);
        return None;
    };
    if object.is_too_long(&name, findings) {
        return None;
    }
    if !is_attribute_name(&name) {
        let text = format!("`{name}` is not a valid attribute name.");
        findings.add(BAD_NAME, object.pointer_to("name"), text);
    }
    object.report_unknown(ATTRIBUTE_MEMBERS, findings);
    let sub_attributes = read_attributes(object, "subAttributes", findings);
    let attribute_type = read_type(object, &name, !sub_attributes.is_empty(), findings);
    let attribute = Attribute {
        name,
        attribute_type,
        multi_valued: object.boolean("multiValued", findings).unwrap_or_default(),
        description: object.text("description", findings),
        required: object.boolean("required", findings).unwrap_or_default(),
        canonical_values: read_canonical_values(object, findings),
        case_exact: object.boolean("caseExact", findings).unwrap_or_default(),
        mutability: read_word(object, "mutability", MUTABILITIES, findings).unwrap_or_default(),
        returned: read_word(object, "returned", RETURNED, findings).unwrap_or_default(),
        uniqueness: read_word(object, "uniqueness", UNIQUENESS, findings).unwrap_or_default(),
        reference_types: object.texts("referenceTypes", findings),
        sub_attributes,
    };
    report_shape(object, &attribute, findings);
    Some(attribute)
}

fn read_canonical_values(object: &Object<'_>, findings: &mut Findings) -> Vec<Value> {
    object.elements("canonicalValues", findings).into_iter().map(|(_, it)| it.clone()).collect()
}

fn read_type(
    object: &Object<'_>,
    name: &str,
    has_parts: bool,
    findings: &mut Findings,
) -> AttributeType {
    let fallback = if has_parts { AttributeType::Complex } else { AttributeType::String };
    let Some(word) = object.text("type", findings) else {
        let text = format!("`{name}` has no `type`; it is read as {}.", spelled(fallback));
        findings.add(NO_TYPE, object.pointer(), text);
        return fallback;
    };
    if let Some(exact) = exact_word(&word, TYPES) {
        return exact;
    }
    if let Some((right, attribute_type)) = loose_word(&word, TYPES) {
        let text = format!("The type is spelled `{word}`; the RFC writes `{right}`.");
        findings.add(WORD_CASE, object.pointer_to("type"), text);
        return attribute_type;
    }
    let guess = loose_word(&word, FOREIGN_TYPES).map_or(fallback, |(_, it)| it);
    let text = format!("`{word}` is not a type of the RFC; it is read as {}.", spelled(guess));
    findings.add(UNKNOWN_WORD, object.pointer_to("type"), text);
    guess
}

fn read_word<T: Copy>(
    object: &Object<'_>,
    member: &str,
    words: &[(&'static str, T)],
    findings: &mut Findings,
) -> Option<T> {
    let word = object.text(member, findings)?;
    if let Some(exact) = exact_word(&word, words) {
        return Some(exact);
    }
    if let Some((right, value)) = loose_word(&word, words) {
        let text = format!("`{member}` is spelled `{word}`; the RFC writes `{right}`.");
        findings.add(WORD_CASE, object.pointer_to(member), text);
        return Some(value);
    }
    let text = format!("`{word}` is no value of `{member}`; the default is used.");
    findings.add(UNKNOWN_WORD, object.pointer_to(member), text);
    None
}

fn exact_word<T: Copy>(word: &str, words: &[(&'static str, T)]) -> Option<T> {
    words.iter().find(|(it, _)| *it == word).map(|(_, value)| *value)
}

fn loose_word<T: Copy>(word: &str, words: &[(&'static str, T)]) -> Option<(&'static str, T)> {
    words.iter().find(|(it, _)| it.eq_ignore_ascii_case(word.trim())).copied()
}

fn spelled(attribute_type: AttributeType) -> &'static str {
    TYPES.iter().find(|(_, it)| *it == attribute_type).map_or("string", |(word, _)| word)
}

fn report_shape(object: &Object<'_>, attribute: &Attribute, findings: &mut Findings) {
    let name = &attribute.name;
    let pointer = object.pointer();
    if attribute.is_complex() && attribute.sub_attributes.is_empty() {
        findings.add(NO_PARTS, pointer, format!("`{name}` is complex but has no sub-attributes."));
    } else if !attribute.is_complex() && !attribute.sub_attributes.is_empty() {
        let text = format!("`{name}` has sub-attributes but is not complex.");
        findings.add(STRAY_PARTS, pointer, text);
    } else if attribute.attribute_type == AttributeType::Reference
        && attribute.reference_types.is_empty()
    {
        let text = format!("`{name}` is a reference but does not say to what.");
        findings.add(NO_REFERENCE_TYPES, pointer, text);
    }
}

fn report_nesting(object: &Object<'_>, attributes: &[Attribute], findings: &mut Findings) {
    for attribute in attributes {
        if let Some(inner) = attribute.sub_attributes.iter().find(|it| it.is_complex()) {
            let text = format!("`{}.{}` is complex inside complex.", attribute.name, inner.name);
            findings.add(NESTED, object.pointer_to("attributes"), text);
        }
    }
}
