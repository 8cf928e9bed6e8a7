//! A server that lets people in by user name and password only: the app finds out, is told, and shows what it holds,
//! how much more may be asked, and which requests were about one resource. The password stays in the keychain.

use anyhow::{Result, ensure};
use sandbox::Sandbox;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::directory;
use tests::gate::{Gate, Lock};
use tests::page::{Page, test_id};
use tests::secrets::files_with;
use tests::tenants::{self, Tenant, fill_form, sign_in_with_password};

const USER: &str = "ada@example.com";
const PASSWORD: &str = "canary:pass-wort-4711";
/// `USER:PASSWORD` in base64.
const PAIR: &str = "YWRhQGV4YW1wbGUuY29tOmNhbmFyeTpwYXNzLXdvcnQtNDcxMQ==";

/// The sandbox behind a gate, and its base URL there.
async fn behind_a_gate(sandbox: &Sandbox) -> Result<(Gate, String)> {
    let (scheme, rest) = sandbox.base_url().split_once("://").unwrap_or_default();
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let gate = Gate::before(Lock {
        authorization: format!("Basic {PAIR}"),
        upstream: format!("{scheme}://{authority}"),
        token: sandbox.token().to_owned(),
        later: Some(format!("/{path}/Groups")),
    })
    .await?;
    let base_url = format!("{}/{path}", gate.origin());
    Ok((gate, base_url))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_wants_a_password_is_signed_in_to_and_browsed() -> Result<()> {
    let sandbox = Sandbox::start().await?;
    let (_gate, base_url) = behind_a_gate(&sandbox).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: "Behind a gate", base_url: &base_url, token: "canary-token" };
        fill_form(page, tenant).await?;
        let steps = tenants::test_connection(page).await?;
        let failed = steps.iter().find(|it| it.state == "failed");
        let words = failed.map(|it| it.text.as_str()).unwrap_or_default();
        ensure!(words.contains("Switch the sign-in to Basic"), "{steps:?}");

        sign_in_with_password(page, USER, PASSWORD).await?;
        let steps = tenants::test_connection(page).await?;
        ensure!(steps.iter().all(|it| it.state != "failed"), "{steps:?}");
        page.click("tenant-save-open").await?;
        directory::first_rows(page).await?;
        page.text_with("status-rate", "rate limit 412 of 600").await?;

        requests_about_one_resource(page).await?;
        a_list_for_later(page).await
    })
    .await?;
    for secret in [PASSWORD, PAIR, PAIR.trim_end_matches('='), "canary-token"] {
        let found = files_with(&desktop.data_folder(), secret)?;
        ensure!(found.is_empty(), "{secret} stands in {found:?}");
    }
    Ok(())
}

/// By keys: the full page of the first row, read again, its requests, and one of them in the history.
async fn requests_about_one_resource(page: &Page) -> Result<()> {
    page.tab_to("grid").await?;
    directory::row_at(page, 0).await?;
    page.press("Enter").await?;
    page.element("resource-screen").await?;
    page.press("F5").await?;
    page.text_with("inspector-tab-requests", "1").await?;
    page.press("Control+h").await?;
    page.text_with("requests-about", "200").await?;
    // The row of what was read just now may still be on its way to its place.
    page.settled().await?;
    page.click_css(&format!("{} button", test_id("requests-about"))).await?;
    page.text_with("exchange-detail", "Basic •••").await?;
    page.text_with("exchange-detail", "connection reused").await?;
    Ok(())
}

async fn a_list_for_later(page: &Page) -> Result<()> {
    page.click("nav-Group").await?;
    page.text_with("error-card", "The server will answer later").await?;
    page.click_named("button", "Show request").await?;
    page.text_with("exchange-detail", "202 Accepted").await?;
    page.text_with("exchange-detail", "the work is still to be done").await?;
    Ok(())
}
