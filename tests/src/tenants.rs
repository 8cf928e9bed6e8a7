//! Adding a tenant through the form, as a person does.

use std::time::Duration;

use anyhow::Result;
use serde::Deserialize;

use crate::page::Page;
use crate::wait;

/// What is typed into the form.
#[derive(Debug, Clone, Copy)]
pub struct Tenant<'a> {
    /// What people call it.
    pub name: &'a str,
    /// As pasted.
    pub base_url: &'a str,
    /// The bearer token; empty where another way to sign in is chosen.
    pub token: &'a str,
}

/// A step of the connection test as drawn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Step {
    /// DNS, TCP and so on.
    pub name: String,
    /// waiting, running, ok, warning, failed, skipped.
    pub state: String,
    /// Everything it shows.
    pub text: String,
}

const WATCH: &str = "window.__testRan = false;
    new MutationObserver((_, observer) => {
      if (document.querySelector('[data-testid=\"tenant-test-cancel\"]') === null) return;
      window.__testRan = true;
      observer.disconnect();
    }).observe(document.body, { subtree: true, childList: true });
    return true";

const STEPS: &str =
    "return [...document.querySelectorAll('[data-testid^=\"test-step-\"]')].map((step) => ({
    name: step.dataset.testid.slice('test-step-'.length),
    state: step.dataset.state ?? '',
    text: step.innerText,
}))";

/// Opens the form from the welcome screen and fills it.
pub async fn fill_form(page: &Page, tenant: Tenant<'_>) -> Result<()> {
    page.click("welcome-add-tenant").await?;
    page.element("tenant-form").await?;
    page.fill("field-name", tenant.name).await?;
    page.fill("field-baseUrl", tenant.base_url).await?;
    if tenant.token.is_empty() { Ok(()) } else { page.fill("field-token", tenant.token).await }
}

/// Tests the connection and waits for the end of the test.
pub async fn test_connection(page: &Page) -> Result<Vec<Step>> {
    // One that began by itself while somebody still typed is another one's.
    page.gone("tenant-test-cancel").await?;
    // A test can be over before anybody looks: the page itself notes that it ran, or the steps
    // of the test before might be taken for this one's.
    let _watching: bool = page.js(WATCH, Vec::new()).await?;
    page.click("tenant-test").await?;
    wait::within(Duration::from_secs(60), "the connection test to run", async || {
        let ran: bool = page.js("return window.__testRan === true", Vec::new()).await?;
        Ok((ran && !page.has("tenant-test-cancel").await?).then_some(()))
    })
    .await?;
    finished_steps(page).await
}

/// Waits until no step of the test waits or runs.
pub async fn finished_steps(page: &Page) -> Result<Vec<Step>> {
    wait::until("the end of the connection test", async || {
        let steps = steps(page).await?;
        let is_done = !steps.is_empty()
            && !steps.iter().any(|step| matches!(step.state.as_str(), "waiting" | "running"));
        Ok(is_done.then_some(steps))
    })
    .await
}

/// The steps as drawn now.
pub async fn steps(page: &Page) -> Result<Vec<Step>> {
    page.js(STEPS, Vec::new()).await
}

/// Adds the tenant and opens it; returns when its directory is on the screen.
pub async fn add_and_open(page: &Page, tenant: Tenant<'_>) -> Result<()> {
    fill_form(page, tenant).await?;
    page.click("tenant-save-open").await?;
    page.element("grid").await?;
    Ok(())
}

/// Adds a tenant that may be written to, and opens it. (Production, which a new tenant is until somebody says otherwise,
/// is read-only.)
pub async fn add_and_open_free(page: &Page, tenant: Tenant<'_>) -> Result<()> {
    fill_form(page, tenant).await?;
    page.choose("field-environment", "Test").await?;
    page.click("tenant-save-open").await
}

/// Chooses basic authentication in the form that is open, and types what belongs to it.
pub async fn sign_in_with_password(page: &Page, user: &str, password: &str) -> Result<()> {
    page.click_named("radio", "Basic").await?;
    page.fill("field-userName", user).await?;
    page.fill("field-password", password).await
}

/// How a client gets its tokens.
#[derive(Debug, Clone, Copy)]
pub struct OAuth<'a> {
    /// Where tokens are asked for.
    pub token_endpoint: &'a str,
    /// The client id.
    pub client_id: &'a str,
}

/// Chooses OAuth with this grant, by its name, in the form that is open, and types what each grant needs.
pub async fn sign_in_with_oauth(page: &Page, grant: &str, oauth: OAuth<'_>) -> Result<()> {
    page.click_named("radio", "OAuth 2.0").await?;
    page.choose("field-grant", grant).await?;
    page.fill("field-tokenEndpoint", oauth.token_endpoint).await?;
    page.fill("field-clientId", oauth.client_id).await
}
