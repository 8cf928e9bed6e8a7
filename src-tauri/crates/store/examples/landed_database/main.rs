//! Writes a small database of every kind of row with the code as it is now, and beside it what was written as
//! JSON: `cargo run -p store --example landed_database [-- PATH]`. Run once for each version that lands; the test
//! of migrations opens what is in `tests/databases` for ever after.
#![allow(clippy::print_stdout, reason = "a command line tool speaks on its standard output")]

mod content;
mod record;

use std::error::Error;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde_json::{Value, json};
use store::{Key, Store};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).map_or_else(of_this_version, PathBuf::from);
    let written = path.with_extension("json");
    if path.exists() || written.exists() {
        return Err(
            format!("{} is there already; a landed one never changes", path.display()).into()
        );
    }
    let record = fill(&path)?;
    std::fs::write(&written, format!("{record:#}\n"))?;
    // Only says whose turn it was to look at the database.
    std::fs::remove_file(beside(&path, ".lock"))?;
    println!("{}\n{}", path.display(), written.display());
    Ok(())
}

fn of_this_version() -> PathBuf {
    let name = format!("tests/databases/{}.db", env!("CARGO_PKG_VERSION"));
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Writes all there is to write and tells it.
fn fill(path: &Path) -> Result<Value, Box<dyn Error>> {
    let store = Store::open(path, &Key::from_hex(&SecretString::from(record::KEY))?)?;
    let tenants = content::tenants()?;
    for tenant in &tenants {
        store.tenants().put(tenant)?;
    }
    let columns = content::columns();
    for chosen in &columns {
        store.columns().put(&chosen.tenant_id, &chosen.resource_type, &chosen.paths)?;
    }
    let mut exchanges = Vec::new();
    for row in content::exchanges()? {
        let id = store.exchanges().append(&row)?;
        exchanges.push((id, row));
    }
    let highest_id = leave_a_gap(&store)?;
    let found = |positions: &[usize]| -> Vec<i64> {
        positions.iter().filter_map(|at| exchanges.get(*at)).map(|(id, _)| *id).collect()
    };
    let searches: Vec<Value> = content::SEARCHES
        .iter()
        .map(|(text, positions)| json!({ "text": text, "finds": found(positions) }))
        .collect();
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "highestId": highest_id,
        "tenants": tenants.iter().map(record::of_tenant).collect::<Vec<_>>(),
        "columns": columns.iter().map(record::of_columns).collect::<Vec<_>>(),
        "exchanges": exchanges.iter().map(|(id, row)| record::of_exchange(*id, row)).collect::<Vec<_>>(),
        "searches": searches,
    }))
}

/// A tenant that was erased with its exchanges: their ids must not come back.
fn leave_a_gap(store: &Store) -> Result<i64, Box<dyn Error>> {
    let mut gone = content::tenants()?.swap_remove(0);
    gone.id = "gone".to_owned();
    store.tenants().put(&gone)?;
    let mut row = content::exchanges()?.swap_remove(0);
    row.tenant_id = gone.id.clone();
    row.url = "https://gone.example.com/scim/v2/Users".to_owned();
    let id = store.exchanges().append(&row)?;
    store.tenants().remove(&gone.id)?;
    Ok(id)
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
