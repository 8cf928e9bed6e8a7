//! Long arrays are worked on by indexes and short ones are looked through: nobody may see the difference.

use proptest::prelude::*;
use scim::patch::{self, PatchRequest, Settings};
use scim::urn;
use serde_json::{Value, json};

use crate::resources::{request, user};
use crate::subject::{every_reading, group_model, user_model};

/// What the elements are called that make an array long and that no request means.
const PADDING: &str = "padding";

fn padding(from: usize) -> impl Iterator<Item = Value> {
    (from..from + 20).map(|it| json!({ "value": format!("{PADDING}{it}") }))
}

fn is_padding(element: &Value) -> bool {
    element["value"].as_str().is_some_and(|it| it.starts_with(PADDING))
}

/// The same resource with long arrays. One that is not there stays away: what follows from that is another matter.
fn lengthened(resource: &Value) -> Value {
    let mut resource = resource.clone();
    for name in ["emails", "roles"] {
        if let Some(Value::Array(elements)) = resource.get_mut(name) {
            *elements = padding(0).chain(elements.drain(..)).chain(padding(20)).collect();
        }
    }
    resource
}

/// The same resource without the padding.
fn shortened(mut resource: Value) -> Value {
    for name in ["emails", "roles"] {
        let Some(Value::Array(elements)) = resource.get_mut(name) else { continue };
        elements.retain(|it| !is_padding(it));
        if elements.is_empty() {
            resource.as_object_mut().unwrap().shift_remove(name);
        }
    }
    resource
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_long_array_takes_a_request_as_a_short_one_does(before in user(), request in request()) {
        for settings in every_reading() {
            let short = patch::apply(&before, &request, Some(user_model()), &settings);
            let long = patch::apply(&lengthened(&before), &request, Some(user_model()), &settings);
            // An operation that empties a short array may leave the next one without a target.
            let (Ok(short), Ok(long)) = (short, long) else { continue };
            prop_assert_eq!(shortened(long.resource), shortened(short.resource), "{}", request.to_json());
        }
    }
}

fn group(members: impl IntoIterator<Item = usize>) -> Value {
    let member = |it: usize| json!({ "value": format!("u{it}"), "type": "User" });
    json!({ "displayName": "g", "members": members.into_iter().map(member).collect::<Vec<_>>() })
}

fn applied(before: &Value, operations: &Value) -> Result<patch::Applied, patch::PatchError> {
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    let uris = [urn::USER, urn::GROUP, urn::ENTERPRISE_USER];
    let request = PatchRequest::from_json(&body, &uris).unwrap().value;
    let model = if before.get("members").is_some() { group_model() } else { user_model() };
    patch::apply(before, &request, Some(model), &Settings::default())
}

#[test]
fn a_member_that_was_removed_can_be_added_again() {
    let operations = json!([
        { "op": "remove", "path": "members[value eq \"u7\"]" },
        { "op": "add", "path": "members", "value": [{ "value": "u7", "type": "User" }] },
        { "op": "add", "path": "members", "value": [{ "value": "u7", "type": "User" }] },
    ]);
    let applied = applied(&group(0..50), &operations).unwrap();
    let expected = group((0..50).filter(|it| *it != 7).chain([7]));
    assert_eq!(applied.resource, expected);
    let counts: Vec<usize> = applied.outcomes.iter().map(|it| it.changes.len()).collect();
    assert_eq!(counts, [1, 1, 0]);
}

#[test]
fn what_was_removed_is_found_by_no_later_operation() {
    for operation in [
        json!({ "op": "remove", "path": "members[value eq \"u7\"]" }),
        json!({ "op": "remove", "path": "members[value sw \"u\"]" }),
        json!({ "op": "remove", "path": "members", "value": [{ "value": "u7" }] }),
    ] {
        let operations = json!([{ "op": "remove", "path": "members[value eq \"u7\"]" }, operation]);
        let applied = applied(&group(0..50), &operations).unwrap();
        let members = applied.resource.get("members").map_or(0, |it| it.as_array().unwrap().len());
        let changes = &applied.outcomes[1].changes;
        assert_eq!(members + changes.len(), 49, "{operation}");
        assert!(changes.iter().all(|it| it.before.as_ref().is_some_and(Value::is_object)));
    }
}

#[test]
fn an_array_that_is_replaced_is_known_anew() {
    let replacements = [
        json!({ "op": "replace", "path": "members", "value": group(100..150)["members"] }),
        json!({ "op": "remove", "path": "members" }),
        json!({ "op": "replace", "value": { "members": group(100..150)["members"] } }),
    ];
    for replacement in replacements {
        let operations = json!([
            { "op": "remove", "path": "members[value eq \"u3\"]" },
            replacement,
            { "op": "add", "path": "members", "value": [{ "value": "u3", "type": "User" }] },
            { "op": "remove", "path": "members[value eq \"u100\"]" },
            { "op": "add", "path": "members", "value": [{ "value": "u3", "type": "User" }] },
        ]);
        let applied = applied(&group(0..50), &operations).unwrap();
        let kept = if replacement["op"] == "remove" { 0..0 } else { 101..150 };
        assert_eq!(applied.resource, group(kept.chain([3])), "{replacement}");
        // What was there is told without the gap that the first operation left.
        let before = applied.outcomes[1].changes[0].before.as_ref().unwrap();
        assert_eq!(before.as_array().unwrap().len(), 49, "{replacement}");
        assert!(before.as_array().unwrap().iter().all(Value::is_object), "{replacement}");
    }
}

#[test]
fn a_changed_element_is_found_by_what_it_says_now() {
    let emails: Vec<Value> = (0..50).map(|it| json!({ "value": format!("{it}@x") })).collect();
    let before = json!({ "userName": "b", "emails": emails });
    let path = |value: &str, sub: &str| format!("emails[value eq \"{value}\"]{sub}");
    let operations = json!([
        { "op": "replace", "path": path("7@x", ".value"), "value": "new@x" },
        { "op": "add", "path": path("new@x", ".type"), "value": "work" },
        { "op": "add", "path": path("8@x", ".primary"), "value": true },
        { "op": "add", "path": path("new@x", ".primary"), "value": true },
    ]);
    let resource = applied(&before, &operations).unwrap().resource;
    assert_eq!(resource["emails"][7], json!({ "value": "new@x", "type": "work", "primary": true }));
    assert_eq!(resource["emails"][8], json!({ "value": "8@x", "primary": false }));
    let gone = json!([
        { "op": "replace", "path": path("7@x", ".value"), "value": "new@x" },
        { "op": "replace", "path": path("7@x", ".value"), "value": "again@x" },
    ]);
    assert!(applied(&before, &gone).is_err());
}

#[test]
fn texts_are_found_in_any_letter_case() {
    let mut values: Vec<Value> = (0..50).map(|it| json!({ "value": format!("v{it}") })).collect();
    values.push(json!({ "value": "é2011" }));
    let before = json!({ "userName": "b", "entitlements": values });
    for text in ["V7", "É2011"] {
        let operations =
            json!([{ "op": "remove", "path": format!("entitlements[value eq \"{text}\"]") }]);
        let resource = applied(&before, &operations).unwrap().resource;
        assert_eq!(resource["entitlements"].as_array().unwrap().len(), 50, "{text}");
    }
}

#[test]
fn two_long_arrays_are_known_apart() {
    let values = |range: std::ops::Range<usize>| -> Vec<Value> {
        range.map(|it| json!({ "value": format!("{it}@x") })).collect()
    };
    let before = json!({ "userName": "b", "emails": values(0..50), "roles": values(50..100) });
    let mut operations = vec![
        json!({ "op": "remove", "path": "emails[value eq \"0@x\"]" }),
        json!({ "op": "remove", "path": "roles[value eq \"50@x\"]" }),
        json!({ "op": "add", "path": "emails", "value": [{ "value": "50@x" }, { "value": "1@x" }] }),
    ];
    let resource = applied(&before, &Value::from(operations.as_slice())).unwrap().resource;
    let mut emails = values(1..51);
    assert_eq!(resource["emails"], Value::from(emails.as_slice()));
    assert_eq!(resource["roles"], Value::Array(values(51..100)));
    // One is replaced; what is known of the other stays.
    operations.push(json!({ "op": "replace", "path": "roles", "value": [{ "value": "new" }] }));
    operations.push(json!({ "op": "remove", "path": "emails[value eq \"50@x\"]" }));
    let resource = applied(&before, &Value::Array(operations)).unwrap().resource;
    emails.pop();
    assert_eq!(resource["emails"], Value::Array(emails));
    assert_eq!(resource["roles"], json!([{ "value": "new" }]));
}

#[test]
fn long_arrays_of_an_extension_are_worked_on_without_schemas_too() {
    let uri = "urn:example:2.0:Badge";
    let doors: Vec<Value> = (0..50).map(|it| json!({ "value": format!("d{it}") })).collect();
    let before = json!({ "userName": "b", uri: { "doors": doors }, "doors": doors });
    let operations = json!([
        { "op": "remove", "path": format!("{uri}:doors[value eq \"d3\"]") },
        { "op": "remove", "path": "doors[value eq \"d4\"]" },
        { "op": "remove", "path": "doors" },
    ]);
    let body = json!({ "schemas": [patch::PATCH_OP], "Operations": operations });
    let request = PatchRequest::from_json(&body, &[uri]).unwrap().value;
    let applied = patch::apply(&before, &request, None, &Settings::default()).unwrap();
    let left: Vec<&Value> = doors.iter().filter(|it| it["value"] != "d3").collect();
    assert_eq!(applied.resource, json!({ "userName": "b", uri: { "doors": left } }));
}

#[test]
fn a_short_list_is_told_as_it_was_also_beside_a_long_one() {
    let emails: Vec<Value> = (0..50).map(|it| json!({ "value": format!("{it}@x") })).collect();
    let roles = json!([{ "value": "r" }, null]);
    let before = json!({ "userName": "b", "emails": emails, "roles": roles });
    let operations = json!([
        { "op": "remove", "path": "emails[value eq \"0@x\"]" },
        { "op": "remove", "path": "roles" },
    ]);
    let applied = applied(&before, &operations).unwrap();
    assert_eq!(applied.outcomes[1].changes[0].before, Some(roles));
}

#[test]
fn what_differs_only_in_letter_case_is_no_duplicate_where_case_counts() {
    // References are compared exactly (RFC 7643 §2.3.7).
    for count in [5, 50] {
        let photo = |letter: char, at: usize| json!({ "value": format!("https://x/{letter}{at}") });
        let photos: Vec<Value> = (0..count).map(|at| photo('A', at)).collect();
        let before = json!({ "userName": "b", "photos": photos });
        let operations =
            json!([{ "op": "add", "path": "photos", "value": [photo('a', 3), photo('A', 4)] }]);
        let resource = applied(&before, &operations).unwrap().resource;
        let photos = resource["photos"].as_array().unwrap();
        assert_eq!((photos.len(), photos.last()), (count + 1, Some(&photo('a', 3))));
    }
}

#[test]
fn each_condition_of_a_filter_counts_also_where_one_finds_the_element() {
    let emails: Vec<Value> = (0..50).map(|it| json!({ "value": format!("{it}@x") })).collect();
    let before = json!({ "userName": "b", "emails": emails });
    let remove = |path: &str| json!([{ "op": "remove", "path": path }]);
    let other = remove("emails[value eq \"7@x\" and type pr]");
    assert!(!applied(&before, &other).unwrap().is_changed());
    let same = remove("emails[value eq \"7@x\" and not (type pr)]");
    assert!(applied(&before, &same).unwrap().is_changed());
}
