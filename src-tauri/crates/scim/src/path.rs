//! Attribute paths as the screens use them: `userName`, `name.familyName`, `emails[primary].value`, `members[3]`,
//! each with an extension URI before it where needed. Filters in paths are another, larger language.

use crate::{steps, urn};

/// Which value of a multi-valued attribute is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pick {
    /// The value marked primary, else the first (as sorting does, RFC 7644 §3.4.2.3).
    Primary,
    /// The value at this place, counted from 0.
    At(usize),
}

/// An attribute path, borrowed from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AttributePath<'a> {
    /// The schema URI in front, if any.
    pub uri: Option<&'a str>,
    /// The attribute.
    pub attribute: &'a str,
    /// Which value, for multi-valued attributes; `None` means all.
    pub pick: Option<Pick>,
    /// The sub-attribute.
    pub sub_attribute: Option<&'a str>,
}

impl<'a> AttributePath<'a> {
    /// Reads a path. `known` are the schema URIs that may stand in front (see [`urn::split`]).
    /// Every text is some path: one that names nothing finds nothing.
    ///
    /// ```
    /// use scim::path::{AttributePath, Pick};
    /// let path = AttributePath::parse("emails[primary].value", []);
    /// assert_eq!(path.attribute, "emails");
    /// assert_eq!(path.pick, Some(Pick::Primary));
    /// assert_eq!(path.sub_attribute, Some("value"));
    /// ```
    pub fn parse<'k>(text: &'a str, known: impl IntoIterator<Item = &'k str>) -> Self {
        steps::count(text.len());
        let (uri, rest) = urn::split(text, known);
        if let Some((attribute, picked)) = rest.split_once('[')
            && let Some((inside, after)) = picked.split_once(']')
            && let Some(pick) = read_pick(inside)
        {
            let sub_attribute = after.strip_prefix('.').filter(|it| !it.is_empty());
            return Self { uri, attribute, pick: Some(pick), sub_attribute };
        }
        match rest.split_once('.') {
            Some((attribute, sub)) => Self { uri, attribute, pick: None, sub_attribute: Some(sub) },
            None => Self { uri, attribute: rest, pick: None, sub_attribute: None },
        }
    }
}

/// Puts an extension's URI before an attribute name (RFC 7644 §3.10).
#[must_use]
pub fn qualified(uri: Option<&str>, name: &str) -> String {
    match uri {
        Some(uri) => format!("{uri}:{name}"),
        None => name.to_owned(),
    }
}

/// Whether a name follows `ATTRNAME` (RFC 7643 §2.1), with one leading `$` let through for `$ref`.
#[must_use]
pub fn is_attribute_name(name: &str) -> bool {
    steps::count(name.len());
    let name = name.strip_prefix('$').unwrap_or(name);
    let mut letters = name.chars();
    letters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && letters.all(|it| it.is_ascii_alphanumeric() || matches!(it, '$' | '-' | '_'))
}

fn read_pick(inside: &str) -> Option<Pick> {
    if inside.eq_ignore_ascii_case("primary") {
        return Some(Pick::Primary);
    }
    inside.parse().ok().map(Pick::At)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attribute_names_are_those_of_the_grammar() {
        for name in ["a", "userName", "$ref", "x509-Certificates_2", "a$"] {
            assert!(is_attribute_name(name), "{name}");
        }
        for name in ["", "$", "$$ref", "1a", "-a", "_a", "a b", "a.b", "näme", "a:b"] {
            assert!(!is_attribute_name(name), "{name}");
        }
    }

    #[test]
    fn a_sub_attribute_without_a_name_is_none() {
        let path = AttributePath::parse("emails[0].", None::<&str>);
        assert_eq!(
            (path.attribute, path.pick, path.sub_attribute),
            ("emails", Some(Pick::At(0)), None)
        );
        assert_eq!(AttributePath::parse("emails[0].a", None::<&str>).sub_attribute, Some("a"));
    }
}
