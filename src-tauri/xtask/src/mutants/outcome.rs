//! What cargo-mutants writes down, read: which mutants there are, and what became of each.

use std::collections::BTreeMap;
use std::fmt;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// The folder that every file of a mutant is below.
const SOURCES: &str = "src-tauri/crates/scim/src/";

/// What a mutant is called whatever stands above it in its file: no lines, but a number among those of one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// From the crate's sources on.
    pub(super) file: String,
    /// What was changed, and in which function.
    pub(super) change: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\t{}", self.file, self.change)
    }
}

/// What became of a mutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// A test failed.
    Caught,
    /// Every test passed.
    Missed,
    /// The tests did not end in time.
    TimedOut,
    /// It does not compile.
    Unviable,
}

/// All mutants of a module by the name that cargo-mutants gives them, which has the line.
#[derive(Debug, Default)]
pub(super) struct Mutants {
    keys: BTreeMap<String, Key>,
}

impl Mutants {
    /// Reads what `cargo mutants --list --json` prints.
    pub(super) fn parse(json: &str) -> Result<Self> {
        let list: Vec<Value> =
            serde_json::from_str(json).context("the list of mutants is not a JSON array")?;
        let mut places = list.iter().map(place).collect::<Result<Vec<_>>>()?;
        places.sort();
        let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
        let mut keys = BTreeMap::new();
        for (file, _, _, name) in places {
            let key = Key { change: change(&name)?.to_owned(), file };
            let number = seen.entry(key.clone()).or_default();
            *number += 1;
            // The first keeps the plain name: most have no namesake.
            let change =
                if *number == 1 { key.change } else { format!("{} #{number}", key.change) };
            keys.insert(name, Key { change, ..key });
        }
        Ok(Self { keys })
    }

    /// The key of a mutant by its full name.
    pub(super) fn key(&self, name: &str) -> Result<&Key> {
        self.keys.get(name).with_context(|| format!("no list of mutants has `{name}`"))
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }
}

/// File below the sources, line, column and full name.
fn place(mutant: &Value) -> Result<(String, u64, u64, String)> {
    let text = |name: &str| {
        let value = mutant.get(name).and_then(Value::as_str);
        value.map(str::to_owned).with_context(|| format!("a mutant has no `{name}`: {mutant}"))
    };
    let number = |pointer: &str| {
        let value = mutant.pointer(pointer).and_then(Value::as_u64);
        value.with_context(|| format!("a mutant has no `{pointer}`: {mutant}"))
    };
    let file = text("file")?;
    let file = file.strip_prefix(SOURCES).unwrap_or(&file).to_owned();
    Ok((file, number("/span/start/line")?, number("/span/start/column")?, text("name")?))
}

/// `a.rs:24:9: replace f -> bool with true` is a change without its place.
fn change(name: &str) -> Result<&str> {
    let rest = name.split_once(": ").map(|(_, rest)| rest);
    rest.with_context(|| format!("`{name}` does not say where and what"))
}

/// The fates of mutants by their full names, from an `outcomes.json`.
pub(super) fn fates(json: &str) -> Result<BTreeMap<String, Fate>> {
    let document: Value = serde_json::from_str(json).context("the outcomes are not JSON")?;
    let outcomes =
        document.get("outcomes").and_then(Value::as_array).context("there are no outcomes")?;
    let mut fates = BTreeMap::new();
    for outcome in outcomes {
        let summary = outcome.get("summary").and_then(Value::as_str).unwrap_or_default();
        let Some(name) = outcome.pointer("/scenario/Mutant/name").and_then(Value::as_str) else {
            // The tests of the unchanged crate: were they red, each mutant would seem to be caught.
            if summary != "Success" {
                bail!("the tests fail without any mutant (`{summary}`)");
            }
            continue;
        };
        let fate = match summary {
            "CaughtMutant" => Fate::Caught,
            "MissedMutant" => Fate::Missed,
            "Timeout" => Fate::TimedOut,
            "Unviable" => Fate::Unviable,
            other => bail!("`{other}` became of {name}, which is no fate of a mutant"),
        };
        fates.insert(name.to_owned(), fate);
    }
    Ok(fates)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn mutant(file: &str, line: u64, change: &str) -> Value {
        json!({
            "file": format!("{SOURCES}{file}"),
            "name": format!("{SOURCES}{file}:{line}:9: {change}"),
            "span": { "start": { "line": line, "column": 9 }, "end": { "line": line, "column": 11 } },
        })
    }

    #[test]
    fn a_mutant_keeps_its_key_when_lines_move() {
        let first = [mutant("attr.rs", 24, "replace == with != in of")];
        let moved = [mutant("attr.rs", 90, "replace == with != in of")];
        let key = |list: &[Value], line: u64| {
            let mutants = Mutants::parse(&json!(list).to_string()).unwrap();
            let name = format!("{SOURCES}attr.rs:{line}:9: replace == with != in of");
            mutants.key(&name).unwrap().clone()
        };
        assert_eq!(key(&first, 24), key(&moved, 90));
        assert_eq!(key(&first, 24).to_string(), "attr.rs\treplace == with != in of");
    }

    #[test]
    fn namesakes_are_numbered_by_their_lines() {
        let list = [
            mutant("attr.rs", 100, "replace == with != in of"),
            mutant("attr.rs", 24, "replace == with != in of"),
            mutant("filter/parse.rs", 3, "replace == with != in of"),
        ];
        let mutants = Mutants::parse(&json!(list).to_string()).unwrap();
        let change = |file: &str, line: u64| {
            let name = format!("{SOURCES}{file}:{line}:9: replace == with != in of");
            mutants.key(&name).unwrap().change.clone()
        };
        assert_eq!(change("attr.rs", 24), "replace == with != in of");
        assert_eq!(change("attr.rs", 100), "replace == with != in of #2");
        assert_eq!(change("filter/parse.rs", 3), "replace == with != in of");
        assert_eq!(mutants.len(), 3);
    }

    fn outcome(name: &str, summary: &str) -> Value {
        json!({ "scenario": { "Mutant": { "name": name } }, "summary": summary })
    }

    #[test]
    fn each_summary_is_a_fate() {
        let document = json!({ "outcomes": [
            { "scenario": "Baseline", "summary": "Success" },
            outcome("a", "CaughtMutant"),
            outcome("b", "MissedMutant"),
            outcome("c", "Timeout"),
            outcome("d", "Unviable"),
        ] });
        let fates = fates(&document.to_string()).unwrap();
        let fates: Vec<Fate> = fates.into_values().collect();
        assert_eq!(fates, [Fate::Caught, Fate::Missed, Fate::TimedOut, Fate::Unviable]);
    }

    #[test]
    fn red_tests_and_unknown_summaries_are_errors() {
        for wrong in [
            json!({ "outcomes": [{ "scenario": "Baseline", "summary": "Failure" }] }),
            json!({ "outcomes": [outcome("a", "Elsewhere")] }),
            json!({}),
        ] {
            assert!(fates(&wrong.to_string()).is_err(), "{wrong}");
        }
    }
}
