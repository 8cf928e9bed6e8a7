//! The servers before which the pictures are taken: one that works, and one for each state that a
//! working one never shows.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use faults::certificate::Authority;
use faults::server::FaultServer;
use faults::table;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::provider::{Provider, USER_SCHEMA, attribute};

/// All of them; they stop when dropped.
#[derive(Debug)]
pub struct Stage {
    directory: Sandbox,
    closed: FaultServer,
    odd: Provider,
    empty: Provider,
    bare: Provider,
    /// Connections are made and never accepted, so no byte ever comes.
    silent: TcpListener,
}

impl Stage {
    /// Starts all of them.
    pub async fn start() -> Result<Stage> {
        Ok(Stage {
            directory: Sandbox::start().await?,
            closed: refusing().await?,
            odd: Provider::of_users(&odd_users(), schema()).await?,
            empty: Provider::of_users(&[], schema()).await?,
            bare: Provider::of_documents(BTreeMap::new()).await?,
            silent: TcpListener::bind("127.0.0.1:0").await?,
        })
    }

    /// A directory of thousands, and its token.
    pub fn directory(&self) -> (&str, &str) {
        (self.directory.base_url(), self.directory.token())
    }

    /// Refuses every token.
    pub fn closed(&self) -> String {
        self.closed.base_url().to_owned()
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

    /// Never answers.
    pub fn silent(&self) -> Result<String> {
        Ok(format!("http://{}/scim/v2", self.silent.local_addr()?))
    }

    /// An address at which nobody listens.
    pub fn nobody(&self) -> &'static str {
        "http://127.0.0.1:1/scim/v2"
    }
}

async fn refusing() -> Result<FaultServer> {
    let fault = table::named("401-challenge").context("the table lacks it")?;
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
