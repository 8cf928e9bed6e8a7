//! Where a secret could stand, and in which spellings.

use std::path::Path;

use crate::support;

/// A place and what is in it.
pub(crate) type Place = (String, String);

/// The files as they are.
pub(crate) fn of_files(folder: &Path) -> Vec<Place> {
    support::files(folder)
        .into_iter()
        .map(|(path, bytes)| {
            (path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

/// Every value of every table, deciphered.
pub(crate) fn of_database(folder: &Path, key: &str) -> Vec<Place> {
    let database = rusqlite::Connection::open(folder.join("scimscope.db")).unwrap();
    database.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    let mut tables = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
        .unwrap();
    let names: Vec<String> =
        tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    names.iter().map(|name| (format!("the table {name}"), of_table(&database, name))).collect()
}

fn of_table(database: &rusqlite::Connection, name: &str) -> String {
    use rusqlite::types::ValueRef;
    let mut rows = database.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
    let columns = rows.column_count();
    let mut rows = rows.query([]).unwrap();
    let mut text = String::new();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            match row.get_ref(column).unwrap() {
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    text += &String::from_utf8_lossy(bytes);
                }
                ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Null => {}
            }
            text.push('\n');
        }
    }
    text
}

/// What is where it must not be.
pub(crate) fn find(places: &[Place], secrets: &[(&'static str, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (kind, secret) in secrets {
        for (place, text) in places {
            for spelling in spellings(secret) {
                if memchr::memmem::find(text.as_bytes(), spelling.as_bytes()).is_some() {
                    found.push(format!("{kind} is in {place} as {spelling}"));
                }
            }
        }
    }
    found
}

/// As it is, as a form or a URL has it, and as JSON has it.
fn spellings(secret: &str) -> Vec<String> {
    let in_url: String = secret
        .bytes()
        .map(|byte| match byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    let mut all = vec![secret.to_owned(), in_json(secret), in_url];
    all.dedup();
    all
}

/// Within the quotes of a JSON string.
pub(crate) fn in_json(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap();
    quoted.trim_matches('"').to_owned()
}
