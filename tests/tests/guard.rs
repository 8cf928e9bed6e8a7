//! The write guard and the pauses that a server asks for, as a person sees them: production is read-only until somebody
//! unlocks it with a reason, that ends by hand and by leaving, and a wait counts down and can be stopped.

use anyhow::{Result, ensure};
use faults::answer::Answer;
use faults::asked::Asked;
use faults::certificate::Authority;
use faults::fault::Fault;
use faults::server::FaultServer;
use sandbox::Sandbox;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::directory;
use tests::page::{Page, test_id};
use tests::tenants::{self, Tenant};
use tests::wait;

const REASON: &str = "INC-4711, wrong cost centres";
const TOKEN: &str = "canary-token-2c8f";

#[tokio::test(flavor = "multi_thread")]
async fn production_is_read_only_until_it_is_unlocked_and_leaving_locks_it() -> Result<()> {
    let server = Sandbox::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: "Aurelia", base_url: server.base_url(), token: server.token() };
        tenants::fill_form(page, tenant).await?;
        page.choose("field-environment", "Production").await?;
        page.text_with("field-guard", "Read-only").await?;
        page.click("tenant-save-open").await?;
        directory::first_rows(page).await?;
        is_locked(page).await?;

        page.click("guard-toggle").await?;
        page.click("unlock-writes-confirm").await?;
        page.css("[data-testid=guard-reason][aria-invalid]").await?;
        page.press("Escape").await?;
        page.gone("unlock-writes").await?;
        is_locked(page).await?;

        unlock(page).await?;
        goes_on(page, "guard-countdown").await?;
        page.press("Control+Shift+l").await?;
        is_locked(page).await?;

        unlock(page).await?;
        switch(page, "1").await?;
        page.gone("guard-tag").await?;
        switch(page, "2").await?;
        is_locked(page).await?;
        page.text_with("guard-notice", "showed another tenant").await?;
        what_was_done(page).await
    })
    .await
}

async fn unlock(page: &Page) -> Result<()> {
    page.click("guard-toggle").await?;
    page.fill("guard-reason", REASON).await?;
    page.press("Enter").await?;
    page.gone("unlock-writes").await?;
    page.text_with("guard-tag", "writes on, locks in").await?;
    page.text_with("status-guard", "Production, writes on").await?;
    let frame = page.attribute("app", "data-writes").await?;
    ensure!(frame.as_deref() == Some("unlocked"), "the frame does not show it: {frame:?}");
    Ok(())
}

async fn is_locked(page: &Page) -> Result<()> {
    page.text_with("guard-tag", "read-only").await?;
    page.text_with("status-guard", "Production, read-only").await?;
    let frame = page.attribute_now("app", "data-writes").await?;
    ensure!(frame.is_none(), "the frame says that it is unlocked: {frame:?}");
    Ok(())
}

/// Shows the tenant with this digit.
async fn switch(page: &Page, digit: &str) -> Result<()> {
    page.press("Control+t").await?;
    page.element("tenant-chooser").await?;
    page.press(digit).await?;
    page.gone("tenant-chooser").await?;
    directory::first_rows(page).await.map(drop)
}

async fn what_was_done(page: &Page) -> Result<()> {
    page.click("status-guard").await?;
    page.click_css(&format!("{} button", test_id("unlock-log"))).await?;
    for words in ["Locked, its window left", "Locked by hand", REASON] {
        page.text_with("guard-log", words).await?;
    }
    Ok(())
}

/// Waits until what counts down shows another number.
async fn goes_on(page: &Page, id: &str) -> Result<()> {
    let first = page.text(id).await?;
    wait::until(&format!("{id} to go on from {first}"), async || {
        Ok((page.text(id).await? != first).then_some(()))
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_that_the_server_asks_for_is_shown_and_can_be_stopped() -> Result<()> {
    let fault = Fault::http("pausing", "asks for a pause before its users", pausing);
    let server = FaultServer::start(&fault, &Authority::new()?).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let tenant = Tenant { name: "Pausing", base_url: server.base_url(), token: TOKEN };
        tenants::fill_form(page, tenant).await?;
        page.click("tenant-save-open").await?;
        page.text_with("list-wait", "The server asked for a pause").await?;
        page.text_with("list-wait", "goes on in").await?;
        goes_on(page, "status-pause").await?;
        page.click("wait-stop").await?;
        page.text_with("error-card", "The server asks to slow down").await?;
        page.gone("status-pause").await
    })
    .await
}

/// Longer than the test takes, and short enough to be waited for.
fn pausing(asked: &Asked) -> Answer {
    faults::directory::except(asked, "/Users", || {
        Answer::refusal_with("429 Too Many Requests", &["Retry-After: 60"], "quota used up")
    })
}
