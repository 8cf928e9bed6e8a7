//! What `diff` and `inverse` give in cases that a person would look at, and what they name as left out.

use scim::builtin;
use scim::patch::{self, PatchRequest, Reason};
use scim::schema::{Attribute, AttributeType, Mutability};
use scim::urn;
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::subject::{group_model, user_model};

pub(crate) fn written(diff: &patch::Diff) -> Vec<String> {
    diff.request.operations.iter().map(|it| it.to_json().to_string()).collect()
}

pub(crate) fn left_out(diff: &patch::Diff) -> Vec<(&str, &Reason)> {
    diff.left_out.iter().map(|it| (it.path.as_str(), &it.reason)).collect()
}

pub(crate) fn user(before: &Value, after: &Value) -> patch::Diff {
    patch::diff(before, after, user_model())
}

#[test]
fn each_attribute_is_told_by_its_path() {
    let before = json!({
        "userName": "b", "title": "Guide", "nickName": "B", "name": { "givenName": "A", "middleName": "M" },
        "emails": [{ "value": "a@x", "type": "work" }, { "value": "b@x", "type": "home" }],
    });
    let after = json!({
        "userName": "c", "title": null, "active": true, "nickname": "B", "name": { "givenName": "C", "familyName": "F" },
        "emails": [{ "value": "b@x", "type": "home", "display": "B" }, { "value": "a@x", "type": "work" }, { "value": "c@x" }],
        urn::ENTERPRISE_USER: { "department": "Sales" },
    });
    let diff = user(&before, &after);
    let expected = [
        r#"{"op":"replace","path":"userName","value":"c"}"#.to_owned(),
        r#"{"op":"remove","path":"title"}"#.to_owned(),
        r#"{"op":"remove","path":"name"}"#.to_owned(),
        r#"{"op":"add","path":"name","value":{"givenName":"C","familyName":"F"}}"#.to_owned(),
        r#"{"op":"add","path":"emails[value eq \"b@x\"].display","value":"B"}"#.to_owned(),
        r#"{"op":"add","path":"emails","value":[{"value":"c@x"}]}"#.to_owned(),
        r#"{"op":"add","path":"active","value":true}"#.to_owned(),
        format!(r#"{{"op":"add","path":"{}:department","value":"Sales"}}"#, urn::ENTERPRISE_USER),
    ];
    assert_eq!(written(&diff), expected);
    assert_eq!(diff.left_out, []);
}

#[test]
fn what_a_client_cannot_write_is_left_out_and_named() {
    let before = json!({
        "id": "1", "userName": "b", "groups": [{ "value": "g" }], "meta": { "version": "1" }, "shoeSize": 42,
        urn::ENTERPRISE_USER: { "manager": { "value": "7", "$ref": "../Users/7", "displayName": "A" } },
    });
    let after = json!({
        "id": "2", "groups": [], "meta": { "version": "2" }, "shoeSize": 43, "password": "secret", "active": "maybe",
        urn::ENTERPRISE_USER: { "manager": { "value": "7", "$ref": "../Users/7", "displayName": "B" } },
    });
    let diff = user(&before, &after);
    let name = format!("{}:manager.displayName", urn::ENTERPRISE_USER);
    let told = left_out(&diff);
    let expected: [(&str, &Reason); 7] = [
        ("id", &Reason::ReadOnly),
        ("userName", &Reason::Required),
        ("groups", &Reason::ReadOnly),
        ("meta", &Reason::ReadOnly),
        ("shoeSize", &Reason::Unknown),
        (&name, &Reason::ReadOnly),
        ("password", &Reason::WriteOnly),
    ];
    assert_eq!(told[..7], expected);
    assert!(matches!(told[7], ("active", Reason::Unfit(_))), "{told:?}");
    assert_eq!(written(&diff), Vec::<String>::new());
    assert!(diff.left_out.iter().all(|it| !it.reason.to_string().is_empty()));
}

#[test]
fn a_list_that_only_the_server_sets_is_named_only_where_it_differs() {
    let groups = |groups: [&str; 2]| json!({ "userName": "b", "groups": groups.map(|it| json!({ "value": it })) });
    assert_eq!(user(&groups(["1", "2"]), &groups(["2", "1"])), patch::Diff::default());
    let diff = user(&groups(["1", "2"]), &groups(["1", "3"]));
    assert_eq!(left_out(&diff), [("groups", &Reason::ReadOnly)]);
}

#[test]
fn elements_that_no_filter_tells_apart_are_left_out_and_named() {
    let before = json!({ "userName": "b", "emails": [{ "value": "a@x" }, { "value": "A@x" }, { "value": "b@x" }] });
    let after = json!({ "userName": "b", "emails": [{ "value": "a@x" }, { "value": "b@x" }] });
    let diff = user(&before, &after);
    assert_eq!(left_out(&diff), [("emails[value eq \"A@x\"]", &Reason::Indistinguishable)]);
    let two = json!({ "userName": "b", "emails": [{ "value": "c@x", "primary": true }, { "value": "d@x", "primary": true }] });
    assert_eq!(left_out(&user(&before, &two)), [("emails", &Reason::TwoPrimaries)]);
}

#[test]
fn schemas_are_not_sent() {
    let before = json!({ "schemas": [urn::USER], "userName": "b" });
    let extended = json!({ "schemas": [urn::USER, urn::ENTERPRISE_USER], "userName": "b", urn::ENTERPRISE_USER: { "division": "D" } });
    assert_eq!(user(&before, &extended).left_out, []);
    assert_eq!(user(&extended, &before).left_out, []);
    assert_eq!(user(&extended, &extended).left_out, []);
    let odd = json!({ "schemas": [urn::USER, "urn:x"], "userName": "b" });
    assert_eq!(left_out(&user(&before, &odd)), [("schemas", &Reason::Follows)]);
}

#[test]
fn members_of_a_group_come_and_go_one_by_one() {
    let before = json!({ "displayName": "g", "members": [
        { "value": "1", "type": "User", "display": "A" }, { "value": "2", "type": "User" }, { "value": "3", "type": "User" },
    ] });
    let after = json!({ "displayName": "g", "members": [
        { "value": "1", "type": "User", "display": "B" }, { "value": "3", "type": "User" }, { "value": "4" }, { "value": "5" },
    ] });
    let diff = patch::diff(&before, &after, group_model());
    let expected = [
        r#"{"op":"remove","path":"members[value eq \"2\"]"}"#,
        r#"{"op":"add","path":"members","value":[{"value":"4"},{"value":"5"}]}"#,
    ];
    assert_eq!(written(&diff), expected);
    assert_eq!(left_out(&diff), [("members.display", &Reason::ReadOnly)]);
}

#[test]
fn a_large_group_takes_no_more_operations_than_members_changed() {
    let member = |it: usize| json!({ "value": it.to_string(), "type": "User" });
    let group = |members: Vec<Value>| json!({ "displayName": "g", "members": members });
    let before = group((0..5_000).map(member).collect());
    let after = group((75..5_075).map(member).collect());
    let diff = patch::diff(&before, &after, group_model());
    assert_eq!(diff.request.operations.len(), 76);
    let reached =
        patch::apply(&before, &diff.request, Some(group_model()), &patch::Settings::default())
            .unwrap();
    assert_eq!(reached.resource, after);
}

#[test]
fn where_nothing_stays_the_attribute_is_replaced_or_removed() {
    let before = json!({ "userName": "b", "emails": [{ "value": "a@x" }, { "value": "b@x" }] });
    let other = json!({ "userName": "b", "emails": [{ "value": "c@x" }, { "value": "d@x" }, { "value": "e@x" }] });
    let replaced = r#"{"op":"replace","path":"emails","value":[{"value":"c@x"},{"value":"d@x"},{"value":"e@x"}]}"#;
    assert_eq!(written(&user(&before, &other)), [replaced]);
    assert_eq!(
        written(&user(&before, &json!({ "userName": "b" }))),
        [r#"{"op":"remove","path":"emails"}"#]
    );
}

fn undo(before: &Value, operations: Value, model: &TypeModel) -> patch::Diff {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    let request = PatchRequest::from_json(&body, &[]).unwrap().value;
    patch::inverse(before, &request, model).unwrap()
}

#[test]
fn an_inverse_names_what_cannot_be_undone() {
    let before = json!({ "userName": "b" });
    let operations = json!([
        { "op": "add", "path": "title", "value": "t" },
        { "op": "replace", "path": "password", "value": "secret" },
    ]);
    let undone = undo(&before, operations, user_model());
    assert_eq!(written(&undone), [r#"{"op":"remove","path":"title"}"#]);
    assert_eq!(left_out(&undone), [("password", &Reason::WriteOnly)]);
    let refused = PatchRequest::from_json(
        &json!({ "schemas": [patch::PATCH_OP], "Operations": [{ "op": "remove", "path": "userName" }] }),
        &[],
    );
    assert!(patch::inverse(&before, &refused.unwrap().value, user_model()).is_err());
}

#[test]
fn what_no_schema_knows_is_named_only_where_it_differs() {
    let uri = "urn:example:2.0:Badge";
    let before = json!({ "userName": "b", "shoeSize": 42, uri: { "floor": 1 } });
    assert_eq!(user(&before, &before).left_out, []);
    let after = json!({ "userName": "b", "shoeSize": 42, uri: { "floor": 2 } });
    assert_eq!(left_out(&user(&before, &after)), [(uri, &Reason::Unknown)]);
}

#[test]
fn lists_that_no_schema_knows_differ_by_length_order_and_letter_case() {
    let list = |list: Value| json!({ "userName": "b", "list": list });
    let before = list(json!(["a", "b"]));
    assert_eq!(user(&before, &before).left_out, []);
    for other in [json!(["a"]), json!(["a", "c"]), json!(["b", "a"]), json!(["a", "B"])] {
        assert_eq!(left_out(&user(&before, &list(other))), [("list", &Reason::Unknown)]);
    }
}

/// The User of the RFC but for some sub-attributes.
pub(crate) fn user_with(change: impl Fn(&str, &mut Attribute)) -> TypeModel {
    let mut schemas = builtin::schemas().to_vec();
    for attribute in schemas.iter_mut().flat_map(|it| &mut it.attributes) {
        for sub in &mut attribute.sub_attributes {
            change(&format!("{}.{}", attribute.name, sub.name), sub);
        }
    }
    TypeModel::resolve(&builtin::resource_types()[0], &schemas).value
}

#[test]
fn a_value_that_holds_what_only_the_server_sets_is_not_taken_away() {
    let model = user_with(|path, sub| {
        if path == "name.middleName" {
            sub.mutability = Mutability::ReadOnly;
        }
    });
    let name = json!({ "givenName": "A", "familyName": "B", "middleName": "M" });
    let before = json!({ "userName": "b", "name": name });
    let after = json!({ "userName": "b", "name": { "givenName": "C" } });
    let diff = patch::diff(&before, &after, &model);
    let expected = [
        r#"{"op":"replace","path":"name.givenName","value":"C"}"#,
        r#"{"op":"remove","path":"name.familyName"}"#,
    ];
    assert_eq!(written(&diff), expected);
    assert_eq!(left_out(&diff), [("name.middleName", &Reason::ReadOnly)]);
}

#[test]
fn of_two_filters_the_shorter_one_is_written() {
    let email = |value: &str, kind: &str, display: &str| json!({ "value": value, "type": kind, "display": display });
    let emails = [
        email("eighteen@letters.x", "w", "d"),
        email("other", "w", "e"),
        email("another", "h", "d"),
    ];
    let before = json!({ "userName": "b", "emails": emails });
    let after = json!({ "userName": "b", "emails": emails[1..] });
    let expected = r#"{"op":"remove","path":"emails[value eq \"eighteen@letters.x\"]"}"#;
    assert_eq!(written(&user(&before, &after)), [expected]);
}

#[test]
fn letter_case_tells_elements_apart_where_the_schema_says_so() {
    let model = user_with(|path, sub| sub.case_exact |= path == "emails.value");
    let before = json!({ "userName": "b", "emails": [{ "value": "A@x" }, { "value": "a@x" }] });
    let after = json!({ "userName": "b", "emails": [{ "value": "a@x" }] });
    let expected = r#"{"op":"remove","path":"emails[value eq \"A@x\"]"}"#;
    assert_eq!(written(&patch::diff(&before, &after, &model)), [expected]);
}

#[test]
fn what_only_the_server_set_is_not_removed() {
    let manager =
        |manager: Value| json!({ "userName": "b", urn::ENTERPRISE_USER: { "manager": manager } });
    let diff = user(&manager(json!({ "displayName": "A" })), &json!({ "userName": "b" }));
    assert_eq!(written(&diff), Vec::<String>::new());
    let name = format!("{}:manager.displayName", urn::ENTERPRISE_USER);
    assert_eq!(left_out(&diff), [(name.as_str(), &Reason::ReadOnly)]);
}

#[test]
fn a_part_of_an_element_that_no_schema_knows_is_not_sent() {
    let before = json!({ "userName": "b", "emails": [{ "value": "a@x" }] });
    let after = json!({ "userName": "b", "emails": [{ "value": "a@x", "colour": "red" }] });
    let diff = user(&before, &after);
    assert_eq!(written(&diff), Vec::<String>::new());
    assert_eq!(left_out(&diff), [("emails.colour", &Reason::Unknown)]);
}

#[test]
fn whole_numbers_tell_elements_apart() {
    let model = user_with(|path, sub| {
        if path == "emails.display" {
            sub.attribute_type = AttributeType::Integer;
        }
    });
    let before = json!({ "userName": "b", "emails": [{ "display": 1 }, { "display": 2 }, { "display": 3 }] });
    let after = json!({ "userName": "b", "emails": [{ "display": 1 }, { "display": 3 }] });
    let expected = r#"{"op":"remove","path":"emails[display eq 2]"}"#;
    assert_eq!(written(&patch::diff(&before, &after, &model)), [expected]);
}
