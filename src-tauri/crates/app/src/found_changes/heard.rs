//! What the history heard of one resource: each read of it, alone or in a page of a list, and each write from here.

use jiff::Timestamp;
use scim::message::{self, ListResponse};
use serde_json::Value;
use store::{ChangeFilter, ExchangeFilter, ExchangeSummaryRow};
use url::Url;

use crate::App;
use crate::api::changes::{ChangeOutcome, ChangedAttribute, ChangesFind};
use crate::error::Fault;
use crate::past;
use crate::writes::Kept;

/// How many exchanges of the resource's own URL are looked through, and how many others that name it.
const MOST_OWN: u32 = 100;
const MOST_NAMING: u32 = 100;
/// How many bytes the answers that are looked at may have together: the newest count.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// Shorter ones are not looked for in texts by the history.
const SHORTEST_ID: usize = 3;

/// Something that was heard.
#[derive(Debug)]
pub(super) enum Event {
    Seen(Seen),
    Written(Written),
}

/// A read that shows the resource.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) at: Timestamp,
    pub(super) exchange: i64,
    pub(super) value: Value,
    /// The names of attributes that it was asked to leave out, in lower case.
    pub(super) left_out: Vec<String>,
}

/// A write that was done, or may have been.
#[derive(Debug)]
pub(super) struct Written {
    at: Timestamp,
    /// What it was to bring about, as far as that is known.
    pub(super) changes: Vec<ChangedAttribute>,
}

/// All that was heard, the oldest first. Blocks.
pub(super) fn events(app: &App, of: &ChangesFind, path: &str) -> Result<Vec<Event>, Fault> {
    let mut rows = listed(app, of, Some(path), None, MOST_OWN)?;
    if of.id.len() >= SHORTEST_ID {
        let naming = listed(app, of, None, Some(&of.id), MOST_NAMING)?;
        let is_new = |it: &ExchangeSummaryRow| path_of(&it.url).as_deref() != Some(path);
        rows.extend(naming.into_iter().filter(is_new));
    }
    rows.sort_by_key(|it| std::cmp::Reverse(it.started_at));
    let (mut events, mut bytes) = (Vec::new(), 0_u64);
    for row in &rows {
        if is_write(row) {
            events.push(Event::Written(Written { at: row.started_at, changes: Vec::new() }));
            continue;
        }
        bytes = bytes.saturating_add(row.response_bytes);
        // What was heard before that may be told with a gap: it is left out.
        if bytes > MOST_BYTES {
            break;
        }
        events.extend(seen(app, row, &of.id)?.map(Event::Seen));
    }
    events.extend(logged(app, of)?.into_iter().map(Event::Written));
    events.sort_by_key(Event::at);
    Ok(events)
}

impl Event {
    fn at(&self) -> Timestamp {
        match self {
            Self::Seen(seen) => seen.at,
            Self::Written(written) => written.at,
        }
    }
}

fn listed(
    app: &App,
    of: &ChangesFind,
    path: Option<&str>,
    text: Option<&str>,
    limit: u32,
) -> Result<Vec<ExchangeSummaryRow>, Fault> {
    Ok(app.store().exchanges().list(&ExchangeFilter {
        tenant_id: Some(of.tenant_id.clone()),
        path: path.map(str::to_owned),
        text: text.map(str::to_owned),
        limit,
        ..ExchangeFilter::default()
    })?)
}

/// Writes that the change log has, with what they were to bring about. It outlives the history.
fn logged(app: &App, of: &ChangesFind) -> Result<Vec<Written>, Fault> {
    let filter = ChangeFilter {
        tenant_id: of.tenant_id.clone(),
        resource_type: Some(of.resource_type.clone()),
        resource_id: Some(of.id.clone()),
        limit: MOST_OWN,
        ..ChangeFilter::default()
    };
    let kept = app.store().changes().list(&filter)?.into_iter().map(Kept::of);
    let done = kept.filter(|it| it.outcome(app) != ChangeOutcome::Refused);
    Ok(done.map(|it| Written { at: it.row.at, changes: it.detail.changes }).collect())
}

/// Whether an exchange changed something, or may have. A token request changes nothing at the server.
fn is_write(row: &ExchangeSummaryRow) -> bool {
    let is_read = ["GET", "HEAD"].contains(&row.method.as_str()) || row.url.contains("/.search");
    let is_refused = row.status.is_some_and(|it| it >= 300) && !row.outcome_unknown;
    !is_read && !is_refused && row.asked_by != client::auth::ASKED_BY
}

/// The resource as a read shows it; `None` where it does not show all that it was not asked to leave out.
fn seen(app: &App, row: &ExchangeSummaryRow, id: &str) -> Result<Option<Seen>, Fault> {
    let is_whole = row.status == Some(200) && row.failure_code.is_none();
    // What a search by POST leaves out stands in its body.
    let Some(left_out) = left_out(&row.url).filter(|_| is_whole && row.method == "GET") else {
        return Ok(None);
    };
    let Some(exchange) = app.store().exchanges().get(row.id)? else { return Ok(None) };
    let Some(bytes) = exchange.response_body else { return Ok(None) };
    let body = past::body(bytes, past::content_type(&exchange.response_headers));
    let value = shown(&body.text, id);
    Ok(value.map(|value| Seen { at: row.started_at, exchange: row.id, value, left_out }))
}

fn shown(text: &str, id: &str) -> Option<Value> {
    let has_id = |it: &Value| it.get("id").and_then(Value::as_str) == Some(id);
    let alone = message::resource(text).ok().map(|it| it.value).filter(has_id);
    alone.or_else(|| {
        let list = ListResponse::parse(text).ok()?.value;
        let rows = list.resources.iter().filter(|it| it.get().contains(id));
        rows.map(|it| message::lenient(it.get())).find(has_id)
    })
}

/// What a URL asks to leave out; `None` where it names what it wants alone, or what cannot be told apart here.
fn left_out(url: &str) -> Option<Vec<String>> {
    let url = Url::parse(url).ok()?;
    let mut names = Vec::new();
    for (name, value) in url.query_pairs() {
        if name.eq_ignore_ascii_case("attributes") {
            return None;
        }
        if name.eq_ignore_ascii_case("excludedAttributes") {
            names.extend(value.split(',').map(|it| it.trim().to_ascii_lowercase()));
        }
    }
    names.retain(|it| !it.is_empty());
    names.iter().all(|it| !it.contains(['.', ':'])).then_some(names)
}

fn path_of(url: &str) -> Option<String> {
    Url::parse(url).ok().map(|it| it.path().to_owned())
}
