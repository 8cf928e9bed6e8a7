//! The schema, as the numbered steps that lead to it. A step that was released is never changed.

use rusqlite::{Connection, TransactionBehavior};

use crate::Error;

/// Step `n` (counted from 1) leads from schema version `n - 1` to `n`.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_start.sql"),
    include_str!("../migrations/0002_sign_in_and_times.sql"),
    include_str!("../migrations/0003_search_in_batches.sql"),
    include_str!("../migrations/0004_ways_to_sign_in.sql"),
    include_str!("../migrations/0005_guard.sql"),
    include_str!("../migrations/0006_groups_and_order.sql"),
    include_str!("../migrations/0007_transport.sql"),
    include_str!("../migrations/0008_read_backs.sql"),
    include_str!("../migrations/0009_left_as.sql"),
    include_str!("../migrations/0010_drafts_and_changes.sql"),
];

/// The newest schema version that this program knows.
pub(crate) const KNOWN: u32 = STEPS.len() as u32;

/// The schema version of the database; 0 when it has no schema yet.
pub(crate) fn version(connection: &Connection) -> Result<u32, Error> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the database to [`KNOWN`], all steps in one transaction.
pub(crate) fn run(connection: &mut Connection) -> Result<(), Error> {
    if version(connection)? >= KNOWN {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = version(&transaction)? as usize;
    for step in STEPS.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", KNOWN)?;
    Ok(transaction.commit()?)
}
