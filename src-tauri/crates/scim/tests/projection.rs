//! Which parts of a resource an answer has.
#![allow(clippy::unwrap_used, reason = "helpers of tests are tests")]

use proptest::prelude::*;
use scim::projection::{Keep, Projection};
use scim::resource_type::{ResourceType, SchemaExtension};
use scim::view::TypeModel;
use scim::{builtin, schema, urn};
use serde_json::{Map, Value, json};

const DOOR: &str = "urn:example:params:scim:schemas:extension:Door";
const BADGE: &str = "urn:example:params:scim:schemas:Badge";

fn user() -> TypeModel {
    TypeModel::resolve(builtin::resource_types().first().unwrap(), builtin::schemas()).value
}

fn badge() -> TypeModel {
    let text = include_str!("cases/validate/badge-schemas.json")
        .replace(r#""name": "side","#, r#""name": "side", "returned": "always","#)
        .replace(r#""name": "level","#, r#""name": "level", "returned": "request","#);
    let schemas = schema::parse_all(&text).unwrap().value;
    let resource_type = ResourceType {
        name: "Badge".to_owned(),
        schema: BADGE.to_owned(),
        schema_extensions: vec![SchemaExtension { schema: DOOR.to_owned(), required: false }],
        ..ResourceType::default()
    };
    TypeModel::resolve(&resource_type, &schemas).value
}

fn list(names: &str) -> Vec<String> {
    names.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// The names of everything that is left: `emails.value` for a part of an attribute.
fn left(model: &TypeModel, attributes: &str, excluded: &str, resource: &Value) -> String {
    let projection = Projection::new(&list(attributes), &list(excluded), model);
    let Value::Object(members) = projection.apply(resource) else { return String::new() };
    let mut names = Vec::new();
    for (name, value) in &members {
        let inside = match value {
            Value::Object(inside) => Some(inside),
            Value::Array(values) => values.first().and_then(Value::as_object),
            _ => None,
        };
        let short = name.rsplit(':').next().unwrap_or(name);
        match inside {
            Some(inside) => names.extend(inside.keys().map(|it| format!("{short}.{it}"))),
            None => names.push(short.to_owned()),
        }
    }
    names.join(" ")
}

fn bjensen() -> Value {
    json!({
        "schemas": [urn::USER], "id": "7", "externalId": "e", "userName": "b", "password": "secret",
        "name": {"givenName": "B", "familyName": "J"}, "emails": [{"value": "a@x", "type": "work"}, {"value": "b@x"}],
        "vendor": 1, urn::ENTERPRISE_USER: {"department": "D", "manager": {"value": "m", "displayName": "M"}},
        "meta": {"version": "v", "created": "c"}
    })
}

#[test]
fn without_lists_everything_but_secrets_is_returned() {
    assert_eq!(
        left(&user(), "", "", &bjensen()),
        "schemas id externalId userName name.givenName name.familyName emails.value emails.type vendor \
         User.department User.manager meta.version meta.created"
    );
}

#[test]
fn attributes_keep_what_is_named_and_what_is_always_returned() {
    for (names, expected) in [
        ("userName", "schemas id userName"),
        ("USERNAME", "schemas id userName"),
        ("emails.type", "schemas id emails.type"),
        ("emails.type emails", "schemas id emails.value emails.type"),
        ("name.givenName name.familyName", "schemas id name.givenName name.familyName"),
        ("meta.version", "schemas id meta.version"),
        ("password", "schemas id"),
        ("nothing", "schemas id"),
        ("urn:unknown:x", "schemas id"),
        ("userName.x vendor.y", "schemas id"),
        ("vendor", "schemas id vendor"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName", "schemas id userName"),
        ("urn:ietf:params:scim:schemas:core:2.0:user:name.givenName", "schemas id name.givenName"),
        (
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "schemas id userName name.givenName name.familyName emails.value emails.type vendor",
        ),
        (urn::ENTERPRISE_USER, "schemas id User.department User.manager"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user:DEPARTMENT",
            "schemas id User.department",
        ),
        ("department", "schemas id"),
    ] {
        assert_eq!(left(&user(), names, "", &bjensen()), expected, "{names}");
    }
    let manager = format!("{}:manager.value", urn::ENTERPRISE_USER);
    let projection = Projection::new(&[manager], &[], &user()).apply(&bjensen());
    assert_eq!(projection[urn::ENTERPRISE_USER], json!({"manager": {"value": "m"}}));
    // An element without the named part is left out.
    let types = Projection::new(&list("emails.type"), &[], &user()).apply(&bjensen());
    assert_eq!(types["emails"], json!([{"type": "work"}]));
}

#[test]
fn excluded_attributes_leave_out_what_is_named_unless_it_is_always_returned() {
    let all = left(&user(), "", "", &bjensen());
    for (names, gone) in [
        ("id SCHEMAS", ""),
        ("name", "name.givenName name.familyName "),
        ("NAME.givenname", "name.givenName "),
        ("emails", "emails.value emails.type "),
        ("nothing userName.x", ""),
        (urn::ENTERPRISE_USER, "User.department User.manager "),
        ("meta.created externalId", ""),
    ] {
        let expected = all.replace(gone, "");
        let expected = match names {
            "meta.created externalId" => {
                all.replace(" meta.created", "").replace("externalId ", "")
            }
            _ => expected,
        };
        assert_eq!(left(&user(), "", names, &bjensen()), expected, "{names}");
    }
    let base = left(&user(), "", urn::USER, &bjensen());
    assert_eq!(
        base,
        "schemas id externalId User.department User.manager meta.version meta.created"
    );
    // Of both lists, the one that says what is wanted counts.
    assert_eq!(left(&user(), "userName", "userName", &bjensen()), "schemas id userName");
}

#[test]
fn what_is_returned_on_request_wants_to_be_named_or_sent() {
    let model = badge();
    let badge = json!({
        "label": "1", "pin": "1234", "secret": "s", "serial": "9", "tags": ["a"],
        "grants": [{"value": "a", "level": 3}], DOOR: {"floor": 1, "side": "left"}
    });
    let left = |attributes, excluded| left(&model, attributes, excluded, &badge);
    assert_eq!(left("", ""), "label serial tags grants.value Door.floor Door.side");
    assert_eq!(left("secret", ""), "secret serial Door.side");
    assert_eq!(left("grants.level pin", ""), "serial grants.level Door.side");
    assert_eq!(left("", "tags serial"), "label serial grants.value Door.floor Door.side");
    assert_eq!(left("", DOOR), "label serial tags grants.value Door.side");
    let sent = json!({"Secret": "s", "label": "1"});
    let answer = Projection::new(&[], &[], &model).with_sent(&sent).apply(&badge);
    assert_eq!(answer["secret"], "s");
    let asked = Projection::new(&list("label"), &[], &model).with_sent(&sent).apply(&badge);
    assert!(asked.get("secret").is_none());
}

#[test]
fn what_is_kept_is_known_before_the_value() {
    let model = user();
    let keep = |attributes: &str, excluded: &str, name: &str| {
        Projection::new(&list(attributes), &list(excluded), &model).keep(name)
    };
    assert_eq!(keep("", "", "userName"), Keep::Whole);
    assert_eq!(keep("", "", "PASSWORD"), Keep::Nothing);
    assert_eq!(keep("name.givenName", "", "name"), Keep::Parts);
    assert_eq!(keep("", "members", "members"), Keep::Nothing);
    assert_eq!(keep("userName", "", urn::ENTERPRISE_USER), Keep::Nothing);
    assert_eq!(keep(urn::ENTERPRISE_USER, "", urn::ENTERPRISE_USER), Keep::Whole);
    let department = format!("{}:department", urn::ENTERPRISE_USER);
    assert_eq!(keep(&department, "", urn::ENTERPRISE_USER), Keep::Parts);
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        ".{0,4}".prop_map(Value::from)
    ];
    let name = prop::sample::select(NAMES.to_vec());
    leaf.prop_recursive(4, 40, 6, move |inner| {
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

const NAMES: &[&str] = &[
    "id",
    "schemas",
    "userName",
    "NAME",
    "name.givenName",
    "givenName",
    "emails",
    "emails.value",
    "value",
    "type",
    "password",
    "secret",
    "grants",
    "grants.level",
    "level",
    "serial",
    "side",
    "floor",
    "pin",
    "vendor",
    "a.b.c",
    "",
    DOOR,
    BADGE,
    urn::USER,
    urn::ENTERPRISE_USER,
    "urn:example:params:scim:schemas:extension:Door:side",
    ".",
    ":",
    "urn:x",
];

/// Whether every value of `part` stands in `whole` as well.
fn is_part(part: &Value, whole: &Value) -> bool {
    match (part, whole) {
        (Value::Object(part), Value::Object(whole)) => {
            part.iter().all(|(name, it)| whole.get(name).is_some_and(|whole| is_part(it, whole)))
        }
        (Value::Array(part), Value::Array(whole)) => {
            part.iter().all(|it| whole.iter().any(|whole| is_part(it, whole)))
        }
        (part, whole) => part == whole,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn an_answer_is_a_part_of_the_resource_and_its_own_answer(
        resource in anything(),
        attributes in prop::collection::vec(prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned), 0..4),
        excluded in prop::collection::vec(prop::sample::select(NAMES.to_vec()).prop_map(str::to_owned), 0..4),
    ) {
        for model in [user(), badge()] {
            let projection = Projection::new(&attributes, &excluded, &model);
            let answer = projection.apply(&resource);
            prop_assert!(is_part(&answer, &resource));
            prop_assert_eq!(projection.apply(&answer), answer.clone());
            // What is said to be kept whole, or not at all, is what its parts come to.
            for (name, value) in resource.as_object().into_iter().flatten() {
                match projection.keep(name) {
                    Keep::Whole => prop_assert_eq!(answer.get(name), Some(value)),
                    Keep::Nothing => prop_assert!(answer.get(name).is_none()),
                    Keep::Parts => prop_assert_eq!(answer.get(name).cloned(), projection.part(name, value)),
                }
            }
        }
    }
}
