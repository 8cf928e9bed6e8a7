//! Where the values of `password` members stand in a JSON text, found by one scan that never gives up: it reads valid
//! JSON exactly, and in a text that is cut off or broken it errs on the side of hiding more.

use std::ops::Range;

/// The spans of all values of members named `password` (any case, plain or behind a schema URN), outermost ones only.
pub(super) fn password_values(text: &[u8]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(offset) = memchr::memchr(b'"', text.get(at..).unwrap_or_default()) {
        let start = at + offset;
        let end = string_end(text, start);
        at = end;
        let colon = skip_space(text, end);
        if text.get(colon) == Some(&b':') && is_password(text.get(start..end).unwrap_or_default()) {
            let value = skip_space(text, colon + 1);
            let value_end = value_end(text, value);
            if value_end > value {
                spans.push(value..value_end);
            }
            at = value_end.max(end);
        }
    }
    spans
}

/// Whether a quoted name is `password`, with escapes undone, in any case, or the last part of an attribute URN or path.
fn is_password(quoted: &[u8]) -> bool {
    const LONGEST: usize = 1024;
    if quoted.len() > LONGEST {
        return false;
    }
    let Ok(name) = serde_json::from_slice::<String>(quoted) else {
        let quoted = String::from_utf8_lossy(quoted).to_ascii_lowercase();
        return quoted.contains("password");
    };
    let name = name.trim();
    let last = name.rsplit(':').next().unwrap_or(name);
    last.eq_ignore_ascii_case("password")
}

fn skip_space(text: &[u8], from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The end of the string whose opening quote stands at `start`: behind its closing quote, or the end of the text.
fn string_end(text: &[u8], start: usize) -> usize {
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

fn container_end(text: &[u8], start: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = start;
    while let Some(byte) = text.get(at) {
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
    let kept = rest.get(..length).unwrap_or_default();
    start + kept.trim_ascii_end().len()
}
