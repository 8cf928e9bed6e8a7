//! A write that the app's own page asks for, by the commands that a screen would use, and a server that never answers one.

use anyhow::{Context, Result, bail, ensure};
use faults::answer::Answer;
use faults::asked::Asked;
use faults::certificate::Authority;
use faults::directory;
use faults::fault::Fault;
use faults::server::FaultServer;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::page::Page;
use crate::wait;

/// Calls a command as the page does, and leaves what comes of it where it is looked for.
const ASK: &str = "const [name, request] = arguments;
    const internals = window.__TAURI_INTERNALS__;
    const events = `__CHANNEL__:${internals.transformCallback(() => {})}`;
    window.asked = null;
    internals.invoke('call', { name, request, callId: null, events }).then(
        (answer) => { window.asked = { answer }; },
        (error) => { window.asked = { error: JSON.stringify(error) }; },
    );
    return null";

/// What comes of a call.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Came {
    Answer(Value),
    Error(String),
}

async fn call(page: &Page, name: &str, request: Value) -> Result<Value> {
    page.js::<Value>(ASK, vec![json!(name), request]).await?;
    let came = wait::until(name, async || {
        page.js::<Option<Came>>("return window.asked", Vec::new()).await
    })
    .await?;
    match came {
        Came::Answer(answer) => Ok(answer),
        Came::Error(error) => bail!("{name}: {error}"),
    }
}

/// A directory whose people can be read; the connection of whoever writes is closed without an answer.
pub async fn unanswering() -> Result<FaultServer> {
    let fault =
        Fault::http("unanswering", "closes the connection of whoever writes", |asked: &Asked| {
            if asked.head.starts_with("GET ") {
                directory::directory(asked)
            } else {
                Answer::bytes("")
            }
        });
    FaultServer::start(&fault, &Authority::new()?).await
}

/// Sets the title of ada, at the tenant of this name; nobody hears what becomes of it.
pub async fn set_title(page: &Page, tenant: &str, title: &str) -> Result<()> {
    let tenants = call(page, "tenant_list", json!({})).await?;
    let known = tenants.as_array().and_then(|all| all.iter().find(|it| it["name"] == tenant));
    let id = known.context("no such tenant")?["id"].clone();
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": "title", "value": title }],
    });
    let url = format!("/Users/{}", directory::id_of("ada"));
    let request =
        json!({ "tenantId": id, "method": "PATCH", "url": url, "body": body.to_string() });
    let prepared = call(page, "request_prepare", request).await?;
    let send = json!({ "tenantId": id, "token": prepared.get("token") });
    let sent = call(page, "request_send", send).await?;
    ensure!(sent.get("kind") == Some(&json!("unknown")), "it is known what became of it: {sent}");
    Ok(())
}
