//! Looks at DNS, TCP and TLS without any credential. They are the only bytes that do not pass the pipeline; they are
//! recorded all the same, with the methods of [`crate::exchange`].

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::Done;
use super::problem::Problem;
use crate::classify::{self, Target};
use crate::error::{Failure, FailureKind, Phase};
use crate::exchange::{Context, DNS, Exchange, Outcome, TCP, TLS, Timing, micros};
use crate::session::Session;
use crate::tls;

/// How many addresses of one host are tried.
const MOST_ADDRESSES: usize = 8;

pub(super) struct Looks<'a> {
    pub(super) session: &'a Session,
    context: &'a Context,
    target: &'a Target,
    /// Where the connection goes: the server, or the proxy before it.
    pub(super) host: String,
    pub(super) port: u16,
}

/// One look, as it is recorded.
pub(super) struct Look {
    method: &'static str,
    url: String,
    started_at: Timestamp,
    started: Instant,
}

impl<'a> Looks<'a> {
    pub(super) fn new(session: &'a Session, context: &'a Context) -> Looks<'a> {
        let target = session.pipeline().transport().target();
        let (host, port) = match &target.proxy {
            Some(via) => (via.host.clone(), via.port),
            None => (target.host.clone(), target.port),
        };
        Looks { session, context, target, host, port }
    }

    pub(super) async fn dns(&self) -> (Done, Option<Vec<SocketAddr>>) {
        if let Ok(address) = self.host.trim_matches(['[', ']']).parse::<IpAddr>() {
            let detail = format!("{address} is an address, there is nothing to look up");
            return (Done::ok(detail, None), Some(vec![SocketAddr::new(address, self.port)]));
        }
        let look = Look::start(DNS, format!("dns://{}", self.host));
        let wanted = self.session.pipeline().network().addresses;
        let own = self.session.base().loopback_addresses().filter(|_| !self.is_proxied());
        if let Some(mut addresses) = own.map(Vec::from) {
            addresses.retain(|it| wanted.allow(it.ip()));
            let evidence = self.dns_evidence(&addresses);
            let result = Ok((format!("{evidence}: always this machine"), addresses));
            return self.finish(look, result).await;
        }
        let found = self.within(tokio::net::lookup_host((self.host.as_str(), self.port))).await;
        let result = match found {
            Err(kind) => Err(kind),
            Ok(Err(_)) => Err(self.unknown_host()),
            Ok(Ok(found)) => {
                let mut addresses: Vec<SocketAddr> = found.collect();
                addresses.dedup();
                let is_known = !addresses.is_empty();
                addresses.retain(|it| wanted.allow(it.ip()));
                match addresses.is_empty() {
                    true if is_known => Err(self.no_such_address(wanted.name())),
                    true => Err(self.unknown_host()),
                    false => Ok((self.dns_evidence(&addresses), addresses)),
                }
            }
        };
        self.finish(look, result).await
    }

    pub(super) async fn tcp(&self, addresses: Vec<SocketAddr>) -> (Done, Option<TcpStream>) {
        let look = Look::start(TCP, format!("tcp://{}:{}", self.host, self.port));
        let result = match self.within(connect_first(addresses)).await {
            Err(kind) => Err(kind),
            Ok(Err(error)) => {
                let target = Target {
                    host: self.host.clone(),
                    port: self.port,
                    is_https: false,
                    ..self.target.clone()
                };
                Err(match &self.target.proxy {
                    Some(via) => via.unreachable(classify::NOBODY.to_owned()),
                    None => {
                        classify::connect_failure(Some(error.kind()), error.to_string(), &target)
                    }
                })
            }
            Ok(Ok((stream, address))) => {
                let way = if self.target.proxy.is_some() { "the proxy" } else { "direct" };
                let evidence = format!("{} port {}, {way}", address.ip(), address.port());
                Ok((evidence, stream))
            }
        };
        self.finish(look, result).await
    }

    pub(super) async fn tls(&self, stream: TcpStream) -> (Done, Option<()>) {
        if self.target.proxy.is_some() {
            let done = match self.is_unverified() {
                true => {
                    let detail = "Not verified: anybody may be answering".to_owned();
                    Done::warning(detail, Problem::unverified(&self.target.host), None)
                }
                false => {
                    Done::skipped("Checked with the first request, which goes through the proxy")
                }
            };
            return (done, Some(()));
        }
        let look = Look::start(TLS, format!("tls://{}:{}", self.host, self.port));
        let result = self.handshake(stream).await.map(|evidence| (evidence, ()));
        let (done, seen) = self.finish(look, result).await;
        match (self.is_unverified(), seen) {
            (true, Some(())) => {
                (Done::warning(done.detail, Problem::unverified(&self.host), done.exchange), seen)
            }
            _ => (done, seen),
        }
    }

    async fn handshake(&self, stream: TcpStream) -> Result<String, FailureKind> {
        let stream = self.secured(stream).await?;
        let version = version_name(stream.get_ref().1.protocol_version());
        let has_own = !self.session.pipeline().network().authorities.is_empty();
        Ok(match (self.is_unverified(), has_own) {
            (true, _) => format!("{version}, not verified: anybody may be answering"),
            (false, true) => format!("{version}, trusted by the system or by your own authorities"),
            (false, false) => format!("{version}, trusted by the system"),
        })
    }

    fn is_unverified(&self) -> bool {
        self.session.pipeline().network().unverified_host.is_some()
    }

    /// The connection after the handshake.
    pub(super) async fn secured(
        &self,
        stream: TcpStream,
    ) -> Result<TlsStream<TcpStream>, FailureKind> {
        let failed = |reason: String| FailureKind::TlsFailed { host: self.host.clone(), reason };
        let name = ServerName::try_from(self.host.clone()).map_err(|it| failed(it.to_string()))?;
        let pipeline = self.session.pipeline();
        let trust = tls::trust_system(pipeline.certificate(), pipeline.network())
            .map_err(|failure| *failure.kind)?;
        let connecting = TlsConnector::from(Arc::new(trust.config)).connect(name, stream);
        self.within(connecting).await?.map_err(|error| self.failure_of(&error))
    }

    /// What an error on a secured connection means.
    pub(super) fn failure_of(&self, error: &io::Error) -> FailureKind {
        match classify::tls_error(error) {
            Some(error) => tls::failure(error, self.target),
            None => classify::connect_failure(Some(error.kind()), error.to_string(), self.target),
        }
    }

    fn no_such_address(&self, wanted: &'static str) -> FailureKind {
        match &self.target.proxy {
            Some(via) => via.unreachable(format!("it has no {wanted} address")),
            None => FailureKind::NoSuchAddress { host: self.host.clone(), wanted },
        }
    }

    fn unknown_host(&self) -> FailureKind {
        match &self.target.proxy {
            Some(via) => via.unreachable("its host has no address".to_owned()),
            None => FailureKind::UnknownHost { host: self.host.clone() },
        }
    }

    fn dns_evidence(&self, addresses: &[SocketAddr]) -> String {
        let mut list: Vec<String> = Vec::new();
        for address in addresses {
            let text = address.ip().to_string();
            if !list.contains(&text) {
                list.push(text);
            }
        }
        let evidence = format!("{} is {}", self.host, list.join(" and "));
        match &self.target.proxy {
            Some(_) => format!("The proxy {evidence}"),
            None => evidence,
        }
    }

    pub(super) fn is_proxied(&self) -> bool {
        self.target.proxy.is_some()
    }

    pub(super) async fn within<T>(&self, work: impl Future<Output = T>) -> Result<T, FailureKind> {
        let after = self.target.connect_timeout;
        tokio::select! {
            biased;
            () = self.context.cancel.cancelled() => Err(FailureKind::Cancelled),
            done = tokio::time::timeout(after, work) => {
                done.map_err(|_| FailureKind::TimedOut { phase: Phase::Connect, after })
            }
        }
    }

    pub(super) async fn finish<T>(
        &self,
        look: Look,
        result: Result<(String, T), FailureKind>,
    ) -> (Done, Option<T>) {
        let (outcome, result) = match result {
            Ok((evidence, value)) => (Outcome::Seen(evidence.clone()), Ok((evidence, value))),
            Err(kind) => {
                let (code, message) = (kind.code().to_owned(), kind.to_string());
                (Outcome::Failed { code, message, partial: None }, Err(kind))
            }
        };
        let url = look.url.clone();
        let recorded = self.session.pipeline().record(look.finish(self.context, outcome)).await;
        match result {
            Ok((evidence, value)) => (Done::ok(evidence, recorded.id), Some(value)),
            Err(kind) => (Done::failed(&Failure::at(kind, &url, recorded.id)), None),
        }
    }
}

impl Look {
    pub(super) fn start(method: &'static str, url: String) -> Look {
        Look { method, url, started_at: Timestamp::now(), started: Instant::now() }
    }

    fn finish(self, context: &Context, outcome: Outcome) -> Exchange {
        let elapsed: Duration = self.started.elapsed();
        Exchange {
            asked_by: context.asked_by.clone(),
            operation: context.operation.clone(),
            started_at: self.started_at,
            method: self.method.to_owned(),
            url: self.url,
            request_headers: Vec::new(),
            request_body: None,
            outcome,
            timing: Timing { total_us: micros(elapsed), ..Timing::default() },
            request_id: None,
            rate_limits: None,
        }
    }
}

/// Connects to whichever address answers first, so that one which swallows packets does not use up the time.
async fn connect_first(addresses: Vec<SocketAddr>) -> io::Result<(TcpStream, SocketAddr)> {
    let mut attempts = JoinSet::new();
    for address in addresses.into_iter().take(MOST_ADDRESSES) {
        attempts.spawn(
            async move { TcpStream::connect(address).await.map(|stream| (stream, address)) },
        );
    }
    let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
    while let Some(attempt) = attempts.join_next().await {
        match attempt {
            Ok(Ok(connected)) => return Ok(connected),
            Ok(Err(error)) => last = error,
            Err(error) => last = io::Error::other(error),
        }
    }
    Err(last)
}

fn version_name(version: Option<rustls::ProtocolVersion>) -> String {
    match version {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3".to_owned(),
        Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2".to_owned(),
        Some(other) => format!("{other:?}"),
        None => "TLS".to_owned(),
    }
}
