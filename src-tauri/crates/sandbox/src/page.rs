//! A page of a list as it is written (RFC 7644 §3.4.2, RFC 9865 §2).

use std::fmt::Write;

/// A page: its numbers, and its resources as JSON text.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) total: usize,
    /// Where the page was asked for by index.
    pub(crate) start_index: Option<usize>,
    /// How many resources could have come.
    pub(crate) limit: usize,
    pub(crate) next_cursor: Option<String>,
    pub(crate) previous_cursor: Option<String>,
    pub(crate) rows: usize,
    /// The resources, with commas between them.
    pub(crate) resources: String,
}

impl Page {
    pub(crate) fn push(&mut self, write: impl FnOnce(&mut String)) {
        if self.rows > 0 {
            self.resources.push(',');
        }
        self.rows += 1;
        write(&mut self.resources);
    }

    /// The list as JSON text.
    pub(crate) fn written(&self) -> String {
        let mut text = String::with_capacity(self.resources.len() + 256);
        let total = self.total;
        text.push_str(r#"{"schemas":[""#);
        text.push_str(scim::urn::LIST_RESPONSE);
        // Writing into a text cannot fail.
        let _ = write!(text, r#""],"totalResults":{total}"#);
        if let Some(start_index) = self.start_index {
            let _ = write!(text, r#","startIndex":{start_index}"#);
        }
        let _ = write!(text, r#","itemsPerPage":{}"#, self.rows);
        // Cursors are made of letters, digits and dots.
        for (name, cursor) in
            [("previousCursor", &self.previous_cursor), ("nextCursor", &self.next_cursor)]
        {
            if let Some(cursor) = cursor {
                let _ = write!(text, r#","{name}":"{cursor}""#);
            }
        }
        text.push_str(r#","Resources":["#);
        text.push_str(&self.resources);
        text.push_str("]}");
        text
    }
}
