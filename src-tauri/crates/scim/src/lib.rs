//! What the SCIM RFCs say: schemas, resource types, messages, and how a resource reads by them.
//!
//! Pure: no I/O, no clock, no async. What a server sends is read tolerantly: a deviation is kept, shown, and
//! becomes a [`finding::Finding`]; it is never a reason not to show the rest.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod attr;
pub mod builtin;
pub mod bulk;
pub mod compare;
mod date_time;
pub mod edit;
pub mod etag;
pub mod filter;
pub mod finding;
pub mod lint;
mod members;
pub mod merge;
pub mod message;
pub mod outcome;
pub mod patch;
pub mod patch_path;
pub mod path;
mod percent;
pub mod projection;
pub mod provider_config;
pub mod put;
mod read;
pub mod recognise;
pub mod resolve;
pub mod resource_type;
pub mod schema;
mod spelled;
mod steps;
mod suggest;
pub mod urn;
pub mod validate;
pub mod view;
