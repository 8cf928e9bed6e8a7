//! Three versions of a resource brought together: as it was read, as the server has it now, and as a person edited it.

mod changes;
mod list;
mod rows;
mod spots;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::edit::Control;

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
    /// Another one, which the person typed when both stood side by side.
    Typed,
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
    /// What another value than these is typed with: `Json` for what is no single simple value. Absent where none can be
    /// typed: for secrets, for what may be set only once, and where there is nothing to choose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub control: Option<Control>,
    /// The values that the schema suggests, as they are typed.
    pub canonical_values: Vec<String>,
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
    /// With `Typed`: JSON text of the value, numbers as they are spelled. Absent where nothing is to be there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub json: Option<String>,
}

impl MergeChoice {
    /// The value of one side.
    #[must_use]
    pub fn of(path: impl Into<String>, side: Side) -> Self {
        Self { path: path.into(), side, json: None }
    }

    /// The value that was typed: nothing where there is no text.
    ///
    /// # Errors
    /// When the text is no JSON.
    pub fn typed(&self) -> Result<Option<Value>, serde_json::Error> {
        self.json.as_deref().map(crate::spelled::read).transpose()
    }
}
