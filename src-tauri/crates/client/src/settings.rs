//! How one server is reached: its base URL, the credential and the limits.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::auth::certificate::ClientCertificate;
use crate::auth::command::Command;
use crate::auth::oauth::OAuth;
use crate::base_url::BaseUrl;
use crate::guard::Guard;
use crate::limiter::Limiter;
use crate::network::Network;

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
    /// A key in a header of its own.
    ApiKey {
        /// The name of the header.
        header: String,
        /// The key, as it is sent.
        key: SecretString,
    },
    /// A bearer token that an authorisation server issues.
    OAuth(Box<OAuth>),
    /// A bearer token that a program prints.
    Command(Command),
}

/// A header that every request to the server carries.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub value: HeaderContent,
}

/// What a further header holds.
#[derive(Debug, Clone)]
pub enum HeaderContent {
    /// Something that may be seen.
    Plain(String),
    /// A secret: sent with signed requests only, and shown nowhere.
    Secret(SecretString),
}

/// What kind of credential a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// A bearer token that a person gave.
    Bearer,
    /// User name and password.
    Basic,
    /// A key in a header of its own.
    ApiKey,
    /// A bearer token that an authorisation server issued to us.
    Issued,
    /// The same, for a person who signed in with the browser.
    SignedIn,
    /// A bearer token that a program printed.
    Printed,
    /// Secrets in further headers, and nothing else.
    Headers,
    /// The client certificate, which the server asked for, and nothing else.
    Certificate,
}

impl Scheme {
    /// Whether it goes as a bearer token.
    #[must_use]
    pub fn is_bearer(self) -> bool {
        matches!(self, Scheme::Bearer | Scheme::Issued | Scheme::SignedIn | Scheme::Printed)
    }
}

/// Everything that a [`crate::session::Session`] needs to know about one server.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where the server is.
    pub base: BaseUrl,
    /// How to sign in.
    pub auth: Auth,
    /// Further headers of every request.
    pub headers: Vec<Header>,
    /// The certificate that is shown to the server where it asks for one.
    pub certificate: Option<ClientCertificate>,
    /// The way to it: proxy, addresses, authorities.
    pub network: Network,
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
    /// Lets writes pass, or not. Shared by all sessions of a tenant.
    pub guard: Arc<Guard>,
    /// How much is asked of the server. Shared by all sessions of a tenant.
    pub limiter: Arc<Limiter>,
}

impl Settings {
    /// The usual limits: 10 s to connect, 60 s in total, 64 MiB. Read-only, with a limiter of its own.
    #[must_use]
    pub fn new(base: BaseUrl, auth: Auth) -> Settings {
        Settings {
            base,
            auth,
            headers: Vec::new(),
            certificate: None,
            network: Network::default(),
            connect_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(60),
            body_limit_bytes: 64 * 1024 * 1024,
            secrets: Vec::new(),
            sensitive_attributes: Vec::new(),
            guard: Arc::default(),
            limiter: Arc::default(),
        }
    }
}
