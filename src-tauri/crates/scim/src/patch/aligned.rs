//! What two versions of a list have in common in its order. Most edits leave most values where they were: these are found
//! by going through both lists side by side, and only the others have to be looked for.

/// How far one list may be ahead of the other.
const AHEAD: usize = 4;
/// So many places more than were brought together may be looked at in vain: lists in another order are left to others.
const IN_VAIN: usize = 64;

/// Places of two lists of these lengths whose values are the same, each place at most once, in ascending order: as many as
/// are found side by side. `is_same` is asked for a place of the first list and one of the second.
pub(crate) fn aligned(
    before: usize,
    after: usize,
    is_same: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize)> {
    let (mut pairs, mut in_vain) = (Vec::new(), 0);
    let (mut was, mut is) = (0, 0);
    while was < before && is < after && in_vain <= IN_VAIN + pairs.len() {
        if is_same(was, is) {
            pairs.push((was, is));
            (was, is) = (was + 1, is + 1);
            continue;
        }
        in_vain += 1;
        let ahead = (1..=AHEAD).find_map(|by| {
            let gone = was + by < before && is_same(was + by, is);
            let come = || is + by < after && is_same(was, is + by);
            if gone { Some((by, 0)) } else { come().then_some((0, by)) }
        });
        // Where neither is ahead, the value became another one.
        let (gone, come) = ahead.unwrap_or((1, 1));
        (was, is) = (was + gone, is + come);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(before: &[u8], after: &[u8]) -> Vec<(usize, usize)> {
        aligned(before.len(), after.len(), |was, is| before[was] == after[is])
    }

    #[test]
    fn what_stays_is_found_beside_what_goes_comes_and_changes() {
        assert_eq!(of(b"abcdef", b"abXdefg"), [(0, 0), (1, 1), (3, 3), (4, 4), (5, 5)]);
        assert_eq!(of(b"abcdef", b"adef"), [(0, 0), (3, 1), (4, 2), (5, 3)]);
        assert_eq!(of(b"adef", b"abcdef"), [(0, 0), (1, 3), (2, 4), (3, 5)]);
        assert!(of(b"", b"a").is_empty() && of(b"a", b"").is_empty());
    }

    #[test]
    fn lists_that_have_nothing_in_common_are_given_up() {
        let asked = std::cell::Cell::new(0);
        let pairs = aligned(100_000, 100_000, |_, _| {
            asked.set(asked.get() + 1);
            false
        });
        assert!(pairs.is_empty() && asked.get() < 1_000, "{}", asked.get());
    }

    proptest! {
        #[test]
        fn each_place_is_given_once_in_order_and_only_where_both_are_the_same(
            before in prop::collection::vec(0_u8..4, 0..40),
            after in prop::collection::vec(0_u8..4, 0..40),
        ) {
            let pairs = of(&before, &after);
            prop_assert!(pairs.iter().all(|(was, is)| before[*was] == after[*is]));
            prop_assert!(pairs.is_sorted_by(|left, right| left.0 < right.0 && left.1 < right.1));
        }
    }
}
