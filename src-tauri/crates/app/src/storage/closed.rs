//! Why the database on disk is not in use, in words: each case with its state, what it means, and what to do.

use std::io::{Error, ErrorKind};
use std::path::Path;
use std::time::Duration;

use store::OpenError;

use crate::api::storage::{KeychainProblem, StorageState};
use crate::secrets::{KeychainError, SecretStore as _};
use crate::vault::{Vault, VaultError};

/// What is said wherever the disk is not in use.
pub(super) const KEPT_IN_MEMORY: &str =
    "Tenants and history are kept in memory until Scimscope closes; nothing is written to disk.";

/// Why the database on disk is not in use.
#[derive(Debug)]
pub(crate) struct Closed {
    pub(super) state: StorageState,
    /// Whether secrets can be kept all the same.
    pub(super) keychain: bool,
    pub(super) problem: Option<Box<KeychainProblem>>,
    pub(super) words: Words,
}

#[derive(Debug)]
pub(super) struct Words {
    pub(super) title: String,
    pub(super) detail: String,
    pub(super) hints: Vec<String>,
}

impl Closed {
    /// The words alone, as one sentence after the other.
    pub(crate) fn text(&self) -> (String, String, String) {
        let Words { title, detail, hints } = &self.words;
        (title.clone(), detail.clone(), hints.first().cloned().unwrap_or_default())
    }
}

pub(super) fn another_starts(folder: &Path, patience: Duration) -> Closed {
    let waited = patience.as_secs();
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

pub(super) fn unprepared(path: &Path, error: &store::Error) -> Closed {
    Closed {
        state: StorageState::Unusable,
        keychain: true,
        problem: None,
        words: Words {
            title: "The history file cannot be used".into(),
            detail: format!("{}: {error}. {KEPT_IN_MEMORY}", path.display()),
            hints: vec![
                "Check the disk's free space and the file's permissions, then look again.".into(),
            ],
        },
    }
}

pub(super) fn without_keychain(
    secrets: &Vault,
    exists: bool,
    path: &Path,
    error: &KeychainError,
) -> Closed {
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
        problem: Some(Box::new(error.problem(&secrets.name()))),
        words: Words { title: title.into(), detail, hints: vec![error.remedy.clone()] },
    }
}

pub(super) fn key_missing(secrets: &Vault, path: &Path) -> Closed {
    Closed {
        state: StorageState::Locked,
        keychain: true,
        problem: None,
        words: Words {
            title: "The history on this computer is locked".into(),
            detail: format!(
                "The key of {} is not in {}. The keychain may be locked, or another one is in use. The file is left as it is. {KEPT_IN_MEMORY}",
                path.display(),
                secrets.name()
            ),
            hints: vec![
                "Unlock the keychain that was used before, then look again.".into(),
                "If the key is lost, start over: the file is set aside and a new one is begun."
                    .into(),
            ],
        },
    }
}

pub(super) fn bad_key(secrets: &Vault, exists: bool, path: &Path) -> Closed {
    Closed {
        state: if exists { StorageState::Locked } else { StorageState::Memory },
        keychain: true,
        problem: None,
        words: Words {
            title: "The database key is not a key".into(),
            detail: format!(
                "What {} holds for Scimscope's database is not 96 hexadecimal digits. The file {} is left as it is. {KEPT_IN_MEMORY}",
                secrets.name(),
                path.display()
            ),
            hints: vec![
                "Restore the entry and look again, or start over: the file is set aside and a new one is begun.".into(),
            ],
        },
    }
}

/// `path` is the folder, or what the system refused in it.
pub(super) fn unusable(path: &Path, error: &std::io::Error) -> Closed {
    Closed {
        state: StorageState::Unusable,
        keychain: false,
        problem: None,
        words: Words {
            title: "The data folder cannot be used".into(),
            detail: format!("{}: {error}. {KEPT_IN_MEMORY}", path.display()),
            hints: vec!["Make the folder writable for you, then look again.".into()],
        },
    }
}

pub(super) fn refused(secrets: &Vault, path: &Path, error: &OpenError) -> Closed {
    let file = path.display();
    let (state, title, detail, hint) = match error {
        OpenError::Locked => (
            StorageState::Locked,
            "The history on this computer is locked",
            format!("The key in {} does not open {file}: {error}.", secrets.name()),
            "Restore the key that the file was made with, or start over: the file is set aside.",
        ),
        OpenError::Damaged { .. } => (
            StorageState::Damaged,
            "The history file is damaged",
            format!("{file}: {error}."),
            "Restore the file from a backup, or start over: the file is set aside.",
        ),
        OpenError::Newer { .. } => (
            StorageState::Newer,
            "The history is from a newer Scimscope",
            format!("{file}: {error}."),
            "Install the newer Scimscope, or start over: the file is set aside.",
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
        problem: None,
        words: Words {
            title: title.into(),
            detail: format!("{detail} It is left as it is. {KEPT_IN_MEMORY}"),
            hints: vec![hint.into()],
        },
    }
}

/// What is said of an encrypted file that is not open.
pub(super) fn vault_closed(secrets: &Vault, error: &VaultError) -> Closed {
    let refusal = KeychainError::from(error.clone());
    let file = secrets.path();
    let (state, title) = match error {
        VaultError::Locked | VaultError::Wrong => {
            (StorageState::Locked, "The history on this computer is locked")
        }
        VaultError::Damaged { .. } => (StorageState::Damaged, "The encrypted file is damaged"),
        VaultError::Newer { .. } => {
            (StorageState::Newer, "The encrypted file is from a newer Scimscope")
        }
        _ => (StorageState::Unusable, "The encrypted file cannot be used"),
    };
    let (detail, hints) = match state {
        StorageState::Locked => (
            format!(
                "Its key and the secrets of tenants are in {}, which a passphrase opens. Until then tenants and history are in memory; they move to the disk as soon as it is unlocked.",
                file.display()
            ),
            vec![
                refusal.remedy,
                "If the passphrase is lost, start over: database and file are set aside, and new ones are begun.".into(),
            ],
        ),
        _ => (
            format!(
                "{} holds the key of the database and the secrets of tenants. {} It is left as it is. {KEPT_IN_MEMORY}",
                file.display(),
                refusal.reason
            ),
            vec![refusal.remedy],
        ),
    };
    let words = Words { title: title.into(), detail, hints };
    Closed { state, keychain: false, problem: None, words }
}
