//! Lists of resources as windows of rows, one resource in full, and references by name.

use scim::finding::Finding;
use scim::view::{Cell, Field, Identity, Section};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The order of a list (RFC 7644 §3.4.2.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sort {
    /// The attribute path to sort by.
    pub by: String,
    /// Descending instead of ascending.
    pub descending: bool,
}

/// Asks for a window of rows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcesList {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The order; absent is the server's own.
    #[serde(default)]
    #[ts(optional)]
    pub sort: Option<Sort>,
    /// The filter, sent as it is written; absent lists all.
    #[serde(default)]
    #[ts(optional)]
    pub filter: Option<String>,
    /// The first row wanted, from 0.
    pub offset: u32,
    /// How many rows, at most 500.
    pub limit: u32,
    /// The column paths that are drawn.
    pub columns: Vec<String>,
    /// Forget what is loaded and read again from the server.
    pub reload: bool,
}

/// One row of a table.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// Its place, from 0.
    pub index: u32,
    /// The resource's id; absent where the server left it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// How people know it.
    pub title: String,
    /// `active`, where the resource has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub active: Option<bool>,
    /// The cells, in the order of the columns asked for.
    pub cells: Vec<Cell>,
    /// Whether an earlier row has the same id.
    pub duplicate: bool,
    /// Whether it arrived although the filter does not hold for it.
    pub misfit: bool,
}

/// A window of rows.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcesListed {
    /// The rows; fewer than asked for at the end of the list.
    pub rows: Vec<Row>,
    /// How many rows the table has as far as is known now.
    pub row_count: u32,
    /// Whether the end has been seen: `row_count` is then exact.
    pub end_seen: bool,
    /// `totalResults` as the server said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub total_results: Option<u32>,
    /// How the lists deviate from the RFC, and from what they said before.
    pub findings: Vec<Finding>,
    /// The exchange that brought the newest page, if one was read for this.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
    /// How many pages were read from the server for this window.
    pub pages_read: u32,
    /// Attributes that were left out of the list on purpose, e.g. `members`.
    pub left_out: Vec<String>,
}

/// How far reading a window is.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcesListing {
    /// The first row of the page that is being read, from 1 as `startIndex`.
    pub start_index: u32,
    /// The size of the page asked for.
    pub count: u32,
    /// It is asked for by cursor: pages come in their order, also on the way to rows further down.
    pub by_cursor: bool,
}

/// Asks which of the resources that were read are called something.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcesFind {
    /// The tenant.
    pub tenant_id: String,
    /// Of one resource type only, by its name.
    #[serde(default)]
    #[ts(optional)]
    pub resource_type: Option<String>,
    /// Some letters of its name, in their order.
    pub text: String,
    /// How many, at most 50.
    pub limit: u32,
}

/// Resources that were read before, best first. Nothing was sent for them.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcesFound {
    /// The best of them.
    pub found: Vec<FoundResource>,
    /// How many there are.
    pub total: u32,
    /// How many resources were looked through.
    pub searched: u32,
    /// A filter that looks for the text on the server; absent without a text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub filter: Option<String>,
}

/// A resource that was read before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundResource {
    /// The resource type's name.
    pub resource_type: String,
    /// The resource's id.
    pub id: String,
    /// How people know it.
    pub title: String,
    /// A second name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subtitle: Option<String>,
    /// `active`, where the resource has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub active: Option<bool>,
}

/// Asks for one resource.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourceRead {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The resource's id.
    pub id: String,
    /// Ask the server even if the whole resource is at hand.
    pub fresh: bool,
}

/// One resource in full.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Resource {
    /// The resource type's name.
    pub resource_type: String,
    /// Who or what it is.
    pub identity: Identity,
    /// Its attributes, by schema.
    pub sections: Vec<Section>,
    /// Exactly the text received (secrets redacted).
    pub text: String,
    /// The `ETag` header, if it was read by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub etag: Option<String>,
    /// How it deviates from the RFC and its schemas.
    pub findings: Vec<Finding>,
    /// The exchange that brought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
    /// When it was read (RFC 3339).
    pub read_at: String,
}

/// Asks for a window of the values of a long multi-valued attribute.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ValuesRead {
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The resource's id; it was read before.
    pub id: String,
    /// The attribute's path.
    pub path: String,
    /// The first value wanted, from 0.
    pub offset: u32,
    /// How many, at most 500.
    pub limit: u32,
}

/// A window of values.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Values {
    /// The values as fields.
    pub fields: Vec<Field>,
    /// How many there are.
    pub total: u32,
}

/// A reference to look up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReferenceAsked {
    /// The id.
    pub value: String,
    /// The resource type's name, where it is known.
    #[serde(default)]
    #[ts(optional)]
    pub resource_type: Option<String>,
}

/// Asks for the names of references.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReferencesResolve {
    /// The tenant.
    pub tenant_id: String,
    /// The references, at most 500.
    pub references: Vec<ReferenceAsked>,
    /// Ask the server for those that are not known; otherwise only what is known.
    pub ask_server: bool,
}

/// What became of one reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReferenceName {
    /// The resource is known by this name.
    Known {
        /// How people know it.
        title: String,
        /// The resource type's name.
        resource_type: String,
    },
    /// The server has no such resource: the reference dangles.
    Dangling,
    /// Not known, not asked.
    Unknown,
    /// Asking failed.
    Failed {
        /// Why, in words.
        reason: String,
    },
}

/// The names of references, in the order asked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReferencesResolved {
    /// One for each reference asked for.
    pub names: Vec<ReferenceName>,
}
