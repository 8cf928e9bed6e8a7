//! Remembers from what something was made, so that it is made again only when that changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// A file that holds the fingerprint of what a result was made from.
#[derive(Debug)]
pub(crate) struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// The stamp kept in `file` for a result made from all of `sources` (files or folders).
    pub(crate) fn of(file: PathBuf, sources: &[PathBuf], skipped: &[&str]) -> Result<Stamp> {
        let mut files = Vec::new();
        for source in sources {
            collect(source, skipped, &mut files)?;
        }
        files.sort();
        let mut hasher = DefaultHasher::new();
        for path in &files {
            path.hash(&mut hasher);
            std::fs::read(path)
                .with_context(|| format!("cannot read {}", path.display()))?
                .hash(&mut hasher);
        }
        Ok(Stamp { file, fingerprint: format!("{:016x}", hasher.finish()) })
    }

    /// Whether nothing has changed since `set`.
    pub(crate) fn is_current(&self) -> bool {
        std::fs::read_to_string(&self.file).is_ok_and(|kept| kept == self.fingerprint)
    }

    /// Keeps the fingerprint: the result now stands for these sources.
    pub(crate) fn set(&self) -> Result<()> {
        std::fs::write(&self.file, &self.fingerprint)
            .with_context(|| format!("cannot write {}", self.file.display()))
    }
}

fn collect(path: &Path, skipped: &[&str], files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    let entries =
        std::fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
    for entry in entries {
        let entry = entry?;
        if !skipped.iter().any(|name| entry.file_name() == *name) {
            collect(&entry.path(), skipped, files)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_holds_until_a_source_changes() {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("source");
        std::fs::create_dir_all(source.join("node_modules")).unwrap();
        std::fs::write(source.join("a.ts"), "1").unwrap();
        let stamp = || {
            let file = folder.path().join("stamp");
            Stamp::of(file, std::slice::from_ref(&source), &["node_modules"]).unwrap()
        };
        assert!(!stamp().is_current());
        stamp().set().unwrap();
        assert!(stamp().is_current());
        std::fs::write(source.join("node_modules/b.ts"), "skipped").unwrap();
        assert!(stamp().is_current());
        std::fs::write(source.join("a.ts"), "2").unwrap();
        assert!(!stamp().is_current());
    }
}
