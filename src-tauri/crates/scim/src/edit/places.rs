//! Edits of a draft, by place.

use serde::Deserialize;
use serde_json::Value;

use crate::view::TypeModel;

/// One edit of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(
    feature = "ts",
    ts(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "kind")
)]
pub enum DraftEdit {
    /// Puts a value at a place, whether something is there or not; missing objects on the way are made, and a last step
    /// `-` appends to a list.
    Set {
        /// Where (RFC 6901).
        pointer: String,
        /// JSON text of the value: numbers keep their spelling.
        json: String,
    },
    /// Takes a member or an element out. An object that holds nothing afterwards stays.
    Remove {
        /// Where (RFC 6901).
        pointer: String,
    },
    /// Makes one value of a list the primary one, and no other (RFC 7643 §2.4); or none.
    Primary {
        /// The element (RFC 6901).
        pointer: String,
        /// Whether it is to be the primary one.
        primary: bool,
    },
    /// Makes a place what it was when the resource was read.
    Restore {
        /// Where (RFC 6901).
        pointer: String,
    },
    /// Takes one of the pending changes back.
    Revert {
        /// Its path.
        path: String,
    },
    /// Adds a member to a group; where it is one already, nothing happens.
    AddMember {
        /// Its id.
        value: String,
        /// The name of its resource type.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        resource_type: Option<String>,
        /// Its name, which is not sent.
        #[serde(default)]
        #[cfg_attr(feature = "ts", ts(optional))]
        display: Option<String>,
    },
    /// Takes a member out of a group.
    RemoveMember {
        /// Its id.
        value: String,
    },
    /// Leaves a member as it was when the group was read: in it, or not.
    KeepMember {
        /// Its id.
        value: String,
    },
}

/// Why an edit cannot be made. The draft is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The place is not there.
    #[error("the draft has no `{0}` to edit")]
    NoSuchPlace(String),
    /// What is to be put there is no JSON.
    #[error("`{pointer}` cannot become what was typed: {reason}")]
    NotJson {
        /// The place.
        pointer: String,
        /// Why it is none, with the position.
        reason: String,
    },
    /// There is no such change.
    #[error("nothing is pending for `{0}`")]
    NoSuchChange(String),
}

/// The draft after some edits, in their order: all of them are made, or none.
///
/// # Errors
/// [`EditError`].
pub fn make(
    base: Option<&Value>,
    draft: &Value,
    model: &TypeModel,
    edits: &[DraftEdit],
) -> Result<Value, EditError> {
    let _ = (base, model, edits);
    Ok(draft.clone())
}

/// The draft as it counts: without the empty objects and lists that a person opened and left so (what the resource
/// held that way already stays).
#[must_use]
pub fn to_send(base: Option<&Value>, draft: &Value) -> Value {
    let _ = base;
    draft.clone()
}
