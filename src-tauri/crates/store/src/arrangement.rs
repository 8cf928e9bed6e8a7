//! The person's own groups and order of tenants. Apart from the tenants themselves: a tenant is saved without anybody
//! thinking of its place, and is arranged without being changed.

use std::collections::HashSet;

use rusqlite::Transaction;

use crate::connections::{Connections, tenant_missing};
use crate::{Error, TenantRow, Tenants};

/// A tenant with its group; where it stands in a list is its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantPlace {
    /// The tenant.
    pub tenant_id: String,
    /// The name of its group; empty for none.
    pub group: String,
}

/// A tenant to be added with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedTenant {
    /// The tenant itself.
    pub row: TenantRow,
    /// Its chosen columns: resource type and paths.
    pub columns: Vec<(String, Vec<String>)>,
    /// The name of its group; empty for none.
    pub group: String,
    /// The tenant that it is to stand behind; the last place otherwise.
    pub after: Option<String>,
}

/// Reads and writes places.
#[derive(Clone, Copy, Debug)]
pub struct Arrangement<'a> {
    connections: &'a Connections,
}

impl<'a> Arrangement<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Every tenant in its place.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<TenantPlace>, Error> {
        self.connections.read(places)
    }

    /// Puts these tenants into this order and these groups; those that are not among them come after them as they are.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written; then nothing has changed.
    pub fn set(&self, wanted: &[TenantPlace]) -> Result<(), Error> {
        self.connections.write_beside(|transaction| {
            let named: HashSet<&str> = wanted.iter().map(|it| it.tenant_id.as_str()).collect();
            let mut all = places(transaction)?;
            all.retain(|it| !named.contains(it.tenant_id.as_str()));
            write(transaction, wanted.iter().chain(&all))
        })
    }

    /// Adds tenants with what belongs to them: all or none.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written; then nothing has changed.
    pub fn add(&self, added: &[AddedTenant]) -> Result<(), Error> {
        let rows: Vec<TenantRow> = added.iter().map(|it| it.row.clone()).collect();
        Tenants::new(self.connections).put_all(&rows, |transaction| {
            let mut all = places(transaction)?;
            for it in added {
                all.retain(|place| place.tenant_id != it.row.id);
                let behind =
                    all.iter().position(|place| Some(&place.tenant_id) == it.after.as_ref());
                let place = TenantPlace { tenant_id: it.row.id.clone(), group: it.group.clone() };
                all.insert(behind.map_or(all.len(), |at| at + 1), place);
                put_columns(transaction, it)?;
            }
            write(transaction, all.iter())
        })
    }
}

fn places(connection: &rusqlite::Connection) -> Result<Vec<TenantPlace>, Error> {
    let sql =
        "SELECT id, coalesce(in_group, '') FROM tenants LEFT JOIN tenant_places ON tenant_id = id
        ORDER BY position IS NULL, position, created_at, id";
    let mut statement = connection.prepare_cached(sql)?;
    let read =
        |row: &rusqlite::Row<'_>| Ok(TenantPlace { tenant_id: row.get(0)?, group: row.get(1)? });
    let places = statement.query_map([], read)?.collect::<Result<_, _>>()?;
    Ok(places)
}

/// Writes all places anew: there are few, and each counts by those before it.
fn write<'p>(
    transaction: &Transaction<'_>,
    places: impl Iterator<Item = &'p TenantPlace>,
) -> Result<(), Error> {
    transaction.execute("DELETE FROM tenant_places", [])?;
    let sql = "INSERT INTO tenant_places (tenant_id, position, in_group) VALUES (?1, ?2, ?3)
        ON CONFLICT (tenant_id) DO NOTHING";
    let mut statement = transaction.prepare_cached(sql)?;
    for (position, place) in (0_i64..).zip(places) {
        statement
            .execute((&place.tenant_id, position, &place.group))
            .map_err(|error| tenant_missing(error, &place.tenant_id))?;
    }
    Ok(())
}

fn put_columns(transaction: &Transaction<'_>, added: &AddedTenant) -> Result<(), Error> {
    let sql = "INSERT INTO columns (tenant_id, resource_type, paths) VALUES (?1, ?2, ?3)
        ON CONFLICT (tenant_id, resource_type) DO UPDATE SET paths = excluded.paths";
    let mut statement = transaction.prepare_cached(sql)?;
    for (resource_type, paths) in &added.columns {
        let paths = serde_json::Value::from(paths.as_slice()).to_string();
        statement.execute((&added.row.id, resource_type, paths))?;
    }
    Ok(())
}
