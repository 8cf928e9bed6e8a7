//! The folder that an environment variable names.

use std::path::{Path, PathBuf};

/// The folder that the variable names, else this one.
pub(crate) fn named(variable: &str, own: PathBuf) -> PathBuf {
    std::env::var_os(variable).map_or(own, |it| found(Path::new(&it)))
}

/// A path from the root of the workspace, else as it is given: cargo starts tests in the folder of their package, which is
/// not where the person is who names a path.
pub(crate) fn found(given: &Path) -> PathBuf {
    let from_root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..").join(given);
    if from_root.exists() { from_root } else { given.to_owned() }
}
