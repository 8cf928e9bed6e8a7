//! Further headers: which can be set, and how they go out.

use http::{HeaderName, HeaderValue, header};
use secrecy::ExposeSecret as _;

use super::oauth::unusable;
use crate::error::Failure;
use crate::guard;
use crate::settings::{Auth, Header, HeaderContent};
use crate::wire::OF_CONNECTION;

/// Headers that Scimscope sets by what it asks for.
const OURS: [HeaderName; 5] = [
    header::ACCEPT,
    header::CONTENT_TYPE,
    header::IF_MATCH,
    header::IF_NONE_MATCH,
    header::USER_AGENT,
];

/// Why a header of this name cannot be set; `None` when it can.
#[must_use]
pub fn name_problem(name: &str) -> Option<&'static str> {
    match HeaderName::from_bytes(name.trim().as_bytes()) {
        Err(_) if name.trim().is_empty() => Some("it has no name"),
        Err(_) => Some("its name holds characters that no header has"),
        Ok(name) if OURS.contains(&name) || OF_CONNECTION.contains(&name) => {
            Some("Scimscope sets it by itself")
        }
        // It would go along with every read, and turn it into something else.
        Ok(name) if guard::overrides(&name) => Some("with it, a request that reads could write"),
        Ok(_) => None,
    }
}

/// Whether what a header of this name holds is a secret, so that it must not be kept in clear.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    crate::redact::is_secret_header(name.trim())
}

/// The name of a header, or why it cannot be one.
pub(crate) fn name(text: &str, field: &'static str) -> Result<HeaderName, Failure> {
    let shown = crate::answer::shortened(text.trim());
    let problem =
        |problem| unusable(field, format!("the header \"{shown}\" cannot be used: {problem}"));
    if let Some(reason) = name_problem(text) {
        return Err(problem(reason));
    }
    HeaderName::from_bytes(text.trim().as_bytes()).map_err(|_| problem("it is no name"))
}

/// Whether these headers can go along with this way to sign in, as far as that is seen without its secrets.
///
/// # Errors
/// [`crate::error::FailureKind::UnusableSetting`] where a name is taken or cannot be set, or what a header holds cannot
/// be sent.
pub fn check(headers: &[Header], auth: &Auth) -> Result<(), Failure> {
    checked(headers, auth).map(drop)
}

/// The headers as they go out, each with whether it is secret.
pub(crate) fn checked(
    headers: &[Header],
    auth: &Auth,
) -> Result<Vec<(HeaderName, HeaderValue, bool)>, Failure> {
    let mut taken: Vec<HeaderName> = match auth {
        Auth::None => Vec::new(),
        Auth::ApiKey { header, .. } => vec![name(header, "apiKeyHeader")?],
        _ => vec![header::AUTHORIZATION],
    };
    let mut checked = Vec::with_capacity(headers.len());
    for it in headers {
        let name = name(&it.name, "headers")?;
        let problem = |why: &str| unusable("headers", format!("the header \"{name}\" {why}"));
        if taken.contains(&name) {
            return Err(problem("is set twice"));
        }
        let (text, is_secret) = match &it.value {
            HeaderContent::Plain(text) => (text.as_str(), false),
            HeaderContent::Secret(text) => (text.expose_secret(), true),
        };
        let mut value = HeaderValue::from_str(text.trim())
            .map_err(|_| problem("holds characters that cannot be sent"))?;
        value.set_sensitive(is_secret);
        taken.push(name.clone());
        checked.push((name, value, is_secret));
    }
    Ok(checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_to_the_connection_cannot_be_set() {
        for bad in [
            "",
            " ",
            "host",
            "Content-Length",
            "a b",
            "ü",
            "a:b",
            "User-Agent",
            "x\r\ny",
            "X-HTTP-Method-Override",
            "X_HTTP_Method_Override",
            "X-Original-URL",
            "Keep-Alive",
            "Proxy-Connection",
            "Trailer",
        ] {
            assert!(name_problem(bad).is_some(), "{bad:?}");
        }
        for fine in ["X-Tenant", " x-api-key ", "Authorization", "Cookie"] {
            assert!(name_problem(fine).is_none(), "{fine:?}");
        }
    }

    #[test]
    fn no_header_is_set_twice() {
        let header =
            |name: &str| Header { name: name.into(), value: HeaderContent::Plain("a".into()) };
        assert!(checked(&[header("X-A"), header("x-a")], &Auth::None).is_err());
        assert!(checked(&[header("authorization")], &Auth::Bearer("t".into())).is_err());
        assert!(checked(&[header("authorization"), header("X-A")], &Auth::None).is_ok());
        let key = Auth::ApiKey { header: "X-Key".into(), key: "k".into() };
        assert!(checked(&[header("x-key")], &key).is_err());
    }
}
