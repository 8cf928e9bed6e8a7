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
use crate::side_by_side::{self, Case};

const PEERS: [Peer; 2] = [
    Peer {
        name: "scim2-parse-filter",
        language: Language::JavaScript,
        script: include_str!("../peers/scim2-parse-filter/filter.mjs"),
        goal: 3.0,
        agrees: 12,
        figures: ["filter, npm", "filter, npm, worst case"],
    },
    // It only makes SQL of a filter and leaves the evaluation to a database.
    Peer {
        name: "scim2-filter-parser",
        language: Language::Python,
        script: include_str!("../peers/scim2-filter-parser/filter.py"),
        goal: 50.0,
        agrees: 11,
        figures: ["filter, PyPI", "filter, PyPI, worst case"],
    },
];

const ROUNDS: usize = 3;
/// How many users, with the name of the figure.
const SIZES: [(usize, &str); 3] = [
    (10_000, "filter, of 10,000 users"),
    (100_000, "filter, of 100,000 users"),
    (1_000_000, "filter, of 1,000,000 users"),
];

pub(crate) fn run(report: &mut Report) -> Result<()> {
    let inputs = inputs::read()?;
    let model = inputs::user_model()?;
    let uris: Vec<&str> = model.uris().collect();
    let mut cases = Vec::new();
    for text in &inputs.filters {
        let (user, model, uris) = (&inputs.user, &model, uris.as_slice());
        let run = move || asked(text, user, model, uris).map(Value::Bool);
        cases.push(Case { name: text.clone(), value: run()?, run: Box::new(run) });
    }
    for peer in &PEERS {
        side_by_side::compare(report, &mut cases, peer)?;
    }
    let texts: Vec<&str> = inputs.filters.iter().map(String::as_str).collect();
    scale(report, &texts, &inputs.user, &model)
}

fn asked(text: &str, user: &Value, model: &TypeModel, uris: &[&str]) -> Result<bool> {
    let filter = Filter::parse(text, uris).with_context(|| text.to_owned())?;
    Ok(Matcher::new(&filter, Some(model), Settings::default()).matches(user))
}

/// The time of all filters on one user, of more and more users that they are asked of one after the other.
fn scale(report: &mut Report, texts: &[&str], user: &Value, model: &TypeModel) -> Result<()> {
    let uris: Vec<&str> = model.uris().collect();
    let parse = |text: &&str| Filter::parse(text, &uris).with_context(|| (*text).to_owned());
    let filters: Vec<Filter> = texts.iter().map(parse).collect::<Result<_>>()?;
    let mut user = user.clone();
    let mut least = None;
    for (size, name) in SIZES {
        let mut rounds = Vec::with_capacity(ROUNDS);
        for _ in 0..ROUNDS {
            rounds.push(seconds_for(&filters, model, &mut user, size)?);
        }
        #[expect(clippy::cast_precision_loss, reason = "a million is exact")]
        let each = Quantity::Seconds(median(rounds) / size as f64);
        let beside = least.map(|it| ("each of 10,000", it));
        let goal = beside.map(|_| Goal::Times(1.25));
        report.add(&Figure { name, value: each, beside: beside.into_iter().collect(), goal });
        least.get_or_insert(each);
    }
    Ok(())
}

/// One loop over so many users, with matchers of its own: what they remember, they remember of all of them. The users are
/// one that becomes the next, because a million of them would take several gigabytes.
fn seconds_for(
    filters: &[Filter],
    model: &TypeModel,
    user: &mut Value,
    users: usize,
) -> Result<f64> {
    let of = |filter| Matcher::new(filter, Some(model), Settings::default());
    let matchers: Vec<Matcher<'_>> = filters.iter().map(of).collect();
    let started = Instant::now();
    let mut matched = 0;
    for number in 0..users {
        renumber(user, number).context("the user of the inputs lacks an attribute")?;
        matched += matchers.iter().filter(|it| it.matches(user)).count();
    }
    std::hint::black_box(matched);
    Ok(started.elapsed().as_secs_f64())
}

/// Makes another user of one: what the filters ask about is what changes.
fn renumber(user: &mut Value, number: usize) -> Option<()> {
    const FAMILY: [&str; 5] = ["Abara", "Berg", "Castillo", "Dupont", "Ito"];
    let mut set = |pointer: &str, value: Value| {
        *user.pointer_mut(pointer)? = value;
        Some(())
    };
    let name = format!("user{number:06}@example.com");
    let family = FAMILY.get(number % FAMILY.len())?;
    set("/externalId", format!("E{number:07}").into())?;
    set("/emails/0/value", name.clone().into())?;
    set("/userName", name.into())?;
    set("/name/familyName", (*family).into())?;
    set("/displayName", (*family).into())?;
    set("/active", (!number.is_multiple_of(11)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_is_another_one_of_which_the_filters_say_something_else() {
        let mut inputs = inputs::read().unwrap();
        let model = inputs::user_model().unwrap();
        let uris: Vec<&str> = model.uris().collect();
        let mut of = |text: &str, numbers: std::ops::Range<usize>| {
            let matches = |number| {
                renumber(&mut inputs.user, number).unwrap();
                asked(text, &inputs.user, &model, &uris).unwrap()
            };
            numbers.map(matches).filter(|it| *it).count()
        };
        assert_eq!(of("userName eq \"user000007@example.com\"", 0..20), 1);
        assert_eq!(of("emails[value eq \"user000007@example.com\"]", 0..20), 1);
        assert_eq!(of("externalId eq \"E0000007\"", 0..20), 1);
        assert_eq!(of("active eq true", 0..22), 20);
        assert_eq!(of("name.familyName co \"bara\" and displayName co \"bara\"", 0..20), 4);
    }
}
