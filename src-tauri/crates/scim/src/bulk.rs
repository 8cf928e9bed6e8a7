//! Bulk requests and responses (RFC 7644 §3.7): many operations in one message, which refer to each other by `bulkId`.
//!
//! Nothing here knows what an operation does to a resource; here is how operations depend on each other, in which order
//! they can be done, and how a request that is too large becomes several.

mod graph;
mod read;
mod reference;
mod split;
mod write;

use serde_json::Value;

pub use graph::{Graph, Group};
pub use reference::{Reference, references, references_in, resolve};
pub use split::{DoesNotFit, Limits, split};

/// What an operation does (RFC 7644 §3.7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Creates a resource.
    Post,
    /// Replaces a resource.
    Put,
    /// Changes a resource.
    Patch,
    /// Deletes a resource.
    Delete,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// The name as HTTP spells it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// One operation of a bulk request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// What to do.
    pub method: Method,
    /// By what others refer to it; required for POST.
    pub bulk_id: Option<String>,
    /// Where: `/Users` for POST, `/Users/{id}` otherwise.
    pub path: String,
    /// The version that the resource must have (RFC 7644 §3.14).
    pub version: Option<String>,
    /// The body that the operation would have as a request of its own.
    pub data: Option<Value>,
}

/// A bulk request.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkRequest {
    /// After how many errors the server stops; it does not stop where this is missing.
    pub fail_on_errors: Option<u64>,
    /// What to do, in this order unless references want another.
    pub operations: Vec<Operation>,
}

/// What became of one operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationResult {
    /// What was done.
    pub method: Method,
    /// The `bulkId` of the operation.
    pub bulk_id: Option<String>,
    /// The resource; missing only for a POST that failed.
    pub location: Option<String>,
    /// The version that the resource has now.
    pub version: Option<String>,
    /// The HTTP status; `None` when the server does not say one that could be read.
    pub status: Option<u16>,
    /// The body that the operation would have been answered with: an error message where it failed.
    pub response: Option<Value>,
}

impl OperationResult {
    /// Whether the server says that the operation was done.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.status.is_some_and(|it| (200..300).contains(&it))
    }
}

/// What became of a bulk request. A server that stops early returns only what it processed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BulkResponse {
    /// The results, usually in the order of the operations.
    pub operations: Vec<OperationResult>,
}
