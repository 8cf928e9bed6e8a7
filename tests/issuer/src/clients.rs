//! The clients that a server knows, and how each has to prove itself.

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::Value;
use url::form_urlencoded;

use crate::state::Parameters;

/// A client.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its id.
    pub id: String,
    /// How it proves itself.
    pub proof: Proof,
    /// Where browsers may come back to; any port of this machine, unless one is named (RFC 8252 §7.3).
    pub redirects: Vec<String>,
    /// The scopes that it may have.
    pub scopes: Vec<String>,
}

/// How a client proves itself.
#[derive(Debug, Clone)]
pub enum Proof {
    /// Not at all.
    Nothing,
    /// By a secret in the `Authorization` header, and nowhere else.
    Header(String),
    /// By a secret in the body, and nowhere else.
    Body(String),
    /// By an assertion that the key to this public key (PEM) has signed.
    Assertion {
        /// The public key.
        public_key: String,
        /// The algorithm that is expected.
        algorithm: String,
    },
}

impl Client {
    /// A client with the scopes `scim.read` and `scim.write`, and a redirect to this machine.
    #[must_use]
    pub fn new(id: &str, proof: Proof) -> Client {
        Client {
            id: id.to_owned(),
            proof,
            redirects: vec!["http://127.0.0.1/callback".to_owned()],
            scopes: vec!["scim.read".to_owned(), "scim.write".to_owned()],
        }
    }
}

/// The client that a token request comes from.
///
/// # Errors
/// When it does not prove to be one.
pub(crate) fn authenticated<'a>(
    clients: &'a [Client],
    headers: &HeaderMap,
    form: &Parameters,
    token_endpoint: &str,
    used: &mut Vec<String>,
) -> anyhow::Result<&'a Client> {
    let basic = headers.get(header::AUTHORIZATION).map(basic).transpose()?;
    let id = match (&basic, form.get("client_id")) {
        (Some((id, _)), None) => id.clone(),
        (Some((id, _)), Some(other)) if id == other => id.clone(),
        (Some(_), Some(_)) => bail!("two client ids"),
        (None, Some(id)) => id.clone(),
        (None, None) => bail!("no client id"),
    };
    let client = clients.iter().find(|it| it.id == id).context("unknown client")?;
    let in_body = form.get("client_secret");
    let assertion = form.get("client_assertion");
    let methods = [basic.is_some(), in_body.is_some(), assertion.is_some()];
    // RFC 6749 §2.3: one method in each request.
    if methods.iter().filter(|it| **it).count() > 1 {
        bail!("more than one way to authenticate");
    }
    match (&client.proof, basic, in_body, assertion) {
        (Proof::Nothing, None, None, None) => {}
        (Proof::Header(secret), Some((_, given)), ..) if *secret == given => {}
        (Proof::Body(secret), _, Some(given), _) if secret == given => {}
        (Proof::Assertion { public_key, algorithm }, .., Some(assertion)) => {
            let kind = form.get("client_assertion_type").map(String::as_str);
            if kind != Some("urn:ietf:params:oauth:client-assertion-type:jwt-bearer") {
                bail!("another type of assertion");
            }
            let claims = verified(assertion, public_key, algorithm, token_endpoint, used)?;
            if claims.get("sub").and_then(Value::as_str) != Some(&id)
                || claims.get("iss").and_then(Value::as_str) != Some(&id)
            {
                bail!("the assertion is not by this client");
            }
        }
        _ => bail!("the client is not who it says"),
    }
    Ok(client)
}

fn basic(value: &http::HeaderValue) -> anyhow::Result<(String, String)> {
    let packed = value.to_str()?.strip_prefix("Basic ").context("another scheme")?;
    let pair = String::from_utf8(STANDARD.decode(packed)?)?;
    let (id, secret) = pair.split_once(':').context("no colon")?;
    // RFC 6749 §2.3.1: both are encoded as in a form.
    let decoded = |it: &str| {
        form_urlencoded::parse(format!("x={it}").as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    Ok((decoded(id), decoded(secret)))
}

/// The claims of an assertion whose signature, audience and times are right, and which was not used before.
pub(crate) fn verified(
    assertion: &str,
    public_key: &str,
    algorithm: &str,
    audience: &str,
    used: &mut Vec<String>,
) -> anyhow::Result<Value> {
    let algorithm: Algorithm = algorithm.parse()?;
    let pem = public_key.as_bytes();
    let key = match algorithm {
        Algorithm::ES256 | Algorithm::ES384 => DecodingKey::from_ec_pem(pem)?,
        Algorithm::EdDSA => DecodingKey::from_ed_pem(pem)?,
        _ => DecodingKey::from_rsa_pem(pem)?,
    };
    let mut validation = Validation::new(algorithm);
    validation.set_audience(&[audience]);
    validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
    validation.validate_nbf = true;
    let claims = decode::<Value>(assertion, &key, &validation)?.claims;
    let id = claims.get("jti").and_then(Value::as_str).context("no jti")?;
    if used.iter().any(|it| it == id) {
        bail!("the assertion was used before");
    }
    used.push(id.to_owned());
    Ok(claims)
}
