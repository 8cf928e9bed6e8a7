//! Reading filters, attribute paths and PATCH paths: the grammar of RFC 7644 §3.4.2.2 and §3.5.2, errata folded in.
//!
//! One pass from left to right that never goes back further than a word, so the time grows with the length alone;
//! what is nested deeper than [`MAX_DEPTH`] or longer than [`MAX_LENGTH`] is refused before it can cost anything.

use serde_json::Value;

use super::lexer::{self, Text, position, rest};
use super::message::{self, ATTRIBUTE, OPERATORS, fault};
use super::name::{attr_path, check_name};
use super::spanned::{Located, Span};
use super::{CompareOp, Filter, SyntaxError};
use crate::attr::AttrPath;
use crate::patch_path::PatchPath;
use crate::steps;

/// How long a filter or a path may be, in bytes. It is far more than a request line carries, and room for the search
/// (RFC 7644 §3.4.3) that names some 15,000 ids. The RFC has no limit.
pub const MAX_LENGTH: usize = 1 << 20;

/// How deep brackets may be nested. The RFC has no limit.
pub const MAX_DEPTH: usize = 64;

/// What becomes of the parts of a filter when they have been read.
pub(super) trait Build: Sized {
    fn compare(path: Located<AttrPath>, op: Located<CompareOp>, value: Located<Value>) -> Self;
    fn present(path: Located<AttrPath>, op: Span) -> Self;
    fn value_path(path: Located<AttrPath>, filter: Self, span: Span) -> Self;
    fn not(filter: Self, span: Span) -> Self;
    /// In round brackets.
    fn group(filter: Self, span: Span) -> Self;
    /// Two or more.
    fn all(filters: Vec<Self>) -> Self;
    /// Two or more.
    fn any(filters: Vec<Self>) -> Self;
}

/// Reads a whole text as a filter.
pub(super) fn filter<B: Build>(text: &str, uris: &[&str]) -> Result<B, SyntaxError> {
    check_length(text)?;
    let mut grammar = Grammar::new(uris);
    let mut text = Text::new(text);
    lexer::blanks(&mut text);
    let filter = grammar.any(&mut text)?;
    end(&text)?;
    Ok(filter)
}

/// Reads a whole text as an attribute path; blanks around it are let through, as lists of them have some.
pub(crate) fn attribute(text: &str, uris: &[&str]) -> Result<AttrPath, SyntaxError> {
    check_length(text)?;
    let mut text = Text::new(text);
    lexer::blanks(&mut text);
    let path = Grammar::new(uris).path(&mut text)?;
    lexer::blanks(&mut text);
    let left = rest(&text);
    if left.is_empty() {
        return Ok(path.value);
    }
    let said = format!("{} follows the attribute name", message::quoted(message::here(left)));
    Err(fault(position(&text), left.len(), said, &["the end of the path"]))
}

/// Reads a whole text as a PATCH path.
pub(crate) fn patch_path(text: &str, uris: &[&str]) -> Result<PatchPath, SyntaxError> {
    check_length(text)?;
    let mut grammar = Grammar::new(uris);
    let mut text = Text::new(text);
    lexer::blanks(&mut text);
    let path = grammar.path(&mut text)?;
    let read = if rest(&text).starts_with('[') {
        // `name.nested[...]` is in the grammar, though no schema but that of schemas has such parts (RFC 7643 §2.3.8).
        let filter = grammar.bracketed(&mut text)?;
        let sub = sub_attribute(&mut text)?;
        PatchPath::Elements { path: path.value, filter: Box::new(filter), sub }
    } else {
        PatchPath::Attribute(path.value)
    };
    lexer::blanks(&mut text);
    let left = rest(&text);
    if left.is_empty() {
        return Ok(read);
    }
    let said = format!("{} follows a complete path", message::quoted(message::here(left)));
    let expected: &[&str] = match read {
        PatchPath::Attribute(_) => &["the end of the path", "[ and a filter", "."],
        PatchPath::Elements { .. } => &["the end of the path", ". and a sub-attribute"],
    };
    Err(fault(position(&text), left.len(), said, expected))
}

/// What may stand after the `]` of a PATCH path.
fn sub_attribute(text: &mut Text<'_>) -> Result<Option<String>, SyntaxError> {
    if !lexer::symbol(text, '.') {
        return Ok(None);
    }
    let at = position(text);
    let name = lexer::word(text);
    check_name(name, at, "a sub-attribute name")?;
    Ok(Some(name.to_owned()))
}

fn check_length(text: &str) -> Result<(), SyntaxError> {
    if text.len() <= MAX_LENGTH {
        return Ok(());
    }
    let at = (0..=MAX_LENGTH).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let said = format!("the text is {} bytes long; {MAX_LENGTH} are read at most", text.len());
    Err(fault(at, text.len() - at, said, &["a shorter text"]))
}

fn end(text: &Text<'_>) -> Result<(), SyntaxError> {
    let left = rest(text);
    if left.is_empty() {
        return Ok(());
    }
    Err(message::no_continuation(position(text), left, None))
}

/// The state of reading: which URIs are known and how deep we are.
struct Grammar<'g> {
    uris: &'g [&'g str],
    depth: usize,
    in_value_path: bool,
    /// Whether a blank stands before what is read next.
    after_blank: bool,
}

impl<'g> Grammar<'g> {
    fn new(uris: &'g [&'g str]) -> Self {
        Self { uris, depth: 0, in_value_path: false, after_blank: true }
    }

    /// Conditions joined by `or`, the weakest of all. Blanks after the last one are taken.
    fn any<B: Build>(&mut self, text: &mut Text<'_>) -> Result<B, SyntaxError> {
        let first = self.all(text)?;
        if !self.takes(text, "or")? {
            return Ok(first);
        }
        let mut filters = vec![first, self.all(text)?];
        while self.takes(text, "or")? {
            filters.push(self.all(text)?);
        }
        Ok(B::any(filters))
    }

    /// Conditions joined by `and`.
    fn all<B: Build>(&mut self, text: &mut Text<'_>) -> Result<B, SyntaxError> {
        let first = self.term(text)?;
        if !self.takes(text, "and")? {
            return Ok(first);
        }
        let mut filters = vec![first, self.term(text)?];
        while self.takes(text, "and")? {
            filters.push(self.term(text)?);
        }
        Ok(B::all(filters))
    }

    /// One condition, and the blanks after it.
    fn term<B: Build>(&mut self, text: &mut Text<'_>) -> Result<B, SyntaxError> {
        let start = position(text);
        let left = rest(text);
        let filter = if left.starts_with('(') {
            let filter = self.nested(text, '(')?;
            B::group(filter, Span { start, end: position(text) })
        } else if denies(left) {
            lexer::word(text);
            lexer::blanks(text);
            let filter = self.nested(text, '(')?;
            B::not(filter, Span { start, end: position(text) })
        } else {
            self.condition(text)?
        };
        self.after_blank = lexer::blanks(text);
        Ok(filter)
    }

    /// Takes a logical operator and the blanks after it. It needs blanks on both sides; those before are taken already.
    fn takes(&self, text: &mut Text<'_>, word: &str) -> Result<bool, SyntaxError> {
        let left = rest(text);
        steps::count(word.len());
        let here = left.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
        let after = left.get(word.len()..).unwrap_or_default();
        if !here || !(after.is_empty() || after.starts_with(lexer::ends_word)) {
            return Ok(false);
        }
        if !self.after_blank {
            let said = format!("a blank is needed before `{word}`");
            return Err(fault(position(text), 0, said, &["a blank"]));
        }
        lexer::word(text);
        let has_blank = lexer::blanks(text);
        let at = position(text);
        if rest(text).is_empty() {
            let said = format!("the condition after `{word}` is missing");
            return Err(fault(at, 0, said, &[ATTRIBUTE, "not (", "("]));
        }
        if !has_blank {
            return Err(fault(at, 0, format!("a blank is needed after `{word}`"), &["a blank"]));
        }
        Ok(true)
    }

    /// `attrExp` or `valuePath`.
    fn condition<B: Build>(&mut self, text: &mut Text<'_>) -> Result<B, SyntaxError> {
        let path = self.path(text)?;
        if rest(text).starts_with('[') {
            let start = path.span.start;
            let filter = self.bracketed(text)?;
            return Ok(B::value_path(path, filter, Span { start, end: position(text) }));
        }
        if !lexer::blanks(text) {
            let left = rest(text);
            let said = format!("an operator after {}", message::quoted(&path.value.name));
            return Err(message::instead(position(text), left, &said, &[OPERATORS]));
        }
        let start = position(text);
        let word = lexer::peek_word(text);
        if word.eq_ignore_ascii_case("pr") {
            lexer::word(text);
            return Ok(B::present(path, Span { start, end: position(text) }));
        }
        let Some(op) = CompareOp::named(word) else {
            return Err(message::no_operator(start, rest(text), &path.value.name));
        };
        lexer::word(text);
        let op = Located { value: op, span: Span { start, end: position(text) } };
        if !lexer::blanks(text) && !rest(text).is_empty() {
            let said = format!("a blank is needed after `{word}`");
            return Err(fault(position(text), 0, said, &["a blank"]));
        }
        let value = value(text)?;
        Ok(B::compare(path, op, value))
    }

    /// The word that names an attribute.
    fn path(&self, text: &mut Text<'_>) -> Result<Located<AttrPath>, SyntaxError> {
        let start = position(text);
        let left = rest(text);
        let word = lexer::word(text);
        if word.is_empty() {
            return Err(message::instead(start, left, ATTRIBUTE, &[ATTRIBUTE, "not (", "("]));
        }
        let value = attr_path(word, start, self.uris)?;
        Ok(Located { value, span: Span { start, end: position(text) } })
    }

    /// `[` filter `]`, which holds no further one (errata 4690, 7322 of RFC 7644).
    fn bracketed<B: Build>(&mut self, text: &mut Text<'_>) -> Result<B, SyntaxError> {
        if self.in_value_path {
            let said = "square brackets cannot stand inside square brackets";
            return Err(fault(position(text), 1, said, &[OPERATORS]));
        }
        self.in_value_path = true;
        let filter = self.nested(text, '[')?;
        self.in_value_path = false;
        Ok(filter)
    }

    /// A filter in brackets, whose opening one stands here.
    fn nested<B: Build>(&mut self, text: &mut Text<'_>, open: char) -> Result<B, SyntaxError> {
        let from = position(text);
        if self.depth >= MAX_DEPTH {
            let said = format!("brackets are nested deeper than {MAX_DEPTH} levels");
            return Err(fault(from, 1, said, &["fewer brackets"]));
        }
        self.depth += 1;
        lexer::symbol(text, open);
        lexer::blanks(text);
        let filter = self.any(text)?;
        let closing = if open == '[' { ']' } else { ')' };
        if !lexer::symbol(text, closing) {
            return Err(message::no_continuation(position(text), rest(text), Some((open, from))));
        }
        self.depth -= 1;
        Ok(filter)
    }
}

/// Whether `not` and a round bracket stand here, with or without blanks between (erratum 7319 of RFC 7644). Followed
/// by anything else it is an attribute of that name.
fn denies(left: &str) -> bool {
    let Some((word, after)) = left.split_at_checked(3) else { return false };
    word.eq_ignore_ascii_case("not") && after.trim_start_matches(lexer::is_blank).starts_with('(')
}

/// `compValue`: a scalar of JSON (RFC 8259).
fn value(text: &mut Text<'_>) -> Result<Located<Value>, SyntaxError> {
    let start = position(text);
    let left = rest(text);
    let value = if left.starts_with('"') {
        lexer::string(text)?
    } else {
        match lexer::word(text) {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            "null" => Value::Null,
            word => match lexer::number(word) {
                Some(number) => Value::Number(number),
                None => return Err(message::no_value(start, left)),
            },
        }
    };
    let end = position(text);
    let after = rest(text);
    if !after.is_empty() && !after.starts_with(|it| lexer::is_blank(it) || matches!(it, ')' | ']'))
    {
        let said = format!("{} follows the value directly", message::quoted(message::here(after)));
        return Err(fault(end, message::here(after).len(), said, &["a blank", "and", "or"]));
    }
    Ok(Located { value, span: Span { start, end } })
}

impl Build for Filter {
    fn compare(path: Located<AttrPath>, op: Located<CompareOp>, value: Located<Value>) -> Self {
        Self::Compare { path: path.value, op: op.value, value: value.value }
    }

    fn present(path: Located<AttrPath>, _op: Span) -> Self {
        Self::Present(path.value)
    }

    fn value_path(path: Located<AttrPath>, filter: Self, _span: Span) -> Self {
        Self::ValuePath { path: path.value, filter: Box::new(filter) }
    }

    fn not(filter: Self, _span: Span) -> Self {
        Self::Not(Box::new(filter))
    }

    fn group(filter: Self, _span: Span) -> Self {
        filter
    }

    fn all(filters: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(filters.len());
        for filter in filters {
            match filter {
                Self::And(inner) if flat.is_empty() => flat = inner,
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        Self::And(flat)
    }

    fn any(filters: Vec<Self>) -> Self {
        let mut flat = Vec::with_capacity(filters.len());
        for filter in filters {
            match filter {
                Self::Or(inner) if flat.is_empty() => flat = inner,
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        Self::Or(flat)
    }
}
