//! Reading bulk requests (RFC 7644 §3.7): the operations, and what each refers to.

use std::collections::HashSet;

use axum::http::StatusCode;
use scim::bulk::references_in;
use scim::urn::{self, BULK_REQUEST};
use serde_json::Value;

use crate::refusal::Refusal;
use crate::schemas::MOST_OPERATIONS;

/// A bulk request.
#[derive(Debug)]
pub(super) struct Request<'b> {
    pub(super) operations: Vec<Operation<'b>>,
    pub(super) fail_on_errors: Option<usize>,
}

/// One of its operations; what is missing is found when its turn comes.
#[derive(Debug)]
pub(super) struct Operation<'b> {
    pub(super) method: String,
    pub(super) bulk_id: Option<&'b str>,
    pub(super) path: &'b str,
    pub(super) version: Option<&'b str>,
    pub(super) data: Option<&'b Value>,
    /// The bulkIds that it refers to, each once.
    pub(super) references: Vec<String>,
}

impl<'b> Request<'b> {
    pub(super) fn read(body: &'b Value) -> Result<Self, Refusal> {
        let syntax = |text: &str| Refusal::bad("invalidSyntax", text);
        let schemas = body.get("schemas").and_then(Value::as_array);
        let is_bulk = |it: &Value| it.as_str().is_some_and(|it| urn::same(it, BULK_REQUEST));
        if !schemas.is_some_and(|it| it.iter().any(is_bulk)) {
            return Err(syntax(&format!("schemas of a bulk request names {BULK_REQUEST}")));
        }
        let Some(operations) = body.get("Operations").and_then(Value::as_array) else {
            return Err(syntax("a bulk request has an array of Operations"));
        };
        if operations.len() > MOST_OPERATIONS {
            let text = format!(
                "{} operations are more than the {MOST_OPERATIONS} of maxOperations",
                operations.len()
            );
            return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, text));
        }
        let fail_on_errors = match body.get("failOnErrors") {
            None | Some(Value::Null) => None,
            Some(given) => {
                let number = given.as_u64().and_then(|it| usize::try_from(it).ok());
                Some(number.filter(|it| *it > 0).ok_or_else(|| {
                    Refusal::bad("invalidValue", "failOnErrors is a number from 1")
                })?)
            }
        };
        let mut operations: Vec<Operation<'_>> = operations.iter().map(Operation::read).collect();
        let mut seen = HashSet::new();
        for id in operations.iter().filter_map(|it| it.bulk_id) {
            if !seen.insert(id) {
                return Err(Refusal::bad("invalidValue", format!("the bulkId {id} is used twice")));
            }
        }
        operations.iter_mut().for_each(|it| it.refer(&seen));
        Ok(Self { operations, fail_on_errors })
    }
}

impl<'b> Operation<'b> {
    fn read(operation: &'b Value) -> Self {
        let text = |name: &str| operation.get(name).and_then(Value::as_str);
        Self {
            method: text("method").unwrap_or_default().to_ascii_uppercase(),
            bulk_id: text("bulkId"),
            path: text("path").unwrap_or_default(),
            version: text("version"),
            data: operation.get("data"),
            references: Vec::new(),
        }
    }

    /// Finds what it refers to. A part of a text is a reference only where an operation has that bulkId.
    fn refer(&mut self, known: &HashSet<&str>) {
        let found = references_in(self.path, self.data).into_iter();
        let found = found.filter(|it| it.is_whole || known.contains(it.bulk_id.as_str()));
        self.references = found.map(|it| it.bulk_id).collect();
        self.references.sort_unstable();
        self.references.dedup();
    }
}
