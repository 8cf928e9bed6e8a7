//! The way through a resource: where we are, what was found, and quick look-up of definitions.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::fix::{Edit, Fix};
use super::rule::{MORE_FINDINGS, Rule};
use super::{Purpose, Violation};
pub(super) use crate::finding::Step;
use crate::finding::{Finding, pointer_along, pointer_to};
use crate::read::kind;
use crate::schema::{Attribute, Mutability, Returned};
use crate::view::TypeModel;
use crate::{steps, urn};

/// How many findings one resource may bring. After that it is not looked at any further.
const MOST: usize = 200;
/// Up to so many definitions are looked through one by one, which is quicker than a map.
const FEW: usize = 16;
/// How much of a value a message quotes.
const QUOTED_CHARS: usize = 40;

/// What is asked about a list of definitions again and again.
#[derive(Debug, Clone)]
struct Lookup<'a> {
    names: HashMap<String, &'a Attribute>,
    required: Vec<&'a Attribute>,
}

/// Judging one resource.
#[derive(Debug)]
pub(super) struct Walk<'a> {
    pub(super) model: &'a TypeModel,
    pub(super) purpose: Purpose,
    /// The attribute inside of whose value we are.
    pub(super) owner: Option<&'a Attribute>,
    /// Whether we are inside of an extension.
    pub(super) is_extension: bool,
    /// Whether the value at hand must not be shown.
    pub(super) is_secret: bool,
    place: Vec<Step<'a>>,
    lookups: HashMap<usize, Lookup<'a>>,
    /// The texts of long lists of suggested values.
    suggested: HashMap<usize, HashSet<&'a str>>,
    found: Vec<Violation>,
    is_full: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(model: &'a TypeModel, purpose: Purpose) -> Self {
        Self {
            model,
            purpose,
            owner: None,
            is_extension: false,
            is_secret: false,
            place: Vec::new(),
            lookups: HashMap::new(),
            suggested: HashMap::new(),
            found: Vec::new(),
            is_full: false,
        }
    }

    pub(super) fn into_found(mut self) -> Vec<Violation> {
        if self.is_full {
            self.is_full = false;
            self.place.clear();
            let text =
                format!("There are more than {MOST} findings; the others were not looked for.");
            self.push(MORE_FINDINGS, text, None);
        }
        self.found
    }

    /// Whether enough was found.
    pub(super) fn is_done(&self) -> bool {
        self.is_full
    }

    /// Does something one step further in.
    pub(super) fn within<R>(&mut self, step: Step<'a>, act: impl FnOnce(&mut Self) -> R) -> R {
        steps::count(1);
        self.place.push(step);
        let result = act(self);
        self.place.pop();
        result
    }

    /// Notes a finding here.
    pub(super) fn report(&mut self, rule: Rule, message: impl Into<String>, fix: Option<Fix>) {
        if self.found.len() >= MOST {
            self.is_full = true;
            return;
        }
        let is_secret = self.is_secret;
        self.push(rule, message.into(), fix.filter(|it| !is_secret || !shows_value(it)));
    }

    fn push(&mut self, rule: Rule, message: String, fix: Option<Fix>) {
        let finding = Finding {
            rule: rule.id.to_owned(),
            severity: rule.severity,
            pointer: self.pointer(),
            section: rule.section.to_owned(),
            message,
        };
        self.found.push(Violation { finding, path: self.path(), fix });
    }

    /// Notes a finding at a member or element here.
    pub(super) fn report_in(
        &mut self,
        step: Step<'a>,
        rule: Rule,
        message: impl Into<String>,
        fix: Option<Fix>,
    ) {
        self.within(step, |it| it.report(rule, message, fix));
    }

    /// The JSON pointer to here.
    pub(super) fn pointer(&self) -> String {
        pointer_along("", &self.place)
    }

    /// The JSON pointer to a member here.
    pub(super) fn pointer_to(&self, step: impl std::fmt::Display) -> String {
        pointer_to(&self.pointer(), step)
    }

    /// The path to here as people write it.
    fn path(&self) -> String {
        let mut path = String::new();
        let mut separator = "";
        for step in &self.place {
            match step {
                Step::Member(name) => {
                    path.push_str(separator);
                    path.push_str(name);
                    let is_uri = separator.is_empty() && urn::looks_like_one(name);
                    separator = if is_uri { ":" } else { "." };
                }
                Step::Element(at) => path.push_str(&format!("[{at}]")),
            }
        }
        path
    }

    /// A value as a message may show it.
    pub(super) fn shown(&self, value: &Value) -> String {
        match value {
            _ if self.is_secret => kind(value).to_owned(),
            Value::Object(_) | Value::Array(_) => kind(value).to_owned(),
            Value::String(text) => format!("`{}`", cut(text)),
            other => format!("`{}`", cut(&other.to_string())),
        }
    }

    /// The definition of this name, in any letter case.
    pub(super) fn find(
        &mut self,
        attributes: &'a [Attribute],
        name: &str,
    ) -> Option<&'a Attribute> {
        if attributes.len() <= FEW {
            steps::count(attributes.len());
            return attributes.iter().find(|it| it.name.eq_ignore_ascii_case(name));
        }
        steps::count(1);
        self.lookup(attributes).names.get(&name.to_ascii_lowercase()).copied()
    }

    /// The definitions whose value must be there.
    pub(super) fn required(&mut self, attributes: &'a [Attribute]) -> Vec<&'a Attribute> {
        self.lookup(attributes).required.clone()
    }

    /// Whether a schema suggests this text.
    pub(super) fn suggests(&mut self, values: &'a [Value], text: &str) -> bool {
        if values.len() <= FEW {
            steps::count(values.len());
            return values.iter().any(|it| it.as_str() == Some(text));
        }
        steps::count(1);
        let texts = self.suggested.entry(values.as_ptr().addr()).or_insert_with(|| {
            steps::count(values.len());
            values.iter().filter_map(Value::as_str).collect()
        });
        texts.contains(text)
    }

    fn lookup(&mut self, attributes: &'a [Attribute]) -> &Lookup<'a> {
        let purpose = self.purpose;
        self.lookups.entry(attributes.as_ptr().addr()).or_insert_with(|| {
            steps::count(attributes.len());
            let mut names = HashMap::new();
            for attribute in attributes {
                names.entry(attribute.name.to_ascii_lowercase()).or_insert(attribute);
            }
            let required = attributes.iter().filter(|it| is_required(it, purpose)).collect();
            Lookup { names, required }
        })
    }
}

/// What the client must supply, or what an answer should have.
fn is_required(attribute: &Attribute, purpose: Purpose) -> bool {
    let is_expected = match purpose {
        Purpose::Create | Purpose::Replace => attribute.mutability != Mutability::ReadOnly,
        Purpose::Response => {
            attribute.mutability != Mutability::WriteOnly
                && !matches!(attribute.returned, Returned::Never | Returned::Request)
        }
    };
    attribute.required && is_expected
}

fn shows_value(fix: &Fix) -> bool {
    fix.edits.iter().any(|it| matches!(it, Edit::Set { .. }))
}

/// The start of a text.
pub(super) fn cut(text: &str) -> String {
    let mut start: String = text.chars().take(QUOTED_CHARS).collect();
    if start.len() < text.len() {
        start.push('…');
    }
    start
}
