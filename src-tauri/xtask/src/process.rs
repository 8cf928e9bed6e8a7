//! Starting other programs so that none outlives us: each in a process group of its own, with a
//! time limit, its output in a log file; all are ended when xtask ends, however it ends.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};

/// Environment variable that marks everything a test run starts, so that what escaped its
/// process group (a daemon, say) can still be found and ended.
const MARK: &str = "SCIMSCOPE_XTASK_RUN";
const POLL: Duration = Duration::from_millis(20);
/// How long a group may take to tidy up after itself before it is killed.
const GRACE: Duration = Duration::from_secs(3);

/// A program in a process group of its own; dropping it ends the whole group.
#[derive(Debug)]
pub(crate) struct Group {
    child: Child,
}

/// How a program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Exited(ExitStatus),
    TimedOut(Duration),
}

/// A program that has ended, with everything it printed.
#[derive(Debug)]
pub(crate) struct Finished {
    pub(crate) ending: Ending,
    pub(crate) output: String,
}

impl Ending {
    pub(crate) fn is_success(self) -> bool {
        matches!(self, Ending::Exited(status) if status.success())
    }
}

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Ending::Exited(status) => write!(f, "ended with {status}"),
            Ending::TimedOut(limit) => {
                write!(f, "was stopped: not done after {} seconds", limit.as_secs())
            }
        }
    }
}

impl Group {
    /// Starts the program as the leader of a new process group.
    pub(crate) fn spawn(command: &mut Command) -> Result<Group> {
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(command, 0);
        let child = command
            .spawn()
            .with_context(|| format!("cannot start {}", command.get_program().display()))?;
        live().insert(child.id());
        Ok(Group { child })
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits until the leader ends or the time is up.
    pub(crate) fn wait(&mut self, limit: Duration) -> Result<Ending> {
        let started = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Ending::Exited(status));
            }
            if started.elapsed() >= limit {
                return Ok(Ending::TimedOut(limit));
            }
            std::thread::sleep(POLL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        end_group(self.child.id(), Signal::Terminate);
        let started = Instant::now();
        while started.elapsed() < GRACE && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(POLL);
        }
        end_group(self.child.id(), Signal::Kill);
        // Reaps the leader; one that is gone already is what we want.
        self.child.kill().ok();
        self.child.wait().ok();
        live().remove(&self.child.id());
    }
}

/// Runs a program quietly, its output going to `log`, and hands back how it ended and the output.
pub(crate) fn quietly(command: &mut Command, log: &Path, limit: Duration) -> Result<Finished> {
    let file =
        File::create(log).with_context(|| format!("cannot write the log {}", log.display()))?;
    command.stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file).env("NO_COLOR", "1");
    let ending = Group::spawn(command)?.wait(limit)?;
    let output = std::fs::read(log).unwrap_or_default();
    Ok(Finished { ending, output: String::from_utf8_lossy(&output).into_owned() })
}

/// Runs a program in view of the user; an error when it fails.
pub(crate) fn visibly(command: &mut Command) -> Result<()> {
    let program = command.get_program().display().to_string();
    let status = command.status().with_context(|| format!("cannot start {program}"))?;
    anyhow::ensure!(status.success(), "{program} ended with {status}");
    Ok(())
}

/// What a program prints, or nothing when it is missing or fails.
pub(crate) fn answer_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Marks a program, and with it all that it starts, as part of this run.
pub(crate) fn mark(command: &mut Command) -> &mut Command {
    command.env(MARK, run_id())
}

/// Ends whatever still carries the mark of this run. Linux only: elsewhere the groups must do.
pub(crate) fn sweep() {
    let wanted = format!("{MARK}={}", run_id());
    let Ok(entries) = std::fs::read_dir("/proc") else { return };
    for entry in entries.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else {
            continue;
        };
        let marked = std::fs::read(entry.path().join("environ"))
            .is_ok_and(|variables| variables.split(|b| *b == 0).any(|v| v == wanted.as_bytes()));
        if marked {
            end_process(id);
        }
    }
}

/// On Ctrl+C, on a closed terminal and on a polite kill: end all we started, then ourselves.
pub(crate) fn kill_everything_when_interrupted() -> Result<()> {
    ctrlc::set_handler(|| {
        let groups: Vec<u32> = live().iter().copied().collect();
        for id in &groups {
            end_group(*id, Signal::Terminate);
        }
        std::thread::sleep(Duration::from_millis(300));
        for id in &groups {
            end_group(*id, Signal::Kill);
        }
        sweep();
        std::process::exit(130);
    })
    .context("cannot listen for Ctrl+C")
}

#[derive(Clone, Copy)]
enum Signal {
    Terminate,
    Kill,
}

#[cfg(unix)]
fn end_group(id: u32, signal: Signal) {
    use nix::sys::signal;
    let signal = match signal {
        Signal::Terminate => signal::Signal::SIGTERM,
        Signal::Kill => signal::Signal::SIGKILL,
    };
    if let Ok(id) = i32::try_from(id) {
        // The group may be gone already: that is the aim.
        signal::killpg(nix::unistd::Pid::from_raw(id), signal).ok();
    }
}

#[cfg(not(unix))]
fn end_group(_id: u32, _signal: Signal) {}

#[cfg(unix)]
fn end_process(id: u32) {
    if let Ok(id) = i32::try_from(id) {
        let process = nix::unistd::Pid::from_raw(id);
        nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGKILL).ok();
    }
}

#[cfg(not(unix))]
fn end_process(_id: u32) {}

fn live() -> MutexGuard<'static, BTreeSet<u32>> {
    static LIVE: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());
    LIVE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn run_id() -> &'static str {
    static ID: OnceLock<String> = OnceLock::new();
    ID.get_or_init(|| {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        format!("{}-{}", std::process::id(), now.as_nanos())
    })
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn output_and_failure_are_handed_back() {
        let log = tempfile::NamedTempFile::new().unwrap();
        let script = "echo said; echo complained >&2; exit 3";
        let done = quietly(&mut shell(script), log.path(), Duration::from_secs(20)).unwrap();
        assert_eq!(done.output, "said\ncomplained\n");
        assert!(!done.ending.is_success());
    }

    #[test]
    fn a_program_over_its_time_limit_is_stopped_with_its_children() {
        let log = tempfile::NamedTempFile::new().unwrap();
        let script = "sleep 300 & echo $!; wait";
        let limit = Duration::from_millis(400);
        let done = quietly(&mut shell(script), log.path(), limit).unwrap();
        assert_eq!(done.ending, Ending::TimedOut(limit));
        let child = done.output.trim().to_owned();
        let started = Instant::now();
        while is_running(&child) {
            assert!(started.elapsed() < Duration::from_secs(10), "the child still runs");
            std::thread::sleep(POLL);
        }
    }

    #[test]
    fn what_left_its_group_is_found_by_the_mark() {
        let mut command = shell("setsid sleep 300 & echo $!");
        let log = tempfile::NamedTempFile::new().unwrap();
        let done = quietly(mark(&mut command), log.path(), Duration::from_secs(20)).unwrap();
        let child = done.output.trim().to_owned();
        sweep();
        let started = Instant::now();
        while is_running(&child) {
            assert!(started.elapsed() < Duration::from_secs(10), "the daemon still runs");
            std::thread::sleep(POLL);
        }
    }

    /// A zombie that nobody has collected yet does not run.
    fn is_running(id: &str) -> bool {
        std::fs::read_to_string(format!("/proc/{id}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
    }
}
