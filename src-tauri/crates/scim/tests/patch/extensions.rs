//! Extensions: their URI in `schemas`, the object that holds them, and names that begin with a URI (RFC 7643 §3.3,
//! RFC 7644 §3.5.2).

use scim::patch::{ErrorKind, Settings};
use scim::urn;
use serde_json::{Value, json};

use crate::forms::{apply_with, user};
use crate::subject::user_model;

fn department() -> String {
    format!("{}:department", urn::ENTERPRISE_USER)
}

#[test]
fn what_changes_nothing_leaves_schemas_as_they_are() {
    // The server forgot to list the extension: a request that changes nothing does not mend that.
    let before = json!({
        "schemas": [urn::USER], "userName": "b", urn::ENTERPRISE_USER: { "department": "Sales" },
    });
    let again = json!([{ "op": "add", "path": department(), "value": "Sales" }]);
    let applied = user(before.clone(), again).unwrap();
    assert!(!applied.is_changed());
    assert_eq!(applied.resource, before);
}

#[test]
fn what_is_removed_of_the_base_schema_leaves_schemas_as_they_are() {
    let before = json!({
        "schemas": [urn::USER], "userName": "b", "title": "t",
        "emails": [{ "value": "a@x", "type": "work" }, { "value": "b@x" }],
    });
    for path in ["title", "emails", "emails[type eq \"work\"]"] {
        let applied =
            user(before.clone(), json!([{ "op": "remove", "path": path }])).unwrap().resource;
        assert_eq!(applied["schemas"], before["schemas"], "{path}");
    }
}

#[test]
fn an_extension_that_is_removed_as_a_whole_is_listed_no_more() {
    let settings = Settings { extension_paths: true, ..Settings::default() };
    let apply = |operation: Value| {
        let before = json!({
            "schemas": [urn::USER, urn::ENTERPRISE_USER], "userName": "b",
            urn::ENTERPRISE_USER: { "department": "Sales" },
        });
        apply_with(&before, &json!([operation]), Some(user_model()), &settings)
    };
    let removed = apply(json!({ "op": "remove", "path": urn::ENTERPRISE_USER })).unwrap();
    assert_eq!(removed.resource, json!({ "schemas": [urn::USER], "userName": "b" }));
    // What stands beside it says nothing that `remove` could mean.
    let listed = json!({ "department": "Sales" });
    let error = apply(json!({ "op": "remove", "path": urn::ENTERPRISE_USER, "value": listed }));
    assert_eq!(error.unwrap_err().kind, ErrorKind::InvalidValue);
}

#[test]
fn an_extension_that_is_no_object_stays_until_something_is_put_there() {
    let before = json!({ "userName": "b", urn::ENTERPRISE_USER: "odd" });
    let removed = user(before.clone(), json!([{ "op": "remove", "path": department() }])).unwrap();
    assert_eq!(removed.resource, before);
    let added = json!([{ "op": "add", "path": department(), "value": "Sales" }]);
    let added = user(before, added).unwrap().resource;
    assert_eq!(added[urn::ENTERPRISE_USER], json!({ "department": "Sales" }));
}

#[test]
fn what_holds_nothing_is_not_left_behind() {
    let none = json!({ "userName": "b" });
    let null = json!([{ "op": "add", "path": department(), "value": null }]);
    assert_eq!(user(none.clone(), null).unwrap().resource, none);
    let before = json!({ "userName": "b", "box": { "list": ["p"] } });
    let last = json!([{ "op": "remove", "path": "box.list[value eq \"p\"]" }]);
    let applied = apply_with(&before, &last, None, &Settings::default()).unwrap();
    assert_eq!(applied.resource, none);
}

#[test]
fn without_schemas_a_member_name_is_read_by_the_uris_of_the_rfc_and_by_its_value() {
    let badge = "urn:example:2.0:Badge";
    for (value, expected) in [
        (json!({ urn::USER: { "title": "t" } }), json!({ "title": "t" })),
        (
            json!({ department(): "Sales" }),
            json!({ urn::ENTERPRISE_USER: { "department": "Sales" } }),
        ),
        (
            json!({ urn::ENTERPRISE_USER: { "department": "Sales" } }),
            json!({ urn::ENTERPRISE_USER: { "department": "Sales" } }),
        ),
        (json!({ format!("{badge}:floor"): 1 }), json!({ badge: { "floor": 1 } })),
        (json!({ badge: { "floor": 1 } }), json!({ badge: { "floor": 1 } })),
    ] {
        let operations = json!([{ "op": "add", "value": value }]);
        let applied = apply_with(&json!({}), &operations, None, &Settings::default()).unwrap();
        assert_eq!(applied.resource, expected, "{value}");
    }
}
