//! Editing as a person does: the form, the pending changes, sending, and what is said afterwards.

pub mod controls;
pub mod server;
pub mod told;

use anyhow::{Result, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::page::{Page, test_id};
use crate::{http, wait};

/// One pending change as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Pending {
    /// What changes, as a PATCH names it.
    pub path: String,
    /// Everything it shows.
    pub text: String,
}

const PENDING: &str = "return [...document.querySelectorAll('[data-testid=\"pending-change\"]')]
    .map((it) => ({ path: it.dataset.path, text: it.innerText }))";

/// Opens the form of the resource that is shown.
pub async fn open(page: &Page) -> Result<()> {
    page.click("resource-edit").await?;
    page.element("edit-form").await.map(drop)
}

/// What a value is typed into, by the path of its field.
pub fn control(path: &str) -> String {
    format!("input[data-path='{path}'], textarea[data-path='{path}']")
}

/// Types a value into a field and waits until it counts as changed.
pub async fn set(page: &Page, path: &str, text: &str) -> Result<()> {
    page.fill_css(&control(path), text).await?;
    page.press("Tab").await?;
    let changed = format!("{}[data-field='{path}'][data-changed]", test_id("edit-field"));
    page.css(&changed).await.map(drop)
}

/// What stands among the pending changes, as soon as there are so many.
pub async fn pending(page: &Page, count: usize) -> Result<Vec<Pending>> {
    wait::until(&format!("{count} pending changes"), async || {
        let seen = page.js::<Vec<Pending>>(PENDING, Vec::new()).await?;
        Ok((seen.len() == count).then_some(seen))
    })
    .await
}

/// Sends the draft, and confirms where that is asked for.
pub async fn send(page: &Page) -> Result<()> {
    page.click("send-draft").await
}

/// Waits for the message that says what was done.
pub async fn done(page: &Page, words: &str) -> Result<()> {
    const SAID: &str = "return [...document.querySelectorAll('[data-testid=\"toast\"]')].map((it) => it.innerText)";
    wait::until(&format!("the message {words:?}"), async || {
        let said: Vec<String> = page.js(SAID, Vec::new()).await?;
        Ok(said.iter().any(|it| it.contains(words)).then_some(()))
    })
    .await
}

/// Answers the question before a write with the button that sends.
pub async fn confirm(page: &Page) -> Result<()> {
    page.css(&format!("{}[data-ready]", test_id("write-answers"))).await?;
    page.click("write-confirm").await
}

/// A resource as the server has it, read beside the app.
pub async fn on_server(base_url: &str, token: &str, path: &str) -> Result<Value> {
    let answer = http::get(&format!("{base_url}/{path}"), token).await?;
    ensure!(answer.status == 200, "{path}: {}", answer.status);
    Ok(serde_json::from_str(&answer.text)?)
}
