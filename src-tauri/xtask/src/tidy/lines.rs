//! Rules about single lines: nothing half-done, no server value as HTML, no path of one machine.

use super::Finding;
use super::files::SourceFile;

/// A piece of text that must not stand in some kinds of files.
struct Forbidden {
    text: &'static str,
    extensions: &'static [&'static str],
    rule: &'static str,
    advice: &'static str,
}

const CODE: &[&str] = &["rs", "ts", "tsx"];
const RUST: &[&str] = &["rs"];
const SCRIPT: &[&str] = &["ts", "tsx"];
const PROSE_AND_CODE: &[&str] =
    &["rs", "ts", "tsx", "css", "html", "md", "toml", "json", "yml", "yaml", "sh", "txt", "js"];

// The words are put together here, so that this table is not its own first finding.
const FORBIDDEN: &[Forbidden] = &[
    forbidden(concat!("to", "do!("), RUST, "half-done", "write it, or leave it out"),
    forbidden(concat!("unimple", "mented!("), RUST, "half-done", "write it, or leave it out"),
    forbidden(concat!("db", "g!("), RUST, "left behind", "remove the debugging output"),
    forbidden(concat!("#[ign", "ore"), RUST, "skipped test", "assert what happens today"),
    forbidden(concat!("console.", "log"), SCRIPT, "left behind", "remove the debugging output"),
    forbidden(concat!("debug", "ger;"), SCRIPT, "left behind", "remove the breakpoint"),
    forbidden(concat!(".on", "ly("), SCRIPT, "skipped test", "run all tests"),
    forbidden(concat!(".sk", "ip("), SCRIPT, "skipped test", "assert what happens today"),
    forbidden(concat!("@ts-ig", "nore"), SCRIPT, "silenced", "fix the type"),
    forbidden(concat!("dangerouslySet", "InnerHTML"), SCRIPT, "HTML", USE_TEXT),
    forbidden(concat!("inner", "HTML ="), SCRIPT, "HTML", USE_TEXT),
    forbidden(concat!("inner", "HTML="), SCRIPT, "HTML", USE_TEXT),
    forbidden(concat!("outer", "HTML ="), SCRIPT, "HTML", USE_TEXT),
    forbidden(concat!("insertAdjacent", "HTML"), SCRIPT, "HTML", USE_TEXT),
];
const USE_TEXT: &str = "values of a server are text: let React render them";

/// Words that say "not finished"; they count as whole words only.
const UNFINISHED: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// Folders that exist on somebody's machine. The one that macOS uses is not here: it reads like
/// SCIM's endpoint for users.
const MACHINE_PATHS: &[&str] =
    &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];

const fn forbidden(
    text: &'static str,
    extensions: &'static [&'static str],
    rule: &'static str,
    advice: &'static str,
) -> Forbidden {
    Forbidden { text, extensions, rule, advice }
}

/// The rules about the lines of one file.
pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let mut findings = Vec::new();
    let extension = file.extension();
    for (index, line) in file.text.lines().enumerate() {
        let number = index + 1;
        for rule in FORBIDDEN.iter().filter(|rule| rule.extensions.contains(&extension)) {
            if line.contains(rule.text) {
                findings.push(file.finding(number, rule.rule, rule.advice));
            }
        }
        if CODE.contains(&extension) && UNFINISHED.iter().any(|word| has_word(line, word)) {
            findings.push(file.finding(number, "half-done", "do it, or leave it out"));
        }
        if PROSE_AND_CODE.contains(&extension) && has_machine_path(line) {
            findings.push(file.finding(number, "machine path", "name no folder of one machine"));
        }
    }
    findings
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(start, _)| {
        let before = line.get(..start).and_then(|text| text.chars().next_back());
        let after = line.get(start + word.len()..).and_then(|text| text.chars().next());
        ![before, after].into_iter().flatten().any(|c| c.is_alphanumeric() || c == '_')
    })
}

/// A machine's folder stands at the start of a path, not somewhere in a URL.
fn has_machine_path(line: &str) -> bool {
    MACHINE_PATHS.iter().any(|path| {
        line.match_indices(path).any(|(start, _)| {
            let before = line.get(..start).and_then(|text| text.chars().next_back());
            before.is_none_or(|c| !(c.is_alphanumeric() || "./-_}~:*".contains(c)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::files::sample;
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        check(&sample(path, text)).iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn what_is_half_done_is_found() {
        assert_eq!(rules("a.rs", concat!("fn a() { to", "do!() }")), ["half-done"]);
        assert_eq!(rules("a.rs", concat!("// FIX", "ME: later")), ["half-done"]);
        assert_eq!(rules("a.ts", concat!("// TO", "DO later")), ["half-done"]);
        assert!(rules("a.rs", "// the list of tasks is a todo list").is_empty());
        assert!(rules("a.rs", concat!("let id = \"aXX", "Xb\";")).is_empty());
    }

    #[test]
    fn what_was_left_behind_is_found() {
        assert_eq!(rules("a.rs", concat!("db", "g!(x);")), ["left behind"]);
        assert_eq!(rules("ui/a.tsx", concat!("console.", "log(x);")), ["left behind"]);
        assert!(rules("ui/a.tsx", "console.error(x);").is_empty());
    }

    #[test]
    fn skipped_tests_are_found() {
        assert_eq!(rules("a.rs", concat!("#[ign", "ore]")), ["skipped test"]);
        assert_eq!(rules("a.test.ts", concat!("it.on", "ly(\"x\", f)")), ["skipped test"]);
        assert!(rules("a.rs", "iterator.skip(1)").is_empty());
    }

    #[test]
    fn html_from_values_is_found() {
        assert_eq!(rules("a.tsx", concat!("<p dangerouslySet", "InnerHTML={x} />")), ["HTML"]);
        assert_eq!(rules("a.ts", concat!("node.inner", "HTML = x")), ["HTML"]);
        assert!(rules("a.ts", "expect(node.innerHTML).toBe(x)").is_empty());
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        assert_eq!(rules("a.md", concat!("see /wo", "rk/main")), ["machine path"]);
        assert_eq!(rules("a.rs", concat!("\"/ho", "me/ada/x\"")), ["machine path"]);
        assert_eq!(rules("a.json", concat!("\"/ro", "ot/.cache\"")), ["machine path"]);
    }

    #[test]
    fn urls_and_endpoints_are_not_paths_of_a_machine() {
        assert!(rules("a.rs", concat!("https://example.org/ho", "me/")).is_empty());
        assert!(rules("a.rs", concat!("\"/Us", "ers/2819c223\"")).is_empty());
        assert!(rules("a.rs", concat!("format!(\"{home}/wo", "rk/\")")).is_empty());
    }
}
