//! `cargo fuzz run path`: any text as a path.
#![no_main]

#[path = "../targets/path.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|input: &str| target::run(input));
