//! A sandbox to be written to: what stands before it keeps every request, and it can be asked beside the app.

use anyhow::{Context, Result, ensure};
use sandbox::Sandbox;
use serde_json::{Value, json};

use crate::page::Page;
use crate::proxy::{Passed, Proxy};
use crate::tenants::{self, Tenant};
use crate::{directory, edit, http};

/// A sandbox of its own, and what stands before it and counts.
#[derive(Debug)]
pub struct Server {
    /// The server itself: the app's own sandbox knows nobody of this one.
    pub sandbox: Sandbox,
    /// What the app talks to.
    pub proxy: Proxy,
    base_url: String,
}

impl Server {
    /// Starts both.
    pub async fn start() -> Result<Server> {
        let sandbox = Sandbox::start().await?;
        let base = sandbox.base_url();
        let at = base.find("/scim").context("the base URL has a path")?;
        let (origin, path) = base.split_at(at);
        let proxy = Proxy::before(origin).await?;
        let base_url = format!("{}{path}", proxy.origin());
        Ok(Server { proxy, base_url, sandbox })
    }

    /// A resource, or what a query finds, as the server has it.
    pub async fn resource(&self, path: &str) -> Result<Value> {
        edit::on_server(self.sandbox.base_url(), self.sandbox.token(), path).await
    }

    /// Somebody else writes.
    pub async fn patched(&self, path: &str, operations: Value) -> Result<()> {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
        });
        let answer = http::client()?
            .patch(format!("{}/{path}", self.sandbox.base_url()))
            .bearer_auth(self.sandbox.token())
            .header("content-type", "application/scim+json")
            .body(body.to_string())
            .send()
            .await?;
        ensure!(answer.status().is_success(), "{path}: {}", answer.status());
        Ok(())
    }

    /// The one write that came from the app.
    pub fn only_write(&self) -> Result<Passed> {
        let mut writes = self.proxy.writes();
        ensure!(writes.len() == 1, "one request was expected: {writes:#?}");
        writes.pop().context("no request")
    }

    /// Opens it as a tenant, and gives the id of the first user.
    pub async fn open(&self, page: &Page, environment: &str) -> Result<String> {
        let tenant =
            Tenant { name: "Aurelia", base_url: &self.base_url, token: self.sandbox.token() };
        tenants::fill_form(page, tenant).await?;
        page.choose("field-environment", environment).await?;
        page.click("tenant-save-open").await?;
        let rows = directory::first_rows(page).await?;
        let id = rows.iter().find_map(|it| it.id.clone()).context("no row has an id")?;
        directory::open_row(page, &id).await?;
        Ok(id)
    }
}

/// A resource without what changes with every write.
pub fn without_meta(mut resource: Value) -> Value {
    if let Some(members) = resource.as_object_mut() {
        members.remove("meta");
    }
    resource
}
