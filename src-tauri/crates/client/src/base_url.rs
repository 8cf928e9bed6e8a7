//! The base URL of a service provider, read from what a person pastes.
//! It is also the fence: every URL that the client sends to is resolved here and stays on its origin.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use percent_encoding::{percent_decode, percent_decode_str};
use thiserror::Error;
use url::{Host, Url};

/// Endpoint names of RFC 7644 §3.2 (and the plural of SCIM 1.1 that some servers keep) which people paste along with
/// the base. The case matters: `…/scim/v2/groups/acme` is a real base URL of a known vendor.
const ENDPOINTS: [&str; 9] = [
    "Users",
    "Groups",
    "Schemas",
    "ResourceTypes",
    "ServiceProviderConfig",
    "ServiceProviderConfigs",
    "Me",
    "Bulk",
    ".search",
];

/// How often a path may be decoded on its way: by a proxy, by the server and by what runs on it.
const DECODED: usize = 3;

/// An absolute `http` or `https` URL without user info, query, fragment or trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    url: Url,
    text: String,
}

/// Why a text is no base URL.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BaseUrlError {
    /// Nothing was given.
    #[error("the base URL is empty")]
    Empty,
    /// A scheme that SCIM is not spoken over.
    #[error("the scheme {scheme:?} is neither https nor http")]
    UnsupportedScheme {
        /// The scheme as given, lower case.
        scheme: String,
    },
    /// A user name or password stands before the host; it would end up in every recorded URL.
    #[error("the base URL carries a user name or password")]
    UserInfo,
    /// Not a URL; the reason is the parser's.
    #[error("the base URL cannot be read: {reason}")]
    Invalid {
        /// What is wrong with it.
        reason: String,
    },
}

/// Why an endpoint cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EndpointError {
    /// The endpoint names another origin than the base URL.
    #[error("the endpoint lies on {origin}, outside of the base URL")]
    Elsewhere {
        /// Scheme, host and port that it names.
        origin: String,
    },
    /// The endpoint is empty, or is no URL.
    #[error("the endpoint {endpoint:?} cannot be read: {reason}")]
    Invalid {
        /// The endpoint as served.
        endpoint: String,
        /// What is wrong with it.
        reason: String,
    },
}

impl BaseUrl {
    /// Reads what a person pasted: white space and quotes around it, a missing scheme (`https`, or `http` for a
    /// loopback host), trailing slashes, a query, a fragment and a trailing endpoint such as `/Users/42` are forgiven.
    ///
    /// # Errors
    /// [`BaseUrlError`] when nothing is left, the scheme is another one, or user info is part of it.
    pub fn parse(text: &str) -> Result<BaseUrl, BaseUrlError> {
        let text = text.trim_matches(|c: char| c.is_whitespace() || "\"'<>`".contains(c));
        if text.is_empty() {
            return Err(BaseUrlError::Empty);
        }
        let mut url = parse_with_scheme(text)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BaseUrlError::UserInfo);
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = strip_endpoint(url.path().trim_end_matches('/')).to_owned();
        url.set_path(&path);
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(BaseUrl { url, text })
    }

    /// The URL without a trailing slash.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme, host and port, as in `https://scim.example.com`; the port only where it is not the usual one.
    #[must_use]
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// The host as it is looked up: a name, or an address without brackets.
    #[must_use]
    pub fn host(&self) -> String {
        host_of(&self.url)
    }

    /// The port, the scheme's own one if none is given.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or(443)
    }

    /// Whether the connection is encrypted.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// Whether the host is this machine: `localhost` and its sub-domains, 127.0.0.0/8 or `::1`.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.url)
    }

    /// Where a name of this machine (`localhost` and its sub-domains, RFC 6761 §6.3) leads, without asking anybody.
    /// `None` for every other host.
    pub(crate) fn loopback_addresses(&self) -> Option<[SocketAddr; 2]> {
        let is_name = matches!(self.url.host(), Some(Host::Domain(_)));
        (is_name && self.is_loopback()).then(|| {
            let addresses = [Ipv4Addr::LOCALHOST.into(), IpAddr::from(Ipv6Addr::LOCALHOST)];
            addresses.map(|it| SocketAddr::new(it, self.port()))
        })
    }

    /// Resolves the endpoint of a resource type: relative to the base (`/Users`, `Users`; RFC 7643 §6), absolute on the
    /// host (`/scim/v2/Users`, as some servers say), or a full URL.
    ///
    /// # Errors
    /// [`EndpointError`] when it leads off the origin of the base URL or is no URL at all.
    pub fn resolve(&self, endpoint: &str) -> Result<Url, EndpointError> {
        let invalid = |reason: &str| EndpointError::Invalid {
            endpoint: endpoint.to_owned(),
            reason: reason.to_owned(),
        };
        let trimmed = endpoint.trim();
        if trimmed.is_empty() {
            return Err(invalid("it is empty"));
        }
        let mut url = if scheme_of(trimmed).is_some() || trimmed.starts_with("//") {
            self.url.join(trimmed)
        } else {
            Url::parse(&self.absolute(trimmed))
        }
        .map_err(|error| invalid(&error.to_string()))?;
        url.set_fragment(None);
        if !self.is_same_origin(&url) {
            return Err(EndpointError::Elsewhere { origin: url.origin().ascii_serialization() });
        }
        Ok(url)
    }

    /// Whether a URL has the scheme, host and port of the base, and no user info of its own.
    #[must_use]
    pub fn is_same_origin(&self, url: &Url) -> bool {
        // Not by `origin()`, which copies what it compares, for each request several times.
        url.scheme() == self.url.scheme()
            && url.host() == self.url.host()
            && url.port_or_known_default() == self.url.port_or_known_default()
            && url.username().is_empty()
            && url.password().is_none()
    }

    /// Whether a URL is the base or lies below it, letter by letter, for everything on the way that reads it: a path that
    /// climbs once it is decoded (`..%2F`, `%252E%252E`), or without its parameters (`..;`), does not.
    #[must_use]
    pub fn is_above(&self, url: &Url) -> bool {
        let rest = url.path().strip_prefix(self.url.path().trim_end_matches('/'));
        self.is_same_origin(url)
            && rest.is_some_and(|it| (it.is_empty() || it.starts_with('/')) && !may_climb(it))
    }

    /// Whether two base URLs may lead to the same resources, see [`Place::may_be`].
    #[must_use]
    pub fn may_be_same_place(&self, other: &BaseUrl) -> bool {
        self.place().may_be(&other.place())
    }

    /// Where it leads, however it is written.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::of(&self.url)
    }

    /// Whether an endpoint repeats what the base URL says already: its path, or all of it. It should begin behind the
    /// base (RFC 7643 §6).
    pub(crate) fn is_repeated_in(&self, endpoint: &str) -> bool {
        let endpoint = endpoint.trim();
        endpoint.contains("://") || endpoint.starts_with("//") || self.is_on_host(endpoint)
    }

    fn is_on_host(&self, endpoint: &str) -> bool {
        let base_path = self.url.path().trim_end_matches('/');
        let rest = endpoint.strip_prefix(base_path);
        !base_path.is_empty() && rest.is_some_and(|rest| rest.starts_with('/'))
    }

    fn absolute(&self, endpoint: &str) -> String {
        if self.is_on_host(endpoint) {
            format!("{}{endpoint}", self.origin())
        } else {
            format!("{}/{}", self.text, endpoint.trim_start_matches('/'))
        }
    }
}

/// Where a URL leads, however it is written: to compare those that a person or a file gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    host: String,
    port: Option<u16>,
    segments: Vec<String>,
}

impl Place {
    /// All names of this machine are one host. A port counts where it is not the usual one of the scheme, and the segments
    /// of the path as they are meant, whatever of them is encoded.
    pub(crate) fn of(url: &Url) -> Place {
        let host = match is_loopback(url) {
            true => "localhost".to_owned(),
            false => host_of(url).trim_end_matches('.').to_ascii_lowercase(),
        };
        let path = percent_decode_str(url.path()).decode_utf8_lossy();
        let segments = path.split('/').filter(|it| !it.is_empty());
        Place { host, port: url.port(), segments: segments.map(str::to_ascii_lowercase).collect() }
    }

    /// Whether two of them may be the same resources: the host is the same, and one path is the other or lies below it.
    /// Whether the way there is encrypted does not matter.
    #[must_use]
    pub fn may_be(&self, other: &Place) -> bool {
        (&self.host, self.port) == (&other.host, other.port)
            && self.segments.iter().zip(&other.segments).all(|(ours, theirs)| ours == theirs)
    }

    /// The segments of the path that follow those of a place above this one; `None` where that is no such place.
    pub(crate) fn below<'p>(&'p self, above: &Place) -> Option<&'p [String]> {
        let is_host = (&self.host, self.port) == (&above.host, above.port);
        self.segments.strip_prefix(above.segments.as_slice()).filter(|_| is_host)
    }
}

/// Whether somebody may read a step upwards out of a path in which the plain ones are resolved.
fn may_climb(path: &str) -> bool {
    let mut path = path.as_bytes().to_vec();
    for _ in 0..DECODED {
        path = percent_decode(&path).collect();
    }
    path.split(|it| matches!(it, b'/' | b'\\')).any(|segment| {
        let name = segment.split(|it| *it == b';').next().unwrap_or_default();
        name.trim_ascii() == b".."
    })
}

/// Whether the host of a URL is this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_ascii_lowercase();
            name == "localhost" || name.ends_with(".localhost")
        }
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    }
}

/// The host of a URL as it is looked up: an IPv6 address without brackets.
pub(crate) fn host_of(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => name.to_owned(),
        Some(Host::Ipv4(address)) => address.to_string(),
        Some(Host::Ipv6(address)) => address.to_string(),
        None => String::new(),
    }
}

fn parse_with_scheme(text: &str) -> Result<Url, BaseUrlError> {
    let invalid = |error: url::ParseError| BaseUrlError::Invalid { reason: error.to_string() };
    if let Some(scheme) = scheme_of(text) {
        return match scheme.as_str() {
            "http" | "https" => Url::parse(text).map_err(invalid),
            _ => Err(BaseUrlError::UnsupportedScheme { scheme }),
        };
    }
    let secure =
        Url::parse(&format!("https://{}", text.trim_start_matches('/'))).map_err(invalid)?;
    let guess = BaseUrl { text: String::new(), url: secure };
    if guess.is_loopback() {
        return Url::parse(&format!("http://{}", text.trim_start_matches('/'))).map_err(invalid);
    }
    Ok(guess.url)
}

/// The scheme of a text, lower case: what stands before `://`, or `http:`/`https:` with a slash forgotten.
/// `localhost:8080` has none.
fn scheme_of(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let is_name = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_scheme = is_name && (rest.starts_with("//") || matches!(&*scheme, "http" | "https"));
    is_scheme.then_some(scheme)
}

/// Takes trailing endpoints off a path, together with an id behind them: `/v2/Users/42`, `/v2/Users/.search`.
fn strip_endpoint(path: &str) -> &str {
    let mut rest = path;
    loop {
        let (parent, last) = rest.rsplit_once('/').unwrap_or(("", rest));
        let (grandparent, above) = parent.rsplit_once('/').unwrap_or(("", parent));
        rest = if ENDPOINTS.contains(&last) {
            parent.trim_end_matches('/')
        } else if ENDPOINTS.contains(&above) {
            grandparent.trim_end_matches('/')
        } else {
            return rest;
        };
    }
}
