//! What a draft changes, and taking one change back.

use scim::edit::{Pending, PendingChange, pending, revert};
use scim::patch::Op;
use scim::urn;
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::models::{LAB, babs, group_model, guides, lab_model, user_model};

fn told(changes: &[PendingChange]) -> Vec<(&str, Op, Option<&str>, Option<&str>)> {
    changes
        .iter()
        .map(|it| (it.path.as_str(), it.op, it.before.as_deref(), it.after.as_deref()))
        .collect()
}

fn pointers(pending: &Pending) -> Vec<&str> {
    pending.changes.iter().map(|it| it.pointer.as_str()).collect()
}

/// Takes each change back by itself and looks at what is left.
fn each_goes_alone(base: &Value, draft: &Value, model: &TypeModel) {
    let all = pending(base, draft, model).changes;
    for change in &all {
        let reverted = revert(base, draft, model, &change.path).unwrap();
        let left: Vec<String> =
            pending(base, &reverted, model).changes.into_iter().map(|it| it.path).collect();
        let expected: Vec<&String> =
            all.iter().map(|it| &it.path).filter(|it| **it != change.path).collect();
        let mut left: Vec<&String> = left.iter().collect();
        let mut expected = expected;
        left.sort();
        expected.sort();
        assert_eq!(left, expected, "without {}\n{reverted}", change.path);
    }
}

#[test]
fn each_operation_is_a_change() {
    let base = babs();
    let mut draft = base.clone();
    draft["title"] = json!("Chief");
    draft.as_object_mut().unwrap().remove("active");
    draft["locale"] = json!("de");
    draft["name"]["familyName"] = json!("J");
    draft["name"]["givenName"] = json!("B");
    draft["emails"][1]["value"] = json!("b@jensen.org");
    draft["roles"] = json!([{ "value": "admin" }]);
    draft[urn::ENTERPRISE_USER]["department"] = json!("Sales");
    let pending = pending(&base, &draft, user_model());
    let department = format!("{}:department", urn::ENTERPRISE_USER);
    assert_eq!(
        told(&pending.changes),
        [
            (
                "name",
                Op::Replace,
                Some(r#"{"familyName":"Jensen","givenName":"Barbara"}"#),
                Some(r#"{"familyName":"J","givenName":"B"}"#)
            ),
            ("title", Op::Replace, Some("Tour Guide"), Some("Chief")),
            ("active", Op::Remove, Some("true"), None),
            (
                r#"emails[type eq "home"].value"#,
                Op::Replace,
                Some("babs@jensen.org"),
                Some("b@jensen.org")
            ),
            (&department, Op::Replace, Some("Tour Operations"), Some("Sales")),
            ("locale", Op::Add, None, Some("de")),
            ("roles", Op::Add, None, Some(r#"[{"value":"admin"}]"#)),
        ]
    );
    assert_eq!(
        pointers(&pending),
        [
            "/name",
            "/title",
            "",
            "/emails/1",
            &format!("/{}/department", urn::ENTERPRISE_USER),
            "/locale",
            "/roles"
        ]
    );
    assert!(pending.changes.iter().all(|it| it.left_out.is_none() && !it.secret));
    assert_eq!(pending.request.operations.len(), 7);
    each_goes_alone(&base, &draft, user_model());
}

#[test]
fn members_are_told_one_by_one() {
    let base = guides();
    let mut draft = base.clone();
    let members = draft["members"].as_array_mut().unwrap();
    members.remove(0);
    members.extend([
        json!({ "value": "a", "type": "User" }),
        json!({ "value": "b" }),
        json!({ "value": "b" }),
    ]);
    let pending = pending(&base, &draft, group_model());
    assert_eq!(
        told(&pending.changes),
        [
            (
                r#"members[value eq "2819c223"]"#,
                Op::Remove,
                Some(r#"{"value":"2819c223","type":"User","display":"Babs Jensen"}"#),
                None
            ),
            (r#"members[value eq "a"]"#, Op::Add, None, Some(r#"{"value":"a","type":"User"}"#)),
            (r#"members[value eq "b"]"#, Op::Add, None, Some(r#"{"value":"b"}"#)),
            ("members[3]", Op::Add, None, Some(r#"{"value":"b"}"#)),
        ]
    );
    assert_eq!(pointers(&pending), ["/members", "/members/1", "/members/2", "/members/3"]);
    assert_eq!(pending.request.operations.len(), 2);
    let reverted = revert(&base, &draft, group_model(), r#"members[value eq "a"]"#).unwrap();
    assert_eq!(reverted["members"].as_array().unwrap().len(), 3);
    let first = revert(&base, &draft, group_model(), r#"members[value eq "2819c223"]"#).unwrap();
    assert_eq!(first["members"][0], base["members"][0]);
}

#[test]
fn members_of_a_group_without_any_are_told_one_by_one_too() {
    let base = json!({ "displayName": "x" });
    let draft = json!({ "displayName": "x", "members": [{ "value": "a" }, { "value": "b" }] });
    let paths = pending(&base, &draft, group_model());
    let paths: Vec<&str> = paths.changes.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, [r#"members[value eq "a"]"#, r#"members[value eq "b"]"#]);
    each_goes_alone(&base, &draft, group_model());
    let one = revert(&base, &draft, group_model(), paths[0]).unwrap();
    let none = revert(&base, &one, group_model(), paths[1]).unwrap();
    assert_eq!(none, base);
}

#[test]
fn a_secret_is_sent_and_not_told() {
    let base = babs();
    let mut draft = base.clone();
    draft["password"] = json!("hunter2");
    draft[LAB] = json!({ "pin": "hunter2", "sponsor": { "value": "7", "code": "hunter2" } });
    let pending = pending(&base, &draft, lab_model());
    let secrets: Vec<_> = pending.changes.iter().filter(|it| it.secret).collect();
    assert_eq!(
        secrets.iter().map(|it| it.path.as_str()).collect::<Vec<_>>(),
        ["password".to_owned(), format!("{LAB}:pin"), format!("{LAB}:sponsor.code")]
    );
    assert_eq!(secrets[0].pointer, "/password");
    assert!(!serde_json::to_string(&pending.changes).unwrap().contains("hunter2"));
    let sent = pending.request.to_json().to_string();
    assert_eq!(sent.matches("hunter2").count(), 3, "{sent}");
    assert!(sent.contains(r#"{"op":"replace","path":"password","value":"hunter2"}"#), "{sent}");
    each_goes_alone(&base, &draft, lab_model());
}

#[test]
fn a_secret_that_does_not_fit_is_not_told_either() {
    let draft = json!({ "password": { "x": "hunter2" } });
    let pending = pending(&json!({}), &draft, user_model());
    assert_eq!(pending.changes.len(), 1);
    assert!(pending.request.operations.is_empty());
    assert!(pending.changes[0].secret && pending.changes[0].left_out.is_some());
    assert!(!format!("{:?}", pending.changes).contains("hunter2"));
}

#[test]
fn a_secret_that_the_server_let_slip_is_not_sent_back() {
    let base = json!({ "password": "hash", "title": "a" });
    let draft = json!({ "password": "hash", "title": "b" });
    let pending = pending(&base, &draft, user_model());
    assert_eq!(told(&pending.changes), [("title", Op::Replace, Some("a"), Some("b"))]);
}

#[test]
fn what_a_patch_leaves_out_is_told_with_why() {
    let base = json!({
        "schemas": [urn::USER], "id": "1", "userName": "a", "shoeSize": 43,
        LAB: { "issuedBy": "x", "badge": "7" },
    });
    let draft = json!({
        "schemas": [urn::USER, LAB], "id": "2", "active": 5, "shoeSize": 44,
        LAB: { "issuedBy": "y" },
        "groups": [{ "value": "g" }],
    });
    let pending = pending(&base, &draft, lab_model());
    assert!(pending.request.operations.is_empty());
    let issued = format!("{LAB}:issuedBy");
    let badge = format!("{LAB}:badge");
    assert_eq!(
        told(&pending.changes),
        [
            ("id", Op::Replace, Some("1"), Some("2")),
            ("userName", Op::Remove, Some("a"), None),
            ("shoeSize", Op::Replace, Some("43"), Some("44")),
            (&issued, Op::Replace, Some("x"), Some("y")),
            (&badge, Op::Remove, Some("7"), None),
            ("active", Op::Add, None, Some("5")),
            ("groups", Op::Add, None, Some(r#"[{"value":"g"}]"#)),
        ]
    );
    assert!(pending.changes.iter().all(|it| it.left_out.is_some()));
    each_goes_alone(&base, &draft, lab_model());
}

#[test]
fn parts_of_values_that_cannot_be_sent_are_told() {
    let base = guides();
    let mut draft = base.clone();
    draft["members"][0]["display"] = json!("B");
    let pending = pending(&base, &draft, group_model());
    assert_eq!(
        told(&pending.changes),
        [("members.display", Op::Replace, Some("Babs Jensen"), Some("B"))]
    );
    assert_eq!(pending.changes[0].pointer, "/members/0");
    assert_eq!(revert(&base, &draft, group_model(), "members.display").unwrap(), base);
}

#[test]
fn values_that_no_filter_tells_apart_are_told_together() {
    let [a, b] = ["a", "b"].map(|it| json!({ "value": it }));
    let base = json!({ "emails": [a, a, b, a, { "type": "x" }, { "type": "x" }] });
    let draft = json!({ "emails": [a, b, { "type": "x" }] });
    let pending = pending(&base, &draft, user_model());
    assert_eq!(
        told(&pending.changes),
        [
            (r#"emails[value eq "a"]"#, Op::Remove, Some(r#"[{"value":"a"},{"value":"a"}]"#), None),
            (r#"emails: {"type":"x"}"#, Op::Remove, Some(r#"{"type":"x"}"#), None),
        ]
    );
    assert!(pending.changes.iter().all(|it| it.left_out.is_some()));
    each_goes_alone(&base, &draft, user_model());
}

#[test]
fn an_added_value_that_looks_like_one_that_is_left_has_a_path_by_place() {
    let [a, other] = ["User", "Group"].map(|it| json!({ "value": "a", "type": it }));
    let base = json!({ "members": [a, a, { "value": "b" }] });
    let draft = json!({ "members": [{ "value": "b" }, other] });
    let pending = pending(&base, &draft, group_model());
    let paths: Vec<&str> = pending.changes.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, [r#"members[value eq "a"]"#, "members[0]"]);
    assert_eq!(pending.changes[0].after.as_deref(), Some(r#"{"value":"a","type":"Group"}"#));
    assert!(pending.changes[1].left_out.is_some());
}

#[test]
fn what_is_taken_away_and_set_anew_is_one_change() {
    let base = json!({ "name": { "formatted": "F", "familyName": "A", "givenName": "B", "middleName": "C", "honorificPrefix": "D" } });
    let draft = json!({ "name": { "formatted": "F2" } });
    let pending = pending(&base, &draft, user_model());
    assert_eq!(pending.request.operations.len(), 2);
    let before = base["name"].to_string();
    assert_eq!(
        told(&pending.changes),
        [("name", Op::Replace, Some(before.as_str()), Some(r#"{"formatted":"F2"}"#))]
    );
    assert_eq!(revert(&base, &draft, user_model(), "name").unwrap(), base);
}

#[test]
fn the_primary_value_changes_hands_and_comes_back() {
    let base = json!({ "emails": [{ "value": "a", "primary": true }, { "value": "b" }, { "value": "c" }] });
    let draft = json!({ "emails": [{ "value": "a", "display": "A" }, { "value": "b", "primary": true }, { "value": "c" }] });
    each_goes_alone(&base, &draft, user_model());
    let draft = json!({ "emails": [{ "value": "b", "primary": true }, { "value": "c" }] });
    each_goes_alone(&base, &draft, user_model());
    let draft = json!({ "emails": [{ "value": "a" }, { "value": "b" }, { "value": "c" }, { "value": "d", "primary": true }] });
    each_goes_alone(&base, &draft, user_model());
    let back = revert(&base, &draft, user_model(), "emails").unwrap();
    assert_eq!(back, base);
}

#[test]
fn an_extension_comes_and_goes() {
    let base = json!({ "schemas": [urn::USER], "userName": "a" });
    let draft = json!({ "schemas": [urn::USER, LAB], "userName": "a", LAB: { "level": 2 } });
    let path = format!("{LAB}:level");
    assert_eq!(
        told(&pending(&base, &draft, lab_model()).changes),
        [(path.as_str(), Op::Add, None, Some("2"))]
    );
    assert_eq!(revert(&base, &draft, lab_model(), &path).unwrap(), base);
    assert_eq!(revert(&draft, &base, lab_model(), &path).unwrap(), draft);
    assert_eq!(revert(&base, &draft, lab_model(), "nothing"), None);
}

#[test]
fn a_new_resource_is_all_additions() {
    let draft = babs();
    let pending = pending(&json!({}), &draft, user_model());
    assert!(pending.changes.iter().all(|it| it.op == Op::Add && it.before.is_none()));
}
