//! The store through its public face: what goes in comes out, what is erased is gone, and a file that cannot
//! be used is left as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)] // Helpers of tests are tests.

mod arrangement;
mod batches;
#[path = "../../examples/landed_database/content.rs"]
mod content;
mod erasing;
#[path = "../../examples/landed_database/fill.rs"]
mod fill;
mod guard;
mod history;
mod landed;
mod migrations;
mod opening;
mod read_backs;
#[path = "../../examples/landed_database/record.rs"]
mod record;
mod search;
mod settings;
mod sharing;
mod support;
