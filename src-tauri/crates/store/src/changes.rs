//! The change log: what was written to a tenant from here, kept before it is sent, with what was there before.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Row, params_from_iter};

use crate::Error;
use crate::connections::{Connections, moment, moment_of, tenant_missing};

/// An entry. Times are kept to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeRow {
    /// The tenant.
    pub tenant_id: String,
    /// When it was sent.
    pub at: Timestamp,
    /// What it does; the caller's word.
    pub kind: String,
    /// What is known of it; the caller's word.
    pub outcome: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The resource's id; `None` while a new one has none.
    pub resource_id: Option<String>,
    /// How people know the resource.
    pub title: String,
    /// What was done, in words.
    pub words: String,
    /// The entry that this one undoes.
    pub undoes: Option<i64>,
    /// The exchange, as long as the history has it.
    pub exchange_id: Option<i64>,
    /// Everything else; the caller's text, without a secret.
    pub detail: String,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptChange {
    /// Its id.
    pub id: i64,
    /// The entry that undoes it, the last one.
    pub undone_by: Option<i64>,
    /// The entry.
    pub row: ChangeRow,
}

/// Which entries are wanted, the newest first.
#[derive(Clone, Debug, Default)]
pub struct ChangeFilter {
    /// The tenant.
    pub tenant_id: String,
    /// Of this resource type only.
    pub resource_type: Option<String>,
    /// Of this resource only.
    pub resource_id: Option<String>,
    /// Of this kind only.
    pub kind: Option<String>,
    /// With these letters in words or title, in any letter case.
    pub text: Option<String>,
    /// Older than this one.
    pub before: Option<i64>,
    /// How many at most.
    pub limit: u32,
}

const COLUMNS: &str = "id, tenant_id, at, kind, outcome, resource_type, resource_id, title, words, undoes, exchange_id, detail,
    (SELECT max(id) FROM changes AS later WHERE later.undoes = changes.id) AS undone_by";

/// Reads and writes the change log.
#[derive(Clone, Copy, Debug)]
pub struct Changes<'a> {
    connections: &'a Connections,
}

impl<'a> Changes<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Appends an entry, and says its id.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn append(&self, row: &ChangeRow) -> Result<i64, Error> {
        self.connections.write_beside(|transaction| {
            let sql = "INSERT INTO changes (tenant_id, at, kind, outcome, resource_type, resource_id, title, words,
                undoes, exchange_id, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
            transaction
                .prepare_cached(sql)?
                .execute((
                    &row.tenant_id,
                    moment(row.at),
                    &row.kind,
                    &row.outcome,
                    &row.resource_type,
                    &row.resource_id,
                    &row.title,
                    &row.words,
                    row.undoes,
                    row.exchange_id,
                    &row.detail,
                ))
                .map_err(|error| tenant_missing(error, &row.tenant_id))?;
            Ok(transaction.last_insert_rowid())
        })
    }

    /// Says what came of an entry: all but when it was sent. An exchange that the history does not have is left out.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn complete(&self, id: i64, row: &ChangeRow) -> Result<(), Error> {
        let sql =
            "UPDATE changes SET outcome = ?2, resource_id = ?3, title = ?4, words = ?5, detail = ?6,
            exchange_id = (SELECT id FROM exchanges WHERE id = ?7), undoes = ?8 WHERE id = ?1";
        self.connections.write_beside(|transaction| {
            transaction.prepare_cached(sql)?.execute((
                id,
                &row.outcome,
                &row.resource_id,
                &row.title,
                &row.words,
                &row.detail,
                row.exchange_id,
                row.undoes,
            ))?;
            Ok(())
        })
    }

    /// An entry by its id.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn get(&self, id: i64) -> Result<Option<KeptChange>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM changes WHERE id = ?1");
        self.connections.read(|connection| {
            Ok(connection.prepare_cached(&sql)?.query_row([id], read).optional()?)
        })
    }

    /// The entries that a filter wants, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self, filter: &ChangeFilter) -> Result<Vec<KeptChange>, Error> {
        let mut sql = format!("SELECT {COLUMNS} FROM changes WHERE tenant_id = ?");
        let mut values: Vec<Value> = vec![filter.tenant_id.clone().into()];
        let mut and = |condition: &str, value: Value| {
            sql.push_str(condition);
            values.push(value);
        };
        if let Some(it) = &filter.resource_type {
            and(" AND resource_type = ?", it.clone().into());
        }
        if let Some(it) = &filter.resource_id {
            and(" AND resource_id = ?", it.clone().into());
        }
        if let Some(it) = &filter.kind {
            and(" AND kind = ?", it.clone().into());
        }
        if let Some(it) = filter.text.as_ref().filter(|it| !it.is_empty()) {
            and(" AND (words LIKE ? ESCAPE '\\'", like(it).into());
            and(" OR title LIKE ? ESCAPE '\\')", like(it).into());
        }
        if let Some(it) = filter.before {
            and(" AND id < ?", it.into());
        }
        and(" ORDER BY id DESC LIMIT ?", i64::from(filter.limit).into());
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let found =
                statement.query_map(params_from_iter(values), read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// How many entries a tenant has.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn count(&self, tenant_id: &str) -> Result<u32, Error> {
        let sql = "SELECT count(*) FROM changes WHERE tenant_id = ?1";
        self.connections.read(|connection| {
            Ok(connection.prepare_cached(sql)?.query_row([tenant_id], |row| row.get(0))?)
        })
    }

    /// Every entry in the order of appending, for taking them to another database.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn all(&self) -> Result<Vec<KeptChange>, Error> {
        let sql = format!("SELECT {COLUMNS} FROM changes ORDER BY id");
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(&sql)?;
            let found = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// Takes over entries of another database, ids and all; those that are here already, and those of a tenant that is
    /// not, are passed over.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn import(&self, kept: &[KeptChange]) -> Result<(), Error> {
        let sql = "INSERT OR IGNORE INTO changes (id, tenant_id, at, kind, outcome, resource_type, resource_id, title,
            words, undoes, exchange_id, detail)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT id FROM changes WHERE id = ?10),
                (SELECT id FROM exchanges WHERE id = ?11), ?12
            WHERE EXISTS (SELECT 1 FROM tenants WHERE id = ?2)";
        self.connections.write_beside(|transaction| {
            let mut insert = transaction.prepare_cached(sql)?;
            for KeptChange { id, row, .. } in kept {
                insert.execute((
                    id,
                    &row.tenant_id,
                    moment(row.at),
                    &row.kind,
                    &row.outcome,
                    &row.resource_type,
                    &row.resource_id,
                    &row.title,
                    &row.words,
                    row.undoes,
                    row.exchange_id,
                    &row.detail,
                ))?;
            }
            Ok(())
        })
    }
}

/// The pattern for texts that hold these letters.
fn like(text: &str) -> String {
    let mut pattern = String::from("%");
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern.push('%');
    pattern
}

fn read(row: &Row<'_>) -> rusqlite::Result<KeptChange> {
    Ok(KeptChange {
        id: row.get("id")?,
        undone_by: row.get("undone_by")?,
        row: ChangeRow {
            tenant_id: row.get("tenant_id")?,
            at: moment_of(row, "at")?,
            kind: row.get("kind")?,
            outcome: row.get("outcome")?,
            resource_type: row.get("resource_type")?,
            resource_id: row.get("resource_id")?,
            title: row.get("title")?,
            words: row.get("words")?,
            undoes: row.get("undoes")?,
            exchange_id: row.get("exchange_id")?,
            detail: row.get("detail")?,
        },
    })
}
