//! A resource type whose form is large: a person with some hundreds of attributes of every simple kind, each with a value.

use serde_json::{Map, Value, json};

/// The name of the resource type, which is that of its list in the sidebar as well.
pub(crate) const NAME: &str = "Person";
/// Where its resources are.
pub(crate) const ENDPOINT: &str = "/People";

const SCHEMA: &str = "urn:ietf:params:scim:schemas:extension:bench:2.0:Person";
const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";

/// The kinds take turns.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Text,
    Suggested,
    Integer,
    Decimal,
    Boolean,
    DateTime,
    Uri,
    Binary,
}

const KINDS: [Kind; 8] = [
    Kind::Uri,
    Kind::Text,
    Kind::Suggested,
    Kind::Integer,
    Kind::Decimal,
    Kind::Boolean,
    Kind::DateTime,
    Kind::Binary,
];

/// The path of an attribute, counted from 1; the first is edited as a URI.
pub(crate) fn attribute_name(number: usize) -> String {
    format!("attribute{number:03}")
}

fn kind(number: usize) -> Kind {
    KINDS.get((number + KINDS.len() - 1) % KINDS.len()).copied().unwrap_or(Kind::Text)
}

/// The resource type as the server lists it.
pub(super) fn resource_type() -> Value {
    json!({
        "schemas": [RESOURCE_TYPE],
        "id": NAME, "name": NAME, "endpoint": ENDPOINT, "schema": SCHEMA,
        "schemaExtensions": [],
    })
}

/// Its schema with so many attributes, `displayName` among them.
pub(super) fn schema(attributes: usize) -> Value {
    let name = json!({
        "name": "displayName", "type": "string", "multiValued": false, "description": "What people call the person",
        "required": true, "caseExact": false, "mutability": "readWrite", "returned": "default",
        "uniqueness": "none",
    });
    let others = (1..attributes).map(attribute);
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Schema"],
        "id": SCHEMA, "name": NAME, "description": "A person with many attributes",
        "attributes": std::iter::once(name).chain(others).collect::<Vec<_>>(),
    })
}

fn attribute(number: usize) -> Value {
    let mut described = json!({
        "name": attribute_name(number), "multiValued": false,
        "description": format!("Number {number} of what is known of a person"),
        "required": false, "caseExact": true, "mutability": "readWrite", "returned": "default",
        "uniqueness": "none",
    });
    let more = match kind(number) {
        Kind::Text => json!({ "type": "string" }),
        Kind::Suggested => json!({ "type": "string", "canonicalValues": ["one", "two", "three"] }),
        Kind::Integer => json!({ "type": "integer" }),
        Kind::Decimal => json!({ "type": "decimal" }),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::DateTime => json!({ "type": "dateTime" }),
        Kind::Uri => json!({ "type": "reference", "referenceTypes": ["external"] }),
        Kind::Binary => json!({ "type": "binary" }),
    };
    if let (Some(described), Value::Object(more)) = (described.as_object_mut(), more) {
        described.extend(more);
    }
    described
}

/// A person, by the number that ends the id.
pub(super) fn person(number: usize, attributes: usize) -> Value {
    let mut person = Map::new();
    person.insert("schemas".to_owned(), json!([SCHEMA]));
    person.insert("id".to_owned(), id(number).into());
    person.insert("displayName".to_owned(), format!("Person {number}").into());
    for at in 1..attributes {
        person.insert(attribute_name(at), value(at, number));
    }
    person.insert(
        "meta".to_owned(),
        json!({
            "resourceType": NAME,
            "created": "2024-03-01T09:00:00Z",
            "lastModified": "2025-11-03T16:21:07Z",
            "location": format!("https://directory.example.com/scim/v2{ENDPOINT}/{}", id(number)),
        }),
    );
    Value::Object(person)
}

/// The id of a person.
pub(crate) fn id(number: usize) -> String {
    format!("person-{number:012x}")
}

fn value(at: usize, number: usize) -> Value {
    match kind(at) {
        Kind::Text => format!("What is said at {at} of {number}").into(),
        Kind::Suggested => "two".into(),
        Kind::Integer => (1000 + at).into(),
        Kind::Decimal => json!(0.5),
        Kind::Boolean => at.is_multiple_of(16).into(),
        Kind::DateTime => "2024-03-01T09:00:00Z".into(),
        Kind::Uri => format!("https://www.example.com/people/{number}/{at}").into(),
        Kind::Binary => "cGVyc29u".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_a_value_for_each_attribute_of_the_schema() {
        let (schema, person) = (schema(300), person(7, 300));
        let attributes = schema["attributes"].as_array().unwrap();
        assert_eq!(attributes.len(), 300);
        assert!(attributes.iter().all(|it| !person[it["name"].as_str().unwrap()].is_null()));
        assert_eq!(attributes[1]["name"], attribute_name(1));
        assert_eq!(attributes[1]["type"], "reference");
    }
}
