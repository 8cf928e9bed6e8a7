//! What is shipped knows nothing of this host: neither the interface's bundle nor the app's crates.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

/// Words that the interface's way to this host says, and that no bundler takes out.
const MARK: &str = "The test host";

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui")
}

fn files_with(folder: &Path, found: &mut Vec<PathBuf>) -> Result<usize> {
    let mut read = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read += files_with(&path, found)?;
            continue;
        }
        read += 1;
        let bytes = std::fs::read(&path)?;
        if bytes.windows(MARK.len()).any(|window| window == MARK.as_bytes()) {
            found.push(path);
        }
    }
    Ok(read)
}

#[test]
fn the_bundle_of_the_app_does_not_hold_the_way_to_this_host() -> Result<()> {
    let source = std::fs::read_to_string(ui().join("src/host/http.ts"))?;
    ensure!(source.contains(MARK), "http.ts no longer says {MARK:?}: choose other words here");
    let bundle = ui().join("dist");
    ensure!(!bundle.join("host.html").exists(), "ui/dist has the page of this host");
    let mut found = Vec::new();
    let read = files_with(&bundle, &mut found).context("build the interface: npm run build")?;
    ensure!(read > 3 && bundle.join("index.html").is_file(), "ui/dist is not an interface");
    ensure!(found.is_empty(), "the bundle of the app holds host/http.ts: {found:?}");
    Ok(())
}
