//! How much history there is, known without counting it again for each exchange that is added.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::Transaction;

use crate::Error;
use crate::exchanges::{ExchangeRow, bytes_of, size_sql};

/// What is known; everything else is counted when it is asked for. Only exchanges that are added or completed keep it
/// true: after any other change it is forgotten.
#[derive(Debug, Default)]
pub(crate) struct Totals {
    /// SQLite's number for what other connections have changed; another number means that they have.
    version: Option<i64>,
    exchanges: HashMap<String, u64>,
    bytes: Option<u64>,
}

impl Totals {
    /// Forgets what another process may have changed. To be asked first, in the transaction that adds.
    pub(crate) fn begin(&mut self, transaction: &Transaction<'_>) -> Result<(), Error> {
        let version: i64 =
            transaction.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        if self.version != Some(version) {
            *self = Totals { version: Some(version), ..Totals::default() };
        }
        Ok(())
    }

    /// Something else than an addition has happened.
    pub(crate) fn forget(&mut self) {
        *self = Totals::default();
    }

    /// An exchange was added.
    pub(crate) fn add(&mut self, row: &ExchangeRow) {
        if let Some(count) = self.exchanges.get_mut(&row.tenant_id) {
            *count += 1;
        }
        self.bytes = self.bytes.map(|bytes| bytes.saturating_add(bytes_of(row)));
    }

    /// An exchange that took so much was put in another way.
    pub(crate) fn replace(&mut self, before: u64, row: &ExchangeRow) {
        let replaced = |bytes: u64| bytes.saturating_sub(before).saturating_add(bytes_of(row));
        self.bytes = self.bytes.map(replaced);
    }

    /// How many exchanges a tenant has.
    pub(crate) fn of_tenant(
        &mut self,
        transaction: &Transaction<'_>,
        tenant_id: &str,
    ) -> Result<u64, Error> {
        match self.exchanges.entry(tenant_id.to_owned()) {
            Entry::Occupied(known) => Ok(*known.get()),
            Entry::Vacant(unknown) => {
                let sql = "SELECT count(*) FROM exchanges WHERE tenant_id = ?1";
                let count = transaction.prepare_cached(sql)?;
                Ok(*unknown.insert(counted(count, [tenant_id])?))
            }
        }
    }

    /// What all exchanges take together, as [`crate::Retention`] counts it.
    pub(crate) fn bytes(&mut self, transaction: &Transaction<'_>) -> Result<u64, Error> {
        if let Some(bytes) = self.bytes {
            return Ok(bytes);
        }
        let sql = format!("SELECT coalesce(sum({}), 0) FROM exchanges", size_sql());
        let bytes = counted(transaction.prepare_cached(&sql)?, [])?;
        self.bytes = Some(bytes);
        Ok(bytes)
    }
}

fn counted(
    mut statement: rusqlite::CachedStatement<'_>,
    parameters: impl rusqlite::Params,
) -> Result<u64, Error> {
    Ok(statement.query_row(parameters, |row| row.get(0))?)
}
