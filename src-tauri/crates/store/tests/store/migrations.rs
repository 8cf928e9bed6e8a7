//! A database of every older version opens and has the schema of a new one.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Home, exchange, raw, tenant};

/// Every step there is, in its order: the folder tells them, so that none is forgotten here.
fn steps() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read_to_string(file).unwrap()).collect()
}

/// Each table, index, view and trigger with its kind, name and SQL, the white space made equal: SQLite keeps the
/// text of a statement, and puts a column that came later in its own way.
pub(crate) fn schema(home: &Home) -> Vec<(String, String, String)> {
    let connection = home.raw();
    let sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name";
    let mut statement = connection.prepare(sql).unwrap();
    let normalised = |sql: String| sql.split_whitespace().collect::<Vec<_>>().join(" ");
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, normalised(row.get(2)?))))
        .unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_older_version_becomes_the_newest() {
    let new = Home::new();
    new.open();
    let expected = schema(&new);
    let steps = steps();
    for version in 0..=steps.len() {
        let old = Home::new();
        fs::create_dir(old.folder()).unwrap();
        let connection = raw(&old.path(), &old.key);
        // Makes the first page, so that version 0 is an empty database and not an empty file.
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE x (y); DROP TABLE x;")
            .unwrap();
        for step in &steps[..version] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", version).unwrap();
        drop(connection);

        let store = old.open();
        assert_eq!(schema(&old), expected, "from version {version}");
        let found: usize =
            old.raw().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(found, steps.len());
        store.tenants().put(&tenant("a")).unwrap();
        store.exchanges().append(&exchange("a", "https://x/")).unwrap();
    }
}

#[test]
fn opening_again_changes_nothing() {
    let home = Home::new();
    home.open().tenants().put(&tenant("a")).unwrap();
    let before = home.files();
    home.open();
    assert!(home.files() == before);
}
