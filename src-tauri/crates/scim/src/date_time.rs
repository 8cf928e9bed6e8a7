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
    let Some((date, rest)) = text.split_at_checked(10) else { return Fit::No };
    if date.parse::<jiff::civil::Date>().is_err() {
        return Fit::No;
    }
    if rest.is_empty() {
        return Fit::Loose;
    }
    let Some((time, zone)) = rest.get(1..).and_then(|it| it.split_at_checked(8)) else {
        return Fit::No;
    };
    let (fraction, zone) = split_fraction(zone);
    let is_time = time.chars().enumerate().all(|(at, it)| match at {
        2 | 5 => it == ':',
        _ => it.is_ascii_digit(),
    });
    if !is_time || time.parse::<jiff::civil::Time>().is_err() || fraction == Some("") {
        return Fit::No;
    }
    match (rest.starts_with('T'), zone_fit(zone)) {
        (_, Fit::No) => Fit::No,
        (true, Fit::Exact) => Fit::Exact,
        _ if rest.starts_with(['T', 't', ' ']) => Fit::Loose,
        _ => Fit::No,
    }
}

fn split_fraction(text: &str) -> (Option<&str>, &str) {
    let Some(after) = text.strip_prefix('.') else { return (None, text) };
    let end = after.find(|it: char| !it.is_ascii_digit()).unwrap_or(after.len());
    let (digits, rest) = after.split_at(end);
    (Some(digits), rest)
}

fn zone_fit(zone: &str) -> Fit {
    let Some(digits) = zone.strip_prefix(['+', '-']) else {
        return match zone {
            "" | "Z" => Fit::Exact,
            "z" => Fit::Loose,
            _ => Fit::No,
        };
    };
    match digits.as_bytes() {
        [a, b, b':', c, d] if [a, b, c, d].iter().all(|it| it.is_ascii_digit()) => Fit::Exact,
        [a, b, c, d] if [a, b, c, d].iter().all(|it| it.is_ascii_digit()) => Fit::Loose,
        _ => Fit::No,
    }
}

#[cfg(test)]
mod tests {
    use super::{Fit, fit};

    #[test]
    fn texts_are_judged_as_xsd_does() {
        for text in ["2011-05-13T04:42:34Z", "2011-05-13T04:42:34.123+02:00", "2011-05-13T04:42:34"]
        {
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
            "2024-04-10T",
            "äöüäöü…",
        ] {
            assert_eq!(fit(text), Fit::No, "{text}");
        }
    }
}
