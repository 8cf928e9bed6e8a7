//! `Retry-After` in words (RFC 9110 §10.2.3): a number of seconds, or a date.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::Explanation;

pub(super) fn hint(explanation: Explanation, retry_after: Option<&str>) -> Explanation {
    match words(retry_after) {
        Some(words) => explanation.hint(words),
        None => explanation,
    }
}

/// What the server said before, to a request that is not sent because of it.
pub(super) fn paused(refusal: &Explanation, left: Duration) -> Explanation {
    let again = "Try again later: while the pause lasts, the server is asked only now and then whether it still holds.";
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

/// How long to wait, as a sentence.
pub(super) fn words(retry_after: Option<&str>) -> Option<String> {
    let said = retry_after.map(str::trim).filter(|it| !it.is_empty())?;
    Some(words_at(said, Timestamp::now()))
}

fn words_at(said: &str, now: Timestamp) -> String {
    if let Ok(seconds) = said.parse::<u64>() {
        return format!("It asks to wait for {} (Retry-After).", span(seconds));
    }
    let Ok(until) = rfc2822::parse(said) else {
        return format!(
            "It asks to wait, in words that are neither seconds nor a date: \"{said}\" (Retry-After)."
        );
    };
    let date = until.with_time_zone(jiff::tz::TimeZone::UTC).strftime("%H:%M:%S UTC on %-d %B %Y");
    let left = until.timestamp().as_second().saturating_sub(now.as_second());
    match u64::try_from(left) {
        Ok(left @ 1..) => {
            format!("It asks to wait until {date} (Retry-After): that is in {}.", span(left))
        }
        _ => format!("It asked to wait until {date} (Retry-After), which is over: try again."),
    }
}

/// Seconds in the two largest units that they fill.
fn span(seconds: u64) -> String {
    let units = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
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
        ] {
            assert_eq!(span(seconds), expected);
        }
    }

    #[test]
    fn both_forms_are_read_and_a_third_is_quoted() {
        let now: Timestamp = "2024-05-01T10:00:00Z".parse().unwrap();
        let words = |said| words_at(said, now);
        assert_eq!(words("120"), "It asks to wait for 2 minutes (Retry-After).");
        assert_eq!(
            words("Wed, 01 May 2024 10:04:10 GMT"),
            "It asks to wait until 10:04:10 UTC on 1 May 2024 (Retry-After): that is in 4 minutes 10 seconds."
        );
        assert!(words("Wed, 01 May 2024 09:00:00 GMT").contains("which is over"));
        assert!(words("in a while").contains("\"in a while\""));
    }
}
