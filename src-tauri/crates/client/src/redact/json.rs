//! Where the values of sensitive members stand in a JSON text, found by one scan that never gives up: it reads valid
//! JSON exactly, and in a text that is cut off or broken it errs on the side of hiding more.

use std::ops::Range;

use super::names::{Judged, Meaning, Names};
use super::steps;

/// What one scan found.
#[derive(Default)]
pub(super) struct Found {
    /// Values of sensitive members (any depth, any type), outermost ones only.
    pub(super) secrets: Vec<Range<usize>>,
    /// Simple values of members whose name looks like that of a credential.
    pub(super) credentials: Vec<Range<usize>>,
    /// What stands in those strings that may hold a name and a value themselves, without the quotes.
    pub(super) texts: Vec<Range<usize>>,
}

pub(super) fn scan(text: &[u8], names: &Names) -> Found {
    let mut found = Found::default();
    let mut names = Judged::by(names);
    let mut credential = Credential::default();
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'"', text.get(at..).unwrap_or_default()) {
        let start = at + offset;
        let end = string_end(text, start);
        at = end;
        let quoted = text.get(start..end).unwrap_or_default();
        let colon = skip_space(text, end);
        if text.get(colon) != Some(&b':') {
            let closed = usize::from(quoted.len() > 1 && quoted.ends_with(b"\""));
            if memchr::memchr3(b':', b'=', b'%', quoted).is_some() || quoted.contains(&b'\\') {
                found.texts.push(start + 1..end - closed);
            }
            continue;
        }
        let value = skip_space(text, colon + 1);
        match names.meaning(quoted) {
            Meaning::Sensitive => {
                let value_end = value_end(text, value);
                if value_end > value {
                    found.secrets.push(value..value_end);
                }
                at = value_end.max(end);
            }
            Meaning::Credential if !matches!(text.get(value), Some(b'{' | b'[')) => {
                found.credentials.push(credential.value(text, value));
            }
            _ => {}
        }
    }
    found
}

/// The value of the credential that was seen last, where it has no quotes.
#[derive(Default)]
struct Credential {
    bare: Range<usize>,
}

impl Credential {
    /// The value that begins at `start`. In a text that is no JSON, values without quotes lie in one another and all end
    /// where the first one does: the end is looked for once.
    fn value(&mut self, text: &[u8], start: usize) -> Range<usize> {
        if matches!(text.get(start), None | Some(b'"')) {
            return start..value_end(text, start);
        }
        if !self.bare.contains(&start) {
            self.bare = start..scalar_end(text, start);
        }
        start..self.bare.end
    }
}

pub(super) fn skip_space(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    steps::count(length);
    from + length
}

/// The end of the string whose opening quote stands at `start`: behind its closing quote, or the end of the text.
pub(super) fn string_end(text: &[u8], start: usize) -> usize {
    let end = closed_at(text, start);
    steps::count(end - start);
    end
}

fn closed_at(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(offset) = memchr::memchr2(b'"', b'\\', text.get(at..).unwrap_or_default()) {
        let found = at + offset;
        if text.get(found) == Some(&b'"') {
            return found + 1;
        }
        at = found + 2;
    }
    text.len()
}

fn value_end(text: &[u8], start: usize) -> usize {
    match text.get(start) {
        Some(b'"') => string_end(text, start),
        Some(b'{' | b'[') => container_end(text, start),
        Some(_) => scalar_end(text, start),
        None => start,
    }
}

pub(super) fn container_end(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = text.get(at) {
        steps::count(1);
        match byte {
            b'"' => {
                at = string_end(text, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The end of a number, a literal, or of whatever a broken text has there (up to the end of the member or the line).
fn scalar_end(text: &[u8], start: usize) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let length = rest.iter().take_while(|byte| !b",}]\r\n".contains(byte)).count();
    steps::count(length);
    let kept = rest.get(..length).unwrap_or_default();
    start + kept.trim_ascii_end().len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn broken() -> impl Strategy<Value = String> {
        let parts =
            ["\"token\":", "\"a\":", "\"password\":", "\"", "x", " ", ",", "}", "\n", "[", "\\"];
        prop::collection::vec(prop::sample::select(parts.to_vec()), 0..24)
            .prop_map(|it| it.concat())
    }

    proptest! {
        #[test]
        fn a_credential_ends_where_its_value_does_wherever_it_lies(text in broken()) {
            let text = text.as_bytes();
            for found in scan(text, &Names::default()).credentials {
                prop_assert_eq!(found.end, value_end(text, found.start));
            }
        }
    }
}
