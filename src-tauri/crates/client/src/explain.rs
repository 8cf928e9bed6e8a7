//! The words that people read about a failure: what happened, why, what to do. One text for each kind.

mod answer;
mod connection;
mod denied;
mod forbidden;
mod gateway;
mod guard;
mod intermediary;
mod no_token;
mod proxy;
mod refusal;
mod setting;
mod sign_in;
mod token;
mod wait;

use crate::error::FailureKind;
pub(crate) use guard::unknown;

/// The settings that a failure can be blamed on, by their names in the form. Whatever shows a form has a place for each.
pub const SETTINGS: &[&str] = &[
    "addresses",
    "apiKey",
    "apiKeyHeader",
    "audience",
    "authentication",
    "authorities",
    "authorizationEndpoint",
    "baseUrl",
    "certificate",
    "clientId",
    "clientSecret",
    "command",
    "headers",
    "password",
    "privateKey",
    "proxyPassword",
    "proxyUrl",
    "proxyUserName",
    "redirectUri",
    "refreshToken",
    "scopes",
    "token",
    "tokenEndpoint",
    "unverified",
    "userName",
];

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
    /// The setting at fault, one of [`SETTINGS`].
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

    fn base_url(self) -> Explanation {
        self.at_field("baseUrl")
    }

    fn token(self) -> Explanation {
        self.at_field("token")
    }

    fn at_field(self, field: &'static str) -> Explanation {
        self.at(Some(field))
    }

    fn at(mut self, field: Option<&'static str>) -> Explanation {
        debug_assert!(field.is_none_or(|it| SETTINGS.contains(&it)), "no form has {field:?}");
        self.field = field;
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
        K::UnusableUserName { reason } => setting::unusable_user_name(reason),
        K::UnusablePassword => setting::unusable_password(),
        K::PlainHttp { host } => setting::plain_http(host),
        K::UnusableRequest { reason } => setting::unusable_request(reason),
        K::NotSent { refusal } => guard::not_sent(*refusal),
        K::SessionEnded => guard::session_ended(),
        K::NotRecorded { reason } => guard::not_recorded(reason),
        K::Paused { refusal, left, is_write } => wait::paused(&explain(refusal), *left, *is_write),
        K::Incomplete { status, cause } => guard::incomplete(*status, &explain(cause)),
        K::UnknownHost { host, said, is_temporary: false } => connection::unknown_host(host, said),
        K::UnknownHost { host, said, .. } => connection::no_name_server(host, said),
        K::Refused { host, port } => connection::refused(host, *port),
        K::NoSuchAddress { host, wanted } => proxy::no_address(host, wanted),
        K::ProxyUnreachable { proxy, is_named, reason } => {
            proxy::unreachable(proxy, *is_named, reason)
        }
        K::ProxyRefused { proxy, is_named, host, reason } => {
            proxy::refused(proxy, *is_named, host, reason)
        }
        K::ProxySignIn { proxy, is_named, signs_in } => {
            proxy::wants_sign_in(proxy, *is_named, *signs_in)
        }
        K::Untrusted { host, reason } => connection::untrusted(host, reason),
        K::NoTrustedAuthorities { host } => connection::no_trusted_authorities(host),
        K::TlsFailed { host, reason } => connection::tls_failed(host, reason),
        K::Unreachable { host, reason } => connection::unreachable(host, reason),
        K::WantsClientCertificate { host } => connection::wants_client_certificate(host),
        K::NotTls { host, port } => connection::not_tls(host, *port),
        K::SpeaksTls { host, port } => connection::speaks_tls(host, *port),
        K::OtherTlsVersion { host } => connection::other_tls_version(host),
        K::UnknownServerName { host } => connection::unknown_server_name(host),
        K::ConnectionClosed { host } => connection::closed(host),
        K::ConnectionReset { host } => connection::reset(host),
        K::HeadTooLarge { host } => connection::head_too_large(host),
        K::NotHttp { host, reason } => connection::not_http(host, reason),
        K::TimedOut { phase, after } => connection::timed_out(*phase, *after),
        K::TooLarge { limit_bytes, seen } => answer::too_large(*limit_bytes, seen),
        K::Truncated { received_bytes, announced_bytes, cut } => {
            answer::truncated(*received_bytes, *announced_bytes, cut)
        }
        K::BadFraming { reason } => answer::bad_framing(reason),
        K::BadEncoding { encoding } => answer::bad_encoding(encoding),
        K::Accepted { status, monitor, retry_after } => {
            answer::accepted(*status, monitor.as_deref(), retry_after.as_ref())
        }
        K::EmptyBody { status } => answer::empty(*status),
        K::WebPage { status, title, snippet } => {
            intermediary::web_page(*status, title.as_deref(), snippet)
        }
        K::Intermediary { status, seen, title, said } => {
            intermediary::answered(*status, *seen, title.as_deref(), said)
        }
        K::NotJson { line, column, snippet, is_cut: true, .. } => {
            answer::cut_json(*line, *column, snippet)
        }
        K::NotJson { line, column, reason, snippet, .. } => {
            answer::not_json(*line, *column, reason, snippet)
        }
        K::ErrorAsSuccess { status, said, named } => {
            answer::error_as_success(*status, said, *named)
        }
        K::NotScim { reason, snippet, .. } => answer::not_scim(reason, snippet),
        K::RedirectElsewhere { from_origin, to_origin, leads_to } => {
            intermediary::redirected(from_origin, to_origin, *leads_to)
        }
        K::TooManyRedirects { limit } => answer::redirects_in_circles(*limit),
        K::Unauthorized { said, sent, offered, grounds } => {
            sign_in::refused(said, *sent, offered, grounds)
        }
        K::Forbidden { said, sent } => forbidden::forbidden(said, *sent),
        K::NotFound { said, is_resource: true } => answer::resource_gone(said),
        K::NotFound { said, .. } => answer::not_found(said),
        K::Rejected { status, said, retry_after, is_page, by, .. } => {
            refusal::rejected(*status, said, retry_after.as_ref(), *is_page, *by)
        }
        K::UnusableSetting { field, reason } => token::unusable_setting(field, reason),
        K::SignInNeeded { has_expired } => token::sign_in_needed(*has_expired),
        K::SignInFailed { reason, said } => token::sign_in_failed(reason, said.as_deref()),
        K::TokenEndpoint { kind } => token::endpoint(kind),
        K::TokenDenied { error, said, client, grant } => {
            denied::denied(error, said, *client, *grant)
        }
        K::TokenUnreadable { status, reason, snippet } => no_token::told(*status, reason, snippet),
        K::CommandFailed { program, reason, said } => {
            token::command_failed(program, reason, said.as_deref())
        }
        K::ClientCertificateRefused { host, alert } => token::certificate_refused(host, alert),
        K::Cancelled => Explanation::new(
            "The request was cancelled",
            "It was stopped before the answer was complete. Nothing was changed on the server.",
            &[],
        ),
    }
}

fn size(bytes: u64) -> String {
    const MIB: u64 = 1024 * 1024;
    const GIB: u64 = 1024 * MIB;
    match bytes {
        0..1024 => format!("{bytes} bytes"),
        1024..MIB => format!("{} KiB", bytes / 1024),
        MIB..GIB => format!("{} MiB", bytes / MIB),
        _ => format!("{}.{} GiB", bytes / GIB, bytes % GIB * 10 / GIB),
    }
}

fn capitalised(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
