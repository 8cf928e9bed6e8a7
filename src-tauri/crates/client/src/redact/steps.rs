//! Counts the bytes that redaction looks at, in tests only: how their number grows with a text that is made to hurt says
//! more than a clock does. And bounds it, where nothing else does.

/// Notes `count` bytes that were looked at.
#[cfg(not(test))]
#[inline(always)]
pub(super) fn count(_count: usize) {}

#[cfg(test)]
pub(super) use counting::{count, during};

/// How often the bytes of a text may be looked at. Other texts come nowhere near the bound; of one that does, all counts
/// as secret.
#[derive(Debug)]
pub(super) struct Looks {
    left: usize,
}

impl Looks {
    /// What is always allowed, so that the bound means nothing to short texts.
    const FREE: usize = 1 << 16;

    /// So many for each byte.
    pub(super) fn of(bytes: usize, each: usize) -> Self {
        Self { left: Self::FREE + bytes.saturating_mul(each) }
    }

    /// Takes some; `None` when there are not as many left, and then none are.
    pub(super) fn take(&mut self, looks: usize) -> Option<()> {
        count(looks);
        let left = self.left.checked_sub(looks);
        self.left = left.unwrap_or(0);
        left.map(|_| ())
    }

    /// Whether none are left.
    pub(super) fn are_spent(&self) -> bool {
        self.left == 0
    }
}

#[cfg(test)]
mod counting {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// Notes `count` bytes that were looked at.
    pub(in crate::redact) fn count(count: usize) {
        STEPS.with(|it| it.set(it.get().saturating_add(count)));
    }

    /// The bytes that `work` looks at, each as often as it does.
    pub(in crate::redact) fn during(work: impl FnOnce()) -> usize {
        let before = STEPS.with(Cell::get);
        work();
        STEPS.with(Cell::get) - before
    }
}
