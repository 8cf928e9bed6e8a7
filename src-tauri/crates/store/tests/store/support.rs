//! Rows, folders and raw looks at files for the tests.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use secrecy::ExposeSecret;
use store::{ExchangeRow, Key, Store, TenantRow};
use tempfile::TempDir;

pub(crate) const NOON: i64 = 1_760_000_000_000_000;

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_microsecond(NOON + seconds * 1_000_000).unwrap()
}

pub(crate) fn tenant(id: &str) -> TenantRow {
    TenantRow {
        id: id.into(),
        name: format!("Tenant {id}"),
        environment: "production".into(),
        colour: "amber".into(),
        base_url: "https://scim.example.com/v2".into(),
        auth: "basic".into(),
        user_name: Some("ada@example.com".into()),
        sign_in: Some("{\"apiKeyHeader\":\"X-Key\"}".into()),
        ask_each_time: true,
        connect_seconds: 10,
        total_seconds: 60,
        created_at: at(0),
        last_opened_at: None,
        guard: "readOnly".into(),
        transport: Some("{\"addresses\":\"ipv6\"}".into()),
    }
}

pub(crate) fn exchange(tenant_id: &str, url: &str) -> ExchangeRow {
    ExchangeRow {
        tenant_id: tenant_id.into(),
        asked_by: "Directory".into(),
        operation: "op-1".into(),
        started_at: at(0),
        method: "GET".into(),
        url: url.into(),
        request_headers: vec![("Accept".into(), "application/scim+json".into())],
        request_body: None,
        status: Some(200),
        http_version: Some("HTTP/1.1".into()),
        response_headers: vec![("Content-Type".into(), "application/scim+json".into())],
        response_body: Some(b"{}".to_vec()),
        failure_code: None,
        failure_message: None,
        seen: None,
        total_us: 1234,
        to_headers_us: Some(1000),
        read_us: Some(234),
        dns_us: Some(10),
        connect_us: Some(200),
        tls_us: Some(300),
        reused: Some(false),
        accepted: false,
        outcome_unknown: false,
        request_id: None,
    }
}

/// A database file in a folder of its own.
pub(crate) struct Home {
    folder: TempDir,
    pub(crate) key: Key,
}

impl Home {
    pub(crate) fn new() -> Home {
        Home { folder: tempfile::tempdir().unwrap(), key: Key::generate().unwrap() }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder().join("scimscope.db")
    }

    pub(crate) fn open(&self) -> Store {
        Store::open(&self.path(), &self.key).unwrap()
    }

    /// Every file but the lock, with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = fs::read_dir(self.folder()).unwrap().map(|entry| entry.unwrap().path());
        files
            .filter(|path| path.extension().is_none_or(|it| it != "lock"))
            .map(|path| (path.clone(), fs::read(path).unwrap()))
            .collect()
    }

    /// A connection past the store, to look behind it.
    pub(crate) fn raw(&self) -> rusqlite::Connection {
        raw(&self.path(), &self.key)
    }
}

pub(crate) fn raw(path: &Path, key: &Key) -> rusqlite::Connection {
    let connection = rusqlite::Connection::open(path).unwrap();
    let hex = key.to_hex();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", hex.expose_secret())).unwrap();
    connection
}

pub(crate) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
