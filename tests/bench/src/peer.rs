//! The libraries of npm and PyPI that filters and PATCH are measured beside. Each runs in a process of its own, in the
//! folder into which xtask has installed it; it gets the inputs, and answers each case with what came out and, whenever it is
//! asked, how long that takes. The time is taken inside the process: starting it does not count.

use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use serde_json::Value;

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
    Given(Value),
    Refused(String),
}

/// A line has either the reason of a refusal or the answer. (An untagged enum would not do: it cannot hold numbers that
/// keep their spelling, as all numbers do here.)
#[derive(Deserialize)]
struct Line {
    refused: Option<String>,
    answer: Option<Value>,
}

/// A peer at work: it answers one case after the other, and each of them as often as it is asked.
#[derive(Debug)]
pub(crate) struct Running {
    name: &'static str,
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts it with the inputs. What it complains about goes where our own complaints go.
    pub(crate) fn start(&self) -> Result<Running> {
        let mut process = self
            .command()?
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.name))?;
        let input = process.stdin.take().context("a process without an input")?;
        let output = process.stdout.take().context("a process without an output")?;
        let mut running =
            Running { name: self.name, process, input, output: BufReader::new(output) };
        // On one line, as everything that is said to it.
        let inputs: Value = serde_json::from_str(inputs::TEXT)?;
        running.say(&inputs.to_string())?;
        Ok(running)
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

impl Running {
    /// What it answers the next case.
    pub(crate) fn answer(&mut self) -> Result<Answer> {
        answer(&self.line()?)
    }

    /// How long it takes for the case that it answered last, in seconds.
    pub(crate) fn seconds(&mut self) -> Result<f64> {
        self.say("sample")?;
        let line = self.line()?;
        let nanoseconds: f64 =
            line.parse().with_context(|| format!("{} said {line:?}", self.name))?;
        Ok(nanoseconds / 1e9)
    }

    /// Lets it go on to the next case.
    pub(crate) fn next(&mut self) -> Result<()> {
        self.say("next")
    }

    /// Waits for its end: it has answered as many cases as there are.
    pub(crate) fn end(self) -> Result<()> {
        let Self { name, mut process, input, mut output } = self;
        drop(input);
        let mut rest = String::new();
        output.read_to_string(&mut rest)?;
        let status = process.wait()?;
        ensure!(status.success() && rest.is_empty(), "{name} ended with {status}, saying {rest:?}");
        Ok(())
    }

    fn say(&mut self, line: &str) -> Result<()> {
        writeln!(self.input, "{line}").with_context(|| format!("{} ended early", self.name))
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        ensure!(line.ends_with('\n'), "{} ended early", self.name);
        Ok(line.trim_end().to_owned())
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
    Ok(Answer::Given(line.answer.with_context(said)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_answer() {
        let given = answer(r#"{"answer": true}"#).unwrap();
        assert!(matches!(given, Answer::Given(Value::Bool(true))), "{given:?}");
    }

    #[test]
    fn a_refusal_says_why() {
        let refused = answer(r#"{"refused": "noTarget"}"#).unwrap();
        assert!(matches!(refused, Answer::Refused(why) if why == "noTarget"));
        assert!(answer("Traceback").is_err());
    }
}
