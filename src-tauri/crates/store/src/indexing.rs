//! Bringing the search index up to date, many exchanges in one transaction: each transaction that writes to it
//! costs several times what the exchange itself does. It is done when nothing is recorded, or somebody searches; only
//! where very much waits, an addition takes a part of it along.

use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, Transaction};

use crate::Error;
use crate::connections::Connections;

/// With so many waiting, the next addition takes some of them into the index.
const MOST_WAITING: u64 = 8_192;
/// The same for so many bytes of bodies.
const MOST_WAITING_BYTES: u64 = 32_000_000;
/// How many are taken in one transaction, so that nobody who writes waits long.
const AT_ONCE: u32 = 512;
/// The same in bytes of bodies; at least one is taken.
const BYTES_AT_ONCE: u64 = 4_000_000;

/// How much was added since the index was brought up to date. A crash loses this, not the work: which exchanges the
/// index holds is in the database.
#[derive(Debug, Default)]
pub(crate) struct Waiting {
    exchanges: AtomicU64,
    bytes: AtomicU64,
}

impl Waiting {
    /// Notes an addition; says whether it is time to bring the index up to date.
    pub(crate) fn add(&self, bytes: u64) -> bool {
        let exchanges = self.exchanges.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        exchanges >= MOST_WAITING || bytes >= MOST_WAITING_BYTES
    }

    /// Notes that so much was taken into the index.
    fn subtract(&self, exchanges: u64, bytes: u64) {
        for (of, taken) in [(&self.exchanges, exchanges), (&self.bytes, bytes)] {
            // It may have been added by another process, or before this one was started.
            let left = |it: u64| Some(it.saturating_sub(taken));
            let _before = of.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left);
        }
    }
}

/// Takes everything that waits into the index; for those who are about to search.
pub(crate) fn catch_up(connections: &Connections) -> Result<(), Error> {
    while take_some(connections)? {}
    Ok(())
}

/// Takes a part of what waits into the index; says whether there was any.
pub(crate) fn take_some(connections: &Connections) -> Result<bool, Error> {
    if !connections.read(is_behind)? {
        return Ok(false);
    }
    connections.write(|transaction| take(transaction, connections.waiting()))?;
    Ok(true)
}

/// Takes what waits into the index, up to a bound.
pub(crate) fn take(transaction: &Transaction<'_>, waiting: &Waiting) -> Result<(), Error> {
    let sql = "SELECT id, request_bytes + response_bytes FROM exchanges
        WHERE id > (SELECT indexed_to FROM search_state) ORDER BY id LIMIT ?1";
    let (mut last, mut count, mut bytes) = (None, 0, 0);
    let mut waiting_ones = transaction.prepare_cached(sql)?;
    let mut rows = waiting_ones.query([AT_ONCE])?;
    while let Some(row) = rows.next()? {
        let size = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
        if last.is_some() && bytes + size > BYTES_AT_ONCE {
            break;
        }
        (last, count, bytes) = (Some(row.get::<_, i64>(0)?), count + 1, bytes + size);
    }
    drop(rows);
    if let Some(last) = last {
        let sql = "INSERT INTO search (rowid, text) SELECT id, text FROM searchable
            WHERE id > (SELECT indexed_to FROM search_state) AND id <= ?1";
        transaction.prepare_cached(sql)?.execute([last])?;
        transaction.prepare_cached("UPDATE search_state SET indexed_to = ?1")?.execute([last])?;
    }
    waiting.subtract(count, bytes);
    Ok(())
}

/// An exchange was added under an id of its own: one that the index has passed already is taken at once.
pub(crate) fn take_passed(transaction: &Transaction<'_>, id: i64) -> Result<(), Error> {
    let sql = "INSERT INTO search (rowid, text) SELECT id, text FROM searchable
        WHERE id = ?1 AND id <= (SELECT indexed_to FROM search_state)";
    transaction.prepare_cached(sql)?.execute([id])?;
    Ok(())
}

fn is_behind(connection: &Connection) -> Result<bool, Error> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM exchanges WHERE id > (SELECT indexed_to FROM search_state))";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
