//! What computing, undoing and writing PATCH requests costs, on resources, schemas and requests that are made to hurt.

use serde_json::{Map, Value, json};

use super::{assert_grows, assert_linear};
use crate::attr::AttrPath;
use crate::patch::dialect::{self, Dialect, Subject};
use crate::patch::{self, Operation, PatchRequest, Reason};
use crate::patch_path::PatchPath;
use crate::resource_type::{ResourceType, SchemaExtension};
use crate::schema::{Attribute, AttributeType, Schema};
use crate::view::TypeModel;
use crate::{builtin, urn};

/// Work on an input of about so many bytes.
type Case = fn(usize);

fn user() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

fn complex(name: &str, multi_valued: bool, parts: impl Iterator<Item = String>) -> Attribute {
    let parts = parts.map(|name| Attribute { name, ..Attribute::default() });
    Attribute {
        name: name.to_owned(),
        attribute_type: AttributeType::Complex,
        multi_valued,
        sub_attributes: parts.collect(),
        ..Attribute::default()
    }
}

/// A type with `parts` that have these sub-attributes, and one of each in `whole`.
fn parted(names: impl Iterator<Item = String> + Clone) -> TypeModel {
    let attributes = [complex("parts", true, names.clone()), complex("whole", false, names)];
    let attributes = attributes.into_iter().collect();
    let schema = Schema { id: urn::USER.to_owned(), attributes, ..Schema::default() };
    TypeModel::resolve(&builtin::resource_types()[0], &[schema]).value
}

fn name(number: usize) -> String {
    format!("x{number:05}")
}

/// An object with these sub-attributes.
fn part(numbers: impl Iterator<Item = usize>, value: &Value) -> Value {
    Value::Object(numbers.map(|it| (name(it), value.clone())).collect::<Map<_, _>>())
}

fn replacing(paths: impl Iterator<Item = AttrPath>, value: &Value) -> PatchRequest {
    let operations =
        paths.map(|it| Operation::replace(PatchPath::Attribute(it), value.clone())).collect();
    PatchRequest { operations }
}

fn write_all(request: &PatchRequest) {
    let model = user();
    for dialect in Dialect::ALL {
        for model in [None, Some(&model)] {
            let written = dialect::write(request, dialect, Subject { model, id: Some("7") });
            assert!(written.body["Operations"].is_array());
        }
    }
}

fn of_dialects() -> Vec<(&'static str, Case)> {
    vec![
        ("operations on many names", |size| {
            write_all(&replacing((0..size / 40).map(|it| AttrPath::of(name(it))), &json!(1)));
        }),
        ("operations on many sub-attributes", |size| {
            let paths =
                (0..size / 40).map(|it| AttrPath { sub: Some(name(it)), ..AttrPath::of("name") });
            write_all(&replacing(paths, &json!(1)));
        }),
        ("operations on many extensions", |size| {
            let paths = (0..size / 80).map(|it| AttrPath {
                uri: Some(format!("urn:example:{it}")),
                ..AttrPath::of("badge")
            });
            write_all(&replacing(paths, &json!({"a": {"b": true}})));
        }),
        ("operations on one name", |size| {
            write_all(&replacing((0..size / 40).map(|_| AttrPath::of("title")), &json!("x")));
        }),
        ("one operation on many names", |size| {
            let value = part(0..size / 12, &json!({"a": {"b": 1}}));
            let operation = Operation { op: patch::Op::Replace, path: None, value: Some(value) };
            write_all(&PatchRequest { operations: vec![operation] });
        }),
        ("a name of many dots", |size| {
            let value = json!({ "a.b".repeat(size / 3): true });
            let operation = Operation { op: patch::Op::Add, path: None, value: Some(value) };
            write_all(&PatchRequest { operations: vec![operation.clone(), operation] });
        }),
    ]
}

fn of_elements() -> Vec<(&'static str, Case)> {
    vec![
        ("elements that each have names of their own, twice", |size| {
            let count = size / 250;
            let model = parted((0..count * 8).map(name));
            let element = |it: usize| part(it * 8..it * 8 + 8, &json!("v"));
            let mut parts: Vec<Value> = (0..count).map(element).collect();
            parts.extend(parts.clone());
            parts.push(json!({"value": "stays"}));
            let after = json!({"parts": [parts.last()]});
            let found = patch::diff(&json!({ "parts": parts }), &after, &model);
            assert!(found.left_out.iter().all(|it| it.reason == Reason::Indistinguishable));
            assert_eq!(found.left_out.len(), count * 2);
        }),
        ("elements with all of many names, twice", |size| {
            let element = |it: usize| {
                let mut element = part(0..8, &json!("v"));
                element["x00007"] = json!(format!("a longer value: {}", it / 2));
                element
            };
            let parts: Vec<Value> = (0..size / 130).map(element).collect();
            let after = json!({"parts": [{"x00000": "w"}, parts.first()]});
            let found = patch::diff(&json!({ "parts": parts }), &after, &parted((0..8).map(name)));
            assert!(found.left_out.len() > size / 300);
        }),
        ("elements that overlap in a few names each", |size| {
            let count = size / 130;
            let element = |it: usize| part(it..it + 8, &json!("v"));
            let parts = |from: usize| (from..count).map(element).collect::<Vec<_>>();
            let model = parted((0..count + 8).map(name));
            let before = json!({"parts": parts(0)});
            let found = patch::diff(&before, &json!({"parts": parts(count / 2)}), &model);
            assert!(!found.request.operations.is_empty());
        }),
        ("many elements that go and others that come, one primary", |size| {
            let element = |it: usize| json!({"value": name(it), "primary": it == 0});
            let emails = |from: usize| (from..from + size / 80).map(element).collect::<Vec<_>>();
            let mut after = emails(size);
            after[0]["primary"] = json!(true);
            let (before, after) = (json!({"emails": emails(0)}), json!({ "emails": after }));
            assert!(!patch::diff(&before, &after, &user()).request.operations.is_empty());
        }),
        ("elements that differ in numbers beyond any double", |size| {
            let number = |it: usize| serde_json::from_str::<Value>(&format!("1e{}", 400 + it));
            let element = |it: usize| json!({"value": "v", "more": number(it).unwrap()});
            let emails = |from: usize| (from..from + size / 60).map(element).collect::<Vec<_>>();
            let (before, after) = (json!({"emails": emails(0)}), json!({"emails": emails(size)}));
            assert!(!patch::diff(&before, &after, &user()).left_out.is_empty());
        }),
        ("elements that differ in the case of letters that are not of ASCII", |size| {
            let name = |it: usize| -> String {
                (0..16).map(|bit| if it >> bit & 1 == 1 { 'É' } else { 'é' }).collect()
            };
            let element = |it: usize| json!({"value": "v", name(it): 1});
            let (emails, none): (Vec<Value>, Value) =
                ((0..size / 130).map(element).collect(), json!([{"value": "v", "x": 1}]));
            let (before, after) = (json!({ "emails": emails }), json!({ "emails": none }));
            assert!(!patch::diff(&before, &after, &user()).left_out.is_empty());
            assert!(!patch::diff(&after, &before, &user()).left_out.is_empty());
        }),
    ]
}

fn of_resources() -> Vec<(&'static str, Case)> {
    vec![
        ("one attribute of many sub-attributes, nearly all of which go", |size| {
            let count = size / 20;
            let model = parted((0..count).map(name));
            let before = json!({"whole": part(0..count, &json!("v"))});
            let after = json!({"whole": part(0..count / 2, &json!("w"))});
            let there = patch::diff(&before, &after, &model).request;
            assert!(there.operations.len() < 3);
            let undo = patch::inverse(&before, &there, &model);
            // A large one is refused for the work that it is.
            assert!(undo.is_ok() || size > 10_000);
        }),
        ("many schemas and many extensions", |size| {
            let uri = |it: usize| format!("urn:example:extension:{it}");
            let extensions = (0..200)
                .map(|it| SchemaExtension { schema: uri(it), ..SchemaExtension::default() });
            let resource_type = ResourceType {
                schema: urn::USER.to_owned(),
                schema_extensions: extensions.collect(),
                ..ResourceType::default()
            };
            let schemas = (0..200).map(|it| Schema { id: uri(it), ..Schema::default() });
            let schemas: Vec<Schema> = schemas.collect();
            let model = TypeModel::resolve(&resource_type, &schemas).value;
            let mut resource = part(0..size / 40, &json!(1));
            let listed: Vec<String> = (0..size / 60).map(|it| uri(it + 150)).collect();
            resource["schemas"] = json!(listed);
            let after = json!({ uri(7).to_uppercase(): {"a": 1} });
            assert!(!patch::diff(&resource, &after, &model).left_out.is_empty());
        }),
        ("what undoes a request that removes all", |size| {
            let members = (0..size / 30).map(|it| json!({"value": name(it)}));
            let group = json!({"members": members.collect::<Vec<_>>(), "displayName": "g"});
            let model = TypeModel::resolve(&builtin::resource_types()[1], builtin::schemas()).value;
            let path = PatchPath::Attribute(AttrPath::of("members"));
            let request = PatchRequest { operations: vec![Operation::remove(path)] };
            let undo = patch::inverse(&group, &request, &model).unwrap();
            assert_eq!(undo.request.operations.len(), 1);
        }),
    ]
}

#[test]
fn writing_in_a_dialect_grows_with_the_request_and_no_faster() {
    of_dialects().into_iter().for_each(|(name, case)| assert_linear(name, case));
}

#[test]
fn computing_a_request_grows_with_the_elements_and_no_faster() {
    // Among a few elements every filter may be tried.
    let free = 1 << 21;
    of_elements().into_iter().for_each(|(name, case)| assert_grows(name, free, case));
}

#[test]
fn computing_a_request_grows_with_the_resources_and_no_faster() {
    // So much is looked at before a request, and what undoes it, are refused for the work that they are.
    let free = 1 << 22;
    of_resources().into_iter().for_each(|(name, case)| assert_grows(name, free, case));
}

/// Within a bound that nobody reaches: what is told by one condition is told however many there are.
#[test]
fn what_one_condition_tells_is_told_among_many_elements_of_all_kinds() {
    let count = 2_000;
    let model = parted((0..count * 4).map(name));
    let element = |it: usize| {
        let first = it / 2 * 8;
        let mut element = part(first + 1..first + 8, &json!("v"));
        element[name(first)] = json!(format!("the longest, so that it is tried last: {}", it % 2));
        element
    };
    let parts: Vec<Value> = (0..count).map(element).collect();
    let after = json!({"parts": [parts.first()]});
    let found = patch::diff(&json!({ "parts": parts }), &after, &model);
    assert_eq!((found.request.operations.len(), found.left_out.len()), (count - 1, 0));
    // By what only one of them says, not by what two have in common.
    let is_told = |it: &Operation| it.to_json().to_string().contains("the longest");
    assert!(found.request.operations.iter().all(is_told));
}
