//! Answers as no server should give them: each is read as far as it goes, and nothing panics.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests are tests")]

use proptest::prelude::*;
use scim::finding::Finding;
use scim::message::{ErrorBody, ListResponse, NotScim, resource};
use scim::provider_config::{self, Support};
use scim::schema::{AttributeType, Mutability, Returned};
use scim::{builtin, resource_type, schema, view};
use serde_json::{Map, Number, Value, json};

fn rules(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|it| it.rule.as_str()).collect()
}

#[test]
fn more_types_and_extensions_than_anybody_has_are_left_out_and_told() {
    let extensions: Vec<Value> = (0..300)
        .map(|it| json!({"schema": format!("urn:example:{it}"), "required": false}))
        .collect();
    let one = |it: usize| json!({"name": format!("T{it}"), "endpoint": format!("/T{it}"), "schema": "urn:example:T"});
    let mut types: Vec<Value> = (0..600).map(one).collect();
    types[0]["schemaExtensions"] = Value::Array(extensions);
    let parsed = resource_type::parse_all(&Value::Array(types).to_string()).unwrap();
    assert_eq!((parsed.value.len(), parsed.value[0].schema_extensions.len()), (500, 200));
    let told: Vec<&str> = parsed
        .findings
        .iter()
        .filter(|it| it.rule == "too-many")
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(
        told,
        [
            "There are 300 extensions; the first 200 are read.",
            "There are 600 resource types; the first 500 are read.",
        ]
    );
}

#[test]
fn odd_schema_is_kept() {
    let text = r#"{"Resources": [null, 7, {"name": "no id"}, {"ID": "urn:x:1.0:Y", "attributes": [
        {"name": "a", "type": "STRING", "multiValued": "true", "mutability": "readonly", "returned": "sometimes", "required": 1},
        {"name": "A", "type": "text"}, {"type": "string"}, "b", {"name": "__proto__", "type": "object", "subAttributes": [
            {"name": "inner", "type": "complex", "subAttributes": {"name": "leaf"}}]},
        {"name": "c", "type": "complex"}, {"name": "d", "subAttributes": null}]}], "totalResults": "4"}"#;
    let parsed = schema::parse_all(text).unwrap();
    let [found] = parsed.value.as_slice() else { panic!("{:?}", parsed.value) };
    let names: Vec<&str> = found.attributes.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["a", "A", "__proto__", "c", "d"]);
    let first = found.attribute("a").unwrap();
    assert!(first.multi_valued && first.attribute_type == AttributeType::String);
    assert_eq!((first.mutability, first.returned), (Mutability::ReadOnly, Returned::Default));
    let inner = found.attribute("__proto__").unwrap().sub_attribute("INNER").unwrap();
    assert_eq!(inner.sub_attributes[0].name, "leaf");
    let rules = rules(&parsed.findings);
    for rule in [
        "resource-not-an-object",
        "schema-without-id",
        "member-case",
        "keyword-case",
        "unknown-keyword",
        "type-mismatch",
        "duplicate-attribute",
        "attribute-without-name",
        "not-an-attribute",
        "attribute-name",
        "nested-complex",
        "not-an-array",
        "complex-without-sub-attributes",
        "attribute-without-type",
        "S03",
        "list-schemas",
    ] {
        assert!(rules.contains(&rule), "{rule} is not among {rules:?}");
    }
}

#[test]
fn defaults_are_those_of_the_rfc() {
    let parsed = schema::parse_all(r#"[{"id": "u", "attributes": [{"name": "a"}]}]"#).unwrap();
    let found = &parsed.value[0].attributes[0];
    assert_eq!(*found, schema::Attribute { name: "a".to_owned(), ..schema::Attribute::default() });
    assert_eq!(found.attribute_type, AttributeType::String);
    assert_eq!(found.mutability, Mutability::ReadWrite);
    assert_eq!(found.returned, Returned::Default);
    assert_eq!(found.uniqueness, schema::Uniqueness::None);
}

#[test]
fn odd_resource_types_are_kept() {
    let text = r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 4, "Resources": [
        {"name": "User", "schema": "urn:ietf:params:scim:schemas:core:2.0:user"},
        {"endpoint": "/Robots", "schemaExtensions": ["urn:x:R", {"schema": "urn:y:R"}, {"required": true}, 3]},
        {"name": "Nowhere", "schema": "urn:z"}, {"name": "One", "endpoint": "One", "schemaExtensions": {"schema": "urn:o", "required": "false"}}]}"#;
    let parsed = resource_type::parse_all(text).unwrap();
    let seen: Vec<_> = parsed
        .value
        .iter()
        .map(|it| (it.name.as_str(), it.endpoint.as_str(), it.schema_extensions.len()))
        .collect();
    assert_eq!(seen, [("User", "/Users", 0), ("Robots", "/Robots", 2), ("One", "One", 1)]);
}

#[test]
fn bare_and_misspelt_capabilities_are_read() {
    let text = r#"{"patch": true, "eTag": {"supported": "True"}, "documentationUrl": "https://x.example", "sort": {}, "bulk": {"supported": true, "maxOperations": "10"}}"#;
    let parsed = provider_config::parse(text).unwrap();
    assert_eq!(
        (parsed.value.patch, parsed.value.etag, parsed.value.sort),
        (Support::Yes, Support::Yes, Support::Unsaid)
    );
    assert_eq!(parsed.value.bulk.max_operations, Some(10));
    assert_eq!(parsed.value.documentation_uri.as_deref(), Some("https://x.example"));
    let wrapped = format!("[{text}]");
    assert_eq!(provider_config::parse(&wrapped).unwrap().value, parsed.value);
    assert!(matches!(provider_config::parse(r#"{"code": 1}"#), Err(NotScim::OtherJson { .. })));
}

#[test]
fn odd_lists_are_read() {
    let rows =
        |text: &str| ListResponse::parse(text).map(|it| (it.value.resources.len(), it.findings));
    assert_eq!(rows(r#"{"totalResults": 0, "Resources": null}"#).unwrap().0, 0);
    assert_eq!(rows(r#"{"totalResults": 1, "RESOURCES": {"id": "1"}}"#).unwrap().0, 1);
    assert_eq!(rows(r#"[{"id": "1"}, {"id": "1"}]"#).unwrap().0, 2);
    assert!(rules(&rows(r#"[{"id": "1"}, {"id": "1"}]"#).unwrap().1).contains(&"S05"));
    assert!(
        rules(&rows(r#"{"totalResults": 1, "Resources": [{}, {}]}"#).unwrap().1)
            .contains(&"total-too-small")
    );
    assert!(rules(&rows("\u{feff}{\"totalResults\": 0}").unwrap().1).contains(&"byte-order-mark"));
    assert_eq!(
        ListResponse::parse(r#"{"totalResults": 12.0, "Resources": []}"#)
            .unwrap()
            .value
            .total_results,
        Some(12)
    );
    assert_eq!(
        ListResponse::parse(r#"{"totalResults": -1, "Resources": []}"#)
            .unwrap()
            .value
            .total_results,
        None
    );
    let twice =
        ListResponse::parse(r#"{"totalResults": 1, "Resources": [{"id":"a"}], "Resources": []}"#)
            .unwrap();
    assert_eq!(twice.value.resources.len(), 1);
    assert!(rules(&twice.findings).contains(&"duplicate-member"));
}

#[test]
fn wire_text_of_rows_is_untouched() {
    let text = r#"{"totalResults":1,"Resources":[ {"id":"1",  "n": 1.50e+03, "N":"\u00e9"} ]}"#;
    let parsed = ListResponse::parse(text).unwrap();
    assert_eq!(parsed.value.resources[0].get(), r#"{"id":"1",  "n": 1.50e+03, "N":"\u00e9"}"#);
}

#[test]
fn what_is_no_scim_is_said_to_be_so() {
    let page = "\n<!DOCTYPE html>\n<html><head><TITLE>\n Sign in &amp; up </TITLE>";
    let Err(NotScim::WebPage { title, .. }) = resource(page) else { panic!("not a page") };
    assert_eq!(title.as_deref(), Some("Sign in & up"));
    assert_eq!(resource("  \n").unwrap_err(), NotScim::Empty);
    assert!(matches!(resource("<?xml version='1.0'?><a/>"), Err(NotScim::NotJson { .. })));
    let Err(NotScim::NotJson { line, column, .. }) = resource("{\n  \"a\": trou\n}") else {
        panic!("was JSON")
    };
    assert_eq!((line, column), (2, 10));
    for text in [
        "[]",
        "7",
        "\"x\"",
        "{}",
        r#"{"message": "no"}"#,
        r#"{"schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"]}"#,
    ] {
        assert!(matches!(resource(text), Err(NotScim::OtherJson { .. })), "{text}");
    }
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(matches!(resource(&deep), Err(NotScim::OtherJson { .. })));
    let deep = format!("{{\"id\": {deep}}}");
    let read = resource(&deep).unwrap();
    assert!(read.value["id"].is_null() && rules(&read.findings).contains(&"nested-too-deep"));
    assert!(ListResponse::parse(&format!("[{deep}]")).is_ok());
    assert!(schema::parse_all(&format!("[{deep}]")).unwrap().value.is_empty());
}

#[test]
fn what_stands_twice_or_is_too_long_is_flagged_in_resources_and_lists() {
    let text = r#"{"id": "1", "schemas": ["u"], "name": {"a": 1, "a": 340282366920938463463374607431768211457}}"#;
    let one = resource(text).unwrap();
    let places: Vec<(&str, &str)> =
        one.findings.iter().map(|it| (it.rule.as_str(), it.pointer.as_str())).collect();
    assert!(places.contains(&("duplicate-member", "/name/a")), "{places:?}");
    assert!(places.contains(&("number-precision", "/name/a")), "{places:?}");
    assert_eq!(one.value["name"]["a"].to_string(), "340282366920938463463374607431768211457");
    let list = format!(r#"{{"totalResults": 2, "Resources": [{{"id": "0"}}, {text}]}}"#);
    let list = ListResponse::parse(&list).unwrap();
    for (rule, words) in [("duplicate-member", "1 of 2"), ("number-precision", "34028236692")] {
        let found = list.findings.iter().find(|it| it.rule == rule).unwrap();
        assert!(found.message.contains(words), "{}", found.message);
        assert_eq!(found.pointer, "/Resources/1/name/a");
    }
}

#[test]
fn half_surrogates_do_not_hide_a_resource() {
    let parsed = resource(r#"{"id": "1", "schemas": ["u"], "a": "\ud83d", "b": "\ud83d\ude00", "c": "\\ud83d", "d": "\uD83Dx"}"#).unwrap();
    assert_eq!(parsed.value["a"], "\u{fffd}");
    assert_eq!(parsed.value["b"], "😀");
    assert_eq!(parsed.value["c"], "\\ud83d");
    assert_eq!(parsed.value["d"], "\u{fffd}x");
    assert!(rules(&parsed.findings).contains(&"lone-surrogate"));
}

#[test]
fn errors_of_other_formats_are_read() {
    let read = |text: &str| {
        ErrorBody::parse(text).map(|it| (it.value.status, it.value.scim_type, it.value.detail))
    };
    let text = |it: &str| Some(it.to_owned());
    let scim = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"409","scimType":"uniqueness","detail":"taken"}"#;
    assert_eq!(read(scim), Some((Some(409), text("uniqueness"), text("taken"))));
    assert_eq!(
        read(r#"{"code": 429, "message": "slow"}"#),
        Some((Some(429), text("429"), text("slow")))
    );
    assert_eq!(
        read(r#"{"error":"invalid_token","error_description":"expired"}"#),
        Some((None, text("invalid_token"), text("expired")))
    );
    assert_eq!(
        read(r#"{"error":{"code":"Denied","message":"no"}}"#),
        Some((None, text("Denied"), text("no")))
    );
    assert_eq!(
        read(r#"{"Errors":[{"description":"bad","code":"400"}]}"#),
        Some((Some(400), text("400"), text("bad")))
    );
    assert_eq!(
        read(r#"{"response":{"status":404,"detail":"gone"}}"#),
        Some((Some(404), None, text("gone")))
    );
    assert_eq!(read("{}"), None);
    assert_eq!(read("<html>"), None);
}

fn json() -> impl Strategy<Value = Value> {
    let number =
        prop_oneof![any::<i64>().prop_map(Number::from), any::<u64>().prop_map(Number::from)];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number.prop_map(Value::Number),
        ".{0,12}".prop_map(Value::String),
        Just(Value::String("true".to_owned())),
    ];
    let name = prop_oneof![
        ".{0,8}",
        prop::sample::select(vec![
            "id",
            "ID",
            "schemas",
            "Schemas",
            "meta",
            "userName",
            "USERNAME",
            "name",
            "emails",
            "groups",
            "members",
            "active",
            "manager",
            "value",
            "$ref",
            "display",
            "type",
            "primary",
            "formatted",
            "password",
            "Resources",
            "resources",
            "totalResults",
            "attributes",
            "subAttributes",
            "endpoint",
            "schema",
            "schemaExtensions",
            "patch",
            "supported",
            "bulk",
            "filter",
            "authenticationSchemes",
            "__proto__",
            "lastModified",
            "x509Certificates",
            scim::urn::ENTERPRISE_USER,
            scim::urn::USER,
            "status",
            "detail",
            "error",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(5, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|it| Value::Object(it.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// Every reader there is; none may panic.
fn read_all(text: &str) {
    let _ = schema::parse_all(text);
    let _ = resource_type::parse_all(text);
    let _ = provider_config::parse(text);
    let _ = ListResponse::parse(text);
    let _ = ErrorBody::parse(text);
    let _ = resource(text);
}

/// The texts of a form, as a person could see them.
fn seen(sections: &[view::Section]) -> String {
    serde_json::to_string(sections).unwrap()
}

/// The scalars that a form must show, as they stand in JSON.
fn leaves(name: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, it)| leaves(name, it, found)),
        Value::Array(values) => values.iter().for_each(|it| leaves(name, it, found)),
        // Never returned by the schema; shown as exactly that.
        _ if name.eq_ignore_ascii_case("password") => {}
        Value::String(text) if !text.is_empty() => {
            let quoted = serde_json::to_string(text).unwrap();
            found.push(quoted.trim_matches('"').to_owned());
        }
        Value::Number(number) => found.push(number.to_string()),
        _ => {}
    }
}

fn has_password(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, it)| name.eq_ignore_ascii_case("password") || has_password(it)),
        Value::Array(values) => values.iter().any(has_password),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn readers_never_panic_on_text(text in ".{0,200}") {
        read_all(&text);
    }

    #[test]
    fn readers_never_panic_on_json_like_text(text in r#"[\[\]{}",:\\ud8a-f0-9<>!/ tefal\-\.]{0,120}"#) {
        read_all(&text);
    }

    #[test]
    fn readers_never_panic_on_json(value in json()) {
        read_all(&value.to_string());
    }

    #[test]
    fn models_of_anything_show_anything(schemas in json(), resource in json(), path in ".{0,30}") {
        let parsed = schema::parse_all(&schemas.to_string()).map(|it| it.value).unwrap_or_default();
        let types = resource_type::parse_all(&schemas.to_string()).map(|it| it.value).unwrap_or_default();
        for it in types.iter().chain(builtin::resource_types()) {
            let model = view::TypeModel::resolve(it, &parsed).value;
            let _ = (model.default_columns(), view::cell(&model, &resource, &path));
            let _ = view::identity(&model, &resource);
            let _ = view::values(&model, &types, &resource, &path, 1, 2);
            for column in model.columns() {
                let _ = view::cell(&model, &resource, &column.path);
            }
        }
    }

    #[test]
    fn every_leaf_stands_in_the_form(resource in json()) {
        prop_assume!(!has_password(&resource));
        for it in builtin::resource_types() {
            let model = view::TypeModel::resolve(it, builtin::schemas()).value;
            let shown = seen(&view::form(&model, builtin::resource_types(), &resource, usize::MAX));
            // A number or text within JSON within JSON is escaped once more.
            let twice = shown.replace("\\\\", "\\").replace("\\\"", "\"");
            let mut wanted = Vec::new();
            leaves("", &resource, &mut wanted);
            for leaf in wanted {
                prop_assert!(shown.contains(&leaf) || twice.contains(&leaf), "{leaf} is not in {shown}");
            }
        }
    }
}
