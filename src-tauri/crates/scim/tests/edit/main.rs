//! Editing: the form of a draft, the edits, what a draft changes, and three versions brought together.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests are tests"
)]

mod form;
mod forms;
mod laws;
mod make;
mod merge;
mod models;
mod pending;

#[path = "../patch/devices.rs"]
mod devices;
#[allow(dead_code, reason = "the tests of PATCH use more of them")]
#[path = "../patch/resources.rs"]
mod resources;
#[allow(dead_code, reason = "the tests of PATCH use more of them")]
#[path = "../patch/subject.rs"]
mod subject;
