//! Filters (RFC 7644 §3.4.2.2): what they are made of. Reading, printing, evaluating, checking and completing them each
//! have a file of their own below `filter/`.

mod check;
mod clauses;
mod complete;
mod eval;
#[cfg(test)]
mod laws;
mod lexer;
mod message;
mod name;
mod operand;
mod outline;
pub(crate) mod parse;
pub(crate) mod place;
mod print;
mod settings;
mod spanned;
mod unseen;

use serde_json::Value;

pub use check::{Problem, check};
pub use clauses::{Clause, written_clauses};
pub use complete::{Completion, CompletionKind, complete};
pub use eval::Matcher;
pub use outline::{Token, TokenKind, tokens};
pub use parse::{MAX_DEPTH, MAX_LENGTH};
pub use settings::{Mismatch, NotEqual, NullOperand, Search, Settings};
pub use spanned::{Clauses, Joint, Located, Span, Spanned, SpannedKind};
pub use unseen::{Unseen, UnseenReason};

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
    /// sub-attributes; there is no further value path.
    ValuePath {
        /// The attribute. The grammar also lets a sub-attribute stand here, though no schema but that of `/Schemas` has
        /// values to choose from there.
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
#[error("{message} at position {at}")]
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

impl CompareOp {
    /// Every operator, equality first.
    pub const ALL: [Self; 9] =
        [Self::Eq, Self::Ne, Self::Co, Self::Sw, Self::Ew, Self::Gt, Self::Ge, Self::Lt, Self::Le];

    /// The operator as filters write it.
    ///
    /// ```
    /// assert_eq!(scim::filter::CompareOp::Co.name(), "co");
    /// ```
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eq => "eq",
            Self::Ne => "ne",
            Self::Co => "co",
            Self::Sw => "sw",
            Self::Ew => "ew",
            Self::Gt => "gt",
            Self::Lt => "lt",
            Self::Ge => "ge",
            Self::Le => "le",
        }
    }

    /// The operator that a word names, in any letter case (RFC 7644 §3.4.2.2).
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let [first, second] = word.as_bytes() else { return None };
        Some(match [first.to_ascii_lowercase(), second.to_ascii_lowercase()] {
            [b'e', b'q'] => Self::Eq,
            [b'n', b'e'] => Self::Ne,
            [b'c', b'o'] => Self::Co,
            [b's', b'w'] => Self::Sw,
            [b'e', b'w'] => Self::Ew,
            [b'g', b't'] => Self::Gt,
            [b'l', b't'] => Self::Lt,
            [b'g', b'e'] => Self::Ge,
            [b'l', b'e'] => Self::Le,
            _ => return None,
        })
    }

    /// Whether it asks which value comes first: `gt`, `ge`, `lt`, `le`.
    #[must_use]
    pub const fn orders(self) -> bool {
        matches!(self, Self::Gt | Self::Ge | Self::Lt | Self::Le)
    }

    /// Whether it looks for a part of a text: `co`, `sw`, `ew`.
    #[must_use]
    pub const fn searches(self) -> bool {
        matches!(self, Self::Co | Self::Sw | Self::Ew)
    }
}

impl Filter {
    /// Reads a filter. `uris` are the schema URIs that may stand before a name (see [`crate::urn::split`]). Operators are
    /// read in any letter case, `not` with or without a blank after it, and any run of blanks as one.
    ///
    /// ```
    /// use scim::filter::Filter;
    /// let filter = Filter::parse(r#"emails[type EQ "work"]  and not(active eq false)"#, &[]).unwrap();
    /// assert_eq!(filter.to_string(), r#"emails[type eq "work"] and not (active eq false)"#);
    /// let error = Filter::parse("userName eq 'bjensen'", &[]).unwrap_err();
    /// assert_eq!((error.at, error.length), (12, 9));
    /// assert_eq!(error.expected[0], r#""bjensen""#);
    /// ```
    ///
    /// # Errors
    /// When the text is no filter: where, what is there, and what could be. Also when it is longer than [`MAX_LENGTH`] or
    /// nested deeper than [`MAX_DEPTH`].
    pub fn parse(text: &str, uris: &[&str]) -> Result<Self, SyntaxError> {
        parse::filter(text, uris)
    }
}
