//! Servers that say back everything: a SCIM server in its data and its errors, and a token endpoint in its refusal; beside
//! them an authorisation server that works.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};
use faults::certificate::{Authority, Certificate};
use faults::fault::{Fault, Server};
use faults::proxy::{Kind, Manner, Proxy};
use faults::server::FaultServer;
use issuer::{Client, Issuer, Proof};
use serde_json::json;
use tokio::net::TcpListener;

use crate::kinds::{CLIENT_CERTIFICATE, CLIENT_SECRET, CLIENT_SECRET_IN_BODY, PROXY_WORD};

const PUBLIC_KEY: &str = include_str!("../../../client/tests/keys/pkcs1.public.pem");

/// Everything that is spoken to.
pub(crate) struct Servers {
    /// A SCIM server that lets everybody in, or nobody.
    pub(crate) scim: String,
    pub(crate) works: Arc<AtomicBool>,
    /// A token endpoint that knows nobody.
    pub(crate) refusing: String,
    pub(crate) issuer: Issuer,
    /// Proxies on the way to the SCIM server: of HTTP and of SOCKS that let in who has the password, and one that does not.
    pub(crate) proxies: [Proxy; 2],
    pub(crate) refusing_proxy: Proxy,
    /// One of TLS that lets nobody in without a certificate of this authority.
    pub(crate) secure: (FaultServer, Authority),
    seen: Arc<Mutex<String>>,
}

impl Servers {
    pub(crate) async fn start() -> Servers {
        let clients = [
            Client::new("by-header", Proof::Header(CLIENT_SECRET.into())),
            Client::new("by-body", Proof::Body(CLIENT_SECRET_IN_BODY.into())),
            Client::new("public", Proof::Nothing),
            Client::new(
                "by-key",
                Proof::Assertion { public_key: PUBLIC_KEY.into(), algorithm: "RS256".into() },
            ),
        ];
        let (works, seen) = (Arc::new(AtomicBool::new(true)), Arc::<Mutex<String>>::default());
        let (is_working, of_scim, of_refusing) =
            (Arc::clone(&works), Arc::clone(&seen), Arc::clone(&seen));
        let scim =
            serve(of_scim, move |asked| scim_answer(asked, is_working.load(Ordering::SeqCst)));
        let scim = scim.await;
        let port: u16 = scim.rsplit(':').next().unwrap().parse().unwrap();
        let proxy = async |kind, word| {
            let manner = Manner { account: Some(("robot", word)), ..Manner::open(kind) };
            Proxy::start(manner, port).await.unwrap()
        };
        let authority = Authority::new().unwrap();
        let demanding = Server::Https(Certificate::WantsClient, faults::directory::directory);
        let secure = Fault::new("demanding", "wants a client certificate", demanding);
        let secure = FaultServer::start(&secure, &authority).await.unwrap();
        Servers {
            secure: (secure, authority),
            proxies: [proxy(Kind::Http, PROXY_WORD).await, proxy(Kind::Socks, PROXY_WORD).await],
            refusing_proxy: proxy(Kind::Http, "another word").await,
            scim: format!("{scim}/scim/v2"),
            works,
            refusing: format!("{}/token", serve(of_refusing, |asked| refusal(&asked)).await),
            issuer: Issuer::start(clients).await.unwrap(),
            seen,
        }
    }

    /// Whether that came over the wire, as it is or in a form.
    pub(crate) fn saw(&self, secret: &str) -> bool {
        let in_form = |it: &issuer::Seen| it.form.values().any(|value| value == secret);
        secret == CLIENT_CERTIFICATE && self.secure.0.requests() > 0
            || self.seen.lock().unwrap().contains(secret)
            || self.issuer.seen().iter().any(in_form)
            || self.proxies.iter().any(|it| it.told().contains(secret))
    }

    /// Codes, tokens and what proved a right to them.
    pub(crate) fn issued(&self) -> Vec<String> {
        let names = ["code_verifier", "client_assertion", "assertion", "code", "refresh_token"];
        let seen = self.issuer.seen();
        let sent = seen.iter().flat_map(|it| names.iter().filter_map(|name| it.form.get(*name)));
        let mut all: Vec<String> = sent.cloned().chain(self.issuer.given()).collect();
        all.sort();
        all.dedup();
        all
    }
}

struct Asked {
    method: Method,
    path: String,
    /// All of it, as text.
    text: String,
    credentials: Option<HeaderValue>,
}

async fn serve(
    seen: Arc<Mutex<String>>,
    answer: impl Fn(Asked) -> Response + Clone + Send + Sync + 'static,
) -> String {
    let handler = move |method: Method, uri: Uri, headers: HeaderMap, body: Bytes| {
        let mut text = format!("{method} {uri}\n");
        for (name, value) in &headers {
            let _ = writeln!(text, "{name}: {}", String::from_utf8_lossy(value.as_bytes()));
        }
        text += &String::from_utf8_lossy(&body);
        seen.lock().unwrap().push_str(&text);
        let credentials = headers.get(header::AUTHORIZATION).cloned();
        let answered = answer(Asked { method, path: uri.path().to_owned(), text, credentials });
        async move { answered }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        axum::serve(listener, axum::Router::new().fallback(handler)).await.unwrap();
    });
    origin
}

fn scim_answer(asked: Asked, works: bool) -> Response {
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "1", "userName": "echo", "displayName": asked.text,
    });
    let (status, body) = match asked.path.strip_prefix("/scim/v2") {
        _ if !works => (StatusCode::UNAUTHORIZED, error(401, &asked.text)),
        Some("/Users") => {
            let schemas = ["urn:ietf:params:scim:api:messages:2.0:ListResponse"];
            let list = json!({ "schemas": schemas, "totalResults": 1, "Resources": [user] });
            (StatusCode::OK, list)
        }
        Some("/Users/1") if asked.method == Method::GET => (StatusCode::OK, user),
        _ => (StatusCode::NOT_FOUND, error(404, &asked.text)),
    };
    echoed(status, "application/scim+json", &body, asked.credentials)
}

fn error(status: u16, detail: &str) -> serde_json::Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": status.to_string(), "detail": detail,
    })
}

fn refusal(asked: &Asked) -> Response {
    let body = json!({ "error": "invalid_client", "error_description": asked.text });
    echoed(StatusCode::UNAUTHORIZED, "application/json", &body, asked.credentials.clone())
}

fn echoed(
    status: StatusCode,
    kind: &'static str,
    body: &serde_json::Value,
    credentials: Option<HeaderValue>,
) -> Response {
    let mut response = (status, [(header::CONTENT_TYPE, kind)], body.to_string()).into_response();
    if let Some(credentials) = credentials {
        response.headers_mut().insert(HeaderName::from_static("x-echo"), credentials);
    }
    response
}
