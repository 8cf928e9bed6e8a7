//! What is odd inside of JSON and no parser tells: members that stand twice, numbers that others round. Works on text
//! that was found to be JSON, however deep it is nested, and says where each oddity stands.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::finding::pointer_to;
use crate::steps;

/// How many oddities of one text are told.
const MOST: usize = 50;
/// Up to so many names are compared one by one, which is quicker than a set.
const FEW_NAMES: usize = 32;
/// Up to so many digits every number is exact everywhere.
const SAFE_DIGITS: usize = 15;
/// So many levels are too many for the parser.
const TOO_DEEP: usize = 128;
/// Pointers into deeper places are cut: nobody reads them.
const DEEPEST_POINTER: usize = 32;

/// One oddity and its JSON pointer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Oddity {
    /// A member stands again in the same object.
    Twice { pointer: String, name: String },
    /// A member of the outermost object is nested deeper than any parser follows.
    Deep { pointer: String, name: String },
    /// A number that 64 bits do not hold.
    Number { pointer: String, spelled: String },
}

/// All oddities of a JSON text, in its order.
pub(super) fn find(text: &str) -> Vec<Oddity> {
    let mut scan = Scan { text, at: 0, places: Vec::new(), names: Vec::new(), found: Vec::new() };
    scan.run();
    scan.found
}

struct Scan<'a> {
    text: &'a str,
    at: usize,
    places: Vec<Place<'a>>,
    /// The first names of all objects that are open, those of the innermost one last.
    names: Vec<Cow<'a, str>>,
    found: Vec<Oddity>,
}

/// An object or an array that is open.
enum Place<'a> {
    Object {
        /// Where its names begin among those of all.
        first: usize,
        /// All its names, when there are too many to compare one by one.
        many: HashSet<Cow<'a, str>>,
        current: Cow<'a, str>,
        awaits_name: bool,
    },
    Array {
        index: usize,
    },
}

impl<'a> Scan<'a> {
    fn run(&mut self) {
        let bytes = self.text.as_bytes();
        while let Some(byte) = bytes.get(self.at).filter(|_| self.found.len() < MOST) {
            steps::count(1);
            match byte {
                b'{' => {
                    self.places.push(Place::Object {
                        first: self.names.len(),
                        many: HashSet::new(),
                        current: Cow::Borrowed(""),
                        awaits_name: true,
                    });
                    self.look_down();
                }
                b'[' => {
                    self.places.push(Place::Array { index: 0 });
                    self.look_down();
                }
                b'}' | b']' => {
                    if let Some(Place::Object { first, .. }) = self.places.pop() {
                        self.names.truncate(first);
                    }
                }
                b',' => self.next(),
                b'"' => {
                    self.string();
                    continue;
                }
                b'-' | b'0'..=b'9' => {
                    self.number();
                    continue;
                }
                _ => {}
            }
            self.at += 1;
        }
    }

    /// Behind an opening bracket.
    fn look_down(&mut self) {
        if self.places.len() == TOO_DEEP
            && let Some(Place::Object { current, .. }) = self.places.first()
        {
            let name = current.clone().into_owned();
            self.found.push(Oddity::Deep { pointer: pointer_to("", &name), name });
        }
    }

    /// Behind a comma.
    fn next(&mut self) {
        match self.places.last_mut() {
            Some(Place::Object { awaits_name, .. }) => *awaits_name = true,
            Some(Place::Array { index }) => *index += 1,
            None => {}
        }
    }

    fn string(&mut self) {
        let start = self.at;
        self.at = end_of_string(self.text.as_bytes(), start);
        steps::count(self.at - start);
        let Some(Place::Object { first, many, current, awaits_name: awaits @ true }) =
            self.places.last_mut()
        else {
            return;
        };
        *awaits = false;
        *current = plain(self.text.get(start..self.at).unwrap_or_default());
        let own = self.names.get(*first..).unwrap_or_default();
        let is_new = if own.len() < FEW_NAMES {
            steps::count(own.len());
            let is_new = !own.contains(current);
            if is_new {
                self.names.push(current.clone());
            }
            is_new
        } else {
            if many.is_empty() {
                many.extend(own.iter().cloned());
            }
            many.insert(current.clone())
        };
        if !is_new {
            let name = current.clone().into_owned();
            let pointer = self.pointer();
            self.found.push(Oddity::Twice { pointer, name });
        }
    }

    fn number(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let is_part = |it: char| it.is_ascii_digit() || "+-.eE".contains(it);
        let spelled = rest.split(|it| !is_part(it)).next().unwrap_or_default();
        self.at += spelled.len().max(1);
        steps::count(spelled.len());
        if is_beyond_64_bit(spelled) {
            let (pointer, spelled) = (self.pointer(), spelled.to_owned());
            self.found.push(Oddity::Number { pointer, spelled });
        }
    }

    /// Where the scan is.
    fn pointer(&self) -> String {
        self.places.iter().take(DEEPEST_POINTER).fold(String::new(), |pointer, it| match it {
            Place::Object { current, .. } => pointer_to(&pointer, current),
            Place::Array { index } => pointer_to(&pointer, index),
        })
    }
}

/// Where a string ends that begins here.
fn end_of_string(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(rest) = bytes.get(at..) {
        match memchr::memchr2(b'"', b'\\', rest) {
            Some(step) if rest.get(step) == Some(&b'\\') => at += step + 2,
            Some(step) => return at + step + 1,
            None => break,
        }
    }
    bytes.len()
}

/// A name as it reads: `"\u0061"` is `a`.
fn plain(quoted: &str) -> Cow<'_, str> {
    if quoted.contains('\\')
        && let Ok(name) = serde_json::from_str::<String>(quoted)
    {
        return Cow::Owned(name);
    }
    Cow::Borrowed(quoted.trim_matches('"'))
}

/// Whether neither an integer of 64 bits nor a double holds the number.
fn is_beyond_64_bit(spelled: &str) -> bool {
    if spelled.len() <= SAFE_DIGITS && !spelled.contains(['e', 'E']) {
        return false;
    }
    if spelled.contains(['.', 'e', 'E']) {
        return spelled.parse::<f64>().is_ok_and(f64::is_infinite);
    }
    spelled.parse::<i64>().is_err() && spelled.parse::<u64>().is_err()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twice(pointer: &str, name: &str) -> Oddity {
        Oddity::Twice { pointer: pointer.to_owned(), name: name.to_owned() }
    }

    fn number(pointer: &str, spelled: &str) -> Oddity {
        Oddity::Number { pointer: pointer.to_owned(), spelled: spelled.to_owned() }
    }

    #[test]
    fn members_that_stand_twice_are_found_where_they_stand() {
        let text = r#"{"a": [{"b": 1, "c": "\"b\": {", "b": 2}, {"b": 3}], "d/e": {"\u0061": 1, "a": 2}, "a": 4}"#;
        assert_eq!(find(text), [twice("/a/0/b", "b"), twice("/d~1e/a", "a"), twice("/a", "a")]);
        assert_eq!(find(r#"[{"a": {"a": {"a": "a"}}}, {}, [], "a", "a"]"#), []);
    }

    #[test]
    fn many_names_are_told_apart_as_few_are() {
        let names: Vec<String> = (0..100).map(|it| format!("\"n{it}\": {it}")).collect();
        let text = format!("{{{}, \"n7\": 0, \"n70\": 0}}", names.join(","));
        assert_eq!(find(&text), [twice("/n7", "n7"), twice("/n70", "n70")]);
    }

    #[test]
    fn numbers_that_64_bits_do_not_hold_are_found() {
        let fits = "[18446744073709551615, -9223372036854775808, 1.5e300, 0.1, 1234567890123456]";
        assert_eq!(find(fits), []);
        let text =
            r#"{"a": 18446744073709551616, "b": [-9223372036854775809, 1e999], "c": "1e999"}"#;
        assert_eq!(
            find(text),
            [
                number("/a", "18446744073709551616"),
                number("/b/0", "-9223372036854775809"),
                number("/b/1", "1e999"),
            ]
        );
    }

    #[test]
    fn depth_and_broken_text_are_no_matter() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(find(&deep), []);
        let inside = format!("{{\"a\": [], \"b\": {deep}}}");
        assert_eq!(find(&inside), [Oddity::Deep { pointer: "/b".into(), name: "b".into() }]);
        for (levels, is_read) in [(126, true), (127, false)] {
            let text = format!("{{\"b\": {}{}}}", "[".repeat(levels), "]".repeat(levels));
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), is_read);
            assert_eq!(find(&text).is_empty(), is_read, "{levels}");
        }
        for broken in ["\"", "\"\\", "{\"a", "]}", "-", "{\"a\":1,\"a\"", "\u{fffd}"] {
            find(broken);
        }
    }
}
