//! Percent-encoding (RFC 3986 §2.1), undone: ids in paths, values in queries.

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
    use super::percent_decode;

    #[test]
    fn what_is_no_encoding_stays() {
        assert_eq!(percent_decode("a%2Bb%zz%+1%"), "a+b%zz%+1%");
        assert_eq!(percent_decode("%ff"), "%ff");
    }
}
