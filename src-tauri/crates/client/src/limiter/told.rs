//! Who waits, and how the listener hears of it: in the order in which it happens, and no oftener than it matters. Hundreds
//! may wait for one moment, and each of them changes something.

use super::{Limiter, Pacing, Waiting, lock};

/// As long as one waits, it is among those who are told of.
pub(super) struct Told<'a> {
    limiter: &'a Limiter,
    id: u64,
}

impl<'a> Told<'a> {
    pub(super) fn begin(limiter: &'a Limiter, waiting: Waiting) -> Told<'a> {
        let id = lock(&limiter.pace).begin_wait(waiting);
        let told = Told { limiter, id };
        tell(limiter);
        told
    }
}

impl Drop for Told<'_> {
    fn drop(&mut self) {
        lock(&self.limiter.pace).end_wait(self.id);
        tell(self.limiter);
    }
}

/// Tells how it stands, unless the listener knows that well enough. Nobody else tells meanwhile: what is told last is
/// what holds.
fn tell(limiter: &Limiter) {
    let mut last = lock(&limiter.telling);
    let now = lock(&limiter.pace).told();
    if !is_near(&last, &now) {
        (limiter.listener)(&now);
        *last = now;
    }
}

/// Whether a person would read the same: the same wait, to the second, of about as many.
fn is_near(last: &Pacing, now: &Pacing) -> bool {
    let wait = |it: &Pacing| {
        let waiting = it.waiting.as_ref();
        waiting.map(|it| (it.why, it.until.as_second(), it.is_write, it.was_sent))
    };
    let is_as_many = last.count.abs_diff(now.count).saturating_mul(8) <= last.count.min(now.count);
    wait(last) == wait(now) && is_as_many && (last.count == 0) == (now.count == 0)
}
