//! The outline of a filter as it is being written: its words by their part, and the conditions it is joined from.
//!
//! Both are for drawing. They exist apart from the parser because they have something to say about every text, also
//! about one that is no filter yet; what is right and what is wrong is the parser's to say.

use super::{Joint, Span};

/// What a word of a filter is, by where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// The name of an attribute, with its URI and sub-attribute.
    Attribute,
    /// A comparison or `pr`.
    Operator,
    /// `and`, `or`, `not`.
    Logic,
    /// A text in quotes, also one whose closing quote is missing.
    Text,
    /// A number, `true`, `false`, `null`.
    Literal,
    /// A round or square bracket.
    Bracket,
    /// What fits nowhere.
    Other,
}

/// A word of a filter and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// From where to where.
    pub span: Span,
    /// What it is.
    pub kind: TokenKind,
}

/// A condition that a filter is joined from at its top level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// From where to where, in bytes.
    pub span: Span,
    /// What stands between it and the one before it.
    pub joint: Option<Joint>,
    /// What to cut out of the text to be rid of the condition: a joint goes along.
    pub removal: Span,
}

const OPERATORS: &[&str] = &["eq", "ne", "co", "sw", "ew", "gt", "lt", "ge", "le"];
const LITERALS: &[&str] = &["true", "false", "null"];

/// The words of a text in their order; what lies between them is white space.
///
/// ```
/// use scim::filter::{TokenKind, tokens};
/// let kinds: Vec<TokenKind> = tokens("userName sw \"a").into_iter().map(|it| it.kind).collect();
/// assert_eq!(kinds, [TokenKind::Attribute, TokenKind::Operator, TokenKind::Text]);
/// ```
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut due = Due::Condition;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
        let word = word(rest);
        if !word.chars().all(is_blank) {
            let (kind, next) = due.read(word);
            due = next;
            tokens.push(Token { span: Span { start: at, end: at + word.len() }, kind });
        }
        at += word.len();
    }
    tokens
}

/// The outermost conditions of a text, as [`Spanned::clauses`](super::Spanned::clauses) has them of one that is a
/// filter; `and` binds stronger than `or` (RFC 7644 §3.4.2.2).
///
/// ```
/// let text = "active eq true and (a pr or b pr) and userN";
/// let parts: Vec<&str> = scim::filter::outline(text).iter().map(|it| it.span.of(text)).collect();
/// assert_eq!(parts, ["active eq true", "(a pr or b pr)", "userN"]);
/// ```
#[must_use]
pub fn outline(text: &str) -> Vec<Clause> {
    let tokens = tokens(text);
    let mut joints = joints(text, &tokens);
    if joints.iter().any(|(_, it)| *it == Joint::Or) {
        joints.retain(|(_, it)| *it == Joint::Or);
    }
    let mut parts = Vec::new();
    let mut from = 0;
    let mut joint = None;
    for (at, next) in joints {
        parts.push((joint, tokens.get(from..at).and_then(extent)));
        joint = Some(next);
        from = at + 1;
    }
    parts.push((joint, tokens.get(from..).and_then(extent)));
    let parts: Vec<(Option<Joint>, Span)> =
        parts.into_iter().filter_map(|(joint, span)| Some((joint, span?))).collect();
    (0..parts.len()).filter_map(|at| clause(text, &parts, at)).collect()
}

fn clause(text: &str, parts: &[(Option<Joint>, Span)], at: usize) -> Option<Clause> {
    let (joint, span) = *parts.get(at)?;
    let before = at.checked_sub(1).and_then(|it| parts.get(it)).map(|(_, it)| it.end);
    let after = parts.get(at + 1).map(|(_, it)| it.start);
    let removal = match (before, after) {
        (Some(before), _) => Span { start: before, end: span.end },
        (None, Some(after)) => Span { start: 0, end: after },
        (None, None) => Span { start: 0, end: text.len() },
    };
    Some(Clause { span, joint: joint.filter(|_| at > 0), removal })
}

/// The `and` and `or` outside of brackets, by their place among the tokens.
fn joints(text: &str, tokens: &[Token]) -> Vec<(usize, Joint)> {
    let mut depth = 0_u32;
    let mut joints = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let word = token.span.of(text);
        match token.kind {
            TokenKind::Bracket if matches!(word, "(" | "[") => depth += 1,
            TokenKind::Bracket => depth = depth.saturating_sub(1),
            TokenKind::Logic if depth == 0 && word.eq_ignore_ascii_case("and") => {
                joints.push((at, Joint::And));
            }
            TokenKind::Logic if depth == 0 && word.eq_ignore_ascii_case("or") => {
                joints.push((at, Joint::Or));
            }
            _ => {}
        }
    }
    joints
}

fn extent(tokens: &[Token]) -> Option<Span> {
    Some(Span { start: tokens.first()?.span.start, end: tokens.last()?.span.end })
}

/// What is to come next.
#[derive(Debug, Clone, Copy)]
enum Due {
    Condition,
    Operator,
    Value,
    /// A condition is complete.
    Joiner,
}

impl Due {
    fn read(self, word: &str) -> (TokenKind, Due) {
        let is = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(word));
        match (word, self) {
            ("(" | "[", _) => (TokenKind::Bracket, Due::Condition),
            (")" | "]", _) => (TokenKind::Bracket, Due::Joiner),
            (_, Due::Condition) if is(&["not"]) => (TokenKind::Logic, Due::Condition),
            (_, Due::Condition) if word.starts_with('"') => (TokenKind::Other, Due::Condition),
            (_, Due::Condition) => (TokenKind::Attribute, Due::Operator),
            (_, Due::Operator) if is(&["pr"]) => (TokenKind::Operator, Due::Joiner),
            (_, Due::Operator) if is(OPERATORS) => (TokenKind::Operator, Due::Value),
            (_, Due::Operator) => (TokenKind::Other, Due::Value),
            (_, Due::Value) if word.starts_with('"') => (TokenKind::Text, Due::Joiner),
            (_, Due::Value) if is(LITERALS) || is_number(word) => (TokenKind::Literal, Due::Joiner),
            (_, Due::Value) => (TokenKind::Other, Due::Joiner),
            (_, Due::Joiner) if is(&["and", "or"]) => (TokenKind::Logic, Due::Condition),
            (_, Due::Joiner) => (TokenKind::Other, Due::Joiner),
        }
    }
}

fn is_number(word: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(word).is_ok()
}

/// The word, or the run of white space, at the beginning of a text.
fn word(text: &str) -> &str {
    let mut letters = text.char_indices();
    let end = match letters.next() {
        Some((_, '"')) => end_of_string(text),
        Some((_, first)) if is_bracket(first) => first.len_utf8(),
        Some((_, first)) => {
            let blank = is_blank(first);
            let ends = |it: char| is_blank(it) != blank || is_bracket(it) || it == '"';
            letters.find(|(_, it)| ends(*it)).map_or(text.len(), |(at, _)| at)
        }
        None => 0,
    };
    text.get(..end).unwrap_or(text)
}

fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\r' | '\n')
}

fn is_bracket(letter: char) -> bool {
    matches!(letter, '(' | ')' | '[' | ']')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, TokenKind)> {
        tokens(text).into_iter().map(|it| (it.span.of(text), it.kind)).collect()
    }

    fn parts(text: &str) -> Vec<&str> {
        outline(text).into_iter().map(|it| it.span.of(text)).collect()
    }

    fn without(text: &str, at: usize) -> String {
        let removal = outline(text)[at].removal;
        format!("{}{}", &text[..removal.start], &text[removal.end..])
    }

    #[test]
    fn words_are_known_by_where_they_stand() {
        use TokenKind as K;
        assert_eq!(
            kinds("NOT (and eq \"or\\\" x\") or n ge -1.5e3 AND emails[type pr]"),
            [
                ("NOT", K::Logic),
                ("(", K::Bracket),
                ("and", K::Attribute),
                ("eq", K::Operator),
                ("\"or\\\" x\"", K::Text),
                (")", K::Bracket),
                ("or", K::Logic),
                ("n", K::Attribute),
                ("ge", K::Operator),
                ("-1.5e3", K::Literal),
                ("AND", K::Logic),
                ("emails", K::Attribute),
                ("[", K::Bracket),
                ("type", K::Attribute),
                ("pr", K::Operator),
                ("]", K::Bracket),
            ]
        );
    }

    #[test]
    fn what_fits_nowhere_is_told_apart() {
        use TokenKind as K;
        assert_eq!(
            kinds("a = b \"c"),
            [("a", K::Attribute), ("=", K::Other), ("b", K::Other), ("\"c", K::Other)]
        );
        assert_eq!(kinds("  "), []);
        assert_eq!(kinds("ü\u{a0}"), [("ü\u{a0}", K::Attribute)]);
    }

    #[test]
    fn conditions_are_split_at_what_binds_weakest() {
        assert_eq!(parts(" a pr and b eq \"x and y\" "), ["a pr", "b eq \"x and y\""]);
        assert_eq!(parts("a pr or (b pr and c pr)"), ["a pr", "(b pr and c pr)"]);
        assert_eq!(parts("a pr or b pr and c pr"), ["a pr", "b pr and c pr"]);
        assert_eq!(
            parts("a pr and emails[x pr or y pr] and de"),
            ["a pr", "emails[x pr or y pr]", "de"]
        );
        assert_eq!(parts("a pr and "), ["a pr"]);
        assert_eq!(parts(""), [""; 0]);
    }

    #[test]
    fn a_condition_leaves_with_its_joint() {
        let text = "a pr and b pr and c pr";
        assert_eq!(without(text, 0), "b pr and c pr");
        assert_eq!(without(text, 1), "a pr and c pr");
        assert_eq!(without(text, 2), "a pr and b pr");
        assert_eq!(without(" a pr ", 0), "");
    }
}
