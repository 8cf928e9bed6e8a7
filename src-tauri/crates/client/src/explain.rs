//! The words that people read about a failure: what happened, why, what to do. One text for each kind.

mod answer;
mod connection;
mod setting;

use crate::error::FailureKind;

/// What a person is told about a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What happened: a short sentence of less than eight words, without a full stop.
    pub title: String,
    /// Why: one or two sentences.
    pub detail: String,
    /// What to do next, the most likely first.
    pub hints: Vec<String>,
    /// The server's own words, unchanged but for redaction and length.
    pub said: Option<String>,
    /// The setting at fault: `"baseUrl"` or `"token"`.
    pub field: Option<&'static str>,
}

impl Explanation {
    fn new(title: &str, detail: impl Into<String>, hints: &[&str]) -> Explanation {
        Explanation {
            title: title.to_owned(),
            detail: detail.into(),
            hints: hints.iter().map(|&hint| hint.to_owned()).collect(),
            said: None,
            field: None,
        }
    }

    fn said(mut self, said: &str) -> Explanation {
        self.said = (!said.trim().is_empty()).then(|| said.to_owned());
        self
    }

    fn hint(mut self, hint: String) -> Explanation {
        self.hints.push(hint);
        self
    }

    fn base_url(mut self) -> Explanation {
        self.field = Some("baseUrl");
        self
    }

    fn token(mut self) -> Explanation {
        self.field = Some("token");
        self
    }
}

pub(crate) fn explain(kind: &FailureKind) -> Explanation {
    use FailureKind as K;
    match kind {
        K::UnsupportedScheme { scheme } => setting::unsupported_scheme(scheme),
        K::BadUrl { reason } => setting::bad_url(reason),
        K::UnusableId { id } => setting::unusable_id(id),
        K::EndpointElsewhere { to_origin } => answer::endpoint_elsewhere(to_origin),
        K::BadEndpoint { endpoint, reason } => answer::bad_endpoint(endpoint, reason),
        K::UnusableToken => setting::unusable_token(),
        K::PlainHttp { host } => setting::plain_http(host),
        K::UnknownHost { host } => connection::unknown_host(host),
        K::Refused { host, port } => connection::refused(host, *port),
        K::Untrusted { host, reason } => connection::untrusted(host, reason),
        K::NoTrustedAuthorities { host } => connection::no_trusted_authorities(host),
        K::TlsFailed { host, reason } => connection::tls_failed(host, reason),
        K::Unreachable { host, reason } => connection::unreachable(host, reason),
        K::ConnectionClosed { host } => connection::closed(host),
        K::NotHttp { host, reason } => connection::not_http(host, reason),
        K::TimedOut { phase, after } => connection::timed_out(*phase, *after),
        K::TooLarge { limit_bytes } => answer::too_large(*limit_bytes),
        K::Truncated { received_bytes, reason } => answer::truncated(*received_bytes, reason),
        K::BadEncoding { encoding } => answer::bad_encoding(encoding),
        K::EmptyBody { status } => answer::empty(*status),
        K::WebPage { status, title, snippet } => {
            answer::web_page(*status, title.as_deref(), snippet)
        }
        K::NotScim { reason, snippet, .. } => answer::not_scim(reason, snippet),
        K::RedirectElsewhere { from_origin, to_origin } => {
            answer::redirect_elsewhere(from_origin, to_origin)
        }
        K::TooManyRedirects { limit } => answer::redirects_in_circles(*limit),
        K::Unauthorized { said, with_credential: true } => answer::bad_token(said),
        K::Unauthorized { said, .. } => answer::no_token(said),
        K::Forbidden { said } => answer::forbidden(said),
        K::NotFound { said } => answer::not_found(said),
        K::Rejected { status, said, retry_after } => {
            answer::rejected(*status, said, retry_after.as_deref())
        }
        K::Cancelled => Explanation::new(
            "The request was cancelled",
            "It was stopped before the answer was complete. Nothing was changed on the server.",
            &[],
        ),
    }
}

fn size(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..MIB => format!("{} KiB", bytes / 1024),
        _ => format!("{} MiB", bytes / MIB),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
