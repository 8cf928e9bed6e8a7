//! Percent-encoding (RFC 3986 §2.1), done and undone: ids in paths, values in queries.

use std::fmt::Write;

/// A text as one segment of a path: all but the unreserved characters (RFC 3986 §2.3) are encoded.
pub(crate) fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // A text takes whatever is written to it.
            write!(encoded, "%{byte:02X}").ok();
        }
    }
    encoded
}

/// Undoes percent-encoding; what is no encoding or no UTF-8 stays as it is.
pub(crate) fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let pair = after.get(..2).filter(|it| it.iter().all(u8::is_ascii_hexdigit));
        let decoded = pair
            .and_then(|it| std::str::from_utf8(it).ok())
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        match (first, decoded) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{percent_decode, percent_encode};

    #[test]
    fn what_was_encoded_is_decoded_again() {
        for text in ["2819c223-7f76", "a/b c@d", "\u{e9}%2f", ""] {
            assert_eq!(percent_decode(&percent_encode(text)), text);
        }
        assert_eq!(percent_encode("a/b~\u{e9}"), "a%2Fb~%C3%A9");
    }

    #[test]
    fn what_is_no_encoding_stays() {
        assert_eq!(percent_decode("a%2Bb%zz%+1%"), "a+b%zz%+1%");
        assert_eq!(percent_decode("%ff"), "%ff");
    }
}
