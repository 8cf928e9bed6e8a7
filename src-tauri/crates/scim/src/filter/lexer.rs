//! The smallest parts of filters and paths: blanks, words, JSON strings and JSON numbers (RFC 8259), each read once
//! from left to right.

use serde_json::{Number, Value};
use winnow::Parser;
use winnow::ascii::{digit0, digit1};
use winnow::combinator::{alt, eof, opt};
use winnow::error::EmptyError;
use winnow::stream::{LocatingSlice, Location, Stream};
use winnow::token::one_of;

use super::SyntaxError;
use super::message::{self, fault};
use crate::steps;

/// A text that is being read, which knows how far reading has come.
pub(super) type Text<'i> = LocatingSlice<&'i str>;

/// How far reading has come.
pub(super) fn position(text: &Text<'_>) -> usize {
    text.current_token_start()
}

/// What is still to be read.
pub(super) fn rest<'i>(text: &Text<'i>) -> &'i str {
    text.peek_finish()
}

/// What may stand between words. The grammar has exactly one space; line breaks and runs come from people and from
/// examples that were copied.
#[inline]
pub(super) fn is_blank(it: char) -> bool {
    matches!(it, ' ' | '\t' | '\r' | '\n')
}

/// What no name, operator, number or URI holds: it ends them.
#[inline]
pub(super) fn ends_word(it: char) -> bool {
    is_blank(it) || matches!(it, '(' | ')' | '[' | ']' | '"')
}

/// Some bytes, as a table: whether one is among them is seen without comparing it to each.
pub(super) struct Bytes([bool; 256]);

#[expect(clippy::indexing_slicing, reason = "the table has a place for each byte")]
impl Bytes {
    /// These bytes.
    pub(super) const fn of(mut bytes: &[u8]) -> Self {
        let mut table = [false; 256];
        while let [first, rest @ ..] = bytes {
            table[*first as usize] = true;
            bytes = rest;
        }
        Self(table)
    }

    /// With the letters and digits of ASCII.
    pub(super) const fn and_alphanumeric(mut self) -> Self {
        let mut byte = 0_u8;
        while byte.is_ascii() {
            self.0[byte as usize] |= byte.is_ascii_alphanumeric();
            byte += 1;
        }
        self
    }

    #[inline]
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

/// Takes what stands before the first byte that `ends` it. Only ASCII ends anything, so bytes are as good as characters.
fn take_until<'i>(text: &mut Text<'i>, ends: impl Fn(u8) -> bool) -> &'i str {
    let left = rest(text);
    let length = left.bytes().position(ends).unwrap_or(left.len());
    steps::count(length + 1);
    text.next_slice(length)
}

/// Skips blanks; whether there were any.
pub(super) fn blanks(text: &mut Text<'_>) -> bool {
    !take_until(text, |it| !is_blank(char::from(it))).is_empty()
}

/// Takes the word that stands here; empty at a bracket, a quote, a blank, the end.
pub(super) fn word<'i>(text: &mut Text<'i>) -> &'i str {
    static ENDS: Bytes = Bytes::of(b" \t\r\n()[]\"");
    take_until(text, |it| ENDS.has(it))
}

/// The word that stands here, without taking it.
pub(super) fn peek_word<'i>(text: &Text<'i>) -> &'i str {
    word(&mut text.clone())
}

/// Takes one character if it stands here.
pub(super) fn symbol(text: &mut Text<'_>, wanted: char) -> bool {
    steps::count(1);
    let is_here = text.peek_token() == Some(wanted);
    if is_here {
        text.next_token();
    }
    is_here
}

/// Takes so many bytes, which end on a character boundary.
pub(super) fn skip(text: &mut Text<'_>, length: usize) {
    steps::count(length);
    text.next_slice(length);
}

/// A number by the grammar of JSON; it keeps its spelling.
pub(super) fn number(word: &str) -> Option<Number> {
    let exponent = (one_of(['e', 'E']), opt(one_of(['+', '-'])), digit1);
    let integer = alt(('0'.void(), (one_of('1'..='9'), digit0).void()));
    let mut whole = (opt('-'), integer, opt(('.', digit1)), opt(exponent), eof).take();
    let spelled: Result<&str, EmptyError> = whole.parse_next(&mut &*word);
    // No other way leads past the reader that spells exponents anew.
    spelled.ok().map(|it| Number::from_string_unchecked(it.to_owned()))
}

/// Takes a JSON string, whose opening quote stands here.
pub(super) fn string(text: &mut Text<'_>) -> Result<Value, SyntaxError> {
    let start = position(text);
    symbol(text, '"');
    let mut read = String::new();
    loop {
        let plain = take_until(text, |it| matches!(it, b'"' | b'\\' | ..0x20));
        // Most strings have no escapes: one piece, one allocation.
        if read.is_empty() {
            plain.clone_into(&mut read)
        } else {
            read.push_str(plain)
        }
        match text.peek_token() {
            Some('"') => {
                symbol(text, '"');
                return Ok(Value::String(read));
            }
            Some('\\') => read.push(escape(text, start)?),
            Some(control) => return Err(message::control(position(text), control)),
            None => return Err(message::unclosed_string(start, position(text))),
        }
    }
}

/// Takes an escape, whose backslash stands here, in a text that was opened there.
fn escape(text: &mut Text<'_>, opened: usize) -> Result<char, SyntaxError> {
    let start = position(text);
    let left = rest(text);
    let Some(letter) = left.chars().nth(1) else {
        return Err(message::unclosed_string(opened, start + left.len()));
    };
    let plain = match letter {
        '"' | '\\' | '/' => Some(letter),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        _ => None,
    };
    if let Some(plain) = plain {
        text.next_slice(2);
        return Ok(plain);
    }
    if letter != 'u' {
        return Err(message::bad_escape(start, letter));
    }
    let Some(unit) = hexadecimal(left) else { return Err(message::bad_code_unit(start, left)) };
    if let Some(read) = char::from_u32(unit) {
        text.next_slice(6);
        return Ok(read);
    }
    let pair = left.get(6..).and_then(hexadecimal).and_then(|low| joined(unit, low));
    let Some(read) = pair else {
        let text = "half of a surrogate pair stands alone, which is no character";
        return Err(fault(start, 6, text, &["both halves, such as \\ud83d\\ude00"]));
    };
    text.next_slice(12);
    Ok(read)
}

/// The code unit of `\u00e9`.
fn hexadecimal(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    let all = digits.bytes().all(|it| it.is_ascii_hexdigit());
    all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}

fn joined(high: u32, low: u32) -> Option<char> {
    let fits = (0xd800..0xdc00).contains(&high) && (0xdc00..0xe000).contains(&low);
    fits.then(|| char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))).flatten()
}
