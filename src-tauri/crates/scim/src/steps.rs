//! Counts what parsing and evaluating do, in tests only: bytes read, members looked at, values compared. Tests hold
//! the count against the size of the input, which says more about hostile input than a clock does.

/// Notes `count` steps of work.
#[cfg(not(test))]
#[inline(always)]
pub(crate) fn count(_count: usize) {}

#[cfg(test)]
pub(crate) use counting::{SIZES, assert_grows, assert_linear, count, during, grown};

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

    /// How many bytes the inputs have.
    pub(crate) const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
    const FREE: usize = 100_000;

    /// Panics unless ten times the input, in bytes, takes about ten times the steps.
    pub(crate) fn assert_linear(name: &str, case: impl Fn(usize)) {
        assert_grows(name, FREE, case);
    }

    /// The same, where so many steps are free.
    pub(crate) fn assert_grows(name: &str, free: usize, case: impl Fn(usize)) {
        let [_, middle, _] = grown_beyond(name, free, |place| case(SIZES[place]));
        assert!(middle > 0, "{name}: nothing is counted");
    }

    /// The steps that an input of each of the [`SIZES`] takes, which is told its place among them. Panics as
    /// [`assert_linear`] does, but not where nothing is counted.
    pub(crate) fn grown(name: &str, case: impl Fn(usize)) -> [usize; 3] {
        grown_beyond(name, FREE, case)
    }

    fn grown_beyond(name: &str, free: usize, case: impl Fn(usize)) -> [usize; 3] {
        let [small, middle] = [0, 1].map(|it| during(|| case(it)));
        assert!(middle <= small * 12 + free, "{name}: {small} {middle}");
        let large = during(|| case(2));
        assert!(large <= middle * 12 + free, "{name}: {small} {middle} {large}");
        [small, middle, large]
    }

    #[test]
    #[should_panic(expected = "the square: ")]
    fn the_square_of_the_input_is_too_much() {
        // Of the input in pieces of a hundred bytes.
        assert_linear("the square", |size| count((size / 100).pow(2)));
    }

    #[test]
    #[should_panic(expected = "nothing is counted")]
    fn work_that_nobody_counts_proves_nothing() {
        assert_linear("no work", |_| ());
    }
}

#[cfg(test)]
mod documents;
#[cfg(test)]
mod edits;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod parsers;
#[cfg(test)]
mod patches;
#[cfg(test)]
mod public;
