//! The end-to-end tests: built with the same choice of crates as all else, so that what they share is not built once
//! more, and then run: first the pictures, which keep all cores busy, then the others some at a time, because they wait for
//! an app or a server most of the time.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::thread::ScopedJoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::app::{self, Profile};
use crate::process::{self, Finished};
use crate::report::{self, Counts};
use crate::workspace;

const BUILD_LIMIT: Duration = Duration::from_secs(40 * 60);
const TEST_LIMIT: Duration = Duration::from_secs(20 * 60);
/// Takes pictures with one app for each core.
const ALONE: &str = "screens";
/// What takes long begins early, so that nobody waits for it at the end.
const LONG: [&str; 5] = ["edits", "faults", "tenants", "any_peer", "recovery"];

/// What all of them counted and printed.
pub(super) fn run() -> Result<(Counts, String)> {
    let folder = workspace::root().join("tests");
    let built = build(&folder)?;
    if !built.ending.is_success() {
        return Ok((Counts::FAILED, format!("{}\n(it {})", built.output, built.ending)));
    }
    let (alone, mut others): (Vec<_>, Vec<_>) =
        programs(&built.output, &folder).into_iter().partition(|it| it.name == ALONE);
    // From the end, so that the longest ones begin first.
    others
        .sort_by_key(|it| LONG.iter().position(|name| *name == it.name).map(|at| LONG.len() - at));
    let mut done: Vec<Done> = alone.iter().map(|it| run_one(it, &folder)).collect();
    let left = Mutex::new(others);
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).pop();
    let lane = || {
        let each = std::iter::from_fn(next).map(|it| run_one(&it, &folder));
        each.collect::<Vec<Done>>()
    };
    done.extend(std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..=workspace::cores()).map(|_| scope.spawn(lane)).collect();
        let ended = |lane: ScopedJoinHandle<'_, Vec<Done>>| {
            lane.join().unwrap_or_else(|_| vec![Done::failed("a lane", "panicked")])
        };
        lanes.into_iter().flat_map(ended).collect::<Vec<Done>>()
    }));
    let mut counts = Counts::default();
    done.iter().for_each(|it| counts += it.counts);
    let output: String = done.into_iter().map(|it| it.told).collect();
    std::fs::write(workspace::scratch("logs")?.join("end-to-end.log"), &output)?;
    Ok((counts.judged_by(true), output))
}

/// What came of a program, and what is to be said of it.
struct Done {
    counts: Counts,
    told: String,
}

impl Done {
    fn failed(name: &str, why: &str) -> Done {
        Done { counts: Counts::FAILED, told: format!("{name}: {why}\n") }
    }
}

fn run_one(program: &Program, folder: &Path) -> Done {
    let started = Instant::now();
    let done = match finished(program, folder) {
        Ok(done) => done,
        Err(error) => return Done::failed(&program.name, &format!("{error:#}")),
    };
    let counts = report::of_cargo(&done.output).judged_by(done.ending.is_success());
    let seconds = started.elapsed().as_secs_f64();
    let said =
        if counts.failed == 0 { String::new() } else { report::telling(&done.output) + "\n" };
    let told = format!("{} {seconds:.1} s: {counts}, it {}\n{said}", program.name, done.ending);
    Done { counts, told }
}

/// A test program of the end-to-end crate.
#[derive(Debug, PartialEq, Eq)]
struct Program {
    name: String,
    file: PathBuf,
}

/// Only these tests and what they need: the app that they drive has been built before, without what tests ask for.
fn build(folder: &Path) -> Result<Finished> {
    let mut command = workspace::cargo();
    command.arg("test").args(workspace::WHOLE).args(["--no-run", "--lib"]);
    command.arg("--message-format=json-render-diagnostics");
    for name in names(&folder.join("tests"))? {
        command.args(["--test", &name]);
    }
    let log = workspace::scratch("logs")?.join("end-to-end-build.log");
    process::quietly(&mut command, &log, BUILD_LIMIT)
}

/// The names of the test programs: cargo makes one of each file.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries =
        std::fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| Some(entry.file_name().to_str()?.strip_suffix(".rs")?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// What cargo says it built for this package alone: others have tests of the same names.
fn programs(output: &str, folder: &Path) -> Vec<Program> {
    let manifest = folder.join("Cargo.toml").display().to_string();
    let text = |value: &Value, path: &str| value.pointer(path)?.as_str().map(str::to_owned);
    let of = |line: &str| {
        let built: Value = serde_json::from_str(line).ok()?;
        let file = text(&built, "/executable")?;
        (text(&built, "/manifest_path")? == manifest)
            .then_some(Program { name: text(&built, "/target/name")?, file: file.into() })
    };
    output.lines().filter_map(of).collect()
}

/// Every test brings its own display, session bus, data folders and servers.
fn finished(program: &Program, folder: &Path) -> Result<Finished> {
    let mut command = Command::new(&program.file);
    command
        .current_dir(folder)
        .env("CARGO_MANIFEST_DIR", folder)
        .env("SCIMSCOPE_APP", app::binary(Profile::Debug)?)
        .env("SCIMSCOPE_TEST_OUTPUT", workspace::target()?)
        // The errors say what was waited for; where in the harness is of no interest.
        .env("RUST_LIB_BACKTRACE", "0");
    let log = workspace::scratch("logs")?.join(format!("end-to-end-{}.log", program.name));
    process::quietly(process::mark(&mut command), &log, TEST_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_programs_of_this_package_are_told_from_others_of_the_same_name() {
        let line = |manifest: &str, file: &str| {
            let executable = if file.is_empty() { Value::Null } else { Value::from(file) };
            serde_json::json!({
                "reason": "compiler-artifact", "manifest_path": manifest,
                "target": { "name": "sandbox" }, "executable": executable,
            })
            .to_string()
        };
        let output = [
            line("x/tests/Cargo.toml", ""),
            line("x/client/Cargo.toml", "x/target/client-sandbox"),
            "   Compiling something".to_owned(),
            line("x/tests/Cargo.toml", "x/target/sandbox"),
            r#"{"reason":"build-finished","success":true}"#.to_owned(),
        ]
        .join("\n");
        let file = PathBuf::from("x/target/sandbox");
        let expected = [Program { name: "sandbox".to_owned(), file }];
        assert_eq!(programs(&output, Path::new("x/tests")), expected);
    }

    #[test]
    fn each_file_of_the_folder_is_a_test_program() {
        let names = names(&workspace::root().join("tests/tests")).unwrap();
        assert!(names.contains(&"sandbox".to_owned()), "{names:?}");
    }
}
