//! A database that cannot be used is said to be so and left exactly as it is: damaged, locked,
//! or from a newer version.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use rusqlite::Connection;
use tests::app::with_app;
use tests::desktop::{Desktop, Keychain};
use tests::directory;

const KEY: &str = "database-key";

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_is_left_as_it_is() -> Result<()> {
    let desktop = a_used_desktop().await?;
    with_database(&desktop, |_| Ok(())).await?;
    let file = database(&desktop);
    let mut bytes = std::fs::read(&file)?;
    for byte in bytes.iter_mut().skip(5_000).take(3_000) {
        *byte ^= 0x5a;
    }
    std::fs::write(&file, &bytes)?;
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
    with_database(&desktop, |connection| {
        Ok(connection.pragma_update(None, "user_version", 9_999)?)
    })
    .await?;
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
    ensure!(database(&desktop).is_file(), "no database was made");
    Ok(desktop)
}

/// Does something to the database beside the app, and leaves all of it in the one file: what
/// still stands in the write-ahead log could not be damaged there.
async fn with_database(
    desktop: &Desktop,
    change: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    let key = desktop.secret(KEY).await?.context("the keychain has no database key")?;
    let connection = Connection::open(database(desktop))?;
    connection.pragma_update(None, "key", format!("x'{}'", key.trim()))?;
    change(&connection)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

fn database(desktop: &Desktop) -> PathBuf {
    desktop.data_folder().join("scimscope.db")
}

/// Starts the app: it says what is wrong, works all the same, and changes no byte of the file.
async fn ensure_untouched(desktop: &Desktop, word: &str) -> Result<()> {
    let before = std::fs::read(database(desktop))?;
    with_app(desktop, &[], async |page| {
        page.text_with("storage-banner", word).await?;
        page.click("welcome-open-sandbox").await?;
        directory::first_rows(page).await?;
        Ok(())
    })
    .await?;
    ensure!(std::fs::read(database(desktop))? == before, "the {word} database was changed");
    Ok(())
}
