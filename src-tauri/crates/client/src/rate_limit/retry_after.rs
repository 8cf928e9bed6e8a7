//! `Retry-After` of one answer (RFC 9110 §10.2.3): what it asks for, and how long that is from when the answer came.

use jiff::{SignedDuration, Timestamp};

use super::RateLimits;
use super::header::{Headers, http_date};
use crate::answer::shortened;

/// What the header asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds.
    Seconds(u64),
    /// A date.
    Date {
        /// The date, as the server means it.
        date: Timestamp,
        /// How long after the answer that is; below zero where it is over.
        after: SignedDuration,
        /// Whether that is by the server's own clock, which its `Date` tells. Otherwise it is by ours.
        by_its_clock: bool,
    },
    /// Something else, as sent.
    Odd(String),
    /// Nothing, and another header says when the quota that is used up is renewed.
    Renewal {
        /// In so many seconds from the answer.
        seconds: u64,
        /// The header.
        header: String,
    },
}

impl RetryAfter {
    /// What the headers of an answer say that came at `now`, if they say anything.
    #[must_use]
    pub fn read(headers: &[(String, String)], now: Timestamp) -> Option<RetryAfter> {
        let headers = Headers::new(headers, now);
        let said = headers.get("retry-after").filter(|it| !it.is_empty())?;
        if let Ok(seconds) = said.parse() {
            return Some(RetryAfter::Seconds(seconds));
        }
        Some(match http_date(said) {
            Some(date) => RetryAfter::Date {
                date,
                after: headers.server_now.duration_until(date),
                by_its_clock: headers.tells_the_time,
            },
            None => RetryAfter::Odd(shortened(said)),
        })
    }

    /// What stands for it where it is missing: the first end of a quota of which nothing is left, as far as that is
    /// said.
    #[must_use]
    pub fn of_quotas(limits: &RateLimits, now: Timestamp) -> Option<RetryAfter> {
        let used_up = limits.quotas.iter().filter(|it| it.remaining.is_none_or(|it| it == 0));
        let (at, quota) =
            used_up.filter_map(|it| Some((it.resets_at?, it))).min_by_key(|it| it.0)?;
        let is_reset = |it: &&String| it.contains("reset") || *it == "ratelimit";
        let header = quota.headers.iter().find(is_reset)?;
        let seconds = u64::try_from(now.duration_until(at).as_secs()).ok()?;
        Some(RetryAfter::Renewal { seconds, header: header.clone() })
    }

    /// For how many seconds it asks to wait; `None` where it asks for none.
    #[must_use]
    pub fn seconds(&self) -> Option<u64> {
        let seconds = match self {
            RetryAfter::Seconds(seconds) | RetryAfter::Renewal { seconds, .. } => *seconds,
            RetryAfter::Date { after, .. } => u64::try_from(after.as_secs()).ok()?,
            RetryAfter::Odd(_) => return None,
        };
        (seconds > 0).then_some(seconds)
    }
}
