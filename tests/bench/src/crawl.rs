//! Reading 10,000 users in pages of 100 from a server in another process, one page after the other.
//!
//! The figure with a goal is the client's own work (sign-in, limits, redaction, the page read as
//! SCIM with its findings) beside raw HTTP and `serde_json::Value`. Its exchanges go to a recorder
//! that keeps nothing, because a library for HTTP and JSON keeps nothing either; the line after it
//! is the same crawl through the app's backend, where each of the pages is written into the
//! encrypted history and its search index before it counts as read.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use client::base_url::BaseUrl;
use client::exchange::{BoxFuture, Context, Exchange, Recorded, Recorder};
use client::page::ListQuery;
use client::session::Session;
use client::settings::{Auth, Settings};
use secrecy::SecretString;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::backend::Backend;
use crate::figure::{Figure, Goal, Report, median_time};
use crate::scim2_client;
use crate::server::Server;

const USERS: usize = 10_000;
const PAGE: usize = 100;
const ROUNDS: usize = 9;
/// Of the library with its checks, which takes seconds.
const SLOW_ROUNDS: usize = 3;
const TOKEN: &str = "a-token-of-the-bench-0123456789";

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let server = Server::start(USERS, 1).await?;
    let session = session(server.base_url())?;
    let http = tests::http::client()?;
    let (mut ours, mut parsed, mut raw) = (Vec::new(), Vec::new(), Vec::new());
    // The first round warms up.
    for round in 0..=ROUNDS {
        let times = [
            timed(read_raw(&http, server.base_url(), false)).await?,
            timed(read_raw(&http, server.base_url(), true)).await?,
            timed(read_as_scim(&session)).await?,
        ];
        if round > 0 {
            let [first, second, third] = times;
            raw.push(first);
            parsed.push(second);
            ours.push(third);
        }
    }
    let mut beside = vec![("raw and JSON", median_time(parsed)), ("raw", median_time(raw))];
    for (name, checked, rounds) in
        [("scim2-client", false, ROUNDS), ("with its checks", true, SLOW_ROUNDS)]
    {
        let peer = scim2_client::crawl(server.base_url(), checked, rounds, USERS).await?;
        beside.extend(peer.map(|times| (name, median_time(times))));
    }
    let floor = beside.first().copied();
    report.add(&Figure {
        name: "crawl 10,000 users",
        value: median_time(ours),
        beside,
        goal: Some(Goal::Times(1.3)),
    });
    report.add(&Figure {
        name: "crawl with the history",
        value: median_time(recorded(&server).await?),
        beside: floor.into_iter().collect(),
        goal: None,
    });
    Ok(())
}

async fn recorded(server: &Server) -> Result<Vec<Duration>> {
    let mut times = Vec::new();
    for _ in 0..3 {
        let folder = tempfile::tempdir()?;
        let backend = Backend::open(folder.path(), server.base_url()).await?;
        times.push(timed(read_windows(&backend)).await?);
    }
    Ok(times)
}

async fn timed(work: impl Future<Output = Result<usize>>) -> Result<Duration> {
    let started = Instant::now();
    let users = work.await?;
    let took = started.elapsed();
    ensure!(users == USERS, "{users} users were read");
    Ok(took)
}

async fn read_raw(http: &reqwest::Client, base_url: &str, as_json: bool) -> Result<usize> {
    let mut users = 0;
    while users < USERS {
        let url = format!("{base_url}/Users?startIndex={}&count={PAGE}", users + 1);
        let body = http.get(url).bearer_auth(TOKEN).send().await?.bytes().await?;
        users += if as_json {
            let page: Value = serde_json::from_slice(&body)?;
            page.get("Resources").and_then(Value::as_array).context("no resources")?.len()
        } else {
            ensure!(body.len() > PAGE, "the page is too short");
            PAGE
        };
    }
    Ok(users)
}

async fn read_as_scim(session: &Session) -> Result<usize> {
    let context = Context {
        asked_by: "Bench".to_owned(),
        operation: "bench".to_owned(),
        cancel: CancellationToken::new(),
    };
    let mut users = 0;
    while users < USERS {
        let query = ListQuery {
            start_index: Some(users as u64 + 1),
            count: Some(PAGE as u64),
            ..ListQuery::default()
        };
        let page = session.list("/Users", &query, &context).await?;
        ensure!(!page.rows.is_empty(), "an empty page after {users} users");
        users += page.rows.len();
    }
    Ok(users)
}

async fn read_windows(backend: &Backend) -> Result<usize> {
    let mut users = 0;
    while users < USERS {
        let request = json!({
            "resourceType": "User", "offset": users, "limit": PAGE, "reload": false,
            "columns": ["userName", "displayName", "emails"],
        });
        let listed = backend.of_tenant("resources_list", request).await?;
        let rows = listed.get("rows").and_then(Value::as_array).context("no rows")?;
        ensure!(!rows.is_empty(), "an empty window after {users} users");
        users += rows.len();
    }
    Ok(users)
}

fn session(base_url: &str) -> Result<Session> {
    let base = BaseUrl::parse(base_url)?;
    let settings = Settings::new(base, Auth::Bearer(SecretString::from(TOKEN)));
    Ok(Session::open(settings, Arc::new(Forgetful))?)
}

/// Keeps nothing.
struct Forgetful;

impl Recorder for Forgetful {
    fn record(&self, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        drop(exchange);
        Box::pin(std::future::ready(Recorded::default()))
    }

    fn intend(&self, exchange: Exchange) -> BoxFuture<'_, Result<Recorded, String>> {
        drop(exchange);
        Box::pin(std::future::ready(Ok(Recorded::default())))
    }

    fn complete(&self, intended: Recorded, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        drop(exchange);
        Box::pin(std::future::ready(intended))
    }
}
