//! Rules about files as a whole: each opens by saying what lives there, none grows too long,
//! and some must exist.

use std::path::Path;

use anyhow::{Context, Result};

use super::Finding;

const LONGEST: usize = 700;
/// Files that are one long table of data, which splitting would only hide.
const TABLES: &[&str] = &["src-tauri/crates/sandbox/src/names.rs"];
/// Folders that hold what was made, not what was written.
const SKIPPED: &[&str] = &["target", "node_modules", "dist", "gen", ".git", "coverage"];
const REQUIRED: &[(&str, &str)] = &[
    ("LICENSE-MIT", "the project is MIT OR Apache-2.0: add the text of the MIT licence"),
    ("LICENSE-APACHE", "the project is MIT OR Apache-2.0: add the text of the Apache licence"),
    ("README.md", "say what this is, for whom, and the two commands"),
    ("ARCHITECTURE.md", "draw the map and name the invariants"),
    ("CHANGELOG.md", "tell users what changed"),
    ("Cargo.lock", "commit the lock file"),
    ("ui/package-lock.json", "commit the lock file"),
    ("tests/host/browser/package-lock.json", "commit the lock file"),
];

/// A text file of the checkout.
#[derive(Debug, Clone)]
pub(super) struct SourceFile {
    /// From the root of the checkout, with `/` between its parts.
    pub(super) path: String,
    pub(super) text: String,
}

impl SourceFile {
    pub(super) fn extension(&self) -> &str {
        self.path.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Written by a program; its shape is not ours to judge.
    pub(super) fn is_generated(&self) -> bool {
        self.path.starts_with("ui/src/host/generated/")
    }

    pub(super) fn finding(&self, line: usize, rule: &'static str, advice: &str) -> Finding {
        Finding { path: self.path.clone(), line, rule, advice: advice.to_owned() }
    }
}

/// All text files that were written by hand.
pub(super) fn in_checkout(root: &Path) -> Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    collect(root, "", &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// Files that every checkout has.
pub(super) fn missing(root: &Path) -> Vec<Finding> {
    REQUIRED
        .iter()
        .filter(|(path, _)| !root.join(path).is_file())
        .map(|(path, advice)| Finding {
            path: (*path).to_owned(),
            line: 0,
            rule: "missing file",
            advice: (*advice).to_owned(),
        })
        .collect()
}

/// The rules about one file as a whole.
pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !matches!(file.extension(), "rs" | "ts" | "tsx") || file.is_generated() {
        return findings;
    }
    let first = file.text.lines().next().unwrap_or_default();
    let is_header = match file.extension() {
        "rs" => first.starts_with("//!"),
        _ => first.starts_with("//") || first.starts_with("/*"),
    };
    if !is_header {
        let advice = if file.extension() == "rs" {
            "open the file with `//!` and a sentence on what lives here"
        } else {
            "open the file with `//` and a sentence on what lives here"
        };
        findings.push(file.finding(1, "file header", advice));
    }
    let length = file.text.lines().count();
    if length > LONGEST && !TABLES.contains(&file.path.as_str()) {
        let advice = format!("{length} lines, {LONGEST} are the most: split it by idea");
        findings.push(file.finding(length, "file length", &advice));
    }
    findings
}

fn collect(root: &Path, below: &str, files: &mut Vec<SourceFile>) -> Result<()> {
    let folder = root.join(below);
    let entries =
        std::fs::read_dir(&folder).with_context(|| format!("cannot list {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
        if entry.file_type()?.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, files)?;
            }
            continue;
        }
        // What is not UTF-8 is a picture or a font.
        if let Ok(text) = String::from_utf8(std::fs::read(entry.path())?) {
            files.push(SourceFile { path, text });
        }
    }
    Ok(())
}

#[cfg(test)]
pub(super) fn sample(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        check(&sample(path, text)).iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn sources_open_with_what_lives_there() {
        assert!(rules("a/b.rs", "//! Here.\nfn a() {}\n").is_empty());
        assert!(rules("ui/src/a.tsx", "// Here.\n").is_empty());
        assert_eq!(rules("a/b.rs", "use std::fs;\n"), ["file header"]);
        assert_eq!(rules("a/b.rs", "// not a module comment\n"), ["file header"]);
        assert_eq!(rules("ui/src/a.ts", "import x from \"y\";\n"), ["file header"]);
        assert_eq!(rules("a/b.rs", ""), ["file header"]);
    }

    #[test]
    fn other_kinds_of_files_and_generated_ones_need_no_header() {
        assert!(rules("a/b.md", "text\n").is_empty());
        assert!(rules("ui/src/host/generated/A.ts", "export type A = 1;\n").is_empty());
    }

    #[test]
    fn a_file_may_have_seven_hundred_lines_and_no_more() {
        let longest = "//! Here.\n".repeat(LONGEST);
        assert!(rules("a/b.rs", &longest).is_empty());
        assert_eq!(rules("a/b.rs", &format!("{longest}\n//! more\n")), ["file length"]);
    }

    #[test]
    fn folders_of_what_was_made_are_skipped() {
        let root = tempfile::tempdir().unwrap();
        for path in ["src/a.rs", "target/b.rs", "ui/node_modules/c.ts", "ui/src/d.ts"] {
            let file = root.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "x").unwrap();
        }
        let paths: Vec<String> =
            in_checkout(root.path()).unwrap().into_iter().map(|file| file.path).collect();
        assert_eq!(paths, ["src/a.rs", "ui/src/d.ts"]);
    }

    #[test]
    fn licences_and_documents_must_exist() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(missing(root.path()).len(), REQUIRED.len());
        std::fs::write(root.path().join("LICENSE-MIT"), "x").unwrap();
        assert_eq!(missing(root.path()).len(), REQUIRED.len() - 1);
    }
}
