//! What is answered, before it becomes HTTP: quirks still look at it.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// What every answer with a body is (RFC 7644 §3.8).
pub(crate) const MEDIA_TYPE: &str = "application/scim+json";

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, String)>,
    pub(crate) media_type: &'static str,
    pub(crate) body: Option<String>,
}

impl Answer {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, headers: Vec::new(), media_type: MEDIA_TYPE, body: None }
    }

    pub(crate) fn json(status: StatusCode, body: String) -> Self {
        Self { body: Some(body), ..Self::empty(status) }
    }

    pub(crate) fn ok(body: String) -> Self {
        Self::json(StatusCode::OK, body)
    }

    pub(crate) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn is_error(&self) -> bool {
        self.status.is_client_error() || self.status.is_server_error()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = match self.body {
            Some(body) => {
                let media_type = HeaderValue::from_static(self.media_type);
                (self.status, [(header::CONTENT_TYPE, media_type)], body).into_response()
            }
            None => self.status.into_response(),
        };
        for (name, value) in self.headers {
            if let Ok(value) = HeaderValue::from_str(&value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}
