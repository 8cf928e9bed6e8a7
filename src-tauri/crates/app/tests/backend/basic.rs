//! Basic authentication from the form to the wire: where the password is kept, where it never goes, and what the
//! history knows about a server that demands it.

use crate::support::{Bench, backend, call, draft, ok, on_disk};
use app::App;
use app::api::error::{ErrorCode, UiError};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const USER: &str = "ada@example.com";
const PASSWORD: &str = " canary:pass wörd ";
/// `USER:PASSWORD` in base64.
const PAIR: &str = "YWRhQGV4YW1wbGUuY29tOiBjYW5hcnk6cGFzcyB3w7ZyZCA=";

fn basic(base_url: &str) -> Value {
    let mut asked = draft(base_url, PASSWORD);
    asked["authentication"] = json!("basic");
    asked["userName"] = json!(USER);
    asked
}

/// The same tenant, its secret kept.
fn keeping(saved: &Value, asked: Value) -> Value {
    let mut asked = asked;
    asked["id"] = saved["id"].clone();
    asked["secret"] = json!({ "kind": "keep" });
    asked
}

async fn refused(app: &App, name: &str, request: Value) -> UiError {
    call(app, name, request).await.unwrap_err()
}

/// A server that lets only `USER` with `PASSWORD` in, and says what is left of its quota.
async fn demanding() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/scim/v2", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = Vec::new();
                while !request.ends_with(b"\r\n\r\n") {
                    let Ok(byte) = stream.read_u8().await else { return };
                    request.push(byte);
                }
                let request = String::from_utf8(request).unwrap();
                stream.write_all(answer(&request).as_bytes()).await.ok();
                stream.shutdown().await.ok();
            });
        }
    });
    url
}

fn answer(request: &str) -> String {
    let status = if request.contains(&format!("authorization: Basic {PAIR}\r\n")) {
        "200 OK"
    } else {
        "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"scim\""
    };
    let path = request.split(' ').nth(1).unwrap();
    let body = match path.split('?').next().unwrap() {
        "/scim/v2/Users/later" => return accepted(),
        "/scim/v2/Users/7" => {
            r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"7","userName":"ada"}"#
        }
        _ => {
            r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"#
        }
    };
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\nConnection: close\r\n\
         X-RateLimit-Limit: 600\r\nX-RateLimit-Remaining: 412\r\nX-RateLimit-Reset: 21\r\n\r\n{body}",
        body.len()
    )
}

fn accepted() -> String {
    "HTTP/1.1 202 Accepted\r\nLocation: /jobs/1\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".into()
}

#[tokio::test]
async fn a_password_is_kept_like_a_token_and_stands_nowhere_else() {
    let bench = Bench::new();
    let url = demanding().await;
    let tested = ok(&bench.app, "tenant_test", basic(&url)).await;
    assert_eq!(tested.get("stoppedAt"), None, "{tested}");
    let saved = ok(&bench.app, "tenant_save", basic(&url)).await;
    assert_eq!((&saved["authentication"], &saved["userName"]), (&json!("basic"), &json!(USER)));
    assert_eq!(saved["secret"], "stored");
    assert_eq!(bench.stored(&saved).as_deref(), Some(PASSWORD), "white space and all");
    ok(&bench.app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
    let again = backend(bench.folder.path(), &bench.keychain);
    ok(&again, "tenant_open", json!({ "tenantId": saved["id"] })).await;
    for secret in [PASSWORD.trim(), PAIR, PAIR.trim_end_matches('=')] {
        assert!(!on_disk(bench.folder.path(), secret));
        let listed = json!({ "outcome": "all", "text": secret, "limit": 10 });
        assert_eq!(ok(&again, "exchanges_list", listed).await["total"], 0, "{secret}");
    }
}

#[tokio::test]
async fn a_kept_password_goes_to_no_other_server_and_is_no_token() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", basic("https://a.example.com/scim")).await;
    for command in ["tenant_test", "tenant_save"] {
        let asked = keeping(&saved, basic("https://b.example.com/scim"));
        let error = refused(&bench.app, command, asked).await;
        assert_eq!(error.field.as_deref(), Some("password"), "{command}");
        assert!(error.title.contains("password"), "{error:?}");
    }
    let as_token = keeping(&saved, draft("https://a.example.com/scim", ""));
    let error = refused(&bench.app, "tenant_test", as_token.clone()).await;
    assert_eq!(error.field.as_deref(), Some("token"), "a password is never sent as a token");
    let now_bearer = ok(&bench.app, "tenant_save", as_token).await;
    assert_eq!((&now_bearer["secret"], bench.stored(&saved)), (&json!("missing"), None));
    assert_eq!(now_bearer.get("userName"), None);
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_at_its_field() {
    let bench = Bench::new();
    let url = "https://a.example.com/scim";
    for (user, password, field) in [
        ("", "x", "userName"),
        ("ada:lovelace", "x", "userName"),
        ("ada\u{7}", "x", "userName"),
        ("ada", "two\nlines", "password"),
        ("ada", "", "password"),
    ] {
        let mut asked = basic(url);
        asked["userName"] = json!(user);
        asked["secret"]["value"] = json!(password);
        for command in ["tenant_save", "tenant_test"] {
            let error = refused(&bench.app, command, asked.clone()).await;
            let found = (error.code, error.field.as_deref());
            assert_eq!(found, (ErrorCode::InvalidInput, Some(field)), "{command} {user:?}");
        }
    }
    let plain = refused(&bench.app, "tenant_test", basic("http://a.example.com")).await;
    assert_eq!(plain.code, ErrorCode::PlainHttp);
}

#[tokio::test]
async fn a_password_that_is_asked_for_is_called_one() {
    let bench = Bench::new();
    let mut asked = basic("https://a.example.com/scim");
    asked["askEachTime"] = json!(true);
    asked["secret"] = json!({ "kind": "keep" });
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let open = json!({ "tenantId": saved["id"] });
    let error = refused(&bench.app, "tenant_open", open).await;
    assert_eq!(error.code, ErrorCode::SecretNeeded);
    assert!(error.title.ends_with("needs its password"), "{error:?}");
    let two_lines = json!({ "tenantId": saved["id"], "value": "two\nlines" });
    let error = refused(&bench.app, "secret_provide", two_lines).await;
    assert_eq!(error.field.as_deref(), Some("password"));
}

#[tokio::test]
async fn the_history_of_one_resource_and_the_limits_of_its_server_are_known() {
    let bench = Bench::new();
    let saved = ok(&bench.app, "tenant_save", basic(&demanding().await)).await;
    let id = &saved["id"];
    ok(&bench.app, "tenant_open", json!({ "tenantId": id })).await;
    let mut events = bench.app.events();
    let read = |id: &Value, of: &str| json!({ "tenantId": id, "resourceType": "User", "id": of, "fresh": true });
    ok(&bench.app, "resource_read", read(id, "7")).await;
    ok(&bench.app, "resource_read", read(id, "7")).await;
    let event = serde_json::to_value(events.recv().await.unwrap()).unwrap();
    assert_eq!(event["kind"], "exchangeRecorded");
    let quota = &event["rateLimits"]["quotas"][0];
    assert_eq!((&quota["limit"], &quota["remaining"]), (&json!(600), &json!(412)));
    assert!(quota["resetsAt"].is_string(), "{event}");

    let error = refused(&bench.app, "resource_read", read(id, "later")).await;
    assert_eq!(error.title, "The server will answer later");
    let about = |of: &str| {
        json!({ "tenantId": id, "about": { "resourceType": "User", "id": of },
            "outcome": "all", "text": "", "limit": 10 })
    };
    let listed = ok(&bench.app, "exchanges_list", about("7")).await;
    assert_eq!((&listed["total"], &listed["more"]), (&json!(2), &json!(false)));
    let paths: Vec<&str> = listed["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["path"].as_str().unwrap())
        .collect();
    assert!(paths.iter().all(|it| it.split('?').next() == Some("/Users/7")), "{paths:?}");
    assert_eq!(ok(&bench.app, "exchanges_list", about("8")).await["total"], 0);

    let listed = ok(&bench.app, "exchanges_list", about("later")).await;
    assert_eq!(listed["exchanges"][0]["accepted"], true);
    let exchange = json!({ "id": listed["exchanges"][0]["id"] });
    let exchange = ok(&bench.app, "exchange_read", exchange).await;
    assert_eq!(exchange["later"], json!({ "monitor": "/jobs/1", "retryAfter": "5" }));
    let times = &exchange["times"];
    assert_eq!(times["reused"], false);
    assert!(times["connect"].is_number() && times["wait"].is_number(), "{times}");
    assert!(times.get("tls").is_none() && times.get("dns").is_none(), "{times}");
}
