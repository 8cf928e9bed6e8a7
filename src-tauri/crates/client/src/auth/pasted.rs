//! What came along when a secret was pasted: white space, quotes, the name of its header or scheme. It is noticed, and
//! taken off only where a person says so; nothing of the secret itself leaves this module but the cleaned secret.

use secrecy::{ExposeSecret as _, SecretString};

/// What kind of secret was pasted, which says what can be no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pasted {
    /// A token or key: no white space in it, and maybe a scheme before it.
    Token,
    /// A password or client secret: white space inside may be meant.
    Password,
    /// A key or certificate in PEM: lines are part of it.
    Pem,
}

/// What is odd about a pasted secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// White space or a line break before or behind it.
    SpaceAround,
    /// White space or a line break within it, where there can be none.
    SpaceInside,
    /// Quotes around it.
    Quotes,
    /// The name of a header before it, as in `Authorization: `.
    HeaderName,
    /// A scheme before it, as in `Bearer `.
    Scheme,
    /// Characters that nobody sees, such as zero-width spaces.
    Invisible,
}

/// What was found, and the secret without it.
#[derive(Debug)]
pub struct Looked {
    /// In the order in which they were found, each once.
    pub oddities: Vec<Oddity>,
    /// The secret as it is most likely meant.
    pub cleaned: SecretString,
}

const QUOTES: [(char, char); 7] =
    [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»'), ('<', '>')];

/// Looks at a pasted secret.
#[must_use]
pub fn look(kind: Pasted, secret: &SecretString) -> Looked {
    let mut oddities = Vec::new();
    let mut note = |oddity| {
        if !oddities.contains(&oddity) {
            oddities.push(oddity);
        }
    };
    let mut text = zeroize::Zeroizing::new(secret.expose_secret().to_owned());
    if text.contains(is_invisible) {
        note(Oddity::Invisible);
        text.retain(|it| !is_invisible(it));
    }
    let mut rest = text.as_str();
    // Until nothing more is found: quotes may stand around a header, and a scheme within quotes.
    loop {
        let before = rest;
        rest = trimmed(kind, rest, &mut note);
        if kind != Pasted::Pem
            && let Some(inside) = unquoted(rest)
        {
            note(Oddity::Quotes);
            rest = inside;
        }
        if kind == Pasted::Token {
            if let Some(value) = without_header_name(rest) {
                note(Oddity::HeaderName);
                rest = value;
            }
            if let Some(token) = without_scheme(rest) {
                note(Oddity::Scheme);
                rest = token;
            }
        }
        if rest == before {
            break;
        }
    }
    let cleaned = match kind {
        Pasted::Token if rest.contains(char::is_whitespace) => {
            note(Oddity::SpaceInside);
            SecretString::from(rest.split_whitespace().collect::<String>())
        }
        _ => SecretString::from(rest),
    };
    Looked { oddities, cleaned }
}

/// Without white space around it; the line break at the end of a PEM belongs there.
fn trimmed<'a>(kind: Pasted, text: &'a str, note: &mut impl FnMut(Oddity)) -> &'a str {
    let trimmed = text.trim();
    if trimmed.len() != text.len() && kind != Pasted::Pem {
        note(Oddity::SpaceAround);
    }
    trimmed
}

/// Characters without width, which come along from web pages and chats.
fn is_invisible(it: char) -> bool {
    matches!(
        it,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}

fn unquoted(text: &str) -> Option<&str> {
    let inside = QUOTES.iter().find_map(|(open, close)| {
        let inside = text.strip_prefix(*open)?.strip_suffix(*close)?;
        (!inside.is_empty()).then_some(inside)
    });
    // Copied from JSON or a command line, the other half may have stayed there.
    inside.or_else(|| {
        let one_sided = text.strip_suffix("\",").or_else(|| text.strip_suffix("',"))?;
        Some(one_sided.trim_start_matches(['"', '\'']))
    })
}

fn without_header_name(text: &str) -> Option<&str> {
    let (name, value) = text.split_once(':')?;
    let is_name = ["authorization", "x-api-key", "api-key", "apikey", "token", "access_token"]
        .iter()
        .any(|it| name.trim().trim_matches(['"', '\'']).eq_ignore_ascii_case(it));
    is_name.then_some(value)
}

fn without_scheme(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(char::is_whitespace)?;
    let is_scheme = ["bearer", "basic", "token", "apikey", "ssws"]
        .iter()
        .any(|it| scheme.eq_ignore_ascii_case(it));
    (is_scheme && !token.trim().is_empty()).then_some(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn looked(kind: Pasted, text: &str) -> (Vec<Oddity>, String) {
        let looked = look(kind, &SecretString::from(text));
        (looked.oddities, looked.cleaned.expose_secret().to_owned())
    }

    #[test]
    fn a_clean_secret_is_left_alone() {
        for kind in [Pasted::Token, Pasted::Password, Pasted::Pem] {
            let pem = "-----BEGIN X-----\nAB CD\n-----END X-----";
            for text in
                ["abc.def-123", "a~b+c/d==", "", if kind == Pasted::Pem { pem } else { "x" }]
            {
                assert_eq!(looked(kind, text), (vec![], text.to_owned()), "{kind:?} {text}");
            }
        }
        assert_eq!(looked(Pasted::Password, "two words: \"x").0, []);
        assert_eq!(
            looked(Pasted::Password, "Bearer of bad news").0,
            [],
            "a password may be anything"
        );
    }

    #[test]
    fn what_came_along_is_noticed_and_taken_off() {
        use Oddity as O;
        for (text, oddities, cleaned) in [
            (" abc\n", vec![O::SpaceAround], "abc"),
            ("\"abc\"", vec![O::Quotes], "abc"),
            ("“abc”", vec![O::Quotes], "abc"),
            ("abc\",", vec![O::Quotes], "abc"),
            ("Bearer abc", vec![O::Scheme], "abc"),
            ("bEARER   abc", vec![O::Scheme, O::SpaceAround], "abc"),
            ("Authorization: Bearer abc", vec![O::HeaderName, O::SpaceAround, O::Scheme], "abc"),
            (
                "'Authorization: Bearer abc' ",
                vec![O::SpaceAround, O::Quotes, O::HeaderName, O::Scheme],
                "abc",
            ),
            ("SSWS 00abc", vec![O::Scheme], "00abc"),
            ("abc\n def", vec![O::SpaceInside], "abcdef"),
            ("\u{feff}abc\u{200b}", vec![O::Invisible], "abc"),
        ] {
            assert_eq!(looked(Pasted::Token, text), (oddities, cleaned.to_owned()), "{text:?}");
        }
        assert_eq!(
            looked(Pasted::Password, " 'a b' "),
            (vec![O::SpaceAround, O::Quotes], "a b".into())
        );
    }

    proptest! {
        #[test]
        fn cleaning_twice_finds_nothing_more(text in "[ \"'`A-Za-z0-9:.\n\u{200b}]{0,40}") {
            for kind in [Pasted::Token, Pasted::Password, Pasted::Pem] {
                let once = look(kind, &SecretString::from(text.clone())).cleaned;
                let twice = look(kind, &once);
                prop_assert_eq!(twice.oddities, vec![]);
                prop_assert_eq!(twice.cleaned.expose_secret(), once.expose_secret());
            }
        }

        #[test]
        fn a_token_behind_its_scheme_comes_out_whole(token in "[A-Za-z0-9_~+/-]{12,60}") {
            let (_, cleaned) = looked(Pasted::Token, &format!("\"Authorization: Bearer {token}\"\n"));
            prop_assert_eq!(cleaned, token);
        }
    }
}
