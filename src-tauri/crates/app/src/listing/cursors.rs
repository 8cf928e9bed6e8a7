//! Reading a list by cursor (RFC 9865): each page names the next one, so pages come in order only, and the end is the
//! page that names none. Cursors of pages that were read are kept, so that a page that was forgotten costs one request.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use scim::finding::Finding;

use super::{Ask, Listing, PAGE_SIZE, ReadPage, rows_from};

/// How many bytes of cursors are kept: where they are forgotten, pages are read again from an earlier one on.
const BYTES_KEPT: usize = 16 * 1024 * 1024;
/// How many empty pages in a row may name a next one: a server that looks through its directory for what a filter wants
/// may find nothing for a while.
const MOST_EMPTY: u32 = 100;

/// What is known of a list's cursors.
#[derive(Debug)]
pub(super) struct Cursors {
    /// They lead through the list.
    pub(super) lead: bool,
    /// How many rows are asked for: it has to stay the same from page to page (RFC 9865 §2.1).
    count: u32,
    /// Reading begins with an empty cursor, and not with a page by index.
    begins_empty: bool,
    /// An empty cursor is of no use to this server.
    no_empty: bool,
    /// Where paging by index got no further; an empty cursor is tried instead.
    pub(super) stuck: Option<u32>,
    /// The cursor of each page, by where it begins; `None` where it was forgotten.
    known: BTreeMap<u32, Option<Arc<str>>>,
    bytes: usize,
    empty_pages: u32,
}

/// How paging by index stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Halt {
    Empty,
    Repeated,
    Refused,
}

impl Default for Cursors {
    fn default() -> Self {
        Self {
            lead: false,
            count: PAGE_SIZE,
            begins_empty: false,
            no_empty: false,
            stuck: None,
            known: BTreeMap::new(),
            bytes: 0,
            empty_pages: 0,
        }
    }
}

impl Cursors {
    /// Remembers the cursor of the page that begins at a row.
    pub(super) fn learn(&mut self, start: u32, cursor: Arc<str>) {
        self.bytes += cursor.len();
        let before = self.known.insert(start, Some(cursor));
        self.bytes -= before.flatten().map_or(0, |it| it.len());
        if self.bytes > BYTES_KEPT {
            self.forget(start);
        }
    }

    /// Forgets cursors from the top on until half of the room is free; where their pages begin is kept.
    fn forget(&mut self, newest: u32) {
        for (_, cursor) in self.known.iter_mut().filter(|(start, _)| **start != newest) {
            if self.bytes <= BYTES_KEPT / 2 {
                return;
            }
            self.bytes -= cursor.take().map_or(0, |it| it.len());
        }
    }

    fn drop_from(&mut self, start: u32) {
        let dropped = self.known.split_off(&start);
        self.bytes -= dropped.into_values().flatten().map(|it| it.len()).sum::<usize>();
    }

    /// Asks for the page that a row is on, or for one before from which reading gets there.
    fn page_of(&self, position: u32) -> Ask {
        let before = self.known.range(..=position).rev();
        let found = before.filter_map(|(start, it)| Some((*start, it.clone()?))).next();
        let (start, cursor) = found.unwrap_or_else(|| (0, "".into()));
        Ask { start, count: self.count, cursor: Some(cursor) }
    }
}

/// Whether a page is one by cursor although `startIndex` was asked for: then it is the first of the list, wherever the
/// question was to begin (RFC 9865 §2.3).
pub(super) fn is_by_cursor(ask: &Ask, page: &ReadPage) -> bool {
    page.next_cursor.is_some() && page.start_index != Some(u64::from(ask.start) + 1)
}

impl Listing {
    /// Whether the list is read by cursor, so that its pages come in order only.
    pub(crate) fn is_by_cursor(&self) -> bool {
        self.cursors.lead
    }

    /// How many rows have been read from the top.
    pub(crate) fn reached(&self) -> u32 {
        self.reached
    }

    /// Begins with an empty cursor, where nothing was read yet, and asks for so many rows.
    pub(crate) fn prefer_cursors(&mut self, count: u32) {
        let is_new = self.clock == 0 && self.end.is_none();
        if is_new && !self.cursors.lead && !self.cursors.no_empty {
            (self.cursors.lead, self.cursors.begins_empty) = (true, true);
            self.cursors.count = count;
        }
    }

    /// The server refuses an empty cursor: that is found only of one that pages by cursor at all.
    pub(crate) fn refuses_empty_cursor(&mut self, finding: Finding) {
        self.cursors.no_empty = true;
        match self.cursors.stuck.take() {
            Some(position) => self.repeats(position),
            None => {
                self.note(finding);
                self.cursors.begins_empty = false;
                self.begin_again();
            }
        }
    }

    /// Forgets all rows: the cursors lead nowhere any more. What was found stays.
    pub(crate) fn begin_again(&mut self) {
        self.drop_from(0);
        self.cursors.lead = self.cursors.begins_empty;
        // Whoever asks for a row further down would be given the first page.
        self.sequential = !self.cursors.lead;
    }

    /// Paging by index was refused at a place; whether a cursor leads on.
    pub(crate) fn goes_on_by_cursor(&mut self, position: u32) -> bool {
        self.turns_to_cursors(position, Halt::Refused)
    }

    /// Paging by index brought nothing at a place. Where a cursor leads on from what was read, it is followed from now on;
    /// where more should be there, an empty one is tried once.
    pub(super) fn turns_to_cursors(&mut self, position: u32, how: Halt) -> bool {
        let is_next = position == self.reached;
        // A page may well be empty far down: the list ends before it.
        let may_turn = is_next || position > self.reached && how != Halt::Empty;
        if may_turn && let Some(Some(cursor)) = self.cursors.known.get(&self.reached).cloned() {
            self.drop_from(self.reached);
            self.cursors.learn(self.reached, cursor);
            self.cursors.lead = true;
            self.note_no_index(position);
            return true;
        }
        let has_more = self.total_results.is_some_and(|total| total > self.reached);
        if is_next && how == Halt::Repeated && has_more && !self.cursors.no_empty {
            self.cursors.no_empty = true;
            self.cursors.stuck = Some(position);
            return true;
        }
        false
    }

    /// What to ask for next, by cursor.
    pub(super) fn next_by_cursor(&self, window: &Range<u32>) -> Option<Ask> {
        if self.cursors.stuck.is_some() {
            return Some(Ask { start: 0, count: self.cursors.count, cursor: Some("".into()) });
        }
        let until = window.end.min(self.end.unwrap_or(u32::MAX));
        if let Some(position) = self.first_missing(window.start.min(self.reached), until) {
            return Some(self.cursors.page_of(position));
        }
        let goes_on = self.end.is_none() && window.end >= self.row_count();
        goes_on.then(|| self.cursors.page_of(self.reached))
    }

    /// A question by index was answered with the first page by cursor: that is how this list is read.
    pub(super) fn answered_by_cursor(&mut self, ask: &Ask, page: ReadPage) {
        self.drop_from(0);
        self.cursors.lead = true;
        self.cursors.count = ask.count;
        self.accept_by_cursor(&Ask { start: 0, ..ask.clone() }, "", page);
    }

    /// Takes a page by cursor.
    pub(super) fn accept_by_cursor(&mut self, ask: &Ask, cursor: &str, page: ReadPage) {
        if let Some(position) = self.cursors.stuck.take() {
            if page.next_cursor.is_none() {
                self.repeats(position);
                return;
            }
            self.drop_from(0);
            (self.cursors.lead, self.cursors.begins_empty) = (true, true);
            self.note_empty_cursor_needed();
        }
        let next = page.next_cursor.clone();
        let rows = rows_from(ask.start, &page);
        if rows.is_empty() {
            self.empty_by_cursor(ask.start, cursor, next);
            return;
        }
        let has_more = self.total_results.is_some_and(|total| total > rows.end);
        if self.reached == 0 && cursor.is_empty() && next.is_none() && has_more {
            // It may not know what a cursor is, and give its first page to everybody.
            self.note_no_cursor(rows.end);
            self.cursors.no_empty = true;
            (self.cursors.lead, self.cursors.begins_empty) = (false, false);
            self.accept_by_index(ask, page);
            return;
        }
        self.cursors.empty_pages = 0;
        let keys = self.keys(&page);
        if self.brings_nothing_new(&keys, &rows) {
            self.note_circle(ask.start);
            self.end_at(ask.start);
            return;
        }
        // What stood behind follows no longer where a page came back longer or shorter than it was.
        let follows = self.cursors.known.range(rows.start + 1..).next();
        if follows.is_some_and(|(start, _)| *start != rows.end) {
            self.drop_from(rows.start + 1);
        }
        self.insert(ask.start, keys, page);
        match next {
            Some(next) => self.cursors.learn(rows.end, next),
            None => self.end_at(rows.end),
        }
    }

    /// A page without rows may name a next one all the same.
    fn empty_by_cursor(&mut self, start: u32, cursor: &str, next: Option<Arc<str>>) {
        self.cursors.empty_pages += 1;
        match next {
            Some(next) if *next != *cursor && self.cursors.empty_pages <= MOST_EMPTY => {
                if start < self.reached {
                    self.drop_from(start);
                }
                self.cursors.learn(start, next);
            }
            Some(next) => {
                if *next == *cursor {
                    self.note_circle(start);
                } else {
                    self.note_empty_pages(start);
                }
                self.end_at(start);
            }
            None => self.end_at(start),
        }
    }

    /// The list ends at a row, which is what was read so far or less.
    fn end_at(&mut self, position: u32) {
        self.drop_from(position);
        self.empty_at(position);
    }

    /// Forgets what stood at a row and behind it.
    fn drop_from(&mut self, position: u32) {
        self.pages.split_off(&position);
        self.tallies.split_off(&position);
        self.cursors.drop_from(position);
        self.seen.retain(|_, at| *at < position);
        self.reached = self.reached.min(position);
        (self.end, self.bound) = (None, None);
    }
}

#[cfg(test)]
mod tests;
