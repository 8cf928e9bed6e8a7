//! `cargo xtask test`: every check as a named, timed step; quiet unless it fails; one line of
//! counts at the end.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::app::{self, Profile};
use crate::display::VirtualDisplay;
use crate::node::{self, Node};
use crate::packages::Purpose;
use crate::process::{self, Finished};
use crate::report::{self, Counts};
use crate::{bindings, setup, tidy, ui, workspace};

const MINUTE: Duration = Duration::from_secs(60);

/// What a step belongs to, and what a developer can ask for as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    Rust,
    Ui,
    EndToEnd,
}

/// One line of the report.
struct Step {
    name: &'static str,
    area: Area,
    /// Steps without which this one makes no sense.
    needs: &'static [&'static str],
    run: fn(&Context) -> Result<Outcome>,
}

/// What the steps share.
struct Context {
    node: Option<Node>,
}

/// What a step counted, and what it printed should it have failed.
struct Outcome {
    counts: Counts,
    output: String,
}

const STEPS: &[Step] = &[
    Step { name: "format", area: Area::Rust, needs: &[], run: format },
    Step { name: "tidy", area: Area::Rust, needs: &[], run: house_rules },
    Step { name: "ui-install", area: Area::Ui, needs: &[], run: ui_install },
    Step { name: "ui-types", area: Area::Ui, needs: &["ui-install"], run: ui_types },
    Step { name: "ui-lint", area: Area::Ui, needs: &["ui-install"], run: ui_lint },
    Step { name: "ui-format", area: Area::Ui, needs: &["ui-install"], run: ui_format },
    Step { name: "ui-tests", area: Area::Ui, needs: &["ui-install"], run: ui_tests },
    Step { name: "ui-build", area: Area::Ui, needs: &["ui-install"], run: ui_build },
    // The crate of the app embeds the built interface, so Rust comes after it.
    Step { name: "clippy", area: Area::Rust, needs: &["ui-build"], run: clippy },
    Step { name: "bindings", area: Area::Rust, needs: &["ui-install"], run: stale_bindings },
    Step { name: "rust-tests", area: Area::Rust, needs: &["ui-build"], run: rust_tests },
    Step { name: "app", area: Area::EndToEnd, needs: &["ui-build"], run: build_app },
    Step { name: "end-to-end", area: Area::EndToEnd, needs: &["app"], run: end_to_end },
];

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let steps = select(arguments)?;
    let context = match prepare(&steps) {
        Ok(context) => context,
        Err(error) => {
            println!("{error:#}\n\n{}", Counts::FAILED);
            return Ok(ExitCode::FAILURE);
        }
    };
    let started = Instant::now();
    let mut results: BTreeMap<&str, bool> = BTreeMap::new();
    let mut total = Counts::default();
    for step in steps {
        let missing = step.needs.iter().find(|need| results.get(*need) == Some(&false));
        if let Some(missing) = missing {
            println!("{:<12} not run: {missing} failed", step.name);
            results.insert(step.name, false);
            continue;
        }
        let counts = perform(step, &context);
        results.insert(step.name, counts.failed == 0);
        total += counts;
    }
    process::sweep();
    println!("\n{:.0} s in all", started.elapsed().as_secs_f64());
    println!("{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The steps asked for with all that they need, in the order of the table.
fn select(arguments: &[String]) -> Result<Vec<&'static Step>> {
    let has_driver = cfg!(target_os = "linux");
    if !has_driver {
        println!("The end-to-end tests are left out: only Linux has a driver for the webview.");
    }
    let mut wanted: Vec<&str> = Vec::new();
    for argument in arguments {
        let before = wanted.len();
        wanted.extend(STEPS.iter().filter(|step| step.answers_to(argument)).map(|step| step.name));
        if wanted.len() == before {
            let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
            bail!("there is no step `{argument}`; there are rust, ui, e2e, {}", names.join(", "));
        }
    }
    if arguments.is_empty() {
        wanted.extend(STEPS.iter().map(|step| step.name));
    }
    let mut chosen: Vec<&'static Step> = STEPS
        .iter()
        .rev()
        .filter(|step| {
            let chosen = wanted.contains(&step.name);
            if chosen {
                // Going backwards, so what this one needs is still to come.
                wanted.extend(step.needs);
            }
            chosen && (has_driver || step.area != Area::EndToEnd)
        })
        .collect();
    chosen.reverse();
    Ok(chosen)
}

impl Step {
    fn answers_to(&self, word: &str) -> bool {
        let area = match self.area {
            Area::Rust => "rust",
            Area::Ui => "ui",
            Area::EndToEnd => "e2e",
        };
        word == area || word == self.name
    }
}

/// System packages and Node, as far as these steps want them.
fn prepare(steps: &[&'static Step]) -> Result<Context> {
    let needs_any = |names: &[&str]| steps.iter().any(|step| names.contains(&step.name));
    let mut purposes = Vec::new();
    if needs_any(&["clippy", "rust-tests", "bindings", "app"]) {
        purposes.push(Purpose::Build);
    }
    if needs_any(&["end-to-end"]) {
        purposes.push(Purpose::EndToEnd);
    }
    let needs_node = needs_any(&["ui-install"]);
    if needs_node && node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    setup::ensure(&purposes)?;
    if needs_any(&["format", "clippy"]) {
        setup::ensure_rust_components()?;
    }
    let node = if needs_node { Some(node::ensure()?) } else { None };
    Ok(Context { node })
}

fn perform(step: &Step, context: &Context) -> Counts {
    print!("{:<12} ", step.name);
    // A report that cannot be flushed is only late.
    std::io::stdout().flush().ok();
    let started = Instant::now();
    let outcome = (step.run)(context)
        .unwrap_or_else(|error| Outcome { counts: Counts::FAILED, output: format!("{error:#}") });
    let seconds = started.elapsed().as_secs_f64();
    let Outcome { counts, output } = outcome;
    if counts.failed == 0 && counts.passed == 1 {
        println!("ok      {seconds:>7.1} s");
    } else if counts.failed == 0 {
        println!("ok      {seconds:>7.1} s   {}", counts.passed);
    } else {
        println!("FAILED  {seconds:>7.1} s   {counts}\n\n{}\n", output.trim_end());
    }
    counts
}

fn format(_: &Context) -> Result<Outcome> {
    // Only the names of the files: `cargo fmt --all` puts the rest right.
    check("format", workspace::cargo().args(["fmt", "--all", "--", "--check", "-l"]), 2 * MINUTE)
}

fn house_rules(_: &Context) -> Result<Outcome> {
    let findings = tidy::findings()?;
    let output = findings.iter().map(|finding| format!("{finding}\n")).collect();
    Ok(Outcome { counts: Counts::default().and(findings.is_empty()), output })
}

fn clippy(_: &Context) -> Result<Outcome> {
    let mut command = workspace::cargo();
    command.args(["clippy", "--workspace", "--all-targets"]);
    command.args(["--features", "scimscope/custom-protocol", "--", "-D", "warnings"]);
    check("clippy", &mut command, 40 * MINUTE)
}

fn stale_bindings(context: &Context) -> Result<Outcome> {
    let stale = bindings::stale(context.node()?)?;
    let output = bindings::advice(&stale);
    Ok(Outcome { counts: Counts::default().and(stale.is_empty()), output })
}

fn rust_tests(_: &Context) -> Result<Outcome> {
    let mut command = workspace::cargo();
    command.args(["test", "--workspace", "--exclude", "tests", "--no-fail-fast"]);
    command.args(["--features", "scimscope/custom-protocol"]);
    let done = run("rust-tests", process::mark(&mut command), 45 * MINUTE)?;
    Ok(done.counted_by(report::of_cargo))
}

fn ui_install(context: &Context) -> Result<Outcome> {
    ui::install(context.node()?)?;
    Ok(Outcome { counts: Counts::PASSED, output: String::new() })
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

fn ui_build(context: &Context) -> Result<Outcome> {
    ui::build(context.node()?)?;
    Ok(Outcome { counts: Counts::PASSED, output: String::new() })
}

fn build_app(_: &Context) -> Result<Outcome> {
    check("app", &mut app::build_command(Profile::Debug), 40 * MINUTE)
}

/// Every test brings its own session bus, data folders and servers; they share the display.
fn end_to_end(_: &Context) -> Result<Outcome> {
    let display = VirtualDisplay::start(1600, 1000)?;
    let mut command = workspace::cargo();
    command
        .args(["test", "--package", "tests", "--no-fail-fast"])
        .env("SCIMSCOPE_APP", app::binary(Profile::Debug)?)
        .env("SCIMSCOPE_TEST_OUTPUT", workspace::target()?)
        // The errors say what was waited for; where in the harness is of no interest.
        .env("RUST_LIB_BACKTRACE", "0");
    display.use_for(&mut command);
    let done = run("end-to-end", process::mark(&mut command), 40 * MINUTE)?;
    process::sweep();
    Ok(done.counted_by(report::of_cargo))
}

impl Context {
    fn node(&self) -> Result<&Node> {
        self.node.as_ref().ok_or_else(|| anyhow::anyhow!("this step was selected without Node"))
    }
}

impl Finished {
    fn counted_by(self, read: impl FnOnce(&str) -> Counts) -> Outcome {
        let counts = read(&self.output).judged_by(self.ending.is_success());
        Outcome { counts, output: format!("{}\n(it {})", self.output.trim_end(), self.ending) }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        select(&arguments).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn without_arguments_every_step_is_run() {
        assert_eq!(names(&[]).len(), STEPS.len());
    }

    #[test]
    fn a_step_brings_what_it_needs_before_it() {
        assert_eq!(names(&["end-to-end"]), ["ui-install", "ui-build", "app", "end-to-end"]);
        assert_eq!(names(&["format"]), ["format"]);
    }

    #[test]
    fn an_area_stands_for_its_steps() {
        let chosen = names(&["ui"]);
        assert!(chosen.contains(&"ui-tests") && !chosen.contains(&"clippy"), "{chosen:?}");
    }

    #[test]
    fn an_unknown_step_is_an_error() {
        assert!(select(&["nonsense".to_owned()]).is_err());
    }

    #[test]
    fn every_need_is_a_step_that_comes_earlier() {
        for (position, step) in STEPS.iter().enumerate() {
            for need in step.needs {
                let earlier = STEPS.iter().take(position).any(|other| other.name == *need);
                assert!(earlier, "{} needs {need}", step.name);
            }
        }
    }
}
