//! A cell is right when it shows what the resource holds, and every way to show something else is found.

use serde_json::json;

use super::*;

fn served(text: &str) -> Drawn {
    Drawn { text: text.to_owned(), served: true, hint: Some(text.to_owned()), ..Drawn::default() }
}

fn own(text: &str) -> Drawn {
    Drawn { served: false, ..served(text) }
}

fn is_right(cell: &Drawn, path: &str, value: Value) -> bool {
    judge(cell, path, &json!({ path: value })) == Shown::Right
}

#[test]
fn null_empty_and_absent_are_kept_apart() {
    assert!(is_right(&own("null"), "title", Value::Null));
    assert!(!is_right(&served("null"), "title", Value::Null));
    assert!(is_right(&served("null"), "title", json!("null")));
    assert!(is_right(&own("\"\""), "title", json!("")));
    assert!(!is_right(&own(""), "title", json!("")));
    assert_eq!(judge(&own(""), "title", &json!({})), Shown::Right);
    assert_eq!(judge(&own("null"), "title", &json!({})), Shown::Wrong);
    assert_eq!(judge(&served("x"), "title", &json!({})), Shown::Wrong);
}

#[test]
fn a_cell_that_waits_for_its_value_shows_none() {
    assert_eq!(judge(&Drawn::default(), "title", &json!({})), Shown::Wrong);
    assert!(!is_right(&Drawn { hint: None, ..served("Ada") }, "title", json!("Ada")));
}

#[test]
fn simple_values_are_compared_letter_by_letter() {
    assert!(is_right(&own("Active"), "active", json!(true)));
    assert!(!is_right(&own("Active"), "active", json!(false)));
    assert!(is_right(&own("true"), "vip", json!(true)));
    assert!(!is_right(&own("Active"), "vip", json!(true)));
    let number = compare::read("1.50").unwrap();
    assert!(is_right(&served("1.50"), "level", number.clone()));
    assert!(!is_right(&served("1.5"), "level", number));
    assert!(is_right(&served("Ada"), "title", json!("Ada")));
    assert!(!is_right(&served("ada"), "title", json!("Ada")));
    let long = "x".repeat(LONGEST + 1);
    assert!(is_right(&served(&format!("{}…", "x".repeat(LONGEST))), "title", json!(long)));
    assert!(!is_right(&served(&"x".repeat(LONGEST)), "title", json!(long)));
}

#[test]
fn a_time_shows_its_age_and_tells_its_instant() {
    let received = "2020-02-03T10:00:00+02:00";
    let cell = Drawn {
        text: "3 Feb 2020".to_owned(),
        hint: Some("2020-02-03 08:00:00 UTC".to_owned()),
        time: Some(received.to_owned()),
        ..served("")
    };
    assert!(is_right(&cell, "meta", json!(received)));
    assert!(!is_right(&cell, "meta", json!("2020-02-03T10:00:00Z")));
    assert!(!is_right(
        &Drawn { text: "3 h ago".to_owned(), ..cell.clone() },
        "meta",
        json!(received)
    ));
    assert!(!is_right(
        &Drawn { hint: Some("2020-02-03 10:00:00 UTC".to_owned()), ..cell },
        "meta",
        json!(received)
    ));
}

#[test]
fn of_several_values_the_first_are_named_and_the_others_counted() {
    let emails = json!([{ "value": "a" }, { "value": "b", "display": "B" }, { "value": "c" }, { "value": "d" }]);
    let cell = |text: &str, rest: &str| Drawn { rest: rest.to_owned(), ..served(text) };
    assert!(is_right(&cell("a, b, c", "+1"), "emails", emails.clone()));
    assert!(is_right(&cell("a, B, c", "+1"), "emails", emails.clone()));
    for wrong in
        [cell("a, b, c", ""), cell("a, b", "+1"), cell("a, c, b", "+1"), cell("a, b, c", "+2")]
    {
        assert!(!is_right(&wrong, "emails", emails.clone()), "{wrong:?}");
    }
    assert!(is_right(&own("none"), "emails", json!([])));
    assert!(!is_right(&own("none"), "emails", emails));
    assert!(is_right(&served("x, y, z"), "tags", json!(["x, y", "z"])));
}

#[test]
fn a_link_shows_its_own_name_or_that_of_its_target() {
    let manager = json!({ "value": "7", "$ref": "/Users/7", "displayName": "Ada" });
    assert!(is_right(&served("Ada"), "manager", manager.clone()));
    assert!(!is_right(&served("Bob"), "manager", manager.clone()));
    let named = Drawn { hint: Some("Bob (7)".to_owned()), ..served("Bob") };
    assert!(!is_right(&named, "manager", manager.clone()));
    let nameless = json!({ "manager": { "value": "7", "display": "7" } });
    assert_eq!(judge(&named, "manager", &nameless), Shown::NameOf("7".to_owned()));
    let other = Drawn { hint: Some("Bob (8)".to_owned()), ..served("Bob") };
    assert_eq!(judge(&other, "manager", &nameless), Shown::Wrong);
}

#[test]
fn a_value_without_a_name_is_shown_whole() {
    let one = compare::read(r#"{"a":{},"b":1.0}"#).unwrap();
    assert!(is_right(&served(r#"{"b":1.0,"a":{}}"#), "odd", one.clone()));
    assert!(!is_right(&served(r#"{"b":1,"a":{}}"#), "odd", one.clone()));
    let several = json!([one, { "value": "x" }]);
    assert!(is_right(&served(r#"{"b":1.0,"a":{}}, x"#), "odd", several.clone()));
    assert!(!is_right(&served("{}, x"), "odd", several));
}
