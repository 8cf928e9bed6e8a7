//! What tests found out and keep in `target/reports`: which faults end in which words, what other servers have and what
//! the app shows of it. Worth reading also when nothing failed.

use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use anyhow::Result;

use crate::workspace;

/// Prints the reports that were written since then, in the order of their names.
pub(super) fn print_since(began: SystemTime) -> Result<()> {
    // Without a report there is no folder.
    let Ok(entries) = fs::read_dir(workspace::target()?.join("reports")) else { return Ok(()) };
    let is_new = |path: &PathBuf| {
        let written = fs::metadata(path).and_then(|it| it.modified());
        written.is_ok_and(|it| it >= began)
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|it| it.path()).filter(is_new).collect();
    paths.sort();
    for path in paths {
        println!("\n{}\n{}", path.display(), fs::read_to_string(&path)?.trim_end());
    }
    Ok(())
}
