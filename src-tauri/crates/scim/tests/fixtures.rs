//! Every document that we could lay hands on: what it is, and what deviates in it.
//!
//! `SCIM_FIXTURES=dir cargo test -p scim --test fixtures -- --nocapture` does the same for any folder tree of JSON
//! documents. It fails on a panic, and on a document that is JSON and of which nothing was understood; deviations are
//! printed, not failed.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "helpers of tests are tests, and this one prints"
)]

#[path = "support/lines.rs"]
mod lines;

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
}

fn own() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn files(root: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|it| it.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, found);
        } else if path.file_name().unwrap().to_string_lossy().to_lowercase().contains(".json") {
            found.push(path);
        }
    }
}

fn read(root: &Path) -> Tree {
    let mut tree = Tree::default();
    let mut found = Vec::new();
    files(root, &mut found);
    assert!(!found.is_empty(), "there are no JSON documents in {}", root.display());
    for path in found {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        tree.documents += 1;
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
            Err(error) => {
                tree.not_json += 1;
                writeln!(tree.text, "{name}: {error}").unwrap();
            }
        }
        tree.text.push('\n');
    }
    tree
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
    let root = std::env::var_os("SCIM_FIXTURES").map_or_else(own, PathBuf::from);
    let tree = read(&root);
    print!("{}", tree.text);
    println!(
        "{} documents, {} not JSON, {} not understood",
        tree.documents,
        tree.not_json,
        tree.not_understood.len()
    );
    assert!(tree.not_understood.is_empty(), "not understood: {:?}", tree.not_understood);
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
    let mut found = Vec::new();
    files(&own(), &mut found);
    let mut there: Vec<String> =
        found.iter().map(|it| it.strip_prefix(own()).unwrap().display().to_string()).collect();
    there.sort_unstable();
    assert_eq!(listed, there);
}
