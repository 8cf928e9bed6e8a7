//! Where secrets live: the port that the shell fills with the OS keychain and tests with memory.
//! Calls block; `app` makes them on blocking threads.

use secrecy::SecretString;

use crate::api::storage::KeychainProblem;
use crate::error::sentence;
use crate::vault::VaultError;

/// A store of secrets outside the database. Values never reach the UI.
pub trait SecretStore: Send + Sync {
    /// Its name as people know it, e.g. "GNOME Keyring" or "Keychain".
    fn name(&self) -> String;
    /// Whether it can be used now; tries again each time it is asked.
    ///
    /// # Errors
    /// Says why it cannot, and what a person can do about it.
    fn status(&self) -> Result<(), KeychainError>;
    /// Reads a secret; `None` where there is no entry of that account.
    ///
    /// # Errors
    /// When the store cannot be asked, or may be hiding the entry because it is locked.
    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError>;
    /// Writes a secret, replacing the one before.
    ///
    /// # Errors
    /// When the store refuses or cannot be reached.
    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError>;
    /// Removes a secret; removing one that is not there is fine.
    ///
    /// # Errors
    /// When the store refuses or cannot be reached.
    fn remove(&self, account: &str) -> Result<(), KeychainError>;
}

/// Why the secret store did not do as asked.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{reason}")]
pub struct KeychainError {
    /// What went wrong, as a sentence.
    pub reason: String,
    /// What a person can do, as a sentence.
    pub remedy: String,
    /// What was asked, of whom, such as "org.freedesktop.secrets on the session bus".
    pub asked: Option<String>,
    /// What came back, in the words of the keychain or of the system, where there are any.
    pub said: Option<String>,
    /// Where it went wrong.
    pub place: Place,
}

/// Where a secret is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the keychain of the system.
    Keychain,
    /// In the file that a passphrase opens.
    File,
}

impl KeychainError {
    /// What went wrong in the keychain and what a person can do, each a sentence.
    pub fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            remedy: remedy.into(),
            asked: None,
            said: None,
            place: Place::Keychain,
        }
    }

    /// With what was asked.
    #[must_use]
    pub fn asked(self, asked: impl Into<String>) -> Self {
        Self { asked: Some(asked.into()), ..self }
    }

    /// With what came back.
    #[must_use]
    pub fn said(self, said: impl Into<String>) -> Self {
        Self { said: Some(said.into()), ..self }
    }

    /// As it is told step by step.
    pub(crate) fn problem(&self, keychain: &str) -> KeychainProblem {
        KeychainProblem {
            asked: self.asked.clone().unwrap_or_else(|| keychain.to_owned()),
            said: self.said.clone().unwrap_or_else(|| self.reason.clone()),
            cause: self.reason.clone(),
            remedy: self.remedy.clone(),
        }
    }
}

impl From<VaultError> for KeychainError {
    fn from(error: VaultError) -> Self {
        let remedy = match &error {
            VaultError::Wrong | VaultError::Locked => "Unlock it with its passphrase.",
            VaultError::Missing => "Look again, or choose a passphrase to make one.",
            VaultError::Damaged { .. } => {
                "Restore the file from a backup, or start over without it."
            }
            VaultError::Newer { .. } => {
                "Install the newer Scimscope, or start over without the file."
            }
            VaultError::Busy => "Close the other Scimscope or wait a moment, then try again.",
            VaultError::Memory { .. } => "Close other programs, then try again.",
            VaultError::Io { .. } => {
                "Check the disk's free space and the file's permissions, then try again."
            }
        };
        Self { place: Place::File, ..Self::new(sentence(&error.to_string()), remedy) }
    }
}
