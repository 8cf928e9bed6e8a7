//! The benches of the crate `scim` beside other libraries. Half of a PATCH is to copy a resource, and that is what the
//! allocator makes of it: a library in JavaScript has that of its engine, which is made for small objects, and so this
//! program has one as well. The app keeps that of the system, which takes less memory.

use std::process::ExitCode;

use anyhow::Result;

#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> Result<ExitCode> {
    bench::main()
}
