//! The way to a tenant's server: what is kept of it and where, what a person is asked before it becomes less safe, what of
//! it goes into a file, and that sessions take it.

use std::sync::atomic::Ordering;

use crate::support::{Bench, call, draft, in_database, ok, on_disk};
use app::api::error::{ErrorCode, UiError};
use faults::certificate::Authority;
use faults::fault::Fault;
use faults::proxy::{Kind, Manner, Proxy};
use faults::server::FaultServer;
use serde_json::{Value, json};

const USER: &str = "canary-proxy-user";
const WORD: &str = "canary-proxy-word-8c1d";
const URL: &str = "https://scim.example.com/scim/v2";

impl Bench {
    async fn save(&self, draft: Value) -> Value {
        ok(&self.app, "tenant_save", draft).await
    }

    async fn refused(&self, name: &str, draft: Value) -> UiError {
        call(&self.app, name, draft).await.unwrap_err()
    }

    /// The titles of what was asked since the last time.
    fn asked(&self) -> Vec<String> {
        self.person.asked.lock().unwrap().drain(..).map(|it| it.title).collect()
    }

    fn agrees(&self, agrees: bool) {
        self.person.says_yes.store(agrees, Ordering::SeqCst);
    }

    async fn log(&self, tenant: &Value) -> Vec<Value> {
        let log = ok(&self.app, "guard_log", json!({ "tenantId": tenant["id"] })).await;
        log.as_array().unwrap().iter().map(|it| it["event"].clone()).collect()
    }
}

fn with(url: &str, transport: Value) -> Value {
    let mut draft = draft(url, "canary-token-1");
    draft["transport"] = transport;
    draft
}

/// As the form sends an edited tenant whose secrets stay.
fn edited(tenant: &Value, draft: Value) -> Value {
    let mut draft = draft;
    draft["id"] = tenant["id"].clone();
    draft["secret"] = json!({ "kind": "keep" });
    draft
}

fn proxied(proxy: &str, word: &str) -> Value {
    let proxy = json!({ "kind": "explicit", "url": proxy, "userName": USER });
    let mut draft = with(URL, json!({ "proxy": proxy, "addresses": "ipv4" }));
    draft["secrets"] =
        json!([{ "name": "proxyPassword", "change": { "kind": "replace", "value": word } }]);
    draft
}

#[tokio::test]
async fn the_way_is_kept_with_the_tenant_and_the_password_of_the_proxy_in_the_keychain_alone() {
    let bench = Bench::new();
    let saved = bench.save(proxied("http://proxy.example.com:3128", WORD)).await;
    let way = json!({
        "proxy": { "kind": "explicit", "url": "http://proxy.example.com:3128", "userName": USER },
        "addresses": "ipv4", "unverified": false, "plainHttp": false,
    });
    assert_eq!(saved["transport"], way);
    assert_eq!(
        saved["secrets"],
        json!([{ "name": "proxyPassword", "state": "stored", "needed": true }])
    );
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    assert!(bench.keychain.entries.lock().unwrap()[&account].contains(WORD));
    assert!(in_database(bench.folder.path(), &bench.keychain, WORD).is_empty());
    assert!(!on_disk(bench.folder.path(), WORD));
}

#[tokio::test]
async fn what_is_not_said_stays_and_a_copy_goes_the_same_way() {
    let bench = Bench::new();
    let saved = bench.save(proxied("socks5://127.0.0.1:1080", WORD)).await;
    let again = bench.save(edited(&saved, draft(URL, ""))).await;
    assert_eq!(again["transport"], saved["transport"]);
    assert_eq!(again["secrets"][0]["state"], "stored");
    let copy = ok(&bench.app, "tenant_duplicate", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(copy["transport"], saved["transport"]);
    assert_eq!(copy["secrets"][0]["state"], "missing");
    let listed = ok(&bench.app, "tenant_list", json!({})).await;
    assert!(listed.as_array().unwrap().iter().all(|it| it["transport"] == saved["transport"]));
    assert!(bench.asked().is_empty());
}

#[tokio::test]
async fn the_password_of_a_proxy_goes_to_no_other_proxy_and_to_another_server_with_the_same() {
    let bench = Bench::new();
    let saved = bench.save(proxied("http://proxy.example.com:3128", WORD)).await;
    let mut moved = edited(&saved, draft("https://other.example.com", ""));
    moved["secret"] = json!({ "kind": "replace", "value": "another-token" });
    let moved = bench.save(moved).await;
    assert_eq!(moved["secrets"][0]["state"], "stored", "it is still for that proxy");

    let mut elsewhere = edited(&saved, proxied("http://elsewhere.example.com:3128", ""));
    elsewhere["secrets"] = json!([]);
    elsewhere["baseUrl"] = json!("https://other.example.com");
    let error = bench.refused("tenant_test", elsewhere.clone()).await;
    assert_eq!(
        (error.code, error.field.as_deref()),
        (ErrorCode::InvalidInput, Some("proxyPassword"))
    );
    let elsewhere = bench.save(elsewhere).await;
    assert_eq!(elsewhere["secrets"][0]["state"], "missing");
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    assert!(!bench.keychain.entries.lock().unwrap()[&account].contains(WORD));
}

#[tokio::test]
async fn a_way_that_cannot_be_gone_is_refused_at_its_field() {
    let bench = Bench::new();
    let explicit = |url: &str| json!({ "proxy": { "kind": "explicit", "url": url } });
    for (transport, field) in [
        (explicit("socks4://a.example"), "proxyUrl"),
        (explicit(""), "proxyUrl"),
        (explicit("http://u:canary-inline@a.example"), "proxyUrl"),
        (json!({ "authorities": "hello" }), "authorities"),
    ] {
        for name in ["tenant_save", "tenant_test"] {
            let error = bench.refused(name, with(URL, transport.clone())).await;
            let found = (error.code, error.field.as_deref());
            assert_eq!(found, (ErrorCode::InvalidInput, Some(field)), "{name} {transport}");
            assert!(!format!("{error:?}").contains("canary-inline"));
        }
    }
    let mut colon = proxied("http://proxy.example.com", WORD);
    colon["transport"]["proxy"]["userName"] = json!("a:b");
    assert_eq!(bench.refused("tenant_save", colon).await.field.as_deref(), Some("proxyUserName"));
    let lines = proxied("http://proxy.example.com", "two\nlines");
    assert_eq!(bench.refused("tenant_save", lines).await.field.as_deref(), Some("proxyPassword"));
}

#[tokio::test]
async fn switching_verification_off_is_asked_outside_of_the_window_and_written_down() {
    let bench = Bench::new();
    let off = || with(URL, json!({ "unverified": true }));
    let tested = bench.refused("tenant_test", off()).await;
    assert_eq!(tested.field.as_deref(), Some("unverified"));
    let error = bench.refused("tenant_save", off()).await;
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("unverified")));
    assert_eq!(bench.asked(), ["Do not verify certificates?"; 2]);
    assert_eq!(ok(&bench.app, "tenant_list", json!({})).await, json!([]));

    bench.agrees(true);
    let saved = bench.save(off()).await;
    assert_eq!(saved["transport"]["unverified"], true);
    assert_eq!(bench.asked().len(), 1);
    assert_eq!(bench.log(&saved).await, ["unverified"]);

    // What was agreed to is not asked again, and stays where nothing is said of it.
    bench.agrees(false);
    bench.save(edited(&saved, off())).await;
    let kept = bench.save(edited(&saved, draft(URL, ""))).await;
    assert_eq!(kept["transport"]["unverified"], true);
    assert!(bench.asked().is_empty());

    // It was for that server: another one is verified, unless somebody is asked again.
    let elsewhere = |draft: Value| {
        let mut moved = edited(&saved, draft);
        moved["baseUrl"] = json!("https://other.example.com");
        moved["secret"] = json!({ "kind": "replace", "value": "another-token" });
        moved
    };
    let error = bench.refused("tenant_save", elsewhere(off())).await;
    assert_eq!(error.field.as_deref(), Some("unverified"));
    assert_eq!(bench.asked().len(), 1);
    let moved = bench.save(elsewhere(draft(URL, ""))).await;
    assert_eq!(moved.get("transport"), None);
    assert_eq!(bench.log(&saved).await, ["verified", "unverified"]);
}

#[tokio::test]
async fn unverified_by_another_proxy_is_asked_anew() {
    let bench = Bench::new();
    bench.agrees(true);
    let by = |proxy: Value| with(URL, json!({ "unverified": true, "proxy": proxy }));
    let explicit = |url: &str| by(json!({ "kind": "explicit", "url": url }));
    let saved = bench.save(by(json!({ "kind": "system" }))).await;
    bench.asked();

    // The same origin, and the token stays: whoever runs the proxy would answer in the server's place and read it.
    bench.agrees(false);
    let elsewhere = || edited(&saved, explicit("http://elsewhere.example.com:3128"));
    for name in ["tenant_test", "tenant_save"] {
        let error = bench.refused(name, elsewhere()).await;
        assert_eq!(error.field.as_deref(), Some("unverified"), "{name}");
    }
    let asked = std::mem::take(&mut *bench.person.asked.lock().unwrap());
    assert_eq!(asked.len(), 2);
    assert!(asked.iter().all(|it| it.text.contains("elsewhere.example.com:3128")), "{asked:?}");

    bench.agrees(true);
    let moved = bench.save(elsewhere()).await;
    assert_eq!(bench.log(&moved).await, ["unverified"; 2]);
    // The word for one proxy is none for another, and neither for the way without one.
    bench.agrees(false);
    bench.asked();
    bench.save(elsewhere()).await;
    assert!(bench.asked().is_empty());
    for other in [explicit("http://third.example.com:3128"), by(json!({ "kind": "none" }))] {
        let error = bench.refused("tenant_save", edited(&saved, other)).await;
        assert_eq!(error.field.as_deref(), Some("unverified"));
    }
}

#[tokio::test]
async fn what_is_agreed_to_is_for_one_tenant_alone() {
    let bench = Bench::new();
    let off = || with(URL, json!({ "unverified": true }));
    let tried = |tenant: &Value| edited(tenant, off());
    bench.agrees(true);
    let (one, other) = (bench.save(draft(URL, "one")).await, bench.save(draft(URL, "two")).await);
    ok(&bench.app, "tenant_test", tried(&one)).await;
    assert_eq!(bench.asked().len(), 1);
    // What was sent without verifying is written down, also where nothing was saved.
    let log = ok(&bench.app, "guard_log", json!({ "tenantId": one["id"] })).await;
    assert_eq!(log[0]["event"], "unverified");
    assert_eq!(log[0]["reason"], "for a connection test; nothing was saved");

    bench.agrees(false);
    ok(&bench.app, "tenant_test", tried(&one)).await;
    assert!(bench.asked().is_empty(), "it was agreed to in this run");
    for draft in [tried(&other), off()] {
        assert_eq!(bench.refused("tenant_test", draft.clone()).await.field.unwrap(), "unverified");
        assert_eq!(bench.refused("tenant_save", draft).await.field.unwrap(), "unverified");
    }
    assert_eq!(bench.asked().len(), 4);

    // Neither does it outlast that it is taken back.
    bench.save(edited(&one, with(URL, json!({})))).await;
    assert_eq!(bench.refused("tenant_save", tried(&one)).await.field.unwrap(), "unverified");
}

#[tokio::test]
async fn a_copy_is_agreed_to_anew() {
    let bench = Bench::new();
    bench.agrees(true);
    let saved = bench.save(with(URL, json!({ "unverified": true, "addresses": "ipv4" }))).await;
    let copy = ok(&bench.app, "tenant_duplicate", json!({ "tenantId": saved["id"] })).await;
    assert_eq!(copy["transport"]["unverified"], false);
    assert_eq!(copy["transport"]["addresses"], "ipv4");
    assert_eq!(bench.log(&copy).await, Vec::<Value>::new());
    bench.agrees(false);
    let off = edited(&copy, with(URL, json!({ "unverified": true })));
    assert_eq!(bench.refused("tenant_save", off).await.field.as_deref(), Some("unverified"));
}

#[tokio::test]
async fn plain_http_to_another_machine_needs_consent() {
    let bench = Bench::new();
    let base = "http://scim.example.com/scim/v2";
    for authentication in ["bearer", "none"] {
        let mut without = draft(base, "canary-token-1");
        without["authentication"] = json!(authentication);
        let error = bench.refused("tenant_test", without).await;
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::PlainHttp, Some("baseUrl")));
        assert!(error.hints.iter().any(|it| it.contains("agree to plain http")), "{error:?}");
    }
    let agreed = || with(base, json!({ "plainHttp": true }));
    let error = bench.refused("tenant_save", agreed()).await;
    assert_eq!(error.field.as_deref(), Some("plainHttp"));
    bench.agrees(true);
    let saved = bench.save(agreed()).await;
    assert_eq!(saved["transport"]["plainHttp"], true);
    assert_eq!(bench.asked(), ["Send everything unencrypted?"; 2]);
    assert_eq!(bench.log(&saved).await, ["plainHttp"]);
    // By a proxy it goes another way in clear.
    bench.agrees(false);
    let mut by_proxy = edited(&saved, agreed());
    by_proxy["transport"]["proxy"] = json!({ "kind": "explicit", "url": "proxy.example.com" });
    let error = bench.refused("tenant_save", by_proxy).await;
    assert_eq!(error.field.as_deref(), Some("plainHttp"));
    // Where it means nothing it is not kept, and nobody is asked.
    bench.asked();
    let safe = bench.save(with(URL, json!({ "plainHttp": true }))).await;
    assert_eq!((safe.get("transport"), bench.asked().len()), (None, 0));
}

#[tokio::test]
async fn authorities_are_told_in_words_and_added_to_a_tenant_with_secrets_only_where_somebody_agrees()
 {
    let bench = Bench::new();
    let (first, second) = (Authority::new().unwrap().pem(), Authority::new().unwrap().pem());
    let both = format!("{first}{second}");
    let looked = ok(&bench.app, "authorities_look", json!({ "pem": both })).await;
    let certificates = looked["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 2);
    assert!(certificates[0]["subject"].as_str().unwrap().contains("Authority of the faults"));
    assert!(certificates[0]["validTo"].is_string());
    let error = bench.refused("authorities_look", json!({ "pem": "x" })).await;
    assert_eq!(error.field.as_deref(), Some("authorities"));

    // Who gives the secrets along with them says where these go.
    let saved = bench.save(with(URL, json!({ "authorities": first }))).await;
    assert_eq!(saved["transport"]["authorities"], first.trim());
    assert!(bench.asked().is_empty());
    let more = || edited(&saved, with(URL, json!({ "authorities": both })));
    let error = bench.refused("tenant_save", more()).await;
    assert_eq!(error.field.as_deref(), Some("authorities"));
    bench.agrees(true);
    bench.save(more()).await;
    let asked = std::mem::take(&mut *bench.person.asked.lock().unwrap());
    assert_eq!(asked.len(), 2);
    assert!(asked[0].text.contains("SHA-256"), "{asked:?}");
    // Fewer are no question.
    bench.agrees(false);
    bench.save(edited(&saved, with(URL, json!({ "authorities": second })))).await;
    assert!(bench.asked().is_empty());
}

/// Server with TLS for `localhost` under an authority that the system does not know.
async fn private(authority: &Authority) -> FaultServer {
    let good = faults::fault::Server::Https(
        faults::certificate::Certificate::Good,
        faults::directory::directory,
    );
    FaultServer::start(&Fault::new("good", "does everything right", good), authority).await.unwrap()
}

#[tokio::test]
async fn a_tenant_behind_a_proxy_and_a_private_authority_is_tested_saved_and_opened() {
    let bench = Bench::new();
    let authority = Authority::new().unwrap();
    let server = private(&authority).await;
    let port: u16 = server.base_url().split([':', '/']).nth(4).unwrap().parse().unwrap();
    for kind in [Kind::Http, Kind::Socks] {
        let manner = Manner { account: Some((USER, WORD)), ..Manner::open(kind) };
        let proxy = Proxy::start(manner, port).await.unwrap();
        let mut draft = proxied(proxy.url(), WORD);
        draft["baseUrl"] = json!(server.base_url());
        let untrusted = ok(&bench.app, "tenant_test", draft.clone()).await;
        assert!(untrusted["stoppedAt"].is_string(), "{untrusted}");
        draft["transport"]["authorities"] = json!(authority.pem());
        let tested = ok(&bench.app, "tenant_test", draft.clone()).await;
        assert!(tested.get("stoppedAt").is_none(), "{tested}");
        let saved = bench.save(draft.clone()).await;
        ok(&bench.app, "tenant_open", json!({ "tenantId": saved["id"] })).await;
        let asked = proxy.asked();
        assert!(asked.len() > 1 && asked.iter().all(|it| *it == format!("localhost:{port}")));

        draft["secrets"][0]["change"]["value"] = json!("canary-wrong-word");
        let tested = ok(&bench.app, "tenant_test", draft).await;
        let steps = tested["steps"].as_array().unwrap();
        let failed = steps.iter().find(|it| it["state"] == "failed").unwrap();
        assert_eq!(
            (&failed["name"], &failed["problem"]["field"]),
            (&json!("TCP"), &json!("proxyPassword"))
        );
        assert!(in_database(bench.folder.path(), &bench.keychain, "canary-wrong-word").is_empty());
    }
    assert!(in_database(bench.folder.path(), &bench.keychain, WORD).is_empty());
}

#[tokio::test]
async fn a_file_brings_the_way_along_but_neither_passwords_nor_consent() {
    let bench = Bench::new();
    bench.agrees(true);
    let pem = Authority::new().unwrap().pem();
    let mut draft = proxied("http://proxy.example.com:3128", WORD);
    draft["transport"]["authorities"] = json!(pem);
    draft["transport"]["unverified"] = json!(true);
    let saved = bench.save(draft).await;
    let exported = ok(&bench.app, "tenants_export", json!({ "tenantIds": [] })).await;
    let text = exported["text"].as_str().unwrap();
    assert!(!text.contains(WORD) && !text.contains("unverified"), "{text}");

    let other = Bench::new();
    let looked = ok(&other.app, "tenants_read", json!({ "text": text })).await;
    let read = &looked["tenants"][0];
    assert_eq!(read["remarks"], json!([]));
    assert_eq!((&read["endpoints"], &read["keepsSignedIn"]), (&json!([]), &json!(false)));
    assert_eq!(read["proxy"], "http://proxy.example.com:3128");
    let authorities = read["authorities"].as_array().unwrap();
    assert_eq!(authorities.len(), 1);
    assert!(authorities[0].as_str().unwrap().contains("Authority of the faults"), "{read}");
    assert!(read["toGive"].as_array().unwrap().contains(&json!("password of the proxy")));
    // Whom the secrets go to that are given later is agreed to now, outside of the window.
    let import = json!({ "text": text, "indexes": [0] });
    let error = other.refused("tenants_import", import.clone()).await;
    assert_eq!(
        (error.field.as_deref(), &*error.title),
        (Some("authorities"), "Nothing was imported")
    );
    assert_eq!(ok(&other.app, "tenant_list", json!({})).await, json!([]));
    other.agrees(true);
    let imported = ok(&other.app, "tenants_import", import).await;
    let mut way = saved["transport"].clone();
    way["unverified"] = json!(false);
    assert_eq!(imported["tenants"][0]["transport"], way);
    let asked = other.person.texts();
    assert_eq!(asked.len(), 2, "once for each time: {asked:?}");
    assert!(asked[0].contains("SHA-256"), "{asked:?}");
    assert!(asked[0].contains("the host of https://scim.example.com:"), "{asked:?}");
}

#[tokio::test]
async fn tenants_of_a_file_with_the_same_authorities_are_one_question() {
    let bench = Bench::new();
    bench.agrees(true);
    let pems = [Authority::new().unwrap().pem(), Authority::new().unwrap().pem()];
    let tenant = |at: usize, pem: &str| {
        json!({
            "name": at.to_string(), "kind": "test", "baseUrl": format!("https://h{at}.example/scim"),
            "authentication": { "way": "bearer" }, "transport": { "authorities": pem },
        })
    };
    let mut tenants: Vec<Value> = (0..14).map(|at| tenant(at, &pems[0])).collect();
    tenants.push(tenant(14, &pems[1]));
    tenants.push(json!({
        "name": "without", "kind": "test", "baseUrl": URL, "authentication": { "way": "none" },
    }));
    let file = json!({ "format": "scimscope-tenants", "version": 1, "tenants": tenants });
    let mut import = json!({ "text": file.to_string(), "indexes": [15] });
    ok(&bench.app, "tenants_import", import.clone()).await;
    assert_eq!(bench.person.texts(), Vec::<String>::new(), "those are not chosen");
    import["indexes"] = json!((0..15).collect::<Vec<_>>());
    ok(&bench.app, "tenants_import", import).await;
    let asked = bench.person.texts();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains("https://h9.example and 4 more servers in the file:"), "{asked:?}");
    assert!(asked[1].contains("https://h14.example:"), "{asked:?}");
}

#[tokio::test]
async fn what_of_the_way_in_a_file_cannot_be_taken_over_is_told_with_its_place() {
    let bench = Bench::new();
    let with = |transport: Value| {
        json!({
            "format": "scimscope-tenants", "version": 1,
            "tenants": [{
                "name": "a", "kind": "test", "baseUrl": URL, "authentication": { "way": "none" },
                "transport": transport,
            }],
        })
        .to_string()
    };
    for (transport, state, place, kind) in [
        (json!({ "unverified": true }), "new", "unverified", "notice"),
        (json!({ "plainHttp": true }), "new", "plainHttp", "notice"),
        (json!({ "addresses": "ipv5" }), "new", "addresses", "notice"),
        (json!({ "authorities": "hello" }), "new", "authorities", "notice"),
        (json!({ "proxy": { "kind": "x" } }), "refused", "proxy", "refused"),
        (
            json!({ "proxy": { "kind": "explicit", "url": "http://u:canary-inline@a.example" } }),
            "refused",
            "proxy/url",
            "secret",
        ),
        (
            json!({ "proxy": { "kind": "explicit", "url": "http://a.example", "password": "canary-inline" } }),
            "new",
            "proxy/password",
            "secret",
        ),
    ] {
        let looked = ok(&bench.app, "tenants_read", json!({ "text": with(transport) })).await;
        let read = &looked["tenants"][0];
        assert_eq!(read["state"], state, "{read}");
        let pointer = format!("/tenants/0/transport/{place}");
        let told = read["remarks"].as_array().unwrap().iter();
        let found = told.clone().find(|it| it["pointer"] == pointer.as_str());
        assert_eq!(found.unwrap()["kind"], kind, "{read}");
        assert!(!looked.to_string().contains("canary-inline"));
    }
    let text = with(json!({ "unverified": true, "plainHttp": true, "authorities": "hello" }));
    let imported = ok(&bench.app, "tenants_import", json!({ "text": text, "indexes": [0] })).await;
    assert_eq!(imported["tenants"][0].get("transport"), None);
}
