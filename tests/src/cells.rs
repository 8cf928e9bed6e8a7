//! The cells of the table as a test reads them, and whether one shows what a resource holds under the path of its
//! column. Written independently of the app on purpose.

mod age;
mod held;

use anyhow::Result;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::compare::{self, is_instant, spelled_out};
use crate::page::Page;
pub use held::{Held, held};

/// How many of several values a cell names; it says how many more there are.
const NAMED: usize = 3;
/// A longer text is cut, which its end says; the form has all of it.
const LONGEST: usize = 1_000;

/// A cell as drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Drawn {
    /// The server's text, hidden characters back in their place; else the interface's own words, such as `null`.
    pub text: String,
    /// Whether the text is the server's.
    pub served: bool,
    /// What stands behind it: `+2`.
    pub rest: String,
    /// What pointing at it tells; none while the cell waits for its value.
    pub hint: Option<String>,
    /// For a time: the text that was received.
    pub time: Option<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// What the resource holds.
    Right,
    /// Something else.
    Wrong,
    /// A name of the resource with this id; whether that is its name the cell's own resource does not say.
    NameOf(String),
}

/// Reads cells: `cell(element)`.
pub const READ: &str = "const cell = (node) => {
    const isolated = [...node.querySelectorAll('bdi')];
    const served = isolated.map((it) => it.textContent).join('');
    const all = node.textContent;
    return {
        text: isolated.length > 0 ? isolated.map(text).join('') : all.trim(),
        served: isolated.length > 0,
        rest: all.startsWith(served) ? all.slice(served.length).trim() : all,
        hint: node.querySelector('[title]')?.title ?? null,
        time: node.querySelector('time')?.dateTime ?? null,
    };
};";

const COLUMNS: &str =
    "return [...document.querySelectorAll('[data-testid=grid] [data-testid^=\"grid-header-\"]')]
    .sort((a, b) => a.ariaColIndex - b.ariaColIndex)
    .map((it) => it.dataset.testid.slice('grid-header-'.length))";

/// The paths of the columns, from left to right.
pub async fn columns(page: &Page) -> Result<Vec<String>> {
    page.js(COLUMNS, Vec::new()).await
}

/// Holds a cell against the resource of its row.
pub fn judge(cell: &Drawn, path: &str, resource: &Value) -> Shown {
    let Some(hint) = cell.hint.as_deref() else { return Shown::Wrong };
    match held(resource, path) {
        Held::Nothing => right_when(!cell.served && cell.text.is_empty() && hint.is_empty()),
        Held::One(value) => one(cell, path, value),
        Held::Several(values) => right_when(several(cell, &values)),
    }
}

fn right_when(is_right: bool) -> Shown {
    if is_right { Shown::Right } else { Shown::Wrong }
}

fn one(cell: &Drawn, path: &str, value: &Value) -> Shown {
    let own_words = |words: &str| !cell.served && cell.text == words;
    match value {
        Value::Null => right_when(own_words("null")),
        Value::Bool(truth) => {
            let state = if *truth { "Active" } else { "Disabled" };
            let is_state = path == "active" && own_words(state);
            right_when(is_state || cell.text == truth.to_string())
        }
        Value::Number(number) => right_when(cell.served && cell.text == number.to_string()),
        Value::String(text) if text.is_empty() => right_when(own_words("\"\"")),
        Value::String(text) => match &cell.time {
            Some(time) => right_when(time == text && is_time(cell, text)),
            None if cell.served && is_text(&cell.text, text) => Shown::Right,
            None => name_of(cell, text),
        },
        Value::Array(values) => right_when(several(cell, &values.iter().collect::<Vec<_>>())),
        Value::Object(members) if cell.served => {
            let texts = telling(value);
            if texts.iter().any(|it| is_text(&cell.text, it))
                || json_rest(&cell.text, value) == Some("")
            {
                return Shown::Right;
            }
            // The server's own name for a link is not to be hidden behind another one.
            let targets: Vec<&str> = members.values().filter_map(Value::as_str).collect();
            match name(members) {
                Some(_) => Shown::Wrong,
                None => targets
                    .iter()
                    .map(|it| name_of(cell, it))
                    .find(|it| *it != Shown::Wrong)
                    .unwrap_or(Shown::Wrong),
            }
        }
        Value::Object(_) => Shown::Wrong,
    }
}

/// A link whose target has a name: the cell shows that, and its hint both.
fn name_of(cell: &Drawn, target: &str) -> Shown {
    let both = spelled_out(&format!("{} ({target})", cell.text));
    let is_named = cell.served && cell.hint.as_deref() == Some(both.as_str());
    if is_named { Shown::NameOf(target.to_owned()) } else { Shown::Wrong }
}

fn is_time(cell: &Drawn, received: &str) -> bool {
    let hint = cell.hint.as_deref().unwrap_or_default();
    let is_exact = hint == received || is_instant(hint, received);
    is_exact && (cell.text == received || age::is_age(&cell.text, received))
}

fn several(cell: &Drawn, values: &[&Value]) -> bool {
    if values.is_empty() {
        return !cell.served && cell.text == "none";
    }
    let more = values.len().saturating_sub(NAMED);
    let rest = if more == 0 { String::new() } else { format!("+{more}") };
    let named = values.get(..NAMED).unwrap_or(values);
    cell.served && cell.rest == rest && is_list(&cell.text, named)
}

/// Whether a text is one of the texts of each value, joined.
fn is_list(text: &str, values: &[&Value]) -> bool {
    let Some((first, others)) = values.split_first() else { return text.is_empty() };
    let texts = telling(first);
    let named = texts.iter().filter_map(|it| text.strip_prefix(short(it).as_str()));
    named.chain(json_rest(text, first)).any(|rest| match rest.strip_prefix(", ") {
        Some(rest) => is_list(rest, others),
        None => rest.is_empty() && others.is_empty(),
    })
}

/// The texts that may stand for a value: itself, or one of its own members that names it.
fn telling(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Object(members) => {
            let names = ["value", "display", "displayName", "formatted", "$ref"];
            let is_named = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
            let own = members.iter().filter(|(name, _)| is_named(name)).map(|(_, it)| it);
            let texts = own.map(|it| it.as_str().map_or_else(|| it.to_string(), str::to_owned));
            texts.filter(|it| !it.is_empty()).collect()
        }
        Value::Array(_) => Vec::new(),
        other => vec![other.to_string()],
    }
}

/// What the server calls a link, where that is more than the value again.
fn name(members: &Map<String, Value>) -> Option<&str> {
    let text = |wanted: &str| {
        let found = members.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.and_then(|(_, it)| it.as_str()).filter(|it| !it.is_empty())
    };
    let display = text("display").or_else(|| text("displayName"))?;
    (text("value") != Some(display)).then_some(display)
}

/// What is left of a text that begins with the JSON of a value; its members may stand in another order.
fn json_rest<'t>(text: &'t str, value: &Value) -> Option<&'t str> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let json = stream.next()?.ok()?;
    let is_same = compare::read(json.get()).is_ok_and(|it| it == *value);
    if is_same { text.get(stream.byte_offset()..) } else { None }
}

fn is_text(shown: &str, text: &str) -> bool {
    shown == short(text)
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
