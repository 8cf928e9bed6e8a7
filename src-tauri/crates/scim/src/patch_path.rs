//! PATCH paths (RFC 7644 §3.5.2): what they are made of.

use std::fmt;

use crate::attr::AttrPath;
use crate::filter::{Filter, SyntaxError};

/// The target of a PATCH operation: `PATH = attrPath / valuePath [subAttr]`.
#[derive(Debug, Clone, PartialEq)]
pub enum PatchPath {
    /// An attribute or sub-attribute: `userName`, `name.familyName`, with a URI in front for extensions.
    Attribute(AttrPath),
    /// Elements of a multi-valued attribute: `emails[type eq "work"]`, `emails[type eq "work"].value`.
    Elements {
        /// The attribute, without a sub-attribute.
        path: AttrPath,
        /// Which elements.
        filter: Filter,
        /// The sub-attribute of each of them.
        sub: Option<String>,
    },
}

impl fmt::Display for PatchPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute(path) => path.fmt(f),
            Self::Elements { path, filter, sub } => {
                write!(f, "{path}[{filter}]")?;
                match sub {
                    Some(sub) => write!(f, ".{sub}"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl PatchPath {
    /// Reads a PATCH path. `uris` are the schema URIs that may stand before a name (see [`crate::urn::split`]).
    ///
    /// # Errors
    /// When the text is no path: where, what is there, and what could be.
    pub fn parse(text: &str, _uris: &[&str]) -> Result<Self, SyntaxError> {
        Err(SyntaxError { at: 0, length: text.len(), message: String::new(), expected: Vec::new() })
    }
}
