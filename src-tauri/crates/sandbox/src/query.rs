//! What a list or a single resource is asked with, in a query or in a body (RFC 7644 §3.4.2, §3.4.3, §3.9, RFC 9865 §2).

use scim::message::SearchRequest;

use crate::refusal::Refusal;
use crate::schemas::{LARGEST_PAGE, PAGE_SIZE};
use crate::selection::Choice;

/// What is asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    /// From 1.
    pub(crate) start_index: usize,
    /// `None` where the client leaves it to the server.
    pub(crate) count: Option<usize>,
    /// Empty for the first page.
    pub(crate) cursor: Option<String>,
    pub(crate) choice: Choice,
    pub(crate) attributes: Vec<String>,
    pub(crate) excluded_attributes: Vec<String>,
}

impl Query {
    /// Reads query parameters.
    pub(crate) fn of_pairs(pairs: &[(String, String)]) -> Result<Self, Refusal> {
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Ok(Self::of(SearchRequest::from_query_strict(pairs)?))
    }

    /// Reads the body of a search.
    pub(crate) fn of_body(text: &str) -> Result<Self, Refusal> {
        Ok(Self::of(SearchRequest::parse_strict(text)?))
    }

    fn of(search: SearchRequest) -> Self {
        let number = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
        Self {
            start_index: search.start_index.map_or(1, number),
            count: search.count.map(number),
            cursor: search.cursor,
            choice: Choice {
                filter: search.filter,
                sort_by: search.sort_by,
                order: search.sort_order.unwrap_or_default(),
            },
            attributes: search.attributes,
            excluded_attributes: search.excluded_attributes,
        }
    }

    /// How many resources a page may have, paged by index: what is more than the server gives is cut.
    pub(crate) fn page_size(&self) -> usize {
        self.count.unwrap_or(PAGE_SIZE).min(LARGEST_PAGE)
    }
}
