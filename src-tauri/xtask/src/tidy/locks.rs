//! Rules about lock files: they name packages and hashes, never a mirror somebody used.

use super::Finding;
use super::files::SourceFile;

const NPM: &str = "https://registry.npmjs.org/";
const CRATES: &str = "registry+https://github.com/rust-lang/crates.io-index";
const NPMRC: &str = "omit-lockfile-registry-resolved=true";

/// The rules about one file, when it is a lock file or steers one.
pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    match name {
        "Cargo.lock" => lines(file, |line| {
            line.strip_prefix("source = \"")
                .is_some_and(|source| source.trim_end_matches('"') != CRATES)
        }),
        "package-lock.json" => lines(file, |line| {
            line.trim_start()
                .strip_prefix("\"resolved\": \"")
                .is_some_and(|address| !address.starts_with(NPM))
        }),
        "requirements.txt" => lines(file, |line| {
            line.trim_start().starts_with("--") && !line.trim_start().starts_with("--hash")
                || line.contains("://")
        }),
        ".npmrc" if !file.text.lines().any(|line| line.trim() == NPMRC) => {
            vec![file.finding(0, "lock file", &format!("add the line {NPMRC}"))]
        }
        _ => Vec::new(),
    }
}

fn lines(file: &SourceFile, breaks: impl Fn(&str) -> bool) -> Vec<Finding> {
    file.text
        .lines()
        .enumerate()
        .filter(|(_, line)| breaks(line))
        .map(|(index, _)| {
            file.finding(index + 1, "lock file", "name the package, not where it was fetched from")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::files::sample;
    use super::*;

    fn count(path: &str, text: &str) -> usize {
        check(&sample(path, text)).len()
    }

    #[test]
    fn the_public_registries_may_be_named() {
        assert_eq!(count("Cargo.lock", &format!("source = \"{CRATES}\"\n")), 0);
        assert_eq!(count("ui/package-lock.json", &format!("  \"resolved\": \"{NPM}a\"\n")), 0);
        assert_eq!(count("t/requirements.txt", "scim2-server==0.8.3 \\\n  --hash=sha256:00\n"), 0);
    }

    #[test]
    fn other_sources_are_found() {
        assert_eq!(count("Cargo.lock", "source = \"registry+https://mirror.example/i\"\n"), 1);
        assert_eq!(count("ui/package-lock.json", "  \"resolved\": \"https://m.example/a\"\n"), 1);
        assert_eq!(count("t/requirements.txt", "--index-url https://mirror.example\n"), 1);
    }

    #[test]
    fn npm_is_told_to_leave_addresses_out() {
        assert_eq!(count("ui/.npmrc", &format!("{NPMRC}\nfund=false\n")), 0);
        assert_eq!(count("ui/.npmrc", "fund=false\n"), 1);
    }
}
