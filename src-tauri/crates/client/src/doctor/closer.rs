//! A closer look at a server that hung up or answered with something else than HTTP. Asked in plain http, it may speak
//! TLS. Asked over TLS, it may want a certificate of the client: with TLS 1.3 it says so only after the handshake, and the
//! word is lost where the request was on its way already. The look carries no credential and is recorded like the others.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConnection, ContentType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::looks::{Look, Looks};
use crate::error::{Failure, FailureKind};
use crate::exchange::{Context, TLS};
use crate::session::Session;
use crate::tls;

/// Whoever speaks TLS answers its greeting at once; others may wait for more.
const LONGEST: Duration = Duration::from_secs(2);

/// The same failure, or what a closer look says instead.
pub(crate) async fn look(session: &Session, failure: Failure, context: &Context) -> Failure {
    use FailureKind as K;
    let looks = Looks::new(session, context);
    let (host, port) = (session.base().host(), session.base().port());
    let is_https = session.base().is_https();
    if looks.is_proxied() && !is_https {
        return failure;
    }
    let instead = match &*failure.kind {
        K::ConnectionClosed { .. } | K::ConnectionReset { .. } if is_https => {
            looks.about_certificate().await
        }
        K::NotHttp { .. } | K::ConnectionClosed { .. } | K::ConnectionReset { .. } if !is_https => {
            looks.speaks_tls().await.then_some(K::SpeaksTls { host, port })
        }
        _ => None,
    };
    match instead {
        Some(kind) => Failure { kind: Box::new(kind), ..failure },
        None => failure,
    }
}

impl Looks<'_> {
    /// What the server, left alone after the handshake, says about the certificate of the client: that it lacks one, or
    /// that it does not take this one.
    async fn about_certificate(&self) -> Option<FailureKind> {
        use FailureKind as K;
        let (_, Some(addresses)) = self.dns().await else { return None };
        let (_, Some(stream)) = self.tcp(&addresses).await else { return None };
        let look = Look::start(TLS, self.tls_url());
        let pipeline = self.session.pipeline();
        let witness = tls::witness(pipeline.network());
        let secured = self.secured(stream, &witness, pipeline.certificate()).await;
        let Ok(mut stream) = secured else { return None };
        let reading = tokio::time::timeout(LONGEST, stream.read_u8());
        let seen = match self.within(reading).await {
            Err(kind) => Err(kind),
            Ok(Ok(Err(error))) => Err(self.failure_of(&error)),
            Ok(_) => Ok(("It waits for a request".to_owned(), ())),
        };
        let told = seen.as_ref().err().cloned();
        self.finish(look, seen).await;
        told.filter(|it| {
            matches!(it, K::WantsClientCertificate { .. } | K::ClientCertificateRefused { .. })
        })
    }

    /// Whether the first byte that comes back to a TLS greeting is of TLS. Nothing is agreed on, nobody is trusted.
    async fn speaks_tls(&self) -> bool {
        let Some(hello) = client_hello(&self.session.base().host()) else { return false };
        let (_, Some(addresses)) = self.dns().await else { return false };
        let (_, Some(mut stream)) = self.tcp(&addresses).await else { return false };
        let (host, port) = (self.host.clone(), self.port);
        let look = Look::start(TLS, format!("tls://{host}:{port}"));
        let asking = async {
            stream.write_all(&hello).await.ok()?;
            stream.read_u8().await.ok()
        };
        let asking = tokio::time::timeout(LONGEST, asking);
        let seen = match self.within(asking).await {
            Err(kind) => Err(kind),
            Ok(Ok(Some(first))) if is_tls(first) => Ok(("It speaks TLS".to_owned(), ())),
            Ok(_) => Err(FailureKind::NotTls { host, port }),
        };
        self.finish(look, seen).await.1.is_some()
    }
}

fn is_tls(first: u8) -> bool {
    matches!(ContentType::from(first), ContentType::Handshake | ContentType::Alert)
}

/// The greeting of a TLS client.
fn client_hello(host: &str) -> Option<Vec<u8>> {
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let config = Arc::new(tls::trust_nobody().ok()?.config);
    let mut hello = Vec::new();
    ClientConnection::new(config, name).ok()?.write_tls(&mut hello).ok()?;
    Some(hello)
}
