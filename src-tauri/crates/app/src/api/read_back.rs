//! Looking up what became of a write of which nobody knows whether it was done: by a read, shown before it is sent.

use scim::outcome::Verdict;
use serde::Serialize;
use ts_rs::TS;

/// What can be done to find out.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ReadBackPrepared {
    /// A read that tells; it is not sent yet.
    Offered {
        /// The method.
        method: String,
        /// The whole URL, as the history will show it.
        url: String,
        /// The tenant is not open: the discovery documents of its server are read first.
        opens_tenant: bool,
    },
    /// No read tells.
    Untold {
        /// Why, as whole sentences.
        why: String,
    },
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReadBack {
    /// When it was looked up (RFC 3339).
    pub at: String,
    /// What was found.
    pub verdict: Verdict,
    /// The same in words: whole sentences, with names of attributes and no values.
    pub words: String,
    /// The exchange that shows it; absent where the history has it no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
}
