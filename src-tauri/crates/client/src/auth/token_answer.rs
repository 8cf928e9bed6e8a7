//! What a token endpoint answers (RFC 6749 §5), read tolerantly: servers write numbers as text, leave out the type, and
//! say no with a success.

use std::time::Duration;

use http::HeaderValue;
use secrecy::SecretString;
use serde_json::{Map, Value};
use url::form_urlencoded;

use crate::answer::shortened;
use crate::error::NoToken;

/// What was understood.
#[derive(Debug)]
pub(crate) enum TokenAnswer {
    /// A token.
    Granted(Granted),
    /// A no (RFC 6749 §5.2).
    Denied(Denied),
    /// Neither.
    Unreadable(Unreadable),
}

/// Why an answer cannot be used.
#[derive(Debug)]
pub(crate) struct Unreadable {
    pub(crate) reason: NoToken,
    /// What is in it all the same: it may have taken the place of the one that was sent.
    pub(crate) refresh_token: Option<SecretString>,
}

/// A token with what was said about it.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) access_token: SecretString,
    pub(crate) lives: Option<Duration>,
    /// What stands in the place of its life, where that is no number of seconds from 1 on.
    pub(crate) odd_life: Option<String>,
    pub(crate) refresh_token: Option<SecretString>,
    pub(crate) scope: Option<String>,
    /// The recorded exchange that brought it, once there is one.
    pub(crate) exchange: Option<String>,
}

/// Why there is no token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Denied {
    pub(crate) error: String,
    pub(crate) description: Option<String>,
}

/// All values in an answer that are secret, whatever the answer is otherwise. They are known before it is recorded.
pub(crate) fn secrets(body: &[u8]) -> Vec<SecretString> {
    let Some(members) = members(body) else { return Vec::new() };
    let mut found = Vec::new();
    collect(&Value::Object(members), 0, &mut found);
    found
}

fn collect(value: &Value, depth: u32, found: &mut Vec<SecretString>) {
    const DEEPEST: u32 = 8;
    let Value::Object(members) = value else { return };
    for (name, value) in members {
        match value {
            Value::String(text) if is_secret(name) => {
                found.push(SecretString::from(text.as_str()));
            }
            other if depth < DEEPEST => collect(other, depth + 1, found),
            _ => {}
        }
    }
}

/// Not what names a kind of token or its life: such a word would be taken out of everything.
fn is_secret(name: &str) -> bool {
    let is_about = ["_type", "_in", "_at", "_on"].iter().any(|it| name.ends_with(it));
    !is_about && crate::redact::is_credential_name(name)
}

/// Reads an answer.
pub(crate) fn read(status: u16, body: &[u8]) -> TokenAnswer {
    let nothing = |reason| TokenAnswer::Unreadable(Unreadable { reason, refresh_token: None });
    let Some(members) = members(body) else {
        return nothing(match body.trim_ascii().is_empty() {
            true => NoToken::Empty,
            false => NoToken::NotJson,
        });
    };
    let text = |name: &str| members.get(name).and_then(Value::as_str).filter(|it| !it.is_empty());
    if let Some(denied) = denied(&members) {
        return TokenAnswer::Denied(denied);
    }
    if !(200..300).contains(&status) {
        return nothing(NoToken::NoReason);
    }
    let refresh_token = text("refresh_token").map(SecretString::from);
    let Some(token) = text("access_token") else {
        return TokenAnswer::Unreadable(Unreadable { reason: NoToken::Missing, refresh_token });
    };
    // RFC 6749 §7.1: a type that we do not understand must not be used. Without one, nearly all mean Bearer.
    let token_type = text("token_type").unwrap_or("Bearer");
    if !token_type.eq_ignore_ascii_case("bearer") {
        let reason = NoToken::OtherType { name: shortened(token_type) };
        return TokenAnswer::Unreadable(Unreadable { reason, refresh_token });
    }
    if HeaderValue::from_str(token).is_err() {
        return TokenAnswer::Unreadable(Unreadable { reason: NoToken::Unsendable, refresh_token });
    }
    let told = members.get("expires_in").filter(|it| !it.is_null());
    let lives = told.and_then(seconds);
    TokenAnswer::Granted(Granted {
        access_token: SecretString::from(token),
        lives,
        odd_life: told.filter(|_| lives.is_none()).map(|it| shortened(&plain(it))),
        refresh_token,
        scope: text("scope").map(shortened),
        exchange: None,
    })
}

fn denied(members: &Map<String, Value>) -> Option<Denied> {
    let text = |it: &Value| it.as_str().map(str::to_owned);
    match members.get("error")? {
        // What is empty says nothing: some servers write it into every answer.
        Value::String(error) if error.trim().is_empty() => None,
        Value::String(error) => Some(Denied {
            error: error.clone(),
            description: members
                .get("error_description")
                .or_else(|| members.get("message"))
                .and_then(text),
        }),
        // As some gateways nest it.
        Value::Object(inner) => Some(Denied {
            error: inner.get("code").or_else(|| inner.get("status")).map(plain)?,
            description: inner.get("message").and_then(text),
        }),
        _ => None,
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// JSON, or the parameters of a form, as some servers still answer.
fn members(body: &[u8]) -> Option<Map<String, Value>> {
    let text = std::str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
    if let Ok(Value::Object(members)) = serde_json::from_str(text) {
        return Some(members);
    }
    let is_form = text.starts_with("access_token=") || text.starts_with("error=");
    is_form.then(|| {
        form_urlencoded::parse(text.as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect()
    })
}

fn seconds(value: &Value) -> Option<Duration> {
    let text = match value {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.trim().to_owned(),
        _ => return None,
    };
    // A hundred years are as good as for ever, and no clock overflows.
    const MOST: f64 = 3.2e9;
    let seconds: f64 = text.parse().ok()?;
    (seconds > 0.0).then(|| Duration::from_secs_f64(seconds.min(MOST)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret as _;

    fn granted(body: &str) -> Granted {
        match read(200, body.as_bytes()) {
            TokenAnswer::Granted(granted) => granted,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_token_is_read_however_it_is_written() {
        let it = granted(
            r#"{"access_token":"a","token_type":"bearer","expires_in":3600,"refresh_token":"r","scope":"x y"}"#,
        );
        assert_eq!(
            (it.access_token.expose_secret(), it.lives),
            ("a", Some(Duration::from_secs(3600)))
        );
        assert_eq!(it.refresh_token.unwrap().expose_secret(), "r");
        assert_eq!(it.scope.as_deref(), Some("x y"));
        let it = granted(r#"{"access_token":"a","expires_in":"3599"}"#);
        assert_eq!((it.lives, it.refresh_token.is_none()), (Some(Duration::from_secs(3599)), true));
        for (odd, told) in [
            ("0", Some("0")),
            ("-5", Some("-5")),
            ("null", None),
            ("\"soon\"", Some("soon")),
            ("1e400", None),
        ] {
            let body = format!(r#"{{"access_token":"a","expires_in":{odd}}}"#);
            let it = granted(&body);
            assert!(it.lives.is_none_or(|it| it.as_secs() > 1_000_000), "{odd}");
            assert_eq!(it.odd_life.as_deref(), told, "{odd}");
        }
        let it = granted(r#"{"access_token":"a","error":"","error_description":null}"#);
        assert_eq!(it.access_token.expose_secret(), "a", "an empty error is none");
        assert_eq!(
            granted("access_token=a%2Bb&scope=&token_type=bearer").access_token.expose_secret(),
            "a+b"
        );
    }

    #[test]
    fn a_no_is_told_from_nonsense() {
        let denied = |status, body: &str| match read(status, body.as_bytes()) {
            TokenAnswer::Denied(denied) => (denied.error, denied.description.unwrap_or_default()),
            other => panic!("{other:?}"),
        };
        let body = r#"{"error":"invalid_client","error_description":"unknown"}"#;
        for status in [200, 400, 401] {
            assert_eq!(denied(status, body), ("invalid_client".into(), "unknown".into()));
        }
        assert_eq!(
            denied(403, r#"{"error":{"code":403,"message":"no"}}"#),
            ("403".into(), "no".into())
        );
        for (status, body) in [
            (200, "<html>"),
            (200, "{}"),
            (200, r#"{"access_token":""}"#),
            (200, r#"{"access_token":"a","token_type":"DPoP"}"#),
            (500, r#"{"access_token":"a"}"#),
            (200, "[]"),
        ] {
            assert!(matches!(read(status, body.as_bytes()), TokenAnswer::Unreadable(_)), "{body}");
        }
    }

    #[test]
    fn every_secret_of_an_answer_is_known() {
        let body = r#"{"access_token":"a1","id_token":"i1","token_type":"Bearer","expires_in":5,"nested":{"refresh_token":"r1","refresh_token_expires_in":"86400"}}"#;
        let found: Vec<String> =
            secrets(body.as_bytes()).iter().map(|it| it.expose_secret().to_owned()).collect();
        assert_eq!(found, ["a1", "i1", "r1"]);
        assert!(secrets(b"<html>").is_empty());
    }
}
