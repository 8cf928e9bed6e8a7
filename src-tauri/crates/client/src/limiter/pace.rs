//! What is known of a server's limits. Pure: times are those of a clock that is running, and come from outside.

use std::time::Duration;

use jiff::Timestamp;

use super::{Pacing, Waiting, Why, until};
use crate::error::Failure;
use crate::rate_limit::Quota;

/// A quota that is renewed later than this is not waited for and not counted: the server will say when it is used up.
const LONGEST_WINDOW: Duration = Duration::from_secs(3600);
/// Two answers mean the same end of a window when they are no further apart.
const SAME_END: Duration = Duration::from_secs(2);
/// While a server wants nobody for longer than anybody waits, it is asked no more often than this whether that still
/// holds: a date that is far off may be a mistake, or have been overtaken.
const ASK_EVERY: Duration = Duration::from_secs(10);

/// Whether a request may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gate {
    Open,
    /// It is waited for.
    Closed {
        why: Why,
        wait: Duration,
    },
    /// It is closed for too long to wait; this request asks whether it still is.
    Asks,
    /// Another request is asking that just now.
    IsAsked {
        why: Why,
    },
    /// It was asked not long ago: nothing is sent.
    Paused,
}

#[derive(Debug)]
pub(super) struct Pace {
    /// How many may be on their way at once.
    allowed: usize,
    usual: usize,
    closed: Option<Closure>,
    /// A request is on its way in spite of that.
    is_asked: bool,
    /// The tightest quota, as far as it can be counted.
    counted: Option<Counted>,
    /// Until then a person does not want to wait for a quota that is used up.
    quota_given_up_until: Duration,
    /// The same as it was told.
    quota: Option<Quota>,
    waiting: Vec<(u64, Waiting)>,
    next_id: u64,
}

/// Nothing is sent before a time.
#[derive(Debug)]
struct Closure {
    until: Duration,
    why: Why,
    /// When the server said so, and when it was last asked.
    since: Duration,
    asked: Duration,
    /// The refusal in which it said so, once that is recorded.
    said: Option<Failure>,
    /// A person does not want to wait for its end.
    is_given_up: bool,
}

#[derive(Debug, Clone, Copy)]
struct Counted {
    remaining: u64,
    ends: Duration,
}

impl Pace {
    pub(super) fn new(allowed: usize) -> Pace {
        Pace {
            allowed,
            usual: allowed,
            closed: None,
            is_asked: false,
            counted: None,
            quota_given_up_until: Duration::ZERO,
            quota: None,
            waiting: Vec::new(),
            next_id: 0,
        }
    }

    /// Whether a request may be sent now, and counts it if so. While the server wants nobody for longer than one waits,
    /// one request at a time asks whether that still holds, and the others are told what it said.
    pub(super) fn gate(&mut self, longest: Duration, running: Duration) -> Gate {
        self.closed.take_if(|it| it.until <= running);
        self.counted.take_if(|it| it.ends <= running);
        if let Some(closed) = &mut self.closed {
            let wait = closed.until.saturating_sub(running);
            if wait <= longest && !closed.is_given_up {
                return Gate::Closed { why: closed.why, wait };
            }
            if self.is_asked {
                return Gate::IsAsked { why: closed.why };
            }
            if running.saturating_sub(closed.asked) < ASK_EVERY {
                return Gate::Paused;
            }
            self.is_asked = true;
            return Gate::Asks;
        }
        if let Some(counted) = &mut self.counted {
            let wait = counted.ends.saturating_sub(running);
            let is_given_up = running < self.quota_given_up_until;
            if counted.remaining == 0 && wait <= longest && !is_given_up {
                return Gate::Closed { why: Why::QuotaUsedUp, wait };
            }
            counted.remaining = counted.remaining.saturating_sub(1);
        }
        Gate::Open
    }

    /// Nobody waits any more for the end of what the server says now: of its pause, and of a quota that is used up. Some
    /// servers tell another end of that with each answer, so it holds until the one that was waited for.
    pub(super) fn give_up(&mut self) {
        if let Some(closed) = &mut self.closed {
            closed.is_given_up = true;
        }
        if let Some(counted) = self.counted.filter(|it| it.remaining == 0) {
            self.quota_given_up_until = counted.ends;
        }
    }

    /// Whether a person does not want to wait for the end of this closure.
    pub(super) fn is_given_up(&self, running: Duration) -> bool {
        self.closed.as_ref().is_some_and(|it| it.is_given_up && it.until > running)
    }

    /// A request leaves. If it is the one that asks, there is time until the next may; not if it never left.
    pub(super) fn leaves(&mut self, running: Duration) {
        if let Some(closed) = self.closed.as_mut().filter(|_| self.is_asked) {
            closed.asked = running;
        }
    }

    /// The request that asked whether it is still closed has its answer, or none.
    pub(super) fn was_asked(&mut self) {
        self.is_asked = false;
    }

    /// Why it is closed and for how long it still is, with the refusal that said so last.
    pub(super) fn paused(&self, running: Duration) -> Option<(Why, Duration, Option<Failure>)> {
        let closed = self.closed.as_ref().filter(|it| it.until > running)?;
        Some((closed.why, closed.until.saturating_sub(running), closed.said.clone()))
    }

    /// Keeps the refusal with which it was closed, for those who are told of it.
    pub(super) fn keep_refusal(&mut self, refusal: Failure) {
        if let Some(closed) = &mut self.closed {
            closed.said = Some(refusal);
        }
    }

    /// Counts on from what the server says is left. Answers overtake each other: within one window the smaller number
    /// is the newer one.
    pub(super) fn learn_quotas(&mut self, quotas: &[Quota], now: Timestamp, running: Duration) {
        let Some(tightest) = quotas.iter().find(|it| it.remaining.is_some()) else { return };
        self.quota = Some(tightest.clone());
        // The tightest one may be that of a day, and one of a minute beside it.
        let countable = quotas.iter().find_map(|it| {
            let wait = until(now, it.resets_at?).filter(|it| *it <= LONGEST_WINDOW)?;
            Some((it.remaining?, wait))
        });
        let Some((remaining, wait)) = countable else { return };
        let ends = running.saturating_add(wait);
        let said = Counted { remaining, ends };
        self.counted = match self.counted {
            Some(known) if known.ends.abs_diff(ends) <= SAME_END => {
                Some(Counted { remaining: known.remaining.min(remaining), ends: known.ends })
            }
            Some(known) if known.ends > ends && known.remaining <= remaining => Some(known),
            _ => Some(said),
        };
    }

    /// Sends nothing for as long as the server asks, as of an answer to what was sent at a time. Says whether this is the
    /// first of its kind: many requests are refused at once, for one reason. What it says to a request that was sent
    /// after it had said something else takes the place of that, also where it is less.
    pub(super) fn close(
        &mut self,
        why: Why,
        wait: Duration,
        sent: Duration,
        running: Duration,
    ) -> bool {
        let until = running.saturating_add(wait);
        let known = self.closed.as_ref().filter(|it| it.until > running);
        let is_first = known.is_none_or(|it| it.since < sent);
        if is_first || known.is_some_and(|it| it.until < until) {
            let before = self.closed.take();
            // The refusal of a request that was on its way already says nothing new.
            let is_given_up = !is_first && before.as_ref().is_some_and(|it| it.is_given_up);
            // Until the new refusal is recorded, the one before is what there is to tell.
            let said = before.and_then(|it| it.said);
            self.closed =
                Some(Closure { until, why, since: running, asked: running, said, is_given_up });
        }
        is_first
    }

    /// The server answers what was sent at a time: if it had wanted nobody before that, it no longer does.
    pub(super) fn serves(&mut self, sent: Duration) {
        self.closed.take_if(|it| it.since < sent);
    }

    /// Half as many at once, at least one; by how many that is less.
    pub(super) fn shrink(&mut self) -> usize {
        let before = self.allowed;
        self.allowed = (before / 2).max(1);
        before.saturating_sub(self.allowed)
    }

    /// One more at once, if that may be.
    pub(super) fn grow(&mut self, most: usize) -> bool {
        let may = self.allowed < most;
        self.allowed += usize::from(may);
        may
    }

    /// Whether requests have to look here before they are sent, and answers after they came.
    pub(super) fn is_needed(&self, running: Duration) -> bool {
        self.closed.as_ref().is_some_and(|it| it.until > running)
            || self.counted.is_some_and(|it| it.ends > running)
            || self.allowed < self.usual
    }

    pub(super) fn begin_wait(&mut self, waiting: Waiting) -> u64 {
        self.next_id += 1;
        self.waiting.push((self.next_id, waiting));
        self.next_id
    }

    pub(super) fn end_wait(&mut self, id: u64) {
        self.waiting.retain(|(it, _)| *it != id);
    }

    pub(super) fn told(&self) -> Pacing {
        let first = self.waiting.iter().map(|(_, it)| it).min_by_key(|it| it.until);
        Pacing {
            waiting: first.cloned(),
            count: u32::try_from(self.waiting.len()).unwrap_or(u32::MAX),
            quota: self.quota.clone(),
        }
    }
}
