//! A gate before a server: it lets nobody in but one user with their password, and says with each answer what is left
//! of a quota.

use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::http;

/// Who may pass, and what lies behind.
#[derive(Debug, Clone)]
pub struct Lock {
    /// What `Authorization` has to say, character for character.
    pub authorization: String,
    /// The origin behind the gate.
    pub upstream: String,
    /// The token that the server behind it wants.
    pub token: String,
    /// A path that is answered with "later" instead.
    pub later: Option<String>,
}

/// A running gate; it stops when dropped.
#[derive(Debug)]
pub struct Gate {
    origin: String,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Passing {
    lock: Lock,
    client: reqwest::Client,
}

impl Gate {
    /// Opens a gate on a port of its own.
    pub async fn before(lock: Lock) -> Result<Gate> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let passing = Arc::new(Passing { lock, client: http::client()? });
        let router = Router::new().fallback(pass).with_state(passing);
        let task = tokio::spawn(async move {
            // It ends by being aborted.
            axum::serve(listener, router).await.ok();
        });
        Ok(Gate { origin, task })
    }

    /// Its scheme, host and port.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(State(passing): State<Arc<Passing>>, request: Request) -> Response {
    let lock = &passing.lock;
    let said = request.headers().get("authorization").and_then(|it| it.to_str().ok());
    if said != Some(&lock.authorization) {
        return answer(401, &[("www-authenticate", "Basic realm=\"the gate\"")], Bytes::new());
    }
    if lock.later.as_deref() == Some(request.uri().path()) {
        let later = [("location", "/jobs/1"), ("retry-after", "5")];
        return answer(202, &later, Bytes::new());
    }
    let target = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let asked = passing.client.get(format!("{}{target}", lock.upstream)).bearer_auth(&lock.token);
    let behind = match asked.send().await {
        Ok(behind) => behind,
        Err(error) => return answer(502, &[], error.to_string().into()),
    };
    let status = behind.status().as_u16();
    let said = behind.headers().get("content-type").cloned();
    let body = behind.bytes().await.unwrap_or_default();
    let left = [("x-ratelimit-limit", "600"), ("x-ratelimit-remaining", "412")];
    let mut response = answer(status, &left, body);
    if let Some(said) = said {
        response.headers_mut().insert(CONTENT_TYPE, said);
    }
    response
}

fn answer(status: u16, headers: &[(&str, &str)], body: Bytes) -> Response {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::from(body)).unwrap_or_default()
}
