//! Keychain on macOS and the Credential Manager on Windows: always there, and the system unlocks them itself.

use app::secrets::KeychainError;
use keyring::Error;

#[cfg(target_os = "macos")]
pub(super) const NAME: &str = "macOS Keychain";
#[cfg(windows)]
pub(super) const NAME: &str = "Windows Credential Manager";

/// Nothing to see before the first access: keyring's store starts without asking the system, and the system asks
/// the user when an entry is wanted.
pub(super) fn look() -> Result<(), KeychainError> {
    Ok(())
}

/// What an error of keyring means here.
pub(super) fn explain(error: Error) -> KeychainError {
    match error {
        Error::NoStorageAccess(cause) => KeychainError::new(
            format!("{NAME} is locked or does not let Scimscope in: {cause}."),
            "Unlock it or allow the access, then look again.",
        )
        .said(cause.to_string()),
        other => KeychainError::new(
            format!("{NAME} refused: {other}."),
            "Sign in to the computer anew, then look again.",
        )
        .said(other.to_string()),
    }
}
