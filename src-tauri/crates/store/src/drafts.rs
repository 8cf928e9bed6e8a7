//! What a person edits and has not sent, so that it is there again after a crash and a restart.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row};

use crate::Error;
use crate::connections::{Connections, moment, moment_of, tenant_missing};

/// A draft. Times are kept to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// Its id.
    pub id: String,
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The resource's id; `None` for a new one. There is one draft of a resource at most.
    pub resource_id: Option<String>,
    /// When it was changed last.
    pub changed_at: Timestamp,
    /// The draft itself; the caller's text, without a secret.
    pub state: String,
}

/// Reads and writes drafts.
#[derive(Clone, Copy, Debug)]
pub struct Drafts<'a> {
    connections: &'a Connections,
}

impl<'a> Drafts<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Keeps a draft; what was kept under its id goes.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn put(&self, row: &DraftRow) -> Result<(), Error> {
        let sql =
            "INSERT INTO drafts (id, tenant_id, resource_type, resource_id, changed_at, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO UPDATE SET resource_id = excluded.resource_id,
                changed_at = excluded.changed_at, state = excluded.state";
        self.connections.write_beside(|transaction| {
            transaction
                .prepare_cached(sql)?
                .execute((
                    &row.id,
                    &row.tenant_id,
                    &row.resource_type,
                    &row.resource_id,
                    moment(row.changed_at),
                    &row.state,
                ))
                .map_err(|error| tenant_missing(error, &row.tenant_id))?;
            Ok(())
        })
    }

    /// A draft by its id.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<DraftRow>, Error> {
        let sql = "SELECT * FROM drafts WHERE id = ?1";
        self.connections.read(|connection| {
            Ok(connection.prepare_cached(sql)?.query_row([id], read).optional()?)
        })
    }

    /// The draft of a resource.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn of_resource(
        &self,
        tenant_id: &str,
        resource_type: &str,
        resource_id: &str,
    ) -> Result<Option<DraftRow>, Error> {
        let sql = "SELECT * FROM drafts
            WHERE tenant_id = ?1 AND resource_type = ?2 AND resource_id = ?3";
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            Ok(statement.query_row((tenant_id, resource_type, resource_id), read).optional()?)
        })
    }

    /// The drafts of a tenant, those changed last first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn of_tenant(&self, tenant_id: &str) -> Result<Vec<DraftRow>, Error> {
        let sql = "SELECT * FROM drafts WHERE tenant_id = ?1 ORDER BY changed_at DESC, id";
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let found = statement.query_map([tenant_id], read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// All of them, for taking them to another database.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<DraftRow>, Error> {
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached("SELECT * FROM drafts ORDER BY id")?;
            let found = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(found)
        })
    }

    /// Takes over drafts of another database. Of a resource that has a draft here already, this one stays.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn import(&self, rows: &[DraftRow]) -> Result<(), Error> {
        let sql = "INSERT OR IGNORE INTO drafts
            (id, tenant_id, resource_type, resource_id, changed_at, state)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE EXISTS (SELECT 1 FROM tenants WHERE id = ?2)";
        self.connections.write_beside(|transaction| {
            let mut insert = transaction.prepare_cached(sql)?;
            for it in rows {
                let at = moment(it.changed_at);
                insert.execute((
                    &it.id,
                    &it.tenant_id,
                    &it.resource_type,
                    &it.resource_id,
                    at,
                    &it.state,
                ))?;
            }
            Ok(())
        })
    }

    /// Keeps a draft no longer. Removing what is not there is no error.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn remove(&self, id: &str) -> Result<(), Error> {
        self.connections.write_beside(|transaction| {
            transaction.prepare_cached("DELETE FROM drafts WHERE id = ?1")?.execute([id])?;
            Ok(())
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        id: row.get("id")?,
        tenant_id: row.get("tenant_id")?,
        resource_type: row.get("resource_type")?,
        resource_id: row.get("resource_id")?,
        changed_at: moment_of(row, "changed_at")?,
        state: row.get("state")?,
    })
}
