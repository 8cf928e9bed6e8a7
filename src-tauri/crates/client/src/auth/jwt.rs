//! Reading a JSON Web Token (RFC 7519) for show. Nothing is verified: what it says is what whoever made it wrote.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::answer::shortened;

/// Longer tokens are not read.
const LONGEST: usize = 64 * 1024;
/// So many audiences or scopes are shown.
const MOST: usize = 100;

/// What a token says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Jwt {
    /// `alg` of its header.
    pub algorithm: Option<String>,
    /// `kid` of its header.
    pub key_id: Option<String>,
    /// `iss`: who made it.
    pub issuer: Option<String>,
    /// `sub`: whom it is about.
    pub subject: Option<String>,
    /// `aud`: whom it is for.
    pub audience: Vec<String>,
    /// `scope`, `scp` and `roles`: what it is good for.
    pub scopes: Vec<String>,
    /// `exp`.
    pub expires_at: Option<Timestamp>,
    /// `nbf`.
    pub not_before: Option<Timestamp>,
    /// `iat`.
    pub issued_at: Option<Timestamp>,
}

impl Jwt {
    /// Reads a token in the compact form (RFC 7515 §7.1). `None` for anything else, also for an encrypted one: what it
    /// says is for its audience only.
    #[must_use]
    pub fn read(token: &str) -> Option<Jwt> {
        let token = token.trim();
        if token.len() > LONGEST {
            return None;
        }
        let mut parts = token.split('.');
        let (header, claims) = (parts.next()?, parts.next()?);
        // Two dots: the signature may be empty (RFC 7519 §6).
        parts.next()?;
        if parts.next().is_some() {
            return None;
        }
        let (header, claims) = (object(header)?, object(claims)?);
        let mut scopes = words(claims.get("scope"));
        scopes.extend(words(claims.get("scp")));
        scopes.extend(words(claims.get("roles")));
        scopes.truncate(MOST);
        Some(Jwt {
            algorithm: text(header.get("alg")),
            key_id: text(header.get("kid")),
            issuer: text(claims.get("iss")),
            subject: text(claims.get("sub")),
            audience: list(claims.get("aud")),
            scopes,
            expires_at: moment(claims.get("exp")),
            not_before: moment(claims.get("nbf")),
            issued_at: moment(claims.get("iat")),
        })
    }
}

fn object(part: &str) -> Option<Map<String, Value>> {
    // Some servers pad, which they should not.
    let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
    serde_json::from_slice(&bytes).ok()
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) if !text.is_empty() => Some(shortened(text)),
        Value::Number(number) => Some(shortened(&number.to_string())),
        _ => None,
    }
}

/// One text, or a list of them.
fn list(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::Array(items)) => {
            items.iter().filter_map(|it| text(Some(it))).take(MOST).collect()
        }
        other => text(other).into_iter().collect(),
    }
}

/// Words in one text, or a list of them.
fn words(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text.split_whitespace().map(shortened).take(MOST).collect(),
        other => list(other),
    }
}

/// Seconds since 1970 (RFC 7519 §2), maybe with a fraction, maybe as text.
fn moment(value: Option<&Value>) -> Option<Timestamp> {
    let seconds = match value? {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    let seconds: f64 = seconds.parse().ok()?;
    // Beyond this a number is no time that anybody means; and whole numbers are exact below it.
    if !(0.0..1e12).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be far below the limit")]
    Timestamp::from_second(seconds as i64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn token(header: &str, claims: &str) -> String {
        let encode = |it: &str| URL_SAFE_NO_PAD.encode(it);
        format!("{}.{}.c2ln", encode(header), encode(claims))
    }

    #[test]
    fn what_a_token_says_is_read() {
        let read = Jwt::read(&token(
            r#"{"alg":"RS256","kid":"k1"}"#,
            r#"{"iss":"https://login.example.com","sub":"app-7","aud":["https://scim.example.com","b"],"scope":"scim.read scim.write","roles":["Admin"],"exp":1760003600,"nbf":1760000000.5,"iat":"1760000000"}"#,
        ))
        .unwrap();
        assert_eq!(read.algorithm.as_deref(), Some("RS256"));
        assert_eq!(read.key_id.as_deref(), Some("k1"));
        assert_eq!(read.issuer.as_deref(), Some("https://login.example.com"));
        assert_eq!(read.subject.as_deref(), Some("app-7"));
        assert_eq!(read.audience, ["https://scim.example.com", "b"]);
        assert_eq!(read.scopes, ["scim.read", "scim.write", "Admin"]);
        assert_eq!(read.expires_at.unwrap().to_string(), "2025-10-09T09:53:20Z");
        assert_eq!(read.not_before, read.issued_at);
    }

    #[test]
    fn what_is_no_token_is_none() {
        for text in ["", "abc", "a.b.c", "e30.e30", "e30.e30.a.b.c", "e30.W10.", "..", "e30.bm8.x"]
        {
            assert_eq!(Jwt::read(text), None, "{text}");
        }
        assert_eq!(Jwt::read("e30.e30."), Some(Jwt::default()), "unsigned and silent");
        let odd =
            token("{}", r#"{"exp":1e300,"aud":7,"iss":{},"scp":[1,"a"],"iat":-5,"nbf":true}"#);
        let read = Jwt::read(&odd).unwrap();
        assert_eq!((read.expires_at, read.issued_at, read.not_before), (None, None, None));
        assert_eq!((read.audience.as_slice(), read.scopes.len()), (&["7".to_owned()][..], 2));
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in "[A-Za-z0-9_.=-]{0,200}", claims in ".{0,80}") {
            let _ = Jwt::read(&text);
            let _ = Jwt::read(&token("{}", &claims));
        }
    }
}
