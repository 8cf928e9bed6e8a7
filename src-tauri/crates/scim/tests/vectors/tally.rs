//! How many cases came out how, and which of them we dispute.

use std::fmt;
use std::ops::AddAssign;

use serde_json::Value;

use crate::Outcome;

/// How many cases came out how. Each case is counted once.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Tally {
    pub(crate) cases: usize,
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) disputed: usize,
    pub(crate) ambiguous: usize,
    /// Of the ambiguous ones, those that came out as the case reads the RFC.
    pub(crate) ambiguous_alike: usize,
}

impl Tally {
    /// Counts a case; what did not come out as it should is printed.
    pub(crate) fn add(&mut self, case: &Value, outcome: Outcome, disputed: &Disputed) {
        self.cases += 1;
        let id = case.get("id").and_then(Value::as_str).unwrap_or("without id");
        match outcome {
            Outcome::Passed => self.passed += 1,
            Outcome::Ambiguous(None) => {
                self.ambiguous += 1;
                self.ambiguous_alike += 1;
            }
            Outcome::Ambiguous(Some(how)) => {
                self.ambiguous += 1;
                println!("  open point, read otherwise: {id}: {how}");
            }
            Outcome::Failed(how) if disputed.has(case) => {
                self.disputed += 1;
                println!("  disputed: {id}: {how}");
            }
            Outcome::Failed(how) => {
                self.failed += 1;
                println!("  FAILED {id}: {how}");
            }
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.cases += other.cases;
        self.passed += other.passed;
        self.failed += other.failed;
        self.disputed += other.disputed;
        self.ambiguous += other.ambiguous;
        self.ambiguous_alike += other.ambiguous_alike;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cases, passed, failed, disputed, ambiguous, ambiguous_alike } = self;
        write!(
            f,
            "cases {cases}, passed {passed}, failed {failed}, disputed {disputed}, ambiguous {ambiguous} \
             ({ambiguous_alike} as the case reads it)"
        )
    }
}

/// Cases that contradict the RFC: `[{"id", "origin", "section", "sentence", "why"}]`.
#[derive(Debug)]
pub(crate) struct Disputed(Vec<Value>);

impl Disputed {
    /// Reads the list, which is short and has a sentence of the RFC for each.
    pub(crate) fn read() -> Self {
        let listed: Vec<Value> = serde_json::from_str(include_str!("disputed.json")).unwrap();
        assert!(listed.len() <= 10, "more than ten cases are disputed");
        for entry in &listed {
            for member in ["id", "origin", "section", "sentence", "why"] {
                let text = entry.get(member).and_then(Value::as_str).unwrap_or_default();
                assert!(!text.is_empty(), "{entry} has no {member}");
            }
        }
        Self(listed)
    }

    fn has(&self, case: &Value) -> bool {
        self.0
            .iter()
            .any(|it| it.get("id") == case.get("id") && it.get("origin") == case.get("origin"))
    }
}
