//! Servers that misbehave in one way each: a table of faults, the server that acts out a row, and what Scimscope must
//! make of it. Real sockets and real TLS; what HTTP libraries are too polite to say is written byte by byte.
//!
//! A new fault is one entry in one of the files under `table/`, and what the connection test finds of it one in `verdicts.rs`. The test of this crate drives the backend through all of
//! them and prints what came of each; the end-to-end tests show the same rows on the screen.

pub mod answer;
pub mod asked;
pub mod certificate;
pub mod directory;
pub mod fault;
pub mod proxy;
pub mod server;
pub mod table;
pub mod verdicts;
