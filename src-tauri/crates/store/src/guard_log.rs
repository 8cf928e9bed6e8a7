//! What was done about the write guard of each tenant: who unlocks one says why, and that is kept here.

use jiff::Timestamp;
use rusqlite::Row;

use crate::Error;
use crate::connections::{Connections, moment, moment_of, tenant_missing};

/// One entry. Times are kept to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuardEntry {
    /// The tenant.
    pub tenant_id: String,
    /// When it was.
    pub at: Timestamp,
    /// What was done; the caller's word.
    pub event: String,
    /// Why, in the words of whoever did it.
    pub reason: Option<String>,
}

/// How many entries of a tenant are kept; the oldest go first.
const MOST: u32 = 1_000;

/// Reads and writes the log of the write guard.
#[derive(Clone, Copy, Debug)]
pub struct GuardLog<'a> {
    connections: &'a Connections,
}

impl<'a> GuardLog<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Appends an entry.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn append(&self, entry: &GuardEntry) -> Result<(), Error> {
        let sql = "INSERT INTO guard_log (tenant_id, at, event, reason) VALUES (?1, ?2, ?3, ?4)";
        let prune = "DELETE FROM guard_log WHERE tenant_id = ?1 AND id <=
            (SELECT id FROM guard_log WHERE tenant_id = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)";
        self.connections.write_beside(|transaction| {
            transaction
                .prepare_cached(sql)?
                .execute((&entry.tenant_id, moment(entry.at), &entry.event, &entry.reason))
                .map_err(|error| tenant_missing(error, &entry.tenant_id))?;
            transaction.prepare_cached(prune)?.execute((&entry.tenant_id, MOST))?;
            Ok(())
        })
    }

    /// The entries of a tenant, the newest first, so many at most.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn of_tenant(&self, tenant_id: &str, limit: u32) -> Result<Vec<GuardEntry>, Error> {
        let sql = "SELECT * FROM guard_log WHERE tenant_id = ?1 ORDER BY id DESC LIMIT ?2";
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map((tenant_id, limit), read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// Every entry in the order of appending, for taking them to another database.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<GuardEntry>, Error> {
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT * FROM guard_log ORDER BY id")?;
            let found = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// Takes over entries of another database; those that are here already are passed over.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn import(&self, entries: &[GuardEntry]) -> Result<(), Error> {
        let sql = "INSERT INTO guard_log (tenant_id, at, event, reason)
            SELECT ?1, ?2, ?3, ?4 WHERE NOT EXISTS
                (SELECT 1 FROM guard_log WHERE tenant_id = ?1 AND at = ?2 AND event = ?3)";
        self.connections.write_beside(|transaction| {
            let mut insert = transaction.prepare_cached(sql)?;
            for it in entries {
                insert
                    .execute((&it.tenant_id, moment(it.at), &it.event, &it.reason))
                    .map_err(|error| tenant_missing(error, &it.tenant_id))?;
            }
            Ok(())
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<GuardEntry> {
    Ok(GuardEntry {
        tenant_id: row.get("tenant_id")?,
        at: moment_of(row, "at")?,
        event: row.get("event")?,
        reason: row.get("reason")?,
    })
}
