//! The authorisation endpoint (RFC 6749 §4.1.1): checks the request, asks the person, sends the browser back.

use std::collections::HashMap;

use axum::extract::{Query, State as Held};
use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use url::Url;

use crate::Shared;
use crate::state::{Code, State};

/// How long a code is good for.
const CODE_LIFE: u64 = 60;

pub(crate) async fn authorize(
    Held(shared): Held<Shared>,
    Query(asked): Query<HashMap<String, String>>,
) -> Response {
    let mut state = shared.lock();
    match decided(&mut state, &asked) {
        Ok(to) => (StatusCode::FOUND, [(header::LOCATION, to.to_string())]).into_response(),
        // Nobody is sent to a place that is not registered (RFC 6749 §4.1.2.1).
        Err(reason) => (StatusCode::BAD_REQUEST, reason).into_response(),
    }
}

fn decided(state: &mut State, asked: &HashMap<String, String>) -> Result<Url, &'static str> {
    let get = |name: &str| asked.get(name).map(String::as_str).unwrap_or_default();
    let client = state.clients.iter().find(|it| it.id == get("client_id"));
    let client = client.ok_or("unknown client")?.clone();
    let redirect_uri = get("redirect_uri");
    let mut to = Url::parse(redirect_uri).map_err(|_| "no redirect_uri")?;
    if !client.redirects.iter().any(|it| is_registered(it, &to)) {
        return Err("the redirect_uri is not registered");
    }
    to.query_pairs_mut().append_pair("state", get("state"));
    let refuse = |mut to: Url, error: &str, why: &str| {
        to.query_pairs_mut().append_pair("error", error).append_pair("error_description", why);
        Ok(to)
    };
    if get("response_type") != "code" || get("state").is_empty() {
        return refuse(to, "invalid_request", "response_type and state are needed");
    }
    if get("code_challenge_method") != "S256" || get("code_challenge").len() != 43 {
        return refuse(to, "invalid_request", "PKCE with S256 is needed");
    }
    let scope = get("scope");
    if !scope.split_whitespace().all(|it| client.scopes.iter().any(|known| known == it)) {
        return refuse(to, "invalid_scope", "unknown scope");
    }
    let resource = get("resource");
    if !resource.is_empty() && !is_resource(resource) {
        return refuse(to, "invalid_target", "the resource is no absolute URI");
    }
    if !state.consents {
        return refuse(to, "access_denied", "The person said no.");
    }
    let code = state.code(Code {
        client: client.id,
        redirect_uri: redirect_uri.to_owned(),
        challenge: get("code_challenge").to_owned(),
        scope: scope.to_owned(),
        resource: resource.to_owned(),
        ends: state.now() + CODE_LIFE,
    });
    to.query_pairs_mut().append_pair("code", &code);
    Ok(to)
}

/// RFC 8707 §2: an absolute URI without a fragment.
pub(crate) fn is_resource(text: &str) -> bool {
    Url::parse(text).is_ok_and(|it| it.fragment().is_none())
}

/// The same but for the port, where none is registered.
fn is_registered(registered: &str, asked: &Url) -> bool {
    let Ok(registered) = Url::parse(registered) else { return false };
    registered.scheme() == asked.scheme()
        && registered.host() == asked.host()
        && registered.path() == asked.path()
        && (registered.port().is_none() || registered.port() == asked.port())
}
