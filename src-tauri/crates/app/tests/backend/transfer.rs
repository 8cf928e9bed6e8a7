//! Tenants as a file: what is exported is imported as the same, a hostile file does no harm, and no secret is anywhere.

use std::path::PathBuf;
use std::sync::Arc;

use crate::support::{Bench, MemoryKeychain, call, draft, in_database, ok, on_disk};
use app::api::error::ErrorCode;
use app::call::RawCall;
use app::secrets::SecretStore;
use app::{App, Config, SaveFile};
use serde_json::{Value, json};

pub(super) const CANARY: &str = "canary-secret-7d41";

impl Bench {
    pub(super) async fn add(&self, changed: Value) -> Value {
        let mut asked = draft("https://scim.example.com/v2", CANARY);
        let members = changed.as_object().unwrap().clone();
        asked.as_object_mut().unwrap().extend(members);
        ok(&self.app, "tenant_save", asked).await
    }

    async fn tenants(&self) -> Vec<Value> {
        ok(&self.app, "tenant_list", json!({})).await.as_array().unwrap().clone()
    }

    pub(super) async fn export(&self) -> String {
        let exported = ok(&self.app, "tenants_export", json!({ "tenantIds": [] })).await;
        exported["text"].as_str().unwrap().to_owned()
    }

    pub(super) async fn look(&self, text: &str) -> Value {
        ok(&self.app, "tenants_read", json!({ "text": text })).await
    }
}

fn file(tenants: Value) -> String {
    json!({ "format": "scimscope-tenants", "version": 1, "tenants": tenants }).to_string()
}

/// The kind, the pointer and the sentence of each remark.
fn remarks(of: &Value) -> Vec<(String, String, String)> {
    let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
    let each = of["remarks"].as_array().unwrap().iter();
    each.map(|it| (text(it, "kind"), text(it, "pointer"), text(it, "sentence"))).collect()
}

fn places(of: &Value, kind: &str) -> Vec<String> {
    remarks(of).into_iter().filter(|it| it.0 == kind).map(|it| it.1).collect()
}

fn without_time(text: &str) -> Value {
    let mut file: Value = serde_json::from_str(text).unwrap();
    file.as_object_mut().unwrap().remove("writtenAt").unwrap();
    file
}

#[tokio::test]
async fn what_is_exported_is_imported_as_the_same() {
    let one = Bench::new();
    let first = one
        .add(json!({ "name": "Zürich \"東京\"", "environment": "development", "colour": "pink" }))
        .await;
    let second = one
        .add(json!({
            "name": "Second", "environment": "production", "colour": "red", "askEachTime": true,
            "baseUrl": "https://second.example.com/v2",
            "authentication": "basic", "userName": "ada", "connectSeconds": 7, "totalSeconds": 70,
        }))
        .await;
    let places = json!({ "places": [
        { "tenantId": second["id"], "group": "Bänke / ~" }, { "tenantId": first["id"], "group": "" },
    ] });
    ok(&one.app, "tenant_arrange", places).await;
    let text = one.export().await;
    let other = Bench::new();
    let seen = other.look(&text).await;
    assert_eq!(remarks(&seen), []);
    let states: Vec<&Value> =
        seen["tenants"].as_array().unwrap().iter().map(|it| &it["state"]).collect();
    assert_eq!(states, ["new", "new"]);
    let imported =
        ok(&other.app, "tenants_import", json!({ "text": text, "indexes": [0, 1] })).await;
    assert_eq!(imported["tenants"].as_array().unwrap().len(), 2);
    // All but one thing: of a tenant that comes from a file nobody knows that it may be written to freely.
    let mut expected = without_time(&text);
    assert_eq!(expected["tenants"][0]["guard"], "free");
    expected["tenants"][0]["guard"] = json!("confirm");
    assert_eq!(without_time(&other.export().await), expected);
    let states: Vec<Value> = other.tenants().await.iter().map(|it| it["secret"].clone()).collect();
    assert_eq!(states, ["missing", "askEachTime"], "no secret came along");
    // The same file again: nothing in it is new.
    let again = other.look(&text).await;
    for tenant in again["tenants"].as_array().unwrap() {
        assert_eq!(tenant["state"], "same", "{tenant}");
    }
}

#[tokio::test]
async fn a_file_loosens_nothing_however_it_writes_the_server() {
    let bench = Bench::new();
    bench
        .add(json!({
            "name": "Live", "environment": "production",
            "baseUrl": "https://scim.example.com/scim/v2",
        }))
        .await;
    let of = |url: &str| json!({ "name": url, "baseUrl": url, "kind": "test", "guard": "confirm" });
    let same = [
        "https://scim.example.com./scim/v2",
        "https://scim.example.com/%73cim/v2",
        "https://SCIM.example.com/scim",
        "https://scim.example.com/scim/v2/tenant",
    ];
    let other = "https://scim.example.com/other";
    let text = file(same.into_iter().chain([other]).map(of).collect());
    let looked = bench.look(&text).await;
    let guards: Vec<&Value> =
        looked["tenants"].as_array().unwrap().iter().map(|it| &it["guard"]).collect();
    assert_eq!(guards, ["readOnly", "readOnly", "readOnly", "readOnly", "confirm"]);
    let chosen = json!({ "text": text, "indexes": [0, 1, 2, 3, 4] });
    let imported = ok(&bench.app, "tenants_import", chosen).await;
    for tenant in imported["tenants"].as_array().unwrap() {
        let guard = if tenant["name"] == other { "confirm" } else { "readOnly" };
        assert_eq!(tenant["guard"], guard, "{tenant}");
    }
}

#[tokio::test]
async fn no_secret_is_exported_and_none_is_taken_over_from_a_file() {
    let one = Bench::new();
    one.add(json!({})).await;
    assert!(!one.export().await.contains(CANARY));

    let other = Bench::new();
    let text = file(json!([{
        "name": "Careless", "kind": "test", "baseUrl": "https://a.example",
        "authentication": { "way": "bearer", "Token": CANARY, "more": [{ "client_secret": CANARY }] },
        "password": CANARY, "headers": { "Authorization": format!("Bearer {CANARY}") }, "note": CANARY,
    }, {
        "name": "In the URL", "kind": "test", "baseUrl": format!("https://ada:{CANARY}@b.example"),
        "authentication": { "way": "none" },
    }, {
        "name": "Broken URL", "kind": "test", "baseUrl": format!("https://[{CANARY}"),
    }, {
        "name": "Query", "kind": "test", "baseUrl": format!("https://c.example/v2?token={CANARY}#{CANARY}"),
        "authentication": { "way": "none" },
    }]));
    let seen = other.look(&text).await;
    assert!(!seen.to_string().contains(CANARY), "{seen}");
    let mut told = places(&seen["tenants"][0], "secret");
    told.sort();
    assert_eq!(
        told,
        [
            "/tenants/0/authentication/Token",
            "/tenants/0/authentication/more/0/client_secret",
            "/tenants/0/headers/Authorization",
            "/tenants/0/password",
        ]
    );
    assert_eq!(seen["tenants"][0]["state"], "new", "the rest of it can be taken over");
    assert_eq!(places(&seen["tenants"][1], "refused"), ["/tenants/1/baseUrl"]);
    assert_eq!(places(&seen["tenants"][2], "refused"), ["/tenants/2/baseUrl"]);
    let refused =
        call(&other.app, "tenants_import", json!({ "text": text, "indexes": [0, 1] })).await;
    assert!(!format!("{:?}", refused.unwrap_err()).contains(CANARY));
    let imported =
        ok(&other.app, "tenants_import", json!({ "text": text, "indexes": [0, 3] })).await;
    assert!(!imported.to_string().contains(CANARY));
    assert!(!other.export().await.contains(CANARY));
    assert_eq!(other.tenants().await[0]["secret"], "missing");
    assert!(!other.keychain.entries.lock().unwrap().values().any(|it| it.contains(CANARY)));
    let log = ok(&other.app, "log_read", json!({})).await;
    assert!(!log.to_string().contains(CANARY));
    let diagnostics = ok(&other.app, "diagnostics_preview", json!({})).await;
    assert!(!diagnostics.to_string().contains(CANARY));
    assert!(!on_disk(other.folder.path(), CANARY));
    assert_eq!(in_database(other.folder.path(), &other.keychain, CANARY), Vec::<String>::new());
    assert!(
        !in_database(other.folder.path(), &other.keychain, "Careless").is_empty(),
        "what was taken over is found there"
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_with_its_place_and_the_others_go_on() {
    let bench = Bench::new();
    let text = file(json!([
        { "name": "Good", "kind": "staging", "baseUrl": "a.example", "authentication": { "way": "none" } },
        { "name": "Odd", "kind": "mars", "baseUrl": "https://b.example" },
        { "kind": "sandbox", "baseUrl": "https://b.example" },
        { "kind": "test" },
        { "kind": "test", "baseUrl": "ftp://c.example" },
        { "kind": "test", "baseUrl": "https://c.example", "authentication": { "way": "basic", "userName": "a:b" } },
        { "kind": "test", "baseUrl": "https://c.example", "authentication": { "way": "smoke" } },
        { "name": 7, "kind": "test", "baseUrl": "https://c.example" },
        "no object",
        {
            "baseUrl": "https://d.example", "colour": "infrared", "group": "a\nb", "askEachTime": "no",
            "timeLimits": { "connectSeconds": 0, "totalSeconds": 1e9 }, "columns": { "User": "x", "a/b~": [1] },
            "future": true,
        },
        { "name": "Good", "kind": "test", "baseUrl": "https://a.example/", "authentication": { "way": "none" } },
    ]));
    let seen = bench.look(&text).await;
    let refused: Vec<Vec<String>> =
        seen["tenants"].as_array().unwrap().iter().map(|it| places(it, "refused")).collect();
    let expected: [&[&str]; 11] = [
        &[],
        &["/tenants/1/kind"],
        &["/tenants/2/kind"],
        &["/tenants/3/baseUrl"],
        &["/tenants/4/baseUrl"],
        &["/tenants/5/authentication/userName"],
        &["/tenants/6/authentication/way"],
        &["/tenants/7/name"],
        &["/tenants/8", "/tenants/8/baseUrl"],
        &[],
        &[],
    ];
    assert_eq!(refused, expected);
    assert_eq!(
        places(&seen["tenants"][9], "notice"),
        [
            "/tenants/9/future",
            "/tenants/9/kind",
            "/tenants/9/colour",
            "/tenants/9/authentication",
            "/tenants/9/group",
            "/tenants/9/askEachTime",
            "/tenants/9/timeLimits/connectSeconds",
            "/tenants/9/timeLimits/totalSeconds",
            "/tenants/9/columns/User",
            "/tenants/9/columns/a~1b~0",
        ]
    );
    assert_eq!(seen["tenants"][9]["environment"], "production", "the kind that is guarded most");
    assert_eq!(seen["tenants"][9]["name"], "d.example");
    assert_eq!(seen["tenants"][10]["state"], "same", "it stands twice in the file");

    ok(&bench.app, "tenants_import", json!({ "text": text, "indexes": [0, 9, 10] })).await;
    let names: Vec<Value> = bench.tenants().await.iter().map(|it| it["name"].clone()).collect();
    assert_eq!(names, ["Good", "d.example", "Good (copy)"]);
}

#[tokio::test]
async fn what_is_no_file_of_tenants_is_refused_as_a_whole() {
    let bench = Bench::new();
    let deep = "[".repeat(100_000);
    let large = " ".repeat(1_000_001);
    for (text, pointer, words) in [
        ("", "", "not JSON"),
        ("{\"format\":", "", "not JSON"),
        (deep.as_str(), "", "not JSON"),
        (large.as_str(), "", "larger than 1 MB"),
        ("[]", "/format", "not a file of tenants"),
        ("{\"format\":\"scimscope-tenants\",\"version\":2}", "/version", "another version"),
        ("{\"format\":\"scimscope-tenants\",\"version\":\"1\"}", "/version", "another version"),
        ("{\"format\":\"scimscope-tenants\",\"version\":1,\"tenants\":{}}", "/tenants", "no list"),
    ] {
        let seen = bench.look(text).await;
        assert_eq!(seen["tenants"], json!([]));
        let [(kind, place, sentence)] = &remarks(&seen)[..] else { panic!("{seen}") };
        assert_eq!((kind.as_str(), place.as_str()), ("refused", pointer));
        assert!(sentence.contains(words), "{sentence}");
        let refused =
            call(&bench.app, "tenants_import", json!({ "text": text, "indexes": [0] })).await;
        assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
    }
}

#[tokio::test]
async fn a_hostile_file_is_not_told_without_an_end() {
    let bench = Bench::new();
    let members: serde_json::Map<String, Value> =
        (0..5_000).map(|it| (format!("token-{it}-{}", "x".repeat(100)), json!(1))).collect();
    let text = file(json!([members]));
    let seen = bench.look(&text).await;
    let told = remarks(&seen["tenants"][0]);
    assert_eq!(told.len(), 20);
    assert_eq!(told.iter().filter(|it| it.0 == "secret").count(), 19);
    assert_eq!(told[0].1, "/tenants/0/baseUrl", "why it is refused comes first");
    assert!(told.iter().all(|it| it.1.chars().count() <= 200));
    let many = bench.look(&file(json!(vec![json!({}); 2_000]))).await;
    assert_eq!(many["tenants"].as_array().unwrap().len(), 1_000);
    assert_eq!(places(&many, "notice"), ["/tenants/1000"]);
}

#[tokio::test]
async fn a_tenant_with_many_unknown_members_is_refused_all_the_same() {
    let bench = Bench::new();
    let mut tenant = json!({ "name": "Odd", "kind": "mars", "baseUrl": "https://a.example", "authentication": {} });
    for at in 0..25 {
        tenant[format!("future{at}")] = json!(at);
    }
    tenant["later"] = json!([{ "token": CANARY }]);
    let text = file(json!([tenant]));
    let seen = bench.look(&text).await;
    assert_eq!(seen["tenants"][0]["state"], "refused");
    let told = remarks(&seen["tenants"][0]);
    assert_eq!(told.len(), 20);
    let first: Vec<(&str, &str)> = told.iter().take(2).map(|it| (&*it.0, &*it.1)).collect();
    assert_eq!(first, [("refused", "/tenants/0/kind"), ("secret", "/tenants/0/later/0/token")]);
    let asked = json!({ "text": text, "indexes": [0] });
    let refused = call(&bench.app, "tenants_import", asked).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
}

#[tokio::test]
async fn a_secret_is_told_wherever_it_stands() {
    let bench = Bench::new();
    let tenant = json!({
        "name": "Hidden", "kind": "test", "baseUrl": "https://a.example",
        "authentication": { "way": "none" },
        "group": { "secret": CANARY }, "timeLimits": { "connectSeconds": { "token": CANARY } },
        "columns": { "password": [CANARY], "User": ["userName", { "apiKey": CANARY }], "Group": ["displayName"] },
    });
    let mut whole: Value = serde_json::from_str(&file(json!([tenant]))).unwrap();
    whole["writtenBy"] = json!({ "token": CANARY });
    let seen = bench.look(&whole.to_string()).await;
    assert_eq!(places(&seen, "secret"), ["/writtenBy/token"]);
    let mut told = places(&seen["tenants"][0], "secret");
    told.sort();
    assert_eq!(
        told,
        [
            "/tenants/0/columns/User/1/apiKey",
            "/tenants/0/columns/password",
            "/tenants/0/group/secret",
            "/tenants/0/timeLimits/connectSeconds/token",
        ]
    );
    ok(&bench.app, "tenants_import", json!({ "text": whole.to_string(), "indexes": [0] })).await;
    let exported: Value = serde_json::from_str(&bench.export().await).unwrap();
    assert_eq!(exported["tenants"][0]["columns"], json!({ "Group": ["displayName"] }));
    assert_eq!(in_database(bench.folder.path(), &bench.keychain, CANARY), Vec::<String>::new());

    whole["version"] = json!(2);
    let seen = bench.look(&whole.to_string()).await;
    assert_eq!(places(&seen, "refused"), ["/version"]);
    assert_eq!(places(&seen, "secret").len(), 5, "{seen}");
    assert!(!seen.to_string().contains(CANARY));
}

#[tokio::test]
async fn a_name_of_a_file_is_a_short_line() {
    let bench = Bench::new();
    let named =
        |name: &str| json!({ "name": name, "kind": "test", "baseUrl": "https://a.example" });
    let text =
        file(json!([named("a\nb"), named("a\u{1b}[2J"), named(&"x".repeat(201)), named("fine")]));
    let seen = bench.look(&text).await;
    let tenants = seen["tenants"].as_array().unwrap();
    for (at, tenant) in tenants.iter().take(3).enumerate() {
        assert_eq!(places(tenant, "refused"), [format!("/tenants/{at}/name")]);
        assert_eq!(tenant["name"], "");
    }
    assert_eq!(tenants[3]["state"], "new");
}

#[tokio::test]
async fn what_is_not_said_is_taken_as_the_document_says() {
    let bench = Bench::new();
    let text = file(json!([
        { "kind": "test", "baseUrl": "https://a.example", "authentication": {}, "timeLimits": [] },
        { "kind": "test", "baseUrl": "https://a.example", "authentication": "bearer" },
    ]));
    let seen = bench.look(&text).await;
    assert_eq!(seen["tenants"][0]["authentication"], "bearer");
    assert_eq!(
        places(&seen["tenants"][0], "notice"),
        ["/tenants/0/authentication/way", "/tenants/0/timeLimits"]
    );
    assert_eq!(places(&seen["tenants"][1], "refused"), ["/tenants/1/authentication"]);
}

#[tokio::test]
async fn of_a_member_that_stands_twice_what_is_shown_is_what_is_taken() {
    let bench = Bench::new();
    let text = r#"{ "format": "scimscope-tenants", "version": 1, "tenants": [{
        "name": "First", "name": "Last", "kind": "test",
        "baseUrl": "https://one.example", "baseUrl": "https://other.example" }] }"#;
    let seen = bench.look(text).await;
    ok(&bench.app, "tenants_import", json!({ "text": text, "indexes": [0] })).await;
    let added = &bench.tenants().await[0];
    for member in ["name", "baseUrl"] {
        assert_eq!(added[member], seen["tenants"][0][member], "{member}");
    }
}

#[tokio::test]
async fn of_twins_in_a_file_one_alone_keeps_its_name() {
    let bench = Bench::new();
    let twin = json!({ "name": "Twin", "kind": "test", "baseUrl": "https://a.example" });
    let text = file(json!([twin, twin]));
    let seen = bench.look(&text).await;
    assert_eq!(seen["tenants"][1]["state"], "same");
    let import = json!({ "text": text, "indexes": [1] });
    let first = ok(&bench.app, "tenants_import", import.clone()).await;
    assert_eq!(first["tenants"][0]["name"], "Twin");
    let again = ok(&bench.app, "tenants_import", import).await;
    assert_eq!(again["tenants"][0]["name"], "Twin (copy)", "now there is one");
}

/// A person who chooses this place.
struct Chosen(PathBuf);

impl SaveFile for Chosen {
    fn choose(&self, _: &str) -> Result<Option<PathBuf>, String> {
        Ok(Some(self.0.clone()))
    }
}

#[tokio::test]
async fn what_is_saved_is_what_the_window_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("for you.json");
    let secrets: Arc<dyn SecretStore> = Arc::new(MemoryKeychain::default());
    let config = Config {
        save_file: Arc::new(Chosen(place.clone())),
        ..Config::new(folder.path(), secrets)
    };
    let app = App::open(config).unwrap();
    let mut asked = draft("https://scim.example.com/v2", CANARY);
    let saved = ok(&app, "tenant_save", asked.clone()).await;
    let everything = json!({ "tenantIds": [] });
    let shown = ok(&app, "tenants_export", everything.clone()).await;
    (asked["id"], asked["name"]) = (saved["id"].clone(), json!("Renamed meanwhile"));
    asked["secret"] = json!({ "kind": "keep" });
    ok(&app, "tenant_save", asked).await;
    ok(&app, "tenants_save", everything.clone()).await;
    assert_eq!(std::fs::read_to_string(&place).unwrap(), shown["text"].as_str().unwrap());
    // Another window was shown nothing: it gets what is there now.
    let raw = RawCall { window: "tenant-1".into(), ..RawCall::detached() };
    app.call("tenants_save", everything, None, raw).await.unwrap();
    assert!(std::fs::read_to_string(&place).unwrap().contains("Renamed meanwhile"));
}

#[tokio::test]
async fn of_chosen_tenants_all_are_imported_or_none() {
    let bench = Bench::new();
    let text = file(json!([
        { "name": "Good", "kind": "test", "baseUrl": "https://a.example" }, { "name": "Bad", "kind": "test" },
    ]));
    for indexes in [json!([0, 1]), json!([0, 7]), json!([])] {
        let refused =
            call(&bench.app, "tenants_import", json!({ "text": text, "indexes": indexes })).await;
        let error = refused.unwrap_err();
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::InvalidInput, Some("indexes"))
        );
    }
    assert_eq!(bench.tenants().await, [json!(null); 0]);
}

#[tokio::test]
async fn only_what_is_there_can_be_exported() {
    let bench = Bench::new();
    for (id, code) in [("gone", ErrorCode::NotFound), ("sandbox", ErrorCode::InvalidInput)] {
        let refused = call(&bench.app, "tenants_export", json!({ "tenantIds": [id] })).await;
        assert_eq!(refused.unwrap_err().code, code);
    }
    let one = bench.add(json!({ "name": "One" })).await;
    bench.add(json!({ "name": "Two" })).await;
    let exported = ok(&bench.app, "tenants_export", json!({ "tenantIds": [one["id"]] })).await;
    assert_eq!(exported["count"], 1);
    assert!(!exported["text"].as_str().unwrap().contains("Two"));
    let nobody = call(&bench.app, "tenants_save", json!({ "tenantIds": [] })).await;
    assert_eq!(nobody.unwrap_err().title, "The file was not saved");
}

#[tokio::test]
async fn the_example_of_the_document_is_read_without_a_remark() {
    let document = include_str!("../../../../../docs/tenants-file.md");
    let example = document.split("```json").nth(1).and_then(|it| it.split("```").next()).unwrap();
    let bench = Bench::new();
    let seen = bench.look(example).await;
    assert_eq!(remarks(&seen), []);
    let tenants = seen["tenants"].as_array().unwrap();
    assert_eq!(tenants.len(), 2);
    for tenant in tenants {
        assert_eq!((&tenant["state"], remarks(tenant)), (&json!("new"), Vec::new()));
    }
    ok(&bench.app, "tenants_import", json!({ "text": example, "indexes": [0, 1] })).await;
    let mut written = without_time(&bench.export().await);
    let mut expected = without_time(example);
    for file in [&mut written, &mut expected] {
        file.as_object_mut().unwrap().remove("writtenBy");
        // Those without a group stand first.
        file["tenants"].as_array_mut().unwrap().sort_by_key(|it| it["name"].to_string());
    }
    assert_eq!(written, expected);
}
