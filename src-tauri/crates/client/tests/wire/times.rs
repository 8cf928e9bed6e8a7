//! Where the time of each request went, measured against real sockets: nobody gets the times of somebody else.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{Memory, USER, context, list, session};
use client::exchange::{Exchange, Outcome, Timing};
use client::page::ListQuery;
use client::session::Session;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// A server that keeps its connections open and says with each answer the how manieth on which one it is, from 0.
async fn keeping() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/scim/v2", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let number = count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(answer_all(stream, number));
        }
    });
    (base, connections)
}

async fn answer_all(mut stream: TcpStream, connection: usize) {
    for request in 0.. {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let Ok(byte) = stream.read_u8().await else { return };
            head.push(byte);
        }
        let body = list(&[USER], 1);
        let answer = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\
             X-Connection: {connection}\r\nX-Request: {request}\r\n\r\n{body}",
            body.len()
        );
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn ask(session: &Session) {
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
}

fn header(exchange: &Exchange, wanted: &str) -> usize {
    let Outcome::Answered(answered) = &exchange.outcome else { panic!("{exchange:?}") };
    let (_, value) = answered.headers.iter().find(|(name, _)| name == wanted).unwrap();
    value.parse().unwrap()
}

fn connecting(timing: &Timing) -> [Option<u64>; 3] {
    [timing.dns_us, timing.connect_us, timing.tls_us]
}

fn assert_sums_up(timing: &Timing) {
    let parts: u64 = connecting(timing).into_iter().flatten().sum();
    assert!(parts <= timing.to_headers_us.unwrap(), "{timing:?}");
    assert!(timing.to_headers_us.unwrap() <= timing.total_us, "{timing:?}");
}

#[tokio::test]
async fn a_connection_is_counted_for_the_request_that_made_it_and_no_other() {
    let (base, connections) = keeping().await;
    let (session, memory) = session(&base);
    for _ in 0..3 {
        ask(&session).await;
    }
    let all: Vec<Timing> = memory.http().into_iter().map(|it| it.timing).collect();
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    assert_eq!(all[0].reused, Some(false));
    // An address needs no look-up, and plain http no handshake: not measured, which is not zero.
    assert!(matches!(connecting(&all[0]), [None, Some(_), None]), "{all:?}");
    for later in &all[1..] {
        assert_eq!((later.reused, connecting(later)), (Some(true), [None; 3]));
    }
    all.iter().for_each(assert_sums_up);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_concurrency_each_connection_is_counted_at_most_once() {
    let (base, _) = keeping().await;
    let (session, memory) = session(&base);
    let asking: Vec<_> = (0..200)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move { ask(&session).await })
        })
        .collect();
    for it in asking {
        it.await.unwrap();
    }
    let all = memory.http();
    assert_eq!(all.len(), 200);
    let mut counted: HashMap<usize, usize> = HashMap::new();
    for exchange in &all {
        let timing = &exchange.timing;
        assert_sums_up(timing);
        match timing.reused {
            Some(false) => {
                // The server agrees: nothing was asked on that connection before.
                assert_eq!(header(exchange, "x-request"), 0, "{exchange:?}");
                assert!(timing.connect_us.is_some());
                *counted.entry(header(exchange, "x-connection")).or_default() += 1;
            }
            Some(true) => assert_eq!(connecting(timing), [None; 3], "{exchange:?}"),
            None => panic!("{exchange:?}"),
        }
    }
    assert!(!counted.is_empty() && counted.values().all(|it| *it == 1), "{counted:?}");
}

#[tokio::test]
async fn a_name_that_is_looked_up_is_timed_and_one_that_is_unknown_has_nothing_after_it() {
    let (session, memory) = session("https://nowhere.invalid/scim/v2");
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    let timing = memory.all().pop().unwrap().timing;
    assert!(matches!(connecting(&timing), [Some(_), None, None]), "{timing:?}");
    assert_eq!((timing.reused, timing.to_headers_us, timing.read_us), (None, None, None));
    assert_eq!(memory.last_failure().0, "unknownHost");
}

#[tokio::test]
async fn a_refused_connection_has_the_time_until_then_and_no_more() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let (session, memory) = session(&base);
    session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    let timing = memory.all().pop().unwrap().timing;
    assert!(matches!(connecting(&timing), [None, Some(_), None]), "{timing:?}");
    assert_eq!(timing.to_headers_us, None);
}

/// Holds the handshake of the first connection until it is told to go on.
async fn holding(server: &crate::secure::Server, first: Arc<Notify>, go_on: Arc<Notify>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}/scim/v2", listener.local_addr().unwrap());
    let acceptor = server.acceptor(&["http/1.1"]);
    tokio::spawn(async move {
        let mut is_first = true;
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, is_held) = (acceptor.clone(), std::mem::take(&mut is_first));
            let (first, go_on) = (Arc::clone(&first), Arc::clone(&go_on));
            tokio::spawn(async move {
                if is_held {
                    // Its first byte shows that the handshake has begun.
                    stream.peek(&mut [0]).await.unwrap();
                    first.notify_one();
                    go_on.notified().await;
                }
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(stream.read_u8().await.unwrap());
                }
                let body = list(&[USER], 1);
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n", body.len());
                let answer = format!("{head}Connection: close\r\n\r\n{body}");
                stream.write_all(answer.as_bytes()).await.unwrap();
                stream.shutdown().await.ok();
            });
        }
    });
    base
}

#[cfg(target_os = "linux")]
#[test]
fn a_handshake_is_told_from_the_connection_and_from_that_of_another_request() {
    crate::secure::in_child("times::held_in_child");
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn held_in_child() {
    let Some(server) = crate::secure::Server::of_child() else { return };
    let (first, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let base = holding(&server, Arc::clone(&first), Arc::clone(&go_on)).await;
    let (session, memory): (Session, Arc<Memory>) = session(&base);
    let held = session.clone();
    let held = tokio::spawn(async move { ask(&held).await });
    first.notified().await;
    // All of this happens while the handshake of the other request is held.
    ask(&session).await;
    go_on.notify_one();
    held.await.unwrap();
    let all = memory.http();
    let [quick, slow] = all.as_slice() else { panic!("{all:?}") };
    for exchange in [quick, slow] {
        assert_eq!(exchange.timing.reused, Some(false));
        assert!(matches!(connecting(&exchange.timing), [None, Some(_), Some(_)]), "{exchange:?}");
        assert_sums_up(&exchange.timing);
    }
    let whole = quick.timing.total_us;
    assert!(slow.timing.tls_us.unwrap() >= whole, "{:?} {:?}", slow.timing, quick.timing);
    assert!(quick.timing.tls_us.unwrap() <= whole);
    crate::secure::done();
}
