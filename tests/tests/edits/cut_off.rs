//! The program ends between the server's doing what it was asked and its saying so. At the next start nobody knows whether
//! it was done, and that is said; the read that tells is shown before it is sent; and nothing is sent a second time.

use anyhow::{Result, ensure};
use tests::app::{App, with_app};
use tests::desktop::{Desktop, Keychain};
use tests::edit::server::Server;
use tests::page::{Page, test_id};
use tests::{edit, wait};

const TITLE: &str = "Keeper of keys";

#[tokio::test(flavor = "multi_thread")]
async fn what_was_on_its_way_is_unknown_then_read_back_and_never_sent_again() -> Result<()> {
    let server = Server::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    let app = App::open(&desktop, &[]).await?;
    let id = server.open(app.page(), "Test").await?;
    let path = format!("Users/{id}");
    cut_off(&app, &server).await?;
    ensure!(server.resource(&path).await?["title"] == TITLE, "the server did not do it");
    app.kill(&desktop).await?;

    let before = server.proxy.passed().len();
    with_app(&desktop, &[], async |page| {
        page.press("Control+t").await?;
        page.element("tenant-chooser").await?;
        page.press("2").await?;
        is_unknown(page).await?;
        page.text_with("read-back-request", &path).await?;
        let is_read = |it: &tests::proxy::Passed| it.method == "GET" && it.path.ends_with(&path);
        let reads = || server.proxy.passed().iter().skip(before).filter(|it| is_read(it)).count();
        let read_before = reads();
        page.click("read-back").await?;
        page.text_with("read-back-found", "the change is there").await?;
        ensure!(reads() == read_before + 1, "another number of reads than the one that was shown");
        page.click("nav-changes").await?;
        page.text_with("change-outcome", "read back since").await?;
        ensure!(
            server.proxy.writes().len() == 1,
            "it was sent again: {:#?}",
            server.proxy.writes()
        );
        Ok(())
    })
    .await
}

/// Sends an edit, and waits until the server has done it; its answer stays on the way.
async fn cut_off(app: &App, server: &Server) -> Result<()> {
    let page = app.page();
    edit::open(page).await?;
    edit::set(page, "title", TITLE).await?;
    edit::pending(page, 1).await?;
    server.proxy.keep_answers();
    edit::send(page).await?;
    wait::until("the server to have done it", async || {
        Ok((!server.proxy.writes().is_empty()).then_some(()))
    })
    .await
}

/// The change log says that nobody knows, and leads to the request.
async fn is_unknown(page: &Page) -> Result<()> {
    page.click("nav-changes").await?;
    page.click_css(&format!("{} [role=gridcell]", test_id("change-row"))).await?;
    page.text_with("change-detail", "unknown").await?;
    page.text_with("change-outcome", "nobody knows").await?;
    page.click("change-exchange").await?;
    page.text_with("outcome-notice", "Nobody knows whether this was done").await.map(drop)
}
