//! What is counted, and what is assumed, on times that a test names.

use super::*;

const SECOND: Duration = Duration::from_secs(1);

fn noon() -> Timestamp {
    "2026-01-01T12:00:00Z".parse().unwrap()
}

/// Counts that hear of a quota in answers: each to a request sent at a second, and answered at once.
#[derive(Default)]
struct Bench(Counts);

impl Bench {
    fn hears(&mut self, at: u32, quota: &Quota) {
        self.0.learn(std::slice::from_ref(quota), noon(), at * SECOND, at * SECOND);
    }

    /// How many may be sent at a second before something is used up, and until when that is.
    fn left(&mut self, at: u32) -> (u64, Option<u64>) {
        for sent in 0..1000 {
            if let Some(until) = self.0.used_up_until(at * SECOND) {
                return (sent, Some(until.as_secs()));
            }
            self.0.take_one();
        }
        (1000, None)
    }
}

fn left(remaining: u64) -> Quota {
    Quota { limit: Some(100), remaining: Some(remaining), ..Quota::default() }
}

#[test]
fn without_an_end_a_window_of_a_minute_is_assumed_from_the_first_answer() {
    let mut bench = Bench::default();
    bench.hears(0, &left(3));
    bench.hears(20, &left(2));
    bench.hears(40, &left(1));
    assert_eq!(bench.left(40), (1, Some(60)), "it began with the first answer");
    assert_eq!(bench.left(61), (1000, None), "then the server is asked again");
    bench.hears(62, &left(99));
    assert_eq!(bench.left(63), (99, Some(122)), "more is left: a new window");
}

#[test]
fn more_than_before_is_a_new_window_unless_the_answer_is_an_old_one() {
    let mut bench = Bench::default();
    bench.hears(10, &left(1));
    bench.0.learn(&[left(5)], noon(), 9 * SECOND, 11 * SECOND);
    assert_eq!(bench.left(12), (1, Some(70)), "an answer that was overtaken brings nothing back");
    bench.hears(30, &left(9));
    assert_eq!(bench.left(30), (9, Some(90)));
}

#[test]
fn a_window_that_is_told_takes_the_place_of_the_assumed_one() {
    let mut bench = Bench::default();
    bench.hears(0, &Quota { window_seconds: Some(10), ..left(2) });
    assert_eq!(bench.left(0), (2, Some(10)));
    let mut of_a_day = Bench::default();
    of_a_day.hears(0, &Quota { window_seconds: Some(86_400), ..left(0) });
    assert_eq!(of_a_day.left(0), (1000, None), "nobody waits for that");
}

#[test]
fn a_server_that_answers_with_nothing_left_is_not_waited_for_a_second_time() {
    let mut bench = Bench::default();
    bench.hears(0, &left(0));
    assert_eq!(bench.left(1), (0, Some(60)));
    assert_eq!(bench.left(60), (1000, None));
    bench.hears(61, &left(0));
    assert_eq!(bench.left(61), (1000, None), "the assumption was wrong");
    bench.hears(70, &left(2));
    bench.hears(71, &left(0));
    assert_eq!(bench.left(71), (0, Some(130)), "until it counts again");
}

#[test]
fn where_nobody_says_what_is_left_it_is_counted_here() {
    let policy = |name: &str, limit, window| Quota {
        name: Some(name.to_owned()),
        limit: Some(limit),
        window_seconds: Some(window),
        ..Quota::default()
    };
    let mut bench = Bench::default();
    let burst = policy("burst", 4, 10);
    let all = [burst.clone(), policy("minute", 6, 60), policy("day", 2, 86_400)];
    bench.0.learn(&all, noon(), Duration::ZERO, Duration::ZERO);
    assert_eq!(bench.left(0), (3, Some(10)), "the first one was answered just now");
    bench.hears(5, &burst);
    assert_eq!(bench.left(5), (0, Some(10)), "that it is said again changes nothing");
    bench.hears(11, &burst);
    assert_eq!(bench.left(11), (2, Some(60)), "each has a window of its own");
}

#[test]
fn a_refusal_says_that_what_is_counted_here_is_used_up() {
    let mut bench = Bench::default();
    let resets_at = noon().checked_add(jiff::SignedDuration::from_secs(25)).ok();
    bench.hears(0, &Quota { limit: Some(100), resets_at, ..Quota::default() });
    bench.0.refused();
    assert_eq!(bench.left(1), (0, Some(25)), "others may have used it");
    assert!(bench.0.is_needed(24 * SECOND) && !bench.0.is_needed(25 * SECOND));
}

#[test]
fn a_limit_without_a_time_cannot_be_counted() {
    let mut bench = Bench::default();
    bench.hears(0, &Quota { limit: Some(5), ..Quota::default() });
    bench.hears(0, &Quota { limit: Some(0), window_seconds: Some(60), ..Quota::default() });
    bench.0.refused();
    assert_eq!(bench.left(0), (1000, None));
}
