//! Redacting a body, in whatever character set it is written: a secret in UTF-16 is none of the bytes that a search in
//! UTF-8 looks for.

use crate::charset::{self, Oddity};
use crate::redact::Redactor;

/// What a body is, which decides how it is redacted.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// It describes the server.
    Document { is_cut: bool },
    /// Only its beginning arrived.
    Beginning,
    /// Resources.
    Whole,
}

/// A redacted body as it is read.
#[derive(Debug)]
pub(super) struct Read {
    /// In UTF-8, where the body itself is not.
    pub(super) text: Option<Vec<u8>>,
    pub(super) oddity: Option<Oddity>,
}

/// The body as it is kept, byte for byte but for what was taken out, and as it is read.
pub(super) fn redact(
    redactor: &Redactor,
    kind: Kind,
    content_type: Option<&str>,
    body: Vec<u8>,
) -> (Vec<u8>, Read) {
    let clean = |body| match kind {
        Kind::Document { is_cut } => redactor.document(body, is_cut),
        Kind::Beginning => redactor.partial_body(body),
        Kind::Whole => redactor.body(body),
    };
    let oddity = charset::oddity(content_type, &body);
    let Some(Oddity::NotUtf8(charset)) = oddity else {
        return (clean(body), Read { text: None, oddity });
    };
    let text = charset.decode(&body);
    let cleaned = String::from_utf8(clean(text.clone().into_bytes()))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    let kept = if cleaned == text { body } else { charset.encode(&cleaned, &body) };
    // What the bytes are taken for may be wrong: as they are, they hold no secret either.
    let kept = clean(kept);
    (kept, Read { text: Some(cleaned.into_bytes()), oddity })
}
