//! The credential of a session: how it reads in the `Authorization` header, and which spellings of it are secret.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::auth::headers;
use crate::auth::oauth::unusable;
use crate::error::{Failure, FailureKind};
use crate::settings::{Auth, Scheme};

/// So short a pair becomes less in base64 than is looked for within text of any kind.
const SHORT: usize = 6;

/// What is sent with each signed request.
pub(crate) struct Credential {
    pub(crate) scheme: Scheme,
    /// The name of the header.
    pub(crate) name: HeaderName,
    pub(crate) header: HeaderValue,
    /// Everything that must not be recorded: the secret itself, and what it becomes on the wire.
    pub(crate) secrets: Vec<SecretString>,
}

impl Credential {
    /// `None` when nothing is to be sent: no sign-in, or a token of nothing but white space.
    pub(crate) fn of(auth: &Auth) -> Result<Option<Credential>, Failure> {
        match auth {
            Auth::None => Ok(None),
            Auth::Bearer(token) => bearer(token),
            Auth::Basic { user, password } => basic(user, password).map(Some),
            Auth::ApiKey { header, key } => api_key(header, key).map(Some),
            // These are fetched when they are needed.
            Auth::OAuth(_) | Auth::Command(_) => Ok(None),
        }
    }
}

/// Why a user name cannot be sent in basic authentication; `None` when it can.
#[must_use]
pub fn user_name_problem(user: &str) -> Option<UserNameProblem> {
    if user.is_empty() {
        Some(UserNameProblem::Empty)
    } else if user.contains(':') {
        Some(UserNameProblem::Colon)
    } else if user.contains(char::is_control) {
        Some(UserNameProblem::Control)
    } else {
        None
    }
}

/// Why a user name cannot be sent (RFC 7617 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserNameProblem {
    /// There is none.
    Empty,
    /// It has a colon, at which a server would end it.
    Colon,
    /// It has a line break or another control character.
    Control,
}

impl fmt::Display for UserNameProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::Colon => {
                "it has a colon, and the server would take what follows for the password"
            }
            Self::Control => "it has a line break or another control character",
        })
    }
}

/// A bearer token as it goes onto the wire: a pasted `Bearer ` in front and white space around it are taken off.
#[must_use]
pub fn bearer_text(token: &str) -> &str {
    let text = token.trim();
    match text.split_once(char::is_whitespace) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
        _ => text,
    }
}

fn bearer(token: &SecretString) -> Result<Option<Credential>, Failure> {
    let text = bearer_text(token.expose_secret());
    if text.is_empty() {
        return Ok(None);
    }
    let unusable = |_| Failure::new(FailureKind::UnusableToken);
    let header = sensitive(&format!("Bearer {text}")).map_err(unusable)?;
    let secrets = vec![SecretString::from(text)];
    let name = AUTHORIZATION;
    Ok(Some(Credential { scheme: Scheme::Bearer, name, header, secrets }))
}

/// RFC 7617 §2: `user:password` in base64, here of its UTF-8.
fn basic(user: &str, password: &SecretString) -> Result<Credential, Failure> {
    if let Some(problem) = user_name_problem(user) {
        return Err(Failure::new(FailureKind::UnusableUserName { reason: problem.to_string() }));
    }
    if password.expose_secret().contains(char::is_control) {
        return Err(Failure::new(FailureKind::UnusablePassword));
    }
    let pair = SecretString::from(format!("{user}:{}", password.expose_secret()));
    let bytes = pair.expose_secret().as_bytes();
    let unusable = |_| Failure::new(FailureKind::UnusablePassword);
    let header = sensitive(&format!("Basic {}", STANDARD.encode(bytes))).map_err(unusable)?;
    // Without padding, so that it is found with padding and without it.
    let mut secrets = vec![SecretString::from(STANDARD_NO_PAD.encode(bytes))];
    if bytes.len() < SHORT {
        // Alone it may be a word of the data; behind its scheme it is not.
        secrets.push(SecretString::from(format!("Basic {}", STANDARD_NO_PAD.encode(bytes))));
    }
    let url_safe = URL_SAFE_NO_PAD.encode(bytes);
    if secrets.iter().all(|it| it.expose_secret() != url_safe) {
        secrets.push(SecretString::from(url_safe));
    }
    secrets.push(password.clone());
    Ok(Credential { scheme: Scheme::Basic, name: AUTHORIZATION, header, secrets })
}

/// A key in the header that is named, as it is.
fn api_key(name: &str, key: &SecretString) -> Result<Credential, Failure> {
    let name = headers::name(name, "apiKeyHeader")?;
    let text = key.expose_secret().trim();
    let unusable = |reason: &str| unusable("apiKey", reason.to_owned());
    if text.is_empty() {
        return Err(unusable("it is empty"));
    }
    let header =
        sensitive(text).map_err(|_| unusable("it holds characters that cannot be sent"))?;
    Ok(Credential { scheme: Scheme::ApiKey, name, header, secrets: vec![SecretString::from(text)] })
}

fn sensitive(value: &str) -> Result<HeaderValue, http::header::InvalidHeaderValue> {
    let mut value = HeaderValue::from_str(value)?;
    value.set_sensitive(true);
    Ok(value)
}
