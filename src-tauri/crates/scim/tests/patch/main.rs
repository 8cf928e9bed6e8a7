//! PATCH: what each form does, what holds of all of them, and that what is computed is as small as it can be.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests are tests"
)]

mod choices;
mod computed;
mod devices;
mod dialects;
mod elements;
mod extensions;
mod forms;
mod habits;
mod laws;
mod long;
mod minimal;
mod refusals;
mod resources;
mod subject;
mod values;
