//! The write guard of a tenant, and how its requests are paced.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exchanges::Quota;

/// How a tenant is guarded against writes, the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuardMode {
    /// Nothing is written unless somebody has unlocked it.
    ReadOnly,
    /// A person is shown each write and confirms it.
    Confirm,
    /// Writes are sent without asking a person.
    Free,
}

/// Why a tenant is no longer unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuardEnd {
    /// The time was over.
    TimeOver,
    /// The machine slept, or its clock was set.
    Slept,
    /// Somebody locked it.
    ByHand,
    /// The window that had unlocked it shows another tenant, or was closed.
    Left,
    /// The tenant was changed.
    Changed,
}

/// For how long a tenant is unlocked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuardUnlocked {
    /// The window that unlocked it.
    pub window: String,
    /// When it ends by itself (RFC 3339).
    pub until: String,
    /// How many seconds that still is, as of now.
    pub left_seconds: u32,
}

/// How the guard of a tenant stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuardState {
    /// The tenant.
    pub tenant_id: String,
    /// How it is guarded.
    pub mode: GuardMode,
    /// Set while it is read-only and unlocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub unlocked: Option<GuardUnlocked>,
    /// Why it is no longer unlocked, if it once was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub ended: Option<GuardEnd>,
}

/// Unlocks a read-only tenant for 15 minutes.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuardUnlock {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// Why, in the person's words; kept in the log of the guard.
    pub reason: String,
}

/// Guards a tenant in another way from now on.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuardSet {
    /// The tenant.
    pub tenant_id: String,
    /// How.
    pub mode: GuardMode,
    /// Why, in the person's words; may be empty where the guard becomes stricter.
    pub reason: String,
}

/// What was done about a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum GuardEvent {
    /// It was unlocked.
    Unlocked,
    /// It locked itself when the time was over.
    TimeOver,
    /// It locked itself after the machine had slept.
    Slept,
    /// Somebody locked it.
    ByHand,
    /// It locked itself when the window left the tenant.
    Left,
    /// It locked itself because the tenant was changed.
    Changed,
    /// It was locked because Scimscope was quit.
    Quit,
    /// It became read-only.
    SetReadOnly,
    /// It asks for each write from then on.
    SetConfirm,
    /// It no longer asks.
    SetFree,
    /// The certificate of its server is not verified from then on.
    Unverified,
    /// It is verified again.
    Verified,
    /// What is sent to its server can be read on the way from then on.
    PlainHttp,
    /// It is no longer used so.
    NoPlainHttp,
}

/// One entry of the log of a guard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GuardLogEntry {
    /// When it was (RFC 3339).
    pub at: String,
    /// What was done; absent for what a newer version wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub event: Option<GuardEvent>,
    /// Why, in the person's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason: Option<String>,
}

/// What is waited for before the next request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WaitReason {
    /// The server answered 429.
    TooManyRequests,
    /// The server answered 503.
    Unavailable,
    /// The server said that nothing is left of its quota.
    QuotaUsedUp,
}

/// The request that waits for the shortest time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Wait {
    /// What for.
    pub reason: WaitReason,
    /// Until when (RFC 3339).
    pub until: String,
    /// Whether it writes.
    pub is_write: bool,
    /// Whether it was sent before, and refused.
    pub was_sent: bool,
    /// How often it may be sent again after it was sent once more, before its refusal is shown; a write never.
    pub repeats_left: u32,
    /// How many seconds it may still wait after this.
    pub wait_left_seconds: u32,
}

/// How a tenant's requests are paced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Pacing {
    /// The tenant.
    pub tenant_id: String,
    /// Set while requests wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wait: Option<Wait>,
    /// How many requests wait.
    pub waiting: u32,
    /// What is left of the server's tightest quota, as it said last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub quota: Option<Quota>,
}
