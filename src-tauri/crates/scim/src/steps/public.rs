//! That no reader is forgotten: every public function that takes a text or a JSON value is tried on input made to hurt,
//! here or beside its code, or stands in a list of those that have little to do.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::parsers::{OF_DOCUMENTS, OF_TEXTS};

/// Those that are tried together with another one.
const TOGETHER: [&str; 17] = [
    "bulk/reference.rs resolve",
    "compare.rs order",
    "edit/form.rs list",
    "edit/pending.rs revert",
    "edit/places.rs to_send",
    "filter/spanned.rs parse",
    "merge/rows.rs resolve",
    "message/search.rs from_query_strict",
    "outcome.rs missing",
    "patch/read.rs borrowed",
    "path.rs is_attribute_name",
    "validate/fix.rs apply",
    "view/form.rs form",
    "view/form.rs values",
    "view/identity.rs identity",
    "view/placed.rs place_findings",
    "lint/fingerprint.rs of",
];

/// Those that are tried beside their code, and where; what is not named stands in this folder.
const ELSEWHERE: [(&str, &str); 21] = [
    ("compare.rs same", "compare.rs"),
    ("edit/filled.rs filled_in", "steps/edits.rs"),
    ("edit/kept.rs without_secrets", "steps/edits.rs"),
    ("edit/members.rs one_by_one", "steps/edits.rs"),
    ("edit/start.rs cloned", "steps/edits.rs"),
    ("edit/pending.rs pending", "steps/edits.rs"),
    ("edit/places.rs make", "steps/edits.rs"),
    ("merge/rows.rs merge", "steps/edits.rs"),
    ("filter.rs parse", "filter/laws.rs"),
    ("filter/eval.rs matches", "filter/eval/tests.rs"),
    ("lint.rs pointer_to_resource", "lint/steps.rs"),
    ("patch/apply.rs apply", "patch/apply/linear.rs"),
    ("patch/apply.rs patched", "patch/apply/linear.rs"),
    ("bulk/split.rs split", "bulk/split.rs"),
    ("patch/dialect/read.rs read", "steps/documents.rs"),
    ("patch/dialect/write.rs write", "steps/patches.rs"),
    ("patch/diff.rs diff", "steps/patches.rs"),
    ("patch/inverse.rs inverse", "steps/patches.rs"),
    ("projection.rs apply", "steps/documents.rs"),
    ("put.rs put", "steps/documents.rs"),
    ("validate.rs validate", "validate.rs"),
];

/// Those that look one name or value up, or write one.
const LITTLE: [&str; 33] = [
    "builtin.rs schema",
    "bulk/reference.rs resolved",
    "compare.rs is_unassigned",
    "compare/sort.rs key",
    "edit/members.rs member_id",
    "edit/members.rs members_of",
    "filter.rs named",
    "filter/spanned.rs of",
    "filter/unseen.rs unseen",
    "finding.rs repeats",
    "message/page.rs write",
    "message/scim_type.rs parse",
    "patch.rs add",
    "patch.rs replace",
    "patch/apply.rs new",
    "path.rs qualified",
    "projection.rs keep",
    "projection.rs part",
    "projection.rs with_sent",
    "schema.rs attribute",
    "schema.rs sub_attribute",
    "schema/attributes.rs named",
    "urn.rs is_base",
    "urn.rs is_standard",
    "urn.rs is_version_one",
    "urn.rs is_version_two",
    "urn.rs looks_like_one",
    "urn.rs same",
    "urn.rs short",
    "urn.rs split",
    "view.rs extension",
    "view.rs resolve",
    "view.rs resolve_shared",
];

/// What outside input is handed over as.
const TAKEN: [&str; 7] =
    ["str", "Value", "Spanned", "Finding", "PatchRequest", "BulkRequest", "Schema"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

/// `file.rs name` of each public function of the crate that takes texts or JSON values.
fn public_functions() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    files(&root, &mut sources);
    let mut found = BTreeSet::new();
    for source in sources {
        let text = fs::read_to_string(&source).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let file = source.strip_prefix(&root).unwrap().display().to_string().replace('\\', "/");
        for after in text.split("pub fn ").skip(1) {
            let signature = after.split(['{', ';']).next().unwrap_or_default();
            let taken = signature.split("->").next().unwrap_or_default();
            let mut words = taken.split(|it: char| !it.is_alphanumeric() && it != '_');
            let name = words.next().unwrap_or_default();
            if words.any(|it| TAKEN.contains(&it)) {
                found.insert(format!("{file} {name}"));
            }
        }
    }
    found
}

#[test]
fn every_public_reader_is_tried_on_input_made_to_hurt() {
    let tried = OF_DOCUMENTS.iter().chain(&OF_TEXTS).map(|it| it.name);
    let tried = tried.chain(TOGETHER).chain(ELSEWHERE.map(|(it, _)| it)).chain(LITTLE);
    let known: BTreeSet<String> = tried.map(str::to_owned).collect();
    let found = public_functions();
    let forgotten: Vec<&String> = found.difference(&known).collect();
    assert!(forgotten.is_empty(), "try them in `parsers.rs`: {forgotten:#?}");
    let gone: Vec<&String> = known.difference(&found).collect();
    assert!(gone.is_empty(), "there are no such functions: {gone:#?}");
    for (name, file) in ELSEWHERE {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(file);
        let counts = fs::read_to_string(path).unwrap();
        let is_counted =
            ["during(", "assert_linear(", ".steps("].iter().any(|it| counts.contains(it));
        assert!(is_counted, "{file} counts no steps of {name}");
    }
}
