//! How a name is looked for by people: letter case, accents and ligatures do not count, and some letters of it in their
//! order are enough.

use icu_normalizer::DecomposingNormalizerBorrowed;

/// A text without letter case, accents and ligatures: `Kjærgård` and `KJAERGARD` are one.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let mut folded = String::with_capacity(plain.len());
    for letter in plain.chars().filter(|it| !is_mark(*it)).flat_map(char::to_lowercase) {
        match spelled(letter) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(letter),
        }
    }
    folded
}

/// Letters that no decomposition takes apart, as people type them where their keyboard lacks them.
fn spelled(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ß' => "ss",
        'ı' => "i",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        _ => return None,
    })
}

fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}')
}

/// How well a text answers to what was typed, both folded; the lower the better, `None` not at all. The beginning of
/// the text is best, then that of a word in it, then any place, then the letters in their order with gaps.
pub(crate) fn distance(typed: &str, text: &str) -> Option<u32> {
    if let Some(at) = text.find(typed) {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        return Some(match before {
            None => 0,
            Some(letter) if !letter.is_alphanumeric() => 1,
            Some(_) => 2,
        });
    }
    let mut wanted = typed.chars().filter(|it| !it.is_whitespace()).peekable();
    let mut gaps = 0_u32;
    let mut began = false;
    for letter in text.chars() {
        match wanted.peek() {
            None => break,
            Some(next) if *next == letter => {
                wanted.next();
                began = true;
            }
            Some(_) => gaps = gaps.saturating_add(u32::from(began)),
        }
    }
    // Letters that lie far apart are found in every long text.
    let most = u32::try_from(typed.chars().count()).unwrap_or(u32::MAX).saturating_mul(2);
    (wanted.peek().is_none() && gaps <= most).then(|| 3_u32.saturating_add(gaps))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_count() {
        for text in ["Kjærgård", "KJÆRGÅRD", "kjaergard", "ＫＪÆRGA\u{30a}RD"] {
            assert_eq!(fold(text), "kjaergard", "{text}");
        }
        assert_eq!(fold("Straße Łódź İzmir ıçel Þór 山田"), "strasse lodz izmir icel thor 山田");
    }

    #[test]
    fn a_beginning_is_better_than_a_middle_and_letters_apart_are_worst() {
        let order: Vec<Option<u32>> = ["kjaer", "soren kjaer", "skjaerup", "k. jaeger r"]
            .map(|it| distance("kjaer", it))
            .into();
        assert!(order.is_sorted() && order.iter().all(Option::is_some), "{order:?}");
        assert_eq!(distance("kjaer", "jaerk"), None);
        assert_eq!(distance("abc", "a------------------b------c"), None);
    }
}
