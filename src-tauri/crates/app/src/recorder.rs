//! Keeps every exchange in the history and tells the windows.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use client::exchange::{BoxFuture, Exchange, Outcome, Recorded, Recorder, is_look};
use client::{accepted, rate_limit};
use store::ExchangeRow;

use crate::App;
use crate::api::event::AppEvent;
use crate::api::exchanges::{Quota, RateLimits};
use crate::recording::{self, Place};

/// Records the exchanges of one tenant.
#[derive(Debug)]
pub(crate) struct History {
    app: App,
    tenant_id: String,
    sent: Arc<Sent>,
}

/// How many HTTP requests were made since a recorder was; a look at DNS, TCP or TLS is none.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    to_server: AtomicU32,
    for_tokens: AtomicU32,
}

impl Sent {
    pub(crate) fn to_server(&self) -> u32 {
        self.to_server.load(Ordering::Relaxed)
    }

    pub(crate) fn for_tokens(&self) -> u32 {
        self.for_tokens.load(Ordering::Relaxed)
    }

    fn count(&self, exchange: &Exchange) {
        if is_look(&exchange.method) {
            return;
        }
        let counter = match exchange.asked_by == client::auth::ASKED_BY {
            true => &self.for_tokens,
            false => &self.to_server,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }
}

impl History {
    pub(crate) fn new(app: &App, tenant_id: &str) -> Self {
        Self { app: app.clone(), tenant_id: tenant_id.to_owned(), sent: Arc::default() }
    }

    /// What is counted from now on.
    pub(crate) fn sent(&self) -> Arc<Sent> {
        Arc::clone(&self.sent)
    }

    async fn keep(&self, place: Place, mut exchange: Exchange) -> Recorded {
        let limits = exchange.rate_limits.take().map(limits);
        let row = row(self.tenant_id.clone(), exchange);
        match recording::keep(&self.app, place, row, limits).await {
            Ok(id) => Recorded { id: Some(id.to_string()) },
            Err(fault) => {
                if !self.is_forgotten().await {
                    self.app.emit(AppEvent::RecordingFailed { reason: fault.to_string() });
                }
                Recorded { id: None }
            }
        }
    }

    /// Whether the tenant was erased meanwhile: what was still on its way belongs to no history, and nobody misses it.
    async fn is_forgotten(&self) -> bool {
        // One that was never closed in this run was not forgotten in it either.
        if self.app.generation(&self.tenant_id) == 0 {
            return false;
        }
        let id = self.tenant_id.clone();
        let found = self.app.blocking(move |app| Ok(app.store().tenants().get(&id)?)).await;
        matches!(found, Ok(None))
    }
}

impl Recorder for History {
    fn record(&self, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        self.sent.count(&exchange);
        Box::pin(self.keep(Place::New, exchange))
    }

    fn intend(&self, exchange: Exchange) -> BoxFuture<'_, Result<Recorded, String>> {
        let row = row(self.tenant_id.clone(), exchange);
        Box::pin(async move {
            match recording::keep(&self.app, Place::Intention, row, None).await {
                Ok(id) => Ok(Recorded { id: Some(id.to_string()) }),
                Err(fault) => Err(fault.to_string()),
            }
        })
    }

    fn complete(&self, intended: Recorded, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        self.sent.count(&exchange);
        let place = intended.id.as_ref().and_then(|it| it.parse().ok());
        Box::pin(async move {
            let recorded = self.keep(place.map_or(Place::New, Place::Outcome), exchange).await;
            // What was about to be sent is there all the same.
            Recorded { id: recorded.id.or(intended.id) }
        })
    }
}

/// What the answer says about limits, as the windows see it.
fn limits(said: rate_limit::RateLimits) -> RateLimits {
    RateLimits {
        quotas: said.quotas.into_iter().map(quota).collect(),
        retry_at: said.retry_at.map(|it| it.to_string()),
    }
}

pub(crate) fn quota(it: rate_limit::Quota) -> Quota {
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
    let outcome_unknown = matches!(exchange.outcome, Outcome::Unknown { .. });
    let (answered, failure, seen) = match exchange.outcome {
        Outcome::Answered(answered) => (Some(answered), None, None),
        Outcome::Seen(seen) => (None, None, Some(seen)),
        Outcome::Failed { code, message, partial }
        | Outcome::Unknown { code, message, partial } => (partial, Some((code, message)), None),
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
        outcome_unknown,
        request_id: exchange.request_id,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use client::exchange::Timing;
    use jiff::Timestamp;
    use secrecy::SecretString;

    use super::*;
    use crate::Config;
    use crate::secrets::{KeychainError, SecretStore};

    struct NoKeychain;

    impl SecretStore for NoKeychain {
        fn name(&self) -> String {
            "No keychain".to_owned()
        }
        fn status(&self) -> Result<(), KeychainError> {
            Err(KeychainError::new("There is none.", "Start one."))
        }
        fn read(&self, _: &str) -> Result<Option<SecretString>, KeychainError> {
            self.status().map(|()| None)
        }
        fn write(&self, _: &str, _: &SecretString) -> Result<(), KeychainError> {
            self.status()
        }
        fn remove(&self, _: &str) -> Result<(), KeychainError> {
            self.status()
        }
    }

    #[tokio::test]
    async fn a_write_whose_outcome_cannot_be_kept_is_known_by_its_intention() {
        let folder = tempfile::tempdir().unwrap();
        let path: &Path = folder.path();
        let app = App::open(Config::new(path, Arc::new(NoKeychain))).unwrap();
        let mut events = app.events();
        let exchange = Exchange {
            asked_by: "Test".to_owned(),
            operation: "1".to_owned(),
            started_at: Timestamp::now(),
            method: "DELETE".to_owned(),
            url: "http://127.0.0.1/Users/1".to_owned(),
            request_headers: Vec::new(),
            request_body: None,
            outcome: Outcome::Seen(String::new()),
            timing: Timing::default(),
            request_id: None,
            rate_limits: None,
        };
        let intended = History::new(&app, crate::tenants::SANDBOX).intend(exchange.clone()).await;
        let intended = intended.unwrap();
        // Nothing can be kept for a tenant that is not there.
        let recorded = History::new(&app, "gone").complete(intended.clone(), exchange).await;
        assert!(matches!(events.try_recv(), Ok(AppEvent::RecordingFailed { .. })));
        assert_eq!(recorded.id, intended.id);
        assert!(recorded.id.is_some());
    }
}
