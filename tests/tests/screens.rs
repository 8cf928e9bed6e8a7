//! Every screen and state, in both themes and at both sizes that the design names: nothing runs
//! out of the window. The pictures are kept in `target/screenshots`.

use anyhow::Result;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::screens::{self, Album, Stage};
use tests::{database, directory};

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

#[tokio::test(flavor = "multi_thread")]
async fn the_window_over_a_file_that_does_not_open_fits_in_the_light_theme() -> Result<()> {
    the_window_over_a_file_that_does_not_open_fits("light").await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_window_over_a_file_that_does_not_open_fits_in_the_dark_theme() -> Result<()> {
    the_window_over_a_file_that_does_not_open_fits("dark").await
}

#[tokio::test(flavor = "multi_thread")]
async fn further_states_fit_in_the_light_theme() -> Result<()> {
    further_states_fit("light").await
}

#[tokio::test(flavor = "multi_thread")]
async fn further_states_fit_in_the_dark_theme() -> Result<()> {
    further_states_fit("dark").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_writing_shows_fits_in_the_light_theme() -> Result<()> {
    what_writing_shows_fits("light").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_writing_shows_fits_in_the_dark_theme() -> Result<()> {
    what_writing_shows_fits("dark").await
}

async fn every_screen_fits(theme: &str) -> Result<()> {
    let stage = Stage::start().await?;
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| {
        screens::with_keychain(&Album::open(page, theme).await?, &stage).await
    })
    .await
}

async fn what_writing_shows_fits(theme: &str) -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &[], async |page| screens::edits(&Album::open(page, theme).await?).await)
        .await
}

async fn further_states_fit(theme: &str) -> Result<()> {
    let mut stage = Stage::start().await?;
    let mut desktop = Desktop::new(Keychain::Unlocked).await?;
    desktop.note_links()?;
    let desktop = desktop;
    with_app(&desktop, &[], async |page| {
        screens::further(&Album::open(page, theme).await?, &mut stage, &desktop).await
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

async fn the_window_over_a_file_that_does_not_open_fits(theme: &str) -> Result<()> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        directory::first_rows(page).await?;
        let album = Album::open(page, theme).await?;
        let busy = database::connect(&desktop).await?;
        busy.execute_batch("BEGIN IMMEDIATE")?;
        screens::not_recorded(&album, busy).await
    })
    .await?;
    let not_opened = async |name: &str, word: &str| {
        with_app(&desktop, &[], async |page| {
            screens::not_opened(&Album::open(page, theme).await?, name, word).await
        })
        .await
    };
    database::change(&desktop, |_| Ok(())).await?;
    let sound = std::fs::read(database::file(&desktop))?;
    database::make_newer(&desktop).await?;
    not_opened("73-newer", "newer").await?;
    std::fs::write(database::file(&desktop), sound)?;
    database::damage(&desktop).await?;
    not_opened("74-damaged", "damaged").await?;
    // A folder stands where a file is wanted.
    let lock = desktop.data_folder().join("scimscope.lock");
    std::fs::remove_file(&lock)?;
    std::fs::create_dir(&lock)?;
    not_opened("75-unusable", "cannot be used").await
}
