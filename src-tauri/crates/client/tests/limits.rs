//! Size limits and packed bodies: what is too large is stopped, packed or not.
#![allow(clippy::unwrap_used, clippy::panic)] // Helpers of tests are tests.

mod common;

use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZlibEncoder};
use client::error::FailureKind;
use client::exchange::Outcome;
use client::page::ListQuery;
use client::settings::Settings;
use common::{Reply, Server, USER, context, http, list, open, session, settings};
use tokio::io::AsyncReadExt;

async fn packed(encoding: &str, plain: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    match encoding {
        "gzip" => GzipEncoder::new(plain).read_to_end(&mut packed).await,
        "br" => BrotliEncoder::new(plain).read_to_end(&mut packed).await,
        _ => ZlibEncoder::new(plain).read_to_end(&mut packed).await,
    }
    .unwrap();
    packed
}

#[tokio::test]
async fn packed_bodies_are_unpacked_and_recorded_so() {
    let body = list(&[USER], 1);
    for encoding in ["gzip", "br", "deflate"] {
        let bytes = packed(encoding, body.as_bytes()).await;
        let headers = format!("Content-Encoding: {encoding}\r\n");
        let server = Server::start(move |_| http("200 OK", &headers, &bytes)).await;
        let (session, memory) = session(&server.base());
        let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
        assert_eq!(&*page.body, body);
        let Outcome::Answered(answered) = memory.all().remove(0).outcome else { panic!() };
        assert_eq!(answered.body, body.as_bytes());
        assert!(answered.headers.contains(&("content-encoding".to_owned(), encoding.to_owned())));
        assert_eq!(server.requests()[0].header("accept-encoding").as_deref(), Some("gzip, br"));
    }
}

#[tokio::test]
async fn a_damaged_packed_body_is_named() {
    let server =
        Server::start(|_| http("200 OK", "Content-Encoding: gzip\r\n", "this is not gzip")).await;
    let (session, memory) = session(&server.base());
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::BadEncoding { encoding } if encoding == "gzip"));
    assert_eq!(failure.explain().title, "The answer cannot be unpacked");
    assert_eq!(memory.last_failure().0, "badEncoding");
}

/// Listing users with a limit of 10,000 bytes; what is left of the server's wish to send is its own problem.
async fn too_large(reply: impl Fn() -> Reply + Send + Sync + 'static) {
    let server = Server::start(move |_| reply()).await;
    let limited = Settings { body_limit_bytes: 10_000, ..settings(&server.base()) };
    let (session, memory) = open(limited);
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(matches!(&*failure.kind, FailureKind::TooLarge { limit_bytes: 10_000 }), "{failure:?}");
    let told = failure.explain();
    assert_eq!(told.title, "The answer is too large");
    assert!(told.detail.contains("9 KiB"), "{}", told.detail);
    assert_eq!(memory.last_failure().0, "tooLarge");
}

#[tokio::test]
async fn an_announced_size_over_the_limit_is_not_read() {
    // Nothing follows the head: waiting for the body would not end.
    too_large(|| Reply::Hang(b"HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n".to_vec())).await;
}

#[tokio::test]
async fn a_body_over_the_limit_stops_there() {
    too_large(|| {
        let mut bytes = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
        bytes.resize(bytes.len() + 10_001, b' ');
        Reply::Hang(bytes)
    })
    .await;
}

#[tokio::test]
async fn a_packed_body_over_the_limit_stops_there() {
    let bomb = packed("gzip", &vec![b' '; 5_000_000]).await;
    assert!(bomb.len() < 10_000);
    too_large(move || http("200 OK", "Content-Encoding: gzip\r\n", &bomb)).await;
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_read() {
    let mut body = list(&[USER], 1);
    body.push_str(&" ".repeat(10_000 - body.len()));
    let server = Server::start(move |_| http("200 OK", "", &body)).await;
    let (session, _) = open(Settings { body_limit_bytes: 10_000, ..settings(&server.base()) });
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.body.len(), 10_000);
}
