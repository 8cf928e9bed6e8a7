//! Installs a program's packages into the target folder, once for each state of its lock file.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::recipe::{Packages, Recipe};
use crate::places;

/// The folder of the installed program; one test installs it while the others wait.
pub(crate) fn installed(recipe: Recipe) -> Result<PathBuf> {
    let home = places::output("peers")?.join(recipe.name);
    std::fs::create_dir_all(&home)?;
    let turn = File::create(home.join("lock"))?;
    turn.lock()?;
    for (name, text) in recipe.files {
        write_changed(&home.join(name), text)?;
    }
    let stamp = home.join("installed");
    let wanted: String = recipe.locked().map(|(name, text)| format!("{name}\n{text}\n")).collect();
    if std::fs::read_to_string(&stamp).is_ok_and(|text| text == wanted) {
        return Ok(home);
    }
    match recipe.packages {
        Packages::Python => install_python(&home),
        Packages::Node => install_node(&home),
    }
    .with_context(|| format!("{} could not be installed", recipe.name))?;
    std::fs::write(&stamp, wanted)?;
    Ok(home)
}

/// Only when the text is another: a running server may be reading the file.
fn write_changed(file: &Path, text: &str) -> Result<()> {
    if std::fs::read_to_string(file).is_ok_and(|before| before == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn install_python(home: &Path) -> Result<()> {
    let environment = home.join("venv");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    run(Command::new(environment.join("bin/python"))
        .args(["-m", "pip", "install", "--disable-pip-version-check", "--quiet"])
        .args(["--require-hashes", "--only-binary=:all:", "--no-deps", "-r"])
        .arg(home.join("requirements.txt")))
}

fn install_node(home: &Path) -> Result<()> {
    run(Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        .env("PATH", search_path())
        .current_dir(home))
}

/// The PATH, and before it the Node that xtask keeps in the target folder where the PATH has none that is suitable.
pub(super) fn search_path() -> OsString {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let tools = places::output("tools").and_then(|it| Ok(std::fs::read_dir(it)?));
    let kept = tools.into_iter().flatten().flatten().map(|it| it.path().join("bin"));
    let folders = kept.filter(|it| it.join("npm").exists()).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).unwrap_or(path)
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().display().to_string();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {program}: `cargo xtask test e2e` sees to it"))?;
    ensure!(
        output.status.success(),
        "{program} failed:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}
