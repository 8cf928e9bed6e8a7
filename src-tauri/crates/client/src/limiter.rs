//! The limiter of one tenant: so many requests at once, none while the server wants none, and a read that was told to
//! come later is repeated then. What the server says about its limits is learnt from every answer. Waiting is bounded,
//! can be stopped, and is told; a write waits for its turn like everything else, but is never repeated. Where the server
//! wants nobody for longer than anybody waits, it is left alone but for a question now and then, which is always a read.

mod counts;
mod pace;
mod told;

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::futures::Notified;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};
use tokio_util::sync::CancellationToken;

use crate::clock::{Clock, SystemClock};
use crate::error::{Failure, FailureKind};
use crate::rate_limit::{Quota, RateLimits};
use pace::{Gate, Pace};
use told::Told;

/// What a limiter allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// How many requests are on their way at the same time, until each of them is recorded.
    pub at_once: usize,
    /// How often a read is repeated at most.
    pub repeats: u32,
    /// How long a request waits at most, all its waits together. What would take longer is not waited for.
    pub longest_wait: Duration,
    /// The wait before the first repetition where the server names none; each one after it is twice as long, and each
    /// is lengthened by a part of itself that is left to chance.
    pub first_delay: Duration,
}

impl Default for Rules {
    /// 16 at once; 3 repetitions, from 250 ms on, and 75 seconds: the windows of most servers are of one minute.
    fn default() -> Rules {
        Rules {
            at_once: 16,
            repeats: 3,
            longest_wait: Duration::from_secs(75),
            first_delay: Duration::from_millis(250),
        }
    }
}

/// What is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// The server answered 429.
    TooManyRequests,
    /// The server answered 503.
    Unavailable,
    /// The server said that nothing is left of its quota.
    QuotaUsedUp,
}

/// One request that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// What for.
    pub why: Why,
    /// Until when.
    pub until: Timestamp,
    /// Whether it writes.
    pub is_write: bool,
    /// Whether it was sent before, and refused.
    pub was_sent: bool,
    /// How often it may still be sent after it was sent once more; a write never.
    pub repeats_left: u32,
    /// How long it may still wait after this.
    pub wait_left: Duration,
}

/// How it stands with a tenant's requests; told whenever one begins to wait, and when it no longer does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pacing {
    /// The one that waits for the shortest time, if any waits.
    pub waiting: Option<Waiting>,
    /// How many wait.
    pub count: u32,
    /// What is left of the server's tightest quota, as it said last.
    pub quota: Option<Quota>,
}

/// Hears of every change that matters, in their order.
pub type Listener = Arc<dyn Fn(&Pacing) + Send + Sync>;
/// Where chance comes from.
pub type Seed = Arc<dyn Fn() -> u64 + Send + Sync>;

/// The limiter of one tenant, shared by its sessions.
pub struct Limiter {
    rules: Rules,
    clock: Arc<dyn Clock>,
    seed: Seed,
    listener: Listener,
    slots: Semaphore,
    /// So many slots are to vanish when they come back.
    excess: AtomicUsize,
    /// Whether there is anything in `pace` to look at; while the server says nothing, nobody takes the lock.
    is_paced: AtomicBool,
    pace: Mutex<Pace>,
    /// What the listener heard last. Held while it is told, never together with `pace` but before it.
    telling: Mutex<Pacing>,
    stop: Mutex<CancellationToken>,
    /// Whoever asked whether the server still wants nobody is back.
    asked: Notify,
}

/// What one request may still spend on waiting.
#[derive(Debug)]
pub(crate) struct Patience {
    repeats: u32,
    left: Duration,
    delays: Option<ExponentialBackoff>,
    /// A write may not be the one that asks a server that wants nobody.
    is_write: bool,
    /// Whether it was sent, and told to come later.
    was_sent: bool,
}

impl Patience {
    /// The same for a write, which is not there to find out whether a server wants anybody again, and is never repeated.
    pub(crate) fn of_write(self) -> Patience {
        Patience { is_write: true, repeats: 0, ..self }
    }

    /// Nothing is waited for any more: the request has its turn at once, and is not repeated.
    pub(crate) fn give_up(&mut self) {
        (self.repeats, self.left) = (0, Duration::ZERO);
    }
}

/// The leave to send one request.
#[derive(Debug)]
pub(crate) struct Slot<'a> {
    limiter: &'a Limiter,
    permit: Option<SemaphorePermit<'a>>,
    /// It asks whether the server still wants nobody.
    asks: bool,
}

/// Nobody wants the answer any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cancelled;

/// Why waiting for a turn ended before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stopped {
    /// Nobody wants the answer any more.
    Cancelled,
    /// A person does not want to wait.
    GivenUp,
    /// The server wants nobody for longer than can be waited: see [`Limiter::paused`].
    Paused,
}

impl Limiter {
    /// A limiter that knows nothing of the server yet.
    #[must_use]
    pub fn new(rules: Rules, clock: Arc<dyn Clock>, seed: Seed, listener: Listener) -> Limiter {
        Limiter {
            rules,
            clock,
            seed,
            listener,
            slots: Semaphore::new(rules.at_once),
            excess: AtomicUsize::new(0),
            is_paced: AtomicBool::new(false),
            pace: Mutex::new(Pace::new(rules.at_once)),
            telling: Mutex::default(),
            stop: Mutex::default(),
            asked: Notify::new(),
        }
    }

    /// Lets nobody wait any longer: who was told to come later gets that answer. A read that waits for its turn is sent,
    /// unless the server has just said that it wants nobody, which is its answer then; a write is not. For the end of what
    /// the server said, nobody waits who comes later either.
    pub fn stop_waiting(&self) {
        lock(&self.pace).give_up(self.clock.running());
        self.wake_waiting();
    }

    /// Lets nobody wait any longer who waits now, as what was asked for is of no use any more. Nobody has said that it
    /// takes too long: who comes later waits.
    pub fn wake_waiting(&self) {
        let stop = std::mem::take(&mut *lock(&self.stop));
        stop.cancel();
    }

    /// How it stands now.
    #[must_use]
    pub fn pacing(&self) -> Pacing {
        lock(&self.pace).told()
    }

    /// The time, by the clock that it waits by.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How long the clock that it waits by has been running.
    pub(crate) fn running(&self) -> Duration {
        self.clock.running()
    }

    pub(crate) fn patience(&self) -> Patience {
        Patience {
            repeats: self.rules.repeats,
            left: self.rules.longest_wait,
            delays: None,
            is_write: false,
            was_sent: false,
        }
    }

    /// Waits for a turn.
    pub(crate) async fn enter(
        &self,
        patience: &mut Patience,
        cancel: &CancellationToken,
    ) -> Result<Slot<'_>, Stopped> {
        loop {
            let permit = Some(self.permit(patience, cancel).await?);
            let mut slot = Slot { limiter: self, permit, asks: false };
            if !self.is_paced.load(Ordering::Relaxed) {
                return Ok(slot);
            }
            // Made before the gate is looked at: whoever comes back in between is not missed.
            let asked = self.asked.notified();
            match self.gate(patience) {
                Gate::Open => return Ok(slot),
                Gate::Asks => {
                    slot.asks = true;
                    return Ok(slot);
                }
                Gate::Paused => return Err(Stopped::Paused),
                // What it hears may take as long as any request does.
                Gate::IsAsked { .. } if patience.left.is_zero() => return Err(Stopped::Paused),
                Gate::IsAsked { why } => {
                    drop(slot);
                    self.wait_for_asker(why, asked, patience, cancel).await?;
                }
                Gate::Closed { why, wait } => {
                    drop(slot);
                    // Others wait for the same moment.
                    let wait = wait.saturating_add(self.chance_of(wait / 8));
                    patience.left = patience.left.saturating_sub(wait);
                    self.wait(why, wait, patience, cancel).await?;
                }
            }
        }
    }

    /// Waits until whoever asks the server is back, as long as patience lasts.
    async fn wait_for_asker(
        &self,
        why: Why,
        asked: Notified<'_>,
        patience: &mut Patience,
        cancel: &CancellationToken,
    ) -> Result<(), Stopped> {
        let (began, longest) = (self.clock.running(), patience.left);
        let _told = self.tell_wait(why, longest, Duration::ZERO, patience);
        let waiting = async {
            tokio::select! {
                biased;
                () = asked => false,
                () = self.clock.sleep(longest) => true,
            }
        };
        let is_over = self.unless_stopped(waiting, cancel).await?;
        let waited = self.clock.running().saturating_sub(began);
        patience.left = if is_over { Duration::ZERO } else { longest.saturating_sub(waited) };
        Ok(())
    }

    /// One of those that are on their way at once. Waiting for it counts, but does not end by itself: it is our own
    /// queue, and moves on.
    async fn permit(
        &self,
        patience: &mut Patience,
        cancel: &CancellationToken,
    ) -> Result<SemaphorePermit<'_>, Stopped> {
        if cancel.is_cancelled() {
            return Err(Stopped::Cancelled);
        }
        if let Ok(permit) = self.slots.try_acquire() {
            return Ok(permit);
        }
        let began = self.clock.running();
        let permit = self.unless_stopped(self.slots.acquire(), cancel).await?;
        let waited = self.clock.running().saturating_sub(began);
        patience.left = patience.left.saturating_sub(waited);
        permit.map_err(|_| Stopped::Cancelled)
    }

    /// A request is sent now.
    pub(crate) fn leaves(&self) {
        if self.is_paced.load(Ordering::Relaxed) {
            lock(&self.pace).leaves(self.clock.running());
        }
    }

    /// Takes in what an answer says to a request that was sent at a time of [`Limiter::running`]. `limits` are as of now.
    pub(crate) fn learn(&self, status: u16, limits: Option<&RateLimits>, sent: Duration) {
        let why = why(status);
        if why.is_none() && limits.is_none() && !self.is_paced.load(Ordering::Relaxed) {
            return;
        }
        let (now, running) = (self.clock.now(), self.clock.running());
        let mut pace = lock(&self.pace);
        if let Some(limits) = limits {
            pace.learn_quotas(&limits.quotas, now, sent, running);
        }
        match why {
            Some(why) => {
                if why == Why::TooManyRequests {
                    pace.was_too_much();
                }
                let wait = asked(why, limits, now).unwrap_or(self.rules.first_delay);
                if pace.close(why, wait, sent, running) && why == Why::TooManyRequests {
                    self.shrink(&mut pace);
                }
            }
            None => {
                pace.serves(sent);
                if status < 400 {
                    self.grow(&mut pace);
                }
            }
        }
        self.is_paced.store(pace.is_needed(running), Ordering::Relaxed);
    }

    /// Keeps a refusal that [`Limiter::learn`] has taken in, for those who are not sent because of it.
    pub(crate) fn keep_refusal(&self, status: u16, refusal: impl FnOnce() -> Failure) {
        if why(status).is_some() {
            let refusal = refusal();
            lock(&self.pace).keep_refusal(refusal);
        }
    }

    /// Why nothing is sent just now, with the exchange in which the server said so. `None` when that is over.
    pub(crate) fn paused(&self, is_write: bool) -> Option<Failure> {
        let (why, left, said) = lock(&self.pace).paused(self.clock.running())?;
        let said = said.unwrap_or_else(|| Failure::new(why.refusal()));
        let kind = FailureKind::Paused { refusal: said.kind, left, is_write };
        Some(Failure { kind: Box::new(kind), ..said })
    }

    /// Waits until a read that was told to come later may come again. `Ok(false)` when it is not to be repeated, be it
    /// that a person does not want to wait.
    pub(crate) async fn wait_to_repeat(
        &self,
        status: u16,
        limits: Option<&RateLimits>,
        patience: &mut Patience,
        cancel: &CancellationToken,
    ) -> Result<bool, Cancelled> {
        let Some(why) = why(status) else { return Ok(false) };
        if patience.repeats == 0 || lock(&self.pace).is_given_up(self.clock.running()) {
            return Ok(false);
        }
        let delays = patience.delays.get_or_insert_with(|| self.delays());
        let delay = delays.next().unwrap_or(self.rules.first_delay);
        let asked = asked(why, limits, self.clock.now());
        // Seconds are whole, clocks differ, and others were told the same moment.
        let wait = asked.map_or(delay, |it| it.saturating_add(delay / 2));
        if wait > patience.left {
            return Ok(false);
        }
        (patience.repeats, patience.was_sent) = (patience.repeats - 1, true);
        patience.left -= wait;
        match self.wait(why, wait, patience, cancel).await {
            Err(Stopped::Cancelled) => Err(Cancelled),
            ended => Ok(ended.is_ok()),
        }
    }

    fn delays(&self) -> ExponentialBackoff {
        ExponentialBuilder::default()
            .with_factor(2.0)
            .with_min_delay(self.rules.first_delay)
            .without_max_delay()
            .without_max_times()
            .with_jitter()
            .with_jitter_seed((self.seed)())
            .build()
    }

    /// A part of a duration, no longer than the first delay, that is left to chance.
    fn chance_of(&self, most: Duration) -> Duration {
        const PARTS: u32 = 1024;
        let parts = u32::try_from((self.seed)() % u64::from(PARTS)).unwrap_or_default();
        most.min(self.rules.first_delay) * parts / PARTS
    }

    fn gate(&self, patience: &Patience) -> Gate {
        let running = self.clock.running();
        let mut pace = lock(&self.pace);
        let gate = pace.gate(patience.left, !patience.is_write, running);
        self.is_paced.store(pace.is_needed(running), Ordering::Relaxed);
        gate
    }

    async fn wait(
        &self,
        why: Why,
        wait: Duration,
        patience: &Patience,
        cancel: &CancellationToken,
    ) -> Result<(), Stopped> {
        let _told = self.tell_wait(why, wait, patience.left, patience);
        self.unless_stopped(self.clock.sleep(wait), cancel).await
    }

    /// One waits, until what is returned is dropped.
    fn tell_wait(
        &self,
        why: Why,
        wait: Duration,
        wait_left: Duration,
        patience: &Patience,
    ) -> Told<'_> {
        let now = self.clock.now();
        let length = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
        let until = now.saturating_add(length).unwrap_or(now);
        let Patience { is_write, was_sent, repeats: repeats_left, .. } = *patience;
        Told::begin(self, Waiting { why, until, is_write, was_sent, repeats_left, wait_left })
    }

    async fn unless_stopped<T>(
        &self,
        waiting: impl Future<Output = T>,
        cancel: &CancellationToken,
    ) -> Result<T, Stopped> {
        let stop = lock(&self.stop).clone();
        tokio::select! {
            biased;
            () = cancel.cancelled() => Err(Stopped::Cancelled),
            () = stop.cancelled() => Err(Stopped::GivenUp),
            done = waiting => Ok(done),
        }
    }

    /// Half as many at once from now on.
    fn shrink(&self, pace: &mut Pace) {
        let vanish = pace.shrink();
        let idle = self.slots.forget_permits(vanish);
        self.excess.fetch_add(vanish - idle, Ordering::SeqCst);
    }

    /// One more at once, up to what the rules allow.
    fn grow(&self, pace: &mut Pace) {
        if pace.grow(self.rules.at_once) && !self.take_excess() {
            self.slots.add_permits(1);
        }
    }

    fn take_excess(&self) -> bool {
        let take = |it: usize| it.checked_sub(1);
        self.excess.fetch_update(Ordering::SeqCst, Ordering::SeqCst, take).is_ok()
    }
}

impl Why {
    /// The answer that it comes of, where nothing else is known of it.
    fn refusal(self) -> FailureKind {
        let status = if self == Why::Unavailable { 503 } else { 429 };
        FailureKind::Rejected {
            status,
            said: status.to_string(),
            scim_type: None,
            retry_after: None,
            is_page: false,
            by: None,
        }
    }
}

/// What a status makes one wait for.
fn why(status: u16) -> Option<Why> {
    match status {
        429 => Some(Why::TooManyRequests),
        503 => Some(Why::Unavailable),
        _ => None,
    }
}

/// For how long the server wants to be left alone: `Retry-After`, or after a 429 without it the time until the quota is
/// renewed, where nothing else is said of it. What is said to be left is counted, and waited for by that.
fn asked(why: Why, limits: Option<&RateLimits>, now: Timestamp) -> Option<Duration> {
    let limits = limits?;
    let reset = || {
        let of_unknown = limits.quotas.iter().filter(|it| it.remaining.is_none());
        of_unknown.filter_map(|it| it.resets_at).min().filter(|_| why == Why::TooManyRequests)
    };
    until(now, limits.retry_at.or_else(reset)?)
}

/// How long it is until then; `None` when that is over.
fn until(now: Timestamp, then: Timestamp) -> Option<Duration> {
    Duration::try_from(now.duration_until(then)).ok().filter(|it| !it.is_zero())
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        if self.asks {
            lock(&self.limiter.pace).was_asked();
            self.limiter.asked.notify_waiters();
        }
        if self.limiter.excess.load(Ordering::Relaxed) > 0
            && self.limiter.take_excess()
            && let Some(permit) = self.permit.take()
        {
            permit.forget();
        }
    }
}

impl Default for Limiter {
    /// By the usual rules and the clock of the machine, and nobody hears of it.
    fn default() -> Limiter {
        let clock = Arc::new(SystemClock::new());
        Limiter::new(Rules::default(), clock, seed(), Arc::new(|_| {}))
    }
}

impl fmt::Debug for Limiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Limiter").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// Chance as the system gives it.
#[must_use]
pub fn seed() -> Seed {
    // Without it everybody would wait for equally long, and that is all.
    Arc::new(|| getrandom::u64().unwrap_or_default())
}

/// What a panicking thread left behind is whole: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
