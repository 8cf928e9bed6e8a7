//! What came along when a secret was pasted: white space, quotes, the name of its header or scheme. It is noticed, and
//! taken off only where a person says so; nothing of the secret itself leaves this module but the cleaned secret.

use secrecy::{ExposeSecret as _, SecretString};

/// What kind of secret was pasted, which says what can be no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pasted {
    /// A token: no white space in it, and maybe a scheme before it.
    Token,
    /// An API key: the same, but a scheme before it is part of it, as in `SSWS 00abc` of Okta.
    Key,
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
    /// The scheme `Basic ` before it: what follows is a user name and a password, and no token. It is left there.
    Basic,
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
        if matches!(kind, Pasted::Token | Pasted::Key)
            && let Some(value) = without_header_name(rest)
        {
            note(Oddity::HeaderName);
            rest = value;
        }
        if kind == Pasted::Token
            && let Some(token) = without_scheme(rest)
        {
            note(Oddity::Scheme);
            rest = token;
        }
        if rest == before {
            break;
        }
    }
    let joined = match kind {
        Pasted::Token if is_basic(rest) => {
            note(Oddity::Basic);
            None
        }
        Pasted::Token => without_space("", rest),
        Pasted::Key => {
            let (scheme, key) = with_scheme(rest);
            without_space(scheme, key)
        }
        Pasted::Password | Pasted::Pem => None,
    };
    let cleaned = match joined {
        Some(joined) => {
            note(Oddity::SpaceInside);
            joined
        }
        None => SecretString::from(rest),
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
    let is_scheme =
        ["bearer", "token", "apikey", "ssws"].iter().any(|it| scheme.eq_ignore_ascii_case(it));
    (is_scheme && !token.trim().is_empty()).then_some(token)
}

fn is_basic(text: &str) -> bool {
    text.split_once(char::is_whitespace)
        .is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))
}

/// A key in two: its scheme with one blank, where it has one, and the rest.
fn with_scheme(text: &str) -> (&str, &str) {
    let is_scheme = |it: &str| it.chars().all(|it| it.is_ascii_alphabetic() || it == '-');
    match text.split_once(' ') {
        Some((scheme, key)) if is_scheme(scheme) => {
            (text.get(..=scheme.len()).unwrap_or_default(), key)
        }
        _ => ("", text),
    }
}

/// The same without the white space in the secret itself; `None` where there is none.
fn without_space(scheme: &str, secret: &str) -> Option<SecretString> {
    let has_space = secret.contains(char::is_whitespace);
    let words = || std::iter::once(scheme).chain(secret.split_whitespace());
    has_space.then(|| SecretString::from(words().collect::<String>()))
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
        for kind in [Pasted::Token, Pasted::Key, Pasted::Password, Pasted::Pem] {
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
        // Without its scheme it would be sent as another one: it is no token.
        for text in ["Basic dXNlcjpwYXNz", "Bearer basic dXNlcjpwYXNz"] {
            let (found, cleaned) = looked(Pasted::Token, text);
            assert!(found.contains(&O::Basic) && !found.contains(&O::SpaceInside), "{found:?}");
            assert!(cleaned.to_lowercase().starts_with("basic "), "{cleaned}");
        }
        assert_eq!(
            looked(Pasted::Password, " 'a b' "),
            (vec![O::SpaceAround, O::Quotes], "a b".into())
        );
    }

    #[test]
    fn a_scheme_is_part_of_an_api_key() {
        use Oddity as O;
        for key in
            ["SSWS 00abc", "Basic dXNlcjpwYXNz", "Bearer abc", "Klaviyo-API-Key pk_1", "00abc"]
        {
            assert_eq!(looked(Pasted::Key, key), (vec![], key.to_owned()));
        }
        for (text, oddities, cleaned) in [
            (" SSWS 00abc\n", vec![O::SpaceAround], "SSWS 00abc"),
            ("\"SSWS 00abc\"", vec![O::Quotes], "SSWS 00abc"),
            ("Authorization: SSWS 00abc", vec![O::HeaderName, O::SpaceAround], "SSWS 00abc"),
            ("SSWS 00\nabc", vec![O::SpaceInside], "SSWS 00abc"),
            ("00abc\n def", vec![O::SpaceInside], "00abcdef"),
        ] {
            assert_eq!(looked(Pasted::Key, text), (oddities, cleaned.to_owned()), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn cleaning_twice_finds_nothing_more(text in "[ \"'`A-Za-z0-9:.\n\u{200b}]{0,40}") {
            for kind in [Pasted::Token, Pasted::Key, Pasted::Password, Pasted::Pem] {
                let once = look(kind, &SecretString::from(text.clone())).cleaned;
                let mut twice = look(kind, &once);
                // What is no token stays what it is.
                twice.oddities.retain(|it| *it != Oddity::Basic);
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
