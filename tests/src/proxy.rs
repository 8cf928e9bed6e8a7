//! A counting proxy: hands every request on to one server and keeps what passed. What the app's
//! history says is held against it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::access;

const BODY_LIMIT: usize = 256 * 1024 * 1024;
/// Headers that are about one connection, not about the message.
const OF_THE_CONNECTION: [&str; 4] =
    ["connection", "keep-alive", "transfer-encoding", "content-length"];

/// One request that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// GET and so on.
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
    /// What the server answered.
    pub status: u16,
    /// The request's headers.
    pub headers: Vec<(String, String)>,
    /// The request's body.
    pub sent: String,
    /// How many bytes of body came back; unknown where they were packed.
    pub body_bytes: Option<usize>,
}

/// A running proxy; it stops when dropped.
#[derive(Debug)]
pub struct Proxy {
    origin: String,
    passed: Arc<Mutex<Vec<Passed>>>,
    keeps_answers: Arc<AtomicBool>,
    renaming: Option<Renaming>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    upstream: String,
    client: reqwest::Client,
    passed: Arc<Mutex<Vec<Passed>>>,
    /// Whether whoever writes is left without an answer.
    keeps_answers: Arc<AtomicBool>,
    /// What the server calls itself, and what it is called from here: none where it takes our Host.
    renaming: Option<Renaming>,
}

/// Puts the proxy's origin in place of a server's that makes addresses of its own name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renaming {
    theirs: String,
    ours: String,
}

impl Renaming {
    /// A text of the server as it reads behind the proxy.
    pub fn apply(&self, text: &str) -> String {
        let escaped = |it: &str| it.replace('/', "\\/");
        text.replace(&self.theirs, &self.ours).replace(&escaped(&self.theirs), &escaped(&self.ours))
    }
}

impl Proxy {
    /// Starts in front of a server's origin (`http://127.0.0.1:PORT`). A server on another machine
    /// is asked by its own name; what it says of that name is put right on the way back.
    pub async fn before(upstream: &str) -> Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let passed = Arc::new(Mutex::new(Vec::new()));
        let keeps_answers = Arc::new(AtomicBool::new(false));
        let upstream = upstream.trim_end_matches('/');
        let renaming = (!access::is_local(upstream))
            .then(|| Renaming { theirs: upstream.to_owned(), ours: origin.clone() });
        let shared = Shared {
            upstream: upstream.to_owned(),
            client: access::client_for(upstream)?,
            passed: Arc::clone(&passed),
            keeps_answers: Arc::clone(&keeps_answers),
            renaming: renaming.clone(),
        };
        let router = Router::new().fallback(pass).with_state(shared);
        let task = tokio::spawn(async move {
            // It ends by being aborted.
            axum::serve(listener, router).await.ok();
        });
        Ok(Proxy { origin, passed, keeps_answers, renaming, task })
    }

    /// How the server's texts change on the way, if they do.
    pub fn renaming(&self) -> Option<&Renaming> {
        self.renaming.as_ref()
    }

    /// Where the proxy answers, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// From now on the server does what it is asked to write, and its answers stay here for as long as whoever wrote waits.
    pub fn keep_answers(&self) {
        self.keeps_answers.store(true, Ordering::SeqCst);
    }

    /// What passed so far and was there to write, in the order of the answers.
    pub fn writes(&self) -> Vec<Passed> {
        self.passed().into_iter().filter(|it| it.method != "GET").collect()
    }

    /// What passed so far, in the order of the answers.
    pub fn passed(&self) -> Vec<Passed> {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(State(shared): State<Shared>, request: Request) -> Response {
    match hand_on(&shared, request).await {
        Ok(response) => response,
        Err(error) => {
            let mut response = Response::new(Body::from(format!("{error:#}")));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
    }
}

async fn hand_on(shared: &Shared, request: Request) -> Result<Response> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let mut onward =
        shared.client.request(parts.method.clone(), format!("{}{path}", shared.upstream));
    for (name, value) in parts.headers.iter().filter(|(name, _)| shared.goes_on(name)) {
        onward = onward.header(name, value);
    }
    let sent = to_bytes(body, BODY_LIMIT).await?;
    let answer = onward.body(sent.clone()).send().await?;
    let status = answer.status();
    let is_packed = answer.headers().contains_key("content-encoding");
    let mut response = Response::builder().status(status);
    for (name, value) in answer.headers().iter().filter(|(name, _)| is_of_the_message(name)) {
        response = response.header(name, shared.renamed_header(value));
    }
    let body = shared.renamed_body(answer.bytes().await?);
    let passed = Passed {
        method: parts.method.to_string(),
        path,
        status: status.as_u16(),
        headers: texts(&parts.headers),
        sent: String::from_utf8_lossy(&sent).into_owned(),
        body_bytes: (!is_packed).then_some(body.len()),
    };
    shared.passed.lock().unwrap_or_else(PoisonError::into_inner).push(passed);
    if parts.method != Method::GET && shared.keeps_answers.load(Ordering::SeqCst) {
        // It ends with the connection.
        std::future::pending::<()>().await;
    }
    response.body(Body::from(body)).context("the answer cannot be handed back")
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

impl Shared {
    /// The Host goes along where the server is on this machine, so that addresses which it makes
    /// lead through the proxy. Elsewhere its texts are changed, and so must not be packed.
    fn goes_on(&self, name: &HeaderName) -> bool {
        let is_for_us = matches!(name.as_str(), "host" | "accept-encoding");
        is_of_the_message(name) && !(self.renaming.is_some() && is_for_us)
    }

    fn renamed_header(&self, value: &HeaderValue) -> HeaderValue {
        let text = self.renaming.as_ref().zip(value.to_str().ok());
        let renamed = text.and_then(|(it, text)| HeaderValue::from_str(&it.apply(text)).ok());
        renamed.unwrap_or_else(|| value.clone())
    }

    fn renamed_body(&self, body: Bytes) -> Bytes {
        let text = self.renaming.as_ref().zip(std::str::from_utf8(&body).ok());
        let renamed = text.map(|(it, text)| Bytes::from(it.apply(text)));
        renamed.unwrap_or(body)
    }
}

fn is_of_the_message(name: &HeaderName) -> bool {
    !OF_THE_CONNECTION.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_servers_own_addresses_lead_through_the_proxy() {
        let renaming = Renaming {
            theirs: "https://scim.example.com".to_owned(),
            ours: "http://127.0.0.1:9".to_owned(),
        };
        let text = r#"{"a":"https://scim.example.com/v2","b":"https:\/\/scim.example.com\/v2"}"#;
        assert_eq!(
            renaming.apply(text),
            r#"{"a":"http://127.0.0.1:9/v2","b":"http:\/\/127.0.0.1:9\/v2"}"#
        );
    }
}
