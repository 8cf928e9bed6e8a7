//! Why a PATCH request cannot be read or applied.

use std::fmt;

/// Why a PATCH request was refused, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct PatchError {
    /// What is wrong, as the `scimType` says it.
    pub kind: ErrorKind,
    /// The number of the operation, counted from 0; `None` when the request as a whole is at fault.
    pub operation: Option<usize>,
    /// JSON pointer (RFC 6901) into the request; empty for the whole of it.
    pub pointer: String,
    /// Where in the text at the pointer, as byte offset and length: for paths that cannot be read.
    pub span: Option<(usize, usize)>,
    /// What is there and what it means, as a clause without a full stop.
    pub message: String,
}

/// The kinds of refusal: values of `scimType` (RFC 7644 §3.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The body is not built as a PATCH request.
    InvalidSyntax,
    /// A path cannot be read, or names nothing that the schemas know.
    InvalidPath,
    /// The filter of a path asks for an order that there is not (RFC 7644 §3.4.2.2).
    InvalidFilter,
    /// A value is missing, or not of the attribute's type.
    InvalidValue,
    /// A path leads to nothing that could be worked on.
    NoTarget,
    /// The attribute may not be changed, or not any more, or not be removed.
    Mutability,
    /// The operations would take more work than their size justifies; `scimType` is `tooMany`.
    TooMany,
}

impl ErrorKind {
    /// The `scimType` of the error response.
    #[must_use]
    pub fn scim_type(self) -> &'static str {
        match self {
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidPath => "invalidPath",
            Self::InvalidFilter => "invalidFilter",
            Self::InvalidValue => "invalidValue",
            Self::NoTarget => "noTarget",
            Self::Mutability => "mutability",
            Self::TooMany => "tooMany",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.scim_type())
    }
}

impl PatchError {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let message = message.into();
        Self { kind, operation: None, pointer: String::new(), span: None, message }
    }

    /// The same error, known to be at a place of the request.
    pub(super) fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// The same error, known to be in an operation. A pointer counts from the operation.
    pub(super) fn in_operation(mut self, number: usize) -> Self {
        self.pointer = format!("/Operations/{number}{}", self.pointer);
        self.operation = Some(number);
        self
    }
}

macro_rules! kinds {
    ($($name:ident => $kind:ident),*) => {
        $(pub(super) fn $name(message: impl Into<String>) -> PatchError {
            PatchError::new(ErrorKind::$kind, message)
        })*
    };
}

kinds! {
    invalid_syntax => InvalidSyntax,
    invalid_path => InvalidPath,
    invalid_filter => InvalidFilter,
    invalid_value => InvalidValue,
    no_target => NoTarget,
    mutability => Mutability
}
