//! Pages of 100 users from the embedded sandbox, beside the same from `scim2-server`: requests of the same kind, as many
//! at once, on the same machine. The sandbox holds thousands of users and shares the process with those who ask it, the
//! peer holds 120 and has a process of its own: both to the disadvantage of the sandbox.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use sandbox::Sandbox;
use serde_json::Value;
use tests::peer::{Kind, Peer};

use crate::at_once;
use crate::figure::{Figure, Goal, Report, median_time};

const PAGE: usize = 100;
const AT_ONCE: usize = 4;
const ROUNDS: usize = 3;
/// In one round: enough of each that a round takes a second or more.
const OF_SANDBOX: usize = 2_000;
const OF_PEER: usize = 40;

/// Who is asked.
#[derive(Debug, Clone)]
struct Asked {
    client: reqwest::Client,
    url: String,
    token: String,
}

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let sandbox = Sandbox::start().await?;
    let peer = Peer::start_kind(Kind::Scim2Server).await?;
    let ours = Asked::new(sandbox.base_url(), sandbox.token())?;
    let theirs = Asked::new(&peer.base_url(), peer.token())?;
    let (mut of_sandbox, mut of_peer) = (Vec::new(), Vec::new());
    for asked in [&ours, &theirs] {
        asked.expect_a_page().await?;
    }
    // The first round warms up.
    for round in 0..=ROUNDS {
        let times = (ours.page_time(OF_SANDBOX).await?, theirs.page_time(OF_PEER).await?);
        if round > 0 {
            of_sandbox.push(times.0);
            of_peer.push(times.1);
        }
    }
    report.add(&Figure {
        name: "sandbox, page of 100",
        value: median_time(of_sandbox),
        beside: vec![("scim2-server", median_time(of_peer))],
        goal: Some(Goal::AsFast(5.0)),
    });
    Ok(())
}

impl Asked {
    fn new(base_url: &str, token: &str) -> Result<Asked> {
        let url = format!("{base_url}/Users?startIndex=1&count={PAGE}");
        Ok(Asked { client: tests::http::client()?, url, token: token.to_owned() })
    }

    async fn read(&self) -> Result<Vec<u8>> {
        let answer = self.client.get(&self.url).bearer_auth(&self.token).send().await?;
        ensure!(answer.status() == 200, "{} answered {}", self.url, answer.status());
        Ok(answer.bytes().await?.to_vec())
    }

    async fn expect_a_page(&self) -> Result<()> {
        let list: Value = serde_json::from_slice(&self.read().await?)?;
        let rows = list.get("Resources").and_then(Value::as_array).context("no Resources")?.len();
        ensure!(rows == PAGE, "{} brings {rows} users", self.url);
        Ok(())
    }

    /// What a page takes when several are asked for at once: the time of all, for each of them.
    async fn page_time(&self, requests: usize) -> Result<Duration> {
        let started = Instant::now();
        let asked = self.clone();
        let read = move || {
            let asked = asked.clone();
            async move {
                let body = asked.read().await?;
                ensure!(body.len() > 10_000, "a page of {} bytes", body.len());
                Ok(())
            }
        };
        at_once::run(requests, AT_ONCE, read).await?;
        Ok(started.elapsed() / u32::try_from(requests)?)
    }
}
