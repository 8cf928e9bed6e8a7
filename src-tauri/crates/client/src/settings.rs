//! How one server is reached: its base URL, the credential and the limits.

use std::time::Duration;

use secrecy::SecretString;

use crate::base_url::BaseUrl;

/// How a request signs in.
#[derive(Debug, Clone, Default)]
pub enum Auth {
    /// No `Authorization` header is sent.
    #[default]
    None,
    /// A bearer token (RFC 6750 §2.1).
    Bearer(SecretString),
    /// User name and password (RFC 7617), in UTF-8.
    Basic {
        /// The user name; without a colon, because the first one ends it.
        user: String,
        /// The password, white space and all.
        password: SecretString,
    },
}

impl Auth {
    /// What kind of credential is sent.
    #[must_use]
    pub fn scheme(&self) -> Option<Scheme> {
        match self {
            Auth::None => None,
            Auth::Bearer(_) => Some(Scheme::Bearer),
            Auth::Basic { .. } => Some(Scheme::Basic),
        }
    }
}

/// A way to sign in that a server can ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// A bearer token.
    Bearer,
    /// User name and password.
    Basic,
}

/// Everything that a [`crate::session::Session`] needs to know about one server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the server is.
    pub base: BaseUrl,
    /// How to sign in.
    pub auth: Auth,
    /// The longest time for name look-up, TCP and TLS together.
    pub connect_timeout: Duration,
    /// The longest time for one request, from the first byte sent to the last one read, redirects included.
    pub total_timeout: Duration,
    /// The largest body that is read, as sent and as unpacked.
    pub body_limit_bytes: u64,
    /// Further values that never appear in a record or an answer.
    pub secrets: Vec<SecretString>,
    /// Attributes whose values are redacted like those of `password`. Discovery adds what the schemas say.
    pub sensitive_attributes: Vec<String>,
}

impl Settings {
    /// The usual limits: 10 s to connect, 60 s in total, 64 MiB.
    #[must_use]
    pub fn new(base: BaseUrl, auth: Auth) -> Settings {
        Settings {
            base,
            auth,
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(60),
            body_limit_bytes: 64 * 1024 * 1024,
            secrets: Vec::new(),
            sensitive_attributes: Vec::new(),
        }
    }
}
