//! What holds of every filter and every text: properties, and the steps that hostile texts take.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Number, Value, json};

use super::{CompareOp, Filter, MAX_DEPTH, MAX_LENGTH, Spanned, SyntaxError, complete, tokens};
use crate::attr::AttrPath;
use crate::patch_path::PatchPath;
use crate::view::TypeModel;
use crate::{builtin, steps, urn};

const URIS: &[&str] = &[urn::USER, urn::ENTERPRISE_USER];

pub(super) fn any_path() -> impl Strategy<Value = AttrPath> {
    let known = vec!["userName", "emails", "name", "active", "meta", "manager", "x509Certificates"];
    let name = prop_oneof![
        prop::sample::select(known).prop_map(str::to_owned),
        "\\$?[a-zA-Z][a-zA-Z0-9_-]{0,3}",
    ];
    let sub = prop::option::of(prop::sample::select(vec!["value", "type", "$ref", "givenName"]));
    let uri = prop::option::weighted(
        0.3,
        prop::sample::select(vec![urn::USER, urn::ENTERPRISE_USER, "urn:example:2.0:Badge"]),
    );
    (uri, name, sub).prop_map(|(uri, name, sub)| AttrPath {
        uri: uri.map(str::to_owned),
        name,
        sub: sub.map(str::to_owned),
    })
}

pub(super) fn any_scalar() -> impl Strategy<Value = Value> {
    let number = "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,3})?";
    prop_oneof![
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        any::<String>().prop_map(Value::from),
        "[a-z]{0,3}".prop_map(Value::from),
        Just(Value::from("2011-05-13T04:42:34Z")),
        number.prop_map(|it| Value::Number(Number::from_string_unchecked(it))),
    ]
}

/// Filters as the grammar has them: no value path within a value path, nothing nested in its own kind.
pub(super) fn any_filter() -> impl Strategy<Value = Filter> {
    let inner = any_condition().prop_recursive(4, 24, 4, |inner| joined(inner).boxed()).boxed();
    let value_path = (any_path(), inner)
        .prop_map(|(path, filter)| Filter::ValuePath { path, filter: Box::new(filter) });
    prop_oneof![3 => any_condition(), 1 => value_path]
        .boxed()
        .prop_recursive(5, 40, 4, |inner| joined(inner).boxed())
}

fn any_condition() -> BoxedStrategy<Filter> {
    let op = prop::sample::select(CompareOp::ALL.as_slice());
    prop_oneof![
        any_path().prop_map(Filter::Present),
        (any_path(), op, any_scalar()).prop_map(|(path, op, value)| Filter::Compare {
            path,
            op,
            value
        }),
    ]
    .boxed()
}

fn joined(inner: BoxedStrategy<Filter>) -> impl Strategy<Value = Filter> {
    let flat = |them: Vec<Filter>, and: bool| -> Filter {
        if and { super::parse::Build::all(them) } else { super::parse::Build::any(them) }
    };
    prop_oneof![
        inner.clone().prop_map(|it| Filter::Not(Box::new(it))),
        (vec(inner, 2..4), any::<bool>()).prop_map(move |(them, and)| flat(them, and)),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_reads_as_the_same_filter(filter in any_filter()) {
        let text = filter.to_string();
        prop_assert_eq!(Filter::parse(&text, URIS), Ok(filter.clone()), "{}", text);
        let spanned = Spanned::parse(&text, URIS).map(|it| it.to_filter());
        prop_assert_eq!(spanned, Ok(filter), "{}", text);
    }

    #[test]
    fn what_is_printed_reads_as_the_same_path(path in any_path()) {
        prop_assert_eq!(AttrPath::parse(&path.to_string(), URIS), Ok(path.clone()));
        let path = PatchPath::Attribute(path);
        prop_assert_eq!(PatchPath::parse(&path.to_string(), URIS), Ok(path));
    }

    #[test]
    fn any_text_is_read_or_refused_within_its_bounds(text in any::<String>()) {
        refusal_is_within(&text, Filter::parse(&text, URIS).err())?;
        refusal_is_within(&text, AttrPath::parse(&text, URIS).err())?;
        refusal_is_within(&text, PatchPath::parse(&text, URIS).err())?;
    }

    #[test]
    fn any_crippled_filter_is_read_or_refused_within_its_bounds(
        filter in any_filter(), at in any::<prop::sample::Index>(), with in "[\"'(\\[)\\]\\\\ .:$=a]?",
    ) {
        let mut text = filter.to_string();
        let at = at.index(text.len() + 1);
        let at = (0..=at).rev().find(|it| text.is_char_boundary(*it)).unwrap_or(0);
        text.truncate(at);
        text.push_str(&with);
        refusal_is_within(&text, Filter::parse(&text, URIS).err())?;
        refusal_is_within(&text, PatchPath::parse(&text, URIS).err())?;
    }
}

fn refusal_is_within(text: &str, error: Option<SyntaxError>) -> Result<(), TestCaseError> {
    if let Some(error) = error {
        prop_assert!(text.is_char_boundary(error.at), "{text:?} {error:?}");
        prop_assert!(text.is_char_boundary(error.at + error.length), "{text:?} {error:?}");
        prop_assert!(!error.message.is_empty() && !error.expected.is_empty(), "{error:?}");
    }
    Ok(())
}

#[test]
fn what_is_too_long_or_too_deep_is_refused() {
    let long = format!("a eq \"{}\"", "x".repeat(MAX_LENGTH));
    let error = Filter::parse(&long, &[]).unwrap_err();
    assert_eq!((error.at, error.length), (MAX_LENGTH, long.len() - MAX_LENGTH));
    let nested = |depth: usize| format!("{}a pr{}", "(".repeat(depth), ")".repeat(depth));
    assert!(Filter::parse(&nested(MAX_DEPTH), &[]).is_ok());
    assert_eq!(Filter::parse(&nested(MAX_DEPTH + 1), &[]).unwrap_err().at, MAX_DEPTH);
    let denied = format!("{}a pr{}", "not (".repeat(MAX_DEPTH + 1), ")".repeat(MAX_DEPTH + 1));
    assert_eq!(Filter::parse(&denied, &[]).unwrap_err().at, 5 * MAX_DEPTH + 4);
}

#[test]
fn brackets_side_by_side_are_not_nested() {
    let text = vec!["(a pr or b[c pr])"; MAX_DEPTH + 1].join(" and ");
    assert!(Filter::parse(&text, &[]).is_ok());
}

/// Texts of about `length` bytes that have hurt parsers.
pub(super) fn hostile_texts(length: usize) -> Vec<String> {
    let fill = |part: &str| part.repeat(length / part.len() + 1);
    let ended = |part: &str, end: &str| format!("{}{end}", fill(part));
    let mut texts = vec![
        fill("("),
        fill("not ("),
        fill("a["),
        fill(" "),
        fill("a.b."),
        fill("urn:"),
        fill("\""),
        fill("a pr and "),
        ended("a pr and ", "a pr"),
        ended("(a pr or b eq \"x\") and not (c gt 5) or ", "a pr"),
        ended("a pr or b pr and ", "("),
        ended("emails[type eq \"work\"] or ", "a pr"),
        ended("urn:ietf:params:scim:schemas:core:2.0:User:a pr or ", "a pr"),
        ended("a                              pr or ", "a pr"),
        format!("a eq \"{}\"", fill("\\ud83d\\ude00")),
        format!("a eq \"{}", fill("\\\"")),
        format!("a eq {}", fill("9")),
        format!("a eq 1e{}", fill("9")),
        format!("{} pr", fill("urn:a.b:")),
        format!("{} pr", fill("a")),
        ended("(a[b pr] and a[b pr] or ", "a pr"),
        format!("{}{}", "(".repeat(length / 2), "a[b pr] and ".repeat(length / 24)),
        format!("not{}(a pr)", fill(" ")),
        format!("{}a pr{}", "(".repeat(60), fill(")")),
    ];
    for text in &mut texts {
        text.truncate(MAX_LENGTH);
    }
    texts
}

#[test]
fn the_steps_of_reading_grow_with_the_length_alone() {
    let user = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
    let steps_a_byte = |text: &str| {
        let steps = steps::during(|| {
            Filter::parse(text, URIS).ok();
            PatchPath::parse(text, URIS).ok();
            AttrPath::parse(text, URIS).ok();
            let outlined = tokens(text).len();
            let offered = complete(text, text.len(), &user).len();
            assert!(outlined <= text.len() && offered <= 60);
        });
        steps as f64 / text.len() as f64
    };
    let few: Vec<f64> = hostile_texts(10_000).iter().map(|it| steps_a_byte(it)).collect();
    assert!(few.iter().all(|it| *it < 16.0), "{few:?}");
    for length in [100_000, 1_000_000] {
        for (few, text) in few.iter().zip(hostile_texts(length)) {
            let many = steps_a_byte(&text);
            assert!(many < few * 1.5 + 0.5, "{few} {many} {}", &text[..40]);
        }
    }
}

#[test]
fn numbers_keep_their_spelling() {
    let filter = Filter::parse("a eq 1.50E+02", &[]).unwrap();
    assert_eq!(filter.to_string(), "a eq 1.50E+02");
    let Filter::Compare { value, .. } = filter else { panic!("{filter}") };
    assert_ne!(value, json!(150));
}
