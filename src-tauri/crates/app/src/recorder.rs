//! Keeps every exchange in the history and tells the windows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use client::exchange::{BoxFuture, Exchange, Outcome, Recorded, Recorder, is_look};
use client::{accepted, rate_limit};
use jiff::SignedDuration;
use store::ExchangeRow;

use crate::App;
use crate::api::event::AppEvent;
use crate::api::exchanges::{Quota, RateLimits};
use crate::recording;

/// Records the exchanges of one tenant.
#[derive(Debug)]
pub(crate) struct History {
    app: App,
    tenant_id: String,
    count: Arc<AtomicU32>,
}

impl History {
    pub(crate) fn new(app: &App, tenant_id: &str) -> Self {
        Self { app: app.clone(), tenant_id: tenant_id.to_owned(), count: Arc::default() }
    }

    /// How many HTTP requests were made since this recorder was; a look at DNS, TCP or TLS is none.
    pub(crate) fn count(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.count)
    }
}

impl Recorder for History {
    fn record(&self, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        if !is_look(&exchange.method) {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        let tenant_id = self.tenant_id.clone();
        Box::pin(async move {
            let limits = limits(&exchange);
            let row = row(tenant_id, exchange);
            match recording::keep(&self.app, row, limits).await {
                Ok(id) => Recorded { id: Some(id.to_string()) },
                Err(fault) => {
                    self.app.emit(AppEvent::RecordingFailed { reason: fault.to_string() });
                    Recorded { id: None }
                }
            }
        })
    }
}

/// What the answer says about limits. It came when its head did: that is what "in 20 seconds" counts from.
fn limits(exchange: &Exchange) -> Option<RateLimits> {
    let (Outcome::Answered(answered) | Outcome::Failed { partial: Some(answered), .. }) =
        &exchange.outcome
    else {
        return None;
    };
    let arrived = exchange.timing.to_headers_us.and_then(|it| i64::try_from(it).ok()).unwrap_or(0);
    let arrived = exchange.started_at.checked_add(SignedDuration::from_micros(arrived)).ok()?;
    let said = rate_limit::read(&answered.headers, arrived)?;
    Some(RateLimits {
        quotas: said.quotas.into_iter().map(quota).collect(),
        retry_at: said.retry_at.map(|it| it.to_string()),
    })
}

fn quota(it: rate_limit::Quota) -> Quota {
    let clamp = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
    Quota {
        name: it.name,
        limit: it.limit.map(clamp),
        remaining: it.remaining.map(clamp),
        window_seconds: it.window_seconds.map(clamp),
        resets_at: it.resets_at.map(|it| it.to_string()),
        headers: it.headers,
    }
}

fn row(tenant_id: String, exchange: Exchange) -> ExchangeRow {
    let (answered, failure, seen) = match exchange.outcome {
        Outcome::Answered(answered) => (Some(answered), None, None),
        Outcome::Seen(seen) => (None, None, Some(seen)),
        Outcome::Failed { code, message, partial } => (partial, Some((code, message)), None),
    };
    let accepted = answered
        .as_ref()
        .is_some_and(|it| accepted::of(it.status, &it.headers, !it.body.is_empty()).is_some());
    let (failure_code, failure_message) = failure.unzip();
    let (status, http_version, response_headers, response_body) = match answered {
        Some(it) => (Some(it.status), Some(it.http_version), it.headers, Some(it.body)),
        None => (None, None, Vec::new(), None),
    };
    ExchangeRow {
        tenant_id,
        asked_by: exchange.asked_by,
        operation: exchange.operation,
        started_at: exchange.started_at,
        method: exchange.method,
        url: exchange.url,
        request_headers: exchange.request_headers,
        request_body: exchange.request_body,
        status,
        http_version,
        response_headers,
        response_body,
        failure_code,
        failure_message,
        seen,
        total_us: exchange.timing.total_us,
        to_headers_us: exchange.timing.to_headers_us,
        read_us: exchange.timing.read_us,
        dns_us: exchange.timing.dns_us,
        connect_us: exchange.timing.connect_us,
        tls_us: exchange.timing.tls_us,
        reused: exchange.timing.reused,
        accepted,
        request_id: exchange.request_id,
    }
}
