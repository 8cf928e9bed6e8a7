//! What can go wrong while talking to a server, sorted by what one can do about it.
//! The words for people are in [`Failure::explain`].

mod kind;
mod reason;

use thiserror::Error;

use crate::guard::Refusal;
use crate::intermediary::{Intermediary, Role};

pub use crate::explain::{Explanation, SETTINGS};
pub use kind::FailureKind;
pub use reason::{
    ClientProof, Cut, Distrust, GrantKind, Grounds, NoToken, Oversize, Phase, TokenSays,
};

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
    /// Whether a write was on its way when this happened: nobody knows whether it was done.
    pub outcome_unknown: bool,
}

impl Failure {
    pub(crate) fn new(kind: FailureKind) -> Failure {
        Failure { kind: Box::new(kind), exchange: None, url: None, outcome_unknown: false }
    }

    pub(crate) fn at(kind: FailureKind, url: &str, exchange: Option<String>) -> Failure {
        let url = Some(url.to_owned());
        Failure { url, exchange, ..Failure::new(kind) }
    }

    /// Whether the user stopped it, which is nothing to show.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        matches!(*self.kind, FailureKind::Cancelled) && !self.outcome_unknown
    }

    /// Whether a token could not be had, so that nothing was asked of the server itself.
    #[must_use]
    pub fn is_about_token(&self) -> bool {
        use FailureKind as K;
        matches!(
            *self.kind,
            K::SignInNeeded { .. }
                | K::SignInFailed { .. }
                | K::TokenEndpoint { .. }
                | K::TokenDenied { .. }
                | K::TokenUnreadable { .. }
                | K::CommandFailed { .. }
        )
    }

    /// Whether an HTTP answer came back, now or just before. If not, asking the same server something else is of no use.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        use FailureKind as K;
        matches!(
            *self.kind,
            K::Unauthorized { .. }
                | K::Forbidden { .. }
                | K::NotFound { .. }
                | K::Rejected { .. }
                | K::Intermediary { .. }
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
                | K::Paused { .. }
        )
    }

    /// Whether the network one is in answered, and lets nobody through before they sign in there (RFC 6585 §6, RFC 8952):
    /// it is no use to ask on, and nothing secret should be sent there.
    #[must_use]
    pub fn is_of_network(&self) -> bool {
        use FailureKind as K;
        let is_portal = |it: &Intermediary| it.role() == Role::Portal;
        match &*self.kind {
            K::Rejected { status, .. } => *status == 511,
            K::Intermediary { seen, .. } => is_portal(seen),
            K::RedirectElsewhere { leads_to, .. } => leads_to.as_ref().is_some_and(is_portal),
            _ => false,
        }
    }

    /// What a person is told.
    #[must_use]
    pub fn explain(&self) -> Explanation {
        let explanation = crate::explain::explain(&self.kind);
        if self.outcome_unknown { crate::explain::unknown(&explanation) } else { explanation }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::new(FailureKind::NotSent { refusal })
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
