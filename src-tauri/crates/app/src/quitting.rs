//! The end of the program: what has to be written down by then, and for how long that is waited for at most.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::{App, guards};

/// Longer than any write takes, and shorter than a system waits before it ends a program by force.
const PATIENCE: Duration = Duration::from_secs(2);

impl App {
    /// The program ends: what is unlocked is locked, and the log of the guards says so. Blocks for two seconds at most.
    pub fn quit(&self) {
        let app = self.clone();
        if !within(PATIENCE, move || guards::quit(&app)) {
            tracing::warn!("the log of a write guard may miss that Scimscope was quit");
        }
    }
}

/// Whether it came to its end in that time.
fn within(limit: Duration, work: impl FnOnce() + Send + 'static) -> bool {
    let (done, is_done) = mpsc::channel();
    thread::spawn(move || {
        work();
        // Nobody waits for it any more when it took too long.
        let _ = done.send(());
    });
    is_done.recv_timeout(limit).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_holds_nobody_up() {
        let (held, never) = mpsc::channel::<()>();
        assert!(!within(Duration::ZERO, move || assert!(never.recv().is_err())));
        drop(held);
        assert!(within(Duration::MAX, || ()));
    }
}
