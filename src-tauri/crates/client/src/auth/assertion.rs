//! Signed assertions (RFC 7523): a JWT that we make, short-lived and new for each request, in place of a secret.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use rustls::SignatureScheme;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::sign::SigningKey;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Map, Value, json};

use super::keys::{self, KeyError};
use super::random;
use crate::error::{Failure, FailureKind};

/// How long an assertion is good for; servers refuse long lives, and clocks differ.
const LIFE: Duration = Duration::from_secs(300);
/// So far in the past it begins, for servers whose clock is behind ours.
const CLOCKS_DIFFER: Duration = Duration::from_secs(60);

/// How an assertion is signed (RFC 7518 §3.1, RFC 8037 §3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the RFC's own names")]
pub enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    EdDsa,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Algorithm; 9] = [
        Self::Rs256,
        Self::Rs384,
        Self::Rs512,
        Self::Ps256,
        Self::Ps384,
        Self::Ps512,
        Self::Es256,
        Self::Es384,
        Self::EdDsa,
    ];

    /// The name in the header of the JWT.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Rs512 => "RS512",
            Self::Ps256 => "PS256",
            Self::Ps384 => "PS384",
            Self::Ps512 => "PS512",
            Self::Es256 => "ES256",
            Self::Es384 => "ES384",
            Self::EdDsa => "EdDSA",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Algorithm> {
        Self::ALL.into_iter().find(|it| it.name().eq_ignore_ascii_case(name.trim()))
    }

    fn scheme(self) -> SignatureScheme {
        match self {
            Self::Rs256 => SignatureScheme::RSA_PKCS1_SHA256,
            Self::Rs384 => SignatureScheme::RSA_PKCS1_SHA384,
            Self::Rs512 => SignatureScheme::RSA_PKCS1_SHA512,
            Self::Ps256 => SignatureScheme::RSA_PSS_SHA256,
            Self::Ps384 => SignatureScheme::RSA_PSS_SHA384,
            Self::Ps512 => SignatureScheme::RSA_PSS_SHA512,
            Self::Es256 => SignatureScheme::ECDSA_NISTP256_SHA256,
            Self::Es384 => SignatureScheme::ECDSA_NISTP384_SHA384,
            Self::EdDsa => SignatureScheme::ED25519,
        }
    }

    /// The length of each half of an ECDSA signature (RFC 7518 §3.4).
    fn half(self) -> Option<usize> {
        match self {
            Self::Es256 => Some(32),
            Self::Es384 => Some(48),
            _ => None,
        }
    }
}

/// How assertions are made: the key, and what they say.
#[derive(Clone)]
pub struct Assertion {
    key: Arc<dyn SigningKey>,
    algorithm: Algorithm,
    /// The certificate of the key, where it came along: some servers look the key up by its thumbprint.
    certificate: Option<Vec<u8>>,
    /// `kid`, if the server wants one.
    pub key_id: Option<String>,
    /// `iss` where it is the grant; the client id otherwise.
    pub issuer: Option<String>,
    /// `sub` where it is the grant; the issuer otherwise.
    pub subject: Option<String>,
    /// `aud`; the token endpoint otherwise.
    pub audience: Option<String>,
    /// More claims where it is the grant, such as `scope`.
    pub claims: Vec<(String, String)>,
}

impl Assertion {
    /// Takes a private key in PEM, maybe with its certificate. Without an algorithm the usual one of the key is taken.
    ///
    /// # Errors
    /// [`KeyError`] when it cannot be read or cannot be signed with.
    pub fn new(
        pem: &SecretString,
        passphrase: Option<&SecretString>,
        algorithm: Option<Algorithm>,
    ) -> Result<Assertion, KeyError> {
        let pem = keys::read(pem, passphrase)?;
        let key = any_supported_type(&pem.key)
            .map_err(|error| KeyError::Unsupported(error.to_string()))?;
        let can = |it: &Algorithm| key.choose_scheme(&[it.scheme()]).is_some();
        let algorithm = match algorithm {
            Some(wanted) if can(&wanted) => wanted,
            Some(wanted) => return Err(KeyError::OtherAlgorithm(wanted.name())),
            None => Algorithm::ALL
                .into_iter()
                .find(can)
                .ok_or_else(|| KeyError::Unsupported("no algorithm fits it".to_owned()))?,
        };
        Ok(Assertion {
            key,
            algorithm,
            certificate: pem.certificates.first().map(|it| it.to_vec()),
            key_id: None,
            issuer: None,
            subject: None,
            audience: None,
            claims: Vec::new(),
        })
    }

    /// The algorithm in use.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// An assertion that stands for what a token is given for, as it was set up.
    pub(crate) fn sign(
        &self,
        client_id: &str,
        token_endpoint: &str,
        now: Timestamp,
    ) -> Result<SecretString, Failure> {
        let mut claims = Map::new();
        for (name, value) in &self.claims {
            claims.insert(name.clone(), json!(value));
        }
        let issuer = self.issuer.as_deref().unwrap_or(client_id);
        let subject = self.subject.as_deref().unwrap_or(issuer);
        self.signed(self.claims(claims, issuer, subject, token_endpoint, now)?)
    }

    /// An assertion by which a client proves itself: it is by this client and about it, whatever else was set up
    /// (RFC 7523 §3).
    pub(crate) fn sign_for_client(
        &self,
        client_id: &str,
        token_endpoint: &str,
        now: Timestamp,
    ) -> Result<SecretString, Failure> {
        self.signed(self.claims(Map::new(), client_id, client_id, token_endpoint, now)?)
    }

    fn signed(&self, claims: Map<String, Value>) -> Result<SecretString, Failure> {
        let failed = |reason: &str| {
            let reason = format!("the assertion could not be signed: {reason}");
            Failure::new(FailureKind::SignInFailed { reason, said: None })
        };
        let signer = self
            .key
            .choose_scheme(&[self.algorithm.scheme()])
            .ok_or_else(|| failed("the key is of another kind"))?;
        let content = format!("{}.{}", encoded(&self.header()), encoded(&Value::Object(claims)));
        let signature =
            signer.sign(content.as_bytes()).map_err(|error| failed(&error.to_string()))?;
        let signature = match self.algorithm.half() {
            None => signature,
            Some(half) => {
                fixed(&signature, half).ok_or_else(|| failed("the signature is malformed"))?
            }
        };
        Ok(SecretString::from(format!("{content}.{}", URL_SAFE_NO_PAD.encode(signature))))
    }

    fn header(&self) -> Value {
        let mut header = json!({ "alg": self.algorithm.name(), "typ": "JWT" });
        if let Some(key_id) = &self.key_id {
            put(&mut header, "kid", json!(key_id));
        }
        if let Some(certificate) = &self.certificate {
            put(&mut header, "x5t", json!(random::sha1(certificate)));
            put(&mut header, "x5t#S256", json!(random::sha256(certificate)));
        }
        header
    }

    fn claims(
        &self,
        mut claims: Map<String, Value>,
        issuer: &str,
        subject: &str,
        token_endpoint: &str,
        now: Timestamp,
    ) -> Result<Map<String, Value>, Failure> {
        // A server whose clock is behind would take it for one of the future.
        let begins = now.as_second().saturating_sub(CLOCKS_DIFFER.as_secs().cast_signed());
        let ends = begins.saturating_add(LIFE.as_secs().cast_signed());
        let audience = self.audience.as_deref().unwrap_or(token_endpoint);
        let id = random::unguessable()?;
        for (name, value) in [
            ("sub", json!(subject)),
            ("iss", json!(issuer)),
            ("aud", json!(audience)),
            ("iat", json!(begins)),
            ("nbf", json!(begins)),
            ("exp", json!(ends)),
            ("jti", json!(id.expose_secret())),
        ] {
            claims.insert(name.to_owned(), value);
        }
        Ok(claims)
    }
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Value::Object(members) = object {
        members.insert(name.to_owned(), value);
    }
}

fn encoded(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The two numbers of an ECDSA signature in DER, each in so many bytes, as JWS has it.
fn fixed(der: &[u8], half: usize) -> Option<Vec<u8>> {
    let (inside, rest) = element(der, 0x30)?;
    if !rest.is_empty() {
        return None;
    }
    let (r, rest) = element(inside, 0x02)?;
    let (s, rest) = element(rest, 0x02)?;
    if !rest.is_empty() {
        return None;
    }
    let mut both = Vec::with_capacity(2 * half);
    for number in [r, s] {
        let leading = number.iter().take_while(|it| **it == 0).count();
        let number = number.get(leading..)?;
        both.resize(both.len() + half.checked_sub(number.len())?, 0);
        both.extend_from_slice(number);
    }
    Some(both)
}

/// The contents of a DER element of this tag, and what follows it. Signatures are short: one or two bytes of length.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (found, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        0x81 => {
            let (length, rest) = rest.split_first()?;
            (usize::from(*length), rest)
        }
        _ => return None,
    };
    (*found == tag).then_some(())?;
    rest.split_at_checked(length)
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assertion").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_in_der_becomes_two_halves_of_one_length() {
        let der = [0x30, 0x08, 0x02, 0x02, 0x00, 0x81, 0x02, 0x02, 0x01, 0x02];
        assert_eq!(fixed(&der, 4).unwrap(), [0, 0, 0, 0x81, 0, 0, 1, 2]);
        for broken in [&der[..7], &[][..], &[0x30, 0x01, 0x02], &[0x31, 0x00]] {
            assert_eq!(fixed(broken, 4), None);
        }
        assert_eq!(fixed(&der, 0), None);
    }

    #[test]
    fn algorithms_are_found_by_name() {
        for it in Algorithm::ALL {
            assert_eq!(Algorithm::named(it.name()), Some(it));
        }
        assert_eq!(Algorithm::named("none"), None);
        assert_eq!(Algorithm::named("HS256"), None);
    }

    fn said(assertion: &SecretString) -> Value {
        let claims = assertion.expose_secret().split('.').nth(1).unwrap();
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
    }

    #[test]
    fn for_a_client_it_is_by_the_client_and_about_it() {
        let pem = include_str!("../../tests/keys/pkcs1.pem");
        let mut assertion = Assertion::new(&pem.into(), None, None).unwrap();
        (assertion.issuer, assertion.subject) = (Some("partner".into()), Some("ada".into()));
        assertion.claims = vec![("scope".into(), "x".into()), ("iss".into(), "y".into())];
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        let sign = |it: Result<SecretString, Failure>| said(&it.unwrap());

        let client = sign(assertion.sign_for_client("app", "https://a.example/token", now));
        assert_eq!((&client["iss"], &client["sub"]), (&json!("app"), &json!("app")));
        assert!(client.get("scope").is_none());
        let grant = sign(assertion.sign("app", "https://a.example/token", now));
        assert_eq!((&grant["iss"], &grant["sub"]), (&json!("partner"), &json!("ada")));
        assert_eq!(
            (&grant["scope"], &grant["aud"]),
            (&json!("x"), &json!("https://a.example/token"))
        );
        // A server whose clock is a minute behind takes it, and it lives for five minutes.
        let seconds = now.as_second();
        for it in [&client, &grant] {
            assert_eq!((&it["nbf"], &it["iat"]), (&json!(seconds - 60), &json!(seconds - 60)));
            assert_eq!(it["exp"], json!(seconds + 240));
        }
    }

    #[test]
    fn what_is_no_key_says_why() {
        let refused = |text: &str| Assertion::new(&text.into(), None, None).unwrap_err();
        assert_eq!(refused("abc"), KeyError::NotPem);
        assert_eq!(refused("-----BEGIN X-----\nAA==\n-----END X-----"), KeyError::NoKey);
        let of_ssh = "-----BEGIN OPENSSH PRIVATE KEY-----\nAA==\n-----END OPENSSH PRIVATE KEY-----";
        assert_eq!(refused(of_ssh), KeyError::OpenSsh);
        for label in ["PRIVATE KEY", "RSA PRIVATE KEY", "ENCRYPTED PRIVATE KEY"] {
            let damaged = format!("-----BEGIN {label}-----\nA*A\n-----END {label}-----");
            assert_eq!(refused(&damaged), KeyError::Damaged, "{label}");
            let cut = format!("-----BEGIN {label}-----\nAAAA\n");
            assert_eq!(refused(&cut), KeyError::Damaged, "{label}");
        }
        let old = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n-----END RSA PRIVATE KEY-----";
        assert_eq!(refused(old), KeyError::OldEncryption);
        let sealed =
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----";
        assert_eq!(refused(sealed), KeyError::PassphraseNeeded);
    }
}
