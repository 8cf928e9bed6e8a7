//! One list of resources as it is being read: which pages are here, which to ask for next, where it ends.
//! Pure: it decides, `browse` asks. Paged by index, the end is a page that is empty or brings no new id, whatever
//! `totalResults` says (RFC 7644 §3.4.2.4; servers understate it, or answer page one again past the end). How a list is
//! read by cursor is in `cursors`, the words about what is odd in `notes`.

mod cursors;
mod notes;

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher as _;
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use scim::finding::Finding;

use cursors::{Cursors, Halt};

/// How many rows are asked for at once.
pub(crate) const PAGE_SIZE: u32 = 100;
/// How many pages are kept; the one used longest ago goes first.
const PAGES_KEPT: usize = 200;
/// How many bytes of pages are kept: a server may put megabytes into a page.
const BYTES_KEPT: usize = 128 * 1024 * 1024;

/// A page as the listing takes it.
#[derive(Debug, Clone)]
pub(crate) struct ReadPage {
    pub(crate) body: Arc<str>,
    pub(crate) rows: Vec<Range<usize>>,
    /// The id of each row, where it has one.
    pub(crate) ids: Vec<Option<String>>,
    /// For each row whether the filter holds for it; empty where there is none, or none that can be checked.
    pub(crate) fits: Vec<bool>,
    pub(crate) total_results: Option<u32>,
    /// The index of the first row, as the server says.
    pub(crate) start_index: Option<u64>,
    /// Where the next page starts, where the server says so by cursor.
    pub(crate) next_cursor: Option<Arc<str>>,
    pub(crate) source: Source,
}

/// Where and when a page was read.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) exchange: Option<String>,
    pub(crate) read_at: Timestamp,
}

#[derive(Debug)]
struct LoadedPage {
    body: Arc<str>,
    rows: Vec<Range<usize>>,
    /// The id of each row, hashed.
    keys: Vec<u64>,
    duplicates: Vec<bool>,
    /// Rows for which the filter does not hold.
    misfits: Vec<bool>,
    source: Source,
    used: u64,
}

/// A row that is here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoadedRow<'a> {
    pub(crate) index: u32,
    pub(crate) text: &'a str,
    pub(crate) duplicate: bool,
    /// It does not satisfy the filter that was sent.
    pub(crate) misfit: bool,
}

/// How the rows that were read stand to the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Tally {
    /// Rows that were checked.
    pub(crate) checked: u32,
    /// Those of them for which the filter does not hold.
    pub(crate) misfits: u32,
}

/// What to ask the server for next, as rows from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) start: u32,
    pub(crate) count: u32,
    /// The cursor of the page, empty for the first one; `None` for a page by `startIndex`.
    pub(crate) cursor: Option<Arc<str>>,
}

/// A list of resources, read in parts and in any order.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pages: BTreeMap<u32, LoadedPage>,
    hasher: RandomState,
    /// Where each id was seen first. Hashes, so that two million ids stay small.
    seen: HashMap<u64, u32>,
    end: Option<u32>,
    /// How many rows have been read from the top without a gap, forgotten ones included.
    reached: u32,
    /// A page from here on was empty, but not all before it is here: the end lies here or before.
    bound: Option<u32>,
    total_results: Option<u32>,
    /// The server does not honour `startIndex`: reading goes on from the top only.
    sequential: bool,
    cursors: Cursors,
    clock: u64,
    findings: Vec<Finding>,
    /// How the rows of each page stood to the filter, forgotten pages included, by where the page begins.
    tallies: BTreeMap<u32, Tally>,
}

impl Listing {
    /// How the rows read so far stand to the filter.
    pub(crate) fn tally(&self) -> Tally {
        self.tallies.values().fold(Tally::default(), |sum, it| Tally {
            checked: sum.checked.saturating_add(it.checked),
            misfits: sum.misfits.saturating_add(it.misfits),
        })
    }

    /// What the server says there are.
    pub(crate) fn total_results(&self) -> Option<u32> {
        self.total_results
    }

    /// Whether the end has been seen.
    pub(crate) fn end_seen(&self) -> bool {
        self.end.is_some()
    }

    /// How many rows there are as far as is known now.
    pub(crate) fn row_count(&self) -> u32 {
        if let Some(end) = self.end {
            return end;
        }
        if self.cursors.lead {
            return self.reached.max(self.total_results.unwrap_or(0));
        }
        if self.sequential {
            return self.reached;
        }
        let claimed = self.extent().max(self.total_results.unwrap_or(0));
        self.bound.map_or(claimed, |bound| claimed.min(bound))
    }

    /// How the list deviates from the RFC, and from what it said before.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What to ask for next so that `window` is here; `None` when it is, or the end is before it.
    pub(crate) fn next(&self, window: &Range<u32>) -> Option<Ask> {
        if self.cursors.lead || self.cursors.stuck.is_some() {
            return self.next_by_cursor(window);
        }
        let limit = self.end.or(self.bound).unwrap_or(u32::MAX);
        let until = window.end.min(limit);
        if let Some(position) = self.first_missing(window.start, until) {
            return Some(self.ask_at(position));
        }
        // The window is here and reaches the last known row: see whether that is the end.
        let count = self.row_count();
        let last_is_here = count == 0 || self.page_at(count - 1).is_some();
        (self.end.is_none() && window.end >= count && last_is_here).then(|| self.ask_at(count))
    }

    fn first_missing(&self, from: u32, until: u32) -> Option<u32> {
        let is_from_top = self.sequential && !self.cursors.lead;
        let mut position = if is_from_top { self.reached } else { from };
        while position < until {
            match self.page_at(position) {
                Some((start, page)) => position = start + length(page),
                None => return Some(position),
            }
        }
        None
    }

    fn ask_at(&self, position: u32) -> Ask {
        let aligned = position - position % PAGE_SIZE;
        let before = self
            .pages
            .range(..=position)
            .next_back()
            .map_or(0, |(start, page)| start + length(page));
        let start = aligned.max(before);
        let next_here = self.pages.range(start + 1..).next().map_or(u32::MAX, |(start, _)| *start);
        let boundary = if start == aligned {
            start.saturating_add(PAGE_SIZE)
        } else {
            aligned.saturating_add(PAGE_SIZE)
        };
        // After short pages the grid of pages no longer fits: ask for a full page from there.
        let until = if boundary <= start { start.saturating_add(PAGE_SIZE) } else { boundary };
        let count = until.min(next_here).saturating_sub(start).max(1);
        Ask { start, count, cursor: None }
    }

    /// Takes the answer to [`Ask`].
    pub(crate) fn accept(&mut self, ask: &Ask, page: ReadPage) {
        self.note_total(page.total_results);
        match &ask.cursor {
            Some(cursor) => self.accept_by_cursor(ask, cursor, page),
            None if cursors::is_by_cursor(ask, &page) => self.answered_by_cursor(ask, page),
            None => self.accept_by_index(ask, page),
        }
    }

    fn accept_by_index(&mut self, ask: &Ask, page: ReadPage) {
        if page.rows.is_empty() {
            if !self.turns_to_cursors(ask.start, Halt::Empty) {
                self.empty_at(ask.start);
            }
            return;
        }
        let keys = self.keys(&page);
        let asked = rows_from(ask.start, &page);
        if self.brings_nothing_new(&keys, &asked) {
            if !self.turns_to_cursors(ask.start, Halt::Repeated) {
                self.repeats(ask.start);
            }
            return;
        }
        if let Some(next) = &page.next_cursor {
            self.cursors.learn(asked.end, Arc::clone(next));
        }
        self.insert(ask.start, keys, page);
    }

    /// Puts a page at its place. Its rows have to be some.
    fn insert(&mut self, start: u32, keys: Vec<u64>, page: ReadPage) {
        let asked = rows_from(start, &page);
        let mut duplicates = Vec::with_capacity(keys.len());
        let mut in_this_page = HashSet::new();
        for (position, key) in (start..).zip(&keys) {
            let before = self.seen.get(key).copied().filter(|it| !asked.contains(it));
            let is_duplicate =
                !in_this_page.insert(*key) || before.is_some_and(|it| self.page_at(it).is_some());
            if !is_duplicate {
                self.seen.insert(*key, position);
            }
            duplicates.push(is_duplicate);
        }
        self.note_duplicates(&duplicates, start);
        self.clock += 1;
        let misfits: Vec<bool> = page.fits.iter().map(|it| !it).collect();
        self.note_fits(start, &misfits);
        let (body, rows, source) = (page.body, page.rows, page.source);
        let page = LoadedPage { body, rows, keys, duplicates, misfits, source, used: self.clock };
        self.pages.insert(start, page);
        self.note_reached(start);
        self.forget_oldest(start);
        // The list may have grown past the end that was seen.
        self.end = self.end.filter(|end| *end >= asked.end);
        self.bound = self.bound.filter(|bound| *bound >= asked.end);
    }

    fn keys(&self, page: &ReadPage) -> Vec<u64> {
        page.rows.iter().zip(&page.ids).map(|(row, id)| self.key(&page.body, row, id)).collect()
    }

    fn brings_nothing_new(&self, keys: &[u64], asked: &Range<u32>) -> bool {
        keys.iter().all(|key| self.stands_elsewhere(*key, asked))
    }

    /// Whether a resource was seen at another place than in the page that is being taken. A page that was forgotten
    /// may come back shifted: what stood nearby in it has only moved.
    fn stands_elsewhere(&self, key: u64, asked: &Range<u32>) -> bool {
        let Some(position) = self.seen.get(&key) else { return false };
        let nearby = asked.start.saturating_sub(PAGE_SIZE)..asked.end.saturating_add(PAGE_SIZE);
        !asked.contains(position)
            && (self.page_at(*position).is_some() || !nearby.contains(position))
    }

    /// The rows of a window that are here.
    pub(crate) fn rows(&mut self, window: &Range<u32>) -> Vec<LoadedRow<'_>> {
        self.clock += 1;
        let clock = self.clock;
        let first = self.pages.range(..=window.start).next_back().map_or(0, |(start, _)| *start);
        let mut rows = Vec::new();
        for (start, page) in self.pages.range_mut(first..window.end) {
            page.used = clock;
            for (at, (index, range)) in (*start..).zip(&page.rows).enumerate() {
                if window.contains(&index)
                    && let Some(text) = page.body.get(range.clone())
                {
                    let is = |marks: &[bool]| marks.get(at).copied().unwrap_or_default();
                    let (duplicate, misfit) = (is(&page.duplicates), is(&page.misfits));
                    rows.push(LoadedRow { index, text, duplicate, misfit });
                }
            }
        }
        rows
    }

    /// The wire text of a resource that is here, by its id, and where it came from.
    pub(crate) fn text_of(&self, id: &str) -> Option<(&str, &Source)> {
        let key = self.hasher.hash_one(id);
        let position = *self.seen.get(&key)?;
        let (start, page) = self.page_at(position)?;
        let at = usize::try_from(position - start).ok()?;
        let range = page.rows.get(at).filter(|_| page.keys.get(at) == Some(&key))?;
        Some((page.body.get(range.clone())?, &page.source))
    }

    fn note_fits(&mut self, start: u32, misfits: &[bool]) {
        if misfits.is_empty() {
            return;
        }
        let count = misfits.iter().filter(|it| **it).count();
        let tally = Tally { checked: u32_len(misfits.len()), misfits: u32_len(count) };
        self.tallies.insert(start, tally);
    }

    fn page_at(&self, position: u32) -> Option<(u32, &LoadedPage)> {
        let (start, page) = self.pages.range(..=position).next_back()?;
        (position < start + length(page)).then_some((*start, page))
    }

    fn extent(&self) -> u32 {
        self.pages.last_key_value().map_or(0, |(start, page)| start + length(page))
    }

    /// Takes what was read at `start` into account for how far reading got from the top.
    fn note_reached(&mut self, start: u32) {
        if start <= self.reached {
            while let Some((start, page)) = self.page_at(self.reached) {
                self.reached = start + length(page);
            }
        }
    }

    fn key(&self, body: &str, row: &Range<usize>, id: &Option<String>) -> u64 {
        match id {
            Some(id) => self.hasher.hash_one(id.as_str()),
            None => self.hasher.hash_one(("no id", body.get(row.clone()))),
        }
    }

    /// A page was empty. That is the end where all before it is here; else the end lies there or before.
    fn empty_at(&mut self, position: u32) {
        // What stood behind it is there no more.
        self.pages.split_off(&position);
        self.tallies.split_off(&position);
        self.reached = self.reached.min(position);
        let follows =
            position == self.reached || self.page_at(position.saturating_sub(1)).is_some();
        if !follows {
            self.bound = Some(self.bound.map_or(position, |bound| bound.min(position)));
            return;
        }
        self.end = Some(position);
        self.note_end(position);
    }

    /// Asking for a place brought only what was there before.
    fn repeats(&mut self, position: u32) {
        self.note_repeated(position);
        if position <= self.reached {
            self.empty_at(position);
        } else {
            self.sequential = true;
        }
    }

    fn forget_oldest(&mut self, newest: u32) {
        let mut bytes: usize = self.pages.values().map(|it| it.body.len()).sum();
        while self.pages.len() > PAGES_KEPT || bytes > BYTES_KEPT {
            let others = self.pages.iter().filter(|(start, _)| **start != newest);
            let Some(start) = others.min_by_key(|(_, page)| page.used).map(|(start, _)| *start)
            else {
                return;
            };
            bytes -= self.pages.remove(&start).map_or(0, |page| page.body.len());
        }
    }
}

/// The places of a page's rows.
fn rows_from(start: u32, page: &ReadPage) -> Range<u32> {
    start..start.saturating_add(u32_len(page.rows.len()))
}

fn length(page: &LoadedPage) -> u32 {
    u32_len(page.rows.len())
}

fn u32_len(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
