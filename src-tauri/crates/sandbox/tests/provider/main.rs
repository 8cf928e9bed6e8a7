//! The sandbox as a client meets it: over HTTP, on this machine.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

mod bulk;
mod querying;
mod quirks;
mod reading;
mod support;
mod writing;
