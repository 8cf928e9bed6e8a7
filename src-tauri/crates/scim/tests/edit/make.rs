//! What each edit does to a draft.

use scim::edit::{DraftEdit, EditError, make, to_send};
use scim::urn;
use serde_json::{Value, json};

use crate::models::{LAB, babs, group_model, guides, lab_model, user_model};

fn set(pointer: &str, value: &Value) -> DraftEdit {
    DraftEdit::Set { pointer: pointer.to_owned(), json: value.to_string() }
}

fn remove(pointer: &str) -> DraftEdit {
    DraftEdit::Remove { pointer: pointer.to_owned() }
}

fn restore(pointer: &str) -> DraftEdit {
    DraftEdit::Restore { pointer: pointer.to_owned() }
}

fn primary(pointer: &str, primary: bool) -> DraftEdit {
    DraftEdit::Primary { pointer: pointer.to_owned(), primary }
}

fn made(base: &Value, draft: &Value, edits: &[DraftEdit]) -> Value {
    make(Some(base), draft, lab_model(), edits).unwrap()
}

#[test]
fn set_makes_what_is_missing_on_the_way() {
    let draft = json!({ "Title": "a", "name": null });
    let edits = [
        set("/title", &json!("b")),
        set("/name/givenName", &json!("Ada")),
        set("/emails/-", &json!({ "value": "x" })),
        set("/emails/-/value", &json!("y")),
        set("/emails/0/type", &json!("work")),
    ];
    assert_eq!(
        made(&json!({}), &draft, &edits),
        json!({
            "Title": "b", "name": { "givenName": "Ada" },
            "emails": [{ "value": "x", "type": "work" }, { "value": "y" }],
        })
    );
}

#[test]
fn a_reference_is_a_uri_and_the_value_of_a_link_is_an_id() {
    let manager = |part: &str| DraftEdit::Refer {
        pointer: format!("/{}/manager/{part}", urn::ENTERPRISE_USER),
        endpoint: "/Users".to_owned(),
        id: "a b".to_owned(),
    };
    let edits = [manager("value"), manager("$ref")];
    let made = make(None, &json!({}), user_model(), &edits).unwrap();
    let link = json!({ "value": "a b", "$ref": "Users/a%20b" });
    assert_eq!(made[urn::ENTERPRISE_USER]["manager"], link);
    let nowhere = DraftEdit::Refer {
        pointer: "/emails/x/value".to_owned(),
        endpoint: "/Users".to_owned(),
        id: "7".to_owned(),
    };
    let none = EditError::NoSuchPlace("/emails/x/value".to_owned());
    let draft = json!({ "emails": [] });
    assert_eq!(make(None, &draft, user_model(), &[nowhere]), Err(none));
}

#[test]
fn an_append_makes_a_list_of_what_stood_alone() {
    let draft = json!({ "emails": { "value": "a" }, LAB: { "costObjects": "x" }, "roles": null });
    let edits = [
        set("/emails/-", &json!({})),
        set(&format!("/{LAB}/costObjects/-"), &json!("y")),
        set("/roles/-", &json!({})),
        set("/name/-", &json!(1)),
    ];
    let made = made(&json!({}), &draft, &edits);
    assert_eq!(made["emails"], json!([{ "value": "a" }, {}]));
    assert_eq!(made[LAB]["costObjects"], json!(["x", "y"]));
    assert_eq!(made["roles"], json!([{}]));
}

#[test]
fn all_edits_are_made_or_none() {
    let draft = json!({ "emails": [{ "value": "a" }], "title": "a" });
    for (edit, error) in [
        (remove("/nothing"), EditError::NoSuchPlace("/nothing".to_owned())),
        (remove("/emails/1"), EditError::NoSuchPlace("/emails/1".to_owned())),
        (set("/emails/7", &json!(1)), EditError::NoSuchPlace("/emails/7".to_owned())),
        (set("/title/x", &json!(1)), EditError::NoSuchPlace("/title/x".to_owned())),
        (set("title", &json!(1)), EditError::NoSuchPlace("title".to_owned())),
        (primary("/emails/3", true), EditError::NoSuchPlace("/emails/3".to_owned())),
        (primary("/title", true), EditError::NoSuchPlace("/title".to_owned())),
        (DraftEdit::Revert { path: "x".to_owned() }, EditError::NoSuchChange("x".to_owned())),
    ] {
        let edits = [set("/title", &json!("b")), edit];
        assert_eq!(make(None, &draft, user_model(), &edits).unwrap_err(), error);
    }
    let broken = DraftEdit::Set { pointer: "/title".to_owned(), json: "{".to_owned() };
    let error = make(None, &draft, user_model(), &[broken]).unwrap_err();
    assert!(error.to_string().contains("line 1 column 1"), "{error}");
}

#[test]
fn numbers_keep_their_spelling() {
    let edit = DraftEdit::Set { pointer: "/x".to_owned(), json: "[1.50, 1E2, 1e400]".to_owned() };
    let made = make(None, &json!({}), user_model(), &[edit]).unwrap();
    assert_eq!(made.to_string(), r#"{"x":[1.50,1E2,1e400]}"#);
}

#[test]
fn one_value_is_primary() {
    let base = json!({ "emails": [
        { "value": "a", "primary": true }, { "value": "b", "primary": false }, { "value": "c" },
    ]});
    let to_c = made(&base, &base, &[primary("/emails/2", true)]);
    assert_eq!(
        to_c["emails"],
        json!([
            { "value": "a", "primary": false },
            { "value": "b", "primary": false },
            { "value": "c", "primary": true },
        ])
    );
    assert_eq!(
        made(&base, &to_c, &[primary("/emails/0", true)])["emails"][2],
        json!({ "value": "c" })
    );
    let none = made(&base, &base, &[primary("/emails/0", false)]);
    assert_eq!(none["emails"][0]["primary"], false);
    let added = made(
        &base,
        &base,
        &[
            set("/emails/-", &json!({ "value": "d" })),
            primary("/emails/3", true),
            primary("/emails/3", false),
        ],
    );
    assert_eq!(added["emails"][3], json!({ "value": "d" }));
    let single = json!({ "emails": { "value": "a" } });
    assert_eq!(made(&base, &single, &[primary("/emails", true)])["emails"]["primary"], true);
}

#[test]
fn a_place_becomes_what_it_was() {
    let base = babs();
    let edits = [
        remove("/userName"),
        set("/title", &json!("b")),
        set("/name/givenName", &json!("B")),
        set("/locale", &json!("de")),
        remove(&format!("/{}", urn::ENTERPRISE_USER)),
        remove("/emails/0"),
        set("/emails/0/value", &json!("other@jensen.org")),
        set("/emails/-", &json!({ "value": "new" })),
    ];
    let draft = made(&base, &base, &edits);
    let back = [
        restore("/userName"),
        restore("/title"),
        restore("/name"),
        restore("/locale"),
        restore(&format!("/{}/manager/value", urn::ENTERPRISE_USER)),
        restore(&format!("/{}", urn::ENTERPRISE_USER)),
        // It was the second one.
        restore("/emails/0/value"),
        restore("/emails/1"),
    ];
    let restored = made(&base, &draft, &back);
    assert_eq!(restored["emails"], json!([base["emails"][1]]));
    assert_eq!(made(&base, &restored, &[restore("/emails")]), base);
    // Members come back to their places.
    let without = made(&base, &base, &[remove("/userName"), remove("/name/familyName")]);
    let back = made(&base, &without, &[restore("/userName"), restore("/name/familyName")]);
    assert_eq!(back.to_string(), base.to_string());
    assert_eq!(made(&base, &base, &[restore("/nickName")]), base);
    let missing = make(Some(&base), &base, user_model(), &[restore("/emails/9")]);
    assert_eq!(missing.unwrap_err(), EditError::NoSuchPlace("/emails/9".to_owned()));
    assert_eq!(made(&base, &draft, &[restore("")]), base);
}

#[test]
fn schemas_follow_the_extensions_that_come_into_use() {
    let base = json!({ "schemas": [urn::USER], "userName": "a" });
    let opened = made(&base, &base, &[set(&format!("/{LAB}"), &json!({}))]);
    assert_eq!(opened["schemas"], json!([urn::USER]));
    let used = made(&base, &opened, &[set(&format!("/{LAB}/badge"), &json!("7"))]);
    assert_eq!(used["schemas"], json!([urn::USER, LAB]));
    let removed = made(&base, &used, &[remove(&format!("/{LAB}"))]);
    assert_eq!(removed, base);
    let restored = made(&base, &used, &[restore(&format!("/{LAB}"))]);
    assert_eq!(restored, base);
    let without = made(&json!({}), &json!({}), &[set(&format!("/{LAB}/badge"), &json!("7"))]);
    assert_eq!(without, json!({ LAB: { "badge": "7" } }));
    // A server that names what it does not use goes on doing so.
    let naming = json!({ "schemas": [urn::USER, LAB] });
    let used = made(&naming, &naming, &[set(&format!("/{LAB}/badge"), &json!("7"))]);
    assert_eq!(made(&naming, &used, &[remove(&format!("/{LAB}"))]), naming);
}

fn add(value: &str) -> DraftEdit {
    DraftEdit::AddMember {
        value: value.to_owned(),
        resource_type: Some("User".to_owned()),
        display: Some("Somebody".to_owned()),
    }
}

fn take(value: &str) -> DraftEdit {
    DraftEdit::RemoveMember { value: value.to_owned() }
}

fn keep(value: &str) -> DraftEdit {
    DraftEdit::KeepMember { value: value.to_owned() }
}

#[test]
fn members_come_and_go_by_their_ids() {
    let base = guides();
    let made = |draft: &Value, edits: &[DraftEdit]| {
        make(Some(&base), draft, group_model(), edits).unwrap()
    };
    let added = made(&base, &[add("new"), add("2819c223")]);
    assert_eq!(added["members"][2], json!({ "value": "new", "type": "User" }));
    assert_eq!(added["members"].as_array().unwrap().len(), 3);
    let removed = made(&base, &[take("2819c223"), take("unknown")]);
    assert_eq!(removed["members"], json!([base["members"][1]]));
    assert_eq!(made(&removed, &[add("2819c223")]), base);
    assert_eq!(made(&removed, &[keep("2819c223")]), base);
    assert_eq!(made(&added, &[keep("new"), keep("902c246b"), keep("unknown")]), base);
    let none = json!({ "displayName": "x" });
    let one = make(Some(&none), &none, group_model(), &[add("a")]).unwrap();
    assert_eq!(one["members"], json!([{ "value": "a", "type": "User" }]));
    assert_eq!(make(Some(&none), &one, group_model(), &[keep("a")]).unwrap(), none);
}

#[test]
fn what_was_opened_and_left_is_not_sent() {
    let base = json!({ "name": {}, "emails": [{ "value": "a" }, {}], "roles": [{ "value": "r" }], "ims": [] });
    let draft = json!({
        "name": {}, "emails": [{ "value": "a" }, {}, {}, { "value": "b", "display": {} }], "roles": [], "ims": [],
        "photos": [], "addresses": [{}], "x": { "y": { "z": [] } }, "title": "", "locale": null,
    });
    assert_eq!(
        to_send(Some(&base), &draft),
        json!({
            "name": {}, "emails": [{ "value": "a" }, {}, { "value": "b" }], "roles": [], "ims": [],
            "title": "", "locale": null,
        })
    );
    assert_eq!(to_send(None, &json!({ "a": {} })), json!({}));
}
