//! What becomes of a write: it is recorded before it is sent, never sent again, and told to be unknown where nobody knows.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::common::{
    Memory, Reply, TestClock, context, good, http, limiter, open, scim_error, settings,
};
use crate::guarded::{Bench, PATCH, WINDOW, answered};
use client::error::FailureKind;
use client::exchange::Outcome;
use client::guard::{Confirmation, Guard, Mode};
use client::limiter::Rules;
use client::request::Request;
use client::settings::Settings;
use client::write::{Sent, Unknown};

#[tokio::test]
async fn a_write_is_recorded_before_it_is_sent() {
    let seen = Arc::new(Mutex::new(None::<Arc<Memory>>));
    let looks = Arc::clone(&seen);
    let found = Arc::new(Mutex::new(Vec::new()));
    let keeps = Arc::clone(&found);
    let bench = Bench::new(Mode::Free, move |asked| {
        let memory = looks.lock().unwrap().clone().unwrap();
        keeps.lock().unwrap().extend(memory.all());
        good(asked)
    })
    .await;
    *seen.lock().unwrap() = Some(Arc::clone(&bench.memory));
    let reply = bench.answered(&bench.patch()).await;
    let before = found.lock().unwrap().remove(0);
    match &before.outcome {
        Outcome::Unknown { code, partial: None, .. } => assert_eq!(code, "underWay"),
        other => panic!("{other:?}"),
    }
    assert_eq!(before.request_body.as_deref(), Some(PATCH.as_bytes()));
    let after = bench.memory.all();
    assert_eq!((after.len(), reply.exchange.as_deref()), (1, Some("1")), "it is one exchange");
    assert!(matches!(&after[0].outcome, Outcome::Answered(it) if it.status == 200), "{after:?}");
}

#[tokio::test]
async fn a_write_that_cannot_be_recorded_is_not_sent() {
    let bench = Bench::new(Mode::Free, good).await;
    *bench.memory.refuses.lock().unwrap() = Some("the disk is full".to_owned());
    let request = bench.patch();
    let confirmed = bench.confirm(&request);
    let failure = bench.send(&request, Some(&confirmed)).await.unwrap_err();
    assert!(matches!(*failure.kind, FailureKind::NotRecorded { .. }), "{failure:?}");
    assert!(failure.explain().detail.contains("Nothing was sent: the disk is full"));
    assert_eq!(bench.server.connections(), 0);
    let read = bench.request("GET", "/Users", None);
    assert_eq!(answered(bench.send(&read, None).await).status, 200);
}

fn assert_unknown(bench: &Bench, unknown: &Unknown, code: &str) {
    assert!(unknown.failure.outcome_unknown && !unknown.failure.is_cancelled());
    assert_eq!(bench.server.connections(), 1, "it is not sent again");
    match bench.memory.all().as_slice() {
        [exchange] => match &exchange.outcome {
            Outcome::Unknown { code: it, .. } => assert_eq!(it, code),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
    let told = unknown.failure.explain();
    assert_eq!(told.title, "Nobody knows whether this was written");
    let first = told.hints.first().unwrap();
    assert!(first.contains("Read the resource back"), "{told:?}");
    let read_back = unknown.read_back.as_deref();
    assert_eq!(read_back, Some(format!("{}/Users/1", bench.server.base()).as_str()));
}

#[tokio::test]
async fn after_a_reset_the_outcome_of_a_write_is_unknown() {
    let bench = Bench::new(Mode::Free, |_| Reply::Reset).await;
    let unknown = bench.unknown(&bench.patch()).await;
    let code = unknown.failure.kind.code();
    assert!(["connectionClosed", "connectionReset"].contains(&code), "{code}");
    assert_unknown(&bench, &unknown, code);
}

#[tokio::test]
async fn after_a_time_out_the_outcome_of_a_write_is_unknown() {
    let short = |it| Settings { total_timeout: Duration::from_millis(300), ..it };
    for begun in ["", "HTTP/1.1 ", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 100\r\n\r\n{"] {
        let bench = Bench::with(Mode::Free, short, move |_| Reply::Hang(begun.into())).await;
        let unknown = bench.unknown(&bench.patch()).await;
        assert_unknown(&bench, &unknown, "timedOut");
    }
}

#[tokio::test]
async fn the_status_of_a_write_tells_what_became_of_it_when_the_rest_is_missing() {
    let short = |it: Settings| Settings {
        total_timeout: Duration::from_millis(300),
        body_limit_bytes: 16,
        ..it
    };
    type Says = fn() -> Reply;
    let says: [(Says, u16, &str); 5] = [
        (
            || Reply::Hang("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{".into()),
            201,
            "timedOut",
        ),
        (
            || Reply::Bytes("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{".into()),
            201,
            "truncated",
        ),
        (
            || http("200 OK", "Content-Encoding: zstd\r\n", [0x28, 0xb5, 0x2f, 0xfd]),
            200,
            "badEncoding",
        ),
        (|| http("200 OK", "", "a body over the limit"), 200, "tooLarge"),
        (
            || Reply::Bytes("HTTP/1.1 409 Conflict\r\nContent-Length: 9\r\n\r\n{".into()),
            409,
            "truncated",
        ),
    ];
    for (reply, status, code) in says {
        let bench = Bench::with(Mode::Free, short, move |_| reply()).await;
        let sent = bench.answered(&bench.patch()).await;
        assert_eq!((sent.status, sent.refusal.is_some()), (status, status >= 400), "{code}");
        let remark = sent.incomplete.unwrap();
        assert_eq!(remark.explain().title, "The answer is not whole");
        assert!(remark.explain().detail.contains(&status.to_string()) && !remark.outcome_unknown);
        match &bench.memory.all()[0].outcome {
            Outcome::Failed { code: it, partial: Some(partial), .. } => {
                assert_eq!((it.as_str(), partial.status), (code, status));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn what_was_to_be_made_is_looked_for_by_its_name() {
    for (body, filter) in [
        (
            r#"{"UserName":"a \"b\" & c","externalId":"7"}"#,
            "userName%20eq%20%22a%20%5C%22b%5C%22%20%26%20c%22",
        ),
        (r#"{"userName":7,"externalId":"7"}"#, "externalId%20eq%20%227%22"),
    ] {
        let bench = Bench::new(Mode::Free, |_| Reply::Reset).await;
        let unknown =
            bench.unknown(&bench.request("POST", "/Users?attributes=id", Some(body))).await;
        let expected = format!("{}/Users?filter={filter}", bench.server.base());
        assert_eq!(unknown.read_back, Some(expected));
    }
    let bench = Bench::new(Mode::Free, |_| Reply::Reset).await;
    let unknown =
        bench.unknown(&bench.request("POST", "/Bulk", Some(r#"{"Operations":[]}"#))).await;
    assert_eq!(unknown.read_back, None);
}

#[tokio::test]
async fn a_write_that_was_cancelled_on_its_way_is_unknown_too() {
    let bench = Bench::new(Mode::Free, |_| Reply::Hang(Vec::new())).await;
    let request = bench.patch();
    let confirmed = bench.confirm(&request);
    let (asked, session) = (context(), bench.session.clone());
    let cancel = asked.cancel.clone();
    let sending =
        tokio::spawn(async move { session.send(&request, Some(&confirmed), &asked).await });
    bench.server.arrived.notified().await;
    cancel.cancel();
    match sending.await.unwrap().unwrap() {
        Sent::Unknown(unknown) => assert_unknown(&bench, &unknown, "cancelled"),
        Sent::Answered(answer) => panic!("{answer:?}"),
    }
}

#[tokio::test]
async fn a_gateway_that_waited_in_vain_leaves_a_write_unknown() {
    for status in [
        "408 Request Timeout",
        "502 Bad Gateway",
        "503 Service Unavailable",
        "504 Gateway Timeout",
        "520 Unknown Error",
        "522 Connection Timed Out",
        "524 A Timeout Occurred",
        "598 Network Read Timeout",
        "599 Network Connect Timeout",
    ] {
        for body in ["", "<html><title>Sorry</title></html>", "upstream connect error"] {
            let bench = Bench::new(Mode::Free, move |_| http(status, "", body)).await;
            let unknown = bench.unknown(&bench.patch()).await;
            assert!(matches!(*unknown.failure.kind, FailureKind::Rejected { .. }), "{status}");
            assert_unknown(&bench, &unknown, "rejected");
            match &bench.memory.all()[0].outcome {
                Outcome::Unknown { partial: Some(partial), .. } => {
                    assert!(status.starts_with(&partial.status.to_string()));
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_write_that_found_nobody_was_not_done() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/scim/v2", free.local_addr().unwrap());
    drop(free);
    let guard = Arc::new(Guard::new(Mode::Free, TestClock::new()));
    let (session, memory) = open(Settings { guard: Arc::clone(&guard), ..settings(&base) });
    let request = Request::parse(session.base(), "DELETE", "/Users/1", &[], None).unwrap();
    let token = guard.issue(session.base(), Arc::new(request.clone()), WINDOW).unwrap();
    let confirmed = Confirmation { token, window: WINDOW.to_owned() };
    let failure = session.send(&request, Some(&confirmed), &context()).await.unwrap_err();
    assert!(matches!(*failure.kind, FailureKind::Refused { .. }) && !failure.outcome_unknown);
    assert_eq!(memory.last_failure().0, "refused");
}

#[tokio::test]
async fn a_write_that_was_still_connecting_was_not_done() {
    for is_cancelled in [true, false] {
        // The handshake of TLS never gets an answer, and is part of connecting.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("https://{}/scim/v2", silent.local_addr().unwrap());
        let guard = Arc::new(Guard::new(Mode::Free, TestClock::new()));
        let total_timeout = Duration::from_millis(if is_cancelled { 30_000 } else { 300 });
        let settings = Settings { guard: Arc::clone(&guard), total_timeout, ..settings(&base) };
        let (session, memory) = open(settings);
        let request = Request::parse(session.base(), "DELETE", "/Users/1", &[], None).unwrap();
        let token = guard.issue(session.base(), Arc::new(request.clone()), WINDOW).unwrap();
        let confirmed = Confirmation { token, window: WINDOW.to_owned() };
        let asked = context();
        let cancel = asked.cancel.clone();
        let sending =
            tokio::spawn(async move { session.send(&request, Some(&confirmed), &asked).await });
        let (_stream, _) = silent.accept().await.unwrap();
        if is_cancelled {
            cancel.cancel();
        }
        let failure = sending.await.unwrap().unwrap_err();
        assert!(!failure.outcome_unknown && failure.is_cancelled() == is_cancelled, "{failure:?}");
        assert!(matches!(memory.all()[0].outcome, Outcome::Failed { .. }));
    }
}

#[tokio::test]
async fn a_write_that_was_refused_is_not_sent_again() {
    let patient = |it| {
        let limiter = Arc::new(limiter(Rules::default(), &TestClock::new()));
        Settings { limiter, ..it }
    };
    for status in ["429 Too Many Requests", "503 Service Unavailable", "409 Conflict"] {
        let bench = Bench::with(Mode::Free, patient, move |_| scim_error(status, "no")).await;
        let sent = bench.answered(&bench.patch()).await;
        assert!(status.starts_with(&sent.status.to_string()) && sent.refusal.is_some());
        assert_eq!(bench.server.connections(), 1, "{status}");
    }
}
