//! A write whose answer never comes, through a real server that commits it or does not: the read that tells is shown
//! before it is sent, what it tells is kept, and the write is never sent again.

use std::sync::{Arc, Mutex};

use crate::support::{Bench, backend, call, draft, ok, on_disk};
use app::App;
use app::api::error::ErrorCode;
use sandbox::Sandbox;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const CORE_USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// Stands in every request that writes.
const CANARY: &str = "Keeper of the canary";

/// Before a sandbox: reads pass, and no write is ever answered.
struct Swallower {
    sandbox: Sandbox,
    url: String,
    /// The first lines of all requests, and the status that each write was really answered with.
    seen: Arc<Mutex<Vec<String>>>,
    /// What answers reads in the place of the server, if something does.
    stands_in: Arc<Mutex<Option<String>>>,
}

impl Swallower {
    async fn start(commits: bool) -> Self {
        let sandbox = Sandbox::start().await.unwrap();
        let base = url::Url::parse(sandbox.base_url()).unwrap();
        let target = format!("{}:{}", base.host_str().unwrap(), base.port().unwrap());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}{}", listener.local_addr().unwrap(), base.path());
        let seen = Arc::<Mutex<Vec<String>>>::default();
        let stands_in = Arc::<Mutex<Option<String>>>::default();
        let (keeps, instead) = (Arc::clone(&seen), Arc::clone(&stands_in));
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let answer = instead.lock().unwrap().clone();
                let (target, keeps) = (target.clone(), Arc::clone(&keeps));
                tokio::spawn(async move {
                    match answer {
                        None => serve(client, target, commits, keeps).await,
                        Some(answer) => {
                            whole_request(&mut client).await;
                            client.write_all(answer.as_bytes()).await.unwrap();
                        }
                    }
                });
            }
        });
        Self { sandbox, url, seen, stands_in }
    }

    fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }

    fn writes(&self) -> usize {
        self.seen().iter().filter(|it| !it.starts_with("GET ")).count()
    }
}

async fn serve(
    mut client: TcpStream,
    target: String,
    commits: bool,
    seen: Arc<Mutex<Vec<String>>>,
) {
    let Some(request) = whole_request(&mut client).await else { return };
    let text = String::from_utf8_lossy(&request).into_owned();
    let (line, rest) = text.split_once("\r\n").unwrap();
    let is_read = line.starts_with("GET ");
    let at = {
        let mut seen = seen.lock().unwrap();
        seen.push(line.trim_end_matches(" HTTP/1.1").to_owned());
        seen.len() - 1
    };
    if is_read || commits {
        let mut server = TcpStream::connect(target).await.unwrap();
        let one = format!("{line}\r\nConnection: close\r\n{rest}");
        server.write_all(one.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        server.read_to_end(&mut answer).await.unwrap();
        if is_read {
            client.write_all(&answer).await.unwrap();
            return;
        }
        let status = String::from_utf8_lossy(&answer[9..12]).into_owned();
        assert!(status.starts_with('2'), "it was not committed: {status}");
        seen.lock().unwrap()[at].push_str(&format!(" done {status}"));
    }
    // Until the client has given up.
    let _ = client.read(&mut [0]).await;
}

async fn whole_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    loop {
        let head = bytes.windows(4).position(|it| it == b"\r\n\r\n").map(|it| it + 4);
        if let Some(head) = head {
            let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
            let length = text.lines().find_map(|it| it.strip_prefix("content-length: "));
            if bytes.len() >= head + length.map_or(0, |it| it.trim().parse::<usize>().unwrap()) {
                return Some(bytes);
            }
        }
        let mut some = [0; 4096];
        match client.read(&mut some).await {
            Ok(count) if count > 0 => bytes.extend(&some[..count]),
            _ => return None,
        }
    }
}

/// Saves a tenant of a kind that writes freely, and opens it.
async fn open(bench: &Bench, server: &Swallower) -> Value {
    let mut tenant = draft(&server.url, server.sandbox.token());
    (tenant["connectSeconds"], tenant["totalSeconds"]) = (json!(2), json!(2));
    let saved = ok(&bench.app, "tenant_save", tenant).await;
    let id = saved["id"].clone();
    ok(&bench.app, "tenant_open", json!({ "tenantId": id })).await;
    id
}

async fn send(app: &App, tenant: &Value, method: &str, url: &str, body: Option<Value>) -> Value {
    let body = body.map(|it| it.to_string());
    let request = json!({ "tenantId": tenant, "method": method, "url": url, "body": body });
    let prepared = ok(app, "request_prepare", request).await;
    ok(app, "request_send", json!({ "tenantId": tenant, "token": prepared["token"] })).await
}

/// A user of the sandbox, read by its own URL.
async fn a_user(app: &App, tenant: &Value) -> Value {
    let listed = send(app, tenant, "GET", "/Users?count=1", None).await;
    let listed: Value = serde_json::from_str(listed["body"]["text"].as_str().unwrap()).unwrap();
    let id = listed["Resources"][0]["id"].as_str().unwrap();
    let read = send(app, tenant, "GET", &format!("/Users/{id}"), None).await;
    serde_json::from_str(read["body"]["text"].as_str().unwrap()).unwrap()
}

/// A write by this method: where to, with what, and the read that tells.
fn write(method: &str, user: &Value) -> (String, Option<Value>, String) {
    let one = format!("/Users/{}", user["id"].as_str().unwrap());
    match method {
        "POST" => {
            let body =
                json!({ "schemas": [CORE_USER], "userName": "new \"one\" & co", "title": CANARY });
            let read = "/Users?filter=userName%20eq%20%22new%20%5C%22one%5C%22%20%26%20co%22";
            ("/Users".to_owned(), Some(body), read.to_owned())
        }
        "PUT" => {
            let mut body = user.clone();
            body["title"] = json!(CANARY);
            (one.clone(), Some(body), one)
        }
        "PATCH" => {
            let operation = json!({ "op": "replace", "path": "title", "value": CANARY });
            let body = json!({ "schemas": [PATCH_OP], "Operations": [operation] });
            (one.clone(), Some(body), one)
        }
        _ => (one.clone(), None, one),
    }
}

async fn unknown(app: &App, tenant: &Value) -> Vec<Value> {
    let asked = json!({ "tenantId": tenant, "outcome": "unknown", "text": "", "limit": 10 });
    let listed = ok(app, "exchanges_list", asked).await;
    assert_eq!(listed["total"], listed["exchanges"].as_array().unwrap().len());
    listed["exchanges"].as_array().unwrap().clone()
}

async fn told_of(method: &str, commits: bool) {
    let server = Swallower::start(commits).await;
    let bench = Bench::new();
    let tenant = open(&bench, &server).await;
    let user = a_user(&bench.app, &tenant).await;
    assert!(unknown(&bench.app, &tenant).await.is_empty());
    let (url, body, read) = write(method, &user);
    let sent = send(&bench.app, &tenant, method, &url, body).await;
    assert_eq!(sent["kind"], "unknown", "{method}: {sent}");
    let id = json!({ "id": sent["problem"]["exchange"] });
    assert_eq!(unknown(&bench.app, &tenant).await[0]["id"], id["id"]);
    assert_eq!(sent["readBack"], format!("{}{read}", server.url));

    let before = server.seen();
    let offered = ok(&bench.app, "read_back_prepare", id.clone()).await;
    let wanted = json!({
        "kind": "offered", "method": "GET", "url": format!("{}{read}", server.url), "opensTenant": false,
    });
    assert_eq!(offered, wanted);
    assert_eq!(server.seen(), before, "looking sends nothing");
    // A tenant that is locked meanwhile can be read all the same.
    let lock = json!({ "tenantId": tenant, "mode": "readOnly", "reason": "" });
    ok(&bench.app, "guard_set", lock).await;
    let found = ok(&bench.app, "read_back_send", id.clone()).await;
    let verdict = if commits { "there" } else { "notThere" };
    assert_eq!(found["verdict"], verdict, "{method} {commits}: {found}");
    assert_eq!(server.seen().len(), before.len() + 1, "one read is sent");
    assert_eq!(server.writes(), 1, "the write is sent once: {:?}", server.seen());
    let shown = ok(&bench.app, "exchange_read", json!({ "id": found["exchange"] })).await;
    assert_eq!(shown["summary"]["url"], offered["url"]);
    assert_eq!(
        (&shown["summary"]["method"], &shown["summary"]["askedBy"]),
        (&json!("GET"), &json!("Read back"))
    );
    assert_eq!(unknown(&bench.app, &tenant).await[0]["readBack"], found);
    assert!(!found.to_string().contains(CANARY) && !on_disk(bench.folder.path(), CANARY));

    // After a restart it is still known, and can be looked up again.
    drop(bench.app);
    let again = backend(bench.folder.path(), &bench.keychain);
    let read = ok(&again, "exchange_read", id.clone()).await;
    assert_eq!(read["summary"]["readBack"], found, "{method}");
    assert_eq!(ok(&again, "read_back_prepare", id.clone()).await["opensTenant"], true);
    let found_again = ok(&again, "read_back_send", id.clone()).await;
    assert_eq!(found_again["verdict"], verdict);
    assert_ne!(found_again["exchange"], found["exchange"]);
    assert_eq!(server.writes(), 1);
}

#[tokio::test]
async fn what_became_of_a_creation_is_told() {
    told_of("POST", true).await;
    told_of("POST", false).await;
}

#[tokio::test]
async fn what_became_of_a_replacement_is_told() {
    told_of("PUT", true).await;
    told_of("PUT", false).await;
}

#[tokio::test]
async fn what_became_of_a_patch_is_told() {
    told_of("PATCH", true).await;
    told_of("PATCH", false).await;
}

#[tokio::test]
async fn what_became_of_a_deletion_is_told() {
    told_of("DELETE", true).await;
    told_of("DELETE", false).await;
}

/// An edit whose answer never comes: looked up by itself, kept as unknown, and sent once. What was typed is there.
async fn told_of_edit(commits: bool) {
    let server = Swallower::start(commits).await;
    let bench = Bench::new();
    let app = &bench.app;
    let tenant = open(&bench, &server).await;
    let user = a_user(app, &tenant).await;
    let start = json!({ "kind": "edit", "id": user["id"] });
    let opened = json!({ "tenantId": tenant, "resourceType": "User", "start": start });
    let draft = ok(app, "draft_open", opened).await["draft"].clone();
    let edits = json!([{ "kind": "set", "pointer": "/title", "json": json!(CANARY).to_string() }]);
    ok(app, "draft_change", json!({ "tenantId": tenant, "draft": draft, "edits": edits })).await;
    let intent = json!({ "kind": "draft", "draft": draft, "anyway": false });
    let plan = ok(app, "write_prepare", json!({ "tenantId": tenant, "intent": intent })).await;
    let sent = ok(app, "write_send", json!({ "tenantId": tenant, "plan": plan["plan"] })).await;
    let outcome = &sent["results"][0]["outcome"];
    assert_eq!(outcome["kind"], "unknown", "{sent:#}");
    let words = outcome["words"].as_str().unwrap();
    assert_eq!(words.starts_with("The resource is as the request sets it"), commits, "{words}");
    assert_eq!(server.writes(), 1, "{:?}", server.seen());

    let kept = ok(app, "draft_read", json!({ "tenantId": tenant, "draft": draft })).await;
    let pending = kept["changes"].as_array().unwrap().len();
    assert_eq!(pending, usize::from(!commits), "what is still to be done is pending: {kept:#}");
    assert!(kept["text"].as_str().unwrap().contains(CANARY), "nothing that was typed is lost");
    let log = ok(app, "changes_list", json!({ "tenantId": tenant, "limit": 10 })).await;
    assert_eq!(log["changes"][0]["outcome"], "unknown");
    assert_eq!(log["changes"][0]["canUndo"], true);
}

#[tokio::test]
async fn what_became_of_an_edit_is_told_and_it_is_sent_once() {
    told_of_edit(true).await;
    told_of_edit(false).await;
}

#[tokio::test]
async fn where_no_read_tells_none_is_sent() {
    let server = Swallower::start(false).await;
    let bench = Bench::new();
    let tenant = open(&bench, &server).await;
    let bulk = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
        "Operations": [{ "method": "DELETE", "path": "/Users/1" }],
    });
    let secret = json!({
        "schemas": [PATCH_OP], "Operations": [{ "op": "replace", "path": "password", "value": "canary-pass" }],
    });
    for (method, url, body, why) in [
        ("POST", "/Bulk", bulk, "several operations"),
        ("POST", "/Users", json!({ "schemas": [CORE_USER], "title": "x" }), "cannot be looked for"),
        ("PATCH", "/Users/1", secret, "`password`"),
    ] {
        let sent = send(&bench.app, &tenant, method, url, Some(body)).await;
        let id = json!({ "id": sent["problem"]["exchange"] });
        let told = ok(&bench.app, "read_back_prepare", id.clone()).await;
        assert_eq!(told["kind"], "untold", "{told}");
        assert!(told["why"].as_str().unwrap().contains(why), "{told}");
        let before = server.seen();
        let refused = call(&bench.app, "read_back_send", id).await.unwrap_err();
        assert_eq!(refused.title, "This cannot be read back");
        assert_eq!(server.seen(), before);
    }
    let asked = json!({ "tenantId": tenant, "outcome": "success", "text": "", "limit": 1 });
    let known = ok(&bench.app, "exchanges_list", asked).await["exchanges"][0]["id"].clone();
    let told = ok(&bench.app, "read_back_prepare", json!({ "id": known })).await;
    assert_eq!(told["why"], "What became of this request is known.");
}

#[tokio::test]
async fn a_tenant_that_has_moved_tells_nothing_of_before() {
    let server = Swallower::start(false).await;
    let bench = Bench::new();
    let tenant = open(&bench, &server).await;
    let sent = send(&bench.app, &tenant, "DELETE", "/Users/1", None).await;
    let id = json!({ "id": sent["problem"]["exchange"] });
    let other = Swallower::start(true).await;
    let mut moved = draft(&other.url, other.sandbox.token());
    moved["id"] = tenant;
    ok(&bench.app, "tenant_save", moved).await;
    let told = ok(&bench.app, "read_back_prepare", id.clone()).await;
    assert!(told["why"].as_str().unwrap().contains("another base URL"), "{told}");
    call(&bench.app, "read_back_send", id).await.unwrap_err();
    assert!(other.seen().is_empty());
}

/// What stands before a server knows of no such path, and of no resource either.
#[tokio::test]
async fn a_404_of_something_else_is_no_proof_that_a_resource_is_gone() {
    let server = Swallower::start(true).await;
    let bench = Bench::new();
    let tenant = open(&bench, &server).await;
    let user = a_user(&bench.app, &tenant).await;
    let (url, _, _) = write("DELETE", &user);
    let sent = send(&bench.app, &tenant, "DELETE", &url, None).await;
    let id = json!({ "id": sent["problem"]["exchange"] });
    for (status, media_type, body) in [
        ("404 Not Found", "text/plain", "404 page not found"),
        ("410 Gone", "text/html", "<html><title>Away</title><p>This is not here.</html>"),
        ("404 Not Found", "application/json", r#"{"reason":"nothing behind this path"}"#),
    ] {
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            body.len()
        );
        *server.stands_in.lock().unwrap() = Some(answer);
        let found = ok(&bench.app, "read_back_send", id.clone()).await;
        assert_eq!(found["verdict"], "cannotTell", "{status} {body}: {found}");
        assert!(found["words"].as_str().unwrap().contains("in its place"), "{found}");
    }
    *server.stands_in.lock().unwrap() = None;
    let found = ok(&bench.app, "read_back_send", id).await;
    assert_eq!(found["verdict"], "there", "the server's own is one: {found}");
}

#[tokio::test]
async fn a_read_that_fails_keeps_nothing_and_says_why() {
    let server = Swallower::start(true).await;
    let bench = Bench::new();
    let tenant = open(&bench, &server).await;
    let user = a_user(&bench.app, &tenant).await;
    let (url, body, _) = write("PATCH", &user);
    let sent = send(&bench.app, &tenant, "PATCH", &url, body).await;
    let id = json!({ "id": sent["problem"]["exchange"] });
    let wrong = json!({ "tenantId": tenant, "value": "another token" });
    ok(&bench.app, "secret_provide", wrong).await;
    let error = call(&bench.app, "read_back_send", id.clone()).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Unauthorized, "{error:?}");
    assert!(error.exchange.is_some());
    assert_eq!(unknown(&bench.app, &tenant).await[0].get("readBack"), None);
    let told = ok(&bench.app, "read_back_prepare", id).await;
    assert_eq!(told["kind"], "offered");
}
