//! What the schemas say about filters, and what they offer while one is written. Each file below `tests/cases` holds one
//! text a line, for completions with a bar where the cursor is; `.expected` beside it says what comes of each.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use proptest::prelude::*;
use scim::builtin;
use scim::filter::{Filter, Matcher, Settings, Spanned, TokenKind, check, complete, tokens};
use scim::resource_type::ResourceType;
use scim::schema;
use scim::view::TypeModel;
use serde_json::{Value, json};

fn user() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

fn compare(folder: &str, of: impl Fn(&str) -> String) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(folder);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "txt"));
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let mut report = String::new();
        for text in fs::read_to_string(&file).unwrap().lines() {
            report.extend([text, "\n", &of(text), "\n"]);
        }
        expect_file![file.with_extension("expected")].assert_eq(&report);
    }
}

#[test]
fn schemas_say_what_does_not_fit() {
    let user = user();
    let uris: Vec<&str> = user.uris().collect();
    compare("check", |text| {
        let mut said = String::new();
        for it in check(&Spanned::parse(text, &uris).unwrap(), &user) {
            let marks =
                format!("{}{}", " ".repeat(it.span.start), "^".repeat(it.span.of(text).len()));
            writeln!(
                said,
                "{marks}\n  {:?} {} ({}): {}",
                it.severity, it.rule, it.section, it.message
            )
            .unwrap();
            writeln!(said, "  instead: {}", it.instead.join(" | ")).unwrap();
        }
        said
    });
}

#[test]
fn completions_fit_where_the_cursor_is() {
    let user = user();
    compare("complete", |text| {
        let cursor = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        let mut said = String::new();
        for it in complete(&text, cursor, &user) {
            let written =
                format!("{}{}{}", &text[..it.span.start], it.insert, &text[it.span.end..]);
            let detail = it.detail.unwrap_or_default();
            writeln!(said, "  {:?} {}  ({detail})  -> {written}", it.kind, it.label).unwrap();
        }
        said
    });
}

/// A type of our own, whose attributes are of every kind.
fn badge() -> TypeModel {
    let text = include_str!("cases/validate/badge-schemas.json");
    let resource_type = ResourceType {
        name: "Badge".to_owned(),
        endpoint: "/Badges".to_owned(),
        schema: BADGE.to_owned(),
        ..ResourceType::default()
    };
    TypeModel::resolve(&resource_type, &schema::parse_all(text).unwrap().value).value
}

const BADGE: &str = "urn:example:params:scim:schemas:Badge";

#[test]
fn a_whole_number_is_compared_with_whole_numbers() {
    let badge = badge();
    let said = |text: &str| {
        let problems = check(&Spanned::parse(text, &[BADGE]).unwrap(), &badge);
        problems.into_iter().map(|it| it.instead).collect::<Vec<_>>()
    };
    let none: Vec<Vec<String>> = Vec::new();
    for fine in ["count eq 5", "count gt -12", "weight eq 1.5", "weight lt 2e3"] {
        assert_eq!(said(fine), none, "{fine}");
    }
    for odd in ["count eq 1.5", "count eq 1e3", "count eq 2E1"] {
        assert_eq!(said(odd), [Vec::<String>::new()], "{odd}");
    }
    assert_eq!(said("count eq \"5\""), [["5"]]);
    assert_eq!(said("weight eq \"1.50\""), [["1.50"]]);
    assert_eq!(said("count eq \"five\""), [Vec::<String>::new()]);
}

/// Schemas may suggest as many values as they like: past a bound nobody compares with them.
#[test]
fn only_so_many_suggested_values_are_compared() {
    let mut schemas = builtin::schemas().to_vec();
    let title = schemas.iter_mut().flat_map(|it| &mut it.attributes).find(|it| it.name == "title");
    title.unwrap().canonical_values = (0..1 << 12).map(|it| json!(format!("v{it}"))).collect();
    let user = TypeModel::resolve(&builtin::resource_types()[0], &schemas).value;
    let found = |known: usize| {
        let text = "title eq \"v0\" or ".repeat(known) + "title eq \"w\"";
        check(&Spanned::parse(&text, &[]).unwrap(), &user).len()
    };
    assert_eq!((found(63), found(64)), (1, 0));
}

#[test]
fn the_uri_of_the_base_schema_leads_to_the_top_also_for_what_it_does_not_define() {
    let badge = badge();
    let text = format!("{BADGE}:colour eq \"red\"");
    let filter = Filter::parse(&text, &[BADGE]).unwrap();
    let matcher = Matcher::new(&filter, Some(&badge), Settings::default());
    assert!(matcher.matches(&json!({ "colour": "Red" })));
    assert!(!matcher.matches(&json!({ BADGE: { "colour": "red" } })));
}

#[test]
fn what_is_no_number_differs_from_every_number() {
    let badge = badge();
    let holds = |text: &str, count: &Value| {
        let filter = Filter::parse(text, &[]).unwrap();
        let matcher = Matcher::new(&filter, Some(&badge), Settings::default());
        matcher.matches(&json!({ "count": count }))
    };
    assert!(holds("count eq 5", &json!("5.0")));
    for odd in [json!("five"), json!(true), json!("")] {
        assert!(!holds("count eq 5", &odd), "{odd}");
        assert!(!holds("count lt 5", &odd), "{odd}");
        assert!(holds("count ne 5", &odd), "{odd}");
    }
}

#[test]
fn an_attribute_is_offered_with_what_the_schema_says_about_it() {
    let user = user();
    let (_, attribute) = user.attributes().find(|(_, it)| it.name == "userName").unwrap();
    assert!(attribute.description.is_some());
    assert_eq!(complete("userN", 5, &user)[0].description, attribute.description);
}

#[test]
fn texts_end_at_the_first_quote_that_is_not_escaped() {
    let texts = |text: &str| -> Vec<String> {
        let found = tokens(text).into_iter().filter(|it| it.kind == TokenKind::Text);
        found.map(|it| it.span.of(text).to_owned()).collect()
    };
    assert_eq!(texts(r#"a eq "x\"y\\" and b eq "z""#), [r#""x\"y\\""#, r#""z""#]);
    assert_eq!(texts(r#"a eq "x\\\"y" and b eq "z"#), [r#""x\\\"y""#, r#""z"#]);
}

#[test]
fn brackets_are_marked_where_they_cannot_stand() {
    let marked = |text: &str| -> String {
        let of = |kind| if kind == TokenKind::Invalid { '!' } else { '.' };
        let is_bracket = |it: &str| matches!(it, "(" | ")" | "[" | "]");
        let found = tokens(text).into_iter().filter(|it| is_bracket(it.span.of(text)));
        found.map(|it| of(it.kind)).collect()
    };
    assert_eq!(marked("(a pr or not (b[c pr]))"), "......");
    assert_eq!(marked("(a pr)) and b[c pr]]"), "..!..!");
    assert_eq!(marked("a[b[c pr]"), ".!.");
    assert_eq!(marked("a[(b pr] )"), "..!.");
}

#[test]
fn words_that_fit_nowhere_are_marked() {
    let kinds = |text: &str| tokens(text).iter().map(|it| it.kind).collect::<Vec<_>>();
    use TokenKind::{Attribute, Invalid, Literal, Logical, Number, Operator};
    assert_eq!(kinds("a eq yes"), [Attribute, Operator, Invalid]);
    assert_eq!(kinds("a eq 5e1"), [Attribute, Operator, Number]);
    assert_eq!(kinds("a eq null"), [Attribute, Operator, Literal]);
    assert_eq!(kinds("a is 5"), [Attribute, Invalid, Number]);
    assert_eq!(kinds("a pr xor b pr"), [Attribute, Operator, Invalid, Attribute, Operator]);
    assert_eq!(kinds("a pr OR b pr"), [Attribute, Operator, Logical, Attribute, Operator]);
}

proptest! {
    #[test]
    fn any_text_is_outlined_and_completed(text: String, at: prop::sample::Index) {
        let user = user();
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(token.span.start >= end && token.span.end > token.span.start);
            end = token.span.end;
            prop_assert!(!token.span.of(&text).is_empty());
        }
        for it in complete(&text, at.index(text.len() + 1), &user) {
            prop_assert!(it.span.start == it.span.end || !it.span.of(&text).is_empty());
        }
    }

    #[test]
    fn what_is_written_so_far_is_outlined_and_completed(at: prop::sample::Index) {
        let user = user();
        let text = r#"not (userName eq "é\"x") and emails[type eq "work" and value pr] or name.familyName gt 5"#;
        let at = at.index(text.len() + 1);
        for it in complete(text, at, &user) {
            prop_assert!(text.is_char_boundary(it.span.start) && text.is_char_boundary(it.span.end));
            prop_assert!(it.span.start <= at && at <= it.span.end);
        }
    }
}
