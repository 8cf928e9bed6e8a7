//! The same in a program that is killed in the middle of its work, once for each kind of secret: what is left behind holds
//! none of them, and the next program, which starts on it, tells none.

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use app::secrets::SecretStore as _;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::Command;

use crate::bench::Bench;
use crate::keychain::FileKeychain;
use crate::kinds::{self, Kind};
use crate::places;
use crate::servers::Servers;

const FOLDER: &str = "SCIMSCOPE_TEST_FOLDER";
/// What a child says, after the name of the test on its line, when it has done all that one does with a tenant.
const DONE: &str = "all was done once more";
/// A child that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn no_secret_of_any_kind_is_left_behind_by_a_kill() {
    let (outside, home) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for name in ["data", "tmp"] {
        std::fs::create_dir(home.path().join(name)).unwrap();
    }
    let (data, keychain) = (home.path().join("data"), home.path().join("keychain"));
    let servers = Servers::start().await;
    let (mut secrets, mut largest_log) = (Vec::new(), 0);
    let kinds = kinds::all(&servers, outside.path());
    for kind in &kinds {
        let said = live_and_die(kind, &servers, home.path()).await;
        let log = std::fs::metadata(data.join("scimscope.db-wal"));
        largest_log = largest_log.max(log.map_or(0, |it| it.len()));
        assert!(kind.sent.iter().all(|it| servers.saw(it)), "{}: not on the wire", kind.name);
        secrets.extend(kind.secrets.iter().map(|it| (kind.name, it.clone())));
        secrets.extend(servers.issued().into_iter().map(|it| ("what was issued", it)));
        let mut places = vec![("the output".to_owned(), said)];
        for name in ["data", "tmp"] {
            places.extend(places::of_files(&home.path().join(name)));
        }
        let found = places::find(&places, &secrets);
        assert!(found.is_empty(), "after a kill with a {}: {found:#?}", kind.name);
    }
    assert!(largest_log > 0, "no kill came in the middle of anything");

    let keychain = Arc::new(FileKeychain::new(keychain));
    let key = keychain.read("database-key").unwrap().unwrap();
    let bench = Bench::open(&data, keychain);
    let started = bench.ok("app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "open", "{started}");
    assert_eq!(started["tenants"].as_array().unwrap().len(), kinds.len());
    bench.ask_for_everything().await;
    let mut places = vec![("an answer or event".to_owned(), bench.told.lock().unwrap().clone())];
    places.extend(places::of_files(&data));
    places.extend(places::of_database(&data, key.expose_secret()));
    let found = places::find(&places, &secrets);
    assert!(found.is_empty(), "{found:#?}");
}

/// One program, killed after it was let in, refused and let in again. What it printed.
async fn live_and_die(kind: &Kind, servers: &Servers, home: &Path) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "crash::a_program_until_it_is_killed", "--nocapture"])
        .env(FOLDER, home)
        .env("TMPDIR", home.join("tmp"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(home.join("tmp/stderr")).unwrap())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    // Neither an argument nor the environment, which others can read.
    let work = json!({
        "draft": kind.draft, "refused": kind.refused, "signsIn": kind.signs_in, "kept": kind.kept,
    });
    let mut input = child.stdin.take().unwrap();
    input.write_all(format!("{work}\n").as_bytes()).await.unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut said = String::new();
    for works in [true, false, true] {
        servers.works.store(works, Ordering::SeqCst);
        loop {
            let line = tokio::time::timeout(PATIENCE, lines.next_line()).await;
            let line = line.ok().and_then(|it| it.unwrap());
            let line = line.unwrap_or_else(|| panic!("{}: the child ended: {said}", kind.name));
            said.push_str(&line);
            if line.ends_with(DONE) {
                break;
            }
        }
        servers.issuer.revoke_access_tokens();
    }
    child.kill().await.unwrap();
    said
}

/// Not a test by itself: the other side of [`live_and_die`]. Without a folder it has nothing to do.
#[tokio::test]
async fn a_program_until_it_is_killed() {
    let Some(home) = std::env::var_os(FOLDER) else { return };
    let (home, mut line) = (Path::new(&home), String::new());
    std::io::stdin().read_line(&mut line).unwrap();
    let mut work: Value = serde_json::from_str(&line).unwrap();
    let kind = Kind {
        name: "",
        draft: work["draft"].take(),
        refused: work["refused"].take(),
        signs_in: work["signsIn"] == true,
        sent: Vec::new(),
        kept: serde_json::from_value(work["kept"].take()).unwrap(),
        secrets: Vec::new(),
    };
    crate::log_to(&home.join("data"));
    let keychain = Arc::new(FileKeychain::new(home.join("keychain")));
    let bench = Bench::open(&home.join("data"), keychain);
    let of = bench.begin(&kind).await;
    loop {
        bench.work(&of).await;
        println!("{DONE}");
    }
}
