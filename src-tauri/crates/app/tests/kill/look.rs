//! What is looked at after a kill: the files as they lie there, the database opened anew, and behind the store.

use std::path::{Path, PathBuf};

use app::secrets::SecretStore;
use rusqlite::Connection;
use secrecy::{ExposeSecret, SecretString};
use store::{ExchangeFilter, Key, Store};

use crate::child::Told;
use crate::keychain::FileKeychain;
use crate::provider::{self, COOKIE, PASSWORD, TOKEN};

const DATABASE: &str = "scimscope.db";
const SECRETS: [&str; 3] = [TOKEN, PASSWORD, COOKIE];

/// Opens the database, unless the program died before it had made one.
pub(crate) fn open(folder: &Path, keychain: &FileKeychain, what: &str) -> Option<Store> {
    let path = folder.join(DATABASE);
    let key = key(keychain);
    if !path.exists() {
        return None;
    }
    let key = key.unwrap_or_else(|| panic!("{what} there is a database and no key"));
    let store = Store::open(&path, &key).unwrap_or_else(|error| panic!("{what} it is {error}"));
    // As the next search does; of an exchange that nobody was told of, nobody searches here.
    while store.exchanges().index_some().unwrap() {}
    Some(store)
}

fn key(keychain: &FileKeychain) -> Option<Key> {
    let text: SecretString = keychain.read("database-key").unwrap()?;
    Some(Key::from_hex(&text).unwrap())
}

/// How much had not reached the database file yet.
pub(crate) fn size_of_log(folder: &Path) -> u64 {
    std::fs::metadata(folder.join(format!("{DATABASE}-wal"))).map_or(0, |log| log.len())
}

/// The search finds the exchange by what only it holds.
pub(crate) fn assert_found(store: &Store, id: i64, told: &Told, what: &str) {
    if !told.url.contains("/Users/") {
        return;
    }
    let filter =
        ExchangeFilter { text: Some(provider::mark(&told.url)), ..ExchangeFilter::default() };
    let found: Vec<i64> =
        store.exchanges().list(&filter).unwrap().into_iter().map(|it| it.id).collect();
    assert_eq!(found, [id], "{what} the search for {} finds {found:?}", told.url);
}

/// Every page, every index, the search index, and every row: also of exchanges that nobody was told of.
pub(crate) fn assert_sound(folder: &Path, keychain: &FileKeychain, what: &str) {
    let connection = Connection::open(folder.join(DATABASE)).unwrap();
    let key = key(keychain).unwrap();
    let text = key.to_hex();
    connection.execute_batch(&format!("PRAGMA key = \"x'{}'\"", text.expose_secret())).unwrap();
    for check in ["integrity_check", "cipher_integrity_check", "foreign_key_check"] {
        let mut statement = connection.prepare(&format!("PRAGMA {check}")).unwrap();
        let said = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let said: Vec<String> = said.map(Result::unwrap).filter(|line| line != "ok").collect();
        assert!(said.is_empty(), "{what} the {check} says {said:?}");
    }
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, u64>(0)).unwrap();
    let halves =
        "SELECT count(*) FROM exchanges WHERE id NOT IN (SELECT exchange_id FROM messages)";
    assert_eq!(count(halves), 0, "{what} there are exchanges without their messages");
    // The index keeps no text: it is held against the rows by a word that every resource has.
    connection.execute("INSERT INTO search (search) VALUES ('integrity-check')", []).unwrap();
    let indexed = r#"SELECT count(*) FROM search WHERE search MATCH '"onl" AND "nly" AND "ly-"'"#;
    let there = "SELECT count(*) FROM messages WHERE instr(response_body, 'only-')";
    assert_eq!(count(indexed), count(there), "{what} the search does not know every exchange");
    for secret in SECRETS {
        let sql = format!(
            "SELECT count(*) FROM exchanges JOIN messages ON exchange_id = id
            WHERE instr(concat_ws(' ', url, failure_message, seen, request_id, request_headers,
                response_headers, request_body, response_body), '{secret}')"
        );
        assert_eq!(count(&sql), 0, "{what} {secret} stands in the history");
    }
}

/// No file but the keychain's holds a secret in clear.
pub(crate) fn assert_no_secret_in_files(folder: &Path, what: &str) {
    for file in ["data", "tmp"].iter().flat_map(|name| files(&folder.join(name))) {
        let bytes = std::fs::read(&file).unwrap();
        for secret in SECRETS {
            let place = memchr::memmem::find(&bytes, secret.as_bytes());
            assert!(place.is_none(), "{what} {secret} stands in {}", file.display());
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}
