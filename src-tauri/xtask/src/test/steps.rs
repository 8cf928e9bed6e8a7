//! What `cargo xtask test` runs: the table of steps and what each of them does.

use std::process::Command;
use std::time::Duration;

use anyhow::Result;

use super::{Area, Context, Outcome, Step, end_to_end};
use crate::app::{self, Profile};
use crate::process::{self, Finished};
use crate::report::{self, Counts};
use crate::{bindings, browser, deny, tidy, ui, workspace};

const MINUTE: Duration = Duration::from_secs(60);

pub(super) const STEPS: &[Step] = &[
    Step { name: "format", area: Area::Rust, needs: &[], run: format },
    Step { name: "tidy", area: Area::Rust, needs: &[], run: house_rules },
    Step { name: "ui-install", area: Area::Ui, needs: &[], run: ui_install },
    Step { name: "deny", area: Area::Rust, needs: &["ui-install"], run: dependencies },
    Step { name: "ui-types", area: Area::Ui, needs: &["ui-install"], run: ui_types },
    Step { name: "ui-lint", area: Area::Ui, needs: &["ui-install"], run: ui_lint },
    Step { name: "ui-format", area: Area::Ui, needs: &["ui-install"], run: ui_format },
    Step { name: "ui-tests", area: Area::Ui, needs: &["ui-install"], run: ui_tests },
    Step { name: "ui-build", area: Area::Ui, needs: &["ui-install"], run: ui_build },
    // The crate of the app embeds the built interface, so Rust comes after it.
    Step { name: "clippy", area: Area::Rust, needs: &["ui-build"], run: clippy },
    Step { name: "bindings", area: Area::Rust, needs: &["ui-install"], run: stale_bindings },
    Step { name: "rust-tests", area: Area::Rust, needs: &["ui-build"], run: rust_tests },
    Step { name: "ui-browser", area: Area::Ui, needs: &["ui-install"], run: ui_browser },
    Step { name: "app", area: Area::EndToEnd, needs: &["ui-build"], run: build_app },
    Step { name: "end-to-end", area: Area::EndToEnd, needs: &["app"], run: end_to_end },
];

fn format(_: &Context) -> Result<Outcome> {
    // Only the names of the files: `cargo fmt --all` puts the rest right.
    check("format", workspace::cargo().args(["fmt", "--all", "--", "--check", "-l"]), 2 * MINUTE)
}

fn house_rules(_: &Context) -> Result<Outcome> {
    let findings = tidy::findings()?;
    let output = findings.iter().map(|finding| format!("{finding}\n")).collect();
    Ok(Outcome::new(Counts::default().and(findings.is_empty()), output))
}

/// Licences, bans, sources and advisories of what comes from outside.
fn dependencies(context: &Context) -> Result<Outcome> {
    let report = deny::check(context.node()?)?;
    Ok(Outcome { counts: report.counts, output: report.output, notes: report.notes })
}

fn clippy(_: &Context) -> Result<Outcome> {
    let mut outcome = Outcome::new(Counts::default(), String::new());
    for (name, chosen) in [("clippy", workspace::WHOLE), ("clippy-xtask", workspace::SELF)] {
        let mut command = workspace::cargo();
        command.arg("clippy").args(chosen).args(["--all-targets", "--", "-D", "warnings"]);
        outcome.take_in(check(name, &mut command, 40 * MINUTE)?);
    }
    Ok(outcome)
}

fn stale_bindings(context: &Context) -> Result<Outcome> {
    let stale = bindings::stale(context.node()?)?;
    let output = bindings::advice(&stale);
    Ok(Outcome::new(Counts::default().and(stale.is_empty()), output))
}

fn rust_tests(_: &Context) -> Result<Outcome> {
    let without_end_to_end = [workspace::WHOLE, &["--exclude", "tests"]].concat();
    let mut outcome = Outcome::new(Counts::default(), String::new());
    for (name, chosen) in
        [("rust-tests", without_end_to_end.as_slice()), ("rust-tests-xtask", workspace::SELF)]
    {
        let mut command = workspace::cargo();
        command.arg("test").args(chosen).arg("--no-fail-fast");
        let done = run(name, process::mark(&mut command), 45 * MINUTE)?;
        outcome.take_in(done.counted_by(report::of_cargo));
    }
    Ok(outcome)
}

fn ui_install(context: &Context) -> Result<Outcome> {
    ui::install(context.node()?)?;
    Ok(Outcome::new(Counts::PASSED, String::new()))
}

fn ui_types(context: &Context) -> Result<Outcome> {
    npm(context, "ui-types", "typecheck")
}

fn ui_lint(context: &Context) -> Result<Outcome> {
    npm(context, "ui-lint", "lint")
}

fn ui_format(context: &Context) -> Result<Outcome> {
    npm(context, "ui-format", "format:check")
}

fn ui_tests(context: &Context) -> Result<Outcome> {
    let report = workspace::scratch("reports")?.join("vitest.json");
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let mut command = context.node()?.npm()?;
    command.args(["test", "--", "--reporter=default", "--reporter=json"]);
    command.arg(format!("--outputFile.json={}", report.display()));
    let done = run("ui-tests", process::mark(&mut command), 15 * MINUTE)?;
    let json = std::fs::read_to_string(&report).unwrap_or_default();
    Ok(done.counted_by(|_| report::of_vitest(&json)))
}

/// The interface in a plain browser, on the real backend.
fn ui_browser(context: &Context) -> Result<Outcome> {
    let done = browser::test(context.node()?)?;
    let json = std::fs::read_to_string(browser::report()?).unwrap_or_default();
    Ok(done.counted_by(|_| report::of_playwright(&json)))
}

fn ui_build(context: &Context) -> Result<Outcome> {
    ui::build(context.node()?)?;
    Ok(Outcome::new(Counts::PASSED, String::new()))
}

fn build_app(_: &Context) -> Result<Outcome> {
    check("app", &mut app::build_command(Profile::Debug), 40 * MINUTE)
}

fn end_to_end(_: &Context) -> Result<Outcome> {
    let (counts, output) = end_to_end::run()?;
    Ok(Outcome::new(counts, output))
}

impl Finished {
    fn counted_by(self, read: impl FnOnce(&str) -> Counts) -> Outcome {
        let counts = read(&self.output).judged_by(self.ending.is_success());
        Outcome::new(counts, format!("{}\n(it {})", report::telling(&self.output), self.ending))
    }
}

fn npm(context: &Context, name: &str, script: &str) -> Result<Outcome> {
    check(name, context.node()?.npm()?.args(["run", script]), 10 * MINUTE)
}

/// A program whose success is one check.
fn check(name: &str, command: &mut Command, limit: Duration) -> Result<Outcome> {
    let done = run(name, command, limit)?;
    let counts = Counts::default().and(done.ending.is_success());
    Ok(done.counted_by(|_| counts))
}

fn run(name: &str, command: &mut Command, limit: Duration) -> Result<Finished> {
    let log = workspace::scratch("logs")?.join(format!("{name}.log"));
    process::quietly(command, &log, limit)
}
