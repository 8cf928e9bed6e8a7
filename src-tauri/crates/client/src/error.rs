//! What can go wrong while talking to a server, sorted by what one can do about it.
//! The words for people are in [`Failure::explain`].

mod kind;
mod reason;

use thiserror::Error;

pub use crate::explain::Explanation;
pub use kind::FailureKind;
pub use reason::{Cut, Distrust, Grounds, Oversize, Phase};

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
                | K::Accepted { .. }
                | K::EmptyBody { .. }
                | K::WebPage { .. }
                | K::NotJson { .. }
                | K::ErrorAsSuccess { .. }
                | K::NotScim { .. }
                | K::RedirectElsewhere { .. }
                | K::TooManyRedirects { .. }
                | K::TooLarge { .. }
                | K::Truncated { .. }
                | K::BadFraming { .. }
                | K::BadEncoding { .. }
        )
    }

    /// What a person is told.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        crate::explain::explain(&self.kind)
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
