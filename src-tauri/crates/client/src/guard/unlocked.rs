//! The time in which a tenant is unlocked: it ends by either clock, as soon as the two disagree, and when nobody looked at
//! them for a while. Some systems count the sleep of the machine in both clocks: there only the gap tells of it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Ended, UNLOCKED_FOR, Unlocked};
use crate::clock::Clock;

/// So much the two clocks may drift apart between two looks: one that is slewed to the right time does.
const DRIFT: Duration = Duration::from_secs(5);

/// So long it may go on without a look, of which there is one each second while the program runs.
const LONGEST_GAP: SignedDuration = SignedDuration::from_secs(10);

/// One unlocking.
#[derive(Debug)]
pub(super) struct Unlock {
    pub(super) window: String,
    until: Timestamp,
    until_running: Duration,
    /// Both clocks when they were looked at last.
    seen: Timestamp,
    seen_running: Duration,
}

impl Unlock {
    pub(super) fn begin(window: &str, clock: &dyn Clock) -> Unlock {
        let (now, running) = (clock.now(), clock.running());
        let length = SignedDuration::try_from(UNLOCKED_FOR).unwrap_or_default();
        Unlock {
            window: window.to_owned(),
            until: now.saturating_add(length).unwrap_or(now),
            until_running: running.saturating_add(UNLOCKED_FOR),
            seen: now,
            seen_running: running,
        }
    }

    /// Looks at the clocks; why it is over, if it is.
    pub(super) fn look(&mut self, clock: &dyn Clock) -> Option<Ended> {
        let (now, running) = (clock.now(), clock.running());
        let on_the_wall = self.seen.duration_until(now);
        let ran = running.saturating_sub(self.seen_running);
        let ran = SignedDuration::try_from(ran).unwrap_or(SignedDuration::MAX);
        (self.seen, self.seen_running) = (now, running);
        if on_the_wall.saturating_sub(ran).unsigned_abs() > DRIFT {
            return Some(Ended::Slept);
        }
        if now >= self.until || running >= self.until_running {
            return Some(Ended::TimeOver);
        }
        (on_the_wall.max(ran) > LONGEST_GAP).then_some(Ended::Slept)
    }

    pub(super) fn told(&self, clock: &dyn Clock) -> Unlocked {
        let left = self.until_running.saturating_sub(clock.running());
        Unlocked { window: self.window.clone(), until: self.until, left }
    }
}
