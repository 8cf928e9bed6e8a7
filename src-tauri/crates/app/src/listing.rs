//! One list of resources as it is being read: which pages are here, which to ask for next, where it ends.
//! Pure: it decides, `browse` asks. The end is a page that is empty or brings no new id, whatever
//! `totalResults` says (RFC 7644 §3.4.2.4; servers understate it, or answer page one again past the end).

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher as _;
use std::ops::Range;
use std::sync::Arc;

use scim::finding::{Finding, Severity};

/// How many rows are asked for at once.
pub(crate) const PAGE_SIZE: u32 = 100;
/// How many pages are kept; the one used longest ago goes first.
const PAGES_KEPT: usize = 200;

/// A page as the listing takes it.
#[derive(Debug, Clone)]
pub(crate) struct ReadPage {
    pub(crate) body: Arc<str>,
    pub(crate) rows: Vec<Range<usize>>,
    /// The id of each row, where it has one.
    pub(crate) ids: Vec<Option<String>>,
    pub(crate) total_results: Option<u32>,
}

#[derive(Debug)]
struct LoadedPage {
    body: Arc<str>,
    rows: Vec<Range<usize>>,
    duplicates: Vec<bool>,
    used: u64,
}

/// A row that is here.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LoadedRow<'a> {
    pub(crate) index: u32,
    pub(crate) text: &'a str,
    pub(crate) duplicate: bool,
}

/// What to ask the server for next, as rows from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ask {
    pub(crate) start: u32,
    pub(crate) count: u32,
}

/// A list of resources, read in parts and in any order.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    pages: BTreeMap<u32, LoadedPage>,
    hasher: RandomState,
    /// Where each id was seen first. Hashes, so that two million ids stay small.
    seen: HashMap<u64, u32>,
    end: Option<u32>,
    total_results: Option<u32>,
    /// The server does not honour `startIndex`: reading goes on from the top only.
    sequential: bool,
    clock: u64,
    findings: Vec<Finding>,
}

impl Listing {
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
        self.end.unwrap_or_else(|| {
            let here = self.extent();
            if self.sequential { here } else { here.max(self.total_results.unwrap_or(0)) }
        })
    }

    /// How the list deviates from the RFC, and from what it said before.
    pub(crate) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What to ask for next so that `window` is here; `None` when it is, or the end is before it.
    pub(crate) fn next(&self, window: &Range<u32>) -> Option<Ask> {
        let limit = self.end.unwrap_or(u32::MAX);
        let until = window.end.min(limit);
        let missing = self.first_missing(window.start, until);
        match missing {
            Some(position) => Some(self.ask_at(position)),
            // The window is here and reaches the last known row: see whether that is the end.
            None if self.end.is_none() && window.end >= self.row_count() => {
                Some(self.ask_at(self.row_count()))
            }
            None => None,
        }
    }

    fn first_missing(&self, from: u32, until: u32) -> Option<u32> {
        let mut position = if self.sequential { self.prefix() } else { from };
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
        Ask { start, count: until.min(next_here).saturating_sub(start).max(1) }
    }

    /// Takes the answer to [`Ask`].
    pub(crate) fn accept(&mut self, ask: Ask, page: ReadPage) {
        self.note_total(page.total_results);
        if page.rows.is_empty() {
            self.end_at(ask.start);
            return;
        }
        let asked = ask.start..ask.start.saturating_add(u32_len(page.rows.len()));
        let keys: Vec<u64> = page
            .rows
            .iter()
            .zip(&page.ids)
            .map(|(row, id)| self.key(&page.body, row, id))
            .collect();
        let known_elsewhere =
            |key: &u64| self.seen.get(key).is_some_and(|position| !asked.contains(position));
        if keys.iter().all(known_elsewhere) {
            self.repeats(ask.start);
            return;
        }
        let mut duplicates = Vec::with_capacity(keys.len());
        for (position, key) in (ask.start..).zip(&keys) {
            let first = *self.seen.entry(*key).or_insert(position);
            duplicates.push(first != position);
        }
        self.note_duplicates(&duplicates, ask.start);
        self.clock += 1;
        self.pages.insert(
            ask.start,
            LoadedPage { body: page.body, rows: page.rows, duplicates, used: self.clock },
        );
        self.forget_oldest();
        if let Some(end) = self.end
            && end < self.extent()
        {
            // The list grew past the end that was seen.
            self.end = None;
        }
    }

    /// The rows of a window that are here.
    pub(crate) fn rows(&mut self, window: &Range<u32>) -> Vec<LoadedRow<'_>> {
        self.clock += 1;
        let clock = self.clock;
        let first = self.pages.range(..=window.start).next_back().map_or(0, |(start, _)| *start);
        let mut rows = Vec::new();
        for (start, page) in self.pages.range_mut(first..window.end) {
            page.used = clock;
            for ((index, range), duplicate) in (*start..).zip(&page.rows).zip(&page.duplicates) {
                if window.contains(&index)
                    && let Some(text) = page.body.get(range.clone())
                {
                    rows.push(LoadedRow { index, text, duplicate: *duplicate });
                }
            }
        }
        rows
    }

    /// The wire text of a resource that is here, by its id.
    pub(crate) fn text_of(&self, id: &str) -> Option<&str> {
        let position = *self.seen.get(&self.hasher.hash_one(id))?;
        let (start, page) = self.page_at(position)?;
        let range = page.rows.get(usize::try_from(position - start).ok()?)?;
        page.body.get(range.clone())
    }

    fn page_at(&self, position: u32) -> Option<(u32, &LoadedPage)> {
        let (start, page) = self.pages.range(..=position).next_back()?;
        (position < start + length(page)).then_some((*start, page))
    }

    fn extent(&self) -> u32 {
        self.pages.last_key_value().map_or(0, |(start, page)| start + length(page))
    }

    /// How many rows are here from the top without a gap.
    fn prefix(&self) -> u32 {
        let mut end = 0;
        while let Some((start, page)) = self.page_at(end) {
            end = start + length(page);
        }
        end
    }

    fn key(&self, body: &str, row: &Range<usize>, id: &Option<String>) -> u64 {
        match id {
            Some(id) => self.hasher.hash_one(id.as_str()),
            None => self.hasher.hash_one(("no id", body.get(row.clone()))),
        }
    }

    fn end_at(&mut self, position: u32) {
        self.end = Some(self.end.map_or(position, |end| end.min(position)).max(self.extent()));
        if let (Some(total), Some(end)) = (self.total_results, self.end)
            && total != end
        {
            self.note(Finding {
                rule: "S05".into(),
                severity: Severity::Error,
                pointer: "/totalResults".into(),
                section: "RFC 7644 §3.4.2".into(),
                message: format!(
                    "totalResults says {total}, but the list ends after {end} resources."
                ),
            });
        }
    }

    fn repeats(&mut self, position: u32) {
        self.note(Finding {
            rule: "S05".into(),
            severity: Severity::Warning,
            pointer: "/Resources".into(),
            section: "RFC 7644 §3.4.2.4".into(),
            message: format!(
                "startIndex {} brought only resources that were there before: the server repeats a page instead of ending the list.",
                position.saturating_add(1)
            ),
        });
        let prefix = self.prefix();
        if position <= prefix {
            self.end_at(prefix);
        } else {
            self.sequential = true;
        }
    }

    fn note_total(&mut self, total: Option<u32>) {
        if let (Some(before), Some(now)) = (self.total_results, total)
            && before != now
        {
            self.note(Finding {
                rule: "list-changed".into(),
                severity: Severity::Info,
                pointer: "/totalResults".into(),
                section: "RFC 7644 §3.4.2.4".into(),
                message: format!("The list changed while it was read: totalResults went from {before} to {now}. Read it again to see it whole."),
            });
        }
        self.total_results = total.or(self.total_results);
    }

    fn note_duplicates(&mut self, duplicates: &[bool], start: u32) {
        let count = duplicates.iter().filter(|it| **it).count();
        if count > 0 {
            self.note(Finding {
                rule: "S05".into(),
                severity: Severity::Error,
                pointer: "/Resources".into(),
                section: "RFC 7644 §3.4.2.4".into(),
                message: format!(
                    "The page at startIndex {} holds {count} resource(s) whose id stands elsewhere in the list too.",
                    start.saturating_add(1)
                ),
            });
        }
    }

    /// Adds a finding once.
    pub(crate) fn note(&mut self, finding: Finding) {
        const MOST: usize = 100;
        let known =
            self.findings.iter().any(|it| it.rule == finding.rule && it.message == finding.message);
        if !known && self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    fn forget_oldest(&mut self) {
        while self.pages.len() > PAGES_KEPT {
            let oldest =
                self.pages.iter().min_by_key(|(_, page)| page.used).map(|(start, _)| *start);
            match oldest {
                Some(start) => self.pages.remove(&start),
                None => return,
            };
        }
    }
}

fn length(page: &LoadedPage) -> u32 {
    u32_len(page.rows.len())
}

fn u32_len(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
