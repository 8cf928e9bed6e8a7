//! Programs that nobody here wrote and that are clients: the compliance checker scim2-tester and the library
//! scim2-client, tried on a server.

use std::process::Stdio;

use anyhow::{Context, Result};
use tokio::process::Command;

use crate::peer::install;
use crate::peer::recipe::{Packages, Recipe};

const RECIPE: Recipe = Recipe {
    name: "scim2-tester",
    files: &[
        ("requirements.txt", include_str!("../peers/scim2-tester/requirements.txt")),
        ("check.py", include_str!("../peers/scim2-tester/check.py")),
        ("use.py", include_str!("../peers/scim2-tester/use.py")),
    ],
    packages: Packages::Python,
};

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Every check of scim2-tester.
    Check,
    /// scim2-client creates, reads, patches, replaces, searches and deletes.
    Use,
}

/// What a script came to.
#[derive(Debug)]
pub struct Report {
    /// Whether it ended as it should.
    pub passed: bool,
    /// What it printed.
    pub text: String,
}

/// Installs the programs when they are not installed yet, and runs a script on a server.
///
/// # Errors
/// When they cannot be installed or started. That the server does not pass is no error but a report.
pub async fn run(script: Script, base_url: &str, token: &str) -> Result<Report> {
    let home = tokio::task::spawn_blocking(|| install::installed(RECIPE)).await??;
    let file = match script {
        Script::Check => "check.py",
        Script::Use => "use.py",
    };
    let output = Command::new(home.join("venv/bin/python"))
        .arg(home.join(file))
        .arg(base_url)
        .env("PEER_TOKEN", token)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output()
        .await
        .with_context(|| format!("{file} could not be started"))?;
    let text = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned());
    Ok(Report { passed: output.status.success(), text: text.concat() })
}
