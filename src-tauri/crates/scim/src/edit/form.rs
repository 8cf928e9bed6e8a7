//! The form of a draft: every attribute that the schemas define, whether it has a value or not, and everything else
//! that the draft holds.

use serde_json::Value;

use super::{EditList, EditSection};
use crate::resource_type::ResourceType;
use crate::validate::Violation;
use crate::view::TypeModel;

/// What a form is made of.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The resource type with its schemas.
    pub model: &'a TypeModel,
    /// All resource types of the server, for references.
    pub types: &'a [ResourceType],
    /// The resource as it was read; `None` where one is being made.
    pub base: Option<&'a Value>,
    /// The draft.
    pub draft: &'a Value,
    /// What does not fit in the draft; each stands at its field, as far as there is one.
    pub violations: &'a [Violation],
}

/// The draft as sections: Core, complex attributes, multi-valued ones, extensions in the order of the resource type,
/// what no schema defines, and what the server keeps (`id`, `meta`, `schemas` and readOnly attributes). Of a
/// multi-valued attribute `window` values are given; [`list`] has the rest.
#[must_use]
pub fn form(subject: &Subject<'_>, window: usize) -> Vec<EditSection> {
    let _ = (subject, window);
    Vec::new()
}

/// A window of the values of a multi-valued attribute, by the path of its field. `None` where there is no such field.
#[must_use]
pub fn list(subject: &Subject<'_>, path: &str, offset: usize, limit: usize) -> Option<EditList> {
    let _ = (subject, path, offset, limit);
    None
}
