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
    in_turn("format", Area::Rust, &[], format),
    in_turn("tidy", Area::Rust, &[], house_rules),
    in_turn("ui-install", Area::Ui, &[], ui_install),
    aside("deny", Area::Rust, &["ui-install"], dependencies),
    in_turn("ui-types", Area::Ui, &["ui-install"], ui_types),
    aside("ui-lint", Area::Ui, &["ui-install"], ui_lint),
    in_turn("ui-format", Area::Ui, &["ui-install"], ui_format),
    in_turn("ui-tests", Area::Ui, &["ui-install"], ui_tests),
    in_turn("ui-build", Area::Ui, &["ui-install"], ui_build),
    // The crate of the app embeds the built interface, so Rust comes after it.
    in_turn("clippy", Area::Rust, &["ui-build"], clippy),
    in_turn("bindings", Area::Rust, &["ui-install"], stale_bindings),
    in_turn("rust-tests", Area::Rust, &["ui-build"], rust_tests),
    in_turn("ui-browser", Area::Ui, &["ui-install"], ui_browser),
    in_turn("app", Area::EndToEnd, &["ui-build"], build_app),
    in_turn("end-to-end", Area::EndToEnd, &["app"], end_to_end),
];

const fn in_turn(
    name: &'static str,
    area: Area,
    needs: &'static [&'static str],
    run: fn(&Context) -> Result<Outcome>,
) -> Step {
    Step { name, area, needs, aside: false, run }
}

const fn aside(
    name: &'static str,
    area: Area,
    needs: &'static [&'static str],
    run: fn(&Context) -> Result<Outcome>,
) -> Step {
    Step { aside: true, ..in_turn(name, area, needs, run) }
}

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

/// Compiles everything that is run later, and lints it on the way: [`workspace::lint_what_is_compiled`].
fn clippy(_: &Context) -> Result<Outcome> {
    let mut outcome = Outcome::new(Counts::default(), String::new());
    for (name, chosen) in [("clippy", workspace::WHOLE), ("clippy-xtask", workspace::SELF)] {
        let mut command = workspace::cargo();
        command.arg("test").args(chosen).args(["--no-run", "--no-fail-fast"]);
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
        // Half of the tests wait for a server, a limit or a lock: with one for each core the cores would wait as well.
        command.env("RUST_TEST_THREADS", (2 * workspace::cores()).to_string());
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
