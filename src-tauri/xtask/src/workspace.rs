//! Where things are: the checkout, its target folder, and the files that xtask keeps there.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use serde_json::Value;

/// The root of the checkout.
pub(crate) fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // Cargo tells where this crate is at run time; a checkout that was moved stays right.
        let here = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        here.ancestors().nth(2).map_or_else(|| here.clone(), Path::to_path_buf)
    })
}

/// Chooses every crate of the workspace. Cargo gives a library the features that the chosen crates ask for together:
/// a command that chose one crate alone would build half of all libraries once more, for itself. The binary that is
/// handed on is the exception, see [`crate::app`]. So is this program: what it asks of `libc` would have the whole
/// webview built twice.
pub(crate) const WHOLE: &[&str] =
    &["--workspace", "--exclude", "xtask", "--features", "scimscope/custom-protocol"];
/// Chooses this program.
pub(crate) const SELF: &[&str] = &["--package", "xtask"];

static LINTS: AtomicBool = AtomicBool::new(false);

/// From now on what cargo compiles of this workspace is linted as it is compiled, and a warning is an error. Checking it
/// first and compiling it then would go through every library twice.
pub(crate) fn lint_what_is_compiled() {
    LINTS.store(true, Ordering::Relaxed);
}

/// Has the linter compile, as `cargo clippy` has it check.
fn lint(command: &mut Command) {
    // The linter's own way to write a list.
    const WARNINGS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";
    command.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver").env("CLIPPY_ARGS", WARNINGS);
}

/// Undoes that for what is not of this workspace.
pub(crate) fn compile_plainly(command: &mut Command) -> &mut Command {
    command.env_remove("RUSTC_WORKSPACE_WRAPPER").env_remove("CLIPPY_ARGS")
}

/// The interface's sources.
pub(crate) fn ui() -> PathBuf {
    root().join("ui")
}

/// Cargo's target folder, wherever it was configured to be.
pub(crate) fn target() -> Result<&'static Path> {
    static TARGET: OnceLock<PathBuf> = OnceLock::new();
    if let Some(known) = TARGET.get() {
        return Ok(known);
    }
    let metadata = metadata()?;
    let folder = metadata
        .get("target_directory")
        .and_then(Value::as_str)
        .context("`cargo metadata` did not name the target folder")?;
    Ok(TARGET.get_or_init(|| PathBuf::from(folder)))
}

/// How many programs this machine can run at once.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// How much room there is where a folder is or will be; nothing where that cannot be told.
#[cfg(unix)]
pub(crate) fn free_bytes(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|it| it.is_dir())?;
    let room = nix::sys::statvfs::statvfs(there).ok()?;
    #[allow(clippy::useless_conversion, reason = "their types differ between systems")]
    Some(u64::from(room.blocks_available()) * u64::from(room.fragment_size()))
}

/// How much room there is where a folder is or will be; nothing where that cannot be told.
#[cfg(not(unix))]
pub(crate) fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// What `cargo metadata` says of the workspace's own crates.
pub(crate) fn metadata() -> Result<Value> {
    let output = cargo()
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .output()
        .context("cannot start cargo")?;
    anyhow::ensure!(
        output.status.success(),
        "`cargo metadata` failed:\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).context("`cargo metadata` did not print JSON")
}

/// A folder below the target folder that xtask may fill; made when it is not there.
pub(crate) fn scratch(name: &str) -> Result<PathBuf> {
    let folder = target()?.join("xtask").join(name);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(folder)
}

/// Where pinned programs of others are kept, each under its version: beside what other programs can get again, so that
/// a new checkout has them already; in the target folder where nobody has a home.
pub(crate) fn tools() -> Result<PathBuf> {
    let cache = std::env::var_os("XDG_CACHE_HOME").filter(|it| !it.is_empty()).map(PathBuf::from);
    let cache = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache")));
    match cache.filter(|it| it.is_absolute()) {
        Some(cache) => Ok(cache.join("scimscope/tools")),
        None => Ok(target()?.join("tools")),
    }
}

/// The cargo that started xtask, in the root of the checkout.
pub(crate) fn cargo() -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root());
    // These describe xtask, not what it builds; build scripts must not see them change.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    if LINTS.load(Ordering::Relaxed) {
        lint(&mut command);
    }
    command
}

/// Whether a program of this name is on the PATH.
pub(crate) fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| {
            let file = folder.join(program);
            file.is_file() || file.with_extension("exe").is_file()
        })
    })
}
