//! Every screen and state, in both themes and at both sizes that the design names: nothing runs
//! out of the window. The pictures are kept in `target/screenshots`.

use anyhow::Result;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::screens::{self, Album, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_in_the_light_theme() -> Result<()> {
    every_screen_fits("light").await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_screen_fits_in_the_dark_theme() -> Result<()> {
    every_screen_fits("dark").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_without_a_keychain_fits_in_the_light_theme() -> Result<()> {
    the_window_without_a_keychain_fits("light").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_without_a_keychain_fits_in_the_dark_theme() -> Result<()> {
    the_window_without_a_keychain_fits("dark").await
}

async fn every_screen_fits(theme: &str) -> Result<()> {
    let stage = Stage::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        screens::with_keychain(&Album::open(page, theme).await?, &stage).await
    })
    .await
}

async fn the_window_without_a_keychain_fits(theme: &str) -> Result<()> {
    let stage = Stage::start().await?;
    let desktop = Desktop::new(Keychain::Absent).await?;
    with_app(&desktop, &[], async |page| {
        screens::without_keychain(&Album::open(page, theme).await?, &stage).await
    })
    .await?;
    with_app(&desktop, &[], async |page| {
        page.click("unlock-later").await?;
        screens::locked(&Album::open(page, theme).await?).await
    })
    .await
}
