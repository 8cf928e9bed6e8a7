//! Confirmations that were issued and not used yet, each with the request that it is for.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{CONFIRMED_FOR, Confirmation, Refusal, Token};
use crate::clock::Clock;
use crate::request::Request;

/// How many batches of writes of a window are kept, and how many of reads beside them; the oldest goes first, as a whole.
/// A person confirms one at a time, and no window crowds out what another one shows.
const MOST: usize = 8;

/// By both clocks: one may stand still while the machine sleeps, the other may be set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    wall: Timestamp,
    running: Duration,
}

impl Moment {
    pub(super) fn of(clock: &dyn Clock) -> Moment {
        Moment { wall: clock.now(), running: clock.running() }
    }

    fn later(self, duration: Duration) -> Moment {
        let length = SignedDuration::try_from(duration).unwrap_or(SignedDuration::MAX);
        Moment {
            wall: self.wall.saturating_add(length).unwrap_or(Timestamp::MAX),
            running: self.running.saturating_add(duration),
        }
    }

    /// Whether it has come by either clock.
    fn has_come(self, now: Moment) -> bool {
        now.wall >= self.wall || now.running >= self.running
    }
}

#[derive(Default)]
pub(super) struct Issued {
    list: VecDeque<One>,
    batches: u64,
}

struct One {
    token: Token,
    /// What is shown and confirmed together, however many requests that are.
    batch: u64,
    /// `None` once it is too old.
    request: Option<Arc<Request>>,
    is_read: bool,
    window: String,
    until: Moment,
    /// So long it is remembered that it was there: whoever brings it is told that it is too old.
    forgotten: Moment,
}

impl Issued {
    /// One for each request, to be confirmed together. `None` when the system gives no random numbers: then nothing can
    /// be confirmed.
    pub(super) fn issue(
        &mut self,
        requests: Vec<Arc<Request>>,
        is_read: bool,
        window: &str,
        now: Moment,
    ) -> Option<Vec<Token>> {
        let tokens = requests.iter().map(|_| token()).collect::<Option<Vec<Token>>>()?;
        self.forget_same(&requests, window);
        self.make_room(is_read, window);
        self.batches += 1;
        let until = now.later(CONFIRMED_FOR);
        for (request, token) in requests.into_iter().zip(&tokens) {
            self.list.push_back(One {
                token: token.clone(),
                batch: self.batches,
                request: Some(request),
                is_read,
                window: window.to_owned(),
                until,
                forgotten: until.later(CONFIRMED_FOR),
            });
        }
        Some(tokens)
    }

    /// What the window had for one of these requests is void.
    fn forget_same(&mut self, requests: &[Arc<Request>], window: &str) {
        let mut by_url: HashMap<&str, Vec<&Arc<Request>>> = HashMap::new();
        for it in requests {
            by_url.entry(it.url.as_str()).or_default().push(it);
        }
        let is_same =
            |it: &Arc<Request>| by_url.get(it.url.as_str()).is_some_and(|same| same.contains(&it));
        self.list.retain(|it| it.window != window || !it.request.as_ref().is_some_and(is_same));
    }

    fn make_room(&mut self, is_read: bool, window: &str) {
        let is_like = |it: &One| it.is_read == is_read && it.window == window;
        let mut batches: Vec<u64> =
            self.list.iter().filter(|it| is_like(it)).map(|it| it.batch).collect();
        // They stand in the order in which they were issued.
        batches.dedup();
        if batches.len() >= MOST
            && let Some(oldest) = batches.first()
        {
            self.list.retain(|it| it.batch != *oldest);
        }
    }

    pub(super) fn find(
        &self,
        confirmation: &Confirmation,
        now: Moment,
    ) -> Result<Arc<Request>, Refusal> {
        let found = self.list.iter().find(|it| it.token == confirmation.token);
        let found = found.ok_or(Refusal::UnknownToken)?;
        found.check(confirmation, now).map(Arc::clone)
    }

    /// Uses a confirmation up: whatever comes of it, it is gone.
    pub(super) fn redeem(
        &mut self,
        confirmation: &Confirmation,
        request: &Request,
        now: Moment,
    ) -> Result<(), Refusal> {
        let at = self.list.iter().position(|it| it.token == confirmation.token);
        let found = at.and_then(|at| self.list.remove(at)).ok_or(Refusal::UnknownToken)?;
        let confirmed = found.check(confirmation, now)?;
        if **confirmed != *request {
            return Err(Refusal::OtherRequest);
        }
        // The others were confirmed with it, and wait for their turn.
        let until = now.later(CONFIRMED_FOR);
        for it in self.list.iter_mut().filter(|it| it.batch == found.batch) {
            it.until = until;
            it.forgotten = until.later(CONFIRMED_FOR);
        }
        Ok(())
    }

    pub(super) fn forget_window(&mut self, window: &str) {
        self.list.retain(|it| it.window != window);
    }

    pub(super) fn forget_all(&mut self) {
        self.list.clear();
    }

    /// What is too old is kept no longer than it takes to say so, and without the body that it may hold.
    pub(super) fn forget_expired(&mut self, now: Moment) {
        self.list.retain(|it| !it.forgotten.has_come(now));
        for one in &mut self.list {
            one.request.take_if(|_| one.until.has_come(now));
        }
    }
}

/// A new one, which nobody can guess.
fn token() -> Option<Token> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(Token(format!("{:032x}", u128::from_be_bytes(bytes))))
}

impl One {
    /// The request that it is for, if it can be used.
    fn check(&self, confirmation: &Confirmation, now: Moment) -> Result<&Arc<Request>, Refusal> {
        match &self.request {
            _ if self.window != confirmation.window => Err(Refusal::OtherWindow),
            Some(request) if !self.until.has_come(now) => Ok(request),
            _ => Err(Refusal::Expired),
        }
    }
}
