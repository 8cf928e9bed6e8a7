//! `host UI [--no-keychain] [--open TENANT] [--data FOLDER]`: serves the interface built into the folder UI, prints
//! where, and ends when its standard input does.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on its standard output")]

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use host::{Host, Keychain, Surroundings};

#[tokio::main]
async fn main() -> Result<()> {
    let (ui, surroundings) = read_arguments()?;
    let host = Host::start(&ui, surroundings).await?;
    // A directory of its own, as a server somewhere else would be.
    let provider = sandbox::Sandbox::start().await?;
    let said = serde_json::json!({
        "address": host.address(),
        "provider": { "baseUrl": provider.base_url(), "token": provider.token() },
    });
    println!("{said}");
    // Whoever started it holds the other end: nothing outlives a test that was killed.
    tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()))
        .await??;
    Ok(())
}

fn read_arguments() -> Result<(PathBuf, Surroundings)> {
    let mut arguments = std::env::args_os().skip(1);
    let ui = arguments.next().context("the folder of the built interface is missing")?;
    let mut surroundings = Surroundings::default();
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--no-keychain") => surroundings.keychain = Keychain::Absent,
            Some("--open") => {
                let tenant = arguments.next().context("--open wants a tenant's id")?;
                surroundings.open_tenant = Some(tenant.to_string_lossy().into_owned());
            }
            Some("--data") => {
                let folder = arguments.next().context("--data wants a folder")?;
                surroundings.data = Some(PathBuf::from(folder));
            }
            _ => bail!("there is no option {}", argument.display()),
        }
    }
    Ok((PathBuf::from(ui), surroundings))
}
