//! Which of several requests `diff` writes: what may stay, what a filter may ask, where all is taken away.

use scim::patch::{self, Reason, Settings};
use scim::schema::{Attribute, AttributeType, Mutability};
use scim::view::TypeModel;
use serde_json::{Value, json};

use crate::computed::{left_out, user, user_with, written};
use crate::forms::typed;
use crate::subject::{group_model, user_model};

const LONG: &str = "something that takes many bytes to say and is not worth saying twice";

fn emails(emails: Value) -> Value {
    json!({ "userName": "b", "emails": emails })
}

/// What leads from some emails to others.
fn between(before: Value, after: Value) -> patch::Diff {
    user(&emails(before), &emails(after))
}

fn leads_there(before: &Value, after: &Value, model: &TypeModel) -> patch::Diff {
    let diff = patch::diff(before, after, model);
    let reached = patch::apply(before, &diff.request, Some(model), &Settings::default());
    let again = patch::diff(&reached.unwrap().resource, after, model);
    assert_eq!(written(&again), [""; 0], "{}", diff.request.to_json());
    diff
}

#[test]
fn what_is_immutable_is_sent_as_long_as_it_has_no_value() {
    let model = typed();
    let none = json!({});
    let one = json!({ "once": "a", "marks": ["m"] });
    let other = json!({ "once": "b", "marks": ["n"] });
    let expected = [
        r#"{"op":"add","path":"once","value":"a"}"#,
        r#"{"op":"add","path":"marks","value":["m"]}"#,
    ];
    assert_eq!(written(&leads_there(&none, &one, &model)), expected);
    let diff = patch::diff(&one, &other, &model);
    assert_eq!(written(&diff), [""; 0]);
    assert_eq!(left_out(&diff), [("once", &Reason::Immutable), ("marks", &Reason::Immutable)]);
}

#[test]
fn an_immutable_part_of_an_element_is_set_where_there_is_none() {
    let group = |members: Value| json!({ "displayName": "g", "members": members });
    let before = group(json!([{ "value": "1" }, { "value": "2" }]));
    let after = group(json!([{ "value": "1", "type": "User" }, { "value": "2" }]));
    let diff = leads_there(&before, &after, group_model());
    let expected = r#"{"op":"add","path":"members[value eq \"1\"].type","value":"User"}"#;
    assert_eq!(written(&diff), [expected]);
}

#[test]
fn a_required_part_is_not_removed_alone() {
    let model = user_with(|path, sub| sub.required |= path == "emails.value");
    let before = emails(json!([{ "value": "a@x", "type": "work" }, { "value": "b@x" }]));
    let after = emails(json!([{ "type": "work" }, { "value": "b@x" }]));
    let diff = leads_there(&before, &after, &model);
    let expected = r#"{"op":"replace","path":"emails[value eq \"a@x\"]","value":{"type":"work"}}"#;
    assert_eq!(written(&diff), [expected]);
}

#[test]
fn an_element_is_written_anew_where_the_name_of_a_part_is_longer() {
    for (name, expected) in [
        // As long as the other way: the part alone is touched.
        (
            "twentyThreeLettersOfOne",
            r#"{"op":"remove","path":"emails[value eq \"aa\"].twentyThreeLettersOfOne"}"#,
        ),
        (
            "moreThanTwentyTwoLettersOfAName",
            r#"{"op":"replace","path":"emails[value eq \"aa\"]","value":{"value":"aa"}}"#,
        ),
    ] {
        let model = user_with(|path, sub| {
            if path == "emails.display" {
                sub.name = name.to_owned();
            }
        });
        let before = emails(json!([{ "value": "aa", name: "A" }, { "value": "b" }]));
        let after = emails(json!([{ "value": "aa" }, { "value": "b" }]));
        assert_eq!(written(&leads_there(&before, &after, &model)), [expected]);
    }
}

#[test]
fn primary_that_is_false_is_no_part_that_differs() {
    let before = json!([{ "value": "a@x", "primary": false }, { "value": "b@x" }]);
    let after = json!([{ "value": "a@x", "type": "work" }, { "value": "b@x" }]);
    let expected = r#"{"op":"add","path":"emails[value eq \"a@x\"].type","value":"work"}"#;
    assert_eq!(written(&between(before, after)), [expected]);
}

#[test]
fn parts_that_cannot_be_sent_are_named_only_where_they_differ() {
    let server_set = |path: &str, sub: &mut Attribute| {
        if matches!(path, "emails.display" | "emails.type") {
            sub.mutability = Mutability::ReadOnly;
        }
    };
    let before = emails(json!([{ "value": "a@x", "display": "A", "type": "work" }]));
    let after = emails(json!([{ "value": "a@x", "display": "B", "type": "work" }]));
    let diff = patch::diff(&before, &after, &user_with(server_set));
    assert_eq!(left_out(&diff), [("emails.display", &Reason::ReadOnly)]);
    let write_only = |path: &str, sub: &mut Attribute| {
        if path == "emails.display" {
            sub.mutability = Mutability::WriteOnly;
        }
    };
    let diff = patch::diff(&before, &after, &user_with(write_only));
    assert_eq!(left_out(&diff), [("emails.display", &Reason::WriteOnly)]);
    assert_eq!(written(&diff), [""; 0]);
}

#[test]
fn every_list_has_the_default_parts() {
    // The schema of `addresses` prints no `display` (RFC 7643 §2.4, §8.7.1).
    let user_at = |addresses: Value| json!({ "userName": "b", "addresses": addresses });
    let before = user_at(json!([{ "type": "work" }, { "type": "home" }]));
    let after = user_at(json!([{ "type": "work", "display": "Office" }, { "type": "home" }]));
    let expected = r#"{"op":"add","path":"addresses[type eq \"work\"].display","value":"Office"}"#;
    assert_eq!(written(&leads_there(&before, &after, user_model())), [expected]);
}

#[test]
fn a_complex_value_that_holds_what_no_schema_knows_is_not_taken_away() {
    let mut name =
        json!({ "givenName": "A", "familyName": "B", "middleName": "M", "colour": "red" });
    let before = json!({ "userName": "b", "name": name });
    let expected = [
        r#"{"op":"replace","path":"name.givenName","value":"C"}"#,
        r#"{"op":"remove","path":"name.familyName"}"#,
        r#"{"op":"remove","path":"name.middleName"}"#,
    ];
    name = json!({ "givenName": "C", "colour": "red" });
    let kept = user(&before, &json!({ "userName": "b", "name": name }));
    assert_eq!((written(&kept), left_out(&kept)), (expected.map(str::to_owned).to_vec(), vec![]));
    name = json!({ "givenName": "C" });
    let lost = user(&before, &json!({ "userName": "b", "name": name }));
    assert_eq!(written(&lost), expected);
    assert_eq!(left_out(&lost), [("name.colour", &Reason::Unknown)]);
}

#[test]
fn of_a_complex_value_that_is_taken_away_one_part_is_set_by_its_own_path() {
    let name =
        json!({ "givenName": "A", "familyName": "B", "middleName": "M", "honorificPrefix": "P" });
    let before = json!({ "userName": "b", "name": name });
    for given in ["A", "C"] {
        let after = json!({ "userName": "b", "name": { "givenName": given } });
        let expected = [
            r#"{"op":"remove","path":"name"}"#.to_owned(),
            format!(r#"{{"op":"add","path":"name.givenName","value":"{given}"}}"#),
        ];
        assert_eq!(written(&leads_there(&before, &after, user_model())), expected);
    }
}

#[test]
fn a_complex_value_of_which_only_nulls_are_left_is_removed() {
    let before = json!({ "userName": "b", "name": { "givenName": "A", "familyName": "B" } });
    let after = json!({ "userName": "b", "name": { "givenName": null, "familyName": null } });
    let expected = r#"{"op":"remove","path":"name"}"#;
    assert_eq!(written(&leads_there(&before, &after, user_model())), [expected]);
}

#[test]
fn what_should_have_been_an_object_is_replaced() {
    let before = json!({ "userName": "b", "name": "odd" });
    let after = json!({ "userName": "b", "name": { "givenName": "A" } });
    let expected = r#"{"op":"replace","path":"name","value":{"givenName":"A"}}"#;
    assert_eq!(written(&leads_there(&before, &after, user_model())), [expected]);
}

#[test]
fn a_filter_asks_only_for_what_is_spelled_in_one_way() {
    let typed_display = |attribute_type: AttributeType| {
        user_with(move |path, sub| {
            if path == "emails.display" {
                sub.attribute_type = attribute_type;
            }
        })
    };
    let text = AttributeType::String;
    for (attribute_type, display) in [
        // An instant has many spellings, bytes have two, and servers read what looks like a date as one.
        (AttributeType::DateTime, ["2011-05-13T04:42:34Z", "2012-05-13T04:42:34Z"]),
        (AttributeType::Binary, ["MII=", "MIJ="]),
        (text, ["2011-05-13T04:42:34Z", "2012-05-13T04:42:34Z"]),
    ] {
        let [one, other] = display.map(|it| json!({ "display": it }));
        let before = emails(json!([one, other]));
        let diff = patch::diff(&before, &emails(json!([other])), &typed_display(attribute_type));
        let reasons: Vec<&Reason> = diff.left_out.iter().map(|it| &it.reason).collect();
        assert_eq!(reasons, [&Reason::Indistinguishable], "{attribute_type:?}");
    }
    // `primary eq false` and `value eq ""` would be shorter; servers differ on whether they hold of what is not there.
    for (gone, filter) in [
        (json!({ "value": "a@example.com", "primary": false }), r#"value eq \"a@example.com\""#),
        (json!({ "value": "", "type": "work" }), r#"type eq \"work\""#),
    ] {
        let diff = between(json!([gone, { "value": "b@x" }]), json!([{ "value": "b@x" }]));
        let expected = format!(r#"{{"op":"remove","path":"emails[{filter}]"}}"#);
        assert_eq!(written(&diff), [expected]);
    }
}

/// A part may be spelled in two ways beside each other; a filter finds the one of the schema.
#[test]
fn of_a_part_that_is_there_twice_the_spelling_of_the_schema_tells() {
    let stays = json!({ "value": "b@x", "type": "other" });
    let goes = json!({ "value": LONG, "TYPE": "home", "type": "work" });
    let diff = leads_there(&emails(json!([goes, stays])), &emails(json!([stays])), user_model());
    assert_eq!(written(&diff), [r#"{"op":"remove","path":"emails[type eq \"work\"]"}"#]);
}

#[test]
fn two_short_conditions_are_written_where_one_is_longer() {
    let email = |value: &str, kind: &str, display: &str| json!({ "value": value, "type": kind, "display": display });
    let all = [
        email("twenty-three@letters.ab", "w", "d"),
        email("other", "w", "e"),
        email("another", "h", "d"),
    ];
    let diff = between(json!(all), json!(all[1..]));
    let expected = r#"{"op":"remove","path":"emails[type eq \"w\" and display eq \"d\"]"}"#;
    assert_eq!(written(&diff), [expected]);
}

#[test]
fn letter_case_tells_references_apart() {
    let photos = |values: &[&str]| {
        let photos: Vec<Value> = values.iter().map(|it| json!({ "value": it })).collect();
        json!({ "userName": "b", "photos": photos })
    };
    let before = photos(&["https://x/A", "https://x/a"]);
    let diff = leads_there(&before, &photos(&["https://x/a"]), user_model());
    let expected = r#"{"op":"remove","path":"photos[value eq \"https://x/A\"]"}"#;
    assert_eq!(written(&diff), [expected]);
}

#[test]
fn an_element_turns_into_any_other_only_where_a_handful_changes() {
    let email = |name: &str, at: usize| json!({ "value": format!("{name}{at}@x") });
    let stays = [email("stays", 0), email("stays", 1)];
    let with = |name: &str, count: usize| {
        let others = (0..count).map(|at| email(name, at));
        Value::Array(stays.iter().cloned().chain(others).collect())
    };
    // One of six becomes the new one; of seven each goes, and the new one comes.
    for (gone, operations) in [(6, 6), (7, 8)] {
        let diff = between(with("gone", gone), with("new", 1));
        assert_eq!(diff.request.operations.len(), operations);
    }
    for (come, op) in [(6, "replace"), (7, "remove")] {
        let mut before = with("old", 1);
        let mut after = with("new", come);
        before[2]["display"] = json!(LONG);
        after[2]["display"] = json!(LONG);
        let diff = between(before, after);
        assert_eq!(diff.request.operations[0].op.name(), op, "{come}");
    }
}

#[test]
fn what_no_filter_selects_goes_where_nothing_stays() {
    let diff =
        between(json!([{ "value": "a@x" }, { "value": "A@x" }]), json!([{ "value": "c@x" }]));
    assert_eq!(written(&diff), [r#"{"op":"replace","path":"emails","value":[{"value":"c@x"}]}"#]);
    assert_eq!(left_out(&diff), []);
}

#[test]
fn the_only_element_is_changed_and_not_sent_again() {
    let before = json!([{ "value": "a@x", "display": LONG }]);
    let after = json!([{ "value": "a@x", "display": LONG, "type": "work" }]);
    let expected = r#"{"op":"add","path":"emails[value eq \"a@x\"].type","value":"work"}"#;
    assert_eq!(written(&between(before, after)), [expected]);
}

#[test]
fn who_stops_being_primary_is_told_so_unless_another_becomes_it() {
    let primary = |value: &str| json!({ "value": value, "primary": true });
    let plain = |value: &str| json!({ "value": value });
    let diff = leads_there(
        &emails(json!([primary("a@x"), plain("b@x")])),
        &emails(json!([plain("a@x"), plain("b@x")])),
        user_model(),
    );
    assert_eq!(written(&diff), [r#"{"op":"remove","path":"emails[primary eq true].primary"}"#]);
    // Of two that were primary one stays so and takes it from nobody.
    let named = json!({ "value": "a@x", "primary": true, "display": "A" });
    let diff = leads_there(
        &emails(json!([primary("a@x"), primary("b@x"), plain("c@x")])),
        &emails(json!([named, plain("b@x"), plain("c@x")])),
        user_model(),
    );
    let expected = [
        r#"{"op":"remove","path":"emails[value eq \"b@x\"].primary"}"#,
        r#"{"op":"add","path":"emails[value eq \"a@x\"].display","value":"A"}"#,
    ];
    assert_eq!(written(&diff), expected);
}

#[test]
fn of_two_requests_that_are_equally_small_the_one_that_touches_less_is_written() {
    // A quote takes more bytes in a filter than in a value: here as many as are won elsewhere.
    let before = json!([{ "value": "\"\"\"" }]);
    let after = json!([{ "value": "\"\"\"", "type": "w" }]);
    let diff = between(before, after);
    let anew = r#"{"op":"replace","path":"emails","value":[{"value":"\"\"\"","type":"w"}]}"#;
    let operation = &written(&diff)[0];
    assert!(operation.starts_with(r#"{"op":"add","path":"emails[value eq"#), "{operation}");
    assert_eq!(operation.len(), anew.len());
    let name = json!({ "givenName": "Anna", "familyName": "B", "middleName": "M" });
    let before = json!({ "userName": "b", "name": name });
    let after = json!({ "userName": "b", "name": { "givenName": "Anna" } });
    let expected = [
        r#"{"op":"remove","path":"name.familyName"}"#,
        r#"{"op":"remove","path":"name.middleName"}"#,
    ];
    assert_eq!(written(&user(&before, &after)), expected);
}

#[test]
fn what_the_server_sets_inside_of_a_value_goes_with_it() {
    let uri = scim::urn::ENTERPRISE_USER;
    let manager = json!({ "value": "7", "displayName": "Boss" });
    let before = json!({ "userName": "b", uri: { "division": "D", "manager": manager } });
    let after = json!({ "userName": "b", uri: { "division": "D" } });
    let diff = leads_there(&before, &after, user_model());
    assert_eq!(written(&diff), [format!(r#"{{"op":"remove","path":"{uri}:manager"}}"#)]);
    assert_eq!(left_out(&diff), []);
}

#[test]
fn letter_case_that_does_not_count_in_filters_is_a_difference_all_the_same() {
    let user_of = |given: &str, kind: &str| {
        let emails = json!([{ "value": "a@x", "type": kind }, { "value": "b@x" }]);
        json!({ "userName": "b", "name": { "givenName": given }, "emails": emails })
    };
    let expected = [
        r#"{"op":"replace","path":"name.givenName","value":"Anna"}"#,
        r#"{"op":"replace","path":"emails[value eq \"a@x\"].type","value":"Work"}"#,
    ];
    let diff = user(&user_of("anna", "work"), &user_of("Anna", "Work"));
    assert_eq!(written(&diff), expected);
}
