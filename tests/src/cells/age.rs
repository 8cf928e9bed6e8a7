//! How long ago an instant was, as a cell says it: `3 min ago`, `14 Oct`.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

/// Between drawing a cell and judging it.
const SLACK: SignedDuration = SignedDuration::from_mins(6);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Whether these words say when that was. A text that is no instant here may be one for the webview.
pub(super) fn is_age(words: &str, received: &str) -> bool {
    is_age_at(words, received, &Zoned::now())
}

fn is_age_at(words: &str, received: &str, now: &Zoned) -> bool {
    let Some(at) = instant(received) else { return !words.is_empty() };
    let age = now.timestamp().duration_since(at);
    let is_about = |unit: SignedDuration, count: i64| {
        let said = SignedDuration::from_secs(unit.as_secs().saturating_mul(count));
        (age - said).abs() <= unit.max(SLACK)
    };
    let count = |unit: &str| words.strip_suffix(unit)?.parse::<i64>().ok();
    if words == "just now" {
        return age.abs() <= SLACK;
    }
    if let Some(minutes) = count(" min ago") {
        return is_about(SignedDuration::from_mins(1), minutes);
    }
    if let Some(hours) = count(" h ago") {
        return is_about(SignedDuration::from_hours(1), hours);
    }
    if age < SignedDuration::ZERO {
        return words == format!("{} UTC", at.strftime("%Y-%m-%d %H:%M:%S"));
    }
    age >= DAY - SLACK && words == date(at, now)
}

/// The day, and the year where it is another.
fn date(at: Timestamp, now: &Zoned) -> String {
    let at = at.to_zoned(now.time_zone().clone());
    let month = usize::try_from(at.month()).ok().and_then(|it| MONTHS.get(it.saturating_sub(1)));
    let day = format!("{} {}", at.day(), month.unwrap_or(&""));
    if at.year() == now.year() { day } else { format!("{day} {}", at.year()) }
}

/// A time without a zone is the person's own.
fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().or_else(|| {
        let local: DateTime = text.parse().ok()?;
        Some(local.to_zoned(TimeZone::system()).ok()?.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_another_time_are_wrong() {
        let now: Zoned = "2026-03-04T12:00:00[UTC]".parse().unwrap();
        let at = |received: &str, words: &str| is_age_at(words, received, &now);
        assert!(at("2026-03-04T11:59:50Z", "just now"));
        assert!(
            at("2026-03-04T11:30:00Z", "30 min ago") && !at("2026-03-04T11:30:00Z", "3 min ago")
        );
        assert!(
            at("2026-03-04T11:30:00+02:00", "3 h ago")
                && !at("2026-03-04T11:30:00+02:00", "1 h ago")
        );
        assert!(at("2026-02-28T23:00:00Z", "28 Feb") && !at("2026-02-28T23:00:00Z", "27 Feb"));
        assert!(at("2024-02-29T10:00:00Z", "29 Feb 2024") && !at("2024-02-29T10:00:00Z", "29 Feb"));
        assert!(at("2027-01-01T10:00:00Z", "2027-01-01 10:00:00 UTC"));
        assert!(!at("2026-03-01T11:30:00Z", "just now"));
    }
}
