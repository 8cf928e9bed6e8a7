//! A closer look at a server that was asked in plain http and answered with something else, or hung up: it may speak
//! TLS. The look carries no credential and is recorded like the others.

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
    let may_be_tls = matches!(
        *failure.kind,
        FailureKind::NotHttp { .. }
            | FailureKind::ConnectionClosed { .. }
            | FailureKind::ConnectionReset { .. }
    );
    let looks = Looks::new(session, context);
    if !may_be_tls || session.base().is_https() || looks.is_proxied() {
        return failure;
    }
    if !looks.speaks_tls().await {
        return failure;
    }
    let (host, port) = (session.base().host(), session.base().port());
    Failure { kind: Box::new(FailureKind::SpeaksTls { host, port }), ..failure }
}

impl Looks<'_> {
    /// Whether the first byte that comes back to a TLS greeting is of TLS. Nothing is agreed on, nobody is trusted.
    async fn speaks_tls(&self) -> bool {
        let Some(hello) = client_hello(&self.session.base().host()) else { return false };
        let (_, Some(addresses)) = self.dns().await else { return false };
        let (_, Some(mut stream)) = self.tcp(addresses).await else { return false };
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
