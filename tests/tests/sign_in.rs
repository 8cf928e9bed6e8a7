//! Signing in by OAuth 2.0, against an authorisation server that checks what a real one checks: a client by its secret, and
//! a person with the browser. What is secret stays in the keychain and in memory.

use std::sync::Arc;

use anyhow::{Result, ensure};
use issuer::{Client, Gate, Issuer, Proof};
use sandbox::Sandbox;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::secrets::files_with;
use tests::tenants::{self, OAuth, Tenant, fill_form, sign_in_with_oauth};
use tests::{directory, wait};

const SECRET: &str = "canary:client-secret-4711";
const BROWSER: &str = "Authorization code, in the browser";

/// A directory that lets in who has a token of the issuer.
struct Scene {
    issuer: Arc<Issuer>,
    gate: Gate,
    _sandbox: Sandbox,
}

impl Scene {
    async fn new(proof: Proof) -> Result<Scene> {
        let issuer = Arc::new(Issuer::start([Client::new("app", proof)]).await?);
        let sandbox = Sandbox::start().await?;
        let gate = Gate::start(&issuer, sandbox.base_url(), sandbox.token()).await?;
        Ok(Scene { issuer, gate, _sandbox: sandbox })
    }

    /// Fills the form up to what proves the client.
    async fn fill(&self, page: &Page, grant: &str) -> Result<()> {
        let base_url = self.gate.base_url();
        fill_form(page, Tenant { name: "Behind an issuer", base_url, token: "" }).await?;
        let token_endpoint = self.issuer.token_endpoint();
        let oauth = OAuth { token_endpoint: &token_endpoint, client_id: "app" };
        sign_in_with_oauth(page, grant, oauth).await
    }

    /// None of what was typed or given out is in any file.
    fn assert_nowhere(&self, desktop: &Desktop) -> Result<()> {
        let mut secrets = self.issuer.given();
        ensure!(!secrets.is_empty(), "the issuer gave nothing out");
        secrets.push(SECRET.to_owned());
        for secret in secrets {
            let found = files_with(&desktop.data_folder(), &secret)?;
            ensure!(found.is_empty(), "{secret} stands in {found:?}");
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_added_by_its_credentials_tested_and_browsed() -> Result<()> {
    let scene = Scene::new(Proof::Header(SECRET.to_owned())).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        scene.fill(page, "Client credentials").await?;
        page.fill("field-clientSecret", "not-the-secret").await?;
        let steps = tenants::test_connection(page).await?;
        let failed = steps.iter().find(|it| it.state == "failed");
        let words = failed.map(|it| it.text.as_str()).unwrap_or_default();
        ensure!(words.contains("invalid_client"), "{steps:?}");
        let marked = page.attribute("field-clientSecret", "aria-invalid").await?;
        ensure!(marked.as_deref() == Some("true"), "the client secret is not marked: {steps:?}");

        page.fill("field-clientSecret", SECRET).await?;
        page.fill("field-scopes", "scim.read").await?;
        let steps = tenants::test_connection(page).await?;
        ensure!(steps.iter().all(|it| it.state != "failed"), "{steps:?}");
        page.click("tenant-save-open").await?;
        directory::first_rows(page).await?;
        renewed_on_request(page, &scene).await
    })
    .await?;
    scene.assert_nowhere(&desktop)
}

/// The status bar says how long the token lives; renewed, the next request fetches another one.
async fn renewed_on_request(page: &Page, scene: &Scene) -> Result<()> {
    page.text_with("status-token", "token renews in").await?;
    let before = scene.issuer.seen().len();
    page.click("status-token").await?;
    page.text_with("token-popover", "by itself").await?;
    page.click("token-renew").await?;
    page.press("Escape").await?;
    page.gone("token-popover").await?;
    directory::focus(page).await?;
    page.press("F5").await?;
    wait::until("another token", async || Ok((scene.issuer.seen().len() > before).then_some(())))
        .await?;
    directory::first_rows(page).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_with_the_browser_before_and_after_the_tenant_is_saved() -> Result<()> {
    let scene = Scene::new(Proof::Nothing).await?;
    let mut desktop = Desktop::new(Keychain::Unlocked).await?;
    desktop.note_links()?;
    let desktop = desktop;
    with_app(&desktop, &[], async |page| {
        scene.fill(page, BROWSER).await?;
        page.fill("field-authorizationEndpoint", &scene.issuer.authorization_endpoint()).await?;
        scene.issuer.set_consent(false);
        page.click("sign-in-browser").await?;
        go_where_the_browser_was_sent(&desktop).await?;
        page.text_with("sign-in-failed", "The person said no.").await?;

        scene.issuer.set_consent(true);
        page.click("sign-in-browser").await?;
        let host = scene.issuer.origin().trim_start_matches("http://");
        page.text_with("sign-in-waiting", host).await?;
        go_where_the_browser_was_sent(&desktop).await?;
        page.element("signed-in").await?;
        let steps = tenants::test_connection(page).await?;
        ensure!(steps.iter().all(|it| it.state != "failed"), "{steps:?}");
        page.click("tenant-save-open").await?;
        directory::first_rows(page).await?;
        Ok(())
    })
    .await?;
    // The token was of the run before: the tenant waits for its person, and goes on once they have signed in.
    with_app(&desktop, &[], async |page| {
        page.click_named("button", "Edit the connection Behind an issuer").await?;
        page.click("tenant-save-open").await?;
        page.text_with("error-card", "Nobody has signed in yet").await?;
        page.click("sign-in-browser").await?;
        go_where_the_browser_was_sent(&desktop).await?;
        directory::first_rows(page).await.map(drop)
    })
    .await?;
    scene.assert_nowhere(&desktop)
}

/// The person at the browser, who says yes or no at once.
async fn go_where_the_browser_was_sent(desktop: &Desktop) -> Result<()> {
    let link = desktop.opened_link().await?;
    issuer::browser().get(link).send().await?;
    Ok(())
}
