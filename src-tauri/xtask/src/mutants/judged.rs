//! The mutants that no test needs to catch: a list in the crate, each with a verdict and why. What survives and is
//! not in it is a hole in the tests.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};

use super::outcome::Key;

/// The first line of the list.
const HEADER: &str = "file\tmutant\tverdict\twhy";
/// What a survivor may be. `equivalent`: nobody outside can tell. `wording`: only a text for people reads differently,
/// or how it is chosen among right ones. `cost`: the same answers with more or less work, within what is bounded
/// elsewhere. `accepted`: it could be told, and the test is not worth its keep.
const VERDICTS: &[&str] = &["equivalent", "wording", "cost", "accepted"];

/// The list, its verdicts by mutant.
#[derive(Debug, Default)]
pub(super) struct Judged {
    verdicts: BTreeMap<Key, String>,
}

/// Where the list and what survived differ.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// Survivors that nobody has judged.
    pub(super) unjudged: Vec<Key>,
    /// Lines whose mutant is caught by now, or is no more.
    pub(super) stale: Vec<Key>,
}

impl Judged {
    /// Reads the list.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let mut lines = text.lines();
        ensure!(lines.next() == Some(HEADER), "the list does not begin with `{HEADER}`");
        let mut verdicts = BTreeMap::new();
        for line in lines {
            let (key, verdict) = judgement(line).with_context(|| format!("in `{line}`"))?;
            if verdicts.insert(key.clone(), verdict).is_some() {
                bail!("`{key}` is listed twice");
            }
        }
        Ok(Self { verdicts })
    }

    /// Compares with what survived of those that were `tried`.
    pub(super) fn compare(&self, survivors: &BTreeSet<Key>, tried: &BTreeSet<Key>) -> Difference {
        let is_judged = |key: &&Key| self.verdicts.contains_key(*key);
        let unjudged = survivors.iter().filter(|key| !is_judged(key)).cloned().collect();
        let caught = |key: &&Key| tried.contains(*key) && !survivors.contains(*key);
        Difference { unjudged, stale: self.verdicts.keys().filter(caught).cloned().collect() }
    }

    /// How many survivors have each verdict.
    pub(super) fn counts(&self, survivors: &BTreeSet<Key>) -> BTreeMap<&str, usize> {
        let mut counts = BTreeMap::new();
        for verdict in survivors.iter().filter_map(|key| self.verdicts.get(key)) {
            *counts.entry(verdict.as_str()).or_default() += 1;
        }
        counts
    }
}

fn judgement(line: &str) -> Result<(Key, String)> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [file, change, verdict, why] = columns.as_slice() else {
        bail!("there are {} columns instead of 4", columns.len());
    };
    ensure!(VERDICTS.contains(verdict), "`{verdict}` is none of {}", VERDICTS.join(", "));
    ensure!(!why.trim().is_empty(), "nothing says why");
    let key = Key { file: (*file).to_owned(), change: (*change).to_owned() };
    Ok((key, (*verdict).to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(change: &str) -> Key {
        Key { file: "attr.rs".to_owned(), change: change.to_owned() }
    }

    fn keys(changes: &[&str]) -> BTreeSet<Key> {
        changes.iter().map(|it| key(it)).collect()
    }

    #[test]
    fn a_survivor_needs_a_line_and_a_line_a_survivor() {
        let list = format!(
            "{HEADER}\nattr.rs\tone\tequivalent\tIt is.\nattr.rs\ttwo\tcost\tIt is bounded.\n\
             attr.rs\tgone\twording\tA text.\n"
        );
        let judged = Judged::parse(&list).unwrap();
        let survivors = keys(&["one", "three"]);
        let found = judged.compare(&survivors, &keys(&["one", "two", "three"]));
        // `gone` was not tried: a run of one module says nothing about the lines of another.
        assert_eq!(found.unjudged, [key("three")]);
        assert_eq!(found.stale, [key("two")]);
        assert_eq!(judged.counts(&survivors), BTreeMap::from([("equivalent", 1)]));
    }

    #[test]
    fn a_line_without_a_verdict_or_a_reason_is_refused() {
        for line in [
            "attr.rs\tone",
            "attr.rs\tone\tfine\tIt is.",
            "attr.rs\tone\tcost\t ",
            "attr.rs\tone\tcost\tIt is.\tmore",
        ] {
            assert!(Judged::parse(&format!("{HEADER}\n{line}\n")).is_err(), "{line}");
        }
        let twice = "attr.rs\tone\tcost\tIt is.\n";
        assert!(Judged::parse(&format!("{HEADER}\n{twice}{twice}")).is_err());
        assert!(Judged::parse("").is_err());
    }
}
