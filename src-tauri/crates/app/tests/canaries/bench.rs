//! A backend before a person who agrees to everything, and all that it ever said.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use app::api::error::ErrorCode;
use app::call::RawCall;
use app::secrets::SecretStore;
use app::{App, Config, Confirm, Question, SaveFile};
use serde_json::{Value, json};

use crate::kinds::Kind;

/// A person who says yes to the command, and saves files in this folder.
struct Yes(PathBuf);

impl Confirm for Yes {
    fn confirm(&self, _: &Question) -> bool {
        true
    }
}

impl SaveFile for Yes {
    fn choose(&self, file_name: &str) -> Result<Option<PathBuf>, String> {
        Ok(Some(self.0.join(file_name)))
    }
}

/// A backend, and all that it ever said.
pub(crate) struct Bench {
    folder: PathBuf,
    secrets: Arc<dyn SecretStore>,
    app: App,
    pub(crate) told: Arc<Mutex<String>>,
}

impl Bench {
    /// Over what is in the folder. What is saved for a person goes there, too.
    pub(crate) fn open(folder: &Path, secrets: Arc<dyn SecretStore>) -> Bench {
        let app = backend(folder, &secrets);
        Bench { folder: folder.to_owned(), secrets, app, told: Arc::default() }
    }

    /// Starts the program again.
    pub(crate) fn restart(&mut self) {
        self.app = backend(&self.folder, &self.secrets);
    }

    pub(crate) async fn call(&self, name: &str, request: Value) -> Result<Value, ErrorCode> {
        let told = Arc::clone(&self.told);
        let events = Arc::clone(&self.told);
        let call = RawCall {
            events: Arc::new(move |event| events.lock().unwrap().push_str(event.get())),
            ..RawCall::detached()
        };
        let answer = self.app.call(name, request, None, call).await;
        let mut told = told.lock().unwrap();
        match answer {
            Ok(answer) => {
                told.push_str(answer.get());
                Ok(serde_json::from_str(answer.get()).unwrap())
            }
            Err(error) => {
                *told += &format!("{error:?} {}", serde_json::to_string(&error).unwrap());
                Err(error.code)
            }
        }
    }

    pub(crate) async fn ok(&self, name: &str, request: Value) -> Value {
        let answer = self.call(name, request).await;
        answer.unwrap_or_else(|code| panic!("{name}: {code:?}\n{}", self.last_words()))
    }

    /// The end of what was told, which is where the reason of a failure stands.
    fn last_words(&self) -> String {
        let told = self.told.lock().unwrap();
        told.chars().rev().take(1500).collect::<Vec<_>>().into_iter().rev().collect()
    }

    /// Looks at the secrets as the form does, tests the tenant with what refuses it and with what does not, and saves it.
    pub(crate) async fn begin(&self, kind: &Kind) -> Value {
        for value in &kind.kept {
            for form in ["token", "password", "pem"] {
                self.call("secret_look", json!({ "kind": form, "value": value })).await.ok();
            }
            let certificate = json!({ "format": "pem", "value": value, "passphrase": value });
            self.call("certificate_look", certificate).await.ok();
        }
        self.call("tenant_test", kind.refused.clone()).await.ok();
        if kind.signs_in {
            self.ok("draft_sign_in", kind.draft.clone()).await;
        }
        self.call("tenant_test", kind.draft.clone()).await.ok();
        let tenant = self.ok("tenant_save", kind.draft.clone()).await;
        json!({ "tenantId": tenant["id"] })
    }

    /// Reads, has the token renewed, reads again and writes.
    pub(crate) async fn work(&self, of: &Value) {
        self.read(of).await;
        self.call("tenant_token", of.clone()).await.ok();
        self.call("token_renew", of.clone()).await.ok();
        self.read(of).await;
        self.write(of).await;
    }

    pub(crate) async fn read(&self, of: &Value) {
        self.call("tenant_open", of.clone()).await.ok();
        let mut users = of.clone();
        users["resourceType"] = json!("User");
        self.call("resource_type_count", users.clone()).await.ok();
        for (name, value) in [
            ("offset", json!(0)),
            ("limit", json!(10)),
            ("columns", json!(["userName", "displayName"])),
            ("reload", json!(true)),
        ] {
            users[name] = value;
        }
        self.call("resources_list", users).await.ok();
        let one =
            json!({ "tenantId": of["tenantId"], "resourceType": "User", "id": "1", "fresh": true });
        self.call("resource_read", one).await.ok();
    }

    async fn write(&self, of: &Value) {
        let mut request = of.clone();
        (request["method"], request["url"]) = (json!("DELETE"), json!("/Users/1"));
        let Ok(prepared) = self.call("request_prepare", request).await else { return };
        let mut sending = of.clone();
        sending["token"] = prepared["token"].clone();
        self.call("request_send", sending).await.ok();
    }

    /// Has everything told that can be asked for.
    pub(crate) async fn ask_for_everything(&self) {
        let all = json!({ "outcome": "all", "text": "", "limit": 1000 });
        let listed = self.ok("exchanges_list", all).await;
        let exchanges = listed["exchanges"].as_array().unwrap();
        assert!(exchanges.len() > 50, "{} exchanges", exchanges.len());
        for exchange in exchanges {
            let id = json!({ "id": exchange["id"] });
            self.ok("exchange_read", id.clone()).await;
            self.ok("exchange_lint", id).await;
        }
        let exported = self.ok("tenants_export", json!({ "tenantIds": [] })).await;
        self.ok("tenants_save", json!({ "tenantIds": [] })).await;
        let text = json!({ "text": exported["text"], "indexes": [0] });
        for (name, request) in [("tenants_read", &text), ("tenants_import", &text)] {
            self.ok(name, request.clone()).await;
        }
        let first = self.ok("tenant_list", json!({})).await[0]["id"].clone();
        self.ok("tenant_duplicate", json!({ "tenantId": first })).await;
        let names =
            ["tenant_list", "diagnostics_preview", "diagnostics_save", "log_read", "app_start"];
        for name in names {
            self.ok(name, json!({})).await;
        }
    }
}

fn backend(folder: &Path, secrets: &Arc<dyn SecretStore>) -> App {
    App::open(Config {
        confirm: Arc::new(Yes(folder.to_owned())),
        save_file: Arc::new(Yes(folder.to_owned())),
        open_url: Arc::new(move |url| {
            let url = url.to_owned();
            tokio::spawn(async move { issuer::browser().get(url).send().await.unwrap() });
            Ok(())
        }),
        ..Config::new(folder, Arc::clone(secrets))
    })
    .unwrap()
}
