//! The ways to sign in that a server names with a 401 (RFC 9110 §11.6.1).

use crate::answer::shortened;
use crate::error::Grounds;
use crate::pipeline::Answer;

/// The scheme of each challenge, as the server writes it.
pub(crate) fn schemes(answer: &Answer) -> Vec<String> {
    let values = answer.headers.iter().filter(|(name, _)| name == "www-authenticate");
    values.flat_map(|(_, value)| schemes_of(value)).collect()
}

/// Why a bearer token was refused, as far as the challenges say (RFC 6750 §3).
pub(crate) fn grounds(answer: &Answer) -> Grounds {
    let values = answer.headers.iter().filter(|(name, _)| name == "www-authenticate");
    let mut grounds = Grounds { token: answer.token.clone(), ..Grounds::default() };
    for (name, value) in values.flat_map(|(_, value)| parameters(value)) {
        match name.as_str() {
            "error" => grounds.error = Some(shortened(&value)),
            "scope" => grounds.scope = Some(shortened(&value)),
            _ => {}
        }
    }
    grounds
}

/// The parameters of all challenges of a header, names in lower case, quotes taken off.
fn parameters(value: &str) -> Vec<(String, String)> {
    let parameter = |part: &str| {
        let (name, value) = part.split_once('=')?;
        // The first parameter of a challenge follows its scheme.
        let name = name.split_whitespace().last()?.to_ascii_lowercase();
        Some((name, value.trim().trim_matches('"').to_owned()))
    };
    parts(value).into_iter().filter_map(parameter).collect()
}

/// A header holds several challenges, and each of them several parameters, all separated by commas. A part that begins
/// with a word which no `=` follows begins a challenge.
fn schemes_of(value: &str) -> Vec<String> {
    let mut schemes = Vec::new();
    for part in parts(value) {
        let word_end = part.find(|it: char| it.is_whitespace() || it == '=').unwrap_or(part.len());
        let (word, rest) = part.split_at(word_end);
        let is_parameter = rest.trim_start().starts_with('=');
        if !word.is_empty() && !is_parameter {
            schemes.push(word.to_owned());
        }
    }
    schemes
}

/// What stands between the commas that are not quoted.
fn parts(value: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_quoted, mut is_escaped) = (0, false, false);
    for (at, it) in value.char_indices() {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => {
                parts.extend(value.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(value.get(start..));
    parts.into_iter().map(str::trim).collect()
}

#[cfg(test)]
mod tests {
    use super::{parameters, schemes_of};

    #[test]
    fn each_challenge_of_a_header_is_found() {
        for (value, expected) in [
            ("Bearer", vec!["Bearer"]),
            ("Basic realm=\"a, b=c, Digest d\"", vec!["Basic"]),
            (
                "Bearer realm=\"x\", error=\"invalid_token\", basic realm = \"y\"",
                vec!["Bearer", "basic"],
            ),
            ("Negotiate, Basic realm=\"a\\\", NTLM\"", vec!["Negotiate", "Basic"]),
            ("Basic charset=\"UTF-8\",realm=x", vec!["Basic"]),
            ("Negotiate abc==", vec!["Negotiate"]),
            ("", vec![]),
        ] {
            assert_eq!(schemes_of(value), expected, "{value}");
        }
    }

    #[test]
    fn the_parameters_of_a_challenge_are_found() {
        let value = r#"Bearer realm="a, b", Error="invalid_token", scope=read"#;
        let expected = [("realm", "a, b"), ("error", "invalid_token"), ("scope", "read")];
        assert_eq!(
            parameters(value),
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
    }
}
