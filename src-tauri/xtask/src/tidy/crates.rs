//! Rules about crates: the arrows between ours, which outside crates each may know, and what
//! the pure one may not touch.

use serde_json::Value;

use super::Finding;
use super::files::SourceFile;
use crate::workspace;

/// One dependency of one of our crates, as its manifest declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dependency {
    pub(super) from: String,
    pub(super) to: String,
    /// For tests only; those may look anywhere.
    pub(super) is_dev: bool,
    pub(super) manifest: String,
    pub(super) line: usize,
}

/// What one of our crates may know.
struct Allowed {
    name: &'static str,
    /// Of our own crates.
    ours: &'static [&'static str],
    /// Outside crates that it must not know, by name or by the start of it (`tauri*`).
    never: &'static [&'static str],
}

const OURS: &[&str] = &["scimscope", "app", "client", "store", "sandbox", "scim"];
/// Crates that no user gets: servers and programs for tests.
const FOR_TESTS: &[&str] = &["tests", "host", "faults", "issuer", "bench", "xtask"];
const TAURI: &[&str] = &["tauri*", "wry", "tao"];
/// `features -> state -> host ==JSON==> scimscope -> app -> client, store, sandbox, scim`.
const RULES: &[Allowed] = &[
    Allowed { name: "scimscope", ours: &["app"], never: &["reqwest", "hyper", "rusqlite", "axum"] },
    Allowed {
        name: "app",
        ours: &["client", "store", "sandbox", "scim"],
        never: &["reqwest", "hyper", "rusqlite", "axum", "keyring*"],
    },
    Allowed { name: "client", ours: &["scim"], never: &["rusqlite", "axum", "keyring*"] },
    Allowed { name: "sandbox", ours: &["scim"], never: &["rusqlite", "reqwest", "keyring*"] },
    Allowed {
        name: "store",
        ours: &[],
        never: &["reqwest", "hyper", "http", "axum", "url", "keyring*"],
    },
    Allowed {
        name: "scim",
        ours: &[],
        never: &["tokio*", "reqwest", "hyper", "rusqlite", "axum", "keyring*", "tracing"],
    },
];

/// What makes code depend on the machine or the moment it runs on.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "std::io",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "async fn",
    "tokio::",
];

/// A test of the pure crate that reads what the crate is made of, to see that it knows all of it.
const LOOKS_AT_SOURCES: &str = "src-tauri/crates/scim/src/steps/public.rs";

/// Reads the dependencies of our crates out of `cargo metadata`.
pub(super) fn dependencies(metadata: &Value) -> Vec<Dependency> {
    let text = |value: &Value, name| {
        value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let list = |value: &Value, name| {
        value.get(name).and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let mut dependencies = Vec::new();
    for package in list(metadata, "packages") {
        let manifest = text(&package, "manifest_path");
        let content = std::fs::read_to_string(&manifest).unwrap_or_default();
        for dependency in list(&package, "dependencies") {
            let to = text(&dependency, "name");
            let is_dev = text(&dependency, "kind") == "dev";
            dependencies.push(Dependency {
                from: text(&package, "name"),
                manifest: from_root(&manifest),
                line: line_of(&content, &to, is_dev),
                to,
                is_dev,
            });
        }
    }
    dependencies
}

/// The arrows that must not be there.
pub(super) fn check(dependencies: &[Dependency]) -> Vec<Finding> {
    dependencies.iter().filter(|dependency| !dependency.is_dev).filter_map(judge).collect()
}

/// The pure crate's sources: no files, no network, no clock, no threads.
pub(super) fn check_source(file: &SourceFile) -> Vec<Finding> {
    let is_pure =
        file.path.starts_with("src-tauri/crates/scim/src/") && file.path != LOOKS_AT_SOURCES;
    if !is_pure || file.extension() != "rs" {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        if let Some(found) = IMPURE.iter().find(|name| code.contains(*name)) {
            let advice = format!("`scim` is pure: {found} belongs to the crate that calls it");
            findings.push(file.finding(index + 1, "crate direction", &advice));
        }
    }
    findings
}

fn judge(dependency: &Dependency) -> Option<Finding> {
    let Dependency { from, to, .. } = dependency;
    let rule = RULES.iter().find(|rule| rule.name == from)?;
    let is_ours = OURS.contains(&to.as_str());
    let advice = if FOR_TESTS.contains(&to.as_str()) {
        format!("`{to}` is for tests and never part of the app")
    } else if is_ours && !rule.ours.contains(&to.as_str()) {
        let ours = if rule.ours.is_empty() { "none".to_owned() } else { rule.ours.join(", ") };
        format!("`{from}` may use of our crates: {ours}; not `{to}`")
    } else if rule.never.iter().any(|pattern| is_match(pattern, to)) {
        format!("`{from}` must not know `{to}`: ask the crate whose job it is")
    } else if rule.name != "scimscope" && TAURI.iter().any(|pattern| is_match(pattern, to)) {
        format!("only the shell knows Tauri; `{from}` must not know `{to}`")
    } else if to == "anyhow" {
        format!("`{from}` has an error type of its own; anyhow is for xtask and tests")
    } else {
        return None;
    };
    Some(Finding {
        path: dependency.manifest.clone(),
        line: dependency.line,
        rule: "crate direction",
        advice,
    })
}

fn is_match(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => name.starts_with(start),
        None => name == pattern,
    }
}

fn from_root(path: &str) -> String {
    let root = workspace::root().display().to_string();
    path.strip_prefix(&root).unwrap_or(path).trim_start_matches('/').to_owned()
}

/// The line of the manifest that declares this dependency; 0 when it is written in a way that
/// we do not read.
fn line_of(manifest: &str, name: &str, is_dev: bool) -> usize {
    let mut in_section = false;
    for (index, line) in manifest.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            in_section =
                line.contains("dependencies") && line.contains("dev-dependencies") == is_dev;
        }
        let key = line.split(['=', '.', ' ']).next().unwrap_or_default().trim();
        if in_section && key == name {
            return index + 1;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::super::files::sample;
    use super::*;

    fn arrow(from: &str, to: &str) -> Dependency {
        Dependency {
            from: from.to_owned(),
            to: to.to_owned(),
            is_dev: false,
            manifest: "Cargo.toml".to_owned(),
            line: 1,
        }
    }

    #[test]
    fn the_drawn_arrows_are_allowed() {
        for (from, to) in [
            ("scimscope", "app"),
            ("scimscope", "tauri"),
            ("app", "client"),
            ("app", "store"),
            ("app", "sandbox"),
            ("client", "scim"),
            ("client", "reqwest"),
            ("sandbox", "scim"),
            ("sandbox", "axum"),
            ("store", "rusqlite"),
            ("scim", "serde_json"),
            ("tests", "sandbox"),
        ] {
            assert_eq!(check(&[arrow(from, to)]), [], "{from} -> {to}");
        }
    }

    #[test]
    fn all_other_arrows_are_found() {
        for (from, to) in [
            ("scim", "client"),
            ("scim", "tokio"),
            ("scim", "reqwest"),
            ("client", "store"),
            ("client", "sandbox"),
            ("sandbox", "client"),
            ("store", "scim"),
            ("store", "reqwest"),
            ("app", "tauri"),
            ("app", "tauri-plugin-opener"),
            ("app", "reqwest"),
            ("app", "scimscope"),
            ("scimscope", "client"),
            ("scimscope", "store"),
            ("client", "anyhow"),
            ("scimscope", "host"),
            ("app", "faults"),
        ] {
            assert_eq!(check(&[arrow(from, to)]).len(), 1, "{from} -> {to}");
        }
    }

    #[test]
    fn tests_may_look_anywhere() {
        let dependency = Dependency { is_dev: true, ..arrow("client", "sandbox") };
        assert_eq!(check(&[dependency]), []);
    }

    #[test]
    fn the_line_of_a_dependency_is_found_in_its_section() {
        let manifest = "[package]\nname = \"x\"\n\n[dependencies]\nscim.workspace = true\n\n[dev-dependencies]\nscim = \"1\"\n";
        assert_eq!(line_of(manifest, "scim", false), 5);
        assert_eq!(line_of(manifest, "scim", true), 8);
        assert_eq!(line_of(manifest, "other", false), 0);
    }

    #[test]
    fn metadata_is_read() {
        let metadata = serde_json::json!({"packages": [{
            "name": "app",
            "manifest_path": "nowhere/Cargo.toml",
            "dependencies": [{"name": "tauri", "kind": null}, {"name": "axum", "kind": "dev"}],
        }]});
        let found = check(&dependencies(&metadata));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].path, "nowhere/Cargo.toml");
    }

    #[test]
    fn the_pure_crate_has_no_clock_and_no_files() {
        let path = "src-tauri/crates/scim/src/a.rs";
        assert_eq!(check_source(&sample(path, "//! x\nuse std::fs;\n"))[0].line, 2);
        assert_eq!(check_source(&sample(path, "let t = SystemTime::now();\n")).len(), 1);
        assert_eq!(check_source(&sample(path, "// not std::fs here\n")), []);
        assert_eq!(check_source(&sample("src-tauri/crates/client/src/a.rs", "use std::fs;\n")), []);
    }
}
