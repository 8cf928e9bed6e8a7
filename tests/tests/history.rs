//! The history lists exactly the requests that a counting proxy saw, survives a restart, and
//! holds no secret. What is wrong with an exchange is shown at its place.

use anyhow::{Result, ensure};
use sandbox::{Quirk, Sandbox, Settings};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::peer::Peer;
use tests::proxy::Proxy;
use tests::tenants::{self, Tenant};
use tests::{directory, history, secrets, wait, write};

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_real_server_is_what_a_proxy_saw() -> Result<()> {
    let peer = Peer::start().await?;
    let proxy = Proxy::before(peer.origin()).await?;
    browse_and_compare(&proxy, "/v2", peer.token()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_the_sandbox_is_what_a_proxy_saw() -> Result<()> {
    let sandbox = Sandbox::start().await?;
    let base_url = sandbox.base_url().to_owned();
    let origin = base_url.split("/scim").next().unwrap_or_default();
    let proxy = Proxy::before(origin).await?;
    let token = sandbox.token().to_owned();
    browse_and_compare(&proxy, "/scim/v2", &token).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_an_answer_is_shown_at_its_line() -> Result<()> {
    let quirks = [Quirk::TextBooleans, Quirk::SwappedMediaType].into_iter().collect();
    let odd = Sandbox::start_with(Settings { quirks, ..Settings::default() }).await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        let (base_url, token) = (odd.base_url(), odd.token());
        tenants::add_and_open(page, Tenant { name: "Odd", base_url, token }).await?;
        directory::first_rows(page).await?;
        history::open_first(page, "/Users?").await?;

        page.click("exchange-findings").await?;
        let finding = "[data-testid=finding][data-rule=S12]";
        page.css(finding).await?;
        page.click_css(&format!("{finding} button")).await?;
        wait::until("the line of the boolean", async || {
            let lines: Vec<String> = page
                .js(
                    "return [...document.querySelectorAll('.cm-line-danger')].map((it) => it.innerText)",
                    Vec::new(),
                )
                .await?;
            Ok(lines.iter().any(|it| it.contains("\"active\": \"true\"")).then_some(()))
        })
        .await?;

        page.click("findings-response").await?;
        page.click_css("[data-testid=finding][data-rule=S01] button").await?;
        page.css("[data-header=content-type][data-severity=warning]:focus").await?;
        page.click("findings-request").await?;
        page.text_with("lint-judged", "rules were judged").await.map(drop)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_write_that_was_never_answered_is_read_back_and_that_outlives_a_restart() -> Result<()> {
    let server = write::unanswering().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let path = format!("/Users/{}", faults::directory::id_of("ada"));
    let told = "the change is there";
    with_app(&desktop, &[], async |page| {
        let (base_url, token) = (server.base_url(), "canary-token-77b0");
        tenants::add_and_open_free(page, Tenant { name: "Unanswering", base_url, token }).await?;
        directory::first_rows(page).await?;
        // What it sets is so already: as if it had been done.
        write::set_title(page, "Unanswering", "ada of the directory").await?;
        history::open_first(page, &path).await?;
        page.text_with("outcome-notice", "Nobody knows whether this was done").await?;
        page.text_with("read-back-request", &format!("GET {base_url}{path}")).await?;
        page.click("read-back").await?;
        page.text_with("read-back-found", told).await?;
        page.text_with("outcome-mark", told).await?;
        page.click_named("button", "Show the read").await?;
        page.text_with("exchange-detail", "200 OK").await.map(drop)
    })
    .await?;
    with_app(&desktop, &[], async |page| {
        page.click("nav-history").await?;
        page.click("history-unknown").await?;
        page.text_with("outcome-mark", told).await?;
        page.click_css("[data-testid=history-row] [role=gridcell]").await?;
        page.text_with("read-back-found", told).await?;
        page.text_with("outcome-notice", "its discovery documents are read first").await?;
        page.click("read-back").await?;
        wait::until("the tenant to be open", async || {
            let text = page.text("outcome-notice").await?;
            Ok((!text.contains("are read first") && text.contains(told)).then_some(()))
        })
        .await
    })
    .await
}

async fn browse_and_compare(proxy: &Proxy, base_path: &str, token: &str) -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let base_url = format!("{}{base_path}", proxy.origin());
    let tenant = Tenant { name: "Counted", base_url: &base_url, token };
    let before = with_app(&desktop, &[], async |page| {
        tenants::fill_form(page, tenant).await?;
        tenants::test_connection(page).await?;
        page.click("tenant-save-open").await?;
        browse(page).await?;
        let rows = history::read_all(page).await?;
        history::ensure_equal(&rows, &proxy.passed(), base_path)?;
        ensure_masked(page, token).await?;
        Ok(rows)
    })
    .await?;
    let passed = proxy.passed().len();
    with_app(&desktop, &[], async |page| {
        wait::until("the history of before the restart", async || {
            let after = history::read_all(page).await?;
            ensure!(after == before, "before the restart: {before:#?}\nafter: {after:#?}");
            Ok(Some(()))
        })
        .await?;
        ensure!(proxy.passed().len() == passed, "the start alone sent requests");
        Ok(())
    })
    .await?;
    let files = secrets::files_with(desktop.home(), token)?;
    ensure!(files.is_empty(), "the token is in {files:?}");
    Ok(())
}

async fn browse(page: &Page) -> Result<()> {
    let rows = directory::first_rows(page).await?;
    directory::go_to_end(page).await?;
    page.click("grid-header-userName").await?;
    page.settled().await?;
    directory::open_type(page, "Group").await?;
    directory::open_type(page, "User").await?;
    ensure!(!rows.is_empty(), "no users");
    let row = directory::row_at(page, 0).await?;
    if let Some(id) = row.id {
        directory::open_row(page, &id).await?;
    }
    page.settled().await
}

/// The detail of a request names the Authorization header and hides its value.
async fn ensure_masked(page: &Page, token: &str) -> Result<()> {
    page.click_css("[data-testid=history-row] [role=gridcell]").await?;
    page.element("exchange-detail").await?;
    let document = page.document().await?;
    ensure!(!document.contains(token), "the token is on the screen");
    Ok(())
}
