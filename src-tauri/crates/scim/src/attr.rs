//! Attribute notation (RFC 7644 §3.10): a name, a sub-attribute behind a dot, a schema URI in front where needed.

use std::fmt;

use crate::filter::{SyntaxError, parse};

/// An attribute, or one of its sub-attributes, named as RFC 7644 §3.10 and `attrPath` of §3.4.2.2 do.
///
/// Letter case is kept as written; names and URIs compare without it (RFC 7643 §2.1), see [`AttrPath::same`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct AttrPath {
    /// The schema URI in front, without the colon that follows it.
    pub uri: Option<String>,
    /// The attribute's name.
    pub name: String,
    /// The sub-attribute's name.
    pub sub: Option<String>,
}

impl AttrPath {
    /// A path of a name alone, which is not checked.
    #[must_use]
    pub fn of(name: impl Into<String>) -> Self {
        Self { uri: None, name: name.into(), sub: None }
    }

    /// Reads attribute notation. `uris` are the schema URIs that may stand in front: the longest that fits wins, and
    /// where none does, everything up to the last colon is the URI (see [`crate::urn::split`]).
    ///
    /// ```
    /// use scim::{attr::AttrPath, urn};
    /// let path = AttrPath::parse(&format!("{}:manager.value", urn::ENTERPRISE_USER), &[]).unwrap();
    /// assert_eq!(path.uri.as_deref(), Some(urn::ENTERPRISE_USER));
    /// assert_eq!((path.name.as_str(), path.sub.as_deref()), ("manager", Some("value")));
    /// assert!(AttrPath::parse("name.familyName.x", &[]).is_err());
    /// ```
    ///
    /// # Errors
    /// When the text is no attribute path: where, what is there, and what could be.
    pub fn parse(text: &str, uris: &[&str]) -> Result<Self, SyntaxError> {
        parse::attribute(text, uris)
    }

    /// Whether both name the same, letter case aside.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let same = |left: &Option<String>, right: &Option<String>| match (left, right) {
            (Some(left), Some(right)) => left.eq_ignore_ascii_case(right),
            (left, right) => left == right,
        };
        self.name.eq_ignore_ascii_case(&other.name)
            && same(&self.uri, &other.uri)
            && same(&self.sub, &other.sub)
    }
}

/// What stands before and after the first dot. Names are short: it is found sooner without the search for long texts.
pub(crate) fn dotted(name: &str) -> Option<(&str, &str)> {
    let at = name.bytes().position(|it| it == b'.')?;
    Some((name.get(..at)?, name.get(at + 1..)?))
}

impl fmt::Display for AttrPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(uri) = &self.uri {
            f.write_str(uri)?;
            f.write_str(":")?;
        }
        f.write_str(&self.name)?;
        if let Some(sub) = &self.sub {
            f.write_str(".")?;
            f.write_str(sub)?;
        }
        Ok(())
    }
}
