//! The connection test and opening a tenant, against servers that refuse, say nothing, or are no SCIM servers.

use std::sync::{Arc, Mutex};

use crate::support::{MemoryKeychain, backend, call, draft, ok};
use app::call::RawCall;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A server that accepts, reads, and answers what it is given; nothing where that is empty.
async fn server(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/scim/v2", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            if answer.is_empty() {
                open.push(stream);
                continue;
            }
            tokio::spawn(async move {
                let mut request = [0; 4096];
                while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    stream.write_all(answer.as_bytes()).await.ok();
                }
            });
        }
    });
    url
}

fn backend_here() -> (tempfile::TempDir, app::App) {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    (folder, app)
}

#[tokio::test]
async fn a_silent_server_fails_the_test_in_its_time_limit() {
    let (_folder, app) = backend_here();
    let mut asked = draft(&server("").await, "token");
    asked["totalSeconds"] = json!(1);
    let tested = ok(&app, "tenant_test", asked).await;
    assert_eq!(tested["stoppedAt"], "HTTP", "{tested}");
    let states: Vec<&str> = tested["steps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["state"].as_str().unwrap())
        .collect();
    assert_eq!(
        states,
        ["ok", "ok", "failed", "skipped", "skipped", "skipped", "skipped", "skipped"]
    );
}

#[tokio::test]
async fn a_test_that_waits_can_be_cancelled_by_its_id() {
    let (_folder, app) = backend_here();
    let asked = draft(&server("").await, "token");
    let (running, mut is_running) = tokio::sync::mpsc::unbounded_channel();
    let events: Arc<dyn Fn(Box<serde_json::value::RawValue>) + Send + Sync> =
        Arc::new(move |event| {
            let event: Value = serde_json::from_str(event.get()).unwrap();
            if event["steps"][2]["state"] == "running" {
                running.send(()).ok();
            }
        });
    let waiting = tokio::spawn({
        let app = app.clone();
        let raw = RawCall { events, ..RawCall::detached() };
        async move { app.call("tenant_test", asked, Some("7".into()), raw).await }
    });
    is_running.recv().await.unwrap();
    ok(&app, "call_cancel", json!({ "callId": "7" })).await;
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(serde_json::to_value(error.code).unwrap(), "cancelled");
}

#[tokio::test]
async fn each_step_is_told_as_it_happens() {
    let (_folder, app) = backend_here();
    let seen: Arc<Mutex<Vec<Value>>> = Arc::default();
    let events: Arc<dyn Fn(Box<serde_json::value::RawValue>) + Send + Sync> = {
        let seen = Arc::clone(&seen);
        Arc::new(move |event| seen.lock().unwrap().push(serde_json::from_str(event.get()).unwrap()))
    };
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 40\r\n\r\n<html><title>Sign in</title></html>     ";
    let asked = draft(&server(page).await, "token");
    let raw = RawCall { events, ..RawCall::detached() };
    app.call("tenant_test", asked, None, raw).await.unwrap();
    let seen = seen.lock().unwrap();
    let of =
        |step: usize, state: &str| seen.iter().position(|it| it["steps"][step]["state"] == state);
    assert!(of(1, "running").unwrap() < of(1, "ok").unwrap());
    let failed = seen.last().unwrap()["stoppedAt"].clone();
    assert!(failed == "HTTP" || failed == "Sign-in", "{:?}", seen.last());
}

#[tokio::test]
async fn a_draft_without_a_token_is_told_which_field() {
    let (_folder, app) = backend_here();
    let mut asked = draft("https://scim.example.com", "");
    asked["secret"] = json!({ "kind": "keep" });
    let error = call(&app, "tenant_test", asked).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("token"));
    let scheme = call(&app, "tenant_test", draft("ftp://scim.example.com", "t")).await.unwrap_err();
    assert_eq!(scheme.field.as_deref(), Some("baseUrl"));
}

#[tokio::test]
async fn a_tenant_that_asks_each_time_opens_after_its_token_was_given() {
    let (_folder, app) = backend_here();
    let sandbox = sandbox::Sandbox::start().await.unwrap();
    let mut asked = draft(sandbox.base_url(), sandbox.token());
    asked["askEachTime"] = json!(true);
    let saved = ok(&app, "tenant_save", asked.clone()).await;
    let tenant = json!({ "tenantId": saved["id"] });
    ok(&app, "tenant_open", tenant.clone()).await;
    asked["id"] = saved["id"].clone();
    asked["secret"] = json!({ "kind": "forget" });
    let forgotten = ok(&app, "tenant_save", asked).await;
    assert_eq!(forgotten["secret"], "askEachTime");
    let needed = call(&app, "tenant_open", tenant.clone()).await.unwrap_err();
    assert_eq!(serde_json::to_value(needed.code).unwrap(), "secretNeeded");
    ok(&app, "secret_provide", json!({ "tenantId": saved["id"], "value": sandbox.token() })).await;
    ok(&app, "tenant_open", tenant.clone()).await;
    ok(&app, "tenant_forget", tenant.clone()).await;
    let gone = call(&app, "tenant_open", tenant).await.unwrap_err();
    assert_eq!(serde_json::to_value(gone.code).unwrap(), "notFound");
    let history =
        ok(&app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 5 })).await;
    assert_eq!(history["total"], 0, "the history of a forgotten tenant is erased");
}
