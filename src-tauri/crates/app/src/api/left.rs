//! How a person left a tenant, to be found so again after a restart.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LeftWhat {
    /// Where in the tenant one was.
    Place,
    /// The filters of its tables, applied and typed.
    Filters,
    /// A connection form that is not saved, without its secrets.
    Form,
}

/// How something of a tenant was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Left {
    /// The tenant; absent for the form of a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tenant_id: Option<String>,
    /// What it is.
    pub what: LeftWhat,
    /// How it was left, as the window wrote it. Empty when there is nothing to be kept any more.
    pub text: String,
}
