//! A client for the tests, and what they all ask for.
#![allow(dead_code, reason = "each test uses some of it")]

use reqwest::{Method, RequestBuilder, StatusCode};
use sandbox::{Quirk, Sandbox, Settings};
use serde_json::{Value, json};

pub(crate) const ENTERPRISE: &str = scim::urn::ENTERPRISE_USER;
pub(crate) const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
pub(crate) const SEARCH: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// A sandbox and a client of it.
pub(crate) struct Client {
    pub(crate) sandbox: Sandbox,
    pub(crate) http: reqwest::Client,
}

/// What came back.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: reqwest::header::HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|it| it.to_str().unwrap()).unwrap_or_default()
    }

    /// The resources of a list.
    pub(crate) fn rows(&self) -> &[Value] {
        self.body["Resources"].as_array().unwrap()
    }

    pub(crate) fn ids(&self) -> Vec<&str> {
        self.rows().iter().map(|it| it["id"].as_str().unwrap()).collect()
    }

    /// The status and the scimType of an error, which has the shape that the RFC wants.
    pub(crate) fn refused(&self) -> (u16, &str) {
        assert_eq!(self.body["schemas"], json!([scim::urn::ERROR]), "{}", self.text);
        assert_eq!(self.body["status"], self.status.to_string());
        assert_eq!(self.header("content-type"), "application/scim+json");
        assert!(self.body["detail"].as_str().is_some_and(|it| !it.is_empty()));
        (self.status, self.body["scimType"].as_str().unwrap_or_default())
    }
}

impl Client {
    pub(crate) async fn start() -> Self {
        Self::of(Sandbox::start().await.unwrap())
    }

    pub(crate) async fn with(quirks: impl IntoIterator<Item = Quirk>) -> Self {
        Self::of(Sandbox::with_quirks(quirks).await.unwrap())
    }

    pub(crate) async fn with_settings(settings: Settings) -> Self {
        Self::of(Sandbox::start_with(settings).await.unwrap())
    }

    fn of(sandbox: Sandbox) -> Self {
        // The HTTP client wants a TLS provider even where no TLS is spoken.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { sandbox, http }
    }

    pub(crate) fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let url = format!("{}{path}", self.sandbox.base_url());
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        self.http.request(method, url).bearer_auth(self.sandbox.token())
    }

    pub(crate) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Answer {
        let request = self.request(method, path);
        answer(match body {
            Some(body) => {
                request.header("content-type", "application/scim+json").body(body.to_string())
            }
            None => request,
        })
        .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None).await
    }

    /// What a GET that succeeds brings.
    pub(crate) async fn read(&self, path: &str) -> Value {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/scim+json");
        assert!(answer.headers.contains_key("x-request-id"));
        answer.body
    }

    pub(crate) async fn filtered(&self, endpoint: &str, filter: &str) -> Answer {
        self.get(&format!("{endpoint}?filter={}", encoded(filter))).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, operations: Value) -> Answer {
        let body = json!({"schemas": [PATCH_OP], "Operations": operations});
        self.send("PATCH", path, Some(&body)).await
    }

    /// A user who was created, by name.
    pub(crate) async fn user(&self, name: &str) -> Value {
        let answer = self.post("/Users", &user(name)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.body
    }

    /// A group that was created.
    pub(crate) async fn group(&self, name: &str, members: &[&Value]) -> Value {
        let answer = self.post("/Groups", &group(name, members)).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.body
    }

    /// All resources, by pages.
    pub(crate) async fn all(&self, path: &str, count: usize) -> Vec<Value> {
        let mut found = Vec::new();
        let joint = if path.contains('?') { '&' } else { '?' };
        loop {
            let start = found.len() + 1;
            let page = self.read(&format!("{path}{joint}startIndex={start}&count={count}")).await;
            let rows = page["Resources"].as_array().unwrap();
            assert_eq!(page["itemsPerPage"], rows.len());
            if rows.is_empty() {
                return found;
            }
            found.extend(rows.iter().cloned());
        }
    }
}

pub(crate) async fn answer(request: RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap_or(Value::Null);
    assert!(StatusCode::from_u16(status).is_ok());
    Answer { status, headers, text, body }
}

pub(crate) fn user(name: &str) -> Value {
    json!({"schemas": [scim::urn::USER], "userName": name})
}

pub(crate) fn group(name: &str, members: &[&Value]) -> Value {
    let members: Vec<Value> = members.iter().map(|it| json!({"value": it["id"]})).collect();
    json!({"schemas": [scim::urn::GROUP], "displayName": name, "members": members})
}

pub(crate) fn path(endpoint: &str, resource: &Value) -> String {
    format!("{endpoint}/{}", resource["id"].as_str().unwrap())
}

pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|it| format!("%{it:02X}")).collect()
}
