//! The way to a tenant's server beside its base URL. Nothing of it is secret: the password of a proxy is the secret
//! `proxyPassword`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::sign_in::CertificateFacts;

/// The way to a tenant's server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct Transport {
    /// What connections go through.
    pub proxy: Proxy,
    /// Which addresses of a host are used.
    pub addresses: Addresses,
    /// Certificate authorities that are trusted beside those of the system, in PEM.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub authorities: Option<String>,
    /// Whether the certificate of the server is taken whatever it is.
    pub unverified: bool,
    /// Whether a person agreed that what is sent to the base URL can be read on the way.
    pub plain_http: bool,
}

/// What connections go through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Proxy {
    /// The proxy that the system names, if it names one; never for this machine.
    #[default]
    System,
    /// No proxy, whatever the system says.
    None,
    /// This proxy, for everything.
    #[serde(rename_all = "camelCase")]
    Explicit {
        /// Its address: `http`, `https`, `socks5` or `socks5h`, host and port.
        url: String,
        /// The user name, where it wants one; its password is the secret `proxyPassword`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        user_name: Option<String>,
    },
}

/// Which addresses of a host are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum Addresses {
    #[default]
    Any,
    Ipv4,
    Ipv6,
}

/// Looks at certificates of authorities before they are trusted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuthoritiesLook {
    /// What was pasted.
    pub pem: String,
}

/// What certificates of authorities say.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuthoritiesLooked {
    /// Each of them, in the order of the text.
    pub certificates: Vec<CertificateFacts>,
}
