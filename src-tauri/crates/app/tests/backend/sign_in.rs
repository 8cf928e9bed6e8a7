//! Every way to sign in through the commands that a window calls, against a real authorisation server before the sandbox;
//! and that no secret is anywhere but on the wire and in the keychain.

use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::bench::{Bench, SECRET, of};
use crate::support::{call, draft, ok, on_disk};
use app::api::error::ErrorCode;
use app::call::RawCall;
use issuer::Proof;
use serde_json::{Value, json};
use tokio::sync::Notify;

#[tokio::test]
async fn a_client_signs_in_by_its_secret_which_stays_in_the_keychain() {
    let mut bench = Bench::new(Proof::Header(SECRET.into())).await;
    let asked = bench.draft("clientCredentials", json!({ "audience": "scim" }), Some(SECRET));
    let tested = ok(&bench.app, "tenant_test", asked.clone()).await;
    assert_eq!(tested["stoppedAt"], Value::Null, "{tested}");
    // One POST, which is none of the requests to the SCIM server: HTTP, sign-in, discovery and a page.
    assert_eq!((&tested["requests"], &tested["tokenRequests"]), (&json!(6), &json!(1)), "{tested}");
    let saved = ok(&bench.app, "tenant_save", asked).await;
    assert_eq!(
        (saved["secret"].as_str(), saved["authentication"].as_str()),
        (Some("stored"), Some("clientCredentials"))
    );
    assert_eq!(saved["signIn"]["oauth"]["clientId"], "app");
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(bench.issuer.seen().len(), 1, "what was fetched for the test is used");
    let token = ok(&bench.app, "tenant_token", of(&saved)).await;
    assert_eq!(token["jwt"]["issuer"], bench.issuer.origin());
    assert_eq!(
        (token["renews"].as_bool(), token["scopes"][0].as_str()),
        (Some(true), Some("scim.read"))
    );
    ok(&bench.app, "token_renew", of(&saved)).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(bench.issuer.seen().len(), 2);
    bench.issuer.revoke_access_tokens();
    ok(&bench.app, "tenant_open", of(&saved)).await;

    let mut secrets = bench.issuer.given();
    secrets.push(SECRET.to_owned());
    bench.assert_nowhere(&secrets).await;
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    secrets.extend(bench.issuer.given());
    bench.assert_nowhere(&secrets).await;

    ok(&bench.app, "tenant_forget", of(&saved)).await;
    assert!(bench.keychain.entries.lock().unwrap().values().all(|it| !it.contains(SECRET)));
}

/// `audience` as many providers call it, `resource` as RFC 8707 does, which allows for more than one.
#[tokio::test]
async fn audience_and_resource_are_said_to_the_token_endpoint_and_come_out_in_the_token() {
    const SCIM: &str = "https://scim.example.com/v2";
    const OTHER: &str = "urn:example:directory";
    let more = json!([{ "name": "resource", "value": OTHER }]);
    for (said, audience, resources, of_token) in [
        (json!({}), None, vec![], "scim"),
        (json!({ "audience": " api://scim " }), Some("api://scim"), vec![], "api://scim"),
        (json!({ "resource": SCIM }), None, vec![SCIM], SCIM),
        (
            json!({ "audience": "api://scim", "resource": SCIM }),
            Some("api://scim"),
            vec![SCIM],
            "api://scim",
        ),
        (json!({ "resource": SCIM, "parameters": more }), None, vec![SCIM, OTHER], OTHER),
    ] {
        let bench = Bench::new(Proof::Header(SECRET.into())).await;
        let asked = bench.draft("clientCredentials", said.clone(), Some(SECRET));
        let saved = ok(&bench.app, "tenant_save", asked).await;
        ok(&bench.app, "tenant_open", of(&saved)).await;
        let seen = bench.issuer.seen().remove(0);
        assert_eq!(seen.form.get("audience").map(String::as_str), audience, "{said}");
        assert_eq!(seen.resources, resources, "{said}");
        let token = ok(&bench.app, "tenant_token", of(&saved)).await;
        assert_eq!(token["jwt"]["audience"], json!([of_token]), "{said}");
    }
}

/// A server that knows RFC 8707 takes a code only for what the browser was sent with (§2.2).
#[tokio::test]
async fn a_resource_is_said_to_the_authorization_endpoint_as_well() {
    let bench = Bench::new(Proof::Nothing).await;
    let asked = bench.in_browser(json!({ "resource": "https://scim.example.com/v2" }));
    let token = ok(&bench.app, "draft_sign_in", asked).await;
    assert_eq!(token["jwt"]["audience"], json!(["https://scim.example.com/v2"]));
    assert_eq!(bench.issuer.seen().remove(0).resources, ["https://scim.example.com/v2"]);
}

#[tokio::test]
async fn a_resource_that_the_provider_does_not_know_is_told_at_its_field() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    for resource in ["scim", "https://scim.example.com/v2#users"] {
        let asked = bench.draft("clientCredentials", json!({ "resource": resource }), Some(SECRET));
        let tested = ok(&bench.app, "tenant_test", asked).await;
        assert_eq!(tested["stoppedAt"], "Access token", "{tested}");
        let steps = tested["steps"].as_array().unwrap();
        let failed = steps.iter().find(|it| it["state"] == "failed").unwrap();
        assert_eq!(failed["problem"]["field"], "audience", "{failed}");
        assert!(failed["problem"]["said"].as_str().unwrap().contains("invalid_target"), "{failed}");
    }
}

#[tokio::test]
async fn a_secret_is_not_taken_to_another_token_endpoint_or_server() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let saved =
        ok(&bench.app, "tenant_save", bench.draft("clientCredentials", json!({}), Some(SECRET)))
            .await;
    let mut elsewhere = bench.draft(
        "clientCredentials",
        json!({ "tokenEndpoint": "https://evil.example.com/token" }),
        None,
    );
    elsewhere["id"] = saved["id"].clone();
    let mut other_server = bench.draft("clientCredentials", json!({}), None);
    other_server["id"] = saved["id"].clone();
    other_server["baseUrl"] = json!("https://evil.example.com/scim");
    for asked in [elsewhere, other_server] {
        for command in ["tenant_test", "tenant_save"] {
            let error = call(&bench.app, command, asked.clone()).await.unwrap_err();
            assert_eq!(
                (error.code, error.field.as_deref()),
                (ErrorCode::InvalidInput, Some("clientSecret"))
            );
        }
    }
    let mut plain = bench.draft(
        "clientCredentials",
        json!({ "tokenEndpoint": "http://login.example.com/token" }),
        Some(SECRET),
    );
    plain["id"] = saved["id"].clone();
    let error = call(&bench.app, "tenant_save", plain).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("tokenEndpoint"));
    let mut renamed = bench.draft("clientCredentials", json!({ "scopes": ["scim.write"] }), None);
    renamed["id"] = saved["id"].clone();
    let renamed = ok(&bench.app, "tenant_save", renamed).await;
    assert_eq!(renamed["secret"], "stored", "other scopes are no other server");
    let other_way = json!({ "clientAuthentication": "privateKeyJwt" });
    let mut other_way = bench.draft("clientCredentials", other_way, None);
    other_way["id"] = saved["id"].clone();
    let other_way = ok(&bench.app, "tenant_save", other_way).await;
    assert_eq!(other_way["secret"], "missing", "a secret is no private key");
}

#[tokio::test]
async fn a_person_signs_in_before_saving_and_stays_signed_in_where_wanted() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let asked = bench.in_browser(json!({ "keepSignedIn": true }));
    let tested = ok(&bench.app, "tenant_test", asked.clone()).await;
    assert_eq!(tested["stoppedAt"], "Access token");
    let token = ok(&bench.app, "draft_sign_in", asked.clone()).await;
    assert_eq!(
        (token["jwt"]["subject"].as_str(), token["renews"].as_bool()),
        (Some("person-1"), Some(true))
    );
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let kept = &saved["secrets"][0];
    assert_eq!(
        (saved["secret"].as_str(), kept["name"].as_str(), kept["state"].as_str()),
        (Some("notNeeded"), Some("refreshToken"), Some("stored"))
    );
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(bench.opened.load(Ordering::Relaxed), 1);

    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(bench.opened.load(Ordering::Relaxed), 1, "each new refresh token was kept");
    bench.assert_nowhere(&bench.issuer.given()).await;

    ok(&bench.app, "tenant_sign_out", of(&saved)).await;
    let error = call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInNeeded);
    assert!(bench.keychain.entries.lock().unwrap().keys().all(|it| !it.starts_with("tenant:")));
}

#[tokio::test]
async fn without_keeping_a_sign_in_ends_with_the_run_and_is_told_where_the_browser_went() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let saved = ok(&bench.app, "tenant_save", bench.in_browser(json!({}))).await;
    let told = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&told);
    let raw = RawCall {
        events: Arc::new(move |event| sink.lock().unwrap().push(event.get().to_owned())),
        ..RawCall::detached()
    };
    bench.app.call("tenant_sign_in", of(&saved), None, raw).await.unwrap();
    let waiting = told.lock().unwrap().pop().unwrap();
    assert!(waiting.contains("/authorize?") && waiting.contains("\"seconds\":300"), "{waiting}");
    ok(&bench.app, "tenant_open", of(&saved)).await;
    bench.restart();
    let error = call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInNeeded);
}

#[tokio::test]
async fn a_pasted_refresh_token_is_replaced_in_the_keychain_by_its_successors() {
    let mut bench = Bench::new(Proof::Nothing).await;
    ok(&bench.app, "draft_sign_in", bench.in_browser(json!({}))).await;
    let pasted = bench.issuer.given().into_iter().rfind(|it| !it.contains('.')).unwrap();
    let asked =
        bench.draft("refreshToken", json!({ "clientAuthentication": "none" }), Some(&pasted));
    // The test uses it up; what came in its place is what is saved.
    ok(&bench.app, "tenant_test", asked.clone()).await;
    let saved = ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    for _ in 0..2 {
        bench.restart();
        ok(&bench.app, "tenant_open", of(&saved)).await;
    }
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    assert_ne!(bench.keychain.entries.lock().unwrap()[&account], pasted);
    bench.assert_nowhere(&bench.issuer.given()).await;
}

#[tokio::test]
async fn further_headers_and_keys_are_secrets_by_name() {
    let bench = Bench::new(Proof::Nothing).await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let server = headers_server(&seen).await;
    let mut asked = draft(&server, "canary-api-key-1");
    asked["authentication"] = json!("apiKey");
    asked["signIn"] = json!({
        "apiKeyHeader": "X-Key",
        "headers": [{ "name": "X-Zone", "value": "west" }, { "name": "X-Second" }],
    });
    asked["secrets"] = json!([{ "name": "header:X-Second", "change": { "kind": "replace", "value": " 'canary-second' ", "clean": true } }]);
    let saved = ok(&bench.app, "tenant_save", asked.clone()).await;
    assert_eq!(
        saved["secrets"],
        json!([{ "name": "header:x-second", "state": "stored", "needed": true }])
    );
    call(&bench.app, "tenant_open", of(&saved)).await.ok();
    let seen: Vec<String> = seen.lock().unwrap().clone();
    assert!(seen.iter().any(|it| it == "canary-api-key-1|west|canary-second"), "{seen:?}");
    let listed =
        ok(&bench.app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 100 }))
            .await;
    for exchange in listed["exchanges"].as_array().unwrap() {
        let told =
            ok(&bench.app, "exchange_read", json!({ "id": exchange["id"] })).await.to_string();
        assert!(!told.contains("canary"), "{told}");
    }
    assert!(!on_disk(bench.folder.path(), "canary"));

    let mut keeping = asked.clone();
    keeping["id"] = saved["id"].clone();
    keeping["secret"] = json!({ "kind": "keep" });
    keeping["secrets"] = json!([{ "name": "header:X-Second", "change": { "kind": "forget" } }]);
    let forgotten = ok(&bench.app, "tenant_save", keeping).await;
    assert_eq!(
        (forgotten["secret"].as_str(), forgotten["secrets"][0]["state"].as_str()),
        (Some("stored"), Some("missing"))
    );
    let error = call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::SecretNeeded, Some("headers")));
    let given =
        json!({ "tenantId": saved["id"], "name": "header:x-second", "value": "canary-third" });
    ok(&bench.app, "secret_provide", given).await;
    let listed = ok(&bench.app, "tenant_list", json!({})).await;
    assert_eq!(listed[0]["secrets"][0]["state"], "given");

    for headers in [
        json!([{ "name": "Authorization", "value": "Bearer x" }]),
        json!([{ "name": "X-Api-Key", "value": "x" }]),
        json!([{ "name": "Host", "value": "x" }]),
    ] {
        let mut bad = asked.clone();
        bad["signIn"]["headers"] = headers;
        let error = call(&bench.app, "tenant_save", bad).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("headers"));
    }
}

/// Notes the headers of each request and has nothing.
async fn headers_server(seen: &Arc<Mutex<Vec<String>>>) -> String {
    let seen = Arc::clone(seen);
    let handler = move |headers: axum::http::HeaderMap| {
        let get = |name: &str| headers.get(name).map_or("", |it| it.to_str().unwrap()).to_owned();
        seen.lock().unwrap().push(format!(
            "{}|{}|{}",
            get("x-key"),
            get("x-zone"),
            get("x-second")
        ));
        async { (axum::http::StatusCode::NOT_FOUND, headers) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        axum::serve(listener, axum::Router::new().fallback(handler)).await.unwrap();
    });
    url
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_waits_for_a_person_who_thinks_about_a_command() {
    let bench = Bench::new(Proof::Nothing).await;
    let mut asked = bench.draft("command", json!({}), None);
    asked["authentication"] = json!("command");
    let read = json!({ "text": "echo 'a b'" });
    asked["signIn"] = json!({ "command": ok(&bench.app, "command_read", read).await });
    let (is_asked, (decide, decided)) = (Arc::new(Notify::new()), mpsc::channel());
    *bench.person.thinks.lock().unwrap() = Some((Arc::clone(&is_asked), decided));
    bench.person.says_yes.store(true, Ordering::Relaxed);
    let (app, draft) = (bench.app.clone(), asked.clone());
    let saving = tokio::spawn(async move { call(&app, "tenant_save", draft).await });
    is_asked.notified().await;
    let other = crate::support::draft("https://elsewhere.example.com", "token");
    let meanwhile = ok(&bench.app, "tenant_save", other);
    let other = tokio::time::timeout(Duration::from_secs(60), meanwhile).await.unwrap();
    ok(&bench.app, "tenant_forget", of(&other)).await;
    decide.send(()).unwrap();
    assert_eq!(saving.await.unwrap().unwrap()["authentication"], "command");
}

#[cfg(unix)]
#[tokio::test]
async fn a_command_runs_only_after_a_person_allowed_it_outside_of_the_window() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let mut asked = draft(bench.gate.base_url(), "");
    asked["authentication"] = json!("command");
    asked["secret"] = json!({ "kind": "keep" });
    asked["signIn"] =
        json!({ "command": ok(&bench.app, "command_read", json!({ "text": "echo 'a b'" })).await });
    assert_eq!(asked["signIn"]["command"], json!({ "program": "echo", "arguments": ["a b"] }));
    for command in ["tenant_test", "tenant_save"] {
        let error = call(&bench.app, command, asked.clone()).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("command"), "{command}");
    }
    let question = bench.person.asked.lock().unwrap()[0].clone();
    assert!(
        question.text.contains("\"echo\" \"a b\"") && question.text.contains("http://127.0.0.1:")
    );

    bench.person.says_yes.store(true, Ordering::Relaxed);
    let saved = ok(&bench.app, "tenant_save", asked.clone()).await;
    let questions = || bench.person.asked.lock().unwrap().len();
    let once = questions();
    let mut same = asked.clone();
    same["id"] = saved["id"].clone();
    ok(&bench.app, "tenant_test", same).await;
    assert_eq!(questions(), once, "the same command for the same server is asked for once");
    let error = call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NoToken, "two words are no token");
    bench.restart();
    let mut renamed = asked.clone();
    renamed["id"] = saved["id"].clone();
    renamed["name"] = json!("Renamed");
    ok(&bench.app, "tenant_save", renamed.clone()).await;
    assert_eq!(bench.person.asked.lock().unwrap().len(), once);
    bench.person.says_yes.store(false, Ordering::Relaxed);
    renamed["baseUrl"] = json!("https://evil.example.com");
    assert!(
        call(&bench.app, "tenant_save", renamed).await.is_err(),
        "its token would go elsewhere"
    );
}

#[tokio::test]
async fn what_was_pasted_is_looked_at_and_never_handed_back() {
    let bench = Bench::new(Proof::Nothing).await;
    let jwt = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUuY29tIiwiZXhwIjoxNzAwMDAwMDAwfQ.c2ln";
    let looked = ok(
        &bench.app,
        "secret_look",
        json!({ "kind": "token", "value": format!("\"Bearer {jwt}\"\n") }),
    )
    .await;
    assert_eq!(looked["oddities"], json!(["spaceAround", "quotes", "scheme"]));
    assert_eq!(
        looked["notice"],
        "What was pasted has white space around it, quotes and a scheme such as Bearer."
    );
    assert_eq!(
        looked["left"],
        "As it stands it is sent with all of that but the white space around it."
    );
    // `Bearer` goes before a token in any case; a key may be sent with a scheme of its own.
    for (kind, value, left) in [
        ("token", "Bearer abc", None),
        ("refreshToken", "Bearer abc", Some("As it stands it is used with that.")),
        ("key", "SSWS 00abc", None),
    ] {
        let looked = ok(&bench.app, "secret_look", json!({ "kind": kind, "value": value })).await;
        assert_eq!(looked["left"].as_str(), left, "{looked}");
    }
    // White space around a token goes nowhere, whatever one chooses; that of a password may be meant.
    for (kind, notice, left) in [
        ("token", "What was pasted has white space around it, which is never sent.", None),
        (
            "password",
            "What was pasted has white space around it.",
            Some("As it stands it is used with that."),
        ),
    ] {
        let looked =
            ok(&bench.app, "secret_look", json!({ "kind": kind, "value": " abc\n" })).await;
        assert_eq!((looked["notice"].as_str(), looked["left"].as_str()), (Some(notice), left));
    }
    assert_eq!(looked["jwt"]["issuer"], "https://login.example.com");
    assert_eq!(
        (looked["expiry"]["isUnusable"].as_bool(), looked["expiry"]["title"].as_str()),
        (Some(true), Some("The token has expired"))
    );
    assert!(!looked.to_string().contains("eyJ"));

    let mut asked = draft("https://a.example.com", "");
    asked["secret"] =
        json!({ "kind": "replace", "value": format!(" Bearer {jwt}"), "clean": true });
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    assert_eq!(bench.keychain.entries.lock().unwrap()[&account], jwt);
    let token = ok(&bench.app, "tenant_token", of(&saved)).await;
    assert_eq!(
        (token["renews"].as_bool(), token["notices"][0]["isUnusable"].as_bool()),
        (Some(false), Some(true))
    );

    let pem = include_str!("../../../client/tests/keys/sec1.pem");
    let looked = ok(&bench.app, "certificate_look", json!({ "format": "pem", "value": pem })).await;
    assert!(looked["certificate"]["subject"].as_str().unwrap().contains("scim robot"), "{looked}");
    let sealed = json!({ "format": "pkcs12", "value": include_str!("../../../client/tests/keys/modern.p12.txt") });
    let error = call(&bench.app, "certificate_look", sealed).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("certificatePassphrase"));
}

#[tokio::test]
async fn an_api_key_that_is_a_token_says_what_it_says_also_once_it_is_saved() {
    let bench = Bench::new(Proof::Nothing).await;
    let jwt = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUuY29tIiwiZXhwIjoxNzAwMDAwMDAwfQ.c2ln";
    for key in [jwt.to_owned(), format!("Bearer {jwt}")] {
        let asked = json!({ "kind": "key", "value": key });
        let looked = ok(&bench.app, "secret_look", asked).await;
        let mut tenant = draft("https://a.example.com", &key);
        tenant["authentication"] = json!("apiKey");
        tenant["signIn"] = json!({ "apiKeyHeader": "Authorization" });
        let saved = ok(&bench.app, "tenant_save", tenant).await;
        let token = ok(&bench.app, "tenant_token", of(&saved)).await;
        assert_eq!(token["jwt"]["issuer"], "https://login.example.com", "{key}");
        assert_eq!(token["jwt"], looked["jwt"]);
        assert_eq!(token["notices"], json!([looked["expiry"]]), "it has expired");
    }
}

#[tokio::test]
async fn a_client_certificate_is_kept_with_its_key_in_the_keychain() {
    let bench = Bench::new(Proof::Nothing).await;
    let pem = include_str!("../../../client/tests/keys/sec1.pem");
    let mut asked = draft("https://127.0.0.1:1", "canary-token-with-certificate");
    asked["signIn"] = json!({ "certificate": "pem" });
    asked["secrets"] =
        json!([{ "name": "certificate", "change": { "kind": "replace", "value": pem } }]);
    let saved = ok(&bench.app, "tenant_save", asked.clone()).await;
    assert_eq!(
        saved["secrets"][0],
        json!({ "name": "certificate", "state": "stored", "needed": true })
    );
    let token = ok(&bench.app, "tenant_token", of(&saved)).await;
    assert!(token["certificate"]["subject"].as_str().unwrap().contains("scim robot"));
    let line = pem.lines().nth(1).unwrap();
    assert!(!on_disk(bench.folder.path(), line) && !on_disk(bench.folder.path(), "canary"));
    // The token alone can be replaced; the certificate stays.
    let mut replaced = asked;
    replaced["id"] = saved["id"].clone();
    replaced["secrets"] = json!([]);
    let replaced = ok(&bench.app, "tenant_save", replaced).await;
    assert_eq!(replaced["secrets"][0]["state"], "stored");
    let mut plain = draft("http://127.0.0.1:1", "t");
    plain["signIn"] = json!({ "certificate": "pem" });
    plain["secrets"] =
        json!([{ "name": "certificate", "change": { "kind": "replace", "value": pem } }]);
    let error = call(&bench.app, "tenant_test", plain).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("certificate"));
}
