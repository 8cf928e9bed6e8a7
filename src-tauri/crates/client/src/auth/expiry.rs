//! What to say about the end of a token or a certificate, at a time that is handed in.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use x509_parser::prelude::X509Certificate;

/// Nothing is said earlier than so long before the end.
const EARLIEST: SignedDuration = SignedDuration::from_hours(14 * 24);
/// It is said at least so long before the end, however short the life.
const LATEST: SignedDuration = SignedDuration::from_mins(5);

/// What expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A token that a person pasted: only a person can replace it.
    Token,
    /// A client certificate.
    Certificate,
    /// The certificate of a server, which is its operator's to replace.
    ServerCertificate,
}

/// How urgent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// It ends soon.
    Soon,
    /// It has ended.
    Over,
    /// It has not begun.
    Early,
}

/// What to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How urgent it is.
    pub urgency: Urgency,
    /// What is so, in a short sentence without a full stop.
    pub title: String,
    /// When, and what follows from it.
    pub detail: String,
    /// What to do.
    pub hint: String,
}

/// From when to when something is valid, as far as it says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Validity {
    /// From when on.
    pub begins: Option<Timestamp>,
    /// Until when.
    pub ends: Option<Timestamp>,
    /// When it was made. Its life counts from then where it names no beginning, and it is good at once: a clock that is ahead
    /// by some seconds makes no token that is not valid yet (RFC 7519 §4.1.6).
    pub made: Option<Timestamp>,
}

impl Validity {
    /// That of a certificate, which names both ends.
    pub(crate) fn of_certificate(parsed: &X509Certificate<'_>) -> Validity {
        let moment = |seconds: i64| Timestamp::from_second(seconds).ok();
        let said = parsed.validity();
        let (begins, ends) = (said.not_before.timestamp(), said.not_after.timestamp());
        Validity { begins: moment(begins), ends: moment(ends), made: None }
    }
}

/// What to say at `now`; `None` as long as there is nothing to say. It is said 14 days ahead, or in the last quarter of a
/// shorter life.
#[must_use]
pub fn notice(subject: Subject, validity: Validity, now: Timestamp) -> Option<Notice> {
    let (name, hint) = match subject {
        Subject::Token => ("token", "Get a new token from the provider, and replace this one."),
        Subject::Certificate => {
            ("certificate", "Get a new certificate from the provider, and replace this one.")
        }
        Subject::ServerCertificate => {
            ("server's certificate", "Ask the operator of the server to renew it.")
        }
    };
    let (now_so, then_so) = match subject {
        Subject::ServerCertificate => {
            ("Nothing is sent to the server", "nothing is sent to the server")
        }
        _ => ("The server will refuse it", "the server will refuse it"),
    };
    let say = |urgency, title: String, detail: String, hint: &str| {
        Some(Notice { urgency, title, detail, hint: hint.to_owned() })
    };
    if let Some(begins) = validity.begins.filter(|it| *it > now) {
        return say(
            Urgency::Early,
            format!("The {name} is not valid yet"),
            format!("It begins on {}: in {}.", date(begins), span(begins.duration_since(now))),
            "Check the clock of this machine; if it is right, ask the provider for another one.",
        );
    }
    let ends = validity.ends?;
    let left = ends.duration_since(now);
    if left <= SignedDuration::ZERO {
        let ago = span(-left);
        return say(
            Urgency::Over,
            format!("The {name} has expired"),
            format!("It ended on {}, {ago} ago. {now_so}.", date(ends)),
            hint,
        );
    }
    let life = validity.begins.or(validity.made).map(|it| ends.duration_since(it));
    let ahead = life.map_or(EARLIEST, |life| (life / 4).clamp(LATEST, EARLIEST));
    if left > ahead {
        return None;
    }
    say(
        Urgency::Soon,
        format!("The {name} expires in {}", span(left)),
        format!("It ends on {}. After that {then_so}.", date(ends)),
        hint,
    )
}

/// When something that is over ended, as in "it ended on 1 March 2026, 12:00 UTC, 3 days ago".
pub(crate) fn ended(at: Timestamp, now: Timestamp) -> String {
    format!("{}, {} ago", date(at), span(now.duration_since(at)))
}

/// When something begins that has not begun, as in "it begins on 1 March 2026, 12:00 UTC, in 3 days".
pub(crate) fn begins(at: Timestamp, now: Timestamp) -> String {
    format!("{}, in {}", date(at), span(at.duration_since(now)))
}

/// A day in words.
pub(crate) fn day(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y").to_string()
}

/// A moment in words.
pub(crate) fn date(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC").to_string()
}

/// In the largest unit that it fills.
pub(crate) fn span(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0);
    let (count, unit) = match seconds {
        0..60 => return "less than a minute".to_owned(),
        60..3_600 => (seconds / 60, "minute"),
        3_600..86_400 => (seconds / 3_600, "hour"),
        _ => (seconds / 86_400, "day"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn of(begins: Option<&str>, ends: &str, now: &str) -> Option<(Urgency, String)> {
        let validity =
            Validity { begins: begins.map(at), ends: Some(at(ends)), ..Validity::default() };
        notice(Subject::Token, validity, at(now)).map(|it| (it.urgency, it.title))
    }

    #[test]
    fn the_end_is_told_of_ahead_and_behind() {
        let ends = "2026-03-15T12:00:00Z";
        assert_eq!(of(None, ends, "2026-03-01T11:59:59Z"), None);
        let (urgency, title) = of(None, ends, "2026-03-01T12:00:00Z").unwrap();
        assert_eq!((urgency, title.as_str()), (Urgency::Soon, "The token expires in 14 days"));
        let (_, title) = of(None, ends, "2026-03-15T10:59:00Z").unwrap();
        assert_eq!(title, "The token expires in 1 hour");
        let (urgency, title) = of(None, ends, ends).unwrap();
        assert_eq!((urgency, title.as_str()), (Urgency::Over, "The token has expired"));
    }

    #[test]
    fn a_short_life_is_told_of_in_its_last_quarter() {
        let (begins, ends) = (Some("2026-03-15T11:00:00Z"), "2026-03-15T12:00:00Z");
        assert_eq!(of(begins, ends, "2026-03-15T11:44:59Z"), None);
        assert!(of(begins, ends, "2026-03-15T11:45:00Z").is_some());
        let (urgency, _) = of(begins, ends, "2026-03-15T10:00:00Z").unwrap();
        assert_eq!(urgency, Urgency::Early);
    }

    #[test]
    fn what_was_made_in_a_moment_is_good_now_and_has_a_life_all_the_same() {
        let (made, ends) = (Some(at("2026-03-15T11:00:00Z")), Some(at("2026-03-15T12:00:00Z")));
        let validity = Validity { begins: None, ends, made };
        let told = |now: &str| notice(Subject::Token, validity, at(now)).map(|it| it.urgency);
        assert_eq!(told("2026-03-15T10:59:58Z"), None, "its clock is ahead of ours");
        assert_eq!(told("2026-03-15T11:44:59Z"), None);
        assert_eq!(told("2026-03-15T11:45:00Z"), Some(Urgency::Soon));
    }

    #[test]
    fn without_an_end_there_is_nothing_to_say() {
        assert_eq!(
            notice(Subject::Certificate, Validity::default(), at("2026-03-15T12:00:00Z")),
            None
        );
    }

    #[test]
    fn the_words_name_what_expires() {
        let ends = Some(at("2026-03-15T12:00:00Z"));
        let validity = Validity { ends, ..Validity::default() };
        let told = notice(Subject::Certificate, validity, at("2026-03-17T12:30:00Z")).unwrap();
        assert_eq!(told.title, "The certificate has expired");
        assert_eq!(
            told.detail,
            "It ended on 15 March 2026, 12:00 UTC, 2 days ago. The server will refuse it."
        );
    }
}
