//! What is known besides an exchange when it is judged: what the tenant's server says of itself, if the tenant is open,
//! and what the history has of the same list or the same resource. All of it is bounded, and what is not at hand is left
//! out: rules then say what they lack.

use std::time::Duration;

use client::discovery::{Part, Source};
use client::redact::MASK;
use jiff::SignedDuration;
use scim::lint::{Context, Discovery, Fingerprint};
use scim::message::{self, ListResponse};
use scim::provider_config::ProviderConfig;
use scim::schema::{self, Schema};
use scim::view::TypeModel;
use serde_json::Value;
use store::{ExchangeFilter, ExchangeRow, ExchangeSummaryRow};
use url::Url;

use crate::App;
use crate::error::Fault;
use crate::past;
use crate::tenants::SANDBOX;

/// How many exchanges of the tenant are looked through for pages and for the resource before.
const LOOKED_THROUGH: u32 = 200;
/// How many earlier pages are read, and how many bytes they may have together.
const MOST_PAGES: usize = 20;
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// Pages that were read longer ago belong to another walk through the list.
const LONGEST_WALK: Duration = Duration::from_secs(15 * 60);

/// What is known besides an exchange.
#[derive(Default)]
pub(crate) struct Known {
    base_url: Option<String>,
    /// The provider's description of itself, where the server served one.
    provider_config: Option<ProviderConfig>,
    models: Vec<TypeModel>,
    schemas: Vec<Schema>,
    is_open: bool,
    earlier_ids: Option<Vec<String>>,
    resource_before: Option<Value>,
    resource_after: Option<Value>,
    earlier_fingerprint: Option<Fingerprint>,
}

impl Known {
    pub(crate) fn of(app: &App, id: i64, row: &ExchangeRow) -> Result<Self, Fault> {
        let mut known = Self::default();
        let now = past::base_url_of(app, &row.tenant_id);
        known.base_url = now.as_deref().and_then(|it| base_then(it, &row.url));
        // A tenant that has moved since says nothing of the server that it had; the sandbox only changes its port.
        let is_same_server = known.base_url == now || row.tenant_id == SANDBOX;
        if known.base_url.is_some() && is_same_server {
            known.learn_discovery(app, &row.tenant_id);
        }
        known.earlier_ids = earlier_ids(app, id, row)?;
        known.resource_before = resource_before(app, id, row)?;
        known.earlier_fingerprint = earlier_fingerprint(app, id, row)?;
        Ok(known)
    }

    /// The same, with the resource as it was before a write and as it was read back after it.
    pub(crate) fn between(mut self, before: Option<Value>, after: Value) -> Self {
        self.resource_before = before.or(self.resource_before);
        self.resource_after = Some(after);
        self
    }

    /// The base URL as it was for the exchange.
    pub(crate) fn base_url(&self) -> Option<&str> {
        self.base_url.as_deref()
    }

    /// Hands out what is known in the form in which rules take it.
    pub(crate) fn with<T>(&self, look: impl FnOnce(&Context<'_>) -> T) -> T {
        let ids = self.earlier_ids.as_ref();
        let ids = ids.map(|it| it.iter().map(String::as_str).collect::<Vec<_>>());
        let discovery = self.is_open.then_some(Discovery {
            provider_config: self.provider_config.as_ref(),
            models: &self.models,
            schemas: &self.schemas,
        });
        look(&Context {
            base_url: self.base_url.as_deref(),
            mask: Some(MASK),
            discovery,
            earlier_ids: ids.as_deref(),
            resource_before: self.resource_before.as_ref(),
            resource_after: self.resource_after.as_ref(),
            earlier_fingerprint: self.earlier_fingerprint,
            ..Context::default()
        })
    }

    /// Only what the server itself has served counts: what is built in would be taken for its word.
    fn learn_discovery(&mut self, app: &App, tenant_id: &str) {
        let Ok(open) = app.opened(tenant_id) else { return };
        self.is_open = true;
        let discovery = &open.discovery;
        self.provider_config = served(&discovery.provider_config).cloned();
        self.schemas = served(&discovery.schemas).cloned().unwrap_or_default();
        if served(&discovery.resource_types).is_some() && !self.schemas.is_empty() {
            self.models = open.models().cloned().collect();
        }
    }
}

fn served<T>(part: &Part<T>) -> Option<&T> {
    (part.source == Source::Server).then_some(&part.value)
}

/// The base URL as it was for an exchange: the tenant's path on the host that the exchange went to.
fn base_then(now: &str, url: &str) -> Option<String> {
    let (base, sent) = (Url::parse(now).ok()?, Url::parse(url).ok()?);
    let path = base.path().trim_end_matches('/');
    let below = sent.path().strip_prefix(path)?;
    if !(below.is_empty() || below.starts_with('/')) {
        return None;
    }
    if base.origin() == sent.origin() {
        return Some(now.to_owned());
    }
    Some(format!("{}{path}", sent.origin().ascii_serialization()))
}

/// A list request, apart from where its page begins.
#[derive(Debug, PartialEq, Eq)]
struct Walk {
    path: String,
    /// All parameters but those that choose the page.
    parameters: Vec<(String, String)>,
}

impl Walk {
    /// The walk that a request belongs to, and where its page begins; `None` for a page by cursor.
    fn of(url: &str) -> Option<(Self, u64)> {
        let url = Url::parse(url).ok()?;
        let mut start = 1;
        let mut parameters = Vec::new();
        for (name, value) in url.query_pairs() {
            match name.to_ascii_lowercase().as_str() {
                "startindex" => start = value.parse().ok()?,
                "count" => {}
                "cursor" => return None,
                _ => parameters.push((name.into_owned(), value.into_owned())),
            }
        }
        Some((Self { path: url.path().to_owned(), parameters }, start))
    }
}

/// The ids of the pages before this one, read back from it to the first without a gap; `None` where one is missing.
fn earlier_ids(app: &App, id: i64, row: &ExchangeRow) -> Result<Option<Vec<String>>, Fault> {
    let Some((walk, mut start)) = Walk::of(&row.url).filter(|(_, start)| *start > 1) else {
        return Ok(None);
    };
    if row.method != "GET" {
        return Ok(None);
    }
    let (mut ids, mut bytes, mut pages) = (Vec::new(), 0, 0);
    for older in before(app, id, row, None)? {
        let age = row.started_at.duration_since(older.started_at);
        let is_walk = age <= SignedDuration::try_from(LONGEST_WALK).unwrap_or_default();
        if !is_walk || is_change(&older) || pages == MOST_PAGES {
            return Ok(None);
        }
        let Some((_, from)) = Walk::of(&older.url).filter(|(it, at)| *it == walk && *at < start)
        else {
            continue;
        };
        bytes += older.response_bytes;
        if bytes > MOST_BYTES || !is_read(&older) {
            continue;
        }
        let Some(page) = page_ids(app, older.id)?.filter(|it| from + it.len() as u64 == start)
        else {
            continue;
        };
        ids.extend(page.into_iter().flatten());
        (start, pages) = (from, pages + 1);
        if start <= 1 {
            return Ok(Some(ids));
        }
    }
    Ok(None)
}

/// The id of each row of a page that was read.
fn page_ids(app: &App, id: i64) -> Result<Option<Vec<Option<String>>>, Fault> {
    let Some(text) = answer(app, id)? else { return Ok(None) };
    let Ok(list) = ListResponse::parse(&text) else { return Ok(None) };
    let rows = list.value.resources.iter();
    let ids = rows.map(|it| message::lenient(it.get()).get("id")?.as_str().map(str::to_owned));
    Ok(Some(ids.collect()))
}

/// The resource as it was before a change of it, where the last thing that was heard of it is all of it.
fn resource_before(app: &App, id: i64, row: &ExchangeRow) -> Result<Option<Value>, Fault> {
    if !["PUT", "PATCH", "DELETE"].contains(&row.method.as_str()) {
        return Ok(None);
    }
    let Some(path) = Url::parse(&row.url).ok().map(|it| it.path().to_owned()) else {
        return Ok(None);
    };
    let heard = before(app, id, row, Some(path))?;
    // After a write of which nobody knows the outcome nothing is known of the resource.
    let told = |it: &&ExchangeSummaryRow| {
        is_read(it) || it.outcome_unknown || it.status.is_some_and(|it| it < 300)
    };
    let Some(last) = heard.iter().find(told) else { return Ok(None) };
    let is_part = Url::parse(&last.url).is_ok_and(|it| it.query().is_some());
    if is_part || !is_read(last) && last.status != Some(200) || last.response_bytes > MOST_BYTES {
        return Ok(None);
    }
    let text = answer(app, last.id)?;
    Ok(text.and_then(|it| message::resource(&it).ok()).map(|it| it.value))
}

/// How the schemas read the last time that the same was asked of the same server.
fn earlier_fingerprint(
    app: &App,
    id: i64,
    row: &ExchangeRow,
) -> Result<Option<Fingerprint>, Fault> {
    let path = Url::parse(&row.url).ok().map(|it| it.path().to_owned());
    let is_schemas = |it: &String| it.trim_end_matches('/').ends_with("/Schemas");
    let Some(path) = path.filter(is_schemas).filter(|_| row.method == "GET") else {
        return Ok(None);
    };
    let before = before(app, id, row, Some(path))?;
    let last = before.iter().find(|it| it.url == row.url && is_read(it));
    let Some(last) = last.filter(|it| it.response_bytes <= MOST_BYTES) else { return Ok(None) };
    let text = answer(app, last.id)?;
    let schemas = text.and_then(|it| schema::parse_all(&it).ok()).map(|it| it.value);
    Ok(schemas.map(|it| Fingerprint::of(&it)))
}

/// The exchanges of a tenant before one, the newest first.
fn before(
    app: &App,
    id: i64,
    row: &ExchangeRow,
    path: Option<String>,
) -> Result<Vec<ExchangeSummaryRow>, Fault> {
    Ok(app.store().exchanges().list(&ExchangeFilter {
        tenant_id: Some(row.tenant_id.clone()),
        before: Some(id),
        limit: LOOKED_THROUGH,
        path,
        ..ExchangeFilter::default()
    })?)
}

/// Whether an exchange changed what later ones read.
fn is_change(row: &ExchangeSummaryRow) -> bool {
    let is_write = ["POST", "PUT", "PATCH", "DELETE"].contains(&row.method.as_str());
    // A token request changes nothing at the server.
    let is_ours = row.asked_by == client::auth::ASKED_BY;
    is_write && !is_ours && !row.url.contains("/.search") && row.status.is_none_or(|it| it < 300)
}

/// Whether an exchange is a read that was answered.
fn is_read(row: &ExchangeSummaryRow) -> bool {
    row.method == "GET" && row.status == Some(200) && row.failure_code.is_none()
}

fn answer(app: &App, id: i64) -> Result<Option<String>, Fault> {
    let row = app.store().exchanges().get(id)?;
    Ok(row.and_then(|row| {
        let bytes = row.response_body?;
        Some(past::body(bytes, past::content_type(&row.response_headers)).text)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_url_of_then_is_the_path_of_now_on_the_host_of_then() {
        let now = "https://new.example.com/scim/v2";
        let then = |url: &str| base_then(now, url);
        assert_eq!(then("https://new.example.com/scim/v2/Users?a=b").as_deref(), Some(now));
        assert_eq!(
            then("https://old.example.com:8443/scim/v2/Users").as_deref(),
            Some("https://old.example.com:8443/scim/v2")
        );
        assert_eq!(then("https://new.example.com/scim/v20/Users"), None);
        assert_eq!(then("https://new.example.com/login"), None);
    }

    #[test]
    fn pages_of_one_list_belong_together_whatever_their_size() {
        let of = |query: &str| Walk::of(&format!("https://example.com/Users?{query}"));
        let (first, start) = of("filter=a%20pr&startIndex=1&count=100").unwrap();
        assert_eq!(start, 1);
        assert_eq!(of("count=20&filter=a%20pr&startIndex=101"), Some((first, 101)));
        assert_ne!(of("filter=b%20pr&startIndex=1").unwrap().0, of("startIndex=1").unwrap().0);
        assert_eq!(of("cursor=abc"), None);
    }
}
