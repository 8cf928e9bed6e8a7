//! `cargo xtask bench`: builds for release what is measured and what it is measured beside, and
//! runs the benches on a display and a bus of their own.

mod peers;

use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::app::{self, Profile};
use crate::packages::Purpose;
use crate::process::{self, Ending, Group};
use crate::{node, setup, ui, workspace};
use peers::Peer;

const LIMIT: Duration = Duration::from_secs(40 * 60);

/// A bench, and what has to be there for it.
struct Bench {
    name: &'static str,
    /// The program that has it.
    program: &'static str,
    opens_windows: bool,
    /// What it measures beside.
    peers: &'static [Peer],
}

/// The programs of the package `bench`: one with the allocator of the app, one with that of a library.
const PROGRAMS: [&str; 2] = ["bench-scim", "bench"];

const BENCHES: &[Bench] = &[
    Bench {
        name: "filter",
        program: "bench-scim",
        opens_windows: false,
        peers: &[Peer::Npm("scim2-parse-filter"), Peer::PyPI("scim2-filter-parser")],
    },
    Bench {
        name: "patch",
        program: "bench-scim",
        opens_windows: false,
        peers: &[Peer::Npm("scim-patch"), Peer::PyPI("scim2-models")],
    },
    Bench { name: "group", program: "bench", opens_windows: false, peers: &[] },
    Bench {
        name: "sandbox",
        program: "bench",
        opens_windows: false,
        peers: &[Peer::Server("scim2-server")],
    },
    Bench { name: "history", program: "bench", opens_windows: false, peers: &[] },
    Bench { name: "pipeline", program: "bench", opens_windows: false, peers: &[] },
    Bench {
        name: "crawl",
        program: "bench",
        opens_windows: false,
        peers: &[Peer::PyPI("scim2-client")],
    },
    Bench { name: "first-page", program: "bench", opens_windows: true, peers: &[] },
    Bench { name: "open-form", program: "bench", opens_windows: true, peers: &[] },
    Bench { name: "keystroke", program: "bench", opens_windows: true, peers: &[] },
    Bench { name: "start", program: "bench", opens_windows: true, peers: &[] },
    Bench { name: "memory", program: "bench", opens_windows: true, peers: &[] },
];

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let benches = select(arguments)?;
    let opens_windows = benches.iter().any(|it| it.opens_windows);
    let peers: Vec<Peer> = benches.iter().flat_map(|it| it.peers).copied().collect();
    let needs_node = opens_windows || peers.iter().any(|it| matches!(it, Peer::Npm(_)));
    prepare(opens_windows || !peers.is_empty(), needs_node)?;
    println!("Building for release (the first time takes several minutes)");
    if opens_windows {
        build_windows()?;
    }
    // The allocator that the benches of `scim` have: built for nobody else.
    process::visibly(release_build("bench").args(["--features", "jemalloc"]))?;
    let node = if needs_node { Some(node::ensure()?) } else { None };
    for peer in peers {
        peer.install(node.as_ref())?;
    }
    let is_strict = arguments.iter().any(|it| it == "--strict");
    let mut all_met = true;
    for program in PROGRAMS {
        let chosen = benches.iter().filter(|it| it.program == program);
        let names: Vec<&str> = chosen.map(|it| it.name).collect();
        if names.is_empty() {
            continue;
        }
        let mut command = Command::new(release_binary(program)?);
        command
            .args(names)
            .args(is_strict.then_some("--strict"))
            .env("SCIMSCOPE_TEST_OUTPUT", workspace::target()?)
            .env("SCIMSCOPE_PEERS", peers::home()?)
            .env("SCIMSCOPE_APP", app::binary(Profile::Release)?)
            .env("SCIMSCOPE_BARE_WINDOW", release_binary("bare-window")?);
        if let Some(node) = &node {
            node.use_for(&mut command)?;
        }
        all_met &= run(&mut command)?;
    }
    process::sweep();
    Ok(if all_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Whether the program ended well.
fn run(command: &mut Command) -> Result<bool> {
    match Group::spawn(process::mark(command))?.wait(LIMIT)? {
        Ending::Exited(status) => Ok(status.success()),
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

fn prepare(beyond_building: bool, needs_node: bool) -> Result<()> {
    let mut purposes = vec![Purpose::Build, Purpose::Bench];
    if beyond_building {
        purposes.push(Purpose::EndToEnd);
    }
    if needs_node && node::must_be_installed()? {
        purposes.push(Purpose::PrivateNode);
    }
    setup::ensure(&purposes)
}

fn build_windows() -> Result<()> {
    let node = node::ensure()?;
    ui::install(&node)?;
    ui::build(&node)?;
    process::visibly(&mut app::build_command(Profile::Release))?;
    process::visibly(&mut release_build("bare-window"))
}

/// Each package is built by itself: together they would lend each other features.
fn release_build(package: &str) -> Command {
    let mut command = workspace::cargo();
    command.args(["build", "--release", "--package", package]);
    command
}

fn release_binary(name: &str) -> Result<PathBuf> {
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target()?.join("release").join(name))
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
        assert_eq!(names(&["patch", "filter"]), ["filter", "patch"]);
        assert!(select(&["nonsense".to_owned()]).is_err());
    }
}
