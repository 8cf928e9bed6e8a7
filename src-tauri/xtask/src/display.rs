//! A virtual display for machines without one, and a session bus that starts nothing by itself.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process::{self, Group};
use crate::workspace;

/// An X server that draws into memory; it ends with this value.
#[derive(Debug)]
pub(crate) struct VirtualDisplay {
    name: String,
    _server: Group,
}

/// Whether somebody could see a window.
pub(crate) fn is_present() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

impl VirtualDisplay {
    /// Starts Xvfb on a display number of its own choosing: a number that we chose might have
    /// been in use a moment ago.
    pub(crate) fn start(width: u32, height: u32) -> Result<VirtualDisplay> {
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", &format!("{width}x{height}x24")])
            .args(["-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = Group::spawn(process::mark(&mut command))?;
        let output = server.child().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        let number = number.trim();
        if number.is_empty() {
            bail!("Xvfb did not start; try `Xvfb -displayfd 1` to see why");
        }
        Ok(VirtualDisplay { name: format!(":{number}"), _server: server })
    }

    /// What DISPLAY says for a program that draws or looks here, such as `:99`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Lets a program draw here, in software: where there is no display there is no GPU.
    pub(crate) fn use_for(&self, command: &mut Command) {
        command
            .env("DISPLAY", &self.name)
            .env_remove("WAYLAND_DISPLAY")
            .env("GDK_BACKEND", "x11")
            .env("WEBKIT_SKIA_ENABLE_CPU_RENDERING", "1")
            .env("NO_AT_BRIDGE", "1");
    }

    /// Writes what the display shows to a PNG, once it shows more than an empty window.
    pub(crate) fn screenshot(&self, file: &Path, limit: Duration) -> Result<()> {
        let started = Instant::now();
        loop {
            let output = Command::new("import")
                .args(["-display", &self.name, "-window", "root"])
                .arg(file)
                .output()
                .context("cannot start `import` of ImageMagick")?;
            if !output.status.success() {
                bail!("no screenshot: {}", String::from_utf8_lossy(&output.stderr));
            }
            if colours(file) > 50 {
                return Ok(());
            }
            if started.elapsed() > limit {
                bail!("the window stayed empty; see {}", file.display());
            }
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

/// `dbus-run-session` with a bus that knows no services to start: on a machine without a
/// desktop a keychain that is started by the bus would wait for a password nobody can type.
pub(crate) fn on_private_bus(program: &Path) -> Result<Command> {
    let mut command = Command::new("dbus-run-session");
    command.arg("--config-file").arg(bus_configuration()?).arg("--").arg(program);
    Ok(command)
}

fn bus_configuration() -> Result<PathBuf> {
    let file = workspace::scratch("bus")?.join("session.conf");
    let text = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    Ok(file)
}

fn colours(file: &Path) -> u32 {
    let name = file.display().to_string();
    process::answer_of("identify", &["-format", "%k", &name])
        .and_then(|said| said.parse().ok())
        .unwrap_or(0)
}
