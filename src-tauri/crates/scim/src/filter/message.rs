//! What people are told when a filter or a path cannot be read: what is there, what it means, what could stand there.

use super::{CompareOp, SyntaxError};

/// The operators, for the end of a sentence.
pub(super) const OPERATORS: &str = "an operator (eq, ne, co, sw, ew, gt, ge, lt, le, pr)";
pub(super) const VALUE: &str = "a value: text in double quotes, a number, true, false or null";
pub(super) const ATTRIBUTE: &str = "an attribute name";

/// Words of other languages and what they are called here.
const FOREIGN: &[(&str, &str)] = &[
    ("=", "eq"),
    ("==", "eq"),
    ("===", "eq"),
    ("equals", "eq"),
    ("equal", "eq"),
    ("is", "eq"),
    ("!=", "ne"),
    ("<>", "ne"),
    ("neq", "ne"),
    (">", "gt"),
    (">=", "ge"),
    ("gte", "ge"),
    ("<", "lt"),
    ("<=", "le"),
    ("lte", "le"),
    ("contains", "co"),
    ("like", "co"),
    ("~", "co"),
    ("startswith", "sw"),
    ("endswith", "ew"),
    ("present", "pr"),
    ("exists", "pr"),
    ("&&", "and"),
    ("&", "and"),
    (",", "and"),
    ("||", "or"),
    ("|", "or"),
    ("!", "not"),
];

pub(super) fn fault(
    at: usize,
    length: usize,
    message: impl Into<String>,
    expected: &[&str],
) -> SyntaxError {
    let expected = expected.iter().map(|it| (*it).to_owned()).collect();
    SyntaxError { at, length, message: message.into(), expected }
}

/// What stands at the beginning of `rest`, to name it: a word, a bracket, a string's beginning.
pub(super) fn here(rest: &str) -> &str {
    let mut letters = rest.char_indices();
    match letters.next() {
        None => "",
        Some((_, '"')) => {
            let end = letters.find(|(_, it)| *it == '"').map_or(rest.len(), |(at, _)| at + 1);
            rest.get(..end).unwrap_or(rest)
        }
        Some((_, first)) if super::lexer::ends_word(first) => {
            rest.get(..first.len_utf8()).unwrap_or(rest)
        }
        Some(_) => rest.split(super::lexer::ends_word).next().unwrap_or(rest),
    }
}

/// A part of the text, quoted and cut to a length that fits a sentence.
pub(super) fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or(text)),
        None => format!("`{text}`"),
    }
}

/// `wanted` was due, but `rest` begins with something else.
pub(super) fn instead(at: usize, rest: &str, wanted: &str, expected: &[&str]) -> SyntaxError {
    let here = here(rest);
    if here.is_empty() {
        return fault(at, 0, format!("{wanted} is missing at the end"), expected);
    }
    let text = format!("{wanted} should stand here, but here is {}", quoted(here));
    fault(at, here.len(), text, expected)
}

pub(super) fn unclosed_string(start: usize, end: usize) -> SyntaxError {
    let text = "the text that begins here has no closing quote";
    fault(start, end - start, text, &["a \" at the end of the text"])
}

pub(super) fn control(at: usize, control: char) -> SyntaxError {
    let escape = match control {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        other => format!("\\u{:04x}", u32::from(other)),
    };
    let text = "a control character or line break cannot stand in a text as it is";
    fault(at, 1, text, &[&format!("{escape} in its place")])
}

pub(super) fn bad_escape(at: usize, letter: char) -> SyntaxError {
    let text = format!("`\\{letter}` is no escape of JSON; a backslash itself is written `\\\\`");
    fault(at, 1 + letter.len_utf8(), text, &["\\\"", "\\\\", "\\/", "\\n", "\\t", "\\u0041"])
}

pub(super) fn bad_code_unit(at: usize, left: &str) -> SyntaxError {
    let digits = left.chars().skip(2).take_while(char::is_ascii_hexdigit).take(4).count();
    fault(at, 2 + digits, "`\\u` needs four hexadecimal digits", &["\\u and four of 0-9, a-f"])
}

/// A word stands where an operator should.
pub(super) fn no_operator(at: usize, rest: &str, name: &str) -> SyntaxError {
    let here = here(rest);
    if name.eq_ignore_ascii_case("not") {
        let text = "`not` needs what it denies in round brackets";
        return fault(at, here.len(), text, &["not (...)"]);
    }
    if here.starts_with('[') {
        let text = format!("there is a blank between `{name}` and its square bracket");
        return fault(at, 1, text, &[&format!("{name}[...]")]);
    }
    if here.starts_with(['"', '(', ')', ']']) || here.is_empty() {
        return instead(at, rest, &format!("an operator after {}", quoted(name)), &[OPERATORS]);
    }
    if let Some(word) = here.strip_suffix(',')
        && (word.eq_ignore_ascii_case("pr") || CompareOp::named(word).is_some())
    {
        let at = at + word.len();
        return fault(at, 1, "conditions are joined by words, not by commas", &["and", "or"]);
    }
    let text = format!("{} is not an operator", quoted(here));
    match foreign(here) {
        Some(known) => fault(at, here.len(), text, &[known, OPERATORS]),
        None => fault(at, here.len(), text, &[OPERATORS]),
    }
}

/// Something stands where a value should that is none.
pub(super) fn no_value(at: usize, rest: &str) -> SyntaxError {
    let here = here(rest);
    let inside = |quote: char| {
        let line = rest.get(quote.len_utf8()..).unwrap_or_default();
        line.split(['\'', '’', '”', '\n']).next().unwrap_or_default()
    };
    match here.chars().next() {
        Some(quote @ ('\'' | '‘' | '’' | '“' | '”' | '„' | '`')) => {
            let text = format!("texts stand in straight double quotes, but here is {quote}");
            fault(at, here.len(), text, &[&json(inside(quote)), VALUE])
        }
        Some(first) if super::lexer::ends_word(first) => instead(at, rest, "a value", &[VALUE]),
        Some(first) if first.is_ascii_digit() || matches!(first, '-' | '+' | '.') => {
            let text = format!("{} is not a number as JSON writes them", quoted(here));
            fault(at, here.len(), text, &[&json(here), "a number such as 12, -0.5 or 1e3"])
        }
        Some(_) => {
            let lower = here.to_ascii_lowercase();
            if matches!(lower.as_str(), "true" | "false" | "null") {
                let text = format!("{} has to be written in small letters", quoted(here));
                return fault(at, here.len(), text, &[&lower]);
            }
            let text = format!("{} is a text without quotes", quoted(here));
            fault(at, here.len(), text, &[&json(here), VALUE])
        }
        None => fault(at, 0, "the value to compare with is missing", &[VALUE]),
    }
}

/// A clause is complete, but what follows does not continue the filter.
pub(super) fn no_continuation(at: usize, rest: &str, opened: Option<(char, usize)>) -> SyntaxError {
    let here = here(rest);
    if let (true, Some((bracket, from))) = (here.is_empty(), opened) {
        let closing = if bracket == '[' { ']' } else { ')' };
        let text = format!("the {bracket} at position {from} is not closed");
        return fault(at, 0, text, &[&closing.to_string(), "and", "or"]);
    }
    let text = match (here, opened) {
        (")" | "]", None) => format!("{} closes a bracket that was never opened", quoted(here)),
        (")" | "]", Some((bracket, from))) => {
            format!("{} does not close the {bracket} at position {from}", quoted(here))
        }
        _ if here.starts_with('.') => {
            return fault(
                at,
                here.len(),
                "a filter cannot go on after ]; the condition belongs inside the square brackets",
                &["emails[type eq \"work\" and value eq \"...\"]", "and", "or"],
            );
        }
        _ => format!("{} follows a complete condition", quoted(here)),
    };
    match foreign(here) {
        Some(known) => fault(at, here.len(), text, &[known]),
        None => fault(at, here.len(), text, &["and", "or", "the end of the filter"]),
    }
}

fn foreign(word: &str) -> Option<&'static str> {
    let found = FOREIGN.iter().find(|(it, _)| it.eq_ignore_ascii_case(word));
    found.map(|(_, known)| *known)
}

/// The text as a JSON string.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
