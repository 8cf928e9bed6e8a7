//! Whose a token is, and what becomes of it when a tenant is edited, tested, saved, signed out of; and what a tenant can be
//! saved with.

use std::sync::atomic::Ordering;

use crate::bench::{Bench, SECRET, of};
use crate::support::{call, draft, ok};
use app::api::error::ErrorCode;
use app::call::RawCall;
use issuer::{Proof, Taken};
use serde_json::{Value, json};

/// A refresh token as a provider hands it out.
async fn refresh_token(bench: &Bench) -> String {
    ok(&bench.app, "draft_sign_in", bench.in_browser(json!({}))).await;
    bench.issuer.given().into_iter().rfind(|it| !it.contains('.')).unwrap()
}

fn pasted(bench: &Bench, token: Option<&str>, more: &Value) -> Value {
    let mut oauth = json!({ "clientAuthentication": "none" });
    for (name, value) in more.as_object().unwrap() {
        oauth[name] = value.clone();
    }
    bench.draft("refreshToken", oauth, token)
}

fn edited(mut draft: Value, saved: &Value) -> Value {
    draft["id"] = saved["id"].clone();
    draft
}

/// What the token endpoint was asked with last.
fn last_asked_with(bench: &Bench) -> String {
    bench.issuer.seen().pop().unwrap().form["refresh_token"].clone()
}

fn assert_all_granted(bench: &Bench) {
    assert!(bench.issuer.seen().iter().all(|it| it.taken == Taken::Granted));
}

#[tokio::test]
async fn a_replaced_refresh_token_is_the_one_that_is_used_and_kept() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let (first, second) = (refresh_token(&bench).await, refresh_token(&bench).await);
    let saved = ok(&bench.app, "tenant_save", pasted(&bench, Some(&first), &json!({}))).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    let replaced = edited(pasted(&bench, Some(&second), &json!({})), &saved);
    ok(&bench.app, "tenant_save", replaced).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(last_asked_with(&bench), second);
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_all_granted(&bench);
}

#[tokio::test]
async fn testing_an_edited_tenant_takes_nothing_from_the_saved_one() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let first = refresh_token(&bench).await;
    let saved = ok(&bench.app, "tenant_save", pasted(&bench, Some(&first), &json!({}))).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    let other_scopes = json!({ "scopes": ["scim.write"] });
    let asked = edited(pasted(&bench, None, &other_scopes), &saved);
    let tested = ok(&bench.app, "tenant_test", asked.clone()).await;
    assert_eq!(tested["stoppedAt"], Value::Null, "{tested}");
    // The edit is given up.
    let before = bench.issuer.seen().len();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(bench.issuer.seen().len(), before, "the tenant's token is still there");
    let token = ok(&bench.app, "tenant_token", of(&saved)).await;
    assert_eq!(token["scopes"], json!(["scim.read"]));
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    // Or it is saved, untested in this run.
    ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_all_granted(&bench);
}

#[tokio::test]
async fn a_test_with_a_mistyped_client_leaves_the_saved_tenant_signed_in() {
    let bench = Bench::new(Proof::Nothing).await;
    let first = refresh_token(&bench).await;
    let saved = ok(&bench.app, "tenant_save", pasted(&bench, Some(&first), &json!({}))).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    let mistyped = edited(pasted(&bench, None, &json!({ "clientId": "other" })), &saved);
    let tested = ok(&bench.app, "tenant_test", mistyped).await;
    assert_eq!(tested["stoppedAt"], "Access token", "{tested}");
    // The edit is given up, and the access token of the tenant ends.
    bench.issuer.revoke_access_tokens();
    ok(&bench.app, "tenant_open", of(&saved)).await;
}

#[tokio::test]
async fn what_a_person_signs_in_for_while_editing_is_not_the_saved_tenants() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let kept = json!({ "keepSignedIn": true });
    let saved = ok(&bench.app, "tenant_save", bench.in_browser(kept.clone())).await;
    ok(&bench.app, "tenant_sign_in", of(&saved)).await;
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    let entry = bench.keychain.entries.lock().unwrap()[&account].clone();
    let other = json!({ "keepSignedIn": true, "scopes": ["scim.write"] });
    let other = edited(bench.in_browser(other), &saved);
    let tested = ok(&bench.app, "tenant_test", other.clone()).await;
    assert_eq!(tested["stoppedAt"], "Access token", "the other one needs a sign-in of its own");
    ok(&bench.app, "draft_sign_in", other).await;
    assert_eq!(bench.keychain.entries.lock().unwrap()[&account], entry);
    // What is asked for stays the same with a further header, and whether or not it is kept.
    let mut same = edited(bench.in_browser(json!({})), &saved);
    same["signIn"]["headers"] = json!([{ "name": "X-Zone", "value": "west" }]);
    let tested = ok(&bench.app, "tenant_test", same).await;
    assert_eq!(tested["stoppedAt"], Value::Null, "{tested}");
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_all_granted(&bench);
}

#[tokio::test]
async fn a_pasted_refresh_token_can_be_tested_again_with_other_settings() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let first = refresh_token(&bench).await;
    for scopes in [json!(["scim.read"]), json!(["scim.write"]), json!([])] {
        let asked = pasted(&bench, Some(&first), &json!({ "scopes": scopes }));
        let tested = ok(&bench.app, "tenant_test", asked).await;
        assert_eq!(tested["stoppedAt"], Value::Null, "{tested}");
    }
    let untested = pasted(&bench, Some(&first), &json!({ "scopes": ["scim.read", "scim.write"] }));
    let saved = ok(&bench.app, "tenant_save", untested).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_all_granted(&bench);
}

#[tokio::test]
async fn a_pasted_refresh_token_is_tested_again_after_something_else_was() {
    let bench = Bench::new(Proof::Nothing).await;
    let (first, second) = (refresh_token(&bench).await, refresh_token(&bench).await);
    let bearer = draft(bench.gate.base_url(), "canary-token");
    for asked in [
        pasted(&bench, Some(&first), &json!({})),
        bearer,
        pasted(&bench, Some(&second), &json!({})),
    ] {
        ok(&bench.app, "tenant_test", asked).await;
    }
    let asked = pasted(&bench, Some(&first), &json!({}));
    let saved = ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "token_renew", of(&saved)).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_all_granted(&bench);
}

#[tokio::test]
async fn a_window_that_is_closed_while_it_saves_takes_no_refresh_token_with_it() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let first = refresh_token(&bench).await;
    let asked = pasted(&bench, Some(&first), &json!({}));
    let tested = ok(&bench.app, "tenant_test", asked.clone()).await;
    assert_eq!(tested["stoppedAt"], Value::Null, "{tested}");
    let (app, window) = (bench.app.clone(), RawCall::detached().window);
    bench.keychain.on_write.lock().unwrap().0 = Some(Box::new(move || app.window_closed(&window)));
    let saved = ok(&bench.app, "tenant_save", asked).await;
    assert!(bench.keychain.on_write.lock().unwrap().0.is_none());
    ok(&bench.app, "tenant_open", of(&saved)).await;
    bench.restart();
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_all_granted(&bench);
}

#[tokio::test]
async fn a_renewal_that_comes_after_signing_out_is_not_kept() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let asked = bench.in_browser(json!({ "keepSignedIn": true }));
    let saved = ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "tenant_sign_in", of(&saved)).await;
    bench.restart();
    let before = bench.issuer.seen().len();
    let held = bench.issuer.hold_answers().await;
    let (app, tenant) = (bench.app.clone(), of(&saved));
    let opening = tokio::spawn(async move { call(&app, "tenant_open", tenant).await.map(drop) });
    bench.issuer.until_seen(before + 1).await;
    ok(&bench.app, "tenant_sign_out", of(&saved)).await;
    drop(held);
    let error = opening.await.unwrap().unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInNeeded, "{error:?}");
    assert!(bench.keychain.entries.lock().unwrap().keys().all(|it| !it.starts_with("tenant:")));
    let error = call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInNeeded);
}

#[tokio::test]
async fn signing_out_is_told_to_every_window() {
    let bench = Bench::new(Proof::Nothing).await;
    let saved = ok(&bench.app, "tenant_save", bench.in_browser(json!({}))).await;
    ok(&bench.app, "tenant_sign_in", of(&saved)).await;
    let mut events = bench.app.events();
    ok(&bench.app, "tenant_sign_out", of(&saved)).await;
    let told = serde_json::to_value(events.try_recv().unwrap()).unwrap();
    assert_eq!((&told["kind"], &told["tenantId"]), (&json!("tenantClosed"), &saved["id"]));
}

#[tokio::test]
async fn a_refresh_token_does_not_outlive_the_sign_in_of_somebody_else() {
    let mut bench = Bench::new(Proof::Nothing).await;
    let asked = bench.in_browser(json!({ "keepSignedIn": true }));
    let saved = ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "tenant_sign_in", of(&saved)).await;
    bench.issuer.set_refreshes(false);
    let told = ok(&bench.app, "tenant_sign_in", of(&saved)).await;
    assert_eq!(told["renews"], false, "{told}");
    assert!(bench.keychain.entries.lock().unwrap().keys().all(|it| !it.starts_with("tenant:")));
    bench.restart();
    let error = call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::SignInNeeded, "{error:?}");
}

#[tokio::test]
async fn a_token_that_cannot_be_renewed_is_not_thrown_away_by_trying() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let asked = bench.draft("clientCredentials", json!({}), Some(SECRET));
    let saved = ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "tenant_open", of(&saved)).await;
    let token = ok(&bench.app, "tenant_token", of(&saved)).await;
    ok(&bench.app, "token_renew", of(&saved)).await;
    assert_eq!(ok(&bench.app, "tenant_token", of(&saved)).await, token, "until there is another");
    ok(&bench.app, "tenant_open", of(&saved)).await;
    assert_eq!(bench.issuer.seen().len(), 2);
}

#[tokio::test]
async fn a_draft_that_says_nothing_of_how_it_signs_in_keeps_that() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let mut asked = bench.draft("clientCredentials", json!({}), Some(SECRET));
    asked["signIn"]["headers"] = json!([{ "name": "X-Zone", "value": "west" }]);
    let saved = ok(&bench.app, "tenant_save", asked.clone()).await;
    asked.as_object_mut().unwrap().remove("signIn");
    asked["secret"] = json!({ "kind": "keep" });
    asked["name"] = json!("Renamed");
    let asked = edited(asked, &saved);
    let tested = ok(&bench.app, "tenant_test", asked.clone()).await;
    assert_eq!(tested["stoppedAt"], Value::Null, "{tested}");
    let renamed = ok(&bench.app, "tenant_save", asked).await;
    assert_eq!(renamed["signIn"], saved["signIn"]);
    assert_eq!(
        (renamed["name"].as_str(), renamed["secret"].as_str()),
        (Some("Renamed"), Some("stored"))
    );
}

#[tokio::test]
async fn a_secret_given_for_this_run_leaves_the_others_where_they_are() {
    let bench = Bench::new(Proof::Nothing).await;
    let sealed = include_str!("../../../client/tests/keys/sealed.pem");
    let mut asked =
        bench.draft("jwtAssertion", json!({ "clientAuthentication": "none" }), Some(sealed));
    asked["secrets"] = json!([
        { "name": "keyPassphrase", "change": { "kind": "replace", "value": "open sesame" } },
    ]);
    let saved = ok(&bench.app, "tenant_save", asked).await;
    ok(&bench.app, "tenant_token", of(&saved)).await;
    let given = json!({ "tenantId": saved["id"], "value": sealed });
    ok(&bench.app, "secret_provide", given).await;
    ok(&bench.app, "tenant_token", of(&saved)).await;
}

#[tokio::test]
async fn an_assertion_with_a_client_secret_has_both() {
    let bench = Bench::new(Proof::Nothing).await;
    let key = include_str!("../../../client/tests/keys/pkcs1.pem");
    let mut asked = bench.draft("jwtAssertion", json!({}), Some(key));
    let error = call(&bench.app, "tenant_test", asked.clone()).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("clientSecret"));
    asked["secrets"] = json!([
        { "name": "clientSecret", "change": { "kind": "replace", "value": SECRET } },
    ]);
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let state = json!({ "name": "clientSecret", "state": "stored", "needed": true });
    assert!(saved["secrets"].as_array().unwrap().contains(&state), "{saved}");
    call(&bench.app, "tenant_open", of(&saved)).await.unwrap_err();
    assert!(bench.issuer.seen()[0].authorization.as_deref().unwrap().starts_with("Basic "));
}

#[tokio::test]
async fn what_goes_to_the_server_alone_is_kept_when_the_token_endpoint_goes() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let mut asked = bench.draft("clientCredentials", json!({}), Some(SECRET));
    asked["signIn"]["headers"] = json!([{ "name": "X-Second" }]);
    asked["secrets"] = json!([
        { "name": "header:X-Second", "change": { "kind": "replace", "value": "canary-second" } },
    ]);
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let mut left = draft(bench.gate.base_url(), "canary-token");
    left["signIn"] = json!({ "headers": [{ "name": "X-Second" }] });
    let left = ok(&bench.app, "tenant_save", edited(left, &saved)).await;
    assert_eq!(
        (left["secret"].as_str(), left["secrets"][0]["state"].as_str()),
        (Some("stored"), Some("stored"))
    );
}

#[tokio::test]
async fn a_tenant_is_not_saved_with_what_cannot_work() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let oauth = |more: Value| bench.draft("clientCredentials", more, Some(SECRET));
    let key = |header: &str| {
        let mut asked = draft(bench.gate.base_url(), "canary-key");
        asked["authentication"] = json!("apiKey");
        asked["signIn"] = json!({ "apiKeyHeader": header });
        asked
    };
    let mut twice = key("X-Key");
    twice["signIn"]["headers"] = json!([{ "name": "x-key", "value": "a" }]);
    let mut nowhere = oauth(json!({}));
    nowhere["signIn"] = json!({});
    let assertion = json!({ "algorithm": "HS256" });
    let claims = json!({ "claims": [{ "name": "password", "value": "x" }] });
    let url = format!("{}?client_secret=x", bench.issuer.token_endpoint());
    let mut broken = oauth(json!({ "clientAuthentication": "privateKeyJwt" }));
    broken["secret"]["value"] =
        json!("-----BEGIN PRIVATE KEY-----\nA*A\n-----END PRIVATE KEY-----");
    for (asked, field) in [
        (key("Host"), "apiKeyHeader"),
        (key("X Key"), "apiKeyHeader"),
        (key(" "), "apiKeyHeader"),
        (twice, "headers"),
        (nowhere, "tokenEndpoint"),
        (oauth(json!({ "clientId": " " })), "clientId"),
        (oauth(json!({ "assertion": assertion })), "algorithm"),
        (oauth(json!({ "assertion": claims })), "claims"),
        (oauth(json!({ "tokenEndpoint": url })), "tokenEndpoint"),
        (broken, "privateKey"),
    ] {
        let error = call(&bench.app, "tenant_save", asked.clone()).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some(field), "{asked}");
    }
    assert_eq!(ok(&bench.app, "tenant_list", json!({})).await, json!([]));
}

#[tokio::test]
async fn a_blank_secret_does_not_take_the_place_of_the_one_that_is_there() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let asked = bench.draft("clientCredentials", json!({}), Some(SECRET));
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let blank = edited(bench.draft("clientCredentials", json!({}), Some("")), &saved);
    let error = call(&bench.app, "tenant_save", blank).await.unwrap_err();
    assert_eq!(error.field.as_deref(), Some("clientSecret"));
    let listed = ok(&bench.app, "tenant_list", json!({})).await;
    assert_eq!(listed[0]["secret"], "stored");
}

#[tokio::test]
async fn the_token_requests_of_a_test_go_with_the_tenant_that_is_saved() {
    let bench = Bench::new(Proof::Header(SECRET.into())).await;
    let asked = bench.draft("clientCredentials", json!({}), Some(SECRET));
    ok(&bench.app, "tenant_test", asked.clone()).await;
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let mut of_tenant = json!({ "outcome": "all", "text": "/token", "limit": 10 });
    of_tenant["tenantId"] = saved["id"].clone();
    let listed = ok(&bench.app, "exchanges_list", of_tenant.clone()).await;
    assert_eq!(listed["total"], 1, "{listed}");
    ok(&bench.app, "tenant_forget", of(&saved)).await;
    of_tenant.as_object_mut().unwrap().remove("tenantId");
    let listed = ok(&bench.app, "exchanges_list", of_tenant).await;
    assert_eq!(listed["total"], 0, "{listed}");
}

#[tokio::test]
async fn whoever_allows_a_command_is_told_of_a_secret_in_it() {
    let bench = Bench::new(Proof::Nothing).await;
    let mut asked = draft(bench.gate.base_url(), "");
    asked["authentication"] = json!("command");
    asked["secret"] = json!({ "kind": "keep" });
    for (argument, is_warned) in [("--client-secret=canary", true), ("--resource=x", false)] {
        let command = json!({ "program": "echo", "arguments": [argument] });
        asked["signIn"] = json!({ "command": command });
        bench.person.says_yes.store(false, Ordering::Relaxed);
        call(&bench.app, "tenant_save", asked.clone()).await.unwrap_err();
        let question = bench.person.asked.lock().unwrap().pop().unwrap();
        assert_eq!(question.text.contains("looks like a secret (--client-secret)"), is_warned);
    }
}
