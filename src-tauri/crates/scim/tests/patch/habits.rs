//! What sets dialects apart, one habit at a time: what one client writes in its own way the others leave as it is.

use scim::patch::dialect::{self, Dialect, Meant, Subject};
use scim::patch::{self, PatchRequest};
use scim::urn;
use serde_json::{Value, json};

use crate::computed::user_with;
use crate::subject::{group_model, uris, user_model};

fn user() -> Subject<'static> {
    Subject { model: Some(user_model()), id: Some("2819c223") }
}

fn group() -> Subject<'static> {
    Subject { model: Some(group_model()), id: Some("e9e30dba") }
}

/// The operations as a dialect writes them, and how many notes it has on that.
fn written(operations: Value, dialect: Dialect, subject: Subject<'_>) -> (Value, usize) {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    let request = PatchRequest::from_json(&body, &uris(user_model())).unwrap().value;
    let written = dialect::write(&request, dialect, subject);
    (written.body["Operations"].clone(), written.notes.len())
}

fn read(operations: Value, dialect: Dialect, subject: Subject<'_>) -> (Value, Meant) {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    let meant = dialect::read(&body, dialect, subject).unwrap();
    (meant.request.to_json()["Operations"].clone(), meant)
}

#[test]
fn only_entra_id_sends_the_id_of_a_reference_as_a_text() {
    let path = |sub: &str| format!("{}:manager.{sub}", urn::ENTERPRISE_USER);
    let set =
        |path: String, value: Value| json!([{ "op": "replace", "path": path, "value": value }]);
    for dialect in [Dialect::Rfc7644, Dialect::OneLogin] {
        for sub in ["value", "displayName"] {
            let operations = set(path(sub), json!("26118915"));
            assert_eq!(written(operations.clone(), dialect, user()).0, operations, "{dialect:?}");
        }
    }
    for (sub, value) in [("displayName", json!("Boss")), ("value", json!(null))] {
        let (operations, _) = written(set(path(sub), value.clone()), Dialect::EntraId, user());
        assert_eq!(operations, json!([{ "op": "Replace", "path": path(sub), "value": value }]));
    }
    // Neither is a name a reference, nor is a list.
    let plain = set("name.value".to_owned(), json!("x"));
    let (operations, _) = written(plain, Dialect::EntraId, Subject::default());
    assert_eq!(operations[0]["path"], "name.value");
    let (operations, _) = read(set("members".to_owned(), json!("1")), Dialect::EntraId, group());
    assert_eq!(operations, set("members".to_owned(), json!("1")));
}

#[test]
fn without_a_path_nothing_stays_nothing_and_the_rfc_leaves_all_together() {
    for dialect in Dialect::ALL {
        let [add, ..] = dialect.habits().operations;
        let (operations, notes) = written(json!([{ "op": "add", "value": {} }]), dialect, user());
        assert_eq!((operations, notes), (json!([{ "op": add, "value": {} }]), 0), "{dialect:?}");
    }
    let together = json!([{ "op": "replace", "value": { "title": "t", "active": true } }]);
    assert_eq!(written(together.clone(), Dialect::Rfc7644, user()), (together.clone(), 0));
    let (operations, meant) = read(together.clone(), Dialect::Rfc7644, user());
    assert_eq!((operations, meant.notes.len()), (together, 0));
}

#[test]
fn attributes_that_go_together_anyway_are_noted_once() {
    for (dialect, notes) in
        [(Dialect::EntraIdCompliant, 1), (Dialect::Okta, 1), (Dialect::OneLogin, 1)]
    {
        let together = json!([{ "op": "replace", "value": { "title": "t", "active": true } }]);
        assert_eq!(written(together, dialect, user()).1, notes, "{dialect:?}");
    }
}

#[test]
fn one_login_takes_an_object_apart_only_where_it_has_parts_with_paths() {
    for (path, value) in [("box.part", json!({ "x": 1 })), ("name", json!({}))] {
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        let (written, notes) = written(operations.clone(), Dialect::OneLogin, Subject::default());
        assert_eq!((written, notes), (operations, 0));
    }
}

#[test]
fn only_entra_id_sends_null_references_and_only_where_it_adds_some() {
    let members = |op: &str| json!([{ "op": op, "path": "members", "value": [{ "value": "1" }] }]);
    for dialect in Dialect::ALL.into_iter().filter(|it| *it != Dialect::EntraId) {
        assert_eq!(written(members("add"), dialect, group()), (members("add"), 0), "{dialect:?}");
    }
    assert_eq!(written(members("replace"), Dialect::EntraId, group()).0, members("Replace"));
    let mut given = members("add");
    given[0]["value"][0]["$ref"] = json!("../Users/1");
    let (operations, notes) = written(given.clone(), Dialect::EntraId, group());
    assert_eq!((&operations[0]["value"], notes), (&given[0]["value"], 0));
}

#[test]
fn only_entra_id_means_the_elements_that_it_lists_beside_remove() {
    let remove =
        |path: &str, value: Value| json!([{ "op": "remove", "path": path, "value": value }]);
    let listed = remove("members", json!([{ "value": "1" }]));
    for dialect in [Dialect::Rfc7644, Dialect::Okta] {
        assert_eq!(read(listed.clone(), dialect, group()).0, listed, "{dialect:?}");
    }
    let filtered = json!([{ "op": "remove", "path": "members[value eq \"1\"]" }]);
    for dialect in [Dialect::Rfc7644, Dialect::Okta] {
        assert_eq!(written(filtered.clone(), dialect, group()).0, filtered, "{dialect:?}");
    }
    let one = remove("members", json!({ "value": "1" }));
    assert_eq!(read(one, Dialect::EntraId, group()).0, filtered);
    // An empty list, a listed element without a value, and a part of each: as they are written.
    for as_it_is in [
        remove("members", json!([])),
        remove("members", json!([{ "type": "User" }])),
        remove("members.value", json!([{ "value": "1" }])),
    ] {
        let (operations, meant) = read(as_it_is.clone(), Dialect::EntraId, group());
        assert_eq!((operations, meant.notes.len()), (as_it_is, 0));
    }
}

#[test]
fn what_overlaps_is_set_one_after_the_other() {
    let name = json!({ "givenName": "A" });
    for (dialect, first, second, operations) in [
        (Dialect::EntraIdCompliant, ("name.givenName", json!("A")), ("name", json!({})), 2),
        (Dialect::EntraIdCompliant, ("name", json!({})), ("name.givenName", json!("A")), 2),
        (Dialect::EntraIdCompliant, ("title", json!("t")), ("TITLE", json!("u")), 2),
        (Dialect::EntraIdCompliant, ("title", json!("t")), ("titles", json!("u")), 1),
        (Dialect::Okta, ("name.givenName", json!("A")), ("name", json!("odd")), 2),
        (Dialect::Okta, ("name", json!("odd")), ("name.givenName", json!("A")), 2),
        (Dialect::Okta, ("name", name.clone()), ("name.givenName", json!("B")), 2),
        (Dialect::Okta, ("name", name.clone()), ("name.familyName", json!("B")), 1),
        (Dialect::Okta, ("title", json!("t")), ("TITLE", json!("u")), 2),
    ] {
        let set =
            |(path, value): (&str, Value)| json!({ "op": "replace", "path": path, "value": value });
        let both = json!([set(first), set(second)]);
        let (written, _) = written(both.clone(), dialect, Subject::default());
        assert_eq!(written.as_array().unwrap().len(), operations, "{dialect:?} {both}");
    }
}

#[test]
fn okta_repeats_the_id_and_no_attribute_that_says_the_same() {
    let same = json!([{ "op": "replace", "value": { "externalId": "2819c223", "title": "t" } }]);
    let (operations, _) = read(same, Dialect::Okta, user());
    let paths: Vec<&Value> = operations.as_array().unwrap().iter().map(|it| &it["path"]).collect();
    assert_eq!(paths, ["externalId", "title"]);
}

#[test]
fn what_no_schema_calls_a_boolean_stays_a_text_but_for_primary() {
    // Every list has `primary`, printed in its schema or not (RFC 7643 §2.4).
    let model = user_with(|path, sub| {
        if path == "addresses.primary" {
            sub.name = "other".to_owned();
        }
    });
    let address = json!({ "type": "work", "primary": "True", "colour": "True" });
    let add = json!([{ "op": "Add", "path": "addresses", "value": [address] }]);
    let subject = Subject { model: Some(&model), id: None };
    let (operations, _) = read(add, Dialect::EntraId, subject);
    let expected = json!([{ "type": "work", "primary": true, "colour": "True" }]);
    assert_eq!(operations[0]["value"], expected);
}
