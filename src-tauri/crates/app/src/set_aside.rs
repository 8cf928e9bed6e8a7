//! Starting over: what cannot be opened moves into a folder of its own, under the names it has. Nothing is deleted.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::App;
use crate::error::Fault;
use crate::secrets::SecretStore as _;
use crate::storage::{self, KEY_ACCOUNT};
use crate::{files, vault::VaultError};

/// Moves the database away, and the encrypted file where it is not open, and says where to.
///
/// # Errors
/// [`Fault`] where something stays where it was; doing it again goes on.
pub(crate) fn set_aside(app: &App) -> Result<String, Fault> {
    let data = &app.config().data_folder;
    let folder = new_folder(data).map_err(refused)?;
    let mut moved = Vec::new();
    let database = storage::database(data);
    // The database before its log: a log without its database is noticed, a database without its log is not.
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = database.as_os_str().to_owned();
        name.push(suffix);
        let path = PathBuf::from(name);
        if path.exists() {
            files::move_into(&folder, &path).map_err(refused)?;
            moved.push(path);
        }
        files::step("set aside");
    }
    let vault = app.vault();
    if vault.exists() && vault.check().is_err() {
        let turn = vault.take_turn()?;
        vault.set_aside(&turn, &folder)?;
        moved.push(vault.path());
    }
    replace_bad_key(app)?;
    Ok(words(&folder, &moved))
}

/// An entry that is no key would keep every new database from being made; what it was stays beside.
fn replace_bad_key(app: &App) -> Result<(), Fault> {
    let secrets = app.vault();
    let doing = "setting aside what is not a key";
    let refused = |error| Fault::Keychain { doing, error };
    // Without a keychain there is none, and the new start is in memory.
    let Ok(Some(found)) = secrets.read(KEY_ACCOUNT) else { return Ok(()) };
    if store::Key::from_hex(&found).is_ok() {
        return Ok(());
    }
    secrets.write(&key_account(), &found).map_err(refused)?;
    secrets.remove(KEY_ACCOUNT).map_err(refused)
}

/// Under which account a key is kept that gives way to another.
pub(crate) fn key_account() -> String {
    format!("{KEY_ACCOUNT}-set-aside-{}", stamp())
}

fn new_folder(data: &Path) -> Result<PathBuf, std::io::Error> {
    let name = format!("set-aside-{}", stamp());
    let mut folder = data.join(&name);
    let mut number = 1;
    while folder.exists() {
        number += 1;
        folder = data.join(format!("{name}-{number}"));
    }
    files::make_folder(&folder)?;
    Ok(folder)
}

fn stamp() -> String {
    Timestamp::now().strftime("%Y-%m-%d-%H%M%S").to_string()
}

fn words(folder: &Path, moved: &[PathBuf]) -> String {
    let names: Vec<String> = moved
        .iter()
        .filter_map(|it| it.file_name())
        .map(|name| name.display().to_string())
        .collect();
    if names.is_empty() {
        return String::new();
    }
    format!(
        "What was there is set aside, not deleted, in {}: {}.",
        folder.display(),
        names.join(", ")
    )
}

fn refused(error: std::io::Error) -> Fault {
    VaultError::Io { doing: "setting the history aside", reason: error.to_string() }.into()
}
