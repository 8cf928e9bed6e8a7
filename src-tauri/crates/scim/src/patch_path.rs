//! PATCH paths (RFC 7644 §3.5.2): what they are made of.

use std::fmt;

use crate::attr::AttrPath;
use crate::filter::{Filter, SyntaxError, parse};

/// The target of a PATCH operation: `PATH = attrPath / valuePath [subAttr]`.
#[derive(Debug, Clone, PartialEq)]
pub enum PatchPath {
    /// An attribute or sub-attribute: `userName`, `name.familyName`, with a URI in front for extensions.
    Attribute(AttrPath),
    /// Elements of a multi-valued attribute: `emails[type eq "work"]`, `emails[type eq "work"].value`.
    Elements {
        /// The attribute; with a sub-attribute only where that has several values itself.
        path: AttrPath,
        /// Which elements.
        filter: Box<Filter>,
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
    /// The URI of an extension alone is not in the grammar of §3.5.2; it reads as an attribute named by its last part.
    ///
    /// ```
    /// use scim::patch_path::PatchPath;
    /// let path = PatchPath::parse(r#"members[value eq "26118915"].displayName"#, &[]).unwrap();
    /// assert!(matches!(path, PatchPath::Elements { sub: Some(_), .. }));
    /// ```
    ///
    /// # Errors
    /// When the text is no path: where, what is there, and what could be.
    pub fn parse(text: &str, uris: &[&str]) -> Result<Self, SyntaxError> {
        parse::patch_path(text, uris)
    }
}
