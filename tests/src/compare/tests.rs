//! The comparison finds what it is for: each kind of value shown rightly, and each way to show one wrongly.

use serde_json::json;

use super::*;
use crate::form::Shown;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

fn field(path: &str, name: &str, kind: &str, text: &str) -> Field {
    let shown = Shown { kind: kind.to_owned(), text: text.to_owned(), ..Shown::default() };
    Field {
        path: path.to_owned(),
        name: name.to_owned(),
        kind: kind.to_owned(),
        shown: vec![shown],
        ..Field::default()
    }
}

fn values(path: &str, texts: &[&str], left_out: bool) -> Field {
    let shown = texts.iter().flat_map(|it| field(path, "", "text", it).shown).collect();
    Field { shown, left_out, ..field(path, path, "values", "") }
}

fn reference(path: &str, text: &str, hint: &str) -> Field {
    let mut line = field(path, "manager", "reference", text);
    line.shown[0].hint = Some(hint.to_owned());
    line
}

fn resource() -> Value {
    read(&format!(
        r#"{{
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": "1", "active": true, "nickName": "", "title": null, "level": 1.50e2,
            "emails": [{{"value": "a@example.org", "display": "a@example.org", "type": "work", "primary": false}}],
            "roles": [], "odd": {{"a": [{{"b": "c"}}], "n": 0.10}},
            "{ENTERPRISE}": {{"department": "R&D", "manager": {{"value": "7", "$ref": "/Users/7", "displayName": "Ada"}}}},
            "meta": {{"created": "2026-10-15T09:41:09.120+02:00"}}
        }}"#
    ))
    .unwrap()
}

fn form() -> Vec<Field> {
    let mut created = field("meta.created", "created", "dateTime", "2026-10-15 07:41:09.12 UTC");
    created.shown[0].time = Some("2026-10-15T09:41:09.120+02:00".to_owned());
    vec![
        values("schemas", &["urn:ietf:params:scim:schemas:core:2.0:User"], false),
        field("id", "id", "text", "1"),
        field("active", "active", "boolean", "true"),
        field("nickName", "nickName", "empty", "\"\""),
        field("title", "title", "null", "null"),
        field("level", "level", "number", "1.50e2"),
        field("emails[0].value", "work, not primary", "text", "a@example.org"),
        values("roles", &[], false),
        field("odd", "odd", "json", r#"{"a": [{"b": "c"}], "n": 0.10}"#),
        field(&format!("{ENTERPRISE}:department"), "department", "text", "R&D"),
        reference(&format!("{ENTERPRISE}:manager"), "Ada", "Ada\n7\n/Users/7"),
        created,
        field("password", "password", "neverReturned", "never returned"),
    ]
}

/// The differences when the form has this line in place of the one with the same path.
fn with(line: Field) -> Vec<String> {
    let mut fields = form();
    let place = fields.iter().position(|it| it.path == line.path).unwrap();
    fields[place] = line;
    compare(&fields, &resource()).differences.iter().map(Difference::to_string).collect()
}

#[test]
fn a_form_that_shows_everything_is_right() {
    let outcome = compare(&form(), &resource());
    assert_eq!(outcome.differences, []);
    assert_eq!((outcome.leaves, outcome.in_part.len(), outcome.withheld.len()), (18, 0, 0));
    ensure_shown(&form(), &resource()).unwrap();
}

#[test]
fn every_line_that_is_left_out_is_missed() {
    for place in 0..form().len() - 1 {
        let mut fields = form();
        let line = fields.remove(place);
        let found = compare(&fields, &resource()).differences;
        assert!(
            found
                .iter()
                .any(|it| it.path.starts_with(&line.path) || line.path.starts_with("emails")),
            "{line:?}"
        );
        assert!(ensure_shown(&fields, &resource()).is_err());
    }
}

#[test]
fn a_value_that_is_made_up_is_found() {
    let mut fields = form();
    fields.push(field("nickname2", "nickname2", "text", "Chief of Nothing"));
    let found = compare(&fields, &resource()).differences;
    assert_eq!(found.len(), 1);
    assert!(found[0].to_string().contains("does not hold"), "{}", found[0]);
}

#[test]
fn another_kind_of_value_is_another_value() {
    assert_eq!(with(field("title", "title", "text", "null")).len(), 2);
    assert_eq!(with(field("nickName", "nickName", "null", "null")).len(), 2);
    assert_eq!(with(field("active", "active", "text", "true")).len(), 2);
    assert_eq!(with(field("level", "level", "number", "150")).len(), 2);
    assert_eq!(with(field("id", "id", "text", "01")).len(), 2);
    assert_eq!(with(field("id", "id", "number", "1")).len(), 2);
}

#[test]
fn what_tells_values_apart_is_compared() {
    let said = |name: &str| with(field("emails[0].value", name, "text", "a@example.org"));
    assert_eq!(said("work, primary"), ["emails[0].primary = false is not shown"]);
    assert_eq!(said("home, not primary"), ["emails[0].type = \"work\" is not shown"]);
    assert_eq!(said("emails").len(), 2);
}

#[test]
fn every_part_of_a_link_is_compared() {
    let path = format!("{ENTERPRISE}:manager");
    assert_eq!(with(reference(&path, "Ada", "Ada\n7")).len(), 1);
    assert_eq!(with(reference(&path, "Bob", "Bob\n7\n/Users/7")).len(), 1);
    assert_eq!(with(reference(&path, "Ada", "Ada\n/Users/7")).len(), 1);
}

#[test]
fn json_is_compared_by_what_is_in_it() {
    assert_eq!(with(field("odd", "odd", "json", r#"{"a": [{"b": "d"}], "n": 0.10}"#)).len(), 1);
    assert_eq!(with(field("odd", "odd", "json", r#"{"a": [{"b": "c"}], "n": 0.1}"#)).len(), 1);
}

#[test]
fn a_time_is_the_same_instant_and_the_same_text() {
    let mut line = form().swap_remove(11);
    line.shown[0].text = "2026-10-15 09:41:09.12 UTC".to_owned();
    assert_eq!(with(line.clone()).len(), 2);
    line.shown[0].text = "2026-10-15 07:41:09.12 UTC".to_owned();
    line.shown[0].time = Some("2026-10-15T07:41:09.12Z".to_owned());
    assert_eq!(with(line).len(), 2);
}

#[test]
fn long_arrays_are_compared_to_their_last_value() {
    let texts: Vec<String> = (0..250).map(|it| format!("t{it}")).collect();
    let all: Vec<&str> = texts.iter().map(String::as_str).collect();
    let held = json!({ "tags": texts });
    let shown = [values("tags", &all[..100], false), values("tags", &all[100..], false)];
    assert_eq!(compare(&shown, &held).differences, []);
    let short = [values("tags", &all[..249], false)];
    assert_eq!(compare(&short, &held).differences[0].path, "tags[249]");
    let cut = compare(&[values("tags", &all[..20], true)], &held);
    assert_eq!((cut.differences.len(), cut.in_part.len()), (0, 230));
}

#[test]
fn elements_are_told_apart_by_their_place() {
    let held = json!({ "members": [{ "value": "1" }, { "value": "2" }] });
    let right = [reference("members[0]", "1", "1"), reference("members[1]", "2", "2")];
    assert_eq!(compare(&right, &held).differences, []);
    let swapped = [reference("members[0]", "2", "2"), reference("members[1]", "1", "1")];
    assert_eq!(compare(&swapped, &held).differences.len(), 4);
}

#[test]
fn a_value_cut_short_says_so_or_is_a_difference() {
    let held = json!({ "note": "x".repeat(5000) });
    let mut line = field("note", "note", "text", &"x".repeat(4000));
    assert_eq!(compare(&[line.clone()], &held).differences.len(), 2);
    line.left_out = true;
    assert_eq!(compare(&[line], &held).in_part, ["note"]);
}

#[test]
fn what_must_not_be_returned_is_withheld() {
    let outcome =
        compare(&[field("password", "", "neverReturned", "")], &json!({ "password": "p" }));
    assert_eq!((outcome.differences.len(), outcome.withheld), (0, vec!["password".to_owned()]));
}
