//! Any request to a tenant's server: looked at first, then sent exactly as it was shown.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::error::UiError;
use super::exchanges::{BodyText, Header};
use super::guard::GuardState;

/// Prepares a request; nothing is sent.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestPrepare {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The method.
    pub method: String,
    /// Relative to the base URL, or a whole URL on its origin.
    pub url: String,
    /// Headers of its own: `If-Match`, `Prefer` and the like. What signs in and what frames it cannot be among them.
    #[serde(default)]
    #[ts(optional, as = "Option<Vec<Header>>")]
    pub headers: Vec<Header>,
    /// The body, as it is sent.
    #[serde(default)]
    #[ts(optional)]
    pub body: Option<String>,
}

/// A body may hold a password.
impl std::fmt::Debug for RequestPrepare {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestPrepare").field("method", &self.method).finish_non_exhaustive()
    }
}

/// What a request counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CountsAs {
    /// It only reads.
    Read,
    /// It writes, and may be sent.
    Write,
    /// It writes, and the tenant is read-only.
    Blocked,
}

/// A request exactly as it would be sent, secrets masked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestPrepared {
    /// What it counts as.
    pub counts_as: CountsAs,
    /// Whether a person is to confirm it before it is sent.
    pub asks: bool,
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// All headers.
    pub headers: Vec<Header>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub body: Option<BodyText>,
    /// What sends it: once, from this window. Absent when it is blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    /// How many seconds the token is good for.
    pub valid_seconds: u32,
    /// How the guard stands.
    pub guard: GuardState,
}

/// Sends a request that was prepared.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestSend {
    /// The tenant that it was prepared for.
    pub tenant_id: String,
    /// The token that it was given.
    pub token: String,
}

/// What came of a request that was sent.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum RequestSent {
    /// The server answered.
    Answered {
        /// The status.
        status: u16,
        /// All headers.
        headers: Vec<Header>,
        /// The body.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        body: Option<BodyText>,
        /// Why it is no success.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        refusal: Option<Box<UiError>>,
        /// Why the body is not whole; the status tells what became of the request all the same.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        incomplete: Option<Box<UiError>>,
        /// The exchange in the history.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        exchange: Option<String>,
    },
    /// It was a write and on its way, and nobody knows whether it was done. It is not sent again.
    Unknown {
        /// What happened.
        problem: UiError,
        /// What to read to find out: the URL for a GET that can be prepared.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        read_back: Option<String>,
    },
}
