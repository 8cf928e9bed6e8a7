//! The history: exchanges as a list and in full, secrets redacted before they were stored.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::read_back::ReadBack;

/// Which outcomes to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OutcomeFilter {
    /// Every exchange.
    All,
    /// 2xx.
    Success,
    /// 4xx.
    ClientError,
    /// 5xx.
    ServerError,
    /// No answer: refused, timed out, cancelled.
    Failed,
    /// Writes of which nobody knows whether they were done.
    Unknown,
}

/// Names the resource that exchanges are about.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct About {
    /// The name of its resource type.
    pub resource_type: String,
    /// Its id.
    pub id: String,
}

/// Asks for a page of the history, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangesList {
    /// Only of this tenant.
    #[serde(default)]
    #[ts(optional)]
    pub tenant_id: Option<String>,
    /// Only these outcomes.
    pub outcome: OutcomeFilter,
    /// Only those that hold this text in URL, headers or bodies.
    pub text: String,
    /// Only those that asked for this resource by its own URL. The tenant must be named, and open.
    #[serde(default)]
    #[ts(optional)]
    pub about: Option<About>,
    /// Only those older than this exchange.
    #[serde(default)]
    #[ts(optional)]
    pub before: Option<String>,
    /// How many, at most 500.
    pub limit: u32,
}

/// One exchange as a row.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeSummary {
    /// Its id.
    pub id: String,
    /// The tenant.
    pub tenant_id: String,
    /// What asked for it: Directory, Connection test, ...
    pub asked_by: String,
    /// When it started (RFC 3339).
    pub started_at: String,
    /// The HTTP method.
    pub method: String,
    /// The whole URL (secrets redacted).
    pub url: String,
    /// The part of the URL after the base URL, for the list.
    pub path: String,
    /// The HTTP status; absent when there was no answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub status: Option<u16>,
    /// Why there was no answer, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub failure: Option<String>,
    /// Whether the server has only accepted the request, and the work is still to be done.
    pub accepted: bool,
    /// Whether this was a write of which nobody knows whether it was done.
    pub outcome_unknown: bool,
    /// What was found when that was looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub read_back: Option<ReadBack>,
    /// How long it took, in milliseconds.
    pub ms: f64,
    /// The size of the response body, in bytes.
    pub size_bytes: u32,
}

/// A page of the history.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangesListed {
    /// The exchanges, newest first.
    pub exchanges: Vec<ExchangeSummary>,
    /// How many match in all.
    pub total: u32,
    /// Whether counting stopped there: a search reads only so much.
    pub total_is_least: bool,
    /// Whether there are older ones.
    pub more: bool,
}

/// Names an exchange.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeRead {
    /// Its id.
    pub id: String,
}

/// A header as sent or received (secrets redacted).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// A body as text.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BodyText {
    /// The text; bytes that cannot be read are shown as U+FFFD.
    pub text: String,
    /// Whether all bytes were UTF-8.
    pub is_utf8: bool,
    /// The character set that it was read from, where that is not UTF-8.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub charset: Option<String>,
    /// Whether it is JSON, for the view.
    pub is_json: bool,
    /// Its size, in bytes.
    pub size_bytes: u32,
}

/// Where the time of an exchange went, in milliseconds. What is absent did not happen or is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Times {
    /// Whether the connection of an earlier exchange was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reused: Option<bool>,
    /// Looking up the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub dns: Option<f64>,
    /// The TCP connection.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub connect: Option<f64>,
    /// The TLS handshake.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub tls: Option<f64>,
    /// Sending, and waiting for the response's headers.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub wait: Option<f64>,
    /// Reading the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub read: Option<f64>,
}

/// The server has accepted the request and will do the work later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Later {
    /// Where it says that the outcome will be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub monitor: Option<String>,
    /// When to ask again, in its words: seconds or a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_after: Option<String>,
}

/// How much one may still ask a server, as one of its answers says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RateLimits {
    /// The quotas, the one nearest to its end first.
    pub quotas: Vec<Quota>,
    /// Not before then (RFC 3339), as `Retry-After` says.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub retry_at: Option<String>,
}

/// So many requests within so much time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    /// What the server calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub name: Option<String>,
    /// How many there are in all.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub limit: Option<u32>,
    /// How many are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub remaining: Option<u32>,
    /// Within how many seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub window_seconds: Option<u32>,
    /// When there are all of them again (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub resets_at: Option<String>,
    /// The response headers that say so.
    pub headers: Vec<String>,
}

/// One exchange in full.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Exchange {
    /// The row.
    pub summary: ExchangeSummary,
    /// The request's headers.
    pub request_headers: Vec<Header>,
    /// The request's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request_body: Option<BodyText>,
    /// HTTP/1.1 or HTTP/2.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub http_version: Option<String>,
    /// The response's headers.
    pub response_headers: Vec<Header>,
    /// The response's body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub response_body: Option<BodyText>,
    /// Where the time went.
    pub times: Times,
    /// What the server says about an answer that is still to come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub later: Option<Later>,
    /// What a look at DNS, TCP or TLS saw, in one line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub seen: Option<String>,
    /// The server's own id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request_id: Option<String>,
}
