//! The configured tenants. Never a secret: those live in the keychain.

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use crate::Error;
use crate::connections::{Connections, moment, moment_of};

/// A service provider as the user set it up. Times are kept to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TenantRow {
    /// Ours, made once, never reused.
    pub id: String,
    /// What the user calls it.
    pub name: String,
    /// Such as "production"; the caller's word.
    pub environment: String,
    /// Its colour in the sidebar; the caller's word.
    pub colour: String,
    /// Where its SCIM endpoints begin.
    pub base_url: String,
    /// How to sign in, without the secret; the caller's word.
    pub auth: String,
    /// The user name, where signing in takes one.
    pub user_name: Option<String>,
    /// What else the way to sign in needs, without a secret; the caller's text.
    pub sign_in: Option<String>,
    /// The secret is asked for each time and kept nowhere.
    pub ask_each_time: bool,
    /// Time limit for connecting, in seconds.
    pub connect_seconds: u32,
    /// Time limit for a whole request, in seconds.
    pub total_seconds: u32,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last opened, if ever.
    pub last_opened_at: Option<Timestamp>,
    /// How it is guarded against writes; the caller's word.
    pub guard: String,
    /// How it is reached beside its base URL, without a secret; the caller's text. `None` where all is as usual.
    pub transport: Option<String>,
}

/// Reads and writes tenants.
#[derive(Clone, Copy, Debug)]
pub struct Tenants<'a> {
    connections: &'a Connections,
}

const COLUMNS: &str = "id, name, environment, colour, base_url, auth, user_name, sign_in, ask_each_time, \
    connect_seconds, total_seconds, created_at, last_opened_at, guard, transport";

impl<'a> Tenants<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// All tenants, in the order in which they were added.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self) -> Result<Vec<TenantRow>, Error> {
        self.connections.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM tenants ORDER BY created_at, id");
            let mut statement = connection.prepare_cached(&sql)?;
            let rows = statement.query_map([], read)?.collect::<Result<_, _>>()?;
            Ok(rows)
        })
    }

    /// One tenant, if it is there.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn get(&self, id: &str) -> Result<Option<TenantRow>, Error> {
        self.connections.read(|connection| {
            let sql = format!("SELECT {COLUMNS} FROM tenants WHERE id = ?1");
            Ok(connection.prepare_cached(&sql)?.query_row([id], read).optional()?)
        })
    }

    /// Adds the tenant, or changes the one of the same id.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn put(&self, row: &TenantRow) -> Result<(), Error> {
        self.put_all(std::slice::from_ref(row), |_| Ok(()))
    }

    /// The same for several, and then more: all of it or nothing.
    pub(crate) fn put_all(
        &self,
        rows: &[TenantRow],
        and_then: impl FnOnce(&Transaction<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // Not INSERT OR REPLACE: replacing would first delete, and with it the tenant's history.
        let sql =
            "INSERT INTO tenants (id, name, environment, colour, base_url, auth, user_name, sign_in, ask_each_time,
                connect_seconds, total_seconds, created_at, last_opened_at, guard, transport)
            VALUES (:id, :name, :environment, :colour, :base_url, :auth, :user_name, :sign_in, :ask_each_time,
                :connect_seconds, :total_seconds, :created_at, :last_opened_at, :guard, :transport)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, environment = excluded.environment,
                colour = excluded.colour, base_url = excluded.base_url, auth = excluded.auth,
                user_name = excluded.user_name, sign_in = excluded.sign_in, ask_each_time = excluded.ask_each_time, connect_seconds = excluded.connect_seconds,
                total_seconds = excluded.total_seconds, created_at = excluded.created_at,
                last_opened_at = excluded.last_opened_at, guard = excluded.guard,
                transport = excluded.transport";
        self.connections.write_each(rows, and_then, |transaction, row| {
            transaction.prepare_cached(sql)?.execute(named_params! {
                ":id": row.id, ":name": row.name, ":environment": row.environment,
                ":colour": row.colour, ":base_url": row.base_url, ":auth": row.auth,
                ":user_name": row.user_name, ":sign_in": row.sign_in, ":ask_each_time": row.ask_each_time, ":connect_seconds": row.connect_seconds,
                ":total_seconds": row.total_seconds, ":created_at": moment(row.created_at),
                ":last_opened_at": row.last_opened_at.map(moment), ":guard": row.guard,
                ":transport": row.transport,
            })?;
            Ok(())
        })
    }

    /// Notes that the tenant was opened.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn touch(&self, id: &str, now: Timestamp) -> Result<(), Error> {
        self.connections.write(|transaction| {
            let changed = transaction
                .prepare_cached("UPDATE tenants SET last_opened_at = ?2 WHERE id = ?1")?
                .execute((id, moment(now)))?;
            if changed == 0 { Err(Error::NoSuchTenant { id: id.to_owned() }) } else { Ok(()) }
        })
    }

    /// Erases the tenant and every row that belongs to it, from the search index, the free pages and the
    /// write-ahead log too. Removing one that is not there is no error. Takes seconds when the history is long.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn remove(&self, id: &str) -> Result<(), Error> {
        self.connections.write(|transaction| {
            let removed = transaction.execute("DELETE FROM tenants WHERE id = ?1", [id])?;
            if removed > 0 {
                // What is deleted from the index is only marked as such in it, and merging its parts ('optimize')
                // does not reliably drop the marks. So it is emptied and written anew.
                transaction.execute_batch(
                    "INSERT INTO search (search) VALUES ('delete-all');
                    INSERT INTO search (rowid, text) SELECT id, text FROM searchable
                        WHERE id <= (SELECT indexed_to FROM search_state);",
                )?;
            }
            Ok(())
        })?;
        self.connections.truncate_log()
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<TenantRow> {
    Ok(TenantRow {
        id: row.get("id")?,
        name: row.get("name")?,
        environment: row.get("environment")?,
        colour: row.get("colour")?,
        base_url: row.get("base_url")?,
        auth: row.get("auth")?,
        user_name: row.get("user_name")?,
        sign_in: row.get("sign_in")?,
        ask_each_time: row.get("ask_each_time")?,
        connect_seconds: row.get("connect_seconds")?,
        total_seconds: row.get("total_seconds")?,
        created_at: moment_of(row, "created_at")?,
        last_opened_at: match row.get::<_, Option<i64>>("last_opened_at")? {
            Some(_) => Some(moment_of(row, "last_opened_at")?),
            None => None,
        },
        guard: row.get("guard")?,
        transport: row.get("transport")?,
    })
}
