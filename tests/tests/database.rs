//! A database that cannot be used is said to be so and left exactly as it is: damaged, locked,
//! or from a newer version.

use anyhow::{Result, ensure};
use tests::app::with_app;
use tests::database::{self, KEY};
use tests::desktop::{Desktop, Keychain};
use tests::directory;

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_is_left_as_it_is() -> Result<()> {
    let desktop = a_used_desktop().await?;
    database::damage(&desktop).await?;
    ensure_untouched(&desktop, "damaged").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_key_is_gone_is_locked_and_left_as_it_is() -> Result<()> {
    let desktop = a_used_desktop().await?;
    desktop.forget_secret(KEY).await?;
    ensure_untouched(&desktop, "locked").await?;
    ensure!(desktop.secret(KEY).await?.is_none(), "a new key was made over a locked database");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_whose_keychain_is_gone_is_locked_and_left_as_it_is() -> Result<()> {
    let mut desktop = a_used_desktop().await?;
    desktop.stop_keychain();
    ensure_untouched(&desktop, "locked").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_version_is_left_as_it_is() -> Result<()> {
    let desktop = a_used_desktop().await?;
    database::make_newer(&desktop).await?;
    ensure_untouched(&desktop, "newer").await
}

/// A desktop on which the app has been used: it has a key and a database with a history.
async fn a_used_desktop() -> Result<Desktop> {
    let desktop = Desktop::new(Keychain::Unlocked).await?;
    with_app(&desktop, &["--sandbox"], async |page| {
        directory::first_rows(page).await?;
        Ok(())
    })
    .await?;
    ensure!(database::file(&desktop).is_file(), "no database was made");
    Ok(desktop)
}

/// Starts the app: it says what is wrong, works all the same, and changes no byte of the file.
async fn ensure_untouched(desktop: &Desktop, word: &str) -> Result<()> {
    let before = std::fs::read(database::file(desktop))?;
    with_app(desktop, &[], async |page| {
        page.text_with("storage-banner", word).await?;
        page.click("welcome-open-sandbox").await?;
        directory::first_rows(page).await?;
        Ok(())
    })
    .await?;
    ensure!(std::fs::read(database::file(desktop))? == before, "the {word} database was changed");
    Ok(())
}
