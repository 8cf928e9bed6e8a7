//! The history: each request with its response, as recorded (the caller has removed all secrets before).

use std::time::Duration;

use jiff::Timestamp;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{OptionalExtension, Row, Transaction, named_params};

use crate::Error;
use crate::connections::{Connections, json_of, moment, moment_of, tenant_missing};
use crate::filter::{self, ExchangeFilter};

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
    /// Duration of the whole exchange, in microseconds.
    pub total_us: u64,
    /// Size of the body sent, in bytes.
    pub request_bytes: u64,
    /// Size of the body received, in bytes.
    pub response_bytes: u64,
    /// The server's own name for the request.
    pub request_id: Option<String>,
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
        let prune = self.connections.count_append().is_multiple_of(PRUNE_EVERY);
        self.connections.write(|transaction| {
            let id = insert(transaction, None, row)?;
            if prune {
                remove_past(transaction, row.started_at, Retention::default())?;
            }
            Ok(id)
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
                insert(transaction, free.then_some(*id), row)?;
            }
            Ok(())
        })
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
        self.connections.read(|connection| filter::count(connection, filter))
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
        self.connections.write(|transaction| remove_past(transaction, now, retention))
    }
}

/// Writes an exchange under this id, or under the next one.
fn insert(transaction: &Transaction<'_>, id: Option<i64>, row: &ExchangeRow) -> Result<i64, Error> {
    let size = |body: &Option<Vec<u8>>| body.as_ref().map_or(0, Vec::len) as u64;
    let sql = "INSERT INTO exchanges (id, tenant_id, asked_by, operation, started_at, method, url, status,
            http_version, failure_code, failure_message, seen, total_us, to_headers_us, read_us, request_id,
            request_bytes, response_bytes)
        VALUES (:id, :tenant_id, :asked_by, :operation, :started_at, :method, :url, :status,
            :http_version, :failure_code, :failure_message, :seen, :total_us, :to_headers_us, :read_us,
            :request_id,
            :request_bytes, :response_bytes)";
    transaction
        .prepare_cached(sql)?
        .execute(named_params! {
            ":id": id, ":tenant_id": row.tenant_id, ":asked_by": row.asked_by, ":operation": row.operation,
            ":started_at": moment(row.started_at), ":method": row.method, ":url": row.url,
            ":status": row.status, ":http_version": row.http_version,
            ":failure_code": row.failure_code, ":failure_message": row.failure_message,
            ":seen": row.seen, ":total_us": row.total_us, ":to_headers_us": row.to_headers_us, ":read_us": row.read_us,
            ":request_id": row.request_id, ":request_bytes": size(&row.request_body),
            ":response_bytes": size(&row.response_body),
        })
        .map_err(|error| tenant_missing(error, &row.tenant_id))?;
    let id = transaction.last_insert_rowid();
    let sql = "INSERT INTO messages
            (exchange_id, request_headers, response_headers, request_body, response_body)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    transaction.prepare_cached(sql)?.execute((
        id,
        headers_text(&row.request_headers),
        headers_text(&row.response_headers),
        body(row.request_body.as_deref()),
        body(row.response_body.as_deref()),
    ))?;
    Ok(id)
}

/// An array of pairs, because names repeat and their order means something.
fn headers_text(headers: &Headers) -> String {
    let pair = |(name, value): &(String, String)| serde_json::json!([name, value]);
    serde_json::Value::Array(headers.iter().map(pair).collect()).to_string()
}

/// Text as text, so that it is searched; anything else as it is. SQLite ends text at a NUL.
fn body(bytes: Option<&[u8]>) -> ToSqlOutput<'_> {
    match bytes {
        None => ToSqlOutput::Owned(Value::Null),
        Some(bytes) if !bytes.contains(&0) && std::str::from_utf8(bytes).is_ok() => {
            ToSqlOutput::Borrowed(ValueRef::Text(bytes))
        }
        Some(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
    }
}

fn read_body(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    Ok(row.get_ref(column)?.as_bytes_or_null()?.map(<[u8]>::to_vec))
}

fn read(row: &Row<'_>) -> rusqlite::Result<ExchangeRow> {
    Ok(ExchangeRow {
        tenant_id: row.get("tenant_id")?,
        asked_by: row.get("asked_by")?,
        operation: row.get("operation")?,
        started_at: moment_of(row, "started_at")?,
        method: row.get("method")?,
        url: row.get("url")?,
        request_headers: json_of(row, "request_headers")?,
        request_body: read_body(row, "request_body")?,
        status: row.get("status")?,
        http_version: row.get("http_version")?,
        response_headers: json_of(row, "response_headers")?,
        response_body: read_body(row, "response_body")?,
        failure_code: row.get("failure_code")?,
        failure_message: row.get("failure_message")?,
        seen: row.get("seen")?,
        total_us: row.get("total_us")?,
        to_headers_us: row.get("to_headers_us")?,
        read_us: row.get("read_us")?,
        request_id: row.get("request_id")?,
    })
}

fn read_summary(row: &Row<'_>) -> rusqlite::Result<ExchangeSummaryRow> {
    Ok(ExchangeSummaryRow {
        id: row.get("id")?,
        tenant_id: row.get("tenant_id")?,
        asked_by: row.get("asked_by")?,
        operation: row.get("operation")?,
        started_at: moment_of(row, "started_at")?,
        method: row.get("method")?,
        url: row.get("url")?,
        status: row.get("status")?,
        failure_code: row.get("failure_code")?,
        failure_message: row.get("failure_message")?,
        seen: row.get("seen")?,
        total_us: row.get("total_us")?,
        request_bytes: row.get("request_bytes")?,
        response_bytes: row.get("response_bytes")?,
        request_id: row.get("request_id")?,
    })
}

/// What an exchange takes besides its bodies, roughly, in bytes.
const OVERHEAD: u32 = 2048;

fn remove_past(
    transaction: &Transaction<'_>,
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
    // From the newest backwards, the first with which it is too much goes, and all before it.
    let sql = format!(
        "DELETE FROM exchanges WHERE id <= (SELECT max(id) FROM
            (SELECT id, sum(request_bytes + response_bytes + {OVERHEAD}) OVER (ORDER BY id DESC) AS bytes
                FROM exchanges) WHERE bytes > ?1)"
    );
    let bytes = i64::try_from(retention.bytes).unwrap_or(i64::MAX);
    removed += transaction.prepare_cached(&sql)?.execute([bytes])?;
    Ok(removed as u64)
}
