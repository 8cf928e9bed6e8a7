//! The write guard and the limiter as a window has them: on a locked tenant nothing that writes makes a connection, what
//! unlocks and locks it, what is told and what is kept, and how waiting is told and stopped.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::by_hand::{ByHand, NONE, Server, http};
use crate::support::{MemoryKeychain, call, draft, ok};
use app::api::error::{ErrorCode, UiError};
use app::api::event::AppEvent;
use app::call::RawCall;
use app::secrets::SecretStore;
use app::{App, Config};
use client::clock::Clock;
use serde_json::{Value, json};
use tokio::sync::{Notify, broadcast};
use tokio::task::JoinHandle;

struct Bench {
    folder: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
    clock: Arc<ByHand>,
    app: App,
    events: broadcast::Receiver<AppEvent>,
}

impl Bench {
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Arc::new(MemoryKeychain::default());
        let clock = ByHand::new();
        let app = backend(folder.path(), &keychain, &clock);
        let events = app.events();
        Bench { folder, keychain, clock, app, events }
    }

    /// Saves a tenant of a kind, and opens it.
    async fn open(&self, server: &Server, environment: &str) -> Value {
        let saved = self.save(&server.url, environment).await;
        ok(&self.app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
        saved["id"].clone()
    }

    async fn save(&self, url: &str, environment: &str) -> Value {
        ok(&self.app, "tenant_save", of_kind(url, environment)).await
    }

    /// Counts the users of a tenant meanwhile.
    fn counting(&self, id: &Value) -> JoinHandle<Result<Value, UiError>> {
        let (app, count) = (self.app.clone(), json!({ "tenantId": id, "resourceType": "User" }));
        tokio::spawn(async move { call(&app, "resource_type_count", count).await })
    }

    async fn prepare(&self, id: &Value) -> Value {
        ok(&self.app, "request_prepare", patch(id)).await
    }

    async fn unlock(&self, id: &Value) -> Value {
        ok(&self.app, "guard_unlock", json!({ "tenantId": id, "reason": " ticket 4711 " })).await
    }

    async fn mode(&self, id: &Value) -> Value {
        ok(&self.app, "guard_read", json!({ "tenantId": id })).await["mode"].clone()
    }

    /// The next event of a kind.
    async fn heard(&mut self, kind: &str) -> Value {
        loop {
            let event = serde_json::to_value(self.events.recv().await.unwrap()).unwrap();
            if event["kind"] == kind {
                return event;
            }
        }
    }

    /// The same while time goes by, second by second.
    async fn heard_in_time(&mut self, kind: &str) -> Value {
        let clock = Arc::clone(&self.clock);
        let hearing = self.heard(kind);
        let mut hearing = std::pin::pin!(hearing);
        loop {
            tokio::select! {
                biased;
                heard = &mut hearing => return heard,
                () = tokio::task::yield_now() => clock.pass(Duration::from_secs(1)),
            }
        }
    }
}

fn backend(folder: &std::path::Path, keychain: &Arc<MemoryKeychain>, clock: &Arc<ByHand>) -> App {
    let secrets: Arc<dyn SecretStore> = Arc::clone(keychain) as _;
    let clock = Arc::clone(clock) as Arc<dyn Clock>;
    App::open(Config { clock, ..Config::new(folder, secrets) }).unwrap()
}

fn of_kind(url: &str, environment: &str) -> Value {
    let mut draft = draft(url, "canary-token-of-the-guard");
    draft["environment"] = json!(environment);
    draft
}

fn patch(id: &Value) -> Value {
    json!({ "tenantId": id, "method": "PATCH", "url": "/Users/1", "body": "{\"password\":\"canary-pass\"}",
        "headers": [{ "name": "If-Match", "value": "W/\"1\"" }] })
}

/// Makes a call from another window.
async fn from(app: &App, window: &str, name: &str, request: Value) -> Result<Value, UiError> {
    let raw = RawCall { window: window.into(), ..RawCall::detached() };
    let answer = app.call(name, request, None, raw).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

#[tokio::test]
async fn a_production_tenant_is_read_only_and_no_write_makes_a_connection() {
    let bench = Bench::new();
    let server = Server::good().await;
    let id = bench.open(&server, "production").await;
    let before = server.count();
    let shown = bench.prepare(&id).await;
    assert_eq!((&shown["countsAs"], shown.get("token")), (&json!("blocked"), None));
    assert_eq!(shown["guard"]["mode"], "readOnly");
    for token in ["", "0123456789abcdef0123456789abcdef"] {
        let send = json!({ "tenantId": id, "token": token });
        let error = call(&bench.app, "request_send", send).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::NotConfirmed);
    }
    assert_eq!(server.count(), before);
    let search = json!({ "tenantId": id, "method": "POST", "url": "/Users/.search", "body": "{}" });
    let shown = ok(&bench.app, "request_prepare", search).await;
    assert_eq!((&shown["countsAs"], &shown["asks"]), (&json!("read"), &json!(false)));
    let send = json!({ "tenantId": id, "token": shown["token"] });
    assert_eq!(ok(&bench.app, "request_send", send).await["status"], 200);
}

/// A tenant that is free is no way into the place of one that is locked on the same server.
#[tokio::test]
async fn a_tenant_writes_nothing_in_the_place_of_its_neighbour() {
    let bench = Bench::new();
    let server = Server::good().await;
    let locked = bench.open(&server, "production").await;
    let own = server.url.replace("/scim/v2", "/other");
    let free = bench.save(&own, "test").await["id"].clone();
    ok(&bench.app, "tenant_open", json!({ "tenantId": free })).await;
    assert_eq!(
        (bench.mode(&locked).await, bench.mode(&free).await),
        ("readOnly".into(), "free".into())
    );
    let before = server.count();
    for url in [
        format!("{}/Users/1", server.url).as_str(),
        "/../scim/v2/Users/1",
        "/%2e%2e/scim/v2/Users/1",
        "/..%2Fscim/v2/Users/1",
    ] {
        let request = json!({ "tenantId": free, "method": "DELETE", "url": url });
        let error = call(&bench.app, "request_prepare", request).await.unwrap_err();
        assert_eq!(error.title, "This write leads outside of the base URL", "{url}");
        assert!(error.hints.iter().any(|it| it.starts_with("Add a tenant")), "{error:?}");
    }
    assert_eq!(server.count(), before);
    let read =
        json!({ "tenantId": free, "method": "GET", "url": format!("{}/Users/1", server.url) });
    assert_eq!(ok(&bench.app, "request_prepare", read).await["countsAs"], "read");
    let write = json!({ "tenantId": free, "method": "DELETE", "url": format!("{own}/Users/1") });
    assert_eq!(ok(&bench.app, "request_prepare", write).await["countsAs"], "write");
}

#[tokio::test]
async fn unlocking_asks_for_a_reason_and_is_told_and_kept() {
    let mut bench = Bench::new();
    let server = Server::good().await;
    let id = bench.open(&server, "production").await;
    for reason in ["", "  ", &"x".repeat(501)] {
        let asked = json!({ "tenantId": id, "reason": reason });
        let error = call(&bench.app, "guard_unlock", asked).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("reason"));
    }
    assert_eq!(bench.prepare(&id).await["countsAs"], "blocked");
    let unlocked = bench.unlock(&id).await;
    assert_eq!(unlocked["unlocked"]["leftSeconds"], 900);
    let heard = bench.heard("guardChanged").await;
    assert_eq!(heard["guard"], unlocked);

    let shown = bench.prepare(&id).await;
    assert_eq!((&shown["countsAs"], &shown["asks"]), (&json!("write"), &json!(true)));
    let text = shown.to_string();
    assert!(!text.contains("canary-token") && !text.contains("canary-pass"), "{text}");
    let before = server.count();
    let send = json!({ "tenantId": id, "token": shown["token"] });
    let other = from(&bench.app, "second", "request_send", send.clone()).await.unwrap_err();
    assert_eq!((other.code, server.count()), (ErrorCode::NotConfirmed, before));
    let sent = ok(&bench.app, "request_send", send.clone()).await;
    assert_eq!((&sent["kind"], &sent["status"]), (&json!("answered"), &json!(200)));
    let again = call(&bench.app, "request_send", send).await.unwrap_err();
    assert_eq!((again.code, server.count()), (ErrorCode::NotConfirmed, before + 1));

    ok(&bench.app, "guard_lock", json!({ "tenantId": id })).await;
    assert_eq!(bench.heard("guardChanged").await["guard"]["ended"], "byHand");
    let log = ok(&bench.app, "guard_log", json!({ "tenantId": id })).await;
    let events: Vec<&Value> = log.as_array().unwrap().iter().map(|it| &it["event"]).collect();
    assert_eq!(events, ["byHand", "unlocked"]);
    assert_eq!(log[1]["reason"], "ticket 4711");
}

#[tokio::test]
async fn it_locks_itself_when_the_time_is_over_and_when_the_machine_slept() {
    type Passes = fn(&ByHand);
    let after_a_quarter: Passes = |it| it.pass(Duration::from_secs(900));
    let after_a_sleep: Passes = |it| it.go_on(Duration::from_secs(60), Duration::from_secs(1));
    for (passes, ended) in [(after_a_quarter, "timeOver"), (after_a_sleep, "slept")] {
        let mut bench = Bench::new();
        let server = Server::good().await;
        let id = bench.open(&server, "production").await;
        bench.unlock(&id).await;
        bench.heard("guardChanged").await;
        let shown = bench.prepare(&id).await;
        passes(&bench.clock);
        let heard = bench.heard_in_time("guardChanged").await;
        assert_eq!(
            (&heard["guard"]["ended"], heard["guard"].get("unlocked")),
            (&json!(ended), None)
        );
        let before = server.count();
        let send = json!({ "tenantId": id, "token": shown["token"] });
        call(&bench.app, "request_send", send).await.unwrap_err();
        assert_eq!(
            (&bench.prepare(&id).await["countsAs"], server.count()),
            (&json!("blocked"), before)
        );
    }
}

#[tokio::test]
async fn leaving_the_tenant_locks_it_and_another_window_does_not() {
    let mut bench = Bench::new();
    let server = Server::good().await;
    let id = bench.open(&server, "production").await;
    let other = bench.save("http://127.0.0.1:1/scim", "test").await["id"].clone();
    let show = |id: &Value| json!({ "tenantId": id });
    for (name, request) in [
        ("tenant_show", show(&other)),
        ("tenant_show", json!({})),
        ("tenant_open", show(&other)),
        ("app_start", json!({})),
    ] {
        ok(&bench.app, "tenant_show", show(&id)).await;
        bench.unlock(&id).await;
        assert!(bench.heard("guardChanged").await["guard"]["unlocked"].is_object());
        // It does not have to work: the window shows that it does not.
        from(&bench.app, "second", name, request.clone()).await.ok();
        ok(&bench.app, "tenant_show", show(&id)).await;
        let state = ok(&bench.app, "guard_read", show(&id)).await;
        assert!(state["unlocked"].is_object(), "{name} {request}");
        call(&bench.app, name, request.clone()).await.ok();
        assert_eq!(bench.heard("guardChanged").await["guard"]["ended"], "left", "{name} {request}");
    }
    ok(&bench.app, "tenant_show", show(&id)).await;
    bench.unlock(&id).await;
    bench.heard("guardChanged").await;
    bench.app.window_closed("main");
    assert_eq!(bench.heard("guardChanged").await["guard"]["ended"], "left");
}

#[tokio::test]
async fn quitting_locks_everything() {
    let bench = Bench::new();
    let server = Server::good().await;
    let id = bench.open(&server, "production").await;
    bench.unlock(&id).await;
    bench.app.quit();
    assert_eq!(ok(&bench.app, "request_prepare", patch(&id)).await["countsAs"], "blocked");
    let again = backend(bench.folder.path(), &bench.keychain, &bench.clock);
    ok(&again, "tenant_open", json!({ "tenantId": id })).await;
    assert_eq!(ok(&again, "request_prepare", patch(&id)).await["countsAs"], "blocked");
    let events = |log: Value| -> Vec<Value> {
        log.as_array().unwrap().iter().map(|it| it["event"].clone()).collect()
    };
    let log = ok(&again, "guard_log", json!({ "tenantId": id })).await;
    assert_eq!(events(log), ["quit", "unlocked"], "the newest first");
    // What is locked already has no second end.
    bench.app.quit();
    again.quit();
    let log = ok(&again, "guard_log", json!({ "tenantId": id })).await;
    assert_eq!(events(log), ["quit", "unlocked"]);
}

#[tokio::test]
async fn each_kind_has_its_usual_guard() {
    let bench = Bench::new();
    for (environment, mode) in [
        ("production", "readOnly"),
        ("staging", "confirm"),
        ("test", "free"),
        ("development", "free"),
    ] {
        let url = format!("https://{environment}.example.com/scim");
        let saved = bench.save(&url, environment).await;
        assert_eq!((&saved["guard"], bench.mode(&saved["id"]).await), (&json!(mode), json!(mode)));
    }
    assert_eq!(bench.mode(&json!("sandbox")).await, "free");
}

#[tokio::test]
async fn a_new_tenant_is_guarded_no_looser_than_is_usual() {
    let bench = Bench::new();
    for (environment, asked, mode) in [
        ("production", "free", "readOnly"),
        ("production", "confirm", "readOnly"),
        ("staging", "free", "confirm"),
        ("staging", "readOnly", "readOnly"),
        ("test", "free", "free"),
        ("test", "confirm", "confirm"),
    ] {
        let mut new = of_kind(&format!("https://{asked}.{environment}.example.com"), environment);
        new["guard"] = json!(asked);
        let saved = ok(&bench.app, "tenant_save", new).await;
        assert_eq!(saved["guard"], mode, "{environment} {asked}");
        let log = ok(&bench.app, "guard_log", json!({ "tenantId": saved["id"] })).await;
        assert_eq!(log, json!([]), "nothing was loosened");
    }
}

#[tokio::test]
async fn a_copy_for_the_same_server_is_known_however_it_is_written() {
    let bench = Bench::new();
    bench.save("https://scim.example.com/scim/v2", "production").await;
    for url in [
        "https://scim.example.com./scim/v2",
        "https://scim.example.com/%73cim/v2",
        "https://scim.example.com/scim",
        "https://scim.example.com/scim/v2/tenant",
    ] {
        assert_eq!(bench.save(url, "test").await["guard"], "readOnly", "{url}");
    }
    assert_eq!(bench.save("https://scim.example.com/other", "test").await["guard"], "free");
}

#[tokio::test]
async fn nothing_that_saves_a_tenant_unlocks_it() {
    let bench = Bench::new();
    let server = Server::good().await;
    let id = bench.open(&server, "production").await;
    for environment in ["test", "development", "staging", "sandbox", "production"] {
        bench.unlock(&id).await;
        let mut edited = of_kind(&server.url, environment);
        edited["id"] = id.clone();
        let saved = ok(&bench.app, "tenant_save", edited).await;
        assert_eq!(saved["guard"], "readOnly", "{environment}");
        ok(&bench.app, "tenant_open", json!({ "tenantId": id })).await;
        assert_eq!(bench.prepare(&id).await["countsAs"], "blocked", "{environment}");
    }
    for mode in ["confirm", "free"] {
        let mut edited = of_kind(&server.url, "test");
        (edited["id"], edited["guard"]) = (id.clone(), json!(mode));
        let error = call(&bench.app, "tenant_save", edited).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("guard"));
        // A copy for the same server, under whatever name and kind.
        let mut copy = of_kind(&format!("{}/", server.url), "test");
        copy["guard"] = json!(mode);
        assert_eq!(ok(&bench.app, "tenant_save", copy).await["guard"], "readOnly");
    }
    let free = bench.save("https://elsewhere.example.com/scim", "test").await;
    assert_eq!(free["guard"], "free");
    let mut moved = of_kind(&server.url, "test");
    moved["id"] = free["id"].clone();
    assert_eq!(ok(&bench.app, "tenant_save", moved).await["guard"], "readOnly", "moved there");
    let free = bench.save("https://third.example.com/scim", "test").await;
    let mut promoted = of_kind("https://third.example.com/scim", "production");
    promoted["id"] = free["id"].clone();
    assert_eq!(ok(&bench.app, "tenant_save", promoted).await["guard"], "readOnly");
}

#[tokio::test]
async fn a_guard_becomes_looser_only_with_a_reason() {
    let bench = Bench::new();
    let saved = bench.save("https://scim.example.com/v2", "production").await;
    let set = |mode: &str, reason: &str| json!({ "tenantId": saved["id"], "mode": mode, "reason": reason });
    let error = call(&bench.app, "guard_set", set("free", " ")).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("reason"));
    assert_eq!(bench.mode(&saved["id"]).await, "readOnly");
    ok(&bench.app, "guard_set", set("confirm", "weekly import")).await;
    let again = backend(bench.folder.path(), &bench.keychain, &bench.clock);
    let read = json!({ "tenantId": saved["id"] });
    assert_eq!(ok(&again, "guard_read", read.clone()).await["mode"], "confirm", "it is kept");
    ok(&bench.app, "guard_set", set("readOnly", "")).await;
    let log = ok(&bench.app, "guard_log", read).await;
    let events: Vec<&Value> = log.as_array().unwrap().iter().map(|it| &it["event"]).collect();
    assert_eq!(events, ["setReadOnly", "setConfirm"]);
    let sandbox = json!({ "tenantId": "sandbox", "mode": "readOnly", "reason": "" });
    assert_eq!(
        call(&bench.app, "guard_set", sandbox).await.unwrap_err().code,
        ErrorCode::InvalidInput
    );
}

#[tokio::test]
async fn a_write_of_which_nobody_knows_the_outcome_is_shown_as_one() {
    let bench = Bench::new();
    let server =
        Server::start(|asked| (!asked.starts_with("PATCH")).then(|| http("200 OK", "", NONE)))
            .await;
    let id = bench.open(&server, "test").await;
    let before = server.count();
    let mut patch = patch(&id);
    // A password is never shown, so that no read would tell of it.
    let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations":[{"op":"replace","path":"title","value":"Engineer"}]}"#;
    patch["body"] = json!(body);
    let shown = ok(&bench.app, "request_prepare", patch).await;
    assert_eq!(shown["asks"], false);
    let send = json!({ "tenantId": id, "token": shown["token"] });
    let sent = ok(&bench.app, "request_send", send).await;
    assert_eq!(
        (&sent["kind"], &sent["problem"]["code"]),
        (&json!("unknown"), &json!("outcomeUnknown"))
    );
    assert_eq!(server.count(), before + 1, "it is not sent again");
    let listed = json!({ "tenantId": id, "outcome": "failed", "text": "", "limit": 10 });
    let listed = ok(&bench.app, "exchanges_list", listed).await;
    assert_eq!(listed["exchanges"][0]["outcomeUnknown"], true, "{listed}");
    let read_back = json!({ "tenantId": id, "method": "GET", "url": sent["readBack"] });
    assert_eq!(ok(&bench.app, "request_prepare", read_back).await["countsAs"], "read");
}

/// The program ends while a write is on its way: what is left says that nobody knows.
#[tokio::test]
async fn a_write_that_was_on_its_way_when_the_program_ended_is_known_of() {
    let arrived = Arc::new(Notify::new());
    let arrives = Arc::clone(&arrived);
    let mut bench = Bench::new();
    let server = Server::start(move |asked| {
        if asked.starts_with("PATCH") {
            arrives.notify_one();
            return Some(String::new());
        }
        Some(http("200 OK", "", NONE))
    });
    let server = server.await;
    let id = bench.open(&server, "test").await;
    let shown = bench.prepare(&id).await;
    let (app, send) = (bench.app.clone(), json!({ "tenantId": id, "token": shown["token"] }));
    let sending = tokio::spawn(async move { call(&app, "request_send", send).await });
    arrived.notified().await;
    let again = backend(bench.folder.path(), &bench.keychain, &bench.clock);
    let listed = json!({ "tenantId": id, "outcome": "failed", "text": "", "limit": 10 });
    let listed = ok(&again, "exchanges_list", listed).await;
    let row = &listed["exchanges"][0];
    assert_eq!((&row["method"], &row["outcomeUnknown"]), (&json!("PATCH"), &json!(true)), "{row}");
    assert!(!crate::support::on_disk(bench.folder.path(), "canary-pass"));
    while let Ok(event) = bench.events.try_recv() {
        let event = serde_json::to_value(event).unwrap();
        assert_ne!(event["exchange"]["method"], "PATCH", "the windows hear of it at its end");
    }
    sending.abort();
}

#[tokio::test]
async fn a_tenant_that_is_unlocked_twice_is_told_to_be_locked_twice() {
    let mut bench = Bench::new();
    let server = Server::good().await;
    let id = bench.open(&server, "production").await;
    for _ in 0..3 {
        bench.unlock(&id).await;
        assert!(bench.heard("guardChanged").await["guard"]["unlocked"].is_object());
        ok(&bench.app, "guard_lock", json!({ "tenantId": id })).await;
        assert_eq!(bench.heard("guardChanged").await["guard"]["ended"], "byHand");
    }
    bench.unlock(&id).await;
    bench.heard("guardChanged").await;
    bench.clock.pass(Duration::from_secs(900));
    assert_eq!(bench.heard_in_time("guardChanged").await["guard"]["ended"], "timeOver");
    let log = ok(&bench.app, "guard_log", json!({ "tenantId": id })).await;
    let events: Vec<&Value> = log.as_array().unwrap().iter().map(|it| &it["event"]).collect();
    let twice = ["byHand", "unlocked"];
    assert_eq!(events, [&["timeOver", "unlocked"][..], &twice, &twice, &twice].concat());
}

/// A server that refuses the first request for users, and says when to come again.
async fn busy() -> Server {
    busy_for(20).await
}

async fn busy_for(seconds: u32) -> Server {
    let refused = AtomicUsize::new(0);
    Server::start(move |asked| {
        let is_first =
            asked.starts_with("GET /scim/v2/Users?") && refused.fetch_add(1, Ordering::SeqCst) == 0;
        Some(match is_first {
            true => http("429 Too Many Requests", &format!("Retry-After: {seconds}\r\n"), ""),
            false => http("200 OK", "", NONE),
        })
    })
    .await
}

#[tokio::test]
async fn waiting_is_told_and_ends_when_the_server_said() {
    let mut bench = Bench::new();
    let id = bench.open(&busy().await, "test").await;
    let counting = bench.counting(&id);
    let heard = bench.heard("pacingChanged").await["pacing"].clone();
    assert_eq!((&heard["tenantId"], &heard["waiting"]), (&id, &json!(1)));
    assert_eq!(
        (&heard["wait"]["reason"], &heard["wait"]["repeatsLeft"]),
        (&json!("tooManyRequests"), &json!(2))
    );
    assert_eq!(
        (&heard["wait"]["isWrite"], &heard["wait"]["wasSent"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(ok(&bench.app, "pacing_read", json!({ "tenantId": id })).await, heard);
    bench.clock.pass(Duration::from_secs(21));
    assert_eq!(counting.await.unwrap().unwrap()["totalResults"], 0);
    let heard = bench.heard("pacingChanged").await["pacing"].clone();
    assert_eq!((heard.get("wait"), &heard["waiting"]), (None, &json!(0)));
}

#[tokio::test]
async fn a_write_whose_waiting_is_stopped_says_that_it_was_not_sent() {
    let mut bench = Bench::new();
    let server = busy().await;
    let id = bench.open(&server, "test").await;
    let counting = bench.counting(&id);
    bench.heard("pacingChanged").await;
    let before = server.count();
    let shown = bench.prepare(&id).await;
    let (app, send) = (bench.app.clone(), json!({ "tenantId": id, "token": shown["token"] }));
    let sending = tokio::spawn(async move { call(&app, "request_send", send).await });
    while ok(&bench.app, "pacing_read", json!({ "tenantId": id })).await["waiting"] != 2 {
        tokio::task::yield_now().await;
    }
    ok(&bench.app, "wait_stop", json!({ "tenantId": id })).await;
    let error = sending.await.unwrap().unwrap_err();
    assert_eq!(error.title, "This write was not sent");
    assert_eq!((error.code, server.count()), (ErrorCode::NotConfirmed, before));
    counting.await.unwrap().unwrap_err();
}

#[tokio::test]
async fn what_waits_for_a_tenant_ends_when_it_is_changed_or_forgotten() {
    for is_forgotten in [true, false] {
        let mut bench = Bench::new();
        let server = busy().await;
        let id = bench.open(&server, "test").await;
        let counting = bench.counting(&id);
        bench.heard("pacingChanged").await;
        let before = server.count();
        if is_forgotten {
            ok(&bench.app, "tenant_forget", json!({ "tenantId": id })).await;
        } else {
            let mut edited = of_kind(&server.url, "test");
            (edited["id"], edited["name"]) = (id.clone(), json!("Renamed"));
            ok(&bench.app, "tenant_save", edited).await;
        }
        counting.await.unwrap().unwrap_err();
        assert_eq!(bench.heard("pacingChanged").await["pacing"]["waiting"], 0);
        assert_eq!(server.count(), before);
        if is_forgotten {
            continue;
        }
        // Nobody said that it takes too long: it is opened when the server said.
        let (app, asked) = (bench.app.clone(), json!({ "tenantId": id }));
        let mut opening = tokio::spawn(async move { call(&app, "tenant_open", asked).await });
        tokio::select! {
            heard = bench.heard("pacingChanged") => assert_eq!(heard["pacing"]["waiting"], 1),
            opened = &mut opening => panic!("{opened:?}"),
        }
        bench.clock.pass(Duration::from_secs(40));
        opening.await.unwrap().unwrap();
    }
}

/// Its history went with it: no request is missing there.
#[tokio::test]
async fn what_is_on_its_way_when_a_tenant_is_forgotten_raises_no_alarm() {
    let is_hanging = Arc::new(AtomicUsize::new(0));
    let hangs = Arc::clone(&is_hanging);
    let server = Server::start(move |_| {
        let hangs = hangs.load(Ordering::SeqCst) > 0;
        Some(if hangs { String::new() } else { http("200 OK", "", NONE) })
    })
    .await;
    for is_write in [false, true] {
        let mut bench = Bench::new();
        is_hanging.store(0, Ordering::SeqCst);
        let id = bench.open(&server, "test").await;
        let (name, request) = match is_write {
            false => ("resource_type_count", json!({ "tenantId": id, "resourceType": "User" })),
            true => {
                let token = bench.prepare(&id).await["token"].clone();
                ("request_send", json!({ "tenantId": id, "token": token }))
            }
        };
        is_hanging.store(1, Ordering::SeqCst);
        let before = server.count();
        let raw = RawCall::detached();
        let (cancel, app) = (raw.cancel.clone(), bench.app.clone());
        let asking = tokio::spawn(async move { app.call(name, request, None, raw).await.err() });
        while server.count() == before {
            tokio::task::yield_now().await;
        }
        ok(&bench.app, "tenant_forget", json!({ "tenantId": id })).await;
        cancel.cancel();
        asking.await.unwrap();
        while let Ok(event) = bench.events.try_recv() {
            assert!(!matches!(event, AppEvent::RecordingFailed { .. }), "{name}: {event:?}");
        }
    }
}

#[tokio::test]
async fn the_test_of_a_tenant_that_is_not_saved_tells_that_it_waits() {
    let mut bench = Bench::new();
    let server = busy_for(10).await;
    let told = Arc::<Mutex<Vec<Value>>>::default();
    let hears = Arc::clone(&told);
    let raw = RawCall {
        events: Arc::new(move |it| {
            hears.lock().unwrap().push(serde_json::from_str(it.get()).unwrap());
        }),
        ..RawCall::detached()
    };
    let (app, asked) = (bench.app.clone(), of_kind(&server.url, "test"));
    let testing = tokio::spawn(async move { app.call("tenant_test", asked, None, raw).await });
    let heard = bench.heard("pacingChanged").await["pacing"].clone();
    assert_eq!(
        (&heard["tenantId"], &heard["wait"]["reason"]),
        (&json!("unsaved"), &json!("tooManyRequests"))
    );
    let is_told = |it: &Value| it.to_string().contains("Waits until ");
    while !told.lock().unwrap().iter().any(is_told) {
        tokio::task::yield_now().await;
    }
    ok(&bench.app, "wait_stop", json!({ "tenantId": "unsaved" })).await;
    let tested: Value = serde_json::from_str(testing.await.unwrap().unwrap().get()).unwrap();
    assert_eq!(tested["stoppedAt"], "Sign-in", "{tested}");
    assert!(!is_told(&tested));
}

#[tokio::test]
async fn tests_of_two_servers_are_told_together_and_both_can_be_stopped() {
    let bench = Bench::new();
    let mut testing = Vec::new();
    for _ in 0..2 {
        let (app, asked) = (bench.app.clone(), of_kind(&busy_for(10).await.url, "test"));
        testing.push(tokio::spawn(async move { call(&app, "tenant_test", asked).await }));
    }
    let unsaved = json!({ "tenantId": "unsaved" });
    while ok(&bench.app, "pacing_read", unsaved.clone()).await["waiting"] != 2 {
        assert!(testing.iter().all(|it| !it.is_finished()));
        tokio::task::yield_now().await;
    }
    ok(&bench.app, "wait_stop", unsaved).await;
    for tested in testing {
        assert_eq!(tested.await.unwrap().unwrap()["stoppedAt"], "Sign-in");
    }
}

#[tokio::test]
async fn waiting_can_be_stopped_and_then_the_refusal_is_shown() {
    let mut bench = Bench::new();
    let id = bench.open(&busy().await, "test").await;
    let counting = bench.counting(&id);
    bench.heard("pacingChanged").await;
    ok(&bench.app, "wait_stop", json!({ "tenantId": id })).await;
    let error = counting.await.unwrap().unwrap_err();
    assert_eq!(
        (error.code, error.title.as_str()),
        (ErrorCode::Rejected, "The server asks to slow down")
    );
}
