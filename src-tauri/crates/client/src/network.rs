//! The way to a server beside its base URL: proxy, kind of addresses, whose certificates are taken. How that is done is
//! the transport's.

mod authorities;
pub(crate) mod passage;
mod proxy;

use std::net::IpAddr;

use crate::base_url::BaseUrl;
use crate::error::{Failure, FailureKind};

pub use authorities::{Authorities, AuthoritiesError};
pub use proxy::{Proxy, ProxyServer};

/// The way to a server.
#[derive(Debug, Clone, Default)]
pub struct Network {
    /// What connections go through.
    pub proxy: Proxy,
    /// Which addresses of a host are used: that of the proxy where there is one, of the server otherwise.
    pub addresses: Addresses,
    /// Certificate authorities that are trusted beside those of the system.
    pub authorities: Authorities,
    /// The host whose certificate is not verified. Those of all others are: of the token endpoint, of a proxy.
    pub unverified_host: Option<String>,
    /// Whether a person agreed that what is sent to the base URL can be read on the way.
    pub allows_plain_http: bool,
}

impl Network {
    /// The proxy that a person named.
    pub(crate) fn named_proxy(&self) -> Option<&ProxyServer> {
        match &self.proxy {
            Proxy::Explicit(server) => Some(server),
            Proxy::System | Proxy::None => None,
        }
    }

    /// Whether a person named a proxy that is spoken to over TLS.
    pub(crate) fn has_secure_proxy(&self) -> bool {
        self.named_proxy().is_some_and(ProxyServer::is_secure)
    }

    /// Whether what is sent to a server leaves this machine unencrypted.
    pub(crate) fn travels_in_clear(&self, base: &BaseUrl) -> bool {
        let leaves =
            || !base.is_loopback() || self.named_proxy().is_some_and(|it| !it.is_loopback());
        !base.is_https() && leaves()
    }
}

/// Which addresses of a host are used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Addresses {
    /// All of them.
    #[default]
    Any,
    /// Those of IPv4.
    V4,
    /// Those of IPv6.
    V6,
}

impl Addresses {
    /// Whether this one is used.
    #[must_use]
    pub fn allow(self, address: IpAddr) -> bool {
        match self {
            Addresses::Any => true,
            Addresses::V4 => address.is_ipv4(),
            Addresses::V6 => address.is_ipv6(),
        }
    }

    /// What they are called.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Addresses::Any => "IP",
            Addresses::V4 => "IPv4",
            Addresses::V6 => "IPv6",
        }
    }
}

/// Something about the way that cannot be used as it is.
pub(crate) fn unusable(field: &'static str, reason: String) -> Failure {
    Failure::new(FailureKind::UnusableSetting { field, reason })
}
