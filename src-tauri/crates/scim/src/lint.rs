//! Lint of a whole exchange: what a request and its answer, read together, do against the RFCs or against what clients
//! and servers are known to stumble over.
//!
//! Every rule is one line of one table ([`rules`]). It looks at the exchange and at whatever else is known ([`Context`]):
//! the server's own description of itself, what a vendor is known for, the resource before and after, earlier pages. It
//! answers that it found something, that there is nothing to find, or that it was not judged and what is lacking. A rule
//! never answers "clean" on a guess. Reading the bodies is left to [`crate::message`] and its neighbours.

mod context;
mod fingerprint;
mod mask;
pub(crate) mod place;
mod preset;
mod query;
pub(crate) mod rules;
pub(crate) mod settings;
mod spot;
#[cfg(test)]
mod steps;
mod subject;
mod table;
pub(crate) mod writes;

use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

pub use context::{Capability, Context, Discovery, FilterProbe, Need, Probes};
pub use fingerprint::Fingerprint;
pub use preset::{FilterLimits, Logical, Preset, Required};
pub use table::rules;

use crate::finding::{Finding, Severity};
use crate::read::{member, scalar_text};
use spot::{Spot, Verdict};
use subject::Subject;

/// How many findings one rule brings on one exchange; the rest is counted.
const MOST_PER_RULE: usize = 20;

/// A request and its answer, borrowed from wherever they are kept.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The HTTP method.
    pub method: &'a str,
    /// The URL as it was sent, or its path and query alone.
    pub url: &'a str,
    /// The headers sent.
    pub request_headers: &'a [(String, String)],
    /// The body sent.
    pub request_body: Option<&'a str>,
    /// The status of the answer; `None` when there is none (not sent yet, or the connection failed).
    pub status: Option<u16>,
    /// The headers of the answer.
    pub response_headers: &'a [(String, String)],
    /// The body of the answer, decoded to text; `None` or empty when there is none.
    pub response_body: Option<&'a str>,
    /// How long the answer took.
    pub elapsed: Option<Duration>,
}

/// Whose doing a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Side {
    /// What the client sent.
    Request,
    /// What the server answered.
    Response,
    /// What the server says about itself.
    Discovery,
}

/// Into which part of the exchange the pointer of a finding leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Part {
    /// Method, URL and headers of the request: `/method`, `/url`, `/query/filter`, `/headers/if-match`.
    RequestHead,
    /// The JSON sent.
    RequestBody,
    /// Status, headers and time of the answer: `/status`, `/headers/content-type`, `/elapsed`.
    ResponseHead,
    /// The JSON answered.
    ResponseBody,
    /// What is known of the server: `/providerConfig/etag`, `/schemas`, `/resourceTypes`.
    Discovery,
}

/// A rule of the table.
#[derive(Debug)]
pub struct Rule {
    /// `R` for requests, `S` for answers, `D` for discovery, as they are known from the field; `X` for what the RFCs
    /// themselves say of an exchange.
    pub id: &'static str,
    /// What is found, in a few words.
    pub title: &'static str,
    /// Why it matters, in a sentence or two.
    pub why: &'static str,
    /// The section that says so, or from which it follows.
    pub section: &'static str,
    /// How much it weighs, unless a finding says otherwise.
    pub severity: Severity,
    /// Whose doing it is.
    pub side: Side,
    /// What the rule may lack, besides an answer and values that were not masked.
    pub needs: &'static [Need],
    judge: fn(&Subject<'_>) -> Verdict,
}

/// What a rule found, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Found {
    /// The id of the rule in the table.
    pub rule: &'static str,
    /// Whose doing it is.
    pub side: Side,
    /// Into what the pointer leads.
    pub part: Part,
    /// The finding. Its own `rule` may be a more telling name, where it was noticed while reading.
    pub finding: Finding,
}

/// What a rule has to say about an exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Here it is.
    Found(Vec<Found>),
    /// There is nothing, as far as this exchange can show it.
    Clean,
    /// It cannot be told without this.
    NotJudged(Need),
}

/// A rule that was not judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct NotJudged {
    /// The id of the rule.
    pub rule: &'static str,
    /// What is lacking.
    pub lacking: Need,
}

/// What all rules have to say about an exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Report {
    /// What was found, in the order of the table.
    pub found: Vec<Found>,
    /// The ids of the rules that found nothing.
    pub clean: Vec<&'static str>,
    /// The rules that were not judged.
    pub not_judged: Vec<NotJudged>,
}

impl Rule {
    /// Judges one exchange by this rule alone.
    #[must_use]
    pub fn judge(&self, exchange: &Exchange<'_>, context: &Context<'_>) -> Outcome {
        self.outcome(&Subject::new(*exchange, *context))
    }

    fn outcome(&self, subject: &Subject<'_>) -> Outcome {
        if self.side == Side::Response && subject.exchange.status.is_none() {
            return Outcome::NotJudged(Need::Answer);
        }
        match (self.judge)(subject) {
            Verdict::Clean => Outcome::Clean,
            Verdict::NotJudged(need) => Outcome::NotJudged(need),
            Verdict::Found(spots) => {
                let spots = mask::without_masked(self, spots, subject);
                if spots.is_empty() {
                    return Outcome::NotJudged(Need::Unmasked);
                }
                Outcome::Found(self.report(spots))
            }
        }
    }

    fn report(&self, mut spots: Vec<Spot>) -> Vec<Found> {
        let left_out = spots.len().saturating_sub(MOST_PER_RULE);
        spots.truncate(MOST_PER_RULE);
        if left_out > 0
            && let Some(last) = spots.last_mut()
        {
            last.message.push_str(&format!(" {left_out} more of the kind are not listed."));
        }
        spots.into_iter().map(|it| it.found(self)).collect()
    }
}

/// Where a resource of an answer begins in its body, by the resource's id: a JSON pointer, empty where the answer is the
/// resource itself (RFC 7644 §3.4.2).
///
/// ```
/// use scim::lint::{Context, Exchange, pointer_to_resource};
/// let exchange = Exchange {
///     method: "GET",
///     url: "/scim/v2/Users",
///     request_headers: &[],
///     request_body: None,
///     status: Some(200),
///     response_headers: &[],
///     response_body: Some(r#"{"totalResults": 1, "resources": [{"id": "7"}]}"#),
///     elapsed: None,
/// };
/// let pointer = pointer_to_resource(&exchange, &Context::default(), "7");
/// assert_eq!(pointer.as_deref(), Some("/resources/0"));
/// ```
#[must_use]
pub fn pointer_to_resource(
    exchange: &Exchange<'_>,
    context: &Context<'_>,
    id: &str,
) -> Option<String> {
    let subject = Subject::new(*exchange, *context);
    let is_it = |it: &Value| {
        let found = it.as_object().and_then(|it| member(it, "id"));
        found.and_then(|(_, it)| scalar_text(it)).is_some_and(|it| it == id)
    };
    subject.resources().into_iter().find(|(_, it)| is_it(it)).map(|(pointer, _)| pointer)
}

/// Judges an exchange by all rules.
///
/// ```
/// use scim::lint::{Context, Exchange, lint};
/// let exchange = Exchange {
///     method: "GET",
///     url: "/scim/v2/Users?count=2",
///     request_headers: &[],
///     request_body: None,
///     status: Some(200),
///     response_headers: &[("Content-Type".into(), "text/html".into())],
///     response_body: Some("<html><title>Sign in</title></html>"),
///     elapsed: None,
/// };
/// let report = lint(&exchange, &Context::default());
/// assert!(report.found.iter().any(|it| it.rule == "S02"));
/// ```
#[must_use]
pub fn lint(exchange: &Exchange<'_>, context: &Context<'_>) -> Report {
    let subject = Subject::new(*exchange, *context);
    let mut report = Report::default();
    for rule in rules() {
        match rule.outcome(&subject) {
            Outcome::Found(found) => report.found.extend(found),
            Outcome::Clean => report.clean.push(rule.id),
            Outcome::NotJudged(lacking) => {
                report.not_judged.push(NotJudged { rule: rule.id, lacking });
            }
        }
    }
    report
}
