//! What documents cost that are made to hurt: as much as they are long, and never the square of it. Filters, PATCH
//! requests, validation, lint and bulk have such a test of their own, beside their code.

use serde_json::{Map, Value, json};

use super::assert_linear;
use crate::message::ListResponse;
use crate::patch::PatchRequest;
use crate::patch::dialect::{self, Dialect, Subject};
use crate::projection::Projection;
use crate::put::put;
use crate::schema::{Attribute, AttributeType, Schema};
use crate::validate::{self, Purpose};
use crate::view::{TypeModel, form};
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

/// A user whose schema defines so many attributes, and as many parts of its last one.
fn long_user(count: usize) -> TypeModel {
    let named = |it| Attribute { name: format!("x{it:05}"), ..Attribute::default() };
    let parts = Attribute {
        name: "parts".to_owned(),
        attribute_type: AttributeType::Complex,
        multi_valued: true,
        sub_attributes: (0..count).map(named).collect(),
        ..Attribute::default()
    };
    let attributes = (0..count).map(named).chain([parts]).collect();
    let schema = Schema { id: urn::USER.to_owned(), attributes, ..Schema::default() };
    TypeModel::resolve(&builtin::resource_types()[0], &[schema]).value
}

fn long_resource(bytes: usize, value: &Value) -> Value {
    let mut resource = object(bytes / 2, "X");
    let members = resource.as_object_mut().into_iter().flatten();
    members.for_each(|(_, it)| *it = value.clone());
    let part = resource.clone();
    resource["parts"] = json!([part]);
    resource
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
        ("the replacement of many attributes that are defined", |size| {
            let (before, after) = (long_resource(size, &json!("a")), json!({}));
            assert!(put(&before, &after, &long_user(size / 24)).lost.len() > size / 24);
        }),
        ("the difference of many attributes that are defined", |size| {
            let (before, after) = (json!({}), long_resource(size, &json!("a")));
            let found = patch::diff(&before, &after, &long_user(size / 24));
            assert!(!found.request.operations.is_empty());
        }),
        ("a selection of many attributes that are defined", |size| {
            let names: Vec<String> = (0..size / 24).map(|it| format!("x{it:05}")).collect();
            let resource = long_resource(size, &json!("a"));
            let kept = Projection::new(&names, &[], &long_user(size / 24)).apply(&resource);
            assert_eq!(kept.as_object().map(Map::len), Some(size / 24));
        }),
        ("a PATCH of many attributes that are defined", |size| {
            let value = long_resource(size, &json!("a"));
            let body = json!({"schemas": [patch::PATCH_OP], "Operations": [{"op": "add", "value": value}]});
            let model = long_user(size / 24);
            let uris: Vec<&str> = model.uris().collect();
            let request = PatchRequest::from_json(&body, &uris).unwrap().value;
            let settings = patch::Settings::default();
            let applied = patch::apply(&json!({}), &request, Some(&model), &settings);
            match applied {
                Ok(applied) => assert!(applied.is_changed()),
                // A large one is refused for the work that it is.
                Err(error) => assert!(size > 10_000 && error.kind == patch::ErrorKind::TooMany),
            }
        }),
        ("the validation of many attributes that are defined", |size| {
            let resource = long_resource(size, &json!(1));
            let found = validate::validate(&resource, &long_user(size / 24), Purpose::Response);
            assert!(!found.is_empty());
        }),
        ("the sections of many attributes that are defined", |size| {
            let resource = long_resource(size, &json!("a"));
            let sections = form(&long_user(size / 24), builtin::resource_types(), &resource, 200);
            assert!(sections.len() > 1);
        }),
        ("the sections of many members, extensions or not", |size| {
            let mut resource = object(size / 2, "x");
            for it in 0..size / 120 {
                resource[format!("urn:example:extension:{it}")] = json!({"a": 1});
                resource[format!("URN:example:extension:{it}")] = json!({"a": 1});
            }
            let resource_type = json!({
                "name": "User", "endpoint": "/Users", "schema": urn::USER, "schemaExtensions":
                    list(size / 2, |it| json!({"schema": format!("urn:example:extension:{it}")})),
            });
            let types = resource_type::parse_all(&resource_type.to_string()).unwrap().value;
            let schemas: Vec<Schema> = types[0]
                .schema_extensions
                .iter()
                .map(|it| Schema { id: it.schema.clone(), ..Schema::default() })
                .collect();
            let model = TypeModel::resolve(&types[0], &schemas).value;
            assert!(form(&model, &types, &resource, 200).len() > size / 60);
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
        assert_linear(name, case);
    }
}
