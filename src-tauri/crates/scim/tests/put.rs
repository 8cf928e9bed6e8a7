//! Replacing: what is sent, what is refused, what would be lost.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use proptest::prelude::*;
use scim::put::{Put, put};
use scim::resource_type::{ResourceType, SchemaExtension};
use scim::validate::{Purpose, validate};
use scim::view::TypeModel;
use scim::{builtin, schema, urn};
use serde_json::{Map, Value, json};

const DOOR: &str = "urn:example:params:scim:schemas:extension:Door";
const BADGE: &str = "urn:example:params:scim:schemas:Badge";

fn user() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

fn badge() -> TypeModel {
    let schemas =
        schema::parse_all(include_str!("cases/validate/badge-schemas.json")).unwrap().value;
    let resource_type = ResourceType {
        name: "Badge".to_owned(),
        endpoint: "/Badges".to_owned(),
        schema: BADGE.to_owned(),
        schema_extensions: vec![SchemaExtension { schema: DOOR.to_owned(), required: false }],
        ..ResourceType::default()
    };
    TypeModel::resolve(&resource_type, &schemas).value
}

fn lost(put: &Put) -> Vec<String> {
    put.lost.iter().map(|it| format!("{} = {}", it.path, it.value)).collect()
}

#[test]
fn what_only_the_server_sets_is_not_sent() {
    let edited = json!({
        "ID": "1", "schemas": [urn::USER], "meta": {"version": "W/\"1\""}, "userName": "b", "externalId": "x",
        "groups": [{"value": "g"}], "password": "secret", "X-Vendor": [1],
        urn::ENTERPRISE_USER: {"manager": {"value": "m", "displayName": "John"}, "costCenter": null}
    });
    let sent = put(&edited, &edited, &user());
    assert_eq!(
        sent.body.to_string(),
        json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER], "userName": "b", "externalId": "x", "password": "secret",
            "X-Vendor": [1], urn::ENTERPRISE_USER: {"manager": {"value": "m"}, "costCenter": null}
        })
        .to_string()
    );
    assert_eq!((sent.lost, sent.violations), (vec![], vec![]));
}

#[test]
fn schemas_say_what_the_body_uses() {
    let schemas = |edited: Value| put(&json!({}), &edited, &user()).body["schemas"].clone();
    let both = json!([urn::USER, urn::ENTERPRISE_USER]);
    assert_eq!(schemas(json!({"userName": "b"})), json!([urn::USER]));
    assert_eq!(schemas(json!({"schemas": both, "userName": "b"})), json!([urn::USER]));
    assert_eq!(schemas(json!({"schemas": both, urn::ENTERPRISE_USER: {}})), json!([urn::USER]));
    assert_eq!(
        schemas(json!({"schemas": urn::USER, urn::ENTERPRISE_USER: {"division": "x"}})),
        both
    );
    assert_eq!(
        schemas(json!({"schemas": [urn::USER, urn::USER, "urn:x"]})),
        json!([urn::USER, "urn:x"])
    );
    // Nothing is left of a manager but what the server sets.
    let only = json!({urn::ENTERPRISE_USER: {"manager": {"displayName": "John"}}});
    assert_eq!(put(&json!({}), &only, &user()).body, json!({"schemas": [urn::USER]}));
}

#[test]
fn what_the_body_leaves_out_would_be_lost() {
    let before = json!({
        "schemas": [urn::USER], "id": "1", "userName": "b", "TITLE": "Guide", "nickName": null, "active": true,
        "name": {"givenName": "B", "middleName": "J", "formatted": ""},
        "emails": [{"value": "a@x", "type": "work", "primary": true}, {"value": "c@x", "display": "C"}, {"value": "gone@x"}],
        "addresses": [{"locality": "Ulm"}, {"locality": "Bonn"}],
        "vendor": {"x": 1},
        urn::ENTERPRISE_USER: {"division": "D", "manager": {"value": "m", "displayName": "John"}}
    });
    let edited = json!({
        "userName": "babs", "active": false, "name": {"givenName": "Babs"},
        "emails": [{"value": "c@x"}, {"value": "A@X", "type": "home"}, {"value": "new@x"}],
        "addresses": [{"locality": "Bonn"}],
        urn::ENTERPRISE_USER: {"manager": {"value": "n"}}
    });
    assert_eq!(
        lost(&put(&before, &edited, &user())),
        [
            "title = \"Guide\"",
            "name.middleName = \"J\"",
            "name.formatted = \"\"",
            "emails[value eq \"a@x\"].primary = true",
            "emails[value eq \"c@x\"].display = \"C\"",
            "emails[value eq \"gone@x\"] = {\"value\":\"gone@x\"}",
            "addresses[0] = {\"locality\":\"Ulm\"}",
            "vendor = {\"x\":1}",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division = \"D\"",
        ]
    );
}

#[test]
fn what_nobody_sees_may_be_lost_too() {
    let unseen = |edited: Value| put(&json!({}), &edited, &badge()).unseen;
    assert_eq!(unseen(json!({"label": "1"})), ["pin", "secret"]);
    assert_eq!(unseen(json!({"label": "1", "PIN": "1234", "secret": null})), Vec::<String>::new());
}

#[test]
fn what_may_be_set_once_must_be_sent_as_it_is() {
    let before = json!({
        "label": "Seven", "maker": {"value": "m"}, "grants": [{"value": "a", "given": "x"}, {"value": "b", "given": "y"}],
        DOOR: {"floor": 1, "side": "left"}
    });
    let places = |edited: Value| {
        let found = put(&before, &edited, &badge()).violations;
        found.iter().map(|it| format!("{} {}", it.path, it.finding.pointer)).collect::<Vec<_>>()
    };
    assert_eq!(places(before.clone()), Vec::<String>::new());
    // Letter case does not make another value of what is not caseExact.
    let mut same = before.clone();
    same["label"] = json!("SEVEN");
    same["grants"] = json!([{"value": "c", "given": "z"}, {"value": "b", "given": "y"}]);
    assert_eq!(places(same), Vec::<String>::new());
    let changed = json!({
        "LABEL": "Eight", "maker": {"value": "m", "city": "Ulm"}, "grants": [{"value": "b", "given": "z"}],
        DOOR: {"floor": 2}
    });
    let side = format!("{DOOR}:side /{DOOR}/side");
    assert_eq!(
        places(changed.clone()),
        ["label /LABEL", "maker /maker", "grants[0].given /grants/0/given", side.as_str()]
    );
    // What had no value may be set.
    assert_eq!(put(&json!({"label": null}), &changed, &badge()).violations, []);
    // The repairs put back what was.
    let found = put(&before, &changed, &badge()).violations;
    let mended =
        found.iter().fold(changed, |it, found| found.fix.as_ref().unwrap().apply(&it).unwrap());
    assert_eq!(put(&before, &mended, &badge()).violations, []);
}

fn resource() -> impl Strategy<Value = Value> {
    let text = || prop::sample::select(vec!["a", "A", "b", "", "x y"]).prop_map(Value::from);
    let leaf =
        prop_oneof![text(), Just(Value::Null), any::<bool>().prop_map(Value::from), Just(json!(1))];
    let name = prop::sample::select(vec![
        "id",
        "ID",
        "schemas",
        "meta",
        "userName",
        "name",
        "givenName",
        "emails",
        "groups",
        "value",
        "type",
        "primary",
        "display",
        "active",
        "manager",
        "displayName",
        "label",
        "grants",
        "given",
        "maker",
        "side",
        "floor",
        "serial",
        "vendor",
        urn::ENTERPRISE_USER,
        DOOR,
        BADGE,
    ]);
    leaf.prop_recursive(3, 40, 5, move |inner| {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn nothing_read_only_is_ever_sent(before in resource(), edited in resource()) {
        for model in [user(), badge()] {
            let sent = put(&before, &edited, &model);
            let found = validate(&sent.body, &model, Purpose::Replace);
            prop_assert!(found.iter().all(|it| it.finding.rule != "read-only-sent"), "{}", sent.body);
            // Sent again it stays as it is, and nothing of what was sent would be lost.
            let again = put(&sent.body, &sent.body, &model);
            prop_assert_eq!(&again.body, &sent.body);
            prop_assert_eq!(again.lost, vec![]);
            prop_assert_eq!(again.violations, vec![]);
        }
    }
}
