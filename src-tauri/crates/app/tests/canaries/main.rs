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

mod kinds;
mod places;
mod servers;
#[path = "../support/mod.rs"]
mod support;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use app::api::error::ErrorCode;
use app::call::RawCall;
use app::secrets::SecretStore;
use app::{App, Config, Confirm, Question};
use serde_json::{Value, json};
use support::MemoryKeychain;
use tracing_subscriber::layer::SubscriberExt as _;

use kinds::Kind;
use servers::Servers;

/// A person who says yes to the command.
struct Yes;

impl Confirm for Yes {
    fn confirm(&self, _: &Question) -> bool {
        true
    }
}

/// A backend, and all that it ever said.
struct Bench {
    folder: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
    app: App,
    told: Arc<Mutex<String>>,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Arc::new(MemoryKeychain::default());
        let layer = app::log::layer(folder.path());
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))
            .unwrap();
        let app = backend(&folder, &keychain);
        Bench { folder, keychain, app, told: Arc::default() }
    }

    /// Ends the program as a crash does, and starts it again.
    fn restart(&mut self) {
        self.app = backend(&self.folder, &self.keychain);
    }

    async fn call(&self, name: &str, request: Value) -> Result<Value, ErrorCode> {
        let told = Arc::clone(&self.told);
        let events = Arc::clone(&self.told);
        let call = RawCall {
            events: Arc::new(move |event| events.lock().unwrap().push_str(event.get())),
            ..RawCall::detached()
        };
        let answer = self.app.call(name, request, None, call).await;
        let mut told = told.lock().unwrap();
        match answer {
            Ok(answer) => {
                told.push_str(answer.get());
                Ok(serde_json::from_str(answer.get()).unwrap())
            }
            Err(error) => {
                *told += &format!("{error:?} {}", serde_json::to_string(&error).unwrap());
                Err(error.code)
            }
        }
    }

    async fn ok(&self, name: &str, request: Value) -> Value {
        let answer = self.call(name, request).await;
        answer.unwrap_or_else(|code| panic!("{name}: {code:?}\n{}", self.last_words()))
    }

    /// The end of what was told, which is where the reason of a failure stands.
    fn last_words(&self) -> String {
        let told = self.told.lock().unwrap();
        told.chars().rev().take(1500).collect::<Vec<_>>().into_iter().rev().collect()
    }

    /// Everything that one does with a tenant, on a server that works and on one that refuses.
    async fn use_all(&mut self, kind: &Kind, servers: &Servers) -> Value {
        self.call("tenant_test", kind.refused.clone()).await.ok();
        if kind.signs_in {
            self.ok("draft_sign_in", kind.draft.clone()).await;
        }
        self.call("tenant_test", kind.draft.clone()).await.ok();
        let tenant = self.ok("tenant_save", kind.draft.clone()).await;
        let of = json!({ "tenantId": tenant["id"] });
        for works in [true, false, true] {
            servers.works.store(works, Ordering::SeqCst);
            self.read(&of).await;
            self.call("tenant_token", of.clone()).await.ok();
            self.call("token_renew", of.clone()).await.ok();
            self.read(&of).await;
            self.write(&of).await;
            servers.issuer.revoke_access_tokens();
        }
        self.restart();
        self.read(&of).await;
        of
    }

    async fn read(&self, of: &Value) {
        self.call("tenant_open", of.clone()).await.ok();
        let mut users = of.clone();
        users["resourceType"] = json!("User");
        self.call("resource_type_count", users.clone()).await.ok();
        for (name, value) in [
            ("offset", json!(0)),
            ("limit", json!(10)),
            ("columns", json!(["userName", "displayName"])),
            ("reload", json!(true)),
        ] {
            users[name] = value;
        }
        self.call("resources_list", users).await.ok();
        let one =
            json!({ "tenantId": of["tenantId"], "resourceType": "User", "id": "1", "fresh": true });
        self.call("resource_read", one).await.ok();
    }

    async fn write(&self, of: &Value) {
        let mut request = of.clone();
        (request["method"], request["url"]) = (json!("DELETE"), json!("/Users/1"));
        let Ok(prepared) = self.call("request_prepare", request).await else { return };
        let mut sending = of.clone();
        sending["token"] = prepared["token"].clone();
        self.call("request_send", sending).await.ok();
    }

    /// Has everything told that can be asked for.
    async fn ask_for_everything(&self) {
        let all = json!({ "outcome": "all", "text": "", "limit": 1000 });
        let listed = self.ok("exchanges_list", all).await;
        let exchanges = listed["exchanges"].as_array().unwrap();
        assert!(exchanges.len() > 100, "{} exchanges", exchanges.len());
        for exchange in exchanges {
            let id = json!({ "id": exchange["id"] });
            self.ok("exchange_read", id.clone()).await;
            self.ok("exchange_lint", id).await;
        }
        for name in ["tenant_list", "diagnostics_preview", "log_read", "app_start"] {
            self.ok(name, json!({})).await;
        }
    }
}

fn backend(folder: &tempfile::TempDir, keychain: &Arc<MemoryKeychain>) -> App {
    let secrets: Arc<dyn SecretStore> = Arc::clone(keychain) as _;
    App::open(Config {
        confirm: Arc::new(Yes) as Arc<dyn Confirm>,
        open_url: Arc::new(move |url| {
            let url = url.to_owned();
            tokio::spawn(async move { issuer::browser().get(url).send().await.unwrap() });
            Ok(())
        }),
        ..Config::new(folder.path(), secrets)
    })
    .unwrap()
}

#[tokio::test]
async fn no_secret_of_any_kind_is_anywhere_but_on_the_wire_and_in_the_keychain() {
    let outside = tempfile::tempdir().unwrap();
    let servers = Servers::start().await;
    let mut bench = Bench::new();
    let kinds = kinds::all(&servers, outside.path());
    let mut secrets = Vec::new();
    for kind in &kinds {
        bench.use_all(kind, &servers).await;
        let kept = bench.keychain.entries.lock().unwrap().values().cloned().collect::<String>();
        for secret in &kind.kept {
            let is_kept = kept.contains(secret) || kept.contains(&places::in_json(secret));
            assert!(is_kept, "{}: the keychain has it", kind.name);
        }
        for secret in &kind.sent {
            assert!(servers.saw(secret), "{}: it was on the wire", kind.name);
        }
        secrets.extend(kind.secrets.iter().map(|secret| (kind.name, secret.clone())));
    }
    // One more look, and a keychain that is away, from which nothing may have been saved elsewhere.
    bench.keychain.set_missing(true);
    bench.call("tenant_list", json!({})).await.ok();
    bench.keychain.set_missing(false);
    bench.ask_for_everything().await;

    let issued = servers.issued();
    assert!(issued.len() > 20, "{} secrets were given out", issued.len());
    secrets.extend(issued.into_iter().map(|secret| ("what was issued", secret)));
    let key = bench.keychain.entries.lock().unwrap()["database-key"].clone();
    let mut places = vec![("an answer or event".to_owned(), bench.told.lock().unwrap().clone())];
    places.extend(places::of_files(bench.folder.path()));
    places.extend(places::of_database(bench.folder.path(), &key));
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
