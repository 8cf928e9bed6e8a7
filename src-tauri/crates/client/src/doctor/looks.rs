//! Looks at DNS, TCP and TLS without any credential of the tenant; a proxy on the way is signed in to, as requests do.
//! They are the only bytes that do not pass the pipeline; they are recorded all the same, with the methods of
//! [`crate::exchange`].

mod handshake;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsConnector;

use super::Done;
use crate::classify::{self, Target, Via};
use crate::error::{Failure, FailureKind, Phase};
use crate::exchange::{Context, DNS, Exchange, Outcome, TCP, Timing, micros};
use crate::network::passage::{Passage, Stream};
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
            Ok(Err(error)) => Err(self.unknown_host(Some(&error))),
            Ok(Ok(found)) => {
                let mut addresses: Vec<SocketAddr> = found.collect();
                addresses.dedup();
                let is_known = !addresses.is_empty();
                addresses.retain(|it| wanted.allow(it.ip()));
                match addresses.is_empty() {
                    true if is_known => Err(self.no_such_address(wanted.name())),
                    true => Err(self.unknown_host(None)),
                    false => Ok((self.dns_evidence(&addresses), addresses)),
                }
            }
        };
        self.finish(look, result).await
    }

    /// A connection to the server, through the proxy where that connects to it. Other proxies are told each request; then
    /// it is one to the proxy.
    pub(super) async fn tcp(&self, addresses: &[SocketAddr]) -> (Done, Option<Stream>) {
        let look = Look::start(TCP, format!("tcp://{}:{}", self.host, self.port));
        let result = self.reach(addresses).await;
        self.finish(look, result).await
    }

    async fn reach(&self, addresses: &[SocketAddr]) -> Result<(String, Stream), FailureKind> {
        let connected = self.within(connect_first(addresses.to_vec())).await?;
        let (stream, address) = connected.map_err(|error| self.refused(&error))?;
        let (stream, place): (Stream, _) =
            (Box::new(stream), format!("{} port {}", address.ip(), address.port()));
        let Some(via) = &self.target.proxy else {
            return Ok((format!("{place}, direct"), stream));
        };
        let pipeline = self.session.pipeline();
        let Some(passage) = Passage::of(self.session.base(), pipeline.network()) else {
            return Ok((format!("{place}, the proxy"), stream));
        };
        let stream = self.within(self.pass(passage, stream, via)).await??;
        let Target { host, port, .. } = self.target;
        Ok((format!("{place}, the proxy, which connects to {host} port {port}"), stream))
    }

    /// Passes the proxy at the other end of a connection.
    async fn pass(
        &self,
        passage: Passage,
        stream: Stream,
        via: &Via,
    ) -> Result<Stream, FailureKind> {
        let stream = match passage.is_secure() {
            true => self.secured_to_proxy(stream, via).await?,
            false => stream,
        };
        let passage = match passage.wants_address() {
            true => passage.to(self.address_of_server().await?),
            false => passage,
        };
        let passed = passage.through(stream).await;
        passed.map_err(|error| classify::passage_failure(&*error, via, self.target))
    }

    async fn secured_to_proxy(&self, stream: Stream, via: &Via) -> Result<Stream, FailureKind> {
        let pipeline = self.session.pipeline();
        let config = tls::to_proxy(pipeline.certificate(), pipeline.network())
            .map_err(|failure| *failure.kind)?;
        let name = ServerName::try_from(self.host.trim_matches(['[', ']']).to_owned())
            .map_err(|error| via.unreachable(error.to_string()))?;
        let connected = TlsConnector::from(Arc::new(config)).connect(name, stream).await;
        match connected {
            Ok(stream) => Ok(Box::new(stream)),
            Err(error) => Err(classify::passage_failure(&error, via, self.target)),
        }
    }

    /// For a proxy that is told addresses only.
    async fn address_of_server(&self) -> Result<IpAddr, FailureKind> {
        let Target { host, port, .. } = self.target;
        let wanted = self.session.pipeline().network().addresses;
        let unknown = |error: Option<&io::Error>| classify::unknown_host(host, error);
        let found = tokio::net::lookup_host((host.as_str(), *port)).await;
        let mut found = found.map_err(|error| unknown(Some(&error)))?.map(|it| it.ip());
        found.find(|it| wanted.allow(*it)).ok_or_else(|| unknown(None))
    }

    fn refused(&self, error: &io::Error) -> FailureKind {
        let target = Target {
            host: self.host.clone(),
            port: self.port,
            is_https: false,
            ..self.target.clone()
        };
        match &self.target.proxy {
            Some(via) => via.unreachable(classify::NOBODY.to_owned()),
            None => classify::connect_failure(Some(error.kind()), error.to_string(), &target),
        }
    }

    fn no_such_address(&self, wanted: &'static str) -> FailureKind {
        match &self.target.proxy {
            Some(via) => via.unreachable(format!("it has no {wanted} address")),
            None => FailureKind::NoSuchAddress { host: self.host.clone(), wanted },
        }
    }

    fn unknown_host(&self, error: Option<&io::Error>) -> FailureKind {
        match &self.target.proxy {
            Some(via) => via.unreachable("its host has no address".to_owned()),
            None => classify::unknown_host(&self.host, error),
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
