//! The windows that are open, and which tenant each shows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A window that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowShown {
    /// Its name, as the shell has it.
    pub window: String,
    /// Its number, as people know it; the first one is 1.
    pub number: u32,
    /// The tenant that it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tenant_id: Option<String>,
}

/// Says which tenant the window that makes this call shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantShow {
    /// The tenant; absent for none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tenant_id: Option<String>,
}

/// Opens a window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowOpen {
    /// The tenant to show; absent for none. Another window that shows it comes to the front instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tenant_id: Option<String>,
}

/// The window that was opened, or that came to the front.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WindowOpened {
    /// Its number.
    pub number: u32,
    /// Whether it is a new one.
    pub is_new: bool,
}
