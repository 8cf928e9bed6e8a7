//! Where the time of a request goes before its answer comes: name look-up, TCP, TLS. Measured inside of the HTTP
//! library, which makes connections for requests and sometimes for nobody: what a request did not wait for, or another
//! one waited for, is never counted as its own.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Instant;

use hyper_util::client::legacy::connect::{Connection, HttpInfo};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::NamedGroup;
use rustls::client::{
    ClientSessionMemoryCache, ClientSessionStore, Tls12ClientSessionValue, Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;
use tower_layer::Layer;
use tower_service::Service;

use crate::classify::OtherFamily;
use crate::exchange::{Timing, micros};
use crate::network::Addresses;

tokio::task_local! {
    /// The attempt to connect of the request that this task is sending just now. A connection that is finished in the
    /// background, for whoever comes next, is not in the scope of any request and leaves no mark.
    static ATTEMPT: Arc<Mutex<Marks>>;
}

/// What is seen of a request while it is sent.
#[derive(Debug, Default)]
struct Marks {
    attempt: Option<Attempt>,
    /// When the request was looked at last, it did nothing but wait for its connection.
    is_connecting: bool,
}

/// Both ends of a connection: no two that are open at once share them.
type Ends = (SocketAddr, SocketAddr);

/// One attempt of a request to connect, as far as it has come.
#[derive(Debug, Clone)]
struct Attempt {
    began: Instant,
    /// Begin, end, and whether it went well; the end is `None` while it is under way.
    lookup: Option<(Instant, Option<(Instant, bool)>)>,
    handshake_began: Option<Instant>,
    ended: Option<Instant>,
    connection: Option<Ends>,
}

/// The marks that a request leaves while it is sent.
#[derive(Debug, Default)]
pub(crate) struct Watch(Arc<Mutex<Marks>>);

impl Watch {
    /// Sends a request, so that its own connecting is seen.
    pub(crate) async fn over<T>(&self, sending: impl Future<Output = T>) -> T {
        let mut sending = pin!(ATTEMPT.scope(Arc::clone(&self.0), sending));
        poll_fn(|context| {
            lock(&self.0).is_connecting = false;
            sending.as_mut().poll(context)
        })
        .await
    }

    /// Whether nothing of the request can have left: all it has done is wait for a connection of its own. The library
    /// asks for another connection that has become free first, and for this one only while there is none; so a request
    /// that went out on another one no longer waits for this.
    pub(crate) fn is_connecting(&self) -> bool {
        lock(&self.0).is_connecting
    }

    /// Writes down the times of the connection on which the answer came. `None` where no answer came: then the times
    /// are those of the attempt, as far as it went.
    pub(crate) fn note(&self, answered_on: Option<&http::Extensions>, timing: &mut Timing) {
        let attempt = lock(&self.0).attempt.take();
        let ends = answered_on.and_then(ends);
        timing.reused = match (&attempt, ends) {
            (_, None) => None,
            (Some(attempt), Some(ends)) => Some(attempt.connection != Some(ends)),
            (None, Some(_)) => Some(true),
        };
        if let Some(attempt) = attempt.filter(|_| timing.reused != Some(true)) {
            timing.dns_us = attempt.lookup_us();
            timing.connect_us = attempt.connect_us();
            timing.tls_us = attempt.handshake_us();
        }
    }
}

impl Attempt {
    fn begin() -> Attempt {
        let began = Instant::now();
        Attempt { began, lookup: None, handshake_began: None, ended: None, connection: None }
    }

    fn lookup_us(&self) -> Option<u64> {
        let (began, end) = self.lookup?;
        Some(between(began, end?.0))
    }

    /// From the address to the first byte of TLS, or to the end without TLS.
    fn connect_us(&self) -> Option<u64> {
        let began = match self.lookup {
            None => self.began,
            Some((_, Some((end, true)))) => end,
            Some(_) => return None,
        };
        Some(between(began, self.handshake_began.or(self.ended)?))
    }

    fn handshake_us(&self) -> Option<u64> {
        Some(between(self.handshake_began?, self.ended?))
    }
}

fn between(began: Instant, ended: Instant) -> u64 {
    micros(ended.saturating_duration_since(began))
}

fn lock(marks: &Mutex<Marks>) -> std::sync::MutexGuard<'_, Marks> {
    marks.lock().unwrap_or_else(PoisonError::into_inner)
}

fn mark(change: impl FnOnce(&mut Marks)) {
    // Outside of a request there is nothing to mark: a connection made in the background, or the connection test.
    ATTEMPT.try_with(|marks| change(&mut lock(marks))).unwrap_or_default();
}

fn mark_attempt(change: impl FnOnce(&mut Attempt)) {
    mark(|marks| {
        if let Some(attempt) = &mut marks.attempt {
            change(attempt);
        }
    });
}

fn ends(extensions: &http::Extensions) -> Option<Ends> {
    extensions.get::<HttpInfo>().map(|it| (it.local_addr(), it.remote_addr()))
}

/// Marks when connecting begins and ends, and which connection came of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Connecting;

impl<S> Layer<S> for Connecting {
    type Service = Watched<S>;

    fn layer(&self, inner: S) -> Watched<S> {
        Watched { inner }
    }
}

/// A connector whose connections are watched.
#[derive(Debug, Clone)]
pub(crate) struct Watched<S> {
    inner: S,
}

impl<S, R> Service<R> for Watched<S>
where
    S: Service<R>,
    S::Response: Connection,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let connecting = self.inner.call(request);
        Box::pin(async move {
            mark(|marks| marks.attempt = Some(Attempt::begin()));
            let mut connecting = pin!(connecting);
            let result = poll_fn(|context| {
                let polled = connecting.as_mut().poll(context);
                mark(|marks| marks.is_connecting = polled.is_pending());
                polled
            })
            .await;
            let mut extras = http::Extensions::new();
            if let Ok(connection) = &result {
                connection.connected().get_extras(&mut extras);
            }
            mark_attempt(|it| {
                it.ended = Some(Instant::now());
                it.connection = ends(&extras);
            });
            result
        })
    }
}

/// Looks up names as the system does, leaves out addresses that are not used, and marks how long that takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lookup(pub(crate) Addresses);

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let Lookup(wanted) = *self;
        Box::pin(async move {
            let began = Instant::now();
            mark_attempt(|it| it.lookup = Some((began, None)));
            // The port is put in by the library.
            let found = tokio::net::lookup_host((name.as_str(), 0)).await;
            let ended = Some((Instant::now(), found.is_ok()));
            mark_attempt(|it| it.lookup = Some((began, ended)));
            let mut found: Vec<SocketAddr> = found?.collect();
            let is_known = !found.is_empty();
            found.retain(|it| wanted.allow(it.ip()));
            if is_known && found.is_empty() {
                return Err(OtherFamily(wanted.name()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The sessions that TLS can take up again, which it asks for first thing in a handshake: that moment is marked. The
/// last one counts, because a proxy may have had one before.
#[derive(Debug)]
pub(crate) struct Handshakes(ClientSessionMemoryCache);

impl Handshakes {
    /// For as many servers as the library keeps by itself.
    pub(crate) fn new() -> Handshakes {
        Handshakes(ClientSessionMemoryCache::new(256))
    }
}

impl ClientSessionStore for Handshakes {
    fn set_kx_hint(&self, server_name: ServerName<'static>, group: NamedGroup) {
        self.0.set_kx_hint(server_name, group);
    }

    fn kx_hint(&self, server_name: &ServerName<'_>) -> Option<NamedGroup> {
        self.0.kx_hint(server_name)
    }

    fn set_tls12_session(&self, server_name: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.0.set_tls12_session(server_name, value);
    }

    fn tls12_session(&self, server_name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.0.tls12_session(server_name)
    }

    fn remove_tls12_session(&self, server_name: &ServerName<'static>) {
        self.0.remove_tls12_session(server_name);
    }

    fn insert_tls13_ticket(
        &self,
        server_name: ServerName<'static>,
        value: Tls13ClientSessionValue,
    ) {
        self.0.insert_tls13_ticket(server_name, value);
    }

    fn take_tls13_ticket(
        &self,
        server_name: &ServerName<'static>,
    ) -> Option<Tls13ClientSessionValue> {
        let began = Instant::now();
        mark_attempt(|it| it.handshake_began = Some(began));
        self.0.take_tls13_ticket(server_name)
    }
}
