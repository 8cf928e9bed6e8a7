//! Waiting, by tokio's own clock, which is paused: nothing of this takes any time.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use tokio::time::Instant;

use super::*;
use crate::exchange::BoxFuture;

/// The paused clock of tokio.
struct Paused(Instant);

impl Clock for Paused {
    fn now(&self) -> Timestamp {
        let since = SignedDuration::try_from(self.0.elapsed()).unwrap();
        "2026-01-01T00:00:00Z".parse::<Timestamp>().unwrap().checked_add(since).unwrap()
    }
    fn running(&self) -> Duration {
        self.0.elapsed()
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

type Heard = Arc<Mutex<Vec<Pacing>>>;

fn limiter(rules: Rules) -> (Arc<Limiter>, Heard) {
    let heard = Heard::default();
    let hears = Arc::clone(&heard);
    let listener: Listener = Arc::new(move |it| hears.lock().unwrap().push(it.clone()));
    let clock = Arc::new(Paused(Instant::now()));
    (Arc::new(Limiter::new(rules, clock, Arc::new(|| 7), listener)), heard)
}

fn retry_in(limiter: &Limiter, seconds: i64) -> RateLimits {
    let at = limiter.clock.now().checked_add(SignedDuration::from_secs(seconds)).unwrap();
    RateLimits { quotas: Vec::new(), retry_at: Some(at) }
}

fn quota(limiter: &Limiter, remaining: u64, seconds: i64) -> RateLimits {
    let resets_at = limiter.clock.now().checked_add(SignedDuration::from_secs(seconds)).ok();
    let quota = Quota { remaining: Some(remaining), resets_at, ..Quota::default() };
    RateLimits { quotas: vec![quota], retry_at: None }
}

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn a_read_that_was_refused_comes_again_when_the_server_said() {
    let (limiter, heard) = limiter(Rules::default());
    let (begin, cancel) = (Instant::now(), CancellationToken::new());
    let mut patience = limiter.patience();
    let limits = retry_in(&limiter, 20);
    limiter.learn(429, Some(&limits), limiter.running());
    let again = limiter.wait_to_repeat(429, Some(&limits), &mut patience, &cancel).await;
    assert_eq!(again, Ok(true));
    let waited = begin.elapsed();
    assert!(waited >= 20 * SECOND && waited < 21 * SECOND, "{waited:?}");
    let heard = heard.lock().unwrap();
    let waiting = heard[0].waiting.clone().unwrap();
    assert_eq!((waiting.why, waiting.repeats_left), (Why::TooManyRequests, 2));
    assert_eq!((waiting.is_write, waiting.was_sent), (false, true));
    assert!(waiting.wait_left < 55 * SECOND, "{waiting:?}");
    assert_eq!((heard.len(), heard[1].count, &heard[1].waiting), (2, 0, &None));
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_its_first_turn_was_not_sent_and_a_write_is_not_repeated() {
    for is_write in [false, true] {
        let (limiter, heard) = limiter(Rules::default());
        let cancel = CancellationToken::new();
        let limits = retry_in(&limiter, 20);
        limiter.learn(429, Some(&limits), limiter.running());
        let patience = limiter.patience();
        let mut patience = if is_write { patience.of_write() } else { patience };
        limiter.enter(&mut patience, &cancel).await.map(drop).unwrap();
        let waiting = heard.lock().unwrap()[0].waiting.clone().unwrap();
        let repeats = if is_write { 0 } else { 3 };
        assert_eq!((waiting.is_write, waiting.was_sent), (is_write, false));
        assert_eq!(waiting.repeats_left, repeats);
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_time_each_wait_is_longer_and_they_come_to_an_end() {
    let (limiter, _) = limiter(Rules::default());
    let cancel = CancellationToken::new();
    let mut patience = limiter.patience();
    let mut waits = Vec::new();
    loop {
        let begin = Instant::now();
        limiter.learn(503, None, limiter.running());
        if limiter.wait_to_repeat(503, None, &mut patience, &cancel).await != Ok(true) {
            break;
        }
        waits.push(begin.elapsed());
    }
    assert_eq!(waits.len(), 3);
    for (at, wait) in waits.iter().enumerate() {
        let least = Duration::from_millis(250 << at);
        assert!(*wait >= least && *wait < 2 * least + Duration::from_millis(2), "{waits:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn chance_is_what_was_handed_in() {
    let wait = |seed: u64| {
        let clock = Arc::new(Paused(Instant::now()));
        let limiter =
            Limiter::new(Rules::default(), clock, Arc::new(move || seed), Arc::new(|_| {}));
        limiter.delays().next().unwrap()
    };
    assert_eq!(wait(1), wait(1));
    assert!((2..20).any(|seed| wait(seed) != wait(1)));
}

/// Enters and says what came of that, without keeping the slot.
async fn entered(limiter: &Limiter) -> Result<(), Stopped> {
    let cancel = CancellationToken::new();
    limiter.enter(&mut limiter.patience(), &cancel).await.map(drop)
}

fn refusal(exchange: &str) -> Failure {
    let kind = FailureKind::Forbidden { said: "later".to_owned(), sent: None };
    Failure::at(kind, "https://scim.example.com", Some(exchange.to_owned()))
}

#[tokio::test(start_paused = true)]
async fn what_takes_too_long_is_not_waited_for() {
    let (limiter, heard) = limiter(Rules::default());
    let (begin, cancel) = (Instant::now(), CancellationToken::new());
    let mut patience = limiter.patience();
    for seconds in [90, 3_600, 30_000_000_000] {
        let limits = retry_in(&limiter, seconds);
        limiter.learn(429, Some(&limits), limiter.running());
        let again = limiter.wait_to_repeat(429, Some(&limits), &mut patience, &cancel).await;
        assert_eq!(again, Ok(false), "{seconds}");
        let next = limiter.enter(&mut patience, &cancel).await.map(drop);
        assert_eq!(next, Err(Stopped::Paused), "and nobody asks again at once");
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert!(heard.lock().unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn while_a_pause_is_too_long_to_wait_for_one_asks_now_and_then() {
    let (limiter, _) = limiter(Rules::default());
    let cancel = CancellationToken::new();
    limiter.learn(503, Some(&retry_in(&limiter, 86_400)), limiter.running());
    limiter.keep_refusal(503, || refusal("1"));
    assert_eq!(entered(&limiter).await, Err(Stopped::Paused));
    let told = limiter.paused(false).unwrap();
    assert_eq!(told.exchange.as_deref(), Some("1"));
    assert!(told.explain().detail.contains("23 hours") || told.explain().detail.contains("1 day"));
    tokio::time::advance(11 * SECOND).await;
    let asks = limiter.enter(&mut limiter.patience(), &cancel).await.unwrap();
    // The others wait for what it hears.
    let mut patience = limiter.patience();
    let mut others = pin!(limiter.enter(&mut patience, &cancel));
    let mut context = Context::from_waker(Waker::noop());
    assert!(others.as_mut().poll(&mut context).is_pending());
    limiter.learn(503, Some(&retry_in(&limiter, 600)), limiter.running());
    drop(asks);
    let heard = others.as_mut().poll(&mut context).map(|it| it.map(drop));
    assert_eq!(heard, Poll::Ready(Err(Stopped::Paused)));
    let FailureKind::Paused { left, .. } = *limiter.paused(false).unwrap().kind else { panic!() };
    assert!(left <= 600 * SECOND, "what was said last holds, also where it is less: {left:?}");
    tokio::time::advance(11 * SECOND).await;
    let asks = limiter.enter(&mut limiter.patience(), &cancel).await.unwrap();
    tokio::time::advance(SECOND).await;
    limiter.learn(404, None, limiter.running() - SECOND);
    drop(asks);
    for _ in 0..3 {
        assert_eq!(entered(&limiter).await, Ok(()), "it answers again, whatever it is");
    }
    assert!(limiter.paused(false).is_none());
}

#[tokio::test(start_paused = true)]
async fn waiting_for_whoever_asks_is_told_and_bounded_and_can_be_stopped() {
    let (limiter, heard) = limiter(Rules::default());
    let cancel = CancellationToken::new();
    limiter.learn(503, Some(&retry_in(&limiter, 3_600)), limiter.running());
    tokio::time::advance(11 * SECOND).await;
    // Its server accepts the connection and says nothing.
    let _asks = limiter.enter(&mut limiter.patience(), &cancel).await.unwrap();
    let begin = Instant::now();
    assert_eq!(entered(&limiter).await, Err(Stopped::Paused));
    assert_eq!(begin.elapsed(), Rules::default().longest_wait);
    let told = heard.lock().unwrap().first().cloned().unwrap();
    assert_eq!((told.count, told.waiting.unwrap().why), (1, Why::Unavailable));
    assert_eq!(limiter.pacing().count, 0);

    let waits = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move {
            let (mut patience, cancel) = (limiter.patience(), CancellationToken::new());
            let stopped = limiter.enter(&mut patience, &cancel).await.map(drop);
            patience.give_up();
            (stopped, limiter.enter(&mut patience, &cancel).await.map(drop))
        }
    });
    tokio::task::yield_now().await;
    let begin = Instant::now();
    limiter.stop_waiting();
    assert_eq!(waits.await.unwrap(), (Err(Stopped::GivenUp), Err(Stopped::Paused)));
    assert_eq!(begin.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn whoever_was_to_ask_and_sent_nothing_has_not_asked() {
    let (limiter, _) = limiter(Rules::default());
    let cancel = CancellationToken::new();
    limiter.learn(503, Some(&retry_in(&limiter, 3_600)), limiter.running());
    tokio::time::advance(11 * SECOND).await;
    for _ in 0..3 {
        // Its token was too old by then, or its tenant was closed.
        drop(limiter.enter(&mut limiter.patience(), &cancel).await.unwrap());
    }
    let asks = limiter.enter(&mut limiter.patience(), &cancel).await.unwrap();
    limiter.leaves();
    drop(asks);
    assert_eq!(entered(&limiter).await, Err(Stopped::Paused), "now the server was asked");
}

#[tokio::test(start_paused = true)]
async fn a_later_and_shorter_pause_takes_the_place_of_a_long_one() {
    let (limiter, _) = limiter(Rules::default());
    limiter.learn(503, Some(&retry_in(&limiter, 86_400)), limiter.running());
    tokio::time::advance(300 * SECOND).await;
    let (begin, sent) = (Instant::now(), limiter.running());
    limiter.learn(429, Some(&retry_in(&limiter, 10)), sent);
    assert_eq!(entered(&limiter).await, Ok(()));
    let waited = begin.elapsed();
    assert!(waited >= 10 * SECOND && waited < 11 * SECOND, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_was_on_its_way_before_the_pause_does_not_end_it() {
    let (limiter, _) = limiter(Rules::default());
    let before = limiter.running();
    tokio::time::advance(SECOND).await;
    limiter.learn(429, Some(&retry_in(&limiter, 20)), before);
    limiter.learn(200, None, before);
    limiter.learn(429, Some(&retry_in(&limiter, 5)), before);
    let begin = Instant::now();
    assert_eq!(entered(&limiter).await, Ok(()));
    assert!(begin.elapsed() >= 20 * SECOND, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_wait_of_one_who_repeats_does_not_hold_up_the_others() {
    let rules = Rules { first_delay: 8 * SECOND, ..Rules::default() };
    let (limiter, _) = limiter(rules);
    let cancel = CancellationToken::new();
    let limits = retry_in(&limiter, 10);
    limiter.learn(429, Some(&limits), limiter.running());
    let mut patience = limiter.patience();
    let mut repeats = pin!(limiter.wait_to_repeat(429, Some(&limits), &mut patience, &cancel));
    let mut context = Context::from_waker(Waker::noop());
    // It waits for at least four seconds more than the server asked for, by its own delay.
    assert!(repeats.as_mut().poll(&mut context).is_pending());
    let begin = Instant::now();
    assert_eq!(entered(&limiter).await, Ok(()));
    assert!(begin.elapsed() < 14 * SECOND, "{:?}", begin.elapsed());
    assert!(repeats.as_mut().poll(&mut context).is_pending());
}

#[tokio::test(start_paused = true)]
async fn hundreds_that_wait_for_one_moment_are_told_of_in_a_few_words() {
    let heard = Heard::default();
    let (hears, chance) = (Arc::clone(&heard), AtomicUsize::new(0));
    let limiter = Arc::new(Limiter::new(
        Rules::default(),
        Arc::new(Paused(Instant::now())),
        Arc::new(move || chance.fetch_add(7, Ordering::Relaxed) as u64),
        Arc::new(move |it| hears.lock().unwrap().push(it.clone())),
    ));
    limiter.learn(429, Some(&retry_in(&limiter, 30)), limiter.running());
    let waits: Vec<_> = (0..500)
        .map(|_| {
            let limiter = Arc::clone(&limiter);
            tokio::spawn(async move { entered(&limiter).await })
        })
        .collect();
    while limiter.pacing().count < 500 {
        tokio::task::yield_now().await;
    }
    for wait in waits {
        assert_eq!(wait.await.unwrap(), Ok(()));
    }
    let heard = heard.lock().unwrap();
    assert!(heard.len() < 120, "{}", heard.len());
    let most = heard.iter().map(|it| it.count).max().unwrap();
    assert!(most > 430, "{most}");
    let last = heard.last().unwrap();
    assert_eq!((last.count, &last.waiting), (0, &None), "the last word is that nobody waits");
}

#[tokio::test(start_paused = true)]
async fn waiting_for_a_slot_can_be_stopped_and_counts() {
    let (limiter, _) = limiter(Rules { at_once: 1, ..Rules::default() });
    let cancel = CancellationToken::new();
    let slot = limiter.enter(&mut limiter.patience(), &cancel).await.unwrap();
    let waits = |limiter: &Arc<Limiter>| {
        let (limiter, cancel) = (Arc::clone(limiter), cancel.clone());
        tokio::spawn(async move {
            let mut patience = limiter.patience();
            let entered = limiter.enter(&mut patience, &cancel).await.map(drop);
            (entered, patience.left)
        })
    };
    let stopped = waits(&limiter);
    tokio::task::yield_now().await;
    limiter.stop_waiting();
    assert_eq!(stopped.await.unwrap().0, Err(Stopped::GivenUp));
    let goes_on = waits(&limiter);
    tokio::task::yield_now().await;
    tokio::time::advance(25 * SECOND).await;
    drop(slot);
    assert_eq!(goes_on.await.unwrap(), (Ok(()), 50 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn a_quota_of_a_day_does_not_hide_that_of_a_minute() {
    let (limiter, _) = limiter(Rules::default());
    let minute = quota(&limiter, 1, 60).quotas.remove(0);
    let day = quota(&limiter, 1, 80_000).quotas.remove(0);
    let limits = RateLimits { quotas: vec![day, minute], retry_at: None };
    limiter.learn(200, Some(&limits), limiter.running());
    let begin = Instant::now();
    assert_eq!(entered(&limiter).await, Ok(()));
    assert_eq!(begin.elapsed(), Duration::ZERO);
    assert_eq!(entered(&limiter).await, Ok(()));
    assert!(begin.elapsed() >= 60 * SECOND, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn two_waits_share_one_patience() {
    let (limiter, _) = limiter(Rules::default());
    let cancel = CancellationToken::new();
    let mut patience = limiter.patience();
    let mut again = Vec::new();
    for _ in 0..2 {
        let limits = retry_in(&limiter, 40);
        again.push(limiter.wait_to_repeat(429, Some(&limits), &mut patience, &cancel).await);
    }
    assert_eq!(again, [Ok(true), Ok(false)]);
}

#[tokio::test(start_paused = true)]
async fn everybody_waits_while_the_server_wants_nobody() {
    let (limiter, _) = limiter(Rules::default());
    let begin = Instant::now();
    limiter.learn(503, Some(&retry_in(&limiter, 10)), limiter.running());
    let (mut patience, cancel) = (limiter.patience(), CancellationToken::new());
    drop(limiter.enter(&mut patience, &cancel).await.unwrap());
    assert!(begin.elapsed() >= 10 * SECOND);
    let then = Instant::now();
    drop(limiter.enter(&mut limiter.patience(), &cancel).await.unwrap());
    assert_eq!(then.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_quota_is_counted_down_and_waited_for() {
    let (limiter, heard) = limiter(Rules::default());
    let (begin, cancel) = (Instant::now(), CancellationToken::new());
    limiter.learn(200, Some(&quota(&limiter, 2, 30)), limiter.running());
    for _ in 0..2 {
        drop(limiter.enter(&mut limiter.patience(), &cancel).await.unwrap());
    }
    assert_eq!(begin.elapsed(), Duration::ZERO);
    // An answer that was overtaken brings nothing back.
    limiter.learn(200, Some(&quota(&limiter, 1, 30)), limiter.running());
    drop(limiter.enter(&mut limiter.patience(), &cancel).await.unwrap());
    let waited = begin.elapsed();
    assert!(waited >= 30 * SECOND && waited < 32 * SECOND, "{waited:?}");
    let heard = heard.lock().unwrap();
    let waiting = heard[0].waiting.clone().unwrap();
    assert_eq!(
        (waiting.why, heard[0].quota.as_ref().unwrap().remaining),
        (Why::QuotaUsedUp, Some(1))
    );
}

#[tokio::test(start_paused = true)]
async fn whoever_no_longer_wants_it_does_not_wait() {
    let (limiter, heard) = limiter(Rules::default());
    let (begin, cancel) = (Instant::now(), CancellationToken::new());
    limiter.learn(429, Some(&retry_in(&limiter, 60)), limiter.running());
    let waits = tokio::spawn({
        let (limiter, cancel) = (Arc::clone(&limiter), cancel.clone());
        async move { limiter.enter(&mut limiter.patience(), &cancel).await.map(|_| ()) }
    });
    tokio::task::yield_now().await;
    assert_eq!(limiter.pacing().count, 1);
    cancel.cancel();
    assert_eq!(waits.await.unwrap(), Err(Stopped::Cancelled));
    assert_eq!((begin.elapsed(), limiter.pacing().count), (Duration::ZERO, 0));
    assert_eq!(heard.lock().unwrap().last().unwrap().waiting, None);
}

#[tokio::test(start_paused = true)]
async fn a_person_can_stop_all_waiting_and_that_of_a_later_pause_is_not_stopped_by_that() {
    let (limiter, _) = limiter(Rules::default());
    let (begin, cancel) = (Instant::now(), CancellationToken::new());
    let limits = retry_in(&limiter, 60);
    limiter.learn(429, Some(&limits), limiter.running());
    let waits = tokio::spawn({
        let (limiter, cancel, limits) = (Arc::clone(&limiter), cancel.clone(), limits.clone());
        async move { limiter.wait_to_repeat(429, Some(&limits), &mut limiter.patience(), &cancel).await }
    });
    tokio::task::yield_now().await;
    limiter.stop_waiting();
    assert_eq!(waits.await.unwrap(), Ok(false), "it is not repeated");
    let mut patience = limiter.patience();
    patience.give_up();
    let turn = limiter.enter(&mut patience, &cancel).await.map(|_| ());
    assert_eq!(turn, Err(Stopped::Paused), "who gave up hears what the server said just now");
    assert_eq!(begin.elapsed(), Duration::ZERO);
    tokio::time::advance(61 * SECOND).await;
    let limits = retry_in(&limiter, 60);
    limiter.learn(429, Some(&limits), limiter.running());
    let again = limiter.wait_to_repeat(429, Some(&limits), &mut limiter.patience(), &cancel).await;
    assert_eq!(again, Ok(true));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_was_on_its_way_is_not_waited_for_when_the_pause_was_given_up() {
    let (limiter, heard) = limiter(Rules::default());
    let (sent, cancel) = (limiter.running(), CancellationToken::new());
    tokio::time::advance(SECOND).await;
    limiter.learn(429, Some(&retry_in(&limiter, 20)), sent);
    limiter.stop_waiting();
    let (begin, late) = (Instant::now(), retry_in(&limiter, 30));
    limiter.learn(429, Some(&late), sent);
    let again = limiter.wait_to_repeat(429, Some(&late), &mut limiter.patience(), &cancel).await;
    assert_eq!(again, Ok(false));
    assert_eq!(entered(&limiter).await, Err(Stopped::Paused));
    assert_eq!((begin.elapsed(), heard.lock().unwrap().len()), (Duration::ZERO, 0));
}

#[tokio::test(start_paused = true)]
async fn who_is_woken_has_not_given_up_for_those_who_come_later() {
    let (limiter, _) = limiter(Rules::default());
    limiter.learn(429, Some(&retry_in(&limiter, 30)), limiter.running());
    let waits = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { entered(&limiter).await }
    });
    tokio::task::yield_now().await;
    limiter.wake_waiting();
    assert_eq!(waits.await.unwrap(), Err(Stopped::GivenUp));
    let begin = Instant::now();
    assert_eq!(entered(&limiter).await, Ok(()));
    assert!(begin.elapsed() >= 30 * SECOND, "{:?}", begin.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_used_up_quota_that_was_given_up_is_not_waited_for_again_before_its_end() {
    let (limiter, _) = limiter(Rules::default());
    let begin = Instant::now();
    limiter.learn(200, Some(&quota(&limiter, 0, 15)), limiter.running());
    let waits = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { entered(&limiter).await }
    });
    tokio::task::yield_now().await;
    limiter.stop_waiting();
    assert_eq!(waits.await.unwrap(), Err(Stopped::GivenUp));
    for _ in 0..3 {
        assert_eq!(entered(&limiter).await, Ok(()));
        tokio::time::advance(4 * SECOND).await;
        // As a server says it whose window slides.
        limiter.learn(200, Some(&quota(&limiter, 0, 15)), limiter.running());
    }
    assert_eq!(begin.elapsed(), 12 * SECOND);
    tokio::time::advance(4 * SECOND).await;
    assert_eq!(entered(&limiter).await, Ok(()));
    assert!(begin.elapsed() >= 27 * SECOND, "the next one is waited for: {:?}", begin.elapsed());
}

/// How many get in at once before the next one has to wait.
async fn at_once(limiter: &Limiter) -> usize {
    let mut slots = Vec::new();
    let cancel = CancellationToken::new();
    loop {
        let mut patience = limiter.patience();
        let entering = tokio::time::timeout(SECOND, limiter.enter(&mut patience, &cancel));
        match entering.await {
            Ok(Ok(slot)) => slots.push(slot),
            _ => return slots.len(),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_429_halves_what_goes_at_once_and_answers_bring_it_back() {
    let rules = Rules { at_once: 8, ..Rules::default() };
    let (limiter, _) = limiter(rules);
    assert_eq!(at_once(&limiter).await, 8);
    let cancel = CancellationToken::new();
    let mut slots = Vec::new();
    for _ in 0..6 {
        slots.push(limiter.enter(&mut limiter.patience(), &cancel).await.unwrap());
    }
    // Six refusals of one moment are one reason.
    for _ in 0..6 {
        limiter.learn(429, Some(&retry_in(&limiter, 5)), limiter.running());
    }
    drop(slots);
    tokio::time::advance(6 * SECOND).await;
    assert_eq!(at_once(&limiter).await, 4);
    for expected in [5, 6, 7, 8, 8] {
        limiter.learn(200, None, limiter.running());
        assert_eq!(at_once(&limiter).await, expected);
    }
    for _ in 0..9 {
        limiter.learn(429, None, limiter.running());
        tokio::time::advance(SECOND).await;
    }
    assert_eq!(at_once(&limiter).await, 1, "one always gets in");
}

#[test]
fn a_server_that_says_nothing_costs_no_lock() {
    let (limiter, _) = limiter(Rules::default());
    let cancel = CancellationToken::new();
    let held = limiter.pace.lock().unwrap();
    for _ in 0..3 {
        // With the lock held this would not come back; nor is there anything to wait for.
        let mut patience = limiter.patience();
        let mut turn = pin!(limiter.enter(&mut patience, &cancel));
        let entered = turn.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(entered, Poll::Ready(Ok(_))), "{entered:?}");
        limiter.learn(200, None, limiter.running());
    }
    drop(held);
}
