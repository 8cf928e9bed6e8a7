//! What a document is said to be.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use std::fmt::Write;

use proptest::prelude::*;
use scim::recognise::{Document, Kind, recognise};
use scim::resource_type::ResourceType;
use scim::view::TypeModel;
use serde_json::{Map, Value, json};

fn kind(document: &Value) -> Kind {
    recognise(&document.to_string(), &[]).unwrap().kind
}

#[test]
fn shape_tells_more_than_a_wrong_uri() {
    let list = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    let schema = "urn:ietf:params:scim:schemas:core:2.0:Schema";
    let user = || Kind::Resource(Some("User".to_owned()));
    for (document, expected) in [
        (
            json!({"schemas": [list], "patch": {"supported": true}, "bulk": {}}),
            Kind::ServiceProviderConfig,
        ),
        (json!({"schemas": [schema], "Resources": [], "totalResults": 0}), Kind::ListResponse),
        (json!({"RESOURCES": [], "filter": {}}), Kind::ListResponse),
        (json!({"schemas": [list]}), Kind::ListResponse),
        (
            json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:error"], "Operations": []}),
            Kind::Error,
        ),
        (json!({"Operations": [{"op": "add"}]}), Kind::PatchOp),
        (json!({"Operations": [{"method": "PUT", "path": "/x"}]}), Kind::BulkRequest),
        (json!({"operations": [{"method": "PUT", "status": "200"}]}), Kind::BulkResponse),
        (json!({"id": "urn:x", "attributes": [{"name": "a", "type": "string"}]}), Kind::Schema),
        (json!({"name": "User", "endpoint": "/Users", "schema": "urn:x"}), Kind::ResourceType),
        (json!({"name": "a", "type": "string", "mutability": "readOnly"}), Kind::Attribute),
        (json!({"filter": "a pr", "count": 1}), Kind::SearchRequest),
        (json!({"attributes": ["a"], "id": "7"}), Kind::Resource(None)),
        (json!({"userName": "b"}), user()),
        (json!({"USERNAME": "b", "filter": "x"}), user()),
        (json!({"id": "1", "meta": {"resourceType": "user"}}), user()),
        (json!({"schemas": "urn:ietf:params:scim:schemas:core:2.0:User"}), user()),
        (
            json!({"schemas": ["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]}),
            user(),
        ),
        (json!({"displayName": "x", "members": []}), Kind::Resource(Some("Group".to_owned()))),
        (
            json!({"schemas": ["urn:example:Badge"], "x": 1}),
            Kind::Resource(Some("Badge".to_owned())),
        ),
        (json!({"code": 4711, "message": "no such route"}), Kind::Error),
        (json!({"red": 1, "green": [2]}), Kind::Resource(None)),
        (json!({"a b": {"userName": "b"}}), Kind::Samples),
        (json!([]), Kind::Array),
        (json!({}), Kind::Unknown),
        (json!({"a b": 1}), Kind::Unknown),
        (json!(7), Kind::Unknown),
        (json!("text"), Kind::Unknown),
    ] {
        assert_eq!(kind(&document), expected, "{document}");
    }
    for text in ["", "{", "<html>", "nothing"] {
        assert!(recognise(text, &[]).is_err(), "{text}");
    }
}

#[test]
fn a_resource_is_judged_by_the_types_of_its_server() {
    let schemas =
        scim::schema::parse_all(include_str!("cases/validate/badge-schemas.json")).unwrap().value;
    let resource_type = ResourceType {
        name: "Badge".to_owned(),
        schema: "urn:example:params:scim:schemas:Badge".to_owned(),
        ..ResourceType::default()
    };
    let model = TypeModel::resolve(&resource_type, &schemas).value;
    let badge =
        json!({"schemas": ["urn:example:params:scim:schemas:Badge"], "label": "1", "count": "x"});
    let rules = |models: &[TypeModel]| -> Vec<String> {
        let found = recognise(&badge.to_string(), models).unwrap();
        found.findings.into_iter().map(|it| it.rule).collect()
    };
    assert_eq!(rules(&[]), ["unknown-resource-type"]);
    assert_eq!(rules(&[model]), ["type-mismatch"]);
}

#[test]
fn what_only_the_text_shows_is_reported_once() {
    let text = "\u{feff}{\"userName\": \"b\", \"userName\": \"c\", \"schemas\": [\"urn:ietf:params:scim:schemas:core:2.0:User\"]}";
    let rules: Vec<String> =
        recognise(text, &[]).unwrap().findings.into_iter().map(|it| it.rule).collect();
    assert_eq!(rules, ["byte-order-mark", "duplicate-member"]);
    let list = r#"{"totalResults": 1, "Resources": [{"id": "1", "id": "2"}]}"#;
    let found = recognise(list, &[]).unwrap();
    assert!(found.findings.iter().any(|it| it.rule == "duplicate-member"));
}

fn count(document: &Document) -> usize {
    1 + document.parts.iter().map(|it| count(&it.document)).sum::<usize>()
}

#[test]
fn so_many_documents_in_a_document_are_looked_at_and_no_more() {
    let many = Value::Array((0..5000).map(|at| json!({"id": at.to_string()})).collect());
    assert_eq!(count(&recognise(&many.to_string(), &[]).unwrap()), 1001);
    let mut text = String::new();
    for _ in 0..100 {
        write!(text, r#"[{{"userName":"b"}},"#).unwrap();
    }
    let deep = format!("{text}1{}", "]".repeat(100));
    assert_eq!(count(&recognise(&deep, &[]).unwrap()), 17);
}

fn anything() -> impl Strategy<Value = Value> {
    let text = prop::sample::select(vec![
        "",
        "x",
        "{{x}}",
        "{\"userName\": {{x}}}",
        "[{\"schemas\": []}]",
        "{",
        "urn:scim:schemas:core:1.0",
        scim::urn::USER,
        scim::urn::SCHEMA,
        scim::urn::ERROR,
        scim::urn::LIST_RESPONSE,
        scim::urn::BULK_REQUEST,
        scim::urn::SEARCH_REQUEST,
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let name = prop::sample::select(vec![
        "schemas",
        "Resources",
        "totalResults",
        "Operations",
        "op",
        "method",
        "path",
        "data",
        "value",
        "patch",
        "bulk",
        "attributes",
        "name",
        "type",
        "mutability",
        "endpoint",
        "schema",
        "filter",
        "count",
        "id",
        "meta",
        "userName",
        "members",
        "operation",
        "info",
        "item",
        "raw",
        "body",
        "text",
        "steps",
        "trigger_url",
        "log",
        "entries",
        "openapi",
        "example",
        "_type",
        "resources",
        "message",
        "code",
        "status",
        "response",
        "a b",
    ]);
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let object = prop::collection::vec((name.clone(), inner.clone()), 0..6);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Value::Array),
            object.prop_map(|it| {
                let members = it.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(members.collect::<Map<_, _>>())
            }),
        ]
    })
}

/// Whether every place that is named is there.
fn points_right(document: &Document, value: &Value) -> bool {
    document.parts.iter().all(|part| {
        value.pointer(&part.pointer).is_some_and(|inner| match inner {
            // A body as text, which is another document.
            Value::String(_) => true,
            other => points_right(&part.document, other),
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn any_json_is_something(value in anything()) {
        let found = recognise(&value.to_string(), &[]).unwrap();
        prop_assert!(points_right(&found, &value));
        prop_assert!(!found.kind.title().is_empty());
    }

    #[test]
    fn any_text_is_read(text in ".{0,80}") {
        let _ = recognise(&text, &[]);
    }
}

#[test]
fn scim_one_is_told_by_its_uris_unless_those_of_scim_two_stand_beside() {
    use scim::recognise::version_one_uris;
    const OLD: &str = "urn:scim:schemas:core:1.0";
    let list = |envelope: &str, first: &str| {
        format!(r#"{{"schemas": [{envelope}], "Resources": [{{"schemas": [{first}]}}]}}"#)
    };
    let old = format!("{OLD:?}");
    let new = r#""urn:ietf:params:scim:api:messages:2.0:ListResponse""#;
    assert_eq!(version_one_uris(&list("", &old)), [OLD]);
    assert_eq!(version_one_uris(&list(&old, &old)), [OLD, OLD]);
    assert!(version_one_uris(&list(new, &old)).is_empty(), "a client may have stored it");
    assert!(
        version_one_uris(&list(&old, r#""urn:ietf:params:scim:schemas:core:2.0:User""#)).is_empty()
    );
    assert_eq!(
        version_one_uris(&format!(r#"{{"Schemas": {old}}}"#)),
        [OLD],
        "one alone, in another case"
    );
    for text in ["", "[]", "{}", r#"{"schemas": 1, "Resources": {}}"#] {
        assert!(version_one_uris(text).is_empty(), "{text}");
    }
}
