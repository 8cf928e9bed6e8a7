//! What the tests share: a recorder in memory, and servers made by hand that say exactly what they are told.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::panic)]

use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::base_url::BaseUrl;
use client::clock::Clock;
use client::exchange::{BoxFuture, Context, Exchange, Outcome, Recorded, Recorder};
use client::limiter::{Limiter, Rules};
use client::session::Session;
use client::settings::{Auth, Settings};
use jiff::{SignedDuration, Timestamp};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// A token that is found nowhere by accident. It holds characters that are spelled differently in URLs and in JSON.
pub const TOKEN: &str = "canary+token/7Q~9\"zK==";
/// A password that a careless server returns.
pub const PASSWORD: &str = "canary-pass-word-Xy42";

#[derive(Default)]
pub struct Memory {
    exchanges: Mutex<Vec<Exchange>>,
    /// Why no write can be kept, if none can.
    pub refuses: Mutex<Option<String>>,
}

impl Recorder for Memory {
    fn record(&self, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        let mut exchanges = self.exchanges.lock().unwrap();
        exchanges.push(exchange);
        let id = Some(exchanges.len().to_string());
        Box::pin(async move { Recorded { id } })
    }

    fn intend(&self, exchange: Exchange) -> BoxFuture<'_, Result<Recorded, String>> {
        let refused = self.refuses.lock().unwrap().clone();
        Box::pin(async move {
            match refused {
                Some(reason) => Err(reason),
                None => Ok(self.record(exchange).await),
            }
        })
    }

    fn complete(&self, intended: Recorded, exchange: Exchange) -> BoxFuture<'_, Recorded> {
        let at: usize = intended.id.as_ref().unwrap().parse().unwrap();
        *self.exchanges.lock().unwrap().get_mut(at - 1).unwrap() = exchange;
        Box::pin(async move { intended })
    }
}

impl Memory {
    pub fn all(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap().clone()
    }

    /// The exchanges that were sent over HTTP.
    pub fn http(&self) -> Vec<Exchange> {
        self.all().into_iter().filter(|it| it.method == "GET").collect()
    }

    /// Code and message of the last exchange, which failed.
    pub fn last_failure(&self) -> (String, String) {
        match self.all().pop().unwrap().outcome {
            Outcome::Failed { code, message, .. } => (code, message),
            other => panic!("not a failure: {other:?}"),
        }
    }
}

pub fn context() -> Context {
    Context {
        asked_by: "Test".to_owned(),
        operation: "operation-1".to_owned(),
        cancel: CancellationToken::new(),
    }
}

pub fn settings(base: &str) -> Settings {
    let auth = Auth::Bearer(TOKEN.into());
    Settings {
        connect_timeout: Duration::from_secs(20),
        total_timeout: Duration::from_secs(30),
        // Repeating is a matter of the tests of the limiter.
        limiter: Arc::new(limiter(Rules { repeats: 0, ..Rules::default() }, &TestClock::new())),
        ..Settings::new(BaseUrl::parse(base).unwrap(), auth)
    }
}

/// A clock that a test sets. Whoever waits by it has waited at once, and the clock has gone on.
pub struct TestClock {
    times: Mutex<(Timestamp, Duration)>,
}

impl TestClock {
    pub fn new() -> Arc<TestClock> {
        Arc::new(TestClock { times: Mutex::new((Timestamp::now(), Duration::ZERO)) })
    }

    /// Time goes by.
    pub fn pass(&self, time: Duration) {
        self.sleep_machine(time);
        self.times.lock().unwrap().1 += time;
    }

    /// Time goes by in which the machine sleeps.
    pub fn sleep_machine(&self, time: Duration) {
        self.times.lock().unwrap().0 += SignedDuration::try_from(time).unwrap();
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        self.times.lock().unwrap().0
    }
    fn running(&self) -> Duration {
        self.times.lock().unwrap().1
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.pass(duration);
        Box::pin(std::future::ready(()))
    }
}

/// A limiter by a clock of the test, without chance and listeners.
pub fn limiter(rules: Rules, clock: &Arc<TestClock>) -> Limiter {
    Limiter::new(rules, Arc::clone(clock) as Arc<dyn Clock>, Arc::new(|| 7), Arc::new(|_| {}))
}

pub fn open(settings: Settings) -> (Session, Arc<Memory>) {
    let memory = Arc::new(Memory::default());
    let session = Session::open(settings, Arc::clone(&memory) as Arc<dyn Recorder>).unwrap();
    (session, memory)
}

pub fn session(base: &str) -> (Session, Arc<Memory>) {
    open(settings(base))
}

/// One request as it stood on the wire.
#[derive(Debug, Clone)]
pub struct Request {
    pub raw: String,
    /// Path and query.
    pub target: String,
}

impl Request {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        self.raw.lines().skip(1).find_map(|line| {
            let (found, value) = line.split_once(':')?;
            found.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    }
}

/// What a server does with a request.
#[derive(Clone)]
pub enum Reply {
    /// Sends these bytes and closes.
    Bytes(Vec<u8>),
    /// Drops the connection without a word, and says so on the wire.
    Reset,
    /// Sends these bytes, then nothing more, and waits for the other side to close.
    Hang(Vec<u8>),
}

/// A plain HTTP server on 127.0.0.1.
pub struct Server {
    pub port: u16,
    requests: Arc<Mutex<Vec<Request>>>,
    connections: Arc<AtomicUsize>,
    /// Fires when the other side closed a connection that was left hanging.
    pub hung_up: Arc<tokio::sync::Notify>,
    /// Fires when a request has arrived.
    pub arrived: Arc<tokio::sync::Notify>,
}

impl Server {
    pub async fn start(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Server {
        Server::serve(reply, |stream| Box::pin(async move { Some(stream) })).await
    }

    /// A server that wraps each connection first, in TLS for one.
    pub async fn serve<S, W>(
        reply: impl Fn(&Request) -> Reply + Send + Sync + 'static,
        wrap: W,
    ) -> Server
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        W: Fn(tokio::net::TcpStream) -> Pin<Box<dyn Future<Output = Option<S>> + Send>>
            + Send
            + Sync
            + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server {
            port: listener.local_addr().unwrap().port(),
            requests: Arc::default(),
            connections: Arc::default(),
            hung_up: Arc::default(),
            arrived: Arc::default(),
        };
        let (requests, hung_up) = (Arc::clone(&server.requests), Arc::clone(&server.hung_up));
        let arrived = Arc::clone(&server.arrived);
        let connections = Arc::clone(&server.connections);
        let (reply, wrap) = (Arc::new(reply), Arc::new(wrap));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                connections.fetch_add(1, Ordering::SeqCst);
                let (reply, wrap) = (Arc::clone(&reply), Arc::clone(&wrap));
                let (requests, hung_up) = (Arc::clone(&requests), Arc::clone(&hung_up));
                let arrived = Arc::clone(&arrived);
                tokio::spawn(async move {
                    let Some(mut stream) = wrap(stream).await else { return };
                    let Some(request) = read_request(&mut stream).await else { return };
                    requests.lock().unwrap().push(request.clone());
                    arrived.notify_one();
                    match reply(&request) {
                        Reply::Bytes(bytes) => {
                            stream.write_all(&bytes).await.ok();
                            stream.shutdown().await.ok();
                        }
                        // What is not read yet makes a reset of closing.
                        Reply::Reset => drop(stream),
                        Reply::Hang(bytes) => {
                            stream.write_all(&bytes).await.ok();
                            stream.flush().await.ok();
                            let mut rest = [0; 64];
                            while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
                            hung_up.notify_one();
                        }
                    }
                });
            }
        });
        server
    }

    pub fn base(&self) -> String {
        format!("http://127.0.0.1:{}/scim/v2", self.port)
    }

    /// How many connections came in, whatever was said on them.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Request> {
    let mut raw = Vec::new();
    while !raw.ends_with(b"\r\n\r\n") {
        raw.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(raw.clone()).ok()?;
    let target = head.split(' ').nth(1)?.to_owned();
    let request = Request { raw: head, target };
    let length = request.header("content-length").and_then(|it| it.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(Request { raw: request.raw + &String::from_utf8(body).ok()?, ..request })
}

pub fn http(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

pub fn scim(body: impl AsRef<[u8]>) -> Reply {
    http("200 OK", "Content-Type: application/scim+json\r\n", body)
}

pub fn html(status: &str, title: &str) -> Reply {
    let page =
        format!("<!DOCTYPE html><html><head><title>{title}</title></head><body></body></html>");
    http(status, "Content-Type: text/html\r\n", page)
}

pub fn scim_error(status: &str, detail: &str) -> Reply {
    let code = status.split(' ').next().unwrap();
    let body = format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"{code}","detail":"{detail}"}}"#
    );
    http(status, "Content-Type: application/scim+json\r\n", body)
}

pub fn list(resources: &[&str], total: usize) -> String {
    format!(
        r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":{total},"startIndex":1,"itemsPerPage":{},"Resources":[{}]}}"#,
        resources.len(),
        resources.join(",")
    )
}

pub const USER: &str =
    r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"1","userName":"ada"}"#;
pub const CONFIG: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],"patch":{"supported":true},"bulk":{"supported":false,"maxOperations":0,"maxPayloadSize":0},"filter":{"supported":true,"maxResults":200},"changePassword":{"supported":false},"sort":{"supported":true},"etag":{"supported":false},"authenticationSchemes":[]}"#;
pub const TYPE: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],"id":"User","name":"User","endpoint":"/Users","schema":"urn:ietf:params:scim:schemas:core:2.0:User"}"#;
pub const SCHEMA: &str = r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Schema"],"id":"urn:ietf:params:scim:schemas:core:2.0:User","name":"User","attributes":[{"name":"userName","type":"string","multiValued":false}]}"#;

/// A small server that does everything right.
pub fn good(request: &Request) -> Reply {
    match request.path().rsplit('/').next().unwrap() {
        "ServiceProviderConfig" => scim(CONFIG),
        "ResourceTypes" => scim(list(&[TYPE], 1)),
        "Schemas" => scim(list(&[SCHEMA], 1)),
        "Users" => scim(list(&[USER], 1)),
        "1" => scim(USER),
        _ => scim_error("404 Not Found", "there is no such thing"),
    }
}

/// Asserts that none of the needles stands in the text.
pub fn assert_clean(text: &str, needles: &[&str]) {
    for needle in needles {
        assert!(!text.contains(needle), "{needle:?} stands in {text}");
    }
}
