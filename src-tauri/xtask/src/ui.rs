//! The interface's packages and its build, each made again only when its sources changed.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Result, bail};

use crate::node::Node;
use crate::process::{self, Finished};
use crate::stamp::Stamp;
use crate::workspace;

const INSTALL_LIMIT: Duration = Duration::from_secs(15 * 60);
const BUILD_LIMIT: Duration = Duration::from_secs(10 * 60);

/// `npm ci` for the interface.
pub(crate) fn install(node: &Node) -> Result<()> {
    install_in(node, &workspace::ui(), "npm-ci.log")
}

/// `npm ci` in a folder, when its lock file is not the one that was installed last.
pub(crate) fn install_in(node: &Node, folder: &Path, log: &str) -> Result<()> {
    let modules = folder.join("node_modules");
    let sources = [folder.join("package-lock.json"), folder.join("package.json")];
    let stamp = Stamp::of(modules.join(".scimscope-stamp"), &sources, &[])?;
    if stamp.is_current() {
        return Ok(());
    }
    let mut command = node.npm()?;
    command.args(["ci", "--no-audit", "--no-fund"]).current_dir(folder);
    // Browsers come from the system.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    run(&mut command, log, INSTALL_LIMIT)?;
    stamp.set()
}

/// `npm run build`, when a source of the interface changed.
pub(crate) fn build(node: &Node) -> Result<()> {
    let ui = workspace::ui();
    let stamp = Stamp::of(
        workspace::scratch("stamps")?.join("ui-build"),
        std::slice::from_ref(&ui),
        &["node_modules", "dist", "coverage"],
    )?;
    if stamp.is_current() && ui.join("dist/index.html").is_file() {
        return Ok(());
    }
    let mut command = node.npm()?;
    command.args(["run", "build"]);
    run(&mut command, "ui-build.log", BUILD_LIMIT)?;
    stamp.set()
}

/// The same interface for a plain browser, and where it is.
pub(crate) fn build_for_browser(node: &Node) -> Result<PathBuf> {
    let folder = workspace::target()?.join("ui-host");
    let stamp = Stamp::of(
        workspace::scratch("stamps")?.join("ui-host"),
        &[workspace::ui()],
        &["node_modules", "dist", "coverage"],
    )?;
    if stamp.is_current() && folder.join("host.html").is_file() {
        return Ok(folder);
    }
    let mut command = node.npm()?;
    command.args(["run", "build:host", "--", "--outDir"]).arg(&folder);
    run(&mut command, "ui-host.log", BUILD_LIMIT)?;
    stamp.set()?;
    Ok(folder)
}

fn run(command: &mut std::process::Command, log: &str, limit: Duration) -> Result<()> {
    let log = workspace::scratch("logs")?.join(log);
    let Finished { ending, output } = process::quietly(command, &log, limit)?;
    if !ending.is_success() {
        bail!("{} {ending}:\n{output}", command.get_program().display());
    }
    Ok(())
}
