//! The canonical text of a filter: what is printed reads as the same filter again.

use std::fmt::{Display, Formatter, Result};

use serde_json::Value;

use super::{CompareOp, Filter};

impl Display for CompareOp {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(self.name())
    }
}

impl Display for Filter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Or(filters) => joined(f, filters, " or "),
            Self::And(filters) => joined(f, filters, " and "),
            // With the blank of the RFC's own example; its grammar prints none (erratum 7319).
            Self::Not(filter) => write!(f, "not ({filter})"),
            Self::Compare { path, op, value } => {
                path.fmt(f)?;
                f.write_str(" ")?;
                f.write_str(op.name())?;
                f.write_str(" ")?;
                operand(f, value)
            }
            Self::Present(path) => write!(f, "{path} pr"),
            Self::ValuePath { path, filter } => write!(f, "{path}[{filter}]"),
        }
    }
}

/// Most texts need no escapes and are written in one piece; the others as JSON writes them.
fn operand(f: &mut Formatter<'_>, value: &Value) -> Result {
    let is_plain = |it: u8| it >= b' ' && !matches!(it, b'"' | b'\\');
    match value {
        Value::String(text) if text.bytes().all(is_plain) => {
            f.write_str("\"")?;
            f.write_str(text)?;
            f.write_str("\"")
        }
        other => other.fmt(f),
    }
}

/// `and` binds tighter than `or`: only an `or` inside an `and` needs brackets.
fn joined(f: &mut Formatter<'_>, filters: &[Filter], joint: &str) -> Result {
    for (at, filter) in filters.iter().enumerate() {
        if at > 0 {
            f.write_str(joint)?;
        }
        match filter {
            Filter::Or(_) => write!(f, "({filter})")?,
            other => other.fmt(f)?,
        }
    }
    Ok(())
}
