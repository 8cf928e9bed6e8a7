//! What the fuzz targets hold, held by each test run on a few inputs: so that they are compiled, and as true as the rest.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

#[path = "../fuzz/targets/documents.rs"]
mod documents;
#[path = "../fuzz/targets/filter.rs"]
mod filter;
#[path = "../fuzz/targets/patch.rs"]
mod patch;
#[path = "../fuzz/targets/path.rs"]
mod path;

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::select;

/// Words of filters, paths and messages, in any order.
fn text() -> impl Strategy<Value = String> {
    let words = [
        "userName",
        "emails",
        "eq",
        "pr",
        "and",
        "or",
        "not",
        "(",
        ")",
        "[",
        "]",
        ".",
        " ",
        "\"x\"",
        "\\",
        ":",
        "urn:ietf:params:scim:schemas:core:2.0:User",
        "true",
        "null",
        "1E5",
        "é",
        "type",
        "value",
        "\n",
        "{",
        "}",
        ",",
    ];
    prop::collection::vec(select(words.to_vec()), 0..12).prop_map(|it| it.concat())
}

fn operation() -> impl Strategy<Value = String> {
    let op = select(vec!["add", "Remove", "replace"]);
    let path = select(vec![
        "\"title\"",
        "\"emails[type eq \\\"work\\\"].value\"",
        "\"name\"",
        "\"x.y\"",
        "null",
    ]);
    let value = select(vec![
        "\"a\"",
        "{\"title\":null}",
        "[{\"value\":\"a\",\"primary\":true}]",
        "7",
        "null",
    ]);
    (op, path, value).prop_map(|(op, path, value)| {
        format!("{{\"op\":\"{op}\",\"path\":{path},\"value\":{value}}}")
    })
}

fn request() -> impl Strategy<Value = String> {
    let resource = select(vec![
        "{}",
        "{\"emails\":[{\"value\":\"a\"},{\"value\":\"b\",\"type\":\"work\"}],\"title\":\"t\"}",
        "[]",
    ]);
    (prop::collection::vec(operation(), 1..4), resource).prop_map(|(operations, resource)| {
        format!(
            "{{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":[{}]}}\n{resource}",
            operations.join(",")
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_may_be_a_filter_or_a_path(text in text()) {
        filter::run(&text);
        path::run(&text);
        documents::run(&text);
    }

    #[test]
    fn any_request_may_be_applied_and_undone(request in request()) {
        patch::run(&request);
        documents::run(request.lines().next().unwrap_or_default());
    }
}

fn run_tree(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            run_tree(&path);
        } else {
            documents::run(&String::from_utf8_lossy(&fs::read(&path).unwrap()));
        }
    }
}

#[test]
fn every_document_that_we_have_keeps_the_promises() {
    run_tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"));
}
