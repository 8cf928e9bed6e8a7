//! The backend as the window has it, over a temporary folder, with secrets in memory.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use app::call::RawCall;
use app::secrets::{KeychainError, SecretStore};
use app::{App, Config};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

/// The token of every tenant; it must never be seen again.
pub(crate) const TOKEN: &str = "canary-token-of-the-fault-table-7b1f";
/// What the tenants prove themselves by that are issued their tokens; as secret as these.
pub(crate) const CLIENT_SECRET: &str = "canary-client-secret-of-the-fault-table-90ce";

pub(crate) struct Backend {
    app: App,
    _folder: tempfile::TempDir,
}

#[derive(Default)]
struct Memory(Mutex<HashMap<String, String>>);

impl Backend {
    pub(crate) fn open() -> Backend {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::new(folder.path(), Arc::new(Memory::default()))).unwrap();
        Backend { app, _folder: folder }
    }

    /// Makes a call as the window does; the error as it crosses to the window.
    pub(crate) async fn call(&self, name: &str, request: Value) -> Result<Value, Value> {
        match self.app.call(name, request, None, RawCall::detached()).await {
            Ok(answer) => Ok(serde_json::from_str(answer.get()).unwrap()),
            Err(error) => Err(serde_json::to_value(error).unwrap()),
        }
    }
}

impl SecretStore for Memory {
    fn name(&self) -> String {
        "Test keychain".into()
    }
    fn status(&self) -> Result<(), KeychainError> {
        Ok(())
    }
    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(self.0.lock().unwrap().get(account).map(|it| SecretString::from(it.clone())))
    }
    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.0.lock().unwrap().insert(account.into(), secret.expose_secret().into());
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.0.lock().unwrap().remove(account);
        Ok(())
    }
}
