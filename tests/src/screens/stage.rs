//! The servers before which the pictures are taken: one that works, and one for each state that a
//! working one never shows.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use faults::answer::Answer;
use faults::asked::Asked;
use faults::certificate::Authority;
use faults::fault::Fault;
use faults::server::FaultServer;
use faults::{directory, table};
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::gate::{Gate, Lock};
use crate::provider::{Provider, USER_SCHEMA, attribute};
use crate::write;

/// Who may pass the gate.
pub(super) const USER: &str = "ada@example.org";
/// The word with which they may.
pub(super) const PASSWORD: &str = "plum-orchard";
/// Both, as Basic sends them.
const PAIR: &str = "YWRhQGV4YW1wbGUub3JnOnBsdW0tb3JjaGFyZA==";

/// All of them; they stop when dropped.
#[derive(Debug)]
pub struct Stage {
    directory: Sandbox,
    gate: Gate,
    /// The path of the directory, behind the gate as well.
    path: String,
    closed: FaultServer,
    pausing: FaultServer,
    torn: FaultServer,
    unanswering: FaultServer,
    odd: Provider,
    empty: Provider,
    bare: Provider,
    untrusted: FaultServer,
    portal: FaultServer,
    strict: FaultServer,
    /// None once it has stopped answering.
    fading: Option<Provider>,
    faded_base_url: String,
    /// Connections are made and never accepted, so no byte ever comes.
    silent: TcpListener,
}

impl Stage {
    /// Starts all of them.
    pub async fn start() -> Result<Stage> {
        let directory = Sandbox::start().await?;
        let (gate, path) = gate_before(&directory).await?;
        let fading = Provider::of_users(&odd_users(), schema()).await?;
        Ok(Stage {
            directory,
            gate,
            path,
            closed: acting("401-challenge").await?,
            pausing: pausing().await?,
            torn: torn().await?,
            unanswering: write::unanswering().await?,
            odd: Provider::of_users(&odd_users(), schema()).await?,
            empty: Provider::of_users(&[], schema()).await?,
            bare: Provider::of_documents(BTreeMap::new()).await?,
            untrusted: acting("unknown-authority").await?,
            portal: acting("portal-page").await?,
            strict: strict().await?,
            faded_base_url: fading.base_url().to_owned(),
            fading: Some(fading),
            silent: TcpListener::bind("127.0.0.1:0").await?,
        })
    }

    /// A directory of thousands, and its token.
    pub fn directory(&self) -> (&str, &str) {
        (self.directory.base_url(), self.directory.token())
    }

    /// The same directory for [`USER`] with [`PASSWORD`] only, with a quota, and with groups that come later.
    pub fn gated(&self) -> String {
        format!("{}{}", self.gate.origin(), self.path)
    }

    /// Refuses every token.
    pub fn closed(&self) -> String {
        self.closed.base_url().to_owned()
    }

    /// Asks for a pause before it shows its users.
    pub fn pausing(&self) -> &str {
        self.pausing.base_url()
    }

    /// Fails behind the first hundred of its users.
    pub fn torn(&self) -> &str {
        self.torn.base_url()
    }

    /// Never answers a write.
    pub fn unanswering(&self) -> &str {
        self.unanswering.base_url()
    }

    /// Serves the same user twice, and a boolean as text.
    pub fn odd(&self) -> &str {
        self.odd.base_url()
    }

    /// Has no users.
    pub fn empty(&self) -> &str {
        self.empty.base_url()
    }

    /// Has nothing at all: everything is a 404.
    pub fn bare(&self) -> &str {
        self.bare.base_url()
    }

    /// Shows a certificate of an authority that nobody knows.
    pub fn untrusted(&self) -> &str {
        self.untrusted.base_url()
    }

    /// A network that wants a sign-in answers in its place.
    pub fn portal(&self) -> &str {
        self.portal.base_url()
    }

    /// Refuses every filter.
    pub fn strict(&self) -> &str {
        self.strict.base_url()
    }

    /// Answers until it is told not to.
    pub fn fading(&self) -> &str {
        &self.faded_base_url
    }

    /// From now on nobody answers there.
    pub fn fade(&mut self) {
        self.fading = None;
    }

    /// Never answers.
    pub fn silent(&self) -> Result<String> {
        Ok(format!("http://{}/scim/v2", self.silent.local_addr()?))
    }

    /// An address at which nobody listens.
    pub fn nobody(&self) -> &'static str {
        "http://127.0.0.1:1/scim/v2"
    }
}

async fn gate_before(directory: &Sandbox) -> Result<(Gate, String)> {
    let (scheme, rest) = directory.base_url().split_once("://").context("no scheme")?;
    let (authority, path) = rest.split_once('/').context("no path")?;
    let gate = Gate::before(Lock {
        authorization: format!("Basic {PAIR}"),
        upstream: format!("{scheme}://{authority}"),
        token: directory.token().to_owned(),
        later: Some(format!("/{path}/Groups")),
    })
    .await?;
    Ok((gate, format!("/{path}")))
}

async fn torn() -> Result<FaultServer> {
    let fault = Fault::http("torn", "fails behind its first page", torn_list);
    FaultServer::start(&fault, &Authority::new()?).await
}

fn torn_list(asked: &Asked) -> Answer {
    directory::except(asked, "/Users", || match asked.start_index() {
        1 => {
            let users: Vec<String> =
                (0..100).map(|number| directory::user(&format!("person{number}"))).collect();
            Answer::scim(directory::list(&users, 300))
        }
        _ => Answer::refusal("500 Internal Server Error", "the replica is behind"),
    })
}

async fn strict() -> Result<FaultServer> {
    let fault = Fault::http("strict", "refuses every filter", |asked| {
        directory::except(asked, "/Users", || match asked.has("filter") {
            true => Answer::refusal("400 Bad Request", "This server filters by externalId only."),
            false => Answer::scim(directory::list(&[directory::user("ada")], 1)),
        })
    });
    FaultServer::start(&fault, &Authority::new()?).await
}

async fn pausing() -> Result<FaultServer> {
    let fault = Fault::http("pausing", "asks for a pause before its users", pausing_list);
    FaultServer::start(&fault, &Authority::new()?).await
}

fn pausing_list(asked: &Asked) -> Answer {
    directory::except(asked, "/Users", || {
        Answer::refusal_with("429 Too Many Requests", &["Retry-After: 60"], "quota used up")
    })
}

/// A row of the table of faults.
async fn acting(name: &str) -> Result<FaultServer> {
    let fault = table::named(name).with_context(|| format!("the table lacks {name}"))?;
    FaultServer::start(&fault, &Authority::new()?).await
}

fn schema() -> Value {
    json!({
        "id": USER_SCHEMA,
        "name": "User",
        "attributes": [
            attribute("userName", "string", "The name to sign in with."),
            attribute("displayName", "string", "The name to show."),
            attribute("active", "boolean", "Whether the account may be used."),
        ],
    })
}

fn odd_users() -> Vec<Value> {
    let user = |id: &str, active: Value| {
        json!({
            "schemas": [USER_SCHEMA],
            "id": id,
            "userName": format!("{id}@example.org"),
            "displayName": "Nadia El Fassi",
            "active": active,
            "legacyKey": "A-17",
        })
    };
    vec![user("u1", json!("true")), user("u2", json!(true)), user("u1", json!(false))]
}
