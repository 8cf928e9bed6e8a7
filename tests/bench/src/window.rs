//! A window on a desktop of its own: from the start of its process to the word that it is painted,
//! and how much memory its processes take together.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use tests::desktop::{Desktop, Keychain};
use tests::group::Group;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{ChildStderr, Command};

const LIMIT: Duration = Duration::from_secs(60);

/// What is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    /// The least that a Tauri window can be.
    Bare,
    /// Scimscope as it starts for the first time.
    Welcome,
    /// Scimscope with the list of the sandbox.
    Sandbox,
}

/// An open window; dropping it ends its processes.
#[derive(Debug)]
pub(crate) struct Window {
    process: Group,
    /// From just before the process was started to the word that the first screen is painted.
    pub(crate) painted_after: Duration,
    // After the process: its folders go last.
    _desktop: Desktop,
}

impl Window {
    /// Opens it on a new desktop (home, bus, unlocked keychain) and waits until it is painted.
    pub(crate) async fn open(screen: Screen) -> Result<Window> {
        let desktop = Desktop::new(Keychain::Unlocked).await?;
        let mut command = Command::new(program(screen)?);
        if screen == Screen::Sandbox {
            command.arg("--sandbox");
        }
        desktop.put_on(&mut command);
        command
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
            .env("SCIMSCOPE_SIGNAL_READY", "1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        let started = Instant::now();
        let mut process = Group::spawn(&mut command)?;
        let output = process.child().stderr.take().context("the window has no output")?;
        let mut lines = BufReader::new(output).lines();
        let painted = tokio::time::timeout(LIMIT, painted(&mut lines, screen));
        painted.await.context("the window did not paint in time")??;
        let painted_after = started.elapsed();
        // A full pipe would stop the window.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Window { process, painted_after, _desktop: desktop })
    }

    /// The proportional set size of all its processes, in bytes, once it no longer changes.
    pub(crate) async fn memory(&mut self) -> Result<f64> {
        const POLL: Duration = Duration::from_millis(250);
        const STILL: usize = 6;
        const MOST: usize = 80;
        let root = self.process.child().id().context("the window has ended")?;
        let mut seen: Vec<f64> = Vec::new();
        for _ in 0..MOST {
            seen.push(proportional_set_size(root)?);
            let last = seen.get(seen.len().saturating_sub(STILL)..).unwrap_or_default();
            let most = last.iter().copied().fold(0.0, f64::max);
            let least = last.iter().copied().fold(f64::INFINITY, f64::min);
            if last.len() == STILL && most - least < most * 0.01 {
                return Ok(crate::figure::median(last.to_vec()));
            }
            tokio::time::sleep(POLL).await;
        }
        bail!("the memory of the window does not settle")
    }
}

/// Where the built program is; xtask says so.
pub(crate) fn program(screen: Screen) -> Result<PathBuf> {
    let name = if screen == Screen::Bare { "SCIMSCOPE_BARE_WINDOW" } else { "SCIMSCOPE_APP" };
    let path = std::env::var_os(name).with_context(|| format!("{name} is not set"))?;
    Ok(PathBuf::from(path))
}

async fn painted(lines: &mut Lines<BufReader<ChildStderr>>, screen: Screen) -> Result<()> {
    let expected = match screen {
        Screen::Bare => "bare-window: ready (page)",
        Screen::Welcome => "scimscope: ready (welcome)",
        Screen::Sandbox => "scimscope: ready (directory)",
    };
    while let Some(line) = lines.next_line().await? {
        if line.contains(": ready (") {
            ensure!(line == expected, "{line}, not {expected}");
            return Ok(());
        }
    }
    bail!("the window ended before it was painted")
}

fn proportional_set_size(root: u32) -> Result<f64> {
    let parents = parents()?;
    let mut family = vec![root];
    let mut at = 0;
    while let Some(id) = family.get(at).copied() {
        family.extend(parents.iter().filter(|(_, parent)| *parent == id).map(|(child, _)| *child));
        at += 1;
    }
    // One that has just ended counts nothing.
    let sizes = family.iter().filter_map(|id| {
        let path = format!("/proc/{id}/smaps_rollup");
        let text = std::fs::read_to_string(Path::new(&path)).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("Pss:"))?;
        line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok()
    });
    Ok(sizes.sum::<f64>() * 1024.0)
}

/// Every process with its parent.
fn parents() -> Result<Vec<(u32, u32)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        // `ID (NAME) STATE PARENT ...`, where the name may hold anything.
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        if let Some(parent) = rest.split_whitespace().nth(1).and_then(|it| it.parse().ok()) {
            found.push((id, parent));
        }
    }
    Ok(found)
}
