//! What the backend tells every window unasked.

use serde::Serialize;
use ts_rs::TS;

use super::exchanges::{ExchangeSummary, RateLimits};
use super::guard::{GuardState, Pacing};
use super::storage::Storage;
use super::windows::WindowShown;

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
    /// Tenants were added, changed, or arranged in another way.
    TenantsChanged {},
    /// What was found when a tenant was opened no longer counts: its connection was changed, its secret given, or somebody
    /// signed out of it.
    TenantClosed {
        /// The tenant.
        tenant_id: String,
        /// The window in which a person did that.
        window: String,
    },
    /// A tenant was erased with everything of it.
    TenantForgotten {
        /// The tenant.
        tenant_id: String,
        /// What it was called.
        name: String,
        /// The window in which a person did that.
        window: String,
    },
    /// A window was opened or closed, or shows another tenant.
    WindowsChanged {
        /// The windows that are open now, by their numbers.
        windows: Vec<WindowShown>,
    },
    /// There were more events than a window could be told in time: what is shown may be old.
    EventsMissed {},
    /// The write guard of a tenant was unlocked, locked, or changed.
    GuardChanged {
        /// How it stands now.
        guard: GuardState,
    },
    /// A request of a tenant began to wait, or no longer does.
    PacingChanged {
        /// How it stands now.
        pacing: Pacing,
    },
    /// The storage changed its state.
    StorageChanged {
        /// Its state now.
        storage: Storage,
    },
}
