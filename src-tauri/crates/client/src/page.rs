//! Lists and single resources as they arrived: the text of the body, and where in it each resource stands.

use std::ops::Range;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use scim::finding::Finding;
use scim::message::ListResponse;
use url::Url;

use crate::answer::Text;
use crate::error::Failure;

/// What is left as it is in a query value. Besides the unreserved characters these are `:` and `,`, which stand in
/// attribute paths and between them, and which some servers only understand plain.
const QUERY_VALUE: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b':').remove(b',');

/// What a page need not say that was asked for by cursor, even where nothing in it shows that (RFC 9865 §2).
const ONLY_BY_INDEX: [&str; 2] = ["missing-total-results", "missing-page-position"];

/// What to list (RFC 7644 §3.4.2). Everything left out is left to the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ListQuery {
    /// The filter (RFC 7644 §3.4.2.2), as it was written; nothing of it is checked here.
    pub filter: Option<String>,
    /// The first resource wanted; counted from 1.
    pub start_index: Option<u64>,
    /// The page wanted of a list that is paged by cursor (RFC 9865 §2): empty for the first, then the `next_cursor` of the
    /// page before. `start_index` is the other way to page: a query has one of them.
    pub cursor: Option<String>,
    /// The most resources wanted; 0 asks for the total only.
    pub count: Option<u64>,
    /// The attribute path to sort by.
    pub sort_by: Option<String>,
    /// The other way round; only sent along with `sort_by`.
    pub descending: bool,
    /// The attributes wanted, instead of the default ones.
    pub attributes: Vec<String>,
    /// The attributes not wanted; ignored by servers when `attributes` is given (RFC 7644 §3.9).
    pub excluded_attributes: Vec<String>,
}

/// Which attributes of one resource are wanted (RFC 7644 §3.9).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Selection {
    /// The attributes wanted, instead of the default ones.
    pub attributes: Vec<String>,
    /// The attributes not wanted.
    pub excluded_attributes: Vec<String>,
}

/// One page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// The body as received, secrets redacted.
    pub body: Arc<str>,
    /// Where in the body each resource stands.
    pub rows: Vec<Range<usize>>,
    /// How many there are, as the server says; a claim, not the end of the list.
    pub total_results: Option<u64>,
    /// The index of the first row, as the server says.
    pub start_index: Option<u64>,
    /// Where the next page starts, with a server that pages by cursor (RFC 9865 §2).
    pub next_cursor: Option<String>,
    /// What deviates from the RFCs.
    pub findings: Vec<Finding>,
    /// The recorded exchange.
    pub exchange: Option<String>,
}

/// One resource.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The body as received, secrets redacted.
    pub body: Arc<str>,
    /// The `ETag` header.
    pub etag: Option<String>,
    /// What deviates from the RFCs.
    pub findings: Vec<Finding>,
    /// The recorded exchange.
    pub exchange: Option<String>,
}

impl Page {
    /// The text of one row, as received.
    #[must_use]
    pub fn row(&self, index: usize) -> Option<&str> {
        self.rows.get(index).and_then(|row| self.body.get(row.clone()))
    }

    /// Reads the answer to a query.
    pub(crate) fn read(text: Text, query: &ListQuery) -> Result<Page, Failure> {
        let parsed = ListResponse::parse(&text.body).map_err(|error| text.failure(error))?;
        let list = parsed.value;
        let rows =
            list.resources.iter().filter_map(|raw| range_in(&text.body, raw.get())).collect();
        let (total_results, start_index) = (list.total_results, list.start_index);
        let next_cursor = list.next_cursor;
        let mut findings = text.findings;
        let is_by_cursor = query.cursor.is_some();
        let counts = |it: &Finding| !(is_by_cursor && ONLY_BY_INDEX.contains(&it.rule.as_str()));
        findings.extend(parsed.findings.into_iter().filter(counts));
        Ok(Page {
            rows,
            total_results,
            start_index,
            next_cursor,
            findings,
            body: text.body,
            exchange: text.recorded.id,
        })
    }
}

impl Fetched {
    pub(crate) fn read(text: Text) -> Result<Fetched, Failure> {
        let parsed = scim::message::resource(&text.body).map_err(|error| text.failure(error))?;
        let mut findings = text.findings;
        findings.extend(parsed.findings);
        Ok(Fetched { findings, body: text.body, etag: text.etag, exchange: text.recorded.id })
    }
}

impl ListQuery {
    pub(crate) fn apply(&self, url: &mut Url) {
        let mut pairs = Vec::new();
        pairs.extend(self.filter.iter().map(|it| ("filter", it.clone())));
        pairs.extend(self.start_index.map(|it| ("startIndex", it.to_string())));
        pairs.extend(self.cursor.as_ref().map(|it| ("cursor", it.clone())));
        pairs.extend(self.count.map(|it| ("count", it.to_string())));
        if let Some(path) = &self.sort_by {
            let order = if self.descending { "descending" } else { "ascending" };
            pairs.push(("sortBy", path.clone()));
            pairs.push(("sortOrder", order.to_owned()));
        }
        pairs.extend(selection(&self.attributes, &self.excluded_attributes));
        append(url, &pairs);
    }
}

impl Selection {
    pub(crate) fn apply(&self, url: &mut Url) {
        append(url, &selection(&self.attributes, &self.excluded_attributes));
    }
}

fn selection(attributes: &[String], excluded: &[String]) -> Vec<(&'static str, String)> {
    [("attributes", attributes), ("excludedAttributes", excluded)]
        .into_iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(name, paths)| (name, paths.join(",")))
        .collect()
}

fn append(url: &mut Url, pairs: &[(&'static str, String)]) {
    let added = pairs
        .iter()
        .map(|(name, value)| match (*name, value.as_str()) {
            // As RFC 9865 §2 writes it.
            ("cursor", "") => (*name).to_owned(),
            (name, value) => format!("{name}={}", utf8_percent_encode(value, QUERY_VALUE)),
        })
        .collect::<Vec<_>>()
        .join("&");
    if added.is_empty() {
        return;
    }
    let query = match url.query().filter(|query| !query.is_empty()) {
        Some(query) => format!("{query}&{added}"),
        None => added,
    };
    url.set_query(Some(&query));
}

/// Where a part of a text stands in it; the part is borrowed from the text.
fn range_in(text: &str, part: &str) -> Option<Range<usize>> {
    let start = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    let range = start..start.checked_add(part.len())?;
    (text.get(range.clone()) == Some(part)).then_some(range)
}
