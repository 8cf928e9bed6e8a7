//! What an attribute is compared with, made ready once: letter case folded, dates read, the search prepared.

use std::cmp::Ordering;

use serde_json::Value;

use super::{CompareOp, Search};
use crate::compare::text::{self, Needle};
use crate::compare::{Decimal, Typing, scalar};
use crate::date_time::Instant;
use crate::read::read_boolean;

/// A comparison with one value. `ne` is the denial of `eq`, which [`Self::op`] tells.
#[derive(Debug)]
pub(super) struct Operand<'f> {
    op: CompareOp,
    kind: Kind<'f>,
}

#[derive(Debug)]
enum Kind<'f> {
    Text(Text<'f>),
    /// For values that no schema describes: `instant` for those that are complete dates and times as well.
    AnyText {
        text: Text<'f>,
        instant: Option<Instant<'f>>,
    },
    /// For values that cannot be read as dates the text decides.
    Instant {
        instant: Instant<'f>,
        text: Text<'f>,
    },
    /// `strict` lets numbers alone count, not texts that read as numbers.
    Number {
        number: Decimal<'f>,
        strict: bool,
    },
    /// `strict` lets booleans alone count, not texts that read as such.
    Boolean {
        value: bool,
        strict: bool,
    },
    /// The operator searches, whatever the value: its text decides.
    Search(Text<'f>),
    /// No value of this attribute can ever compare with it.
    Never,
}

#[derive(Debug)]
struct Text<'f> {
    plain: &'f str,
    case_exact: bool,
    /// Without letter case, for the start and the end of texts.
    folded: Option<String>,
    needle: Option<Box<Needle<'f>>>,
}

impl<'f> Operand<'f> {
    /// `value` is a string, a number or a boolean.
    pub(super) fn new(op: CompareOp, value: &'f Value, typing: Typing, search: Search) -> Self {
        let kind = match (typing, scalar(value)) {
            (_, None) => Kind::Never,
            (typing, Some(plain)) if op.searches() => searching(op, value, plain, typing, search),
            (Typing::Boolean | Typing::Binary, _) if op.orders() => Kind::Never,
            (Typing::Text { case_exact }, Some(plain)) if value.is_string() => {
                Kind::Text(Text::new(op, plain, case_exact))
            }
            (Typing::Binary, Some(plain)) if value.is_string() => {
                Kind::Text(Text::new(op, plain, true))
            }
            (Typing::DateTime, Some(plain)) if value.is_string() => {
                let text = Text::new(op, plain, true);
                match Instant::read(plain) {
                    Some(instant) => Kind::Instant { instant, text },
                    None => Kind::Text(text),
                }
            }
            (Typing::Number, Some(plain)) if value.is_number() => number(plain, false),
            (Typing::Boolean, _) => match value.as_bool() {
                Some(value) => Kind::Boolean { value, strict: false },
                None => Kind::Never,
            },
            (Typing::ByJson, Some(plain)) => by_json(op, value, plain),
            _ => Kind::Never,
        };
        Self { op, kind }
    }

    pub(super) fn op(&self) -> CompareOp {
        self.op
    }

    /// Whether a simple value satisfies the comparison; for `ne`, whether it differs.
    pub(super) fn holds(&self, value: &Value) -> bool {
        let ordering = match &self.kind {
            Kind::Text(text) => return scalar(value).is_some_and(|it| text.holds(self.op, it)),
            Kind::AnyText { text, instant } => {
                let Value::String(found) = value else { return self.op == CompareOp::Ne };
                match instant.and_then(|it| Some(Instant::complete(found)?.cmp(&it))) {
                    Some(ordering) => ordering,
                    None => return text.holds(self.op, found),
                }
            }
            Kind::Instant { instant, text } => {
                let Some(found) = scalar(value) else { return self.op == CompareOp::Ne };
                match Instant::read(found) {
                    Some(found) => found.cmp(instant),
                    None => return text.holds(self.op, found),
                }
            }
            Kind::Number { strict: true, .. } if !value.is_number() => {
                return self.op == CompareOp::Ne;
            }
            Kind::Number { number, .. } => match scalar(value).and_then(Decimal::read) {
                Some(found) => found.cmp(number),
                None => return self.op == CompareOp::Ne,
            },
            Kind::Boolean { value: wanted, strict } => {
                let found = if *strict { value.as_bool() } else { read_boolean(value) };
                return (found == Some(*wanted)) == (self.op == CompareOp::Eq);
            }
            Kind::Search(text) => {
                return scalar(value).is_some_and(|it| text.holds(self.op, it));
            }
            Kind::Never => return self.op == CompareOp::Ne,
        };
        satisfies(self.op, ordering)
    }
}

/// How `co`, `sw` and `ew` are read where they are not said to apply.
fn searching<'f>(
    op: CompareOp,
    value: &Value,
    plain: &'f str,
    typing: Typing,
    search: Search,
) -> Kind<'f> {
    match (typing, search) {
        (_, Search::Everything) => {
            Kind::Search(Text::new(op, plain, typing != Typing::Text { case_exact: false }))
        }
        (_, Search::Texts) if !value.is_string() => Kind::Never,
        (Typing::Text { case_exact }, Search::Texts) => {
            Kind::Text(Text::new(op, plain, case_exact))
        }
        (Typing::DateTime, Search::Texts) => Kind::Text(Text::new(op, plain, true)),
        (Typing::ByJson, Search::Texts) => by_json(op, value, plain),
        (Typing::Number | Typing::Boolean | Typing::Binary, Search::Texts) => Kind::Never,
    }
}

fn by_json<'f>(op: CompareOp, value: &Value, plain: &'f str) -> Kind<'f> {
    match value {
        Value::String(_) => {
            let instant = Instant::complete(plain).filter(|_| !op.searches());
            Kind::AnyText { text: Text::new(op, plain, false), instant }
        }
        Value::Number(_) => number(plain, true),
        Value::Bool(value) if !op.orders() => Kind::Boolean { value: *value, strict: true },
        _ => Kind::Never,
    }
}

fn number(plain: &str, strict: bool) -> Kind<'_> {
    Decimal::read(plain).map_or(Kind::Never, |number| Kind::Number { number, strict })
}

fn satisfies(op: CompareOp, ordering: Ordering) -> bool {
    match op {
        CompareOp::Eq => ordering.is_eq(),
        CompareOp::Ne => ordering.is_ne(),
        CompareOp::Gt => ordering.is_gt(),
        CompareOp::Ge => ordering.is_ge(),
        CompareOp::Lt => ordering.is_lt(),
        CompareOp::Le => ordering.is_le(),
        CompareOp::Co | CompareOp::Sw | CompareOp::Ew => false,
    }
}

impl<'f> Text<'f> {
    fn new(op: CompareOp, plain: &'f str, case_exact: bool) -> Self {
        let folds = !case_exact && matches!(op, CompareOp::Sw | CompareOp::Ew);
        Self {
            plain,
            case_exact,
            folded: folds.then(|| text::fold(plain)),
            needle: (op == CompareOp::Co).then(|| Box::new(Needle::new(plain, case_exact))),
        }
    }

    fn holds(&self, op: CompareOp, found: &str) -> bool {
        match (op, &self.folded) {
            (CompareOp::Eq, _) => self.is_same(found),
            (CompareOp::Ne, _) => !self.is_same(found),
            (CompareOp::Co, _) => self.needle.as_ref().is_some_and(|it| it.is_in(found)),
            (CompareOp::Sw, Some(folded)) => text::starts_with(found, folded),
            (CompareOp::Sw, None) => found.starts_with(self.plain),
            (CompareOp::Ew, Some(folded)) => text::ends_with(found, folded),
            (CompareOp::Ew, None) => found.ends_with(self.plain),
            _ if self.case_exact => satisfies(op, found.cmp(self.plain)),
            _ => satisfies(op, text::order(found, self.plain)),
        }
    }

    fn is_same(&self, found: &str) -> bool {
        if self.case_exact { found == self.plain } else { text::same(found, self.plain) }
    }
}
