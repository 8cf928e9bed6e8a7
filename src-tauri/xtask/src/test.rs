//! `cargo xtask test`: every check as a named, timed step; quiet unless it fails; one line of
//! counts at the end. The steps themselves are in `steps`.

mod end_to_end;
mod reports;
mod steps;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Result, bail};

use crate::node::{self, Node};
use crate::packages::Purpose;
use crate::report::Counts;
use crate::{process, setup, workspace};

use steps::STEPS;

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
    /// It waits for the network or keeps one core busy: it runs beside the others, and its line comes last.
    aside: bool,
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
    /// What has to be known even when nothing failed, such as what could not be checked here.
    notes: Vec<String>,
}

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
    let (began, started) = (SystemTime::now(), Instant::now());
    let total = perform_all(&steps, &context);
    process::sweep();
    reports::print_since(began)?;
    println!("\n{}", took(started.elapsed(), arguments.is_empty()));
    println!("{total}");
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// How long it took; of everything, whether that is within the half hour that it may take on two cores. A slow machine
/// fails nothing.
fn took(time: Duration, is_everything: bool) -> String {
    const GOAL: Duration = Duration::from_secs(30 * 60);
    let seconds = time.as_secs_f64();
    match is_everything {
        true => {
            let verdict = if time <= GOAL { "ok" } else { "MISS" };
            format!("{seconds:.0} s in all   goal {} s   {verdict}", GOAL.as_secs())
        }
        false => format!("{seconds:.0} s in all"),
    }
}

/// The steps asked for with all that they need, in the order of the table.
fn select(arguments: &[String]) -> Result<Vec<&'static Step>> {
    let has_driver = cfg!(target_os = "linux");
    if !has_driver {
        println!("The end-to-end tests are left out: only Linux has a driver for the webview.");
        println!("So are the tests in a plain browser: Chromium is only looked for there.");
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
            let is_linux_only = step.area == Area::EndToEnd || step.name == "ui-browser";
            chosen && (has_driver || !is_linux_only)
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
    if needs_any(&["clippy", "rust-tests", "bindings", "ui-browser", "app"]) {
        purposes.push(Purpose::Build);
    }
    if needs_any(&["ui-browser"]) {
        purposes.push(Purpose::Browser);
    }
    if needs_any(&["end-to-end"]) {
        purposes.push(Purpose::EndToEnd);
    }
    if needs_any(&["clippy", "rust-tests", "app"]) {
        say_if_the_disk_is_tight()?;
    }
    let needs_node = needs_any(&["ui-install"]);
    if needs_node && node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    setup::ensure(&purposes)?;
    if needs_any(&["format", "clippy"]) {
        setup::ensure_rust_components()?;
    }
    if needs_any(&["clippy"]) {
        workspace::lint_what_is_compiled();
    }
    let node = if needs_node { Some(node::ensure()?) } else { None };
    Ok(Context { node })
}

/// A full disk fails a build in ways that do not look like it.
fn say_if_the_disk_is_tight() -> Result<()> {
    /// Bytes. Half of it stands in a target folder that was empty when the Rust tests are through; the rest is room for
    /// the linter, the app and the end-to-end tests.
    const NEEDED: u64 = 16_000_000_000;
    let target = workspace::target()?;
    let Some(free) = workspace::free_bytes(target) else { return Ok(()) };
    if free < NEEDED {
        println!(
            "Only {:.1} GB are free in {}; building and testing everything may take {:.0} GB.",
            gigabytes(free),
            target.display(),
            gigabytes(NEEDED)
        );
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "shown with one decimal")]
fn gigabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e9
}

/// One step after the other, and beside them those that are for that; a line for each.
fn perform_all(steps: &[&'static Step], context: &Context) -> Counts {
    let mut results: BTreeMap<&str, bool> = BTreeMap::new();
    let mut total = Counts::default();
    std::thread::scope(|scope| {
        let mut beside = Vec::new();
        for step in steps {
            let missing = step.needs.iter().find(|need| results.get(*need) == Some(&false));
            if let Some(missing) = missing {
                println!("{:<12} not run: {missing} failed", step.name);
                results.insert(step.name, false);
                continue;
            }
            if step.aside {
                beside.push((step, scope.spawn(|| perform(step, context))));
                continue;
            }
            announce(step);
            let counts = tell(perform(step, context));
            results.insert(step.name, counts.failed == 0);
            total += counts;
        }
        for (step, handle) in beside {
            announce(step);
            let ended = handle.join().unwrap_or_else(|_| {
                let panicked = Outcome::new(Counts::FAILED, "the step panicked".to_owned());
                (panicked, Duration::ZERO)
            });
            total += tell(ended);
        }
    });
    total
}

fn announce(step: &Step) {
    print!("{:<12} ", step.name);
    // A report that cannot be flushed is only late.
    std::io::stdout().flush().ok();
}

/// What came of a step, and how long it took.
fn perform(step: &Step, context: &Context) -> (Outcome, Duration) {
    let started = Instant::now();
    let outcome = (step.run)(context)
        .unwrap_or_else(|error| Outcome::new(Counts::FAILED, format!("{error:#}")));
    (outcome, started.elapsed())
}

fn tell((outcome, time): (Outcome, Duration)) -> Counts {
    let seconds = time.as_secs_f64();
    let Outcome { counts, output, notes } = outcome;
    if counts.failed == 0 && counts.passed == 1 {
        println!("ok      {seconds:>7.1} s");
    } else if counts.failed == 0 {
        println!("ok      {seconds:>7.1} s   {}", counts.passed);
    } else {
        println!("FAILED  {seconds:>7.1} s   {counts}\n\n{}\n", output.trim_end());
    }
    for note in notes {
        println!("{:<12} {note}", "");
    }
    counts
}

impl Context {
    fn node(&self) -> Result<&Node> {
        self.node.as_ref().ok_or_else(|| anyhow::anyhow!("this step was selected without Node"))
    }
}

impl Outcome {
    fn new(counts: Counts, output: String) -> Outcome {
        Outcome { counts, output, notes: Vec::new() }
    }

    /// Adds what a part of the same step counted and said.
    fn take_in(&mut self, part: Outcome) {
        self.counts += part.counts;
        self.output.push_str(&part.output);
        self.notes.extend(part.notes);
    }
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
                // Whether it has failed is known at the end only.
                assert!(STEPS.iter().all(|other| other.name != *need || !other.aside), "{need}");
            }
        }
    }
}
