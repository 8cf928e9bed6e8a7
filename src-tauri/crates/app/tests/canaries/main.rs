//! Secrets of every kind, used as people use them against servers that say back whatever they were told. Each of them
//! goes over the wire or into the keychain, and stands nowhere else: in no answer to a window, no event, no file, no row
//! of the database, neither in the log nor in the file for bug reports.
#![cfg(unix)] // One of the kinds is printed by a program.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod bench;
mod crash;
#[path = "../kill/keychain.rs"]
mod keychain;
mod kinds;
mod places;
mod servers;
#[path = "../backend/support/mod.rs"]
mod support;

use std::sync::Arc;
use std::sync::atomic::Ordering;

use app::secrets::SecretStore;
use serde_json::json;
use support::MemoryKeychain;
use tracing_subscriber::layer::SubscriberExt as _;

use bench::Bench;
use servers::Servers;

/// What opens the file that takes the place of the keychain, before and after it is changed, and what does not.
const PASSPHRASES: [&str; 3] =
    ["canary first of all words", "canary second of \"words\"", "canary of no use"];

/// Bytes. What is compiled without optimisation keeps each of its steps on the stack, and this is a long way in one go.
const STACK: usize = 16 << 20;

#[test]
fn no_secret_of_any_kind_is_anywhere_but_on_the_wire_and_in_the_keychain() {
    let way = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(the_whole_way());
    };
    std::thread::Builder::new().stack_size(STACK).spawn(way).unwrap().join().unwrap();
}

async fn the_whole_way() {
    let outside = tempfile::tempdir().unwrap();
    let servers = Servers::start().await;
    let (folder, keychain) = (tempfile::tempdir().unwrap(), Arc::<MemoryKeychain>::default());
    log_to(folder.path());
    let secrets: Arc<dyn SecretStore> = Arc::clone(&keychain) as _;
    let mut bench = Bench::open(folder.path(), secrets);
    let kinds = kinds::all(&servers, outside.path());
    let mut secrets = Vec::new();
    for kind in &kinds {
        let of = bench.begin(kind).await;
        for works in [true, false, true] {
            servers.works.store(works, Ordering::SeqCst);
            bench.work(&of).await;
            servers.issuer.revoke_access_tokens();
        }
        bench.restart();
        bench.read(&of).await;
        let kept = keychain.entries.lock().unwrap().values().cloned().collect::<String>();
        for secret in &kind.kept {
            let is_kept = kept.contains(secret) || kept.contains(&places::in_json(secret));
            assert!(is_kept, "{}: the keychain has it", kind.name);
        }
        for secret in &kind.sent {
            assert!(servers.saw(secret), "{}: it was on the wire", kind.name);
        }
        secrets.extend(kind.secrets.iter().map(|secret| (kind.name, secret.clone())));
    }
    let key = keychain.entries.lock().unwrap()["database-key"].clone();
    // One more look, and a keychain that is away, from which nothing may have been saved elsewhere.
    keychain.set_missing(true);
    bench.call("tenant_list", json!({})).await.ok();
    keychain.set_missing(false);
    bench.ask_for_everything().await;
    through_passphrases(&mut bench).await;
    secrets.extend(PASSPHRASES.map(|it| ("a passphrase", it.to_owned())));

    let issued = servers.issued();
    assert!(issued.len() > 20, "{} secrets were given out", issued.len());
    secrets.extend(issued.into_iter().map(|secret| ("what was issued", secret)));
    let mut places = vec![("an answer or event".to_owned(), bench.told.lock().unwrap().clone())];
    places.extend(places::of_files(folder.path()));
    places.extend(places::of_database(folder.path(), &key));
    assert!(places.iter().any(|(place, text)| place.contains("messages") && text.contains("•••")));
    // What is no secret is found, or the search finds nothing at all.
    let found = places::find(&places, &[("user name", "robot".to_owned())]);
    for place in ["answer", "tenants"] {
        assert!(found.iter().any(|it| it.contains(place)), "{place}: {found:?}");
    }
    let found = places::find(&places, &secrets);
    assert!(found.is_empty(), "{found:#?}");
    for (kind, secret) in &secrets {
        let search = json!({ "outcome": "all", "text": secret, "limit": 1 });
        let listed = bench.ok("exchanges_list", search).await;
        assert_eq!(listed["total"], 0, "the search finds {kind}");
    }
}

/// Everything moves from the keychain into a file that a passphrase opens; that is changed, and the program started anew.
async fn through_passphrases(bench: &mut Bench) {
    let [first, second, wrong] = PASSPHRASES;
    bench.ok("passphrase_set", json!({ "passphrase": first })).await;
    bench.ok("passphrase_change", json!({ "current": first, "passphrase": second })).await;
    bench.restart();
    bench.call("passphrase_unlock", json!({ "passphrase": wrong })).await.unwrap_err();
    bench.ok("passphrase_unlock", json!({ "passphrase": second })).await;
    let first = bench.ok("tenant_list", json!({})).await[0]["id"].clone();
    bench.work(&json!({ "tenantId": first })).await;
    bench.ask_for_everything().await;
}

/// The log is of the process: the first test that comes has it.
fn log_to(folder: &std::path::Path) {
    let registry = tracing_subscriber::registry().with(app::log::layer(folder));
    tracing::subscriber::set_global_default(registry).unwrap();
}
