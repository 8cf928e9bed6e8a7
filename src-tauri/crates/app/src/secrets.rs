//! Where secrets live: the port that the shell fills with the OS keychain and tests with memory.
//! Calls block; `app` makes them on blocking threads.

use secrecy::SecretString;

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
}
