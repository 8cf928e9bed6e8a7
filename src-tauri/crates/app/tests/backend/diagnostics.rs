//! The log and the file for bug reports after a whole session: nothing in them that is secret or somebody's.
//!
//! The tests share one log writer, as the windows of one Scimscope do: it is of the process.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::support::{MemoryKeychain, call, draft, ok, open_sandbox};
use app::api::error::ErrorCode;
use app::secrets::SecretStore;
use app::{App, Config, SaveFile};
use serde_json::{Value, json};
use tracing_subscriber::layer::SubscriberExt as _;

const TOKEN: &str = "canary-token-c0ffee";
const PASSPHRASE: &str = "canary passphrase words";
const TENANT: &str = "Kanariebank";
const HOST: &str = "scim.kanarie.example";
const ID: &str = "2819c223-canary-id";

/// A person who chooses a place, or none.
#[derive(Default)]
struct Person {
    chooses: Mutex<Option<PathBuf>>,
    proposed: Mutex<String>,
}

impl SaveFile for Person {
    fn choose(&self, file_name: &str) -> Result<Option<PathBuf>, String> {
        file_name.clone_into(&mut self.proposed.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(self.chooses.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

struct Bench {
    folder: tempfile::TempDir,
    keychain: Arc<MemoryKeychain>,
    person: Arc<Person>,
    app: App,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let keychain = Arc::new(MemoryKeychain::default());
        let person = Arc::new(Person::default());
        let config = Config {
            save_file: Arc::clone(&person) as Arc<dyn SaveFile>,
            surroundings: vec![("webview", "2.50".into())],
            ..Config::new(folder.path(), Arc::clone(&keychain) as Arc<dyn SecretStore>)
        };
        let app = App::open(config).unwrap();
        Self { folder, keychain, person, app }
    }

    async fn preview(&self) -> Value {
        ok(&self.app, "diagnostics_preview", json!({})).await
    }
}

/// Everything that one does in a session, with canaries wherever a text goes in.
async fn session(bench: &Bench) {
    let app = &bench.app;
    open_sandbox(app).await;
    let mut asked = draft(&format!("https://{HOST}/scim/v2"), TOKEN);
    asked["name"] = json!(TENANT);
    asked["connectSeconds"] = json!(1);
    let saved = ok(app, "tenant_save", asked.clone()).await;
    let tenant = json!({ "tenantId": saved["id"] });
    call(app, "tenant_test", asked).await.unwrap();
    call(app, "tenant_open", tenant.clone()).await.unwrap_err();
    let one = json!({ "tenantId": "sandbox", "resourceType": "User", "id": ID });
    call(app, "resource_read", one).await.unwrap_err();
    call(app, "base_url_read", json!({ "text": format!("ftp://{HOST}/{TOKEN}") }))
        .await
        .unwrap_err();
    call(app, "tenant_open", json!({ "tenantId": TOKEN })).await.unwrap_err();
    call(app, TOKEN, json!({ "x": HOST })).await.unwrap_err();
    ok(app, "secret_provide", json!({ "tenantId": saved["id"], "value": TOKEN })).await;
    ok(app, "passphrase_set", json!({ "passphrase": PASSPHRASE })).await;
    call(app, "passphrase_unlock", json!({ "passphrase": format!("{PASSPHRASE}!") }))
        .await
        .unwrap_err();
    bench.keychain.set_missing(true);
    call(app, "passphrase_forget", json!({})).await.unwrap_err();
    bench.keychain.set_missing(false);
    let broken = format!("panic over {TOKEN} of {HOST}");
    std::thread::spawn(move || std::panic::resume_unwind(Box::new(broken))).join().unwrap_err();
    std::thread::spawn(|| assert!(TOKEN.is_empty(), "panic over {TOKEN} of {HOST}"))
        .join()
        .unwrap_err();
}

fn has(text: &str, canaries: &[&str]) -> Vec<String> {
    let lower = text.to_lowercase();
    canaries
        .iter()
        .filter(|it| lower.contains(&it.to_lowercase()))
        .map(|&it| it.to_owned())
        .collect()
}

#[tokio::test]
async fn after_a_whole_session_log_and_diagnostics_hold_nothing_of_anybody() {
    let bench = Bench::new();
    let layer = app::log::layer(bench.folder.path());
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer)).unwrap();
    app::log::note_panics();
    session(&bench).await;

    let key = {
        let read = std::fs::read_to_string(bench.folder.path().join("scimscope.secrets")).unwrap();
        assert!(has(&read, &[TOKEN, TENANT, HOST, PASSPHRASE]).is_empty());
        read
    };
    assert!(!key.is_empty());
    let canaries = [TOKEN, PASSPHRASE, TENANT, HOST, ID, "kanarie", "canary"];
    let log = ok(&bench.app, "log_read", json!({})).await;
    let text = log["text"].as_str().unwrap();
    assert_eq!(has(text, &canaries), Vec::<String>::new(), "{text}");
    for told in [
        "a call failed command=tenant_open code=",
        "a call failed command=passphrase_unlock code=passphrase",
        "command=unknown code=internal",
        "the storage state=open passphrase=open",
        "a part of Scimscope stopped unexpectedly place=",
    ] {
        assert!(text.contains(told), "{told} is not in {text}");
    }
    assert!(log["path"].as_str().unwrap().starts_with(&bench.folder.path().display().to_string()));

    let shown = bench.preview().await;
    let report = shown["text"].as_str().unwrap();
    assert_eq!(has(report, &canaries), Vec::<String>::new(), "{report}");
    for told in [
        "webview: 2.50",
        "[Tenant 1]",
        "secret: given",
        "tenants: 1",
        "state: open",
        "tenant_open: ",
    ] {
        assert!(report.contains(told), "{told} is not in {report}");
    }
    saved_as_shown(&bench, &shown).await;
    leaks_are_caught(&bench).await;
}

async fn saved_as_shown(bench: &Bench, shown: &Value) {
    assert_eq!(ok(&bench.app, "diagnostics_save", json!({})).await, json!({ "path": null }));
    let place = bench.folder.path().join("for you.txt");
    *bench.person.chooses.lock().unwrap() = Some(place.clone());
    let saved = ok(&bench.app, "diagnostics_save", json!({})).await;
    assert_eq!(saved["path"], place.display().to_string());
    assert_eq!(std::fs::read_to_string(&place).unwrap(), shown["text"].as_str().unwrap());
    assert_eq!(*bench.person.proposed.lock().unwrap(), shown["fileName"].as_str().unwrap());
    *bench.person.chooses.lock().unwrap() = Some(Path::new("/nowhere/at/all.txt").to_owned());
    let error = call(&bench.app, "diagnostics_save", json!({})).await.unwrap_err();
    assert_eq!((error.code, error.title.as_str()), (ErrorCode::Storage, "The file was not saved"));
}

/// Lines that another version of Scimscope could have written: the last search must find what is in them.
async fn leaks_are_caught(bench: &Bench) {
    let key = "for the database";
    let log = bench.folder.path().join("logs").join("scimscope.log");
    let leaked = format!("{TENANT} at https://{HOST}/scim/v2/Users with {TOKEN}, {key}\n");
    let before = std::fs::read_to_string(&log).unwrap();
    std::fs::write(&log, format!("{before}{leaked}")).unwrap();
    let shown = bench.preview().await;
    let report = shown["text"].as_str().unwrap();
    assert_eq!(has(report, &[TOKEN, TENANT, HOST]), Vec::<String>::new(), "{report}");
    assert!(
        report.contains("[taken out] at [taken out]/Users with [taken out], for the database"),
        "{report}"
    );
    let left_out = shown["leftOut"].to_string();
    assert!(left_out.contains("places that a last search"), "{left_out}");
}
