//! Whether a line of the form shows a value, exactly.

use jiff::Timestamp;
use serde_json::Value;

use super::leaf::{Leaf, Step};
use crate::form::{Field, Shown};

/// How a line shows a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Exactly.
    Exact,
    /// Its beginning, and the line says that there is more.
    InPart,
    /// The server should never have returned it, and the line says so.
    Withheld,
    /// It does not.
    No,
}

impl Fit {
    fn when(fits: bool) -> Fit {
        if fits { Fit::Exact } else { Fit::No }
    }
}

/// How a line shows the one value that it is about.
pub(super) fn fit(field: &Field, value: &Value) -> Fit {
    match (field.kind.as_str(), value) {
        ("neverReturned", _) => Fit::Withheld,
        ("json", _) => in_json(field, &[], value),
        ("values", Value::Array(elements)) => {
            Fit::when(elements.is_empty() && field.shown.is_empty())
        }
        // A single value where several may be: the schema's shape, not the server's.
        (_, value) => match field.shown.as_slice() {
            [shown] => fit_one(shown, field.left_out, value),
            _ => Fit::No,
        },
    }
}

/// How one value on the screen fits one of the resource.
pub(super) fn fit_one(shown: &Shown, left_out: bool, value: &Value) -> Fit {
    match (shown.kind.as_str(), value) {
        ("null", Value::Null) => Fit::Exact,
        ("empty", Value::String(text)) => Fit::when(text.is_empty()),
        ("boolean", Value::Bool(truth)) => Fit::when(shown.text == truth.to_string()),
        ("number", Value::Number(number)) => Fit::when(shown.text == number.to_string()),
        ("dateTime", Value::String(text)) => {
            let received = shown.time.as_deref() == Some(text);
            Fit::when(received && (shown.text == *text || is_instant(&shown.text, text)))
        }
        ("reference", Value::String(text)) => Fit::when(tells(shown, text)),
        ("text" | "binary", Value::String(text)) if !text.is_empty() => {
            if shown.text == *text {
                Fit::Exact
            } else if left_out && !shown.text.is_empty() && text.starts_with(&shown.text) {
                Fit::InPart
            } else {
                Fit::No
            }
        }
        _ => Fit::No,
    }
}

/// `2026-10-15 07:41:09.5 UTC` says the same as `2026-10-15T09:41:09.500+02:00`.
pub(crate) fn is_instant(shown: &str, received: &str) -> bool {
    let Some(clock) = shown.strip_suffix(" UTC") else { return false };
    let read: Option<Timestamp> = format!("{}Z", clock.replacen(' ', "T", 1)).parse().ok();
    // A time without a zone is the person's own: that much cannot be checked from here.
    let Ok(meant) = received.parse::<Timestamp>() else { return read.is_some() };
    read == Some(meant)
}

/// What of a link's members a line shows: the target's id, its name, its URI.
pub(super) fn in_reference(field: &Field, leaf: &Leaf<'_>) -> Fit {
    let named = ["value", "$ref", "display", "displayName"];
    let is_shown = named.iter().any(|it| it.eq_ignore_ascii_case(leaf.name()));
    match (field.shown.as_slice(), leaf.value) {
        ([shown], Value::String(text)) if is_shown && !text.is_empty() => {
            Fit::when(tells(shown, text))
        }
        _ => Fit::No,
    }
}

fn tells(shown: &Shown, text: &str) -> bool {
    let hint = shown.hint.as_deref().unwrap_or_default();
    shown.text == text
        || shown.id.as_deref() == Some(text)
        || hint.lines().any(|line| line == text || line == spelled_out(text))
}

/// Hints write the characters that would not be seen by their names.
pub(crate) fn spelled_out(text: &str) -> String {
    let is_hidden = |it: char| {
        it.is_control()
            || matches!(
                it,
                '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            )
            || matches!(it, '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    let write = |it: char| {
        if is_hidden(it) { format!("[U+{:04X}]", u32::from(it)) } else { it.to_string() }
    };
    text.chars().map(write).collect()
}

/// Whether JSON on the screen holds a value, numbers in their spelling.
pub(super) fn in_json(field: &Field, steps: &[Step], value: &Value) -> Fit {
    let [shown] = field.shown.as_slice() else { return Fit::No };
    if field.left_out {
        return Fit::InPart;
    }
    let Ok(json) = super::read(&shown.text) else { return Fit::No };
    let found = steps.iter().try_fold(&json, |at, step| match step {
        Step::Member(name) => at.get(name),
        Step::Element(index) => at.get(index),
    });
    Fit::when(found.is_some_and(|it| it == value))
}

/// Whether the name of a line says what kind of value it is: `work, not primary · country`.
pub(super) fn in_label(label: &str, name: &str, value: &Value) -> bool {
    let label = label.split(" · ").next().unwrap_or_default();
    match value {
        Value::Bool(truth) if name.eq_ignore_ascii_case("primary") => {
            let is_primary = label == "primary" || label.ends_with(", primary");
            let is_not = label == "not primary" || label.ends_with(", not primary");
            if *truth { is_primary } else { is_not }
        }
        Value::String(text) if name.eq_ignore_ascii_case("type") && !text.trim().is_empty() => {
            let rest =
                label.strip_prefix(text.as_str()).or_else(|| label.strip_prefix(text.trim()));
            rest.is_some_and(|it| it.is_empty() || it.starts_with(", "))
        }
        _ => false,
    }
}
