//! `cargo xtask`: the project's own commands, one module for each job. Needs nothing but Rust
//! and a C compiler; whatever else a command wants, it names and installs itself.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool speaks on its standard output"
)]

mod app;
mod bench;
mod bindings;
mod browser;
mod cargo_tool;
mod deny;
mod dev;
mod display;
mod mutants;
mod node;
mod packages;
mod process;
mod report;
mod run;
mod screenshots;
mod setup;
mod stamp;
mod test;
mod tidy;
mod ui;
mod workspace;

use std::process::ExitCode;

use anyhow::{Result, bail};

const HELP: &str = "\
Scimscope's own commands.

  cargo xtask run [--release] [-- ARGUMENTS]
      Build the app and open it on the sandbox tenant. Without a display it uses a virtual one,
      writes a screenshot to target/scimscope-run.png, prints its path, and then waits for
      Ctrl+C when it was started from a terminal, or ends when it was not.
      ARGUMENTS are handed to the app in place of --sandbox.

  cargo xtask dev [-- ARGUMENTS]
      The app for working on it: changes of the interface show at once, changes of the backend
      build it anew and start it again. Without a display it uses a virtual one. Ctrl+C ends all
      of it. ARGUMENTS are handed to the app in place of --sandbox.

  cargo xtask test [STEP...]
      Everything that has to hold: format, lints, tidy, bindings, Rust tests, interface tests,
      and the end-to-end tests in the real webview. Ends with one line `N passed, N failed`.
      STEP is rust, ui or e2e, or the name of one step as the report shows it; what the step
      needs is run as well. The output of each step is kept in target/xtask/logs.

  cargo xtask bench [--strict] [NAME...]
      What the app costs, beside the least that it could cost or beside other libraries: release
      builds, medians, one line a figure; a line with a goal ends in `ok` or `MISS`. NAME is
      filter, patch, sandbox, history, pipeline, crawl, first-page, start or memory; without one it is all
      of them. With --strict a MISS fails.

  cargo xtask bindings [--check]
      Write the TypeScript types of the commands to ui/src/host/generated; with --check only
      say which of them are stale.

  cargo xtask screenshots [FOLDER]
      A picture of every screen and state of the real app, in both themes and both sizes, in
      FOLDER (target/screenshots if none is named), with an index.html that shows them.

  cargo xtask mutants [--shard PART] [MODULE...]
      Does a test notice when `scim` is changed in small ways? Needs hours: not part of `test`.
      MODULE is path, filter, patch or validate; without one it is all of them. PART is a part
      of the mutants, as in 0/4. Fails when under 90 % are noticed, and on a survivor that
      src-tauri/crates/scim/MUTANTS.tsv does not judge.

  cargo xtask tidy
      The house rules that a machine can check: who may depend on whom, file headers and
      lengths, what must not be left behind.

  cargo xtask setup
      Only install what `run` and `test` would install first.

  cargo xtask --help
      This list.

System packages: on Debian and Ubuntu the commands install what is missing when they run as
root or may use sudo without a password; otherwise they print the line to run. Node 20.19 or
22.12 and later is taken from the PATH; where there is none, one is put into target/tools.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match dispatch(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch(arguments: &[String]) -> Result<ExitCode> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        return Ok(ExitCode::FAILURE);
    };
    process::kill_everything_when_interrupted()?;
    match command.as_str() {
        "bench" => bench::main(rest),
        "run" => run::main(rest),
        "dev" => dev::main(rest),
        "test" => test::main(rest),
        "bindings" => bindings::main(rest),
        "mutants" => mutants::main(rest),
        "screenshots" => screenshots::main(rest),
        "tidy" => tidy::main(rest),
        "setup" => setup::main(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        other => bail!("there is no command `{other}`; `cargo xtask --help` lists all"),
    }
}
