//! What Scimscope costs, each figure measured beside its floor or peer in the same run.
//! `cargo xtask bench` builds everything for release and starts the programs on a display: `bench` with the system's
//! allocator, as the app has it, and `bench-scim` for what the crate `scim` does by itself.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks on its standard output"
)]

mod at_once;
mod backend;
mod crawl;
mod figure;
mod filter;
mod first_page;
mod group;
mod history;
mod inputs;
mod keystroke;
mod machine;
mod memory;
mod open_form;
mod patch;
mod peer;
mod pipeline;
mod sandbox;
mod scim2_client;
mod server;
mod side_by_side;
mod start;
mod window;

use std::process::ExitCode;

use anyhow::{Result, bail};

use figure::Report;

/// The benches by name, in the order in which they are run.
const NAMES: [&str; 12] = [
    "filter",
    "patch",
    "group",
    "sandbox",
    "history",
    "pipeline",
    "crawl",
    "first-page",
    "open-form",
    "keystroke",
    "start",
    "memory",
];

/// What a program of this package does, asked for these benches by its arguments.
///
/// # Errors
/// When something cannot be measured, or a name is none of a bench.
pub fn main() -> Result<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match arguments.split_first() {
            Some((first, rest)) if first == "serve" => {
                server::serve(rest).await.map(|()| ExitCode::SUCCESS)
            }
            _ => measure(&arguments).await,
        }
    })
}

async fn measure(arguments: &[String]) -> Result<ExitCode> {
    let is_strict = arguments.iter().any(|it| it == "--strict");
    let mut names: Vec<&str> =
        arguments.iter().map(String::as_str).filter(|it| *it != "--strict").collect();
    if names.is_empty() {
        names.extend(NAMES);
    }
    if let Some(unknown) = names.iter().find(|it| !NAMES.contains(it)) {
        bail!("there is no bench `{unknown}`; there are {}", NAMES.join(", "));
    }
    tests::http::install_tls();
    println!("{}\n", machine::described());
    let mut report = Report::default();
    for name in names {
        match name {
            "filter" => filter::run(&mut report)?,
            "patch" => patch::run(&mut report)?,
            "group" => group::run(&mut report)?,
            "sandbox" => sandbox::run(&mut report).await?,
            "history" => history::run(&mut report)?,
            "pipeline" => pipeline::run(&mut report).await?,
            "crawl" => crawl::run(&mut report).await?,
            "first-page" => first_page::run(&mut report).await?,
            "open-form" => open_form::run(&mut report).await?,
            "keystroke" => keystroke::run(&mut report).await?,
            "start" => start::run(&mut report).await?,
            _ => memory::run(&mut report).await?,
        }
    }
    println!("\n{}", report.summary());
    let failed = is_strict && report.misses() > 0;
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
