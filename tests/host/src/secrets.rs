//! A keychain in memory, and a computer that has none.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use app::secrets::{KeychainError, SecretStore};
use secrecy::SecretString;

/// Which keychain the backend finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keychain {
    /// One that forgets everything at the end.
    InMemory,
    /// None: nothing can be kept.
    Absent,
}

impl Keychain {
    pub(crate) fn open(self) -> Arc<dyn SecretStore> {
        match self {
            Keychain::InMemory => Arc::new(InMemory::default()),
            Keychain::Absent => Arc::new(Absent),
        }
    }
}

#[derive(Debug, Default)]
struct InMemory {
    entries: Mutex<HashMap<String, SecretString>>,
}

impl InMemory {
    fn entries(&self) -> MutexGuard<'_, HashMap<String, SecretString>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl SecretStore for InMemory {
    fn name(&self) -> String {
        "GNOME Keyring".to_owned()
    }

    fn status(&self) -> Result<(), KeychainError> {
        Ok(())
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        Ok(self.entries().get(account).cloned())
    }

    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.entries().insert(account.to_owned(), secret.clone());
        Ok(())
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.entries().remove(account);
        Ok(())
    }
}

#[derive(Debug)]
struct Absent;

fn absent() -> KeychainError {
    KeychainError::new(
        "No program on the session bus answers as org.freedesktop.secrets.",
        "Install gnome-keyring or KWallet and sign in again.",
    )
}

impl SecretStore for Absent {
    fn name(&self) -> String {
        "Secret Service".to_owned()
    }

    fn status(&self) -> Result<(), KeychainError> {
        Err(absent())
    }

    fn read(&self, _: &str) -> Result<Option<SecretString>, KeychainError> {
        Err(absent())
    }

    fn write(&self, _: &str, _: &SecretString) -> Result<(), KeychainError> {
        Err(absent())
    }

    fn remove(&self, _: &str) -> Result<(), KeychainError> {
        Err(absent())
    }
}
