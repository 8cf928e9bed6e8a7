//! Finding one known secret in any spelling: as it is, percent-encoded, as in a form, escaped as in JSON, or in base64.

use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use memchr::memmem;
use secrecy::{ExposeSecret, SecretSlice, SecretString};

use super::steps::Looks;

/// Shorter secrets are not searched for.
const SHORTEST: usize = 4;
/// Shorter secrets may be words of the data, and are taken out only where they stand as a word of their own.
const SHORTEST_INSIDE_WORDS: usize = 8;
/// A shorter beginning of a secret at the end of a text is taken for chance.
const SHORTEST_BEGINNING: usize = 4;
/// The same in base64, which has four characters for three bytes.
const SHORTEST_ENCODED_BEGINNING: usize = 6;
/// The most bytes in which one byte of a secret is spelled: `\u0041`, or half of a pair of these.
const LONGEST_SPELLING: usize = 6;

/// How often each byte of a text may be compared with a secret. One that a server made up, a token of backslashes say,
/// can be meant at each byte of its text in more ways than there is time for.
const LOOKS: usize = 8;

/// Bytes; in a longer text a search is prepared, because its worst case must be linear.
const SHORT_TEXT: usize = 512;

/// Bytes: so much of a long secret is searched for.
const ANCHOR: usize = 16;

pub(super) struct Known {
    plain: SecretString,
    /// The parts of the base64 spelling that do not depend on what stands around the secret, at each of three offsets.
    encoded: Vec<SecretSlice<u8>>,
}

impl Known {
    pub(super) fn new(secret: &SecretString) -> Option<Known> {
        let plain = secret.expose_secret().trim();
        if plain.chars().count() < SHORTEST {
            return None;
        }
        Some(Known { encoded: encodings(plain.as_bytes()), plain: SecretString::from(plain) })
    }

    pub(super) fn length(&self) -> usize {
        self.plain.expose_secret().len()
    }

    /// Whether both are the same secret.
    pub(super) fn is_same(&self, other: &Known) -> bool {
        self.plain.expose_secret() == other.plain.expose_secret()
    }

    /// Whether it is so short that it may be a word of the data.
    pub(super) fn is_short(&self) -> bool {
        self.length() < SHORTEST_INSIDE_WORDS
    }

    /// Where the beginning of the secret stands at the very end of a text that was cut there.
    pub(super) fn cut_at_end(&self, text: &[u8]) -> Option<usize> {
        let secret = self.plain.expose_secret().as_bytes();
        let first = text.len().saturating_sub(secret.len() * LONGEST_SPELLING);
        let mut looks = Looks::of(text.len() - first, LOOKS);
        let spelled =
            (first..text.len()).find(|start| is_beginning(text, *start, secret, &mut looks));
        let spelled = if looks.are_spent() { Some(first) } else { spelled };
        let encoded = self.encoded.iter().filter_map(|needle| {
            let needle = needle.expose_secret();
            let lengths = SHORTEST_ENCODED_BEGINNING..needle.len();
            let length = lengths.rev().find(|length| {
                needle.get(..*length).is_some_and(|beginning| text.ends_with(beginning))
            })?;
            Some(text.len() - length)
        });
        spelled.into_iter().chain(encoded).min()
    }

    /// Where the secret stands, in order, without overlap.
    pub(super) fn spans(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut spans = self.spelled(text);
        let needles = self.encoded.iter().map(ExposeSecret::expose_secret);
        for needle in needles.filter(|it| it.len() <= text.len()) {
            let span = |at| at..at + needle.len();
            match needle.first() {
                // To prepare a search in a header costs more than the search.
                Some(first) if text.len() <= SHORT_TEXT => {
                    let starts = memchr::memchr_iter(*first, text);
                    let is_found =
                        |at: &usize| text.get(*at..).is_some_and(|it| it.starts_with(needle));
                    spans.extend(starts.filter(is_found).map(span));
                }
                _ => find_each(text, needle, |at| spans.push(span(at))),
            }
        }
        merge(spans)
    }

    /// Plain, percent-encoded and JSON-escaped spellings, in any mixture.
    fn spelled(&self, text: &[u8]) -> Vec<Range<usize>> {
        let secret = self.plain.expose_secret().as_bytes();
        let Some(&first) = secret.first() else { return Vec::new() };
        let whole_words = self.is_short();
        let mut looks = Looks::of(text.len(), LOOKS);
        let mut spans = Vec::new();
        let mut at = 0;
        while let Some(offset) =
            memchr::memchr3(first, b'%', b'\\', text.get(at..).unwrap_or_default())
        {
            let start = at + offset;
            at = start + 1;
            let end = match_from(text, start, secret, &mut looks);
            if looks.are_spent() {
                return Vec::from([Range { start: 0, end: text.len() }]);
            }
            let Some(end) = end else { continue };
            if !whole_words || is_word(text, start, end) {
                spans.push(start..end);
                at = end;
            }
        }
        spans
    }
}

/// Tells where a needle stands, in order, without overlap. A token of hundreds of bytes takes longer to prepare a search
/// for than a body takes to be searched: its beginning is searched for, and what follows compared. Where that is done too
/// often, because a text was made so, the whole of it is prepared.
fn find_each(text: &[u8], needle: &[u8], mut found: impl FnMut(usize)) {
    let finder = memmem::Finder::new(needle.get(..ANCHOR).unwrap_or(needle));
    let mut looks = Looks::of(text.len(), 1);
    let mut at = 0;
    while let Some(offset) = finder.find(text.get(at..).unwrap_or_default()) {
        at += offset;
        let rest = text.get(at..).unwrap_or_default();
        if looks.take(needle.len()).is_none() {
            memmem::find_iter(rest, needle).for_each(|offset| found(at + offset));
            return;
        }
        match rest.starts_with(needle) {
            true => {
                found(at);
                at += needle.len();
            }
            false => at += 1,
        }
    }
}

/// The end of the secret if it begins at `at`, each byte as it is or encoded.
fn match_from(text: &[u8], mut at: usize, mut secret: &[u8], looks: &mut Looks) -> Option<usize> {
    while let Some((&wanted, rest)) = secret.split_first() {
        looks.take(1)?;
        let found = *text.get(at)?;
        let encoded = matches!(found, b'%' | b'\\');
        if encoded
            && let Some((bytes, next)) = decode(text, at)
            && let Some(rest) = secret.strip_prefix(bytes.as_slice())
            && let Some(end) = match_from(text, next, rest, looks)
        {
            return Some(end);
        }
        if found != wanted && !is_blank_in_form(found, wanted) {
            return None;
        }
        at += 1;
        secret = rest;
    }
    Some(at)
}

/// A form writes a plus for a blank.
fn is_blank_in_form(found: u8, wanted: u8) -> bool {
    found == b'+' && wanted == b' '
}

/// Whether the text from `at` to its end spells the beginning of the secret, the last escape maybe cut.
fn is_beginning(text: &[u8], mut at: usize, secret: &[u8], looks: &mut Looks) -> bool {
    let mut left = secret;
    while let Some(&found) = text.get(at) {
        if looks.take(1).is_none() {
            return false;
        }
        let Some((&wanted, rest)) = left.split_first() else { return false };
        let decoded = matches!(found, b'%' | b'\\').then(|| decode(text, at)).flatten();
        let after =
            decoded.and_then(|(bytes, next)| Some((left.strip_prefix(bytes.as_slice())?, next)));
        let is_cut_escape = matches!(found, b'%' | b'\\') && text.len() - at < 2 * LONGEST_SPELLING;
        match after {
            Some((rest, next)) => (left, at) = (rest, next),
            None if found == wanted || is_blank_in_form(found, wanted) => {
                (left, at) = (rest, at + 1);
            }
            None if is_cut_escape => break,
            None => return false,
        }
    }
    secret.len() - left.len() >= SHORTEST_BEGINNING
}

/// What the escape at `at` stands for, and where it ends.
pub(super) fn decode(text: &[u8], at: usize) -> Option<(Vec<u8>, usize)> {
    if text.get(at) == Some(&b'%') {
        return Some((vec![u8::try_from(hex(text, at + 1, 2)?).ok()?], at + 3));
    }
    let plain = match text.get(at + 1)? {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 8,
        b'f' => 12,
        b'u' => return decode_unicode(text, at),
        other => *other,
    };
    Some((vec![plain], at + 2))
}

fn decode_unicode(text: &[u8], at: usize) -> Option<(Vec<u8>, usize)> {
    let high = hex(text, at + 2, 4)?;
    if let Some(character) = char::from_u32(high) {
        return Some((character.to_string().into_bytes(), at + 6));
    }
    if text.get(at + 6..at + 8)? != b"\\u" {
        return None;
    }
    let low = hex(text, at + 8, 4)?;
    let units = [u16::try_from(high).ok()?, u16::try_from(low).ok()?];
    Some((String::from_utf16(&units).ok()?.into_bytes(), at + 12))
}

fn hex(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    let digits = text.get(at..at + digits)?;
    if !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn is_word(text: &[u8], start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).and_then(|at| text.get(at));
    let is_part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b >= 128);
    !is_part(before) && !is_part(text.get(end))
}

/// Base64 packs three bytes into four characters, so a secret inside of something larger has three spellings. Only the
/// characters that hold nothing but bits of the secret are kept. Short secrets are left out: four characters of base64
/// stand somewhere in every large body.
fn encodings(secret: &[u8]) -> Vec<SecretSlice<u8>> {
    let mut spellings: Vec<Vec<u8>> = Vec::new();
    if secret.len() < SHORTEST_INSIDE_WORDS {
        return Vec::new();
    }
    for offset in 0..3_usize {
        let mut padded = vec![0; offset];
        padded.extend_from_slice(secret);
        let skipped = [0, 2, 3].get(offset).copied().unwrap_or(0);
        let kept = padded.len() * 8 / 6;
        for encoded in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            let stable = encoded.as_bytes().get(skipped..kept).unwrap_or_default().to_vec();
            if !spellings.contains(&stable) {
                spellings.push(stable);
            }
        }
    }
    spellings.into_iter().map(SecretSlice::from).collect()
}

fn merge(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| span.start);
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(spans.len());
    for span in spans {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_needle_is_found_wherever_it_stands_and_however_often_its_beginning_does() {
        let needle = [b"a".repeat(40), b"b".to_vec()].concat();
        let found = |text: &[u8]| -> Vec<usize> {
            let mut places = Vec::new();
            find_each(text, &needle, |at| places.push(at));
            places
        };
        assert!(found(b"aaaaaaaaaaaaaaaaaaaaaaaa").is_empty());
        let text = [b"x".to_vec(), b"a".repeat(3), needle.clone(), needle.clone()].concat();
        assert_eq!(found(&text), [4, 45]);
        // More of its beginnings than are compared.
        let beginnings = b"a".repeat(1_000_000);
        let text = [beginnings.clone(), b"b ".to_vec(), beginnings].concat();
        assert_eq!(found(&text), [1_000_000 - 40]);
    }
}
