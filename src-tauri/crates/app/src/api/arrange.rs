//! The person's own groups and order of tenants.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A tenant with its group; where it stands in the list is its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantPlace {
    /// The tenant's id.
    pub tenant_id: String,
    /// The name of its group; empty for none.
    pub group: String,
}

/// Puts tenants into an order and into groups. Those that are not named come after them as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TenantArrange {
    /// The tenants in their order, each once.
    pub places: Vec<TenantPlace>,
}
