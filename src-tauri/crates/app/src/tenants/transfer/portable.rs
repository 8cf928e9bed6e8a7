//! What of a way to sign in goes into a file: everything that is no secret. What is not named here stays out: a member
//! that is added to a way to sign in has to be asked first whether it is a secret.

use client::auth::headers;
use client::redact::is_credential_name;
use serde_json::{Map, Value, json};
use store::TenantRow;
use url::Url;

use super::way;
use crate::api::sign_in::{AssertionSettings, FurtherHeader, OAuthSettings, SignIn};
use crate::sign_in;

/// How a tenant signs in, as the file says it.
pub(super) fn written(row: &TenantRow) -> Value {
    let mut authentication = Map::new();
    authentication.insert("way".into(), json!(way(row)));
    if let Some(user_name) = &row.user_name {
        authentication.insert("userName".into(), json!(user_name));
    }
    if let Value::Object(members) = json!(of_row(row)) {
        authentication.extend(members);
    }
    Value::Object(authentication)
}

/// What a tenant needs to sign in, without secrets. Without its command as well: what stands in the arguments of one may
/// be a secret, and nobody should run what came with a file.
pub(super) fn of_row(row: &TenantRow) -> SignIn {
    let SignIn { api_key_header, oauth, command: _, headers, certificate } = sign_in::of_row(row);
    SignIn {
        api_key_header,
        oauth: oauth.map(of_oauth),
        command: None,
        headers: headers.into_iter().map(of_header).collect(),
        certificate,
    }
}

fn of_oauth(settings: OAuthSettings) -> OAuthSettings {
    let OAuthSettings {
        token_endpoint,
        authorization_endpoint,
        redirect_uri,
        client_id,
        client_authentication,
        scopes,
        audience,
        resource,
        mut parameters,
        assertion,
        keep_signed_in,
    } = settings;
    parameters.retain(|it| !is_credential_name(&it.name));
    OAuthSettings {
        token_endpoint: plain(token_endpoint),
        authorization_endpoint: authorization_endpoint.map(plain),
        redirect_uri,
        client_id,
        client_authentication,
        scopes,
        audience,
        resource,
        parameters,
        assertion: assertion.map(of_assertion),
        keep_signed_in,
    }
}

fn of_assertion(settings: AssertionSettings) -> AssertionSettings {
    let AssertionSettings { algorithm, key_id, issuer, subject, audience, mut claims } = settings;
    claims.retain(|it| !is_credential_name(&it.name));
    AssertionSettings { algorithm, key_id, issuer, subject, audience, claims }
}

fn of_header(FurtherHeader { name, value }: FurtherHeader) -> FurtherHeader {
    let value = value.filter(|_| !headers::is_secret(&name));
    FurtherHeader { name, value }
}

fn plain(url: String) -> String {
    without_secrets(&url).unwrap_or(url)
}

/// A URL without what looks like a secret in it; `None` where nothing does.
pub(super) fn without_secrets(url: &str) -> Option<String> {
    let mut url = Url::parse(url.trim()).ok()?;
    let (plain, secret): (Vec<_>, Vec<_>) =
        url.query_pairs().into_owned().partition(|(name, _)| !is_credential_name(name));
    if secret.is_empty() {
        return None;
    }
    url.set_query(None);
    if !plain.is_empty() {
        url.query_pairs_mut().extend_pairs(plain);
    }
    Some(url.into())
}
