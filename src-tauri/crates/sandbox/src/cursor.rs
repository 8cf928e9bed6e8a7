//! Cursors (RFC 9865): a list that was asked for stays as it was while a client pages through it, for a while.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::random::Random;
use crate::refusal::Refusal;
use crate::rows::Rows;

/// How long a list is kept, in seconds.
pub(crate) const TIMEOUT: i64 = 600;
/// How many lists are kept; beyond that the oldest expires early.
const KEPT: usize = 64;

/// A list that is paged through.
#[derive(Debug, Clone)]
pub(crate) struct Paged {
    pub(crate) rows: Arc<Rows>,
    pub(crate) page_size: usize,
    /// Everything that was asked for, the cursor aside: it has to stay the same (RFC 9865 §2).
    pub(crate) asked: String,
}

/// The lists that are paged through.
#[derive(Debug)]
pub(crate) struct Cursors {
    kept: Mutex<Kept>,
    seed: u64,
}

#[derive(Debug, Default)]
struct Kept {
    lists: VecDeque<(u64, Timestamp, Paged)>,
    next: u64,
}

impl Cursors {
    pub(crate) fn new(seed: u64) -> Self {
        Self { kept: Mutex::default(), seed }
    }

    /// Keeps a list; its number is part of its cursors.
    pub(crate) fn keep(&self, paged: Paged, now: Timestamp) -> u64 {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        forget_old(&mut kept.lists, now);
        while kept.lists.len() >= KEPT {
            kept.lists.pop_front();
        }
        let number = kept.next;
        kept.next += 1;
        kept.lists.push_back((number, now, paged));
        number
    }

    /// The cursor of the page of a list that begins with a row.
    pub(crate) fn cursor(&self, number: u64, row: usize) -> String {
        format!("{number:x}.{row:x}.{:08x}", self.proof(number, row))
    }

    /// The list that a cursor belongs to, its number, and the row that the page begins with.
    pub(crate) fn find(
        &self,
        cursor: &str,
        now: Timestamp,
    ) -> Result<(Paged, u64, usize), Refusal> {
        let invalid =
            || Refusal::bad("invalidCursor", "the cursor is none that was given out here");
        let (number, row) = self.read(cursor).ok_or_else(invalid)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        forget_old(&mut kept.lists, now);
        let found = kept.lists.iter().find(|(it, ..)| *it == number);
        let (_, _, paged) = found.ok_or_else(|| {
            let text =
                format!("the cursor is older than {TIMEOUT} seconds; begin again without one");
            Refusal::bad("expiredCursor", text)
        })?;
        Ok((paged.clone(), number, row))
    }

    fn read(&self, cursor: &str) -> Option<(u64, usize)> {
        let mut parts = cursor.split('.');
        let number = u64::from_str_radix(parts.next()?, 16).ok()?;
        let row = usize::from_str_radix(parts.next()?, 16).ok()?;
        let proof = u64::from_str_radix(parts.next()?, 16).ok()?;
        (parts.next().is_none() && proof == self.proof(number, row)).then_some((number, row))
    }

    /// Tells cursors of this server from made-up ones. No secret: a cursor opens nothing that the token does not.
    fn proof(&self, number: u64, row: usize) -> u64 {
        let mut random = Random::new(self.seed ^ (number << 32) ^ row as u64);
        random.next() >> 32
    }
}

fn forget_old(lists: &mut VecDeque<(u64, Timestamp, Paged)>, now: Timestamp) {
    let oldest = now.saturating_sub(SignedDuration::from_secs(TIMEOUT));
    let Ok(oldest) = oldest else { return };
    while lists.front().is_some_and(|(_, since, _)| *since < oldest) {
        lists.pop_front();
    }
}
