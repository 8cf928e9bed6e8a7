//! Signing in with the system's browser: the authorisation code grant (RFC 6749 §4.1) with PKCE (RFC 7636) and a redirect
//! to this machine (RFC 8252). The browser is the person's own: no password ever comes near Scimscope.

use std::fmt;
use std::time::Duration;

use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use super::loopback::{Answer, Listener};
use super::oauth::{Grant, OAuth, Redirect};
use super::random;
use super::token_endpoint::{Form, TokenEndpoint};
use crate::answer::shortened;
use crate::error::{Failure, FailureKind};
use crate::exchange::Context;

/// How a person is asked to sign in.
pub struct BrowserSignIn<'a> {
    /// Opens a URL in the system's browser; says why where it could not.
    pub open: &'a (dyn Fn(&str) -> Result<(), String> + Send + Sync),
    /// Is told where the browser was sent, and whether it could be opened: for those who have to open it by hand.
    pub on_waiting: &'a (dyn Fn(Waiting) + Send + Sync),
    /// How long it is waited for the person.
    pub limit: Duration,
}

/// What is waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Where the person signs in. It works once, and only for this sign-in.
    pub url: String,
    /// Why the browser did not open, if it did not.
    pub not_opened: Option<String>,
}

/// What the code is exchanged with that the browser brought.
pub(crate) async fn sign_in(
    endpoint: &TokenEndpoint,
    with: &BrowserSignIn<'_>,
    context: &Context,
) -> Result<Form, Failure> {
    let oauth = endpoint.oauth();
    let Grant::AuthorizationCode { authorization_endpoint, redirect, .. } = &oauth.grant else {
        return Err(failed("this way to sign in needs no browser".to_owned(), None));
    };
    let listener = Listener::bind(redirect).await.map_err(|error| port_taken(redirect, &error))?;
    let redirect_uri = listener.redirect_uri();
    let (state, verifier) = (random::unguessable()?, random::unguessable()?);
    let url =
        authorization_url(authorization_endpoint.url(), oauth, &redirect_uri, &state, &verifier);
    let not_opened = (with.open)(url.as_str()).err();
    (with.on_waiting)(Waiting { url: url.into(), not_opened });
    let answer = tokio::select! {
        biased;
        () = context.cancel.cancelled() => return Err(Failure::new(FailureKind::Cancelled)),
        answer = tokio::time::timeout(with.limit, listener.wait(&state)) => {
            answer.map_err(|_| too_late(with.limit))?
        }
    };
    let code = match answer {
        Answer::Code(code) => code,
        Answer::Denied { error, description } => {
            return Err(denied(&error, description.as_deref()));
        }
    };
    Ok(Form::default()
        .plain("grant_type", "authorization_code")
        .secret("code", &code)
        .plain("redirect_uri", &redirect_uri)
        .secret("code_verifier", &verifier))
}

fn authorization_url(
    endpoint: &Url,
    oauth: &OAuth,
    redirect_uri: &str,
    state: &SecretString,
    verifier: &SecretString,
) -> Url {
    let challenge = random::sha256(verifier.expose_secret().as_bytes());
    let scopes = oauth.scopes.join(" ");
    let mut ours = vec![
        ("response_type", "code"),
        ("client_id", oauth.client_id.as_str()),
        ("redirect_uri", redirect_uri),
        ("state", state.expose_secret()),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    ours.extend((!scopes.is_empty()).then_some(("scope", scopes.as_str())));
    ours.extend(oauth.parameters.iter().map(|(name, value)| (name.trim(), value.as_str())));
    // RFC 6749 §3.1: no parameter comes twice, and an endpoint as it is copied may have some of ours.
    let is_its_own = |name: &str| ours.iter().all(|(it, _)| *it != name);
    let its_own: Vec<(String, String)> =
        endpoint.query_pairs().into_owned().filter(|(name, _)| is_its_own(name)).collect();
    let mut url = endpoint.clone();
    url.query_pairs_mut().clear().extend_pairs(its_own).extend_pairs(ours);
    url
}

fn failed(reason: String, said: Option<String>) -> Failure {
    Failure::new(FailureKind::SignInFailed { reason, said })
}

fn too_late(limit: Duration) -> Failure {
    failed(format!("nobody signed in within {} s", limit.as_secs()), None)
}

fn port_taken(redirect: &Redirect, error: &std::io::Error) -> Failure {
    let port = redirect.port.map_or_else(|| "a port".to_owned(), |it| format!("port {it}"));
    let reason = format!(
        "the browser cannot come back, because {port} of this machine cannot be listened on: {error}"
    );
    failed(reason, None)
}

fn denied(error: &str, description: Option<&str>) -> Failure {
    let reason = match error {
        "access_denied" => "it was declined, by you or by a rule of the provider",
        "invalid_scope" => {
            "the provider does not know these scopes, or does not give them to this client"
        }
        "unauthorized_client" => "this client may not sign people in this way",
        "login_required" | "interaction_required" | "consent_required" => {
            "the provider wants something from you first"
        }
        "server_error" | "temporarily_unavailable" => "the provider failed on its side",
        _ => "the provider refused it",
    };
    let said = match description {
        Some(description) => shortened(&format!("{error}: {description}")),
        None => shortened(error),
    };
    failed(reason.to_owned(), Some(said))
}

impl fmt::Debug for BrowserSignIn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrowserSignIn").field("limit", &self.limit).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::super::oauth::{ClientAuthentication, Endpoint};
    use super::*;

    #[test]
    fn no_parameter_stands_twice_in_the_url_that_the_browser_opens() {
        let place = "https://a.example/authorize?client_id=theirs&prompt=login&audience=old&x=a+b";
        let endpoint = Endpoint::parse(place, "authorizationEndpoint").unwrap();
        let oauth = OAuth {
            token_endpoint: endpoint.clone(),
            client_id: "app".to_owned(),
            client: ClientAuthentication::Public,
            grant: Grant::ClientCredentials,
            scopes: vec!["a".to_owned(), "b".to_owned()],
            parameters: vec![("audience".to_owned(), "new".to_owned())],
            shows_certificate: false,
            tokens: super::super::tokens::Tokens::default(),
            keeper: None,
        };
        let state = SecretString::from("state");
        let url = authorization_url(endpoint.url(), &oauth, "http://127.0.0.1:1/", &state, &state);
        let all: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        let values = |name: &str| {
            all.iter().filter(|(it, _)| it == name).map(|(_, it)| it.as_str()).collect::<Vec<_>>()
        };
        for (name, value) in [
            ("client_id", "app"),
            ("prompt", "login"),
            ("audience", "new"),
            ("scope", "a b"),
            ("x", "a b"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(values(name), [value], "{name}");
        }
    }
}
