//! Where tokens go, and where they never go.

use std::path::Path;
use std::time::Duration;

use crate::support::{Bench, MemoryKeychain, backend, call, database, draft, ok};
use app::App;
use app::api::error::{ErrorCode, UiError};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const TOKEN: &str = "canary-token-9f3e";

impl Bench {
    /// Runs SQL in the database file, as a broken disk or another program may break it.
    fn sql(&self, sql: &str) {
        execute(self.folder.path(), &self.keychain, sql);
    }
}

fn execute(folder: &Path, keychain: &MemoryKeychain, sql: &str) {
    database(folder, keychain).execute_batch(sql).unwrap();
}

/// The draft of a saved tenant that keeps its secret.
fn keeping(tenant: &Value, base_url: &str) -> Value {
    let mut asked = draft(base_url, "");
    asked["id"] = tenant["id"].clone();
    asked["secret"] = json!({ "kind": "keep" });
    asked
}

fn asking_each_time(mut asked: Value) -> Value {
    asked["askEachTime"] = json!(true);
    asked
}

async fn refused(app: &App, name: &str, request: Value) -> UiError {
    call(app, name, request).await.unwrap_err()
}

#[tokio::test]
async fn a_kept_token_does_not_go_to_another_server() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", draft("https://a.example.com/scim", TOKEN)).await;
    let asking =
        ok(&bench.app, "tenant_save", asking_each_time(draft("https://a.example.com", TOKEN)))
            .await;
    for tenant in [&saved, &asking] {
        for elsewhere in
            ["https://b.example.com/scim", "https://a.example.com:8443", "http://a.example.com"]
        {
            for command in ["tenant_test", "tenant_save"] {
                let mut asked = keeping(tenant, elsewhere);
                asked["askEachTime"] = tenant["askEachTime"].clone();
                let error = refused(&bench.app, command, asked).await;
                assert_eq!(error.field.as_deref(), Some("token"), "{command} {elsewhere}");
            }
        }
    }
    let moved =
        ok(&bench.app, "tenant_save", keeping(&saved, "https://a.example.com/scim/v2")).await;
    assert_eq!(moved["secret"], "stored");
    let mut replaced = draft("https://b.example.com", "another");
    replaced["id"] = saved["id"].clone();
    ok(&bench.app, "tenant_save", replaced).await;
    assert_eq!(bench.stored(&saved).as_deref(), Some("another"));
}

#[tokio::test]
async fn the_built_in_tenants_cannot_be_changed() {
    let bench = Bench::new();
    for id in ["sandbox", "unsaved"] {
        let mut asked = draft("https://a.example.com", TOKEN);
        asked["id"] = json!(id);
        let tenant = json!({ "tenantId": id });
        let secret = json!({ "tenantId": id, "value": TOKEN });
        for (command, request) in [
            ("tenant_save", asked.clone()),
            ("tenant_test", asked.clone()),
            ("tenant_forget", tenant),
            ("secret_provide", secret),
        ] {
            let error = refused(&bench.app, command, request).await;
            let code = if id == "sandbox" { ErrorCode::InvalidInput } else { ErrorCode::NotFound };
            assert_eq!(error.code, code, "{command} {id}");
        }
    }
    crate::support::open_sandbox(&bench.app).await;
}

#[tokio::test]
async fn forgetting_says_so_when_the_token_stays_in_the_keychain() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", draft("https://a.example.com", TOKEN)).await;
    bench.keychain.set_missing(true);
    let tenant = json!({ "tenantId": saved["id"] });
    let error = refused(&bench.app, "tenant_forget", tenant.clone()).await;
    assert_eq!(error.code, ErrorCode::Keychain);
    let mut forgetting = keeping(&saved, "https://a.example.com");
    forgetting["secret"] = json!({ "kind": "forget" });
    assert_eq!(refused(&bench.app, "tenant_save", forgetting).await.code, ErrorCode::Keychain);
    let listed = ok(&bench.app, "tenant_list", json!({})).await;
    assert_eq!(listed[0]["id"], saved["id"]);
    bench.keychain.set_missing(false);
    ok(&bench.app, "tenant_forget", tenant).await;
    assert_eq!(bench.stored(&saved), None);
}

#[tokio::test]
async fn a_tenant_made_without_a_keychain_can_be_forgotten_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &MemoryKeychain::absent());
    let asked = asking_each_time(draft("https://a.example.com", TOKEN));
    let saved = ok(&app, "tenant_save", asked).await;
    ok(&app, "tenant_forget", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(ok(&app, "tenant_list", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_token_that_cannot_be_taken_out_of_the_keychain_is_not_said_to_be() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", draft("https://a.example.com", TOKEN)).await;
    let asked = asking_each_time(keeping(&saved, "https://a.example.com"));
    bench.keychain.set_missing(true);
    assert_eq!(refused(&bench.app, "tenant_save", asked.clone()).await.code, ErrorCode::Keychain);
    bench.keychain.set_missing(false);
    assert_eq!(ok(&bench.app, "tenant_list", json!({})).await[0]["askEachTime"], false);
    let taken_out = ok(&bench.app, "tenant_save", asked).await;
    assert_eq!((taken_out["secret"].as_str(), bench.stored(&saved)), (Some("given"), None));
    let back = ok(&bench.app, "tenant_save", keeping(&saved, "https://a.example.com")).await;
    assert_eq!(back["secret"], "stored");
    assert_eq!(bench.stored(&saved).as_deref(), Some(TOKEN));
}

#[tokio::test]
async fn a_token_given_for_this_run_stays_in_this_run() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", draft("https://a.example.com", TOKEN)).await;
    let for_this_run = json!({ "tenantId": saved["id"], "value": "only-now" });
    ok(&bench.app, "secret_provide", for_this_run).await;
    let mut renamed = keeping(&saved, "https://a.example.com");
    renamed["name"] = json!("Renamed");
    let renamed = ok(&bench.app, "tenant_save", renamed).await;
    assert_eq!(renamed["secret"], "given");
    assert_eq!(bench.stored(&saved).as_deref(), Some(TOKEN));
}

#[tokio::test]
async fn the_token_of_a_tenant_that_could_not_be_saved_does_not_stay() {
    let bench = Bench::new();
    ok(&bench.app, "app_start", json!({})).await;
    bench.sql(
        "CREATE TRIGGER no_more BEFORE INSERT ON tenants BEGIN SELECT RAISE(ABORT, 'no'); END;",
    );
    let error = refused(&bench.app, "tenant_save", draft("https://a.example.com", TOKEN)).await;
    assert_eq!(error.code, ErrorCode::Storage);
    let entries = bench.keychain.entries.lock().unwrap();
    assert!(entries.values().all(|it| it != TOKEN), "{entries:?}");
}

#[tokio::test]
async fn listing_asks_the_keychain_once_and_for_no_value_that_it_knows_of() {
    let bench = Bench::new();
    for name in ["a", "b", "c"] {
        let asked = draft(&format!("https://{name}.example.com"), TOKEN);
        ok(&bench.app, "tenant_save", asked).await;
    }
    *bench.keychain.asked.lock().unwrap() = (0, 0);
    let listed = ok(&bench.app, "tenant_list", json!({})).await;
    assert!(listed.as_array().unwrap().iter().all(|it| it["secret"] == "stored"));
    assert_eq!(*bench.keychain.asked.lock().unwrap(), (1, 0));

    let app = backend(bench.folder.path(), &bench.keychain);
    ok(&app, "base_url_read", json!({ "text": "a" })).await;
    ok(&app, "app_start", json!({})).await;
    *bench.keychain.asked.lock().unwrap() = (0, 0);
    ok(&app, "tenant_list", json!({})).await;
    assert_eq!(*bench.keychain.asked.lock().unwrap(), (1, 0));
    bench.keychain.set_missing(true);
    let listed = ok(&app, "tenant_list", json!({})).await;
    assert!(listed.as_array().unwrap().iter().all(|it| it["secret"] == "missing"));
    assert_eq!(*bench.keychain.asked.lock().unwrap(), (2, 0));
}

#[tokio::test]
async fn a_keychain_that_refuses_a_token_says_what_to_do() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", draft("https://a.example.com", TOKEN)).await;
    bench.keychain.set_missing(true);
    let error = refused(&bench.app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(error.code, ErrorCode::SecretNeeded);
    assert!(error.hints.contains(&"Start one.".to_owned()), "{error:?}");
}

/// A server that has nothing, and takes its time to say so.
async fn slow_server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                while stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                    tokio::time::sleep(Duration::from_millis(300)).await;
                    let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"#;
                    let answer = format!(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\r\n{body}",
                        body.len()
                    );
                    stream.write_all(answer.as_bytes()).await.ok();
                }
            });
        }
    });
    url
}

#[tokio::test]
async fn a_tenant_that_is_saved_while_it_opens_is_opened_as_it_was_saved() {
    let bench = Bench::new();
    let sandbox = sandbox::Sandbox::start().await.unwrap();
    let saved = ok(&bench.app, "tenant_save", draft(&slow_server().await, TOKEN)).await;
    let tenant = json!({ "tenantId": saved["id"] });
    let opening = tokio::spawn({
        let (app, tenant) = (bench.app.clone(), tenant.clone());
        async move { call(&app, "tenant_open", tenant).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut changed = draft(sandbox.base_url(), sandbox.token());
    changed["id"] = saved["id"].clone();
    ok(&bench.app, "tenant_save", changed).await;
    let opened = opening.await.unwrap().unwrap();
    assert_eq!(opened["tenant"]["baseUrl"], sandbox.base_url());
    let count = json!({ "tenantId": saved["id"], "resourceType": "Device" });
    let counted = ok(&bench.app, "resource_type_count", count).await;
    assert!(counted["totalResults"].as_u64().unwrap() > 0, "the old server is open");
}

#[tokio::test]
async fn tests_before_the_first_save_belong_to_the_tenant_then() {
    let bench = Bench::new();
    let sandbox = sandbox::Sandbox::start().await.unwrap();
    let other = sandbox::Sandbox::start().await.unwrap();
    let asked = draft(sandbox.base_url(), sandbox.token());
    let tested = ok(&bench.app, "tenant_test", asked.clone()).await;
    ok(&bench.app, "tenant_test", draft(other.base_url(), other.token())).await;
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let of = |id: &Value| json!({ "tenantId": id, "outcome": "all", "text": "", "limit": 100 });
    let own = ok(&bench.app, "exchanges_list", of(&saved["id"])).await;
    let methods: Vec<&str> = own["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["method"].as_str().unwrap())
        .collect();
    assert!(methods.contains(&"TCP") && methods.contains(&"GET"), "{methods:?}");
    let requests = methods.iter().filter(|it| **it == "GET").count();
    assert_eq!(tested["requests"], requests, "looks are no requests");
    assert_eq!(tested["tokenRequests"], 0);
    let unsaved = ok(&bench.app, "exchanges_list", of(&json!("unsaved"))).await;
    assert!(unsaved["total"].as_u64().unwrap() > 0);

    ok(&bench.app, "tenant_forget", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(ok(&bench.app, "exchanges_list", of(&saved["id"])).await["total"], 0);
    let again = backend(bench.folder.path(), &bench.keychain);
    let unsaved = ok(&again, "exchanges_list", of(&json!("unsaved"))).await;
    assert_eq!(unsaved["total"], 0, "what was never saved is erased at the next start");
}
