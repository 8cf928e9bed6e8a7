//! The write guard of one tenant: the first stage of the pipeline. A read passes. A write passes with a confirmation that
//! was issued for exactly this request, in this window, not long ago and not used yet; and on a tenant that is read-only
//! only while somebody has unlocked it. It keeps its state in memory alone: whoever quits has locked everything.

mod issued;
mod read;
mod unlocked;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;

use crate::base_url::BaseUrl;
use crate::clock::{Clock, SystemClock};
use crate::request::Request;
use issued::{Issued, Moment};
pub use read::is_read;
use read::leads_outside;
pub(crate) use read::{is_override_parameter, overrides};
use unlocked::Unlock;

/// How long a tenant stays unlocked.
pub const UNLOCKED_FOR: Duration = Duration::from_secs(15 * 60);
/// How long a confirmation can be used.
pub const CONFIRMED_FOR: Duration = Duration::from_secs(5 * 60);

/// How a tenant is guarded, the strictest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mode {
    /// Nothing is written unless somebody has unlocked it.
    ReadOnly,
    /// A person is shown each write and confirms it.
    Confirm,
    /// A write needs its confirmation, but no person is asked for it.
    Free,
}

/// Why a tenant is no longer unlocked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ended {
    /// The time was over.
    TimeOver,
    /// The machine slept, or its clock was set.
    Slept,
    /// Somebody locked it.
    ByHand,
    /// The window that had unlocked it shows another tenant, or was closed.
    Left,
    /// The tenant was changed.
    Changed,
}

/// How a guard stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// How the tenant is guarded.
    pub mode: Mode,
    /// Set while a tenant that is read-only is unlocked.
    pub unlocked: Option<Unlocked>,
    /// Why it is no longer unlocked, if it once was.
    pub ended: Option<Ended>,
}

/// For how long a tenant is unlocked, and by which window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlocked {
    /// The window.
    pub window: String,
    /// When it ends by itself.
    pub until: Timestamp,
    /// How long that still is.
    pub left: Duration,
}

/// What a request counts as, before it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CountsAs {
    /// It only reads.
    Read,
    /// It writes, and may be sent when it is confirmed.
    Write,
    /// It writes, and the tenant is read-only.
    Blocked,
}

/// The leave to send one request once. Only a [`Guard`] makes one.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Token(String);

/// What is brought along to send a write.
#[derive(Debug, Clone)]
pub struct Confirmation {
    /// The leave.
    pub token: Token,
    /// The window that sends.
    pub window: String,
}

/// Why a request is not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The tenant is read-only.
    ReadOnly,
    /// It leads to a place that is not below the tenant's base URL, where another guard may stand.
    OutsideBase,
    /// There is no confirmation.
    Unconfirmed,
    /// The confirmation is not one that was issued, or was used already.
    UnknownToken,
    /// The confirmation is too old.
    Expired,
    /// The confirmation is for another request.
    OtherRequest,
    /// The confirmation was issued for another window.
    OtherWindow,
    /// While it waited for its turn, the tenant was locked, changed or left by the window.
    Withdrawn,
    /// It waited for its turn, and a person stopped the waiting.
    Stopped,
}

/// That the guard let a request pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Admitted {
    Read,
    Write(Leave),
}

impl Admitted {
    pub(crate) fn is_write(&self) -> bool {
        matches!(self, Admitted::Write(_))
    }
}

/// The leave to write that a window got, as of a time. It is void when the tenant was locked or changed since, also
/// where it is open again, and when the window has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leave {
    window: String,
    epochs: (u64, u64),
}

/// The guard of one tenant, shared by its sessions.
pub struct Guard {
    clock: Arc<dyn Clock>,
    inner: Mutex<Inner>,
}

struct Inner {
    mode: Mode,
    unlock: Option<Unlock>,
    ended: Option<Ended>,
    issued: Issued,
    /// How often it was locked or changed, and how often each window has left.
    epoch: u64,
    left: HashMap<String, u64>,
}

impl Guard {
    /// A guard that is locked, if it can be.
    #[must_use]
    pub fn new(mode: Mode, clock: Arc<dyn Clock>) -> Guard {
        let inner = Inner {
            mode,
            unlock: None,
            ended: None,
            issued: Issued::default(),
            epoch: 0,
            left: HashMap::new(),
        };
        Guard { clock, inner: Mutex::new(inner) }
    }

    /// How it stands now.
    #[must_use]
    pub fn state(&self) -> State {
        self.looked().state(&*self.clock)
    }

    /// Unlocks a read-only tenant for [`UNLOCKED_FOR`], from now on, and says how it stands. A tenant that is not
    /// read-only stays as it is. Somebody has to look at it each second from then on ([`Guard::state`]): that nobody did
    /// is how a sleep of the machine is told where both clocks go on meanwhile.
    pub fn unlock(&self, window: &str) -> State {
        let mut inner = self.looked();
        if inner.mode == Mode::ReadOnly {
            inner.unlock = Some(Unlock::begin(window, &*self.clock));
            inner.ended = None;
        }
        inner.state(&*self.clock)
    }

    /// Locks the tenant again; what was confirmed and not sent is void. Says whether it was unlocked.
    pub fn lock(&self, why: Ended) -> bool {
        let mut inner = self.looked();
        let was_unlocked = inner.unlock.is_some();
        inner.end(why);
        was_unlocked
    }

    /// Locks the tenant if this window had unlocked it, and voids what the window had confirmed, also what waits for its
    /// turn. Says whether it had.
    pub fn leave(&self, window: &str) -> bool {
        let mut inner = self.looked();
        inner.issued.forget_window(window);
        *inner.left.entry(window.to_owned()).or_default() += 1;
        let is_its_own = inner.unlock.as_ref().is_some_and(|it| it.window == window);
        if is_its_own {
            inner.end(Ended::Left);
        }
        is_its_own
    }

    /// Guards the tenant in another way from now on: locked, and nothing confirmed.
    pub fn set_mode(&self, mode: Mode) {
        let mut inner = self.looked();
        inner.end(Ended::Changed);
        inner.mode = mode;
    }

    /// What a request would count as now.
    #[must_use]
    pub fn counts_as(&self, base: &BaseUrl, request: &Request) -> CountsAs {
        if is_read(base, request) {
            CountsAs::Read
        } else if self.looked().is_open() {
            CountsAs::Write
        } else {
            CountsAs::Blocked
        }
    }

    /// Gives leave to send exactly this request once, from this window, within [`CONFIRMED_FOR`]. The leave that the
    /// window had for the same request is void.
    ///
    /// # Errors
    /// [`Refusal::OutsideBase`] for a write that is not below the base URL, [`Refusal::ReadOnly`] for one on a tenant that
    /// is locked.
    pub fn issue(
        &self,
        base: &BaseUrl,
        request: Arc<Request>,
        window: &str,
    ) -> Result<Token, Refusal> {
        let issued = self.issue_all(base, vec![request], window)?;
        issued.into_iter().next().ok_or(Refusal::UnknownToken)
    }

    /// As [`Guard::issue`], for requests that a person is shown and confirms together: one leave for each, in their order.
    /// When one of them is sent, the others can be for another [`CONFIRMED_FOR`].
    ///
    /// # Errors
    /// As for [`Guard::issue`]; then none is given.
    pub fn issue_all(
        &self,
        base: &BaseUrl,
        requests: Vec<Arc<Request>>,
        window: &str,
    ) -> Result<Vec<Token>, Refusal> {
        let all_read = requests.iter().all(|it| is_read(base, it));
        if requests.iter().any(|it| !is_read(base, it) && leads_outside(base, it)) {
            return Err(Refusal::OutsideBase);
        }
        let mut inner = self.looked();
        if !all_read && !inner.is_open() {
            return Err(Refusal::ReadOnly);
        }
        let now = Moment::of(&*self.clock);
        inner.issued.issue(requests, all_read, window, now).ok_or(Refusal::UnknownToken)
    }

    /// The request that a token was issued for, in this window; it can still be sent with it.
    ///
    /// # Errors
    /// Why it cannot.
    pub fn prepared(&self, confirmation: &Confirmation) -> Result<Arc<Request>, Refusal> {
        self.looked().issued.find(confirmation, Moment::of(&*self.clock))
    }

    /// Whether a request may go on to the socket. A confirmation that is brought along is used up by this, whatever
    /// comes of it.
    pub(crate) fn admit(
        &self,
        base: &BaseUrl,
        request: &Request,
        confirmation: Option<&Confirmation>,
    ) -> Result<Admitted, Refusal> {
        if confirmation.is_none() && is_read(base, request) {
            return Ok(Admitted::Read);
        }
        let mut inner = self.looked();
        let confirmed = match confirmation {
            None => Err(Refusal::Unconfirmed),
            Some(it) => inner.issued.redeem(it, request, Moment::of(&*self.clock)).map(|()| it),
        };
        if is_read(base, request) {
            return Ok(Admitted::Read);
        }
        if leads_outside(base, request) {
            return Err(Refusal::OutsideBase);
        }
        if !inner.is_open() {
            return Err(Refusal::ReadOnly);
        }
        confirmed.map(|it| Admitted::Write(inner.leave_of(&it.window)))
    }

    /// Whether a leave still holds: asked again after a write has waited for its turn.
    pub(crate) fn check(&self, leave: &Leave) -> Result<(), Refusal> {
        let inner = self.looked();
        if !inner.is_open() {
            Err(Refusal::ReadOnly)
        } else if inner.leave_of(&leave.window) == *leave {
            Ok(())
        } else {
            Err(Refusal::Withdrawn)
        }
    }

    /// The state, after having looked at the clock.
    fn looked(&self) -> MutexGuard<'_, Inner> {
        // What a panicking thread left behind is whole: each change is one step.
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.issued.forget_expired(Moment::of(&*self.clock));
        if let Some(why) = inner.unlock.as_mut().and_then(|it| it.look(&*self.clock)) {
            inner.end(why);
        }
        inner
    }
}

impl Inner {
    fn is_open(&self) -> bool {
        self.mode != Mode::ReadOnly || self.unlock.is_some()
    }

    fn leave_of(&self, window: &str) -> Leave {
        let left = self.left.get(window).copied().unwrap_or_default();
        Leave { window: window.to_owned(), epochs: (self.epoch, left) }
    }

    fn end(&mut self, why: Ended) {
        self.epoch += 1;
        if self.unlock.take().is_some() {
            self.ended = Some(why);
        }
        self.issued.forget_all();
    }

    fn state(&self, clock: &dyn Clock) -> State {
        let unlocked = self.unlock.as_ref().map(|it| it.told(clock));
        State { mode: self.mode, unlocked, ended: self.ended }
    }
}

impl Default for Guard {
    /// Read-only, by the clock of the machine.
    fn default() -> Guard {
        Guard::new(Mode::ReadOnly, Arc::new(SystemClock::new()))
    }
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guard").field(&self.state()).finish()
    }
}

impl Token {
    /// A token as it comes back from a window. Whether it was ever issued is seen when it is used.
    #[must_use]
    pub fn read(text: &str) -> Token {
        Token(text.to_owned())
    }

    /// The token as it goes to a window.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(***)")
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Refusal::ReadOnly => "the tenant is read-only",
            Refusal::OutsideBase => "it leads outside of the base URL",
            Refusal::Unconfirmed => "it was not confirmed",
            Refusal::UnknownToken => "its confirmation was used already, or never given",
            Refusal::Expired => "its confirmation is too old",
            Refusal::OtherRequest => "another request was confirmed",
            Refusal::OtherWindow => "it was confirmed in another window",
            Refusal::Withdrawn => "the tenant was locked, changed or left while it waited",
            Refusal::Stopped => "the waiting for its turn was stopped",
        })
    }
}
