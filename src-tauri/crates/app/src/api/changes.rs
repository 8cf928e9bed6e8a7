//! The change log: what was written to a tenant from here, in words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exchanges::BodyText;
use super::writes::{ChangeKind, Difference};

/// What is known of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeOutcome {
    /// It is being sent, or the program ended while it was.
    Sending,
    /// It was done, and read back.
    Done,
    /// The server said so, and it is not as intended.
    Differs,
    /// The server will do it later.
    Accepted,
    /// The server said that it was done; it was not read back.
    NotReadBack,
    /// The server refused it.
    Refused,
    /// Nobody knows whether it was done.
    Unknown,
}

/// Asks for a page of the change log.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesList {
    /// The tenant.
    pub tenant_id: String,
    /// Of one resource type only, by its name.
    #[serde(default)]
    #[ts(optional)]
    pub resource_type: Option<String>,
    /// Of one resource only, by its id.
    #[serde(default)]
    #[ts(optional)]
    pub id: Option<String>,
    /// Of one kind only.
    #[serde(default)]
    #[ts(optional)]
    pub kind: Option<ChangeKind>,
    /// With these letters in its words.
    #[serde(default)]
    #[ts(optional)]
    pub text: Option<String>,
    /// Older than this entry.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<String>,
    /// How many, at most 200.
    pub limit: u32,
}

/// One entry of the change log.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeEntry {
    /// Its id.
    pub change: String,
    /// When it was sent (RFC 3339).
    pub at: String,
    /// What it did.
    pub kind: ChangeKind,
    /// The resource type's name.
    pub resource_type: String,
    /// The id of the resource, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// How people know it.
    pub title: String,
    /// What was done, in words: `Disabled Ana Ruiz, title changed`.
    pub words: String,
    /// What is known of it.
    pub outcome: ChangeOutcome,
    /// The entry that it undoes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undoes: Option<String>,
    /// The entry that undid it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub undone_by: Option<String>,
    /// Whether it can be undone.
    pub can_undo: bool,
    /// The exchange in the history, as long as that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
    /// What changed, attribute by attribute. Secrets are named, without a value.
    pub changes: Vec<ChangedAttribute>,
}

/// One attribute that a write changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangedAttribute {
    /// What changed, as a PATCH names it.
    pub path: String,
    /// What was there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// What was to be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<String>,
}

/// A page of the change log, newest first.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesListed {
    /// The entries.
    pub changes: Vec<ChangeEntry>,
    /// Whether there are older ones.
    pub is_more: bool,
    /// How many there are of this tenant, whatever is asked for.
    pub total: u32,
}

/// Asks which changes of a resource were found by reading it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesFind {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The resource's id.
    pub id: String,
}

/// Changes of a resource that were found by reading it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesFound {
    /// The changes, newest first.
    pub found: Vec<FoundChange>,
    /// When the first of the reads was that the history still has (RFC 3339); absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub since: Option<String>,
}

/// A change that was not made from here: two reads of the resource say different things, and nothing was written from here
/// between them. When it was made is only known to lie between the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundChange {
    /// When it was not seen yet (RFC 3339).
    pub seen_before: String,
    /// When it was seen first (RFC 3339).
    pub seen_at: String,
    /// The exchange of the read that does not show it.
    pub exchange_before: String,
    /// The exchange of the first read that shows it.
    pub exchange: String,
    /// When the server says that the resource was modified last, where that is another time than before. As served.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub last_modified: Option<String>,
    /// What changed, attribute by attribute. Secrets and `meta` are no part of it.
    pub changes: Vec<ChangedAttribute>,
}

/// Names an entry of the change log.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangeRef {
    /// The tenant.
    pub tenant_id: String,
    /// The entry.
    pub change: String,
}

/// An entry of the change log in full.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The entry.
    pub entry: ChangeEntry,
    /// Where the server had something else than was intended.
    pub differences: Vec<Difference>,
    /// What came of it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub outcome_words: Option<String>,
    /// The resource before, as JSON text, without secrets; absent for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
    /// The resource as it was read back.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub after: Option<String>,
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The body that was sent, secrets masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub body: Option<BodyText>,
}

/// Saves the change log of a tenant to a file that a person chooses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangesExport {
    /// The tenant.
    pub tenant_id: String,
}

/// Saves resources as they are, before they are deleted.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ResourcesSave {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The plan whose resources are saved.
    pub plan: String,
}

/// What became of a file that was to be saved.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FileSaved {
    /// Where it is; absent where the person chose no place.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub path: Option<String>,
}
