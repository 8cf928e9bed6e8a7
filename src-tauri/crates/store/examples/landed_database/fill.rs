//! Fills a database with all of the content, with the code as it is now, and tells what was written. The example leaves
//! the database of a version with it; the test of migrations looks at what the next version would leave.

use std::error::Error;
use std::path::Path;

use secrecy::SecretString;
use serde_json::{Value, json};
use store::{Key, Store};

use crate::{content, record};

/// Writes all there is to write and tells it.
pub(crate) fn fill(path: &Path) -> Result<Value, Box<dyn Error>> {
    let store = Store::open(path, &Key::from_hex(&SecretString::from(record::KEY))?)?;
    let tenants = content::tenants()?;
    for tenant in &tenants {
        store.tenants().put(tenant)?;
    }
    let columns = content::columns();
    for chosen in &columns {
        store.columns().put(&chosen.tenant_id, &chosen.resource_type, &chosen.paths)?;
    }
    let places = content::places();
    store.arrangement().set(&places)?;
    let left_as = content::left_as();
    for row in &left_as {
        store.left_as().put(row)?;
    }
    let guard_log = content::guard_log()?;
    for entry in &guard_log {
        store.guard_log().append(entry)?;
    }
    let mut exchanges = Vec::new();
    for row in content::exchanges()? {
        let id = store.exchanges().append(&row)?;
        exchanges.push((id, row));
    }
    let read_backs = content::read_backs(&exchanges)?;
    store.read_backs().import(&read_backs)?;
    let drafts = content::drafts()?;
    for row in &drafts {
        store.drafts().put(row)?;
    }
    for row in content::changes(&exchanges)? {
        store.changes().append(&row)?;
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
        "places": places.iter().map(record::of_place).collect::<Vec<_>>(),
        "leftAs": left_as.iter().map(record::of_left).collect::<Vec<_>>(),
        "drafts": drafts.iter().map(record::of_draft).collect::<Vec<_>>(),
        "changes": store.changes().all()?.iter().map(record::of_change).collect::<Vec<_>>(),
        "guardLog": guard_log.iter().map(record::of_guard_entry).collect::<Vec<_>>(),
        "readBacks": read_backs.iter().map(record::of_read_back).collect::<Vec<_>>(),
        "exchanges": exchanges.iter().map(|(id, row)| record::of_exchange(*id, row)).collect::<Vec<_>>(),
        "searches": searches,
    }))
}

/// A tenant that was erased with its exchanges and its log: their ids must not come back.
fn leave_a_gap(store: &Store) -> Result<i64, Box<dyn Error>> {
    let mut gone = content::tenants()?.swap_remove(0);
    gone.id = "gone".to_owned();
    store.tenants().put(&gone)?;
    let mut row = content::exchanges()?.swap_remove(0);
    row.tenant_id = gone.id.clone();
    row.url = "https://gone.example.com/scim/v2/Users".to_owned();
    let id = store.exchanges().append(&row)?;
    let mut entry = content::guard_log()?.swap_remove(0);
    entry.tenant_id = gone.id.clone();
    store.guard_log().append(&entry)?;
    store.tenants().remove(&gone.id)?;
    Ok(id)
}
