//! PATCH (RFC 7644 §3.5.2): what a request is made of. Reading, writing, applying, computing and undoing one each have a
//! file of their own below `patch/`.
//!
//! ```
//! use scim::patch::{self, PatchRequest, Settings};
//! let request = PatchRequest::parse(
//!     r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
//!         "Operations":[{"op":"replace","path":"name.familyName","value":"Jensen"}]}"#,
//!     &[],
//! )?;
//! let before = serde_json::json!({ "name": { "familyName": "Smith", "givenName": "Barbara" } });
//! let applied = patch::apply(&before, &request.value, None, &Settings::default())?;
//! assert_eq!(applied.resource["name"]["familyName"], "Jensen");
//! # Ok::<(), patch::PatchError>(())
//! ```

pub(crate) mod aligned;
mod apply;
pub(crate) mod array;
pub mod dialect;
mod diff;
mod error;
mod index;
mod inverse;
mod read;
pub(crate) mod same;
mod settings;
mod steps;
pub(crate) mod target;
pub(crate) mod value;
mod write;

use serde::Serialize;
use serde_json::Value;

pub use apply::{Applied, Change, Outcome, Prepared, apply, patched};
pub use diff::{Diff, LeftOut, Reason, diff};
pub use error::{ErrorKind, PatchError};
pub use inverse::inverse;
pub use settings::{
    AddWithoutMatch, ComplexReplace, Duplicates, ElementReplace, ReadOnlyInside, RemoveValue,
    ReplaceWithoutMatch, Settings,
};

use crate::patch_path::PatchPath;

/// The message that carries PATCH operations (RFC 7644 §3.5.2).
pub const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// The body of a PATCH request: operations, applied in order, all of them or none.
///
/// `V` is how it holds values: its own, or borrowed from the JSON that it was read from ([`PatchRequest::borrowed`]).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PatchRequest<V = Value> {
    /// What to do; one or more in a request that is sent.
    pub operations: Vec<Operation<V>>,
}

/// One operation of a PATCH request.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation<V = Value> {
    /// What to do.
    pub op: Op,
    /// Where; `None` means the resource itself.
    pub path: Option<PatchPath>,
    /// With what. JSON null is a value here: it unassigns (RFC 7643 §2.5).
    pub value: Option<V>,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(rename_all = "camelCase"))]
pub enum Op {
    /// Adds values (RFC 7644 §3.5.2.1).
    Add,
    /// Removes values (RFC 7644 §3.5.2.2).
    Remove,
    /// Replaces values (RFC 7644 §3.5.2.3).
    Replace,
}

impl Op {
    /// The name in a request, as the RFC spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Replace => "replace",
        }
    }
}

impl Operation {
    /// Adds a value at a path.
    #[must_use]
    pub fn add(path: PatchPath, value: Value) -> Self {
        Self { op: Op::Add, path: Some(path), value: Some(value) }
    }

    /// Replaces the value at a path.
    #[must_use]
    pub fn replace(path: PatchPath, value: Value) -> Self {
        Self { op: Op::Replace, path: Some(path), value: Some(value) }
    }

    /// Removes what is at a path.
    #[must_use]
    pub fn remove(path: PatchPath) -> Self {
        Self { op: Op::Remove, path: Some(path), value: None }
    }
}
