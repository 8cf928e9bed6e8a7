//! What the pipeline adds to a small request: the whole way of a command of the window (dispatch,
//! sign-in, redaction, recording in the encrypted database, parsing) beside a bare `reqwest` loop
//! that reads the same answers. Both with 16 tasks at once, on the same threads; the server is
//! another process. The search index takes the exchanges later, when nothing is recorded or
//! somebody searches; that is measured by itself, between the rounds.
//!
//! It is measured on two servers. One answers at once: what is left then is the work itself, and
//! the CPU time of a request is counted there. How long that takes by the clock is told without a
//! goal: the bare loop keeps nothing, and only copies bytes, in less time than it takes to encrypt
//! two pages of the database. The other server takes as long as one nearby does. There, by the
//! clock, a request must not take much longer than a bare one: that is what a person would notice.
//!
//! What signing in, the limiter and the write guard add is in a line of its own, with the same goal: a read-only tenant
//! of production whose token comes from an authorisation server, on a server that says with each answer what is left of
//! a quota. The bare loop sends the same token and reads the same answers there.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use issuer::{Issuer, Proof};
use serde_json::{Value, json};

use crate::at_once;
use crate::backend::{Backend, Client, TOKEN};
use crate::figure::{Figure, Goal, Quantity, Report, median_time};
use crate::machine;
use crate::server::{Manner, Server};

const REQUESTS: usize = 10_000;
const AT_ONCE: usize = 16;
const ROUNDS: usize = 3;
const USERS: usize = 100;

/// What a server near by takes for an answer.
const NEAR: Duration = Duration::from_millis(5);

/// What a number of requests took, for each of them.
struct Cost {
    wall: Duration,
    cpu: Duration,
}

/// The medians of several rounds.
struct Medians {
    wall: Quantity,
    cpu: Quantity,
}

/// What came of a comparison.
struct Compared {
    ours: Medians,
    bare: Medians,
    /// CPU time for the search index, an exchange.
    index: Quantity,
}

pub(crate) async fn run(report: &mut Report) -> Result<()> {
    let Compared { ours, bare, index } = compare(Subject::Plain, Duration::ZERO).await?;
    report.add(&Figure {
        name: "pipeline cpu/request",
        value: ours.cpu,
        beside: vec![("bare", bare.cpu)],
        goal: Some(Goal::More(Quantity::Seconds(150e-6))),
    });
    report.add(&Figure {
        name: "pipeline wall/request, instant server",
        value: ours.wall,
        beside: vec![("bare", bare.wall)],
        goal: None,
    });
    report.add(&Figure {
        name: "search index cpu/exchange, when idle",
        value: index,
        beside: vec![("pipeline", ours.cpu)],
        goal: None,
    });
    let Compared { ours, bare, .. } = compare(Subject::Guarded, Duration::ZERO).await?;
    report.add(&Figure {
        name: "pipeline cpu/request, OAuth, quota, read-only",
        value: ours.cpu,
        beside: vec![("bare", bare.cpu)],
        goal: Some(Goal::More(Quantity::Seconds(150e-6))),
    });
    let Compared { ours, bare, .. } = compare(Subject::Plain, NEAR).await?;
    report.add(&Figure {
        name: "pipeline cpu/request, 5 ms server",
        value: ours.cpu,
        beside: vec![("bare", bare.cpu)],
        goal: None,
    });
    report.add(&Figure {
        name: "pipeline wall/request, 5 ms server",
        value: ours.wall,
        beside: vec![("bare", bare.wall)],
        goal: Some(Goal::Times(1.5)),
    });
    Ok(())
}

/// Ours and the bare loop, in turns, on a server that takes so long for each answer.
async fn compare(subject: Subject, time: Duration) -> Result<Compared> {
    let tells_quota = subject == Subject::Guarded;
    let manner = Manner { time, tells_quota, ..Manner::default() };
    let server = Server::with(manner, USERS, 1).await?;
    let folder = tempfile::tempdir()?;
    let Opened { backend, token } = subject.open(folder.path(), server.base_url()).await?;
    let client = tests::http::client()?;
    let url = format!("{}/Users?startIndex=1&count=1", server.base_url());
    let (mut ours, mut bare, mut indexed) = (Vec::new(), Vec::new(), Vec::new());
    // The first round warms up, with fewer requests.
    for round in 0..=ROUNDS {
        let requests = if round == 0 { REQUESTS / 10 } else { REQUESTS };
        let floor = {
            let (client, url, token) = (client.clone(), url.clone(), token.clone());
            cost(requests, move || plain(client.clone(), url.clone(), token.clone())).await?
        };
        let subject = {
            let backend = backend.clone();
            cost(requests, move || counted(backend.clone())).await?
        };
        let before = machine::cpu_time();
        search(&backend).await?;
        let indexing = machine::cpu_time().saturating_sub(before) / u32::try_from(requests)?;
        if round > 0 {
            indexed.push(indexing);
            bare.push(floor);
            ours.push(subject);
        }
    }
    Ok(Compared { ours: Medians::of(&ours), bare: Medians::of(&bare), index: median_time(indexed) })
}

/// Which tenant is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// With a token that was pasted, free to write, on a server that says nothing of quotas.
    Plain,
    /// With everything that a tenant of production has in the way of a request.
    Guarded,
}

struct Opened {
    backend: Backend,
    /// What the bare loop signs in with.
    token: Arc<str>,
}

impl Subject {
    async fn open(self, folder: &Path, base_url: &str) -> Result<Opened> {
        if self == Subject::Plain {
            let backend = Backend::open(folder, base_url).await?;
            return Ok(Opened { backend, token: TOKEN.into() });
        }
        let (id, secret) = ("bench", "a-secret-of-the-bench-0123456789");
        let issuer =
            Issuer::start([issuer::Client::new(id, Proof::Header(secret.to_owned()))]).await?;
        issuer.set_life(Some(24 * 60 * 60));
        let client = Client { token_endpoint: &issuer.token_endpoint(), id, secret };
        let backend = Backend::open_production(folder, base_url, &client).await?;
        // One token is fetched when the tenant is opened; nobody has to be there for another one.
        let given = issuer.given();
        let token = given.iter().find(|it| issuer.accepts(it)).context("no token was fetched")?;
        Ok(Opened { backend, token: token.as_str().into() })
    }
}

impl Medians {
    fn of(costs: &[Cost]) -> Medians {
        let of = |pick: fn(&Cost) -> Duration| median_time(costs.iter().map(pick).collect());
        Medians { wall: of(|it| it.wall), cpu: of(|it| it.cpu) }
    }
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

async fn plain(client: reqwest::Client, url: String, token: Arc<str>) -> Result<()> {
    let answer = client.get(url).bearer_auth(token).send().await?;
    ensure!(answer.status() == 200, "the server answered {}", answer.status());
    let body = answer.bytes().await?;
    ensure!(body.len() > 100, "the answer is too short");
    Ok(())
}

/// Looks for what is not there; the index then holds all that was recorded.
async fn search(backend: &Backend) -> Result<()> {
    let request = json!({ "outcome": "all", "text": "§§§", "limit": 1 });
    let answer = backend.of_tenant("exchanges_list", request).await?;
    ensure!(answer.get("total") == Some(&json!(0)), "something was found that is not there");
    Ok(())
}

async fn counted(backend: Backend) -> Result<()> {
    let request = json!({ "resourceType": "User" });
    let answer = backend.of_tenant("resource_type_count", request).await?;
    let total = answer.get("totalResults").and_then(Value::as_u64).context("no total")?;
    ensure!(total == USERS as u64, "the total is {total}");
    Ok(())
}
