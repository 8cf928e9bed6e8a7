//! A service provider whose every answer follows from the URL alone, so that the history can be held against it. It
//! is careless: it returns the token, a password and a cookie.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::Router;
use axum::http::{HeaderMap, Uri};
use axum::response::IntoResponse;

pub(crate) const TOKEN: &str = "canary-token-6Qx2vW9r";
pub(crate) const PASSWORD: &str = "canary-password-Lp40";
pub(crate) const COOKIE: &str = "canary-cookie-77aZ";

pub(crate) struct Provider {
    port: u16,
    saw_token: Arc<AtomicBool>,
}

impl Provider {
    pub(crate) async fn start() -> Provider {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let saw_token = Arc::new(AtomicBool::new(false));
        let saw = Arc::clone(&saw_token);
        let respond = move |uri: Uri, headers: HeaderMap| async move {
            if headers.get("authorization").is_some_and(|it| *it == format!("Bearer {TOKEN}")) {
                saw.store(true, Ordering::Relaxed);
            }
            let (status, body) = answer(&uri.to_string());
            let headers = [
                ("content-type", "application/scim+json".to_owned()),
                ("set-cookie", format!("session={COOKIE}")),
                ("x-request-id", request_id(&uri.to_string())),
            ];
            (axum::http::StatusCode::from_u16(status).unwrap(), headers, body).into_response()
        };
        let router = Router::new().fallback(respond);
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Provider { port, saw_token }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://127.0.0.1:{}/scim", self.port)
    }

    pub(crate) fn saw_token(&self) -> bool {
        self.saw_token.load(Ordering::Relaxed)
    }
}

/// The status and the body of the answer to a URL.
pub(crate) fn answer(url: &str) -> (u16, String) {
    if url.ends_with("/Users") || url.contains("/Users?") {
        let schema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
        return (200, format!(r#"{{"schemas":["{schema}"],"totalResults":0,"Resources":[]}}"#));
    }
    let Some((_, id)) = url.split_once("/Users/") else {
        let body = r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}"#;
        return (404, body.to_owned());
    };
    let id = id.split('?').next().unwrap();
    // From a line to sixteen pages of the database, so that the end may come in the middle of an exchange.
    let size = id.bytes().fold(7_usize, |sum, byte| sum * 31 % 8191 + usize::from(byte)) % 4096;
    let padding = "Grüße aus 東京 ".repeat(size);
    let body = format!(
        r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"{id}", "userName":"{}",
  "password" :"{PASSWORD}","nickName":"Bearer {TOKEN}","displayName":"{padding}","x":1.00}}"#,
        mark(url)
    );
    (200, body)
}

/// A text that stands in the answer to this URL and nowhere else.
pub(crate) fn mark(url: &str) -> String {
    let id = url.rsplit('/').next().unwrap_or_default();
    format!("only-in-{}-here", id.split('?').next().unwrap_or_default())
}

pub(crate) fn request_id(url: &str) -> String {
    let path = url.split("/scim").nth(1).unwrap_or_default();
    format!("request-{}", path.replace('/', "-"))
}

/// What may be kept of a text.
pub(crate) fn without_secrets(text: &str) -> String {
    text.replace(PASSWORD, "•••").replace(TOKEN, "•••")
}
