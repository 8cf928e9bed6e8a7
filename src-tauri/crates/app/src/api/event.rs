//! What the backend tells every window unasked.

use serde::Serialize;
use ts_rs::TS;

use super::exchanges::{ExchangeSummary, RateLimits};
use super::storage::Storage;

/// Something happened.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum AppEvent {
    /// An exchange was recorded.
    ExchangeRecorded {
        /// The exchange.
        exchange: ExchangeSummary,
        /// How many exchanges of this tenant there are now.
        tenant_total: u32,
        /// What its answer says about limits, if anything.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        rate_limits: Option<RateLimits>,
    },
    /// An exchange happened and could not be recorded.
    RecordingFailed {
        /// Why, in words.
        reason: String,
    },
    /// The storage changed its state.
    StorageChanged {
        /// Its state now.
        storage: Storage,
    },
}
