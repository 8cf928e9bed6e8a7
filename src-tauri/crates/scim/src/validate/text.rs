//! What texts and numbers are worth as values of a type, and how they are written properly.

use std::fmt::Write;

use serde_json::Number;

use crate::date_time::{self, Fit};

/// The largest whole number that every program keeps (RFC 8259 §6).
const LARGEST: i64 = (1 << 53) - 1;

/// What a number as spelled is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numeric {
    /// Digits only.
    Whole,
    /// With a fraction or an exponent, and the whole number that it is nevertheless.
    Fraction(Option<i64>),
    /// More than programs keep.
    Rounded,
}

/// Judges a JSON number by its spelling.
pub(super) fn numeric(spelled: &str) -> Numeric {
    if spelled.contains(['.', 'e', 'E']) {
        let digits = spelled.bytes().take_while(|it| !matches!(it, b'e' | b'E'));
        let digits = digits.filter(u8::is_ascii_digit).skip_while(|it| *it == b'0').count();
        let is_finite = spelled.parse::<f64>().is_ok_and(f64::is_finite);
        return if digits > 17 || !is_finite {
            Numeric::Rounded
        } else {
            Numeric::Fraction(whole(spelled))
        };
    }
    match spelled.parse::<i64>() {
        Ok(number) if (-LARGEST..=LARGEST).contains(&number) => Numeric::Whole,
        _ => Numeric::Rounded,
    }
}

/// The whole number that a spelling with a fraction or an exponent means, if it means one.
fn whole(spelled: &str) -> Option<i64> {
    let (mantissa, exponent) = spelled.split_once(['e', 'E']).unwrap_or((spelled, "0"));
    let exponent: usize = exponent.strip_prefix('+').unwrap_or(exponent).parse().ok()?;
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let zeros = exponent.checked_sub(fraction.len()).filter(|it| *it < 20)?;
    let number: i64 = format!("{integer}{fraction}{}", "0".repeat(zeros)).parse().ok()?;
    (-LARGEST..=LARGEST).contains(&number).then_some(number)
}

/// The number that a text is.
pub(super) fn number(text: &str) -> Option<Number> {
    let text = text.trim();
    serde_json::from_str(text).ok().filter(|_| text.len() <= 40)
}

/// A loosely written date and time as the RFC wants it; without a time, midnight in UTC is meant.
pub(super) fn exact_date_time(text: &str) -> Option<String> {
    let text = text.trim();
    match date_time::fit(text) {
        Fit::Exact => return Some(text.to_owned()),
        Fit::Loose => {}
        Fit::No => return None,
    }
    let (date, rest) = text.split_at_checked(10)?;
    if rest.is_empty() {
        return Some(format!("{date}T00:00:00Z"));
    }
    let mut time = rest.get(1..)?.replace('z', "Z");
    let zone = time.rfind(['+', '-']);
    if let Some(at) = zone.filter(|at| time.len() - at == 5) {
        time.insert(at + 3, ':');
    }
    let exact = format!("{date}T{time}");
    (date_time::fit(&exact) == Fit::Exact).then_some(exact)
}

/// Whether a text is base64 with the plain alphabet; padding may be left out (RFC 7643 §2.3.6).
pub(super) fn is_base64(text: &str) -> bool {
    let plain = text.trim_end_matches('=');
    let padding = text.len() - plain.len();
    let is_letter = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/');
    let is_whole = padding == 0 || text.len().is_multiple_of(4);
    padding <= 2 && is_whole && plain.len() % 4 != 1 && plain.bytes().all(is_letter)
}

/// Base64 of the other alphabet, or broken into lines, as plain base64.
pub(super) fn plain_base64(text: &str) -> Option<String> {
    let plain: String = text
        .chars()
        .filter(|it| !it.is_ascii_whitespace())
        .map(|it| match it {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    (!plain.is_empty() && is_base64(&plain)).then_some(plain)
}

/// Whether a text can be a URI or a relative reference (RFC 3986): its characters, and percent signs before two digits.
pub(super) fn is_uri(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_fine = match byte {
            b'%' => {
                let mut digits = bytes.by_ref().take(2).filter(u8::is_ascii_hexdigit);
                digits.next().is_some() && digits.next().is_some()
            }
            _ => is_uri_byte(byte),
        };
        if !is_fine {
            return false;
        }
    }
    !text.is_empty()
}

fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte)
}

/// A text whose forbidden characters are written with percent signs; blanks around it are dropped.
pub(super) fn escaped_uri(text: &str) -> Option<String> {
    let text = text.trim();
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte == b'%' || is_uri_byte(byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").ok()?;
        }
    }
    is_uri(&escaped).then_some(escaped)
}

/// The scheme of an absolute URI.
pub(super) fn scheme(uri: &str) -> Option<&str> {
    let (scheme, _) = uri.split_once(':')?;
    let mut letters = scheme.chars();
    let is_scheme = letters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && letters.all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'));
    is_scheme.then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_judged_by_their_spelling() {
        assert_eq!(numeric("12"), Numeric::Whole);
        assert_eq!(numeric("-9007199254740991"), Numeric::Whole);
        for large in
            ["9007199254740992", "123456789012345678901234567890", "1e999", "0.123456789012345678"]
        {
            assert_eq!(numeric(large), Numeric::Rounded, "{large}");
        }
        for (spelled, whole) in [
            ("12.0", Some(12)),
            ("1.50e2", Some(150)),
            ("-3E+2", Some(-300)),
            ("1.5", None),
            ("1e-2", None),
            ("0.0", Some(0)),
            ("1e17", None),
            // As many digits as a number of 64 bits keeps; zeros in front are none of them.
            ("0.12345678901234567", None),
            ("0.0000000000000000000001", None),
            ("0e19", Some(0)),
            ("0e20", None),
        ] {
            assert_eq!(numeric(spelled), Numeric::Fraction(whole), "{spelled}");
        }
    }

    #[test]
    fn loose_dates_are_written_properly() {
        for (loose, exact) in [
            ("2024-04-10T00:00:00+0000", "2024-04-10T00:00:00+00:00"),
            ("2024-04-10 01:02:03z", "2024-04-10T01:02:03Z"),
            ("2024-04-10t01:02:03.5-0930", "2024-04-10T01:02:03.5-09:30"),
            ("2024-04-10", "2024-04-10T00:00:00Z"),
            (" 2024-04-10T00:00:00Z ", "2024-04-10T00:00:00Z"),
        ] {
            assert_eq!(exact_date_time(loose).as_deref(), Some(exact), "{loose}");
        }
        assert_eq!(exact_date_time("yesterday"), None);
    }

    #[test]
    fn base64_has_one_alphabet() {
        for right in ["", "YQ==", "YQ", "YWI=", "YWJj", "+/+/"] {
            assert!(is_base64(right), "{right}");
        }
        for wrong in ["Y", "Y===", "YQ=", "-_-_", "Y Q", "YQ==YQ==", "ä"] {
            assert!(!is_base64(wrong), "{wrong}");
        }
        assert_eq!(plain_base64("-_-_").as_deref(), Some("+/+/"));
        assert_eq!(plain_base64("YW\r\nJj").as_deref(), Some("YWJj"));
        assert_eq!(plain_base64("?"), None);
    }

    #[test]
    fn uris_are_judged_by_their_characters() {
        for right in ["https://x.example/a?b#c", "../Users/1", "urn:x:y", "a%20b"] {
            assert!(is_uri(right), "{right}");
        }
        for wrong in ["", "a b", "a%2", "a%zz", "<a>", "ä", "{x}"] {
            assert!(!is_uri(wrong), "{wrong}");
        }
        assert_eq!(escaped_uri(" https://x/a b ").as_deref(), Some("https://x/a%20b"));
        assert_eq!(escaped_uri("a%2"), None);
        assert_eq!(scheme("mailto:a@b"), Some("mailto"));
        assert_eq!(scheme("/a:b"), None);
    }
}
