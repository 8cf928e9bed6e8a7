//! Every rule of validation: a resource that breaks it, one that keeps it, and the repair that leads from one to the other.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

#[path = "validate/corners.rs"]
mod corners;
#[path = "support/lines.rs"]
mod lines;

use std::collections::BTreeSet;
use std::fmt::Write;

use expect_test::expect_file;
use proptest::prelude::*;
use scim::builtin;
use scim::resource_type::{ResourceType, SchemaExtension};
use scim::schema::{self, Schema};
use scim::validate::Purpose::{self, Create, Replace, Response};
use scim::validate::{RULES, Violation, validate};
use scim::view::TypeModel;
use serde_json::{Map, Value, json};

const BADGE: &str = "urn:example:params:scim:schemas:Badge";
const DOOR: &str = "urn:example:params:scim:schemas:extension:Door";

fn user() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

fn group() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[1], builtin::schemas()).value
}

/// A Group whose schema is as RFC 7643 §8.7.1 prints it.
fn printed_group() -> TypeModel {
    let mut schemas = builtin::schemas().to_vec();
    for attribute in
        schemas.iter_mut().filter(|it| it.id == scim::urn::GROUP).flat_map(|it| &mut it.attributes)
    {
        attribute.required = false;
    }
    TypeModel::resolve(&builtin::resource_types()[1], &schemas).value
}

/// A type with an attribute of every kind, and an extension that is required.
fn badge() -> TypeModel {
    let text = include_str!("cases/validate/badge-schemas.json");
    let schemas: Vec<Schema> = schema::parse_all(text).unwrap().value;
    let resource_type = ResourceType {
        name: "Badge".to_owned(),
        endpoint: "/Badges".to_owned(),
        schema: BADGE.to_owned(),
        schema_extensions: vec![SchemaExtension { schema: DOOR.to_owned(), required: true }],
        ..ResourceType::default()
    };
    TypeModel::resolve(&resource_type, &schemas).value
}

fn model(name: &str) -> TypeModel {
    match name {
        "User" => user(),
        "Group" => group(),
        "printed Group" => printed_group(),
        "Badge" => badge(),
        other => panic!("no type {other}"),
    }
}

/// A whole resource: what a case leaves out is filled in, null takes it away.
fn filled(name: &str, purpose: Purpose, case: &Value) -> Value {
    let Value::Object(case) = case else { return case.clone() };
    let (schema, named, value) = match name {
        "User" => (scim::urn::USER, "userName", "bjensen"),
        "Badge" => (BADGE, "label", "7"),
        _ => (scim::urn::GROUP, "displayName", "Tour Guides"),
    };
    let mut members = Map::new();
    members.insert("schemas".to_owned(), json!([schema]));
    members.insert(named.to_owned(), json!(value));
    if name == "Badge" {
        members.insert("schemas".to_owned(), json!([schema, DOOR]));
        members.insert(DOOR.to_owned(), json!({"floor": 1}));
    }
    if purpose == Response {
        let kind = if name == "printed Group" { "Group" } else { name };
        members.insert("id".to_owned(), json!("1"));
        members.insert("meta".to_owned(), json!({"resourceType": kind, "location": "../x/1"}));
    }
    for (name, value) in case {
        if value == "-" {
            members.shift_remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    Value::Object(members)
}

/// A resource that breaks a rule and one that keeps it.
struct Case {
    rule: String,
    purpose: Purpose,
    kind: String,
    bad: Value,
    good: Value,
}

fn cases() -> Vec<Case> {
    let text = include_str!("cases/validate/cases.json");
    let cases: Vec<Value> = serde_json::from_str(text).unwrap();
    let read = |case: &Value| {
        let text = |name: &str| case[name].as_str().unwrap().to_owned();
        let (rule, kind) = (text("rule"), text("type"));
        let purpose = match case["purpose"].as_str() {
            Some("Create") => Create,
            Some("Replace") => Replace,
            _ => Response,
        };
        let [bad, good] = ["bad", "good"].map(|it| filled(&kind, purpose, &case[it]));
        Case { rule, purpose, kind, bad, good }
    };
    cases.iter().map(read).collect()
}

fn found<'v>(rule: &str, violations: &'v [Violation]) -> Option<&'v Violation> {
    violations.iter().find(|it| it.finding.rule == rule)
}

#[test]
fn every_rule_finds_what_breaks_it_and_nothing_else() {
    let mut judged = BTreeSet::new();
    for case in cases() {
        let model = model(&case.kind);
        let bad = validate(&case.bad, &model, case.purpose);
        let good = validate(&case.good, &model, case.purpose);
        assert!(found(&case.rule, &bad).is_some(), "{}: {bad:?}", case.rule);
        assert!(found(&case.rule, &good).is_none(), "{}: {good:?}", case.rule);
        judged.insert(case.rule);
    }
    // These two need more than one resource of ordinary size; their tests stand below and with PUT.
    let elsewhere = ["more-findings", "immutable-changed"];
    let all = RULES.iter().map(|it| it.id).filter(|it| !elsewhere.contains(it));
    let all: BTreeSet<String> = all.map(str::to_owned).collect();
    assert_eq!(judged, all);
}

#[test]
fn every_repair_mends_what_it_is_for() {
    let mut text = String::new();
    for case in cases() {
        let model = model(&case.kind);
        writeln!(text, "{} {:?} {}", case.kind, case.purpose, case.bad).unwrap();
        for it in validate(&case.bad, &model, case.purpose) {
            let finding = &it.finding;
            writeln!(
                text,
                "  {:?} {} {} ({}) [{}] {}",
                finding.severity,
                finding.rule,
                finding.pointer,
                it.path,
                finding.section,
                finding.message
            )
            .unwrap();
            let Some(fix) = &it.fix else { continue };
            let mended = fix.apply(&case.bad).unwrap();
            writeln!(text, "    {}: {mended}", fix.title).unwrap();
            let after = validate(&mended, &model, case.purpose);
            let again = after.iter().find(|after| after.finding == *finding);
            assert!(again.is_none(), "{}: {again:?} in {mended}", fix.title);
        }
    }
    lines::assert_same(&expect_file!["expected/validate.txt"], &text);
}

/// Every rule but those that only say what is worth knowing.
fn serious(violations: Vec<Violation>) -> Vec<Violation> {
    violations
        .into_iter()
        .filter(|it| it.finding.severity != scim::finding::Severity::Info)
        .collect()
}

#[test]
fn examples_of_the_rfc_are_clean() {
    for (name, kind) in [
        ("rfc7643-8.1-user-minimal", "User"),
        ("rfc7643-8.2-user-full", "User"),
        ("rfc7643-8.3-enterprise_user", "User"),
        ("rfc7643-8.4-group", "Group"),
        ("rfc7644-3.4.1-user-known-resource", "User"),
    ] {
        let path = format!("{}/tests/fixtures/rfc/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let resource: Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let rules: Vec<String> = serious(validate(&resource, &model(kind), Response))
            .into_iter()
            .map(|it| format!("{} {}", it.finding.rule, it.path))
            .collect();
        // These copies escape the slash of the version twice; the RFC itself writes USA, and shows a password.
        let version = "version-not-an-etag meta.version";
        let countries = ["country-code addresses[0].country", "country-code addresses[1].country"];
        let expected: &[&str] = match name {
            "rfc7644-3.4.1-user-known-resource" => &[],
            "rfc7643-8.2-user-full" | "rfc7643-8.3-enterprise_user" => {
                &[countries[0], countries[1], "never-returned password", version]
            }
            _ => &[version],
        };
        assert_eq!(rules, expected, "{name}");
    }
}

#[test]
fn secrets_stand_in_no_message_and_no_repair() {
    let model = user();
    for secret in
        [json!("t1meMa$heen"), json!(["t1meMa$heen"]), json!({"value": "t1meMa$heen"}), json!(4711)]
    {
        for purpose in [Create, Replace, Response] {
            let resource =
                json!({"schemas": [scim::urn::USER], "userName": "b", "PASSWORD": secret});
            let said = serde_json::to_string(&validate(&resource, &model, purpose)).unwrap();
            assert!(!said.contains("t1meMa$heen") && !said.contains("4711"), "{said}");
        }
    }
}

#[test]
fn findings_are_bounded_and_say_so() {
    let members: Vec<Value> = (0..100_000).map(|_| json!(7)).collect();
    let resource = json!({"schemas": [scim::urn::GROUP], "displayName": "x", "members": members});
    let found = validate(&resource, &group(), Create);
    assert_eq!(found.len(), 201);
    assert_eq!(found[200].finding.rule, "more-findings");
    let few = json!({"schemas": [scim::urn::GROUP], "displayName": "x", "members": [7]});
    assert!(validate(&few, &group(), Create).iter().all(|it| it.finding.rule != "more-findings"));
}

#[test]
fn without_a_schema_nothing_is_unknown() {
    let resource_type =
        ResourceType { schema: "urn:x:y".to_owned(), ..builtin::resource_types()[0].clone() };
    let model = TypeModel::resolve(&resource_type, &[]).value;
    let resource = json!({"schemas": ["urn:x:y"], "anything": {"goes": [1]}});
    assert_eq!(serious(validate(&resource, &model, Create)), []);
}

#[test]
fn what_describes_the_server_needs_no_id_and_no_meta() {
    for schema in [scim::urn::SERVICE_PROVIDER_CONFIG, scim::urn::RESOURCE_TYPE, scim::urn::SCHEMA]
    {
        let resource_type =
            ResourceType { schema: schema.to_owned(), ..builtin::resource_types()[0].clone() };
        let model = TypeModel::resolve(&resource_type, &[]).value;
        let found = validate(&json!({ "schemas": [schema] }), &model, Response);
        assert_eq!(serious(found), [], "{schema}");
        // Of anything else both are asked for (RFC 7643 §3.1).
        let other = TypeModel::resolve(&builtin::resource_types()[1], &[]).value;
        let found = validate(&json!({ "schemas": [scim::urn::GROUP] }), &other, Response);
        for rule in ["missing-id", "missing-meta"] {
            assert!(found.iter().any(|it| it.finding.rule == rule), "{rule}");
        }
    }
}

#[test]
fn a_name_that_comes_twice_among_many_is_removed_only_where_nothing_is_lost() {
    let many = |second: &str| {
        let mut resource = json!({ "schemas": ["urn:x:y"], "nickName": "b" });
        for at in 0..30 {
            resource[format!("other{at}")] = json!(at);
        }
        resource["NICKNAME"] = json!(second);
        resource
    };
    let resource_type =
        ResourceType { schema: "urn:x:y".to_owned(), ..builtin::resource_types()[0].clone() };
    let model = TypeModel::resolve(&resource_type, &[]).value;
    for (second, is_mended) in [("b", true), ("c", false)] {
        let violations = validate(&many(second), &model, Create);
        let twice = found("duplicate-member", &violations).unwrap();
        assert_eq!((twice.path.as_str(), twice.fix.is_some()), ("NICKNAME", is_mended));
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<f64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::String),
        prop::sample::select(vec![
            "True",
            "",
            "2024-04-10",
            "bulkId:x",
            scim::urn::USER,
            BADGE,
            DOOR
        ])
        .prop_map(Value::from),
    ];
    let name = prop_oneof![
        ".{0,8}",
        prop::sample::select(vec![
            "id",
            "ID",
            "schemas",
            "meta",
            "userName",
            "USERNAME",
            "name",
            "name.givenName",
            "givenName",
            "emails",
            "groups",
            "members",
            "active",
            "manager",
            "managerId",
            "value",
            "$ref",
            "type",
            "primary",
            "password",
            "label",
            "count",
            "weight",
            "issued",
            "photo",
            "tags",
            "grants",
            "pin",
            "floor",
            "level",
            "version",
            "resourceType",
            "location",
            "created",
            scim::urn::ENTERPRISE_USER,
            scim::urn::USER,
            BADGE,
            DOOR,
            "urn:example:params:scim:schemas:extension:Door:floor",
            "urn:scim:schemas:core:1.0",
        ])
        .prop_map(str::to_owned),
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
}

#[test]
fn a_value_is_taken_out_of_all_the_arrays_that_it_stands_alone_in() {
    for (nick_name, mended) in [
        (json!([["b"]]), Some(json!("b"))),
        (json!([[[7]]]), Some(json!(7))),
        (json!([["b", "c"]]), None),
        (json!([[[]]]), None),
    ] {
        let resource = json!({ "nickName": nick_name });
        let found = validate(&resource, &user(), Response);
        let here = found.iter().find(|it| it.finding.pointer == "/nickName").unwrap();
        let fix = here.fix.as_ref().map(|it| it.apply(&resource).unwrap()["nickName"].clone());
        assert_eq!(fix, mended, "{resource}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn anything_can_be_judged_and_every_repair_applies(resource in json_value()) {
        for model in [user(), group(), badge()] {
            for purpose in [Create, Replace, Response] {
                let found = validate(&resource, &model, purpose);
                let count = found.len();
                for it in found {
                    prop_assert!(resource.pointer(&it.finding.pointer).is_some(), "{}", it.finding.pointer);
                    let Some(fix) = it.fix else { continue };
                    let mended = fix.apply(&resource);
                    prop_assert!(mended.is_ok(), "{mended:?} {fix:?}");
                    let after = validate(&mended.unwrap(), &model, purpose);
                    // Among equal neighbours the next one takes the place of the one that was removed.
                    let is_gone = !after.iter().any(|after| after.finding == it.finding);
                    prop_assert!(is_gone || after.len() < count, "{fix:?}");
                }
            }
        }
    }
}
