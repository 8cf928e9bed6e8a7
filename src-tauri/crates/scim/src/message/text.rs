//! From text to JSON: recognises what is no JSON (nothing, a web page, garbage) and says so in words.

use serde_json::Value;

use super::members::Members;
use crate::finding::{Findings, Rule, pointer_to};
use crate::read::{Object, kind};
use crate::{spelled, steps};

const BYTE_ORDER_MARK: Rule = Rule::error("byte-order-mark", "RFC 8259 §8.1");
const BROKEN_ESCAPE: Rule = Rule::error("lone-surrogate", "RFC 8259 §8.2");

pub(super) const TOO_DEEP: Rule = Rule::error("nested-too-deep", "RFC 8259 §9");

const SNIPPET_CHARS: usize = 80;
const TITLE_CHARS: usize = 200;
/// How far into a page we look for what it is.
const PAGE_HEAD_BYTES: usize = 8192;

/// Why a text is no SCIM message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, serde::Serialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
pub enum NotScim {
    /// There is no text.
    #[error("the answer is empty")]
    Empty,
    /// The text is not JSON.
    #[error("the answer is not JSON: {reason} at line {line}, column {column}")]
    NotJson {
        /// Line of the fault, from 1.
        line: u32,
        /// Column of the fault in bytes, from 1; 0 when the line is empty.
        column: u32,
        /// What is wrong there.
        reason: String,
        /// The text around the fault.
        snippet: String,
        /// Whether it is JSON as far as it goes, but ends in the middle.
        is_cut: bool,
    },
    /// The text is a web page, such as a sign-in page.
    #[error("the answer is a web page")]
    WebPage {
        /// The title of the page.
        title: Option<String>,
        /// How the page starts.
        snippet: String,
    },
    /// The text is JSON, but not what SCIM answers here.
    #[error("the answer is JSON, but not SCIM: {reason}")]
    OtherJson {
        /// What it is instead.
        reason: String,
        /// How it starts.
        snippet: String,
    },
}

impl NotScim {
    pub(crate) fn other(reason: impl Into<String>, text: &str) -> Self {
        Self::OtherJson { reason: reason.into(), snippet: start_of(text) }
    }
}

/// One JSON value of a document with its place.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) value: Value,
    pub(crate) pointer: String,
}

impl Entry {
    pub(crate) fn object(&self) -> Option<Object<'_>> {
        self.value.as_object().map(|it| Object::new(it, self.pointer.clone()))
    }
}

/// The text ready for the JSON parser: no byte order mark, not empty, no markup.
pub(crate) fn open<'a>(text: &'a str, findings: &mut Findings) -> Result<&'a str, NotScim> {
    let plain = text.strip_prefix('\u{feff}');
    if plain.is_some() {
        findings.add(BYTE_ORDER_MARK, "", "The answer starts with a byte order mark.");
    }
    let text = plain.unwrap_or(text);
    let visible = text.trim_start();
    if visible.is_empty() {
        return Err(NotScim::Empty);
    }
    if visible.starts_with('<') {
        return Err(markup(visible));
    }
    Ok(text)
}

/// A resource of a list, as far as it can be read: see what [`super::resource`] says about it. Null where it cannot.
///
/// ```
/// assert_eq!(scim::message::lenient(r#"{"userName": "a\ud83d"}"#)["userName"], "a\u{fffd}");
/// ```
#[must_use]
pub fn lenient(text: &str) -> Value {
    value(text, &mut Findings::default()).unwrap_or_default()
}

/// Parses any JSON value. A half surrogate pair, which JSON allows but Unicode does not, is read as U+FFFD, and what is
/// nested deeper than anyone needs as null.
pub(crate) fn value(text: &str, findings: &mut Findings) -> Result<Value, NotScim> {
    steps::count(text.len());
    spelled::read(text).or_else(|error| {
        if is_too_deep(&error)
            && let Some(value) = shallow(text, findings)
        {
            return Ok(value);
        }
        let mended = mend_surrogates(text).ok_or_else(|| not_json(text, &error))?;
        let value = serde_json::from_str(&mended).map_err(|error| not_json(&mended, &error))?;
        let text =
            "A string holds half a surrogate pair, which is no character; it is shown as \u{fffd}.";
        findings.add(BROKEN_ESCAPE, "", text);
        Ok(value)
    })
}

/// The JSON object that a text is. `what` is what it should be, in words.
pub(crate) fn json_object(
    text: &str,
    what: &str,
    findings: &mut Findings,
) -> Result<Value, NotScim> {
    match open_json(text, findings)? {
        object @ Value::Object(_) => Ok(object),
        other => Err(NotScim::other(format!("it is {}, not {what}", kind(&other)), text)),
    }
}

/// The JSON that a text is.
pub(crate) fn open_json(text: &str, findings: &mut Findings) -> Result<Value, NotScim> {
    value(open(text, findings)?, findings)
}

/// An object without the members that are nested too deep; `None` for anything else.
fn shallow(text: &str, findings: &mut Findings) -> Option<Value> {
    let members: Members<'_> = serde_json::from_str(text).ok()?;
    let mut object = serde_json::Map::new();
    for (name, raw) in members.iter() {
        steps::count(raw.get().len());
        let value = serde_json::from_str(raw.get()).unwrap_or_else(|error| {
            if is_too_deep(&error) {
                let text = format!(
                    "`{name}` is nested more than 127 levels deep; it is shown as null, and in full in the JSON."
                );
                findings.add(TOO_DEEP, pointer_to("", name), text);
            }
            Value::Null
        });
        object.insert(name.to_owned(), value);
    }
    Some(Value::Object(object))
}

/// serde_json has no other way to tell: the text is JSON, only deeper than it follows.
fn is_too_deep(error: &serde_json::Error) -> bool {
    error.to_string().starts_with("recursion limit")
}

/// Says in words where and why the parser stopped.
pub(crate) fn not_json(text: &str, error: &serde_json::Error) -> NotScim {
    let said = error.to_string();
    let reason = said.split(" at line ").next().unwrap_or_default().to_owned();
    if is_too_deep(error) {
        return NotScim::other("it is nested more than 127 levels deep", text);
    }
    NotScim::NotJson {
        line: u32::try_from(error.line()).unwrap_or(u32::MAX),
        column: u32::try_from(error.column()).unwrap_or(u32::MAX),
        reason,
        snippet: around(text, error.line(), error.column()),
        is_cut: error.is_eof(),
    }
}

/// How a text starts, on one line.
pub(crate) fn start_of(text: &str) -> String {
    one_line(text.trim_start().chars().take(SNIPPET_CHARS + 1).collect::<String>().as_str())
}

fn around(text: &str, line: usize, column: usize) -> String {
    let found = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let from = column.saturating_sub(SNIPPET_CHARS / 2);
    let start = (0..=from.min(found.len())).rev().find(|at| found.is_char_boundary(*at));
    let rest = found.get(start.unwrap_or_default()..).unwrap_or_default();
    one_line(&rest.chars().take(SNIPPET_CHARS).collect::<String>())
}

fn one_line(text: &str) -> String {
    let cut: String = text.chars().take(SNIPPET_CHARS).collect();
    let clean: String = cut.chars().map(|it| if it.is_control() { ' ' } else { it }).collect();
    let ellipsis = if text.chars().count() > SNIPPET_CHARS { "…" } else { "" };
    format!("{}{ellipsis}", clean.trim_end())
}

fn markup(text: &str) -> NotScim {
    let end = (0..=PAGE_HEAD_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let head = text.get(..end.unwrap_or_default()).unwrap_or_default();
    // ASCII lower case keeps every byte in its place.
    let lower = head.to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body", "<title", "<script", "<meta"];
    if is_page.iter().any(|it| lower.contains(it)) {
        return NotScim::WebPage { title: title(head, &lower), snippet: start_of(text) };
    }
    NotScim::NotJson {
        line: 1,
        column: 1,
        reason: "expected JSON, found markup such as XML".to_owned(),
        snippet: start_of(text),
        is_cut: false,
    }
}

fn title(head: &str, lower: &str) -> Option<String> {
    let tag = lower.find("<title")?;
    let start = tag + lower.get(tag..)?.find('>')? + 1;
    let end = start + lower.get(start..)?.find("</title")?;
    let words: Vec<&str> = head.get(start..end)?.split_whitespace().collect();
    let title: String = words.join(" ").chars().take(TITLE_CHARS).collect();
    (!title.is_empty()).then(|| decode(&title))
}

/// The few entities that titles hold; `&amp;` last, so that nothing is decoded twice.
fn decode(title: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(title.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}

/// The text with each half surrogate pair replaced by `\ufffd`; `None` when there is none.
fn mend_surrogates(text: &str) -> Option<String> {
    let mut mended = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    steps::count(text.len());
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let (kept, length) = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => (escape.get(..12), 12),
            (Some(0xD800..=0xDFFF), _) => (None, 6),
            (Some(_), _) => (escape.get(..6), 6),
            (None, _) => {
                let length = 1 + escape.chars().nth(1).map_or(0, char::len_utf8);
                (escape.get(..length), length)
            }
        };
        changed |= kept.is_none();
        mended.push_str(kept.unwrap_or("\\ufffd"));
        rest = escape.get(length..).unwrap_or_default();
    }
    mended.push_str(rest);
    changed.then_some(mended)
}

/// The UTF-16 unit of an escape at the start of `text`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}
