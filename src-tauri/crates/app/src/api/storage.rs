//! The state of the database, the keychain and the encrypted file, and the start of the app.

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::tenants::Tenant;

/// What became of the database on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StorageState {
    /// Open and encrypted with the key from the keychain or from the unlocked file.
    Open,
    /// No keychain that can be used (yet): everything is kept in memory until it can be or the window closes.
    Memory,
    /// There is a database, or a file with its key, that cannot be opened now. Left untouched.
    Locked,
    /// The database, or the file with its key, is not sound. Left untouched.
    Damaged,
    /// Written by a newer Scimscope. Left untouched.
    Newer,
    /// The data folder cannot be written or read.
    Unusable,
}

/// Where data is kept now, and why.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Storage {
    /// What became of the database on disk.
    pub state: StorageState,
    /// What happened, in under eight words.
    pub title: String,
    /// Why, and what that means for what is done now.
    pub detail: String,
    /// What a person can do.
    pub hints: Vec<String>,
    /// The name of the place where secrets are kept, as people know it: the keychain's, or the encrypted file's.
    pub keychain_name: String,
    /// Whether tenant secrets can be kept there now.
    pub keychain_available: bool,
    /// The database file.
    pub path: String,
    /// Whether an encrypted file keeps the secrets, and whether it is unlocked.
    pub passphrase: PassphraseState,
    /// What the keychain said when it was last asked and could not be used; null where it answered, or was not asked
    /// because an encrypted file is there.
    pub keychain_problem: Option<KeychainProblem>,
    /// Whether a database file is there, so that a new key would not open it.
    pub database_exists: bool,
    /// Whether copies of what the encrypted file holds could not be removed from the keychain.
    pub copies_left: bool,
}

/// Whether a file that a passphrase opens keeps the database key and the secrets of tenants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum PassphraseState {
    /// There is no such file: the keychain keeps them.
    None,
    /// The file is there and was not unlocked, or cannot be.
    Locked,
    /// The file is there and unlocked.
    Open,
}

/// Why the keychain cannot be used, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KeychainProblem {
    /// What was asked, of whom.
    pub asked: String,
    /// What came back, in the keychain's or the system's own words.
    pub said: String,
    /// What that means.
    pub cause: String,
    /// What a person can do.
    pub remedy: String,
}

/// Makes the encrypted file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PassphraseSet {
    /// What will open it; at least 12 characters.
    #[ts(type = "string")]
    pub passphrase: SecretString,
}

/// Unlocks the encrypted file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PassphraseUnlock {
    /// What opens it.
    #[ts(type = "string")]
    pub passphrase: SecretString,
}

/// Changes what opens the encrypted file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PassphraseChange {
    /// What opens it now.
    #[ts(type = "string")]
    pub current: SecretString,
    /// What will open it; at least 12 characters.
    #[ts(type = "string")]
    pub passphrase: SecretString,
}

/// The first call of a window.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppStarted {
    /// Scimscope's version.
    pub version: String,
    /// Where data is kept.
    pub storage: Storage,
    /// The name of the window that asked.
    pub window: String,
    /// The configured tenants in the person's own order; without the sandbox.
    pub tenants: Vec<Tenant>,
    /// The embedded sandbox tenant; opening it starts its server.
    pub sandbox: Tenant,
    /// The tenant to open at once: `--sandbox` on the command line, or what the window was opened for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub open_tenant: Option<String>,
    /// What the embedded sandbox holds, in words for the welcome screen's card.
    pub sandbox_contents: SandboxContents,
}

/// What the sandbox is seeded with.
#[derive(Debug, Clone, Copy, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxContents {
    /// Number of users.
    pub users: u32,
    /// Number of groups.
    pub groups: u32,
    /// Number of devices.
    pub devices: u32,
}

/// Says that the first screen is painted (for whoever started the app).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppReady {
    /// The screen that is painted.
    pub screen: String,
}
