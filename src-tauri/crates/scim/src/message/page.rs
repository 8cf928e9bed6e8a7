//! Writing a page of a list (RFC 7644 §3.4.2, RFC 9865 §2).

use serde_json::Value;

use crate::urn;

/// What a page says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// How many resources there are in all; may be left out only with cursors (RFC 9865 §2).
    pub total_results: Option<u64>,
    /// The place of the first resource, from 1; left out with cursors.
    pub start_index: Option<u64>,
    /// Where the next page starts; `None` on the last one.
    pub next_cursor: Option<String>,
    /// Where the page before starts; `None` on the first one.
    pub previous_cursor: Option<String>,
}

impl Page {
    /// The ListResponse with these resources, each the text of a JSON object. `itemsPerPage` is how many they are
    /// (erratum 6010 of RFC 7644).
    ///
    /// ```
    /// use scim::message::{ListResponse, Page};
    /// let page = Page { total_results: Some(2), start_index: Some(1), ..Page::default() };
    /// let text = page.write(&[r#"{"schemas":["urn:x"],"id":"1"}"#]);
    /// let read = ListResponse::parse(&text).unwrap();
    /// assert_eq!((read.value.items_per_page, read.findings), (Some(1), vec![]));
    /// ```
    #[must_use]
    pub fn write(&self, resources: &[impl AsRef<str>]) -> String {
        let mut text = format!(r#"{{"schemas":["{}"]"#, urn::LIST_RESPONSE);
        let mut add = |name: &str, value: Value| {
            text.push_str(&format!(r#","{name}":{value}"#));
        };
        for (name, count) in
            [("totalResults", self.total_results), ("startIndex", self.start_index)]
        {
            count.into_iter().for_each(|it| add(name, Value::from(it)));
        }
        add("itemsPerPage", Value::from(resources.len()));
        for (name, cursor) in
            [("nextCursor", &self.next_cursor), ("previousCursor", &self.previous_cursor)]
        {
            cursor.iter().for_each(|it| add(name, Value::from(it.as_str())));
        }
        text.push_str(r#","Resources":["#);
        for (at, resource) in resources.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            text.push_str(resource.as_ref());
        }
        text.push_str("]}");
        text
    }
}

/// Whether a text can be a cursor: only the unreserved characters of RFC 3986 §2.3, so that it can stand in a URI as it
/// is (RFC 9865 §2).
///
/// ```
/// assert!(scim::message::is_cursor("VZUTiyhEQJ94IR"));
/// assert!(!scim::message::is_cursor("a+b=="));
/// ```
#[must_use]
pub fn is_cursor(text: &str) -> bool {
    let is_unreserved = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    crate::steps::count(text.len());
    !text.is_empty() && text.bytes().all(is_unreserved)
}
