//! Writing an exchange into the history, beside the same rows written by prepared statements into
//! a database of the same schema, key and settings: what the store adds to SQLCipher and FTS5.
//! Both write each exchange in a transaction of its own, and both end a round with all of it in the
//! search index, which takes exchanges in batches: its work is part of both figures.

use std::path::Path;
use std::time::Instant;

use anyhow::{Result, ensure};
use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, TransactionBehavior, params_from_iter};
use secrecy::ExposeSecret as _;
use store::{ExchangeFilter, ExchangeRow, Key, Store, TenantRow};

use crate::figure::{Figure, Goal, Report, median_time};
use crate::server::List;

const ROUNDS: usize = 7;
const TENANT: &str = "bench";

pub(crate) fn run(report: &mut Report) -> Result<()> {
    let list = List { users: 10_000, number: 1 };
    measure(report, "history insert", list.user(1).to_string(), 300)?;
    measure(report, "history insert, 100 users", list.page(1, 100), 30)
}

fn measure(report: &mut Report, name: &'static str, body: String, inserts: u32) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let key = Key::generate()?;
    let row = exchange(body);
    let store = prepared(&folder.path().join("ours.db"), &key)?;
    let raw_path = folder.path().join("raw.db");
    prepared(&raw_path, &key)?.exchanges().append(&row)?;
    let mut raw = Raw::open(&raw_path, &key)?;
    let (mut ours, mut floor) = (Vec::new(), Vec::new());
    // The first round warms up.
    for round in 0..=ROUNDS {
        let started = Instant::now();
        for _ in 0..inserts {
            raw.insert()?;
        }
        raw.index()?;
        let theirs = started.elapsed() / inserts;
        let started = Instant::now();
        for _ in 0..inserts {
            store.exchanges().append(&row)?;
        }
        search(&store)?;
        let mine = started.elapsed() / inserts;
        if round > 0 {
            floor.push(theirs);
            ours.push(mine);
        }
    }
    report.add(&Figure {
        name,
        value: median_time(ours),
        beside: vec![("raw", median_time(floor))],
        goal: Some(Goal::Times(1.5)),
    });
    Ok(())
}

/// Looks for what is not there; the index then holds all that is.
fn search(store: &Store) -> Result<()> {
    let nowhere = ExchangeFilter { text: Some("§§§".to_owned()), ..ExchangeFilter::default() };
    ensure!(store.exchanges().count(&nowhere)? == 0, "something was found that is not there");
    Ok(())
}

/// A database with a tenant, as the store makes it.
fn prepared(path: &Path, key: &Key) -> Result<Store> {
    let store = Store::open(path, key)?;
    store.tenants().put(&TenantRow {
        id: TENANT.to_owned(),
        name: "Bench".to_owned(),
        environment: "test".to_owned(),
        colour: "teal".to_owned(),
        base_url: "https://directory.example.com/scim/v2".to_owned(),
        auth: "bearer".to_owned(),
        user_name: None,
        sign_in: None,
        ask_each_time: false,
        connect_seconds: 10,
        total_seconds: 60,
        created_at: Timestamp::now(),
        last_opened_at: None,
        guard: "free".to_owned(),
        transport: None,
    })?;
    Ok(store)
}

/// The exchange of a page or a resource, with the headers that they usually have.
fn exchange(body: String) -> ExchangeRow {
    let headers = |pairs: &[(&str, &str)]| {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    ExchangeRow {
        tenant_id: TENANT.to_owned(),
        asked_by: "Directory".to_owned(),
        operation: "1-1".to_owned(),
        started_at: Timestamp::now(),
        method: "GET".to_owned(),
        url: "https://directory.example.com/scim/v2/Users?startIndex=1&count=100".to_owned(),
        request_headers: headers(&[
            ("host", "directory.example.com"),
            ("accept", "application/scim+json, application/json;q=0.9"),
            ("accept-encoding", "gzip, br"),
            ("user-agent", "Scimscope/0.1.0"),
            ("authorization", "Bearer •••"),
        ]),
        request_body: None,
        status: Some(200),
        http_version: Some("HTTP/1.1".to_owned()),
        response_headers: headers(&[
            ("content-type", "application/scim+json"),
            ("content-length", "102400"),
            ("date", "Mon, 03 Nov 2025 16:21:07 GMT"),
            ("x-request-id", "f3a9c1d2-7b64-4e0f-9a57-0c1d2e3f4a5b"),
        ]),
        response_body: Some(body.into_bytes()),
        failure_code: None,
        failure_message: None,
        seen: None,
        total_us: 41_000,
        to_headers_us: Some(38_000),
        read_us: Some(3_000),
        dns_us: Some(900),
        connect_us: Some(1_100),
        tls_us: Some(4_000),
        reused: Some(false),
        accepted: false,
        outcome_unknown: false,
        request_id: Some("f3a9c1d2-7b64-4e0f-9a57-0c1d2e3f4a5b".to_owned()),
    }
}

/// SQLCipher without the store: the statements prepared, the values at hand.
struct Raw {
    connection: Connection,
    exchange: Insert,
    message: Insert,
}

/// An insert into a table, with the values of its first row but the id.
struct Insert {
    sql: String,
    values: Vec<Value>,
}

impl Raw {
    fn open(path: &Path, key: &Key) -> Result<Raw> {
        let connection = Connection::open(path)?;
        let hex = key.to_hex();
        connection.execute_batch(&format!("PRAGMA key = \"x'{}'\";", hex.expose_secret()))?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY;
             PRAGMA journal_size_limit = 16777216; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
        )?;
        let exchange = Insert::like_the_first(&connection, "exchanges", "id")?;
        let message = Insert::like_the_first(&connection, "messages", "exchange_id")?;
        Ok(Raw { connection, exchange, message })
    }

    fn insert(&mut self) -> Result<()> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        for (insert, id) in [(&self.exchange, None), (&self.message, Some(()))] {
            let id = id.map_or(Value::Null, |()| Value::Integer(transaction.last_insert_rowid()));
            let values = std::iter::once(&id).chain(&insert.values);
            transaction.prepare_cached(&insert.sql)?.execute(params_from_iter(values))?;
        }
        Ok(transaction.commit()?)
    }
}

impl Raw {
    /// Takes what was inserted into the search index.
    fn index(&mut self) -> Result<()> {
        let transaction =
            self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.execute_batch(
            "INSERT INTO search (rowid, text) SELECT id, text FROM searchable
                 WHERE id > (SELECT indexed_to FROM search_state);
             UPDATE search_state SET indexed_to = (SELECT max(id) FROM exchanges);",
        )?;
        Ok(transaction.commit()?)
    }
}

impl Insert {
    fn like_the_first(connection: &Connection, table: &str, id: &str) -> Result<Insert> {
        // Without the columns that the database itself makes.
        let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
        let columns =
            statement.query_map([table], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let (mut names, mut values) = (vec![id], Vec::new());
        for name in columns.iter().filter(|name| *name != id) {
            let sql = format!("SELECT {name} FROM {table} LIMIT 1");
            values.push(connection.query_row(&sql, [], |row| row.get(0))?);
            names.push(name);
        }
        let places = vec!["?"; names.len()].join(", ");
        let sql = format!("INSERT INTO {table} ({}) VALUES ({places})", names.join(", "));
        Ok(Insert { sql, values })
    }
}
