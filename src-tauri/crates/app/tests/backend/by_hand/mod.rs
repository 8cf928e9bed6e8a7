//! What the tests of the guard and the limiter stand on: a clock that is set by hand, and a server that counts.
#![allow(unreachable_pub, reason = "shared by the tests of one file")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use client::clock::Clock;
use client::exchange::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// A clock that goes on when the test says so; whoever sleeps by it wakes then.
pub struct ByHand {
    times: watch::Sender<(Timestamp, Duration)>,
}

impl ByHand {
    pub fn new() -> Arc<ByHand> {
        Arc::new(ByHand { times: watch::Sender::new((Timestamp::now(), Duration::ZERO)) })
    }

    pub fn pass(&self, time: Duration) {
        self.go_on(time, time);
    }

    pub fn go_on(&self, on_the_wall: Duration, running: Duration) {
        self.times.send_modify(|it| {
            it.0 += SignedDuration::try_from(on_the_wall).unwrap();
            it.1 += running;
        });
    }
}

impl Clock for ByHand {
    fn now(&self) -> Timestamp {
        self.times.borrow().0
    }
    fn running(&self) -> Duration {
        self.times.borrow().1
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let until = self.running() + duration;
        let mut times = self.times.subscribe();
        Box::pin(async move {
            drop(times.wait_for(|it| it.1 >= until).await);
        })
    }
}

/// A server that counts connections and whose answer to a number (from 1) is given.
pub struct Server {
    pub url: String,
    connections: Arc<AtomicUsize>,
}

const USER: &str =
    r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ada"}"#;
pub const NONE: &str = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":0,"Resources":[]}"#;

impl Server {
    /// `None` closes the connection without a word, an empty text keeps it open without one.
    pub async fn start(answer: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/scim/v2", listener.local_addr().unwrap());
        let connections = Arc::<AtomicUsize>::default();
        let (count, answer) = (Arc::clone(&connections), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                let answer = Arc::clone(&answer);
                tokio::spawn(async move {
                    let mut request = Vec::new();
                    while !request.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = stream.read_u8().await else { return };
                        request.push(byte);
                    }
                    let mut request = String::from_utf8(request).unwrap();
                    let length = request.lines().find_map(|it| it.strip_prefix("content-length: "));
                    let mut body = vec![0; length.map_or(0, |it| it.trim().parse().unwrap())];
                    stream.read_exact(&mut body).await.ok();
                    request.push_str(&String::from_utf8(body).unwrap());
                    if let Some(answer) = answer(&request) {
                        if answer.is_empty() {
                            std::future::pending::<()>().await;
                        }
                        stream.write_all(answer.as_bytes()).await.ok();
                        stream.shutdown().await.ok();
                    }
                });
            }
        });
        Server { url, connections }
    }

    pub async fn good() -> Server {
        Server::start(|asked| {
            let is_user = asked.contains("/Users/1");
            Some(http("200 OK", "", if is_user { USER } else { NONE }))
        })
        .await
    }

    pub fn count(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

pub fn http(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/scim+json\r\nContent-Length: {}\r\n\
         Connection: close\r\n{headers}\r\n{body}",
        body.len()
    )
}
