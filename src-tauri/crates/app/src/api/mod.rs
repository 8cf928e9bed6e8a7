//! What crosses to the UI: requests, answers and events of every command, as data.
//! TypeScript types are made from these (`cargo xtask bindings`).

pub mod arrange;
pub mod chain;
pub mod changes;
pub mod columns;
pub mod diagnostics;
pub mod drafts;
pub mod error;
pub mod event;
pub mod exchanges;
pub mod filters;
pub mod guard;
pub mod left;
pub mod lint;
pub mod read_back;
pub mod requests;
pub mod resources;
pub mod sign_in;
pub mod storage;
pub mod tenants;
pub mod transfer;
pub mod transport;
pub mod windows;
pub mod writes;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An answer that says only that it worked, or a request that asks for nothing more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Empty {}

/// Stops another call that is under way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallCancel {
    /// The id that the call was made with.
    pub call_id: String,
}
