//! `cargo xtask bench`: builds for release what is measured and what it is measured beside, and
//! runs the benches on a display and a bus of their own.

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::app::{self, Profile};
use crate::display::VirtualDisplay;
use crate::packages::Purpose;
use crate::process::{self, Ending, Group};
use crate::stamp::Stamp;
use crate::{node, setup, ui, workspace};

/// The size of the display, in pixels: both windows fit on it.
const SCREEN: (u32, u32) = (1600, 1000);
const INSTALL_LIMIT: Duration = Duration::from_secs(10 * 60);
const LIMIT: Duration = Duration::from_secs(40 * 60);
/// The library that a crawl is measured beside, and its folder below `tests/bench/peers`.
const PEER: &str = "scim2-client";

/// A bench, and what has to be there for it.
struct Bench {
    name: &'static str,
    opens_windows: bool,
    has_peer: bool,
}

const BENCHES: &[Bench] = &[
    Bench { name: "history", opens_windows: false, has_peer: false },
    Bench { name: "pipeline", opens_windows: false, has_peer: false },
    Bench { name: "crawl", opens_windows: false, has_peer: true },
    Bench { name: "first-page", opens_windows: true, has_peer: false },
    Bench { name: "start", opens_windows: true, has_peer: false },
    Bench { name: "memory", opens_windows: true, has_peer: false },
];

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let benches = select(arguments)?;
    let opens_windows = benches.iter().any(|it| it.opens_windows);
    let has_peer = benches.iter().any(|it| it.has_peer);
    prepare(opens_windows, has_peer)?;
    let mut command = Command::new(release_binary("bench")?);
    command.args(arguments).env("SCIMSCOPE_TEST_OUTPUT", workspace::target()?);
    println!("Building for release (the first time takes several minutes)");
    let mut display = None;
    if opens_windows {
        build_windows()?;
        command
            .env("SCIMSCOPE_APP", app::binary(Profile::Release)?)
            .env("SCIMSCOPE_BARE_WINDOW", release_binary("bare-window")?);
        let (width, height) = SCREEN;
        display.insert(VirtualDisplay::start(width, height)?).use_for(&mut command);
    }
    build("bench")?;
    if has_peer {
        command.env("SCIMSCOPE_SCIM2_CLIENT", installed_peer()?);
    }
    let ending = Group::spawn(process::mark(&mut command))?.wait(LIMIT)?;
    drop(display);
    process::sweep();
    match ending {
        Ending::Exited(status) if status.success() => Ok(ExitCode::SUCCESS),
        Ending::Exited(_) => Ok(ExitCode::FAILURE),
        Ending::TimedOut(_) => bail!("the benches did not end within {} s", LIMIT.as_secs()),
    }
}

/// The benches asked for by name; all of them when none is named.
fn select(arguments: &[String]) -> Result<Vec<&'static Bench>> {
    let names: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|it| *it != "--strict").collect();
    for name in &names {
        if !BENCHES.iter().any(|bench| bench.name == *name) {
            let known: Vec<&str> = BENCHES.iter().map(|bench| bench.name).collect();
            bail!("there is no bench `{name}`; there are {}", known.join(", "));
        }
    }
    Ok(BENCHES.iter().filter(|it| names.is_empty() || names.contains(&it.name)).collect())
}

fn prepare(opens_windows: bool, has_peer: bool) -> Result<()> {
    let mut purposes = vec![Purpose::Build];
    if opens_windows || has_peer {
        purposes.push(Purpose::EndToEnd);
    }
    if opens_windows && node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    setup::ensure(&purposes)
}

fn build_windows() -> Result<()> {
    let node = node::ensure()?;
    ui::install(&node)?;
    ui::build(&node)?;
    process::visibly(&mut app::build_command(Profile::Release))?;
    build("bare-window")
}

/// Each package is built by itself: together they would lend each other features.
fn build(package: &str) -> Result<()> {
    process::visibly(workspace::cargo().args(["build", "--release", "--package", package]))
}

fn release_binary(name: &str) -> Result<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target()?.join("release").join(name))
}

/// The Python into which the library is installed, anew when its pinned versions changed.
fn installed_peer() -> Result<PathBuf> {
    let folder = workspace::target()?.join("peers").join(PEER);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let requirements =
        workspace::root().join("tests/bench/peers").join(PEER).join("requirements.txt");
    let python = folder.join("venv/bin/python");
    let stamp = Stamp::of(folder.join("installed"), std::slice::from_ref(&requirements), &[])?;
    if stamp.is_current() && python.is_file() {
        return Ok(python);
    }
    println!("Installing {PEER} into {}", folder.display());
    quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder.join("venv")))?;
    quietly(
        Command::new(&python)
            .args([
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--require-hashes",
                "--no-deps",
            ])
            .arg("--requirement")
            .arg(&requirements),
    )?;
    stamp.set()?;
    Ok(python)
}

fn quietly(command: &mut Command) -> Result<()> {
    let log = workspace::scratch("logs")?.join(format!("{PEER}.log"));
    let done = process::quietly(command, &log, INSTALL_LIMIT)?;
    ensure!(done.ending.is_success(), "{}", done.output);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        select(&arguments).unwrap().iter().map(|bench| bench.name).collect()
    }

    #[test]
    fn benches_are_chosen_by_name_and_all_of_them_without_one() {
        assert_eq!(names(&[]).len(), BENCHES.len());
        assert_eq!(names(&["--strict"]).len(), BENCHES.len());
        assert_eq!(names(&["crawl", "--strict"]), ["crawl"]);
        assert!(select(&["nonsense".to_owned()]).is_err());
    }
}
