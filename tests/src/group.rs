//! A program in a process group of its own, ended as a group when it is dropped: also when a
//! test fails or panics.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
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
        let id = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
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

/// Kills the processes of a program that were given this data folder, and says how many there were.
pub fn kill(program: &Path, data_folder: &Path) -> Result<usize> {
    let program = program.canonicalize()?;
    let variable = format!("SCIMSCOPE_DATA_DIR={}", data_folder.display());
    let mut killed = 0;
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let id = entry.file_name().to_str().and_then(|name| name.parse().ok());
        let Some(id) = id.and_then(Pid::from_raw) else { continue };
        let is_program = entry.path().join("exe").read_link().is_ok_and(|it| it == program);
        let is_there = std::fs::read(entry.path().join("environ"))
            .is_ok_and(|all| all.split(|byte| *byte == 0).any(|it| it == variable.as_bytes()));
        if is_program && is_there {
            kill_process(id, Signal::KILL)?;
            killed += 1;
        }
    }
    Ok(killed)
}

impl Drop for Group {
    fn drop(&mut self) {
        let Some(id) = self.id else { return };
        kill_process_group(id, Signal::TERM).ok();
        let started = Instant::now();
        while started.elapsed() < GRACE && self.is_running() {
            std::thread::sleep(Duration::from_millis(10));
        }
        kill_process_group(id, Signal::KILL).ok();
    }
}
