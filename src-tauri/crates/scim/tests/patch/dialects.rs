//! How each client writes a change, and how what it writes is read.

use scim::patch::dialect::{self, Dialect, Subject};
use scim::patch::{self, PatchRequest};
use scim::urn;
use serde_json::{Value, json};

use crate::subject::{group_model, uris, user_model};

fn request(operations: Value) -> PatchRequest {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    PatchRequest::from_json(&body, &uris(user_model())).unwrap().value
}

/// The operations as a dialect writes them, and how many notes it has on that.
fn written(operations: Value, dialect: Dialect, subject: Subject<'_>) -> (Vec<String>, usize) {
    let written = dialect::write(&request(operations), dialect, subject);
    assert_eq!(written.body["schemas"], json!([patch::PATCH_OP]));
    let operations = written.body["Operations"].as_array().unwrap();
    (operations.iter().map(Value::to_string).collect(), written.notes.len())
}

fn user() -> Subject<'static> {
    Subject { model: Some(user_model()), id: Some("2819c223") }
}

fn group() -> Subject<'static> {
    Subject { model: Some(group_model()), id: Some("e9e30dba") }
}

fn change() -> Value {
    json!([
        { "op": "replace", "path": "active", "value": false },
        { "op": "replace", "path": "name", "value": { "givenName": "A", "familyName": "B" } },
        { "op": "add", "path": format!("{}:department", urn::ENTERPRISE_USER), "value": "Sales" },
        { "op": "add", "path": "emails", "value": [{ "value": "a@x", "primary": true }] },
        { "op": "remove", "path": "title" },
    ])
}

#[test]
fn the_rfc_writes_it_as_it_is() {
    let (operations, notes) = written(change(), Dialect::Rfc7644, user());
    let expected: Vec<String> = change().as_array().unwrap().iter().map(Value::to_string).collect();
    assert_eq!((operations, notes), (expected, 0));
}

#[test]
fn entra_id_writes_paths_capitals_and_text_booleans() {
    let (operations, notes) = written(change(), Dialect::EntraId, user());
    let expected = [
        r#"{"op":"Replace","path":"active","value":"False"}"#.to_owned(),
        r#"{"op":"Replace","path":"name.givenName","value":"A"}"#.to_owned(),
        r#"{"op":"Replace","path":"name.familyName","value":"B"}"#.to_owned(),
        format!(r#"{{"op":"Add","path":"{}:department","value":"Sales"}}"#, urn::ENTERPRISE_USER),
        r#"{"op":"Add","path":"emails","value":[{"value":"a@x","primary":"True"}]}"#.to_owned(),
        r#"{"op":"Remove","path":"title"}"#.to_owned(),
    ];
    assert_eq!(operations, expected);
    assert_eq!(notes, 3);
}

#[test]
fn entra_id_lists_members_beside_remove_and_sends_null_references() {
    let operations = json!([
        { "op": "add", "path": "members", "value": [{ "value": "1" }] },
        { "op": "remove", "path": "members[value eq \"2\"]" },
        { "op": "remove", "path": "members[type eq \"User\"]" },
    ]);
    let (operations, notes) = written(operations, Dialect::EntraId, group());
    let expected = [
        r#"{"op":"Add","path":"members","value":[{"value":"1","$ref":null}]}"#,
        r#"{"op":"Remove","path":"members","value":[{"value":"2"}]}"#,
        r#"{"op":"Remove","path":"members[type eq \"User\"]"}"#,
    ];
    assert_eq!(operations, expected);
    assert_eq!(notes, 2);
}

#[test]
fn entra_id_sends_the_manager_as_a_text() {
    let manager = format!("{}:manager", urn::ENTERPRISE_USER);
    let text = format!(r#"{{"op":"Replace","path":"{manager}","value":"26118915"}}"#);
    for (path, value) in [
        (format!("{manager}.value"), json!("26118915")),
        (manager.clone(), json!({ "value": "26118915" })),
    ] {
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        assert_eq!(written(operations, Dialect::EntraId, user()).0, [text.as_str()]);
    }
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": [
        { "op": "Replace", "path": manager, "value": "26118915" },
        { "op": "Add", "value": { "title": "t", manager.as_str(): "26118915" } },
    ] });
    let read = |dialect| dialect::read(&body, dialect, user()).unwrap();
    let meant = read(Dialect::EntraId).request;
    let before = json!({ "userName": "b" });
    let applied = patch::apply(&before, &meant, Some(user_model()), &patch::Settings::default());
    let after = applied.unwrap().resource;
    assert_eq!(after[urn::ENTERPRISE_USER]["manager"], json!({ "value": "26118915" }));
    let meant = read(Dialect::Rfc7644).request;
    let applied = patch::apply(&before, &meant, Some(user_model()), &patch::Settings::default());
    assert_eq!(applied.unwrap_err().kind.scim_type(), "invalidValue");
}

#[test]
fn entra_id_with_the_flag_sets_attributes_together_by_dotted_names() {
    let (operations, _) = written(change(), Dialect::EntraIdCompliant, user());
    let value = format!(
        r#"{{"active":false,"name.givenName":"A","name.familyName":"B","{}:department":"Sales"}}"#,
        urn::ENTERPRISE_USER
    );
    let expected = [
        format!(r#"{{"op":"replace","value":{value}}}"#),
        r#"{"op":"add","path":"emails","value":[{"value":"a@x","primary":true}]}"#.to_owned(),
        r#"{"op":"remove","path":"title"}"#.to_owned(),
    ];
    assert_eq!(operations, expected);
}

#[test]
fn okta_sets_attributes_together_in_the_shape_of_the_resource() {
    let (operations, _) = written(change(), Dialect::Okta, user());
    let value = format!(
        r#"{{"id":"2819c223","active":false,"name":{{"givenName":"A","familyName":"B"}},"{}":{{"department":"Sales"}}}}"#,
        urn::ENTERPRISE_USER
    );
    assert_eq!(operations[0], format!(r#"{{"op":"replace","value":{value}}}"#));
    let group_change = json!([
        { "op": "replace", "path": "displayName", "value": "New" },
        { "op": "remove", "path": "members[value eq \"2\"]" },
    ]);
    let (operations, _) = written(group_change, Dialect::Okta, group());
    let expected = [
        r#"{"op":"replace","value":{"id":"e9e30dba","displayName":"New"}}"#,
        r#"{"op":"remove","path":"members[value eq \"2\"]"}"#,
    ];
    assert_eq!(operations, expected);
}

#[test]
fn one_login_writes_one_path_for_each_attribute() {
    let pathless =
        json!([{ "op": "replace", "value": { "active": false, "name": { "givenName": "A" } } }]);
    let (operations, _) = written(pathless, Dialect::OneLogin, user());
    let expected = [
        r#"{"op":"replace","path":"active","value":false}"#,
        r#"{"op":"replace","path":"name.givenName","value":"A"}"#,
    ];
    assert_eq!(operations, expected);
}

#[test]
fn what_is_set_twice_is_not_written_together() {
    let twice = json!([
        { "op": "replace", "path": "name.givenName", "value": "A" },
        { "op": "replace", "path": "title", "value": "t" },
        { "op": "replace", "path": "name", "value": { "GivenName": "B" } },
    ]);
    for dialect in [Dialect::EntraIdCompliant, Dialect::Okta] {
        let (operations, _) = written(twice.clone(), dialect, Subject { id: None, ..user() });
        assert_eq!(operations.len(), 2, "{operations:?}");
    }
}

#[test]
fn recorded_requests_are_read_as_they_are_meant() {
    let read = |operations: Value, dialect, subject| {
        let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
        let meant = dialect::read(&body, dialect, subject).unwrap();
        let operations: Vec<String> =
            meant.request.operations.iter().map(|it| it.to_json().to_string()).collect();
        (operations, meant.notes.len(), meant.findings.len())
    };
    let entra = json!([
        { "op": "Add", "path": "members", "value": [{ "$ref": null, "value": "1" }] },
        { "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": "2" }, { "value": "3" }] },
    ]);
    let (operations, notes, findings) = read(entra, Dialect::EntraId, group());
    let expected = [
        r#"{"op":"add","path":"members","value":[{"value":"1"}]}"#,
        r#"{"op":"remove","path":"members[value eq \"2\"]"}"#,
        r#"{"op":"remove","path":"members[value eq \"3\"]"}"#,
    ];
    assert_eq!(operations, expected);
    assert_eq!((notes, findings), (2, 3));
    let active = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    let (operations, ..) = read(active.clone(), Dialect::EntraId, user());
    assert_eq!(operations, [r#"{"op":"replace","path":"active","value":false}"#]);
    let (operations, ..) = read(active, Dialect::Rfc7644, user());
    assert_eq!(operations, [r#"{"op":"replace","path":"active","value":"False"}"#]);
    let named = json!([{ "op": "Replace", "path": "title", "value": "True" }]);
    let (operations, ..) = read(named, Dialect::EntraId, user());
    assert_eq!(operations, [r#"{"op":"replace","path":"title","value":"True"}"#]);
    let okta = json!([{ "op": "replace", "value": { "id": "e9e30dba", "displayName": "New" } }]);
    let (operations, notes, _) = read(okta, Dialect::Okta, group());
    assert_eq!(operations, [r#"{"op":"replace","path":"displayName","value":"New"}"#]);
    assert_eq!(notes, 2);
    let emptied = json!([{ "op": "Remove", "path": "members" }]);
    let (operations, ..) = read(emptied, Dialect::EntraId, group());
    assert_eq!(operations, [r#"{"op":"remove","path":"members"}"#]);
}

#[test]
fn what_is_set_in_parts_is_written_as_one_object() {
    let parts = json!([
        { "op": "replace", "path": "name.givenName", "value": "A" },
        { "op": "replace", "path": "name", "value": { "familyName": "B" } },
    ]);
    let (operations, _) = written(parts, Dialect::Okta, Subject { id: None, ..user() });
    let name = r#"{"op":"replace","value":{"name":{"givenName":"A","familyName":"B"}}}"#;
    assert_eq!(operations, [name]);
}

#[test]
fn a_note_is_made_only_of_what_is_otherwise() {
    let one = |value: Value| json!([{ "op": "replace", "value": value }]);
    let (_, notes) = written(one(json!({ "active": false })), Dialect::OneLogin, user());
    assert_eq!(notes, 0);
    let two = one(json!({ "active": false, "title": "t" }));
    let (_, notes) = written(two, Dialect::OneLogin, user());
    assert_eq!(notes, 1);

    let read = |value: Value, dialect, subject: Subject<'_>| {
        let body = json!({ "schemas": [patch::PATCH_OP], "Operations": value });
        let meant = dialect::read(&body, dialect, subject).unwrap();
        (meant.request.operations.len(), meant.notes.len())
    };
    let renamed = one(json!({ "displayName": "New" }));
    assert_eq!(read(renamed.clone(), Dialect::Okta, group()), (1, 1));
    // Without the id of the resource an `id` is still no change, and all else still is.
    let nameless = Subject { id: None, ..group() };
    assert_eq!(read(renamed, Dialect::Okta, nameless), (1, 1));
    let other = one(json!({ "id": "another", "displayName": "New" }));
    assert_eq!(read(other.clone(), Dialect::Okta, nameless), (1, 2));
    assert_eq!(read(other, Dialect::Okta, group()), (2, 1));
}

#[test]
fn without_schemas_uris_are_told_by_what_is_known_of_the_rfc() {
    let parts = json!([
        { "op": "replace", "path": format!("{}:title", urn::USER), "value": "t" },
        { "op": "replace", "path": format!("{}:division", urn::ENTERPRISE_USER), "value": "d" },
        { "op": "replace", "path": "urn:example:2.0:Badge:floor", "value": 1 },
    ]);
    let (operations, _) = written(parts, Dialect::Okta, Subject::default());
    let value = format!(
        r#"{{"title":"t","{}":{{"division":"d"}},"urn:example:2.0:Badge":{{"floor":1}}}}"#,
        urn::ENTERPRISE_USER
    );
    assert_eq!(operations, [format!(r#"{{"op":"replace","value":{value}}}"#)]);
    let name = format!("{}:name", urn::USER);
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": [{ "op": "replace", "value": {
        urn::ENTERPRISE_USER: { "division": "d" },
        "urn:example:2.0:Badge": { "floor": 1 },
        name: { "givenName": "A" },
        "urn:example:2.0:Badge:side": "left",
    } }] });
    let meant = dialect::read(&body, Dialect::Okta, Subject::default()).unwrap();
    let paths = meant.request.operations.iter().map(|it| it.path.as_ref().unwrap().to_string());
    let expected = [
        format!("{}:division", urn::ENTERPRISE_USER),
        "urn:example:2.0:Badge:floor".to_owned(),
        format!("{}:name", urn::USER),
        "urn:example:2.0:Badge:side".to_owned(),
    ];
    assert_eq!(paths.collect::<Vec<_>>(), expected);
}

#[test]
fn only_null_references_are_dropped() {
    let members = json!([{ "$ref": "../Users/1", "value": "1", "display": null }, { "$REF": null, "value": "2" }]);
    let body = json!({
        "schemas": [patch::PATCH_OP],
        "Operations": [{ "op": "Add", "path": "members", "value": members }],
    });
    let meant = dialect::read(&body, Dialect::EntraId, group()).unwrap();
    let expected =
        json!([{ "$ref": "../Users/1", "value": "1", "display": null }, { "value": "2" }]);
    assert_eq!(meant.request.operations[0].value, Some(expected));
}

#[test]
fn a_part_that_holds_an_object_is_written_under_its_own_name() {
    let part = json!([{ "op": "replace", "path": "box.part", "value": { "x": 1 } }]);
    let (operations, _) = written(part, Dialect::EntraIdCompliant, Subject::default());
    assert_eq!(operations, [r#"{"op":"replace","value":{"box.part":{"x":1}}}"#]);
    let empty = json!([{ "op": "replace", "path": "name", "value": {} }]);
    let (operations, _) = written(empty, Dialect::EntraIdCompliant, user());
    assert_eq!(operations, [r#"{"op":"replace","value":{"name":{}}}"#]);
}

#[test]
fn booleans_are_read_out_of_texts_inside_elements_too() {
    let emails =
        json!([{ "value": "True", "primary": "True" }, { "value": "b", "primary": "False" }]);
    let body = json!({
        "schemas": [patch::PATCH_OP],
        "Operations": [{ "op": "Add", "path": "emails", "value": emails }],
    });
    for subject in [user(), Subject::default()] {
        let meant = dialect::read(&body, Dialect::EntraId, subject).unwrap();
        let value = meant.request.operations[0].value.as_ref().unwrap();
        assert_eq!((&value[0]["primary"], &value[1]["primary"]), (&json!(true), &json!(false)));
        assert_eq!(meant.notes.len(), 1);
    }
    let meant = dialect::read(&body, Dialect::EntraId, user()).unwrap();
    // An address is text, whatever it says.
    assert_eq!(meant.request.operations[0].value.as_ref().unwrap()[0]["value"], "True");
}

#[test]
fn every_dialect_has_a_name_of_its_own() {
    let mut names: Vec<_> = Dialect::ALL.iter().map(|it| it.habits().name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Dialect::ALL.len());
}
