//! The databases that landed versions wrote, and the one that the code of today would leave, opened with the code of
//! today: every row is as it was written, and there is a row of every kind that the version knew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde_json::{Value, json};
use store::{ExchangeFilter, Key};
use tempfile::TempDir;

use crate::migrations::schema;
use crate::search::text;
use crate::support::{Home, exchange, raw};
use crate::{fill, record};

/// One pair of `tests/databases`, or what the example would make of the code of today.
struct Landed {
    version: String,
    database: PathBuf,
    written: Value,
    /// Where the database of today is until nobody looks at it any more.
    _folder: Option<TempDir>,
}

/// What the version of today's database is called here.
const TODAY: &str = "today";

/// Lists of what was written that not every version knew, and the step of the schema that brought each.
const SINCE: [(&str, u32); 6] = [
    ("readBacks", 8),
    ("places", 6),
    ("guardLog", 5),
    ("leftAs", 9),
    ("drafts", 10),
    ("changes", 10),
];

fn all() -> Vec<Landed> {
    let mut all = kept();
    all.push(today());
    all
}

/// What the next landed database would be.
fn today() -> Landed {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("today.db");
    let written = fill::fill(&database).unwrap();
    Landed { version: TODAY.to_owned(), database, written, _folder: Some(folder) }
}

fn kept() -> Vec<Landed> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/databases");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut databases: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|it| it == "db")).collect();
    databases.sort();
    let of = |database: PathBuf| {
        let text = fs::read_to_string(database.with_extension("json")).unwrap();
        let version = database.file_stem().unwrap().to_str().unwrap().to_owned();
        let written = serde_json::from_str(&text).unwrap();
        Landed { version, database, written, _folder: None }
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

    /// Who was never arranged stands in the order of adding, in no group.
    fn places(&self) -> Vec<Value> {
        let arranged = self.list_since("places");
        if !arranged.is_empty() {
            return arranged;
        }
        let of = |tenant: &Value| json!({ "tenantId": tenant["id"], "group": "" });
        self.list("tenants").iter().map(of).collect()
    }

    /// The step of the schema that it was written with.
    fn schema_version(&self) -> u32 {
        let home = self.copy();
        home.raw().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap()
    }

    /// What was written of a list that not every version knew; nothing where this one did not.
    fn list_since(&self, name: &str) -> Vec<Value> {
        let (_, since) = SINCE.into_iter().find(|(it, _)| *it == name).unwrap();
        if self.schema_version() < since { Vec::new() } else { self.list(name).clone() }
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
            // Nothing was written to a server.
            "outcomeUnknown" => Value::Bool(false),
            "guard" => match written["environment"].as_str() {
                Some("test" | "sandbox") => Value::from("free"),
                Some("staging") => Value::from("confirm"),
                _ => Value::from("readOnly"),
            },
            _ => Value::Null,
        };
        assert_eq!(*value, expected, "{version} knew no {name}: {written:?}");
    }
}

#[test]
fn every_landed_version_is_among_them() {
    let changes = include_str!("../../../../../CHANGELOG.md");
    let landed: Vec<&str> = changes.lines().filter_map(|it| it.strip_prefix("## 0.")).collect();
    assert!(landed.len() > 1, "{landed:?}");
    let kept: Vec<String> = kept().into_iter().map(|it| it.version).collect();
    for version in landed {
        assert!(kept.contains(&format!("0.{version}")), "{version} is not among {kept:?}");
    }
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
        let log: Vec<Value> =
            store.guard_log().list().unwrap().iter().map(record::of_guard_entry).collect();
        assert_eq!(log, landed.list_since("guardLog"), "the log of {}", landed.version);
        let places: Vec<Value> =
            store.arrangement().list().unwrap().iter().map(record::of_place).collect();
        assert_eq!(places, landed.places(), "the places of {}", landed.version);
        let read_backs: Vec<Value> =
            store.read_backs().list().unwrap().iter().map(record::of_read_back).collect();
        assert_eq!(read_backs, landed.list_since("readBacks"), "of {}", landed.version);
        let left: Vec<Value> =
            store.left_as().list().unwrap().iter().map(record::of_left).collect();
        assert_eq!(left, landed.list_since("leftAs"), "what was left in {}", landed.version);
        let drafts: Vec<Value> =
            store.drafts().list().unwrap().iter().map(record::of_draft).collect();
        assert_eq!(drafts, landed.list_since("drafts"), "the drafts of {}", landed.version);
        let changes: Vec<Value> =
            store.changes().all().unwrap().iter().map(record::of_change).collect();
        assert_eq!(changes, landed.list_since("changes"), "what {} wrote", landed.version);
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

/// Looked at before the migrations: in the file as its version left it.
#[test]
fn every_column_of_every_table_that_a_version_had_has_a_value_in_its_database() {
    for landed in all() {
        let home = landed.copy();
        let connection = raw(&home.path(), &home.key);
        for (table, column) in columns_of(&connection) {
            let sql = format!("SELECT count(\"{column}\") FROM \"{table}\"");
            let values: i64 = connection.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert!(values > 0, "{} has no value of {table}.{column}", landed.version);
        }
    }
}

/// Table and column, without the tables that belong to the search index and to SQLite.
fn columns_of(connection: &rusqlite::Connection) -> Vec<(String, String)> {
    let sql = "SELECT tables.name, columns.name
        FROM pragma_table_list AS tables JOIN pragma_table_xinfo(tables.name) AS columns
        WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'
        ORDER BY tables.name, columns.cid";
    let mut statement = connection.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
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
