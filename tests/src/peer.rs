//! `scim2-server`, a SCIM server that nobody here wrote: installed into the target folder,
//! started on a free port, filled over SCIM, ended when dropped.

use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::process::Command;

use crate::group::Group;
use crate::{http, places, seed, wait};

const REQUIREMENTS: &str = include_str!("../peers/scim2-server/requirements.txt");
/// What the server takes as bearer token. Recognisable, because tests look for it where it must
/// not be.
pub const TOKEN: &str = "canary-token-of-the-peer-7f3a9c";

/// A running, filled server.
#[derive(Debug)]
pub struct Peer {
    origin: String,
    users: Vec<String>,
    groups: Vec<String>,
    _server: Group,
}

impl Peer {
    /// Installs it when it is not installed yet, starts it and fills it.
    pub async fn start() -> Result<Peer> {
        let mut peer = Peer::start_empty().await?;
        peer.fill().await?;
        Ok(peer)
    }

    async fn start_empty() -> Result<Peer> {
        let program = tokio::task::spawn_blocking(installed).await??;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(program);
        command
            .args(["--hostname", "127.0.0.1", "--port", &port.to_string()])
            .args(["--bearer-token", TOKEN])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut server = Group::spawn(&mut command)?;
        let origin = format!("http://127.0.0.1:{port}");
        wait::until("scim2-server", async || {
            ensure!(server.is_running(), "scim2-server ended at once");
            let answer = http::get(&format!("{origin}/v2/ServiceProviderConfig"), TOKEN).await?;
            Ok((answer.status == 200).then_some(()))
        })
        .await?;
        Ok(Peer { origin, users: Vec::new(), groups: Vec::new(), _server: server })
    }

    async fn fill(&mut self) -> Result<()> {
        for number in 0..seed::USERS {
            // Everybody after the first few reports to one of them.
            let manager = self.users.get(number % 5).filter(|_| number >= 5).cloned();
            let id = self.create("Users", &seed::user(number, manager.as_deref())).await?;
            self.users.push(id);
        }
        for number in 0..seed::GROUPS {
            let members: Vec<&str> =
                self.users.iter().skip(number).step_by(number + 1).map(String::as_str).collect();
            let id = self.create("Groups", &seed::group(number, &members)).await?;
            self.groups.push(id);
        }
        Ok(())
    }

    async fn create(&self, endpoint: &str, resource: &Value) -> Result<String> {
        let url = format!("{}/{endpoint}", self.base_url());
        let answer = http::post(&url, TOKEN, resource).await?;
        ensure!(answer.status == 201, "POST {url}: {} {}", answer.status, answer.text);
        let created: Value = serde_json::from_str(&answer.text)?;
        let id = created.get("id").and_then(Value::as_str).context("no id")?;
        Ok(id.to_owned())
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where SCIM begins.
    pub fn base_url(&self) -> String {
        format!("{}/v2", self.origin)
    }

    /// The ids of the users, in the order of the seed.
    pub fn users(&self) -> &[String] {
        &self.users
    }

    /// The ids of the groups, in the order of the seed.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// What the server itself says of a resource, asked beside the app.
    pub async fn resource(&self, endpoint: &str, id: &str) -> Result<String> {
        let answer = http::get(&format!("{}/{endpoint}/{id}", self.base_url()), TOKEN).await?;
        ensure!(answer.status == 200, "{endpoint}/{id}: {}", answer.status);
        Ok(answer.text)
    }
}

/// The installed program; one test installs it while the others wait.
fn installed() -> Result<PathBuf> {
    let folder = places::output("peers")?.join("scim2-server");
    std::fs::create_dir_all(&folder)?;
    let turn = File::create(folder.join("lock"))?;
    turn.lock()?;
    let stamp = folder.join("installed");
    let program = folder.join("venv/bin/scim2-server");
    let is_current = std::fs::read_to_string(&stamp).is_ok_and(|text| text == REQUIREMENTS);
    if !is_current || !program.is_file() {
        install(&folder)?;
        std::fs::write(&stamp, REQUIREMENTS)?;
    }
    Ok(program)
}

fn install(folder: &Path) -> Result<()> {
    let requirements = folder.join("requirements.txt");
    std::fs::write(&requirements, REQUIREMENTS)?;
    run(std::process::Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(folder.join("venv")))?;
    run(std::process::Command::new(folder.join("venv/bin/python"))
        .args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet", "--no-deps"])
        .arg("-r")
        .arg(&requirements))
}

fn run(command: &mut std::process::Command) -> Result<()> {
    let program = command.get_program().display().to_string();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {program}"))?;
    ensure!(
        output.status.success(),
        "{program} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
