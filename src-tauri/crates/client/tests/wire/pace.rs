//! The limiter on the wire: what is told to come later comes later, each attempt is recorded, and no more is asked than
//! a server says it allows. Nothing waits: the clock is the test's.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::common::{
    Memory, Reply, Server, TestClock, USER, context, http, list, open, scim, settings,
};
use client::base_url::BaseUrl;
use client::clock::Clock;
use client::error::{Failure, FailureKind};
use client::exchange::{Exchange, Outcome};
use client::limiter::{Limiter, Pacing, Rules, Why};
use client::page::{ListQuery, Page};
use client::session::Session;
use client::settings::{Auth, Settings};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Quirk, Sandbox};

struct Bench {
    server: Server,
    session: Session,
    memory: Arc<Memory>,
    clock: Arc<TestClock>,
    heard: Arc<Mutex<Vec<Pacing>>>,
    begun: Duration,
}

impl Bench {
    /// A server that answers each request by its number, from 1.
    async fn new(reply: impl Fn(usize, Timestamp) -> Reply + Send + Sync + 'static) -> Bench {
        let (clock, count) = (TestClock::new(), AtomicUsize::new(0));
        let of_server = Arc::clone(&clock);
        let server = Server::start(move |_| {
            reply(count.fetch_add(1, Ordering::SeqCst) + 1, of_server.now())
        })
        .await;
        let heard = Arc::<Mutex<Vec<Pacing>>>::default();
        let hears = Arc::clone(&heard);
        let limiter = Limiter::new(
            Rules::default(),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::new(|| 7),
            Arc::new(move |it| hears.lock().unwrap().push(it.clone())),
        );
        let settings = Settings { limiter: Arc::new(limiter), ..settings(&server.base()) };
        let (session, memory) = open(settings);
        let begun = clock.running();
        Bench { server, session, memory, clock, heard, begun }
    }

    async fn list(&self) -> Result<Page, Failure> {
        self.session.list("/Users", &ListQuery::default(), &context()).await
    }

    fn waited(&self) -> Duration {
        self.clock.running() - self.begun
    }
}

fn status(exchange: &Exchange) -> u16 {
    match &exchange.outcome {
        Outcome::Answered(answered) => answered.status,
        other => panic!("{other:?}"),
    }
}

fn users() -> Reply {
    scim(list(&[USER], 1))
}

fn too_many(headers: &str) -> Reply {
    http("429 Too Many Requests", headers, "")
}

#[tokio::test]
async fn both_forms_of_retry_after_are_waited_for_and_every_attempt_is_recorded() {
    type Form = fn(Timestamp) -> String;
    let seconds: Form = |_| "Retry-After: 20\r\n".to_owned();
    let date: Form = |now| {
        let then = now + SignedDuration::from_secs(21);
        format!("Retry-After: {}\r\n", then.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    };
    for form in [seconds, date] {
        for refusal in ["429 Too Many Requests", "503 Service Unavailable"] {
            let bench = Bench::new(move |number, now| match number {
                1 => http(refusal, &form(now), ""),
                _ => users(),
            })
            .await;
            assert_eq!(bench.list().await.unwrap().rows.len(), 1);
            let waited = bench.waited().as_secs_f64();
            assert!((19.9..21.5).contains(&waited), "{refusal}: {waited}");
            let statuses: Vec<u16> = bench.memory.all().iter().map(status).collect();
            assert_eq!(statuses, [refusal[..3].parse().unwrap(), 200]);
            assert_eq!(bench.server.requests().len(), 2);
            let heard = bench.heard.lock().unwrap();
            let why = heard[0].waiting.as_ref().unwrap().why;
            let expected =
                if refusal.starts_with('4') { Why::TooManyRequests } else { Why::Unavailable };
            assert_eq!((why, heard.last().unwrap().count), (expected, 0));
        }
    }
}

#[tokio::test]
async fn a_server_that_never_relents_is_asked_four_times_in_all() {
    let bench = Bench::new(|_, _| too_many("")).await;
    let failure = bench.list().await.unwrap_err();
    assert!(matches!(*failure.kind, FailureKind::Rejected { status: 429, .. }), "{failure:?}");
    assert_eq!(failure.exchange.as_deref(), Some("4"), "the last attempt is what is shown");
    assert_eq!((bench.server.requests().len(), bench.memory.all().len()), (4, 4));
    assert!(bench.waited() < Duration::from_secs(4), "{:?}", bench.waited());
}

#[tokio::test]
async fn what_would_take_too_long_is_told_at_once() {
    for header in ["Retry-After: 90\r\n", "Retry-After: Thu, 06 Nov 2994 08:49:37 GMT\r\n"] {
        let bench = Bench::new(move |_, _| too_many(header)).await;
        let failure = bench.list().await.unwrap_err();
        assert_eq!(failure.explain().title, "The server asks to slow down");
        assert_eq!((bench.server.requests().len(), bench.waited()), (1, Duration::ZERO));
        for _ in 0..5 {
            let failure = bench.list().await.unwrap_err();
            let told = failure.explain();
            assert_eq!(told.title, "The server asks to slow down");
            assert!(told.detail.starts_with("Nothing was sent"), "{told:?}");
            assert_eq!(failure.exchange.as_deref(), Some("1"), "where the server said so");
        }
        assert_eq!((bench.server.requests().len(), bench.memory.all().len()), (1, 1));
        bench.clock.pass(Duration::from_secs(11));
        bench.list().await.unwrap_err();
        assert_eq!(bench.server.requests().len(), 2, "now and then it is asked again");
    }
}

/// What it says is told by the clock that it goes by, however wrong that is.
#[tokio::test]
async fn a_date_is_told_by_the_clock_of_the_server() {
    let headers =
        "Date: Sun, 06 Nov 1994 08:00:00 GMT\r\nRetry-After: Sun, 06 Nov 1994 10:01:00 GMT\r\n";
    let bench = Bench::new(move |_, _| too_many(headers)).await;
    let told = bench.list().await.unwrap_err().explain();
    let expected = "until 10:01:00 UTC on 6 November 1994 (Retry-After): by its own clock, 2 hours 1 minute after";
    assert!(told.detail.contains(expected), "{told:?}");
    assert!(!told.hints.iter().any(|it| it.contains("next request")), "{told:?}");
    let told = bench.list().await.unwrap_err().explain();
    assert!(told.detail.contains("lasts another 2 hours 1 minute."), "{told:?}");
}

/// The date may have been a mistake, or the server is back before it.
#[tokio::test]
async fn a_server_that_is_back_before_it_said_is_asked_as_usual() {
    let bench = Bench::new(|number, _| match number {
        1 => http("503 Service Unavailable", "Retry-After: 86400\r\n", ""),
        3 => too_many("Retry-After: 10\r\n"),
        _ => users(),
    })
    .await;
    bench.list().await.unwrap_err();
    bench.clock.pass(Duration::from_secs(300));
    bench.list().await.unwrap();
    assert!(bench.waited() < Duration::from_secs(301), "{:?}", bench.waited());
    bench.list().await.unwrap();
    let waited = bench.waited() - Duration::from_secs(300);
    assert!(waited >= Duration::from_secs(10), "and a new pause is kept to: {waited:?}");
    assert_eq!(bench.server.requests().len(), 4);
}

#[tokio::test]
async fn a_read_whose_session_is_over_says_so_whatever_it_waits_for() {
    for refusals in [0, 1] {
        let bench = Bench::new(|_, _| too_many("Retry-After: 90\r\n")).await;
        for _ in 0..refusals {
            bench.list().await.unwrap_err();
        }
        bench.session.end();
        let failure = bench.list().await.unwrap_err();
        assert!(matches!(*failure.kind, FailureKind::SessionEnded), "{failure:?}");
        assert!(failure.explain().detail.contains("Nothing was sent"));
        assert_eq!(bench.server.requests().len(), refusals);
    }
}

#[tokio::test]
async fn other_refusals_are_not_repeated() {
    for refusal in
        ["500 Internal Server Error", "502 Bad Gateway", "504 Gateway Timeout", "401 Unauthorized"]
    {
        let bench = Bench::new(move |_, _| http(refusal, "Retry-After: 1\r\n", "")).await;
        bench.list().await.unwrap_err();
        assert_eq!(bench.server.requests().len(), 1, "{refusal}");
    }
}

#[tokio::test]
async fn a_used_up_quota_is_waited_for_before_the_server_has_to_say_no() {
    let bench = Bench::new(|number, _| {
        let left = 3_usize.saturating_sub(number);
        let headers = format!(
            "Content-Type: application/scim+json\r\nX-RateLimit-Limit: 3\r\nX-RateLimit-Remaining: {left}\r\n\
             X-RateLimit-Reset: 30\r\n"
        );
        http("200 OK", &headers, list(&[USER], 1))
    })
    .await;
    for _ in 0..3 {
        bench.list().await.unwrap();
    }
    assert_eq!(bench.waited(), Duration::ZERO);
    bench.list().await.unwrap();
    let waited = bench.waited().as_secs_f64();
    assert!((29.0..31.0).contains(&waited), "{waited}");
    let heard = bench.heard.lock().unwrap();
    assert_eq!(heard[0].waiting.as_ref().unwrap().why, Why::QuotaUsedUp);
    assert_eq!(heard[0].quota.as_ref().unwrap().limit, Some(3));
}

/// Each of these tells only a part, and the rest is assumed: the window of a minute, or that the quota was whole.
#[tokio::test]
async fn a_quota_that_is_told_in_part_is_not_overdrawn_either() {
    type Said = fn(usize) -> String;
    let limit_and_remaining: Said =
        |left| format!("X-Rate-Limit-Limit: 3\r\nX-Rate-Limit-Remaining: {left}\r\n");
    let remaining: Said = |left| format!("RateLimit: \"burst\";r={left}\r\n");
    let policy: Said = |_| "RateLimit-Policy: \"burst\";q=3;w=60\r\n".to_owned();
    let older_policy: Said = |_| "RateLimit-Policy: 3;w=60\r\n".to_owned();
    let limit_and_reset: Said = |_| "X-RateLimit-Limit: 3\r\nX-RateLimit-Reset: 60\r\n".to_owned();
    let named: Said = |_| "X-RateLimit-Limit-Minute: 3\r\n".to_owned();
    for said in [limit_and_remaining, remaining, policy, older_policy, limit_and_reset, named] {
        let bench = Bench::new(move |number, _| {
            let said = said(3_usize.saturating_sub(number));
            let headers = format!("Content-Type: application/scim+json\r\n{said}");
            http("200 OK", &headers, list(&[USER], 1))
        })
        .await;
        for _ in 0..3 {
            bench.list().await.unwrap();
        }
        assert_eq!(bench.waited(), Duration::ZERO, "{}", said(0));
        bench.list().await.unwrap();
        let waited = bench.waited().as_secs_f64();
        assert!((59.0..61.0).contains(&waited), "{}: {waited}", said(0));
        let heard = bench.heard.lock().unwrap();
        assert_eq!(heard[0].waiting.as_ref().unwrap().why, Why::QuotaUsedUp);
    }
}

/// Where a refusal names no pause, the end of the quota is one.
#[tokio::test]
async fn a_429_that_only_says_when_the_quota_is_renewed_is_waited_for() {
    for header in ["X-RateLimit-Reset: 30\r\n", "RateLimit: limit=9, reset=30\r\n"] {
        let bench = Bench::new(move |number, _| match number {
            1 => too_many(header),
            _ => users(),
        })
        .await;
        bench.list().await.unwrap();
        let waited = bench.waited().as_secs_f64();
        assert!((29.0..31.0).contains(&waited), "{header}: {waited}");
        assert_eq!(bench.server.requests().len(), 2);
    }
    let bench = Bench::new(|_, _| too_many("X-RateLimit-Reset: 1800\r\n")).await;
    let told = bench.list().await.unwrap_err().explain();
    assert!(told.detail.contains("renewed in 30 minutes (x-ratelimit-reset)"), "{told:?}");
    assert_eq!((bench.server.requests().len(), bench.waited()), (1, Duration::ZERO));
}

#[tokio::test]
async fn what_was_learnt_is_known_to_the_next_session_of_the_tenant() {
    let bench = Bench::new(|_, _| too_many("Retry-After: 70\r\n")).await;
    let limiter = Arc::clone(bench.session.limiter());
    let cancel = context();
    cancel.cancel.cancel();
    // The first is cancelled before it is sent, the second learns.
    let query = ListQuery::default();
    let cancelled = bench.session.list("/Users", &query, &cancel).await.unwrap_err();
    assert!(cancelled.is_cancelled() && bench.server.connections() == 0);
    bench.list().await.unwrap_err();
    let other = Settings { limiter, ..settings(&bench.server.base()) };
    let (session, _) = open(other);
    let before = bench.waited();
    session.list("/Users", &query, &context()).await.unwrap_err();
    assert!(bench.waited() > before, "it waited for what the first was told");
}

/// The embedded provider refuses every third request, in both spellings, by the same clock.
#[tokio::test]
async fn a_provider_that_refuses_every_third_request_can_be_read() {
    for quirk in [Quirk::LimitInSeconds, Quirk::LimitAsDate] {
        let clock = TestClock::new();
        let of_sandbox = Arc::clone(&clock);
        let sandbox = Sandbox::start_with(sandbox::Settings {
            quirks: [quirk].into_iter().collect(),
            clock: sandbox::Clock::telling(move || of_sandbox.now()),
            ..sandbox::Settings::default()
        })
        .await
        .unwrap();
        let base = BaseUrl::parse(sandbox.base_url()).unwrap();
        let limiter = Arc::new(crate::common::limiter(Rules::default(), &clock));
        let (session, memory) =
            open(Settings { limiter, ..Settings::new(base, Auth::Bearer(sandbox.token().into())) });
        let query = ListQuery { count: Some(1), ..ListQuery::default() };
        for _ in 0..6 {
            session.list("/Users", &query, &context()).await.unwrap();
        }
        let statuses: Vec<u16> = memory.all().iter().map(status).collect();
        assert_eq!(statuses, [200, 200, 429, 200, 200, 429, 200, 200], "{quirk:?}");
        let waited = clock.running().as_secs_f64();
        // Twice two seconds, and each time a little that is left to chance.
        assert!((4.0..5.0).contains(&waited), "{quirk:?}: {waited}");
    }
}
