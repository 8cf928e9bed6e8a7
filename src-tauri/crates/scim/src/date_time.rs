//! Whether a text is an `xsd:dateTime` (RFC 7643 §2.3.5), and whether it can at least be read as one.

/// How a text fares as a date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fit {
    /// As the RFC wants it.
    Exact,
    /// A date and time, but written otherwise (`+0000`, a blank for the `T`, no time at all).
    Loose,
    /// Nothing of the kind.
    No,
}

/// Judges a text.
pub(crate) fn fit(text: &str) -> Fit {
    match read(text) {
        Some((_, Form::Complete | Form::WithoutZone)) => Fit::Exact,
        Some((_, Form::Other)) => Fit::Loose,
        None => Fit::No,
    }
}

fn split_fraction(text: &str) -> (Option<&str>, &str) {
    let Some(after) = text.strip_prefix('.') else { return (None, text) };
    let end = after.find(|it: char| !it.is_ascii_digit()).unwrap_or(after.len());
    let (digits, rest) = after.split_at(end);
    (Some(digits), rest)
}

/// A point in time, as exact as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant<'t> {
    /// Seconds since 1970 in UTC.
    seconds: i64,
    /// The digits after the point, without zeros at the end: as texts they order as the numbers do.
    fraction: &'t str,
}

impl<'t> Instant<'t> {
    /// Reads what [`fit`] lets through, also loosely. A time without a zone is taken as UTC, a date alone as its midnight.
    pub(crate) fn read(text: &'t str) -> Option<Self> {
        Some(read(text)?.0)
    }

    /// Reads a date and time as RFC 3339 has them, complete with their zone, and nothing else.
    pub(crate) fn complete(text: &'t str) -> Option<Self> {
        let (instant, form) = read(text)?;
        (form == Form::Complete).then_some(instant)
    }

    pub(crate) fn parts(self) -> (i64, &'t str) {
        (self.seconds, self.fraction)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Complete,
    WithoutZone,
    /// Not as `xsd:dateTime` writes it.
    Other,
}

fn read(text: &str) -> Option<(Instant<'_>, Form)> {
    crate::steps::count(text.len());
    // Most texts that are compared are no dates; their first bytes say so.
    let bytes = text.as_bytes();
    let date = match bytes {
        [a, b, c, d, b'-', e, f, b'-', g, h, ..] => {
            let year = number(&[*a, *b, *c, *d])?;
            days(year, number(&[*e, *f])?, number(&[*g, *h])?)?
        }
        _ => return None,
    };
    let rest = bytes.get(10..)?;
    let (time, after, separator) = match rest {
        [] => {
            let instant = Instant { seconds: date * 86_400, fraction: "" };
            return Some((instant, Form::Other));
        }
        [separator @ (b'T' | b't' | b' '), a, b, b':', c, d, b':', e, f, after @ ..] => {
            let (hour, minute) = (number(&[*a, *b])?, number(&[*c, *d])?);
            (seconds_of_day(hour, minute, number(&[*e, *f])?)?, after, *separator)
        }
        _ => return None,
    };
    let (fraction, zone) = split_fraction(text.get(text.len() - after.len()..)?);
    if fraction == Some("") {
        return None;
    }
    let offset = zone_offset(zone)?;
    let form = match (separator, zone.as_bytes()) {
        (b'T', []) => Form::WithoutZone,
        (b'T', [b'Z'] | [_, _, _, b':', _, _]) => Form::Complete,
        _ => Form::Other,
    };
    let fraction = fraction.unwrap_or_default().trim_end_matches('0');
    Some((Instant { seconds: date * 86_400 + time - offset, fraction }, form))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |sum, it| it.is_ascii_digit().then(|| sum * 10 + i64::from(it - b'0')))
}

/// A leap second is let through; a day may end at 24:00:00, as XML Schema has it.
fn seconds_of_day(hour: i64, minute: i64, second: i64) -> Option<i64> {
    let fits = (hour < 24 && minute < 60 && second <= 60) || (hour, minute, second) == (24, 0, 0);
    fits.then_some(hour * 3600 + minute * 60 + second)
}

/// Seconds east of UTC; no zone is further from it than 14 hours (XML Schema, `dateTime`).
fn zone_offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.as_bytes() {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = match digits {
        [a, b, b':', c, d] | [a, b, c, d] => (number(&[*a, *b])?, number(&[*c, *d])?),
        _ => return None,
    };
    let fits = minutes < 60 && (hours < 14 || (hours, minutes) == (14, 0));
    fits.then_some(sign * (hours * 3600 + minutes * 60))
}

/// Days since 1970-01-01 in the Gregorian calendar.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    // Years that begin in March have their leap day at the end.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let before = year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(before + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::{Fit, Instant, days, fit};

    #[test]
    fn instants_are_the_same_in_every_zone() {
        let same = |left: &str, right: &str| {
            assert_eq!(
                Instant::read(left).unwrap(),
                Instant::read(right).unwrap(),
                "{left} {right}"
            );
        };
        same("2011-05-13T04:42:34Z", "2011-05-13T06:42:34+02:00");
        same("2011-05-13T04:42:34Z", "2011-05-12T23:12:34.000-05:30");
        same("2011-05-13T04:42:34.10Z", "2011-05-13 04:42:34.1+0000");
        same("2011-05-13", "2011-05-13T00:00:00");
        same("2011-05-13T24:00:00Z", "2011-05-14T00:00:00Z");
        same("1970-01-01T00:00:00Z", "1969-12-31T23:00:00-01:00");
    }

    #[test]
    fn instants_order_by_time_with_every_digit() {
        let texts = [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.9Z",
            "2011-05-13T04:42:34Z",
            "2011-05-13T04:42:34.0000000000001Z",
            "2011-05-13T04:42:34.09Z",
            "2011-05-13T04:42:34.1Z",
            "2011-05-13T04:42:35-00:01",
            "2012-02-29T00:00:00Z",
            "2012-03-01T00:00:00Z",
        ];
        let instants: Vec<_> = texts.iter().map(|it| Instant::read(it).unwrap()).collect();
        assert!(instants.is_sorted_by(|left, right| left < right));
    }

    #[test]
    fn days_count_as_the_calendar_does() {
        let mut expected = days(1895, 1, 1).unwrap();
        for year in 1895..2105_i64 {
            for month in 1..=12 {
                for day in 1..=31 {
                    let date = jiff::civil::Date::new(year as i16, month as i8, day as i8);
                    assert_eq!(date.is_ok(), days(year, month, day).is_some());
                    if date.is_ok() {
                        assert_eq!(days(year, month, day), Some(expected));
                        expected += 1;
                    }
                }
            }
        }
        assert_eq!(days(1970, 1, 1), Some(0));
    }

    #[test]
    fn only_a_date_and_time_with_a_zone_is_complete() {
        for text in ["2011-05-13T04:42:34Z", "2011-05-13T04:42:34.5+02:00"] {
            assert!(Instant::complete(text).is_some(), "{text}");
        }
        for text in [
            "2011-05-13",
            "2011-05-13T04:42:34",
            "2011-05-13 04:42:34Z",
            "2011-05-13T04:42:34z",
            "2011-05-13T04:42:34+0200",
            "2011-05-13T04:42:34Zx",
            "2011-05-13T04:42:34.Z",
            "2011-02-29T00:00:00Z",
            "2011-05-13T04:60:00Z",
            "2011-05-13T04:42:34+24:00",
        ] {
            assert!(Instant::complete(text).is_none(), "{text}");
        }
    }

    #[test]
    fn texts_are_judged_as_xsd_does() {
        for text in [
            "2011-05-13T04:42:34Z",
            "2011-05-13T04:42:34.123+02:00",
            "2011-05-13T04:42:34",
            "2011-05-13T24:00:00Z",
            "2011-05-13T04:42:34+14:00",
        ] {
            assert_eq!(fit(text), Fit::Exact, "{text}");
        }
        for text in ["2024-04-10T00:00:00+0000", "2024-04-10 00:00:00Z", "2024-04-10"] {
            assert_eq!(fit(text), Fit::Loose, "{text}");
        }
        for text in [
            "",
            "yesterday",
            "2024-13-10T00:00:00Z",
            "2024-04-10T25:00:00Z",
            "2024-04-10T24:00:01Z",
            "2024-04-10T00:00:00+14:01",
            "2024-04-10T00:00:00+99:99",
            "2024-04-10T00:00:00.Z",
            "2024-04-10T",
            "äöüäöü…",
        ] {
            assert_eq!(fit(text), Fit::No, "{text}");
        }
    }
}
