//! Decimal numbers of any length, compared without rounding and without being copied.

use std::cmp::Ordering;

use crate::steps;

/// A number as it is written: `-0.50e3`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Decimal<'t> {
    negative: bool,
    /// The digits from the first that is not 0, perhaps with a point among them; empty for zero.
    digits: &'t str,
    /// The power of ten of the first digit.
    magnitude: i64,
}

impl<'t> Decimal<'t> {
    /// Reads what JSON takes for a number, and a little more (`+1`, `01`, `.5`), as texts in number attributes have it.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        let (negative, unsigned) = match text.as_bytes() {
            [b'-', ..] => (true, text.get(1..)?),
            [b'+', ..] => (false, text.get(1..)?),
            _ => (false, text),
        };
        steps::count(text.len());
        let (mantissa, power) = match unsigned.find(['e', 'E']) {
            Some(at) => (unsigned.get(..at)?, exponent(unsigned.get(at + 1..)?)?),
            None => (unsigned, 0),
        };
        let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if mantissa.is_empty() || mantissa == "." || !all_digits(integer) || !all_digits(fraction) {
            return None;
        }
        let Some(first) = mantissa.find(|it| !matches!(it, '0' | '.')) else {
            return Some(Self { negative: false, digits: "", magnitude: 0 });
        };
        let places = i64::try_from(integer.len()).ok()? - i64::try_from(first).ok()?;
        // Before the point the last digit has the power 0, behind it the point itself is counted.
        let magnitude = if places > 0 { places - 1 } else { places };
        let digits = mantissa.get(first..)?;
        Some(Self { negative, digits, magnitude: magnitude.saturating_add(power) })
    }

    fn significant(self) -> impl Iterator<Item = u8> + use<'t> {
        self.digits.bytes().filter(|it| *it != b'.')
    }

    fn order_of_size(self, other: Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        if self.magnitude != other.magnitude {
            return self.magnitude.cmp(&other.magnitude);
        }
        let longest = self.digits.len().max(other.digits.len());
        let padded = |it: Self| it.significant().chain(std::iter::repeat(b'0')).take(longest);
        padded(self).cmp(padded(other))
    }

    /// The digits without point and closing zeros, with sign and power: what a number is, whatever its spelling.
    pub(super) fn normal(self) -> (bool, i64, String) {
        let digits: String = self.significant().map(char::from).collect();
        (self.negative, self.magnitude, digits.trim_end_matches('0').to_owned())
    }
}

/// A power far out of reach stays out of reach; nothing overflows.
fn exponent(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] | digits => (1, digits),
    };
    let is_number = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let size = digits.iter().fold(0_i64, |sum, it| {
        sum.saturating_mul(10).saturating_add(i64::from(it.wrapping_sub(b'0')))
    });
    is_number.then_some(sign * size.min(i64::MAX / 4))
}

impl PartialEq for Decimal<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Decimal<'_> {}

impl PartialOrd for Decimal<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, false) => self.order_of_size(*other),
            (true, true) => other.order_of_size(*self),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Decimal;

    fn read(text: &str) -> Decimal<'_> {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn spellings_of_one_number_are_equal() {
        for group in [
            &["0", "-0", "0.0", "0e5", "-0.000e-7", "00"][..],
            &["1", "1.0", "10e-1", "0.1e1", "0.01E+2", "+1", "01.00"],
            &["-120", "-1.2e2", "-0.12e3", "-12000e-2"],
            &["0.5", ".5", "5e-1", "0.50"],
            &["12345678901234567890123", "12345678901234567890123.0"],
        ] {
            for left in group {
                for right in group {
                    assert_eq!(read(left), read(right), "{left} {right}");
                }
            }
        }
    }

    #[test]
    fn numbers_order_with_every_digit() {
        let sorted = [
            "-1e99999999999999999999",
            "-9007199254740993",
            "-9007199254740992",
            "-0.1",
            "-1e-99999999999999999999",
            "0",
            "0.09",
            "0.1",
            "0.10000000000000000000001",
            "2",
            "9.99",
            "10",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.5",
            "1e30",
            "1e99999999999999999999",
        ];
        let numbers: Vec<_> = sorted.iter().map(|it| read(it)).collect();
        assert!(numbers.is_sorted_by(|left, right| left < right));
    }

    #[test]
    fn what_is_no_number_is_not_read() {
        for text in ["", "-", ".", "e5", "1e", "1e+", "1.2.3", "0x1", "1 ", "NaN", "１"] {
            assert!(Decimal::read(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn small_numbers_order_as_integers_do(left in -i32::MAX.., right in -i32::MAX.., power in 0_u32..20) {
            let text = |it: i32| format!("{it}e-{power}");
            prop_assert_eq!(read(&text(left)).cmp(&read(&text(right))), left.cmp(&right));
            let text = |it: i32| format!("{}.{:04}", it / 10_000, (it % 10_000).abs());
            let (left, right) = (left.abs(), right.abs());
            prop_assert_eq!(read(&text(left)).cmp(&read(&text(right))), left.cmp(&right));
        }

        #[test]
        fn any_text_is_read_or_not(text: String) {
            let read = Decimal::read(&text);
            prop_assert!(read.is_none() || text.contains(|it: char| it.is_ascii_digit()));
        }
    }
}
