//! What is odd about a list, in words: each once, and no more of them than a person reads.

use scim::finding::{Finding, Severity};

use super::Listing;

/// How many are kept.
const MOST: usize = 100;

const BY_INDEX: &str = "RFC 7644 §3.4.2.4";
const BY_CURSOR: &str = "RFC 9865 §2";

impl Listing {
    /// Adds a finding once.
    pub(crate) fn note(&mut self, finding: Finding) {
        let known =
            self.findings.iter().any(|it| it.rule == finding.rule && it.message == finding.message);
        if !known && self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }

    pub(super) fn note_total(&mut self, total: Option<u32>) {
        if let (Some(before), Some(now)) = (self.total_results, total)
            && before != now
        {
            let message = format!(
                "The list changed while it was read: totalResults went from {before} to {now}. Read it again to see it whole."
            );
            self.say("list-changed", Severity::Info, "/totalResults", BY_INDEX, message);
        }
        self.total_results = total.or(self.total_results);
    }

    pub(super) fn note_duplicates(&mut self, duplicates: &[bool], start: u32) {
        let count = duplicates.iter().filter(|it| **it).count();
        if count > 0 {
            let (page, section) = match self.cursors.lead {
                true => ("from row", BY_CURSOR),
                false => ("at startIndex", BY_INDEX),
            };
            let message = format!(
                "The page {page} {} holds {count} resource(s) whose id stands elsewhere in the list too.",
                start.saturating_add(1)
            );
            self.say("S05", Severity::Error, "/Resources", section, message);
        }
    }

    pub(super) fn note_end(&mut self, position: u32) {
        if let Some(total) = self.total_results.filter(|total| *total != position) {
            let message =
                format!("totalResults says {total}, but the list ends after {position} resources.");
            self.say("S05", Severity::Error, "/totalResults", "RFC 7644 §3.4.2", message);
        }
    }

    pub(super) fn note_repeated(&mut self, position: u32) {
        let message = format!(
            "startIndex {} brought only resources that were there before: the server repeats a page instead of ending the list.",
            position.saturating_add(1)
        );
        self.say("S05", Severity::Warning, "/Resources", BY_INDEX, message);
    }

    pub(super) fn note_no_index(&mut self, position: u32) {
        let message = format!(
            "startIndex {} brought nothing new, but nextCursor leads on: the list is read by cursor from there.",
            position.saturating_add(1)
        );
        self.say("cursor-only", Severity::Warning, "/nextCursor", "RFC 9865 §2.4", message);
    }

    pub(super) fn note_empty_cursor_needed(&mut self) {
        let message = "The list goes on only by cursor, and only where the first request carries an empty one; it should \
                       do so where that is left out, too."
            .to_owned();
        self.say("empty-cursor-needed", Severity::Warning, "/nextCursor", BY_CURSOR, message);
    }

    pub(super) fn note_no_cursor(&mut self, rows: u32) {
        let total = self.total_results.unwrap_or_default();
        let message = format!(
            "The first page was asked for by cursor and brought {rows} of {total} resources without a nextCursor: the \
             list is read by startIndex."
        );
        self.say("missing-next-cursor", Severity::Error, "", BY_CURSOR, message);
    }

    pub(super) fn note_circle(&mut self, position: u32) {
        let message = format!(
            "The cursor after row {position} brought nothing but what was there before: the pages go round, so reading \
             ends here."
        );
        self.say("X55", Severity::Error, "/nextCursor", BY_CURSOR, message);
    }

    pub(super) fn note_empty_pages(&mut self, position: u32) {
        let message = format!(
            "After row {position} page after page was empty, although each named a next one: reading ends here."
        );
        self.say("empty-pages", Severity::Warning, "/nextCursor", BY_CURSOR, message);
    }

    fn say(
        &mut self,
        rule: &str,
        severity: Severity,
        pointer: &str,
        section: &str,
        message: String,
    ) {
        let (rule, pointer, section) = (rule.into(), pointer.into(), section.into());
        self.note(Finding { rule, severity, pointer, section, message });
    }
}
