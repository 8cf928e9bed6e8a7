//! A backend with a person before it and an authorisation server behind it, which guards the sandbox.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::secrets::SecretStore;
use app::{App, Config, Confirm};
use issuer::{Client, Gate, Issuer, Proof};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{MemoryKeychain, Person, draft, ok, on_disk};

pub const SECRET: &str = "canary-client-secret-7Q9zK";

pub struct Bench {
    pub folder: TempDir,
    pub keychain: Arc<MemoryKeychain>,
    pub person: Arc<Person>,
    pub opened: Arc<AtomicU32>,
    pub issuer: Arc<Issuer>,
    pub gate: Gate,
    pub app: App,
    _sandbox: sandbox::Sandbox,
}

impl Bench {
    pub async fn new(proof: Proof) -> Bench {
        let clients = [Client::new("app", proof.clone()), Client::new("other", proof)];
        let issuer = Arc::new(Issuer::start(clients).await.unwrap());
        let sandbox = sandbox::Sandbox::start().await.unwrap();
        let gate = Gate::start(&issuer, sandbox.base_url(), sandbox.token()).await.unwrap();
        let (folder, keychain) =
            (tempfile::tempdir().unwrap(), Arc::new(MemoryKeychain::default()));
        let (person, opened) = (Arc::new(Person::default()), Arc::new(AtomicU32::new(0)));
        let app = backend(folder.path(), &keychain, &person, &opened);
        Bench { folder, keychain, person, opened, issuer, gate, app, _sandbox: sandbox }
    }

    /// Ends the program and starts it again.
    pub fn restart(&mut self) {
        self.app = backend(self.folder.path(), &self.keychain, &self.person, &self.opened);
    }

    pub fn draft(&self, authentication: &str, oauth: Value, secret: Option<&str>) -> Value {
        let mut draft = draft(self.gate.base_url(), "");
        draft["authentication"] = json!(authentication);
        draft["secret"] = match secret {
            Some(secret) => json!({ "kind": "replace", "value": secret }),
            None => json!({ "kind": "keep" }),
        };
        let mut settings = json!({
            "tokenEndpoint": self.issuer.token_endpoint(), "clientId": "app",
            "clientAuthentication": "header", "scopes": ["scim.read"],
        });
        for (name, value) in oauth.as_object().unwrap() {
            settings[name] = value.clone();
        }
        draft["signIn"] = json!({ "oauth": settings });
        draft
    }

    /// A person who signs in with the browser.
    pub fn in_browser(&self, more: Value) -> Value {
        let mut oauth = json!({
            "clientAuthentication": "none", "authorizationEndpoint": self.issuer.authorization_endpoint(),
        });
        for (name, value) in more.as_object().unwrap() {
            oauth[name] = value.clone();
        }
        self.draft("authorizationCode", oauth, None)
    }

    /// Nothing of this is in any file, nor in what a window can ask for.
    pub async fn assert_nowhere(&self, secrets: &[String]) {
        let of = json!({ "outcome": "all", "text": "", "limit": 200 });
        let listed = ok(&self.app, "exchanges_list", of).await;
        let mut told = listed.to_string();
        for exchange in listed["exchanges"].as_array().unwrap() {
            told +=
                &ok(&self.app, "exchange_read", json!({ "id": exchange["id"] })).await.to_string();
        }
        told += &ok(&self.app, "tenant_list", json!({})).await.to_string();
        told += &ok(&self.app, "diagnostics_preview", json!({})).await.to_string();
        assert!(told.contains("/token"), "the token request is in the history");
        for secret in secrets {
            assert!(!told.contains(secret.as_str()), "{secret} was told");
            assert!(!on_disk(self.folder.path(), secret), "{secret} is on disk");
        }
    }
}

pub fn backend(
    folder: &Path,
    keychain: &Arc<MemoryKeychain>,
    person: &Arc<Person>,
    opened: &Arc<AtomicU32>,
) -> App {
    let secrets: Arc<dyn SecretStore> = Arc::clone(keychain) as _;
    let opened = Arc::clone(opened);
    App::open(Config {
        confirm: Arc::clone(person) as Arc<dyn Confirm>,
        open_url: Arc::new(move |url| {
            opened.fetch_add(1, Ordering::Relaxed);
            let url = url.to_owned();
            tokio::spawn(async move { issuer::browser().get(url).send().await.unwrap() });
            Ok(())
        }),
        ..Config::new(folder, secrets)
    })
    .unwrap()
}

pub fn of(tenant: &Value) -> Value {
    json!({ "tenantId": tenant["id"] })
}
