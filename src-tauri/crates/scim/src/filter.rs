//! Filters (RFC 7644 §3.4.2.2): what they are made of. Reading, printing, evaluating, checking and completing them each
//! have a file of their own below `filter/`.

mod eval;
mod outline;
mod parse;
mod print;

use serde_json::Value;

pub use eval::{Matcher, Settings};
pub use outline::{Clause, Joiner, Token, TokenKind, clauses, tokens};

use crate::attr::AttrPath;

/// A filter expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// All of them hold; two or more, none of them an `And` itself.
    And(Vec<Filter>),
    /// One of them holds; two or more, none of them an `Or` itself.
    Or(Vec<Filter>),
    /// It does not hold.
    Not(Box<Filter>),
    /// An attribute is compared with a value.
    Compare {
        /// What is compared.
        path: AttrPath,
        /// How.
        op: CompareOp,
        /// With what: a string, number, boolean or null (`compValue`); never an array or object.
        value: Value,
    },
    /// `pr`: the attribute has a value.
    Present(AttrPath),
    /// `emails[type eq "work"]`: one element for which the filter inside holds (`valuePath`). Inside it paths are
    /// sub-attributes, without a URI and without a further value path.
    ValuePath {
        /// The attribute, without a sub-attribute.
        path: AttrPath,
        /// What holds of the element.
        filter: Box<Filter>,
    },
}

/// A comparison (`compareOp`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompareOp {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Contains.
    Co,
    /// Starts with.
    Sw,
    /// Ends with.
    Ew,
    /// Greater than.
    Gt,
    /// Less than.
    Lt,
    /// Greater than or equal.
    Ge,
    /// Less than or equal.
    Le,
}

/// Why a text is not what was expected, and where (a filter, an attribute path, a PATCH path).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} at character {at}")]
pub struct SyntaxError {
    /// The byte offset at which reading failed, on a character boundary of the text.
    pub at: usize,
    /// How many bytes from there are at fault; 0 at the end of the text.
    pub length: usize,
    /// What is there, as a clause without a full stop: `a value was expected, but here is "and"`.
    pub message: String,
    /// What could stand there instead, such as `an operator (eq, ne, ...)`; for people, most likely first.
    pub expected: Vec<String>,
}

impl Filter {
    /// Reads a filter. `uris` are the schema URIs that may stand before a name (see [`crate::urn::split`]).
    ///
    /// # Errors
    /// When the text is no filter: where, what is there, and what could be.
    pub fn parse(text: &str, uris: &[&str]) -> Result<Self, SyntaxError> {
        parse::filter(text, uris)
    }
}
