//! Which definition an attribute path means, by the schemas of a resource type (RFC 7644 §3.10).

use crate::attr::AttrPath;
use crate::schema::Attribute;
use crate::view::TypeModel;

/// What a path means.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolved<'m> {
    /// The URI of the extension whose object holds the attribute; `None` for base and common attributes.
    pub extension: Option<&'m str>,
    /// The attribute.
    pub attribute: &'m Attribute,
    /// The sub-attribute, where the path names one.
    pub sub: Option<&'m Attribute>,
}

/// Why a path means nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unresolved {
    /// What is unknown: the schema URI, the attribute or the sub-attribute; a clause without a full stop.
    pub message: String,
    /// What was probably meant, as whole paths, best first.
    pub did_you_mean: Vec<String>,
}

impl TypeModel {
    /// What a path means for resources of this type. An unqualified name is looked for in the common attributes and the
    /// base schema; names of extensions need their URI.
    ///
    /// # Errors
    /// When no schema has it.
    pub fn resolve_path(&self, path: &AttrPath) -> Result<Resolved<'_>, Unresolved> {
        Err(Unresolved { message: path.to_string(), did_you_mean: Vec::new() })
    }
}
