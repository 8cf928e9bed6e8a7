//! HTTP/2 over TLS: agreed on in the handshake with a real server, used for many requests at once, and named.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{TOKEN, USER, context, list, session};
use client::exchange::Outcome;
use client::page::ListQuery;
use tokio::net::TcpListener;

/// Speaks nothing but HTTP/2, and counts its connections.
async fn serve(server: &crate::secure::Server) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("https://{}/scim/v2", listener.local_addr().unwrap());
    let acceptor = server.acceptor(&["h2"]);
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, count) = (acceptor.clone(), Arc::clone(&count));
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.unwrap();
                assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
                let Ok(mut connection) = h2::server::handshake(stream).await else { return };
                count.fetch_add(1, Ordering::SeqCst);
                while let Some(Ok((request, mut respond))) = connection.accept().await {
                    assert_eq!(request.version(), http::Version::HTTP_2);
                    // The first request of the connection test goes out without it.
                    if request.uri().path().ends_with("/Users") {
                        let expected = format!("Bearer {TOKEN}");
                        assert_eq!(request.headers()["authorization"], expected.as_str());
                    }
                    let answer = http::Response::builder()
                        .header("content-type", "application/scim+json")
                        .header("x-request-id", "h2-1");
                    let mut body = respond.send_response(answer.body(()).unwrap(), false).unwrap();
                    body.send_data(list(&[USER], 1).into_bytes().into(), true).unwrap();
                }
            });
        }
    });
    (base, connections)
}

#[test]
fn http2_is_spoken_where_the_server_offers_it() {
    crate::secure::in_child("http2::http2_in_child");
}

/// Does nothing unless started by the test above.
#[tokio::test]
async fn http2_in_child() {
    let Some(server) = crate::secure::Server::of_child() else { return };
    let (base, connections) = serve(&server).await;
    let (session, memory) = session(&base);
    let page = session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
    assert_eq!(page.rows.len(), 1);
    let asking: Vec<_> = (0..20)
        .map(|_| {
            let session = session.clone();
            tokio::spawn(async move {
                session.list("/Users", &ListQuery::default(), &context()).await.unwrap();
            })
        })
        .collect();
    for it in asking {
        it.await.unwrap();
    }
    let all = memory.http();
    assert_eq!((all.len(), connections.load(Ordering::SeqCst)), (21, 1), "one connection for all");
    for exchange in &all {
        let Outcome::Answered(answered) = &exchange.outcome else { panic!("{exchange:?}") };
        assert_eq!(answered.http_version, "HTTP/2");
        assert_eq!(exchange.request_id.as_deref(), Some("h2-1"));
    }
    assert_eq!(all[0].timing.reused, Some(false));
    assert!(all[0].timing.tls_us.is_some());
    for later in &all[1..] {
        assert_eq!((later.timing.reused, later.timing.tls_us), (Some(true), None));
    }
    let report = session.test(&mut |_| (), &context()).await;
    let http = report.steps.iter().find(|it| it.name.to_string() == "HTTP").unwrap();
    assert!(http.detail.starts_with("HTTP/2"), "{}", http.detail);
    crate::secure::done();
}
