//! How a person left each tenant, to be found so again: its place, its filters, what was typed and not saved.

use rusqlite::Row;

use crate::Error;
use crate::connections::{Connections, tenant_missing};

/// One thing that was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftRow {
    /// The tenant.
    pub tenant_id: String,
    /// What it is; the caller's word.
    pub what: String,
    /// How it was left; the caller's text, without a secret.
    pub text: String,
}

/// Reads and writes how tenants were left.
#[derive(Clone, Copy, Debug)]
pub struct LeftAs<'a> {
    connections: &'a Connections,
}

impl<'a> LeftAs<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Everything that was left.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<LeftRow>, Error> {
        let sql = "SELECT tenant_id, what, text FROM left_as ORDER BY tenant_id, what";
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// Keeps how something was left; what was kept of it before goes.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn put(&self, row: &LeftRow) -> Result<(), Error> {
        let sql = "INSERT INTO left_as (tenant_id, what, text) VALUES (?1, ?2, ?3)
            ON CONFLICT (tenant_id, what) DO UPDATE SET text = excluded.text";
        self.connections.write_beside(|transaction| {
            transaction
                .prepare_cached(sql)?
                .execute((&row.tenant_id, &row.what, &row.text))
                .map_err(|error| tenant_missing(error, &row.tenant_id))?;
            Ok(())
        })
    }

    /// Keeps it no longer. Removing what is not there is no error.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn remove(&self, tenant_id: &str, what: &str) -> Result<(), Error> {
        let sql = "DELETE FROM left_as WHERE tenant_id = ?1 AND what = ?2";
        self.connections.write_beside(|transaction| {
            transaction.prepare_cached(sql)?.execute((tenant_id, what))?;
            Ok(())
        })
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<LeftRow> {
    Ok(LeftRow { tenant_id: row.get("tenant_id")?, what: row.get("what")?, text: row.get("text")? })
}
