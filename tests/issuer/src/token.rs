//! The token endpoint (RFC 6749 §3.2).

use std::collections::HashMap;

use axum::extract::State as Held;
use axum::response::{IntoResponse as _, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::Shared;
use crate::authorize::is_resource;
use crate::clients::{self, Client, Proof};
use crate::state::{Parameters, Seen, State, Taken};

/// An error code with what it means here.
type Denied = (&'static str, String);

pub(crate) async fn token(
    Held(shared): Held<Shared>,
    headers: HeaderMap,
    body: String,
) -> Response {
    let answered = taken(&shared, &headers, &body);
    shared.count.send_modify(|it| *it += 1);
    // For as long as a test holds answers back.
    drop(shared.answers.read().await);
    let (status, body) = match answered {
        Ok(body) => (StatusCode::OK, body),
        Err((error, why)) => {
            let status = match error {
                "invalid_client" => StatusCode::UNAUTHORIZED,
                _ => StatusCode::BAD_REQUEST,
            };
            (status, json!({ "error": error, "error_description": why }))
        }
    };
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (status, headers, body.to_string()).into_response()
}

/// What becomes of a request; it is noted.
fn taken(shared: &Shared, headers: &HeaderMap, body: &str) -> Result<Value, Denied> {
    let mut state = shared.lock();
    let all: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes())
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    let of_resource = all.iter().filter(|(name, _)| name == "resource");
    let resources: Vec<String> = of_resource.map(|(_, value)| value.clone()).collect();
    let form: Parameters = all.into_iter().collect();
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|it| it == "application/x-www-form-urlencoded");
    let answered = match is_form {
        true if !resources.iter().all(|it| is_resource(it)) => {
            Err(("invalid_target", "a resource is no absolute URI".to_owned()))
        }
        true => granted(&mut state, headers, &form),
        false => Err(("invalid_request", "no form".to_owned())),
    };
    let authorization = headers.get(header::AUTHORIZATION);
    let authorization = authorization.and_then(|it| it.to_str().ok()).map(str::to_owned);
    let taken = match &answered {
        Ok(_) => Taken::Granted,
        Err((error, _)) => Taken::Denied((*error).to_owned()),
    };
    state.seen.push(Seen { form, resources, authorization, taken });
    answered
}

fn granted(
    state: &mut State,
    headers: &HeaderMap,
    form: &HashMap<String, String>,
) -> Result<Value, Denied> {
    let endpoint = format!("{}/token", state.origin);
    let get = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    if get("grant_type") == "urn:ietf:params:oauth:grant-type:jwt-bearer" {
        return by_assertion(state, get("assertion"), get("scope"), &endpoint);
    }
    let mut used = std::mem::take(&mut state.used);
    let client =
        clients::authenticated(&state.clients, headers, form, &endpoint, &mut used).cloned();
    state.used = used;
    let client = client.map_err(|why| ("invalid_client", why.to_string()))?;
    let audience = match (get("audience"), get("resource")) {
        ("", "") => "scim",
        ("", resource) => resource,
        (audience, _) => audience,
    };
    match get("grant_type") {
        "client_credentials" => {
            let scope = allowed(&client, get("scope"))?;
            Ok(answer(state, &client.id, &scope, audience, None))
        }
        "authorization_code" => by_code(state, &client, form, audience),
        "refresh_token" => by_refresh_token(state, &client, get("refresh_token"), audience),
        other => Err(("unsupported_grant_type", other.to_owned())),
    }
}

fn by_code(
    state: &mut State,
    client: &Client,
    form: &HashMap<String, String>,
    audience: &str,
) -> Result<Value, Denied> {
    let denied = |why: &str| Err(("invalid_grant", why.to_owned()));
    let get = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
    // Taken out at once: it is used now, whatever comes of it.
    let Some(code) = state.codes.remove(get("code")) else { return denied("unknown or used code") };
    let verifier = get("code_verifier");
    let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
    if state.now() >= code.ends || code.client != client.id {
        return denied("the code is too old, or another's");
    }
    if code.redirect_uri != get("redirect_uri") {
        return denied("another redirect_uri");
    }
    if !(43..=128).contains(&verifier.len()) || URL_SAFE_NO_PAD.encode(digest) != code.challenge {
        return denied("the code_verifier is not the one of the challenge");
    }
    if !code.resource.is_empty() && code.resource != get("resource") {
        return Err(("invalid_target", "another resource than was authorised".to_owned()));
    }
    let refresh = state.refreshes.then(|| state.refresh_token(&client.id, &code.scope, None));
    Ok(answer(state, "person-1", &code.scope, audience, refresh))
}

fn by_refresh_token(
    state: &mut State,
    client: &Client,
    token: &str,
    audience: &str,
) -> Result<Value, Denied> {
    let denied = |why: &str| Err(("invalid_grant", why.to_owned()));
    if let Some(family) = state.replaced.get(token).copied() {
        // RFC 9700 §4.14.2: somebody has an old one, so nobody's is good any more.
        state.refresh.retain(|_, it| it.family != family);
        return denied("the refresh token was replaced before");
    }
    // One of another client is not used up by asking with it.
    let its = state.refresh.get(token).filter(|it| it.client == client.id);
    let Some(kept) = its.is_some().then(|| state.refresh.remove(token)).flatten() else {
        return denied("unknown refresh token");
    };
    state.replaced.insert(token.to_owned(), kept.family);
    let next = state.refresh_token(&client.id, &kept.scope, Some(kept.family));
    Ok(answer(state, "person-1", &kept.scope, audience, Some(next)))
}

fn by_assertion(
    state: &mut State,
    assertion: &str,
    scope: &str,
    endpoint: &str,
) -> Result<Value, Denied> {
    let keys: Vec<(String, String, String)> = state
        .clients
        .iter()
        .filter_map(|it| match &it.proof {
            Proof::Assertion { public_key, algorithm } => {
                Some((it.id.clone(), public_key.clone(), algorithm.clone()))
            }
            _ => None,
        })
        .collect();
    for (id, public_key, algorithm) in keys {
        let verified =
            clients::verified(assertion, &public_key, &algorithm, endpoint, &mut state.used);
        let Ok(claims) = verified else { continue };
        if claims.get("iss").and_then(Value::as_str) != Some(&id) {
            continue;
        }
        let subject = claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned();
        return Ok(answer(state, &subject, scope, "scim", None));
    }
    Err(("invalid_grant", "nobody whom I know has signed this assertion".to_owned()))
}

fn allowed(client: &Client, scope: &str) -> Result<String, Denied> {
    match scope.split_whitespace().find(|it| !client.scopes.iter().any(|known| known == it)) {
        None => Ok(scope.to_owned()),
        Some(unknown) => Err(("invalid_scope", format!("unknown scope {unknown}"))),
    }
}

fn answer(
    state: &mut State,
    subject: &str,
    scope: &str,
    audience: &str,
    refresh: Option<String>,
) -> Value {
    let token = state.access_token(subject, scope, audience);
    let mut answer = json!({ "access_token": token, "token_type": "Bearer", "scope": scope });
    if let Some(members) = answer.as_object_mut() {
        if let Some(life) = state.life {
            members.insert("expires_in".to_owned(), json!(life));
        }
        if let Some(refresh) = refresh {
            members.insert("refresh_token".to_owned(), json!(refresh));
        }
    }
    answer
}
