//! The history: a page of exchanges, and one in full.

use std::collections::HashMap;

use client::{accepted, charset};
use store::{ExchangeFilter, ExchangeRow, ExchangeSummaryRow, TenantRow};
use url::Url;

use crate::App;
use crate::api::Empty;
use crate::api::exchanges::{
    About, BodyText, Exchange, ExchangeRead, ExchangeSummary, ExchangesList, ExchangesListed,
    Header, Later, OutcomeFilter, Times,
};
use crate::api::read_back::ReadBack;
use crate::call::Call;
use crate::error::Fault;
use crate::read_back;
use crate::tenants::SANDBOX;

const MOST_ROWS: u32 = 500;

pub(crate) async fn exchanges_list(
    app: &App,
    request: ExchangesList,
    _: &Call<Empty>,
) -> Result<ExchangesListed, Fault> {
    app.blocking(move |app| list(app, &request)).await
}

pub(crate) async fn exchange_read(
    app: &App,
    request: ExchangeRead,
    _: &Call<Empty>,
) -> Result<Exchange, Fault> {
    app.blocking(move |app| {
        let (id, row) = found(app, &request.id)?;
        in_full(app, id, row)
    })
    .await
}

/// An exchange by the id that the UI knows it by.
pub(crate) fn found(app: &App, id: &str) -> Result<(i64, ExchangeRow), Fault> {
    let missing = || Fault::NoExchange { id: id.to_owned() };
    let number: i64 = id.parse().map_err(|_| missing())?;
    let row = app.store().exchanges().get(number)?.ok_or_else(missing)?;
    Ok((number, row))
}

fn list(app: &App, request: &ExchangesList) -> Result<ExchangesListed, Fault> {
    let path = request.about.as_ref().map(|it| path_about(app, request.tenant_id.as_deref(), it));
    let store = app.store();
    let text = request.text.trim();
    let limit = request.limit.clamp(1, MOST_ROWS);
    let mut filter = ExchangeFilter {
        tenant_id: request.tenant_id.clone(),
        status_class: status_class(request.outcome),
        outcome_unknown: request.outcome == OutcomeFilter::Unknown,
        text: (!text.is_empty()).then(|| text.to_owned()),
        path: path.transpose()?,
        limit: limit + 1,
        ..ExchangeFilter::default()
    };
    let total = store.exchanges().count(&filter)?;
    filter.before = request.before.as_deref().and_then(|it| it.parse().ok());
    let mut rows = store.exchanges().list(&filter)?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > wanted;
    rows.truncate(wanted);
    let bases = base_urls(app, store.tenants().list()?);
    let exchanges = rows.into_iter().map(|row| of_summary(app, &bases, row));
    Ok(ExchangesListed {
        exchanges: exchanges.collect::<Result<_, _>>()?,
        total: clamp(total),
        total_is_least: !text.is_empty() && total >= filter.count_limit,
        more,
    })
}

/// The path of a resource's own URL, as requests for it are recorded.
fn path_about(app: &App, tenant_id: Option<&str>, about: &About) -> Result<String, Fault> {
    let id = tenant_id.unwrap_or_default();
    let open = app.opened(id)?;
    let resource_type = open.resource_types().iter().find(|it| it.name == about.resource_type);
    let no_type = || Fault::NoResourceType { name: about.resource_type.clone() };
    let endpoint = &resource_type.ok_or_else(no_type)?.endpoint;
    Ok(open.session.recorded_path(endpoint, &about.id)?)
}

fn status_class(outcome: OutcomeFilter) -> Option<u8> {
    match outcome {
        OutcomeFilter::All | OutcomeFilter::Unknown => None,
        OutcomeFilter::Success => Some(2),
        OutcomeFilter::ClientError => Some(4),
        OutcomeFilter::ServerError => Some(5),
        OutcomeFilter::Failed => Some(0),
    }
}

/// The row of the history that an exchange has just become, its path cut by its tenant's base URL.
pub(crate) fn summary_under(base: Option<&str>, id: i64, row: &ExchangeRow) -> ExchangeSummary {
    ExchangeSummary {
        id: id.to_string(),
        tenant_id: row.tenant_id.clone(),
        asked_by: row.asked_by.clone(),
        started_at: row.started_at.to_string(),
        method: row.method.clone(),
        path: path_of(&row.url, base),
        url: row.url.clone(),
        status: row.status,
        failure: failure(row.failure_code.as_deref(), row.failure_message.as_deref()),
        accepted: row.accepted,
        outcome_unknown: row.outcome_unknown,
        read_back: None,
        ms: milliseconds(row.total_us),
        size_bytes: row.response_body.as_ref().map_or(0, |it| clamp(it.len() as u64)),
    }
}

fn of_summary(
    app: &App,
    bases: &HashMap<String, String>,
    row: ExchangeSummaryRow,
) -> Result<ExchangeSummary, Fault> {
    Ok(ExchangeSummary {
        id: row.id.to_string(),
        path: path_of(&row.url, bases.get(&row.tenant_id).map(String::as_str)),
        tenant_id: row.tenant_id,
        asked_by: row.asked_by,
        started_at: row.started_at.to_string(),
        method: row.method,
        url: row.url,
        status: row.status,
        failure: failure(row.failure_code.as_deref(), row.failure_message.as_deref()),
        accepted: row.accepted,
        outcome_unknown: row.outcome_unknown,
        read_back: read_back(app, row.id, row.outcome_unknown)?,
        ms: milliseconds(row.total_us),
        size_bytes: clamp(row.response_bytes),
    })
}

/// What was found of a write whose outcome nobody knew; of others nothing is looked up.
fn read_back(app: &App, id: i64, outcome_unknown: bool) -> Result<Option<ReadBack>, Fault> {
    if outcome_unknown { read_back::found_before(app, id) } else { Ok(None) }
}

fn failure(code: Option<&str>, message: Option<&str>) -> Option<String> {
    code.map(|code| message.unwrap_or(code).to_owned())
}

fn in_full(app: &App, id: i64, row: ExchangeRow) -> Result<Exchange, Fault> {
    let mut summary = summary_under(base_url_of(app, &row.tenant_id).as_deref(), id, &row);
    summary.read_back = read_back(app, id, row.outcome_unknown)?;
    let times = times(&row);
    let has_body = row.response_body.as_ref().is_some_and(|it| !it.is_empty());
    let later = row.status.and_then(|status| accepted::of(status, &row.response_headers, has_body));
    let response_body = row.response_body.filter(|it| !it.is_empty());
    Ok(Exchange {
        request_body: row.request_body.map(|it| body(it, content_type(&row.request_headers))),
        response_body: response_body.map(|it| body(it, content_type(&row.response_headers))),
        request_headers: headers(row.request_headers),
        response_headers: headers(row.response_headers),
        http_version: row.http_version,
        times,
        later: later.map(|it| Later { monitor: it.monitor, retry_after: it.retry_after }),
        request_id: row.request_id,
        seen: row.seen,
        summary,
    })
}

fn times(row: &ExchangeRow) -> Times {
    let connecting: u64 = [row.dns_us, row.connect_us, row.tls_us].into_iter().flatten().sum();
    Times {
        reused: row.reused,
        dns: row.dns_us.map(milliseconds),
        connect: row.connect_us.map(milliseconds),
        tls: row.tls_us.map(milliseconds),
        wait: row.to_headers_us.map(|it| milliseconds(it.saturating_sub(connecting))),
        read: row.read_us.map(milliseconds),
    }
}

pub(crate) fn content_type(headers: &[(String, String)]) -> Option<&str> {
    let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type"));
    found.map(|(_, value)| value.as_str())
}

pub(crate) fn headers(pairs: Vec<(String, String)>) -> Vec<Header> {
    pairs.into_iter().map(|(name, value)| Header { name, value }).collect()
}

/// A body as it is shown.
pub(crate) fn body(bytes: Vec<u8>, content_type: Option<&str>) -> BodyText {
    let size_bytes = clamp(bytes.len() as u64);
    let charset = charset::of(content_type, &bytes);
    let (text, is_utf8) = match (charset, String::from_utf8(bytes)) {
        (Some(charset), Ok(text)) => (charset.decode(text.as_bytes()), false),
        (Some(charset), Err(error)) => (charset.decode(error.as_bytes()), false),
        (None, Ok(text)) => (text, true),
        (None, Err(error)) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), false),
    };
    let said_json = content_type.is_some_and(|it| it.to_ascii_lowercase().contains("json"));
    let looks_json = text.trim_start().starts_with(['{', '[']);
    let charset = charset.map(|it| it.to_string());
    BodyText { is_json: said_json || looks_json, text, is_utf8, charset, size_bytes }
}

fn base_urls(app: &App, rows: Vec<TenantRow>) -> HashMap<String, String> {
    let mut bases: HashMap<String, String> =
        rows.into_iter().map(|it| (it.id, it.base_url)).collect();
    if let Some(base) = sandbox_base(app) {
        bases.insert(SANDBOX.to_owned(), base);
    }
    bases
}

/// The base URL that a tenant has now.
pub(crate) fn base_url_of(app: &App, tenant_id: &str) -> Option<String> {
    if tenant_id == SANDBOX {
        return sandbox_base(app);
    }
    // Each batch that is recorded asks: what is open need not be read again.
    if let Ok(open) = app.opened(tenant_id) {
        return Some(open.session.base().as_str().to_owned());
    }
    let row = app.store().tenants().get(tenant_id);
    row.ok().flatten().map(|it| it.base_url)
}

/// The sandbox has another port in each run; older exchanges are cut by its path.
fn sandbox_base(app: &App) -> Option<String> {
    app.started_sandbox().map(|it| it.base_url().to_owned())
}

/// The part of a URL after the tenant's base URL; path and query where it is under another one.
fn path_of(url: &str, base: Option<&str>) -> String {
    if let Some(rest) = base.filter(|it| !it.is_empty()).and_then(|it| url.strip_prefix(it)) {
        return if rest.is_empty() { "/".to_owned() } else { rest.to_owned() };
    }
    match Url::parse(url) {
        Ok(parsed) if parsed.has_host() && !parsed.path().is_empty() => {
            let query = parsed.query().map(|it| format!("?{it}")).unwrap_or_default();
            let base_path = base.and_then(|it| Url::parse(it).ok()).map(|it| it.path().to_owned());
            let path = base_path.and_then(|it| parsed.path().strip_prefix(&it).map(str::to_owned));
            format!("{}{query}", path.unwrap_or_else(|| parsed.path().to_owned()))
        }
        _ => url.to_owned(),
    }
}

fn milliseconds(microseconds: u64) -> f64 {
    let tenths = u32::try_from(microseconds / 100).unwrap_or(u32::MAX);
    f64::from(tenths) / 10.0
}

pub(crate) fn clamp(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_what_follows_the_base_url() {
        let base = Some("https://scim.example.com/scim/v2");
        assert_eq!(
            path_of("https://scim.example.com/scim/v2/Users?count=1", base),
            "/Users?count=1"
        );
        assert_eq!(path_of("https://scim.example.com/scim/v2", base), "/");
        assert_eq!(path_of("https://old.example.com/scim/v2/Users/1", base), "/Users/1");
        assert_eq!(path_of("https://old.example.com/login?a=b", base), "/login?a=b");
        assert_eq!(path_of("dns://scim.example.com", base), "dns://scim.example.com");
    }
}
