//! Talking to one SCIM server: the pipeline that every byte passes, discovery, lists, and the connection test.
//! It knows the network and the RFCs through `scim`; it knows nothing of storage, tenants or screens.
#![deny(missing_docs)]

pub mod base_url;
pub mod discovery;
pub mod doctor;
pub mod error;
pub mod exchange;
pub mod page;
pub mod redact;
pub mod session;
pub mod settings;

mod answer;
mod classify;
mod explain;
mod pipeline;
mod tls;
mod transport;
