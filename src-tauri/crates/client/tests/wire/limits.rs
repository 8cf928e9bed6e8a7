//! Size limits and packed bodies: what is too large is stopped, packed or not.

use crate::common::{
    PASSWORD, Reply, Server, TOKEN, USER, context, http, list, open, session, settings,
};
use async_compression::tokio::bufread::{BrotliEncoder, GzipEncoder, ZlibEncoder};
use client::error::FailureKind;
use client::exchange::Outcome;
use client::page::ListQuery;
use client::settings::Settings;
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
    let (code, message) = memory.last_failure();
    assert_eq!(code, "badEncoding");
    assert!(message.contains("16 bytes packed as gzip arrived"), "{message}");
    assert!(partial(&memory).is_empty(), "not one byte that was not understood");
}

/// What is recorded of the body of the last exchange, which failed.
fn partial(memory: &crate::common::Memory) -> Vec<u8> {
    match memory.all().pop().unwrap().outcome {
        Outcome::Failed { partial: Some(partial), .. } => partial.body,
        other => panic!("{other:?}"),
    }
}

/// A user who is followed by much that cannot be packed well, and the token twice.
fn telltale() -> String {
    let noise: String =
        (0_u64..4_000).map(|it| format!("{:x}", it.wrapping_mul(0x9e37_79b9_7f4a_7c15))).collect();
    format!(
        r#"{{"password":"{PASSWORD}","userName":"ada","t":{TOKEN:?},"noise":"{noise}","t":{TOKEN:?}}}"#
    )
}

fn assert_no_secret(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    crate::common::assert_clean(&text, &[PASSWORD, TOKEN, "canary+", "canary-pass"]);
}

#[tokio::test]
async fn of_a_packed_body_that_broke_off_only_what_was_unpacked_is_kept() {
    for encoding in ["gzip", "br", "deflate"] {
        let bytes = packed(encoding, telltale().as_bytes()).await;
        let half = bytes.len() / 2;
        let cut = bytes[..half].to_vec();
        let head = format!("Content-Encoding: {encoding}\r\n");
        let (announced, length) = (head.clone(), bytes.len());
        let broken = Server::start(move |_| {
            let mut reply =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{announced}\r\n")
                    .into_bytes();
            reply.extend_from_slice(&cut);
            Reply::Bytes(reply)
        })
        .await;
        let damaged = Server::start(move |_| {
            let mut bytes = bytes.clone();
            bytes[half..].fill(0xff);
            http("200 OK", &head, &bytes)
        })
        .await;
        for (server, code) in [(broken, "truncated"), (damaged, "badEncoding")] {
            let (session, memory) = session(&server.base());
            session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
            let (found, message) = memory.last_failure();
            assert_eq!(found, code, "{encoding}: {message}");
            assert!(message.contains(&format!("packed as {encoding}")), "{message}");
            let kept = partial(&memory);
            assert_no_secret(&kept);
            // Brotli gives nothing of a block that is damaged.
            if (encoding, code) != ("br", "badEncoding") {
                assert!(kept.starts_with(b"{\"password\":"), "{encoding} {code}");
                assert!(kept.len() > 1_000, "{encoding} {code}: {}", kept.len());
            }
        }
    }
}

#[tokio::test]
async fn a_packed_body_that_was_cancelled_keeps_only_what_was_unpacked() {
    let bytes = packed("gzip", telltale().as_bytes()).await;
    let server = Server::start(move |_| {
        let mut reply =
            b"HTTP/1.1 200 OK\r\nContent-Length: 999999\r\nContent-Encoding: gzip\r\n\r\n".to_vec();
        reply.extend_from_slice(&bytes[..bytes.len() / 2]);
        Reply::Hang(reply)
    })
    .await;
    let (session, memory) = session(&server.base());
    let context = context();
    let cancel = context.cancel.clone();
    let listing =
        tokio::spawn(async move { session.list("/Users", &ListQuery::default(), &context).await });
    server.arrived.notified().await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    cancel.cancel();
    assert!(listing.await.unwrap().unwrap_err().is_cancelled());
    let kept = partial(&memory);
    assert!(kept.len() > 1_000 && kept.starts_with(b"{\"password\":"), "{}", kept.len());
    assert_no_secret(&kept);
}

#[tokio::test]
async fn an_unknown_encoding_is_kept_as_text_or_not_at_all() {
    let server =
        Server::start(|_| http("200 OK", "Content-Encoding: utf-8\r\n", list(&[USER], 1))).await;
    let (first, _) = session(&server.base());
    first.list("/Users", &ListQuery::default(), &context()).await.unwrap();

    let bytes = packed("br", telltale().as_bytes()).await;
    let server = Server::start(move |_| http("200 OK", "Content-Encoding: zstd\r\n", &bytes)).await;
    let (second, memory) = session(&server.base());
    second.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert_eq!(memory.last_failure().0, "badEncoding");
    assert!(partial(&memory).is_empty());
}

#[tokio::test]
async fn a_secret_at_the_cut_is_masked() {
    for spelled in [TOKEN.to_owned(), TOKEN.replace('+', "%2B").replace('"', "%22")] {
        for kept in 4..spelled.len() {
            let body = format!("{{\"note\":\"{}", &spelled[..kept]);
            let server = Server::start(move |_| {
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{body}");
                Reply::Bytes(head.into_bytes())
            })
            .await;
            let (session, memory) = session(&server.base());
            session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
            assert_eq!(String::from_utf8(partial(&memory)).unwrap(), "{\"note\":\"•••", "{kept}");
        }
    }
}

/// Listing users with a limit of 10,000 bytes; what is left of the server's wish to send is its own problem.
async fn too_large(reply: impl Fn() -> Reply + Send + Sync + 'static) {
    let server = Server::start(move |_| reply()).await;
    let limited = Settings { body_limit_bytes: 10_000, ..settings(&server.base()) };
    let (session, memory) = open(limited);
    let failure = session.list("/Users", &ListQuery::default(), &context()).await.unwrap_err();
    assert!(
        matches!(&*failure.kind, FailureKind::TooLarge { limit_bytes: 10_000, .. }),
        "{failure:?}"
    );
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
