//! Which members of a JSON text are secret by their name.

use std::borrow::Cow;
use std::collections::HashSet;

/// Words that make the name of a member look like that of a credential. Lower case, without separators.
const CREDENTIALS: [&str; 12] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "authorization",
    "credential",
    "apikey",
    "authkey",
    "functionskey",
    "subscriptionkey",
    "bearer",
];

/// Members of SCIM messages and of every resource: never secret, whatever a schema says, because nothing could be read
/// without them. Lower case.
const NEVER: [&str; 14] = [
    "schemas",
    "id",
    "meta",
    "resources",
    "totalresults",
    "startindex",
    "itemsperpage",
    "nextcursor",
    "previouscursor",
    "status",
    "scimtype",
    "detail",
    "operations",
    "$ref",
];

/// What the name of a member says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It is secret.
    Sensitive,
    /// It looks like a credential, such as that of `access_token` or `clientSecret`.
    Credential,
    /// Nothing.
    Plain,
}

/// The names of sensitive members: `password`, and those learned.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Lower case.
    learned: HashSet<String>,
}

impl Names {
    pub(super) fn add(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            let name = name.trim().to_lowercase();
            let is_odd = name.is_empty() || name == "password" || NEVER.contains(&name.as_str());
            if !is_odd {
                self.learned.insert(name);
            }
        }
    }

    pub(super) fn learned(&self) -> impl ExactSizeIterator<Item = &str> {
        self.learned.iter().map(String::as_str)
    }

    /// What a quoted name says: with escapes undone, in any case. Sensitive is also the last part of an attribute URN or
    /// path.
    pub(super) fn meaning(&self, quoted: &[u8]) -> Meaning {
        let Some(name) = unquoted(quoted) else {
            let quoted = String::from_utf8_lossy(quoted).to_ascii_lowercase();
            let is_sensitive = quoted.contains("password");
            return if is_sensitive { Meaning::Sensitive } else { Meaning::Plain };
        };
        let trimmed = name.trim();
        let last = trimmed.rsplit([':', '.']).next().unwrap_or(trimmed);
        match last.eq_ignore_ascii_case("password") || self.is_learned(last) {
            true => Meaning::Sensitive,
            false if is_credential(&name) => Meaning::Credential,
            false => Meaning::Plain,
        }
    }

    fn is_learned(&self, name: &str) -> bool {
        /// So few are compared faster than a name is copied.
        const FEW: usize = 16;
        if name.is_ascii() && self.learned.len() <= FEW {
            return self.learned.iter().any(|it| it.eq_ignore_ascii_case(name));
        }
        !self.learned.is_empty() && self.learned.contains(&name.to_lowercase())
    }
}

/// How many verdicts are kept.
const SLOTS: usize = 127;

/// Names as they are judged, and the latest verdicts: the members of a list have the same names again and again.
pub(super) struct Judged<'n, 't> {
    names: &'n Names,
    latest: [Option<(&'t [u8], Meaning)>; SLOTS],
}

impl<'n, 't> Judged<'n, 't> {
    pub(super) fn by(names: &'n Names) -> Self {
        Self { names, latest: [None; SLOTS] }
    }

    /// See [`Names::meaning`].
    pub(super) fn meaning(&mut self, quoted: &'t [u8]) -> Meaning {
        // The first letter, the one in the middle and the last one, without the quotes.
        let letters = [1, quoted.len() / 2, quoted.len().saturating_sub(2)];
        let mixed = letters.iter().fold(quoted.len(), |sum, at| {
            sum.wrapping_mul(31) + quoted.get(*at).copied().map_or(0, usize::from)
        });
        let Some(slot) = self.latest.get_mut(mixed % SLOTS) else {
            return self.names.meaning(quoted);
        };
        match slot {
            Some((known, meaning)) if *known == quoted => *meaning,
            _ => {
                let meaning = self.names.meaning(quoted);
                *slot = Some((quoted, meaning));
                meaning
            }
        }
    }
}

/// Whether a name looks like that of a credential.
pub(super) fn is_credential(name: &str) -> bool {
    if name.is_ascii() {
        return holds_credential(name.as_bytes());
    }
    holds_credential(name.to_lowercase().as_bytes())
}

/// Whether one of the words stands in a name, letter case and separators aside. Every member of every body comes by here:
/// to search for each of the words, or in a copy of the name, costs several times as much.
fn holds_credential(name: &[u8]) -> bool {
    let begins = |at: usize, word: &[u8]| {
        let rest = name.get(at..).unwrap_or_default();
        let mut letters = rest.iter().filter(|it| !matches!(it, b'_' | b'-' | b' '));
        word.iter().all(|wanted| letters.next().is_some_and(|it| it.eq_ignore_ascii_case(wanted)))
    };
    // Most letters begin no word, and no separator does: from each of a long row of them the same letters would be
    // looked at.
    let is_first = |letter: u8| FIRSTS >> (letter.to_ascii_lowercase() & 127) & 1 == 1;
    let mut starts = name.iter().enumerate().filter(|(_, it)| it.is_ascii() && is_first(**it));
    starts.any(|(at, letter)| {
        let letter = letter.to_ascii_lowercase();
        let words = CREDENTIALS.iter().map(|it| it.as_bytes());
        words.filter(|it| it.first() == Some(&letter)).any(|it| begins(at, it))
    })
}

/// The letters that a word begins with: a bit for each.
const FIRSTS: u128 = firsts(&CREDENTIALS);

const fn firsts(words: &[&str]) -> u128 {
    match words {
        [] => 0,
        [word, rest @ ..] => match word.as_bytes() {
            [first, ..] => 1 << (*first & 127) | firsts(rest),
            [] => firsts(rest),
        },
    }
}

/// `None` for a name that is broken; an endless one is read as an empty one.
pub(super) fn unquoted(quoted: &[u8]) -> Option<Cow<'_, str>> {
    const LONGEST: usize = 1024;
    if quoted.len() > LONGEST {
        return Some(Cow::Borrowed(""));
    }
    let inside = quoted.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\""));
    let is_plain =
        |it: &&[u8]| it.iter().all(|byte| matches!(byte, b' ' | b'!' | b'#'..=b'[' | b']'..=b'~'));
    match inside.filter(is_plain).and_then(|it| std::str::from_utf8(it).ok()) {
        Some(name) => Some(Cow::Borrowed(name)),
        None => serde_json::from_slice(quoted).ok().map(Cow::Owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verdict_that_is_remembered_is_that_of_the_name() {
        let mut names = Names::default();
        names.add(["badge".to_owned(), "größe".to_owned()]);
        let words = ["badge", "a.Badge", "größe", "GRÖSSE", "Client_Secret", "api-key", "tok", "x"];
        // More of them than are remembered, so that one takes the place of another.
        let mut quoted: Vec<String> = (0..500).map(|it| format!("\"m{it}\"")).collect();
        quoted.extend(words.map(|it| format!("\"{it}\"")));
        quoted.extend(["\"".to_owned(), "\"pass\\u0077ord\"".to_owned(), "\"a\\".to_owned()]);
        let mut judged = Judged::by(&names);
        for _ in 0..3 {
            for it in quoted.iter().map(String::as_bytes) {
                assert_eq!(judged.meaning(it), names.meaning(it));
            }
        }
    }

    #[test]
    fn words_are_found_in_a_name_whatever_separates_their_letters() {
        let words = ["secre t", "access_token", "API-Key", "p-a-s-s wd", "my bearer", "ÄSecret"];
        let mut credential =
            words.into_iter().chain(["Ocp-Apim-Subscription-Key", "x-functions-key", "X-Auth-Key"]);
        assert!(credential.all(is_credential));
        let plain = ["", "tok_en", "toke", "keyapi", "secre", "_"];
        assert_eq!(plain.map(is_credential), [false, true, false, false, false, false]);
    }
}
