//! The conditions that a filter is joined from while it is being written.
//!
//! Apart from [`super::Spanned::clauses`], because it has something to say about a text that is no filter yet: one
//! condition that is not finished does not take the others away.

use super::outline::{Token, TokenKind, tokens};
use super::{Joint, Span};

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

/// The outermost conditions of a text, as [`Spanned::clauses`](super::Spanned::clauses) has them of one that is a
/// filter; `and` binds stronger than `or` (RFC 7644 §3.4.2.2).
///
/// ```
/// let text = "active eq true and (a pr or b pr) and userN";
/// let parts: Vec<&str> = scim::filter::written_clauses(text).iter().map(|it| it.span.of(text)).collect();
/// assert_eq!(parts, ["active eq true", "(a pr or b pr)", "userN"]);
/// ```
#[must_use]
pub fn written_clauses(text: &str) -> Vec<Clause> {
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
            TokenKind::Logical if depth == 0 && word.eq_ignore_ascii_case("and") => {
                joints.push((at, Joint::And));
            }
            TokenKind::Logical if depth == 0 && word.eq_ignore_ascii_case("or") => {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        written_clauses(text).into_iter().map(|it| it.span.of(text)).collect()
    }

    fn without(text: &str, at: usize) -> String {
        let removal = written_clauses(text)[at].removal;
        format!("{}{}", &text[..removal.start], &text[removal.end..])
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
    fn a_condition_knows_what_joins_it_to_the_one_before() {
        let joints = |text: &str| -> Vec<Option<Joint>> {
            written_clauses(text).iter().map(|it| it.joint).collect()
        };
        let (and, or) = (Some(Joint::And), Some(Joint::Or));
        assert_eq!(joints("a pr and b pr AND c"), [None, and, and]);
        assert_eq!(joints("a pr or b pr and c pr or (d pr and e pr)"), [None, or, or]);
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
