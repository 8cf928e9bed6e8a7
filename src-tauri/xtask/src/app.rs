//! Building the app as its users get it: the interface inside the binary.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::workspace;

/// Which cargo profile to build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Debug,
    Release,
}

/// The cargo command that builds the app. Only the app's own crates are selected, so that no
/// feature which a test crate asks for slips into the binary.
pub(crate) fn build_command(profile: Profile) -> Command {
    let mut command = workspace::cargo();
    command.args(["build", "--package", "scimscope", "--features", "custom-protocol"]);
    if profile == Profile::Release {
        command.arg("--release");
    }
    command
}

/// Where that command leaves the binary.
pub(crate) fn binary(profile: Profile) -> Result<PathBuf> {
    let folder = if profile == Profile::Release { "release" } else { "debug" };
    let name = format!("scimscope{}", std::env::consts::EXE_SUFFIX);
    Ok(workspace::target()?.join(folder).join(name))
}
