//! How a token is fetched from an authorisation server (RFC 6749 and its kin): what a person sets, as values.

use std::sync::Arc;

use secrecy::SecretString;
use url::Url;

use super::assertion::Assertion;
use super::tokens::Tokens;
use crate::base_url::{BaseUrl, Place, is_loopback};
use crate::error::{Failure, FailureKind};
use crate::exchange::BoxFuture;
use crate::guard::is_override_parameter;

/// Parameters of a token request that are ours to set; a person cannot add them by name.
const RESERVED: [&str; 16] = [
    "assertion",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "grant_type",
    "redirect_uri",
    "refresh_token",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

/// An endpoint of an authorisation server: https, or http on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    url: Url,
}

impl Endpoint {
    /// Reads what a person pasted. `field` is what is at fault if it is none.
    ///
    /// # Errors
    /// [`FailureKind::UnusableSetting`] when it is no absolute URL, holds user info, a fragment (RFC 6749 §3.2), a parameter
    /// that looks like a secret or makes another request of it, or would take a credential over plain http off this
    /// machine.
    pub fn parse(text: &str, field: &'static str) -> Result<Endpoint, Failure> {
        let unusable = |reason: String| unusable(field, reason);
        let text = text.trim();
        let Ok(url) = Url::parse(text) else {
            let reason = if text.is_empty() { "it is empty" } else { "it is no full URL" };
            return Err(unusable(reason.to_owned()));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(unusable("a user name or password stands in it".to_owned()));
        }
        if url.fragment().is_some() {
            return Err(unusable(
                "it has a part behind #, which such an endpoint never has".into(),
            ));
        }
        // It is kept in clear, and stands in the history.
        let is_secret = |name: &str| crate::redact::is_credential_name(name);
        if let Some((name, _)) = url.query_pairs().find(|(name, _)| is_secret(name)) {
            let name = crate::answer::shortened(&name);
            return Err(unusable(format!(
                "its parameter \"{name}\" looks like a secret, and a URL is no place for one"
            )));
        }
        if url.query_pairs().any(|(name, _)| is_override_parameter(name.trim())) {
            return Err(unusable(
                "its parameter \"_method\" makes another request of it, for some servers"
                    .to_owned(),
            ));
        }
        match url.scheme() {
            "https" => Ok(Endpoint { url }),
            "http" if is_loopback(&url) => Ok(Endpoint { url }),
            "http" => Err(unusable(
                "it is plain http, and anyone on the way could read what is sent there".to_owned(),
            )),
            other => Err(unusable(format!("it begins with {other}: instead of https:"))),
        }
    }

    /// The URL.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Scheme, host and port.
    #[must_use]
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Fails where it is an endpoint of SCIM itself: a token request is no request of the tenant's that its write guard
    /// looks at, and must not come near its resources.
    ///
    /// # Errors
    /// [`FailureKind::UnusableSetting`] with this field.
    pub fn check_apart_from(&self, base: &BaseUrl, field: &'static str) -> Result<(), Failure> {
        let place = Place::of(&self.url);
        let first = place.below(&base.place()).map(|it| it.first().map(String::as_str));
        let reason = match first {
            Some(None) => "it is the base URL of the SCIM server".to_owned(),
            Some(Some(name)) if SCIM_ENDPOINTS.contains(&name) => {
                "it is an endpoint of the SCIM server, where resources are".to_owned()
            }
            _ => return Ok(()),
        };
        Err(unusable(field, reason))
    }
}

/// RFC 7644 §3.2 and what is spelled like it, lower case.
const SCIM_ENDPOINTS: [&str; 9] = [
    ".search",
    "bulk",
    "groups",
    "me",
    "resourcetypes",
    "schemas",
    "serviceproviderconfig",
    "serviceproviderconfigs",
    "users",
];

/// Keeps a refresh token that the server gave in place of the one before (RFC 6749 §6): the old one may be of no use
/// any more.
pub trait RefreshTokenKeeper: Send + Sync {
    /// Keeps it; `None` where a person signed in and there is none, so that the one before must not stay. The token
    /// request waits for this, so that it is not lost when the program ends.
    fn keep(&self, token: Option<SecretString>) -> BoxFuture<'_, ()>;
}

/// Everything that a token request needs.
#[derive(Clone)]
pub struct OAuth {
    /// Where tokens are asked for.
    pub token_endpoint: Endpoint,
    /// How we are known there; may be empty where an assertion says it all.
    pub client_id: String,
    /// How we prove to be that client.
    pub client: ClientAuthentication,
    /// What the token is given for.
    pub grant: Grant,
    /// The scopes that are asked for (RFC 6749 §3.3).
    pub scopes: Vec<String>,
    /// More parameters of the request, such as `audience` or `resource` (RFC 8707).
    pub parameters: Vec<(String, String)>,
    /// Whether the client certificate of the settings is shown at the token endpoint as well (RFC 8705).
    pub shows_certificate: bool,
    /// What was fetched. Sessions that share it fetch once.
    pub tokens: Tokens,
    /// Who keeps a new refresh token, if anybody does.
    pub keeper: Option<Arc<dyn RefreshTokenKeeper>>,
}

/// How a client proves itself at the token endpoint.
#[derive(Debug, Clone)]
pub enum ClientAuthentication {
    /// By its id alone, or by a certificate: nothing secret is in the request.
    Public,
    /// The secret goes into the `Authorization` header (RFC 6749 §2.3.1).
    Header(SecretString),
    /// The secret goes into the body.
    Body(SecretString),
    /// A signed assertion (RFC 7523 §2.2, `private_key_jwt`).
    PrivateKeyJwt(Assertion),
}

/// What a token is given for.
#[derive(Debug, Clone)]
pub enum Grant {
    /// The client itself (RFC 6749 §4.4).
    ClientCredentials,
    /// A person who signed in with the browser (RFC 6749 §4.1), with PKCE (RFC 7636).
    AuthorizationCode {
        /// Where the browser is sent.
        authorization_endpoint: Endpoint,
        /// Where it comes back to.
        redirect: Redirect,
        /// One from an earlier run, if it was kept.
        refresh_token: Option<SecretString>,
    },
    /// A refresh token that a person pasted (RFC 6749 §6).
    RefreshToken(SecretString),
    /// A signed assertion (RFC 7523 §2.1).
    JwtBearer(Assertion),
}

/// Where the browser comes back to: always this machine (RFC 8252 §7.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Which of the names of this machine it has.
    pub host: LoopbackHost,
    /// The port that is registered; any free one otherwise.
    pub port: Option<u16>,
    /// The path that a browser asks for, with a slash in front.
    pub path: String,
    /// As it is written, without the port: servers compare it letter by letter (RFC 6749 §3.1.2.3).
    before_port: String,
    behind_port: String,
}

/// The names of this machine that a redirect may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopbackHost {
    /// `127.0.0.1`, as RFC 8252 §8.3 advises.
    Address,
    /// `[::1]`, the same in IPv6.
    Address6,
    /// `localhost`, as some servers insist.
    Name,
}

impl Default for Redirect {
    fn default() -> Redirect {
        Redirect {
            host: LoopbackHost::Address,
            port: None,
            path: "/callback".to_owned(),
            before_port: "http://127.0.0.1".to_owned(),
            behind_port: "/callback".to_owned(),
        }
    }
}

impl Redirect {
    /// Reads a redirect URI as it is registered; an empty text is the usual one.
    ///
    /// # Errors
    /// [`FailureKind::UnusableSetting`] when it does not lead to this machine over http.
    pub fn parse(text: &str) -> Result<Redirect, Failure> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Redirect::default());
        }
        let unusable = |reason: &str| unusable("redirectUri", reason.to_owned());
        let url = Url::parse(text).map_err(|_| unusable("it is no full URL"))?;
        let host = match (url.scheme(), url.host_str()) {
            ("http", Some("127.0.0.1")) => LoopbackHost::Address,
            ("http", Some("[::1]")) => LoopbackHost::Address6,
            ("http", Some("localhost")) => LoopbackHost::Name,
            _ => {
                return Err(unusable(
                    "it does not begin with http://127.0.0.1, http://[::1] or http://localhost",
                ));
            }
        };
        if url.query().is_some() || url.fragment().is_some() {
            return Err(unusable("it has a part behind ? or #"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(unusable("a user name or password stands in it"));
        }
        let (before_port, port, behind_port) =
            around_port(text).ok_or_else(|| unusable("its port cannot be read"))?;
        let path = url.path().to_owned();
        Ok(Redirect { host, port, path, before_port, behind_port })
    }

    /// As it is sent to the server, once the port is known: letter by letter as it is written where it has one.
    #[must_use]
    pub fn uri(&self, port: u16) -> String {
        format!("{}:{port}{}", self.before_port, self.behind_port)
    }
}

/// The text before the port, the port, and the text behind it. The library drops the port of the scheme; where it is
/// written, it is meant.
fn around_port(text: &str) -> Option<(String, Option<u16>, String)> {
    let begin = text.find("://")? + 3;
    let authority = text.get(begin..)?;
    let end = authority.find(['/', '\\']).map_or(text.len(), |it| begin + it);
    let (before, behind) = text.split_at_checked(end)?;
    // The colons of an IPv6 address stand within its brackets.
    match before.rsplit_once(':').filter(|(host, _)| host.len() >= begin) {
        Some((host, port)) if !port.ends_with(']') => {
            let port = if port.is_empty() { None } else { Some(port.parse().ok()?) };
            Some((host.to_owned(), port, behind.to_owned()))
        }
        _ => Some((before.to_owned(), None, behind.to_owned())),
    }
}

/// Why a person cannot add a parameter of this name to the token request; `None` when they can.
#[must_use]
pub fn parameter_problem(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        return Some("it has no name");
    }
    if is_override_parameter(name.trim()) {
        return Some("some servers take it for the method of the request");
    }
    if RESERVED.contains(&name.trim()) {
        return Some("it has a field of its own, or is set by Scimscope");
    }
    // Kept in clear with the settings of a tenant, and so no place for a secret.
    crate::redact::is_credential_name(name)
        .then_some("its name is that of a secret, and these parameters are not kept as secrets")
}

/// Why a person cannot add a claim of this name to an assertion; `None` when they can.
#[must_use]
pub fn claim_problem(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        return Some("it has no name");
    }
    crate::redact::is_credential_name(name)
        .then_some("its name is that of a secret, and claims are not kept as secrets")
}

pub(crate) fn unusable(field: &'static str, reason: String) -> Failure {
    Failure::new(FailureKind::UnusableSetting { field, reason })
}

impl std::fmt::Debug for OAuth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OAuth")
            .field("token_endpoint", &self.token_endpoint.origin())
            .field("client_id", &self.client_id)
            .field("grant", &self.grant)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_on_this_machine() {
        for fine in [
            "https://login.example.com/oauth2/token?tenant=a",
            " http://127.0.0.1:8080/token ",
            "http://localhost/token",
            "http://[::1]:1/token",
        ] {
            assert!(Endpoint::parse(fine, "tokenEndpoint").is_ok(), "{fine}");
        }
        for bad in [
            "",
            "login.example.com/token",
            "http://login.example.com/token",
            "http://127.0.0.1.example.com/token",
            "https://a:b@example.com/token",
            "https://example.com/token#x",
            "ftp://example.com/token",
            "https://example.com/token?client_secret=x",
            "https://example.com/token?code=a&Subscription-Key=x",
            "https://example.com/token?%5FMethod=DELETE",
        ] {
            let failure = Endpoint::parse(bad, "tokenEndpoint").unwrap_err();
            assert_eq!(failure.explain().field, Some("tokenEndpoint"), "{bad}");
        }
    }

    #[test]
    fn an_endpoint_of_scim_is_no_token_endpoint() {
        let base = BaseUrl::parse("https://scim.example.com/tenant/scim/v2/").unwrap();
        let check = |text: &str| {
            let endpoint = Endpoint::parse(text, "tokenEndpoint").unwrap();
            endpoint.check_apart_from(&base, "tokenEndpoint").map_err(|it| it.explain().field)
        };
        for fine in [
            "https://scim.example.com/oauth/token",
            "https://scim.example.com/tenant/scim/v2/oauth/token",
            "https://login.example.com/tenant/scim/v2/Users",
            "https://scim.example.com:8443/tenant/scim/v2/Users",
        ] {
            assert_eq!(check(fine), Ok(()), "{fine}");
        }
        for bad in [
            "https://scim.example.com/tenant/scim/v2",
            "https://scim.example.com/tenant/scim/v2/Users",
            "https://SCIM.example.com./tenant/%73cim/v2//users/42?x=y",
            "https://scim.example.com/tenant/scim/v2/Bulk",
            "https://scim.example.com/tenant/x/../scim/v2/Me",
        ] {
            assert_eq!(check(bad), Err(Some("tokenEndpoint")), "{bad}");
        }
    }

    #[test]
    fn a_redirect_leads_to_this_machine() {
        assert_eq!(Redirect::parse("").unwrap().uri(4711), "http://127.0.0.1:4711/callback");
        let fixed = Redirect::parse("http://localhost:8400/").unwrap();
        assert_eq!((fixed.port, fixed.uri(8400).as_str()), (Some(8400), "http://localhost:8400/"));
        for bad in [
            "https://localhost/x",
            "http://example.com",
            "http://localhost/?a=b",
            "http://localhost@example.com/",
            "http://a@localhost/",
            "x",
        ] {
            assert!(Redirect::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_redirect_is_sent_letter_by_letter_as_it_is_registered() {
        for (text, port) in [
            ("http://localhost:8400", 8400),
            ("http://localhost:8400/", 8400),
            ("http://localhost:80", 80),
            ("http://127.0.0.1:80/a%2Fb/", 80),
            ("http://LOCALHOST:1/x", 1),
            ("http://[::1]:8400/callback", 8400),
        ] {
            let redirect = Redirect::parse(text).unwrap();
            assert_eq!(redirect.port, Some(port), "{text}");
            assert_eq!(redirect.uri(port), text);
        }
        for (text, sent) in [
            ("http://localhost", "http://localhost:4711"),
            ("http://localhost/", "http://localhost:4711/"),
            ("http://[::1]/x", "http://[::1]:4711/x"),
            ("http://[::1]", "http://[::1]:4711"),
        ] {
            let redirect = Redirect::parse(text).unwrap();
            assert_eq!((redirect.port, redirect.uri(4711).as_str()), (None, sent));
        }
        assert_eq!(Redirect::parse("http://localhost:8400").unwrap().path, "/");
    }

    #[test]
    fn a_parameter_is_neither_ours_nor_a_secret() {
        for fine in ["audience", "resource", "tenant", "requested_token_type"] {
            assert_eq!(parameter_problem(fine).is_none(), fine != "requested_token_type", "{fine}");
        }
        for bad in [
            "",
            "scope",
            "grant_type",
            "password",
            "client_secret",
            "api-key",
            "_method",
            " _Method ",
        ] {
            assert!(parameter_problem(bad).is_some(), "{bad}");
        }
        for bad in [" ", "password", "client_secret", "x-functions-key"] {
            assert!(claim_problem(bad).is_some(), "{bad}");
        }
        assert!(claim_problem("scope").is_none());
    }
}
