//! Secrets in the keychain of the operating system.
//!
//! Entries are kept by the crate keyring. It starts its store once in a process, and a failure stays for good; so
//! every call first looks whether there is a keychain that would answer, and one that was missing or locked is
//! found as soon as it is there. Calls that the keychain does not answer end after a while: a desktop without one
//! must not hold up the start.

mod entries;
mod parts;
#[cfg_attr(all(unix, not(target_os = "macos")), path = "keychain/secret_service.rs")]
#[cfg_attr(not(all(unix, not(target_os = "macos"))), path = "keychain/native.rs")]
mod system;

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use app::secrets::{KeychainError, SecretStore};
use secrecy::{ExposeSecret, SecretString};

use entries::Keyring;
use parts::Parts;

/// Under which name our entries are kept.
const SERVICE: &str = "dev.scimscope.desktop";
/// How long the keychain may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a person may take to unlock it.
const PATIENCE_FOR_PEOPLE: Duration = Duration::from_secs(90);

/// The keychain of this user: the Secret Service on Linux, Keychain on macOS, the Credential Manager on Windows.
#[derive(Debug, Default)]
pub struct Keychain {}

impl Keychain {
    /// The keychain; nothing is asked of it yet.
    pub fn new() -> Keychain {
        Keychain::default()
    }
}

impl SecretStore for Keychain {
    fn name(&self) -> String {
        system::NAME.to_owned()
    }

    fn status(&self) -> Result<(), KeychainError> {
        with_keychain(|_| Ok(()))
    }

    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        let account = account.to_owned();
        let Some(bytes) = with_keychain(move |entries| Parts::new(entries).read(&account))? else {
            return Ok(None);
        };
        let text = String::from_utf8(bytes).map_err(|_| {
            KeychainError::new(
                format!("An entry of Scimscope in {} is not text.", system::NAME),
                "Remove the entries named dev.scimscope.desktop there and enter the secret again.",
            )
        })?;
        Ok(Some(SecretString::from(text)))
    }

    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        let account = account.to_owned();
        let secret = secret.clone();
        with_keychain(move |entries| {
            Parts::new(entries).write(&account, secret.expose_secret().as_bytes())
        })
    }

    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        let account = account.to_owned();
        with_keychain(move |entries| Parts::new(entries).remove(&account))
    }
}

/// Looks for the keychain, has it unlocked where it is locked, and runs `work` with its entries.
fn with_keychain<T: Send + 'static>(
    work: impl FnOnce(&Keyring) -> Result<T, KeychainError> + Send + 'static,
) -> Result<T, KeychainError> {
    system::look()?;
    within(PATIENCE_FOR_PEOPLE, || work(&Keyring::start()?))
}

/// Runs `work` on a thread of its own and waits so long for it. The libraries below wait for ever.
fn within<T: Send + 'static>(
    limit: Duration,
    work: impl FnOnce() -> Result<T, KeychainError> + Send + 'static,
) -> Result<T, KeychainError> {
    let (answer, answered) = mpsc::sync_channel(1);
    let worker = thread::Builder::new().name("keychain".into()).spawn(move || {
        // Nobody waits any more when this fails.
        drop(answer.send(work()));
    });
    worker.map_err(|error| {
        KeychainError::new(
            format!("No thread could be started to ask {}: {error}.", system::NAME),
            "Close other programs, then look again.",
        )
    })?;
    answered.recv_timeout(limit).unwrap_or_else(|_| {
        Err(KeychainError::new(
            format!("No answer came from {} within {} seconds.", system::NAME, limit.as_secs()),
            "Look for a window that asks to unlock it, or restart it, then look again.",
        )
        .said("nothing"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keychain_that_does_not_answer_does_not_hold_up_the_app() {
        let (_never, waits) = mpsc::channel::<u8>();
        let asked = within(Duration::from_millis(20), move || Ok(waits.recv().is_ok()));
        let error = asked.unwrap_err();
        assert!(error.reason.contains("No answer came"), "{error:?}");
        assert_eq!(within(PATIENCE, || Ok(7)).unwrap(), 7);
    }
}
