//! A tiny SCIM provider whose every answer the test chose: for resources that no honest server
//! would send.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The schema of the users that [`Provider::of_users`] serves.
pub const USER_SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

/// A running provider; it stops when dropped.
#[derive(Debug)]
pub struct Provider {
    base_url: String,
    task: JoinHandle<()>,
}

type Answers = Arc<BTreeMap<String, Value>>;

impl Provider {
    /// Serves these documents by their path, whatever the query; everything else is a 404.
    pub async fn of_documents(documents: BTreeMap<String, Value>) -> Result<Provider> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let base_url = format!("http://{}/scim/v2", listener.local_addr()?);
        let router = Router::new().fallback(answer).with_state(Answers::new(documents));
        let task = tokio::spawn(async move {
            // It ends by being aborted.
            axum::serve(listener, router).await.ok();
        });
        Ok(Provider { base_url, task })
    }

    /// Serves these users, described by this schema.
    pub async fn of_users(users: &[Value], schema: Value) -> Result<Provider> {
        let mut documents = BTreeMap::new();
        documents.insert("/ServiceProviderConfig".to_owned(), configuration());
        documents.insert("/Schemas".to_owned(), list(std::slice::from_ref(&schema)));
        documents.insert("/ResourceTypes".to_owned(), list(&[user_type()]));
        documents.insert("/Users".to_owned(), list(users));
        for user in users {
            if let Some(id) = user.get("id").and_then(Value::as_str) {
                documents.insert(format!("/Users/{id}"), user.clone());
            }
        }
        Provider::of_documents(documents).await
    }

    /// Where SCIM begins.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A list response that holds everything at once.
pub fn list(resources: &[Value]) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": resources.len(),
        "startIndex": 1,
        "itemsPerPage": resources.len(),
        "Resources": resources,
    })
}

/// One attribute of a schema, a string unless said otherwise.
pub fn attribute(name: &str, kind: &str, description: &str) -> Value {
    json!({
        "name": name,
        "type": kind,
        "multiValued": false,
        "description": description,
        "required": false,
        "caseExact": false,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
    })
}

fn configuration() -> Value {
    let no = json!({ "supported": false });
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
        "patch": no, "sort": no, "etag": no, "changePassword": no,
        "bulk": { "supported": false, "maxOperations": 0, "maxPayloadSize": 0 },
        "filter": { "supported": false, "maxResults": 200 },
        "authenticationSchemes": [{ "type": "oauthbearertoken", "name": "Bearer", "description": "Bearer" }],
    })
}

fn user_type() -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
        "id": "User", "name": "User", "endpoint": "/Users", "schema": USER_SCHEMA,
    })
}

async fn answer(State(answers): State<Answers>, request: Request) -> Response {
    let path = request.uri().path();
    let path = path.strip_prefix("/scim/v2").unwrap_or(path);
    let (status, mut body) = match answers.get(path) {
        Some(document) => (200, document.clone()),
        None => (404, not_found(path)),
    };
    // Past its end a list is empty, or a reader would never find the end.
    let starts_later = request.uri().query().is_some_and(|query| {
        query.split('&').any(|part| {
            part.strip_prefix("startIndex=").is_some_and(|start| start != "1" && start != "0")
        })
    });
    if let (true, Some(resources)) = (starts_later, body.get_mut("Resources")) {
        *resources = json!([]);
    }
    Response::builder()
        .status(status)
        .header("Content-Type", "application/scim+json")
        .body(Body::from(body.to_string()))
        .unwrap_or_default()
}

fn not_found(path: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": "404",
        "detail": format!("there is nothing at {path}"),
    })
}
