//! Keeps every exchange in the history and tells the windows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use client::exchange::{BoxFuture, DNS, Exchange, Outcome, Recorded, Recorder, TCP, TLS};
use store::ExchangeRow;

use crate::App;
use crate::api::event::AppEvent;
use crate::error::Fault;
use crate::past;

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
        if ![DNS, TCP, TLS].contains(&exchange.method.as_str()) {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        let tenant_id = self.tenant_id.clone();
        Box::pin(async move {
            let kept = self.app.blocking(move |app| keep(app, row(tenant_id, exchange))).await;
            match kept {
                Ok(id) => Recorded { id: Some(id.to_string()) },
                Err(fault) => {
                    self.app.emit(AppEvent::RecordingFailed { reason: fault.to_string() });
                    Recorded { id: None }
                }
            }
        })
    }
}

fn keep(app: &App, row: ExchangeRow) -> Result<i64, Fault> {
    let id = app.store().exchanges().append(&row)?;
    let tenant_total = past::count_of(&app.store(), &row.tenant_id)?;
    let exchange = past::summary_of(app, id, &row);
    app.emit(AppEvent::ExchangeRecorded { exchange, tenant_total });
    Ok(id)
}

fn row(tenant_id: String, exchange: Exchange) -> ExchangeRow {
    let (answered, failure, seen) = match exchange.outcome {
        Outcome::Answered(answered) => (Some(answered), None, None),
        Outcome::Seen(seen) => (None, None, Some(seen)),
        Outcome::Failed { code, message, partial } => (partial, Some((code, message)), None),
    };
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
        request_id: exchange.request_id,
    }
}
