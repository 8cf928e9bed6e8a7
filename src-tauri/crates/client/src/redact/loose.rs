//! Where something like `password: value` stands in text that is no JSON, or JSON within a string: any case, any
//! quoting, any depth of escaping. Errs on the side of hiding more.

use std::ops::Range;

use super::json::container_end;
use super::known::decode;
use super::names::Names;
use super::steps::{self, Looks};

/// What may stand between a name and its separator: quotes and white space, however escaped.
const AROUND: [&str; 21] = [
    "\\u0022", "\\u0027", "\\u0020", "\\n", "\\r", "\\t", "\\", "\"", "'", "`", " ", "\t", "\r",
    "\n", "]", "%22", "%27", "%20", "&quot;", "&#34;", "&#39;",
];
/// What may stand between a separator and its value.
const SPACE: [&str; 10] = ["\\u0020", "\\n", "\\r", "\\t", " ", "\t", "\r", "\n", "%20", ">"];
const COLONS: [&str; 4] = [":", "%3a", "\\u003a", "&#58;"];
const EQUALS: [&str; 4] = ["=", "%3d", "\\u003d", "&#61;"];
/// Quotes that close with the same letters with which they open.
const WRITTEN_QUOTES: [&str; 6] = ["\\u0022", "\\u0027", "%22", "%27", "&quot;", "&#34;"];

/// For each name the text is looked through once. Where a server has more secret attributes than anybody has, all of a
/// text that is no JSON counts as secret.
const MOST_NAMES: usize = 200;

/// How often each byte may be looked at for one name. Names that a server made up can be found at every byte of its text,
/// each time with the same long row of blanks or quotes behind it.
const LOOKS: usize = 4;

/// The spans of all values within a part of the text, in order, without their quotes.
pub(super) fn values(text: &[u8], within: Range<usize>, names: &Names) -> Vec<Range<usize>> {
    let text = text.get(..within.end).unwrap_or(text);
    if names.learned().len() > MOST_NAMES {
        return vec![within];
    }
    let mut spans = Vec::new();
    let learned = names.learned().map(|it| (it, true));
    for (name, whole_word) in std::iter::once(("password", false)).chain(learned) {
        match of_name(text, within.start, name, whole_word) {
            Some(found) => spans.extend(found),
            None => return vec![within],
        }
    }
    spans.sort_by_key(|span| span.start);
    spans
}

/// A name that was learned may be a common word, and so must not be the end of a longer one. `None` for a text that would
/// take too long.
fn of_name(text: &[u8], from: usize, name: &str, whole_word: bool) -> Option<Vec<Range<usize>>> {
    let mut spans = Vec::new();
    let Some(&first) = name.as_bytes().first() else { return Some(spans) };
    let (lower, upper) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let mut looks = Looks::of(text.len().saturating_sub(from), LOOKS);
    let mut at = from;
    let may_begin = |byte: &u8| [lower, upper, b'\\', b'%'].contains(byte);
    while let Some(offset) = text.get(at..).unwrap_or_default().iter().position(may_begin) {
        steps::count(offset + 1);
        let start = at + offset;
        at = start + 1;
        let before = start.checked_sub(1).filter(|it| *it >= from).and_then(|it| text.get(it));
        if whole_word && before.is_some_and(|it| it.is_ascii_alphanumeric() || *it == b'_') {
            continue;
        }
        let (looked_to, end) = name_end(text, start, name.as_bytes());
        looks.take(looked_to - start)?;
        let Some(end) = end else { continue };
        let (looked_to, span) = value(text, end);
        looks.take(looked_to - end)?;
        if let Some(span) = span {
            at = span.end.max(at);
            spans.push(span);
        }
    }
    Some(spans)
}

/// How far was looked, and the end of the name if it begins at `at`, in any case, each letter as it is or escaped.
fn name_end(text: &[u8], mut at: usize, name: &[u8]) -> (usize, Option<usize>) {
    for wanted in name {
        match letter_end(text, at, *wanted) {
            Some(end) => at = end,
            None => return (at, None),
        }
    }
    (at, Some(at))
}

fn letter_end(text: &[u8], at: usize, wanted: u8) -> Option<usize> {
    let found = *text.get(at)?;
    if found.eq_ignore_ascii_case(&wanted) {
        return Some(at + 1);
    }
    let (bytes, next) = matches!(found, b'\\' | b'%').then(|| decode(text, at))??;
    matches!(bytes.as_slice(), [byte] if byte.eq_ignore_ascii_case(&wanted)).then_some(next)
}

/// How far was looked, and the value that belongs to the name which ends at `name_end`, if there is one.
fn value(text: &[u8], name_end: usize) -> (usize, Option<Range<usize>>) {
    let separator = skip(text, name_end, &AROUND);
    let around = text.get(name_end..separator).unwrap_or_default();
    let is_quoted_name = around.iter().any(|it| !it.is_ascii_whitespace());
    let (is_colon, after) =
        match (one_of(text, separator, &COLONS), one_of(text, separator, &EQUALS)) {
            (Some(length), _) => (true, separator + length),
            (None, Some(length)) => (false, separator + length),
            (None, None) => return (separator, None),
        };
    let start = skip(text, after, &SPACE);
    let (inside, end) = match opening(text, start) {
        Some(Opening::Quote { inside, quote, escapes }) => {
            (inside, quoted_end(text, inside, quote, escapes))
        }
        Some(Opening::Written { inside, quote }) => (inside, written_end(text, inside, quote)),
        Some(Opening::Container) => (start, container_end(text, start)),
        None => (start, bare_end(text, start, is_colon, is_quoted_name)),
    };
    (inside.max(end), (inside < end).then_some(inside..end))
}

enum Opening {
    /// A quote behind so many backslashes.
    Quote { inside: usize, quote: u8, escapes: usize },
    /// A quote that is written out.
    Written { inside: usize, quote: &'static str },
    /// An object or an array.
    Container,
}

fn opening(text: &[u8], start: usize) -> Option<Opening> {
    let rest = text.get(start..)?;
    let escapes = rest.iter().take_while(|it| **it == b'\\').count();
    match rest.get(escapes) {
        Some(&quote @ (b'"' | b'\'' | b'`')) => {
            return Some(Opening::Quote { inside: start + escapes + 1, quote, escapes });
        }
        Some(b'{' | b'[') if escapes == 0 => return Some(Opening::Container),
        _ => {}
    }
    let at = start + escapes.saturating_sub(1);
    let quote = WRITTEN_QUOTES.into_iter().find(|it| one_of(text, at, &[it]).is_some())?;
    Some(Opening::Written { inside: at + quote.len(), quote })
}

/// Where a quote stands that is escaped no more than the opening one.
fn quoted_end(text: &[u8], inside: usize, quote: u8, escapes: usize) -> usize {
    let rest = text.get(inside..).unwrap_or_default();
    let closing = memchr::memchr_iter(quote, rest).find_map(|at| {
        let before = rest.get(..at)?;
        let found = before.iter().rev().take_while(|it| **it == b'\\').count();
        (found <= escapes).then(|| at - found)
    });
    closing.map_or(text.len(), |at| inside + at)
}

fn written_end(text: &[u8], inside: usize, quote: &str) -> usize {
    (inside..text.len()).find(|at| one_of(text, *at, &[quote]).is_some()).unwrap_or(text.len())
}

/// The end of a value without quotes: in something like JSON that of the member, in a query that of the parameter, in
/// prose that of the line.
fn bare_end(text: &[u8], start: usize, is_colon: bool, is_quoted_name: bool) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.iter().enumerate().position(|(at, byte)| match byte {
        b'\r' | b'\n' | b'<' | b'"' => true,
        b'\\' => matches!(rest.get(at + 1), Some(b'n' | b'r' | b'"')),
        b',' | b'}' | b']' => is_colon && is_quoted_name,
        b'&' | b' ' | b'\t' => !is_colon,
        _ => false,
    });
    let kept = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
    start + kept.trim_ascii_end().len()
}

fn skip(text: &[u8], mut at: usize, what: &[&str]) -> usize {
    while let Some(length) = one_of(text, at, what) {
        at += length;
    }
    at
}

/// The length of the first of these that stands at `at`, in any case.
fn one_of(text: &[u8], at: usize, what: &[&str]) -> Option<usize> {
    let rest = text.get(at..)?;
    let stands = |it: &&&str| {
        rest.get(..it.len()).is_some_and(|found| found.eq_ignore_ascii_case(it.as_bytes()))
    };
    what.iter().find(stands).map(|it| it.len())
}
