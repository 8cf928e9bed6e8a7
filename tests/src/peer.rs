//! SCIM servers that nobody here wrote: installed into the target folder, started on a free port,
//! filled over SCIM, ended when dropped.

pub(crate) mod install;
pub(crate) mod recipe;

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;
use tempfile::TempDir;

pub use recipe::Kind;

use crate::access::{Access, Caller};
use crate::group::Group;
use crate::{ports, seed, wait};

/// How the bearer token of each server begins. Recognisable, because tests look for it where it must not be.
const TOKEN: &str = "canary-token-of-the-peer-7f3a9c";

/// A running, filled server.
#[derive(Debug)]
pub struct Peer {
    kind: Kind,
    origin: String,
    token: String,
    users: Vec<String>,
    groups: Vec<String>,
    refused: Vec<String>,
    caller: Caller,
    // What runs ends before its folder goes.
    _server: Group,
    _scratch: TempDir,
}

impl Peer {
    /// The reference server, filled.
    pub async fn start() -> Result<Peer> {
        Peer::start_kind(Kind::Scim2Server).await
    }

    /// Installs it when it is not installed yet, starts it and fills it. What the server refuses
    /// or drops of the seed is its own affair; see [`Peer::refused`].
    pub async fn start_kind(kind: Kind) -> Result<Peer> {
        let mut peer = Peer::start_empty(kind).await?;
        peer.fill().await?;
        Ok(peer)
    }

    /// Installs it when it is not installed yet, and starts it with nobody in it.
    pub async fn start_empty(kind: Kind) -> Result<Peer> {
        let home = tokio::task::spawn_blocking(move || install::installed(kind.recipe())).await??;
        let scratch = tempfile::Builder::new().prefix("scimscope-peer-").tempdir()?;
        let Listening { server, port, token } = listening(kind, &home, scratch.path()).await?;
        let origin = format!("http://127.0.0.1:{port}");
        let caller = Caller::new(&origin, Access::Bearer(token.clone()))?;
        Ok(Peer {
            kind,
            origin,
            token,
            users: Vec::new(),
            groups: Vec::new(),
            refused: Vec::new(),
            caller,
            _server: server,
            _scratch: scratch,
        })
    }

    async fn fill(&mut self) -> Result<()> {
        for number in 0..seed::USERS {
            // Everybody after the first few reports to one of them.
            let manager = self.users.get(number % 5).filter(|_| number >= 5).cloned();
            let user = seed::user(number, manager.as_deref());
            if let Some(id) = self.create("Users", &user).await? {
                self.users.push(id);
            }
        }
        for number in 0..seed::GROUPS {
            let members: Vec<&str> =
                self.users.iter().skip(number).step_by(number + 1).map(String::as_str).collect();
            let group = seed::group(number, &members);
            if let Some(id) = self.create("Groups", &group).await? {
                self.groups.push(id);
            }
        }
        Ok(())
    }

    async fn create(&mut self, endpoint: &str, resource: &Value) -> Result<Option<String>> {
        let url = format!("{}/{endpoint}", self.base_url());
        let answer = self.caller.post(&url, resource).await?;
        if answer.status != 201 {
            self.refused.push(format!("POST /{endpoint}: {} {}", answer.status, answer.text));
            return Ok(None);
        }
        let created: Value = serde_json::from_str(&answer.text)?;
        let id = created.get("id").and_then(Value::as_str).context("no id")?;
        Ok(Some(id.to_owned()))
    }

    /// Which server it is.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The bearer token: no other server takes it.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Where SCIM begins.
    pub fn base_url(&self) -> String {
        format!("{}{}", self.origin, self.kind.base_path())
    }

    /// The ids of the users, in the order of the seed.
    pub fn users(&self) -> &[String] {
        &self.users
    }

    /// The ids of the groups, in the order of the seed.
    pub fn groups(&self) -> &[String] {
        &self.groups
    }

    /// What the server would not take of the seed, and what it said.
    pub fn refused(&self) -> &[String] {
        &self.refused
    }

    /// What the server itself says of a resource, asked beside the app.
    pub async fn resource(&self, endpoint: &str, id: &str) -> Result<String> {
        let answer = self.caller.get(&format!("{}/{endpoint}/{id}", self.base_url())).await?;
        ensure!(answer.status == 200, "{endpoint}/{id}: {}", answer.status);
        Ok(answer.text)
    }
}

/// A server that answers.
struct Listening {
    server: Group,
    port: u16,
    token: String,
}

/// Starts the server and waits until it answers as a SCIM server does, and to its own token: what answers might be
/// another server that took the port first.
async fn listening(kind: Kind, home: &Path, scratch: &Path) -> Result<Listening> {
    let log = scratch.join("server.log");
    // Another program may take the port between our finding it and the server's using it.
    for _ in 0..3 {
        let port = ports::free()?;
        let token = format!("{TOKEN}-{}-{port}-{}", kind.name(), std::process::id());
        let output = File::create(&log)?;
        let mut command = kind.command(home, port, &token, scratch);
        command.stdin(Stdio::null()).stdout(output.try_clone()?).stderr(output);
        let mut server = Group::spawn(&mut command)?;
        let address = format!("http://127.0.0.1:{port}{}/Users?count=1", kind.base_path());
        let caller = Caller::new(&address, Access::Bearer(token.clone()))?;
        let answers = wait::within(Duration::from_secs(60), kind.name(), async || {
            if !server.is_running() {
                return Ok(Some(false));
            }
            Ok((caller.get(&address).await?.status == 200).then_some(true))
        });
        if answers.await? {
            return Ok(Listening { server, port, token });
        }
    }
    let said = std::fs::read_to_string(&log).unwrap_or_default();
    bail!("{} ends at once:\n{said}", kind.name())
}
