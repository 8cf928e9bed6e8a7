//! What becomes of single elements: which are meant, which stay primary, and those that are no objects.

use scim::patch::{Applied, Duplicates, ErrorKind, Settings};
use scim::urn;
use serde_json::{Value, json};

use crate::forms::{apply_with, user};
use crate::subject::{group_model, user_model};

fn emails(emails: Value) -> Value {
    json!({ "userName": "b", "emails": emails })
}

/// The emails after one operation.
fn after(before: Value, operation: Value) -> Value {
    user(emails(before), json!([operation])).unwrap().resource["emails"].clone()
}

fn without_schemas(before: &Value, operation: Value) -> Applied {
    apply_with(before, &json!([operation]), None, &Settings::default()).unwrap()
}

#[test]
fn what_is_merged_hands_primary_over_only_where_it_says_so() {
    let before = json!([{ "value": "a@x", "primary": true }, { "value": "b@x" }]);
    let settings = Settings { duplicates: Duplicates::MergeSameValue, ..Settings::default() };
    let merged = |value: Value| {
        let operations = json!([{ "op": "add", "path": "emails", "value": value }]);
        let applied =
            apply_with(&emails(before.clone()), &operations, Some(user_model()), &settings);
        applied.unwrap().resource["emails"].clone()
    };
    assert_eq!(
        merged(json!({ "value": "b@x", "type": "home" })),
        json!([{ "value": "a@x", "primary": true }, { "value": "b@x", "type": "home" }])
    );
    assert_eq!(
        merged(json!({ "value": "b@x", "primary": true })),
        json!([{ "value": "a@x", "primary": false }, { "value": "b@x", "primary": true }])
    );
}

#[test]
fn who_was_primary_already_takes_it_from_nobody() {
    let before = json!([{ "value": "a@x", "primary": true }, { "value": "b@x", "primary": true }]);
    let path = "emails[value eq \"a@x\"].display";
    let changed = after(before, json!({ "op": "add", "path": path, "value": "A" }));
    assert_eq!(changed[1], json!({ "value": "b@x", "primary": true }));
}

#[test]
fn what_is_listed_and_says_nothing_means_no_element() {
    let before = json!([{ "value": "a@x" }, { "value": "b@x" }]);
    for nothing in [json!([{}]), json!([{ "value": null }]), json!([null]), json!([[]])] {
        let operation = json!({ "op": "remove", "path": "emails", "value": nothing });
        assert_eq!(after(before.clone(), operation), before, "{nothing}");
    }
}

#[test]
fn a_member_is_listed_by_its_value_and_without_one_by_all_that_is_said() {
    let before = json!({ "displayName": "g", "members": [
        { "value": "1", "type": "User", "display": "A" }, { "value": "2", "type": "Group" }, { "value": "3", "type": "User" },
    ] });
    for (listed, left) in [
        // What a client calls a member may be outdated.
        (json!({ "value": "1", "display": "Before the wedding" }), &["2", "3"][..]),
        (json!({ "type": "User" }), &["2"]),
        (json!({ "type": "Robot" }), &["1", "2", "3"]),
    ] {
        let operations = json!([{ "op": "remove", "path": "members", "value": [listed] }]);
        let applied =
            apply_with(&before, &operations, Some(group_model()), &Settings::default()).unwrap();
        let members = applied.resource["members"].as_array().unwrap();
        let values: Vec<&str> = members.iter().map(|it| it["value"].as_str().unwrap()).collect();
        assert_eq!(values, left, "{listed}");
    }
}

#[test]
fn adding_null_adds_nothing() {
    let before = json!([{ "value": "a@x" }]);
    let null = json!({ "op": "add", "path": "emails", "value": null });
    assert_eq!(after(before.clone(), null), before);
    let none = json!({ "userName": "b" });
    let null = json!([{ "op": "add", "path": "emails.type", "value": null }]);
    assert_eq!(user(none.clone(), null).unwrap().resource, none);
}

#[test]
fn a_value_that_should_have_been_an_array_is_its_only_element() {
    for (odd, expected) in [
        (json!({ "value": "a@x" }), json!([{ "value": "a@x" }, { "value": "b@x" }])),
        (json!(null), json!([{ "value": "b@x" }])),
    ] {
        let add = json!({ "op": "add", "path": "emails", "value": { "value": "b@x" } });
        assert_eq!(after(odd, add), expected);
    }
    let removed = after(
        json!({ "value": "a@x", "type": "work" }),
        json!({ "op": "remove", "path": "emails[type eq \"work\"].type" }),
    );
    assert_eq!(removed, json!([{ "value": "a@x" }]));
}

#[test]
fn add_to_an_element_keeps_what_is_not_given() {
    let before = json!([{ "value": "a@x", "type": "work" }]);
    let path = "emails[type eq \"work\"]";
    let changed = after(before, json!({ "op": "add", "path": path, "value": { "display": "A" } }));
    assert_eq!(changed, json!([{ "value": "a@x", "type": "work", "display": "A" }]));
}

#[test]
fn an_element_that_is_no_object_is_its_own_value_and_has_no_other_part() {
    let before = json!({ "list": ["a", "b"] });
    let path = |sub: &str| format!("list[value eq \"a\"].{sub}");
    let replaced =
        without_schemas(&before, json!({ "op": "replace", "path": path("value"), "value": "c" }));
    assert_eq!(replaced.resource, json!({ "list": ["c", "b"] }));
    let change = &replaced.outcomes[0].changes[0];
    assert_eq!((&change.before, &change.after), (&Some(json!("a")), &Some(json!("c"))));
    let removed = without_schemas(&before, json!({ "op": "remove", "path": path("value") }));
    assert_eq!(removed.resource, json!({ "list": ["b"] }));
    let change = &removed.outcomes[0].changes[0];
    assert_eq!((&change.before, &change.after), (&Some(json!("a")), &None));
    let other =
        without_schemas(&before, json!({ "op": "replace", "path": path("type"), "value": "c" }));
    assert!(!other.is_changed());
}

#[test]
fn a_part_of_all_elements_may_be_removed_where_there_is_none() {
    let strict = Settings { remove_needs_match: true, ..Settings::default() };
    let remove = |path: &str| {
        let operations = json!([{ "op": "remove", "path": path }]);
        apply_with(&json!({ "userName": "b" }), &operations, Some(user_model()), &strict)
    };
    assert!(!remove("emails.type").unwrap().is_changed());
    assert_eq!(remove("emails[type eq \"work\"]").unwrap_err().kind, ErrorKind::NoTarget);
}

#[test]
fn what_only_the_server_sets_inside_of_a_value_is_refused_by_its_path() {
    let path = format!("{}:manager.displayName", urn::ENTERPRISE_USER);
    let before = json!({ "userName": "b", urn::ENTERPRISE_USER: { "manager": { "value": "7" } } });
    let error = user(before, json!([{ "op": "replace", "path": path, "value": "A" }]));
    assert_eq!(error.unwrap_err().kind, ErrorKind::Mutability);
}
