//! What a search means: the text stands somewhere in the exchange, upper and lower case alike.
//!
//! The index answers with the exchanges that hold all trigrams of the text; whether they hold them in a row is
//! checked here. What the user types is never read as a query language.

/// Enough trigrams to leave few wrong candidates, few enough for the longest pasted text.
const TRIGRAMS: usize = 48;

/// How a text is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Search {
    /// Not at all.
    Everything,
    /// Too short for the index: a LIKE pattern on the URL alone, with `\` as the escape.
    Url {
        /// The pattern.
        pattern: String,
    },
    /// By the index.
    Text {
        /// What the index is asked.
        query: String,
        /// The folded text that a candidate must hold; `None` when the query alone is exact.
        needle: Option<String>,
    },
}

impl Search {
    pub(crate) fn parse(text: &str) -> Search {
        let text = text.trim();
        let letters: Vec<char> = text.chars().collect();
        match letters.len() {
            0 => Search::Everything,
            // Text with a NUL is not indexed, so it cannot be found; an LIKE of it finds just as little.
            1 | 2 => Search::Url { pattern: pattern(text) },
            _ if text.contains('\0') => Search::Url { pattern: pattern(text) },
            length => {
                Search::Text { query: query(&letters), needle: (length > 3).then(|| folded(text)) }
            }
        }
    }
}

/// Whether the text holds the folded needle.
pub(crate) fn holds(text: &str, needle: &str) -> bool {
    folded(text).contains(needle)
}

fn pattern(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

/// Each trigram as a quoted string, which the index reads as nothing but text; side by side means all of them.
fn query(letters: &[char]) -> String {
    let mut query = String::new();
    let mut asked = Vec::new();
    for trigram in letters.windows(3) {
        if asked.len() < TRIGRAMS && !asked.contains(&trigram) {
            asked.push(trigram);
            query.push('"');
            for letter in trigram {
                if *letter == '"' {
                    query.push('"');
                }
                query.push(*letter);
            }
            query.push_str("\" ");
        }
    }
    query
}

/// Lower case letter by letter, as the index folds: one letter stays one letter.
fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    text.chars()
        .map(|letter| {
            let mut lower = letter.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => letter,
            }
        })
        .collect()
}
