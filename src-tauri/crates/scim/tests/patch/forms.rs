//! What each form of an operation does (RFC 7644 §3.5.2), and what each setting changes about it.

use scim::attr::AttrPath;
use scim::patch::{
    self, AddWithoutMatch, Applied, ComplexReplace, Duplicates, ElementReplace, ErrorKind,
    Operation, PatchError, PatchRequest, ReadOnlyInside, RemoveValue, ReplaceWithoutMatch,
    Settings,
};
use scim::patch_path::PatchPath;
use scim::urn;
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::subject::{group_model, uris, user_model};

fn request(operations: &Value, model: Option<&TypeModel>) -> Result<PatchRequest, PatchError> {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    let uris = model.map(uris).unwrap_or_default();
    PatchRequest::from_json(&body, &uris).map(|it| it.value)
}

pub(crate) fn apply_with(
    before: &Value,
    operations: &Value,
    model: Option<&TypeModel>,
    settings: &Settings,
) -> Result<Applied, PatchError> {
    patch::apply(before, &request(operations, model)?, model, settings)
}

pub(crate) fn user(before: Value, operations: Value) -> Result<Applied, PatchError> {
    apply_with(&before, &operations, Some(user_model()), &Settings::default())
}

fn after(before: Value, operations: Value) -> Value {
    user(before, operations).unwrap().resource
}

fn refused(before: Value, operations: Value) -> (ErrorKind, String) {
    let error = user(before, operations).unwrap_err();
    (error.kind, error.pointer)
}

#[test]
fn a_change_is_recorded_with_what_was_and_what_is() {
    let before =
        json!({ "userName": "b", "title": "Old", "emails": [{ "value": "a@x", "primary": true }] });
    let operations = json!([
        { "op": "replace", "path": "title", "value": "New" },
        { "op": "replace", "path": "title", "value": "New" },
        { "op": "add", "path": "emails", "value": [{ "value": "b@x", "primary": true }] },
        { "op": "remove", "path": "emails[value eq \"a@x\"]" },
        { "op": "add", "path": "name", "value": { "givenName": "B", "familyName": "J" } },
    ]);
    let applied = user(before, operations).unwrap();
    let told: Vec<Vec<String>> = applied
        .outcomes
        .iter()
        .map(|outcome| {
            let told = outcome.changes.iter().map(|it| {
                let show =
                    |it: &Option<Value>| it.as_ref().map_or("-".to_owned(), Value::to_string);
                format!("{}: {} > {}", it.path, show(&it.before), show(&it.after))
            });
            told.collect()
        })
        .collect();
    let expected: [&[&str]; 5] = [
        &["title: \"Old\" > \"New\""],
        &[],
        &[
            "emails: - > {\"value\":\"b@x\",\"primary\":true}",
            "emails[value eq \"a@x\"].primary: true > false",
        ],
        &["emails[value eq \"a@x\"]: {\"value\":\"a@x\",\"primary\":false} > -"],
        &["name.givenName: - > \"B\"", "name.familyName: - > \"J\""],
    ];
    assert_eq!(told, expected);
    assert!(applied.is_changed());
    let again = json!([{ "op": "add", "path": "title", "value": "New" }]);
    assert!(!user(applied.resource, again).unwrap().is_changed());
}

#[test]
fn names_match_in_any_case_and_new_ones_are_spelled_as_the_schema() {
    let before = json!({ "USERNAME": "b" });
    let operations = json!([
        { "op": "replace", "path": "username", "value": "c" },
        { "op": "add", "value": { "NICKNAME": "d", "Name": { "GIVENNAME": "e" } } },
        { "op": "add", "path": "EMAILS", "value": { "VALUE": "f", "Primary": true } },
    ]);
    let expected = json!({
        "USERNAME": "c", "nickName": "d", "name": { "givenName": "e" },
        "emails": [{ "value": "f", "primary": true }],
    });
    assert_eq!(after(before, operations).to_string(), expected.to_string());
}

#[test]
fn members_keep_their_order_and_untouched_ones_their_spelling() {
    let before = r#"{"b":1.50,"userName":"x","title":"t","a":[null,2.0]}"#;
    let before: Value = serde_json::from_str(before).unwrap();
    let resource = after(before, json!([{ "op": "remove", "path": "title" }]));
    assert_eq!(resource.to_string(), r#"{"b":1.50,"userName":"x","a":[null,2.0]}"#);
}

#[test]
fn schemas_follow_the_extensions() {
    let department = format!("{}:department", urn::ENTERPRISE_USER);
    let before = json!({ "schemas": [urn::USER], "userName": "b" });
    let added = after(before, json!([{ "op": "add", "path": department, "value": "Sales" }]));
    assert_eq!(added["schemas"], json!([urn::USER, urn::ENTERPRISE_USER]));
    assert_eq!(added[urn::ENTERPRISE_USER], json!({ "department": "Sales" }));
    let removed = after(added, json!([{ "op": "remove", "path": department }]));
    assert_eq!(removed, json!({ "schemas": [urn::USER], "userName": "b" }));
}

#[test]
fn an_extension_as_member_of_a_value_is_taken_attribute_by_attribute() {
    let before = json!({ "userName": "b", urn::ENTERPRISE_USER: { "division": "D" } });
    let operations =
        json!([{ "op": "replace", "value": { urn::ENTERPRISE_USER: { "department": "S" } } }]);
    let resource = after(before, operations);
    assert_eq!(resource[urn::ENTERPRISE_USER], json!({ "division": "D", "department": "S" }));
}

#[test]
fn a_request_is_written_as_the_rfc_has_it() {
    let path = |text: &str| PatchPath::parse(text, &[]).unwrap();
    let operations = vec![
        Operation::add(path("title"), json!("t")),
        Operation::replace(path("emails[type eq \"work\"].value"), json!("a@x")),
        Operation::remove(PatchPath::Attribute(AttrPath::of("nickName"))),
    ];
    let request = PatchRequest { operations };
    let text = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"title","value":"t"},{"op":"replace","path":"emails[type eq \"work\"].value","value":"a@x"},{"op":"remove","path":"nickName"}]}"#;
    assert_eq!(request.to_json().to_string(), text);
    assert_eq!(serde_json::to_string(&request).unwrap(), text);
    assert_eq!(PatchRequest::parse(text, &[]).unwrap().value, request);
}

#[test]
fn values_fit_their_type() {
    let model = typed();
    let set = |name: &str, value: Value| {
        let operations = json!([{ "op": "add", "path": name, "value": value }]);
        apply_with(&json!({}), &operations, Some(&model), &Settings::default())
            .map(|it| it.resource[name].clone())
    };
    for (name, value) in [
        ("whole", json!(5)),
        ("part", json!(0.5)),
        ("when", json!("2011-05-13T04:42:34Z")),
        ("link", json!("../Users/1")),
        ("flag", json!(true)),
    ] {
        assert_eq!(set(name, value.clone()).unwrap(), value);
    }
    assert_eq!(set("flag", json!("FALSE")).unwrap(), json!(false));
    for (name, value) in [
        ("whole", json!(5.5)),
        ("whole", json!("5")),
        ("part", json!("0.5")),
        ("when", json!("soon")),
        ("when", json!(1)),
        ("link", json!(1)),
        ("flag", json!("yes")),
        ("flag", json!(1)),
        ("flag", json!([true])),
    ] {
        assert_eq!(
            set(name, value.clone()).unwrap_err().kind,
            ErrorKind::InvalidValue,
            "{name} {value}"
        );
    }
    let exponent: Value = serde_json::from_str("1e2").unwrap();
    assert_eq!(set("whole", exponent).unwrap_err().kind, ErrorKind::InvalidValue);
}

/// A type with an attribute of each simple type, and one that is immutable.
pub(crate) fn typed() -> TypeModel {
    let schema = json!([{ "id": "urn:x", "attributes": [
        { "name": "whole", "type": "integer" }, { "name": "part", "type": "decimal" },
        { "name": "when", "type": "dateTime" }, { "name": "link", "type": "reference" },
        { "name": "flag", "type": "boolean" }, { "name": "once", "type": "string", "mutability": "immutable" },
        { "name": "tags", "type": "string", "multiValued": true, "required": true },
        { "name": "marks", "type": "string", "multiValued": true, "mutability": "immutable" },
    ] }]);
    let schemas = scim::schema::parse_all(&schema.to_string()).unwrap().value;
    let mut resource_type = scim::builtin::resource_types()[0].clone();
    resource_type.schema = "urn:x".to_owned();
    resource_type.schema_extensions.clear();
    TypeModel::resolve(&resource_type, &schemas).value
}

#[test]
fn what_is_immutable_is_set_once() {
    let model = typed();
    let apply = |before: Value, operation: Value| {
        let applied = apply_with(&before, &json!([operation]), Some(&model), &Settings::default());
        applied.map(|it| it.resource).map_err(|it| it.kind)
    };
    let set = || json!({ "once": "a" });
    assert_eq!(apply(json!({}), json!({ "op": "add", "path": "once", "value": "a" })), Ok(set()));
    assert_eq!(apply(set(), json!({ "op": "replace", "path": "once", "value": "a" })), Ok(set()));
    assert_eq!(apply(json!({}), json!({ "op": "remove", "path": "once" })), Ok(json!({})));
    for operation in [
        json!({ "op": "replace", "path": "once", "value": "b" }),
        json!({ "op": "add", "value": { "once": "b" } }),
        json!({ "op": "remove", "path": "once" }),
    ] {
        assert_eq!(apply(set(), operation), Err(ErrorKind::Mutability));
    }
    let marks = || json!({ "marks": ["a"] });
    for operation in [
        json!({ "op": "add", "path": "marks", "value": "b" }),
        json!({ "op": "replace", "path": "marks", "value": ["b"] }),
        json!({ "op": "remove", "path": "marks" }),
        json!({ "op": "remove", "path": "marks[value eq \"a\"]" }),
    ] {
        assert_eq!(apply(marks(), operation.clone()), Err(ErrorKind::Mutability), "{operation}");
    }
}

#[test]
fn a_required_attribute_keeps_an_element() {
    let model = typed();
    let apply = |operation: Value| {
        let before = json!({ "tags": ["a", "b"] });
        let applied = apply_with(&before, &json!([operation]), Some(&model), &Settings::default());
        applied.map(|it| it.resource["tags"].clone()).map_err(|it| it.kind)
    };
    assert_eq!(apply(json!({ "op": "remove", "path": "tags[value eq \"a\"]" })), Ok(json!(["b"])));
    assert_eq!(apply(json!({ "op": "remove", "path": "tags", "value": ["a"] })), Ok(json!(["b"])));
    assert_eq!(
        apply(json!({ "op": "replace", "path": "tags[value eq \"a\"]", "value": "c" })),
        Ok(json!(["c", "b"]))
    );
    assert_eq!(
        apply(json!({ "op": "replace", "path": "tags[value eq \"a\"].value", "value": "c" })),
        Ok(json!(["c", "b"]))
    );
    assert_eq!(
        apply(json!({ "op": "add", "path": "tags[value eq \"c\"]", "value": "c" })),
        Ok(json!(["a", "b", "c"]))
    );
    for operation in [
        json!({ "op": "remove", "path": "tags" }),
        json!({ "op": "replace", "path": "tags", "value": [] }),
        json!({ "op": "remove", "path": "tags[value pr]" }),
        json!({ "op": "remove", "path": "tags", "value": ["a", "b"] }),
    ] {
        assert_eq!(apply(operation.clone()), Err(ErrorKind::Mutability), "{operation}");
    }
}

#[test]
fn a_member_keeps_what_cannot_be_edited() {
    let before = || json!({ "displayName": "g", "members": [{ "value": "1", "type": "User", "display": "A" }] });
    let apply = |operation: Value| {
        let applied =
            apply_with(&before(), &json!([operation]), Some(group_model()), &Settings::default());
        applied.map(|it| it.resource["members"].clone()).map_err(|it| it.kind)
    };
    let replace = |value: Value| json!({ "op": "replace", "path": "members[value eq \"1\"]", "value": value });
    assert_eq!(apply(replace(json!({ "value": "1" }))), Ok(before()["members"].clone()));
    assert_eq!(apply(replace(json!({ "value": "2" }))), Err(ErrorKind::Mutability));
    let display =
        json!({ "op": "replace", "path": "members[value eq \"1\"].display", "value": "B" });
    assert_eq!(apply(display), Err(ErrorKind::Mutability));
    let kind = json!({ "op": "remove", "path": "members[value eq \"1\"].type" });
    assert_eq!(apply(kind), Err(ErrorKind::Mutability));
    let again =
        json!({ "op": "add", "path": "members", "value": [{ "value": "1" }, { "value": "2" }] });
    assert_eq!(apply(again).unwrap().as_array().unwrap().len(), 2);
}

#[test]
fn read_only_attributes_may_be_repeated_without_a_path_only() {
    let before = || json!({ "id": "1", "userName": "b" });
    let same = after(before(), json!([{ "op": "replace", "value": { "id": "1", "title": "t" } }]));
    assert_eq!(same, json!({ "id": "1", "userName": "b", "title": "t" }));
    let mutability = |pointer: &str| (ErrorKind::Mutability, pointer.to_owned());
    assert_eq!(
        refused(before(), json!([{ "op": "replace", "value": { "id": "2" } }])),
        mutability("/Operations/0")
    );
    assert_eq!(
        refused(before(), json!([{ "op": "replace", "path": "id", "value": "1" }])),
        mutability("/Operations/0")
    );
    let settings = Settings { ignore_read_only: true, ..Settings::default() };
    let operations = json!([{ "op": "replace", "value": { "id": "2", "title": "t" } }]);
    let applied = apply_with(&before(), &operations, Some(user_model()), &settings).unwrap();
    assert_eq!(applied.resource, json!({ "id": "1", "userName": "b", "title": "t" }));
}

/// Applies operations under a setting: what is at a name, or the kind of the error.
fn reading(
    settings: Settings,
    before: &Value,
    operation: Value,
    name: &str,
) -> Result<Value, ErrorKind> {
    let applied = apply_with(before, &json!([operation]), Some(user_model()), &settings);
    applied.map(|it| it.resource[name].clone()).map_err(|it| it.kind)
}

#[test]
fn a_filter_without_match_is_read_as_the_settings_say() {
    let before = json!({ "userName": "b", "emails": [{ "value": "a@x" }] });
    let add = || json!({ "op": "add", "path": "emails[type eq \"work\" and display eq \"W\"].value", "value": "b@x" });
    let with = |add_without_match| Settings { add_without_match, ..Settings::default() };
    let made = json!([{ "value": "a@x" }, { "type": "work", "display": "W", "value": "b@x" }]);
    assert_eq!(reading(with(AddWithoutMatch::Create), &before, add(), "emails"), Ok(made.clone()));
    assert_eq!(
        reading(with(AddWithoutMatch::NoTarget), &before, add(), "emails"),
        Err(ErrorKind::NoTarget)
    );
    assert_eq!(
        reading(with(AddWithoutMatch::Nothing), &before, add(), "emails"),
        Ok(before["emails"].clone())
    );
    let mut replace = add();
    replace["op"] = json!("replace");
    let create =
        Settings { replace_without_match: ReplaceWithoutMatch::Create, ..Settings::default() };
    assert_eq!(reading(create, &before, replace.clone(), "emails"), Ok(made));
    assert_eq!(reading(Settings::default(), &before, replace, "emails"), Err(ErrorKind::NoTarget));
    let remove = || json!({ "op": "remove", "path": "emails[type eq \"work\"]" });
    assert_eq!(
        reading(Settings::default(), &before, remove(), "emails"),
        Ok(before["emails"].clone())
    );
    let strict = Settings { remove_needs_match: true, ..Settings::default() };
    assert_eq!(reading(strict, &before, remove(), "emails"), Err(ErrorKind::NoTarget));
}

#[test]
fn a_value_beside_remove_is_read_as_the_settings_say() {
    let before = json!({ "userName": "b", "emails": [{ "value": "a@x", "type": "work" }, { "value": "b@x" }] });
    let remove = |value: Value| json!({ "op": "remove", "path": "emails", "value": value });
    let with = |remove_value| Settings { remove_value, ..Settings::default() };
    let left = json!([{ "value": "b@x" }]);
    assert_eq!(
        reading(with(RemoveValue::Listed), &before, remove(json!([{ "value": "A@x" }])), "emails"),
        Ok(left.clone())
    );
    assert_eq!(
        reading(with(RemoveValue::Listed), &before, remove(json!("a@x")), "emails"),
        Ok(left)
    );
    let other = remove(json!({ "value": "a@x", "type": "home" }));
    assert_eq!(
        reading(with(RemoveValue::Listed), &before, other, "emails"),
        Ok(before["emails"].clone())
    );
    assert_eq!(
        reading(with(RemoveValue::Listed), &before, remove(json!([])), "emails"),
        Ok(before["emails"].clone())
    );
    assert_eq!(
        reading(with(RemoveValue::Ignore), &before, remove(json!([{ "value": "a@x" }])), "emails"),
        Ok(Value::Null)
    );
    assert_eq!(
        reading(with(RemoveValue::Refuse), &before, remove(json!("a@x")), "emails"),
        Err(ErrorKind::InvalidValue)
    );
    assert_eq!(
        reading(with(RemoveValue::Refuse), &before, remove(Value::Null), "emails"),
        Ok(Value::Null)
    );
}

#[test]
fn duplicates_are_read_as_the_settings_say() {
    let before = json!({ "userName": "b", "emails": [{ "value": "a@x", "type": "work" }] });
    let add = |value: Value| json!({ "op": "add", "path": "emails", "value": value });
    let with = |duplicates| Settings { duplicates, ..Settings::default() };
    let equal = json!({ "type": "WORK", "value": "A@x", "primary": false });
    assert_eq!(
        reading(with(Duplicates::Equal), &before, add(equal), "emails"),
        Ok(before["emails"].clone())
    );
    let home = || json!({ "value": "a@x", "type": "home" });
    let both = json!([before["emails"][0], home()]);
    assert_eq!(reading(with(Duplicates::Equal), &before, add(home()), "emails"), Ok(both));
    assert_eq!(
        reading(with(Duplicates::SameValue), &before, add(home()), "emails"),
        Ok(before["emails"].clone())
    );
    assert_eq!(
        reading(with(Duplicates::MergeSameValue), &before, add(home()), "emails"),
        Ok(json!([home()]))
    );
}

#[test]
fn what_is_replaced_is_read_as_the_settings_say() {
    let before = json!({
        "userName": "b", "name": { "givenName": "A", "familyName": "B" }, "emails": [{ "value": "a@x", "type": "work" }],
    });
    let name = || json!({ "op": "replace", "path": "name", "value": { "givenName": "C" } });
    let whole = Settings { complex_replace: ComplexReplace::Replace, ..Settings::default() };
    assert_eq!(
        reading(Settings::default(), &before, name(), "name"),
        Ok(json!({ "givenName": "C", "familyName": "B" }))
    );
    assert_eq!(reading(whole, &before, name(), "name"), Ok(json!({ "givenName": "C" })));
    let email = || json!({ "op": "replace", "path": "emails[type eq \"work\"]", "value": { "value": "b@x" } });
    let merged = Settings { element_replace: ElementReplace::Merge, ..Settings::default() };
    assert_eq!(
        reading(Settings::default(), &before, email(), "emails"),
        Ok(json!([{ "value": "b@x" }]))
    );
    assert_eq!(
        reading(merged, &before, email(), "emails"),
        Ok(json!([{ "value": "b@x", "type": "work" }]))
    );
}

#[test]
fn habits_of_clients_are_read_as_the_settings_say() {
    let before = json!({ "userName": "b" });
    let dotted = || json!({ "op": "add", "value": { "name.givenName": "A" } });
    let strict = Settings { dotted_names: false, text_booleans: false, ..Settings::default() };
    assert_eq!(
        reading(Settings::default(), &before, dotted(), "name"),
        Ok(json!({ "givenName": "A" }))
    );
    assert_eq!(reading(strict, &before, dotted(), "name"), Err(ErrorKind::InvalidPath));
    let active = || json!({ "op": "add", "path": "active", "value": "True" });
    assert_eq!(reading(Settings::default(), &before, active(), "active"), Ok(json!(true)));
    assert_eq!(reading(strict, &before, active(), "active"), Err(ErrorKind::InvalidValue));
    let manager = || json!({ "op": "add", "path": format!("{}:manager", urn::ENTERPRISE_USER), "value": "7" });
    let lenient = Settings {
        text_references: true,
        unknown_attributes: true,
        extension_paths: true,
        ..Settings::default()
    };
    let enterprise = urn::ENTERPRISE_USER;
    assert_eq!(
        reading(lenient, &before, manager(), enterprise),
        Ok(json!({ "manager": { "value": "7" } }))
    );
    assert_eq!(
        reading(Settings::default(), &before, manager(), enterprise),
        Err(ErrorKind::InvalidValue)
    );
    let unknown = || json!({ "op": "add", "path": "shoeSize", "value": 43 });
    assert_eq!(reading(lenient, &before, unknown(), "shoeSize"), Ok(json!(43)));
    assert_eq!(
        reading(Settings::default(), &before, unknown(), "shoeSize"),
        Err(ErrorKind::InvalidPath)
    );
    let whole = || json!({ "op": "add", "path": enterprise, "value": { "department": "S" } });
    assert_eq!(reading(lenient, &before, whole(), enterprise), Ok(json!({ "department": "S" })));
    assert_eq!(
        reading(Settings::default(), &before, whole(), enterprise),
        Err(ErrorKind::InvalidPath)
    );
    let having = json!({ "userName": "b", enterprise: { "department": "S" } });
    let gone = json!({ "op": "remove", "path": enterprise });
    assert_eq!(reading(lenient, &having, gone, enterprise), Ok(Value::Null));
}

#[test]
fn read_only_parts_of_a_value_are_read_as_the_settings_say() {
    let before = json!({ "userName": "b" });
    let manager = || {
        let value = json!({ "value": "7", "$ref": "../Users/7", "displayName": "Boss" });
        json!({ "op": "add", "path": format!("{}:manager", urn::ENTERPRISE_USER), "value": value })
    };
    let with = |read_only_inside| Settings { read_only_inside, ..Settings::default() };
    let name = |it: Result<Value, ErrorKind>| it.map(|it| it["manager"]["displayName"].clone());
    let enterprise = urn::ENTERPRISE_USER;
    assert_eq!(
        name(reading(with(ReadOnlyInside::Keep), &before, manager(), enterprise)),
        Ok(json!("Boss"))
    );
    assert_eq!(
        name(reading(with(ReadOnlyInside::LeaveOut), &before, manager(), enterprise)),
        Ok(Value::Null)
    );
    assert_eq!(
        name(reading(with(ReadOnlyInside::Refuse), &before, manager(), enterprise)),
        Err(ErrorKind::Mutability)
    );
}

#[test]
fn of_several_primaries_the_last_one_given_stays() {
    let both = json!([{ "value": "a@x", "primary": true }, { "value": "b@x", "primary": true }]);
    let expected =
        json!([{ "value": "a@x", "primary": false }, { "value": "b@x", "primary": true }]);
    for op in ["add", "replace"] {
        let resource = after(
            json!({ "userName": "b" }),
            json!([{ "op": op, "path": "emails", "value": both }]),
        );
        assert_eq!(resource["emails"], expected, "{op}");
    }
}

#[test]
fn long_arrays_are_worked_on_as_short_ones_are() {
    let element = |at: usize| json!({ "value": format!("{at}@x"), "primary": at == 0 });
    let emails = |count: usize| (0..count).map(element).collect::<Vec<_>>();
    let operations = json!([
        { "op": "remove", "path": "emails[value eq \"1@x\"]" },
        { "op": "add", "path": "emails", "value": [{ "value": "2@X" }, { "value": "1@x" }, { "value": "new" }] },
        { "op": "replace", "path": "emails[value eq \"3@x\"].value", "value": "three" },
        { "op": "add", "path": "emails[value eq \"three\" and type eq \"work\"]", "value": { "display": "made" } },
        { "op": "add", "path": "emails[value eq \"new\"].primary", "value": true },
        { "op": "remove", "path": "emails", "value": [{ "value": "4@x" }, { "value": "5@x", "type": "work" }] },
    ]);
    let expected_tail = json!([
        { "value": "1@x" },
        { "value": "new", "primary": true },
        { "value": "three", "type": "work", "display": "made" },
    ]);
    for count in [8, 200] {
        let resource =
            after(json!({ "userName": "b", "emails": emails(count) }), operations.clone());
        let emails = resource["emails"].as_array().unwrap();
        assert_eq!(emails.len(), count + 1, "{count}");
        assert_eq!(Value::from(&emails[emails.len() - 3..]), expected_tail, "{count}");
        assert_eq!(emails[0], json!({ "value": "0@x", "primary": false }));
        assert_eq!(emails[2]["value"], "three");
        assert!(emails.iter().all(|it| it["value"] != "4@x" && !it.is_null()));
    }
}

#[test]
fn what_is_removed_from_a_long_array_altogether_is_unassigned() {
    let members: Vec<_> = (0..50).map(|it| json!({ "value": it.to_string() })).collect();
    let before = json!({ "displayName": "g", "members": members });
    let remove =
        |it: usize| json!({ "op": "remove", "path": format!("members[value eq \"{it}\"]") });
    let mut operations: Vec<_> = (0..50).map(remove).collect();
    let none =
        apply_with(&before, &json!(operations), Some(group_model()), &Settings::default()).unwrap();
    assert_eq!(none.resource, json!({ "displayName": "g" }));
    operations.push(json!({ "op": "add", "path": "members", "value": [{ "value": "new" }] }));
    let one =
        apply_with(&before, &json!(operations), Some(group_model()), &Settings::default()).unwrap();
    assert_eq!(one.resource["members"], json!([{ "value": "new" }]));
    operations.truncate(3);
    operations.push(json!({ "op": "replace", "path": "members", "value": [{ "value": "new" }] }));
    let replaced =
        apply_with(&before, &json!(operations), Some(group_model()), &Settings::default()).unwrap();
    assert_eq!(replaced.resource["members"], json!([{ "value": "new" }]));
    let was = replaced.outcomes[3].changes[0].before.as_ref().unwrap().as_array().unwrap();
    assert!(was.len() == 47 && was.iter().all(|it| !it.is_null()));
}

#[test]
fn without_a_model_what_a_value_is_follows_from_its_json() {
    let before = json!({ "tags": ["a"], "box": { "x": 1 }, "list": { "inner": ["p"] } });
    let operations = json!([
        { "op": "add", "path": "tags", "value": "b" },
        { "op": "add", "path": "tags", "value": "A" },
        { "op": "add", "path": "box", "value": { "y": 2 } },
        { "op": "add", "path": "list.inner", "value": "q" },
        { "op": "remove", "path": "list.inner[value eq \"p\"]" },
        { "op": "add", "path": "urn:example:ext:size", "value": 3 },
        { "op": "add", "value": { "urn:example:other": { "z": true } } },
        { "op": "remove", "path": "box.x" },
        // An empty array is no value (RFC 7643 §2.5).
        { "op": "add", "path": "none", "value": [] },
    ]);
    let applied = apply_with(&before, &operations, None, &Settings::default()).unwrap();
    let expected = json!({
        "tags": ["a", "b"], "box": { "y": 2 }, "list": { "inner": ["q"] },
        "urn:example:ext": { "size": 3 }, "urn:example:other": { "z": true },
    });
    assert_eq!(applied.resource, expected);
}

#[test]
fn a_prepared_request_applies_to_any_number_of_resources() {
    let request =
        request(&json!([{ "op": "add", "path": "title", "value": "t" }]), Some(user_model()))
            .unwrap();
    let settings = Settings::default();
    let prepared = patch::Prepared::new(&request, Some(user_model()), &settings);
    for name in ["a", "b"] {
        let applied = prepared.apply(&json!({ "userName": name })).unwrap();
        assert_eq!(applied.resource, json!({ "userName": name, "title": "t" }));
    }
    assert_eq!(prepared.apply(&json!([])).unwrap_err().kind, ErrorKind::InvalidSyntax);
}
