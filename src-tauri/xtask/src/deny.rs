//! What comes from outside: licences, bans, sources and known vulnerabilities, of crates by cargo-deny and of npm
//! packages by npm and by a look at their lock file.

mod npm;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::node::Node;
use crate::process::{self, Finished};
use crate::report::Counts;
use crate::workspace;

const VERSION: &str = "0.20.2";
const INSTALL_LIMIT: Duration = Duration::from_secs(20 * 60);
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
    let program = ensure()?;
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

/// A cargo-deny of our own, so that every machine judges alike.
fn ensure() -> Result<PathBuf> {
    let tools = workspace::target()?.join("tools");
    let program = tools.join("bin").join(format!("cargo-deny{}", std::env::consts::EXE_SUFFIX));
    let said = process::answer_of(&program.display().to_string(), &["--version"]);
    if said.is_some_and(|said| is_wanted(&said)) {
        return Ok(program);
    }
    let build = tools.join("build");
    let mut command = workspace::cargo();
    command
        .args(["install", "--locked", "--force", "--root"])
        .arg(&tools)
        .arg(format!("cargo-deny@{VERSION}"))
        .env("CARGO_TARGET_DIR", &build)
        // It runs for seconds: a quick build is worth more than a quick program.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    let done = run(&mut command, "install", INSTALL_LIMIT)?;
    if !done.ending.is_success() {
        bail!("cargo-deny {VERSION} cannot be installed:\n{}", done.output);
    }
    std::fs::remove_dir_all(&build)
        .with_context(|| format!("cannot remove {}", build.display()))?;
    Ok(program)
}

/// `cargo-deny 0.20.2`
fn is_wanted(said: &str) -> bool {
    said.split_whitespace().nth(1) == Some(VERSION)
}

fn run(command: &mut Command, name: &str, limit: Duration) -> Result<Finished> {
    let log = workspace::scratch("logs")?.join(format!("deny-{name}.log"));
    process::quietly(process::mark(command), &log, limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_not_the_one_that_is_wanted() {
        assert!(is_wanted(&format!("cargo-deny {VERSION}")));
        for other in ["cargo-deny 0.1.0", "cargo-deny", "", &format!("cargo-deny {VERSION}1")] {
            assert!(!is_wanted(other), "{other}");
        }
    }

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
