//! `cargo fuzz run filter`: any text as a filter.
#![no_main]

#[path = "../targets/filter.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|input: &str| target::run(input));
