//! The encrypted file as a person meets it: made, unlocked, changed, forgotten, and started over without.

use std::sync::Arc;

use crate::support::{MemoryKeychain, backend, call, draft, files, ok, on_disk, open_sandbox};
use app::App;
use app::api::error::ErrorCode;
use serde_json::{Value, json};

const PASSPHRASE: &str = "correct horse battery";
const OTHER: &str = "staple of another kind";
const TOKEN: &str = "canary-token-77aa";

fn with(passphrase: &str) -> Value {
    json!({ "passphrase": passphrase })
}

async fn refused(app: &App, name: &str, request: Value) -> app::api::error::UiError {
    call(app, name, request).await.unwrap_err()
}

async fn storage(app: &App) -> Value {
    ok(app, "app_start", json!({})).await["storage"].clone()
}

async fn history(app: &App) -> Value {
    ok(app, "exchanges_list", json!({ "outcome": "all", "text": "", "limit": 100 })).await
}

#[tokio::test]
async fn without_a_keychain_a_passphrase_keeps_everything_over_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = MemoryKeychain::absent();
    let app = backend(folder.path(), &keychain);
    open_sandbox(&app).await;
    let before = storage(&app).await;
    assert_eq!((&before["state"], &before["passphrase"]), (&json!("memory"), &json!("none")));
    assert_eq!(before["keychainProblem"]["cause"], "There is no keychain here.");
    assert_eq!(before["databaseExists"], false);
    let in_memory = history(&app).await;
    let after = ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    assert_eq!((&after["state"], &after["passphrase"]), (&json!("open"), &json!("open")));
    assert_eq!(
        (&after["keychainAvailable"], &after["databaseExists"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(history(&app).await, in_memory);
    let saved = ok(&app, "tenant_save", draft("https://scim.example.com", TOKEN)).await;
    assert_eq!(saved["secret"], "stored");
    drop(app);

    for text in [TOKEN, PASSPHRASE, "scim.example.com"] {
        assert!(!on_disk(folder.path(), text), "{text}");
    }
    *keychain.asked.lock().unwrap() = (0, 0);
    let app = backend(folder.path(), &keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "locked");
    assert_eq!(started["storage"]["passphrase"], "locked");
    assert_eq!(*keychain.asked.lock().unwrap(), (0, 0), "a keychain was asked beside the file");
    open_sandbox(&app).await;
    let done_meanwhile = history(&app).await["total"].as_u64().unwrap();
    let unlocked = ok(&app, "passphrase_unlock", with(PASSPHRASE)).await;
    assert_eq!(unlocked["state"], "open", "{unlocked}");
    let tenants = ok(&app, "tenant_list", json!({})).await;
    assert_eq!((&tenants[0]["id"], &tenants[0]["secret"]), (&saved["id"], &json!("stored")));
    let total = in_memory["total"].as_u64().unwrap() + done_meanwhile;
    assert_eq!(history(&app).await["total"], total);
}

#[tokio::test]
async fn a_wrong_passphrase_says_so_and_costs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = MemoryKeychain::absent();
    let app = backend(folder.path(), &keychain);
    let short = refused(&app, "passphrase_set", with("elevenchars")).await;
    assert_eq!((short.code, short.field.as_deref()), (ErrorCode::InvalidInput, Some("passphrase")));
    ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    ok(&app, "tenant_save", draft("https://scim.example.com", TOKEN)).await;
    drop(app);
    let app = backend(folder.path(), &keychain);
    let before = files(folder.path());
    for wrong in ["correct horse batterz", "", "correct horse battery "] {
        let error = refused(&app, "passphrase_unlock", with(wrong)).await;
        assert_eq!(
            (error.code, error.field.as_deref()),
            (ErrorCode::Passphrase, Some("passphrase"))
        );
    }
    let error = refused(&app, "tenant_save", draft("https://b.example.com", "t")).await;
    assert_eq!(error.code, ErrorCode::Passphrase, "{error:?}");
    assert_eq!(files(folder.path()), before);
    ok(&app, "passphrase_unlock", with(PASSPHRASE)).await;
    let change = |current: &str, new: &str| json!({ "current": current, "passphrase": new });
    let error = refused(&app, "passphrase_change", change(OTHER, OTHER)).await;
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Passphrase, Some("current")));
    let error = refused(&app, "passphrase_change", change(PASSPHRASE, "short")).await;
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::InvalidInput, Some("passphrase")));
    ok(&app, "passphrase_change", change(PASSPHRASE, OTHER)).await;
    assert_eq!(ok(&app, "tenant_list", json!({})).await[0]["secret"], "stored");
    drop(app);
    let app = backend(folder.path(), &keychain);
    assert_eq!(
        refused(&app, "passphrase_unlock", with(PASSPHRASE)).await.code,
        ErrorCode::Passphrase
    );
    let unlocked = ok(&app, "passphrase_unlock", with(OTHER)).await;
    assert_eq!(unlocked["state"], "open");
}

#[tokio::test]
async fn secrets_move_from_the_keychain_into_the_file_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let saved = ok(&app, "tenant_save", draft("https://scim.example.com", TOKEN)).await;
    let before = keychain.entries.lock().unwrap().clone();
    assert_eq!(before.len(), 2);
    let set = ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    assert_eq!((&set["state"], &set["passphrase"]), (&json!("open"), &json!("open")));
    assert!(keychain.entries.lock().unwrap().is_empty(), "copies stay in the keychain");
    assert_eq!(ok(&app, "tenant_list", json!({})).await[0]["secret"], "stored");
    assert_eq!(refused(&app, "passphrase_set", with(OTHER)).await.code, ErrorCode::Storage);

    keychain.set_missing(true);
    let error = refused(&app, "passphrase_forget", json!({})).await;
    assert_eq!(error.code, ErrorCode::Keychain, "{error:?}");
    assert!(folder.path().join("scimscope.secrets").exists());
    keychain.set_missing(false);
    let forgotten = ok(&app, "passphrase_forget", json!({})).await;
    assert_eq!((&forgotten["state"], &forgotten["passphrase"]), (&json!("open"), &json!("none")));
    assert_eq!(*keychain.entries.lock().unwrap(), before);
    assert!(!folder.path().join("scimscope.secrets").exists());
    drop(app);
    let app = backend(folder.path(), &keychain);
    let started = ok(&app, "app_start", json!({})).await;
    assert_eq!(started["storage"]["state"], "open");
    assert_eq!(
        (&started["tenants"][0]["id"], &started["tenants"][0]["secret"]),
        (&saved["id"], &json!("stored"))
    );
    let missing = refused(&app, "passphrase_forget", json!({})).await;
    assert_eq!(missing.title, "There is no encrypted file");
}

#[tokio::test]
async fn a_history_whose_key_is_not_at_hand_is_not_moved() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    drop(storage(&backend(folder.path(), &keychain)).await);
    keychain.set_missing(true);
    let app = backend(folder.path(), &keychain);
    let error = refused(&app, "passphrase_set", with(PASSPHRASE)).await;
    assert_eq!(error.title, "There is a history that is locked");
    keychain.set_missing(false);
    keychain.entries.lock().unwrap().insert("database-key".into(), "0".repeat(96));
    let app = backend(folder.path(), &keychain);
    let error = refused(&app, "passphrase_set", with(PASSPHRASE)).await;
    assert_eq!(error.title, "There is a history that is locked");
    assert!(!folder.path().join("scimscope.secrets").exists());
}

#[tokio::test]
async fn starting_over_sets_everything_aside_and_deletes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = MemoryKeychain::absent();
    let app = backend(folder.path(), &keychain);
    ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    ok(&app, "tenant_save", draft("https://scim.example.com", TOKEN)).await;
    let error = refused(&app, "storage_start_over", json!({})).await;
    assert_eq!(error.title, "There is nothing to set aside");
    drop(app);

    let app = backend(folder.path(), &keychain);
    open_sandbox(&app).await;
    let in_memory = history(&app).await;
    let locked: Vec<_> = files(folder.path());
    let anew = ok(&app, "storage_start_over", json!({})).await;
    assert_eq!((&anew["state"], &anew["passphrase"]), (&json!("memory"), &json!("none")));
    let detail = anew["detail"].as_str().unwrap();
    let aside = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path());
    let aside = aside
        .into_iter()
        .find(|it| it.is_dir() && it.to_string_lossy().contains("set-aside"))
        .unwrap();
    assert!(detail.contains(&aside.display().to_string()), "{detail}");
    for name in ["scimscope.db", "scimscope.secrets"] {
        let moved = aside.join(name);
        assert!(detail.contains(name), "{detail}");
        let before = &locked.iter().find(|(path, _)| path.ends_with(name)).unwrap().1;
        assert_eq!(&std::fs::read(moved).unwrap(), before);
    }
    let set = ok(&app, "passphrase_set", with(OTHER)).await;
    assert_eq!(set["state"], "open", "{set}");
    assert_eq!(history(&app).await, in_memory);
    drop(app);

    // What was set aside is whole: its own passphrase opens it.
    let app = backend(&aside, &keychain);
    assert_eq!(ok(&app, "passphrase_unlock", with(PASSPHRASE)).await["state"], "open");
    assert_eq!(ok(&app, "tenant_list", json!({})).await[0]["baseUrl"], "https://scim.example.com");
}

#[tokio::test]
async fn a_damaged_or_newer_file_is_named_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let path = folder.path().join("scimscope.secrets");
    for (text, state) in [
        ("{\"form\":\"scimscope-secrets\",\"version\":2}", "newer"),
        ("{\"form\":\"scimscope-secrets\",\"vers", "damaged"),
    ] {
        std::fs::write(&path, text).unwrap();
        let app = backend(folder.path(), &keychain);
        let started = storage(&app).await;
        assert_eq!((&started["state"], &started["passphrase"]), (&json!(state), &json!("locked")));
        refused(&app, "passphrase_unlock", with(PASSPHRASE)).await;
        refused(&app, "passphrase_set", with(PASSPHRASE)).await;
        assert!(keychain.entries.lock().unwrap().is_empty(), "a key was made beside the file");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        let anew = ok(&app, "storage_start_over", json!({})).await;
        assert_eq!(anew["state"], "open", "{anew}");
        keychain.entries.lock().unwrap().clear();
        std::fs::remove_file(folder.path().join("scimscope.db")).unwrap();
    }
}

#[tokio::test]
async fn an_entry_that_is_no_key_is_set_aside_too() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    drop(storage(&backend(folder.path(), &keychain)).await);
    keychain.entries.lock().unwrap().insert("database-key".into(), "not a key".into());
    let app = backend(folder.path(), &keychain);
    assert_eq!(storage(&app).await["state"], "locked");
    assert_eq!(ok(&app, "storage_start_over", json!({})).await["state"], "open");
    let entries = keychain.entries.lock().unwrap();
    assert!(entries.values().any(|it| it == "not a key"), "{entries:?}");
}

#[tokio::test]
async fn forgetting_leaves_the_key_of_another_database_beside() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = MemoryKeychain::absent();
    let app = backend(folder.path(), &keychain);
    ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    // Back again, with the key of a database that was set aside meanwhile.
    let other = "0".repeat(96);
    keychain.set_missing(false);
    keychain.entries.lock().unwrap().insert("database-key".into(), other.clone());
    ok(&app, "passphrase_forget", json!({})).await;
    let entries = keychain.entries.lock().unwrap();
    assert_ne!(entries["database-key"], other);
    let aside = entries.iter().find(|(_, it)| **it == other).unwrap();
    assert!(aside.0.starts_with("database-key-set-aside-"), "{aside:?}");
}

#[tokio::test]
async fn copies_that_stay_in_the_keychain_are_told_until_they_are_gone() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    ok(&app, "tenant_save", draft("https://scim.example.com", TOKEN)).await;
    keychain.set_stuck(true);
    let made = ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    assert_eq!((&made["passphrase"], &made["copiesLeft"]), (&json!("open"), &json!(true)));
    drop(app);
    let app = backend(folder.path(), &keychain);
    assert_eq!(ok(&app, "passphrase_unlock", with(PASSPHRASE)).await["copiesLeft"], true);
    drop(app);
    keychain.set_stuck(false);
    let app = backend(folder.path(), &keychain);
    assert_eq!(ok(&app, "passphrase_unlock", with(PASSPHRASE)).await["copiesLeft"], false);
    assert!(keychain.entries.lock().unwrap().is_empty());
}

#[tokio::test]
async fn calls_and_windows_go_on_while_the_file_is_made_and_unlocked() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let saved = ok(&app, "tenant_save", draft("https://scim.example.com", TOKEN)).await;
    let reader = tokio::spawn({
        let app = app.clone();
        async move {
            for _ in 0..40 {
                let tenants = ok(&app, "tenant_list", json!({})).await;
                assert_eq!(tenants[0]["secret"], "stored", "a secret was out of sight meanwhile");
            }
        }
    });
    ok(&app, "passphrase_set", with(PASSPHRASE)).await;
    let change = json!({ "current": PASSPHRASE, "passphrase": OTHER });
    let mut renamed = draft("https://scim.example.com", "next-token");
    renamed["id"] = saved["id"].clone();
    let (changed, _) =
        tokio::join!(ok(&app, "passphrase_change", change), ok(&app, "tenant_save", renamed));
    assert_eq!(changed["passphrase"], "open");
    ok(&app, "passphrase_forget", json!({})).await;
    reader.await.unwrap();
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    assert_eq!(keychain.entries.lock().unwrap()[&account], "next-token");
}
