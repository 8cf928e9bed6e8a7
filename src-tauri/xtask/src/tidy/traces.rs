//! The rule about what is traced: the message of an event is written down as it is, because what is put together at run
//! time may hold what somebody said.

use super::Finding;
use super::files::SourceFile;

// Put together here, so that this table is not its own first finding.
const MACROS: &[&str] = &[
    concat!("tracing::", "error!("),
    concat!("tracing::", "warn!("),
    concat!("tracing::", "info!("),
    concat!("tracing::", "debug!("),
    concat!("tracing::", "trace!("),
];

/// The events of one source file of the app; its tests may trace what they like.
pub(super) fn check(file: &SourceFile) -> Vec<Finding> {
    let is_app = file.path.starts_with("src-tauri/src/") || file.path.contains("/src/");
    let is_test = file.path.contains("tests");
    if file.extension() != "rs" || !file.path.starts_with("src-tauri/") || !is_app || is_test {
        return Vec::new();
    }
    let advice =
        "write the message down as it is, and put what varies into a field that the log lists";
    starts(&file.text)
        .filter(|start| holds_braces(file.text.get(*start..).unwrap_or_default()))
        .map(|start| {
            let line = file.text.get(..start).unwrap_or_default().matches('\n').count() + 1;
            file.finding(line, "traced text", advice)
        })
        .collect()
}

/// Where what follows the opening bracket of each event begins.
fn starts(text: &str) -> impl Iterator<Item = usize> {
    MACROS.iter().flat_map(move |name| text.match_indices(name).map(|(at, it)| at + it.len()))
}

/// Whether a text between quotes in these arguments has a place to fill in.
fn holds_braces(arguments: &str) -> bool {
    let (mut depth, mut is_quoted, mut is_escaped) = (1, false, false);
    for letter in arguments.chars() {
        match letter {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '{' if is_quoted => return true,
            '(' if !is_quoted => depth += 1,
            ')' if !is_quoted => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::files::sample;
    use super::*;

    fn lines(path: &str, text: &str) -> Vec<usize> {
        check(&sample(path, text)).iter().map(|it| it.line).collect()
    }

    #[test]
    fn a_message_that_is_put_together_is_found() {
        let text = concat!("\ntracing::", "warn!(code, \"lost (really) {name}\");\n");
        assert_eq!(lines("src-tauri/crates/app/src/a.rs", text), [2]);
        assert!(lines("src-tauri/crates/app/tests/a.rs", text).is_empty());
        assert!(lines("tests/src/a.rs", text).is_empty());
    }

    #[test]
    fn a_plain_message_with_fields_is_fine() {
        let text =
            concat!("tracing::", "warn!(ms = took(\"a\"), %error, \"lost\"); format!(\"{a}\");");
        assert!(lines("src-tauri/src/a.rs", text).is_empty());
    }
}
