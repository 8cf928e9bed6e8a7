//! The backend by its commands, as the interface calls them. One program: for one of each file everything would be
//! compiled and linked two dozen times.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on should stop"
)]

mod basic;
mod bench;
mod browse;
mod by_hand;
mod connection;
mod cursors;
mod diagnostics;
mod edits;
mod filters;
mod found_changes;
mod guard;
mod left;
mod lint;
mod members;
mod passphrase;
mod read_back;
mod renewal;
mod secrets;
mod sign_in;
mod snippets;
mod storage;
mod support;
mod tenants;
mod transfer;
mod transfer_sign_in;
mod transport;
mod write_quirks;
