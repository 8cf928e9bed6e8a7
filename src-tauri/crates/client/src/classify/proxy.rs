//! What a failure of the proxy means. The HTTP library gives these errors no public types: here alone they are told by
//! their texts, and a text that it changes is told as a proxy that cannot be reached. tests/named_proxy.rs holds them.

use std::error::Error;

use rustls::Error as TlsError;

use super::{OtherFamily, Target, find};
use crate::error::FailureKind;
use crate::network::ProxyServer;

/// Why no connection came about, where the system says no more.
pub(crate) const NOBODY: &str = "nothing accepts connections there";

/// The proxy that a request goes through.
#[derive(Debug, Clone)]
pub(crate) struct Via {
    /// Its host, an IPv6 address in brackets, and its port.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// Whether a person named it; otherwise the system did.
    pub(crate) is_named: bool,
    /// Whether one signs in to it.
    pub(crate) signs_in: bool,
    /// Whether it is spoken to over TLS.
    pub(crate) is_secure: bool,
}

impl Via {
    pub(crate) fn named(server: &ProxyServer) -> Via {
        let place = server.place();
        let (host, port) = place.rsplit_once(':').unwrap_or((&place, ""));
        Via {
            host: host.to_owned(),
            port: port.parse().unwrap_or(80),
            is_named: true,
            signs_in: server.has_credential(),
            is_secure: server.is_secure(),
        }
    }

    /// `HOST:PORT`.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    pub(crate) fn wants_sign_in(&self) -> FailureKind {
        FailureKind::ProxySignIn {
            proxy: self.place(),
            is_named: self.is_named,
            signs_in: self.signs_in,
        }
    }

    pub(crate) fn unreachable(&self, reason: String) -> FailureKind {
        FailureKind::ProxyUnreachable { proxy: self.place(), is_named: self.is_named, reason }
    }

    fn refuses(&self, target: &Target, reason: &str) -> FailureKind {
        FailureKind::ProxyRefused {
            proxy: self.place(),
            is_named: self.is_named,
            host: target.host.clone(),
            reason: reason.to_owned(),
        }
    }
}

/// What became of a connection through a proxy; `None` where the proxy did its part.
pub(super) fn failure(
    causes: &[&(dyn Error + 'static)],
    via: &Via,
    target: &Target,
) -> Option<FailureKind> {
    let texts: Vec<String> = causes.iter().map(ToString::to_string).collect();
    let said = |prefix: &str| texts.iter().find_map(|it| it.strip_prefix(prefix));
    if let Some(said) = said("tunnel error: ") {
        return Some(match said {
            "proxy authorization required" => via.wants_sign_in(),
            "unsuccessful" => via.refuses(target, "it does not connect to that host and port"),
            "unexpected end of file" => {
                via.refuses(target, "it hung up when it was asked to connect")
            }
            "proxy response headers too long" | "io error establishing tunnel" => {
                via.unreachable("it did not answer as an HTTP proxy does".to_owned())
            }
            _ => via.unreachable(why_not(causes)),
        });
    }
    let said = said("SOCKS error: ")?;
    Some(match said {
        "credentials not accepted"
        | "server does not support user/pass authentication"
        | "server implements authentication incorrectly" => via.wants_sign_in(),
        "failed to create underlying connection" => via.unreachable(NOBODY.to_owned()),
        "io error during SOCKS handshake" | "failed parsing server response" => {
            via.unreachable("it did not answer as a SOCKS proxy does".to_owned())
        }
        "connection not allowed" => via.refuses(target, "its rules do not allow it"),
        "network unreachable" => via.refuses(target, "it cannot reach that network"),
        "host unreachable" => via.refuses(target, "it does not know or cannot reach that host"),
        "connection refused" => via.refuses(target, "that host refuses connections on that port"),
        "ttl expired" => via.refuses(target, "that host did not answer in time"),
        other => via.refuses(target, other),
    })
}

/// Why no connection to the proxy came about, in words that people know.
pub(super) fn why_not(causes: &[&(dyn Error + 'static)]) -> String {
    if let Some(error) = find::<TlsError>(causes) {
        return format!("no secure connection to it came about ({error})");
    }
    match find::<OtherFamily>(causes) {
        Some(OtherFamily(wanted)) => format!("it has no {wanted} address"),
        None => NOBODY.to_owned(),
    }
}
