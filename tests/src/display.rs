//! A virtual display of a desktop's own. A window on a display without a window manager has the focus until another one
//! opens beside it: then the page is told that it is not looked at any more, its lists close and nothing matches `:focus`.

use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::group::Group;

/// The largest window of the pictures with its title bar.
const SCREEN: &str = "1600x1000x24";

/// An X server that draws into memory; it ends with this value.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Group,
}

impl Display {
    /// Starts Xvfb on a number of its own choosing: one that we chose might have been in use a moment ago.
    pub async fn start() -> Result<Display> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut server = Group::spawn(&mut command)?;
        let output = server.child().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number).await?;
        let number = number.trim();
        ensure!(!number.is_empty(), "Xvfb did not start; try `Xvfb -displayfd 1` to see why");
        Ok(Display { name: format!(":{number}"), _server: server })
    }

    /// Lets a program draw here, and nowhere else.
    pub fn put_on(&self, command: &mut Command) {
        command.env("DISPLAY", &self.name).env_remove("WAYLAND_DISPLAY").env("GDK_BACKEND", "x11");
    }
}
