//! A program in a process group of its own, ended as a group when it is dropped: also when a
//! test fails or panics.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use tokio::process::{Child, Command};

const GRACE: Duration = Duration::from_secs(2);

/// The leader of a process group.
#[derive(Debug)]
pub struct Group {
    child: Child,
    id: Option<Pid>,
}

impl Group {
    /// Starts the program as the leader of a new group.
    pub fn spawn(command: &mut Command) -> Result<Group> {
        let program = command.as_std().get_program().display().to_string();
        let child = command
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {program}: is its package installed?"))?;
        let id = child.id().and_then(|id| i32::try_from(id).ok()).map(Pid::from_raw);
        Ok(Group { child, id })
    }

    /// The program itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether the program still runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        killpg(id, Signal::SIGTERM).ok();
        let started = Instant::now();
        while started.elapsed() < GRACE && self.is_running() {
            std::thread::sleep(Duration::from_millis(10));
        }
        killpg(id, Signal::SIGKILL).ok();
    }
}
