//! Time as the guard and the limiter have it: what the clock on the wall says, how long the machine has been running
//! without its sleep, and waiting. It is handed in, so that tests need not wait and a sleep of the machine can be told.

use std::fmt;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::exchange::BoxFuture;

/// A clock.
pub trait Clock: Send + Sync {
    /// The time on the wall. It goes on while the machine sleeps, and somebody may set it.
    fn now(&self) -> Timestamp;

    /// How long this clock has been running. On most systems it stands still while the machine sleeps; nobody can set it.
    fn running(&self) -> Duration;

    /// Ends when so much time has passed.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

/// The clock of the machine.
#[derive(Debug)]
pub struct SystemClock {
    began: Instant,
}

impl SystemClock {
    /// A clock that begins to run now.
    #[must_use]
    pub fn new() -> SystemClock {
        SystemClock { began: Instant::now() }
    }
}

impl Default for SystemClock {
    fn default() -> SystemClock {
        SystemClock::new()
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn running(&self) -> Duration {
        self.began.elapsed()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

impl fmt::Debug for dyn Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Clock({})", self.now())
    }
}
