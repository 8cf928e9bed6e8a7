//! Confirmations that were issued and not used yet, each with the request that it is for.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{CONFIRMED_FOR, Confirmation, Refusal, Token};
use crate::clock::Clock;
use crate::request::Request;

/// How many writes of a window are kept, and how many reads beside them; the oldest goes first. A person confirms one at
/// a time, and no window crowds out what another one shows.
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
}

struct One {
    token: Token,
    /// `None` once it is too old.
    request: Option<Arc<Request>>,
    is_read: bool,
    window: String,
    until: Moment,
    /// So long it is remembered that it was there: whoever brings it is told that it is too old.
    forgotten: Moment,
}

impl Issued {
    /// `None` when the system gives no random numbers: then nothing can be confirmed.
    pub(super) fn issue(
        &mut self,
        request: Arc<Request>,
        is_read: bool,
        window: &str,
        now: Moment,
    ) -> Option<Token> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).ok()?;
        let token = Token(format!("{:032x}", u128::from_be_bytes(bytes)));
        self.list.retain(|it| it.window != window || it.request.as_ref() != Some(&request));
        let is_like = |it: &One| it.is_read == is_read && it.window == window;
        if self.list.iter().filter(|it| is_like(it)).count() >= MOST
            && let Some(oldest) = self.list.iter().position(is_like)
        {
            self.list.remove(oldest);
        }
        let until = now.later(CONFIRMED_FOR);
        self.list.push_back(One {
            token: token.clone(),
            request: Some(request),
            is_read,
            window: window.to_owned(),
            until,
            forgotten: until.later(CONFIRMED_FOR),
        });
        Some(token)
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
        if **confirmed == *request { Ok(()) } else { Err(Refusal::OtherRequest) }
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
