//! Writes a small database of every kind of row with the code as it is now, and beside it what was written as
//! JSON: `cargo run -p store --example landed_database [-- PATH]`. Run once for each version that lands; the test
//! of migrations opens what is in `tests/databases` for ever after.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on its standard output")]

mod content;
mod fill;
mod record;

use std::error::Error;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map_or_else(of_this_version, PathBuf::from);
    let written = path.with_extension("json");
    if path.exists() || written.exists() {
        return Err(
            format!("{} is there already; a landed one never changes", path.display()).into()
        );
    }
    let record = fill::fill(&path)?;
    std::fs::write(&written, format!("{record:#}\n"))?;
    // Only says whose turn it was to look at the database.
    std::fs::remove_file(beside(&path, ".lock"))?;
    println!("{}\n{}", path.display(), written.display());
    Ok(())
}

fn of_this_version() -> PathBuf {
    let name = format!("tests/databases/{}.db", env!("CARGO_PKG_VERSION"));
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
