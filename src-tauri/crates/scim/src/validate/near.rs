//! Which of the known names was probably meant: few letters apart.

/// Longer names are not compared: nobody mistypes them by two letters and means another.
const LONGEST: usize = 64;

/// The known name nearest to `name`, letter case aside, if it is near enough to be a slip.
pub(crate) fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > LONGEST || !name.is_ascii() {
        return None;
    }
    let allowed = if name.len() < 4 { return None } else { 1 + usize::from(name.len() > 7) };
    let fitting = known.filter(|it| it.is_ascii() && it.len().abs_diff(name.len()) <= allowed);
    let distances = fitting.map(|it| (distance(name.as_bytes(), it.as_bytes()), it));
    distances.filter(|(distance, _)| *distance <= allowed).min_by_key(|(it, _)| *it).map(|it| it.1)
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
fn distance(left: &[u8], right: &[u8]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (at, letter) in left.iter().enumerate() {
        let mut row = vec![at + 1];
        for (to, other) in right.iter().enumerate() {
            let cell = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let change = cell(&last, to) + usize::from(!letter.eq_ignore_ascii_case(other));
            let mut best = change.min(cell(&last, to + 1) + 1).min(cell(&row, to) + 1);
            let swapped = at > 0
                && to > 0
                && left.get(at - 1).is_some_and(|it| it.eq_ignore_ascii_case(other))
                && right.get(to - 1).is_some_and(|it| it.eq_ignore_ascii_case(letter));
            if swapped {
                best = best.min(cell(&before_last, to - 1) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(left.len())
}

#[cfg(test)]
mod tests {
    use super::near;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let known = ["userName", "displayName", "nickName", "name", "title", "emails"];
        let find = |name: &str| near(name, known.into_iter());
        assert_eq!(find("usrName"), Some("userName"));
        assert_eq!(find("USERNMAE"), Some("userName"));
        assert_eq!(find("email"), Some("emails"));
        assert_eq!(find("dispalyNames"), Some("displayName"));
        assert_eq!(find("titel"), Some("title"));
        for other in ["givenName", "nam", "mail", "käse", &"a".repeat(65)] {
            assert_eq!(find(other), None, "{other}");
        }
    }
}
