//! Bodies that are not written in UTF-8: told from their first bytes or their `charset`, and read as what they are.
//! What is UTF-8 is left alone, whatever it is marked as: that mark is wrong more often than the bytes are.

use std::fmt;

use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// A character set that is not UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// One that the encoding library knows, UTF-16 among them.
    Known(&'static Encoding),
    /// UTF-32, which it does not know.
    Utf32 {
        /// Whether the high byte comes first.
        is_big_endian: bool,
    },
}

/// In what a body is written, as far as it matters to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// It is not UTF-8.
    NotUtf8(Charset),
    /// It is UTF-8, and marked as something else.
    Mislabelled(String),
}

/// What is odd about the character set of a body; `None` when it is UTF-8 and not marked otherwise, or can only be
/// read as that.
#[must_use]
pub fn oddity(content_type: Option<&str>, body: &[u8]) -> Option<Oddity> {
    if let Some(charset) = of_first_bytes(body) {
        return Some(Oddity::NotUtf8(charset));
    }
    let label = label(content_type?)?;
    let declared = Encoding::for_label(label.as_bytes()).filter(|it| *it != REPLACEMENT);
    if declared == Some(UTF_8) || body.is_empty() {
        return None;
    }
    match declared {
        Some(encoding) if !is_utf8(body) => Some(Oddity::NotUtf8(Charset::Known(encoding))),
        _ if label.eq_ignore_ascii_case("us-ascii") && body.is_ascii() => None,
        _ => Some(Oddity::Mislabelled(label)),
    }
}

/// The character set of a body that is not UTF-8.
#[must_use]
pub fn of(content_type: Option<&str>, body: &[u8]) -> Option<Charset> {
    match oddity(content_type, body)? {
        Oddity::NotUtf8(charset) => Some(charset),
        Oddity::Mislabelled(_) => None,
    }
}

impl Charset {
    /// The text, without a byte order mark. What cannot be read becomes U+FFFD.
    #[must_use]
    pub fn decode(self, body: &[u8]) -> String {
        match self {
            Charset::Known(encoding) => encoding.decode_with_bom_removal(body).0.into_owned(),
            Charset::Utf32 { is_big_endian } => {
                let units = body.chunks(4).map(|bytes| unit(bytes, is_big_endian));
                let mut text: String = units.map(|it| it.unwrap_or('\u{fffd}')).collect();
                if text.starts_with('\u{feff}') {
                    text.drain(..'\u{feff}'.len_utf8());
                }
                text
            }
        }
    }

    /// A text as it stands in a body of this character set, with the byte order mark that the original began with.
    pub(crate) fn encode(self, text: &str, original: &[u8]) -> Vec<u8> {
        let mut bytes = self.mark(original).to_vec();
        match self {
            Charset::Known(encoding) if encoding == UTF_16LE => {
                bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            }
            Charset::Known(encoding) if encoding == UTF_16BE => {
                bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
            }
            Charset::Known(encoding) => bytes.extend_from_slice(&encoding.encode(text).0),
            Charset::Utf32 { is_big_endian: true } => {
                bytes.extend(text.chars().flat_map(|it| u32::from(it).to_be_bytes()));
            }
            Charset::Utf32 { is_big_endian: false } => {
                bytes.extend(text.chars().flat_map(|it| u32::from(it).to_le_bytes()));
            }
        }
        bytes
    }

    fn mark(self, original: &[u8]) -> &[u8] {
        let mark: &[u8] = match self {
            Charset::Known(encoding) if encoding == UTF_16LE => &[0xff, 0xfe],
            Charset::Known(encoding) if encoding == UTF_16BE => &[0xfe, 0xff],
            Charset::Known(_) => &[],
            Charset::Utf32 { is_big_endian: true } => &[0, 0, 0xfe, 0xff],
            Charset::Utf32 { is_big_endian: false } => &[0xff, 0xfe, 0, 0],
        };
        if original.starts_with(mark) { mark } else { &[] }
    }
}

impl fmt::Display for Charset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Charset::Known(encoding) => encoding.name(),
            Charset::Utf32 { is_big_endian: true } => "UTF-32BE",
            Charset::Utf32 { is_big_endian: false } => "UTF-32LE",
        })
    }
}

/// A byte order mark, or where the zero bytes of the first two characters stand: JSON begins with two of ASCII.
fn of_first_bytes(body: &[u8]) -> Option<Charset> {
    match *body {
        [0xff, 0xfe, 0, 0, ..] | [1..=255, 0, 0, 0, ..] => {
            Some(Charset::Utf32 { is_big_endian: false })
        }
        [0, 0, 0xfe, 0xff, ..] | [0, 0, 0, 1..=255, ..] => {
            Some(Charset::Utf32 { is_big_endian: true })
        }
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => Some(Charset::Known(UTF_16LE)),
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => Some(Charset::Known(UTF_16BE)),
        _ => None,
    }
}

fn unit(bytes: &[u8], is_big_endian: bool) -> Option<char> {
    let bytes: [u8; 4] = bytes.try_into().ok()?;
    char::from_u32(if is_big_endian {
        u32::from_be_bytes(bytes)
    } else {
        u32::from_le_bytes(bytes)
    })
}

/// The `charset` of a media type.
fn label(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let is_charset = name.trim().eq_ignore_ascii_case("charset") && !value.is_empty();
        is_charset.then(|| value.to_owned())
    })
}

/// Whether all of it is UTF-8; the last character may be cut.
fn is_utf8(body: &[u8]) -> bool {
    std::str::from_utf8(body).err().is_none_or(|error| error.error_len().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "{\"name\":\"Zoë 山 😀\"}";

    #[test]
    fn every_unicode_encoding_is_told_by_its_bytes_and_reads_back() {
        for (charset, name) in [
            (Charset::Known(UTF_16LE), "UTF-16LE"),
            (Charset::Known(UTF_16BE), "UTF-16BE"),
            (Charset::Utf32 { is_big_endian: true }, "UTF-32BE"),
            (Charset::Utf32 { is_big_endian: false }, "UTF-32LE"),
        ] {
            let bare = charset.encode(TEXT, b"");
            let marked = charset.encode(&format!("\u{feff}{TEXT}"), b"");
            for body in [&bare, &marked] {
                assert_eq!(of(None, body), Some(charset), "{name}");
                assert_eq!(charset.decode(body), TEXT, "{name}");
                assert_eq!(&charset.encode(TEXT, body), body, "{name}");
            }
            assert_eq!(charset.to_string(), name);
        }
    }

    #[test]
    fn a_declared_charset_counts_where_the_bytes_are_not_utf8() {
        let latin = b"{\"name\":\"Zo\xeb\"}";
        for label in ["iso-8859-1", "ISO-8859-1", "\"windows-1252\"", "latin1"] {
            let content_type = format!("application/scim+json; charset={label}");
            let charset = of(Some(&content_type), latin).unwrap();
            assert_eq!(charset.decode(latin), "{\"name\":\"Zoë\"}");
            assert_eq!(charset.to_string(), "windows-1252");
        }
        assert_eq!(of(Some("application/json"), latin), None);
        assert_eq!(of(Some("application/json; charset=utf-8"), latin), None);
        assert_eq!(of(Some("application/json; charset=nonsense"), latin), None);
    }

    #[test]
    fn utf8_stays_utf8_whatever_it_is_marked_as() {
        let odd = |label: &str, body: &str| {
            oddity(Some(&format!("application/json; charset={label}")), body.as_bytes())
        };
        for label in ["utf-16", "iso-8859-1", "nonsense"] {
            assert_eq!(odd(label, TEXT), Some(Oddity::Mislabelled(label.to_owned())));
        }
        for (label, body) in [("UTF-8", TEXT), ("us-ascii", "{}"), ("iso-8859-1", "")] {
            assert_eq!(odd(label, body), None, "{label}");
        }
        assert_eq!(oddity(None, TEXT.as_bytes()), None);
    }
}
