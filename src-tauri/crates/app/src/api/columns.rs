//! The columns of a directory table: what the schema offers and what was chosen.

use scim::view::Column;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Names a table: a resource type of a tenant.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnsRead {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
}

/// Chooses the columns of a table, in their order; remembered.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ColumnsChoose {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The paths in order; empty goes back to the default choice.
    pub paths: Vec<String>,
}

/// The columns of a table.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Columns {
    /// Every column that the schemas offer.
    pub available: Vec<Column>,
    /// The paths chosen, in order.
    pub chosen: Vec<String>,
    /// Whether `chosen` is the default choice.
    pub is_default: bool,
    /// Whether the server sorts: `sort.supported`, or why not, in words.
    pub sort_supported: bool,
    /// Why the table cannot be sorted, for the header's hint.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sort_refused: Option<String>,
    /// What speaks against filtering on this server, in words. It is offered all the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub filter_doubt: Option<String>,
}
