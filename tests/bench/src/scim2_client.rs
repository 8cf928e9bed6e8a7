//! `scim2-client`, the Python library that a crawl is measured beside: started with the Python into
//! which xtask has installed it.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use crate::peer;

const SCRIPT: &str = include_str!("../peers/scim2-client/crawl.py");

/// How long it takes to read so many users, in each of some rounds; `None` where it is not
/// installed.
pub(crate) async fn crawl(
    base_url: &str,
    checked: bool,
    rounds: usize,
    users: usize,
) -> Result<Option<Vec<Duration>>> {
    let Some(folder) = peer::folder("scim2-client") else { return Ok(None) };
    let checks = if checked { "checked" } else { "unchecked" };
    let output = Command::new(folder.join("venv/bin/python"))
        .args(["-c", SCRIPT, base_url, checks, &rounds.to_string()])
        .stdin(Stdio::null())
        .output()
        .await
        .context("cannot start the Python of scim2-client")?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "scim2-client failed:\n{said}");
    let mut times = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        let (seen, seconds) = line.split_once(' ').context("scim2-client said something else")?;
        ensure!(seen.parse() == Ok(users), "scim2-client has read {seen} users");
        times.push(Duration::from_secs_f64(seconds.parse()?));
    }
    Ok(Some(times))
}
