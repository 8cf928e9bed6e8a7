//! Single entries of the keychain, kept by the crate keyring on every system.

use app::secrets::KeychainError;
use keyring::{Entry, Error};

use super::parts::Entries;
use super::{SERVICE, system};

/// Keyring with its store started.
#[derive(Debug)]
pub(super) struct Keyring(());

impl Keyring {
    /// Starts the store, or finds it started. Keyring tries this once in a process, so only after a look.
    pub(super) fn start() -> Result<Keyring, KeychainError> {
        Entry::store_status().as_ref().map(|()| Keyring(())).map_err(|error| {
            KeychainError::new(
                format!("The keychain could not be opened: {error}."),
                "Close Scimscope and start it again.",
            )
        })
    }
}

impl Entries for Keyring {
    fn read(&self, account: &str) -> Result<Option<Vec<u8>>, KeychainError> {
        match Entry::new(SERVICE, account).and_then(|entry| entry.get_secret()) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(error, account)),
        }
    }

    fn write(&self, account: &str, bytes: &[u8]) -> Result<(), KeychainError> {
        let written = Entry::new(SERVICE, account).and_then(|entry| entry.set_secret(bytes));
        written.map_err(|error| explain(error, account))
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        match Entry::new(SERVICE, account).and_then(|entry| entry.delete_credential()) {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(explain(error, account)),
        }
    }
}

fn explain(error: Error, account: &str) -> KeychainError {
    match error {
        Error::Ambiguous(_) => KeychainError::new(
            format!("The keychain has more than one entry {account:?} of {SERVICE}."),
            "Remove the one that is not wanted there, then look again.",
        ),
        other => system::explain(other),
    }
}
