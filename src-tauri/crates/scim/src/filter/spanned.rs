//! A filter with the place of each part in its text, for editors: what to underline, what to show as a chip.

use serde::Serialize;
use serde_json::Value;

use super::parse::{self, Build};
use super::{CompareOp, Filter, SyntaxError};
use crate::attr::AttrPath;

/// A part of a text, in bytes, both ends on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends: the offset of what follows.
    pub end: usize,
}

impl Span {
    /// The part of the text that it means.
    #[must_use]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Something that was read, and where.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// What was read.
    pub value: T,
    /// Where it stands.
    pub span: Span,
}

/// A filter as it is written, with the place of each part.
#[derive(Debug, Clone, PartialEq)]
pub struct Spanned {
    /// What it is.
    pub kind: SpannedKind,
    /// Where it stands, with the round brackets around it.
    pub span: Span,
}

/// What a part of a filter is; [`Filter`] with places.
#[derive(Debug, Clone, PartialEq)]
pub enum SpannedKind {
    /// All of them hold.
    And(Vec<Spanned>),
    /// One of them holds.
    Or(Vec<Spanned>),
    /// It does not hold.
    Not(Box<Spanned>),
    /// An attribute is compared with a value.
    Compare {
        /// What is compared.
        path: Located<AttrPath>,
        /// How.
        op: Located<CompareOp>,
        /// With what.
        value: Located<Value>,
    },
    /// The attribute has a value.
    Present {
        /// Which attribute.
        path: Located<AttrPath>,
        /// Where the operator `pr` stands.
        op: Span,
    },
    /// One value of the attribute satisfies the filter inside.
    ValuePath {
        /// The attribute.
        path: Located<AttrPath>,
        /// What stands in the square brackets.
        filter: Box<Spanned>,
    },
}

/// The outermost conditions of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Clauses {
    /// What joins them; `None` for a single one.
    pub joint: Option<Joint>,
    /// Where each stands, from left to right, with its brackets.
    pub spans: Vec<Span>,
}

/// What joins conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Joint {
    /// All have to hold.
    And,
    /// One has to hold.
    Or,
}

impl Spanned {
    /// Reads a filter and notes where its parts stand; see [`Filter::parse`].
    ///
    /// # Errors
    /// When the text is no filter.
    pub fn parse(text: &str, uris: &[&str]) -> Result<Self, SyntaxError> {
        parse::filter(text, uris)
    }

    /// The filter without places, as [`Filter::parse`] reads it.
    #[must_use]
    pub fn to_filter(&self) -> Filter {
        let all = |them: &[Self]| them.iter().map(Self::to_filter).collect();
        match &self.kind {
            SpannedKind::And(them) => Build::all(all(them)),
            SpannedKind::Or(them) => Build::any(all(them)),
            SpannedKind::Not(it) => Filter::Not(Box::new(it.to_filter())),
            SpannedKind::Compare { path, op, value } => {
                Build::compare(path.clone(), op.clone(), value.clone())
            }
            SpannedKind::Present { path, .. } => Filter::Present(path.value.clone()),
            SpannedKind::ValuePath { path, filter } => {
                Build::value_path(path.clone(), filter.to_filter(), self.span)
            }
        }
    }

    /// The outermost conditions, which a filter bar shows one by one.
    ///
    /// ```
    /// use scim::filter::{Joint, Spanned};
    /// let text = r#"title pr and (active eq true or userType eq "Intern")"#;
    /// let clauses = Spanned::parse(text, &[]).unwrap().clauses();
    /// assert_eq!(clauses.joint, Some(Joint::And));
    /// assert_eq!(clauses.spans[1].of(text), r#"(active eq true or userType eq "Intern")"#);
    /// ```
    #[must_use]
    pub fn clauses(&self) -> Clauses {
        let (joint, parts) = match &self.kind {
            SpannedKind::And(them) => (Some(Joint::And), them.as_slice()),
            SpannedKind::Or(them) => (Some(Joint::Or), them.as_slice()),
            _ => (None, std::slice::from_ref(self)),
        };
        Clauses { joint, spans: parts.iter().map(|it| it.span).collect() }
    }
}

impl Build for Spanned {
    fn compare(path: Located<AttrPath>, op: Located<CompareOp>, value: Located<Value>) -> Self {
        let span = Span { start: path.span.start, end: value.span.end };
        Self { kind: SpannedKind::Compare { path, op, value }, span }
    }

    fn present(path: Located<AttrPath>, op: Span) -> Self {
        let span = Span { start: path.span.start, end: op.end };
        Self { kind: SpannedKind::Present { path, op }, span }
    }

    fn value_path(path: Located<AttrPath>, filter: Self, span: Span) -> Self {
        Self { kind: SpannedKind::ValuePath { path, filter: Box::new(filter) }, span }
    }

    fn not(filter: Self, span: Span) -> Self {
        Self { kind: SpannedKind::Not(Box::new(filter)), span }
    }

    fn group(filter: Self, span: Span) -> Self {
        Self { span, ..filter }
    }

    fn all(filters: Vec<Self>) -> Self {
        let span = around(&filters);
        Self { kind: SpannedKind::And(filters), span }
    }

    fn any(filters: Vec<Self>) -> Self {
        let span = around(&filters);
        Self { kind: SpannedKind::Or(filters), span }
    }
}

fn around(parts: &[Spanned]) -> Span {
    let start = parts.first().map_or(0, |it| it.span.start);
    Span { start, end: parts.last().map_or(start, |it| it.span.end) }
}
