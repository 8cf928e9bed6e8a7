//! Reading: single resources and lists, paged by index (RFC 7644 §3.4.2.4) or by cursor (RFC 9865).

use std::sync::Arc;

use axum::http::{StatusCode, header};
use scim::etag::{Condition, EntityTag};

use crate::answer::Answer;
use crate::cursor::{Cursors, Paged};
use crate::directory::{Directory, Resource};
use crate::kind::Kind;
use crate::page::Page;
use crate::projection::Projection;
use crate::query::Query;
use crate::quirk::{self, Quirk, Quirks};
use crate::refusal::Refusal;
use crate::rows::{Rows, Scope};
use crate::schemas::{LARGEST_PAGE, PAGE_SIZE};
use crate::store::Store;

/// How many resources of the page before a page repeats that overlaps with it.
const OVERLAP: usize = 2;

/// What reading needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'p> {
    pub(crate) store: &'p Store,
    pub(crate) cursors: &'p Cursors,
    pub(crate) quirks: Quirks,
}

impl Reader<'_> {
    /// A list.
    pub(crate) fn list(
        self,
        directory: Arc<Directory>,
        scope: Scope,
        mut query: Query,
    ) -> Result<Answer, Refusal> {
        quirk::bend_query(self.quirks, &mut query)?;
        let page = match &query.cursor {
            Some(cursor) => self.page_by_cursor(directory, scope, &query, cursor)?,
            None => self.page_by_index(directory, scope, &query)?,
        };
        if page.total == 0 && self.quirks.has(Quirk::EmptyIsNotFound) {
            return Err(Refusal::new(StatusCode::NOT_FOUND, "nothing was found"));
        }
        Ok(Answer::ok(quirk::bend_page(self.quirks, &page)))
    }

    /// A single resource.
    pub(crate) fn single(
        self,
        kind: Kind,
        resource: &Resource,
        query: &Query,
        if_none_match: Option<&str>,
    ) -> Result<Answer, Refusal> {
        let current = EntityTag::parse(resource.version());
        let known = if_none_match.and_then(Condition::parse);
        let answer = match known {
            Some(known) if !known.if_none_match(current.as_ref()) => {
                Answer::empty(StatusCode::NOT_MODIFIED)
            }
            _ => Answer::ok(self.written(kind, resource, query)?),
        };
        Ok(answer.with(header::ETAG, resource.version()))
    }

    /// A resource as it is answered, with the attributes that were asked for.
    pub(crate) fn written(
        self,
        kind: Kind,
        resource: &Resource,
        query: &Query,
    ) -> Result<String, Refusal> {
        let mut query = query.clone();
        quirk::bend_query(self.quirks, &mut query)?;
        let mut text = String::new();
        self.write(kind, resource, &Projection::new(kind, &query), &mut text);
        Ok(text)
    }

    fn write(self, kind: Kind, resource: &Resource, projection: &Projection, into: &mut String) {
        if !quirk::is_shaping(self.quirks) {
            return projection.write(resource, into);
        }
        let mut text = String::new();
        projection.write(resource, &mut text);
        into.push_str(&quirk::bend_resource(self.quirks, kind, self.store.base(), &text));
    }

    fn page_by_index(
        self,
        directory: Arc<Directory>,
        scope: Scope,
        query: &Query,
    ) -> Result<Page, Refusal> {
        let rows = Rows::choose(directory, scope, &query.choice, self.quirks)?;
        let limit = query.page_size();
        let mut first = query.start_index - 1;
        if first >= rows.len() && self.quirks.has(Quirk::FirstPageAgain) {
            first = 0;
        }
        let overlap = if self.quirks.has(Quirk::OverlappingPages) { OVERLAP.min(first) } else { 0 };
        let page = Page {
            total: rows.len(),
            start_index: Some(query.start_index),
            limit,
            ..Page::default()
        };
        Ok(self.filled(page, &rows, first - overlap, query))
    }

    fn page_by_cursor(
        self,
        directory: Arc<Directory>,
        scope: Scope,
        query: &Query,
        cursor: &str,
    ) -> Result<Page, Refusal> {
        let now = self.store.clock().now();
        let asked = format!("{scope:?} {:?} {:?}", query.choice, (&query.attributes, &query.excluded_attributes));
        let (paged, number, first) = if cursor.is_empty() {
            let page_size = cursor_page_size(query)?;
            let rows = Arc::new(Rows::choose(directory, scope, &query.choice, self.quirks)?);
            let paged = Paged { rows, page_size, asked };
            (paged.clone(), self.cursors.keep(paged, now), 0)
        } else {
            let (paged, number, first) = self.cursors.find(cursor, now)?;
            if paged.asked != asked {
                let text = "the cursor belongs to another query; only cursor may change between pages";
                return Err(Refusal::bad("invalidCursor", text));
            }
            if query.count.is_some() && cursor_page_size(query)? != paged.page_size {
                let text = format!("count was {} on the first page and has to stay so", paged.page_size);
                return Err(Refusal::bad("invalidCount", text));
            }
            (paged, number, first)
        };
        let limit = paged.page_size;
        let after = first + limit;
        let page = Page {
            total: paged.rows.len(),
            limit,
            next_cursor: (after < paged.rows.len() && limit > 0)
                .then(|| self.cursors.cursor(number, after)),
            previous_cursor: (first > 0)
                .then(|| self.cursors.cursor(number, first.saturating_sub(limit))),
            ..Page::default()
        };
        Ok(self.filled(page, &paged.rows, first, query))
    }

    fn filled(self, mut page: Page, rows: &Rows, first: usize, query: &Query) -> Page {
        let projections = Kind::ALL.map(|kind| (kind, Projection::new(kind, query)));
        let places = first..rows.len().min(first.saturating_add(page.limit));
        for (kind, resource) in places.filter_map(|at| rows.get(at)) {
            if let Some((_, projection)) = projections.iter().find(|(it, _)| *it == kind) {
                page.push(|text| self.write(kind, resource, projection, text));
            }
        }
        page
    }
}

fn cursor_page_size(query: &Query) -> Result<usize, Refusal> {
    let asked = query.count.map_or(Ok(PAGE_SIZE), usize::try_from);
    match asked {
        Ok(count) if count <= LARGEST_PAGE => Ok(count),
        _ => Err(Refusal::bad("invalidCount", format!("count is from 0 to {LARGEST_PAGE}"))),
    }
}
