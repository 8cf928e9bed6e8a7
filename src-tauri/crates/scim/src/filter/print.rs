//! The canonical text of a filter: what is printed reads as the same filter again.

use std::fmt::{Display, Formatter, Result};

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
            Self::Compare { path, op, value } => write!(f, "{path} {op} {value}"),
            Self::Present(path) => write!(f, "{path} pr"),
            Self::ValuePath { path, filter } => write!(f, "{path}[{filter}]"),
        }
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
