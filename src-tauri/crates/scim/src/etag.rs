//! Entity tags (RFC 7644 §3.14, RFC 9110 §8.8.3): reading, comparing, and the headers that carry conditions.
//!
//! In JSON, `meta.version` holds the same text as the header, quotes and `W/` included, so that the quotes are escaped
//! there: `"W/\"3694e05e9dff591\""`.

use std::fmt;

/// An entity tag.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EntityTag {
    /// Whether it is weak: equal tags mean equivalent, not identical content.
    pub weak: bool,
    /// What stands between the quotes.
    pub tag: String,
}

impl EntityTag {
    /// Reads a tag as RFC 9110 §8.8.3 writes it; blanks around it do not count.
    ///
    /// ```
    /// use scim::etag::EntityTag;
    /// let tag = EntityTag::parse(r#"W/"3694e05e9dff591""#).unwrap();
    /// assert!(tag.weak);
    /// assert_eq!(tag.tag, "3694e05e9dff591");
    /// assert!(EntityTag::parse("3694e05e9dff591").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match next(text.trim()) {
            Some((tag, "")) => Some(tag),
            _ => None,
        }
    }

    /// Reads also what servers write instead: without quotes, with `w/`, or with quotes or a slash that were escaped twice. `None`
    /// when no tag can be made of it.
    ///
    /// ```
    /// use scim::etag::EntityTag;
    /// assert_eq!(EntityTag::parse_loose("v1.0").unwrap().to_string(), r#""v1.0""#);
    /// assert_eq!(EntityTag::parse_loose(r#"w/\"7\""#).unwrap().to_string(), r#"W/"7""#);
    /// ```
    #[must_use]
    pub fn parse_loose(text: &str) -> Option<Self> {
        if let Some(tag) = Self::parse(text) {
            return Some(tag);
        }
        crate::steps::count(text.len());
        let text = text.trim().replace("\\\"", "\"").replace("\\/", "/");
        let bare = text.strip_prefix("W/").or_else(|| text.strip_prefix("w/"));
        let weak = bare.is_some();
        let bare = bare.unwrap_or(&text);
        let tag = bare.trim_matches('"');
        (!tag.is_empty() && tag.chars().all(is_tag_character))
            .then(|| Self { weak, tag: tag.to_owned() })
    }

    /// Strong comparison (RFC 9110 §8.8.3.2): both are strong and equal.
    #[must_use]
    pub fn is_identical(&self, other: &Self) -> bool {
        !self.weak && !other.weak && self.tag == other.tag
    }

    /// Weak comparison (RFC 9110 §8.8.3.2): equal, whether weak or not.
    #[must_use]
    pub fn is_equivalent(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl fmt::Display for EntityTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weak = if self.weak { "W/" } else { "" };
        write!(f, "{weak}\"{}\"", self.tag)
    }
}

/// The value of an `If-Match` or `If-None-Match` header (RFC 9110 §13.1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Condition {
    /// `*`: whatever there is.
    Any,
    /// One of these.
    Tags(Vec<EntityTag>),
}

impl Condition {
    /// Reads a header. `None` when it is neither `*` nor a list of tags: such a header must not be taken for a condition
    /// that holds.
    ///
    /// ```
    /// use scim::etag::Condition;
    /// assert_eq!(Condition::parse("*"), Some(Condition::Any));
    /// assert!(matches!(Condition::parse(r#""a,b" , W/"c""#), Some(Condition::Tags(tags)) if tags.len() == 2));
    /// ```
    #[must_use]
    pub fn parse(header: &str) -> Option<Self> {
        let mut rest = header.trim();
        if rest == "*" {
            return Some(Self::Any);
        }
        let mut tags = Vec::new();
        loop {
            // Empty members of a list are allowed (RFC 9110 §5.6.1.2).
            rest = rest.trim_start_matches([',', ' ', '\t']);
            if rest.is_empty() {
                return (!tags.is_empty()).then_some(Self::Tags(tags));
            }
            let (tag, after) = next(rest)?;
            tags.push(tag);
            rest = after.trim_start_matches([' ', '\t']);
            if !rest.is_empty() && !rest.starts_with(',') {
                return None;
            }
        }
    }

    /// Whether `If-Match` lets a request through. RFC 9110 §13.1.1 wants the strong comparison, by which a weak tag never
    /// matches; the examples of RFC 7644 §3.14 nevertheless send weak tags, so SCIM compares weakly.
    ///
    /// ```
    /// use scim::etag::{Condition, EntityTag};
    /// let current = EntityTag::parse(r#"W/"a330bc54f0671c9""#).unwrap();
    /// assert!(Condition::parse(r#"W/"a330bc54f0671c9""#).unwrap().if_match(Some(&current)));
    /// assert!(!Condition::parse(r#"W/"e180ee84f0671b1""#).unwrap().if_match(Some(&current)));
    /// ```
    #[must_use]
    pub fn if_match(&self, current: Option<&EntityTag>) -> bool {
        match self {
            Self::Any => current.is_some(),
            Self::Tags(tags) => current.is_some_and(|it| {
                crate::steps::count(tags.len());
                tags.iter().any(|tag| tag.is_equivalent(it))
            }),
        }
    }

    /// Whether `If-None-Match` lets a request through: not when the client has what there is (then a GET is answered
    /// with 304, RFC 9110 §13.1.2).
    #[must_use]
    pub fn if_none_match(&self, current: Option<&EntityTag>) -> bool {
        !self.if_match(current)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Tags(tags) => {
                let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                f.write_str(&tags.join(", "))
            }
        }
    }
}

/// The tag at the start of a text, and what follows it.
fn next(text: &str) -> Option<(EntityTag, &str)> {
    let bare = text.strip_prefix("W/");
    let quoted = bare.unwrap_or(text).strip_prefix('"')?;
    let split = quoted.split_once('"');
    crate::steps::count(1 + split.map_or(quoted.len(), |(tag, _)| tag.len()));
    let (tag, rest) = split?;
    let is_tag = tag.chars().all(is_tag_character);
    is_tag.then(|| (EntityTag { weak: bare.is_some(), tag: tag.to_owned() }, rest))
}

/// `etagc` of RFC 9110 §8.8.3.
fn is_tag_character(it: char) -> bool {
    !it.is_ascii_control() && it != '"' && it != ' '
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(text: &str) -> EntityTag {
        EntityTag::parse(text).unwrap()
    }

    #[test]
    fn tags_compare_as_table_of_rfc_9110() {
        // RFC 9110 §8.8.3.2: left, right, strong, weak.
        for (left, right, strong, weak) in [
            (r#"W/"1""#, r#"W/"1""#, false, true),
            (r#"W/"1""#, r#"W/"2""#, false, false),
            (r#"W/"1""#, r#""1""#, false, true),
            (r#""1""#, r#""1""#, true, true),
        ] {
            assert_eq!(tag(left).is_identical(&tag(right)), strong, "{left} {right}");
            assert_eq!(tag(left).is_equivalent(&tag(right)), weak, "{left} {right}");
        }
    }

    #[test]
    fn what_is_no_tag_is_not_read_as_one() {
        for text in ["", "W/", "\"", "a", "w/\"a\"", "\"a\"b", "\"a b\"", "\"a\", \"b\"", "*"] {
            assert_eq!(EntityTag::parse(text), None, "{text}");
        }
        for text in ["", "W/", "\"\"\"", "a b", "a\"b"] {
            assert_eq!(EntityTag::parse_loose(text), None, "{text}");
        }
        assert_eq!(tag(r#" "" "#).tag, "");
    }

    #[test]
    fn lists_are_read_with_commas_inside_of_tags() {
        let read = Condition::parse(r#", "a,b" ,W/"c",,"d""#).unwrap();
        assert_eq!(read.to_string(), r#""a,b", W/"c", "d""#);
        for header in ["", ",", "a", "*, \"a\"", "\"a\" \"b\"", "\"a"] {
            assert_eq!(Condition::parse(header), None, "{header}");
        }
    }

    #[test]
    fn conditions_hold_by_what_there_is() {
        let current = tag(r#"W/"2""#);
        let none = Condition::parse(r#""1""#).unwrap();
        let same = Condition::parse(r#""1", "2""#).unwrap();
        assert!(Condition::Any.if_match(Some(&current)) && !Condition::Any.if_match(None));
        assert!(same.if_match(Some(&current)) && !same.if_match(None));
        assert!(!none.if_match(Some(&current)) && none.if_none_match(Some(&current)));
        assert!(Condition::Any.if_none_match(None) && !same.if_none_match(Some(&current)));
    }
}
