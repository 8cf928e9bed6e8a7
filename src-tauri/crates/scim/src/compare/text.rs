//! Texts without letter case, by Unicode and no locale's rules (RFC 7644 §3.4.2.3).
//!
//! Nearly all texts are ASCII: those never leave the fast way, and nothing is copied.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

use memchr::memmem::Finder;

use crate::steps;

/// The characters without letter case. The two small sigmas are one letter.
pub(crate) fn folded(text: &str) -> impl Iterator<Item = char> {
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.map(|it| if it == 'ς' { 'σ' } else { it })
}

/// A text without letter case.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { folded(text).collect() }
}

/// Whether two texts are the same but for letter case.
pub(crate) fn same(left: &str, right: &str) -> bool {
    steps::count(left.len().min(right.len()));
    left.eq_ignore_ascii_case(right)
        || (!(left.is_ascii() && right.is_ascii()) && folded(left).eq(folded(right)))
}

/// Which text comes first, letter case aside.
pub(crate) fn order(left: &str, right: &str) -> Ordering {
    steps::count(left.len().min(right.len()));
    if left.is_ascii() && right.is_ascii() {
        let lower = |it: u8| it.to_ascii_lowercase();
        return left.bytes().map(lower).cmp(right.bytes().map(lower));
    }
    folded(left).cmp(folded(right))
}

/// Whether a text begins with a folded one, letter case aside.
pub(crate) fn starts_with(text: &str, folded_start: &str) -> bool {
    steps::count(folded_start.len());
    if let Some(head) = text.as_bytes().get(..folded_start.len())
        && head.eq_ignore_ascii_case(folded_start.as_bytes())
    {
        return true;
    }
    if folded_start.is_ascii() && text.bytes().take(folded_start.len()).all(|it| it.is_ascii()) {
        return false;
    }
    let mut letters = folded(text);
    folded_start.chars().all(|it| letters.next() == Some(it))
}

/// Whether a text ends with a folded one, letter case aside.
pub(crate) fn ends_with(text: &str, folded_end: &str) -> bool {
    steps::count(folded_end.len());
    let tail = text.len().checked_sub(folded_end.len()).and_then(|at| text.as_bytes().get(at..));
    if tail.is_some_and(|it| it.eq_ignore_ascii_case(folded_end.as_bytes())) {
        return true;
    }
    if text.is_ascii() {
        return false;
    }
    steps::count(text.len());
    fold(text).ends_with(folded_end)
}

/// A text to look for inside others.
#[derive(Debug)]
pub(crate) struct Needle<'n> {
    /// What is looked for, without letter case unless that counts.
    text: Cow<'n, str>,
    case_exact: bool,
    /// Made when a long text is first looked into; most are short.
    finder: OnceLock<Box<Finder<'static>>>,
}

impl<'n> Needle<'n> {
    pub(crate) fn new(text: &'n str, case_exact: bool) -> Self {
        let is_folded =
            case_exact || text.bytes().all(|it| it.is_ascii() && !it.is_ascii_uppercase());
        let text = if is_folded { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) };
        Self { text, case_exact, finder: OnceLock::new() }
    }

    /// Whether it stands in a text, in time that grows with the text's length alone.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        /// Up to these lengths trying every place costs less than preparing a search, and is bounded.
        const SHORT_TEXT: usize = 256;
        const SHORT_NEEDLE: usize = 32;
        steps::count(text.len());
        let needle = self.text.as_bytes();
        if !self.case_exact && !text.is_ascii() {
            return self.find(fold(text).as_bytes());
        }
        let Some(first) = needle.first() else { return true };
        if text.len() > SHORT_TEXT || needle.len() > SHORT_NEEDLE {
            return if self.case_exact {
                self.find(text.as_bytes())
            } else {
                self.find(text.to_ascii_lowercase().as_bytes())
            };
        }
        let mut places = text.as_bytes().windows(needle.len());
        if self.case_exact {
            return places.any(|it| it == needle);
        }
        places.any(|it| {
            it.first().is_some_and(|it| it.eq_ignore_ascii_case(first))
                && it.eq_ignore_ascii_case(needle)
        })
    }

    fn find(&self, text: &[u8]) -> bool {
        let finder =
            self.finder.get_or_init(|| Box::new(Finder::new(self.text.as_bytes()).into_owned()));
        finder.find(text).is_some()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn letter_case_is_unicodes() {
        assert!(same("STRASSE", "strasse") && same("ÉTÉ", "été") && same("ΟΔΟΣ", "οδος"));
        assert!(same("οδος", "οδοσ") && same("\u{212a}", "k") && !same("été", "ete"));
        assert_eq!(order("Äpfel", "äPFEL"), Ordering::Equal);
        assert_eq!(order("b", "Äpfel"), Ordering::Less);
        assert!(starts_with("\u{212a}elvin", "kel") && starts_with("Été", "ét"));
        assert!(ends_with("DÉJÀ", "éjà") && ends_with("Mar\u{212a}", "k"));
        assert!(Needle::new("ÉJ", false).is_in("déjà") && !Needle::new("ÉJ", true).is_in("déjà"));
    }

    proptest! {
        #[test]
        fn the_fast_way_says_what_folding_says(
            left in "[aAbBéÉσςΣK\u{212a}]{0,6}", right in "[aAbBéÉσςΣK\u{212a}]{0,3}",
        ) {
            let (folded_left, folded_right) = (fold(&left), fold(&right));
            prop_assert_eq!(same(&left, &right), folded_left == folded_right);
            prop_assert_eq!(order(&left, &right), folded_left.cmp(&folded_right));
            prop_assert_eq!(starts_with(&left, &folded_right), folded_left.starts_with(&folded_right));
            prop_assert_eq!(ends_with(&left, &folded_right), folded_left.ends_with(&folded_right));
            prop_assert_eq!(Needle::new(&right, false).is_in(&left), folded_left.contains(&folded_right));
        }
    }

    #[test]
    fn long_texts_are_searched_as_short_ones_are() {
        let long = format!("{}END", "aA".repeat(500));
        assert!(Needle::new("aend", false).is_in(&long) && !Needle::new("b", false).is_in(&long));
    }
}
