//! A request as somebody wants it sent: method, URL, headers of its own and body. What the session adds to every
//! request (`Accept`, `User-Agent`, the credential) is not in it.

use std::fmt;

use http::{HeaderName, HeaderValue, Method, header};
use url::Url;

use crate::base_url::BaseUrl;
use crate::error::{Failure, FailureKind};
use crate::wire::OF_CONNECTION;

/// RFC 7644 §3.1: what a body is sent as where nobody says otherwise.
const CONTENT_TYPE: &str = "application/scim+json";

/// Headers that are a credential: whoever could set them could send somebody else's.
const CREDENTIALS: [HeaderName; 2] = [header::AUTHORIZATION, header::COOKIE];

/// A request that can be sent. Two are equal when every byte of them is.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Option<Vec<u8>>,
}

/// A request as it goes out, every header with it and every secret masked. Made by the code that sends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// All headers, in their order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Vec<u8>>,
}

impl Request {
    /// Reads a request as it is written: the target is relative to the base URL, or a URL on its origin.
    ///
    /// # Errors
    /// [`FailureKind::UnusableRequest`] for a method or a header that cannot be sent or is not the caller's to set;
    /// [`FailureKind::BadEndpoint`] and [`FailureKind::EndpointElsewhere`] for the target.
    pub fn parse(
        base: &BaseUrl,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: Option<Vec<u8>>,
    ) -> Result<Request, Failure> {
        let unusable = |reason: String| Failure::new(FailureKind::UnusableRequest { reason });
        let method = Method::from_bytes(method.as_bytes())
            .ok()
            .filter(|it| it != Method::CONNECT)
            .ok_or_else(|| unusable(format!("{method:?} is no method that can be sent")))?;
        let mut parsed = Vec::with_capacity(headers.len() + 1);
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.trim().as_bytes())
                .map_err(|_| unusable(format!("{name:?} is no name of a header")))?;
            if CREDENTIALS.contains(&name) || OF_CONNECTION.contains(&name) {
                let reason = format!("the header {name} is set by the connection");
                return Err(unusable(reason));
            }
            let value = HeaderValue::from_str(value.trim())
                .map_err(|_| unusable(format!("the value of the header {name} cannot be sent")))?;
            parsed.push((name, value));
        }
        let has_type = parsed.iter().any(|(name, _)| name == header::CONTENT_TYPE);
        if body.is_some() && !has_type {
            parsed.push((header::CONTENT_TYPE, HeaderValue::from_static(CONTENT_TYPE)));
        }
        Ok(Request { method, url: base.resolve(target)?, headers: parsed, body })
    }

    /// The method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.method.as_str()
    }

    /// A plain GET.
    pub(crate) fn get(url: Url) -> Request {
        Request { method: Method::GET, url, headers: Vec::new(), body: None }
    }

    /// The same request to another place.
    pub(crate) fn redirected(&self, url: Url) -> Request {
        Request { url, ..self.clone() }
    }
}

/// A body may hold a password, and a URL a token.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}
