//! `cargo fuzz run patch`: any JSON as a PATCH request.
#![no_main]

#[path = "../targets/patch.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|input: &str| target::run(input));
