//! Lint of an exchange of the history: it is brought before the rules with what is known besides, and what they say is
//! put into the words of the UI. It is done when somebody looks, never while requests are under way.

pub(crate) mod known;

use std::time::Duration;

use client::exchange::is_look;
use scim::finding::{Finding, Severity};
use scim::lint::{Exchange, Found, Part, Report, Rule, Side, lint, pointer_to_resource, rules};
use store::ExchangeRow;

use crate::App;
use crate::api::Empty;
use crate::api::lint::{
    ExchangeLint, ExchangeLinted, Lacking, LintFinding, LintedResource, LintedSide, RuleName,
};
use crate::call::Call;
use crate::error::Fault;
use crate::past;
use known::Known;

pub(crate) async fn exchange_lint(
    app: &App,
    request: ExchangeLint,
    _: &Call<Empty>,
) -> Result<ExchangeLinted, Fault> {
    app.blocking(move |app| {
        let (id, row) = past::found(app, &request.id)?;
        // A look at DNS, TCP or TLS is no exchange of HTTP, and a token request none of SCIM: no rule is about them.
        if row.seen.is_some() || is_look(&row.method) || row.asked_by == client::auth::ASKED_BY {
            return Ok(ExchangeLinted::default());
        }
        judged(app, id, row, request.resource.as_ref())
    })
    .await
}

fn judged(
    app: &App,
    id: i64,
    row: ExchangeRow,
    resource: Option<&LintedResource>,
) -> Result<ExchangeLinted, Fault> {
    let known = Known::of(app, id, &row)?;
    let texts = Texts::of(&row);
    let exchange = texts.exchange(&row);
    known.with(|context| {
        let mut linted = in_words(&lint(&exchange, context));
        if let Some(resource) = resource {
            let prefix = pointer_to_resource(&exchange, context, &resource.id);
            about_resource(&mut linted, prefix.as_deref(), &resource.told);
        }
        Ok(linted)
    })
}

/// The rules that the answer to a write breaks, now that it was read back.
pub(crate) fn of_write(
    app: &App,
    exchange: &str,
    before: Option<serde_json::Value>,
    after: serde_json::Value,
) -> Result<Vec<Finding>, Fault> {
    let (id, row) = past::found(app, exchange)?;
    let known = Known::of(app, id, &row)?.between(before, after);
    let texts = Texts::of(&row);
    let exchange = texts.exchange(&row);
    let report = known.with(|context| lint(&exchange, context));
    let broken = report.found.into_iter().filter(|it| !is_of_request(it)).map(|it| it.finding);
    Ok(broken.filter(|it| it.severity == Severity::Error).collect())
}

/// The bodies as text, in the character set that they came in.
struct Texts {
    request: Option<String>,
    response: Option<String>,
}

impl Texts {
    fn of(row: &ExchangeRow) -> Self {
        let text = |body: &Option<Vec<u8>>, headers: &[(String, String)]| {
            let bytes = body.clone().filter(|it| !it.is_empty())?;
            Some(past::body(bytes, past::content_type(headers)).text)
        };
        Self {
            request: text(&row.request_body, &row.request_headers),
            response: text(&row.response_body, &row.response_headers),
        }
    }

    /// An answer that broke off, or was not read to its end, is none: half of it would be judged for being half.
    fn exchange<'a>(&'a self, row: &'a ExchangeRow) -> Exchange<'a> {
        let is_whole = row.failure_code.is_none();
        Exchange {
            method: &row.method,
            url: &row.url,
            request_headers: &row.request_headers,
            request_body: self.request.as_deref(),
            status: row.status.filter(|_| is_whole),
            response_headers: if is_whole { &row.response_headers } else { &[] },
            response_body: self.response.as_deref().filter(|_| is_whole),
            elapsed: is_whole.then(|| Duration::from_micros(row.total_us)),
        }
    }
}

fn in_words(report: &Report) -> ExchangeLinted {
    let mut linted = ExchangeLinted::default();
    let mut told: Vec<&Found> = Vec::new();
    for found in &report.found {
        let again = |it: &&Found| it.part == found.part && found.finding.repeats(&it.finding);
        if !told.iter().any(again) {
            told.push(found);
            side(&mut linted, is_of_request(found)).findings.push(finding(found));
        }
    }
    for it in [&mut linted.request, &mut linted.response] {
        it.findings.sort_by_key(|it| it.severity);
    }
    for rule in rules() {
        let linted = side(&mut linted, rule.side == Side::Request);
        match report.not_judged.iter().find(|it| it.rule == rule.id) {
            Some(it) => lacks(&mut linted.not_judged, it.lacking.words(), rule),
            None => linted.judged += 1,
        }
    }
    linted
}

fn is_of_request(found: &Found) -> bool {
    matches!(found.part, Part::RequestHead | Part::RequestBody)
}

fn side(linted: &mut ExchangeLinted, is_request: bool) -> &mut LintedSide {
    if is_request { &mut linted.request } else { &mut linted.response }
}

fn finding(found: &Found) -> LintFinding {
    let Finding { severity, pointer, section, message, .. } = found.finding.clone();
    let rule = rules().iter().find(|it| it.id == found.rule);
    LintFinding {
        rule: found.rule.to_owned(),
        title: rule.map(|it| it.title).unwrap_or_default().to_owned(),
        why: rule.map(|it| it.why).unwrap_or_default().to_owned(),
        section,
        severity,
        message,
        part: found.part,
        pointer,
    }
}

fn lacks(all: &mut Vec<Lacking>, what: &str, rule: &Rule) {
    let name = RuleName { id: rule.id.to_owned(), title: rule.title.to_owned() };
    match all.iter_mut().find(|it| it.what == what) {
        Some(it) => it.rules.push(name),
        None => all.push(Lacking { what: what.to_owned(), rules: vec![name] }),
    }
}

/// Leaves what is about one resource of the answer, with pointers that begin there.
fn about_resource(linted: &mut ExchangeLinted, prefix: Option<&str>, told: &[Finding]) {
    linted.request.findings.clear();
    linted.response.findings.retain_mut(|it| {
        let below = prefix.and_then(|prefix| it.pointer.strip_prefix(prefix));
        let Some(below) = below.filter(|it| it.is_empty() || it.starts_with('/')) else {
            return false;
        };
        it.pointer = below.to_owned();
        it.part == Part::ResponseBody && !told.iter().any(|told| it.as_finding().repeats(told))
    });
}
