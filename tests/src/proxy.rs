//! A counting proxy: hands every request on to one server and keeps what passed. What the app's
//! history says is held against it.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, StatusCode};
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::http;

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
}

/// A running proxy; it stops when dropped.
#[derive(Debug)]
pub struct Proxy {
    origin: String,
    passed: Arc<Mutex<Vec<Passed>>>,
    task: JoinHandle<()>,
}

#[derive(Clone)]
struct Shared {
    upstream: String,
    client: reqwest::Client,
    passed: Arc<Mutex<Vec<Passed>>>,
}

impl Proxy {
    /// Starts in front of a server's origin (`http://127.0.0.1:PORT`).
    pub async fn before(upstream: &str) -> Result<Proxy> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let passed = Arc::new(Mutex::new(Vec::new()));
        let shared = Shared {
            upstream: upstream.trim_end_matches('/').to_owned(),
            client: http::client()?,
            passed: Arc::clone(&passed),
        };
        let router = Router::new().fallback(pass).with_state(shared);
        let task = tokio::spawn(async move {
            // It ends by being aborted.
            axum::serve(listener, router).await.ok();
        });
        Ok(Proxy { origin, passed, task })
    }

    /// Where the proxy answers, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
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
    // The Host goes along, so that addresses which the server makes lead through the proxy.
    let mut onward =
        shared.client.request(parts.method.clone(), format!("{}{path}", shared.upstream));
    for (name, value) in parts.headers.iter().filter(|(name, _)| is_of_the_message(name)) {
        onward = onward.header(name, value);
    }
    let answer = onward.body(to_bytes(body, BODY_LIMIT).await?).send().await?;
    let status = answer.status();
    let mut response = Response::builder().status(status);
    for (name, value) in answer.headers().iter().filter(|(name, _)| is_of_the_message(name)) {
        response = response.header(name, value);
    }
    let body = answer.bytes().await?;
    let headers = parts
        .headers
        .iter()
        .map(|(name, value)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        })
        .collect();
    let passed =
        Passed { method: parts.method.to_string(), path, status: status.as_u16(), headers };
    shared.passed.lock().unwrap_or_else(PoisonError::into_inner).push(passed);
    response.body(Body::from(body)).context("the answer cannot be handed back")
}

fn is_of_the_message(name: &HeaderName) -> bool {
    !OF_THE_CONNECTION.contains(&name.as_str())
}
