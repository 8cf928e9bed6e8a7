//! The benches of the app, with the allocator that the app has.

use std::process::ExitCode;

use anyhow::Result;

fn main() -> Result<ExitCode> {
    bench::main()
}
