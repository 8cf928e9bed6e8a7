//! Starts Scimscope.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use mimalloc::MiMalloc;

/// Resources are trees of many small texts: copying and dropping them is mostly the allocator's work.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> Result<(), scimscope_lib::StartError> {
    scimscope_lib::run()
}
