//! Where data is kept: the key from the keychain, the locked state, and nothing on disk without one.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod support;

use serde_json::json;
use support::{MemoryKeychain, backend, call, draft, files, ok, on_disk, open_sandbox};

#[tokio::test]
async fn without_a_keychain_the_sandbox_opens_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &MemoryKeychain::absent());
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "memory");
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
    let again = ok(&app, "storage_retry", json!({})).await;
    assert_eq!(again["state"], "open");
    let history =
        ok(&app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 50 })).await;
    assert!(history["total"].as_u64().unwrap() >= 3, "what was done while locked is gone");
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
