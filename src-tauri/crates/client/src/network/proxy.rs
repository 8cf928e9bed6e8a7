//! A proxy that a person named, and the credential for it.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;
use zeroize::Zeroizing;

use super::unusable;
use crate::base_url::{host_of, is_loopback};
use crate::error::Failure;

/// What connections go through.
#[derive(Debug, Clone, Default)]
pub enum Proxy {
    /// The one that the system names, if it names one; never for this machine.
    #[default]
    System,
    /// None, whatever the system says.
    None,
    /// This one, for everything.
    Explicit(Box<ProxyServer>),
}

/// A proxy: where it is, what it speaks, and how one signs in to it.
#[derive(Clone)]
pub struct ProxyServer {
    kind: Kind,
    /// Its address as one of http, which is read by the same rules as every other.
    address: Url,
    port: u16,
    credential: Option<(String, SecretString)>,
}

/// What a proxy speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Http,
    Https,
    /// Version 5 (RFC 1928). The proxy looks the name of the server up, whether `socks5` or `socks5h` was written.
    Socks,
}

impl ProxyServer {
    /// Reads the address of a proxy: `http`, `https`, `socks5` or `socks5h`, a host, and maybe a port. Without a scheme it
    /// is one of http.
    ///
    /// # Errors
    /// [`FailureKind::UnusableSetting`] at `proxyUrl`. What is wrong is said without the text, which may hold a password.
    ///
    /// [`FailureKind::UnusableSetting`]: crate::error::FailureKind::UnusableSetting
    pub fn parse(text: &str) -> Result<ProxyServer, Failure> {
        let wrong = |reason: &str| unusable("proxyUrl", reason.to_owned());
        let text = text.trim();
        if text.is_empty() {
            return Err(wrong("it is empty"));
        }
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let (kind, usual) = match scheme.to_ascii_lowercase().as_str() {
            "http" => (Kind::Http, 80),
            "https" => (Kind::Https, 443),
            "socks5" | "socks5h" => (Kind::Socks, 1080),
            _ => return Err(wrong("it is none of http, https, socks5 and socks5h")),
        };
        let address = Url::parse(&format!("http://{rest}"))
            .map_err(|error| wrong(&format!("it cannot be read ({error})")))?;
        if !address.username().is_empty() || address.password().is_some() {
            return Err(wrong(
                "a user name or a password stands in it, and belongs into the fields for these",
            ));
        }
        if address.path() != "/" || address.query().is_some() || address.fragment().is_some() {
            return Err(wrong("something follows its host and port"));
        }
        // The port as it is written: that of http is no usual one of the others.
        let port = Url::parse(&format!("{scheme}-proxy://{rest}")).ok().and_then(|it| it.port());
        Ok(ProxyServer { kind, address, port: port.unwrap_or(usual), credential: None })
    }

    /// The same with a user name and a password, which may be empty.
    ///
    /// # Errors
    /// [`FailureKind::UnusableSetting`] at `proxyUserName` or `proxyPassword`, where the proxy has no way to be told it.
    ///
    /// [`FailureKind::UnusableSetting`]: crate::error::FailureKind::UnusableSetting
    pub fn signing_in(
        self,
        user_name: &str,
        password: SecretString,
    ) -> Result<ProxyServer, Failure> {
        if let Some(reason) = self.user_name_problem(user_name) {
            return Err(unusable("proxyUserName", reason));
        }
        let exposed = password.expose_secret();
        if exposed.contains(char::is_control) {
            let reason = "it holds a line break or another control character";
            return Err(unusable("proxyPassword", reason.to_owned()));
        }
        if self.kind == Kind::Socks && exposed.len() > 255 {
            // RFC 1929 §2.
            return Err(unusable("proxyPassword", "SOCKS takes 255 bytes at most".to_owned()));
        }
        Ok(ProxyServer { credential: Some((user_name.to_owned(), password)), ..self })
    }

    /// Why a user name cannot be told to this proxy.
    fn user_name_problem(&self, user_name: &str) -> Option<String> {
        let reason = if user_name.contains(char::is_control) {
            "it holds a line break or another control character"
        } else if self.kind != Kind::Socks && user_name.contains(':') {
            "it holds a colon, which ends a user name"
        } else if self.kind == Kind::Socks && user_name.len() > 255 {
            "SOCKS takes 255 bytes at most"
        } else {
            return None;
        };
        Some(reason.to_owned())
    }

    /// Scheme, host and port: what a password is for.
    #[must_use]
    pub fn origin(&self) -> String {
        let scheme = match self.kind {
            Kind::Http => "http",
            Kind::Https => "https",
            Kind::Socks => "socks5h",
        };
        format!("{scheme}://{}", self.place())
    }

    /// `HOST:PORT`; an IPv6 address in brackets.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.address.host_str().unwrap_or_default(), self.port)
    }

    /// Its host as it is looked up: an IPv6 address without brackets.
    #[must_use]
    pub fn host(&self) -> String {
        host_of(&self.address)
    }

    /// Whether it is on this machine, so that what is sent to it in clear stays here.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.address)
    }

    pub(crate) fn is_secure(&self) -> bool {
        self.kind == Kind::Https
    }

    /// Whether it is signed in to.
    pub(crate) fn has_credential(&self) -> bool {
        self.credential.is_some()
    }

    /// What must appear nowhere: the password, and what becomes of it on the wire.
    pub(crate) fn secrets(&self) -> Vec<SecretString> {
        let Some((user_name, password)) = &self.credential else { return Vec::new() };
        let pair = Zeroizing::new(format!("{user_name}:{}", password.expose_secret()));
        if password.expose_secret().is_empty() {
            return Vec::new();
        }
        vec![password.clone(), STANDARD_NO_PAD.encode(pair.as_bytes()).into()]
    }

    /// As the HTTP library would take it for a connection to this server.
    pub(crate) fn for_look(&self, server: &http::Uri) -> Option<Intercept> {
        let origin = self.origin();
        let url = match (&self.credential, origin.split_once("://")) {
            (Some((user_name, password)), Some((scheme, place))) => {
                let (user_name, password) = (encoded(user_name), encoded(password.expose_secret()));
                let url = format!("{scheme}://{}:{}@{place}", *user_name, *password);
                Zeroizing::new(url)
            }
            _ => Zeroizing::new(origin),
        };
        Matcher::builder().all(url.as_str()).build().intercept(server)
    }

    /// As the HTTP library takes it.
    pub(crate) fn for_library(&self) -> Result<reqwest::Proxy, Failure> {
        let proxy = reqwest::Proxy::all(self.origin())
            .map_err(|error| unusable("proxyUrl", format!("it cannot be used: {error}")))?;
        Ok(match &self.credential {
            Some((user_name, password)) => {
                proxy.basic_auth(&encoded(user_name), &encoded(password.expose_secret()))
            }
            None => proxy,
        })
    }
}

/// It is put into a URL, and taken out of it by decoding: a percent sign would be taken for the beginning of something
/// encoded.
fn encoded(text: &str) -> Zeroizing<String> {
    Zeroizing::new(utf8_percent_encode(text, NON_ALPHANUMERIC).to_string())
}

impl fmt::Debug for ProxyServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyServer").field("origin", &self.origin()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::FailureKind;

    #[test]
    fn the_address_of_a_proxy_is_read_as_people_write_it() {
        for (text, origin) in [
            ("proxy.example.com", "http://proxy.example.com:80"),
            (" proxy.example.com:3128 ", "http://proxy.example.com:3128"),
            ("HTTP://Proxy.Example.com:3128/", "http://proxy.example.com:3128"),
            ("https://proxy.example.com", "https://proxy.example.com:443"),
            ("https://proxy.example.com:80", "https://proxy.example.com:80"),
            ("socks5://10.0.0.1", "socks5h://10.0.0.1:1080"),
            ("socks5h://10.0.0.1:80", "socks5h://10.0.0.1:80"),
            ("socks5://[::1]:9050", "socks5h://[::1]:9050"),
        ] {
            assert_eq!(ProxyServer::parse(text).unwrap().origin(), origin, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_with_an_address_is_said_without_its_text() {
        for text in [
            "",
            "socks4://a.example",
            "ftp://a.example",
            "http://",
            "http://canary-secret@a.example",
            "http://u:canary-secret@a.example:3128",
            "http://a.example/canary-secret",
            "http://a.example:canary-secret",
            "http://a.example?canary-secret",
        ] {
            let failure = ProxyServer::parse(text).unwrap_err();
            let told = format!("{failure:?} {:?}", failure.explain());
            assert!(!told.contains("canary-secret"), "{text}: {told}");
            assert!(
                matches!(&*failure.kind, FailureKind::UnusableSetting { field: "proxyUrl", .. }),
                "{text}: {failure:?}"
            );
        }
    }

    #[test]
    fn what_a_proxy_cannot_be_told_is_refused_before_it_is_sent() {
        let field = |proxy: &str, user: &str, password: &str| {
            let made = ProxyServer::parse(proxy).unwrap().signing_in(user, password.into());
            made.err().map(|it| match *it.kind {
                FailureKind::UnusableSetting { field, .. } => field,
                other => panic!("{other:?}"),
            })
        };
        assert_eq!(field("http://a", "ada", "p:w\u{e4}rd %"), None);
        assert_eq!(field("http://a", "ada", ""), None);
        assert_eq!(field("http://a", "a:b", "x"), Some("proxyUserName"));
        assert_eq!(field("socks5://a", "a:b", "x"), None);
        assert_eq!(field("socks5://a", &"a".repeat(256), "x"), Some("proxyUserName"));
        assert_eq!(field("http://a", "ada", "a\nb"), Some("proxyPassword"));
        assert_eq!(field("socks5://a", "ada", &"a".repeat(256)), Some("proxyPassword"));
    }

    #[test]
    fn a_password_is_in_no_debug_text() {
        let proxy = ProxyServer::parse("http://a").unwrap();
        let proxy = proxy.signing_in("ada", "canary-secret".into()).unwrap();
        assert!(!format!("{proxy:?}").contains("canary-secret"));
    }
}
