//! A backend over a temporary folder, secrets in memory, and calls as a window makes them.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use app::api::error::UiError;
use app::call::RawCall;
use app::secrets::{KeychainError, SecretStore};
use app::{App, Config};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

/// A keychain in memory that can be taken away.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    pub entries: Mutex<HashMap<String, String>>,
    pub missing: Mutex<bool>,
    /// Whether entries cannot be removed.
    pub stuck: Mutex<bool>,
    /// How long it takes to say whether it is there, as one that is locked does.
    pub slow: Mutex<std::time::Duration>,
    /// How often it was asked whether it is there, and for a value.
    pub asked: Mutex<(u32, u32)>,
}

impl MemoryKeychain {
    pub fn absent() -> Arc<Self> {
        let keychain = Self::default();
        *keychain.missing.lock().unwrap() = true;
        Arc::new(keychain)
    }

    pub fn set_missing(&self, missing: bool) {
        *self.missing.lock().unwrap() = missing;
    }

    pub fn set_stuck(&self, stuck: bool) {
        *self.stuck.lock().unwrap() = stuck;
    }

    fn check(&self) -> Result<(), KeychainError> {
        if *self.missing.lock().unwrap() {
            return Err(KeychainError::new("There is no keychain here.", "Start one."));
        }
        Ok(())
    }
}

impl SecretStore for MemoryKeychain {
    fn name(&self) -> String {
        "Test keychain".into()
    }
    fn status(&self) -> Result<(), KeychainError> {
        self.asked.lock().unwrap().0 += 1;
        let slow = *self.slow.lock().unwrap();
        std::thread::sleep(slow);
        self.check()
    }
    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        self.asked.lock().unwrap().1 += 1;
        self.check()?;
        Ok(self.entries.lock().unwrap().get(account).map(|it| SecretString::from(it.clone())))
    }
    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.check()?;
        self.entries.lock().unwrap().insert(account.into(), secret.expose_secret().into());
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.check()?;
        if *self.stuck.lock().unwrap() {
            return Err(KeychainError::new("The entry is in use.", "Try again."));
        }
        self.entries.lock().unwrap().remove(account);
        Ok(())
    }
}

/// A backend over a data folder.
pub fn backend(folder: &Path, keychain: &Arc<MemoryKeychain>) -> App {
    let secrets: Arc<dyn SecretStore> = Arc::clone(keychain) as _;
    App::open(Config::new(folder, secrets)).unwrap()
}

/// Makes a call as a window does.
pub async fn call(app: &App, name: &str, request: Value) -> Result<Value, UiError> {
    let answer = app.call(name, request, None, RawCall::detached()).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

/// Makes a call that must work.
pub async fn ok(app: &App, name: &str, request: Value) -> Value {
    call(app, name, request).await.unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// Opens the sandbox.
pub async fn open_sandbox(app: &App) -> Value {
    ok(app, "tenant_open", json!({ "tenantId": "sandbox" })).await
}

/// A tenant as the form sends it.
pub fn draft(base_url: &str, token: &str) -> Value {
    json!({
        "name": "Test server", "environment": "test", "colour": "teal", "baseUrl": base_url,
        "authentication": "bearer", "secret": { "kind": "replace", "value": token },
        "askEachTime": false, "connectSeconds": 5, "totalSeconds": 10,
    })
}

/// Every file below a folder, for looking whether a text stands in one.
pub fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

/// Whether a text stands in any file below a folder.
pub fn on_disk(folder: &Path, text: &str) -> bool {
    files(folder).iter().any(|(_, bytes)| bytes.windows(text.len()).any(|it| it == text.as_bytes()))
}
