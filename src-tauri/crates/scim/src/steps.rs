//! Counts what parsing and evaluating do, in tests only: bytes read, members looked at, values compared. Tests hold
//! the count against the size of the input, which says more about hostile input than a clock does.

/// Notes `count` steps of work.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn count(_count: usize) {}

#[cfg(test)]
pub(crate) use counting::{count, during};

#[cfg(test)]
mod counting {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    /// Notes `count` steps of work.
    pub(crate) fn count(count: usize) {
        STEPS.with(|it| it.set(it.get().saturating_add(count)));
    }

    /// The steps that `work` takes.
    pub(crate) fn during(work: impl FnOnce()) -> usize {
        let before = STEPS.with(Cell::get);
        work();
        STEPS.with(Cell::get) - before
    }
}

#[cfg(test)]
mod documents;
