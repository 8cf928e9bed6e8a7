//! What a server says about how much one may still ask it, in the many spellings of its headers: `RateLimit` and
//! `RateLimit-Policy` of the IETF draft, its three older headers, their `X-` forerunners, and `Retry-After`.
//! Reading only: nothing is slowed down here. The clock is passed in.

mod header;
mod retry_after;
mod structured;

use jiff::{SignedDuration, Timestamp};

use crate::answer::shortened;
use header::Headers;
pub use retry_after::RetryAfter;

/// So many quotas are told at most; servers have a few.
const MOST_QUOTAS: usize = 16;
/// So many members of a structured header are read at most.
const MOST_MEMBERS: usize = 64;

/// What one answer says about limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RateLimits {
    /// The quotas, the one that is nearest to its end first.
    pub quotas: Vec<Quota>,
    /// Not before then, as `Retry-After` says.
    pub retry_at: Option<Timestamp>,
}

/// So many requests within so much time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quota {
    /// What the server calls it, if it has a name.
    pub name: Option<String>,
    /// How many there are in all.
    pub limit: Option<u64>,
    /// How many are left.
    pub remaining: Option<u64>,
    /// Within how much time.
    pub window_seconds: Option<u64>,
    /// When there are all of them again.
    pub resets_at: Option<Timestamp>,
    /// The headers that say so.
    pub headers: Vec<String>,
}

/// Reads the headers of an answer that arrived at `now`. `None` when they say nothing about limits.
#[must_use]
pub fn read(headers: &[(String, String)], now: Timestamp) -> Option<RateLimits> {
    if !headers.iter().any(|(name, _)| may_tell(name)) {
        return None;
    }
    let headers = Headers::new(headers, now);
    let mut quotas = structured::quotas(&headers);
    for quota in headers.plain_quotas() {
        merge(&mut quotas, quota);
    }
    quotas.retain(|it| it.limit.is_some() || it.remaining.is_some() || it.resets_at.is_some());
    quotas.sort_by_key(Quota::tightness);
    quotas.truncate(MOST_QUOTAS);
    for name in quotas.iter_mut().filter_map(|it| it.name.as_mut()) {
        *name = shortened(name);
    }
    let retry_at = headers.get("retry-after").and_then(|it| headers.moment(it));
    let limits = RateLimits { quotas, retry_at };
    (limits != RateLimits::default()).then_some(limits)
}

/// Whether a header may say something about limits. Most answers have none that does, and are told by this alone.
fn may_tell(name: &str) -> bool {
    let ends_in = |it: &str| {
        let start = name.len().checked_sub(it.len());
        start.and_then(|at| name.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(it))
    };
    let begins_with =
        |it: &str| name.get(..it.len()).is_some_and(|start| start.eq_ignore_ascii_case(it));
    ends_in("retry-after") || ["rate", "x-rate"].into_iter().any(begins_with)
}

impl Quota {
    /// In thousandths of the limit what is left; what is unknown comes last.
    fn tightness(&self) -> u64 {
        match (self.remaining, self.limit) {
            (Some(0), _) => 0,
            (Some(left), Some(limit)) => left.saturating_mul(1000).checked_div(limit).unwrap_or(0),
            (Some(_), None) => 1001,
            (None, _) => 1002,
        }
    }

    /// Whether another header only says the same again.
    fn is_same(&self, other: &Quota) -> bool {
        let agrees = |a: Option<u64>, b: Option<u64>| a.is_none() || b.is_none() || a == b;
        agrees(self.limit, other.limit) && agrees(self.remaining, other.remaining)
    }
}

/// Servers say the same in new and old headers at once.
fn merge(quotas: &mut Vec<Quota>, quota: Quota) {
    let known = quotas.iter_mut().find(|it| {
        it.is_same(&quota) && (quota.name.is_none() || it.name.is_none() || it.name == quota.name)
    });
    let Some(known) = known else {
        quotas.push(quota);
        return;
    };
    known.name = known.name.take().or(quota.name);
    known.limit = known.limit.or(quota.limit);
    known.remaining = known.remaining.or(quota.remaining);
    known.window_seconds = known.window_seconds.or(quota.window_seconds);
    known.resets_at = known.resets_at.or(quota.resets_at);
    known.headers.extend(quota.headers);
}

/// So many seconds after an instant, if that is a time at all.
fn after(now: Timestamp, seconds: u64) -> Option<Timestamp> {
    now.checked_add(SignedDuration::from_secs(i64::try_from(seconds).ok()?)).ok()
}
