//! Counting what passed and failed, and reading the counts of the test runners we start.

use serde_json::Value;

/// How many checks or tests passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
}

impl Counts {
    pub(crate) const PASSED: Counts = Counts { passed: 1, failed: 0 };
    pub(crate) const FAILED: Counts = Counts { passed: 0, failed: 1 };

    /// One more check.
    pub(crate) fn and(mut self, passed: bool) -> Counts {
        self += if passed { Counts::PASSED } else { Counts::FAILED };
        self
    }

    /// The counts of a runner that ended well or not: one that failed without a failing test
    /// (it did not compile, say) counts as one failure, and one that ran nothing as well.
    pub(crate) fn judged_by(self, success: bool) -> Counts {
        let failed = self.failed.max(u64::from(!success || self.passed == 0));
        Counts { failed, ..self }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Adds up cargo's `test result:` lines.
pub(crate) fn of_cargo(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
        for part in line.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|word| word.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => counts.passed += number,
                Some("failed") => counts.failed += number,
                _ => {}
            }
        }
    }
    counts
}

/// Reads the JSON report of Vitest.
pub(crate) fn of_vitest(report: &str) -> Counts {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let number = |name| report.get(name).and_then(Value::as_u64).unwrap_or(0);
    Counts { passed: number("numPassedTests"), failed: number("numFailedTests") }
}

/// Reads the JSON report of Playwright: `unexpected` are tests that failed.
pub(crate) fn of_playwright(report: &str) -> Counts {
    let report: Value = serde_json::from_str(report).unwrap_or_default();
    let number =
        |name: &str| report.pointer(&format!("/stats/{name}")).and_then(Value::as_u64).unwrap_or(0);
    // One that had to be tried twice has failed once.
    Counts { passed: number("expected"), failed: number("unexpected") + number("flaky") }
}

/// What is worth reading of the output of a runner that failed: not what was built and what passed.
pub(crate) fn telling(output: &str) -> String {
    const PROGRESS: [&str; 5] =
        ["Compiling ", "Checking ", "Downloading ", "Downloaded ", "Blocking "];
    let is_news = |line: &&str| {
        let line = line.trim();
        let is_passed = line.starts_with("test ") && line.ends_with(" ... ok");
        let is_progress = PROGRESS.iter().any(|word| line.starts_with(word));
        !(is_passed || is_progress || line.starts_with("test result: ok.") || line.starts_with('✓'))
    };
    let mut told: Vec<&str> = output.lines().filter(is_news).collect();
    told.dedup_by(|next, before| next.trim().is_empty() && before.trim().is_empty());
    told.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_without_what_went_well() {
        let output = "   Compiling syn v3.0.9\n    Checking url v2\nerror: No space left on device\n\n\n\n\
            running 2 tests\ntest a ... ok\ntest b ... FAILED\n\nfailures:\n\
            test result: ok. 1 passed; 0 failed\ntest result: FAILED. 1 passed; 1 failed\n";
        let told = "error: No space left on device\n\nrunning 2 tests\ntest b ... FAILED\n\nfailures:\n\
            test result: FAILED. 1 passed; 1 failed";
        assert_eq!(telling(output), told);
    }

    #[test]
    fn cargo_results_are_added_up() {
        let output = "running 2 tests\ntest result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(of_cargo(output), Counts { passed: 15, failed: 2 });
    }

    #[test]
    fn a_runner_that_fails_without_a_failing_test_counts_as_one_failure() {
        assert_eq!(of_cargo("error: could not compile").judged_by(false), Counts::FAILED);
        let some = Counts { passed: 4, failed: 2 };
        assert_eq!(some.judged_by(false), some);
    }

    #[test]
    fn a_runner_that_ran_nothing_has_failed() {
        assert_eq!(Counts::default().judged_by(true), Counts::FAILED);
    }

    #[test]
    fn vitest_reports_are_read() {
        let report = r#"{"numTotalTests": 9, "numPassedTests": 7, "numFailedTests": 2}"#;
        assert_eq!(of_vitest(report), Counts { passed: 7, failed: 2 });
        assert_eq!(of_vitest("").judged_by(true), Counts::FAILED);
    }

    #[test]
    fn playwright_reports_are_read() {
        let report = r#"{"stats": {"expected": 41, "unexpected": 2, "flaky": 1, "skipped": 0}}"#;
        assert_eq!(of_playwright(report), Counts { passed: 41, failed: 3 });
        assert_eq!(of_playwright("").judged_by(true), Counts::FAILED);
    }
}
