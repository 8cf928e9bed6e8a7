//! Starts Scimscope.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> Result<(), scimscope_lib::StartError> {
    scimscope_lib::run()
}
