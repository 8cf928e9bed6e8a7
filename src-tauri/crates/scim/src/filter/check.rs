//! What the schemas say about a filter that can be read: names that mean nothing, operators and values that do not fit
//! the type, conditions that ask something else than they seem to.

mod rules;

use serde::Serialize;
use serde_json::Value;

use super::place::Scope;
use super::spanned::{Located, Span, Spanned, SpannedKind};
use super::{CompareOp, Filter, Settings};
use crate::attr::AttrPath;
use crate::compare::Typing;
use crate::finding::Severity;
use crate::schema::Attribute;
use crate::steps;
use crate::view::TypeModel;

/// Something to know about a part of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The rule, a kebab-case name.
    pub rule: String,
    /// `Error` where a server has to refuse the filter, `Warning` where it cannot mean what it should, else `Info`.
    pub severity: Severity,
    /// The part of the filter.
    pub span: Span,
    /// The section that says so.
    pub section: String,
    /// One sentence for a person: what is there, and what it means.
    pub message: String,
    /// What could stand in the place of the part instead, best first.
    pub instead: Vec<String>,
}

/// How many problems are listed at most: nobody reads more, and a filter may be long.
const PROBLEMS: usize = 100;

/// How many values of schemas are compared with those of one filter: schemas may suggest as many as they like, and each
/// condition may ask for the last of them.
const COMPARED: usize = 1 << 18;

/// Everything that the schemas of a resource type say about a filter, from left to right.
///
/// ```
/// use scim::{builtin, filter::{Spanned, check}, view::TypeModel};
/// let user = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let filter = Spanned::parse(r#"active gt true and usrName eq "b""#, &[]).unwrap();
/// let problems = check(&filter, &user);
/// assert_eq!((problems[0].rule.as_str(), problems[1].rule.as_str()), ("operator-type", "unknown-attribute"));
/// assert_eq!(problems[1].instead, ["userName"]);
/// ```
#[must_use]
pub fn check(filter: &Spanned, model: &TypeModel) -> Vec<Problem> {
    let mut checker = Checker { model, problems: Vec::new(), compared: 0 };
    checker.filter(filter, Inside::Resource);
    checker.problems.sort_by_key(|it| (it.span.start, it.span.end));
    checker.problems
}

impl Filter {
    /// Why a server has to answer this filter with `invalidFilter`, although its grammar is right: booleans and binary
    /// values have no order (RFC 7644 §3.4.2.2). With [`Mismatch::Refuse`](super::Mismatch) also when a value is of
    /// another type than its attribute.
    ///
    /// ```
    /// use scim::filter::{Filter, Settings};
    /// let filter = Filter::parse("active gt true", &[]).unwrap();
    /// assert!(filter.refusal(None, Settings::default()).is_some());
    /// ```
    #[must_use]
    pub fn refusal(&self, model: Option<&TypeModel>, settings: Settings) -> Option<String> {
        refusal(self, Scope::Resource(model), settings)
    }

    /// The same of what stands inside the brackets of a value path.
    pub(crate) fn refusal_of_elements(&self, attribute: Option<&Attribute>) -> Option<String> {
        refusal(self, Scope::Elements(attribute), Settings::default())
    }
}

fn refusal(filter: &Filter, scope: Scope<'_>, settings: Settings) -> Option<String> {
    match filter {
        Filter::And(filters) | Filter::Or(filters) => {
            filters.iter().find_map(|it| refusal(it, scope, settings))
        }
        Filter::Not(filter) => refusal(filter, scope, settings),
        Filter::Present(_) => None,
        Filter::Compare { path, op, value } => {
            let typing = scope.target(path).typing;
            let mismatch =
                settings.mismatch == super::Mismatch::Refuse && !rules::fits(typing, value);
            rules::unordered(*op, typing, value, path)
                .or_else(|| mismatch.then(|| format!("`{path}` cannot be compared with {value}")))
        }
        Filter::ValuePath { path, filter } => {
            let attribute = scope.target(path).attribute;
            refusal(filter, Scope::Elements(attribute), settings)
        }
    }
}

/// What the names of a condition mean.
#[derive(Clone, Copy)]
enum Inside<'m> {
    /// Attributes of the resource.
    Resource,
    /// Sub-attributes of this one.
    Attribute(&'m Attribute),
    /// Sub-attributes of something unknown; that is said once, about the attribute.
    Unknown,
}

/// A definition that was found for a path.
#[derive(Clone, Copy)]
struct Found<'m> {
    attribute: &'m Attribute,
    /// How the path's values compare; for complex attributes their `value`.
    typing: Typing,
    /// The simple attribute that is compared: the attribute itself or its `value`.
    compared: Option<&'m Attribute>,
}

struct Checker<'m> {
    model: &'m TypeModel,
    problems: Vec<Problem>,
    /// How many suggested values were looked at.
    compared: usize,
}

impl<'m> Checker<'m> {
    fn filter(&mut self, filter: &Spanned, inside: Inside<'m>) {
        if self.problems.len() >= PROBLEMS {
            return;
        }
        steps::count(1);
        match &filter.kind {
            SpannedKind::And(filters) => {
                self.different_elements(filters, inside);
                filters.iter().for_each(|it| self.filter(it, inside));
            }
            SpannedKind::Or(filters) => filters.iter().for_each(|it| self.filter(it, inside)),
            SpannedKind::Not(filter) => self.filter(filter, inside),
            SpannedKind::Present { path, .. } => {
                if let Some(found) = self.find(path, inside) {
                    self.never_returned(found, path);
                }
            }
            SpannedKind::Compare { path, op, value } => self.compare(path, op, value, inside),
            SpannedKind::ValuePath { path, filter } => self.value_path(path, filter, inside),
        }
    }

    fn add(&mut self, rule: &rules::FilterRule, span: Span, message: String, instead: Vec<String>) {
        self.problems.push(Problem {
            rule: rule.name.to_owned(),
            severity: rule.severity,
            span,
            section: rule.section.to_owned(),
            message,
            instead,
        });
    }

    /// The definition of a path; that there is none is noted.
    fn find(&mut self, path: &Located<AttrPath>, inside: Inside<'m>) -> Option<Found<'m>> {
        let attribute = match inside {
            Inside::Unknown => return None,
            Inside::Attribute(parent) => self.find_part(path, parent)?,
            Inside::Resource => match self.model.resolve_path(&path.value) {
                Ok(found) => found.target(),
                Err(unknown) => {
                    let text = rules::sentence(&unknown.message);
                    self.add(&rules::UNKNOWN, path.span, text, unknown.did_you_mean);
                    return None;
                }
            },
        };
        let compared =
            if attribute.is_complex() { attribute.sub_attribute("value") } else { Some(attribute) };
        let typing = compared.map_or(Typing::ByJson, Typing::of);
        Some(Found { attribute, typing, compared })
    }

    /// The definition of a name inside square brackets.
    fn find_part(
        &mut self,
        path: &Located<AttrPath>,
        parent: &'m Attribute,
    ) -> Option<&'m Attribute> {
        let AttrPath { uri, name, sub } = &path.value;
        let is_plain = uri.is_none() && sub.is_none();
        if is_plain && !parent.is_complex() && name.eq_ignore_ascii_case("value") {
            return Some(parent);
        }
        let found = parent.sub_attribute(name).filter(|_| is_plain);
        if found.is_none() {
            let close = rules::close_parts(parent, sub.as_deref().unwrap_or(name));
            let text = if is_plain {
                format!("`{}` has no sub-attribute `{name}`.", parent.name)
            } else {
                let parent = &parent.name;
                format!("Inside the brackets of `{parent}` names are sub-attributes of it, alone.")
            };
            self.add(&rules::UNKNOWN, path.span, text, close);
        }
        found
    }

    fn compare(
        &mut self,
        path: &Located<AttrPath>,
        op: &Located<CompareOp>,
        value: &Located<Value>,
        inside: Inside<'m>,
    ) {
        let found = self.find(path, inside);
        let typing = found.map_or(Typing::ByJson, |it| it.typing);
        if let Some(text) = rules::unordered(op.value, typing, &value.value, &path.value) {
            self.add(&rules::UNORDERED, op.span, text, vec!["eq".to_owned(), "ne".to_owned()]);
            return;
        }
        let Some(found) = found else { return };
        self.never_returned(found, path);
        let Some(compared) = found.compared else {
            let (text, instead) = rules::complex(found.attribute, &path.value);
            self.add(&rules::COMPLEX, path.span, text, instead);
            return;
        };
        if value.value.is_null() {
            let (text, instead) = rules::null(op.value, &path.value);
            let whole = Span { start: path.span.start, end: value.span.end };
            self.add(&rules::NULL, whole, text, instead);
        } else if let Some(text) = rules::unsearchable(op.value, compared) {
            self.add(&rules::UNSEARCHABLE, op.span, text, vec!["eq".to_owned()]);
        } else if let Some((text, instead)) = rules::wrong_type(compared, &value.value) {
            self.add(&rules::VALUE_TYPE, value.span, text, instead);
        } else if self.may_compare(compared)
            && let Some((text, instead)) = rules::not_canonical(op.value, compared, &value.value)
        {
            self.add(&rules::NOT_CANONICAL, value.span, text, instead);
        }
    }

    fn may_compare(&mut self, attribute: &Attribute) -> bool {
        self.compared += attribute.canonical_values.len();
        self.compared <= COMPARED
    }

    fn value_path(&mut self, path: &Located<AttrPath>, filter: &Spanned, inside: Inside<'m>) {
        let Some(found) = self.find(path, inside) else {
            self.filter(filter, Inside::Unknown);
            return;
        };
        let Attribute { name, multi_valued, .. } = found.attribute;
        if !found.attribute.is_complex() {
            let text =
                format!("The values of `{name}` have no parts; servers may refuse the brackets.");
            self.add(&rules::SIMPLE_PATH, path.span, text, Vec::new());
        } else if !multi_valued {
            let text = format!(
                "`{name}` has a single value, so there is nothing to choose; write `{name}.` and the name."
            );
            self.add(&rules::SINGLE_PATH, path.span, text, Vec::new());
        }
        self.filter(filter, Inside::Attribute(found.attribute));
    }

    fn never_returned(&mut self, found: Found<'m>, path: &Located<AttrPath>) {
        if found.attribute.returned == crate::schema::Returned::Never {
            let text = format!(
                "`{}` is never returned: only the server can judge this, and many refuse it.",
                found.attribute.name
            );
            self.add(&rules::NEVER_RETURNED, path.span, text, Vec::new());
        }
    }

    /// `emails.type eq "work" and emails.value co "x"` holds also when two different emails satisfy it.
    fn different_elements(&mut self, filters: &[Spanned], inside: Inside<'m>) {
        if !matches!(inside, Inside::Resource) {
            return;
        }
        let mut judged: Vec<(&AttrPath, Span)> = Vec::new();
        for filter in filters.iter().take(rules::JUDGED_TOGETHER) {
            let path = match &filter.kind {
                SpannedKind::Compare { path, .. } | SpannedKind::Present { path, .. } => path,
                _ => continue,
            };
            let resolved = self.model.find_path(&path.value);
            if resolved.is_some_and(|it| it.attribute.multi_valued && it.attribute.is_complex()) {
                judged.push((&path.value, filter.span));
            }
        }
        for (at, (path, span)) in judged.iter().enumerate() {
            let before = judged.get(..at).unwrap_or_default();
            let name = &path.name;
            let of_same = |it: &AttrPath| it.name.eq_ignore_ascii_case(name) && !it.same(path);
            steps::count(before.len());
            if before.iter().any(|(it, _)| of_same(it)) {
                let text = format!(
                    "Different values of `{name}` may satisfy these conditions; `{name}[... and ...]` asks for one."
                );
                self.add(&rules::DIFFERENT, *span, text, Vec::new());
            }
        }
    }
}
