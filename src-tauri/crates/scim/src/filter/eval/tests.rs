//! What a filter means, by type and by the settings for what the RFC leaves open.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{Matcher, Settings};
use crate::attr::AttrPath;
use crate::builtin;
use crate::filter::laws::{any_filter, any_path, any_scalar};
use crate::filter::{Filter, NotEqual, NullOperand, Search};
use crate::steps;
use crate::view::TypeModel;

fn user_model() -> TypeModel {
    TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value
}

fn matches_with(text: &str, resource: &Value, settings: Settings) -> bool {
    let model = user_model();
    let uris: Vec<&str> = model.uris().collect();
    let filter = Filter::parse(text, &uris).unwrap();
    Matcher::new(&filter, Some(&model), settings).matches(resource)
}

/// Which of the filters hold; each line is one, with the expected answer in front.
fn judged(resource: &Value, expected: &str) {
    for line in expected.lines().map(str::trim).filter(|it| !it.is_empty()) {
        let (answer, text) = line.split_once(' ').unwrap();
        let found = matches_with(text, resource, Settings::default());
        assert_eq!(found, answer == "yes", "{text} on {resource}");
    }
}

#[test]
fn texts_compare_by_their_case_exact() {
    judged(
        &json!({"id": "Ab1", "userName": "BJensen@example.com", "profileUrl": "https://X.org/a"}),
        r#"
        yes userName eq "bjensen@EXAMPLE.com"
        no userName ne "bjensen@EXAMPLE.com"
        yes userName sw "bJ"
        yes userName ew ".COM"
        yes userName co "SEN@"
        no userName co "sen@x"
        yes userName gt "bj"
        yes userName lt "C"
        yes userName ge "BJENSEN@example.com"
        no userName gt "BJENSEN@example.com"
        yes userName le "BJENSEN@example.com"
        yes id eq "Ab1"
        no id eq "ab1"
        no id sw "a"
        no id co "B"
        no id ew "B1"
        no id co 1
        yes id ne "ab1"
        yes id lt "a"
        yes ID eq "Ab1"
        no profileUrl eq "https://x.org/a"
        yes profileUrl sw "https://X"
        "#,
    );
}

#[test]
fn dates_compare_as_instants() {
    judged(
        &json!({"meta": {"created": "2011-05-13T04:42:34.50Z", "lastModified": "soon"}}),
        r#"
        yes meta.created eq "2011-05-13T06:42:34.5+02:00"
        no meta.created ne "2011-05-13T06:42:34.5+02:00"
        yes meta.created gt "2011-05-13T04:42:34.49999999999999Z"
        no meta.created gt "2011-05-13T04:42:34.5Z"
        yes meta.created ge "2011-05-13"
        yes meta.created lt "2011-05-14"
        yes meta.created sw "2011-05"
        no meta.created eq 5
        yes meta.created ne 5
        yes meta.lastModified eq "soon"
        no meta.lastModified eq "2011-05-13T06:42:34.5+02:00"
        "#,
    );
}

#[test]
fn booleans_and_numbers_compare_as_such() {
    let text = r#"{"active": "True", "count": 9007199254740993, "ratio": 1.50, "exact": 1e400}"#;
    judged(
        &serde_json::from_str(text).unwrap(),
        r#"
        yes active eq true
        no active ne true
        yes active ne false
        no active eq "True"
        no active gt false
        no active co "rue"
        yes count eq 9007199254740993
        no count eq 9007199254740992
        yes count gt 9007199254740992
        yes ratio eq 1.5
        yes ratio le 15e-1
        no ratio eq "1.5"
        yes ratio ne "1.5"
        no ratio sw 1
        yes exact gt 9e399
        no exact gt 1e400
        "#,
    );
}

#[test]
fn one_of_several_values_is_enough() {
    let emails = json!([
        {"type": "work", "value": "babs@example.com", "primary": true},
        {"type": "home", "value": "babs@jensen.org"},
        "bare@example.net",
        null,
    ]);
    judged(
        &json!({"emails": emails, "schemas": ["urn:a", "urn:b"], "name": {"familyName": "Jensen"}}),
        r#"
        yes emails co "jensen.org"
        yes emails.value ew "example.net"
        yes emails.type eq "work" and emails.value co "jensen"
        no emails[type eq "work" and value co "jensen"]
        yes emails[type eq "home" and value co "jensen"]
        yes emails[not (type pr)]
        yes emails[value sw "bare"]
        yes emails.value eq "bare@example.net"
        no emails.value eq "else@example.net"
        no emails.type eq "bare@example.net"
        no emails[type.first eq "work"]
        yes emails.type ne "work"
        no emails.type ne "work" and emails.type eq "other"
        yes schemas eq "urn:b"
        yes schemas[value eq "urn:a"]
        no schemas[value eq "urn:c"]
        no schemas[other eq "urn:a"]
        yes schemas.value eq "urn:a"
        yes name[familyName eq "jensen"]
        no name[familyName eq "x"]
        no name eq "Jensen"
        no phoneNumbers[type eq "work"]
        no phoneNumbers[not (type eq "work")]
        "#,
    );
}

#[test]
fn what_is_missing_has_no_value() {
    judged(
        &json!({"title": null, "emails": [], "name": {}, "displayName": "", "ims": [{"value": ""}],
            "active": false, "roles": [{"type": null, "value": "x"}]}),
        r#"
        no title pr
        no emails pr
        no name pr
        no displayName pr
        no ims pr
        yes active pr
        yes roles pr
        no roles.type pr
        no title eq "x"
        no title co ""
        yes title ne "x"
        yes name.familyName ne "x"
        yes not (title eq "x")
        no title gt ""
        yes title eq null
        yes emails eq null
        yes name eq null
        no displayName eq null
        no title ne null
        yes displayName ne null
        no title gt null
        yes displayName eq ""
        yes displayName co ""
        "#,
    );
}

#[test]
fn what_is_no_element_satisfies_nothing_in_brackets() {
    for nothing in [json!([null]), json!([["work"]]), json!(null), json!([])] {
        judged(
            &json!({ "emails": nothing }),
            r#"
            no emails[type eq "work"]
            no emails[not (type eq "work")]
            "#,
        );
    }
}

#[test]
fn extensions_are_found_by_their_uri_in_any_letter_case() {
    judged(
        &json!({"URN:ietf:params:scim:schemas:extension:enterprise:2.0:user": {
            "Department": "Sales", "manager": {"value": "26118915", "displayName": "J"}}}),
        r#"
        yes urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "sales"
        yes urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq "26118915"
        yes urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName eq "j"
        no department eq "Sales"
        no urn:ietf:params:scim:schemas:core:2.0:User:department eq "Sales"
        no urn:example:other:department pr
        "#,
    );
}

#[test]
fn without_a_model_values_compare_by_their_json_type() {
    let resource = json!({"a": "Text", "at": "2011-05-13T04:42:34Z", "n": 10, "b": true,
        "digits": "10", "urn:x:1": {"c": "deep"}});
    for (text, expected) in [
        ("a eq \"TEXT\"", true),
        ("at eq \"2011-05-13T06:42:34+02:00\"", true),
        ("at gt \"2011\"", true),
        ("n gt 9", true),
        ("n eq \"10\"", false),
        ("n ne \"10\"", true),
        ("digits eq 10", false),
        ("digits ne 10", true),
        ("digits gt 9", false),
        ("b eq true", true),
        ("b eq \"true\"", false),
        ("b ge true", false),
        ("b gt false", false),
        ("urn:x:1:c eq \"deep\"", true),
        ("urn:x:1:a eq \"text\"", false),
        ("urn:x:2:a eq \"text\"", false),
        ("urn:ietf:params:scim:schemas:core:2.0:User:a eq \"text\"", true),
    ] {
        let filter = Filter::parse(text, &[]).unwrap();
        let matcher = Matcher::new(&filter, None, Settings::default());
        assert_eq!(matcher.matches(&resource), expected, "{text}");
    }
}

#[test]
fn elements_are_judged_by_the_definition_of_their_attribute() {
    let model = user_model();
    let holds = |attribute: &str, text: &str, element: Value| {
        let filter = Filter::parse(text, &[]).unwrap();
        let path = AttrPath::of(attribute);
        let matcher = Matcher::of_elements(&filter, &path, Some(&model), Settings::default());
        matcher.matches(&element)
    };
    assert!(holds("emails", "type eq \"WORK\"", json!({"type": "work"})));
    assert!(holds("emails", "primary eq true", json!({"primary": "True"})));
    assert!(!holds("x509Certificates", "value eq \"AGK=\"", json!({"value": "aGk="})));
    assert!(holds("schemas", "value eq \"urn:a\"", json!("urn:a")));
    assert!(!holds("schemas", "value eq \"URN:a\"", json!("urn:a")));
    assert!(holds("unknown", "x eq \"A\"", json!({"X": "a"})));
    assert!(!holds("emails", "type eq \"work\"", json!("work")));
}

#[test]
fn open_points_are_read_as_they_are_set() {
    let user = json!({"emails": [{"type": "work"}, {"type": "home"}], "name": {"familyName": "J"},
        "schemas": ["urn:a"], "active": true, "x": 105, "displayName": "Babs", "id": "Ab1"});
    let settings = Settings::default;
    let none_equals = Settings { not_equal: NotEqual::NoneEquals, ..settings() };
    let missing = Settings { missing_differs: false, ..settings() };
    let null = Settings { null: NullOperand::Never, ..settings() };
    let search = Settings { search: Search::Everything, ..settings() };
    let single = Settings { value_path_on_single: false, ..settings() };
    let simple = Settings { value_path_on_simple: false, ..settings() };
    for (text, settings) in [
        ("emails.type ne \"work\"", none_equals),
        ("title ne \"x\"", missing),
        ("title eq null", null),
        ("active ne null", null),
        ("name[familyName eq \"J\"]", single),
        ("schemas[value eq \"urn:a\"]", simple),
    ] {
        assert!(matches_with(text, &user, Settings::default()), "{text}");
        assert!(!matches_with(text, &user, settings), "{text}");
    }
    for text in ["active co \"ru\"", "x sw 10", "x ew \"5\"", "x co 0"] {
        assert!(!matches_with(text, &user, Settings::default()), "{text}");
        assert!(matches_with(text, &user, search), "{text}");
    }
    // Letter case counts where it does otherwise, and nowhere else.
    assert!(matches_with("displayName co \"BAB\"", &user, search));
    assert!(!matches_with("id sw \"ab\"", &user, search));
    assert!(matches_with("emails[type eq \"home\"]", &user, simple));
    assert!(matches_with("emails.type ne \"other\"", &user, none_equals));
    assert!(matches_with("title ne \"x\"", &user, none_equals));
}

#[test]
fn what_is_nested_without_end_is_taken_to_be_there() {
    let nested = |depth: usize, wrap: fn(Value) -> Value| {
        (0..depth).fold(Value::Array(Vec::new()), |inner, _| wrap(inner))
    };
    let wraps: [fn(Value) -> Value; 2] = [|it| json!([it]), |it| json!({ "x": it })];
    for wrap in wraps {
        let is_present =
            |depth| matches_with("x pr", &json!({ "x": nested(depth, wrap) }), Settings::default());
        // Nothing is anywhere inside; nobody looks for it at any depth.
        assert!(!is_present(8));
        assert!(is_present(60));
    }
}

#[test]
fn refusals_are_those_of_the_rfc_or_of_the_settings() {
    let model = user_model();
    let refusal = |text: &str, settings: Settings| {
        Filter::parse(text, &[]).unwrap().refusal(Some(&model), settings)
    };
    let strict = Settings { mismatch: crate::filter::Mismatch::Refuse, ..Settings::default() };
    for text in ["active gt true", "not (title pr or emails[primary le false])", "x lt true"] {
        assert!(refusal(text, Settings::default()).is_some(), "{text}");
    }
    for text in ["active eq \"x\"", "userName eq 5", "emails[type eq 1]", "meta.created gt 5"] {
        assert!(refusal(text, Settings::default()).is_none(), "{text}");
        assert!(refusal(text, strict).is_some(), "{text}");
    }
    assert!(refusal("title eq null and unknown eq 5", strict).is_none());
}

#[test]
fn conditions_on_elements_are_refused_as_those_on_resources_are() {
    let model = user_model();
    let path = AttrPath::of("emails");
    let emails = model.find_path(&path).map(|it| it.target());
    let refusal = |text: &str| Filter::parse(text, &[]).unwrap().refusal_of_elements(emails);
    assert!(refusal("type eq \"work\" and primary gt \"x\"").is_some());
    assert!(refusal("type gt \"work\" and primary eq true").is_none());
}

fn any_json() -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        any_path().prop_map(|it| it.name),
        Just("value".to_owned()),
        Just("type".to_owned()),
        Just(crate::urn::ENTERPRISE_USER.to_owned()),
    ];
    any_scalar().prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((name.clone(), inner), 0..6)
                .prop_map(|them| Value::Object(them.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn any_filter_judges_any_json(filter in any_filter(), resource in any_json()) {
        let model = user_model();
        for model in [None, Some(&model)] {
            let matcher = Matcher::new(&filter, model, Settings::default());
            let denied = Filter::Not(Box::new(filter.clone()));
            let opposite = Matcher::new(&denied, model, Settings::default());
            prop_assert_ne!(matcher.matches(&resource), opposite.matches(&resource));
        }
    }

    #[test]
    fn what_is_printed_means_the_same(filter in any_filter(), resource in any_json()) {
        let model = user_model();
        let uris: Vec<&str> = model.uris().collect();
        let read = Filter::parse(&filter.to_string(), &uris).unwrap();
        let of = |filter: &Filter| {
            Matcher::new(filter, Some(&model), Settings::default()).matches(&resource)
        };
        prop_assert_eq!(of(&filter), of(&read));
    }
}

#[test]
fn the_steps_of_judging_grow_with_the_resource_alone() {
    let inputs = |size: usize| -> Vec<(&str, Value)> {
        let many =
            |of: &dyn Fn(usize) -> (String, Value)| Value::Object((0..size / 20).map(of).collect());
        let repeated = "aA".repeat(size / 2);
        vec![
            ("userName co \"aab\"", json!({"userName": repeated})),
            ("userName ew \"aab\"", json!({"userName": repeated})),
            ("userName co \"éb\"", json!({"userName": "é".repeat(size / 2)})),
            ("userName eq \"x\"", many(&|it| (format!("userNam{it}"), json!("x")))),
            ("USERNAME pr", many(&|it| (format!("a{it}"), json!(null)))),
            (
                "emails[type eq \"work\" and value co \"@\"]",
                json!({"emails":
                (0..size / 40).map(|_| json!({"type": "work", "value": "x"})).collect::<Vec<_>>()}),
            ),
            (
                "emails.type ne \"work\"",
                json!({"emails":
                (0..size / 20).map(|_| json!({"type": "work"})).collect::<Vec<_>>()}),
            ),
            ("x eq 1", json!({"x": serde_json::Number::from_string_unchecked("9".repeat(size))})),
            ("emails pr", json!({"emails": (0..size / 4).map(|_| json!([])).collect::<Vec<_>>()})),
            (
                "meta.created gt \"2011-05-13T04:42:34Z\"",
                json!({"meta": {"created":
                format!("2011-05-13T04:42:34.{}Z", "0".repeat(size))}}),
            ),
        ]
    };
    let steps = |(text, resource): &(&str, Value)| {
        steps::during(|| {
            let _ = matches_with(text, resource, Settings::default());
        })
    };
    let few: Vec<usize> = inputs(10_000).iter().map(steps).collect();
    // Only the end of a text is looked at by `ew`, however long it is.
    let is_counted = |(at, it): (usize, &usize)| at == 1 || *it >= 200;
    assert!(few.iter().enumerate().all(is_counted), "these are not all steps: {few:?}");
    for (size, factor) in [(100_000, 10), (1_000_000, 100)] {
        for (few, input) in few.iter().zip(inputs(size)) {
            let many = steps(&input);
            assert!(many <= few * factor * 11 / 10 + 100, "{few} {many} {}", input.0);
        }
    }
}

#[test]
fn the_steps_of_judging_grow_with_the_filter_alone() {
    let resource = json!({"userName": "x", "emails": [{"type": "work"}]});
    let steps = |conditions: usize| {
        let text = vec!["(userName eq \"y\" or emails[type eq \"home\"])"; conditions].join(" or ");
        steps::during(|| {
            let _ = matches_with(&text, &resource, Settings::default());
        })
    };
    let few = steps(200);
    assert!(steps(20_000) <= few * 110);
}

#[test]
fn a_name_of_another_types_schema_has_no_value() {
    judged(
        &json!({"displayName": "Tour Guides", "userName": "b"}),
        r#"
        no urn:ietf:params:scim:schemas:core:2.0:Group:displayName pr
        no urn:ietf:params:scim:schemas:core:2.0:Group:displayName eq "Tour Guides"
        yes urn:ietf:params:scim:schemas:core:2.0:User:displayName eq "tour guides"
        "#,
    );
}
