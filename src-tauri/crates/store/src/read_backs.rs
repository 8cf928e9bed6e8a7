//! What was found when the outcome of a write was looked up that nobody knew. The last look counts.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::Error;
use crate::connections::{Connections, moment, moment_of};

/// What was found. Times are kept to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBackRow {
    /// The exchange of the write.
    pub exchange_id: i64,
    /// When it was looked up.
    pub at: Timestamp,
    /// What was found; the caller's word.
    pub verdict: String,
    /// The same in words, without values of the directory.
    pub words: String,
    /// The exchange that shows it; `None` where the history has it no longer.
    pub read_exchange_id: Option<i64>,
}

/// Reads and writes what was found.
#[derive(Clone, Copy, Debug)]
pub struct ReadBacks<'a> {
    connections: &'a Connections,
}

impl<'a> ReadBacks<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Keeps what was found, in the place of what was found before. Where the exchange of the write is gone there is
    /// nothing to keep, and where that of the read is, it is left out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn put(&self, row: &ReadBackRow) -> Result<(), Error> {
        self.import(std::slice::from_ref(row))
    }

    /// What was found of an exchange, if that was looked up.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn get(&self, exchange_id: i64) -> Result<Option<ReadBackRow>, Error> {
        let sql = "SELECT * FROM read_backs WHERE exchange_id = ?1";
        self.connections.read(|connection| {
            Ok(connection.prepare_cached(sql)?.query_row([exchange_id], read).optional()?)
        })
    }

    /// All of them in the order of their exchanges, for taking them to another database.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<ReadBackRow>, Error> {
        self.connections.read(|connection| {
            let sql = "SELECT * FROM read_backs ORDER BY exchange_id";
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// Keeps several, as [`Self::put`] does, all or none of them.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn import(&self, rows: &[ReadBackRow]) -> Result<(), Error> {
        let sql =
            "INSERT OR REPLACE INTO read_backs (exchange_id, at, verdict, words, read_exchange_id)
            SELECT ?1, ?2, ?3, ?4, (SELECT id FROM exchanges WHERE id = ?5)
            WHERE EXISTS (SELECT 1 FROM exchanges WHERE id = ?1)";
        self.connections.write_beside(|transaction| {
            let mut insert = transaction.prepare_cached(sql)?;
            for it in rows {
                let at = moment(it.at);
                insert.execute((
                    it.exchange_id,
                    at,
                    &it.verdict,
                    &it.words,
                    it.read_exchange_id,
                ))?;
            }
            Ok(())
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ReadBackRow> {
    Ok(ReadBackRow {
        exchange_id: row.get("exchange_id")?,
        at: moment_of(row, "at")?,
        verdict: row.get("verdict")?,
        words: row.get("words")?,
        read_exchange_id: row.get("read_exchange_id")?,
    })
}
