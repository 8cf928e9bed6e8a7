//! A gate before a SCIM server: lets through who comes with a token of the authorisation server, and passes the request on
//! with the token that the server itself wants.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};
use tokio::net::TcpListener;
use url::Url;

use crate::Issuer;

/// A gate that runs until it is dropped.
#[derive(Debug)]
pub struct Gate {
    base_url: String,
    task: tokio::task::JoinHandle<()>,
}

struct Behind {
    issuer: Arc<Issuer>,
    origin: String,
    token: String,
    client: reqwest::Client,
}

impl Gate {
    /// Starts a gate before the server of this base URL and token.
    ///
    /// # Errors
    /// When no port can be listened on, or the base URL is none.
    pub async fn start(issuer: &Arc<Issuer>, base_url: &str, token: &str) -> anyhow::Result<Gate> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base = Url::parse(base_url)?;
        let behind = Arc::new(Behind {
            issuer: Arc::clone(issuer),
            origin: base.origin().ascii_serialization(),
            token: token.to_owned(),
            client: crate::browser(),
        });
        let base_url = format!("http://{}{}", listener.local_addr()?, base.path());
        let routes = Router::new().fallback(pass).with_state(behind);
        let task = tokio::spawn(async move {
            axum::serve(listener, routes).await.expect("the gate runs until it is aborted");
        });
        Ok(Gate { base_url, task })
    }

    /// The base URL before the gate.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(
    State(behind): State<Arc<Behind>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let token = headers.get(header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let token = token.and_then(|it| it.strip_prefix("Bearer ")).unwrap_or_default();
    if !behind.issuer.accepts(token) {
        let challenge = [(header::WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")];
        return (StatusCode::UNAUTHORIZED, challenge).into_response();
    }
    let mut passed = behind.client.request(method, format!("{}{uri}", behind.origin)).body(body);
    for name in [header::ACCEPT, header::CONTENT_TYPE, header::IF_MATCH] {
        if let Some(value) = headers.get(&name) {
            passed = passed.header(name, value);
        }
    }
    match passed.bearer_auth(&behind.token).send().await {
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
        Ok(answer) => {
            let status = answer.status();
            let kind = answer.headers().get(header::CONTENT_TYPE).cloned();
            let body = answer.bytes().await.unwrap_or_default();
            let mut response = (status, Body::from(body)).into_response();
            if let Some(kind) = kind {
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
            }
            response
        }
    }
}
