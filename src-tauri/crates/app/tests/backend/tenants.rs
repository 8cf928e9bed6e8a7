//! Arranging, copying and forgetting tenants, and the windows that show them.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use crate::support::{MemoryKeychain, backend, call, database, draft, in_database, ok};
use app::api::error::{ErrorCode, UiError};
use app::api::event::AppEvent;
use app::api::windows::WindowShown;
use app::call::RawCall;
use app::secrets::SecretStore;
use app::{App, Config};
use serde_json::{Value, json};

const TOKEN: &str = "canary-token-51";
const REASON: &str = "Canary-Reason";
const TYPED: &str = "Canary-Typed";

async fn add(app: &App, name: &str) -> String {
    let mut asked = draft("https://scim.example.com/v2", TOKEN);
    asked["name"] = json!(name);
    ok(app, "tenant_save", asked).await["id"].as_str().unwrap().to_owned()
}

/// A tenant with something in every table: a group, chosen columns, a token, a history, a log of its guard, and how it was
/// left.
async fn add_full(app: &App, name: &str) -> String {
    let base_url = "http://127.0.0.1:1/scim";
    let file = json!({ "format": "scimscope-tenants", "version": 1, "tenants": [{
        "name": name, "kind": "test", "group": "Canary-Group", "baseUrl": base_url,
        "authentication": { "way": "none" }, "columns": { "User": ["userName"] },
    }] });
    let asked = json!({ "text": file.to_string(), "indexes": [0] });
    let imported = ok(app, "tenants_import", asked).await;
    let mut asked = draft(base_url, TOKEN);
    asked["id"] = imported["tenants"][0]["id"].clone();
    asked["name"] = json!(name);
    let id = ok(app, "tenant_save", asked).await["id"].as_str().unwrap().to_owned();
    call(app, "tenant_open", json!({ "tenantId": id })).await.unwrap_err();
    ok(app, "guard_set", json!({ "tenantId": id, "mode": "readOnly", "reason": REASON })).await;
    ok(app, "left_keep", json!({ "tenantId": id, "what": "filters", "text": TYPED })).await;
    id
}

/// A draft and an entry of the change log, which only a server that answers leads to.
fn write_by_hand(folder: &Path, keychain: &MemoryKeychain, id: &str) {
    let database = database(folder, keychain);
    let draft = "INSERT INTO drafts (id, tenant_id, resource_type, changed_at, state)
        VALUES ('00aa', ?1, 'User', 0, '{}')";
    let change =
        "INSERT INTO changes (tenant_id, at, kind, outcome, resource_type, title, words, detail)
        VALUES (?1, 0, 'update', 'done', 'User', 'Ada', 'Changed Ada: title', '{}')";
    for sql in [draft, change] {
        database.execute(sql, [id]).unwrap();
    }
}

/// How many rows of a tenant each table has that holds something of tenants, whichever these are.
fn rows(folder: &Path, keychain: &MemoryKeychain, id: &str) -> Value {
    let database = database(folder, keychain);
    let sql = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND (c.name = 'tenant_id' OR (t.name = 'tenants' AND c.name = 'id'))";
    let mut statement = database.prepare(sql).unwrap();
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let tables: Vec<(String, String)> = tables.map(Result::unwrap).collect();
    let count = |(table, of_tenant): (String, String)| {
        let sql = format!("SELECT count(*) FROM {table} WHERE {of_tenant} = ?1");
        let count: u32 = database.query_row(&sql, [id], |row| row.get(0)).unwrap();
        (table, json!(count))
    };
    Value::Object(tables.into_iter().map(count).collect())
}

async fn three(app: &App) -> [String; 3] {
    [add(app, "A").await, add(app, "B").await, add(app, "C").await]
}

/// Name and group of each tenant, as listed.
async fn listed(app: &App) -> Vec<(String, String)> {
    let tenants = ok(app, "tenant_list", json!({})).await;
    let text = |it: &Value, name: &str| it[name].as_str().unwrap().to_owned();
    tenants.as_array().unwrap().iter().map(|it| (text(it, "name"), text(it, "group"))).collect()
}

async fn names(app: &App) -> Vec<String> {
    listed(app).await.into_iter().map(|it| it.0).collect()
}

async fn arrange(app: &App, places: &[(&str, &str)]) -> Result<Value, UiError> {
    let places: Vec<Value> =
        places.iter().map(|(id, group)| json!({ "tenantId": id, "group": group })).collect();
    call(app, "tenant_arrange", json!({ "places": places })).await
}

/// What was told to every window since.
fn told(events: &mut tokio::sync::broadcast::Receiver<AppEvent>) -> Vec<Value> {
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        told.push(serde_json::to_value(event).unwrap());
    }
    told
}

#[tokio::test]
async fn an_order_and_groups_are_kept_those_of_a_group_together() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let [a, b, c] = three(&app).await;
    assert_eq!(names(&app).await, ["A", "B", "C"]);
    let answer = arrange(&app, &[(&c, " Bank "), (&b, ""), (&a, "Bank")]).await.unwrap();
    assert_eq!(answer[1]["group"], "Bank");
    let expected = [("B", ""), ("C", "Bank"), ("A", "Bank")];
    let expected = expected.map(|(name, group)| (name.to_owned(), group.to_owned()));
    assert_eq!(listed(&app).await, expected);
    let again = backend(folder.path(), &keychain);
    assert_eq!(listed(&again).await, expected, "after a restart too");
}

#[tokio::test]
async fn an_order_with_a_mistake_in_it_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    let [a, b, _] = three(&app).await;
    let long = "x".repeat(81);
    for (places, code) in [
        (vec![(b.as_str(), ""), ("gone", "")], ErrorCode::NotFound),
        (vec![(b.as_str(), ""), (b.as_str(), "")], ErrorCode::InvalidInput),
        (vec![(b.as_str(), ""), ("sandbox", "")], ErrorCode::InvalidInput),
        (vec![(b.as_str(), ""), ("unsaved", "")], ErrorCode::NotFound),
        (vec![(b.as_str(), long.as_str()), (a.as_str(), "")], ErrorCode::InvalidInput),
        (vec![(b.as_str(), "a\nb"), (a.as_str(), "")], ErrorCode::InvalidInput),
    ] {
        assert_eq!(arrange(&app, &places).await.unwrap_err().code, code, "{places:?}");
    }
    assert_eq!(names(&app).await, ["A", "B", "C"]);
}

#[tokio::test]
async fn a_copy_has_everything_but_the_secret_and_the_history() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let (a, b) = (add(&app, "A").await, add_full(&app, "B").await);
    add(&app, "C").await;
    arrange(&app, &[(&b, "Bank"), (&a, "Bank")]).await.unwrap();
    let before = ok(&app, "tenant_list", json!({})).await[1].clone();
    assert_eq!(before["secret"], "stored");
    let copy = ok(&app, "tenant_duplicate", json!({ "tenantId": b })).await;
    assert_eq!(copy["name"], "B (copy)");
    assert_eq!(copy["secret"], "missing");
    for member in ["environment", "colour", "group", "baseUrl", "authentication", "askEachTime"] {
        assert_eq!(copy[member], before[member], "{member}");
    }
    assert!(copy.get("lastOpenedAt").is_none());
    assert_eq!(names(&app).await, ["C", "B", "B (copy)", "A"], "it stands behind the first one");
    let copied = rows(folder.path(), &keychain, copy["id"].as_str().unwrap());
    let kept = ["tenants", "tenant_places", "columns"];
    for (table, of_copy) in copied.as_object().unwrap() {
        assert_eq!(*of_copy, json!(u32::from(kept.contains(&table.as_str()))), "{copied}");
    }
    assert_eq!(
        keychain.entries.lock().unwrap().len(),
        4,
        "three tokens and the key of the database"
    );
    ok(&app, "tenant_duplicate", json!({ "tenantId": b })).await;
    assert_eq!(names(&app).await, ["C", "B", "B (copy 2)", "B (copy)", "A"]);
    let refused = call(&app, "tenant_duplicate", json!({ "tenantId": "sandbox" })).await;
    assert_eq!(refused.unwrap_err().code, ErrorCode::InvalidInput);
}

#[tokio::test]
async fn of_a_forgotten_tenant_nothing_is_left_and_every_window_hears_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let name = "Canary-Tenant-Name";
    let id = add_full(&app, name).await;
    write_by_hand(folder.path(), &keychain, &id);
    let before = rows(folder.path(), &keychain, &id);
    let tables = before.as_object().unwrap();
    assert!(tables.len() > 5 && tables.contains_key("guard_log"), "{before}");
    assert!(tables.values().all(|it| *it != json!(0)), "fill it in add_full: {before}");
    let mut events = app.events();
    let mut raw = RawCall::detached();
    raw.window = "tenant-4".into();
    app.call("tenant_forget", json!({ "tenantId": id }), None, raw).await.unwrap();
    let expected =
        json!({ "kind": "tenantForgotten", "tenantId": id, "name": name, "window": "tenant-4" });
    assert!(told(&mut events).contains(&expected));
    assert!(names(&app).await.is_empty());
    assert!(!keychain.entries.lock().unwrap().keys().any(|it| it.contains(&id)));
    drop(app);
    let after = rows(folder.path(), &keychain, &id);
    assert!(after.as_object().unwrap().values().all(|it| *it == json!(0)), "{after}");
    for text in [name, "Canary-Group", TOKEN, REASON, TYPED] {
        assert_eq!(in_database(folder.path(), &keychain, text), Vec::<String>::new(), "{text}");
    }
}

#[tokio::test]
async fn every_window_hears_of_changed_tenants() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    let mut events = app.events();
    let changed = json!({ "kind": "tenantsChanged" });
    let id = add(&app, "A").await;
    assert!(told(&mut events).contains(&changed));
    ok(&app, "tenant_duplicate", json!({ "tenantId": id })).await;
    assert!(told(&mut events).contains(&changed));
    arrange(&app, &[(&id, "x")]).await.unwrap();
    assert!(told(&mut events).contains(&changed));
    arrange(&app, &[("gone", "x")]).await.unwrap_err();
    assert!(!told(&mut events).contains(&changed));
    add_full(&app, "Imported").await;
    assert_eq!(told(&mut events)[0], changed, "the import, before anything else");
}

#[tokio::test]
async fn every_window_hears_which_tenant_is_to_be_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    let in_window = async |name: &str, request: Value| {
        let raw = RawCall { window: "tenant-4".into(), ..RawCall::detached() };
        app.call(name, request, None, raw).await.unwrap();
    };
    let mut events = app.events();
    let id = add(&app, "A").await;
    let closed = json!({ "kind": "tenantClosed", "tenantId": id, "window": "tenant-4" });
    let is_closed = |it: &Value| it["kind"] == "tenantClosed";
    assert!(!told(&mut events).iter().any(is_closed), "a new one was never open");
    let mut edited = draft("https://other.example.com/v2", TOKEN);
    edited["id"] = json!(id);
    in_window("tenant_save", edited).await;
    let heard = told(&mut events);
    assert_eq!(heard.iter().filter(|it| is_closed(it)).collect::<Vec<_>>(), [&closed]);
    assert!(heard.contains(&json!({ "kind": "tenantsChanged" })));
    in_window("secret_provide", json!({ "tenantId": id, "value": "another-token" })).await;
    let heard = told(&mut events);
    assert_eq!(heard.iter().filter(|it| is_closed(it)).collect::<Vec<_>>(), [&closed]);
    assert!(heard.contains(&json!({ "kind": "tenantsChanged" })));
}

#[tokio::test]
async fn a_name_is_a_short_line() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    for name in ["a\nb".to_owned(), "x".repeat(201)] {
        let mut asked = draft("https://scim.example.com", TOKEN);
        asked["name"] = json!(name);
        let error = call(&app, "tenant_save", asked).await.unwrap_err();
        assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("name")));
    }
    let long = add(&app, &"x".repeat(200)).await;
    let copy = ok(&app, "tenant_duplicate", json!({ "tenantId": long })).await;
    let name = copy["name"].as_str().unwrap();
    assert!(name.ends_with("x (copy)") && name.len() <= 200, "{name}");
}

/// A backend whose windows are only noted.
struct Shell {
    _folder: tempfile::TempDir,
    asked: Arc<Mutex<Vec<String>>>,
    refuses: Arc<Mutex<bool>>,
    app: App,
}

impl Shell {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keychain: Arc<dyn SecretStore> = Arc::new(MemoryKeychain::default());
        let (asked, refuses) =
            (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<bool>>::default());
        let (notes, no) = (Arc::clone(&asked), Arc::clone(&refuses));
        let open = move |shown: &WindowShown| {
            if *no.lock().unwrap() {
                return Err("No more windows.".to_owned());
            }
            notes.lock().unwrap().push(shown.window.clone());
            Ok(())
        };
        let config = Config { open_window: Arc::new(open), ..Config::new(folder.path(), keychain) };
        Self { app: App::open(config).unwrap(), _folder: folder, asked, refuses }
    }

    async fn in_window(&self, window: &str, name: &str, request: Value) -> Value {
        let raw = RawCall { window: window.to_owned(), ..RawCall::detached() };
        let answer = self.app.call(name, request, None, raw).await.unwrap();
        serde_json::from_str(answer.get()).unwrap()
    }

    async fn windows(&self) -> Value {
        ok(&self.app, "window_list", json!({})).await
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[tokio::test]
async fn a_window_is_opened_for_a_tenant_and_starts_with_it() {
    let shell = Shell::new();
    let id = add(&shell.app, "A").await;
    shell.in_window("main", "app_start", json!({})).await;
    let opened = ok(&shell.app, "window_open", json!({ "tenantId": id })).await;
    assert_eq!(opened, json!({ "number": 2, "isNew": true }));
    assert_eq!(shell.asked(), ["tenant-1"]);
    let started = shell.in_window("tenant-1", "app_start", json!({})).await;
    assert_eq!((&started["openTenant"], &started["window"]), (&json!(id), &json!("tenant-1")));
    shell.in_window("main", "tenant_show", json!({ "tenantId": "sandbox" })).await;
    let expected = json!([
        { "window": "main", "number": 1, "tenantId": "sandbox" },
        { "window": "tenant-1", "number": 2, "tenantId": id },
    ]);
    assert_eq!(shell.windows().await, expected);
}

#[tokio::test]
async fn a_tenant_that_a_window_shows_comes_to_the_front_in_it() {
    let shell = Shell::new();
    let id = add(&shell.app, "A").await;
    shell.in_window("main", "app_start", json!({})).await;
    ok(&shell.app, "window_open", json!({ "tenantId": id })).await;
    let again = ok(&shell.app, "window_open", json!({ "tenantId": id })).await;
    assert_eq!(again, json!({ "number": 2, "isNew": false }));
    assert_eq!(shell.asked(), ["tenant-1", "tenant-1"]);
    // Without a tenant it is always a new one.
    ok(&shell.app, "window_open", json!({})).await;
    ok(&shell.app, "window_open", json!({})).await;
    assert_eq!(shell.asked(), ["tenant-2", "tenant-3"]);
}

#[tokio::test]
async fn a_closed_window_gives_its_number_back_and_never_its_name() {
    let shell = Shell::new();
    shell.in_window("main", "app_start", json!({})).await;
    ok(&shell.app, "window_open", json!({})).await;
    ok(&shell.app, "window_open", json!({})).await;
    let mut events = shell.app.events();
    shell.app.window_closed("tenant-1");
    assert_eq!(told(&mut events)[0]["windows"].as_array().unwrap().len(), 2);
    assert_eq!(ok(&shell.app, "window_open", json!({})).await["number"], 2);
    assert_eq!(shell.asked(), ["tenant-1", "tenant-2", "tenant-3"]);
    shell.app.window_closed("main");
    assert_eq!(ok(&shell.app, "window_open", json!({})).await["number"], 4, "1 is the first one's");
}

#[tokio::test]
async fn what_a_closed_window_still_says_does_not_bring_it_back() {
    let shell = Shell::new();
    ok(&shell.app, "window_open", json!({})).await;
    shell.app.window_closed("tenant-1");
    shell.in_window("tenant-1", "tenant_show", json!({ "tenantId": "sandbox" })).await;
    shell.in_window("tenant-1", "app_start", json!({})).await;
    assert_eq!(shell.windows().await, json!([{ "window": "main", "number": 1 }]));
}

#[tokio::test]
async fn the_calls_of_a_closed_window_end() {
    let shell = Shell::new();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut asked = draft(&format!("http://{}/scim", listener.local_addr().unwrap()), TOKEN);
    (asked["connectSeconds"], asked["totalSeconds"]) = (json!(120), json!(600));
    let id = ok(&shell.app, "tenant_save", asked).await["id"].clone();
    let app = shell.app.clone();
    let opening = tokio::spawn(async move {
        let raw = RawCall { window: "tenant-1".into(), ..RawCall::detached() };
        app.call("tenant_open", json!({ "tenantId": id }), Some("1".into()), raw).await
    });
    let (_silent, _) = listener.accept().await.unwrap();
    shell.app.window_closed("tenant-1");
    assert_eq!(opening.await.unwrap().unwrap_err().code, ErrorCode::Cancelled);
}

#[tokio::test]
async fn a_tenant_that_is_opened_twice_at_once_gets_one_window() {
    let folder = tempfile::tempdir().unwrap();
    let keychain: Arc<dyn SecretStore> = Arc::new(MemoryKeychain::default());
    let (making, overlapped) = (Arc::new(Mutex::new(())), Arc::new(AtomicBool::new(false)));
    let was_overlapped = Arc::clone(&overlapped);
    let open = move |_: &WindowShown| {
        match making.try_lock() {
            Ok(_making) => (0..100).for_each(|_| std::thread::yield_now()),
            Err(_) => overlapped.store(true, Ordering::Relaxed),
        }
        Ok(())
    };
    let config = Config { open_window: Arc::new(open), ..Config::new(folder.path(), keychain) };
    let app = App::open(config).unwrap();
    let id = add(&app, "A").await;
    let asked = json!({ "tenantId": id });
    let (one, other) = tokio::join!(
        ok(&app, "window_open", asked.clone()),
        ok(&app, "window_open", asked.clone())
    );
    assert_eq!((&one["number"], &other["number"]), (&json!(2), &json!(2)));
    assert_ne!(one["isNew"], other["isNew"]);
    assert!(!was_overlapped.load(Ordering::Relaxed), "a window is not shown before it is made");
}

#[tokio::test]
async fn a_window_that_cannot_be_opened_is_not_listed() {
    let shell = Shell::new();
    shell.in_window("main", "app_start", json!({})).await;
    *shell.refuses.lock().unwrap() = true;
    let error = call(&shell.app, "window_open", json!({})).await.unwrap_err();
    assert_eq!(error.title, "The window was not opened");
    assert_eq!(shell.windows().await.as_array().unwrap().len(), 1);
    *shell.refuses.lock().unwrap() = false;
    let error = call(&shell.app, "window_open", json!({ "tenantId": "gone" })).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::NotFound);
    for _ in 0..15 {
        ok(&shell.app, "window_open", json!({})).await;
    }
    let error = call(&shell.app, "window_open", json!({})).await.unwrap_err();
    assert_eq!(error.title, "There are many windows already");
}
