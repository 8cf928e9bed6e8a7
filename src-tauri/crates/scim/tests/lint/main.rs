//! The rules of lint, each on exchanges that break it, that keep it, and that lack what it needs; and exchanges of real
//! vendors as a whole. A case is a line of data in `tests/cases/lint`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod case;
mod laws;
mod recorded;

use std::collections::{BTreeMap, BTreeSet};

use scim::lint::{Exchange, Need, Outcome, Side, rules};

fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

#[test]
fn every_case_comes_out_as_it_says() {
    let mut wrong = Vec::new();
    for case in case::all() {
        let (outcome, places) = match case.judge() {
            Outcome::Clean => ("clean".to_owned(), Vec::new()),
            Outcome::NotJudged(need) => (format!("lacks {}", word(need)), Vec::new()),
            Outcome::Found(found) => {
                let place = |it: &scim::lint::Found| {
                    format!("{} {}", word(it.part), it.finding.pointer).trim().to_owned()
                };
                ("found".to_owned(), found.iter().map(place).collect())
            }
        };
        if outcome != case.expect || places != case.at {
            wrong.push(format!(
                "{}: {}\n  expected {} {:?}\n  came     {outcome} {places:?}",
                case.rule, case.name, case.expect, case.at
            ));
        }
    }
    assert!(wrong.is_empty(), "{}\n{} cases are wrong", wrong.join("\n"), wrong.len());
}

#[test]
fn every_rule_has_a_case_of_each_outcome_that_it_can_have() {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for case in case::all() {
        // What a rule stumbles over may be masked, whatever the rule.
        if case.expect != "lacks unmasked" {
            seen.entry(case.rule.clone()).or_default().insert(case.expect.clone());
        }
    }
    let mut missing = Vec::new();
    for rule in rules() {
        let outcomes = seen.remove(rule.id).unwrap_or_default();
        let needs = rule.needs.iter().map(|need| format!("lacks {}", word(need)));
        let wanted: BTreeSet<String> =
            ["found", "clean"].map(str::to_owned).into_iter().chain(needs).collect();
        for it in wanted.symmetric_difference(&outcomes) {
            missing.push(format!("{}: {it}", rule.id));
        }
    }
    assert!(missing.is_empty(), "cases and table differ:\n{}", missing.join("\n"));
    assert!(seen.is_empty(), "there are no such rules: {:?}", seen.keys());
}

#[test]
fn the_table_is_in_order_and_says_why() {
    let ids: Vec<&str> = rules().iter().map(|it| it.id).collect();
    let mut sorted: Vec<&str> = ids.clone();
    let series = |it: &str| "RSDX".find(it.get(..1).unwrap());
    sorted.sort_by_key(|it| (series(it), *it));
    sorted.dedup();
    assert_eq!(ids, sorted);
    for rule in rules() {
        assert!(!rule.title.is_empty() && !rule.title.ends_with('.'), "{}", rule.id);
        assert!(rule.why.ends_with('.'), "{}", rule.id);
        assert!(rule.section.starts_with("RFC "), "{}", rule.id);
    }
}

#[test]
fn without_an_answer_nothing_is_said_of_one() {
    let exchange = Exchange {
        method: "GET",
        url: "/scim/v2/Users",
        request_headers: &[],
        request_body: None,
        status: None,
        response_headers: &[],
        response_body: Some("<html>"),
        elapsed: None,
    };
    for rule in rules().iter().filter(|it| it.side == Side::Response) {
        let outcome = rule.judge(&exchange, &scim::lint::Context::default());
        assert_eq!(outcome, Outcome::NotJudged(Need::Answer), "{}", rule.id);
    }
}

#[test]
fn many_findings_of_one_kind_are_summed_up() {
    let operations = vec![serde_json::json!({"op": "Add", "path": "title", "value": "x"}); 50];
    let body = serde_json::json!({"Operations": operations}).to_string();
    let exchange = Exchange {
        method: "PATCH",
        url: "/Users/7",
        request_headers: &[],
        request_body: Some(&body),
        status: None,
        response_headers: &[],
        response_body: None,
        elapsed: None,
    };
    let report = scim::lint::lint(&exchange, &scim::lint::Context::default());
    let found: Vec<_> = report.found.iter().filter(|it| it.rule == "R01").collect();
    assert_eq!(found.len(), 20);
    assert!(found.last().unwrap().finding.message.contains("30 more of the kind"));
}
