//! What a failed request means, read from the types in its chain of causes, never from their messages.

mod proxy;

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crate::error::{Cut, FailureKind, Phase};
use crate::tls;

pub(crate) use proxy::{NOBODY, Via};

/// Where a request was going, for the words about its failure.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) is_https: bool,
    /// The proxy in between, if the person or the system names one.
    pub(crate) proxy: Option<Via>,
    pub(crate) connect_timeout: Duration,
    /// Whether this system trusts any certificate authority at all.
    pub(crate) has_authorities: bool,
    /// Where a client certificate is shown to a server that asks for one: whether any has asked.
    pub(crate) certificate_asked_for: Option<Arc<AtomicBool>>,
}

/// A host has addresses, but none of those that are used.
#[derive(Debug, thiserror::Error)]
#[error("no {0} address")]
pub(crate) struct OtherFamily(pub(crate) &'static str);

/// A request that ended without the head of an answer.
pub(crate) fn send_failure(error: &reqwest::Error, target: &Target) -> FailureKind {
    let host = target.host.clone();
    let causes = causes(error);
    if error.is_connect() && error.is_timeout() {
        return FailureKind::TimedOut { phase: Phase::Connect, after: target.connect_timeout };
    }
    if let Some(kind) = target.proxy.as_ref().and_then(|it| proxy::failure(&causes, it, target)) {
        return kind;
    }
    // To a server of plain http, TLS is that of the proxy.
    if let Some(error) = find::<rustls::Error>(&causes).filter(|_| target.is_https) {
        return tls::failure(error, target);
    }
    if let Some(via) = target.proxy.as_ref().filter(|_| error.is_connect()) {
        // One of http to a server of http: it was asked as the server would have been.
        let reason = match error.is_dns() && find::<OtherFamily>(&causes).is_none() {
            true => "its host has no address".to_owned(),
            false => proxy::why_not(&causes),
        };
        return via.unreachable(reason);
    }
    if let Some(OtherFamily(wanted)) = find::<OtherFamily>(&causes) {
        return FailureKind::NoSuchAddress { host, wanted };
    }
    if error.is_dns() {
        return unknown_host(&host, find::<io::Error>(&causes));
    }
    // The innermost one: what wraps it is often of no kind.
    let io = causes.iter().rev().find_map(|it| it.downcast_ref::<io::Error>()).map(io::Error::kind);
    if error.is_connect() {
        return connect_failure(io, innermost(&causes), target);
    }
    if io.is_some_and(|it| it == io::ErrorKind::ConnectionReset) {
        return FailureKind::ConnectionReset { host };
    }
    if let Some(error) = find::<hyper::Error>(&causes) {
        if error.is_parse_too_large() {
            return FailureKind::HeadTooLarge { host };
        }
        if error.is_parse() || error.is_parse_status() {
            return FailureKind::NotHttp { host, reason: error.to_string() };
        }
        if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
            return FailureKind::ConnectionClosed { host };
        }
    }
    if io.is_some_and(is_hang_up) {
        return FailureKind::ConnectionClosed { host };
    }
    FailureKind::Unreachable { host, reason: innermost(&causes) }
}

/// A name that was looked up in vain.
pub(crate) fn unknown_host(host: &str, error: Option<&io::Error>) -> FailureKind {
    FailureKind::UnknownHost {
        host: host.to_owned(),
        said: error.map(ToString::to_string).unwrap_or_default(),
        is_temporary: error.is_some_and(is_temporary),
    }
}

/// Whether nobody was there to ask (`EAI_AGAIN`, `WSATRY_AGAIN`). The standard library keeps of the first nothing but the words
/// of the system; in another language than English it is taken for a name that is unknown.
fn is_temporary(error: &io::Error) -> bool {
    const WSATRY_AGAIN: i32 = 11002;
    let said = error.to_string();
    error.raw_os_error() == Some(WSATRY_AGAIN)
        || ["Temporary failure in name resolution", "Try again"].iter().any(|it| said.contains(it))
}

/// A proxy that did not connect to the server, met outside of a request.
pub(crate) fn passage_failure(
    error: &(dyn Error + 'static),
    via: &Via,
    target: &Target,
) -> FailureKind {
    let causes = causes(error);
    proxy::failure(&causes, via, target).unwrap_or_else(|| via.unreachable(proxy::why_not(&causes)))
}

/// A failure to connect, by the kind of the system's error.
pub(crate) fn connect_failure(
    io: Option<io::ErrorKind>,
    reason: String,
    target: &Target,
) -> FailureKind {
    let host = target.host.clone();
    match io {
        Some(io::ErrorKind::ConnectionRefused) => FailureKind::Refused { host, port: target.port },
        Some(io::ErrorKind::TimedOut) => {
            FailureKind::TimedOut { phase: Phase::Connect, after: target.connect_timeout }
        }
        Some(kind) if target.is_https && is_hang_up(kind) => FailureKind::TlsFailed {
            host,
            reason: "it closed the connection during the TLS handshake".to_owned(),
        },
        _ => FailureKind::Unreachable { host, reason },
    }
}

/// A body that broke off, or whose parts do not fit together.
pub(crate) fn body_failure(
    error: &reqwest::Error,
    received_bytes: u64,
    announced_bytes: Option<u64>,
) -> FailureKind {
    let causes = causes(error);
    let is_incomplete =
        find::<hyper::Error>(&causes).is_some_and(hyper::Error::is_incomplete_message);
    let cut = match find::<io::Error>(&causes).map(io::Error::kind) {
        Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
            return FailureKind::BadFraming { reason: innermost(&causes) };
        }
        Some(io::ErrorKind::ConnectionReset) => Cut::Reset,
        Some(io::ErrorKind::UnexpectedEof) if announced_bytes.is_none() => Cut::LastChunkMissing,
        Some(io::ErrorKind::UnexpectedEof) => Cut::Closed,
        _ if is_incomplete && announced_bytes.is_none() => Cut::LastChunkMissing,
        _ if is_incomplete => Cut::Closed,
        _ => Cut::Other(innermost(&causes)),
    };
    FailureKind::Truncated { received_bytes, announced_bytes, cut }
}

/// The TLS error inside of an I/O error, as the handshake wraps it.
pub(crate) fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    error.get_ref()?.downcast_ref::<rustls::Error>()
}

fn is_hang_up(kind: io::ErrorKind) -> bool {
    matches!(
        kind,
        io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof
    )
}

/// An error and everything below it. An [`io::Error`] hides the error that it wraps from `source`, so that one is
/// looked up as well.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> Vec<&'a (dyn Error + 'static)> {
    const DEEPEST: usize = 32;
    let mut causes: Vec<&'a (dyn Error + 'static)> = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next {
        if causes.len() >= DEEPEST {
            break;
        }
        causes.push(error);
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner),
            None => error.source(),
        };
    }
    causes
}

fn find<'a, T: Error + 'static>(causes: &[&'a (dyn Error + 'static)]) -> Option<&'a T> {
    causes.iter().find_map(|cause| cause.downcast_ref::<T>())
}

fn innermost(causes: &[&(dyn Error + 'static)]) -> String {
    causes.last().map_or_else(String::new, ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_looked_up_is_not_blamed_on_the_base_url() {
        let of = |said: &str| unknown_host("scim.example.com", Some(&io::Error::other(said)));
        let told = |kind: &FailureKind| crate::explain::explain(kind);
        let unknown = "failed to lookup address information: Name or service not known";
        let offline = "failed to lookup address information: Temporary failure in name resolution";
        for (said, field) in [(unknown, Some("baseUrl")), (offline, None)] {
            let kind = of(said);
            let told = told(&kind);
            assert_eq!((told.said.as_deref(), told.field), (Some(said), field));
            assert!(told.hints.iter().any(|it| it.contains("online")), "{:?}", told.hints);
        }
        // Neither is it on the token endpoint.
        let at_endpoint = told(&FailureKind::TokenEndpoint { kind: Box::new(of(offline)) });
        assert_eq!(at_endpoint.field, None);
        let by_number = io::Error::from_raw_os_error(11002);
        assert!(is_temporary(&by_number), "as Windows says it");
    }
}
