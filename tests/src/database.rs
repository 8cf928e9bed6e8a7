//! The app's database beside the app: looked into with the key from the keychain, kept busy, and damaged.

use std::path::PathBuf;

use anyhow::{Context, Result};
use rusqlite::Connection;

use crate::desktop::Desktop;

/// Under which account the keychain has the key.
pub const KEY: &str = "database-key";

/// The file.
pub fn file(desktop: &Desktop) -> PathBuf {
    desktop.data_folder().join("scimscope.db")
}

/// A connection beside the app's own.
pub async fn connect(desktop: &Desktop) -> Result<Connection> {
    let key = desktop.secret(KEY).await?.context("the keychain has no database key")?;
    let connection = Connection::open(file(desktop))?;
    connection.pragma_update(None, "key", format!("x'{}'", key.trim()))?;
    Ok(connection)
}

/// Does something to the database, and leaves all of it in the one file: what still stands in the write-ahead log
/// could not be damaged there.
pub async fn change(
    desktop: &Desktop,
    change: impl FnOnce(&Connection) -> Result<()>,
) -> Result<()> {
    let connection = connect(desktop).await?;
    change(&connection)?;
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Makes it one of a version that is still to come.
pub async fn make_newer(desktop: &Desktop) -> Result<()> {
    change(desktop, |connection| Ok(connection.pragma_update(None, "user_version", 9_999)?)).await
}

/// Turns bits over behind its first page.
pub async fn damage(desktop: &Desktop) -> Result<()> {
    change(desktop, |_| Ok(())).await?;
    let file = file(desktop);
    let mut bytes = std::fs::read(&file)?;
    for byte in bytes.iter_mut().skip(5_000).take(3_000) {
        *byte ^= 0x5a;
    }
    Ok(std::fs::write(&file, &bytes)?)
}
