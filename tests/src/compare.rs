//! Holds what the form shows against a resource that was read beside the app: every value of the
//! resource has to stand in the form under its attribute, and the form may show no other.

mod leaf;
mod spelled;
mod value;

use std::collections::HashSet;
use std::fmt;

use anyhow::{Result, ensure};
use serde_json::Value;

use crate::form::Field;
use leaf::{Leaf, leaves};
pub use spelled::read;
use value::{Fit, fit, in_reference};
pub(crate) use value::{is_instant, spelled_out};

/// What came of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// How many values were compared.
    pub leaves: usize,
    /// What is not as it should be.
    pub differences: Vec<Difference>,
    /// The paths of values that the form shows in part, saying so: the JSON beside it has to hold them.
    pub in_part: Vec<String>,
    /// The paths of values that are withheld because their schema says `returned: never`.
    pub withheld: Vec<String>,
}

/// One value that is shown wrongly, or not at all, or made up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where it is.
    pub path: String,
    /// What the resource holds there; nothing when the form made it up.
    pub held: Option<String>,
    /// What the form shows there.
    pub shown: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.shown.join(" | ");
        match &self.held {
            None => write!(f, "{} shows {shown}, which the resource does not hold", self.path),
            Some(held) if self.shown.is_empty() => write!(f, "{} = {held} is not shown", self.path),
            Some(held) => write!(f, "{} = {held} is shown as {shown}", self.path),
        }
    }
}

/// Compares the form with the resource, value by value.
pub fn compare(fields: &[Field], resource: &Value) -> Comparison {
    let mut matcher = Matcher { fields, used: HashSet::new() };
    let mut outcome = Comparison::default();
    for leaf in leaves(resource) {
        outcome.leaves += 1;
        match matcher.place(&leaf) {
            Fit::Exact => {}
            Fit::InPart => outcome.in_part.push(leaf.path()),
            Fit::Withheld => outcome.withheld.push(leaf.path()),
            Fit::No => outcome.differences.push(matcher.missing(&leaf)),
        }
    }
    outcome.differences.extend(matcher.made_up());
    outcome
}

/// Ensures that the form shows every value of the resource, and no other.
pub fn ensure_shown(fields: &[Field], resource: &Value) -> Result<()> {
    let Comparison { differences, .. } = compare(fields, resource);
    let lines: Vec<String> = differences.iter().map(Difference::to_string).collect();
    ensure!(lines.is_empty(), "{}\nthe form has: {fields:#?}", lines.join("\n"));
    Ok(())
}

/// Every text in a resource that is a value.
pub fn texts(resource: &Value) -> HashSet<&str> {
    leaves(resource).iter().filter_map(|it| it.value.as_str()).collect()
}

struct Matcher<'a> {
    fields: &'a [Field],
    /// The lines that stand for some value of the resource.
    used: HashSet<usize>,
}

impl Matcher<'_> {
    fn at<'s>(&'s self, path: &'s str) -> impl Iterator<Item = (usize, &'s Field)> {
        self.fields.iter().enumerate().filter(move |(_, it)| it.path.eq_ignore_ascii_case(path))
    }

    /// Finds the line that shows a value: its own, that of the list or the link that it is in, or
    /// the name of the line beside which it says what kind of value that is.
    fn place(&mut self, leaf: &Leaf<'_>) -> Fit {
        let found = self
            .own_line(leaf)
            .or_else(|| self.among_values(leaf))
            .or_else(|| self.in_ancestor(leaf))
            .or_else(|| self.in_name(leaf))
            .or_else(|| self.said_once(leaf));
        match found {
            Some((line, fit)) => {
                self.used.insert(line);
                fit
            }
            None => Fit::No,
        }
    }

    fn own_line(&self, leaf: &Leaf<'_>) -> Option<(usize, Fit)> {
        let path = leaf.path();
        let mut fits = self.at(&path).map(|(line, it)| (line, fit(it, leaf.value)));
        fits.find(|(_, fit)| *fit != Fit::No)
    }

    /// Several simple values are one line, under the path of their attribute.
    fn among_values(&self, leaf: &Leaf<'_>) -> Option<(usize, Fit)> {
        let (array, index) = leaf.element_of()?;
        let mut before = 0;
        for (line, field) in self.at(&array).filter(|(_, it)| it.kind == "values") {
            if let Some(shown) = index.checked_sub(before).and_then(|it| field.shown.get(it)) {
                let fit = value::fit_one(shown, false, leaf.value);
                return (fit != Fit::No).then_some((line, fit));
            }
            if field.left_out {
                return Some((line, Fit::InPart));
            }
            before += field.shown.len();
        }
        None
    }

    /// A link shows `value`, `$ref` and `display` in one; JSON holds everything below it.
    fn in_ancestor(&self, leaf: &Leaf<'_>) -> Option<(usize, Fit)> {
        for depth in leaf.depths() {
            for (line, field) in self.at(&leaf.ancestor(depth)) {
                let fit = match field.kind.as_str() {
                    "neverReturned" => Fit::Withheld,
                    "json" => value::in_json(field, leaf.below(depth), leaf.value),
                    "reference" if leaf.is_child_of(depth) => in_reference(field, leaf),
                    _ => Fit::No,
                };
                if fit != Fit::No {
                    return Some((line, fit));
                }
            }
        }
        None
    }

    /// `type` and `primary` tell values apart and stand in the name of the first line.
    fn in_name(&self, leaf: &Leaf<'_>) -> Option<(usize, Fit)> {
        let element = leaf.parent()?;
        let is_said = |field: &Field| value::in_label(&field.name, leaf.name(), leaf.value);
        let mut lines = self.fields.iter().enumerate().filter(|(_, it)| is_in(&it.path, &element));
        lines.find(|(_, it)| is_said(it)).map(|(line, _)| (line, Fit::Exact))
    }

    /// `display` that repeats the value beside it stands there once.
    fn said_once(&self, leaf: &Leaf<'_>) -> Option<(usize, Fit)> {
        if !leaf.name().eq_ignore_ascii_case("display") {
            return None;
        }
        let element = leaf.parent()?;
        let mut lines = self.fields.iter().enumerate().filter(|(_, it)| is_in(&it.path, &element));
        lines.find(|(_, it)| fit(it, leaf.value) == Fit::Exact).map(|(line, _)| (line, Fit::Exact))
    }

    fn missing(&self, leaf: &Leaf<'_>) -> Difference {
        let path = leaf.path();
        let shown = self.at(&path).flat_map(|(_, it)| shown_words(it)).collect();
        Difference { path, held: Some(leaf.value.to_string()), shown }
    }

    /// Lines that stand for nothing in the resource. That an attribute is never returned is no value.
    fn made_up(&self) -> Vec<Difference> {
        let lines = self.fields.iter().enumerate().filter(|(line, field)| {
            !self.used.contains(line) && field.kind != "neverReturned" && !field.path.is_empty()
        });
        lines
            .map(|(_, it)| Difference { path: it.path.clone(), held: None, shown: shown_words(it) })
            .collect()
    }
}

fn shown_words(field: &Field) -> Vec<String> {
    field.shown.iter().map(|it| format!("{} {:?}", it.kind, it.text)).collect()
}

/// Whether a path is this element or something in it.
fn is_in(path: &str, element: &str) -> bool {
    let Some(start) = path.get(..element.len()) else { return false };
    let rest = path.get(element.len()..).unwrap_or_default();
    start.eq_ignore_ascii_case(element) && (rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests;
