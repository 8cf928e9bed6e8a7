//! Parsing a filter and asking it of a typical user, beside a library of npm and one of PyPI; and asking it of more and
//! more users, which must cost the same for each.

use std::time::Instant;

use anyhow::{Context as _, Result};
use scim::filter::{Filter, Matcher, Settings};
use scim::view::TypeModel;
use serde_json::Value;

use crate::figure::{Figure, Goal, Quantity, Report, median};
use crate::inputs;
use crate::peer::{Language, Peer};
use crate::server::List;
use crate::side_by_side::{self, Case, seconds_of};

const PEERS: [Peer; 2] = [
    Peer {
        name: "scim2-parse-filter",
        language: Language::JavaScript,
        script: include_str!("../peers/scim2-parse-filter/filter.mjs"),
        goal: 3.0,
        figures: ["filter, npm", "filter, npm, worst case"],
    },
    // It only makes SQL of a filter and leaves the evaluation to a database.
    Peer {
        name: "scim2-filter-parser",
        language: Language::Python,
        script: include_str!("../peers/scim2-filter-parser/filter.py"),
        goal: 50.0,
        figures: ["filter, PyPI", "filter, PyPI, worst case"],
    },
];

/// So many users are made at a time and dropped again: a million of them would take several gigabytes.
const CHUNK: usize = 10_000;
const ROUNDS: usize = 3;
/// Chunks, with the name of the figure.
const SIZES: [(usize, &str); 3] = [
    (1, "filter, of 10,000 users"),
    (10, "filter, of 100,000 users"),
    (100, "filter, of 1,000,000 users"),
];

pub(crate) fn run(report: &mut Report) -> Result<()> {
    let inputs = inputs::read()?;
    let model = inputs::user_model()?;
    let uris: Vec<&str> = model.uris().collect();
    let mut cases = Vec::new();
    for text in inputs.filters {
        let ask = || asked(&text, &inputs.user, &model, &uris);
        let (value, seconds) = (Value::Bool(ask()?), seconds_of(ask)?);
        cases.push(Case { name: text, value, seconds });
    }
    for peer in &PEERS {
        side_by_side::compare(report, &cases, peer)?;
    }
    let texts: Vec<&str> = cases.iter().map(|it| it.name.as_str()).collect();
    scale(report, &texts, &model)
}

fn asked(text: &str, user: &Value, model: &TypeModel, uris: &[&str]) -> Result<bool> {
    let filter = Filter::parse(text, uris).with_context(|| text.to_owned())?;
    Ok(Matcher::new(&filter, Some(model), Settings::default()).matches(user))
}

/// The time of all filters on one user, of more and more users.
fn scale(report: &mut Report, texts: &[&str], model: &TypeModel) -> Result<()> {
    let uris: Vec<&str> = model.uris().collect();
    let parse = |text: &&str| Filter::parse(text, &uris).with_context(|| (*text).to_owned());
    let filters: Vec<Filter> = texts.iter().map(parse).collect::<Result<_>>()?;
    let matchers: Vec<Matcher<'_>> =
        filters.iter().map(|it| Matcher::new(it, Some(model), Settings::default())).collect();
    let list = List { users: CHUNK * 100, number: 1 };
    let (mut chunks, mut total, mut least) = (0, 0.0, None);
    for (size, name) in SIZES {
        while chunks < size {
            let first = chunks * CHUNK;
            let users: Vec<Value> = (first..first + CHUNK).map(|it| list.user(it)).collect();
            total += median((0..ROUNDS).map(|_| seconds_for(&matchers, &users)).collect());
            chunks += 1;
        }
        #[expect(clippy::cast_precision_loss, reason = "a million is exact")]
        let each = Quantity::Seconds(total / (chunks * CHUNK) as f64);
        let beside = least.map(|it| ("each of 10,000", it));
        let goal = beside.map(|_| Goal::Times(1.25));
        report.add(&Figure { name, value: each, beside: beside.into_iter().collect(), goal });
        least.get_or_insert(each);
    }
    Ok(())
}

fn seconds_for(matchers: &[Matcher<'_>], users: &[Value]) -> f64 {
    let started = Instant::now();
    let matched = matchers
        .iter()
        .map(|matcher| users.iter().filter(|it| matcher.matches(it)).count())
        .sum::<usize>();
    std::hint::black_box(matched);
    started.elapsed().as_secs_f64()
}
