//! The kinds of failures.

use std::time::Duration;

use thiserror::Error;

use super::reason::{ClientProof, Cut, Distrust, GrantKind, Grounds, NoToken, Oversize, Phase};
use crate::guard::Refusal;
use crate::intermediary::Intermediary;
use crate::rate_limit::RetryAfter;
use crate::settings::Scheme;

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
    /// The user name cannot be sent in basic authentication.
    #[error("the user name cannot be sent: {reason}")]
    UnusableUserName {
        /// Why.
        reason: String,
    },
    /// The password holds line breaks or other control characters.
    #[error("the password holds characters that cannot be sent")]
    UnusablePassword,
    /// The credential would travel in clear text to another machine.
    #[error("a credential is not sent over plain http to {host}")]
    PlainHttp {
        /// The host of the base URL.
        host: String,
    },
    /// The request holds something that cannot be sent, or is not the caller's to set.
    #[error("{reason}")]
    UnusableRequest {
        /// What.
        reason: String,
    },
    /// The write guard did not let it pass. Nothing was sent.
    #[error("not sent: {refusal}")]
    NotSent {
        /// Why.
        refusal: Refusal,
    },
    /// The session was over before the turn of a read came. Nothing was sent.
    #[error("not sent: the tenant was changed, left or signed out of while it waited")]
    SessionEnded,
    /// It could not be written down that the write is sent, so it was not. Nothing was sent.
    #[error("not sent, because it cannot be recorded: {reason}")]
    NotRecorded {
        /// Why.
        reason: String,
    },
    /// The server wants no requests for longer than one waits. Nothing was sent.
    #[error("not sent: {refusal}, and it asks to wait for another {} s", .left.as_secs())]
    Paused {
        /// What the server answered when it said so.
        refusal: Box<FailureKind>,
        /// How long that still is.
        left: Duration,
        /// Whether it would have been a write.
        is_write: bool,
    },
    /// A write was answered, but not all of the answer came.
    #[error("the server answered {status}, but the rest of its answer is missing: {cause}")]
    Incomplete {
        /// The status.
        status: u16,
        /// What happened to the rest.
        cause: Box<FailureKind>,
    },
    /// The name has no address, or nobody says which.
    #[error("the host {host} {}", if *is_temporary { "could not be looked up" } else { "is unknown" })]
    UnknownHost {
        /// The name that was looked up.
        host: String,
        /// The words of the system.
        said: String,
        /// Whether no name server answered, which says nothing of the name.
        is_temporary: bool,
    },
    /// Nothing listens there.
    #[error("{host} refused the connection on port {port}")]
    Refused {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// The host has addresses, but none of the kind that is used.
    #[error("{host} has no {wanted} address")]
    NoSuchAddress {
        /// The host that was looked up.
        host: String,
        /// The kind: IPv4 or IPv6.
        wanted: &'static str,
    },
    /// No connection to the proxy came about, or what answers there is none.
    #[error("the proxy {proxy} cannot be reached: {reason}")]
    ProxyUnreachable {
        /// Host and port of the proxy.
        proxy: String,
        /// Whether a person named it; otherwise the system did.
        is_named: bool,
        /// What the system says.
        reason: String,
    },
    /// The proxy does not connect to the server.
    #[error("the proxy {proxy} does not connect to {host}: {reason}")]
    ProxyRefused {
        /// Host and port of the proxy.
        proxy: String,
        /// Whether a person named it; otherwise the system did.
        is_named: bool,
        /// The host of the server.
        host: String,
        /// What the proxy says.
        reason: String,
    },
    /// The proxy wants to know who asks, or does not accept who does (407, RFC 1929).
    #[error("the proxy {proxy} wants a sign-in")]
    ProxySignIn {
        /// Host and port of the proxy.
        proxy: String,
        /// Whether a person named it; otherwise the system did.
        is_named: bool,
        /// Whether it was told a user name and a password.
        signs_in: bool,
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
    /// The server wants the client to show a certificate, and we have none.
    #[error("{host} wants a client certificate")]
    WantsClientCertificate {
        /// The host.
        host: String,
    },
    /// What answers on this port is not TLS.
    #[error("port {port} of {host} does not speak TLS")]
    NotTls {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// What answers on this port is TLS, and the base URL says plain http.
    #[error("port {port} of {host} speaks TLS, not plain http")]
    SpeaksTls {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
    /// There is no version of TLS that both sides speak.
    #[error("{host} speaks another version of TLS")]
    OtherTlsVersion {
        /// The host.
        host: String,
    },
    /// The server has no certificate for the name that it was asked by.
    #[error("{host} does not know that name")]
    UnknownServerName {
        /// The host.
        host: String,
    },
    /// The connection ended before an answer came.
    #[error("{host} closed the connection without an answer")]
    ConnectionClosed {
        /// The host.
        host: String,
    },
    /// The connection was reset before an answer came.
    #[error("{host} reset the connection without an answer")]
    ConnectionReset {
        /// The host.
        host: String,
    },
    /// The headers of the answer are larger than anybody needs.
    #[error("the headers that {host} sent are too large")]
    HeadTooLarge {
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
        /// How that was seen.
        seen: Oversize,
    },
    /// The body broke off.
    #[error("the answer broke off after {received_bytes} bytes: {cut}")]
    Truncated {
        /// How much of it was read.
        received_bytes: u64,
        /// How much the server had announced, if it did.
        announced_bytes: Option<u64>,
        /// How it broke off.
        cut: Cut,
    },
    /// The parts of the body do not fit together.
    #[error("the answer cannot be put together: {reason}")]
    BadFraming {
        /// What is wrong with them.
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
        /// What seems to be there, as far as the address tells.
        leads_to: Option<Intermediary>,
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
        /// What kind of credential was sent, if any.
        sent: Option<Scheme>,
        /// The ways to sign in that the server names, as it writes them.
        offered: Vec<String>,
        /// Why, as far as the challenge says (RFC 6750 §3).
        grounds: Box<Grounds>,
    },
    /// 403.
    #[error("403 Forbidden")]
    Forbidden {
        /// Status and detail, in the server's words.
        said: String,
        /// What kind of credential was sent, if any.
        sent: Option<Scheme>,
    },
    /// 404.
    #[error("404 Not Found")]
    NotFound {
        /// Status and detail, in the server's words.
        said: String,
        /// Whether one resource was asked for by its id.
        is_resource: bool,
    },
    /// Any other status that is no success.
    #[error("the server answered {status}")]
    Rejected {
        /// The status.
        status: u16,
        /// Status and detail, in the server's words.
        said: String,
        /// `scimType` (RFC 7644 §3.12), or the code of another error format, as sent.
        scim_type: Option<String>,
        /// `Retry-After`.
        retry_after: Option<RetryAfter>,
        /// Whether a web page came along: then something before SCIM may have answered.
        is_page: bool,
        /// The program before the server that answered, where it is known to be one.
        by: Option<&'static str>,
    },
    /// Something before the server answered in its place, or a page for people did.
    #[error("{seen}")]
    Intermediary {
        /// The status.
        status: u16,
        /// What it is.
        seen: Intermediary,
        /// The title, where it is a page.
        title: Option<String>,
        /// Status and detail, or the beginning of the page.
        said: String,
    },
    /// The server has taken the request on and will answer later; there is no answer yet.
    #[error("the server answered {status}: accepted, but not answered yet")]
    Accepted {
        /// The status.
        status: u16,
        /// Where the server says that the outcome will be seen, as sent.
        monitor: Option<String>,
        /// `Retry-After`.
        retry_after: Option<RetryAfter>,
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
    /// A success that is no JSON.
    #[error("the answer is not JSON at line {line}, column {column}: {reason}")]
    NotJson {
        /// The status.
        status: u16,
        /// Line of the fault, from 1.
        line: u32,
        /// Column of the fault in bytes, from 1.
        column: u32,
        /// What is wrong there.
        reason: String,
        /// The text around it.
        snippet: String,
        /// Whether it is JSON as far as it goes, but ends in the middle.
        is_cut: bool,
    },
    /// An error message that came as a success.
    #[error("an error message came with status {status}")]
    ErrorAsSuccess {
        /// The status.
        status: u16,
        /// The message, in the server's words.
        said: String,
        /// The status that the message names.
        named: Option<u16>,
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
    /// A setting of the sign-in cannot be used.
    #[error("{field}: {reason}")]
    UnusableSetting {
        /// Which one, by its name in the form.
        field: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// A person has to sign in with the browser first.
    #[error("nobody is signed in")]
    SignInNeeded {
        /// Whether somebody was.
        has_expired: bool,
    },
    /// A sign-in with the browser came to no good end.
    #[error("the sign-in did not work: {reason}")]
    SignInFailed {
        /// Why.
        reason: String,
        /// What the provider said.
        said: Option<String>,
    },
    /// The token endpoint could not be asked.
    #[error("the token endpoint gave no answer: {kind}")]
    TokenEndpoint {
        /// What happened there.
        kind: Box<FailureKind>,
    },
    /// The token endpoint said no (RFC 6749 §5.2).
    #[error("the token endpoint answered {said}")]
    TokenDenied {
        /// The code of the error, as sent.
        error: String,
        /// Status, code and description, in the server's words.
        said: String,
        /// How the client proved itself.
        client: ClientProof,
        /// What the token was asked for.
        grant: GrantKind,
    },
    /// The token endpoint answered something that holds neither a token that can be used nor a reason.
    #[error("the token endpoint answered {status}, and {reason}")]
    TokenUnreadable {
        /// The status.
        status: u16,
        /// What is wrong with it.
        reason: NoToken,
        /// Its beginning.
        snippet: String,
    },
    /// The program that should print a token printed none.
    #[error("{program} printed no token: {reason}")]
    CommandFailed {
        /// The name of the program, without its folders and arguments.
        program: String,
        /// Why.
        reason: String,
        /// What it complained of.
        said: Option<String>,
    },
    /// The server does not take the client certificate.
    #[error("{host} refuses the client certificate ({alert})")]
    ClientCertificateRefused {
        /// The host.
        host: String,
        /// What TLS calls it.
        alert: String,
    },
    /// The user stopped it.
    #[error("cancelled")]
    Cancelled,
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
            FailureKind::UnusableUserName { .. } => "unusableUserName",
            FailureKind::UnusablePassword => "unusablePassword",
            FailureKind::PlainHttp { .. } => "plainHttp",
            FailureKind::UnusableRequest { .. } => "unusableRequest",
            FailureKind::NotSent { .. } => "notSent",
            FailureKind::SessionEnded => "sessionEnded",
            FailureKind::NotRecorded { .. } => "notRecorded",
            FailureKind::Paused { .. } => "paused",
            FailureKind::Incomplete { .. } => "incomplete",
            FailureKind::UnknownHost { .. } => "unknownHost",
            FailureKind::Refused { .. } => "refused",
            FailureKind::NoSuchAddress { .. } => "noSuchAddress",
            FailureKind::ProxyUnreachable { .. } => "proxyUnreachable",
            FailureKind::ProxyRefused { .. } => "proxyRefused",
            FailureKind::ProxySignIn { .. } => "proxySignIn",
            FailureKind::Untrusted { .. } => "untrusted",
            FailureKind::NoTrustedAuthorities { .. } => "noTrustedAuthorities",
            FailureKind::TlsFailed { .. } => "tlsFailed",
            FailureKind::Unreachable { .. } => "unreachable",
            FailureKind::WantsClientCertificate { .. } => "wantsClientCertificate",
            FailureKind::NotTls { .. } => "notTls",
            FailureKind::SpeaksTls { .. } => "speaksTls",
            FailureKind::OtherTlsVersion { .. } => "otherTlsVersion",
            FailureKind::UnknownServerName { .. } => "unknownServerName",
            FailureKind::ConnectionClosed { .. } => "connectionClosed",
            FailureKind::ConnectionReset { .. } => "connectionReset",
            FailureKind::HeadTooLarge { .. } => "headTooLarge",
            FailureKind::NotHttp { .. } => "notHttp",
            FailureKind::TimedOut { .. } => "timedOut",
            FailureKind::TooLarge { .. } => "tooLarge",
            FailureKind::Truncated { .. } => "truncated",
            FailureKind::BadFraming { .. } => "badFraming",
            FailureKind::BadEncoding { .. } => "badEncoding",
            FailureKind::RedirectElsewhere { .. } => "redirectElsewhere",
            FailureKind::TooManyRedirects { .. } => "tooManyRedirects",
            FailureKind::Unauthorized { .. } => "unauthorized",
            FailureKind::Forbidden { .. } => "forbidden",
            FailureKind::NotFound { .. } => "notFound",
            FailureKind::Rejected { .. } => "rejected",
            FailureKind::Intermediary { .. } => "intermediary",
            FailureKind::Accepted { .. } => "accepted",
            FailureKind::EmptyBody { .. } => "emptyBody",
            FailureKind::WebPage { .. } => "webPage",
            FailureKind::NotJson { .. } => "notJson",
            FailureKind::ErrorAsSuccess { .. } => "errorAsSuccess",
            FailureKind::NotScim { .. } => "notScim",
            FailureKind::UnusableSetting { .. } => "unusableSetting",
            FailureKind::SignInNeeded { .. } => "signInNeeded",
            FailureKind::SignInFailed { .. } => "signInFailed",
            FailureKind::TokenEndpoint { .. } => "tokenEndpoint",
            FailureKind::TokenDenied { .. } => "tokenDenied",
            FailureKind::TokenUnreadable { .. } => "tokenUnreadable",
            FailureKind::CommandFailed { .. } => "commandFailed",
            FailureKind::ClientCertificateRefused { .. } => "clientCertificateRefused",
            FailureKind::Cancelled => "cancelled",
        }
    }
}
