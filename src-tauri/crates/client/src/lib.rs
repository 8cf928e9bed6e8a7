//! Talking to one SCIM server: the pipeline that every byte passes, discovery, lists, and the connection test.
//! It knows the network and the RFCs through `scim`; it knows nothing of storage, tenants or screens.
#![deny(missing_docs)]

pub mod accepted;
pub mod auth;
pub mod base_url;
pub mod chain;
pub mod charset;
pub mod clock;
pub mod credential;
pub mod discovery;
pub mod doctor;
pub mod error;
pub mod exchange;
pub mod guard;
pub mod intermediary;
pub mod limiter;
pub mod network;
pub mod page;
pub mod rate_limit;
pub mod redact;
pub mod request;
pub mod session;
pub mod settings;
pub mod write;

mod answer;
mod challenge;
mod classify;
mod explain;
mod pipeline;
mod times;
mod tls;
mod transport;
mod wire;
