//! Every fault of the table against the real backend, over real sockets: each ends within its time limit in words of
//! its own, or is shown with what is odd about it flagged. Prints what
//! came of each, and keeps it in `reports/faults.txt` of the target folder.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

#[path = "table/backend.rs"]
mod backend;
#[path = "table/journey.rs"]
mod journey;
#[path = "table/judge.rs"]
mod judge;
#[path = "table/memory.rs"]
mod memory;
#[path = "table/report.rs"]
mod report;

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Instant;

use backend::Backend;
use faults::certificate::Authority;
use faults::fault::Fault;
use faults::proxy::Proxy;
use faults::server::FaultServer;
use faults::table;
use faults::verdicts::VERDICTS;
use journey::Journey;
use report::Line;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Names the file that the child process writes its authority to; the system's trust store for that process.
const TRUST_FILE: &str = "SSL_CERT_FILE";
const CHILD: &str = "SCIMSCOPE_FAULT_TABLE_CHILD";
/// Names the faults to run, separated by commas; all of them without it.
const WANTED: &str = "SCIMSCOPE_FAULTS";
const AT_ONCE: usize = 4;

/// Certificates are only judged on their merits where their authority is trusted, and on Linux the trust store is a file
/// that a process of its own may be given.
#[test]
fn each_fault_is_told_in_words_of_its_own_or_shown_and_flagged() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "in_child", "--nocapture"])
        .env(TRUST_FILE, folder.path().join("authority.pem"))
        .env_remove("SSL_CERT_DIR")
        .env(CHILD, "yes")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    std::fs::write(report::file(), text.as_bytes()).unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("faults, each with an outcome of its own"), "the child did its work");
}

#[test]
fn the_table_is_well_formed() {
    let all = [table::all(), table::of_proxies()].concat();
    assert!(all.len() >= 45, "{} faults", all.len());
    for (at, fault) in all.iter().enumerate() {
        let is_first = all.iter().position(|it| it.id == fault.id) == Some(at);
        assert!(is_first, "two faults are called {}", fault.id);
        let is_titled_once = all.iter().filter(|it| it.title == fault.title).count() == 1;
        assert!(is_titled_once, "two faults are described as {}", fault.title);
    }
    assert!(table::named("refused").is_some() && table::named("nonsense").is_none());
}

/// Does nothing unless started by the test above.
#[tokio::test(flavor = "multi_thread")]
async fn in_child() {
    if std::env::var_os(CHILD).is_none() {
        return;
    }
    let authority = Authority::new().unwrap();
    std::fs::write(std::env::var_os(TRUST_FILE).unwrap(), authority.pem()).unwrap();
    let backend = Arc::new(Backend::open());
    let lines = run(wanted(), Arc::new(authority), backend).await;
    println!("{}", report::table(&lines));
    let problems = judge::all(&lines);
    assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    println!("{} faults, each with an outcome of its own", lines.len());
}

fn wanted() -> Vec<Fault> {
    let names = std::env::var(WANTED).unwrap_or_default();
    let names: Vec<&str> = names.split(',').filter(|it| !it.is_empty()).collect();
    let all = table::all().into_iter().chain(table::of_proxies());
    all.filter(|it| names.is_empty() || names.contains(&it.id))
        .filter(|it| cfg!(target_os = "linux") || !it.needs_trust())
        .collect()
}

/// Several at once; those whose memory is measured one by one at the end.
async fn run(faults: Vec<Fault>, authority: Arc<Authority>, backend: Arc<Backend>) -> Vec<Line> {
    let (measured, others): (Vec<_>, Vec<_>) =
        faults.into_iter().enumerate().partition(|(_, it)| it.most_mib.is_some());
    let permits = Arc::new(Semaphore::new(AT_ONCE));
    let mut running = JoinSet::new();
    for (at, fault) in others {
        let (permits, authority) = (Arc::clone(&permits), Arc::clone(&authority));
        let backend = Arc::clone(&backend);
        running.spawn(async move {
            let _permit = permits.acquire().await.unwrap();
            (at, one(fault, &authority, &backend).await)
        });
    }
    let mut lines = running.join_all().await;
    for (at, fault) in measured {
        let before = memory::Peak::start();
        let mut line = one(fault, &authority, &backend).await;
        line.mib = before.map(|it| it.mib());
        lines.push((at, line));
    }
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

async fn one(fault: Fault, authority: &Authority, backend: &Backend) -> Line {
    let server = FaultServer::start(&fault, authority).await.unwrap();
    let started = Instant::now();
    let port = server.base_url().split(['/', ':']).nth(4).and_then(|it| it.parse().ok());
    let proxy = match fault.proxy.and_then(|it| it.manner) {
        Some(manner) => Some(Proxy::start(manner, port.unwrap()).await.unwrap()),
        None => None,
    };
    let going = Journey::with(backend, &fault, &server, proxy.as_ref());
    let journey = tokio::time::timeout(fault.limit, going).await.ok();
    Line {
        took: started.elapsed(),
        strays: server.requests_elsewhere(),
        sent: server.most_sent(),
        mib: None,
        fault,
        journey,
    }
}

#[test]
fn every_verdict_is_that_of_a_fault_and_no_fault_has_two() {
    let faults = table::all().into_iter().chain(table::of_proxies());
    let faults: HashSet<&str> = faults.map(|it| it.id).collect();
    let mut seen = HashSet::new();
    for (id, _) in VERDICTS {
        assert!(faults.contains(id), "there is no fault {id}");
        assert!(seen.insert(id), "{id} has two verdicts");
    }
}
