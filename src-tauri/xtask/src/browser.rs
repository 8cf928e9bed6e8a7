//! The interface in a plain browser: what its tests are built from, and running them.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::node::Node;
use crate::process::{self, Finished};
use crate::{ui, workspace};

/// What Chromium is called. First the one without a window: the same engine draws and answers in a third of the time.
pub(crate) const NAMES: &[&str] =
    &["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"];

const BUILD_LIMIT: Duration = Duration::from_secs(40 * 60);
const TYPES_LIMIT: Duration = Duration::from_secs(5 * 60);
const TEST_LIMIT: Duration = Duration::from_secs(20 * 60);

/// Builds the host and the interface for it, and runs the tests in Chromium. Stops at the first
/// of these that fails.
pub(crate) fn test(node: &Node) -> Result<Finished> {
    let folder = folder();
    ui::install_in(node, &folder, "npm-ci-browser.log")?;
    let interface = ui::build_for_browser(node)?;
    let types = node.npm()?;
    let types = run(in_folder(types).args(["run", "typecheck"]), "types", TYPES_LIMIT)?;
    if !types.ending.is_success() {
        return Ok(types);
    }
    let mut build = workspace::cargo();
    build.arg("build").args(workspace::WHOLE).args(["--bin", "host"]);
    let build = run(&mut build, "build", BUILD_LIMIT)?;
    if !build.ending.is_success() {
        return Ok(build);
    }
    let report = report()?;
    if report.exists() {
        std::fs::remove_file(&report)?;
    }
    let mut command = in_folder(node.npm()?);
    command
        .args(["test", "--", "--reporter=list,json"])
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("SCIMSCOPE_TEST_OUTPUT", workspace::target()?)
        .env("SCIMSCOPE_UI_HOST", interface)
        .env("SCIMSCOPE_CHROMIUM", chromium()?);
    run(process::mark(&mut command), "tests", TEST_LIMIT)
}

/// Where Playwright leaves its report.
pub(crate) fn report() -> Result<PathBuf> {
    Ok(workspace::scratch("reports")?.join("playwright.json"))
}

fn folder() -> PathBuf {
    workspace::root().join("tests/host/browser")
}

fn in_folder(mut command: Command) -> Command {
    command.current_dir(folder());
    command
}

fn chromium() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").context("there is no PATH")?;
    let found = NAMES
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|file| file.is_file());
    match found {
        Some(file) => Ok(file),
        None => bail!("there is no Chromium on the PATH ({})", NAMES.join(", ")),
    }
}

fn run(command: &mut Command, what: &str, limit: Duration) -> Result<Finished> {
    let log = workspace::scratch("logs")?.join(format!("ui-browser-{what}.log"));
    process::quietly(command, &log, limit)
}
