//! What is known of a server's limits. Pure: times are those of a clock that is running, and come from outside.

use std::time::Duration;

use jiff::Timestamp;

use super::counts::Counts;
use super::{Pacing, Waiting, Why};
use crate::error::Failure;
use crate::rate_limit::Quota;

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
    /// It was asked not long ago, or is not asked by this request: nothing is sent.
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
    /// What is left of the quotas, as far as that can be counted.
    counts: Counts,
    /// Until then a person does not want to wait for a quota that is used up.
    quota_given_up_until: Duration,
    /// The tightest quota as it was told.
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

impl Pace {
    pub(super) fn new(allowed: usize) -> Pace {
        Pace {
            allowed,
            usual: allowed,
            closed: None,
            is_asked: false,
            counts: Counts::default(),
            quota_given_up_until: Duration::ZERO,
            quota: None,
            waiting: Vec::new(),
            next_id: 0,
        }
    }

    /// Whether a request may be sent now, and counts it if so. While the server wants nobody for longer than one waits,
    /// one request at a time, of those that may, asks whether that still holds, and the others are told what it said.
    pub(super) fn gate(&mut self, longest: Duration, may_ask: bool, running: Duration) -> Gate {
        self.closed.take_if(|it| it.until <= running);
        if let Some(closed) = &mut self.closed {
            let wait = closed.until.saturating_sub(running);
            if wait <= longest && !closed.is_given_up {
                return Gate::Closed { why: closed.why, wait };
            }
            if self.is_asked {
                return Gate::IsAsked { why: closed.why };
            }
            if !may_ask || running.saturating_sub(closed.asked) < ASK_EVERY {
                return Gate::Paused;
            }
            self.is_asked = true;
            return Gate::Asks;
        }
        let is_given_up = running < self.quota_given_up_until;
        if let Some(ends) = self.counts.used_up_until(running).filter(|_| !is_given_up) {
            let wait = ends.saturating_sub(running);
            if wait <= longest {
                return Gate::Closed { why: Why::QuotaUsedUp, wait };
            }
        }
        self.counts.take_one();
        Gate::Open
    }

    /// Nobody waits any more for the end of what the server says now: of its pause, and of a quota that is used up. Some
    /// servers tell another end of that with each answer, so it holds until the one that was waited for.
    pub(super) fn give_up(&mut self, running: Duration) {
        if let Some(closed) = &mut self.closed {
            closed.is_given_up = true;
        }
        if let Some(ends) = self.counts.used_up_until(running) {
            self.quota_given_up_until = ends;
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

    /// Takes in what the answer says of quotas to a request that was sent at a time.
    pub(super) fn learn_quotas(
        &mut self,
        quotas: &[Quota],
        now: Timestamp,
        sent: Duration,
        running: Duration,
    ) {
        let tightest = quotas.iter().find(|it| it.remaining.is_some()).or(quotas.first());
        if let Some(tightest) = tightest {
            self.quota = Some(tightest.clone());
        }
        self.counts.learn(quotas, now, sent, running);
    }

    /// A request was one too many for the server.
    pub(super) fn was_too_much(&mut self) {
        self.counts.refused();
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
            || self.counts.is_needed(running)
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
