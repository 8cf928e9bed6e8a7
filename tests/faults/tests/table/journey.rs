//! What a person does with a server: test the connection, save it, open it, scroll its users to the end, look at one.

use faults::fault::{Fault, OnTheWay, Stage};
use faults::proxy::Proxy;
use faults::server::{FaultServer, refused_port};
use serde_json::{Value, json};

use crate::backend::{Backend, CLIENT_SECRET, TOKEN};

/// How many windows of a list are looked at: none of the directories is that long.
const MOST_WINDOWS: usize = 20;

/// What came of it.
#[derive(Debug, Default)]
pub(crate) struct Journey {
    /// The connection test as it ended, unless the form was refused.
    pub(crate) test: Option<Value>,
    /// Where it ended and what was said, if it did not go to the end.
    pub(crate) error: Option<(Stage, Value)>,
    /// The titles of the rows.
    pub(crate) rows: Vec<String>,
    /// All findings of discovery, lists and the resource.
    pub(crate) findings: Vec<Value>,
    /// The first resource as read.
    pub(crate) resource: Option<Value>,
    /// The end of the list was seen.
    pub(crate) end_seen: bool,
}

impl Journey {
    pub(crate) async fn with(
        backend: &Backend,
        fault: &Fault,
        server: &FaultServer,
        proxy: Option<&Proxy>,
    ) -> Journey {
        let mut journey = Journey::default();
        let draft = draft(fault, server, proxy);
        if let Err((stage, error)) = journey.go(backend, draft).await {
            journey.error = Some((stage, error));
        }
        journey
    }

    async fn go(&mut self, backend: &Backend, draft: Value) -> Result<(), (Stage, Value)> {
        let at = |stage| move |error| (stage, error);
        let tested = backend.call("tenant_test", draft.clone()).await;
        self.test = Some(tested.map_err(at(Stage::Form))?);
        let saved = backend.call("tenant_save", draft).await.map_err(at(Stage::Form))?;
        let tenant = saved["id"].clone();
        let request = json!({ "tenantId": tenant });
        let opened = backend.call("tenant_open", request).await.map_err(at(Stage::Opening))?;
        for part in opened["discovery"].as_array().unwrap() {
            self.note(&part["findings"]);
        }
        let types = opened["resourceTypes"].as_array().unwrap();
        let users = types.iter().find(|it| it["name"] == "User").unwrap();
        let of = json!({ "tenantId": tenant, "resourceType": users["name"] });
        let first = self.list(backend, &of).await.map_err(at(Stage::List))?;
        if let Some(id) = first {
            let mut request = of;
            request["id"] = id;
            request["fresh"] = json!(true);
            let read = backend.call("resource_read", request).await.map_err(at(Stage::Resource))?;
            self.note(&read["findings"]);
            self.resource = Some(read);
        }
        Ok(())
    }

    /// Scrolls to the end; the id of the first row.
    async fn list(&mut self, backend: &Backend, of: &Value) -> Result<Option<Value>, Value> {
        let mut first = None;
        for window in 0..MOST_WINDOWS {
            let mut request = of.clone();
            request["offset"] = json!(self.rows.len());
            request["limit"] = json!(100);
            request["columns"] = json!(["userName", "displayName"]);
            request["reload"] = json!(window == 0);
            let listed = backend.call("resources_list", request).await?;
            let rows = listed["rows"].as_array().unwrap();
            first = first.or(rows.first().and_then(|it| it.get("id").cloned()));
            self.rows.extend(rows.iter().map(|it| it["title"].as_str().unwrap().to_owned()));
            self.end_seen = listed["endSeen"] == true;
            if self.end_seen {
                self.note(&listed["findings"]);
                break;
            }
        }
        Ok(first)
    }

    fn note(&mut self, findings: &Value) {
        self.findings.extend(findings.as_array().unwrap().iter().cloned());
    }
}

/// The tenant as the form sends it.
fn draft(fault: &Fault, server: &FaultServer, proxy: Option<&Proxy>) -> Value {
    let base_url = server.base_url();
    let mut draft = json!({
        "name": fault.id, "environment": "test", "colour": "teal", "baseUrl": base_url,
        "authentication": "bearer", "secret": { "kind": "replace", "value": TOKEN },
        "askEachTime": false, "connectSeconds": fault.patience.min(20), "totalSeconds": fault.patience,
    });
    if let Some(url) = server.token_endpoint() {
        draft["authentication"] = json!("clientCredentials");
        draft["secret"]["value"] = json!(CLIENT_SECRET);
        draft["signIn"] = json!({ "oauth": {
            "tokenEndpoint": url, "clientId": "app", "clientAuthentication": "header", "scopes": ["scim"],
        } });
    }
    let Some(OnTheWay { given, .. }) = fault.proxy else { return draft };
    let nobody = || format!("http://127.0.0.1:{}", refused_port().unwrap());
    let url = proxy.map_or_else(nobody, |it| it.url().to_owned());
    let mut explicit = json!({ "kind": "explicit", "url": url });
    if let Some((user, word)) = given {
        explicit["userName"] = json!(user);
        let change = json!({ "kind": "replace", "value": word });
        draft["secrets"] = json!([{ "name": "proxyPassword", "change": change }]);
    }
    draft["transport"] = json!({ "proxy": explicit });
    draft
}
