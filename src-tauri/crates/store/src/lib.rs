//! The one file on disk: tenants, history and view settings in an encrypted SQLite database.
//!
//! The file is SQLCipher throughout, so nothing is ever in clear on disk; the key is the caller's affair.
//! Each table has its module with its row type and its SQL. The crate knows neither HTTP nor SCIM, keeps no
//! secret, and every function blocks: call it from a thread that may wait.

mod arrangement;
mod changes;
mod columns;
mod connections;
mod drafts;
mod error;
mod exchanges;
mod filter;
mod guard_log;
mod indexing;
mod key;
mod left_as;
mod migrations;
mod opening;
mod read_backs;
mod search;
mod tenants;
mod totals;

use std::path::Path;
use std::sync::Arc;

pub use arrangement::{AddedTenant, Arrangement, TenantPlace};
pub use changes::{ChangeFilter, ChangeRow, Changes, KeptChange};
pub use columns::{ChosenColumns, Columns};
pub use drafts::{DraftRow, Drafts};
pub use error::{Error, OpenError};
pub use exchanges::{Appended, ExchangeRow, ExchangeSummaryRow, Exchanges, Headers, Retention};
pub use filter::ExchangeFilter;
pub use guard_log::{GuardEntry, GuardLog};
pub use key::{Key, KeyError};
pub use left_as::{LeftAs, LeftRow};
pub use read_backs::{ReadBackRow, ReadBacks};
pub use tenants::{TenantRow, Tenants};

use connections::Connections;

/// The newest schema version that this program knows; every open database has it.
pub const SCHEMA_VERSION: u32 = migrations::KNOWN;

/// An open database. Clones share its connections; the last one to go closes the file.
#[derive(Clone, Debug)]
pub struct Store {
    connections: Arc<Connections>,
}

impl Store {
    /// Opens the database at `path`, creating it (and its folder) when there is none, and brings it to the
    /// current schema.
    ///
    /// Several processes may do this at once. Whenever an error is returned, an existing file has not been
    /// changed by a single byte.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(path: &Path, key: &Key) -> Result<Store, OpenError> {
        Ok(Store { connections: Arc::new(opening::open(path, key)?) })
    }

    /// A database that lives only in memory and behaves the same; for when there is no key to be had. The ids of
    /// its exchanges are those of no file: see [`Exchanges::import`].
    ///
    /// # Errors
    /// [`Error::Io`] when SQLite cannot be set up at all.
    pub fn in_memory() -> Result<Store, Error> {
        Ok(Store { connections: Arc::new(Connections::in_memory()?) })
    }

    /// Whether what is stored here outlives the process.
    pub fn is_persistent(&self) -> bool {
        self.connections.is_persistent()
    }

    /// The configured tenants.
    pub fn tenants(&self) -> Tenants<'_> {
        Tenants::new(&self.connections)
    }

    /// The person's own groups and order of tenants.
    pub fn arrangement(&self) -> Arrangement<'_> {
        Arrangement::new(&self.connections)
    }

    /// The history: every request with its response.
    pub fn exchanges(&self) -> Exchanges<'_> {
        Exchanges::new(&self.connections)
    }

    /// What was found when the outcome of a write was looked up that nobody knew.
    pub fn read_backs(&self) -> ReadBacks<'_> {
        ReadBacks::new(&self.connections)
    }

    /// What was done about the write guard of each tenant.
    pub fn guard_log(&self) -> GuardLog<'_> {
        GuardLog::new(&self.connections)
    }

    /// How each tenant was left, to be found so again.
    pub fn left_as(&self) -> LeftAs<'_> {
        LeftAs::new(&self.connections)
    }

    /// What is edited and not sent.
    pub fn drafts(&self) -> Drafts<'_> {
        Drafts::new(&self.connections)
    }

    /// What was written from here.
    pub fn changes(&self) -> Changes<'_> {
        Changes::new(&self.connections)
    }

    /// The columns chosen for each directory table.
    pub fn columns(&self) -> Columns<'_> {
        Columns::new(&self.connections)
    }
}
