//! Cases of public test suites, re-expressed as data: `SCIM_VECTORS=dir cargo test -p scim --test vectors -- --nocapture`
//! runs those of another folder than the project's own `tests/vectors`, whose README says what the members mean.
//!
//! Every case of every JSON file is run. One that we dispute stands in `disputed.json`, with the sentence of the RFC that
//! it contradicts; one that touches a point which the RFC leaves open is reported, not failed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "helpers of tests are tests"
)]

mod filter;
#[path = "../support/folder.rs"]
mod folder;
mod patch;
mod tally;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tally::{Disputed, Tally};

/// What a case came to.
enum Outcome {
    /// As the RFC has it.
    Passed,
    /// Otherwise; how.
    Failed(String),
    /// The case touches a point which the RFC leaves open. `None` when it came out as the case reads it, else how.
    Ambiguous(Option<String>),
}

impl Outcome {
    /// `wrong` says how the case came out otherwise than it reads the RFC.
    fn of(wrong: Option<String>, is_open: bool) -> Self {
        match wrong {
            wrong if is_open => Self::Ambiguous(wrong),
            Some(how) => Self::Failed(how),
            None => Self::Passed,
        }
    }
}

fn folder() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors");
    folder::named("SCIM_VECTORS", own)
}

fn run(case: &Value) -> Outcome {
    if case.get("text").is_some() { filter::run(case) } else { patch::run(case) }
}

fn run_file(file: &Path, disputed: &Disputed) -> Tally {
    let mut tally = Tally::default();
    let text = fs::read_to_string(file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    let document: Value =
        serde_json::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    let Some(cases) = document.get("cases").and_then(Value::as_array) else {
        panic!("{} has no cases", file.display())
    };
    for case in cases {
        tally.add(case, run(case), disputed);
    }
    tally
}

/// The folder of this test has the same name in its package, and no vectors.
#[test]
fn a_folder_may_be_named_from_the_root_of_the_workspace() {
    let own =
        fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/vectors"));
    let named = folder::found(Path::new("tests/vectors"));
    assert_eq!(fs::canonicalize(named).unwrap(), own.unwrap());
    assert_eq!(folder::found(Path::new("src/etag.rs")), Path::new("src/etag.rs"));
}

#[test]
fn every_vector_comes_out_as_the_rfc_has_it() {
    let disputed = Disputed::read();
    let folder = folder();
    let entries = fs::read_dir(&folder).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    files.retain(|it| it.extension().is_some_and(|it| it == "json"));
    files.sort();
    let mut sums = Tally::default();
    for file in &files {
        let tally = run_file(file, &disputed);
        println!("{}: {tally}", file.file_name().unwrap_or_default().display());
        sums += tally;
    }
    println!("all {} files: {sums}", files.len());
    assert!(sums.cases > 0, "there are no vectors in {}", folder.display());
    assert_eq!(sums.failed, 0, "{} vectors failed; they are listed above", sums.failed);
}
