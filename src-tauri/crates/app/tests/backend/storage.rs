//! Where data is kept: the key from the keychain, the locked state, and nothing on disk without one.

use std::time::{Duration, Instant};

use crate::support::{MemoryKeychain, backend, call, draft, files, ok, on_disk, open_sandbox};
use app::App;
use serde_json::{Value, json};

#[tokio::test]
async fn without_a_keychain_the_sandbox_opens_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &MemoryKeychain::absent());
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "memory");
    assert_eq!(started["storage"]["title"], "The keychain cannot be used");
    assert!(started["storage"]["detail"].as_str().unwrap().contains("no keychain here"));
    open_sandbox(&app).await;
    let history =
        ok(&app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 50 })).await;
    assert!(history["total"].as_u64().unwrap() >= 3);
    assert!(
        files(folder.path()).iter().all(|(_, bytes)| bytes.is_empty()),
        "something was written"
    );
}

#[tokio::test]
async fn tenants_and_history_survive_a_restart_encrypted() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    let first = backend(folder.path(), &keychain);
    let token = "canary-token-9f3e";
    ok(&first, "tenant_save", draft("https://scim.example.com/scim/v2/Users", token)).await;
    open_sandbox(&first).await;
    let before =
        ok(&first, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 50 })).await;
    drop(first);

    assert!(!on_disk(folder.path(), token));
    assert!(!on_disk(folder.path(), "scim.example.com"), "the database is not encrypted");
    let second = backend(folder.path(), &keychain);
    let started = ok(&second, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "open");
    assert_eq!(started["tenants"][0]["baseUrl"], "https://scim.example.com/scim/v2");
    assert_eq!(started["tenants"][0]["secret"], "stored");
    assert!(!started.to_string().contains(token));
    let after =
        ok(&second, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 50 })).await;
    assert_eq!(before["total"], after["total"]);
}

#[tokio::test]
async fn a_database_whose_key_is_gone_is_locked_and_left_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    started_once(folder.path(), &keychain).await;
    let before = files(folder.path());
    let key = keychain.entries.lock().unwrap().remove("database-key").unwrap();

    let app = backend(folder.path(), &keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "locked");
    assert!(keychain.entries.lock().unwrap().is_empty(), "a new key was made over a database");
    open_sandbox(&app).await;
    assert_eq!(files(folder.path()), before);

    keychain.entries.lock().unwrap().insert("database-key".into(), key);
    let columns = json!({ "tenantId": "sandbox", "resourceType": "User", "paths": ["userName"] });
    ok(&app, "columns_choose", columns).await;
    let in_memory = history(&app).await;
    let (one, other) =
        tokio::join!(ok(&app, "storage_retry", json!({})), ok(&app, "storage_retry", json!({})));
    assert_eq!((&one["state"], &other["state"]), (&json!("open"), &json!("open")));
    assert!(in_memory["total"].as_u64().unwrap() >= 3);
    assert_eq!(history(&app).await, in_memory, "what was done while locked is not all there");
    drop(app);

    let later = backend(folder.path(), &keychain);
    assert_eq!(history(&later).await["total"], in_memory["total"]);
    open_sandbox(&later).await;
    let asked = json!({ "tenantId": "sandbox", "resourceType": "User" });
    let columns = ok(&later, "columns_read", asked).await;
    assert_eq!(columns["chosen"], json!(["userName"]));
}

#[tokio::test]
async fn a_keychain_that_waits_for_its_owner_does_not_hold_up_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    started_once(folder.path(), &keychain).await;
    *keychain.slow.lock().unwrap() = Duration::from_secs(5);
    let app = backend(folder.path(), &keychain);
    let mut events = app.events();
    let begin = Instant::now();
    let starting = tokio::spawn({
        let app = app.clone();
        async move { ok(&app, "app_start", json!({})).await }
    });
    tokio::task::yield_now().await;
    ok(&app, "app_ready", json!({ "screen": "start" })).await;
    ok(&app, "call_cancel", json!({ "callId": "1" })).await;
    assert!(begin.elapsed() < Duration::from_secs(1), "these need no storage");
    let started = starting.await.unwrap();
    assert!(begin.elapsed() < Duration::from_millis(4500), "{:?}", begin.elapsed());
    assert_eq!(started["storage"]["state"], "locked");
    assert_eq!(started["storage"]["title"], "Waiting for the keychain");

    let mut asked = draft("https://scim.example.com", "t");
    asked["askEachTime"] = json!(true);
    let saved = ok(&app, "tenant_save", asked).await;
    open_sandbox(&app).await;
    let in_memory = history(&app).await;
    let changed = storage_changed(&mut events).await;
    assert_eq!(changed["state"], "open");
    assert_eq!(history(&app).await, in_memory);
    drop(app);
    *keychain.slow.lock().unwrap() = Duration::ZERO;
    let later = backend(folder.path(), &keychain);
    assert_eq!(ok(&later, "app_start", json!({})).await["tenants"][0]["id"], saved["id"]);
}

#[tokio::test]
async fn another_start_that_never_ends_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let lock = std::fs::File::create(folder.path().join("scimscope.lock")).unwrap();
    lock.lock().unwrap();
    let app = backend(folder.path(), &std::sync::Arc::new(MemoryKeychain::default()));
    let mut events = app.events();
    assert_eq!(ok(&app, "app_start", json!({})).await["storage"]["state"], "memory");
    let changed = storage_changed(&mut events).await;
    assert_eq!(changed["state"], "unusable");
    assert_eq!(changed["title"], "Another Scimscope is starting");
    drop(lock);
    assert_eq!(ok(&app, "storage_retry", json!({})).await["state"], "open");
}

#[tokio::test]
async fn a_database_that_cannot_be_prepared_leaves_the_app_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    started_once(folder.path(), &keychain).await;
    let key = keychain.entries.lock().unwrap()["database-key"].clone();
    let database = rusqlite::Connection::open(folder.path().join("scimscope.db")).unwrap();
    database
        .execute_batch(&format!(
            "PRAGMA key = \"x'{key}'\"; DELETE FROM tenants;
            CREATE TRIGGER no_more BEFORE INSERT ON tenants BEGIN SELECT RAISE(ABORT, 'no'); END;"
        ))
        .unwrap();
    drop(database);
    let app = backend(folder.path(), &keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "unusable", "{}", started["storage"]);
    open_sandbox(&app).await;
    assert!(history(&app).await["total"].as_u64().unwrap() >= 3);
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_was_there_keeps_its_permissions_and_a_new_one_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let there = tempfile::tempdir().unwrap();
    std::fs::set_permissions(there.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let new = there.path().join("deep").join("data");
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    for (folder, mode) in [(there.path(), 0o755), (new.as_path(), 0o700)] {
        keychain.entries.lock().unwrap().clear();
        started_once(folder, &keychain).await;
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, mode);
    }
}

#[tokio::test]
async fn another_key_does_not_open_the_database_and_does_not_change_it() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    started_once(folder.path(), &keychain).await;
    let before = files(folder.path());
    keychain.entries.lock().unwrap().insert("database-key".into(), "0".repeat(96));
    let app = backend(folder.path(), &keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "locked");
    drop(app);
    assert_eq!(files(folder.path()), before);
}

#[tokio::test]
async fn a_damaged_database_is_said_to_be_so_and_left_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    started_once(folder.path(), &keychain).await;
    let path = folder.path().join("scimscope.db");
    let mut bytes = std::fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes.truncate(middle + 100);
    std::fs::write(&path, &bytes).unwrap();
    let before = files(folder.path());
    let app = backend(folder.path(), &keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "damaged", "{}", started["storage"]);
    drop(app);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn two_first_starts_at_once_make_one_key() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = std::sync::Arc::new(MemoryKeychain::default());
    std::thread::scope(|scope| {
        let starts: Vec<_> =
            (0..4).map(|_| scope.spawn(|| backend(folder.path(), &keychain))).collect();
        for start in starts {
            let app = start.join().unwrap();
            let runtime = tokio::runtime::Runtime::new().unwrap();
            let started = runtime.block_on(ok(&app, "app_start", json!({})));
            assert_eq!(started["storage"]["state"], "open", "{}", started["storage"]);
        }
    });
}

#[tokio::test]
async fn without_a_keychain_a_token_is_not_pretended_to_be_stored() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &MemoryKeychain::absent());
    let refused =
        call(&app, "tenant_save", draft("https://scim.example.com", "t")).await.unwrap_err();
    assert_eq!(serde_json::to_value(refused.code).unwrap(), "keychain");
    let mut asked = draft("https://scim.example.com", "t");
    asked["askEachTime"] = json!(true);
    let saved = ok(&app, "tenant_save", asked).await;
    assert_eq!(saved["secret"], "given");
}

/// A first start that makes key and database.
async fn started_once(folder: &std::path::Path, keychain: &std::sync::Arc<MemoryKeychain>) {
    let app = backend(folder, keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "open");
}

async fn history(app: &App) -> Value {
    ok(app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 100 })).await
}

/// The storage as the next event tells of it.
async fn storage_changed(
    events: &mut tokio::sync::broadcast::Receiver<app::api::event::AppEvent>,
) -> Value {
    loop {
        let event = serde_json::to_value(events.recv().await.unwrap()).unwrap();
        if event["kind"] == "storageChanged" {
            return event["storage"].clone();
        }
    }
}
