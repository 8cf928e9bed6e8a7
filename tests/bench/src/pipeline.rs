//! What the pipeline adds to a small request: the whole way of a command of the window (dispatch,
//! sign-in, redaction, recording in the encrypted database with its search index, parsing) beside
//! a bare `reqwest` loop that reads the same answers. Both with 16 tasks at once, on the same
//! threads; the server is another process.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::at_once;
use crate::backend::Backend;
use crate::figure::{Figure, Goal, Quantity, Report, median_time};
use crate::machine;
use crate::server::Server;

const REQUESTS: usize = 10_000;
const AT_ONCE: usize = 16;
const ROUNDS: usize = 3;
const USERS: usize = 100;

/// What a number of requests took, for each of them.
struct Cost {
    wall: Duration,
    cpu: Duration,
}

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let server = Server::start(USERS, 1).await?;
    let folder = tempfile::tempdir()?;
    let backend = Backend::open(folder.path(), server.base_url()).await?;
    let client = tests::http::client()?;
    let url = format!("{}/Users?startIndex=1&count=1", server.base_url());
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    // The first round warms up, with fewer requests.
    for round in 0..=ROUNDS {
        let requests = if round == 0 { REQUESTS / 10 } else { REQUESTS };
        let floor = {
            let (client, url) = (client.clone(), url.clone());
            cost(requests, move || plain(client.clone(), url.clone())).await?
        };
        let subject = {
            let backend = backend.clone();
            cost(requests, move || counted(backend.clone())).await?
        };
        if round > 0 {
            bare.push(floor);
            ours.push(subject);
        }
    }
    let medians = |costs: &[Cost]| {
        let of = |pick: fn(&Cost) -> Duration| median_time(costs.iter().map(pick).collect());
        (of(|it| it.cpu), of(|it| it.wall))
    };
    let ((cpu, wall), (bare_cpu, bare_wall)) = (medians(&ours), medians(&bare));
    report.add(&Figure {
        name: "pipeline cpu/request",
        value: cpu,
        beside: vec![("bare", bare_cpu)],
        goal: Some(Goal::More(Quantity::Seconds(150e-6))),
    });
    report.add(&Figure {
        name: "pipeline wall/request",
        value: wall,
        beside: vec![("bare", bare_wall)],
        goal: Some(Goal::Times(1.5)),
    });
    Ok(())
}

/// Runs so many requests, 16 at a time.
async fn cost<F, W>(requests: usize, work: F) -> Result<Cost>
where
    F: Fn() -> W + Clone + Send + 'static,
    W: Future<Output = Result<()>> + Send + 'static,
{
    let (cpu, wall) = (machine::cpu_time(), Instant::now());
    at_once::run(requests, AT_ONCE, work).await?;
    let count = u32::try_from(requests)?;
    let (wall, cpu) = (wall.elapsed(), machine::cpu_time().saturating_sub(cpu));
    Ok(Cost { wall: wall / count, cpu: cpu / count })
}

async fn plain(client: reqwest::Client, url: String) -> Result<()> {
    let answer = client.get(url).bearer_auth("a-token-of-the-bench-0123456789").send().await?;
    ensure!(answer.status() == 200, "the server answered {}", answer.status());
    let body = answer.bytes().await?;
    ensure!(body.len() > 100, "the answer is too short");
    Ok(())
}

async fn counted(backend: Backend) -> Result<()> {
    let request = json!({ "resourceType": "User" });
    let answer = backend.of_tenant("resource_type_count", request).await?;
    let total = answer.get("totalResults").and_then(Value::as_u64).context("no total")?;
    ensure!(total == USERS as u64, "the total is {total}");
    Ok(())
}
