//! What is refused, by which `scimType` and at which place (RFC 7644 §3.12), and what is read although it deviates.

use scim::patch::{self, ErrorKind, PatchRequest};
use serde_json::{Value, json};

use crate::forms::user;

#[test]
fn errors_say_which_operation_and_where() {
    let before = || json!({ "userName": "b" });
    let fine = json!({ "op": "add", "path": "title", "value": "t" });
    for (operation, kind, pointer) in [
        (json!({ "op": "remove", "path": "userName" }), ErrorKind::Mutability, ""),
        (json!({ "op": "add", "path": "id", "value": "1" }), ErrorKind::Mutability, ""),
        (json!({ "op": "add", "path": "groups", "value": [] }), ErrorKind::Mutability, ""),
        (json!({ "op": "add", "path": "usernam", "value": "1" }), ErrorKind::InvalidPath, "/path"),
        (json!({ "op": "add", "path": "name.x", "value": "1" }), ErrorKind::InvalidPath, "/path"),
        (json!({ "op": "add", "path": "title.x", "value": "1" }), ErrorKind::InvalidPath, "/path"),
        (
            json!({ "op": "add", "path": "title[value eq \"1\"]", "value": "1" }),
            ErrorKind::InvalidPath,
            "/path",
        ),
        (
            json!({ "op": "add", "path": "emails[x eq \"1\"]", "value": {} }),
            ErrorKind::InvalidPath,
            "/path",
        ),
        (json!({ "op": "add", "path": "emails[", "value": "1" }), ErrorKind::InvalidPath, "/path"),
        (
            json!({ "op": "remove", "path": "emails[primary gt true]" }),
            ErrorKind::InvalidFilter,
            "/path",
        ),
        (
            json!({ "op": "remove", "path": "x509Certificates[value lt \"MII=\"]" }),
            ErrorKind::InvalidFilter,
            "/path",
        ),
        (json!({ "op": "add", "path": "title", "value": 1 }), ErrorKind::InvalidValue, ""),
        (json!({ "op": "add", "path": "title" }), ErrorKind::InvalidValue, ""),
        (json!({ "op": "add", "value": "t" }), ErrorKind::InvalidValue, "/value"),
        (json!({ "op": "add", "value": { "x": 1 } }), ErrorKind::InvalidPath, "/value"),
        (json!({ "op": "remove" }), ErrorKind::NoTarget, ""),
        (
            json!({ "op": "replace", "path": "emails[type eq \"x\"]", "value": {} }),
            ErrorKind::NoTarget,
            "/path",
        ),
        (json!({ "op": "move", "path": "title" }), ErrorKind::InvalidSyntax, "/op"),
        (json!({ "op": "add", "path": 1, "value": 1 }), ErrorKind::InvalidSyntax, "/path"),
        (json!("add"), ErrorKind::InvalidSyntax, ""),
    ] {
        let error = user(before(), json!([fine, operation])).unwrap_err();
        let place = (error.kind, error.pointer.as_str(), error.operation);
        assert_eq!(
            place,
            (kind, format!("/Operations/1{pointer}").as_str(), Some(1)),
            "{operation}: {error}"
        );
    }
}

#[test]
fn a_path_that_cannot_be_read_says_where() {
    let error =
        user(json!({}), json!([{ "op": "remove", "path": "emails[type eq work]" }])).unwrap_err();
    assert_eq!(error.span.map(|it| it.0), Some(15));
    assert!(error.message.contains("emails[type eq work]"), "{error}");
    let error = user(json!({}), json!([{ "op": "remove", "path": "usernam" }])).unwrap_err();
    assert!(error.message.ends_with("did you mean `userName`?"), "{error}");
}

#[test]
fn a_body_that_is_no_request_is_refused_with_its_place() {
    let refused = |body: Value| {
        let error = PatchRequest::from_json(&body, &[]).unwrap_err();
        (error.kind, error.pointer)
    };
    let schemas = json!([patch::PATCH_OP]);
    let syntax = |pointer: &str| (ErrorKind::InvalidSyntax, pointer.to_owned());
    assert_eq!(refused(json!([])), syntax(""));
    assert_eq!(refused(json!({ "Operations": [] })), syntax(""));
    assert_eq!(refused(json!({ "schemas": schemas })), syntax(""));
    assert_eq!(refused(json!({ "schemas": schemas, "operations": {} })), syntax("/operations"));
    assert_eq!(refused(json!({ "schemas": schemas, "Operations": [] })), syntax("/Operations"));
    let error = PatchRequest::parse("{\"schemas\": }", &[]).unwrap_err();
    assert_eq!(error.kind.to_string(), "invalidSyntax");
    assert!(error.message.contains("line 1, column 13"), "{error}");
}

#[test]
fn deviations_with_a_plain_meaning_are_findings() {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:patchop", "x"],
        "operations": [
            { "OP": "Remove", "path": "members", "value": [{ "value": "1" }] },
            { "op": "add", "path": "", "value": {}, "extra": 1 },
        ],
    });
    let read = PatchRequest::from_json(&body, &[]).unwrap();
    let told: Vec<_> =
        read.findings.iter().map(|it| (it.rule.as_str(), it.pointer.as_str())).collect();
    let expected = [
        ("member-case", "/operations"),
        ("member-case", "/operations/0/OP"),
        ("patch-op-case", "/operations/0/op"),
        ("patch-remove-value", "/operations/0/value"),
        ("unknown-member", "/operations/1/extra"),
        ("patch-empty-path", "/operations/1/path"),
    ];
    assert_eq!(told, expected);
    let other = json!({ "schemas": ["urn:other"], "Operations": [{ "op": "add", "path": "title", "value": null }] });
    let read = PatchRequest::from_json(&other, &[]).unwrap();
    assert_eq!(read.findings[0].rule, "patch-schemas");
    assert_eq!(read.value.operations[0].value, Some(Value::Null));
}

#[test]
fn a_value_without_a_path_is_an_object_before_anything_is_applied() {
    let schemas = json!([patch::PATCH_OP]);
    let body = json!({ "schemas": schemas, "Operations": [{ "op": "add", "value": "t" }] });
    let error = PatchRequest::from_json(&body, &[]).unwrap_err();
    let place = (error.kind, error.pointer.as_str());
    assert_eq!(place, (ErrorKind::InvalidValue, "/Operations/0/value"));
    let body = json!({ "schemas": schemas, "Operations": null });
    let error = PatchRequest::from_json(&body, &[]).unwrap_err();
    // Null is as good as nothing (RFC 7643 §2.5).
    assert_eq!((error.kind, error.pointer.as_str()), (ErrorKind::InvalidSyntax, ""));
    let twice = json!([patch::PATCH_OP, patch::PATCH_OP]);
    let operation = json!({ "op": "add", "path": "title", "value": "t" });
    let body = json!({ "schemas": twice, "Operations": [operation] });
    assert_eq!(PatchRequest::from_json(&body, &[]).unwrap().findings, []);
}
