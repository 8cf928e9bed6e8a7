//! Taking secrets out of what is recorded or handed on; everything outside the redacted spans stays byte for byte.
//! Spans of `password` members come from the module `json`, known secrets in any spelling from `known`.

mod json;
mod known;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use secrecy::SecretString;

use known::Known;

/// What stands in place of a secret.
pub const MASK: &str = "•••";

/// Headers whose value is a credential, whatever it holds. Lower case.
const SECRET_HEADERS: [&str; 8] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "set-cookie2",
    "x-api-key",
    "x-auth-token",
    "x-csrf-token",
];

/// Knows the secrets of one session and takes them out.
#[derive(Default)]
pub struct Redactor {
    known: Vec<Known>,
}

impl Redactor {
    /// A redactor for these values. Values of one to three characters are left to the rules about headers and
    /// passwords: taking every `7` out of a body would leave nothing to read.
    #[must_use]
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a SecretString>) -> Redactor {
        let mut known: Vec<Known> = secrets.into_iter().filter_map(Known::new).collect();
        // The longest first, so that a secret which contains another one is taken out whole.
        known.sort_by_key(|it| std::cmp::Reverse(it.length()));
        Redactor { known }
    }

    /// A header value. Credentials keep their scheme (`Bearer •••`), and cookies keep nothing.
    #[must_use]
    pub fn header(&self, name: &str, value: &[u8]) -> String {
        let name = name.to_ascii_lowercase();
        let value = self.bytes(value);
        let text = String::from_utf8_lossy(&value);
        if !SECRET_HEADERS.contains(&name.as_str()) {
            return text.into_owned();
        }
        match text.split_once(' ') {
            Some((scheme, _)) if name.ends_with("authorization") => format!("{scheme} {MASK}"),
            _ => MASK.to_owned(),
        }
    }

    /// Text of any kind: a URL, a message. Known secrets are taken out in every spelling.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        String::from_utf8_lossy(&self.bytes(text.as_bytes())).into_owned()
    }

    /// A body: values of JSON members named `password`, then known secrets.
    #[must_use]
    pub fn body(&self, body: Vec<u8>) -> Vec<u8> {
        let body = match replace(&body, json::password_values(&body), "\"•••\"") {
            Cow::Owned(changed) => changed,
            Cow::Borrowed(_) => body,
        };
        match self.bytes(&body) {
            Cow::Owned(changed) => changed,
            Cow::Borrowed(_) => body,
        }
    }

    fn bytes<'a>(&self, bytes: &'a [u8]) -> Cow<'a, [u8]> {
        let mut result = Cow::Borrowed(bytes);
        for known in &self.known {
            let spans = known.spans(&result);
            if !spans.is_empty() {
                result = Cow::Owned(replace(&result, spans, MASK).into_owned());
            }
        }
        result
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Redactor({} secrets)", self.known.len())
    }
}

/// Puts `mask` in the place of each span. The spans are in order and do not overlap.
fn replace<'a>(bytes: &'a [u8], spans: Vec<Range<usize>>, mask: &str) -> Cow<'a, [u8]> {
    if spans.is_empty() {
        return Cow::Borrowed(bytes);
    }
    let mut result = Vec::with_capacity(bytes.len());
    let mut at = 0;
    for span in spans {
        result.extend_from_slice(bytes.get(at..span.start).unwrap_or_default());
        result.extend_from_slice(mask.as_bytes());
        at = span.end;
    }
    result.extend_from_slice(bytes.get(at..).unwrap_or_default());
    Cow::Owned(result)
}
