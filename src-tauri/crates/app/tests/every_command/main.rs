//! Every command that there is, on a tenant that is locked: whatever a window calls, what reaches the server reads, and
//! nothing but what is there to unlock unlocks. And confirmations that are none: not one byte of such a write is sent,
//! not even on a connection that is open.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on should stop"
)]

mod requests;
#[path = "../backend/support/mod.rs"]
mod support;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;

use app::api::error::{ErrorCode, UiError};
use app::call::RawCall;
use app::secrets::SecretStore;
use app::{App, Config, Confirm, Question, SaveFile};
use requests::plausible;
use serde_json::{Value, json};
use support::{MemoryKeychain, call, draft, ok};
use wire::{Came, Wire};

/// A person who says yes to whatever is asked.
struct Yes {
    saves: PathBuf,
}

impl Confirm for Yes {
    fn confirm(&self, _: &Question) -> bool {
        true
    }
}

impl SaveFile for Yes {
    fn choose(&self, _: &str) -> Result<Option<PathBuf>, String> {
        Ok(Some(self.saves.clone()))
    }
}

struct Bench {
    app: App,
    wire: Wire,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let secrets: Arc<dyn SecretStore> = Arc::new(MemoryKeychain::default());
        let yes = Arc::new(Yes { saves: folder.path().join("saved.json") });
        let config = Config {
            confirm: Arc::clone(&yes) as Arc<dyn Confirm>,
            save_file: yes,
            open_window: Arc::new(|_| Ok(())),
            ..Config::new(folder.path(), secrets)
        };
        Bench { app: App::open(config).unwrap(), wire: Wire::start().await, _folder: folder }
    }

    /// Saves a tenant for the server and opens it.
    async fn open(&self, environment: &str) -> Value {
        let mut draft = draft(&self.wire.url, "canary-token");
        draft["environment"] = json!(environment);
        let saved = ok(&self.app, "tenant_save", draft).await;
        ok(&self.app, "tenant_open", of(&saved["id"])).await;
        saved["id"].clone()
    }

    async fn send(&self, id: &Value, token: &Value) -> Result<Value, UiError> {
        call(&self.app, "request_send", json!({ "tenantId": id, "token": token })).await
    }

    /// The confirmation of a write.
    async fn confirmed(&self, id: &Value) -> Value {
        ok(&self.app, "request_prepare", delete(id)).await["token"].clone()
    }

    async fn unlock(&self, id: &Value) {
        let reason = json!({ "tenantId": id, "reason": "ticket 4711" });
        ok(&self.app, "guard_unlock", reason).await;
    }

    /// Reads once, and hands back all that came to the server until then. What was sent before on the same connection
    /// has come then, too: nothing overtakes.
    async fn read(&self, id: &Value) -> Came {
        let get = json!({ "tenantId": id, "method": "GET", "url": "/Users/1" });
        let token = ok(&self.app, "request_prepare", get).await["token"].clone();
        assert_eq!(self.send(id, &token).await.unwrap()["status"], 200);
        self.wire.came()
    }
}

fn of(id: &Value) -> Value {
    json!({ "tenantId": id })
}

fn delete(id: &Value) -> Value {
    json!({ "tenantId": id, "method": "DELETE", "url": "/Users/1" })
}

/// Commands that are there to unlock.
const UNLOCKS: [&str; 2] = ["guard_unlock", "guard_set"];

/// Commands that ask the tenant's server.
const ASKS: [&str; 11] = [
    "draft_open",
    "write_prepare",
    "tenant_test",
    "tenant_open",
    "request_send",
    "read_back_send",
    "resource_type_count",
    "resources_list",
    "resource_read",
    "references_resolve",
    "resource_values",
];

#[tokio::test]
async fn no_command_writes_to_a_server_that_is_locked_or_unlocks_it() {
    let (mut asked, mut problems) = (Vec::new(), Vec::new());
    for name in app::commands::NAMES {
        let bench = Bench::new().await;
        let id = bench.open("production").await;
        for (request, refused) in plausible(&bench.app, name, &id, &bench.wire.url).await {
            let before = bench.wire.came().requests.len();
            let answer = call(&bench.app, name, request.clone()).await;
            let code = answer.as_ref().err().map(|it| it.code);
            if code != refused {
                problems.push(format!("{name} {request}: {answer:?}"));
            }
            let came = bench.wire.came().requests;
            for it in &came[before..] {
                if !it.starts_with("GET ") && it != "POST /scim/v2/Users/.search" {
                    problems.push(format!("{name} {request} sends {it}"));
                }
            }
            if came.len() > before {
                asked.push(*name);
            }
        }
        if !UNLOCKS.contains(name) {
            call(&bench.app, "tenant_open", of(&id)).await.ok();
            let prepared = call(&bench.app, "request_prepare", delete(&id)).await;
            if prepared.as_ref().is_ok_and(|it| it["countsAs"] != "blocked") {
                problems.push(format!("{name} unlocks: {prepared:?}"));
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    for name in ASKS {
        assert!(asked.contains(&name), "{name} was not tried: {asked:?}");
    }
}

#[tokio::test]
async fn a_confirmation_that_is_none_puts_no_byte_on_a_connection_that_is_open() {
    let bench = Bench::new().await;
    let free = bench.open("test").await;
    let locked = bench.open("production").await;
    bench.unlock(&locked).await;
    let before_lock = bench.confirmed(&locked).await;
    ok(&bench.app, "guard_lock", of(&locked)).await;
    bench.unlock(&locked).await;
    let before_save = bench.confirmed(&locked).await;
    let mut saved = draft(&bench.wire.url, "canary-token");
    (saved["id"], saved["environment"]) = (locked.clone(), json!("production"));
    ok(&bench.app, "tenant_save", saved).await;
    ok(&bench.app, "tenant_open", of(&locked)).await;

    // Good at this moment, as is seen at the end.
    let of_other = bench.confirmed(&free).await;
    let first = bench.read(&locked).await;
    let second = bench.read(&locked).await;
    let one_read = second.bytes - first.bytes;
    assert_eq!(second.connections, first.connections, "the connection is kept");
    let forged = json!("0123456789abcdef0123456789abcdef");
    for (which, token) in [
        ("of another tenant", &of_other),
        ("of before it was locked", &before_lock),
        ("of before it was saved", &before_save),
        ("forged", &forged),
        ("empty", &json!("")),
    ] {
        let before = bench.wire.came();
        let refused = bench.send(&locked, token).await.unwrap_err();
        assert!(
            matches!(refused.code, ErrorCode::NotConfirmed | ErrorCode::ReadOnly),
            "{which}: {refused:?}"
        );
        let after = bench.read(&locked).await;
        assert_eq!(after.bytes, before.bytes + one_read, "{which}: a read and nothing else");
        assert_eq!(after.connections, before.connections, "{which}");
    }
    assert!(bench.wire.came().requests.iter().all(|it| it.starts_with("GET ")));
    // The other tenant is free, and its own confirmation is as good as ever: it was the tenant that was wrong.
    assert_eq!(bench.send(&free, &of_other).await.unwrap()["kind"], "answered");
    assert_eq!(bench.wire.came().requests.last().unwrap(), "DELETE /scim/v2/Users/1");
}

/// Another window may not use what this one was shown, nor this one use it twice.
#[tokio::test]
async fn a_confirmation_of_another_window_or_one_that_is_used_up_puts_no_byte_on_the_wire() {
    let bench = Bench::new().await;
    let id = bench.open("test").await;
    let first = bench.read(&id).await;
    let one_read = bench.read(&id).await.bytes - first.bytes;
    let token = bench.confirmed(&id).await;
    let used = bench.confirmed(&id).await;
    assert_eq!(bench.send(&id, &used).await.unwrap()["kind"], "answered");
    let before = bench.read(&id).await;
    let second = RawCall { window: "second".to_owned(), ..RawCall::detached() };
    let request = json!({ "tenantId": id, "token": token });
    let refused = bench.app.call("request_send", request, None, second).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotConfirmed);
    for token in [&token, &used] {
        let refused = bench.send(&id, token).await.unwrap_err();
        assert_eq!(refused.code, ErrorCode::NotConfirmed);
    }
    let after = bench.read(&id).await;
    assert_eq!(
        (after.bytes, after.connections),
        (before.bytes + one_read, before.connections),
        "a read and nothing else"
    );
}
