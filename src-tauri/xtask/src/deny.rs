//! What comes from outside: licences, bans, sources and known vulnerabilities, of crates by cargo-deny and of npm
//! packages by npm and by a look at their lock file.

mod npm;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use crate::cargo_tool;
use crate::node::Node;
use crate::process::{self, Finished};
use crate::report::Counts;
use crate::workspace;

const VERSION: &str = "0.20.2";
const CHECK_LIMIT: Duration = Duration::from_secs(5 * 60);
/// A network that swallows what is sent must not hold up everything else.
const FETCH_LIMIT: Duration = Duration::from_secs(90);

/// What was found, and what could not be looked at.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) counts: Counts,
    pub(crate) output: String,
    pub(crate) notes: Vec<String>,
}

impl Report {
    /// Adds one check by what it complains of.
    fn add(&mut self, complaint: Option<String>) {
        self.counts = self.counts.and(complaint.is_none());
        self.output.extend(complaint);
    }
}

/// Runs every check; installs cargo-deny when it is not there.
pub(crate) fn check(node: &Node) -> Result<Report> {
    let program = cargo_tool::ensure("cargo-deny", VERSION)?;
    let mut report = Report::default();
    for what in ["licenses", "bans", "sources"] {
        let done = run(cargo_deny(&program).args(["check", what]), what, CHECK_LIMIT)?;
        report.add(complaint(&done));
    }
    match advisories(&program)? {
        Some(done) => report.add(complaint(&done)),
        None => {
            report.notes.push("advisories: not checked, their data could not be reached".into())
        }
    }
    report.add(npm::licence_complaint()?);
    match npm::audit(node, FETCH_LIMIT)? {
        Some(found) => report.add(found),
        None => {
            report
                .notes
                .push("npm advisories: not checked, their data could not be reached".into());
        }
    }
    Ok(report)
}

/// Nothing when the data cannot be had; a network that is away is no fault of ours.
fn advisories(program: &Path) -> Result<Option<Finished>> {
    let fetched = run(cargo_deny(program).args(["fetch", "db"]), "advisories-fetch", FETCH_LIMIT)?;
    if !fetched.ending.is_success() {
        return Ok(None);
    }
    let mut command = cargo_deny(program);
    command.args(["check", "--disable-fetch", "advisories"]);
    Ok(Some(run(&mut command, "advisories", CHECK_LIMIT)?))
}

fn complaint(done: &Finished) -> Option<String> {
    (!done.ending.is_success())
        .then(|| format!("{}\n(it {})\n", done.output.trim_end(), done.ending))
}

fn cargo_deny(program: &Path) -> Command {
    let root = workspace::root();
    let mut command = Command::new(program);
    command.current_dir(root).args(["--workspace", "--locked", "--color", "never"]);
    command.arg("--manifest-path").arg(root.join("Cargo.toml"));
    command.arg("--config").arg(root.join("src-tauri/deny.toml"));
    command
}

fn run(command: &mut Command, name: &str, limit: Duration) -> Result<Finished> {
    let log = workspace::scratch("logs")?.join(format!("deny-{name}.log"));
    process::quietly(process::mark(command), &log, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_complaint_counts_and_is_told() {
        let mut report = Report::default();
        report.add(None);
        report.add(Some("first\n".to_owned()));
        report.add(Some("second\n".to_owned()));
        assert_eq!(report.counts, Counts { passed: 1, failed: 2 });
        assert_eq!(report.output, "first\nsecond\n");
    }
}
