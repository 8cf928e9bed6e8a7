//! The libraries of npm and PyPI that filters and PATCH are measured beside. Each runs in a process of its own, in the
//! folder into which xtask has installed it; it gets the inputs, and answers each case with what came out and how long
//! that took. The time is taken inside the process: starting it does not count.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::figure::median;
use crate::inputs;

const ON_NODE: &str = include_str!("../peers/measured.mjs");
const IN_PYTHON: &str = include_str!("../peers/measured.py");

/// A library to measure beside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) language: Language,
    /// What it is asked to do with each case.
    pub(crate) script: &'static str,
    /// How many times as fast as it the crate has to be, as the geometric mean of the cases.
    pub(crate) goal: f64,
    /// In how many cases it comes to our result. With fewer there would be too little to compare: the library is pinned, so
    /// that it is ours which has changed.
    pub(crate) agrees: usize,
    /// The names of its figures: the mean, and the worst case.
    pub(crate) figures: [&'static str; 2],
}

#[derive(Debug, Clone, Copy)]
pub(crate) enum Language {
    JavaScript,
    Python,
}

/// What came out of a case.
#[derive(Debug)]
pub(crate) enum Answer {
    Given { value: Value, seconds: f64 },
    Refused(String),
}

/// A line has either the reason of a refusal or the rest. (An untagged enum would not do: it cannot hold numbers that
/// keep their spelling, as all numbers do here.)
#[derive(Deserialize)]
struct Line {
    refused: Option<String>,
    answer: Option<Value>,
    nanoseconds: Option<Vec<f64>>,
}

impl Peer {
    /// Its answer to each case, in order.
    pub(crate) fn answers(&self, cases: usize) -> Result<Vec<Answer>> {
        let mut process = self
            .command()?
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.name))?;
        let mut input = process.stdin.take().context("a process without an input")?;
        input.write_all(inputs::TEXT.as_bytes())?;
        drop(input);
        let output = process.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{} failed:\n{said}", self.name);
        let text = String::from_utf8(output.stdout).context("an answer that is not UTF-8")?;
        let answers: Vec<Answer> = text.lines().map(answer).collect::<Result<_>>()?;
        let count = answers.len();
        ensure!(count == cases, "{} answered {count} of {cases} cases:\n{said}", self.name);
        Ok(answers)
    }

    fn command(&self) -> Result<Command> {
        let folder = folder(self.name)
            .context("the peers are not installed; `cargo xtask bench` does so and starts this")?;
        let mut command = match self.language {
            Language::JavaScript => {
                let mut command = Command::new("node");
                // All sides have one thread: garbage is collected on that of the work as well.
                command
                    .args(["--single-threaded", "--input-type=module", "--eval"])
                    .arg(format!("{ON_NODE}\n{}", self.script));
                command
            }
            Language::Python => {
                let mut command = Command::new(folder.join("venv/bin/python"));
                command.arg("-c").arg(format!("{IN_PYTHON}\n{}", self.script));
                command
            }
        };
        command.current_dir(folder);
        Ok(command)
    }
}

/// Where xtask has installed a peer; `None` when this was not started by it.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let peers: OsString = std::env::var_os("SCIMSCOPE_PEERS")?;
    Some(PathBuf::from(peers).join(name))
}

fn answer(line: &str) -> Result<Answer> {
    let said = || format!("a peer said {line:?}");
    let line: Line = serde_json::from_str(line).with_context(said)?;
    if let Some(refused) = line.refused {
        return Ok(Answer::Refused(refused));
    }
    let value = line.answer.with_context(said)?;
    Ok(Answer::Given { value, seconds: median(line.nanoseconds.with_context(said)?) / 1e9 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_answer_with_the_median_of_its_samples() {
        let Answer::Given { value, seconds } =
            answer(r#"{"answer": true, "nanoseconds": [1000.5, 3000, 2000]}"#).unwrap()
        else {
            panic!("it was given")
        };
        assert_eq!(value, Value::Bool(true));
        assert!((seconds - 2e-6).abs() < 1e-12, "{seconds}");
    }

    #[test]
    fn a_refusal_says_why() {
        let refused = answer(r#"{"refused": "noTarget"}"#).unwrap();
        assert!(matches!(refused, Answer::Refused(why) if why == "noTarget"));
        assert!(answer("Traceback").is_err());
    }
}
