//! Bringing the search index up to date, many exchanges in one transaction: each transaction that writes to it
//! costs several times what the exchange itself does.

use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, Transaction};

use crate::Error;
use crate::connections::Connections;

/// With so many waiting, the next addition takes them into the index.
const MOST_WAITING: u64 = 512;
/// The same for so many bytes of bodies.
const MOST_WAITING_BYTES: u64 = 4_000_000;
/// How many are taken in one transaction, so that nobody who writes waits long.
const AT_ONCE: u32 = 512;

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

    fn clear(&self) {
        self.exchanges.store(0, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
    }
}

/// Takes everything that waits into the index; for those who are about to search.
pub(crate) fn catch_up(connections: &Connections) -> Result<(), Error> {
    while connections.read(is_behind)? {
        connections.write(|transaction| take(transaction, connections.waiting()))?;
    }
    Ok(())
}

/// Takes what waits into the index, up to a bound.
pub(crate) fn take(transaction: &Transaction<'_>, waiting: &Waiting) -> Result<(), Error> {
    let sql = "SELECT max(id) FROM (SELECT id FROM exchanges
        WHERE id > (SELECT indexed_to FROM search_state) ORDER BY id LIMIT ?1)";
    let last: Option<i64> =
        transaction.prepare_cached(sql)?.query_row([AT_ONCE], |row| row.get(0))?;
    if let Some(last) = last {
        let sql = "INSERT INTO search (rowid, text) SELECT id, text FROM searchable
            WHERE id > (SELECT indexed_to FROM search_state) AND id <= ?1";
        transaction.prepare_cached(sql)?.execute([last])?;
        transaction.prepare_cached("UPDATE search_state SET indexed_to = ?1")?.execute([last])?;
    }
    waiting.clear();
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
