//! How an exchange is written into its two tables and read from them.

use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Row, Transaction, params};

use super::{ExchangeRow, ExchangeSummaryRow, Headers};
use crate::Error;
use crate::connections::{json_of, moment, moment_of, tenant_missing};

/// Writes an exchange under this id, or under the next one.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    id: Option<i64>,
    row: &ExchangeRow,
) -> Result<i64, Error> {
    // By place: to look up the name of each parameter, for each exchange, takes longer than to bind it.
    let sql = "INSERT INTO exchanges (id, tenant_id, asked_by, operation, started_at, method, url, status,
            http_version, failure_code, failure_message, seen, total_us, to_headers_us, read_us, dns_us,
            connect_us, tls_us, reused, accepted, request_id, request_bytes, response_bytes, outcome_unknown)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
            ?21, ?22, ?23, ?24)";
    transaction
        .prepare_cached(sql)?
        .execute(params![
            id,
            row.tenant_id,
            row.asked_by,
            row.operation,
            moment(row.started_at),
            row.method,
            row.url,
            row.status,
            row.http_version,
            row.failure_code,
            row.failure_message,
            row.seen,
            row.total_us,
            row.to_headers_us,
            row.read_us,
            row.dns_us,
            row.connect_us,
            row.tls_us,
            row.reused,
            row.accepted,
            row.request_id,
            size(row.request_body.as_deref()),
            size(row.response_body.as_deref()),
            row.outcome_unknown,
        ])
        .map_err(|error| tenant_missing(error, &row.tenant_id))?;
    let id = transaction.last_insert_rowid();
    let sql = "INSERT INTO messages
            (exchange_id, request_headers, response_headers, request_body, response_body)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    transaction.prepare_cached(sql)?.execute((
        id,
        headers_text(&row.request_headers)?,
        headers_text(&row.response_headers)?,
        body(row.request_body.as_deref()),
        body(row.response_body.as_deref()),
    ))?;
    Ok(id)
}

/// Writes what came of an exchange into its row.
pub(super) fn update(
    transaction: &Transaction<'_>,
    id: i64,
    row: &ExchangeRow,
) -> Result<(), Error> {
    let sql = "UPDATE exchanges SET status = ?2, http_version = ?3, failure_code = ?4, failure_message = ?5,
            total_us = ?6, to_headers_us = ?7, read_us = ?8, dns_us = ?9, connect_us = ?10, tls_us = ?11,
            reused = ?12, accepted = ?13, request_id = ?14, response_bytes = ?15, outcome_unknown = ?16
        WHERE id = ?1";
    transaction.prepare_cached(sql)?.execute(params![
        id,
        row.status,
        row.http_version,
        row.failure_code,
        row.failure_message,
        row.total_us,
        row.to_headers_us,
        row.read_us,
        row.dns_us,
        row.connect_us,
        row.tls_us,
        row.reused,
        row.accepted,
        row.request_id,
        size(row.response_body.as_deref()),
        row.outcome_unknown,
    ])?;
    let sql =
        "UPDATE messages SET response_headers = ?2, response_body = ?3 WHERE exchange_id = ?1";
    transaction.prepare_cached(sql)?.execute((
        id,
        headers_text(&row.response_headers)?,
        body(row.response_body.as_deref()),
    ))?;
    Ok(())
}

/// How large a body is, in bytes; none is as one without a byte.
fn size(body: Option<&[u8]>) -> u64 {
    body.map_or(0, <[u8]>::len) as u64
}

/// An array of pairs, because names repeat and their order means something.
fn headers_text(headers: &Headers) -> Result<String, Error> {
    // Text alone can always be written as JSON.
    let not_text = |error| rusqlite::Error::ToSqlConversionFailure(Box::new(error));
    Ok(serde_json::to_string(headers).map_err(not_text)?)
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

pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<ExchangeRow> {
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
        dns_us: row.get("dns_us")?,
        connect_us: row.get("connect_us")?,
        tls_us: row.get("tls_us")?,
        reused: row.get("reused")?,
        accepted: row.get("accepted")?,
        outcome_unknown: row.get("outcome_unknown")?,
        request_id: row.get("request_id")?,
    })
}

pub(super) fn read_summary(row: &Row<'_>) -> rusqlite::Result<ExchangeSummaryRow> {
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
        accepted: row.get("accepted")?,
        outcome_unknown: row.get("outcome_unknown")?,
        total_us: row.get("total_us")?,
        request_bytes: row.get("request_bytes")?,
        response_bytes: row.get("response_bytes")?,
        request_id: row.get("request_id")?,
    })
}
