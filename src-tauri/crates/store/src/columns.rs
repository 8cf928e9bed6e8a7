//! Which columns a directory table shows, remembered for each tenant and resource type.

use rusqlite::OptionalExtension;

use crate::Error;
use crate::connections::{Connections, json_of, tenant_missing};

/// The columns chosen for one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenColumns {
    /// The tenant of the table.
    pub tenant_id: String,
    /// The resource type of the table.
    pub resource_type: String,
    /// The paths of the columns in their order.
    pub paths: Vec<String>,
}

/// Reads and writes the chosen columns.
#[derive(Clone, Copy, Debug)]
pub struct Columns<'a> {
    connections: &'a Connections,
}

impl<'a> Columns<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// The paths of the columns in their order; `None` when nothing was ever chosen.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn get(&self, tenant_id: &str, resource_type: &str) -> Result<Option<Vec<String>>, Error> {
        let sql = "SELECT paths FROM columns WHERE tenant_id = ?1 AND resource_type = ?2";
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let read = |row: &rusqlite::Row<'_>| json_of(row, "paths");
            Ok(statement.query_row((tenant_id, resource_type), read).optional()?)
        })
    }

    /// Every choice that was made, for taking them to another database.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<ChosenColumns>, Error> {
        let sql = "SELECT tenant_id, resource_type, paths FROM columns";
        self.connections.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let read = |row: &rusqlite::Row<'_>| {
                Ok(ChosenColumns {
                    tenant_id: row.get("tenant_id")?,
                    resource_type: row.get("resource_type")?,
                    paths: json_of(row, "paths")?,
                })
            };
            let chosen = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(chosen)
        })
    }

    /// Remembers the paths of the columns in their order.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn put(&self, tenant_id: &str, resource_type: &str, paths: &[String]) -> Result<(), Error> {
        let sql = "INSERT INTO columns (tenant_id, resource_type, paths) VALUES (?1, ?2, ?3)
            ON CONFLICT (tenant_id, resource_type) DO UPDATE SET paths = excluded.paths";
        let paths = serde_json::Value::from(paths).to_string();
        self.connections.write(|transaction| {
            transaction
                .prepare_cached(sql)?
                .execute((tenant_id, resource_type, paths))
                .map_err(|error| tenant_missing(error, tenant_id))?;
            Ok(())
        })
    }
}
