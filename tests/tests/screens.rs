//! Every screen, in both themes and at both sizes that the design names: nothing runs out of
//! the window. The pictures are kept in `target/screenshots`.

use anyhow::{Result, ensure};
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::page::Page;
use tests::{directory, history, screens};

const SIZES: [(u32, u32); 2] = [(1440, 900), (1024, 700)];

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_in_both_themes_and_sizes() -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        page.element("welcome-open-sandbox").await?;
        keep(page, "welcome").await?;
        page.click("welcome-add-tenant").await?;
        page.element("tenant-form").await?;
        keep(page, "connection").await?;
        page.click("nav-welcome").await?;
        page.click("welcome-open-sandbox").await?;
        directory::first_rows(page).await?;
        keep(page, "directory").await?;
        // In a narrow window what lies over the table closes when the window changes: these are
        // opened anew for each picture.
        keep_opened(page, "inspector", async || {
            directory::focus(page).await?;
            page.click("inspector-tab-form").await?;
            directory::inspected_id(page).await.map(drop)
        })
        .await?;
        keep_opened(page, "json", async || {
            directory::focus(page).await?;
            page.click("inspector-tab-json").await?;
            directory::json_lines(page).await.map(drop)
        })
        .await?;
        keep_opened(page, "columns", async || {
            page.click("columns-button").await?;
            page.element("columns-popover").await.map(drop)
        })
        .await?;
        directory::open_type(page, "Group").await?;
        keep(page, "groups").await?;
        history::read_all(page).await?;
        keep(page, "history").await
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_without_a_keychain_fits_in_both_themes_and_sizes() -> Result<()> {
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &[], async |page| {
        page.element("storage-banner").await?;
        keep(page, "no-keychain").await
    })
    .await
}

async fn keep(page: &Page, name: &str) -> Result<()> {
    keep_opened(page, name, async || Ok(())).await
}

async fn keep_opened(page: &Page, name: &str, open: impl AsyncFn() -> Result<()>) -> Result<()> {
    for theme in ["light", "dark"] {
        set_theme(page, theme).await?;
        for (width, height) in SIZES {
            page.resize(width, height).await?;
            open().await?;
            page.settled().await?;
            screens::keep(page, &format!("{name}-{theme}-{width}x{height}")).await?;
            let overflow: i64 = page
                .js("return document.documentElement.scrollWidth - innerWidth", Vec::new())
                .await?;
            ensure!(overflow <= 0, "{name} is {overflow} pixels too wide at {width}x{height}");
            page.press("Escape").await?;
        }
    }
    let (width, height) = SIZES[0];
    page.resize(width, height).await
}

/// Switches with the window's own button until the theme is the wanted one.
async fn set_theme(page: &Page, theme: &str) -> Result<()> {
    for _ in 0..3 {
        let now: String =
            page.js("return document.documentElement.dataset.theme ?? ''", Vec::new()).await?;
        if now == theme {
            return Ok(());
        }
        page.click("theme-toggle").await?;
        page.settled().await?;
    }
    anyhow::bail!("the theme {theme} cannot be chosen")
}
