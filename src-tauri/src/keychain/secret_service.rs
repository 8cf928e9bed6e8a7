//! The Secret Service of a Linux desktop: GNOME Keyring, KWallet, KeePassXC.
//!
//! Keyring speaks to it, but not before a look over a connection of our own, for three reasons. Keyring starts once
//! and remembers a failure. It cannot tell an entry that is not there from a keyring that is not there at all. And
//! it keeps the session of its start for good, which ends unnoticed when the service is restarted.

use std::sync::OnceLock;

use app::secrets::KeychainError;
use secret_service::blocking::{Collection, SecretService};
use secret_service::{EncryptionType, Error};
use zbus::blocking::Connection;
use zbus::blocking::fdo::DBusProxy;
use zbus::names::WellKnownName;

use super::{PATIENCE, PATIENCE_FOR_PEOPLE, within};

pub(super) const NAME: &str = "the Secret Service (GNOME Keyring or KWallet)";
const BUS_NAME: WellKnownName<'_> =
    WellKnownName::from_static_str_unchecked("org.freedesktop.secrets");

/// What is asked, as people are told.
const ASKED: &str = "org.freedesktop.secrets on the session bus";

/// The process, by bus and connection, that keyring's session is with.
static KEYRING_IS_WITH: OnceLock<String> = OnceLock::new();

/// Succeeds when the service answers, is still the one that keyring knows, and its default keyring is unlocked;
/// has the user asked to unlock it where it is not.
pub(super) fn look() -> Result<(), KeychainError> {
    let (found, is_locked) = within(PATIENCE, || {
        let found = Found::connect()?;
        if KEYRING_IS_WITH.get().is_some_and(|known| *known != found.process) {
            let said = "Another process answers than the one that was asked before.";
            return Err(restarted().asked(ASKED).said(said));
        }
        let is_locked = found.default()?.is_locked().map_err(explain_service)?;
        Ok((found, is_locked))
    })?;
    let process = found.process.clone();
    if is_locked {
        within(PATIENCE_FOR_PEOPLE, move || found.unlock())?;
    }
    // Keyring starts right after this.
    KEYRING_IS_WITH.get_or_init(|| process);
    Ok(())
}

/// The service that answered.
struct Found {
    service: SecretService<'static>,
    process: String,
}

impl Found {
    fn connect() -> Result<Found, KeychainError> {
        // First the bus alone, so that a missing bus is not taken for a missing service.
        let bus = Connection::session().map_err(|error| no_bus(&error))?;
        // Encrypted although no secret travels here: keyring will ask for the same.
        let service = SecretService::connect_with_existing(EncryptionType::Dh, bus.clone())
            .map_err(explain_service)?;
        let owner = DBusProxy::new(&bus)
            .and_then(|proxy| Ok(proxy.get_name_owner(BUS_NAME.into())?))
            .map_err(|error| explain_service(error.into()))?;
        Ok(Found { service, process: format!("{} {owner}", bus.server_guid()) })
    }

    fn default(&self) -> Result<Collection<'_>, KeychainError> {
        self.service.get_default_collection().map_err(explain_service)
    }

    /// Has the desktop ask the user to unlock the default keyring.
    fn unlock(&self) -> Result<(), KeychainError> {
        let keyring = self.default()?;
        keyring.unlock().map_err(explain_service)?;
        // Some services answer a dismissed question like an accepted one.
        keyring.ensure_unlocked().map_err(explain_service)
    }
}

/// What an error of keyring means here.
pub(super) fn explain(error: keyring::Error) -> KeychainError {
    use keyring::Error::{NoStorageAccess, PlatformFailure};
    match error {
        NoStorageAccess(cause) | PlatformFailure(cause) => match cause.downcast::<Error>() {
            Ok(error) => explain_service(*error),
            Err(cause) => other(&cause.to_string()),
        },
        error => other(&error.to_string()),
    }
}

fn no_bus(error: &zbus::Error) -> KeychainError {
    KeychainError::new(
        format!("There is no D-Bus session bus, over which the keychain is reached: {error}."),
        "Start Scimscope from a desktop session, or inside dbus-run-session with GNOME Keyring \
            or KWallet running.",
    )
    .asked("the D-Bus session bus")
    .said(error.to_string())
}

fn no_service() -> KeychainError {
    KeychainError::new(
        "No keychain is running: nothing on this desktop offers the Secret Service.",
        "Install or start GNOME Keyring or KWallet, or switch on the Secret Service in KeePassXC, \
            then look again.",
    )
}

fn no_default() -> KeychainError {
    KeychainError::new(
        "The keychain is running but has no default keyring to keep secrets in.",
        "Make a keyring in Passwords and Keys (or KWalletManager) and set it as default, or sign in \
            to the desktop anew, then look again.",
    )
}

fn locked() -> KeychainError {
    KeychainError::new(
        "The keychain is locked and was not unlocked.",
        "Unlock it, in the window that asks for its password or in Passwords and Keys, then look again.",
    )
}

fn restarted() -> KeychainError {
    KeychainError::new(
        "The keychain was restarted while Scimscope was running, which cut off the connection to it.",
        "Close Scimscope and start it again.",
    )
}

fn explain_service(error: Error) -> KeychainError {
    let said = error.to_string();
    judge(error).asked(ASKED).said(said)
}

fn judge(error: Error) -> KeychainError {
    let bus = match &error {
        Error::Locked | Error::Prompt | Error::PromptDisconnected => return locked(),
        Error::NoResult => return no_default(),
        Error::Unavailable => return no_service(),
        Error::Zbus(zbus::Error::MethodError(name, ..)) => name.as_str(),
        Error::Zbus(zbus::Error::FDO(error)) => return explain_bus(error, &error.to_string()),
        Error::ZbusFdo(error) => return explain_bus(error, &error.to_string()),
        _ => "",
    };
    match bus {
        "org.freedesktop.Secret.Error.IsLocked" => locked(),
        "org.freedesktop.Secret.Error.NoSession" => restarted(),
        "org.freedesktop.DBus.Error.ServiceUnknown"
        | "org.freedesktop.DBus.Error.NameHasNoOwner" => no_service(),
        name if name.starts_with("org.freedesktop.DBus.Error.Spawn.") => no_service(),
        _ => other(&error.to_string()),
    }
}

fn explain_bus(error: &zbus::fdo::Error, words: &str) -> KeychainError {
    use zbus::fdo::Error as Bus;
    match error {
        Bus::ServiceUnknown(_)
        | Bus::NameHasNoOwner(_)
        | Bus::SpawnExecFailed(_)
        | Bus::SpawnChildExited(_)
        | Bus::SpawnChildSignaled(_)
        | Bus::SpawnFailed(_)
        | Bus::SpawnServiceNotFound(_) => no_service(),
        _ => other(words),
    }
}

fn other(words: &str) -> KeychainError {
    KeychainError::new(
        format!("The keychain refused: {words}."),
        "Restart the keychain or sign in to the desktop anew, then look again.",
    )
}
