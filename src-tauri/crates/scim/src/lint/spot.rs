//! What rules answer with, before the table puts its own id and weight to it.

use super::context::Need;
use super::{Found, Part, Rule};
use crate::finding::{Finding, Severity};

/// One thing that a rule found.
#[derive(Debug)]
pub(crate) struct Spot {
    pub(super) part: Part,
    pub(super) pointer: String,
    pub(crate) message: String,
    severity: Option<Severity>,
    read: Option<(String, String)>,
}

/// What a rule answers.
#[derive(Debug)]
pub(crate) enum Verdict {
    Found(Vec<Spot>),
    Clean,
    NotJudged(Need),
}

impl Spot {
    pub(crate) fn at(part: Part, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { part, pointer: pointer.into(), message: message.into(), severity: None, read: None }
    }

    /// Something that was noticed while reading a body.
    pub(crate) fn read(part: Part, finding: &Finding) -> Self {
        Self {
            part,
            pointer: finding.pointer.clone(),
            message: finding.message.clone(),
            severity: Some(finding.severity),
            read: Some((finding.rule.clone(), finding.section.clone())),
        }
    }

    /// The same in a document that is a part of the body.
    pub(crate) fn below(mut self, prefix: &str) -> Self {
        self.pointer.insert_str(0, prefix);
        self
    }

    /// The same with a weight of its own.
    pub(crate) fn weighs(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub(super) fn found(self, rule: &Rule) -> Found {
        let (name, section) = match self.read {
            Some((name, section)) if !section.is_empty() => (name, section),
            Some((name, _)) => (name, rule.section.to_owned()),
            None => (rule.id.to_owned(), rule.section.to_owned()),
        };
        let finding = Finding {
            rule: name,
            severity: self.severity.unwrap_or(rule.severity),
            pointer: self.pointer,
            section,
            message: self.message,
        };
        Found { rule: rule.id, side: rule.side, part: self.part, finding }
    }
}

impl Verdict {
    /// Found, or nothing to be found.
    pub(crate) fn of(spots: impl IntoIterator<Item = Spot>) -> Self {
        Self::or_lacking(spots.into_iter().collect(), None)
    }

    /// Found; else not judged when something is lacking; else clean.
    pub(crate) fn or_lacking(spots: Vec<Spot>, lacking: Option<Need>) -> Self {
        match lacking {
            _ if !spots.is_empty() => Self::Found(spots),
            Some(need) => Self::NotJudged(need),
            None => Self::Clean,
        }
    }
}
