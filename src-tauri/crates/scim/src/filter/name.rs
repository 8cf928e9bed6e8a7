//! Attribute notation (RFC 7644 §3.10): reading one word as `[URI ":"] ATTRNAME ["." ATTRNAME]`.

use super::SyntaxError;
use super::lexer::Bytes;
use super::message::{ATTRIBUTE, fault, quoted};
use crate::attr::AttrPath;
use crate::{steps, urn};

/// What a name may hold after its first letter.
static LETTERS: Bytes = Bytes::of(b"-_").and_alphanumeric();

/// Reads a word that begins at `at`.
pub(super) fn attr_path(word: &str, at: usize, uris: &[&str]) -> Result<AttrPath, SyntaxError> {
    steps::count(word.len());
    // Names without a URI are by far the most; they need no look at the list.
    if let Some((name, sub)) = plain(word) {
        return Ok(AttrPath { uri: None, name: name.to_owned(), sub: sub.map(str::to_owned) });
    }
    let (uri, names) = urn::split(word, uris.iter().copied());
    if let Some(uri) = uri {
        check_uri(uri, at)?;
    }
    let at = at + word.len() - names.len();
    let dot = memchr::memchr(b'.', names.as_bytes());
    let (name, sub) = match dot.and_then(|it| names.split_at_checked(it)) {
        Some((name, rest)) => (name, rest.get(1..)),
        None => (names, None),
    };
    check_name(name, at, "an attribute name")?;
    if let Some(sub) = sub {
        let at = at + name.len() + 1;
        if let Some(dot) = memchr::memchr(b'.', sub.as_bytes()) {
            let text = "an attribute has at most one sub-attribute, so at most one dot";
            return Err(fault(
                at + dot,
                sub.len() - dot,
                text,
                &["one dot, as in name.familyName"],
            ));
        }
        check_name(sub, at, "a sub-attribute name")?;
    }
    Ok(AttrPath { uri: uri.map(str::to_owned), name: name.to_owned(), sub: sub.map(str::to_owned) })
}

/// A name and perhaps a sub-attribute, where that is all and nothing is wrong with them.
fn plain(word: &str) -> Option<(&str, Option<&str>)> {
    let length = word.bytes().position(|it| !LETTERS.has(it)).unwrap_or(word.len());
    let (name, rest) = word.split_at_checked(length)?;
    if !begins_with_letter(name) {
        return None;
    }
    if rest.is_empty() {
        return Some((name, None));
    }
    let sub = rest.strip_prefix('.').filter(|it| is_name(it))?;
    Some((name, Some(sub)))
}

#[inline]
fn is_name(word: &str) -> bool {
    begins_with_letter(word) && word.bytes().all(|it| LETTERS.has(it))
}

#[inline]
fn begins_with_letter(word: &str) -> bool {
    word.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
}

/// A schema URI begins with a scheme and goes on after it (RFC 3986 §3).
fn check_uri(uri: &str, at: usize) -> Result<(), SyntaxError> {
    if !uri.bytes().all(is_uri_part)
        && let Some((bad, letter)) =
            uri.char_indices().find(|(_, it)| !u8::try_from(*it).is_ok_and(is_uri_part))
    {
        let text = format!("`{letter}` cannot stand in a schema URI");
        return Err(fault(at + bad, letter.len_utf8(), text, &[ATTRIBUTE]));
    }
    let is_scheme = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic())
            && it.chars().all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it))
    };
    if uri.is_empty() {
        return Err(fault(at, 1, "there is no schema URI before the colon", &[ATTRIBUTE]));
    }
    match uri.split_once(':') {
        Some((scheme, rest)) if is_scheme(scheme) && !rest.is_empty() => Ok(()),
        _ => {
            let text = format!("{} is not a schema URI", quoted(uri));
            Err(fault(at, uri.len(), text, &["a schema URI such as urn:example:2.0:User"]))
        }
    }
}

#[inline]
fn is_uri_part(it: u8) -> bool {
    static PARTS: Bytes = Bytes::of(b"-._~:/?#@!$&*+,;=%").and_alphanumeric();
    PARTS.has(it)
}

/// `ATTRNAME`, with one leading `$` let through for `$ref` (RFC 7643 §2.4).
pub(super) fn check_name(name: &str, at: usize, what: &str) -> Result<(), SyntaxError> {
    let letters = name.strip_prefix('$').unwrap_or(name);
    let start = at + name.len() - letters.len();
    if letters.is_empty() {
        return Err(fault(at, name.len(), format!("{what} is missing"), &[what]));
    }
    if is_name(letters) {
        return Ok(());
    }
    let bad = letters.char_indices().find(|(at, it)| !fits(*at, *it));
    let Some((bad, letter)) = bad else { return Ok(()) };
    if matches!(letter, '=' | '<' | '>' | '!') {
        let text = format!("operators are words with blanks around them, but here is `{letter}`");
        let length = letters.len() - bad;
        return Err(fault(start + bad, length, text, &["eq", "ne", "gt", "ge", "lt", "le"]));
    }
    let text = if bad == 0 {
        format!("{what} begins with a letter, but here is `{letter}`")
    } else {
        format!("`{letter}` cannot stand in {what}")
    };
    Err(fault(start + bad, letter.len_utf8(), text, &["letters, digits, - and _"]))
}

fn fits(at: usize, it: char) -> bool {
    it.is_ascii_alphabetic() || (at > 0 && (it.is_ascii_digit() || matches!(it, '-' | '_')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::lexer::{ends_word, word};

    #[test]
    fn the_tables_say_what_the_rules_say() {
        for byte in 0..=u8::MAX {
            let letter = char::from(byte);
            assert_eq!(LETTERS.has(byte), byte.is_ascii() && fits(1, letter), "{letter:?}");
            let name = letter.to_string();
            assert_eq!(is_name(&name), byte.is_ascii() && fits(0, letter), "{letter:?}");
            let mut text = crate::filter::lexer::Text::new(&name);
            assert_eq!(word(&mut text).is_empty(), ends_word(letter), "{letter:?}");
        }
    }
}
