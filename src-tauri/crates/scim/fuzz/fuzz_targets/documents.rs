//! `cargo fuzz run documents`: any text as a document.
#![no_main]

#[path = "../targets/documents.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|input: &str| target::run(input));
