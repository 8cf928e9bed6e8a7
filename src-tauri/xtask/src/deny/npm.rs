//! The npm packages that end up in the app: their licences, and what npm knows against them.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::node::Node;
use crate::workspace;

/// Compatible with MIT OR Apache-2.0 in a program that is handed on; the last one is for fonts.
const ALLOWED: &[&str] =
    &["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "OFL-1.1"];

/// The packages of the lock file that are bundled under another licence, if there are any.
pub(super) fn licence_complaint() -> Result<Option<String>> {
    let file = workspace::ui().join("package-lock.json");
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", file.display()))?;
    let lock: Value =
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))?;
    Ok(complaint(&not_allowed(&lock)))
}

fn complaint(packages: &[String]) -> Option<String> {
    (!packages.is_empty()).then(|| {
        format!("npm packages under a licence that is not allowed:\n  {}\n", packages.join("\n  "))
    })
}

fn not_allowed(lock: &Value) -> Vec<String> {
    let packages = lock.get("packages").and_then(Value::as_object);
    let bundled = packages.into_iter().flatten().filter(|(path, package)| {
        // The one without a path is the interface itself.
        !path.is_empty() && package.get("dev").and_then(Value::as_bool) != Some(true)
    });
    bundled
        .filter_map(|(path, package)| {
            let licence = package.get("license").and_then(Value::as_str).unwrap_or("none");
            (!is_allowed(licence)).then(|| format!("{path}: {licence}"))
        })
        .collect()
}

/// `MIT`, `(MIT OR X)`, `MIT AND ISC`; anything more involved is for a person to judge.
fn is_allowed(licence: &str) -> bool {
    let licence = licence.trim_start_matches('(').trim_end_matches(')');
    let all = |choice: &str| choice.split(" AND ").all(|name| ALLOWED.contains(&name.trim()));
    licence.split(" OR ").any(all)
}

/// What `npm audit` says about the bundled packages: nothing when its data cannot be had, else its complaint.
pub(super) fn audit(node: &Node, limit: Duration) -> Result<Option<Option<String>>> {
    let mut command = node.npm()?;
    command.args(["audit", "--omit=dev", "--json"]);
    let done = super::run(&mut command, "npm-audit", limit)?;
    Ok(judged(&done.output))
}

fn judged(output: &str) -> Option<Option<String>> {
    // Warnings stand before the document.
    let document: Value = serde_json::from_str(output.get(output.find('{')?..)?).ok()?;
    let total = document.pointer("/metadata/vulnerabilities/total")?.as_u64()?;
    let names = || {
        let found = document.get("vulnerabilities").and_then(Value::as_object);
        found.into_iter().flatten().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    Some((total > 0).then(|| format!("`npm audit` knows something against: {}\n", names())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bundled_package_needs_a_licence_that_is_allowed() {
        let lock = serde_json::json!({ "packages": {
            "": { "license": "UNLICENSED" },
            "node_modules/good": { "license": "MIT" },
            "node_modules/choice": { "license": "(GPL-3.0 OR MIT)" },
            "node_modules/both": { "license": "MIT AND GPL-3.0" },
            "node_modules/copyleft": { "license": "GPL-3.0" },
            "node_modules/silent": {},
            "node_modules/tool": { "license": "GPL-3.0", "dev": true },
        }});
        let found = not_allowed(&lock);
        assert_eq!(
            found,
            [
                "node_modules/both: MIT AND GPL-3.0",
                "node_modules/copyleft: GPL-3.0",
                "node_modules/silent: none"
            ]
        );
        let said = complaint(&found).unwrap();
        assert!(said.contains("  node_modules/copyleft: GPL-3.0\n"), "{said}");
        assert_eq!(complaint(&[]), None);
    }

    #[test]
    fn an_audit_that_reached_nothing_is_told_from_one_that_found_nothing() {
        let found = r#"npm warn something
            {"vulnerabilities": {"react": {}}, "metadata": {"vulnerabilities": {"total": 1}}}"#;
        assert!(judged(found).unwrap().unwrap().contains("react"));
        let none = r#"{"vulnerabilities": {}, "metadata": {"vulnerabilities": {"total": 0}}}"#;
        assert_eq!(judged(none), Some(None));
        for unreached in ["", "npm error audit", r#"{"error": {"summary": "no network"}}"#] {
            assert_eq!(judged(unreached), None, "{unreached}");
        }
    }
}
