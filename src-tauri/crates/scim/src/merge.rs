//! Three versions of a resource brought together: as it was read, as the server has it now, and as a person edited it.

mod changes;
mod list;
mod rows;
mod spots;

use serde::{Deserialize, Serialize};

pub use rows::{merge, resolve};

/// How an attribute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum MergeKind {
    /// Both sides changed it, to different values.
    Conflict,
    /// Both sides changed a multi-valued attribute, no value of it twice: the values are brought together.
    ByElement,
    /// Only the person changed it.
    OnlyYours,
    /// Only the server's side changed it.
    OnlyTheirs,
    /// Both sides changed it to the same.
    Same,
}

/// Whose value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Side {
    /// That of the server.
    Theirs,
    /// That of the person.
    Yours,
}

/// One attribute that is not the same in all three.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct MergeRow {
    /// The attribute's path.
    pub path: String,
    /// How it stands.
    pub kind: MergeKind,
    /// As it was read; a text as it is, anything else as JSON. Absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub base: Option<String>,
    /// As the server has it now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub theirs: Option<String>,
    /// As the person edited it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub yours: Option<String>,
    /// What it will be. Absent where nothing will be there, and where `undecided`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub result: Option<String>,
    /// Whose value that is; absent for values brought together and where nobody chose yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub side: Option<Side>,
    /// Whether a person has to choose.
    pub undecided: bool,
}

/// What a person chose for an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub struct MergeChoice {
    /// The attribute's path.
    pub path: String,
    /// Whose value is taken.
    pub side: Side,
}
