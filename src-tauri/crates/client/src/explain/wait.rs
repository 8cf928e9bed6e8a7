//! `Retry-After` in words (RFC 9110 §10.2.3): a number of seconds, or a date, which is told by the server's own clock.

use std::time::Duration;

use jiff::Timestamp;

use super::Explanation;
use crate::rate_limit::RetryAfter;

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;
const YEAR: u64 = 365 * DAY;

pub(super) fn hint(explanation: Explanation, retry_after: Option<&RetryAfter>) -> Explanation {
    let explanation = match words(retry_after) {
        Some(words) => explanation.hint(words),
        None => explanation,
    };
    match far(retry_after) {
        Some(advice) => explanation.hint(advice.to_owned()),
        None => explanation,
    }
}

/// What to do about a wait that nobody sits through.
pub(super) fn far(retry_after: Option<&RetryAfter>) -> Option<&'static str> {
    match retry_after?.seconds()? {
        0..HOUR => None,
        HOUR..DAY => Some(
            "Come back then. If it is a quota that is used up, ask the operator of the server for a larger one.",
        ),
        DAY.. => Some(
            "So long a wait is seldom meant: tell the operator of the server, and try again in a few minutes.",
        ),
    }
}

/// What the server said before, to a request that is not sent because of it.
pub(super) fn paused(refusal: &Explanation, left: Duration, is_write: bool) -> Explanation {
    let again = match is_write {
        false => {
            "Try again later: while the pause lasts, the server is asked only now and then whether it still holds."
        }
        true => {
            "Read anything of this tenant later: when the server answers that, confirm the write once more. A write is never \
             used to ask whether the pause still holds."
        }
    };
    Explanation {
        detail: format!(
            "Nothing was sent, because the pause that the server asked for lasts another {}. {}",
            span(left.as_secs().max(1)),
            refusal.detail
        ),
        ..refusal.clone()
    }
    .hint(again.to_owned())
}

/// How long to wait, as a sentence. What is told counts from when the answer came, and needs no clock of ours.
pub(super) fn words(retry_after: Option<&RetryAfter>) -> Option<String> {
    Some(match retry_after? {
        RetryAfter::Seconds(seconds) => {
            format!("It asks to wait for {} (Retry-After).", span(*seconds))
        }
        RetryAfter::Odd(said) => format!(
            "It asks to wait, in words that are neither seconds nor a date: \"{said}\" (Retry-After)."
        ),
        RetryAfter::Renewal { seconds, header } => {
            format!("Its quota is renewed in {} ({header}).", span(*seconds))
        }
        asked @ RetryAfter::Date { date, by_its_clock, .. } => {
            let (date, clock) =
                (day(*date), if *by_its_clock { "its own clock" } else { "the clock here" });
            match asked.seconds() {
                Some(left) => format!(
                    "It asks to wait until {date} (Retry-After): by {clock}, {} after this answer.",
                    span(left)
                ),
                None => format!(
                    "It asked to wait until {date} (Retry-After), which by {clock} is over: try again."
                ),
            }
        }
    })
}

fn day(date: Timestamp) -> String {
    let date = date.to_zoned(jiff::tz::TimeZone::UTC);
    date.strftime("%H:%M:%S UTC on %-d %B %Y").to_string()
}

/// Seconds in the two largest units that they fill; of what takes years, only these are told.
fn span(seconds: u64) -> String {
    if seconds >= 2 * YEAR {
        return format!("{} years", seconds / YEAR);
    }
    let units = [
        (seconds / DAY, "day"),
        (seconds / HOUR % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> = units
        .iter()
        .skip_while(|(count, _)| *count == 0)
        .take(2)
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if *count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_told_in_units() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (30, "30 seconds"),
            (90, "1 minute 30 seconds"),
            (3_600, "1 hour"),
            (7_261, "2 hours 1 minute"),
            (86_405, "1 day"),
            (200_000, "2 days 7 hours"),
            (30_570_000_000, "969 years"),
        ] {
            assert_eq!(span(seconds), expected);
        }
    }

    #[test]
    fn a_date_is_told_by_the_clock_of_the_server_where_it_has_one() {
        let now: Timestamp = "2024-05-01T10:00:00Z".parse().unwrap();
        let words = |headers: &[(&str, &str)]| {
            let headers: Vec<(String, String)> =
                headers.iter().map(|(it, value)| ((*it).into(), (*value).into())).collect();
            super::words(RetryAfter::read(&headers, now).as_ref())
        };
        let words_of = |value| words(&[("retry-after", value)]).unwrap();
        assert_eq!(words_of("120"), "It asks to wait for 2 minutes (Retry-After).");
        assert_eq!(
            words_of("Wed, 01 May 2024 10:04:10 GMT"),
            "It asks to wait until 10:04:10 UTC on 1 May 2024 (Retry-After): by the clock here, 4 minutes 10 seconds \
             after this answer."
        );
        assert!(
            words_of("Wed, 01 May 2024 09:00:00 GMT").contains("which by the clock here is over")
        );
        assert!(words_of("in a while").contains("\"in a while\""));
        assert_eq!(words(&[("retry-after", " ")]), None);
        // A server whose clock is three hours slow, and one whose clock is three hours fast.
        let slow = [
            ("date", "Wed, 01 May 2024 07:00:00 GMT"),
            ("retry-after", "Wed, 01 May 2024 07:00:30 GMT"),
        ];
        assert_eq!(
            words(&slow).unwrap(),
            "It asks to wait until 07:00:30 UTC on 1 May 2024 (Retry-After): by its own clock, 30 seconds after this \
             answer."
        );
        let fast = [
            ("date", "Wed, 01 May 2024 13:00:00 GMT"),
            ("retry-after", "Wednesday, 01-May-24 12:59:00 GMT"),
        ];
        assert!(words(&fast).unwrap().contains("which by its own clock is over"));
    }

    #[test]
    fn a_wait_that_nobody_sits_through_has_advice_of_its_own() {
        let far = |seconds| super::far(Some(&RetryAfter::Seconds(seconds)));
        assert_eq!((far(0), far(3_599)), (None, None));
        assert!(far(3_600).unwrap().contains("larger one"));
        assert!(far(90_000).unwrap().contains("seldom meant"));
    }
}
