//! What each word of a filter is, also while the filter is being written: for highlighting, and to know what comes next.
//! Nothing is refused here; what fits nowhere is marked as such.

use serde::Serialize;

use super::lexer::{self, Text, position, rest};
use super::spanned::Span;
use super::{CompareOp, lexer::is_blank};

/// A word or sign of a filter, for highlighting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands.
    pub span: Span,
}

/// What a word or sign of a filter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum TokenKind {
    /// An attribute path, with its URI.
    Attribute,
    /// `eq`, `pr` and the others.
    Operator,
    /// `and`, `or`, `not`.
    Logical,
    /// A text in quotes, perhaps not closed.
    Text,
    /// A number.
    Number,
    /// `true`, `false`, `null`.
    Literal,
    /// Round or square.
    Bracket,
    /// What cannot stand here.
    Invalid,
}

/// The words and signs of a text, whether it is a filter already or not.
///
/// ```
/// use scim::filter::{TokenKind, tokens};
/// let kinds: Vec<_> = tokens(r#"not (title pr) and x eq "unclos"#).iter().map(|it| it.kind).collect();
/// assert_eq!(kinds[..4], [TokenKind::Logical, TokenKind::Bracket, TokenKind::Attribute, TokenKind::Operator]);
/// assert_eq!(kinds.last(), Some(&TokenKind::Text));
/// ```
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut outline = Outline::new(text);
    let mut tokens = Vec::new();
    while let Some(token) = outline.step() {
        tokens.push(token);
    }
    tokens
}

/// What comes next in a filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// An attribute, `not`, a round bracket.
    Condition,
    /// An operator.
    Operator,
    /// A value, after an operator.
    Value(CompareOp),
    /// `and`, `or`, a closing bracket, the end.
    Joint,
}

/// Reads a text word by word and remembers what may follow.
#[derive(Debug, Clone)]
pub(super) struct Outline<'t> {
    text: Text<'t>,
    pub(super) expected: Expected,
    /// The attribute of the condition that is being written.
    pub(super) attribute: &'t str,
    /// The brackets that are open.
    pub(super) open: Vec<Open>,
    /// The attribute in whose square brackets we are: its parts are what the names mean. There is one at most.
    pub(super) elements_of: Option<&'t str>,
}

/// A bracket that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Open {
    Round,
    Square,
}

impl<'t> Outline<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text: Text::new(text),
            expected: Expected::Condition,
            attribute: "",
            open: Vec::new(),
            elements_of: None,
        }
    }

    /// The next word or sign.
    pub(super) fn step(&mut self) -> Option<Token> {
        lexer::blanks(&mut self.text);
        let start = position(&self.text);
        let kind = match rest(&self.text).chars().next()? {
            '"' => self.quoted(),
            sign @ ('(' | ')' | '[' | ']') => {
                lexer::symbol(&mut self.text, sign);
                self.bracket(sign)
            }
            _ => {
                let word = lexer::word(&mut self.text);
                self.word(word)
            }
        };
        Some(Token { kind, span: Span { start, end: position(&self.text) } })
    }

    fn quoted(&mut self) -> TokenKind {
        skip_string(&mut self.text);
        match self.expected {
            Expected::Value(_) => {
                self.expected = Expected::Joint;
                TokenKind::Text
            }
            _ => TokenKind::Invalid,
        }
    }

    fn bracket(&mut self, sign: char) -> TokenKind {
        match (sign, self.expected, self.open.last()) {
            ('(', Expected::Condition, _) => self.open.push(Open::Round),
            ('[', Expected::Operator, _) if self.elements_of.is_none() => {
                self.open.push(Open::Square);
                self.elements_of = Some(self.attribute);
                self.expected = Expected::Condition;
            }
            (')', Expected::Joint, Some(Open::Round)) => {
                self.open.pop();
            }
            (']', Expected::Joint, Some(Open::Square)) => {
                self.open.pop();
                self.elements_of = None;
            }
            _ => return TokenKind::Invalid,
        }
        TokenKind::Bracket
    }

    fn word(&mut self, word: &'t str) -> TokenKind {
        match self.expected {
            Expected::Condition => {
                let after = rest(&self.text).trim_start_matches(is_blank);
                if word.eq_ignore_ascii_case("not") && after.starts_with('(') {
                    return TokenKind::Logical;
                }
                self.attribute = word;
                self.expected = Expected::Operator;
                TokenKind::Attribute
            }
            Expected::Operator if word.eq_ignore_ascii_case("pr") => {
                self.expected = Expected::Joint;
                TokenKind::Operator
            }
            Expected::Operator => {
                let op = CompareOp::named(word);
                self.expected = Expected::Value(op.unwrap_or(CompareOp::Eq));
                if op.is_some() { TokenKind::Operator } else { TokenKind::Invalid }
            }
            Expected::Value(_) => {
                self.expected = Expected::Joint;
                match word {
                    "true" | "false" | "null" => TokenKind::Literal,
                    word if lexer::number(word).is_some() => TokenKind::Number,
                    _ => TokenKind::Invalid,
                }
            }
            Expected::Joint => {
                let known = ["and", "or"].iter().any(|it| word.eq_ignore_ascii_case(it));
                self.expected = Expected::Condition;
                if known { TokenKind::Logical } else { TokenKind::Invalid }
            }
        }
    }
}

/// Skips a text in quotes, or what there is of it.
fn skip_string(text: &mut Text<'_>) {
    lexer::symbol(text, '"');
    let left = rest(text);
    let mut escaped = false;
    let end = left.find(|it| {
        let ends = it == '"' && !escaped;
        escaped = it == '\\' && !escaped;
        ends
    });
    lexer::skip(text, end.map_or(left.len(), |at| at + 1));
}
