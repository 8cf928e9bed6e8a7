//! Bringing the search index up to date, many exchanges in one transaction: each transaction that writes to it
//! costs several times what the exchange itself does. It is done when nothing is recorded, or somebody searches; only
//! where very much waits, an addition takes a part of it along.

use std::sync::atomic::{AtomicU64, Ordering};

use rusqlite::{Connection, Transaction};

use crate::Error;
use crate::connections::Connections;

/// With so many waiting, the next addition takes some of them into the index: a search that comes before the next idle
/// moment would wait some seconds for more.
const MOST_WAITING: u64 = 16_384;
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
    /// Notes an addition with so much in its bodies; says whether it is time to bring the index up to date.
    pub(crate) fn add(&self, bytes: u64) -> bool {
        let exchanges = self.exchanges.fetch_add(1, Ordering::Relaxed) + 1;
        let bytes = self.bytes.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        exchanges >= MOST_WAITING || bytes >= MOST_WAITING_BYTES
    }

    /// Notes that so much was taken into the index, in bytes of bodies as they were added.
    fn subtract(&self, exchanges: u64, bytes: u64) {
        for (of, taken) in [(&self.exchanges, exchanges), (&self.bytes, bytes)] {
            // It may have been added by another process, or before this one was started.
            let left = |it: u64| Some(it.saturating_sub(taken));
            let _before = of.fetch_update(Ordering::Relaxed, Ordering::Relaxed, left);
        }
    }

    fn clear(&self) {
        self.exchanges.store(0, Ordering::Relaxed);
        self.bytes.store(0, Ordering::Relaxed);
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
    connections.write_beside(|transaction| take(transaction, connections.waiting()))?;
    Ok(true)
}

/// Takes what waits into the index, up to a bound.
pub(crate) fn take(transaction: &Transaction<'_>, waiting: &Waiting) -> Result<(), Error> {
    let sql = "SELECT id, request_bytes + response_bytes FROM exchanges
        WHERE id > (SELECT indexed_to FROM search_state) ORDER BY id LIMIT ?1";
    let (mut last, mut count, mut bytes, mut is_all) = (None, 0, 0, true);
    let mut waiting_ones = transaction.prepare_cached(sql)?;
    let mut rows = waiting_ones.query([AT_ONCE])?;
    while let Some(row) = rows.next()? {
        let size = u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0);
        if last.is_some() && bytes + size > BYTES_AT_ONCE {
            is_all = false;
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
    if is_all && count < u64::from(AT_ONCE) {
        // Whatever else was counted has been removed meanwhile.
        waiting.clear();
    } else {
        waiting.subtract(count, bytes);
    }
    Ok(())
}

/// An exchange was added under an id of its own, or changed: one that the index has passed already is taken at once.
pub(crate) fn take_passed(transaction: &Transaction<'_>, id: i64) -> Result<(), Error> {
    let sql = "INSERT INTO search (rowid, text) SELECT id, text FROM searchable
        WHERE id = ?1 AND id <= (SELECT indexed_to FROM search_state)";
    transaction.prepare_cached(sql)?.execute([id])?;
    Ok(())
}

/// An exchange is about to change: what the index holds of it is taken out, while its text is still known.
pub(crate) fn take_out_passed(transaction: &Transaction<'_>, id: i64) -> Result<(), Error> {
    let sql = "INSERT INTO search (search, rowid, text) SELECT 'delete', id, text FROM searchable
        WHERE id = ?1 AND id <= (SELECT indexed_to FROM search_state)";
    transaction.prepare_cached(sql)?.execute([id])?;
    Ok(())
}

fn is_behind(connection: &Connection) -> Result<bool, Error> {
    let sql =
        "SELECT EXISTS (SELECT 1 FROM exchanges WHERE id > (SELECT indexed_to FROM search_state))";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::{ExchangeRow, Store, TenantRow};

    fn tenant() -> TenantRow {
        TenantRow {
            id: "t".to_owned(),
            name: "Test".to_owned(),
            environment: "test".to_owned(),
            colour: "teal".to_owned(),
            base_url: "https://scim.example.com".to_owned(),
            auth: "none".to_owned(),
            user_name: None,
            sign_in: None,
            ask_each_time: false,
            connect_seconds: 10,
            total_seconds: 60,
            created_at: Timestamp::UNIX_EPOCH,
            last_opened_at: None,
            guard: "free".to_owned(),
            transport: None,
        }
    }

    fn exchange() -> ExchangeRow {
        ExchangeRow {
            tenant_id: "t".to_owned(),
            asked_by: "Directory".to_owned(),
            operation: "1".to_owned(),
            started_at: Timestamp::UNIX_EPOCH,
            method: "GET".to_owned(),
            url: "https://scim.example.com/Users".to_owned(),
            request_headers: Vec::new(),
            request_body: None,
            status: Some(200),
            http_version: Some("HTTP/1.1".to_owned()),
            response_headers: Vec::new(),
            response_body: Some(b"{}".to_vec()),
            failure_code: None,
            failure_message: None,
            seen: None,
            total_us: 1,
            to_headers_us: Some(1),
            read_us: Some(0),
            dns_us: None,
            connect_us: None,
            tls_us: None,
            reused: Some(true),
            accepted: false,
            outcome_unknown: false,
            request_id: None,
        }
    }

    /// Otherwise a program that runs long enough would index with each exchange.
    #[test]
    fn what_was_taken_waits_no_longer() {
        let store = Store::in_memory().unwrap();
        store.tenants().put(&tenant()).unwrap();
        let rows = vec![exchange(); 2 * AT_ONCE as usize];
        store.exchanges().append_all(&rows).unwrap();
        let waiting = store.connections.waiting();
        let waits = || {
            let counts = [&waiting.exchanges, &waiting.bytes];
            counts.map(|it| it.load(Ordering::Relaxed))
        };
        let all = u64::from(AT_ONCE);
        assert_eq!(waits(), [2 * all, 4 * all]);
        assert!(take_some(&store.connections).unwrap());
        assert_eq!(waits(), [all, 2 * all]);
        while take_some(&store.connections).unwrap() {}
        assert_eq!(waits(), [0, 0]);
    }
}
