//! Looking up what became of a write of which nobody knows whether it was done. The read is shown first, is sent by the
//! pipeline as any other, and what it says is kept with the write. The write itself is never sent again.

use std::sync::Arc;

use client::error::{Failure, FailureKind};
use client::request::Request;
use client::write::{Reply, Sent, read_back_url};
use jiff::Timestamp;
use scim::outcome::{self, Answer, Judgement, Verdict};
use store::{ExchangeRow, ReadBackRow};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::App;
use crate::api::Empty;
use crate::api::exchanges::ExchangeRead;
use crate::api::read_back::{ReadBack, ReadBackPrepared};
use crate::call::Call;
use crate::error::Fault;
use crate::lint::known::Known;
use crate::open_tenant::{OpenTenant, context};
use crate::tenants::{SANDBOX, from_word, word};
use crate::{opening, past};

pub(crate) async fn read_back_prepare(
    app: &App,
    request: ExchangeRead,
    _: &Call<Empty>,
) -> Result<ReadBackPrepared, Fault> {
    app.blocking(move |app| {
        let (id, row) = past::found(app, &request.id)?;
        Ok(match offered(app, id, &row)? {
            Ok(url) => ReadBackPrepared::Offered {
                method: "GET".to_owned(),
                url: url.to_string(),
                opens_tenant: app.opened(&row.tenant_id).is_err(),
            },
            Err(why) => ReadBackPrepared::Untold { why },
        })
    })
    .await
}

pub(crate) async fn read_back_send(
    app: &App,
    request: ExchangeRead,
    call: &Call<Empty>,
) -> Result<ReadBack, Fault> {
    look_up(app, &request.id, &call.cancel).await
}

/// Reads back what became of a write whose exchange is this one, and keeps what was found.
pub(crate) async fn look_up(
    app: &App,
    exchange: &str,
    cancel: &CancellationToken,
) -> Result<ReadBack, Fault> {
    let wanted = exchange.to_owned();
    let (id, row, url) = app
        .blocking(move |app| {
            let (id, row) = past::found(app, &wanted)?;
            let url = offered(app, id, &row)?.map_err(refused)?;
            Ok((id, row, url))
        })
        .await?;
    let tenant = opened(app, &row.tenant_id, cancel).await?;
    let read = read(&tenant, &url, cancel).await?;
    app.blocking(move |app| {
        let judged = judge(app, id, &row, &read)?;
        keep(app, id, judged, read.exchange)
    })
    .await
}

/// What was found when this exchange was looked up before.
pub(crate) fn found_before(app: &App, id: i64) -> Result<Option<ReadBack>, Fault> {
    Ok(app.store().read_backs().get(id)?.map(shown))
}

fn shown(row: ReadBackRow) -> ReadBack {
    ReadBack {
        at: row.at.to_string(),
        verdict: from_word(&row.verdict, Verdict::CannotTell),
        words: row.words,
        exchange: row.read_exchange_id.map(|it| it.to_string()),
    }
}

/// The URL to read, or why no read tells.
fn offered(app: &App, id: i64, row: &ExchangeRow) -> Result<Result<Url, String>, Fault> {
    if !row.outcome_unknown {
        return Ok(Err("What became of this request is known.".to_owned()));
    }
    let known = Known::of(app, id, row)?;
    // What is at another address now says nothing of what was asked there.
    let now = past::base_url_of(app, &row.tenant_id);
    if now.is_none() || known.base_url() != now.as_deref() {
        return Ok(Err(elsewhere(&row.tenant_id)));
    }
    let read = with_sent(row, |sent| known.with(|context| outcome::read_back(sent, context)));
    Ok(match (read, Url::parse(&row.url)) {
        (Ok(read), Ok(url)) => Ok(read_back_url(&url, &read)),
        (Ok(_), Err(_)) => Err(elsewhere(&row.tenant_id)),
        (Err(untold), _) => Err(untold.words()),
    })
}

fn elsewhere(tenant_id: &str) -> String {
    match tenant_id {
        SANDBOX => "The sandbox begins anew with every start: what it held then is gone.",
        _ => "The tenant has another base URL now: what is there says nothing of this request.",
    }
    .to_owned()
}

fn refused(why: String) -> Fault {
    Fault::NotNow {
        title: "This cannot be read back".to_owned(),
        detail: why,
        hint: "Look at the resource in the directory.".to_owned(),
    }
}

/// The request as it was kept.
fn with_sent<T>(row: &ExchangeRow, look: impl FnOnce(&outcome::Sent<'_>) -> T) -> T {
    let text =
        |bytes: &Vec<u8>| past::body(bytes.clone(), past::content_type(&row.request_headers)).text;
    let body = row.request_body.as_ref().filter(|it| !it.is_empty()).map(text);
    let sent_at = row.started_at.to_string();
    look(&outcome::Sent {
        method: &row.method,
        url: &row.url,
        body: body.as_deref(),
        sent_at: Some(&sent_at),
    })
}

async fn opened(app: &App, id: &str, cancel: &CancellationToken) -> Result<Arc<OpenTenant>, Fault> {
    if let Ok(tenant) = app.opened(id) {
        return Ok(tenant);
    }
    opening::open(app, id, cancel).await?;
    app.opened(id)
}

/// What the read was answered, and the exchange that shows it.
struct Read {
    /// A success, or one that says that there is no such resource.
    status: u16,
    text: String,
    exchange: Option<String>,
}

async fn read(tenant: &OpenTenant, url: &Url, cancel: &CancellationToken) -> Result<Read, Fault> {
    let session = &tenant.session;
    let request = Request::parse(session.base(), "GET", url.as_str(), &[], None)?;
    let reply = match session.send(&request, None, &context("Read back", cancel)).await? {
        Sent::Answered(reply) => reply,
        Sent::Unknown(unknown) => return Err(unknown.failure.into()),
    };
    let Reply { status, headers, body, refusal, incomplete, exchange } = reply;
    if let Some(failure) = incomplete {
        return Err(failure.into());
    }
    let says_missing = |it: &Failure| {
        matches!(status, 404 | 410) && !matches!(*it.kind, FailureKind::Intermediary { .. })
    };
    if let Some(failure) = refusal.filter(|it| !says_missing(it)) {
        return Err(failure.into());
    }
    let text = past::body(body, past::content_type(&headers)).text;
    Ok(Read { status, text, exchange })
}

fn judge(app: &App, id: i64, row: &ExchangeRow, read: &Read) -> Result<Judgement, Fault> {
    let answer = match read.status {
        404 | 410 => Answer::missing(read.status, &read.text),
        _ => Answer::Body(&read.text),
    };
    // Opening the tenant may have told more of it.
    let known = Known::of(app, id, row)?;
    Ok(with_sent(row, |sent| known.with(|context| outcome::judge(sent, answer, context))))
}

fn keep(
    app: &App,
    id: i64,
    judged: Judgement,
    exchange: Option<String>,
) -> Result<ReadBack, Fault> {
    let row = ReadBackRow {
        exchange_id: id,
        at: Timestamp::now(),
        verdict: word(&judged.verdict),
        words: judged.words,
        read_exchange_id: exchange.and_then(|it| it.parse().ok()),
    };
    app.store().read_backs().put(&row)?;
    // As it is kept, so that it reads the same later.
    Ok(found_before(app, id)?.unwrap_or_else(|| shown(row)))
}
