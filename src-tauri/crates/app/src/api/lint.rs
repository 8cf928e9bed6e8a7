//! What there is to say about an exchange of the history: findings with their rules, and what was not judged.

use scim::finding::{Finding, Severity};
use scim::lint::Part;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks what there is to say about an exchange.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeLint {
    /// The exchange.
    pub id: String,
    /// Only about this resource in the answer; pointers then begin at the resource.
    #[serde(default)]
    #[ts(optional)]
    pub resource: Option<LintedResource>,
}

/// A resource in an answer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LintedResource {
    /// Its id.
    pub id: String,
    /// What is said of it already; it is not said again.
    pub told: Vec<Finding>,
}

/// What there is to say about an exchange.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeLinted {
    /// About the request.
    pub request: LintedSide,
    /// About the answer, and about what the server says of itself.
    pub response: LintedSide,
}

/// What there is to say about one half of an exchange.
#[derive(Debug, Clone, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LintedSide {
    /// What was found, the gravest first.
    pub findings: Vec<LintFinding>,
    /// How many rules were judged.
    pub judged: u32,
    /// What was lacking for the other rules.
    pub not_judged: Vec<Lacking>,
}

/// One thing that a rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LintFinding {
    /// The id of the rule.
    pub rule: String,
    /// What the rule finds, in a few words.
    pub title: String,
    /// Why it matters.
    pub why: String,
    /// The section that says so.
    pub section: String,
    /// How much it weighs.
    pub severity: Severity,
    /// What is there, and what it means.
    pub message: String,
    /// Into which part of the exchange the pointer leads.
    pub part: Part,
    /// Where it is.
    pub pointer: String,
}

impl LintFinding {
    /// The same as readers put it, to be held against what they said.
    pub(crate) fn as_finding(&self) -> Finding {
        Finding {
            rule: self.rule.clone(),
            severity: self.severity,
            pointer: self.pointer.clone(),
            section: self.section.clone(),
            message: self.message.clone(),
        }
    }
}

/// Rules that could not be judged, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Lacking {
    /// What was lacking, as the end of "for lack of".
    pub what: String,
    /// The rules.
    pub rules: Vec<RuleName>,
}

/// A rule of lint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RuleName {
    /// Its id.
    pub id: String,
    /// What it finds, in a few words.
    pub title: String,
}
