//! Programs of crates.io that a command needs: built here in one pinned version, so that every machine judges alike.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::{process, workspace};

const INSTALL_LIMIT: Duration = Duration::from_secs(20 * 60);

/// The program of that crate, in that version; builds it into [`workspace::tools`] when it is not there.
pub(crate) fn ensure(name: &str, version: &str) -> Result<PathBuf> {
    let tools = workspace::tools()?.join(format!("{name}-{version}"));
    let program = tools.join("bin").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    // Some are asked as the cargo command that they are, some by themselves: all answer to the first.
    let said = process::answer_of(&program.display().to_string(), &[subcommand(name), "--version"])
        .or_else(|| process::answer_of(&program.display().to_string(), &["--version"]));
    if said.is_some_and(|said| is_wanted(&said, version)) {
        return Ok(program);
    }
    let build = workspace::scratch("tools")?.join(name);
    let mut command = workspace::cargo();
    workspace::compile_plainly(&mut command)
        .args(["install", "--locked", "--force", "--root"])
        .arg(&tools)
        .arg(format!("{name}@{version}"))
        .env("CARGO_TARGET_DIR", &build)
        // It runs for seconds: a quick build is worth more than a quick program.
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "64")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    let log = workspace::scratch("logs")?.join(format!("install-{name}.log"));
    let done = process::quietly(process::mark(&mut command), &log, INSTALL_LIMIT)?;
    if !done.ending.is_success() {
        bail!("{name} {version} cannot be installed:\n{}", done.output);
    }
    std::fs::remove_dir_all(&build)
        .with_context(|| format!("cannot remove {}", build.display()))?;
    Ok(program)
}

/// `cargo-deny` is `cargo deny`.
fn subcommand(name: &str) -> &str {
    name.strip_prefix("cargo-").unwrap_or(name)
}

/// `cargo-deny 0.20.2`
fn is_wanted(said: &str, version: &str) -> bool {
    said.split_whitespace().nth(1) == Some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_is_not_the_one_that_is_wanted() {
        assert!(is_wanted("cargo-deny 0.20.2", "0.20.2"));
        for other in ["cargo-deny 0.1.0", "cargo-deny", "", "cargo-deny 0.20.21"] {
            assert!(!is_wanted(other, "0.20.2"), "{other}");
        }
    }

    #[test]
    fn a_program_is_a_command_of_cargo() {
        assert_eq!(subcommand("cargo-mutants"), "mutants");
    }
}
