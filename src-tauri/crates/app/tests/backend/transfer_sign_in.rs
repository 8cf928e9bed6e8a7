//! The way to sign in of tenants that go into a file and come out of one: everything but secrets, never a command, and
//! guarded against writes whatever the file says.

use std::sync::atomic::Ordering;

use crate::support::{Bench, call, draft, in_database, ok};
use crate::transfer::CANARY;
use serde_json::{Value, json};

impl Bench {
    /// The person before it says yes.
    fn agreeing() -> Bench {
        let bench = Bench::new();
        bench.person.says_yes.store(true, Ordering::SeqCst);
        bench
    }

    async fn written(&self) -> Value {
        serde_json::from_str(&self.export().await).unwrap()
    }

    /// Imports every tenant of a file.
    async fn import(&self, text: &str) -> Vec<Value> {
        let count = self.look(text).await["tenants"].as_array().unwrap().len();
        let indexes: Vec<usize> = (0..count).collect();
        let imported =
            ok(&self.app, "tenants_import", json!({ "text": text, "indexes": indexes })).await;
        imported["tenants"].as_array().unwrap().clone()
    }
}

fn file(tenants: &Value) -> String {
    json!({ "format": "scimscope-tenants", "version": 1, "tenants": tenants }).to_string()
}

fn one(authentication: &Value) -> String {
    file(&json!([{
        "name": "One", "kind": "test", "baseUrl": "https://a.example", "authentication": authentication,
    }]))
}

fn places(of: &Value, kind: &str) -> Vec<String> {
    let remarks = of["remarks"].as_array().unwrap().iter().filter(|it| it["kind"] == kind);
    remarks.map(|it| it["pointer"].as_str().unwrap().to_owned()).collect()
}

fn secret(name: &str) -> Value {
    json!({ "name": name, "change": { "kind": "replace", "value": CANARY } })
}

fn by_browser() -> Value {
    json!({
        "tokenEndpoint": "https://login.example.com/oauth2/token?tenant=a",
        "authorizationEndpoint": "https://login.example.com/oauth2/authorize",
        "redirectUri": "http://localhost:8400/", "clientId": "scimscope", "clientAuthentication": "body",
        "scopes": ["scim.read", "offline_access"], "audience": "https://api.example.com", "resource": "urn:r",
        "parameters": [{ "name": "prompt", "value": " consent " }], "keepSignedIn": true,
    })
}

#[tokio::test]
async fn every_way_to_sign_in_goes_along_without_its_secrets() {
    let here = Bench::agreeing();
    let signed = json!({
        "tokenEndpoint": "https://login.example.com/token", "clientId": "app", "clientAuthentication": "none",
        "scopes": [], "parameters": [], "keepSignedIn": false,
        "assertion": {
            "algorithm": "ES256", "keyId": "k1", "issuer": "app", "subject": "ada", "audience": "https://login",
            "claims": [{ "name": "box", "value": "7" }],
        },
    });
    let headers = json!([{ "name": "X-Tenant", "value": "a" }, { "name": "X-Gateway" }]);
    let ways = [
        ("none", json!({ "headers": headers })),
        ("apiKey", json!({ "apiKeyHeader": "X-Key" })),
        ("authorizationCode", json!({ "oauth": by_browser() })),
        ("jwtAssertion", json!({ "oauth": signed })),
    ];
    for (way, sign_in) in &ways {
        let secrets = match *way {
            "none" => json!([secret("header:x-gateway")]),
            "authorizationCode" => json!([secret("refreshToken")]),
            _ => json!([]),
        };
        let mut more =
            json!({ "name": way, "authentication": way, "signIn": sign_in, "secrets": secrets });
        if *way == "jwtAssertion" {
            // Its key is looked at before it is kept.
            more["secret"] = json!({ "kind": "forget" });
        }
        let saved = here.add(more).await;
        assert_eq!(saved["signIn"], *sign_in, "{way}");
    }
    let written = here.written().await;
    let text = written.to_string();
    assert!(!text.contains(CANARY), "{text}");
    assert_eq!(written["tenants"][2]["authentication"]["oauth"], by_browser());

    let there = Bench::agreeing();
    let seen = there.look(&text).await;
    let to_give = [
        json!(["header x-gateway"]),
        json!(["API key"]),
        json!(["client secret"]),
        json!(["private key"]),
    ];
    for (at, tenant) in seen["tenants"].as_array().unwrap().iter().enumerate() {
        assert_eq!((&tenant["state"], &tenant["remarks"]), (&json!("new"), &json!([])), "{tenant}");
        assert_eq!(tenant["toGive"], to_give[at]);
        assert_eq!(tenant["keepsSignedIn"], json!(at == 2), "{tenant}");
    }
    let endpoints = json!([by_browser()["tokenEndpoint"], by_browser()["authorizationEndpoint"]]);
    assert_eq!(seen["tenants"][2]["endpoints"], endpoints, "who imports it sees where it goes");
    let imported = there.import(&text).await;
    for ((way, sign_in), tenant) in ways.iter().zip(&imported) {
        assert_eq!(tenant["authentication"], *way);
        assert_eq!(tenant["signIn"], *sign_in, "{way}");
    }
    assert!(imported.iter().all(|it| it["secret"] != "stored"), "{imported:?}");
    let again = there.look(&text).await;
    assert!(again["tenants"].as_array().unwrap().iter().all(|it| it["state"] == "same"), "{again}");
    // The same name at the same server, with another client: that is another tenant.
    let other = text.replace("\"scimscope\"", "\"another\"");
    let states = there.look(&other).await;
    let states: Vec<&Value> =
        states["tenants"].as_array().unwrap().iter().map(|it| &it["state"]).collect();
    assert_eq!(states, ["same", "same", "new", "same"]);
}

#[tokio::test]
async fn what_looks_like_a_secret_is_not_kept_in_clear_and_so_comes_into_no_file() {
    let bench = Bench::agreeing();
    let endpoint = format!("https://login.example.com/token?api_key={CANARY}&v=2");
    let claims = json!({ "claims": [{ "name": "password", "value": CANARY }] });
    for (way, member, value, field) in [
        ("clientCredentials", "tokenEndpoint", json!(endpoint), "tokenEndpoint"),
        ("jwtAssertion", "assertion", claims, "claims"),
    ] {
        let mut asked = draft("https://scim.example.com/v2", "");
        asked["authentication"] = json!(way);
        asked["secret"] = json!({ "kind": "keep" });
        let mut oauth = by_browser();
        oauth[member] = value;
        asked["signIn"] = json!({ "oauth": oauth });
        let error = call(&bench.app, "tenant_save", asked).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some(field));
        assert!(!format!("{error:?}").contains(CANARY), "{error:?}");
    }
    assert_eq!(in_database(bench.folder.path(), &bench.keychain, CANARY), Vec::<String>::new());
}

#[tokio::test]
async fn a_secret_in_the_settings_of_a_file_is_told_and_not_taken_over() {
    let bench = Bench::agreeing();
    let text = one(&json!({
        "way": "clientCredentials", "clientSecret": CANARY,
        "headers": [{ "name": "Cookie", "value": CANARY }, { "name": "X-Plain", "value": "a" }],
        "oauth": {
            "tokenEndpoint": format!("https://login.example.com/token?client_secret={CANARY}"),
            "clientId": "app", "clientAuthentication": "header", "client_secret": CANARY,
            "parameters": [{ "name": "client_secret", "value": CANARY }, { "name": "tenant", "value": "a" }],
            "assertion": { "claims": [{ "name": "Password", "value": CANARY }] },
        },
    }));
    let seen = bench.look(&text).await;
    assert!(!seen.to_string().contains(CANARY), "{seen}");
    let mut told = places(&seen["tenants"][0], "secret");
    told.sort();
    let place = |it: &str| format!("/tenants/0/authentication/{it}");
    let expected = [
        "clientSecret",
        "headers/0/value",
        "oauth/assertion/claims/0/value",
        "oauth/client_secret",
        "oauth/parameters/0/value",
        "oauth/tokenEndpoint",
    ];
    assert_eq!(told, expected.map(place));
    let imported = bench.import(&text).await;
    let sign_in = &imported[0]["signIn"];
    assert_eq!(sign_in["oauth"]["parameters"], json!([{ "name": "tenant", "value": "a" }]));
    assert_eq!(
        sign_in["headers"],
        json!([{ "name": "Cookie" }, { "name": "X-Plain", "value": "a" }])
    );
    assert_eq!(in_database(bench.folder.path(), &bench.keychain, CANARY), Vec::<String>::new());
}

#[tokio::test]
async fn a_sign_in_that_cannot_be_used_is_refused_at_its_place() {
    let bench = Bench::agreeing();
    let oauth = |name: &str, value: Value| {
        let mut oauth = by_browser();
        oauth[name] = value;
        json!({ "way": "authorizationCode", "oauth": oauth })
    };
    let long = "x".repeat(2_001);
    for (authentication, place) in [
        (json!({ "way": "clientCredentials" }), "oauth"),
        (json!({ "way": "clientCredentials", "oauth": {} }), "oauth/tokenEndpoint"),
        (oauth("tokenEndpoint", json!("http://login.example.com/token")), "oauth/tokenEndpoint"),
        (oauth("tokenEndpoint", json!(format!("https://[{CANARY}"))), "oauth/tokenEndpoint"),
        (oauth("tokenEndpoint", json!(format!("https://a:{CANARY}@b"))), "oauth/tokenEndpoint"),
        (oauth("tokenEndpoint", json!({ "a": 1 })), "oauth/tokenEndpoint"),
        (oauth("authorizationEndpoint", Value::Null), "oauth/authorizationEndpoint"),
        (oauth("authorizationEndpoint", json!("file:///etc")), "oauth/authorizationEndpoint"),
        (oauth("redirectUri", json!("https://evil.example/")), "oauth/redirectUri"),
        (oauth("clientAuthentication", json!("smoke")), "oauth/clientAuthentication"),
        (oauth("clientId", json!("a\nb")), "oauth/clientId"),
        (oauth("scopes", json!([7])), "oauth/scopes/0"),
        (oauth("scopes", json!(vec!["s"; 101])), "oauth/scopes"),
        (oauth("keepSignedIn", json!("yes")), "oauth/keepSignedIn"),
        (oauth("audience", json!(long)), "oauth/audience"),
        (
            oauth("parameters", json!([{ "name": "scope", "value": "all" }])),
            "oauth/parameters/0/name",
        ),
        (json!({ "way": "apiKey", "apiKeyHeader": "Host" }), "apiKeyHeader"),
        (
            json!({ "way": "none", "headers": [{ "name": "X-HTTP-Method-Override", "value": "DELETE" }] }),
            "headers/0/name",
        ),
        (json!({ "way": "none", "certificate": "der" }), "certificate"),
    ] {
        let seen = bench.look(&one(&authentication)).await;
        let expected = [format!("/tenants/0/authentication/{place}")];
        assert_eq!(places(&seen["tenants"][0], "refused"), expected, "{authentication}");
        assert!(!seen.to_string().contains(CANARY), "{seen}");
        let import = json!({ "text": one(&authentication), "indexes": [0] });
        call(&bench.app, "tenants_import", import).await.unwrap_err();
    }
}

#[tokio::test]
async fn what_the_way_does_not_use_is_told_and_left_out() {
    let bench = Bench::agreeing();
    let text = one(&json!({
        "way": "bearer", "userName": "ada", "apiKeyHeader": "X-Key", "oauth": by_browser(), "future": 1,
    }));
    let seen = bench.look(&text).await;
    let place = |it: &str| format!("/tenants/0/authentication/{it}");
    let expected = ["future", "userName", "apiKeyHeader", "oauth"].map(place);
    assert_eq!(places(&seen["tenants"][0], "notice"), expected);
    assert_eq!(seen["tenants"][0]["endpoints"], json!([]));
    assert!(bench.import(&text).await[0].get("signIn").is_none());
}

#[tokio::test]
async fn a_command_never_comes_from_a_file_and_never_goes_into_one() {
    let here = Bench::agreeing();
    let command = json!({ "program": "echo", "arguments": ["--key", CANARY] });
    let saved = here.add(json!({
        "authentication": "command", "secret": { "kind": "keep" }, "signIn": { "command": command },
    }));
    let saved = saved.await;
    assert_eq!(here.person.asked.lock().unwrap().len(), 1);
    let written = here.written().await;
    assert_eq!(written["tenants"][0]["authentication"], json!({ "way": "command" }));

    let there = Bench::agreeing();
    let mark = there.folder.path().join("was-run");
    let hostile = json!({
        "way": "command", "command": { "program": "touch", "arguments": [mark.to_str().unwrap()] },
    });
    let text = one(&hostile);
    let seen = there.look(&text).await;
    assert_eq!(places(&seen["tenants"][0], "notice"), ["/tenants/0/authentication/command"]);
    assert_eq!(seen["tenants"][0]["toGive"], json!(["command"]));
    let imported = there.import(&text).await;
    assert!(imported[0].get("signIn").is_none(), "{imported:?}");
    let id = json!({ "tenantId": imported[0]["id"] });
    for command in ["tenant_open", "tenant_sign_in"] {
        let error = call(&there.app, command, id.clone()).await.unwrap_err();
        assert_eq!(error.field.as_deref(), Some("command"), "{command}");
    }
    assert!(!mark.exists(), "a command of a file was run");

    // Who enters it in the form is asked before anything runs, also where the file named the same.
    let mut asked = draft("https://a.example", "");
    asked["id"] = imported[0]["id"].clone();
    asked["authentication"] = json!("command");
    asked["secret"] = json!({ "kind": "keep" });
    asked["signIn"] = json!({ "command": hostile["command"] });
    ok(&there.app, "tenant_save", asked).await;
    let questions = there.person.texts();
    assert_eq!(questions.len(), 1);
    assert!(questions[0].contains("touch"), "{questions:?}");

    // A copy here is of what the person has allowed already, for the same server.
    let copy = ok(&here.app, "tenant_duplicate", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(copy["signIn"], saved["signIn"]);
    assert_eq!(here.person.asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn importing_guards_by_the_kind_never_looser_and_never_free() {
    let bench = Bench::agreeing();
    let tenant = |name: &str, kind: &str, host: &str, guard: Value| {
        json!({
            "name": name, "kind": kind, "baseUrl": format!("https://{host}.example"), "guard": guard,
            "authentication": { "way": "none" },
        })
    };
    let text = file(&json!([
        tenant("as usual", "production", "a", Value::Null),
        tenant("asks for less", "production", "b", json!("free")),
        tenant("a test", "test", "c", json!("free")),
        tenant("development", "development", "d", Value::Null),
        tenant("stricter", "test", "e", json!("readOnly")),
        tenant("odd", "staging", "f", json!("open")),
        tenant("a test beside production", "test", "a", json!("free")),
    ]));
    let seen = bench.look(&text).await;
    let told: Vec<&Value> =
        seen["tenants"].as_array().unwrap().iter().map(|it| &it["guard"]).collect();
    let expected =
        ["readOnly", "readOnly", "confirm", "confirm", "readOnly", "readOnly", "readOnly"];
    assert_eq!(told, expected);
    assert_eq!(places(&seen["tenants"][5], "notice"), ["/tenants/5/guard"]);
    for (tenant, expected) in bench.import(&text).await.iter().zip(expected) {
        assert_eq!(tenant["guard"], expected, "{tenant}");
        let of = json!({ "tenantId": tenant["id"] });
        let guard = ok(&bench.app, "guard_read", of).await;
        assert_eq!(guard["mode"], expected);
        assert!(guard["unlocked"].is_null(), "{guard}");
    }
    // A tenant here of the same server counts as well.
    bench.add(json!({ "environment": "production", "baseUrl": "https://here.example" })).await;
    let beside = file(&json!([tenant("beside", "test", "here", json!("free"))]));
    assert_eq!(bench.look(&beside).await["tenants"][0]["guard"], "readOnly");
}

#[tokio::test]
async fn a_copy_is_guarded_as_the_tenant_is_and_not_unlocked_with_it() {
    let sandbox = sandbox::Sandbox::start().await.unwrap();
    let bench = Bench::agreeing();
    let mut asked = draft(sandbox.base_url(), sandbox.token());
    asked["guard"] = json!("readOnly");
    let saved = ok(&bench.app, "tenant_save", asked).await;
    let of = json!({ "tenantId": saved["id"] });
    ok(&bench.app, "tenant_open", of.clone()).await;
    let unlock = json!({ "tenantId": saved["id"], "reason": "ticket 7" });
    let unlocked = ok(&bench.app, "guard_unlock", unlock).await;
    assert!(unlocked["unlocked"].is_object());
    let copy = ok(&bench.app, "tenant_duplicate", of.clone()).await;
    assert_eq!(copy["guard"], "readOnly");
    let guard = ok(&bench.app, "guard_read", json!({ "tenantId": copy["id"] })).await;
    assert!(guard["unlocked"].is_null(), "{guard}");
    // Another tenant of that server is free: its copy is as strict as the strictest there.
    let set = json!({ "tenantId": copy["id"], "mode": "free", "reason": "a copy to play with" });
    ok(&bench.app, "guard_set", set).await;
    let second = ok(&bench.app, "tenant_duplicate", json!({ "tenantId": copy["id"] })).await;
    assert_eq!(second["guard"], "readOnly");
    drop(sandbox);
}
