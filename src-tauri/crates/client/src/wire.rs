//! How a request and the head of its answer read in a record: redacted, headers in the order of the wire.

use http::{HeaderMap, HeaderName, Version, header};

use crate::base_url::host_of;
use crate::redact::Redactor;
use crate::transport::{Head, Packed};

/// What every request says of who sends it.
pub(crate) const USER_AGENT: &str = concat!("Scimscope/", env!("CARGO_PKG_VERSION"));

/// Headers that belong to the connection or to the framing of a message: whoever could set them could send another request
/// than the one that was shown.
pub(crate) const OF_CONNECTION: [HeaderName; 14] = [
    header::ACCEPT_ENCODING,
    header::CONNECTION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::EXPECT,
    header::HOST,
    HeaderName::from_static("keep-alive"),
    header::PROXY_AUTHORIZATION,
    HeaderName::from_static("proxy-connection"),
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("http2-settings"),
];

/// Where servers and the gateways before them put their own id of a request.
const REQUEST_ID_HEADERS: [&str; 12] = [
    "x-request-id",
    "x-correlation-id",
    "request-id",
    "x-amzn-requestid",
    "x-amzn-request-id",
    "x-okta-request-id",
    "x-github-request-id",
    "x-ms-request-id",
    "x-slack-req-id",
    "x-vcap-request-id",
    "x-trace-id",
    "cf-ray",
];

/// The headers of the request as it goes out. `Host` and `Content-Length` are written by the HTTP library from the URL
/// and the body, and so are they here.
pub(crate) fn request_headers(
    redactor: &Redactor,
    request: &reqwest::Request,
) -> Vec<(String, String)> {
    let host = host_of(request.url());
    let host = if host.contains(':') { format!("[{host}]") } else { host };
    let host = match request.url().port() {
        Some(port) => format!("{host}:{port}"),
        None => host,
    };
    let mut headers = vec![("host".to_owned(), host)];
    headers.extend(header_list(redactor, request.headers()));
    if let Some(body) = request.body().and_then(reqwest::Body::as_bytes) {
        headers.push(("content-length".to_owned(), body.len().to_string()));
    }
    headers
}

pub(crate) fn header_list(redactor: &Redactor, headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .map(|(name, value)| {
            let name = name.as_str().to_owned();
            let value = redactor.header(&name, value.as_bytes());
            (name, value)
        })
        .collect()
}

/// The server's own id of a request.
pub(crate) fn request_id(redactor: &Redactor, head: &Head) -> Option<String> {
    REQUEST_ID_HEADERS.iter().find_map(|name| {
        let value = head.headers.get(*name)?;
        Some(redactor.header(name, value.as_bytes())).filter(|id| !id.is_empty())
    })
}

/// What became of a packed body that failed, as the end of a message.
pub(crate) fn not_kept(packed: &Packed) -> String {
    format!(
        "; {} bytes packed as {} arrived, and only what could be unpacked of them is kept",
        packed.received_bytes, packed.encoding
    )
}

pub(crate) fn version_name(version: Version) -> String {
    match version {
        Version::HTTP_2 => "HTTP/2".to_owned(),
        other => format!("{other:?}"),
    }
}
