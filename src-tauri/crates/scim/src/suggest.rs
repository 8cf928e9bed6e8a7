//! Names that are close to another: what was probably meant.

/// Longer names are compared by their beginning only: what is typed by hand is short.
const COMPARED: usize = 160;

/// How far two names are apart: insertions, deletions, replacements and swapped neighbours, letter case aside. `None`
/// when they are too different for one to be meant by the other.
pub(crate) fn distance(typed: &str, name: &str) -> Option<usize> {
    let typed: Vec<u8> = typed.bytes().take(COMPARED).map(|it| it.to_ascii_lowercase()).collect();
    let name: Vec<u8> = name.bytes().take(COMPARED).map(|it| it.to_ascii_lowercase()).collect();
    if typed == name {
        return Some(0);
    }
    // The beginning of a name, or its end, is how people remember it.
    if typed.len() >= 3 && (name.starts_with(&typed) || name.ends_with(&typed)) {
        return Some(1);
    }
    let allowed = (typed.len() / 3).clamp(1, 4);
    if typed.len().abs_diff(name.len()) > allowed {
        return None;
    }
    Some(edits(&typed, &name)).filter(|it| *it <= allowed)
}

fn edits(typed: &[u8], name: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=name.len()).collect();
    let mut left_before = None;
    for (row, left) in typed.iter().enumerate() {
        let mut now = Vec::with_capacity(last.len());
        now.push(row + 1);
        let mut right_before = None;
        for (column, right) in name.iter().enumerate() {
            let at = |row: &[usize], column: usize| row.get(column).copied().unwrap_or(usize::MAX);
            let replaced = at(&last, column) + usize::from(left != right);
            let dropped = at(&last, column + 1) + 1;
            let added = at(&now, column) + 1;
            let mut least = replaced.min(dropped).min(added);
            if left_before == Some(right) && right_before == Some(left) && column > 0 {
                least = least.min(at(&before_last, column - 1).saturating_add(1));
            }
            now.push(least);
            right_before = Some(right);
        }
        before_last = std::mem::replace(&mut last, now);
        left_before = Some(left);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

/// The best of many candidates, fewest edits first, each once.
#[derive(Debug, Default)]
pub(crate) struct Nearest {
    found: Vec<(usize, String)>,
}

impl Nearest {
    /// How many are kept.
    pub(crate) const SHOWN: usize = 3;

    pub(crate) fn offer(&mut self, distance: usize, name: impl FnOnce() -> String) {
        let worst = self.found.last().map_or(usize::MAX, |(it, _)| *it);
        if self.found.len() >= Self::SHOWN && distance >= worst {
            return;
        }
        let name = name();
        if self.found.iter().any(|(_, it)| *it == name) {
            return;
        }
        let place = self.found.partition_point(|(it, _)| *it <= distance);
        self.found.insert(place, (distance, name));
        self.found.truncate(Self::SHOWN);
    }

    pub(crate) fn into_names(self) -> Vec<String> {
        self.found.into_iter().map(|(_, name)| name).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_told_from_far_ones() {
        assert_eq!(distance("USERNAME", "userName"), Some(0));
        assert_eq!(distance("usrename", "userName"), Some(1));
        assert_eq!(distance("ussrNome", "userName"), Some(2));
        assert_eq!(distance("username", "userNames"), Some(1));
        assert_eq!(distance("family", "familyName"), Some(1));
        assert_eq!(distance("email", "emails"), Some(1));
        assert_eq!(distance("colour", "userName"), None);
        assert_eq!(distance("x", "y"), Some(1));
        assert_eq!(distance("", "id"), None);
    }

    #[test]
    fn edits_count_swaps_once() {
        assert_eq!(edits(b"ab", b"ba"), 1);
        assert_eq!(edits(b"abcd", b"acbd"), 1);
        assert_eq!(edits(b"kitten", b"sitting"), 3);
        assert_eq!(edits(b"", b"abc"), 3);
    }

    #[test]
    fn the_nearest_come_first_and_only_once() {
        let mut nearest = Nearest::default();
        for (distance, name) in [(2, "c"), (1, "b"), (2, "c"), (0, "a"), (3, "e"), (2, "d")] {
            nearest.offer(distance, || name.to_owned());
        }
        assert_eq!(nearest.into_names(), ["a", "b", "c"]);
    }
}
