//! The discovery endpoints (RFC 7644 §4): what the sandbox says about itself.

use axum::http::StatusCode;
use scim::message::Page;

use crate::answer::Answer;
use crate::refusal::Refusal;
use crate::schemas::{self, Document};

/// The documents.
#[derive(Debug)]
pub(crate) struct Discovery {
    config: String,
    resource_types: Vec<Document>,
    schemas: Vec<Document>,
}

impl Discovery {
    pub(crate) fn new(base: &str, has_people: bool) -> Self {
        Self {
            config: schemas::provider_config(base),
            resource_types: schemas::resource_types(base, has_people),
            schemas: schemas::schemas(base, has_people),
        }
    }

    /// Whether a path segment is a discovery endpoint.
    pub(crate) fn has(segment: &str) -> bool {
        ["ServiceProviderConfig", "ResourceTypes", "Schemas"].contains(&segment)
    }

    /// All documents of an endpoint, or one. They cannot be filtered; other parameters are ignored, whatever they say
    /// (RFC 7644 §4).
    pub(crate) fn answer(
        &self,
        endpoint: &str,
        id: Option<&str>,
        is_filtered: bool,
    ) -> Result<Answer, Refusal> {
        if is_filtered {
            let text = "discovery endpoints cannot be filtered";
            return Err(Refusal::new(StatusCode::FORBIDDEN, text));
        }
        let documents = match endpoint {
            "ResourceTypes" => &self.resource_types,
            "Schemas" => &self.schemas,
            _ if id.is_none() => return Ok(Answer::ok(self.config.clone())),
            _ => {
                return Err(Refusal::nothing_at(&format!(
                    "/{endpoint}/{}",
                    id.unwrap_or_default()
                )));
            }
        };
        let Some(id) = id else { return Ok(list(documents)) };
        let found = documents.iter().find(|it| it.id.eq_ignore_ascii_case(id));
        found
            .map(|it| Answer::ok(it.text.clone()))
            .ok_or_else(|| Refusal::nothing_at(&format!("/{endpoint}/{id}")))
    }
}

fn list(documents: &[Document]) -> Answer {
    let count = documents.len() as u64;
    let page = Page { total_results: Some(count), start_index: Some(1), ..Page::default() };
    let texts: Vec<&str> = documents.iter().map(|it| it.text.as_str()).collect();
    Answer::ok(page.write(&texts))
}
