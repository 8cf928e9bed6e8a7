//! What we noticed about an answer: which rule, how bad by the RFC's own words, where, and what it means.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// How much a finding weighs, from the RFC's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Severity {
    /// A MUST or SHALL is broken.
    Error,
    /// A SHOULD is not followed, or clients are known to stumble over this.
    Warning,
    /// Worth knowing; nothing is broken.
    Info,
}

/// One deviation from what the RFCs say, or one thing worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct Finding {
    /// The rule: an id such as `S03`, or a kebab-case name.
    pub rule: String,
    /// How much it weighs.
    pub severity: Severity,
    /// JSON pointer (RFC 6901) to the place; empty for the whole document.
    pub pointer: String,
    /// The section that says so, such as `RFC 7643 §7`.
    pub section: String,
    /// One sentence for a person: what is there, and what it means.
    pub message: String,
}

impl Finding {
    /// Whether this says again what another finding about the same document says: at the same place by the same rule,
    /// by the same section, or in the same words. Readers and lint each look at a document, and both speak of it.
    ///
    /// ```
    /// use scim::finding::{Finding, Severity};
    /// let read = Finding {
    ///     rule: "type-mismatch".into(),
    ///     severity: Severity::Error,
    ///     pointer: "/active".into(),
    ///     section: "RFC 7643 §2.3".into(),
    ///     message: "This is no boolean.".into(),
    /// };
    /// let judged = Finding { rule: "wrong-type".into(), ..read.clone() };
    /// assert!(judged.repeats(&read));
    /// assert!(!judged.repeats(&Finding { pointer: "/id".into(), ..read }));
    /// ```
    #[must_use]
    pub fn repeats(&self, other: &Finding) -> bool {
        let same_section = !self.section.is_empty() && self.section == other.section;
        let says_same = self.rule == other.rule || same_section || self.message == other.message;
        self.pointer == other.pointer && says_same
    }
}

/// A value as far as it could be read, with everything noticed on the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Parsed<T> {
    /// What was read.
    pub value: T,
    /// What deviates, in the order of the document.
    pub findings: Vec<Finding>,
}

/// A rule: its name, its weight and the section that states it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) name: &'static str,
    pub(crate) severity: Severity,
    pub(crate) section: &'static str,
}

impl Rule {
    pub(crate) const fn error(name: &'static str, section: &'static str) -> Self {
        Self { name, severity: Severity::Error, section }
    }

    pub(crate) const fn warning(name: &'static str, section: &'static str) -> Self {
        Self { name, severity: Severity::Warning, section }
    }

    pub(crate) const fn info(name: &'static str, section: &'static str) -> Self {
        Self { name, severity: Severity::Info, section }
    }

    pub(crate) fn at(self, pointer: impl Into<String>, message: impl Into<String>) -> Finding {
        Finding {
            rule: self.name.to_owned(),
            severity: self.severity,
            pointer: pointer.into(),
            section: self.section.to_owned(),
            message: message.into(),
        }
    }
}

/// How many findings one document may bring; a hostile or hopeless document is summed up after that.
const FINDINGS_PER_DOCUMENT: usize = 200;

/// Collects the findings of one document.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<Finding>,
    left_out: usize,
}

impl Findings {
    pub(crate) fn push(&mut self, finding: Finding) {
        if self.kept.len() < FINDINGS_PER_DOCUMENT {
            self.kept.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    pub(crate) fn add(&mut self, rule: Rule, pointer: impl Into<String>, text: impl Into<String>) {
        self.push(rule.at(pointer, text));
    }

    pub(crate) fn into_parsed<T>(mut self, value: T) -> Parsed<T> {
        if self.left_out > 0 {
            let more = Rule::info("more-findings", "");
            self.kept.push(more.at("", format!("{} more findings are left out.", self.left_out)));
        }
        Parsed { value, findings: self.kept }
    }
}

/// Longer pointers and paths are cut. Names are as long as a server likes, and each stands in the pointers to all that is
/// below it.
const LONGEST: usize = 2048;
/// Stands in a pointer for what was cut off.
const CUT: &str = "/…";

/// One step from a value to one inside of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step<'v> {
    Member(&'v str),
    Element(usize),
}

/// `pointer` extended by one step, escaped as RFC 6901 §3 wants it.
pub(crate) fn pointer_to(pointer: &str, step: impl std::fmt::Display) -> String {
    let step = step.to_string().replace('~', "~0").replace('/', "~1");
    longer(pointer, '/', &step)
}

/// `pointer` extended by these steps.
pub(crate) fn pointer_along(pointer: &str, steps: &[Step<'_>]) -> String {
    steps.iter().fold(pointer.to_owned(), |pointer, step| match step {
        Step::Member(name) => pointer_to(&pointer, beginning(name)),
        Step::Element(at) => pointer_to(&pointer, at),
    })
}

/// A path or pointer with one step more.
pub(crate) fn longer(path: &str, joint: char, step: &str) -> String {
    crate::steps::count(path.len() + step.len());
    if path.ends_with(CUT) {
        return path.to_owned();
    }
    let mut longer = String::with_capacity(path.len() + 1 + step.len().min(LONGEST));
    longer.push_str(path);
    if path.len() + step.len() > LONGEST {
        longer.push_str(CUT);
    } else {
        longer.push(joint);
        longer.push_str(step);
    }
    longer
}

/// A path or name that may stand before others: the beginning of one that is too long.
pub(crate) fn cut(path: &str) -> Cow<'_, str> {
    if path.len() <= LONGEST {
        return Cow::Borrowed(path);
    }
    Cow::Owned([beginning(path), CUT].concat())
}

/// As much of a name as is looked at, which is enough to see that it is too long.
fn beginning(name: &str) -> &str {
    let end = (LONGEST..name.len()).find(|at| *at > LONGEST && name.is_char_boundary(*at));
    end.and_then(|it| name.get(..it)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_escaped_and_have_an_end() {
        assert_eq!(pointer_to("/a", "b/~c"), "/a/b~1~0c");
        assert_eq!(pointer_along("/a", &[Step::Member("b"), Step::Element(7)]), "/a/b/7");
        let long = "x".repeat(2_000);
        let once = pointer_to("", &long);
        assert_eq!(once.len(), 2_001);
        assert_eq!(pointer_to(&once, &long), format!("{once}/…"));
        assert_eq!(pointer_along("", &[Step::Member(&"x".repeat(9_000)), Step::Element(0)]), "/…");
        assert_eq!(cut("name"), "name");
        assert_eq!(longer(&cut(&"é".repeat(5_000)), '.', "x"), format!("{}/…", "é".repeat(1_025)));
    }
}
