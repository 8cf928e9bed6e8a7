//! Which members of a JSON text are secret by their name.

use std::borrow::Cow;

/// Words that make the name of a member look like that of a credential. Lower case, without separators.
const CREDENTIALS: [&str; 9] = [
    "token",
    "secret",
    "password",
    "passwd",
    "passphrase",
    "authorization",
    "credential",
    "apikey",
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

/// The names of sensitive members: `password`, and those learned.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// Lower case.
    learned: Vec<String>,
}

impl Names {
    pub(super) fn add(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            let name = name.trim().to_lowercase();
            let is_odd = name.is_empty() || name == "password" || NEVER.contains(&name.as_str());
            if !is_odd && !self.learned.contains(&name) {
                self.learned.push(name);
            }
        }
    }

    pub(super) fn learned(&self) -> impl Iterator<Item = &str> {
        self.learned.iter().map(String::as_str)
    }

    /// Whether a quoted name is sensitive: with escapes undone, in any case, or the last part of an attribute URN or
    /// path.
    pub(super) fn is_sensitive(&self, quoted: &[u8]) -> bool {
        let Some(name) = unquoted(quoted) else {
            let quoted = String::from_utf8_lossy(quoted).to_ascii_lowercase();
            return quoted.contains("password");
        };
        let name = name.trim();
        let last = name.rsplit([':', '.']).next().unwrap_or(name);
        last.eq_ignore_ascii_case("password") || self.is_learned(last)
    }

    fn is_learned(&self, name: &str) -> bool {
        if name.is_ascii() {
            return self.learned.iter().any(|it| it.eq_ignore_ascii_case(name));
        }
        !self.learned.is_empty() && self.learned.contains(&name.to_lowercase())
    }
}

/// Whether a quoted name looks like that of a credential, such as `access_token` or `clientSecret`.
pub(super) fn is_credential(quoted: &[u8]) -> bool {
    let Some(name) = unquoted(quoted) else { return false };
    let kept = name.chars().filter(|it| !matches!(it, '_' | '-' | ' '));
    let name: String = if name.is_ascii() {
        kept.map(|it| it.to_ascii_lowercase()).collect()
    } else {
        kept.collect::<String>().to_lowercase()
    };
    // Every member of every body comes by here: a search for each of the words costs several times as much.
    let name = name.as_bytes();
    (0..name.len()).any(|at| {
        let rest = name.get(at..).unwrap_or_default();
        CREDENTIALS.iter().any(|it| rest.starts_with(it.as_bytes()))
    })
}

/// `None` for a name that is broken; an endless one is read as an empty one.
fn unquoted(quoted: &[u8]) -> Option<Cow<'_, str>> {
    const LONGEST: usize = 1024;
    if quoted.len() > LONGEST {
        return Some(Cow::Borrowed(""));
    }
    let inside = quoted.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\""));
    let is_plain =
        |it: &&[u8]| it.iter().all(|byte| matches!(byte, b' '..=b'~' if !b"\\\"".contains(byte)));
    match inside.filter(is_plain).and_then(|it| std::str::from_utf8(it).ok()) {
        Some(name) => Some(Cow::Borrowed(name)),
        None => serde_json::from_slice(quoted).ok().map(Cow::Owned),
    }
}
