//! Opening the encrypted database: where its key comes from, and what is done when it cannot be had.
//! A database whose key is not at hand is locked: never re-keyed, never overwritten.

mod closed;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use secrecy::SecretString;
use store::{Key, Store};

use crate::api::storage::{KeychainProblem, PassphraseState, Storage, StorageState};
use crate::error::sentence;
use crate::secrets::{KeychainError, SecretStore as _};
use crate::vault::Vault;
use crate::{files, tenants};
pub(crate) use closed::Closed;
use closed::{
    KEPT_IN_MEMORY, Words, another_starts, bad_key, key_missing, refused, unprepared, unusable,
    vault_closed, without_keychain,
};

/// Under which account the key of the database is kept.
pub(crate) const KEY_ACCOUNT: &str = "database-key";
const DATABASE: &str = "scimscope.db";
const LOCK: &str = "scimscope.lock";
/// How long another Scimscope may take to start.
const PATIENCE: Duration = Duration::from_secs(10);

/// The store in use, and what is said of it.
#[derive(Debug)]
pub(crate) struct OpenStorage {
    pub(crate) store: Store,
    pub(crate) report: Storage,
}

/// What came of trying the database.
pub(crate) struct Tried {
    /// The database, where it can be used.
    pub(crate) store: Option<Store>,
    pub(crate) report: Storage,
}

/// The database file of a data folder.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Opens the database of a data folder and prepares it. Blocks, for a minute and more where a person has to unlock
/// the keychain.
pub(crate) fn open(folder: &Path, secrets: &Vault) -> Tried {
    let path = database(folder);
    match open_file(folder, &path, secrets) {
        Ok(store) => Tried { store: Some(store), report: opened(folder, secrets) },
        Err(closed) => Tried { store: None, report: closed_report(&path, secrets, closed) },
    }
}

/// What is said of a database that is open.
pub(crate) fn opened(folder: &Path, secrets: &Vault) -> Storage {
    let words = Words {
        title: "The history is encrypted on this computer".into(),
        detail: format!("Its key is in {}.", secrets.name()),
        hints: Vec::new(),
    };
    report(&database(folder), secrets, StorageState::Open, true, None, words)
}

/// What is in use until the database was tried.
pub(crate) fn in_memory(folder: &Path, secrets: &Vault) -> Result<OpenStorage, store::Error> {
    let path = database(folder);
    let store = Store::in_memory()?;
    if let Err(error) = secrets.check() {
        let report = closed_report(&path, secrets, vault_closed(secrets, &error));
        return Ok(OpenStorage { store, report });
    }
    let words = Words {
        title: "Waiting for the keychain".into(),
        detail: format!(
            "The database is not open yet: {} has not answered, or another Scimscope is starting. Until then tenants and history are in memory; they move to the disk as soon as it is open.",
            secrets.name()
        ),
        hints: vec!["Look for a window that asks to unlock the keychain.".into()],
    };
    let state = if path.exists() { StorageState::Locked } else { StorageState::Memory };
    Ok(OpenStorage { store, report: report(&path, secrets, state, false, None, words) })
}

/// What is said where the database opens but something else refuses; memory stays in use.
pub(crate) fn not_taken(report: Storage, detail: &str) -> Storage {
    Storage {
        state: StorageState::Unusable,
        title: "The history file cannot be used".into(),
        detail: format!("{} {KEPT_IN_MEMORY}", sentence(detail)),
        hints: vec![
            "Check the disk's free space and the file's permissions, then look again.".into(),
        ],
        ..report
    }
}

fn closed_report(path: &Path, secrets: &Vault, closed: Closed) -> Storage {
    report(path, secrets, closed.state, closed.keychain, closed.problem.map(|it| *it), closed.words)
}

fn report(
    path: &Path,
    secrets: &Vault,
    state: StorageState,
    keychain: bool,
    problem: Option<KeychainProblem>,
    words: Words,
) -> Storage {
    Storage {
        state,
        title: words.title,
        detail: words.detail,
        hints: words.hints,
        keychain_name: secrets.name(),
        keychain_available: keychain,
        path: path.display().to_string(),
        passphrase: PassphraseState::None,
        keychain_problem: problem,
        database_exists: false,
        copies_left: false,
    }
}

fn open_file(folder: &Path, path: &Path, secrets: &Vault) -> Result<Store, Closed> {
    // Two first starts at once must not make two keys: the second waits here and then finds the first's.
    let _turn = take_turn(folder)?;
    secrets.check().map_err(|error| vault_closed(secrets, &error))?;
    let exists = path.exists();
    let no_keychain = |error: KeychainError| without_keychain(secrets, exists, path, &error);
    secrets.status().map_err(no_keychain)?;
    let key = match secrets.read(KEY_ACCOUNT).map_err(no_keychain)? {
        Some(hex) => Key::from_hex(&hex).map_err(|_| bad_key(secrets, exists, path))?,
        None if exists => return Err(key_missing(secrets, path)),
        None => make_key(secrets).map_err(no_keychain)?,
    };
    let store = Store::open(path, &key).map_err(|error| refused(secrets, path, &error))?;
    tenants::prepare(&store).map_err(|error| unprepared(path, &error))?;
    Ok(store)
}

/// Waits until no other Scimscope is looking for the key. The lock is ours, not the store's: it is held before there
/// is a key to open a store with, and lies beside the database, in its folder.
pub(crate) fn take_turn(folder: &Path) -> Result<File, Closed> {
    files::make_folder(folder).map_err(|error| unusable(folder, &error))?;
    let path = folder.join(LOCK);
    let opened = files::private().create(true).truncate(false).write(true).open(&path);
    let file = opened.map_err(|error| unusable(&path, &error))?;
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(another_starts(folder, PATIENCE)),
            Err(TryLockError::Error(error)) => return Err(unusable(&path, &error)),
        }
    }
}

/// A new key of a database, as it is kept.
///
/// # Errors
/// When the system gives no random numbers.
pub(crate) fn new_key() -> Result<SecretString, KeychainError> {
    let key = Key::generate().map_err(|error| {
        KeychainError::new(
            format!("No key could be made: {error}."),
            "The system gives no random numbers; restart the computer.",
        )
    })?;
    Ok(key.to_hex())
}

/// Makes a key and reads it back: a keychain that loses it would lock the database for ever.
fn make_key(secrets: &Vault) -> Result<Key, KeychainError> {
    let lost = || {
        KeychainError::new(
            sentence(&format!(
                "{} did not keep the key that was just written to it",
                secrets.name()
            )),
            "Unlock the keychain or choose a default one, then look again.",
        )
    };
    let key = new_key()?;
    secrets.write(KEY_ACCOUNT, &key)?;
    let kept = secrets.read(KEY_ACCOUNT)?.ok_or_else(lost)?;
    let (key, kept) = (Key::from_hex(&key), Key::from_hex(&kept));
    match (key, kept) {
        (Ok(key), Ok(kept)) if key == kept => Ok(key),
        _ => Err(lost()),
    }
}
