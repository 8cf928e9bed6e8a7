//! Rules about the interface's imports: `features -> kit`, `features -> state -> host`, Tauri
//! behind one file, and no feature inside another.

use super::Finding;
use super::files::SourceFile;

const SOURCES: &str = "ui/src/";
const RULE: &str = "import direction";
/// The only file that may import `@tauri-apps/*`: the door to Tauri, and its test.
const TAURI_HOST: [&str; 2] = ["ui/src/host/tauri.ts", "ui/src/host/tauri.test.ts"];
/// Features that are drawn inside another one, and that other one.
const INSIDE: &[(&str, &str)] = &[
    ("resource", "directory"),
    ("finding", "directory"),
    ("finding", "resource"),
    ("finding", "history"),
    ("outcome", "history"),
    ("storage", "tenants"),
    ("storage", "settings"),
    ("diagnostics", "settings"),
    ("guard", "tenants"),
    ("pacing", "directory"),
    ("pacing", "resource"),
    ("pacing", "tenants"),
    ("signin", "directory"),
    ("signin", "resource"),
    ("signin", "tenants"),
    ("signin", "write"),
    ("finding", "write"),
    ("finding", "edit"),
    ("guard", "write"),
    ("write", "changes"),
    ("write", "directory"),
    ("write", "edit"),
    ("write", "members"),
    ("write", "merge"),
    ("write", "resource"),
    ("changes", "resource"),
    ("members", "resource"),
    ("resource", "members"),
    ("edit", "merge"),
];

/// A place in the interface, which decides what it may know.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// `start.tsx`, `App.tsx` and the shell, which put everything together.
    Top,
    Feature(String),
    Kit,
    State,
    Host,
    Styles,
    /// Tests and what only they use.
    Testing,
    Elsewhere,
}

/// The rules about what one file imports.
pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    if !file.path.starts_with(SOURCES) || !matches!(file.extension(), "ts" | "tsx") {
        return Vec::new();
    }
    let from = place_of(&file.path);
    let mut findings = Vec::new();
    for (index, line) in file.text.lines().enumerate() {
        for target in imported(line) {
            if let Some(advice) = judge(file, &from, target) {
                findings.push(file.finding(index + 1, RULE, &advice));
            }
        }
    }
    findings
}

fn judge(file: &SourceFile, from: &Place, target: &str) -> Option<String> {
    if target.starts_with("@tauri-apps/") && !TAURI_HOST.contains(&file.path.as_str()) {
        return Some("only host/tauri.ts imports Tauri: use host/call.ts".to_owned());
    }
    let path = resolve(&file.path, target)?;
    let to = place_of(&path);
    let advice = match (from, &to) {
        (Place::Top | Place::Testing | Place::Elsewhere, _) => return None,
        (_, Place::Testing) => "what only tests use is not for the app",
        (_, Place::Top) => "the shell knows this file, not the other way round",
        (Place::Feature(own), Place::Feature(other)) if own != other && !is_inside(other, own) => {
            "a feature does not look into another one: share it through state or kit"
        }
        (Place::Feature(_), Place::Host) if is_transport(&path) => {
            "a feature calls through host/call.ts and does not know what carries the call"
        }
        (Place::Kit, Place::Feature(_) | Place::State | Place::Host) => {
            "the kit knows no feature, no state and no host: hand it in as a property"
        }
        (Place::State, Place::Feature(_) | Place::Kit) => "state knows only the host",
        (Place::Host, Place::Feature(_) | Place::State | Place::Kit) => {
            "the host knows nothing of the interface"
        }
        _ => return None,
    };
    Some(format!("{advice} (it imports {target})"))
}

fn is_inside(inner: &str, outer: &str) -> bool {
    INSIDE.contains(&(inner, outer))
}

fn is_transport(path: &str) -> bool {
    path.starts_with("ui/src/host/tauri") || path.starts_with("ui/src/host/http")
}

fn place_of(path: &str) -> Place {
    let Some(below) = path.strip_prefix(SOURCES) else { return Place::Elsewhere };
    let mut parts = below.split('/');
    let first = parts.next().unwrap_or_default();
    let file = below.rsplit('/').next().unwrap_or_default();
    if file.contains(".test.") || first == "testing" {
        return Place::Testing;
    }
    match (first, parts.next()) {
        (_, None) | ("shell", _) | ("features", Some("shell")) => Place::Top,
        ("features", Some(name)) => Place::Feature(name.to_owned()),
        ("kit", _) => Place::Kit,
        ("state", _) => Place::State,
        ("host", _) => Place::Host,
        ("styles", _) => Place::Styles,
        _ => Place::Elsewhere,
    }
}

/// The path that a relative import means; nothing for a package.
fn resolve(from: &str, target: &str) -> Option<String> {
    if !target.starts_with('.') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The texts in quotes that a line imports from.
fn imported(line: &str) -> Vec<&str> {
    let mut targets = Vec::new();
    for opening in ["from \"", "from '", "import \"", "import '", "import(\"", "import('"] {
        let Some(quote) = opening.chars().next_back() else { continue };
        for (start, _) in line.match_indices(opening) {
            let rest = line.get(start + opening.len()..).unwrap_or_default();
            if let Some((target, _)) = rest.split_once(quote) {
                targets.push(target);
            }
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::super::files::sample;
    use super::*;

    fn is_allowed(from: &str, target: &str) -> bool {
        let text = format!("// x\nimport {{ x }} from \"{target}\";\n");
        check(&sample(&format!("ui/src/{from}"), &text)).is_empty()
    }

    #[test]
    fn the_drawn_arrows_are_allowed() {
        for (from, target) in [
            ("features/directory/Directory.tsx", "../../kit/Button"),
            ("features/directory/Directory.tsx", "../../state/app"),
            ("features/directory/Directory.tsx", "./api"),
            ("features/directory/Directory.tsx", "../resource/Inspector"),
            ("features/directory/api.ts", "../../host/call"),
            ("features/directory/api.ts", "../../host/generated/Row"),
            ("state/app.ts", "../host/call"),
            ("state/app.ts", "./store"),
            ("host/call.ts", "./types"),
            ("host/tauri.ts", "@tauri-apps/api/core"),
            ("host/tauri.test.ts", "@tauri-apps/api/mocks"),
            ("kit/Button.tsx", "./classes"),
            ("kit/Button.tsx", "react"),
            ("kit/grid/GridRow.tsx", "../classes"),
            ("start.tsx", "./host/tauri"),
            ("App.tsx", "./features/directory/Directory"),
            ("shell/Shell.tsx", "../features/directory/Directory"),
            ("features/directory/Directory.test.tsx", "../../testing/host"),
        ] {
            assert!(is_allowed(from, target), "{from} -> {target}");
        }
    }

    #[test]
    fn all_other_arrows_are_found() {
        for (from, target) in [
            ("features/directory/api.ts", "@tauri-apps/api/core"),
            ("features/directory/api.ts", "../../host/tauri"),
            ("features/directory/Directory.tsx", "../history/Rows"),
            ("features/resource/Inspector.tsx", "../directory/api"),
            ("features/directory/Directory.tsx", "../../App"),
            ("features/directory/Directory.tsx", "../../testing/host"),
            ("kit/Button.tsx", "../state/app"),
            ("kit/Button.tsx", "../host/call"),
            ("kit/grid/GridRow.tsx", "../../features/directory/api"),
            ("state/app.ts", "../kit/Button"),
            ("state/app.ts", "../features/directory/api"),
            ("host/call.ts", "../state/app"),
            ("start.tsx", "@tauri-apps/api/core"),
            ("state/app.test.ts", "@tauri-apps/api/core"),
        ] {
            assert!(!is_allowed(from, target), "{from} -> {target}");
        }
    }

    #[test]
    fn every_way_of_importing_is_read() {
        assert_eq!(imported("export { a } from './a';"), ["./a"]);
        assert_eq!(imported("const a = await import(\"./a\");"), ["./a"]);
        assert_eq!(imported("import \"./a.css\";"), ["./a.css"]);
        assert_eq!(imported("} from \"./a\";"), ["./a"]);
        assert!(imported("// taken from the server").is_empty());
    }
}
