//! The databases that landed versions wrote, opened with the code of today: every row is as it was written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde_json::Value;
use store::{ExchangeFilter, Key};

use crate::migrations::schema;
use crate::record;
use crate::search::text;
use crate::support::{Home, exchange};

/// One pair of `tests/databases`.
struct Landed {
    version: String,
    database: PathBuf,
    written: Value,
}

fn all() -> Vec<Landed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut databases: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|it| it == "db")).collect();
    databases.sort();
    let of = |database: PathBuf| {
        let text = fs::read_to_string(database.with_extension("json")).unwrap();
        let version = database.file_stem().unwrap().to_str().unwrap().to_owned();
        Landed { version, database, written: serde_json::from_str(&text).unwrap() }
    };
    databases.into_iter().map(of).collect()
}

impl Landed {
    /// A copy of its own to open and to change.
    fn copy(&self) -> Home {
        let mut home = Home::new();
        home.key = Key::from_hex(&SecretString::from(record::KEY)).unwrap();
        fs::create_dir(home.folder()).unwrap();
        fs::copy(&self.database, home.path()).unwrap();
        home
    }

    fn list(&self, name: &str) -> &Vec<Value> {
        let list = self.written[name].as_array().unwrap();
        assert!(!list.is_empty(), "{} wrote no {name}", self.version);
        list
    }
}

/// What was written is there as it was; of what that version did not know, nothing is made up.
fn assert_same(written: &Value, read: &Value, version: &str) {
    let (written, read) = (written.as_object().unwrap(), read.as_object().unwrap());
    for (name, value) in written {
        assert_eq!(read.get(name), Some(value), "{name} of {version}: {written:?}");
    }
    for (name, value) in read.iter().filter(|(name, _)| !written.contains_key(*name)) {
        let expected = match name.as_str() {
            // Was in the status all along.
            "accepted" => Value::Bool(written["status"] == 202),
            _ => Value::Null,
        };
        assert_eq!(*value, expected, "{version} knew no {name}: {written:?}");
    }
}

#[test]
fn the_first_landed_version_is_among_them() {
    let versions: Vec<String> = all().into_iter().map(|it| it.version).collect();
    assert!(versions.contains(&"0.1.0".to_owned()), "{versions:?}");
}

#[test]
fn every_row_of_every_landed_version_is_read_as_it_was_written() {
    for landed in all() {
        let home = landed.copy();
        let store = home.open();
        let tenants = store.tenants().list().unwrap();
        assert_eq!(tenants.len(), landed.list("tenants").len());
        for (written, row) in landed.list("tenants").iter().zip(&tenants) {
            assert_same(written, &record::of_tenant(row), &landed.version);
            assert_eq!(store.tenants().get(&row.id).unwrap().as_ref(), Some(row));
        }
        let columns = store.columns().list().unwrap();
        assert_eq!(columns.len(), landed.list("columns").len());
        for (written, row) in landed.list("columns").iter().zip(&columns) {
            assert_same(written, &record::of_columns(row), &landed.version);
            let chosen = store.columns().get(&row.tenant_id, &row.resource_type).unwrap();
            assert_eq!(chosen.as_ref(), Some(&row.paths));
        }
        for written in landed.list("exchanges") {
            let id = written["id"].as_i64().unwrap();
            let row = store.exchanges().get(id).unwrap().unwrap();
            assert_same(written, &record::of_exchange(id, &row), &landed.version);
        }
        let listed = store.exchanges().list(&ExchangeFilter::default()).unwrap();
        let ids = |it: &Value| it["id"].as_i64().unwrap();
        let written: Vec<i64> = landed.list("exchanges").iter().rev().map(ids).collect();
        assert_eq!(listed.iter().map(|it| it.id).collect::<Vec<_>>(), written);
    }
}

#[test]
fn the_search_finds_in_a_landed_database_what_it_found() {
    for landed in all() {
        let home = landed.copy();
        let store = home.open();
        for search in landed.list("searches") {
            let wanted = search["text"].as_str().unwrap();
            let found = store.exchanges().list(&text(wanted)).unwrap();
            let found: BTreeSet<i64> = found.iter().map(|it| it.id).collect();
            let expected: BTreeSet<i64> =
                search["finds"].as_array().unwrap().iter().map(|it| it.as_i64().unwrap()).collect();
            assert_eq!(found, expected, "{wanted} in {}", landed.version);
        }
    }
}

#[test]
fn a_landed_database_gets_the_schema_of_a_new_one_and_a_second_opening_changes_nothing() {
    let new = Home::new();
    new.open();
    for landed in all() {
        let home = landed.copy();
        home.open();
        assert_eq!(schema(&home), schema(&new), "from {}", landed.version);
        let once = home.files();
        home.open();
        assert!(home.files() == once, "the second opening of {} changed it", landed.version);
        let said: String =
            home.raw().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        assert_eq!(said, "ok");
    }
}

#[test]
fn a_landed_database_goes_on_where_it_was() {
    for landed in all() {
        let home = landed.copy();
        let store = home.open();
        let tenant = store.tenants().list().unwrap().swap_remove(0);
        let mut row = exchange(&tenant.id, "https://scim.example.com/v2/Groups/new-one");
        row.response_body = Some("später".into());
        let id = store.exchanges().append(&row).unwrap();
        assert!(id > landed.written["highestId"].as_i64().unwrap(), "an id came back");
        assert_eq!(store.exchanges().get(id).unwrap(), Some(row));
        assert_eq!(store.exchanges().count(&text("später")).unwrap(), 1);
        store.tenants().remove(&tenant.id).unwrap();
        let left = store.exchanges().list(&ExchangeFilter::default()).unwrap();
        assert!(!left.is_empty() && left.iter().all(|it| it.tenant_id != tenant.id));
        assert_eq!(store.exchanges().count(&text("userName%20eq")).unwrap(), 0);
    }
}
