//! Laws of lint: whatever comes, every rule answers, and in the same way alone as in company.

use proptest::prelude::*;
use scim::lint::{Context, Exchange, Outcome, lint, rules};

use crate::case;

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_exchange_makes_it_panic(
        method in prop_oneof![
            Just("GET".to_owned()), Just("POST".to_owned()), Just("PUT".to_owned()),
            Just("PATCH".to_owned()), Just("DELETE".to_owned()), ".{0,8}",
        ],
        url in prop_oneof![
            "/(Users|Groups|Bulk|Me|Schemas)?(/.{0,8})?(\\?(filter|count|sortBy|attributes)=.{0,40})?",
            ".{0,60}",
        ],
        sent in prop::option::of(body()),
        status in prop::option::of(prop_oneof![Just(200u16), Just(201), Just(204), Just(400), any::<u16>()]),
        came in prop::option::of(body()),
        headers in prop::collection::vec(("(Location|ETag|Retry-After|Content-Type|.{0,8})", ".{0,30}"), 0..4),
    ) {
        let exchange = Exchange {
            method: &method,
            url: &url,
            request_headers: &headers,
            request_body: sent.as_deref(),
            status,
            response_headers: &headers,
            response_body: came.as_deref(),
            elapsed: None,
        };
        let report = lint(&exchange, &Context::default());
        let mut told: Vec<&str> = report.found.iter().map(|it| it.rule).collect();
        told.dedup();
        let all = told.len() + report.clean.len() + report.not_judged.len();
        prop_assert_eq!(all, rules().len());
    }

    #[test]
    fn a_mangled_case_is_judged_too(at in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let case = at.get(case::all());
        case.with(|exchange, context| {
            let shorten = |it: &str| {
                let mut end = cut.index(it.len() + 1);
                while !it.is_char_boundary(end) { end -= 1; }
                it[..end].to_owned()
            };
            let (sent, came) =
                (exchange.request_body.map(shorten), exchange.response_body.map(shorten));
            let url = shorten(exchange.url);
            let mangled = Exchange {
                url: &url,
                request_body: sent.as_deref(),
                response_body: came.as_deref(),
                ..*exchange
            };
            let report = lint(&mangled, context);
            assert!(report.clean.len() < rules().len());
        });
    }
}

/// Text of any kind, and JSON made of the names that rules look at.
fn body() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("schemas"),
        Just("Operations"),
        Just("op"),
        Just("path"),
        Just("value"),
        Just("id"),
        Just("members"),
        Just("emails"),
        Just("active"),
        Just("Resources"),
        Just("totalResults"),
        Just("meta"),
        Just("userName"),
        Just("type"),
        Just("status"),
        Just("data"),
        Just("method"),
        Just("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"),
        Just("manager"),
    ];
    let text = prop_oneof![
        ".{0,12}",
        Just("Replace".to_owned()),
        Just("PATCH".to_owned()),
        Just("/Users/1".to_owned()),
        Just("emails[type eq \"work\"].value".to_owned()),
        Just("name.givenName".to_owned()),
    ];
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        text.prop_map(Into::into),
    ];
    let json = leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(serde_json::Value::from),
            prop::collection::vec((name.clone(), inner), 0..6).prop_map(|members| {
                let members = members.into_iter().map(|(name, it)| (name.to_owned(), it));
                serde_json::Value::Object(members.collect())
            }),
        ]
    });
    prop_oneof![".{0,200}", json.prop_map(|it| it.to_string())]
}

#[test]
fn a_rule_says_the_same_alone_and_in_company() {
    for case in case::all() {
        case.with(|exchange, context| {
            let report = lint(exchange, context);
            for rule in rules() {
                let alone = rule.judge(exchange, context);
                let among = report.found.iter().filter(|it| it.rule == rule.id).cloned();
                match alone {
                    Outcome::Found(found) => assert_eq!(found, among.collect::<Vec<_>>()),
                    Outcome::Clean => assert!(report.clean.contains(&rule.id)),
                    Outcome::NotJudged(need) => {
                        let told = report.not_judged.iter().find(|it| it.rule == rule.id);
                        assert_eq!(told.map(|it| it.lacking), Some(need));
                        let always = [scim::lint::Need::Answer, scim::lint::Need::Unmasked];
                        let may = rule.needs.contains(&need) || always.contains(&need);
                        assert!(may, "{} may not lack {need:?}: {}", rule.id, case.name);
                    }
                }
            }
        });
    }
}
