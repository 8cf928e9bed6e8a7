//! Reading: single resources and lists, paged by index (RFC 7644 §3.4.2.4) or by cursor (RFC 9865).

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::{StatusCode, header};
use scim::etag::{Condition, EntityTag};
use scim::message;

use crate::answer::Answer;
use crate::cursor::{Cursors, Paged};
use crate::directory::Directory;
use crate::kind::Kind;
use crate::page::Page;
use crate::projection::Projection;
use crate::query::Query;
use crate::quirk::{self, Quirk, Quirks};
use crate::refusal::Refusal;
use crate::resource::Resource;
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

/// Which rows of a list are on a page, and what the page says about itself.
struct Window {
    rows: Arc<Rows>,
    first: usize,
    limit: usize,
    head: message::Page,
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
        let window = match &query.cursor {
            Some(cursor) => self.by_cursor(directory, scope, &query, cursor)?,
            None => self.by_index(directory, scope, &query)?,
        };
        let Window { rows, first, limit, head } = window;
        if rows.len() == 0 && self.quirks.has(Quirk::EmptyIsNotFound) {
            return Err(Refusal::new(StatusCode::NOT_FOUND, "nothing was found"));
        }
        let projections = Kind::ALL.map(|kind| (kind, Projection::new(kind, &query)));
        let mut page = Page { head, limit, ..Page::default() };
        let places = first..rows.len().min(first.saturating_add(limit));
        for (kind, resource) in places.filter_map(|at| rows.get(at)) {
            if let Some((_, projection)) = projections.iter().find(|(it, _)| *it == kind) {
                page.resources.push(self.text(kind, resource, projection));
            }
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
        Ok(self.text(kind, resource, &Projection::new(kind, &query)).into_owned())
    }

    fn text<'r>(self, kind: Kind, resource: &'r Resource, projection: &Projection) -> Cow<'r, str> {
        let text = match projection.is_whole() {
            true => Cow::Borrowed(resource.text()),
            false => Cow::Owned(projection.written(resource)),
        };
        match quirk::is_shaping(self.quirks) {
            true => quirk::bend_resource(self.quirks, kind, self.store.base(), &text).into(),
            false => text,
        }
    }

    fn by_index(
        self,
        directory: Arc<Directory>,
        scope: Scope,
        query: &Query,
    ) -> Result<Window, Refusal> {
        let rows = Rows::choose(directory, scope, &query.choice, self.quirks)?;
        let mut first = query.start_index - 1;
        if first >= rows.len() && self.quirks.has(Quirk::FirstPageAgain) {
            first = 0;
        }
        let overlap = if self.quirks.has(Quirk::OverlappingPages) { OVERLAP.min(first) } else { 0 };
        let head = message::Page {
            total_results: Some(rows.len() as u64),
            start_index: Some(query.start_index as u64),
            ..message::Page::default()
        };
        let rows = Arc::new(rows);
        Ok(Window { rows, first: first - overlap, limit: query.page_size(), head })
    }

    fn by_cursor(
        self,
        directory: Arc<Directory>,
        scope: Scope,
        query: &Query,
        cursor: &str,
    ) -> Result<Window, Refusal> {
        let now = self.store.clock().now();
        let projected = (&query.attributes, &query.excluded_attributes);
        let asked = format!("{scope:?} {:?} {projected:?}", query.choice);
        let (paged, number, first) = if cursor.is_empty() {
            let page_size = cursor_page_size(query)?;
            let rows = Arc::new(Rows::choose(directory, scope, &query.choice, self.quirks)?);
            let paged = Paged { rows, page_size, asked };
            (paged.clone(), self.cursors.keep(paged, now), 0)
        } else {
            let found = self.cursors.find(cursor, now)?;
            check_unchanged(&found.0, &asked, query)?;
            found
        };
        let limit = paged.page_size;
        let (total, after) = (paged.rows.len(), first + limit);
        let cursor_of = |row: usize| self.cursors.cursor(number, row);
        let head = message::Page {
            total_results: Some(total as u64),
            next_cursor: (after < total && limit > 0).then(|| cursor_of(after)),
            previous_cursor: (first > 0).then(|| cursor_of(first.saturating_sub(limit))),
            ..message::Page::default()
        };
        Ok(Window { rows: paged.rows, first, limit, head })
    }
}

/// Only the cursor may change from page to page (RFC 9865 §2).
fn check_unchanged(paged: &Paged, asked: &str, query: &Query) -> Result<(), Refusal> {
    if paged.asked != asked {
        let text = "the cursor belongs to another query; only cursor may change between pages";
        return Err(Refusal::bad("invalidCursor", text));
    }
    if query.count.is_some() && cursor_page_size(query)? != paged.page_size {
        let text = format!("count was {} on the first page and has to stay so", paged.page_size);
        return Err(Refusal::bad("invalidCount", text));
    }
    Ok(())
}

fn cursor_page_size(query: &Query) -> Result<usize, Refusal> {
    match query.count.unwrap_or(PAGE_SIZE) {
        count if count <= LARGEST_PAGE => Ok(count),
        _ => Err(Refusal::bad("invalidCount", format!("count is from 0 to {LARGEST_PAGE}"))),
    }
}
