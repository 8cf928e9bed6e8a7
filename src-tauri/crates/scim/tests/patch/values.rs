//! Which values an operation takes, and what it does to values that are not as the schema has them.

use scim::builtin;
use scim::patch::{
    self, Applied, ComplexReplace, ErrorKind, PatchError, PatchRequest, ReadOnlyInside,
    RemoveValue, Settings,
};
use scim::urn;
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::subject::{uris, user_model};

fn apply(
    before: &Value,
    operation: &Value,
    model: Option<&TypeModel>,
    settings: &Settings,
) -> Result<Applied, PatchError> {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": [operation] });
    let uris = model.map(uris).unwrap_or_default();
    let request = PatchRequest::from_json(&body, &uris).unwrap().value;
    patch::apply(before, &request, model, settings)
}

fn user(before: &Value, operation: Value) -> Value {
    apply(before, &operation, Some(user_model()), &Settings::default()).unwrap().resource
}

#[test]
fn null_and_an_empty_list_unassign_the_elements_that_a_filter_selects() {
    let before =
        json!({ "userName": "b", "emails": [{ "value": "a", "type": "work" }, { "value": "b" }] });
    let path = "emails[type eq \"work\"]";
    for value in [json!(null), json!([])] {
        let replaced = user(&before, json!({ "op": "replace", "path": path, "value": value }));
        assert_eq!(replaced["emails"], json!([{ "value": "b" }]), "{value}");
    }
    // Adding nothing changes nothing.
    assert_eq!(user(&before, json!({ "op": "add", "path": path, "value": null })), before);
}

#[test]
fn what_selects_nothing_has_no_target() {
    let before = json!({ "userName": "b" });
    for (op, path, value) in [
        ("replace", "emails.type", json!("work")),
        ("add", "emails.type", json!("work")),
        ("replace", "emails[type eq \"work\"].value", json!("a@x")),
        ("replace", "emails[type eq \"work\"]", json!(null)),
    ] {
        let operation = json!({ "op": op, "path": path, "value": value });
        let error = apply(&before, &operation, Some(user_model()), &Settings::default());
        assert_eq!(error.unwrap_err().kind, ErrorKind::NoTarget, "{operation}");
    }
    let nothing = json!({ "op": "replace", "path": "emails.type", "value": null });
    assert_eq!(user(&before, nothing), before);
}

#[test]
fn a_null_beside_remove_says_nothing() {
    let findings = |value: Value| {
        let operation = json!({ "op": "remove", "path": "members", "value": value });
        let body = json!({ "schemas": [patch::PATCH_OP], "Operations": [operation] });
        PatchRequest::from_json(&body, &[]).unwrap().findings.len()
    };
    assert_eq!((findings(json!(null)), findings(json!([{ "value": "1" }]))), (0, 1));
}

#[test]
fn removing_a_part_of_what_is_no_object_changes_nothing() {
    let before = json!({ "userName": "b", "name": "odd" });
    assert_eq!(user(&before, json!({ "op": "remove", "path": "name.givenName" })), before);
}

#[test]
fn without_schemas_an_element_that_is_an_object_stays_one() {
    let before = json!({ "list": [{ "value": "a" }] });
    let operation = json!({ "op": "replace", "path": "list[value eq \"a\"]", "value": "b" });
    let error = apply(&before, &operation, None, &Settings::default()).unwrap_err();
    assert_eq!(
        (error.kind, error.pointer.as_str()),
        (ErrorKind::InvalidValue, "/Operations/0/value")
    );
}

#[test]
fn without_schemas_a_filter_counts_also_before_a_list_inside() {
    let before = json!({ "box": { "value": "a", "list": ["x"] } });
    let operation = json!({ "op": "remove", "path": "box[value eq \"b\"].list" });
    let applied = apply(&before, &operation, None, &Settings::default()).unwrap();
    assert!(!applied.is_changed());
    let operation = json!({ "op": "add", "path": "box[value eq \"a\"].list", "value": ["y"] });
    let applied = apply(&before, &operation, None, &Settings::default()).unwrap();
    assert!(applied.is_changed());
}

#[test]
fn without_schemas_a_new_list_holds_each_value_once() {
    let operation = json!({ "op": "add", "path": "list", "value": ["x", "y", "X"] });
    let applied = apply(&json!({}), &operation, None, &Settings::default()).unwrap();
    assert_eq!(applied.resource, json!({ "list": ["x", "y"] }));
}

#[test]
fn a_filter_compares_as_the_schema_of_the_elements_says() {
    // References are compared exactly (RFC 7643 §2.3.7), addresses of mail are not.
    let before = json!({
        "userName": "b", "photos": [{ "value": "https://x/a" }], "emails": [{ "value": "a@x" }],
    });
    let remove = |path: &str| user(&before, json!({ "op": "remove", "path": path }));
    assert_eq!(remove("photos[value eq \"https://x/A\"]"), before);
    assert!(remove("photos[value eq \"https://x/a\"]").get("photos").is_none());
    assert!(remove("emails[value eq \"A@X\"]").get("emails").is_none());
}

#[test]
fn every_list_has_the_default_sub_attributes() {
    // The schema of `addresses` prints no `display` (RFC 7643 §2.4, §8.7.1).
    let before = json!({ "userName": "b", "addresses": [{ "type": "work" }] });
    let path = "addresses[type eq \"work\"].DISPLAY";
    let resource = user(&before, json!({ "op": "add", "path": path, "value": "Office" }));
    assert_eq!(resource["addresses"], json!([{ "type": "work", "display": "Office" }]));
}

#[test]
fn what_is_repeated_below_the_uri_of_its_schema_is_no_change_either() {
    let before = json!({ "id": "1", "userName": "b" });
    let operation = json!({ "op": "replace", "value": { urn::USER: { "id": "1", "title": "t" } } });
    assert_eq!(user(&before, operation), json!({ "id": "1", "userName": "b", "title": "t" }));
    let operation = json!({ "op": "replace", "value": { urn::USER: { "id": "2" } } });
    let error = apply(&before, &operation, Some(user_model()), &Settings::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Mutability);
}

#[test]
fn dotted_names_are_paths_below_an_extension_only_where_they_are_anywhere() {
    let before = json!({ "userName": "b" });
    let value = json!({ urn::ENTERPRISE_USER: { "manager.value": "7" } });
    let operation = json!({ "op": "add", "value": value });
    let apply = |dotted_names| {
        let settings = Settings { dotted_names, ..Settings::default() };
        apply(&before, &operation, Some(user_model()), &settings)
    };
    let manager = &apply(true).unwrap().resource[urn::ENTERPRISE_USER]["manager"];
    assert_eq!(*manager, json!({ "value": "7" }));
    assert_eq!(apply(false).unwrap_err().kind, ErrorKind::InvalidPath);
}

#[test]
fn a_sub_attribute_with_several_values_is_kept_as_a_list() {
    let mut schemas = builtin::schemas().to_vec();
    let attributes = schemas.iter_mut().flat_map(|it| &mut it.attributes);
    for part in attributes.flat_map(|it| &mut it.sub_attributes) {
        part.multi_valued |= part.name == "middleName";
    }
    let model = TypeModel::resolve(&builtin::resource_types()[0], &schemas).value;
    let operation = json!({ "op": "add", "path": "name", "value": { "middleName": "Jane" } });
    let applied =
        apply(&json!({ "userName": "b" }), &operation, Some(&model), &Settings::default());
    assert_eq!(applied.unwrap().resource["name"], json!({ "middleName": ["Jane"] }));
    let operation = json!({ "op": "replace", "path": "name", "value": { "middleName": "Ann" } });
    let whole = Settings { complex_replace: ComplexReplace::Replace, ..Settings::default() };
    let applied = apply(&json!({ "userName": "b" }), &operation, Some(&model), &whole);
    assert_eq!(applied.unwrap().resource["name"], json!({ "middleName": ["Ann"] }));
}

#[test]
fn what_is_listed_to_be_removed_says_nothing_that_the_element_denies() {
    let listed = Settings { remove_value: RemoveValue::Listed, ..Settings::default() };
    let before =
        json!({ "userName": "b", "emails": [{ "value": "a" }, { "value": "b", "primary": true }] });
    let left = |value: Value| {
        let operation = json!({ "op": "remove", "path": "emails", "value": [value] });
        let applied = apply(&before, &operation, Some(user_model()), &listed).unwrap();
        applied.resource["emails"].as_array().unwrap().len()
    };
    // No `primary` is as good as false (RFC 7643 §2.4), and not as true.
    assert_eq!(left(json!({ "value": "a", "primary": false })), 1);
    assert_eq!(left(json!({ "value": "a", "primary": true })), 2);
    assert_eq!(left(json!({ "value": "b", "primary": false })), 2);
    assert_eq!(left(json!({ "value": "a", "display": false })), 2);
}

#[test]
fn without_schemas_a_qualified_name_is_no_extension() {
    let name = format!("{}:name", urn::USER);
    let operation = json!({ "op": "add", "value": { name: { "givenName": "A" } } });
    let applied = apply(&json!({}), &operation, None, &Settings::default()).unwrap();
    assert_eq!(applied.resource, json!({ "name": { "givenName": "A" } }));
}

#[test]
fn only_what_is_read_only_inside_a_value_is_left_out_or_refused() {
    let before = json!({ "userName": "b" });
    let manager = json!({ "value": "7", "displayName": "A" });
    let path = format!("{}:manager", urn::ENTERPRISE_USER);
    let operation = json!({ "op": "add", "path": path, "value": manager });
    let apply = |operation: &Value, read_only_inside| {
        let settings = Settings { read_only_inside, ..Settings::default() };
        apply(&before, operation, Some(user_model()), &settings)
    };
    let left = apply(&operation, ReadOnlyInside::LeaveOut).unwrap().resource;
    assert_eq!(left[urn::ENTERPRISE_USER]["manager"], json!({ "value": "7" }));
    let error = apply(&operation, ReadOnlyInside::Refuse).unwrap_err();
    assert_eq!(error.kind, ErrorKind::Mutability);
    let fine = json!({ "op": "add", "path": "name", "value": { "givenName": "A" } });
    let named = apply(&fine, ReadOnlyInside::Refuse).unwrap().resource;
    assert_eq!(named["name"], json!({ "givenName": "A" }));
}

#[test]
fn attributes_are_removed_in_any_letter_case() {
    let before = json!({ "userName": "b", "TITLE": "t" });
    let removed = user(&before, json!({ "op": "remove", "path": "title" }));
    assert_eq!(removed, json!({ "userName": "b" }));
}

#[test]
fn a_simple_attribute_has_no_parts_and_a_complex_one_those_of_its_schema() {
    let before = json!({ "userName": "b" });
    let kind = |path: &str, model: &TypeModel, settings: &Settings| {
        let operation = json!({ "op": "add", "path": path, "value": "x" });
        apply(&before, &operation, Some(model), settings).err().map(|it| it.kind)
    };
    let typed = crate::forms::typed();
    // `value` is what a simple element is called in a filter, and nothing of a single value.
    for path in ["whole.value", "tags.other", "tags[value eq \"a\"].other"] {
        let found = kind(path, &typed, &Settings::default());
        assert_eq!(found, Some(ErrorKind::InvalidPath), "{path}");
    }
    // What every multi-valued attribute has a single one has not (RFC 7643 §2.4).
    for path in ["name.display", "name.colour", "emails.colour"] {
        let found = kind(path, user_model(), &Settings::default());
        assert_eq!(found, Some(ErrorKind::InvalidPath), "{path}");
    }
    let lenient = Settings { unknown_attributes: true, ..Settings::default() };
    assert_eq!(kind("name.colour", user_model(), &lenient), None);
}

#[test]
fn parts_that_no_schema_knows_are_taken_only_where_that_is_set() {
    let before = json!({ "userName": "b" });
    let name = json!({ "givenName": "A", "colour": "red" });
    let operation = json!({ "op": "add", "path": "name", "value": name });
    let error = apply(&before, &operation, Some(user_model()), &Settings::default()).unwrap_err();
    assert_eq!(error.kind, ErrorKind::InvalidValue);
    let lenient = Settings { unknown_attributes: true, ..Settings::default() };
    let applied = apply(&before, &operation, Some(user_model()), &lenient).unwrap();
    assert_eq!(applied.resource["name"], name);
    let office = json!([{ "type": "work", "display": "Office" }]);
    let resource = user(&before, json!({ "op": "add", "path": "addresses", "value": office }));
    assert_eq!(resource["addresses"], office);
}

#[test]
fn a_text_is_no_object() {
    let before = json!({ "userName": "b" });
    let settings = Settings { text_references: true, ..Settings::default() };
    for (path, value) in [("name", json!("x")), ("emails", json!("x")), ("name", json!(["x"]))] {
        let operation = json!({ "op": "add", "path": path, "value": value });
        let error = apply(&before, &operation, Some(user_model()), &Settings::default());
        assert_eq!(error.unwrap_err().kind, ErrorKind::InvalidValue, "{operation}");
    }
    // Only what has a `value` can be given by it.
    let operation = json!({ "op": "add", "path": "name", "value": "x" });
    let error = apply(&before, &operation, Some(user_model()), &settings);
    assert_eq!(error.unwrap_err().kind, ErrorKind::InvalidValue);
}

#[test]
fn parts_are_spelled_as_the_schema_has_them_wherever_they_stand() {
    let before = json!({ "userName": "b" });
    let emails = json!([{ "value": "a@x", "TYPE": "work", "display": null, "primary": true }]);
    let resource = user(&before, json!({ "op": "add", "path": "emails", "value": emails }));
    let expected = r#"[{"value":"a@x","type":"work","primary":true}]"#;
    assert_eq!(resource["emails"].to_string(), expected);
}

#[test]
fn without_schemas_a_part_that_is_an_object_is_added_to() {
    let before = json!({ "box": { "part": { "x": 1 } } });
    let operation = json!({ "op": "add", "path": "box.part", "value": { "y": 2 } });
    let applied = apply(&before, &operation, None, &Settings::default()).unwrap();
    assert_eq!(applied.resource, json!({ "box": { "part": { "x": 1, "y": 2 } } }));
}
