//! Where the built app is, and where tests may leave files.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// The app under test: `SCIMSCOPE_APP`, or the debug build in the target folder.
pub fn app_binary() -> Result<PathBuf> {
    let path = match std::env::var_os("SCIMSCOPE_APP") {
        Some(path) => PathBuf::from(path),
        None => target()?.join("debug/scimscope"),
    };
    ensure!(
        path.is_file(),
        "{} is missing: `cargo xtask test e2e` builds it and runs these tests",
        path.display()
    );
    Ok(path)
}

/// A folder below the target folder, made when it is not there.
pub fn output(name: &str) -> Result<PathBuf> {
    let folder = target()?.join(name);
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(folder)
}

/// The target folder: given by xtask, else found above the running test (`target/debug/deps`).
fn target() -> Result<PathBuf> {
    if let Some(path) = std::env::var_os("SCIMSCOPE_TEST_OUTPUT") {
        return Ok(PathBuf::from(path));
    }
    let here = std::env::current_exe().context("this test does not know where it is")?;
    let target = here.ancestors().nth(3).map(Path::to_path_buf);
    target.context("this test does not run from a target folder")
}
