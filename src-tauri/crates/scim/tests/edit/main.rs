//! Editing: the form of a draft, the edits, what a draft changes, and three versions brought together.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests are tests"
)]

mod form;
mod forms;
mod make;
mod models;
mod pending;
