//! The headers of one answer, and the plain ones among those about limits: one number each.

use std::collections::BTreeMap;

use jiff::fmt::{rfc2822, strtime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::{Quota, after};

/// From here on a number is no count of seconds (30 years) but a time of its own.
const FIRST_EPOCH_SECONDS: f64 = 1e9;
/// From here on it is one in milliseconds.
const FIRST_EPOCH_MILLIS: f64 = 1e11;

/// The beginnings of plain headers. What may follow the last word names one of several quotas: `-minute`.
const FAMILIES: [&str; 3] = ["ratelimit-", "x-ratelimit-", "x-rate-limit-"];

pub(super) struct Headers<'a> {
    all: &'a [(String, String)],
    pub(super) now: Timestamp,
    /// The clock of the server when it answered, if it says so: its dates and epochs are meant by that one.
    pub(super) server_now: Timestamp,
    /// Whether it says so.
    pub(super) tells_the_time: bool,
}

impl<'a> Headers<'a> {
    pub(super) fn new(all: &'a [(String, String)], now: Timestamp) -> Headers<'a> {
        let mut headers = Headers { all, now, server_now: now, tells_the_time: false };
        if let Some(theirs) = headers.get("date").and_then(http_date) {
            (headers.server_now, headers.tells_the_time) = (theirs, true);
        }
        headers
    }

    /// The first header of that name, given in lower case.
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        self.all_of(name).next()
    }

    /// All headers of that name, given in lower case.
    pub(super) fn all_of(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let found = self.all.iter().filter(move |(it, _)| it.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.trim())
    }

    /// When something is: a number of seconds from now, an epoch in seconds or milliseconds, a date, or `6m0s`.
    pub(super) fn moment(&self, value: &str) -> Option<Timestamp> {
        let value = value.split(',').next().filter(|it| number(it).is_some()).unwrap_or(value);
        let Some(number) = number(value) else {
            return self.by_our_clock(http_date(value).or_else(|| value.parse().ok())).or_else(
                || {
                    let wait: SignedDuration = value.parse().ok()?;
                    self.now.checked_add(wait).ok()
                },
            );
        };
        if number < FIRST_EPOCH_SECONDS {
            return self.now.checked_add(SignedDuration::try_from_secs_f64(number).ok()?).ok();
        }
        let seconds = if number < FIRST_EPOCH_MILLIS { number } else { number / 1000.0 };
        let since = SignedDuration::try_from_secs_f64(seconds).ok()?;
        self.by_our_clock(Timestamp::from_duration(since).ok())
    }

    /// A time of the server's clock by ours: its clock may be wrong by more than a window is long.
    fn by_our_clock(&self, theirs: Option<Timestamp>) -> Option<Timestamp> {
        self.now.checked_add(self.server_now.duration_until(theirs?)).ok()
    }

    /// The quotas that plain headers speak of: those without a name, then those with one.
    pub(super) fn plain_quotas(&self) -> Vec<Quota> {
        let mut quotas: BTreeMap<(&str, String), Quota> = BTreeMap::new();
        for (name, value) in self.all {
            let name = name.to_ascii_lowercase();
            let Some((family, word, suffix)) = plain(&name) else { continue };
            let mut quota = quotas.remove(&(family, suffix.clone())).unwrap_or_default();
            let known = (quota.limit, quota.remaining, quota.resets_at);
            match word {
                "limit" => quota.limit = quota.limit.or(count(value)),
                "remaining" => quota.remaining = quota.remaining.or(count(value)),
                _ => quota.resets_at = quota.resets_at.or_else(|| self.moment(value.trim())),
            }
            if (quota.limit, quota.remaining, quota.resets_at) != known {
                quota.headers.push(name.clone());
            }
            if word == "limit" && quota.window_seconds.is_none() {
                quota.window_seconds = window(value);
            }
            if quota.window_seconds.is_none() {
                quota.window_seconds = named_window(&suffix);
            }
            quota.name = (!suffix.is_empty()).then(|| suffix.clone());
            quotas.insert((family, suffix), quota);
        }
        let resource = self.get("x-ratelimit-resource");
        let mut quotas: Vec<Quota> = quotas.into_values().collect();
        for quota in quotas.iter_mut().filter(|it| it.name.is_none()) {
            quota.name = resource.map(str::to_owned);
        }
        quotas
    }
}

/// Family, word and suffix of the name of a plain header.
fn plain(name: &str) -> Option<(&'static str, &'static str, String)> {
    let family = FAMILIES.into_iter().find(|it| name.starts_with(it))?;
    let rest = name.strip_prefix(family)?;
    let word = ["limit", "remaining", "reset"].into_iter().find(|it| rest.starts_with(it))?;
    let suffix = rest.strip_prefix(word)?;
    match suffix.strip_prefix('-') {
        Some(suffix) => Some((family, word, suffix.to_owned())),
        None if suffix.is_empty() => Some((family, word, String::new())),
        None => None,
    }
}

/// A count, of which the older draft allows more to follow: `100, 100;w=60`. One below zero is none left.
fn count(value: &str) -> Option<u64> {
    let first = value.split([',', ';']).next().unwrap_or_default().trim();
    let number: f64 = number(first)?;
    if number < 0.0 {
        return Some(0);
    }
    // A count has no fraction, and none comes near the end of what is exact.
    format!("{number:.0}").parse().ok()
}

/// The window that the older draft lets stand behind a limit.
fn window(value: &str) -> Option<u64> {
    let part = value.split([',', ';']).find_map(|it| it.trim().strip_prefix("w="))?;
    part.trim().parse().ok()
}

/// The window that gives a quota its name, as in `x-ratelimit-limit-minute`.
fn named_window(name: &str) -> Option<u64> {
    match name {
        "second" => Some(1),
        "minute" => Some(60),
        "hour" => Some(3_600),
        "day" => Some(86_400),
        _ => None,
    }
}

fn number(value: &str) -> Option<f64> {
    let value = value.trim();
    let is_number = value.starts_with(|it: char| it.is_ascii_digit() || it == '-')
        && value.bytes().all(|it| it.is_ascii_digit() || matches!(it, b'.' | b'-'));
    value.parse().ok().filter(|it: &f64| is_number && it.is_finite())
}

/// RFC 9110 §5.6.7, in the form of today and the two that are obsolete and still have to be read.
pub(super) fn http_date(value: &str) -> Option<Timestamp> {
    let value = value.trim();
    let parser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    parser.parse_timestamp(value).ok().or_else(|| {
        ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"].into_iter().find_map(|form| {
            let date = strtime::parse(form, value).ok()?.to_datetime().ok()?;
            date.to_zoned(TimeZone::UTC).ok().map(|it| it.timestamp())
        })
    })
}

/// So many seconds from when the answer came.
pub(super) fn seconds_on(headers: &Headers<'_>, seconds: u64) -> Option<Timestamp> {
    after(headers.now, seconds)
}
