//! Filters as they are written: how their words are coloured, what is wrong and where, which conditions they are
//! joined from, and how a word can go on. Places are counted in UTF-16 code units, as the UI counts.

use scim::filter::{CompletionKind, Joint, Span, TokenKind};
use scim::finding::Severity;
use scim::schema::AttributeType;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what there is to say about the text of a filter. Nothing is sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterCheck {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The text, finished or not.
    pub text: String,
}

/// A part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterSpan {
    /// Where it begins.
    pub start: u32,
    /// Where it ends: the place of what follows.
    pub end: u32,
}

/// What there is to say about the text of a filter.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterChecked {
    /// Its words in their order; what lies between them is white space.
    pub tokens: Vec<FilterToken>,
    /// What is wrong, or doubtful.
    pub problems: Vec<FilterProblem>,
    /// The conditions that it is joined from.
    pub clauses: Vec<FilterClause>,
    /// The filter spelled as the RFC does; absent where the text is no filter and so cannot be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub canonical: Option<String>,
}

/// A word of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterToken {
    /// Where it stands.
    pub span: FilterSpan,
    /// What it is.
    pub kind: TokenKind,
}

/// Something that is wrong with a filter, or doubtful.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterProblem {
    /// Where; empty for a place between two characters, or at the end.
    pub span: FilterSpan,
    /// An error keeps the filter from being sent where the text is no filter at all.
    pub severity: Severity,
    /// What is there and what it means: a sentence.
    pub message: String,
    /// What could stand there in words, most likely first.
    pub expected: Vec<String>,
    /// What can be written in its place, best first.
    pub instead: Vec<String>,
    /// The section that says so.
    pub section: String,
}

/// A condition that a filter is joined from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterClause {
    /// Where it stands.
    pub span: FilterSpan,
    /// What joins it to the one before it; absent for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub joint: Option<Joint>,
    /// What to cut out of the text to be rid of it.
    pub removal: FilterSpan,
    /// What it says.
    pub content: FilterClauseContent,
}

/// What a condition says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum FilterClauseContent {
    /// One attribute is compared with a value, or has one.
    Comparison(FilterComparison),
    /// Brackets, `not`, or several conditions in one.
    Advanced,
    /// It is not finished.
    Draft,
}

/// One attribute compared with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterComparison {
    /// The attribute as it is written, with its URI.
    pub path: String,
    /// The attribute without its URI.
    pub name: String,
    /// The type of its values, where a schema knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub data_type: Option<AttributeType>,
    /// The operator, in small letters.
    pub operator: String,
    /// The operators that suit the attribute.
    pub operators: Vec<String>,
    /// What it is compared with; absent with `pr`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub value: Option<ComparedValue>,
}

/// What an attribute is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ComparedValue {
    /// A text.
    Text {
        /// The text itself, without quotes and escapes.
        text: String,
    },
    /// A number, `true`, `false` or `null`, as spelled.
    Literal {
        /// As spelled.
        text: String,
    },
}

/// Asks how the text of a filter can go on at a place.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterComplete {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The text.
    pub text: String,
    /// Where the caret stands.
    pub cursor: u32,
}

/// How a filter can go on.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterCompleted {
    /// What a completion takes the place of; empty for what is only added.
    pub span: FilterSpan,
    /// What can stand there, best first.
    pub completions: Vec<FilterCompletion>,
}

/// One way to go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FilterCompletion {
    /// What is written; a blank at its end where a word has to follow.
    pub insert: String,
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A word beside it: the type of an attribute, what an operator means.
    pub detail: String,
    /// The URI of the extension that defines the attribute.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub schema: Option<String>,
    /// What the attribute is for, in the server's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub description: Option<String>,
    /// What is worth knowing about comparing it, as sentences.
    pub notes: Vec<String>,
}

/// Turns places in bytes into places as the UI counts them.
#[derive(Debug)]
pub(crate) struct Places<'t> {
    text: &'t str,
    /// For each byte the UTF-16 code units before it; empty where the text is ASCII and both are the same.
    units: Vec<u32>,
}

impl<'t> Places<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let mut units = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for letter in text.chars() {
                units.extend(std::iter::repeat_n(before, letter.len_utf8()));
                before += if letter.len_utf16() == 2 { 2 } else { 1 };
            }
            units.push(before);
        }
        Self { text, units }
    }

    pub(crate) fn unit(&self, byte: usize) -> u32 {
        let plain = || u32::try_from(byte.min(self.text.len())).unwrap_or(u32::MAX);
        if self.units.is_empty() {
            return plain();
        }
        self.units.get(byte).or(self.units.last()).copied().unwrap_or_default()
    }

    pub(crate) fn span(&self, span: Span) -> FilterSpan {
        FilterSpan { start: self.unit(span.start), end: self.unit(span.end) }
    }

    /// The byte that a place of the UI means; the end for one beyond it.
    pub(crate) fn byte(&self, unit: u32) -> usize {
        if self.units.is_empty() {
            return usize::try_from(unit).unwrap_or(usize::MAX).min(self.text.len());
        }
        self.units.partition_point(|it| *it < unit).min(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_the_ui_counts() {
        let places = Places::of("é😀a");
        assert_eq!([0, 2, 6, 7].map(|it| places.unit(it)), [0, 1, 3, 4]);
        assert_eq!([0, 1, 3, 4, 9].map(|it| places.byte(it)), [0, 2, 6, 7, 7]);
        let plain = Places::of("ab");
        assert_eq!((plain.unit(2), plain.byte(1), plain.byte(9)), (2, 1, 2));
    }
}
