//! The state of the database and of the keychain, and the start of the app.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::tenants::Tenant;

/// What became of the database on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum StorageState {
    /// Open and encrypted with the key from the keychain.
    Open,
    /// No keychain that can be used (yet): everything is kept in memory until it can be or the window closes.
    Memory,
    /// There is a database, but its key cannot be had now. Left untouched.
    Locked,
    /// The file is not a sound database. Left untouched.
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
    /// The keychain's name as people know it.
    pub keychain_name: String,
    /// Whether tenant secrets can be kept in the keychain now.
    pub keychain_available: bool,
    /// The database file.
    pub path: String,
}

/// The first call of a window.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppStarted {
    /// Scimscope's version.
    pub version: String,
    /// Where data is kept.
    pub storage: Storage,
    /// The configured tenants, most recently opened first; without the sandbox.
    pub tenants: Vec<Tenant>,
    /// The embedded sandbox tenant; opening it starts its server.
    pub sandbox: Tenant,
    /// The tenant to open at once (`--sandbox` on the command line).
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
