//! Every document that we could lay hands on: what it is, and what deviates in it.
//!
//! `SCIM_FIXTURES=dir cargo test -p scim --test fixtures -- --nocapture` does the same for any folder tree: each file that
//! is JSON or is named so is a document, and what else there is is printed as skipped, with the reason. It fails on a
//! panic, and on a document that is JSON and of which nothing was understood; deviations are printed, not failed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests are tests, and this one prints"
)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/lines.rs"]
mod lines;

use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use scim::finding::Finding;
use scim::message::NotScim;
use scim::recognise::{Document, Kind, recognise};

/// What became of one tree.
#[derive(Default)]
struct Tree {
    text: String,
    documents: usize,
    not_json: usize,
    not_understood: Vec<String>,
    /// What was not read, and why.
    skipped: Vec<String>,
}

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The files of a folder tree, in order.
#[derive(Default)]
struct Files {
    found: Vec<PathBuf>,
    skipped: Vec<(PathBuf, String)>,
    /// The folders that were entered, as they are called without links.
    entered: HashSet<PathBuf>,
}

impl Files {
    fn of(root: &Path) -> Self {
        let mut files = Self::default();
        files.enter(root);
        files
    }

    fn enter(&mut self, folder: &Path) {
        let entries = fs::canonicalize(folder).and_then(|real| {
            let is_new = self.entered.insert(real);
            is_new.then(|| fs::read_dir(folder)).transpose()
        });
        let entries = match entries {
            Ok(Some(entries)) => entries,
            Ok(None) => return self.skip(folder, "a link to a folder that was read already"),
            Err(error) => return self.skip(folder, &error.to_string()),
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            match fs::metadata(&path) {
                Ok(it) if it.is_dir() => self.enter(&path),
                Ok(it) if it.is_file() => self.found.push(path),
                Ok(_) => self.skip(&path, "neither a file nor a folder"),
                Err(error) => self.skip(&path, &error.to_string()),
            }
        }
    }

    fn skip(&mut self, path: &Path, why: &str) {
        self.skipped.push((path.to_owned(), why.to_owned()));
    }
}

fn is_named_json(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    name.contains(".json")
}

fn read(root: &Path) -> Tree {
    let mut tree = Tree::default();
    let Files { found, mut skipped, .. } = Files::of(root);
    for path in found {
        let name = name(root, &path);
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => {
                skipped.push((path, error.to_string()));
                continue;
            }
        };
        match recognise(&text, &[]) {
            Ok(document) => {
                if document.kind == Kind::Unknown {
                    tree.not_understood.push(name.clone());
                }
                describe(&name, &document, 0, &mut tree.text);
            }
            Err(NotScim::OtherJson { reason, .. }) => {
                tree.not_understood.push(name.clone());
                writeln!(tree.text, "{name}: not understood: {reason}").unwrap();
            }
            Err(error) if is_named_json(&path) => {
                tree.not_json += 1;
                writeln!(tree.text, "{name}: {error}").unwrap();
            }
            Err(error) => {
                skipped.push((path, error.to_string()));
                continue;
            }
        }
        tree.documents += 1;
        tree.text.push('\n');
    }
    tree.skipped =
        skipped.iter().map(|(path, why)| format!("{}: {why}", name(root, path))).collect();
    assert!(tree.documents > 0, "there are no JSON documents in {}", root.display());
    tree
}

fn name(root: &Path, path: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

fn describe(name: &str, document: &Document, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    writeln!(text, "{indent}{name}: {}", document.kind.title()).unwrap();
    for Finding { severity, rule, pointer, section, message } in &document.findings {
        writeln!(text, "{indent}  {severity:?} {rule} {pointer} [{section}] {message}").unwrap();
    }
    for part in &document.parts {
        describe(&part.pointer, &part.document, depth + 1, text);
    }
}

#[test]
fn our_documents_are_read_with_these_findings() {
    let tree = read(&own());
    lines::assert_same(&expect_file!["expected/fixtures.txt"], &tree.text);
}

#[test]
fn every_document_is_understood() {
    let root = folder::named("SCIM_FIXTURES", own());
    let tree = read(&root);
    print!("{}", tree.text);
    tree.skipped.iter().for_each(|it| println!("skipped {it}"));
    println!(
        "{} documents in {}, {} not JSON, {} not understood, {} files and folders skipped",
        tree.documents,
        root.display(),
        tree.not_json,
        tree.not_understood.len(),
        tree.skipped.len()
    );
    assert!(tree.not_understood.is_empty(), "not understood: {:?}", tree.not_understood);
}

/// Whatever a tree holds: other names, no JSON, links that lead in a circle, links that lead nowhere.
#[cfg(unix)]
#[test]
fn every_file_of_a_tree_is_read_once_or_skipped_with_a_reason() {
    use std::os::unix::fs::symlink;

    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("any-tree");
    drop(fs::remove_dir_all(&root));
    fs::create_dir_all(root.join("inner")).unwrap();
    let user = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"}"#;
    fs::write(root.join("inner/user"), user).unwrap();
    fs::write(root.join("broken.JSON"), "{").unwrap();
    fs::write(root.join("notes.txt"), [b'n', b'o', 0xff]).unwrap();
    symlink(&root, root.join("inner/around")).unwrap();
    symlink("nowhere", root.join("lost")).unwrap();
    let tree = read(&root);
    assert_eq!((tree.documents, tree.not_json, tree.not_understood.len()), (2, 1, 0));
    assert!(tree.text.contains("inner/user: User\n"), "{}", tree.text);
    let skipped = |name: &str| tree.skipped.iter().find(|it| it.starts_with(name)).unwrap();
    assert!(skipped("inner/around: ").ends_with("a link to a folder that was read already"));
    assert!(skipped("notes.txt: ").contains("not JSON"), "{:?}", tree.skipped);
    assert!(skipped("lost: ").contains("No such file"), "{:?}", tree.skipped);
    assert_eq!(tree.skipped.len(), 3);
}

#[test]
fn every_document_has_a_source_and_a_licence() {
    let sources = fs::read_to_string(own().with_file_name("SOURCES.tsv")).unwrap();
    let mut listed: Vec<&str> = sources
        .lines()
        .skip(2)
        .map(|line| {
            let fields: Vec<&str> = line.split('\t').collect();
            assert!(fields.len() == 4 && fields.iter().all(|it| !it.is_empty()), "{line}");
            fields.first().copied().unwrap()
        })
        .collect();
    listed.sort_unstable();
    let mut there: Vec<String> =
        Files::of(&own()).found.iter().map(|it| name(&own(), it)).collect();
    there.sort_unstable();
    assert_eq!(listed, there);
}
