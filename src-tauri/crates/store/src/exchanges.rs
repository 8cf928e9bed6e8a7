//! The history: each request with its response, as recorded (the caller has removed all secrets before).

mod row;

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Transaction};

use crate::Error;
use crate::connections::{Connections, moment, tenant_missing};
use crate::filter::{self, ExchangeFilter};
use crate::indexing;
use crate::totals::Totals;
use row::{insert, read, read_summary, update};

/// Header names and values in their order on the wire.
pub type Headers = Vec<(String, String)>;

/// One request with what came of it. Times are kept to the microsecond.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRow {
    /// The tenant it was sent for.
    pub tenant_id: String,
    /// Who wanted it, in words.
    pub asked_by: String,
    /// Groups the exchanges of one action of the user.
    pub operation: String,
    /// When the request began.
    pub started_at: Timestamp,
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers sent.
    pub request_headers: Headers,
    /// The body sent, byte for byte.
    pub request_body: Option<Vec<u8>>,
    /// The HTTP status; `None` when no response came.
    pub status: Option<u16>,
    /// Such as "HTTP/1.1"; `None` when no response came.
    pub http_version: Option<String>,
    /// The headers received.
    pub response_headers: Headers,
    /// The body received, byte for byte; `None` when no response came.
    pub response_body: Option<Vec<u8>>,
    /// Why there is no whole response, as the caller's code; `None` when nothing failed.
    pub failure_code: Option<String>,
    /// Why there is no whole response, in words.
    pub failure_message: Option<String>,
    /// What a look at the way to the server (name, port, certificate) saw, when it went well.
    pub seen: Option<String>,
    /// Duration of the whole exchange, in microseconds.
    pub total_us: u64,
    /// Time until the response headers were there, in microseconds.
    pub to_headers_us: Option<u64>,
    /// Time for reading the body, in microseconds.
    pub read_us: Option<u64>,
    /// Time for looking up the name, in microseconds; `None` where none was looked up.
    pub dns_us: Option<u64>,
    /// Time for the TCP connection, in microseconds; `None` where none was made for this exchange.
    pub connect_us: Option<u64>,
    /// Time for the TLS handshake, in microseconds; `None` where none was made for this exchange.
    pub tls_us: Option<u64>,
    /// Whether the connection of an earlier exchange was used; `None` where that is not known.
    pub reused: Option<bool>,
    /// Whether the answer says that the work is still to be done.
    pub accepted: bool,
    /// Whether this was a write, and nobody knows whether it was done.
    pub outcome_unknown: bool,
    /// The server's own name for the request, from its response headers.
    pub request_id: Option<String>,
}

/// What a list of the history shows of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeSummaryRow {
    /// Ours; later exchanges have higher ones, and none is used twice.
    pub id: i64,
    /// The tenant it was sent for.
    pub tenant_id: String,
    /// Who wanted it, in words.
    pub asked_by: String,
    /// Groups the exchanges of one action of the user.
    pub operation: String,
    /// When the request began.
    pub started_at: Timestamp,
    /// The HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The HTTP status; `None` when no response came.
    pub status: Option<u16>,
    /// Why there is no whole response, as the caller's code; `None` when nothing failed.
    pub failure_code: Option<String>,
    /// Why there is no whole response, in words.
    pub failure_message: Option<String>,
    /// What a look at the way to the server (name, port, certificate) saw, when it went well.
    pub seen: Option<String>,
    /// Whether the answer says that the work is still to be done.
    pub accepted: bool,
    /// Whether this was a write, and nobody knows whether it was done.
    pub outcome_unknown: bool,
    /// Duration of the whole exchange, in microseconds.
    pub total_us: u64,
    /// Size of the body sent, in bytes.
    pub request_bytes: u64,
    /// Size of the body received, in bytes.
    pub response_bytes: u64,
    /// The server's own name for the request.
    pub request_id: Option<String>,
}

/// An exchange that was appended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Its id.
    pub id: i64,
    /// How many exchanges its tenant has with it.
    pub tenant_total: u64,
}

/// How much history is kept: what is past either bound goes, the oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// How old an exchange may be.
    pub age: Duration,
    /// How much all together may take, in bytes: the bodies, and 2,048 for the rest of each.
    pub bytes: u64,
}

impl Default for Retention {
    /// 7 days, 200 MB.
    fn default() -> Self {
        Self { age: Duration::from_secs(7 * 24 * 3600), bytes: 200_000_000 }
    }
}

/// Every so many appends it is looked whether something is past its time.
const PRUNE_EVERY: u64 = 64;

/// Reads and writes the history.
#[derive(Clone, Copy, Debug)]
pub struct Exchanges<'a> {
    connections: &'a Connections,
}

impl<'a> Exchanges<'a> {
    pub(crate) fn new(connections: &'a Connections) -> Self {
        Self { connections }
    }

    /// Appends an exchange and answers its id. Now and then this also prunes by the default [`Retention`], as
    /// of the start of this exchange.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn append(&self, row: &ExchangeRow) -> Result<i64, Error> {
        let appended = self.append_all(std::slice::from_ref(row))?;
        Ok(appended.first().map_or(0, |it| it.id))
    }

    /// Appends exchanges in their order, all or none of them, in one transaction.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn append_all(&self, rows: &[ExchangeRow]) -> Result<Vec<Appended>, Error> {
        self.connections.add(|transaction, totals| {
            let mut ids = Vec::with_capacity(rows.len());
            let (mut is_time_to_index, mut prune) = (false, None);
            for row in rows {
                ids.push(insert(transaction, None, row)?);
                totals.add(row);
                is_time_to_index |= self.connections.waiting().add(bodies_of(row));
                if self.connections.count_append().is_multiple_of(PRUNE_EVERY) {
                    prune = Some(row.started_at);
                }
            }
            if is_time_to_index {
                indexing::take(transaction, self.connections.waiting())?;
            }
            if let Some(now) = prune {
                remove_past(transaction, totals, now, Retention::default())?;
            }
            ids.iter()
                .zip(rows)
                .map(|(id, row)| {
                    let tenant_total = totals.of_tenant(transaction, &row.tenant_id)?;
                    Ok(Appended { id: *id, tenant_total })
                })
                .collect()
        })
    }

    /// Puts what came of an exchange in the place of what was known of it when it was appended; what was sent stays as it
    /// is. One that is gone meanwhile is appended.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn complete(&self, id: i64, row: &ExchangeRow) -> Result<Appended, Error> {
        self.connections.add(|transaction, totals| {
            let sql = "SELECT request_bytes + response_bytes FROM exchanges
                WHERE id = ?1 AND tenant_id = ?2";
            let before = transaction
                .prepare_cached(sql)?
                .query_row((id, &row.tenant_id), |found| found.get::<_, u64>(0))
                .optional()?;
            let id = match before {
                Some(before) => {
                    indexing::take_out_passed(transaction, id)?;
                    update(transaction, id, row)?;
                    indexing::take_passed(transaction, id)?;
                    totals.replace(before.saturating_add(OVERHEAD.into()), row);
                    id
                }
                None => {
                    let id = insert(transaction, None, row)?;
                    totals.add(row);
                    id
                }
            };
            let tenant_total = totals.of_tenant(transaction, &row.tenant_id)?;
            Ok(Appended { id, tenant_total })
        })
    }

    /// Takes over exchanges of another database under the ids that they have there, all or none of them. One
    /// whose id is taken here gets a new one. The ids of later appends are higher than any of these.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn import(&self, rows: &[(i64, ExchangeRow)]) -> Result<(), Error> {
        self.connections.write(|transaction| {
            let sql = "SELECT EXISTS (SELECT 1 FROM exchanges WHERE id = ?1)";
            let mut taken = transaction.prepare_cached(sql)?;
            for (id, row) in rows {
                let free = !taken.query_row([id], |found| found.get::<_, bool>(0))?;
                let id = insert(transaction, free.then_some(*id), row)?;
                indexing::take_passed(transaction, id)?;
            }
            Ok(())
        })
    }

    /// Takes a part of what the search index does not hold yet into it, in a transaction that holds nobody up for
    /// long; says whether there was any. For moments in which nothing is recorded: a search takes in what is left.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn index_some(&self) -> Result<bool, Error> {
        indexing::take_some(self.connections)
    }

    /// The exchanges that pass the filter, the newest first.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn list(&self, filter: &ExchangeFilter) -> Result<Vec<ExchangeSummaryRow>, Error> {
        let mut rows = Vec::new();
        if filter.limit == 0 {
            return Ok(rows);
        }
        self.prepare_for(filter)?;
        self.connections.read(|connection| {
            filter::each(connection, filter, |row| {
                rows.push(read_summary(row)?);
                Ok(rows.len() < filter.limit as usize)
            })
        })?;
        Ok(rows)
    }

    /// How many exchanges pass the filter, but no more than its `count_limit` when it looks for a text; its
    /// `before` and `limit` do not count.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn count(&self, filter: &ExchangeFilter) -> Result<u64, Error> {
        self.prepare_for(filter)?;
        self.connections.read(|connection| filter::count(connection, filter))
    }

    fn prepare_for(&self, filter: &ExchangeFilter) -> Result<(), Error> {
        if filter.asks_index() { indexing::catch_up(self.connections) } else { Ok(()) }
    }

    /// One exchange with everything, if it is (still) there.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be read.
    pub fn get(&self, id: i64) -> Result<Option<ExchangeRow>, Error> {
        let sql = "SELECT * FROM exchanges JOIN messages ON exchange_id = id WHERE id = ?1";
        self.connections.read(|connection| {
            Ok(connection.prepare_cached(sql)?.query_row([id], read).optional()?)
        })
    }

    /// Gives exchanges to another tenant, all or none of them. Those that are gone are passed over.
    ///
    /// # Errors
    /// [`Error::NoSuchTenant`], or another [`Error`] when the database cannot be written.
    pub fn reown(&self, ids: &[i64], tenant_id: &str) -> Result<(), Error> {
        self.connections.write(|transaction| {
            // The search index knows nothing of tenants.
            let sql = "UPDATE exchanges SET tenant_id = ?2 WHERE id = ?1";
            let mut reown = transaction.prepare_cached(sql)?;
            for id in ids {
                reown.execute((id, tenant_id)).map_err(|error| tenant_missing(error, tenant_id))?;
            }
            Ok(())
        })
    }

    /// Removes what is past its time at `now`, and answers how many exchanges that were.
    ///
    /// # Errors
    /// [`Error`] when the database cannot be written.
    pub fn prune(&self, now: Timestamp, retention: Retention) -> Result<u64, Error> {
        self.connections
            .write(|transaction| remove_past(transaction, &mut Totals::default(), now, retention))
    }
}

/// What an exchange takes besides its bodies, roughly, in bytes.
const OVERHEAD: u32 = 2048;

/// What an exchange takes, in bytes.
pub(crate) fn bytes_of(row: &ExchangeRow) -> u64 {
    bodies_of(row) + u64::from(OVERHEAD)
}

/// What the bodies of an exchange take, in bytes.
fn bodies_of(row: &ExchangeRow) -> u64 {
    let size = |body: &Option<Vec<u8>>| body.as_ref().map_or(0, Vec::len) as u64;
    size(&row.request_body) + size(&row.response_body)
}

/// The same for a row of the table.
pub(crate) fn size_sql() -> String {
    format!("request_bytes + response_bytes + {OVERHEAD}")
}

fn remove_past(
    transaction: &Transaction<'_>,
    totals: &mut Totals,
    now: Timestamp,
    retention: Retention,
) -> Result<u64, Error> {
    let oldest = i64::try_from(retention.age.as_micros())
        .ok()
        .and_then(|age| moment(now).checked_sub(age))
        .unwrap_or(i64::MIN);
    let mut removed = transaction
        .prepare_cached("DELETE FROM exchanges WHERE started_at < ?1")?
        .execute([oldest])?;
    if removed > 0 {
        totals.forget();
    }
    if totals.bytes(transaction)? > retention.bytes {
        // From the newest backwards, the first with which it is too much goes, and all before it.
        let sql = format!(
            "DELETE FROM exchanges WHERE id <= (SELECT max(id) FROM
                (SELECT id, sum({}) OVER (ORDER BY id DESC) AS bytes FROM exchanges) WHERE bytes > ?1)",
            size_sql()
        );
        let bytes = i64::try_from(retention.bytes).unwrap_or(i64::MAX);
        removed += transaction.prepare_cached(&sql)?.execute([bytes])?;
        totals.forget();
    }
    Ok(removed as u64)
}
