//! A desktop of a test's own: home and data folders, a display, a session bus, and a keychain or none. It
//! outlives the app, so that a test can start the app again where it was left.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::Command;

use crate::display::Display;
use crate::group::Group;
use crate::wait;

/// The name that Scimscope's entries have in the keychain.
const SERVICE: &str = "dev.scimscope.desktop";

/// A bus that starts no services by itself: what is there was put there by the test.
const BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
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

/// Which keychain the desktop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// gnome-keyring, unlocked.
    Unlocked,
    /// A session bus on which nobody answers for secrets.
    Absent,
    /// Not even a session bus.
    NoBus,
}

/// Home, display, bus and keychain.
#[derive(Debug)]
pub struct Desktop {
    // The order matters: what runs ends before the folders go.
    keyring: Option<Group>,
    _bus: Option<Group>,
    display: Display,
    address: String,
    /// A file with certificates of authorities, instead of the system's own.
    trusted: Option<PathBuf>,
    /// Whether links are noted instead of opened.
    notes_links: bool,
    home: TempDir,
}

impl Desktop {
    /// An empty home with the keychain asked for.
    pub async fn new(keychain: Keychain) -> Result<Desktop> {
        let home = tempfile::Builder::new().prefix("scimscope-").tempdir()?;
        for name in ["data", "config", "cache", "state", "runtime"] {
            std::fs::create_dir(home.path().join(name))?;
        }
        make_private(&home.path().join("runtime"))?;
        let (bus, address) = match keychain {
            Keychain::NoBus => {
                (None, format!("unix:path={}", home.path().join("nobody").display()))
            }
            _ => start_bus(home.path()).await?,
        };
        let display = Display::start().await?;
        let mut desktop = Desktop {
            keyring: None,
            _bus: bus,
            display,
            address,
            trusted: None,
            notes_links: false,
            home,
        };
        if keychain == Keychain::Unlocked {
            desktop.start_keychain().await?;
        }
        Ok(desktop)
    }

    /// Where the app keeps its database.
    pub fn data_folder(&self) -> PathBuf {
        self.home.path().join("data/scimscope")
    }

    /// The home folder, with everything that was written by anybody.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What the app and its driver printed.
    pub fn log(&self) -> PathBuf {
        self.home.path().join("app.log")
    }

    /// Trusts this authority, and no other.
    pub fn trust(&mut self, certificate: &str) -> Result<()> {
        let file = self.home.path().join("authority.pem");
        std::fs::write(&file, certificate)?;
        self.trusted = Some(file);
        Ok(())
    }

    /// Gives the desktop a browser that only notes where it is sent: the test itself goes there.
    pub fn note_links(&mut self) -> Result<()> {
        let folder = self.home.path().join("bin");
        std::fs::create_dir_all(&folder)?;
        let (noted, half) = (self.noted_link(), self.home.path().join("link.half"));
        // Moved into its place, so that nobody reads half of it.
        let script = format!(
            "#!/bin/sh\nprintf %s \"$1\" > '{half}'\nmv '{half}' '{noted}'\n",
            half = half.display(),
            noted = noted.display()
        );
        let program = folder.join("xdg-open");
        std::fs::write(&program, script)?;
        make_private(&program)?;
        self.notes_links = true;
        Ok(())
    }

    /// Waits for a link that was opened, and forgets it.
    pub async fn opened_link(&self) -> Result<String> {
        let noted = self.noted_link();
        let link = wait::until("a link to be opened", async || {
            Ok(std::fs::read_to_string(&noted).ok().filter(|it| !it.is_empty()))
        })
        .await?;
        std::fs::remove_file(&noted)?;
        Ok(link)
    }

    fn noted_link(&self) -> PathBuf {
        self.home.path().join("link")
    }

    /// Lets a program live on this desktop.
    pub fn put_on(&self, command: &mut Command) {
        let home = self.home.path();
        self.display.put_on(command);
        command
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_RUNTIME_DIR", home.join("runtime"))
            .env("DBUS_SESSION_BUS_ADDRESS", &self.address)
            .env("NO_AT_BRIDGE", "1")
            .env("SCIMSCOPE_DATA_DIR", self.data_folder());
        if self.notes_links {
            let others = std::env::var("PATH").unwrap_or_default();
            command.env("PATH", format!("{}:{others}", home.join("bin").display()));
        }
        if let Some(file) = &self.trusted {
            command.env("SSL_CERT_FILE", file).env_remove("SSL_CERT_DIR");
        }
    }

    /// What the keychain holds for an account of Scimscope, asked without Scimscope.
    pub async fn secret(&self, account: &str) -> Result<Option<String>> {
        let mut command = Command::new("secret-tool");
        command.args(["lookup", "service", SERVICE, "username", account]);
        self.put_on(&mut command);
        let output =
            command.stdin(Stdio::null()).output().await.context("cannot ask secret-tool")?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Removes an account of Scimscope from the keychain.
    pub async fn forget_secret(&self, account: &str) -> Result<()> {
        let mut command = Command::new("secret-tool");
        command.args(["clear", "service", SERVICE, "username", account]);
        self.put_on(&mut command);
        let status = command.stdin(Stdio::null()).status().await?;
        ensure!(status.success(), "secret-tool could not remove {account}");
        Ok(())
    }

    /// Takes the keychain away: the bus stays, nobody answers for secrets any more.
    pub fn stop_keychain(&mut self) {
        self.keyring = None;
    }

    /// Starts the keychain, with the keyrings that the home has.
    pub async fn start_keychain(&mut self) -> Result<()> {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--unlock", "--foreground", "--components=secrets"]);
        self.put_on(&mut command);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut keyring = Group::spawn(&mut command)?;
        let mut input = keyring.child().stdin.take().context("the keychain takes no password")?;
        input.write_all(b"password of this test").await?;
        drop(input);
        wait::until("the keychain on the bus", async || self.has_secret_service().await).await?;
        self.keyring = Some(keyring);
        Ok(())
    }

    async fn has_secret_service(&self) -> Result<Option<()>> {
        let mut command = Command::new("dbus-send");
        command.args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus"]);
        command.args(["/org/freedesktop/DBus", "org.freedesktop.DBus.GetNameOwner"]);
        command.arg("string:org.freedesktop.secrets");
        self.put_on(&mut command);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(command.status().await?.success().then_some(()))
    }
}

async fn start_bus(home: &Path) -> Result<(Option<Group>, String)> {
    let configuration = home.join("bus.conf");
    std::fs::write(&configuration, BUS)?;
    let mut command = Command::new("dbus-daemon");
    command.arg("--config-file").arg(&configuration).args(["--nofork", "--print-address=1"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut bus = Group::spawn(&mut command)?;
    let output = bus.child().stdout.take().context("the bus has no output")?;
    let mut address = String::new();
    BufReader::new(output).read_line(&mut address).await?;
    ensure!(!address.trim().is_empty(), "the session bus did not start");
    Ok((Some(bus), address.trim().to_owned()))
}

fn make_private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?)
}
