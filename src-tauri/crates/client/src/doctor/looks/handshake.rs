//! The look at TLS: who the server shows itself to be, and whether that is believed. Its certificates are judged before
//! anything of ours is shown: without the certificate of the client first, with it only where a server asks for it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use jiff::Timestamp;
use rustls::pki_types::ServerName;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::{Done, Look, Looks};
use crate::auth::certificate::ClientCertificate;
use crate::auth::expiry::{self, Subject};
use crate::chain::{Chain, Place};
use crate::classify::{self, Via};
use crate::doctor::problem::Problem;
use crate::error::FailureKind;
use crate::exchange::TLS;
use crate::network::passage::Stream;
use crate::tls::{self, Witness};

/// How a handshake ended.
struct Shaken {
    /// The version that was agreed on.
    version: Result<String, FailureKind>,
    witness: Arc<Witness>,
    shows_certificate: bool,
}

impl Looks<'_> {
    pub(in crate::doctor) async fn tls(
        &self,
        stream: Stream,
        addresses: &[SocketAddr],
    ) -> (Done, Option<()>) {
        let look = Look::start(TLS, self.tls_url());
        let Shaken { version, witness, shows_certificate } = self.shake(stream, addresses).await;
        let now = Timestamp::now();
        let chain = self.chain(&witness, now);
        let end = chain.as_ref().filter(|_| !self.is_unverified()).and_then(|it| {
            let notice = expiry::notice(Subject::ServerCertificate, it.validity(), now)?;
            Some((notice, it.validity().ends?))
        });
        let result = version.map(|version| {
            let shows = if shows_certificate { " with the client certificate" } else { "" };
            let lasts = match (&end, chain.as_ref().and_then(|it| it.validity().ends)) {
                (Some((_, ends)), _) => {
                    format!(", ends in {}", expiry::span(ends.duration_since(now)))
                }
                (None, Some(ends)) => format!(", valid until {}", expiry::day(ends)),
                (None, None) => String::new(),
            };
            (format!("{version}{shows}, {}", self.trust(chain.as_ref(), &lasts)), ())
        });
        let (done, seen) = self.finish(look, result).await;
        let done = Done { chain, ..done };
        let host = &self.target.host;
        let problem = match (seen, self.is_unverified()) {
            (None, _) => None,
            (Some(()), true) => Some(Problem::unverified(host)),
            (Some(()), false) => end.map(|(notice, _)| Problem::ends_soon(host, &notice)),
        };
        (problem.into_iter().fold(done, Done::warned), seen)
    }

    /// A handshake without the certificate of the client. A server of TLS 1.2 that wants one ends it there; then it is made
    /// anew with that certificate, because the server was trusted.
    async fn shake(&self, stream: Stream, addresses: &[SocketAddr]) -> Shaken {
        let network = self.session.pipeline().network();
        let bare = self.shaken(stream, tls::witness(network), None).await;
        let Some(certificate) = self.session.pipeline().certificate() else { return bare };
        let is_trusted = bare.witness.seen().is_some_and(|it| it.distrust.is_none());
        let may_be_taken = is_trusted || self.is_unverified();
        if bare.version.is_ok() || !bare.witness.was_asked() || !may_be_taken {
            return bare;
        }
        match self.reach(addresses).await {
            Ok((_, stream)) => self.shaken(stream, tls::witness(network), Some(certificate)).await,
            Err(kind) => Shaken { version: Err(kind), ..bare },
        }
    }

    async fn shaken(
        &self,
        stream: Stream,
        witness: Arc<Witness>,
        shows: Option<&ClientCertificate>,
    ) -> Shaken {
        let secured = self.secured(stream, &witness, shows).await;
        let version = secured.map(|it| version_name(it.get_ref().1.protocol_version()));
        Shaken { version, witness, shows_certificate: shows.is_some() }
    }

    /// The connection after the handshake.
    pub(in crate::doctor) async fn secured(
        &self,
        stream: Stream,
        witness: &Arc<Witness>,
        shows: Option<&ClientCertificate>,
    ) -> Result<TlsStream<Stream>, FailureKind> {
        let host = &self.target.host;
        let failed = |reason: String| FailureKind::TlsFailed { host: host.clone(), reason };
        let name = ServerName::try_from(host.clone()).map_err(|it| failed(it.to_string()))?;
        let config = tls::witnessed(witness, shows).map_err(|failure| *failure.kind)?;
        let connecting = TlsConnector::from(Arc::new(config)).connect(name, stream);
        self.within(connecting).await?.map_err(|error| self.failure_of(&error))
    }

    /// What an error on a secured connection means.
    pub(in crate::doctor) fn failure_of(&self, error: &io::Error) -> FailureKind {
        match classify::tls_error(error) {
            Some(error) => tls::failure(error, self.target),
            None => classify::connect_failure(Some(error.kind()), error.to_string(), self.target),
        }
    }

    /// Under which a look at TLS is recorded.
    pub(in crate::doctor) fn tls_url(&self) -> String {
        format!("tls://{}:{}", self.target.host, self.target.port)
    }

    fn is_unverified(&self) -> bool {
        self.session.pipeline().network().unverified_host.is_some()
    }

    /// What the server showed. A server that was trusted before knows the token, and could write it there.
    fn chain(&self, witness: &Witness, now: Timestamp) -> Option<Chain> {
        let pipeline = self.session.pipeline();
        let chain = Chain::of(
            &witness.seen()?,
            &Place {
                host: &self.target.host,
                proxy: self.target.proxy.as_ref().map(Via::place),
                own: &pipeline.network().authorities,
                is_unverified: self.is_unverified(),
                now,
            },
        );
        Some(chain.map_texts(|it| pipeline.redactor().text(it)))
    }

    /// Who is trusted, and for how long.
    fn trust(&self, chain: Option<&Chain>, lasts: &str) -> String {
        if self.is_unverified() {
            return "not verified: anybody may be answering".to_owned();
        }
        match chain.and_then(|it| it.authority.as_ref()) {
            Some(it) if it.is_own => format!("trusted by {} (your own){lasts}", it.name),
            Some(it) if !it.name.is_empty() => {
                format!("trusted by {} (of the system){lasts}", it.name)
            }
            _ => format!("trusted by the system{lasts}"),
        }
    }
}

fn version_name(version: Option<rustls::ProtocolVersion>) -> String {
    match version {
        Some(rustls::ProtocolVersion::TLSv1_3) => "TLS 1.3".to_owned(),
        Some(rustls::ProtocolVersion::TLSv1_2) => "TLS 1.2".to_owned(),
        Some(other) => format!("{other:?}"),
        None => "TLS".to_owned(),
    }
}
