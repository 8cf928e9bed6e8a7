//! The app's backend as the window drives it, without a window: an encrypted database in a folder
//! of its own, the secrets in memory.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, anyhow};
use app::call::RawCall;
use app::secrets::{KeychainError, SecretStore};
use app::{App, Config};
use secrecy::SecretString;
use serde_json::{Value, json};

/// What signs in to the bench's servers, which let everybody in.
pub(crate) const TOKEN: &str = "a-token-of-the-bench-0123456789";

/// A client of an authorisation server.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Client<'a> {
    pub(crate) token_endpoint: &'a str,
    pub(crate) id: &'a str,
    pub(crate) secret: &'a str,
}

/// A backend with one tenant, opened.
#[derive(Debug, Clone)]
pub(crate) struct Backend {
    app: App,
    tenant_id: String,
}

impl Backend {
    /// Makes the database in `folder` and opens a tenant that stands for the server.
    pub(crate) async fn open(folder: &Path, base_url: &str) -> Result<Backend> {
        let way = json!({
            "environment": "test", "authentication": "bearer",
            "secret": { "kind": "replace", "value": TOKEN },
        });
        Backend::open_with(folder, base_url, way).await
    }

    /// The same for production, which is read-only, with tokens of an authorisation server for this client.
    pub(crate) async fn open_production(
        folder: &Path,
        base_url: &str,
        client: &Client<'_>,
    ) -> Result<Backend> {
        let way = json!({
            "environment": "production", "authentication": "clientCredentials",
            "secret": { "kind": "replace", "value": client.secret },
            "signIn": { "oauth": {
                "tokenEndpoint": client.token_endpoint, "clientId": client.id,
                "clientAuthentication": "header", "scopes": ["scim.read"],
            } },
        });
        Backend::open_with(folder, base_url, way).await
    }

    async fn open_with(folder: &Path, base_url: &str, way: Value) -> Result<Backend> {
        let app = App::open(Config::new(folder, Arc::new(Memory::default())))?;
        let mut backend = Backend { app, tenant_id: String::new() };
        let mut tenant = json!({
            "name": "Bench", "colour": "teal", "baseUrl": base_url,
            "askEachTime": false, "connectSeconds": 10, "totalSeconds": 60,
        });
        if let (Some(tenant), Value::Object(way)) = (tenant.as_object_mut(), way) {
            tenant.extend(way);
        }
        let saved = backend.call("tenant_save", tenant).await?;
        let id = saved.get("id").and_then(Value::as_str).context("the tenant has no id")?;
        backend.tenant_id = id.to_owned();
        backend.call("tenant_open", json!({ "tenantId": backend.tenant_id })).await?;
        Ok(backend)
    }

    /// Runs a command for the open tenant.
    pub(crate) async fn of_tenant(&self, name: &str, request: Value) -> Result<Value> {
        let mut request = request;
        if let Some(members) = request.as_object_mut() {
            members.insert("tenantId".to_owned(), Value::String(self.tenant_id.clone()));
        }
        self.call(name, request).await
    }

    async fn call(&self, name: &str, request: Value) -> Result<Value> {
        let answered = self.app.call(name, request, None, RawCall::detached()).await;
        let answer = answered.map_err(|error| anyhow!("{name}: {error:?}"))?;
        Ok(serde_json::from_str(answer.get())?)
    }
}

#[derive(Debug, Default)]
struct Memory {
    entries: Mutex<HashMap<String, SecretString>>,
}

impl Memory {
    fn entries(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretStore for Memory {
    fn name(&self) -> String {
        "Memory".to_owned()
    }

    fn status(&self) -> Result<(), KeychainError> {
        Ok(())
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(self.entries().get(account).cloned())
    }

    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.entries().insert(account.to_owned(), secret.clone());
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.entries().remove(account);
        Ok(())
    }
}
