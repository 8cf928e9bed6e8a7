//! Quotas, counted down between the answers that tell of them. What a server leaves out is assumed: a window of a minute
//! where it says neither how long one is nor when it ends, and the whole limit where it does not say what is left.
//! Pure: times are those of a clock that is running, and come from outside.

use std::time::Duration;

use jiff::Timestamp;

use super::until;
use crate::rate_limit::Quota;

/// A quota that is renewed later than this is not waited for and not counted: the server will say when it is used up.
const LONGEST_WINDOW: Duration = Duration::from_secs(3600);
/// The window of most servers.
const ASSUMED_WINDOW: Duration = Duration::from_secs(60);
/// Two answers mean the same end of a window when they are no further apart.
const SAME_END: Duration = Duration::from_secs(2);

/// What can be counted of a server's quotas.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// The tightest quota of which the server says what is left.
    told: Option<Told>,
    /// Those of which it does not say that.
    own: Vec<Own>,
    /// The server answered with nothing left when the window was over that we assumed: nobody waits for that again
    /// before it says that more is left.
    is_disproved: bool,
}

#[derive(Debug, Clone, Copy)]
struct Told {
    remaining: u64,
    ends: Duration,
    /// Set where the end is assumed.
    assumed: Option<Assumed>,
}

/// The newest answer that told what is left, and nothing of the end.
#[derive(Debug, Clone, Copy)]
struct Assumed {
    said: u64,
    sent: Duration,
}

#[derive(Debug)]
struct Own {
    name: Option<String>,
    limit: u64,
    remaining: u64,
    ends: Duration,
}

impl Counts {
    /// Until when nothing is left, if that is so.
    pub(super) fn used_up_until(&mut self, running: Duration) -> Option<Duration> {
        if let Some(over) = self.told.take_if(|it| it.ends <= running) {
            self.is_disproved |= over.assumed.is_some() && over.remaining == 0;
        }
        self.own.retain(|it| it.ends > running);
        let told = self.told.iter().filter(|it| it.remaining == 0).map(|it| it.ends);
        let own = self.own.iter().filter(|it| it.remaining == 0).map(|it| it.ends);
        told.chain(own).max()
    }

    /// One request is sent.
    pub(super) fn take_one(&mut self) {
        let told = self.told.iter_mut().map(|it| &mut it.remaining);
        for remaining in told.chain(self.own.iter_mut().map(|it| &mut it.remaining)) {
            *remaining = remaining.saturating_sub(1);
        }
    }

    /// A request was refused for being one too many: what is counted here is used up, at least the quota that is renewed
    /// first.
    pub(super) fn refused(&mut self) {
        if let Some(first) = self.own.iter_mut().min_by_key(|it| it.ends) {
            first.remaining = 0;
        }
    }

    pub(super) fn is_needed(&self, running: Duration) -> bool {
        self.told.is_some_and(|it| it.ends > running) || self.own.iter().any(|it| it.ends > running)
    }

    /// Counts on from what the answer says to a request that was sent at a time.
    pub(super) fn learn(
        &mut self,
        quotas: &[Quota],
        now: Timestamp,
        sent: Duration,
        running: Duration,
    ) {
        // The tightest one may be that of a day, and one of a minute beside it.
        let with_end = quotas.iter().find_map(|it| Some((it.remaining?, wait(it, now)?)));
        let without = || {
            let it = quotas.iter().find(|it| it.remaining.is_some() && it.resets_at.is_none())?;
            let window = it.window_seconds.map_or(ASSUMED_WINDOW, Duration::from_secs);
            (window <= LONGEST_WINDOW).then_some((it.remaining?, window))
        };
        if let Some((remaining, wait)) = with_end {
            self.told = Some(self.told_with_end(remaining, running.saturating_add(wait)));
        } else if let Some((remaining, window)) = without() {
            self.told = self.told_without_end(remaining, window, sent, running);
        }
        for quota in quotas.iter().filter(|it| it.remaining.is_none()) {
            self.count(quota, now, running);
        }
    }

    /// Answers overtake each other: within one window the smaller number is the newer one.
    fn told_with_end(&self, remaining: u64, ends: Duration) -> Told {
        let said = Told { remaining, ends, assumed: None };
        match self.told {
            Some(known) if known.ends.abs_diff(ends) <= SAME_END => {
                Told { remaining: known.remaining.min(remaining), ends: known.ends, assumed: None }
            }
            Some(known) if known.ends > ends && known.remaining <= remaining => known,
            _ => said,
        }
    }

    /// As long as less is left with each answer it is one window, which began no later than we first heard of it.
    fn told_without_end(
        &mut self,
        remaining: u64,
        window: Duration,
        sent: Duration,
        running: Duration,
    ) -> Option<Told> {
        self.is_disproved &= remaining == 0;
        if self.is_disproved {
            return None;
        }
        let newest = Assumed { said: remaining, sent };
        let known = self.told.and_then(|it| Some((it, it.assumed?)));
        Some(match known.filter(|(known, _)| known.ends > running) {
            Some((known, before)) if sent < before.sent => {
                Told { remaining: known.remaining.min(remaining), ..known }
            }
            Some((known, before)) if remaining <= before.said => {
                Told { remaining: known.remaining.min(remaining), assumed: Some(newest), ..known }
            }
            _ => Told { remaining, ends: running.saturating_add(window), assumed: Some(newest) },
        })
    }

    /// Begins to count a quota of which nobody says what is left, unless it is counted already.
    fn count(&mut self, quota: &Quota, now: Timestamp, running: Duration) {
        let Some(limit) = quota.limit.filter(|it| *it > 0) else { return };
        let window = wait(quota, now).or_else(|| quota.window_seconds.map(Duration::from_secs));
        let Some(window) = window.filter(|it| *it <= LONGEST_WINDOW) else { return };
        let is_known = |it: &Own| it.name == quota.name && it.limit == limit && it.ends > running;
        if self.own.iter().any(is_known) {
            return;
        }
        // The request that was answered just now is the first of them.
        let (remaining, ends) = (limit - 1, running.saturating_add(window));
        self.own.retain(|it| it.ends > running && (it.name.is_none() || it.name != quota.name));
        self.own.push(Own { name: quota.name.clone(), limit, remaining, ends });
    }
}

/// How long it is until a quota is renewed, as far as the server says so and anybody waits for it.
fn wait(quota: &Quota, now: Timestamp) -> Option<Duration> {
    until(now, quota.resets_at?).filter(|it| *it <= LONGEST_WINDOW)
}

#[cfg(test)]
mod tests;
