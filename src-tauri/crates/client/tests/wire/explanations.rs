//! Every kind of failure: that somebody decided which settings it can be blamed on, and that its words are fit to be read.

use std::collections::HashSet;
use std::time::Duration;

use client::error::{
    ClientProof, Cut, Distrust, Failure, FailureKind, GrantKind, Grounds, NoToken, Oversize, Phase,
    SETTINGS, TokenSays,
};
use client::guard::Refusal;
use client::settings::Scheme;

/// The settings that a kind can be blamed on; none where nothing that a form holds is at fault. A new kind does not compile
/// before it is decided here.
fn decided(kind: &FailureKind) -> &'static [&'static str] {
    use FailureKind as K;
    match kind {
        K::UnsupportedScheme { .. }
        | K::BadUrl { .. }
        | K::PlainHttp { .. }
        | K::UnknownHost { .. }
        | K::Refused { .. }
        | K::Untrusted { .. }
        | K::TlsFailed { .. }
        | K::NotTls { .. }
        | K::SpeaksTls { .. }
        | K::UnknownServerName { .. }
        | K::NotHttp { .. }
        | K::TooManyRedirects { .. }
        | K::NotFound { .. }
        | K::EmptyBody { .. }
        | K::WebPage { .. }
        | K::NotJson { .. }
        | K::NotScim { .. }
        | K::RedirectElsewhere { .. }
        | K::TimedOut { .. }
        | K::Rejected { .. }
        | K::Paused { .. } => &["baseUrl"],
        K::Intermediary { .. } => &["baseUrl", "headers"],
        K::UnusableToken => &["token"],
        K::UnusableUserName { .. } => &["userName"],
        K::UnusablePassword => &["password"],
        K::UnusableSetting { .. } => SETTINGS,
        K::NoSuchAddress { .. } => &["addresses"],
        K::ProxyUnreachable { .. } | K::ProxyRefused { .. } => &["proxyUrl"],
        K::ProxySignIn { .. } => &["proxyUrl", "proxyUserName", "proxyPassword"],
        K::WantsClientCertificate { .. } | K::ClientCertificateRefused { .. } => &["certificate"],
        K::Unauthorized { .. } => {
            &["token", "password", "apiKey", "authentication", "scopes", "command", "headers"]
        }
        K::SignInNeeded { .. } | K::SignInFailed { .. } => &["authentication"],
        K::TokenEndpoint { .. } => &[
            "tokenEndpoint",
            "addresses",
            "certificate",
            "proxyPassword",
            "proxyUrl",
            "proxyUserName",
        ],
        K::TokenDenied { .. } => &[
            "authentication",
            "audience",
            "certificate",
            "clientId",
            "clientSecret",
            "privateKey",
            "redirectUri",
            "refreshToken",
            "scopes",
            "tokenEndpoint",
        ],
        K::TokenUnreadable { .. } => &["tokenEndpoint", "authentication", "headers"],
        K::CommandFailed { .. } => &["command"],
        K::UnusableId { .. }
        | K::EndpointElsewhere { .. }
        | K::BadEndpoint { .. }
        | K::UnusableRequest { .. }
        | K::NotSent { .. }
        | K::SessionEnded
        | K::NotRecorded { .. }
        | K::Incomplete { .. }
        | K::NoTrustedAuthorities { .. }
        | K::Unreachable { .. }
        | K::OtherTlsVersion { .. }
        | K::ConnectionClosed { .. }
        | K::ConnectionReset { .. }
        | K::HeadTooLarge { .. }
        | K::TooLarge { .. }
        | K::Truncated { .. }
        | K::BadFraming { .. }
        | K::BadEncoding { .. }
        | K::Forbidden { .. }
        | K::Accepted { .. }
        | K::ErrorAsSuccess { .. }
        | K::Cancelled => &[],
    }
}

/// Failures of each kind that can be made here, with everything that their words depend on. What stands before a server is
/// made by answers alone: the table of faults has them all.
fn samples() -> Vec<FailureKind> {
    [before(), connecting(), answers(), statuses(), tokens()].concat()
}

fn failure(kind: FailureKind) -> Failure {
    Failure { kind: Box::new(kind), exchange: None, url: None, outcome_unknown: false }
}

fn text() -> String {
    "example".to_owned()
}

fn before() -> Vec<FailureKind> {
    use FailureKind as K;
    let mut all = vec![
        K::UnsupportedScheme { scheme: text() },
        K::BadUrl { reason: text() },
        K::UnusableId { id: text() },
        K::EndpointElsewhere { to_origin: text() },
        K::BadEndpoint { endpoint: text(), reason: text() },
        K::UnusableToken,
        K::UnusableUserName { reason: text() },
        K::UnusablePassword,
        K::PlainHttp { host: text() },
        K::UnusableRequest { reason: text() },
        K::NotSent { refusal: Refusal::ReadOnly },
        K::SessionEnded,
        K::NotRecorded { reason: text() },
    ];
    all.extend(SETTINGS.iter().map(|&field| K::UnusableSetting { field, reason: text() }));
    all
}

fn connecting() -> Vec<FailureKind> {
    use FailureKind as K;
    let mut all = vec![
        K::UnknownHost { host: text(), said: text(), is_temporary: false },
        K::UnknownHost { host: text(), said: text(), is_temporary: true },
        K::Refused { host: text(), port: 1 },
        K::NoSuchAddress { host: text(), wanted: "IPv6" },
        K::NoTrustedAuthorities { host: text() },
        K::TlsFailed { host: text(), reason: text() },
        K::Unreachable { host: text(), reason: text() },
        K::WantsClientCertificate { host: text() },
        K::ClientCertificateRefused { host: text(), alert: text() },
        K::NotTls { host: text(), port: 1 },
        K::SpeaksTls { host: text(), port: 1 },
        K::OtherTlsVersion { host: text() },
        K::UnknownServerName { host: text() },
        K::ConnectionClosed { host: text() },
        K::ConnectionReset { host: text() },
        K::HeadTooLarge { host: text() },
        K::NotHttp { host: text(), reason: text() },
        K::Cancelled,
    ];
    for is_named in [true, false] {
        let (proxy, host, reason) = (text(), text(), text());
        all.push(K::ProxyUnreachable { proxy: text(), is_named, reason: text() });
        all.push(K::ProxyRefused { proxy, is_named, host, reason });
        let sign_in = |signs_in| K::ProxySignIn { proxy: text(), is_named, signs_in };
        all.extend([true, false].map(sign_in));
    }
    for reason in [
        Distrust::UnknownIssuer,
        Distrust::Expired,
        Distrust::NotYetValid,
        Distrust::WrongName { presented: vec![text()] },
        Distrust::Revoked,
        Distrust::IsAuthority,
        Distrust::Other(text()),
    ] {
        all.push(K::Untrusted { host: text(), reason });
    }
    for phase in [Phase::Connect, Phase::FirstByte, Phase::Body] {
        all.push(K::TimedOut { phase, after: Duration::from_secs(1) });
    }
    all
}

fn answers() -> Vec<FailureKind> {
    use FailureKind as K;
    let mut all = vec![
        K::TooLarge { limit_bytes: 1, seen: Oversize::Received },
        K::Truncated { received_bytes: 1, announced_bytes: None, cut: Cut::Closed },
        K::BadFraming { reason: text() },
        K::BadEncoding { encoding: text() },
        K::RedirectElsewhere { from_origin: text(), to_origin: text(), leads_to: None },
        K::TooManyRedirects { limit: 5 },
        K::Accepted { status: 202, monitor: None, retry_after: None },
        K::EmptyBody { status: 200 },
        K::WebPage { status: 200, title: None, snippet: text() },
        K::ErrorAsSuccess { status: 200, said: text(), named: None },
        K::NotScim { status: 200, reason: text(), snippet: text() },
        K::Incomplete { status: 200, cause: Box::new(K::ConnectionReset { host: text() }) },
    ];
    for is_cut in [true, false] {
        let (reason, snippet) = (text(), text());
        all.push(K::NotJson { status: 200, line: 1, column: 1, reason, snippet, is_cut });
    }
    all
}

fn statuses() -> Vec<FailureKind> {
    use FailureKind as K;
    let mut all = vec![
        K::NotFound { said: text(), is_resource: false },
        K::NotFound { said: text(), is_resource: true },
    ];
    let rejected = |status| K::Rejected {
        status,
        said: text(),
        scim_type: None,
        retry_after: None,
        is_page: false,
        by: None,
    };
    all.extend((300..600).map(rejected));
    let left = Duration::from_secs(9);
    for is_write in [false, true] {
        all.push(K::Paused { refusal: Box::new(rejected(429)), left, is_write });
    }
    let schemes = [
        None,
        Some(Scheme::Bearer),
        Some(Scheme::Basic),
        Some(Scheme::ApiKey),
        Some(Scheme::Issued),
        Some(Scheme::SignedIn),
        Some(Scheme::Printed),
        Some(Scheme::Headers),
        Some(Scheme::Certificate),
    ];
    for sent in schemes {
        all.push(K::Forbidden { said: text(), sent });
        for offered in [vec![], vec!["Basic".to_owned()], vec!["Bearer".to_owned()]] {
            for error in [None, Some("invalid_token"), Some("insufficient_scope")] {
                for token in told_by_tokens() {
                    let error = error.map(str::to_owned);
                    let grounds = Box::new(Grounds { error, scope: None, token });
                    let offered = offered.clone();
                    all.push(K::Unauthorized { said: text(), sent, offered, grounds });
                }
            }
        }
    }
    all
}

/// What a refused token can say of itself.
fn told_by_tokens() -> [Option<TokenSays>; 4] {
    let says = TokenSays::default();
    [
        None,
        Some(TokenSays { ended: Some(text()), ..says.clone() }),
        Some(TokenSays { begins: Some(text()), ..says.clone() }),
        Some(TokenSays { audience: vec![text()], issuer: Some(text()), ..says }),
    ]
}

fn tokens() -> Vec<FailureKind> {
    use FailureKind as K;
    let mut all = vec![
        K::SignInNeeded { has_expired: true },
        K::SignInNeeded { has_expired: false },
        K::SignInFailed { reason: text(), said: None },
        K::CommandFailed { program: text(), reason: text(), said: None },
    ];
    let endpoint = |kind| K::TokenEndpoint { kind: Box::new(kind) };
    // Being cancelled is told as that, wherever it happened.
    let at_endpoint = connecting().into_iter().filter(|it| !matches!(it, K::Cancelled));
    all.extend(at_endpoint.map(endpoint));
    for reason in [
        NoToken::Empty,
        NoToken::Page { title: Some(text()) },
        NoToken::Redirect { to_origin: Some(text()), leads_to: None },
        NoToken::Redirect { to_origin: None, leads_to: None },
        NoToken::NotJson,
        NoToken::NoReason,
        NoToken::Missing,
        NoToken::OtherType { name: text() },
        NoToken::Unsendable,
    ] {
        for status in [200, 302, 400, 401, 403, 404, 405, 429, 500, 502, 503, 521] {
            let reason = reason.clone();
            all.push(K::TokenUnreadable { status, reason, snippet: text() });
        }
    }
    let codes = [
        "access_denied",
        "invalid_client",
        "invalid_grant",
        "invalid_request",
        "invalid_resource",
        "invalid_scope",
        "invalid_target",
        "server_error",
        "slow_down",
        "unauthorized_client",
        "unsupported_grant_type",
        "of_its_own",
    ];
    let proofs = [
        ClientProof::Nothing,
        ClientProof::SecretInHeader,
        ClientProof::SecretInBody,
        ClientProof::Assertion,
        ClientProof::Certificate,
    ];
    let grants =
        [GrantKind::Client, GrantKind::Code, GrantKind::RefreshToken, GrantKind::Assertion];
    for error in codes {
        for client in proofs {
            for grant in grants {
                let error = error.to_owned();
                all.push(K::TokenDenied { error, said: text(), client, grant });
            }
        }
    }
    all
}

#[test]
fn each_kind_is_blamed_on_the_settings_that_were_decided_and_on_no_others() {
    for kind in samples() {
        let (may, is_asked) = (decided(&kind), format!("{kind:?}"));
        let told = failure(kind).explain();
        let Some(field) = told.field else { continue };
        assert!(SETTINGS.contains(&field) && may.contains(&field), "{field} is blamed: {is_asked}");
    }
}

#[test]
fn each_kind_has_a_title_a_cause_and_something_to_do() {
    for kind in samples() {
        let (code, is_asked) = (kind.code(), format!("{kind:?}"));
        let told = failure(kind).explain();
        let words = told.title.split(' ').count();
        assert!(
            (3..=8).contains(&words) && !told.title.ends_with('.'),
            "{}: {is_asked}",
            told.title
        );
        assert!(told.detail.ends_with('.') && !told.detail.contains(".."), "{}", told.detail);
        let has_hint = told.hints.iter().all(|it| it.ends_with('.')) && !told.hints.is_empty();
        assert!(has_hint || code == "cancelled", "{told:?}: {is_asked}");
    }
}

/// How many kinds there are besides [`FailureKind::Intermediary`].
const KINDS: usize = 60;

#[test]
fn there_is_a_sample_of_each_kind() {
    let codes: HashSet<&str> = samples().iter().map(FailureKind::code).collect();
    assert_eq!(codes.len(), KINDS, "{codes:?}");
}
