//! Filters and PATCH paths in, what was read or what is wrong with them out. Each file below `tests/cases` holds one
//! text a line; `.expected` beside it says what becomes of each.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests are tests")]

use std::fs;
use std::path::Path;

use expect_test::expect_file;
use scim::filter::{Filter, Spanned, SyntaxError};
use scim::patch_path::PatchPath;
use scim::urn;

const URIS: &[&str] = &[urn::USER, urn::ENTERPRISE_USER];

/// What a text reads as, and that its print reads as the same.
fn read(kind: &str, text: &str) -> Result<String, SyntaxError> {
    if kind == "path" {
        let path = PatchPath::parse(text, URIS)?;
        assert_eq!(PatchPath::parse(&path.to_string(), URIS).as_ref(), Ok(&path), "{text}");
        return Ok(format!("{path}\n    {path:?}"));
    }
    let filter = Filter::parse(text, URIS)?;
    assert_eq!(Filter::parse(&filter.to_string(), URIS).as_ref(), Ok(&filter), "{text}");
    let spanned = Spanned::parse(text, URIS)?;
    assert_eq!(spanned.to_filter(), filter, "{text}");
    let clauses = spanned.clauses();
    let clauses: Vec<&str> = clauses.spans.iter().map(|it| it.of(text)).collect();
    Ok(format!("{filter}\n    {}\n    {filter:?}", clauses.join(" | ")))
}

fn shown(error: &SyntaxError, text: &str) -> String {
    assert!(text.is_char_boundary(error.at) && text.is_char_boundary(error.at + error.length));
    let before = text[..error.at].chars().count();
    let marked = text[error.at..error.at + error.length].chars().count().max(1);
    let marks = format!("{}{}", " ".repeat(before), "^".repeat(marked));
    format!("{marks}\n    {}\n    expected: {}", error.message, error.expected.join(" | "))
}

fn check(kind: &str, outcome: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(kind).join(outcome);
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "txt"));
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let mut report = String::new();
        for text in fs::read_to_string(&file).unwrap().lines() {
            let (is_read, said) = match read(kind, text) {
                Ok(said) => (true, said),
                Err(error) => (false, shown(&error, text)),
            };
            assert_eq!(is_read, outcome == "ok", "{text}\n{said}");
            report.extend([text, "\n", &said, "\n\n"]);
        }
        expect_file![file.with_extension("expected")].assert_eq(&report);
    }
}

#[test]
fn filters_read_as_they_should() {
    check("filter", "ok");
}

#[test]
fn what_is_no_filter_is_refused_where_it_goes_wrong() {
    check("filter", "err");
}

#[test]
fn patch_paths_read_as_they_should() {
    check("path", "ok");
}

#[test]
fn what_is_no_patch_path_is_refused_where_it_goes_wrong() {
    check("path", "err");
}

#[test]
fn a_text_of_quotes_and_backslashes_alone_is_written_with_escapes() {
    for text in [r#""""#, r#""\"""#, r#""\"\"""#, r#""\\""#, r#""\\\"""#] {
        let filter = format!("a eq {text}");
        assert_eq!(Filter::parse(&filter, &[]).unwrap().to_string(), filter);
    }
}
