//! The libraries that the benches measure beside: installed into the target folder from their pinned and hashed
//! versions below `tests/bench/peers`, anew only when those changed.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::node::Node;
use crate::stamp::Stamp;
use crate::{process, workspace};

const INSTALL_LIMIT: Duration = Duration::from_secs(10 * 60);
const NPM_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// What is measured beside, by its name in its registry, which is also its folder's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peer {
    Npm(&'static str),
    PyPI(&'static str),
    /// A server that the end-to-end tests browse as well; it is installed by whoever starts it, as there.
    Server(&'static str),
}

/// The folder that holds a folder for each peer.
pub(super) fn home() -> Result<PathBuf> {
    Ok(workspace::target()?.join("peers"))
}

impl Peer {
    fn name(self) -> &'static str {
        match self {
            Peer::Npm(name) | Peer::PyPI(name) | Peer::Server(name) => name,
        }
    }

    /// Sees to it that the peer is installed; those of npm need `node`.
    pub(super) fn install(self, node: Option<&Node>) -> Result<()> {
        let files: &[&str] = match self {
            Peer::Npm(_) => &NPM_FILES,
            Peer::PyPI(_) => &["requirements.txt"],
            Peer::Server(_) => return Ok(()),
        };
        let folder = home()?.join(self.name());
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        let source = workspace::root().join("tests/bench/peers").join(self.name());
        let sources: Vec<PathBuf> = files.iter().map(|it| source.join(it)).collect();
        let stamp = Stamp::of(folder.join("installed"), &sources, &[])?;
        if stamp.is_current() {
            return Ok(());
        }
        println!("Installing {} into {}", self.name(), folder.display());
        match self {
            Peer::Npm(_) => {
                let node = node.context("a package of npm needs Node")?;
                self.install_npm(node, &sources, &folder)?;
            }
            _ => self.install_python(&source, &folder)?,
        }
        stamp.set()
    }

    fn install_npm(self, node: &Node, sources: &[PathBuf], folder: &Path) -> Result<()> {
        for file in sources {
            let name = file.file_name().context("a file without a name")?;
            std::fs::copy(file, folder.join(name))
                .with_context(|| format!("cannot copy {}", file.display()))?;
        }
        let mut npm = node.npm()?;
        self.quietly(npm.args(["ci", "--ignore-scripts"]).current_dir(folder))
    }

    fn install_python(self, source: &Path, folder: &Path) -> Result<()> {
        let environment = folder.join("venv");
        self.quietly(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
        self.quietly(
            Command::new(environment.join("bin/python"))
                .args(["-m", "pip", "install", "--disable-pip-version-check"])
                .args(["--require-hashes", "--no-deps", "--requirement"])
                .arg(source.join("requirements.txt")),
        )
    }

    fn quietly(self, command: &mut Command) -> Result<()> {
        let log = workspace::scratch("logs")?.join(format!("{}.log", self.name()));
        let done = process::quietly(command, &log, INSTALL_LIMIT)?;
        ensure!(done.ending.is_success(), "{}", done.output);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::BENCHES;
    use super::*;

    #[test]
    fn what_is_installed_is_pinned_with_a_hash_for_each_package() {
        let peers = workspace::root().join("tests/bench/peers");
        for peer in BENCHES.iter().flat_map(|it| it.peers) {
            let text = |name| std::fs::read_to_string(peers.join(peer.name()).join(name)).unwrap();
            match peer {
                Peer::Npm(_) => {
                    let lock = text("package-lock.json");
                    let packages = lock.matches("\"node_modules/").count();
                    assert!(packages > 0, "{peer:?}");
                    assert_eq!(lock.matches("\"integrity\": \"sha512-").count(), packages);
                }
                Peer::PyPI(_) => {
                    let requirements = text("requirements.txt");
                    assert!(requirements.contains(&format!("{}==", peer.name())), "{peer:?}");
                    assert!(requirements.contains("--hash=sha256:"), "{peer:?}");
                }
                // Pinned with the end-to-end tests.
                Peer::Server(_) => {}
            }
        }
    }
}
