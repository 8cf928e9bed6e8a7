//! Resources, requests and values that meet often: few names, few values.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use scim::patch::{Op, Operation, PatchRequest};
use scim::patch_path::PatchPath;
use scim::urn;
use serde_json::{Map, Value, json};

/// Any JSON, of names that mean something here.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        select(vec![
            "work",
            "a@example.com",
            "True",
            "",
            "replace",
            "Remove",
            "2011-05-13T04:42:34Z",
            "ü"
        ])
        .prop_map(Value::from),
        path().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let name = select(vec![
            "Operations",
            "op",
            "path",
            "value",
            "schemas",
            "emails",
            "members",
            "name",
            "type",
            "primary",
            "userName",
            "PRIMARY",
            "name.givenName",
            urn::ENTERPRISE_USER,
            "manager",
            "active",
            "groups",
            "unknown",
        ]);
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((name, inner), 0..5)
                .prop_map(|it| object(it.into_iter().map(|(name, it)| (name, Some(it))))),
        ]
    })
}

fn object<'a>(members: impl IntoIterator<Item = (&'a str, Option<Value>)>) -> Value {
    let members = members.into_iter().filter_map(|(name, it)| Some((name.to_owned(), it?)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn text(of: &'static [&'static str]) -> impl Strategy<Value = Option<Value>> {
    option::of(select(of).prop_map(Value::from))
}

/// Distinct elements, at most one of them primary.
fn elements() -> impl Strategy<Value = Option<Value>> {
    let element = (
        text(&["a@example.com", "b@example.com", "A@example.com", "c\"d"]),
        text(&["work", "home", "other"]),
        text(&["A", "B"]),
    );
    let element = element.prop_map(|(value, kind, display)| {
        object([("value", value), ("type", kind), ("display", display)])
    });
    (vec(element, 0..5), option::of(0..5_usize)).prop_map(|(mut elements, primary)| {
        elements.retain(|it| *it != json!({}));
        elements.sort_by_key(|it| it.to_string().to_lowercase());
        elements.dedup_by_key(|it| it.to_string().to_lowercase());
        if let Some(element) = primary.and_then(|at| elements.get_mut(at)) {
            element["primary"] = json!(true);
        }
        (!elements.is_empty()).then_some(Value::Array(elements))
    })
}

fn name() -> impl Strategy<Value = Option<Value>> {
    let parts =
        (text(&["Barbara", "Bob"]), text(&["Jensen", "Smith"]), text(&["Jane"]), text(&["Ms."]));
    option::of(parts.prop_map(|(given, family, middle, prefix)| {
        object([
            ("givenName", given),
            ("familyName", family),
            ("middleName", middle),
            ("honorificPrefix", prefix),
        ])
    }))
}

fn enterprise() -> impl Strategy<Value = Option<Value>> {
    let manager = option::of((select(vec!["1", "2"]), text(&["Boss"])).prop_map(|(id, name)| {
        let link = json!(format!("../Users/{id}"));
        object([("value", Some(json!(id))), ("$ref", Some(link)), ("displayName", name)])
    }));
    option::of((text(&["Sales", "sales"]), text(&["42"]), manager).prop_map(
        |(department, number, manager)| {
            object([("department", department), ("employeeNumber", number), ("manager", manager)])
        },
    ))
}

pub(crate) fn user() -> impl Strategy<Value = Value> {
    let simple = (
        select(vec!["bjensen", "BJensen", "jsmith"]),
        text(&["Tour Guide", "tour guide", "Boss"]),
        option::of(any::<bool>().prop_map(Value::from)),
        text(&["https://example.com/~b", "https://example.com/~B"]),
        text(&["secret"]),
    );
    let several =
        (elements(), elements(), option::of(Just(json!([{ "value": "g1", "display": "Guides" }]))));
    (simple, several, name(), enterprise()).prop_map(|(simple, several, name, enterprise)| {
        let (user_name, title, active, profile, password) = simple;
        let (emails, roles, groups) = several;
        let mut schemas = vec![urn::USER];
        schemas.extend(
            enterprise.as_ref().filter(|it| **it != json!({})).map(|_| urn::ENTERPRISE_USER),
        );
        object([
            ("schemas", Some(json!(schemas))),
            ("id", Some(json!("2819c223"))),
            ("userName", Some(json!(user_name))),
            ("title", title),
            ("active", active),
            ("profileUrl", profile),
            ("password", password),
            ("name", name),
            ("emails", emails),
            ("roles", roles),
            ("groups", groups),
            (urn::ENTERPRISE_USER, enterprise),
        ])
    })
}

pub(crate) fn group() -> impl Strategy<Value = Value> {
    let member = (0..12_u8, text(&["User", "Group"]), text(&["Babs"]));
    (select(vec!["Guides", "Drivers"]), vec(member, 0..12)).prop_map(|(name, members)| {
        let mut members: Vec<_> = members
            .into_iter()
            .map(|(id, kind, display)| {
                let link = json!(format!("https://example.com/v2/Users/{id}"));
                object([("value", Some(json!(id.to_string()))), ("type", kind), ("$ref", Some(link)), ("display", display)])
            })
            .collect();
        members.sort_by_key(|it| it["value"].to_string());
        members.dedup_by_key(|it| it["value"].to_string());
        json!({ "schemas": [urn::GROUP], "id": "e9e30dba", "displayName": name, "members": members })
    })
}

fn path() -> impl Strategy<Value = &'static str> {
    select(vec![
        "userName",
        "title",
        "active",
        "name",
        "name.familyName",
        "emails",
        "emails[type eq \"work\"]",
        "emails[type eq \"work\"].value",
        "emails[value eq \"a@example.com\" and type eq \"home\"].display",
        "roles[primary eq true]",
        "roles[value eq \"b@example.com\"].primary",
        "roles[value eq \"b@example.com\"]",
        "emails.type",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager",
        "schemas",
        "groups",
    ])
}

fn fitting() -> impl Strategy<Value = Value> {
    let text =
        select(vec!["work", "a@example.com", "b@example.com", "Jensen"]).prop_map(Value::from);
    let element =
        (text.clone(), option::of(select(vec!["work", "home"])), option::of(any::<bool>()));
    let element = element.prop_map(|(value, kind, primary)| {
        object([
            ("value", Some(value)),
            ("type", kind.map(Value::from)),
            ("primary", primary.map(Value::from)),
        ])
    });
    let name = name().prop_map(|it| it.unwrap_or_else(|| json!({}))).boxed();
    let attributes = (text.clone(), any::<bool>(), name.clone(), vec(element.clone(), 0..3)).prop_map(
        |(title, active, name, roles)| json!({ "title": title, "active": active, "name": name, "roles": roles }),
    );
    prop_oneof![
        text,
        any::<bool>().prop_map(Value::from),
        element.clone(),
        vec(element, 0..4).prop_map(Value::Array),
        name,
        attributes,
        Just(Value::Null),
    ]
}

pub(crate) fn request() -> impl Strategy<Value = PatchRequest> {
    let op = select(vec![Op::Add, Op::Remove, Op::Replace]);
    let operation = (op, option::weighted(0.9, path()), fitting()).prop_filter_map(
        "no target",
        |(op, path, value)| {
            let uris = [urn::USER, urn::ENTERPRISE_USER];
            let path = path.map(|it| PatchPath::parse(it, &uris).unwrap());
            match (op, &path) {
                (Op::Remove, None) => None,
                (Op::Remove, _) => Some(Operation { op, path, value: None }),
                (_, None) if !value.is_object() => None,
                _ => Some(Operation { op, path, value: Some(value) }),
            }
        },
    );
    vec(operation, 1..4).prop_map(|operations| PatchRequest { operations })
}
