//! What can be written at a place in a filter: attributes, operators that fit their type, values that the schema lists.
//! It works while the filter is being written; only what stands before the place decides.

mod candidates;

use serde::Serialize;

use super::message::here;
use super::name::attr_path;
use super::outline::{Expected, Open, Outline, TokenKind};
use super::place::Scope;
use super::spanned::Span;
use super::{CompareOp, MAX_LENGTH};
use crate::attr::AttrPath;
use crate::compare::Typing;
use crate::schema::{Attribute, AttributeType};
use crate::view::TypeModel;
use candidates::{attributes, parts, values};

/// How many completions are offered: a list that is longer is one to search, not to choose from.
const OFFERED: usize = 60;

/// Something that can be written at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Completion {
    /// What it replaces: the word at the place, or nothing.
    pub span: Span,
    /// What is written instead.
    pub insert: String,
    /// What a list shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words about it: the type of an attribute, the meaning of an operator.
    pub detail: Option<String>,
    /// What the schema says about it.
    pub description: Option<String>,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum CompletionKind {
    /// An attribute.
    Attribute,
    /// A part of an attribute, behind a dot or in square brackets.
    SubAttribute,
    /// `eq`, `pr` and the others.
    Operator,
    /// `and`, `or`, `not`.
    Logical,
    /// A value that the schema lists, or `true` and `false`.
    Value,
    /// A bracket that opens or closes.
    Bracket,
}

/// What can be written at `cursor`, a byte offset, best first.
///
/// ```
/// use scim::{builtin, filter::complete, view::TypeModel};
/// let user = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let labels = |text: &str| -> Vec<String> {
///     complete(text, text.len(), &user).into_iter().map(|it| it.label).collect()
/// };
/// assert_eq!(labels("userN"), ["userName"]);
/// assert_eq!(labels("active "), ["eq", "ne", "pr"]);
/// assert_eq!(labels("active eq "), ["true", "false"]);
/// assert_eq!(labels("emails[type eq \"w"), ["\"work\""]);
/// assert_eq!(labels("active eq true "), ["and", "or"]);
/// ```
#[must_use]
pub fn complete(text: &str, cursor: usize, model: &TypeModel) -> Vec<Completion> {
    let cursor = cursor.min(text.len()).min(MAX_LENGTH);
    let Some((before, after)) = text.split_at_checked(cursor) else { return Vec::new() };
    let (outline, partial) = at_end(before);
    let start = cursor - partial.len();
    let span = Span { start, end: cursor + rest_of_word(partial, after) };
    let needs_blank = partial.is_empty() && !before.ends_with(super::lexer::is_blank);
    let mut offers = Offers { partial, span, after, needs_blank, found: Vec::new() };
    let scope = Here { model, outline: &outline };
    match outline.expected {
        Expected::Condition => scope.conditions(&mut offers),
        Expected::Operator => scope.operators(&mut offers),
        Expected::Value(op) => scope.values(op, &mut offers),
        Expected::Joint => scope.joints(&mut offers),
    }
    offers.into_completions()
}

/// What is expected where the text ends, and the word or text in quotes that is being written there.
fn at_end(text: &str) -> (Outline<'_>, &str) {
    let mut outline = Outline::new(text);
    loop {
        let (expected, attribute) = (outline.expected, outline.attribute);
        let Some(token) = outline.step() else { return (outline, "") };
        let partial = token.span.of(text);
        let is_closed = partial.len() > 1 && partial.ends_with('"');
        if token.span.end == text.len() && token.kind != TokenKind::Bracket && !is_closed {
            // Words change nothing but these two.
            outline.expected = expected;
            outline.attribute = attribute;
            return (outline, partial);
        }
    }
}

/// How much of the word at the cursor stands behind it.
fn rest_of_word(partial: &str, after: &str) -> usize {
    if partial.is_empty() || after.starts_with(super::lexer::ends_word) && !after.starts_with('"') {
        return 0;
    }
    let word = here(after);
    let word = if after.starts_with('"') { 0 } else { word.len() };
    let quote = partial.starts_with('"') && after.get(word..).is_some_and(|it| it.starts_with('"'));
    word + usize::from(quote)
}

/// What is offered so far.
struct Offers<'t> {
    partial: &'t str,
    span: Span,
    after: &'t str,
    /// Whether a word has to begin with a blank.
    needs_blank: bool,
    found: Vec<(usize, Completion)>,
}

/// One thing to offer.
struct Offer<'o> {
    /// What is typed to get it.
    typed: &'o str,
    insert: String,
    kind: CompletionKind,
    detail: Option<String>,
    description: Option<String>,
    /// Smaller comes first among those that fit equally well.
    rank: usize,
}

impl<'o> Offer<'o> {
    fn new(typed: &'o str, kind: CompletionKind, rank: usize) -> Self {
        Self { typed, insert: typed.to_owned(), kind, detail: None, description: None, rank }
    }

    fn about(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    fn described(self, attribute: &Attribute) -> Self {
        Self { description: attribute.description.clone(), ..self }
    }
}

impl Offers<'_> {
    /// Keeps an offer if it begins with what is typed, whatever the letter case.
    fn add(&mut self, offer: Offer<'_>) {
        let head = offer.typed.get(..self.partial.len());
        if !head.is_some_and(|it| it.eq_ignore_ascii_case(self.partial)) {
            return;
        }
        self.add_anyway(offer);
    }

    /// Keeps an offer that was found to fit by other means.
    fn add_anyway(&mut self, offer: Offer<'_>) {
        let label = offer.typed.to_owned();
        let Offer { insert, kind, detail, description, rank, .. } = offer;
        let completion = Completion { span: self.span, insert, label, kind, detail, description };
        self.found.push((rank, completion));
    }

    /// A word that needs a blank behind it, which is written with it unless there is one.
    fn add_word(&mut self, offer: Offer<'_>) {
        let blank = if self.after.starts_with(super::lexer::is_blank) { "" } else { " " };
        let before = if self.needs_blank { " " } else { "" };
        let insert = format!("{before}{}{blank}", offer.insert);
        self.add(Offer { insert, ..offer });
    }

    fn into_completions(mut self) -> Vec<Completion> {
        self.found.sort_by_key(|(rank, _)| *rank);
        self.found.truncate(OFFERED);
        self.found.into_iter().map(|(_, it)| it).collect()
    }
}

/// Where the cursor is, and by which schemas.
struct Here<'a> {
    model: &'a TypeModel,
    outline: &'a Outline<'a>,
}

impl<'a> Here<'a> {
    fn path(&self, word: &str) -> Option<AttrPath> {
        let uris: Vec<&str> = self.model.uris().collect();
        attr_path(word, 0, &uris).ok()
    }

    /// The definition of the attribute in whose brackets the cursor is: none, an unknown one, a known one.
    fn parent(&self) -> Option<Option<&'a Attribute>> {
        let word = self.outline.elements_of?;
        let path = self.path(word);
        let found = path.and_then(|it| Some(self.model.find_path(&it)?.target()));
        Some(found)
    }

    fn conditions(&self, offers: &mut Offers<'_>) {
        match self.parent() {
            None => attributes(self.model, offers),
            Some(Some(parent)) => parts(parent, "", offers),
            Some(None) => {}
        }
        let bracket = Offer::new("(", CompletionKind::Bracket, 1000).about("groups conditions");
        if !offers.partial.is_empty() || offers.after.is_empty() {
            let not = Offer {
                insert: "not (".to_owned(),
                ..Offer::new("not", CompletionKind::Logical, 999)
            };
            offers.add(not.about("denies what is in the brackets"));
        }
        offers.add(bracket);
    }

    /// The definition and the typing of the attribute before the cursor.
    fn compared(&self) -> (Option<&'a Attribute>, Typing) {
        let Some(path) = self.path(self.outline.attribute) else { return (None, Typing::ByJson) };
        let scope = match self.parent() {
            None => Scope::Resource(Some(self.model)),
            Some(parent) => Scope::Elements(parent),
        };
        // The target borrows the path for names that no schema knows; what it says of known ones does not.
        let target = scope.target(&path);
        let typing = target.typing;
        let found = match scope {
            Scope::Resource(_) => self.model.find_path(&path).map(|it| it.target()),
            Scope::Elements(parent) => parent.and_then(|parent| {
                let is_own_value = !parent.is_complex() && path.name.eq_ignore_ascii_case("value");
                if is_own_value { Some(parent) } else { parent.sub_attribute(&path.name) }
            }),
        };
        (found, typing)
    }

    fn operators(&self, offers: &mut Offers<'_>) {
        let (attribute, _) = self.compared();
        let simple = attribute
            .and_then(|it| if it.is_complex() { it.sub_attribute("value") } else { Some(it) });
        let fitting = match (attribute, simple) {
            (Some(_), None) => &[][..],
            (_, simple) => operators_of(simple),
        };
        if self.outline.attribute.eq_ignore_ascii_case("not") {
            offers.add(Offer::new("(", CompletionKind::Bracket, 0).about("what is denied"));
        }
        for (rank, op) in fitting.iter().enumerate() {
            offers.add_word(
                Offer::new(op.name(), CompletionKind::Operator, rank).about(meaning(*op)),
            );
        }
        offers.add(Offer::new("pr", CompletionKind::Operator, 90).about("has a value"));
    }

    fn values(&self, op: CompareOp, offers: &mut Offers<'_>) {
        let (attribute, typing) = self.compared();
        let simple = attribute
            .and_then(|it| if it.is_complex() { it.sub_attribute("value") } else { Some(it) });
        values(self.model, self.outline.attribute, simple, (op, typing), offers);
    }

    fn joints(&self, offers: &mut Offers<'_>) {
        match self.outline.open.last() {
            Some(Open::Round) => {
                offers.add(Offer::new(")", CompletionKind::Bracket, 0).about("ends the group"));
            }
            Some(Open::Square) => {
                let text = "ends the conditions on one value";
                offers.add(Offer::new("]", CompletionKind::Bracket, 0).about(text));
            }
            None => {}
        }
        let and = Offer::new("and", CompletionKind::Logical, 1);
        offers.add_word(and.about("both have to hold"));
        offers.add_word(Offer::new("or", CompletionKind::Logical, 2).about("one has to hold"));
    }
}

/// The operators that mean something for a type, most used first.
fn operators_of(attribute: Option<&Attribute>) -> &'static [CompareOp] {
    use CompareOp::{Co, Eq, Ew, Ge, Gt, Le, Lt, Ne, Sw};
    match attribute.map(|it| it.attribute_type) {
        None | Some(AttributeType::String) => &[Eq, Co, Sw, Ew, Ne, Gt, Ge, Lt, Le],
        Some(AttributeType::Reference) => &[Eq, Co, Sw, Ew, Ne],
        Some(AttributeType::Boolean | AttributeType::Binary) => &[Eq, Ne],
        Some(AttributeType::Integer | AttributeType::Decimal) => &[Eq, Gt, Ge, Lt, Le, Ne],
        Some(AttributeType::DateTime) => &[Gt, Ge, Lt, Le, Eq, Ne],
        Some(AttributeType::Complex) => &[],
    }
}

fn meaning(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Eq => "equals",
        CompareOp::Ne => "differs from",
        CompareOp::Co => "contains",
        CompareOp::Sw => "starts with",
        CompareOp::Ew => "ends with",
        CompareOp::Gt => "is greater than, or later than",
        CompareOp::Ge => "is at least, or not before",
        CompareOp::Lt => "is less than, or earlier than",
        CompareOp::Le => "is at most, or not after",
    }
}
