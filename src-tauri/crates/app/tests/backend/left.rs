//! How tenants were left is there after a restart, and goes with the tenant.

use std::path::Path;
use std::sync::Arc;

use crate::support::{MemoryKeychain, call, draft, ok};
use app::api::error::ErrorCode;
use app::secrets::SecretStore;
use app::{App, Config};
use serde_json::{Value, json};

fn backend(folder: &Path, keychain: &Arc<MemoryKeychain>) -> App {
    App::open(Config::new(folder, Arc::clone(keychain) as Arc<dyn SecretStore>)).unwrap()
}

fn left(tenant: &Value, what: &str, text: &str) -> Value {
    json!({ "tenantId": tenant, "what": what, "text": text })
}

fn new_form(text: &str) -> Value {
    json!({ "what": "form", "text": text })
}

#[tokio::test]
async fn how_a_tenant_was_left_is_there_after_a_restart_and_goes_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let keychain = Arc::new(MemoryKeychain::default());
    let app = backend(folder.path(), &keychain);
    let mut ids = Vec::new();
    for host in ["a", "b"] {
        let saved =
            ok(&app, "tenant_save", draft(&format!("https://{host}.example.com"), "t")).await;
        ids.push(saved["id"].clone());
    }
    for id in &ids {
        ok(&app, "left_keep", left(id, "place", "first")).await;
        ok(&app, "left_keep", left(id, "place", "place")).await;
        ok(&app, "left_keep", left(id, "filters", "filters")).await;
    }
    ok(&app, "left_keep", left(&ids[1], "form", "form")).await;
    ok(&app, "left_keep", left(&json!("sandbox"), "place", "there")).await;
    ok(&app, "left_keep", new_form("new")).await;
    ok(&app, "left_keep", left(&ids[1], "filters", "")).await;
    drop(app);

    let app = backend(folder.path(), &keychain);
    let mut expected = vec![
        new_form("new"),
        left(&json!("sandbox"), "place", "there"),
        left(&ids[0], "filters", "filters"),
        left(&ids[0], "place", "place"),
        left(&ids[1], "form", "form"),
        left(&ids[1], "place", "place"),
    ];
    assert_eq!(listed(&app).await, sorted(expected.clone()));
    ok(&app, "tenant_forget", json!({ "tenantId": ids[1] })).await;
    expected.truncate(4);
    assert_eq!(listed(&app).await, sorted(expected.clone()));
    let late = call(&app, "left_keep", left(&ids[1], "place", "late")).await.unwrap_err();
    assert_ne!(late.code, ErrorCode::Internal, "a window may say it once more: {late:?}");
    assert_eq!(listed(&app).await, sorted(expected));
}

#[tokio::test]
async fn what_is_no_place_of_a_tenant_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let app = backend(folder.path(), &Arc::new(MemoryKeychain::default()));
    for refused in [
        json!({ "what": "place", "text": "x" }),
        left(&json!("unsaved"), "form", "x"),
        left(&json!("sandbox"), "place", &"x".repeat(70_000)),
        left(&json!("sandbox"), "other", "x"),
    ] {
        call(&app, "left_keep", refused).await.unwrap_err();
    }
    assert!(listed(&app).await.is_empty());
}

async fn listed(app: &App) -> Vec<Value> {
    sorted(ok(app, "left_list", json!({})).await.as_array().unwrap().clone())
}

fn sorted(mut all: Vec<Value>) -> Vec<Value> {
    all.sort_by_key(Value::to_string);
    all
}
