//! `cargo xtask bindings`: the TypeScript types of the commands, made from the Rust types.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::node::{self, Node};
use crate::packages::Purpose;
use crate::{process, setup, ui, workspace};

const EXPORT_LIMIT: Duration = Duration::from_secs(40 * 60);
const FORMAT_LIMIT: Duration = Duration::from_secs(3 * 60);

/// The files of a folder by their path in it.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// The command.
pub(crate) fn main(arguments: &[String]) -> Result<ExitCode> {
    let check = match arguments {
        [] => false,
        [only] if only == "--check" => true,
        _ => bail!("`bindings` takes nothing but --check"),
    };
    setup::ensure(&[Purpose::Build])?;
    let node = node::ensure()?;
    ui::install(&node)?;
    if !check {
        let changed = write(&node)?;
        println!("{} written or removed in {}", changed, committed().display());
        return Ok(ExitCode::SUCCESS);
    }
    let stale = stale(&node)?;
    print!("{}", advice(&stale));
    Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The committed files that are not what the Rust types say, each with what is wrong.
pub(crate) fn stale(node: &Node) -> Result<Vec<String>> {
    Ok(differences(&read(&committed())?, &generate(node)?))
}

/// What to print about stale files; empty when there are none.
pub(crate) fn advice(stale: &[String]) -> String {
    if stale.is_empty() {
        return String::new();
    }
    let list: String = stale.iter().map(|line| format!("  {line}\n")).collect();
    format!(
        "ui/src/host/generated is not what the Rust types say:\n{list}run: cargo xtask bindings\n"
    )
}

fn committed() -> PathBuf {
    workspace::ui().join("src/host/generated")
}

fn write(node: &Node) -> Result<usize> {
    let folder = committed();
    std::fs::create_dir_all(&folder)?;
    let (old, new) = (read(&folder)?, generate(node)?);
    let mut changed = 0;
    for path in old.keys().filter(|path| !new.contains_key(*path)) {
        std::fs::remove_file(folder.join(path))?;
        changed += 1;
    }
    for (path, text) in new.iter().filter(|(path, text)| old.get(*path) != Some(*text)) {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
        changed += 1;
    }
    Ok(changed)
}

/// Exports into a folder of ours and formats it as the interface's sources are formatted.
fn generate(node: &Node) -> Result<Files> {
    let folder = workspace::scratch("bindings")?;
    std::fs::remove_dir_all(&folder)?;
    std::fs::create_dir_all(&folder)?;
    let mut build = workspace::cargo();
    build.arg("build").args(workspace::WHOLE).args(["--example", "bindings"]);
    run(&mut build, "bindings-build.log", EXPORT_LIMIT)?;
    let name = format!("debug/examples/bindings{}", std::env::consts::EXE_SUFFIX);
    let mut export = Command::new(workspace::target()?.join(name));
    run(export.arg(&folder), "bindings-export.log", EXPORT_LIMIT)?;
    let files = read(&folder)?;
    anyhow::ensure!(!files.is_empty(), "the exporter wrote no files");
    let mut prettier = node.package_program("prettier")?;
    prettier.args(["--find-config-path", "src/host/generated/index.ts"]);
    let configuration = run(&mut prettier, "bindings-config.log", FORMAT_LIMIT)?;
    let mut prettier = node.package_program("prettier")?;
    // Its own list of what to skip would skip a folder outside the interface's.
    prettier.args(["--write", "--log-level=warn", "--config", configuration.trim()]);
    prettier.args(["--ignore-path", ".no-ignore-file"]).arg(&folder);
    run(&mut prettier, "bindings-format.log", FORMAT_LIMIT)?;
    read(&folder)
}

fn run(command: &mut Command, log: &str, limit: Duration) -> Result<String> {
    let log = workspace::scratch("logs")?.join(log);
    let done = process::quietly(command, &log, limit)?;
    if !done.ending.is_success() {
        let program = command.get_program().display().to_string();
        bail!("{program} {}:\n{}", done.ending, done.output);
    }
    Ok(done.output)
}

fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    collect(folder, Path::new(""), &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, below: &Path, files: &mut Files) -> Result<()> {
    let Ok(entries) = std::fs::read_dir(folder.join(below)) else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        let path = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            collect(folder, &path, files)?;
        } else {
            files.insert(path, std::fs::read(entry.path())?);
        }
    }
    Ok(())
}

fn differences(committed: &Files, generated: &Files) -> Vec<String> {
    let mut list = Vec::new();
    for (path, text) in generated {
        match committed.get(path) {
            None => list.push(format!("{} is missing", path.display())),
            Some(old) if old != text => list.push(format!("{} is stale", path.display())),
            Some(_) => {}
        }
    }
    for path in committed.keys().filter(|path| !generated.contains_key(*path)) {
        list.push(format!("{} belongs to no Rust type any more", path.display()));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(entries: &[(&str, &str)]) -> Files {
        entries.iter().map(|(path, text)| (PathBuf::from(path), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn equal_folders_do_not_differ() {
        let folder = files(&[("A.ts", "a"), ("sub/B.ts", "b")]);
        assert!(differences(&folder, &folder).is_empty());
    }

    #[test]
    fn missing_stale_and_left_over_files_are_named() {
        let old = files(&[("A.ts", "a"), ("Old.ts", "x")]);
        let new = files(&[("A.ts", "other"), ("New.ts", "n")]);
        assert_eq!(
            differences(&old, &new),
            ["A.ts is stale", "New.ts is missing", "Old.ts belongs to no Rust type any more"]
        );
    }
}
