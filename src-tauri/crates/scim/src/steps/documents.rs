//! What documents cost that are made to hurt: as much as they are long, and never the square of it. Filters, PATCH
//! requests, validation, lint and bulk have such a test of their own, beside their code.

use serde_json::{Map, Value, json};

use super::during;
use crate::message::ListResponse;
use crate::patch::dialect::{self, Dialect, Subject};
use crate::projection::Projection;
use crate::put::put;
use crate::view::TypeModel;
use crate::{builtin, patch, resource_type, schema, urn};

/// Work on a document of about so many bytes.
type Case = fn(usize);

fn user() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

/// An object of so many bytes, each of whose names stands there once.
fn object(bytes: usize, name: &str) -> Value {
    let members = (0..bytes / 12).map(|it| (format!("{name}{it:05}"), json!(1)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn list(bytes: usize, one: impl Fn(usize) -> Value) -> Value {
    let each = one(10_000).to_string().len() + 1;
    Value::Array((0..bytes / each).map(one).collect())
}

fn cases() -> Vec<(&'static str, Case)> {
    vec![
        ("a schema of many attributes", |size| {
            let attributes = list(size, |it| json!({"name": format!("a{it}")}));
            let text = json!({"id": "urn:example:A", "attributes": attributes}).to_string();
            assert!(schema::parse_all(&text).unwrap().value.len() == 1);
        }),
        ("many schemas", |size| {
            let all = list(size, |it| json!({"id": format!("urn:example:{it}"), "attributes": []}));
            assert!(schema::parse_all(&all.to_string()).is_ok());
        }),
        ("many resource types and extensions", |size| {
            let uris = list(size / 2, |it| json!({"schema": format!("urn:example:{it}")}));
            let mut all = list(size / 2, |it| json!({"name": it.to_string(), "endpoint": "/A"}));
            all[0]["schemaExtensions"] = uris;
            assert!(resource_type::parse_all(&all.to_string()).is_ok());
        }),
        ("a list with many members of its own", |size| {
            let mut text = object(size, "x").to_string();
            text.insert_str(1, "\"totalResults\": 0, \"Resources\": [],");
            assert!(ListResponse::parse(&text).is_ok());
        }),
        ("the replacement of unknown attributes", |size| {
            let sent = put(&object(size / 2, "x"), &object(size / 2, "y"), &user());
            assert_eq!(sent.lost.len(), size / 24);
        }),
        ("the replacement of unknown sub-attributes", |size| {
            let of = |name: &str| json!({"name": object(size / 2, name)});
            assert_eq!(put(&of("x"), &of("y"), &user()).lost.len(), size / 24);
        }),
        ("the replacement of many schemas", |size| {
            let mut edited = object(size / 2, "x");
            edited["schemas"] = list(size / 2, |it| json!(format!("{}:{it}", urn::USER)));
            assert!(put(&json!({}), &edited, &user()).lost.is_empty());
        }),
        ("the difference of unknown attributes", |size| {
            let found = patch::diff(&object(size / 2, "x"), &object(size / 2, "y"), &user());
            assert!(found.request.operations.is_empty());
        }),
        ("the difference of unknown sub-attributes", |size| {
            let of = |name: &str| json!({"emails": [object(size / 2, name)]});
            assert!(!patch::diff(&of("x"), &of("y"), &user()).left_out.is_empty());
        }),
        ("a selection of many attributes", |size| {
            let names: Vec<String> = (0..size / 24).map(|it| format!("x{it:05}")).collect();
            let kept = Projection::new(&names, &[], &user()).apply(&object(size / 2, "y"));
            assert!(kept.as_object().is_some_and(Map::is_empty));
        }),
        ("a dialect of many names", |size| {
            let value = object(size, "name.x");
            let body = json!({"schemas": [patch::PATCH_OP], "Operations": [{"op": "replace", "value": value}]});
            for it in Dialect::ALL {
                let _ = dialect::read(&body, it, Subject { model: Some(&user()), id: None });
            }
        }),
    ]
}

#[test]
fn the_work_grows_with_the_size_and_no_faster() {
    for (name, case) in cases() {
        let [small, middle, large] = [10_000, 100_000, 1_000_000].map(|size| during(|| case(size)));
        assert!(middle <= small * 12 + 100_000, "{name}: {small} {middle} {large}");
        assert!(large <= middle * 12 + 100_000, "{name}: {small} {middle} {large}");
    }
}
