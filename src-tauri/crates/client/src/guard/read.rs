//! Which requests only read, and which lead beyond the tenant. Known by exact method and endpoint, so that whatever is not
//! understood counts as a write.

use http::{HeaderName, HeaderValue, Method, header};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::base_url::BaseUrl;
use crate::request::Request;

/// RFC 7644 §3.4.3.
const SEARCH: &str = ".search";

/// Endpoints behind which POST does something, whatever follows them. Lower case.
const NOT_SEARCHED: [&str; 2] = ["bulk", "me"];

/// Headers by which some servers take another method, or another URL, than those of the request line. Lower case.
const OVERRIDES: [&str; 8] = [
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
    "x-original-method",
    "x-original-uri",
    "x-original-url",
    "x-override-url",
    "x-rewrite-url",
];
/// Those of them that name another URL. Lower case.
const OTHER_URL: [&str; 4] =
    ["x-original-uri", "x-original-url", "x-override-url", "x-rewrite-url"];
/// The parameter that names another method.
const OVERRIDE_PARAMETER: &str = "_method";

/// Whether a request reads and does nothing else.
#[must_use]
pub fn is_read(base: &BaseUrl, request: &Request) -> bool {
    let Request { method, url, headers, body } = request;
    if !base.is_same_origin(url) || is_overridden(url, headers) {
        return false;
    }
    match *method {
        Method::GET | Method::HEAD => body.is_none(),
        Method::POST => is_search(base, url) && is_json(headers),
        _ => false,
    }
}

/// Whether a request may act on something that is not below the base URL. Another tenant may be there, and be guarded in
/// another way.
pub(super) fn leads_outside(base: &BaseUrl, request: &Request) -> bool {
    let names_another = |name: &HeaderName| OTHER_URL.iter().any(|it| is_spelled(name, it));
    !base.is_above(&request.url) || request.headers.iter().any(|(name, _)| names_another(name))
}

fn is_overridden(url: &Url, headers: &[(HeaderName, HeaderValue)]) -> bool {
    let by_header = headers.iter().any(|(name, _)| overrides(name));
    by_header || url.query().is_some_and(|query| query.split(['&', ';']).any(is_override))
}

/// Whether a header makes another request of one, for some servers.
pub(crate) fn overrides(name: &HeaderName) -> bool {
    OVERRIDES.iter().any(|it| is_spelled(name, it))
}

/// Many servers tell `_` and `-` not apart: both are the same in a variable of the environment.
fn is_spelled(name: &HeaderName, as_name: &str) -> bool {
    let spelled = |it: u8| if it == b'_' { b'-' } else { it };
    name.as_str().bytes().map(spelled).eq(as_name.bytes())
}

/// RFC 7644 §3.1 and §3.4.3: a search is JSON. A form may hold the parameter that names another method.
fn is_json(headers: &[(HeaderName, HeaderValue)]) -> bool {
    headers.iter().filter(|(name, _)| name == header::CONTENT_TYPE).all(|(_, value)| {
        let value = value.to_str().unwrap_or(",");
        let media_type = value.split(';').next().unwrap_or_default().trim();
        let is_known = ["application/scim+json", "application/json"]
            .iter()
            .any(|it| media_type.eq_ignore_ascii_case(it));
        is_known && !value.contains(',')
    })
}

fn is_override(pair: &str) -> bool {
    is_override_parameter(pair.split('=').next().unwrap_or_default())
}

/// Whether a parameter of a query or a form makes another request of one, for some servers.
pub(crate) fn is_override_parameter(name: &str) -> bool {
    percent_decode_str(name).map(|byte| byte.to_ascii_lowercase()).eq(OVERRIDE_PARAMETER.bytes())
}

/// `BASE/.search` or `BASE/ENDPOINT/.search`, letter by letter: nothing encoded, nothing behind it, no query. The path is
/// that of the URL as it is sent, in which dots are resolved already.
fn is_search(base: &BaseUrl, url: &Url) -> bool {
    if url.query().is_some() || url.fragment().is_some() {
        return false;
    }
    let Some(rest) = url.as_str().strip_prefix(base.as_str()) else { return false };
    let Some(rest) = rest.strip_prefix('/') else { return false };
    match rest.split_once('/') {
        None => rest == SEARCH,
        Some((endpoint, last)) => last == SEARCH && is_endpoint(endpoint),
    }
}

fn is_endpoint(segment: &str) -> bool {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'_');
    !segment.is_empty()
        && segment.bytes().all(is_plain)
        && !NOT_SEARCHED.iter().any(|it| segment.eq_ignore_ascii_case(it))
}
