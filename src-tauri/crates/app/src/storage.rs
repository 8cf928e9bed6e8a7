//! Opening the encrypted database: where its key comes from, and what is done when it cannot be had.
//! A database whose key does not come from the keychain is locked: never re-keyed, never overwritten.

use std::fs::{File, TryLockError};
use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::{Duration, Instant};

use store::{Key, OpenError, Store};

use crate::api::storage::{Storage, StorageState};
use crate::error::sentence;
use crate::secrets::{KeychainError, SecretStore};
use crate::tenants;

const KEY_ACCOUNT: &str = "database-key";
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

/// Opens the database of a data folder and prepares it. Blocks, for a minute and more where a person has to unlock
/// the keychain.
pub(crate) fn open(folder: &Path, secrets: &dyn SecretStore) -> Tried {
    let path = folder.join(DATABASE);
    match open_file(folder, &path, secrets) {
        Ok(store) => {
            let words = Words {
                title: "The history is encrypted on this computer".into(),
                detail: format!("Its key is in {}.", secrets.name()),
                hints: Vec::new(),
            };
            let report = report(&path, secrets, true, StorageState::Open, words);
            Tried { store: Some(store), report }
        }
        Err(closed) => {
            let report = report(&path, secrets, closed.keychain, closed.state, closed.words);
            Tried { store: None, report }
        }
    }
}

/// What is in use until the database was tried.
pub(crate) fn in_memory(
    folder: &Path,
    secrets: &dyn SecretStore,
) -> Result<OpenStorage, store::Error> {
    let path = folder.join(DATABASE);
    let words = Words {
        title: "Waiting for the keychain".into(),
        detail: format!(
            "The database is not open yet: {} has not answered, or another Scimscope is starting. Until then tenants and history are in memory; they move to the disk as soon as it is open.",
            secrets.name()
        ),
        hints: vec!["Look for a window that asks to unlock the keychain.".into()],
    };
    let state = if path.exists() { StorageState::Locked } else { StorageState::Memory };
    let report = report(&path, secrets, false, state, words);
    Ok(OpenStorage { store: Store::in_memory()?, report })
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

/// Why the database on disk is not in use.
struct Closed {
    state: StorageState,
    keychain: bool,
    words: Words,
}

struct Words {
    title: String,
    detail: String,
    hints: Vec<String>,
}

const KEPT_IN_MEMORY: &str =
    "Tenants and history are kept in memory until Scimscope closes; nothing is written to disk.";

fn report(
    path: &Path,
    secrets: &dyn SecretStore,
    keychain: bool,
    state: StorageState,
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
    }
}

fn open_file(folder: &Path, path: &Path, secrets: &dyn SecretStore) -> Result<Store, Closed> {
    // Two first starts at once must not make two keys: the second waits here and then finds the first's.
    let _turn = take_turn(folder)?;
    let exists = path.exists();
    secrets.status().map_err(|error| without_keychain(exists, path, &error))?;
    let key =
        match secrets.read(KEY_ACCOUNT).map_err(|error| without_keychain(exists, path, &error))? {
            Some(hex) => Key::from_hex(&hex).map_err(|_| bad_key(secrets, exists, path))?,
            None if exists => return Err(key_missing(secrets, path)),
            None => make_key(secrets).map_err(|error| without_keychain(exists, path, &error))?,
        };
    let store = Store::open(path, &key).map_err(|error| refused(secrets, path, &error))?;
    tenants::prepare(&store).map_err(|error| unprepared(path, &error))?;
    Ok(store)
}

/// Waits until no other Scimscope is looking for the key. The lock is ours, not the store's: it is held before there
/// is a key to open a store with, and lies beside the database, in its folder.
fn take_turn(folder: &Path) -> Result<File, Closed> {
    make_folder(folder).map_err(|error| unusable(folder, &error))?;
    let path = folder.join(LOCK);
    let opened = File::options().create(true).truncate(false).write(true).open(path);
    let file = opened.map_err(|error| unusable(folder, &error))?;
    let begin = Instant::now();
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(20));
            }
            Err(TryLockError::WouldBlock) => return Err(another_starts(folder)),
            Err(TryLockError::Error(error)) => return Err(unusable(folder, &error)),
        }
    }
}

/// Makes the folder for this user alone, as the store does too. One that is there is left as it is: it may be shared
/// with others, and the files in it are for this user alone in any case.
fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn another_starts(folder: &Path) -> Closed {
    let waited = PATIENCE.as_secs();
    let mut closed = unusable(folder, &Error::from(ErrorKind::WouldBlock));
    closed.words = Words {
        title: "Another Scimscope is starting".into(),
        detail: format!("It has held {} for more than {waited} s. {KEPT_IN_MEMORY}", folder.display()),
        hints: vec![
            "Look for a window that asks to unlock the keychain, or end the other Scimscope, then look again.".into(),
        ],
    };
    closed
}

fn unprepared(path: &Path, error: &store::Error) -> Closed {
    Closed {
        state: StorageState::Unusable,
        keychain: true,
        words: Words {
            title: "The history file cannot be used".into(),
            detail: format!("{}: {error}. {KEPT_IN_MEMORY}", path.display()),
            hints: vec![
                "Check the disk's free space and the file's permissions, then look again.".into(),
            ],
        },
    }
}

/// Makes a key and reads it back: a keychain that loses it would lock the database for ever.
fn make_key(secrets: &dyn SecretStore) -> Result<Key, KeychainError> {
    let lost = || KeychainError {
        reason: format!("{} did not keep the key that was just written to it.", secrets.name()),
        remedy: "Unlock the keychain or choose a default one, then look again.".into(),
    };
    let key = Key::generate().map_err(|error| KeychainError {
        reason: format!("No key could be made: {error}."),
        remedy: "The system gives no random numbers; restart the computer.".into(),
    })?;
    secrets.write(KEY_ACCOUNT, &key.to_hex())?;
    let kept = secrets.read(KEY_ACCOUNT)?.ok_or_else(lost)?;
    let kept = Key::from_hex(&kept).map_err(|_| lost())?;
    if kept == key { Ok(key) } else { Err(lost()) }
}

fn without_keychain(exists: bool, path: &Path, error: &KeychainError) -> Closed {
    let (state, title, detail) = if exists {
        (
            StorageState::Locked,
            "The history on this computer is locked",
            format!(
                "Its key is in the keychain, which cannot be read now: {} The file {} is left as it is. {KEPT_IN_MEMORY}",
                error.reason,
                path.display()
            ),
        )
    } else {
        (
            StorageState::Memory,
            "The keychain cannot be used",
            format!("{} {KEPT_IN_MEMORY}", error.reason),
        )
    };
    Closed {
        state,
        keychain: false,
        words: Words { title: title.into(), detail, hints: vec![error.remedy.clone()] },
    }
}

fn key_missing(secrets: &dyn SecretStore, path: &Path) -> Closed {
    Closed {
        state: StorageState::Locked,
        keychain: true,
        words: Words {
            title: "The history on this computer is locked".into(),
            detail: format!(
                "{} has no key for {}. The keychain may be locked, or another one is in use. The file is left as it is. {KEPT_IN_MEMORY}",
                secrets.name(),
                path.display()
            ),
            hints: vec![
                "Unlock the keychain that was used before, then look again.".into(),
                "If the key is lost, move the file away: Scimscope then starts a new one.".into(),
            ],
        },
    }
}

fn bad_key(secrets: &dyn SecretStore, exists: bool, path: &Path) -> Closed {
    Closed {
        state: if exists { StorageState::Locked } else { StorageState::Memory },
        keychain: true,
        words: Words {
            title: "The database key is not a key".into(),
            detail: format!(
                "{} holds an entry for Scimscope's database that is not 96 hexadecimal digits. The file {} is left as it is. {KEPT_IN_MEMORY}",
                secrets.name(),
                path.display()
            ),
            hints: vec![
                "Restore the entry, or remove it and move the file away, then look again.".into(),
            ],
        },
    }
}

fn unusable(folder: &Path, error: &std::io::Error) -> Closed {
    Closed {
        state: StorageState::Unusable,
        keychain: false,
        words: Words {
            title: "The data folder cannot be used".into(),
            detail: format!("{}: {error}. {KEPT_IN_MEMORY}", folder.display()),
            hints: vec!["Make the folder writable for you, then look again.".into()],
        },
    }
}

fn refused(secrets: &dyn SecretStore, path: &Path, error: &OpenError) -> Closed {
    let file = path.display();
    let (state, title, detail, hint) = match error {
        OpenError::Locked => (
            StorageState::Locked,
            "The history on this computer is locked",
            format!("The key in {} does not open {file}: {error}.", secrets.name()),
            "Restore the key that the file was made with, or move the file away to start a new one.",
        ),
        OpenError::Damaged { .. } => (
            StorageState::Damaged,
            "The history file is damaged",
            format!("{file}: {error}."),
            "Restore the file from a backup, or move it away to start a new one.",
        ),
        OpenError::Newer { .. } => (
            StorageState::Newer,
            "The history is from a newer Scimscope",
            format!("{file}: {error}."),
            "Install the newer Scimscope, or move the file away to start a new one.",
        ),
        OpenError::Busy | OpenError::Io { .. } => (
            StorageState::Unusable,
            "The history file cannot be opened",
            format!("{file}: {error}."),
            "Close other programs that use the file and check its permissions, then look again.",
        ),
    };
    Closed {
        state,
        keychain: true,
        words: Words {
            title: title.into(),
            detail: format!("{detail} It is left as it is. {KEPT_IN_MEMORY}"),
            hints: vec![hint.into()],
        },
    }
}
