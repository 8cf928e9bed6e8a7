//! SCIM error answers (RFC 7644 §3.12).

use axum::http::{HeaderName, StatusCode, header};
use scim::message::{ErrorBody, ScimType};
use serde_json::Value;

use crate::answer::Answer;

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    pub(crate) scim_type: Option<&'static str>,
    pub(crate) detail: String,
    pub(crate) headers: Vec<(HeaderName, String)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, scim_type: None, detail: detail.into(), headers: Vec::new() }
    }

    pub(crate) fn bad(scim_type: &'static str, detail: impl Into<String>) -> Self {
        Self { scim_type: Some(scim_type), ..Self::new(StatusCode::BAD_REQUEST, detail) }
    }

    pub(crate) fn conflict(detail: impl Into<String>) -> Self {
        Self { scim_type: Some("uniqueness"), ..Self::new(StatusCode::CONFLICT, detail) }
    }

    pub(crate) fn no_resource(id: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is no resource with the id {id}"))
    }

    pub(crate) fn nothing_at(path: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, format!("there is nothing at {path}"))
    }

    pub(crate) fn method(given: &str, allowed: &'static str) -> Self {
        let text = format!("{given} is not possible here, only {allowed}");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, text).with(header::ALLOW, allowed)
    }

    pub(crate) fn with(mut self, name: HeaderName, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The error message.
    pub(crate) fn body(&self) -> Value {
        let error = ErrorBody {
            status: Some(self.status.as_u16()),
            scim_type: self.scim_type.map(str::to_owned),
            detail: Some(self.detail.clone()),
        };
        error.to_json()
    }
}

impl From<ErrorBody> for Refusal {
    fn from(error: ErrorBody) -> Self {
        let scim_type = error.known_type().map(ScimType::keyword);
        let detail = error.detail.unwrap_or_default();
        let status = error.status.and_then(|it| StatusCode::from_u16(it).ok());
        Self { scim_type, ..Self::new(status.unwrap_or(StatusCode::BAD_REQUEST), detail) }
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let mut answer = Answer::json(refusal.status, refusal.body().to_string());
        answer.headers = refusal.headers;
        if answer.status == StatusCode::UNAUTHORIZED {
            let challenge = "Bearer realm=\"Scimscope sandbox\"";
            return answer.with(header::WWW_AUTHENTICATE, challenge);
        }
        answer
    }
}
