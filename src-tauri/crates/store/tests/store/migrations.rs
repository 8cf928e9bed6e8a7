//! A database of every older version opens and has the schema of a new one.

use crate::support::{Home, exchange, raw, tenant};

/// The released steps, as they are; a new one is added here too.
const STEPS: &[&str] = &[include_str!("../../migrations/0001_start.sql")];

fn schema(home: &Home) -> Vec<(String, String)> {
    let connection = home.raw();
    let mut statement = connection
        .prepare("SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name")
        .unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn every_older_version_becomes_the_newest() {
    let new = Home::new();
    new.open();
    let expected = schema(&new);
    for version in 0..=STEPS.len() {
        let old = Home::new();
        std::fs::create_dir(old.folder()).unwrap();
        let connection = raw(&old.path(), &old.key);
        // Makes the first page, so that version 0 is an empty database and not an empty file.
        connection
            .execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE x (y); DROP TABLE x;")
            .unwrap();
        for step in &STEPS[..version] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", version).unwrap();
        drop(connection);

        let store = old.open();
        assert_eq!(schema(&old), expected, "from version {version}");
        let found: usize =
            old.raw().query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(found, STEPS.len());
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
