//! Names of certificates as text: of bounded length, and with everything visible that would not be seen or would change
//! how the text around it reads.

use std::fmt::Write as _;

use x509_parser::objects::{oid_registry, oid2abbrev};
use x509_parser::x509::X509Name;

/// Longer texts are cut.
const LONGEST: usize = 300;
/// How many host names of one certificate are shown.
pub(crate) const MOST_NAMES: usize = 20;

/// A text of somebody else, as it is shown.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (at, it) in text.chars().enumerate() {
        if at == LONGEST {
            shown.push('…');
            break;
        }
        match is_hidden(it) {
            // A String takes everything.
            true => write!(shown, "[U+{:04X}]", u32::from(it)).unwrap_or_default(),
            false => shown.push(it),
        }
    }
    shown
}

/// Controls, marks and overrides of direction, and what has no width; the joiners that languages need stay.
fn is_hidden(it: char) -> bool {
    it.is_control()
        || matches!(it,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{FEFF}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}')
}

/// The name of a subject or an issuer. What is of no known encoding is read as far as it goes.
pub(super) fn distinguished(name: &X509Name<'_>) -> String {
    let usual = name.to_string();
    if !usual.starts_with("<X509Error") {
        return shown(&usual);
    }
    let parts = name.iter_attributes().map(|it| {
        let kind = oid2abbrev(it.attr_type(), oid_registry()).unwrap_or("?");
        format!("{kind}={}", String::from_utf8_lossy(it.attr_value().data))
    });
    shown(&parts.collect::<Vec<_>>().join(", "))
}

/// What a certificate is called for short: its common name, or else all of its name.
pub(super) fn common_name(name: &X509Name<'_>) -> String {
    let common = name.iter_common_name().next().and_then(|it| it.as_str().ok());
    common.map_or_else(|| distinguished(name), shown)
}

/// "a, b and 3 more", of all names or of those that are shown with how many there are beside them.
pub(crate) fn names_in_words(names: &[String], more: usize) -> String {
    let shown = names.iter().take(MOST_NAMES).cloned().collect::<Vec<_>>().join(", ");
    match more + names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_not_be_seen_is_seen_and_long_texts_end() {
        assert_eq!(shown("Ada & \u{e4}\u{5b57}"), "Ada & \u{e4}\u{5b57}");
        assert_eq!(shown("a\r\nb\u{202e}c\u{0}"), "a[U+000D][U+000A]b[U+202E]c[U+0000]");
        let long = shown(&"x".repeat(100_000));
        assert_eq!((long.chars().count(), long.ends_with('…')), (LONGEST + 1, true));
    }

    #[test]
    fn many_names_are_counted() {
        let names: Vec<String> = (0..25).map(|it| format!("h{it}")).collect();
        assert_eq!(names_in_words(&names[..2], 0), "h0, h1");
        assert!(names_in_words(&names, 0).ends_with("h19 and 5 more"));
        assert_eq!(names_in_words(&names[..1], 3), "h0 and 3 more");
    }
}
