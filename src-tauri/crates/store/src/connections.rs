//! One connection that writes and a few that read, and how a connection is set up.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::types::Type;
use rusqlite::{Connection, ErrorCode, OpenFlags, Row, Transaction, TransactionBehavior};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;

use crate::indexing::Waiting;
use crate::totals::Totals;
use crate::{Error, Key, migrations};

/// How long a statement waits for another process.
const PATIENCE: Duration = Duration::from_secs(5);
/// Idle reading connections that are kept.
const READERS: usize = 3;

#[derive(Debug)]
pub(crate) struct Connections {
    writer: Mutex<Connection>,
    /// Idle ones; more are opened while these are all in use.
    readers: Mutex<Vec<Connection>>,
    /// `None` in memory, where the writer reads as well.
    file: Option<(PathBuf, Key)>,
    /// The log still holds what was erased, because somebody was reading when it should have been emptied.
    log_to_truncate: AtomicBool,
    /// Exchanges appended since this was opened; tells when it is time to prune.
    appended: AtomicU64,
    /// What the search index does not hold yet, as far as this has added it.
    waiting: Waiting,
    /// Locked after the writer, never before it.
    totals: Mutex<Totals>,
}

impl Connections {
    pub(crate) fn in_memory() -> Result<Connections, Error> {
        let mut writer = Connection::open_in_memory()?;
        set_up(&writer)?;
        migrations::run(&mut writer)?;
        // Ids count on from the time, in microseconds: far above those of any file, above those of every earlier
        // database in memory, and below 2^53, so that they stay exact wherever numbers are floating.
        writer.execute(
            "INSERT INTO sqlite_sequence (name, seq) VALUES ('exchanges', ?1), ('changes', ?1)",
            [moment(Timestamp::now())],
        )?;
        Ok(Self::new(writer, None))
    }

    /// Opens a file that is known to be sound, and brings it to the current schema.
    pub(crate) fn open(path: &Path, key: &Key) -> Result<Connections, Error> {
        let mut writer = connect(path, key)?;
        writer.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216;",
        )?;
        migrations::run(&mut writer)?;
        Ok(Self::new(writer, Some((path.to_owned(), key.clone()))))
    }

    fn new(writer: Connection, file: Option<(PathBuf, Key)>) -> Self {
        Self {
            writer: Mutex::new(writer),
            readers: Mutex::default(),
            file,
            log_to_truncate: AtomicBool::new(false),
            appended: AtomicU64::new(0),
            waiting: Waiting::default(),
            totals: Mutex::default(),
        }
    }

    pub(crate) fn is_persistent(&self) -> bool {
        self.file.is_some()
    }

    /// Counts one more appended exchange and says the how manieth it was, from 0.
    pub(crate) fn count_append(&self) -> u64 {
        self.appended.fetch_add(1, Ordering::Relaxed)
    }

    /// What waits for the search index.
    pub(crate) fn waiting(&self) -> &Waiting {
        &self.waiting
    }

    /// Runs `work` in a transaction; nothing of it stays when it fails.
    pub(crate) fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut writer = lock(&self.writer);
        lock(&self.totals).forget();
        self.transact(&mut writer, work)
    }

    /// The same for each item, and then more.
    pub(crate) fn write_each<I>(
        &self,
        items: &[I],
        and_then: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
        mut work: impl FnMut(&Transaction<'_>, &I) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.write(|transaction| {
            items.iter().try_for_each(|item| work(transaction, item))?;
            and_then(transaction)
        })
    }

    /// As [`Connections::write`], for `work` that leaves the exchanges as they are.
    pub(crate) fn write_beside<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.transact(&mut lock(&self.writer), work)
    }

    /// Runs `work`, which only adds exchanges, in a transaction, with what is known of the history's size.
    pub(crate) fn add<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, &mut Totals) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut writer = lock(&self.writer);
        let mut totals = lock(&self.totals);
        let added = self.transact(&mut writer, |transaction| {
            totals.begin(transaction)?;
            work(transaction, &mut totals)
        });
        if added.is_err() {
            totals.forget();
        }
        added
    }

    fn transact<T>(
        &self,
        writer: &mut Connection,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = work(&transaction)?;
        transaction.commit()?;
        if self.log_to_truncate.load(Ordering::Relaxed) {
            // What was asked for is done; this must not make it fail, nor wait. It is tried with each write.
            let _ = self.truncate(writer, Duration::ZERO);
        }
        Ok(answer)
    }

    /// Runs `work` on a connection that sees one state of the database throughout each statement.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let Some((path, key)) = &self.file else {
            return work(&lock(&self.writer));
        };
        let idle = lock(&self.readers).pop();
        let reader = match idle {
            Some(reader) => reader,
            None => {
                let reader = connect(path, key)?;
                reader.execute_batch("PRAGMA query_only = ON;")?;
                reader
            }
        };
        let answer = work(&reader);
        let mut readers = lock(&self.readers);
        if readers.len() < READERS {
            readers.push(reader);
        }
        answer
    }

    /// Empties the write-ahead log, so that it holds nothing that was erased. Where somebody is reading just
    /// now, it is emptied with the next write instead.
    pub(crate) fn truncate_log(&self) -> Result<(), Error> {
        self.log_to_truncate.store(true, Ordering::Relaxed);
        self.truncate(&lock(&self.writer), PATIENCE)
    }

    fn truncate(&self, writer: &Connection, patience: Duration) -> Result<(), Error> {
        writer.busy_timeout(patience)?;
        let busy = writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        writer.busy_timeout(PATIENCE)?;
        self.log_to_truncate.store(busy?, Ordering::Relaxed);
        Ok(())
    }
}

/// A reading and writing connection to an encrypted file that exists.
pub(crate) fn connect(path: &Path, key: &Key) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    unlock(&connection, key)?;
    set_up(&connection)?;
    Ok(connection)
}

/// Gives the key to a connection. Whether it fits shows with the first page read.
pub(crate) fn unlock(connection: &Connection, key: &Key) -> Result<(), Error> {
    // Not cipher_memory_security: SQLCipher wipes and locks its keys in any case, and doing so for every
    // allocation makes all of it six times slower.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    connection.execute_batch(key.pragma().expose_secret())?;
    Ok(())
}

fn set_up(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(PATIENCE)?;
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
    )?;
    Ok(())
}

/// A thread that panicked while it held the lock left no half-done work: its transaction was rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a time is stored: microseconds since 1970.
pub(crate) fn moment(timestamp: Timestamp) -> i64 {
    timestamp.as_microsecond()
}

/// The time in a column.
pub(crate) fn moment_of(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    Timestamp::from_microsecond(row.get(column)?).map_err(|error| not_ours(Type::Integer, error))
}

/// The value of a column that holds JSON which we wrote.
pub(crate) fn json_of<T: DeserializeOwned>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    serde_json::from_str(text).map_err(|error| not_ours(Type::Text, error))
}

fn not_ours(kind: Type, error: impl std::error::Error + Send + Sync + 'static) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(error))
}

/// The error of an insert into a table whose only foreign key is the tenant.
pub(crate) fn tenant_missing(error: rusqlite::Error, tenant_id: &str) -> Error {
    match error.sqlite_error() {
        Some(cause)
            if cause.code == ErrorCode::ConstraintViolation
                && cause.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY =>
        {
            Error::NoSuchTenant { id: tenant_id.to_owned() }
        }
        _ => error.into(),
    }
}
