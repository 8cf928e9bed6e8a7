//! The write guard on the wire: what is refused never makes a connection, and what is sent is what was confirmed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::common::{
    PASSWORD, Reply, TOKEN, TestClock, USER, assert_clean, context, good, http, limiter, list, scim,
};
use crate::guarded::{Bench, PATCH, WINDOW, answered};
use client::error::{Failure, FailureKind};
use client::guard::{Confirmation, Ended, Guard, Mode, Refusal, Token};
use client::limiter::Rules;
use client::request::Request;
use client::settings::{Auth, Settings};
use client::write::Sent;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

#[tokio::test]
async fn on_a_locked_tenant_no_write_makes_a_connection() {
    let bench = Bench::new(Mode::ReadOnly, good).await;
    for (method, url, body) in [
        ("POST", "/Users", Some("{}")),
        ("PUT", "/Users/1", Some("{}")),
        ("PATCH", "/Users/1", Some(PATCH)),
        ("DELETE", "/Users/1", None),
        ("POST", "/Bulk", Some("{}")),
        ("POST", "/Bulk/.search", Some("{}")),
        ("POST", "/Users/1/.search", Some("{}")),
        ("POST", "/Users/.Search", Some("{}")),
        ("POST", "/Users/%2Esearch", Some("{}")),
        ("POST", "/Users/.search/", Some("{}")),
        ("POST", "/Users/.search?x=1", Some("{}")),
        ("POST", "/Users%2F.search", Some("{}")),
        ("GET", "/Users/1", Some("{}")),
        ("GET", "/Users/1?_method=DELETE", None),
        ("GET", "/Users/1?%5FMethod=DELETE", None),
        ("OPTIONS", "/Users", None),
        ("get", "/Users", None),
        ("PURGE", "/Users", None),
    ] {
        let request = bench.request(method, url, body);
        assert_eq!(bench.refused(&request, None).await, Refusal::ReadOnly, "{method} {url}");
        let issued = bench.guard.issue(bench.session.base(), Arc::new(request), WINDOW);
        assert_eq!(issued, Err(Refusal::ReadOnly), "{method} {url}");
    }
    for header in
        ["X-HTTP-Method-Override", "X_HTTP_METHOD_OVERRIDE", "x-http-method", "X-Method-Override"]
    {
        let headers = [(header.to_owned(), "DELETE".to_owned())];
        let request =
            Request::parse(bench.session.base(), "GET", "/Users/1", &headers, None).unwrap();
        assert_eq!(bench.refused(&request, None).await, Refusal::ReadOnly, "{header}");
    }
    for media_type in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain", ""]
    {
        let headers = [("Content-Type".to_owned(), media_type.to_owned())];
        let body = Some(b"_method=DELETE".to_vec());
        let base = bench.session.base();
        let request = Request::parse(base, "POST", "/Users/.search", &headers, body).unwrap();
        assert_eq!(bench.refused(&request, None).await, Refusal::ReadOnly, "{media_type}");
    }
}

/// Beside the tenant another one may be configured, and be locked.
#[tokio::test]
async fn a_write_that_leads_outside_of_the_base_makes_no_connection() {
    for mode in [Mode::ReadOnly, Mode::Confirm, Mode::Free] {
        let bench = Bench::new(mode, good).await;
        let base = bench.session.base();
        let refused = async |request: Request, what: &str| {
            let issued = bench.guard.issue(base, Arc::new(request.clone()), WINDOW);
            assert_eq!(issued, Err(Refusal::OutsideBase), "{mode:?} {what}");
            assert_eq!(
                bench.refused(&request, None).await,
                Refusal::OutsideBase,
                "{mode:?} {what}"
            );
        };
        for target in [
            "/../other/Users/1",
            "/../../scim/Users/1",
            "/%2e%2E/other/Users/1",
            "/.%2e/other/Users/1",
            "/..%2Fother/Users/1",
            "/Users/..%2f..%2Fother/Users/1",
            "/%252e%252E/other/Users/1",
            "/..%252Fother/Users/1",
            "/..%5Cother/Users/1",
            "/..;/other/Users/1",
            "/..;x=1/other/Users/1",
            "/..%3B/other/Users/1",
        ] {
            refused(bench.request("DELETE", target, None), target).await;
        }
        let root = base.origin();
        for path in ["/other/Users/1", "/scim/v2x/Users/1", "/SCIM/v2/Users/1", "/scim", "/", ""] {
            refused(bench.request("DELETE", &format!("{root}{path}"), None), path).await;
        }
        for header in ["X-Original-URL", "X_Rewrite-URL", "x-original-uri", "X-Override-Url"] {
            let headers = [(header.to_owned(), "/other/Users/1".to_owned())];
            for method in ["DELETE", "GET"] {
                let request = Request::parse(base, method, "/Users/1", &headers, None).unwrap();
                refused(request, header).await;
            }
        }
    }
    let bench = Bench::new(Mode::Free, good).await;
    let root = bench.session.base().origin();
    for target in [
        format!("{root}/scim/v2/Users/1").as_str(),
        format!("{root}/scim/v2").as_str(),
        "/scim/v2/Users/1",
        "/Users/a/../1",
        "/Users/a%2Fb..c",
        "/Users/...",
        "/Users/1?from=/../x",
    ] {
        bench.answered(&bench.request("DELETE", target, None)).await;
    }
    let elsewhere = bench.request("GET", &format!("{root}/other/Users/1"), None);
    answered(bench.send(&elsewhere, None).await);
}

#[tokio::test]
async fn on_a_locked_tenant_one_can_read_and_search() {
    let bench = Bench::new(Mode::ReadOnly, |_| scim(list(&[USER], 1))).await;
    for (method, url, body) in [
        ("GET", "/Users?count=1", None),
        ("HEAD", "/Users", None),
        ("POST", "/.search", Some("{}")),
        ("POST", "/Users/.search", Some("{}")),
    ] {
        let request = bench.request(method, url, body);
        let sent = answered(bench.send(&request, None).await);
        assert_eq!(sent.status, 200, "{method} {url}");
    }
    assert_eq!(bench.server.requests().len(), 4);
}

#[tokio::test]
async fn even_where_nothing_is_locked_a_write_needs_its_confirmation() {
    for mode in [Mode::Confirm, Mode::Free] {
        let bench = Bench::new(mode, good).await;
        let request = bench.patch();
        assert_eq!(bench.refused(&request, None).await, Refusal::Unconfirmed);
        let token = Token::read("0123456789abcdef0123456789abcdef");
        let forged = Confirmation { token, window: WINDOW.to_owned() };
        assert_eq!(bench.refused(&request, Some(&forged)).await, Refusal::UnknownToken);
    }
}

#[tokio::test]
async fn a_confirmation_is_good_for_every_byte_of_one_request_and_for_one_window() {
    let bench = Bench::new(Mode::Confirm, good).await;
    let request = bench.patch();
    let header = [("If-Match".to_owned(), "W/\"1\"".to_owned())];
    let with_header =
        Request::parse(bench.session.base(), "PATCH", "/Users/1", &header, Some(PATCH.into()));
    for other in [
        bench.request("PUT", "/Users/1", Some(PATCH)),
        bench.request("PATCH", "/Users/2", Some(PATCH)),
        bench.request("PATCH", "/Users/1?x", Some(PATCH)),
        bench.request("PATCH", "/Users/1", Some(&PATCH.replace("Lead", "lead"))),
        bench.request("PATCH", "/Users/1", Some(&format!("{PATCH} "))),
        bench.request("PATCH", "/Users/1", None),
        with_header.unwrap(),
    ] {
        let confirmed = bench.confirm(&request);
        assert_eq!(bench.refused(&other, Some(&confirmed)).await, Refusal::OtherRequest);
        let again = bench.refused(&request, Some(&confirmed)).await;
        assert_eq!(again, Refusal::UnknownToken, "it is used up by the attempt");
    }
    let confirmed = bench.confirm(&request);
    let elsewhere = Confirmation { window: "second".to_owned(), ..confirmed };
    assert_eq!(bench.refused(&request, Some(&elsewhere)).await, Refusal::OtherWindow);

    let other_tenant = Bench::new(Mode::Confirm, good).await;
    let confirmed = other_tenant.confirm(&other_tenant.patch());
    assert_eq!(bench.refused(&request, Some(&confirmed)).await, Refusal::UnknownToken);
}

#[tokio::test]
async fn a_confirmed_write_is_sent_once() {
    let bench = Bench::new(Mode::Confirm, good).await;
    let request = bench.patch();
    let confirmed = bench.confirm(&request);
    assert_eq!(bench.guard.prepared(&confirmed).as_deref(), Ok(&request));
    let sent = answered(bench.send(&request, Some(&confirmed)).await);
    assert_eq!((sent.status, sent.body.as_slice()), (200, USER.as_bytes()));
    assert!(sent.refusal.is_none());
    assert_eq!(bench.refused(&request, Some(&confirmed)).await, Refusal::UnknownToken);
    assert_eq!(bench.server.requests().len(), 1);
}

#[tokio::test]
async fn a_confirmation_grows_old() {
    type Passes = fn(&TestClock, Duration);
    let awake: Passes = |it, time| it.pass(time);
    // Nothing ends by a sleep where nothing is unlocked; the confirmation does.
    let asleep: Passes = |it, time| it.sleep_machine(time);
    for passes in [awake, asleep] {
        let bench = Bench::new(Mode::Free, good).await;
        let (first, second) = (bench.patch(), bench.request("DELETE", "/Users/1", None));
        let (soon, late) = (bench.confirm(&first), bench.confirm(&second));
        passes(&bench.clock, Duration::from_secs(299));
        answered(bench.send(&first, Some(&soon)).await);
        passes(&bench.clock, Duration::from_secs(1));
        assert_eq!(bench.guard.prepared(&late), Err(Refusal::Expired));
        assert_eq!(bench.refused(&second, Some(&late)).await, Refusal::Expired);
    }
}

#[tokio::test]
async fn a_window_keeps_a_few_confirmations_and_crowds_out_no_other() {
    let bench = Bench::new(Mode::Confirm, good).await;
    let issue = |request: &Request, window: &str| {
        let token = bench.guard.issue(bench.session.base(), Arc::new(request.clone()), window);
        Confirmation { token: token.unwrap(), window: window.to_owned() }
    };
    let of_other = issue(&bench.patch(), "second");
    let own = issue(&bench.patch(), WINDOW);
    for at in 0..100 {
        issue(&bench.request("GET", &format!("/Users/{at}"), None), WINDOW);
    }
    assert!(bench.guard.prepared(&own).is_ok(), "what reads does not count");
    let again = issue(&bench.patch(), WINDOW);
    let replaced = bench.guard.prepared(&own).unwrap_err();
    assert_eq!(replaced, Refusal::UnknownToken, "the same request was shown again");
    for at in 0..100 {
        issue(&bench.request("DELETE", &format!("/Users/{at}"), None), WINDOW);
    }
    assert_eq!(bench.guard.prepared(&again), Err(Refusal::UnknownToken));
    assert!(bench.guard.prepared(&of_other).is_ok());
}

#[tokio::test]
async fn what_is_confirmed_together_is_good_together_however_much_it_is() {
    let bench = Bench::new(Mode::Free, good).await;
    let issue = |from: u32, count: u32| {
        let request = |at| Arc::new(bench.request("DELETE", &format!("/Users/{at}"), None));
        let all: Vec<Arc<Request>> = (from..from + count).map(request).collect();
        let tokens = bench.guard.issue_all(bench.session.base(), all.clone(), WINDOW).unwrap();
        let with = |token| Confirmation { token, window: WINDOW.to_owned() };
        all.into_iter().zip(tokens.into_iter().map(with)).collect::<Vec<_>>()
    };
    let many = issue(0, 30);
    // While it goes on, it does not grow old; what was confirmed beside it does.
    let beside = issue(100, 1);
    for (request, confirmation) in &many[..3] {
        bench.pass(150);
        answered(bench.send(request, Some(confirmation)).await);
    }
    assert_eq!(bench.guard.prepared(&beside[0].1), Err(Refusal::Expired));
    let (request, confirmation) = &many[0];
    assert_eq!(bench.refused(request, Some(confirmation)).await, Refusal::UnknownToken);
    // With these and the one beside it there are as many as are kept.
    for at in 0..6 {
        issue(1_000 + at, 1);
    }
    assert!(bench.guard.prepared(&many[3].1).is_ok());
    issue(2_000, 2);
    let gone = many[3..].iter().all(|it| bench.guard.prepared(&it.1) == Err(Refusal::UnknownToken));
    assert!(gone, "a batch goes as a whole");
}

#[tokio::test]
async fn what_is_shown_is_what_is_sent_and_recorded() {
    let bench = Bench::new(Mode::Free, good).await;
    let body = format!(r#"{{"userName":"ada","password":"{PASSWORD}"}}"#);
    let headers = [("If-Match".to_owned(), "W/\"7\"".to_owned())];
    let body = Some(body.into_bytes());
    let request = Request::parse(bench.session.base(), "PUT", "Users/1", &headers, body).unwrap();
    let shown = bench.session.render(&request).unwrap();
    bench.answered(&request).await;

    let on_the_wire = &bench.server.requests()[0];
    assert!(on_the_wire.raw.starts_with("PUT /scim/v2/Users/1 HTTP/1.1\r\n"), "{on_the_wire:?}");
    assert!(on_the_wire.raw.contains(PASSWORD) && on_the_wire.raw.contains(TOKEN));
    let lines: Vec<&str> = on_the_wire.raw.split("\r\n\r\n").next().unwrap().lines().collect();
    assert_eq!(lines.len() - 1, shown.headers.len(), "{lines:?} {shown:?}");
    for (name, value) in shown.headers.iter().filter(|(name, _)| name != "authorization") {
        assert_eq!(on_the_wire.header(name).as_ref(), Some(value), "{name}");
    }
    assert_eq!(on_the_wire.header("content-type").unwrap(), "application/scim+json");

    let recorded = bench.memory.all().remove(0);
    assert_eq!((&recorded.method, &recorded.url), (&shown.method, &shown.url));
    assert_eq!((&recorded.request_headers, &recorded.request_body), (&shown.headers, &shown.body));
    assert_clean(&format!("{shown:?} {recorded:?} {request:?}"), &[TOKEN, PASSWORD]);
    let shown_body = String::from_utf8(shown.body.unwrap()).unwrap();
    assert_clean(&shown_body, &[PASSWORD]);
    assert!(shown_body.contains("ada"), "{shown_body}");
}

#[tokio::test]
async fn what_the_connection_sets_cannot_be_set_by_a_request() {
    let bench = Bench::new(Mode::Free, good).await;
    for (name, value) in [
        ("Authorization", "Bearer other"),
        ("Host", "elsewhere.example.com"),
        ("content-length", "1"),
        ("Transfer-Encoding", "chunked"),
        ("Cookie", "a=b"),
        ("X-Odd", "two\r\nX-More: lines"),
        ("no name", "x"),
    ] {
        let headers = [(name.to_owned(), value.to_owned())];
        let failure =
            Request::parse(bench.session.base(), "GET", "/Users", &headers, None).unwrap_err();
        assert!(matches!(*failure.kind, FailureKind::UnusableRequest { .. }), "{name}");
    }
    for method in ["", "GE T", "CONNECT"] {
        assert!(Request::parse(bench.session.base(), method, "/Users", &[], None).is_err());
    }
    let elsewhere =
        Request::parse(bench.session.base(), "GET", "https://elsewhere.example.com/x", &[], None);
    assert!(matches!(*elsewhere.unwrap_err().kind, FailureKind::EndpointElsewhere { .. }));
}

#[tokio::test]
async fn no_header_of_a_request_takes_the_place_of_the_credential() {
    let key = Auth::ApiKey { header: "X-Key".to_owned(), key: TOKEN.into() };
    let bench = Bench::with(Mode::Free, |it| Settings { auth: key, ..it }, good).await;
    let headers = [("X-Key".to_owned(), "other".to_owned())];
    let request =
        Request::parse(bench.session.base(), "DELETE", "/Users/1", &headers, None).unwrap();
    let shown = bench.session.render(&request).unwrap();
    assert!(shown.headers.contains(&("x-key".to_owned(), "•••".to_owned())), "{shown:?}");
    bench.answered(&request).await;
    let on_the_wire = &bench.server.requests()[0];
    assert_eq!(on_the_wire.header("x-key").as_deref(), Some(TOKEN));
    assert_eq!(bench.memory.all()[0].request_headers, shown.headers);
}

#[tokio::test]
async fn an_unlocked_tenant_is_locked_after_fifteen_minutes() {
    let bench = Bench::new(Mode::ReadOnly, good).await;
    let request = bench.patch();
    let unlocked = bench.guard.unlock(WINDOW).unlocked.unwrap();
    assert_eq!((unlocked.left, unlocked.window.as_str()), (Duration::from_secs(900), WINDOW));
    bench.answered(&request).await;
    bench.pass(899);
    let confirmed = bench.confirm(&request);
    assert_eq!(bench.guard.state().unlocked.unwrap().left, Duration::from_secs(1));
    bench.clock.pass(Duration::from_secs(1));
    assert_eq!(bench.refused(&request, Some(&confirmed)).await, Refusal::ReadOnly);
    assert_eq!(bench.guard.state().ended, Some(Ended::TimeOver));
    bench.guard.unlock(WINDOW);
    let again = bench.refused(&request, Some(&confirmed)).await;
    assert_eq!(again, Refusal::UnknownToken, "what was confirmed before does not come back");
}

#[tokio::test]
async fn whatever_ends_it_locks_the_tenant_and_voids_what_was_confirmed() {
    type End = fn(&Bench);
    let ends: [(End, Ended); 7] = [
        // Both clocks went on while the machine slept, and nobody looked.
        (|it| it.clock.pass(Duration::from_secs(11)), Ended::Slept),
        (|it| it.clock.sleep_machine(Duration::from_secs(6)), Ended::Slept),
        // The clock was set, which cannot be told from a sleep.
        (|it| it.clock.sleep_machine(Duration::from_secs(100_000)), Ended::Slept),
        (|it| assert!(it.guard.lock(Ended::ByHand)), Ended::ByHand),
        (|it| assert!(it.guard.leave(WINDOW)), Ended::Left),
        (|it| it.guard.set_mode(Mode::ReadOnly), Ended::Changed),
        (|it| it.clock.pass(Duration::from_secs(3_600)), Ended::TimeOver),
    ];
    for (end, ended) in ends {
        let bench = Bench::new(Mode::ReadOnly, good).await;
        bench.guard.unlock(WINDOW);
        let request = bench.patch();
        let confirmed = bench.confirm(&request);
        end(&bench);
        assert_eq!(bench.guard.state().ended, Some(ended));
        assert_eq!(bench.refused(&request, Some(&confirmed)).await, Refusal::ReadOnly);
    }
    let bench = Bench::new(Mode::ReadOnly, good).await;
    bench.guard.unlock(WINDOW);
    assert!(!bench.guard.leave("second"), "another window that leaves locks nothing");
    assert!(bench.guard.state().unlocked.is_some());
}

/// A write that has passed the guard and waits for its turn, because a read takes the only one.
struct Queued {
    bench: Bench,
    /// Ends the read.
    release: CancellationToken,
    write: JoinHandle<Result<Sent, Failure>>,
}

impl Queued {
    async fn new(mode: Mode) -> Queued {
        let only_one = |settings| {
            let rules = Rules { at_once: 1, repeats: 0, ..Rules::default() };
            let limiter = Arc::new(limiter(rules, &TestClock::new()));
            Settings { limiter, ..settings }
        };
        let bench = Bench::with(mode, only_one, |_| Reply::Hang(Vec::new())).await;
        let reading = context();
        let release = reading.cancel.clone();
        let (session, get) = (bench.session.clone(), bench.request("GET", "/Users", None));
        tokio::spawn(async move { session.send(&get, None, &reading).await });
        bench.server.arrived.notified().await;
        bench.guard.unlock(WINDOW);
        let request = bench.patch();
        let confirmed = bench.confirm(&request);
        let (asked, session, brought) = (context(), bench.session.clone(), confirmed.clone());
        let write =
            tokio::spawn(async move { session.send(&request, Some(&brought), &asked).await });
        // It has passed the guard when what it brought along is used up.
        while bench.guard.prepared(&confirmed).is_ok() {
            tokio::task::yield_now().await;
        }
        Queued { bench, release, write }
    }

    /// Lets the read end, and says why the write was not sent.
    async fn refusal(self) -> Refusal {
        self.release.cancel();
        let failure = self.write.await.unwrap().unwrap_err();
        assert_eq!(self.bench.server.connections(), 1, "only the read");
        assert!(failure.explain().detail.contains("Nothing was sent"), "{failure:?}");
        match *failure.kind {
            FailureKind::NotSent { refusal } => refusal,
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_write_that_waits_while_the_tenant_is_locked_is_not_sent() {
    let queued = Queued::new(Mode::ReadOnly).await;
    queued.bench.guard.lock(Ended::ByHand);
    assert_eq!(queued.refusal().await, Refusal::ReadOnly);
}

#[tokio::test]
async fn a_write_that_waits_is_not_sent_by_a_leave_of_before() {
    type Change = fn(&Guard);
    let changes: [(Mode, Change); 4] = [
        (Mode::ReadOnly, |it| {
            it.lock(Ended::ByHand);
            it.unlock(WINDOW);
        }),
        (Mode::Free, |it| it.set_mode(Mode::Confirm)),
        (Mode::Free, |it| it.set_mode(Mode::Free)),
        (Mode::Confirm, |it| assert!(!it.leave(WINDOW), "nothing was unlocked")),
    ];
    for (mode, change) in changes {
        let queued = Queued::new(mode).await;
        change(&queued.bench.guard);
        assert_eq!(queued.refusal().await, Refusal::Withdrawn, "{mode:?}");
    }
    let queued = Queued::new(Mode::Confirm).await;
    queued.bench.guard.leave("second");
    queued.bench.session.limiter().stop_waiting();
    assert_eq!(queued.refusal().await, Refusal::Stopped, "another window does not matter");
}

#[tokio::test]
async fn when_the_session_ends_what_waits_is_not_sent() {
    let queued = Queued::new(Mode::Free).await;
    queued.bench.session.end();
    assert_eq!(queued.refusal().await, Refusal::Withdrawn);
}

#[tokio::test]
async fn a_write_goes_nowhere_but_where_it_was_confirmed_to_go() {
    for status in ["307 Temporary Redirect", "308 Permanent Redirect", "303 See Other"] {
        let bench = Bench::new(Mode::Free, move |asked| match asked.path() {
            "/scim/v2/Users/1" => http(status, "Location: /scim/v2/Users/2\r\n", ""),
            _ => good(asked),
        })
        .await;
        let sent = bench.answered(&bench.patch()).await;
        assert!(status.starts_with(&sent.status.to_string()));
        assert_eq!(bench.server.connections(), 1, "{status}");
    }
}

#[tokio::test]
async fn a_search_is_not_led_to_something_that_writes() {
    for (status, to) in [
        ("307 Temporary Redirect", "/scim/v2/Users"),
        ("307 Temporary Redirect", "/scim/v2/Users/1/.search"),
        ("302 Found", "/scim/v2/Groups/.search"),
    ] {
        let location = format!("Location: {to}\r\n");
        let bench = Bench::new(Mode::ReadOnly, move |_| http(status, &location, "")).await;
        let request = bench.request("POST", "/.search", Some("{}"));
        let sent = bench.send(&request, None).await;
        assert_eq!(bench.server.connections(), 1, "{status} {to}: {sent:?}");
    }
    let bench = Bench::new(Mode::ReadOnly, |asked| match asked.path() {
        "/scim/v2/.search" => {
            http("308 Permanent Redirect", "Location: /scim/v2/Users/.search\r\n", "")
        }
        _ => scim(list(&[USER], 1)),
    })
    .await;
    let request = bench.request("POST", "/.search", Some(r#"{"count":1}"#));
    assert_eq!(answered(bench.send(&request, None).await).status, 200);
    let second = bench.server.requests().remove(1).raw;
    assert!(
        second.starts_with("POST /scim/v2/Users/.search ") && second.ends_with(r#"{"count":1}"#)
    );
}

#[tokio::test]
async fn a_read_is_not_led_to_a_method_in_a_parameter() {
    let bench = Bench::new(Mode::ReadOnly, |_| {
        http("302 Found", "Location: /scim/v2/Users/1?_method=DELETE\r\n", "")
    })
    .await;
    let request = bench.request("GET", "/Users/1", None);
    let failure = bench.send(&request, None).await.unwrap_err();
    assert!(matches!(*failure.kind, FailureKind::NotSent { .. }), "{failure:?}");
    assert_eq!(bench.server.connections(), 1);
}

/// Whether a server that wants nobody for hours wants somebody again is found out by reading.
#[tokio::test]
async fn a_write_is_never_the_request_that_asks_whether_a_pause_still_holds() {
    let clock = TestClock::new();
    let by_clock = |settings| {
        let limiter = Arc::new(limiter(Rules::default(), &clock));
        Settings { limiter, ..settings }
    };
    let is_back = Arc::new(AtomicBool::new(false));
    let of_server = Arc::clone(&is_back);
    let bench =
        Bench::with(Mode::Free, by_clock, move |asked| match of_server.load(Ordering::SeqCst) {
            true => good(asked),
            false => http("503 Service Unavailable", "Retry-After: 86400\r\n", ""),
        })
        .await;
    let read = bench.request("GET", "/Users", None);
    bench.send(&read, None).await.unwrap();
    is_back.store(true, Ordering::SeqCst);
    // Long enough that a read would ask again.
    clock.pass(Duration::from_secs(11));
    let request = bench.patch();
    let (before, recorded) = (bench.server.connections(), bench.memory.all().len());
    let failure = bench.send(&request, Some(&bench.confirm(&request))).await.unwrap_err();
    assert!(matches!(*failure.kind, FailureKind::Paused { is_write: true, .. }), "{failure:?}");
    let told = failure.explain();
    assert!(told.detail.starts_with("Nothing was sent") && !failure.outcome_unknown, "{told:?}");
    assert!(told.hints.iter().any(|it| it.contains("A write is never used to ask")), "{told:?}");
    assert_eq!((bench.server.connections(), bench.memory.all().len()), (before, recorded));
    assert_eq!(answered(bench.send(&read, None).await).status, 200, "the read asks");
    bench.answered(&request).await;
}
