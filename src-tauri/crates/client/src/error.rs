//! What can go wrong while talking to a server, sorted by what one can do about it.
//! The words for people are in [`Failure::explain`].

use std::fmt;
use std::time::Duration;

use thiserror::Error;

pub use crate::explain::Explanation;

/// A request that brought no usable answer. Holds no secret.
#[derive(Debug, Clone, Error)]
#[error("{kind}")]
pub struct Failure {
    /// What happened.
    pub kind: Box<FailureKind>,
    /// The recorded exchange that shows it.
    pub exchange: Option<String>,
    /// The URL that was asked, redacted.
    pub url: Option<String>,
}

/// What happened. Texts in here are the server's own, redacted and shortened.
#[derive(Debug, Clone, Error)]
pub enum FailureKind {
    /// The base URL has a scheme that is neither http nor https.
    #[error("the scheme {scheme:?} is not supported")]
    UnsupportedScheme {
        /// The scheme as given.
        scheme: String,
    },
    /// The base URL cannot be used.
    #[error("{reason}")]
    BadUrl {
        /// What is wrong with it.
        reason: String,
    },
    /// A resource cannot be asked for by this id, because no URL can hold it.
    #[error("no resource can be asked for by the id {id:?}")]
    UnusableId {
        /// The id.
        id: String,
    },
    /// The server names an endpoint on another origin; nothing was sent there.
    #[error("the endpoint lies on {to_origin}, outside of the base URL")]
    EndpointElsewhere {
        /// Where the endpoint is.
        to_origin: String,
    },
    /// The server names an endpoint that is no URL.
    #[error("the endpoint {endpoint:?} cannot be read: {reason}")]
    BadEndpoint {
        /// The endpoint as served.
        endpoint: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The token holds characters that no HTTP header can carry.
    #[error("the token holds characters that cannot be sent in a header")]
    UnusableToken,
    /// The credential would travel in clear text to another machine.
    #[error("a credential is not sent over plain http to {host}")]
    PlainHttp {
        /// The host of the base URL.
        host: String,
    },
    /// The name has no address.
    #[error("the host {host} is unknown")]
    UnknownHost {
        /// The name that was looked up.
        host: String,
    },
    /// Nothing listens there.
    #[error("{host} refused the connection on port {port}")]
    Refused {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// The certificate is not trusted.
    #[error("the certificate of {host} is not trusted: {reason}")]
    Untrusted {
        /// The host.
        host: String,
        /// Why.
        reason: Distrust,
    },
    /// This system trusts no certificate authority at all, so no certificate can be judged.
    #[error(
        "this system has no trusted certificate authorities, so that of {host} cannot be checked"
    )]
    NoTrustedAuthorities {
        /// The host.
        host: String,
    },
    /// No TLS connection came about, for another reason than trust.
    #[error("no secure connection to {host}: {reason}")]
    TlsFailed {
        /// The host.
        host: String,
        /// What TLS says.
        reason: String,
    },
    /// No connection came about, for any other reason.
    #[error("{host} cannot be reached: {reason}")]
    Unreachable {
        /// The host.
        host: String,
        /// What the system says.
        reason: String,
    },
    /// The connection ended before an answer came.
    #[error("{host} closed the connection without an answer")]
    ConnectionClosed {
        /// The host.
        host: String,
    },
    /// What came back is no HTTP.
    #[error("{host} did not answer in HTTP: {reason}")]
    NotHttp {
        /// The host.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A time limit was reached.
    #[error("time limit of {} s reached {phase}", .after.as_secs_f64())]
    TimedOut {
        /// What was being waited for.
        phase: Phase,
        /// The limit.
        after: Duration,
    },
    /// The body is larger than the limit; reading was stopped there.
    #[error("the answer is larger than {limit_bytes} bytes")]
    TooLarge {
        /// The limit.
        limit_bytes: u64,
    },
    /// The body broke off.
    #[error("the answer broke off after {received_bytes} bytes: {reason}")]
    Truncated {
        /// How much of it was read.
        received_bytes: u64,
        /// What the connection says.
        reason: String,
    },
    /// The body cannot be unpacked.
    #[error("the answer says it is packed as {encoding} but cannot be unpacked")]
    BadEncoding {
        /// The `Content-Encoding`.
        encoding: String,
    },
    /// A redirect to another origin; it was not followed.
    #[error("redirected to {to_origin}, another origin than {from_origin}")]
    RedirectElsewhere {
        /// Where we are.
        from_origin: String,
        /// Where the server points at.
        to_origin: String,
    },
    /// More redirects than are followed.
    #[error("more than {limit} redirects in a row")]
    TooManyRedirects {
        /// How many are followed.
        limit: u32,
    },
    /// 401.
    #[error("401 Unauthorized")]
    Unauthorized {
        /// Status, challenge and detail, in the server's words.
        said: String,
        /// Whether a credential was sent.
        with_credential: bool,
    },
    /// 403.
    #[error("403 Forbidden")]
    Forbidden {
        /// Status and detail, in the server's words.
        said: String,
    },
    /// 404.
    #[error("404 Not Found")]
    NotFound {
        /// Status and detail, in the server's words.
        said: String,
    },
    /// Any other status that is no success.
    #[error("the server answered {status}")]
    Rejected {
        /// The status.
        status: u16,
        /// Status and detail, in the server's words.
        said: String,
        /// `Retry-After`, as sent.
        retry_after: Option<String>,
    },
    /// A success without the body that belongs to it.
    #[error("the server answered {status} with an empty body")]
    EmptyBody {
        /// The status.
        status: u16,
    },
    /// A web page where SCIM was expected.
    #[error("a web page came back, not SCIM")]
    WebPage {
        /// The status.
        status: u16,
        /// The title of the page.
        title: Option<String>,
        /// The beginning of its text.
        snippet: String,
    },
    /// A success that cannot be read as SCIM.
    #[error("the answer is not SCIM: {reason}")]
    NotScim {
        /// The status.
        status: u16,
        /// Why not.
        reason: String,
        /// The place or the beginning.
        snippet: String,
    },
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
}

/// What was being waited for when the time was up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Name look-up, TCP or TLS.
    Connect,
    /// The head of the answer.
    FirstByte,
    /// The rest of the body.
    Body,
}

/// Why a certificate is not trusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Distrust {
    /// No authority that this system trusts has signed it.
    UnknownIssuer,
    /// It has ended.
    Expired,
    /// It has not begun.
    NotYetValid,
    /// It is for other names.
    WrongName {
        /// The names it is for.
        presented: Vec<String>,
    },
    /// Its authority took it back.
    Revoked,
    /// It is marked as an authority, as self-made certificates often are. Trusting it would not help.
    IsAuthority,
    /// Anything else, in the verifier's words.
    Other(String),
}

impl Failure {
    pub(crate) fn new(kind: FailureKind) -> Failure {
        Failure { kind: Box::new(kind), exchange: None, url: None }
    }

    pub(crate) fn at(kind: FailureKind, url: &str, exchange: Option<String>) -> Failure {
        Failure { kind: Box::new(kind), exchange, url: Some(url.to_owned()) }
    }

    /// Whether the user stopped it, which is nothing to show.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.kind, FailureKind::Cancelled)
    }

    /// Whether an HTTP answer came back. If not, asking the same server something else is of no use.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        use FailureKind as K;
        matches!(
            *self.kind,
            K::Unauthorized { .. }
                | K::Forbidden { .. }
                | K::NotFound { .. }
                | K::Rejected { .. }
                | K::EmptyBody { .. }
                | K::WebPage { .. }
                | K::NotScim { .. }
                | K::RedirectElsewhere { .. }
                | K::TooManyRedirects { .. }
                | K::TooLarge { .. }
                | K::Truncated { .. }
                | K::BadEncoding { .. }
        )
    }

    /// What a person is told.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        crate::explain::explain(&self.kind)
    }
}

impl FailureKind {
    /// A stable name of the kind, in camelCase: what a record keeps and a program may act on.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            FailureKind::UnsupportedScheme { .. } => "unsupportedScheme",
            FailureKind::BadUrl { .. } => "badUrl",
            FailureKind::UnusableId { .. } => "unusableId",
            FailureKind::EndpointElsewhere { .. } => "endpointElsewhere",
            FailureKind::BadEndpoint { .. } => "badEndpoint",
            FailureKind::UnusableToken => "unusableToken",
            FailureKind::PlainHttp { .. } => "plainHttp",
            FailureKind::UnknownHost { .. } => "unknownHost",
            FailureKind::Refused { .. } => "refused",
            FailureKind::Untrusted { .. } => "untrusted",
            FailureKind::NoTrustedAuthorities { .. } => "noTrustedAuthorities",
            FailureKind::TlsFailed { .. } => "tlsFailed",
            FailureKind::Unreachable { .. } => "unreachable",
            FailureKind::ConnectionClosed { .. } => "connectionClosed",
            FailureKind::NotHttp { .. } => "notHttp",
            FailureKind::TimedOut { .. } => "timedOut",
            FailureKind::TooLarge { .. } => "tooLarge",
            FailureKind::Truncated { .. } => "truncated",
            FailureKind::BadEncoding { .. } => "badEncoding",
            FailureKind::RedirectElsewhere { .. } => "redirectElsewhere",
            FailureKind::TooManyRedirects { .. } => "tooManyRedirects",
            FailureKind::Unauthorized { .. } => "unauthorized",
            FailureKind::Forbidden { .. } => "forbidden",
            FailureKind::NotFound { .. } => "notFound",
            FailureKind::Rejected { .. } => "rejected",
            FailureKind::EmptyBody { .. } => "emptyBody",
            FailureKind::WebPage { .. } => "webPage",
            FailureKind::NotScim { .. } => "notScim",
            FailureKind::Cancelled => "cancelled",
        }
    }
}

impl From<crate::base_url::BaseUrlError> for Failure {
    fn from(error: crate::base_url::BaseUrlError) -> Failure {
        use crate::base_url::BaseUrlError as E;
        Failure::new(match error {
            E::UnsupportedScheme { scheme } => FailureKind::UnsupportedScheme { scheme },
            other @ (E::Empty | E::UserInfo | E::Invalid { .. }) => {
                FailureKind::BadUrl { reason: other.to_string() }
            }
        })
    }
}

impl From<crate::base_url::EndpointError> for Failure {
    fn from(error: crate::base_url::EndpointError) -> Failure {
        use crate::base_url::EndpointError as E;
        Failure::new(match error {
            E::Elsewhere { origin } => FailureKind::EndpointElsewhere { to_origin: origin },
            E::Invalid { endpoint, reason } => {
                let endpoint = crate::answer::shortened(&endpoint);
                FailureKind::BadEndpoint { endpoint, reason }
            }
        })
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Phase::Connect => "while connecting",
            Phase::FirstByte => "while waiting for the first byte",
            Phase::Body => "while reading the answer",
        })
    }
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Distrust::UnknownIssuer => {
                f.write_str("no authority that this system trusts has signed it")
            }
            Distrust::Expired => f.write_str("it has expired"),
            Distrust::NotYetValid => f.write_str("it is not valid yet"),
            Distrust::WrongName { presented } if presented.is_empty() => {
                f.write_str("it is for another name")
            }
            Distrust::WrongName { presented } => {
                write!(f, "it is for another name ({})", presented.join(", "))
            }
            Distrust::Revoked => f.write_str("it was revoked"),
            Distrust::IsAuthority => f.write_str(
                "it is self-made and marked as an authority, which a server's own certificate must not be",
            ),
            Distrust::Other(reason) => f.write_str(reason),
        }
    }
}
