//! Counts what parsing and evaluating do, in tests only: bytes read, members looked at, values compared. Tests hold
//! the count against the size of the input, which says more about hostile input than a clock does.

/// Notes `count` steps of work.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn count(_count: usize) {}

#[cfg(test)]
pub(crate) use counting::{assert_grows, assert_linear, count, during};

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

    /// Panics unless ten times the input, in bytes, takes about ten times the steps.
    pub(crate) fn assert_linear(name: &str, case: impl Fn(usize)) {
        assert_grows(name, 100_000, case);
    }

    /// The same, where so many steps are free.
    pub(crate) fn assert_grows(name: &str, free: usize, case: impl Fn(usize)) {
        let [small, middle] = [10_000, 100_000].map(|it| during(|| case(it)));
        assert!(middle > 0, "{name}: nothing is counted");
        assert!(middle <= small * 12 + free, "{name}: {small} {middle}");
        let large = during(|| case(1_000_000));
        assert!(large <= middle * 12 + free, "{name}: {small} {middle} {large}");
    }
}

#[cfg(test)]
mod documents;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod parsers;
#[cfg(test)]
mod patches;
#[cfg(test)]
mod public;
