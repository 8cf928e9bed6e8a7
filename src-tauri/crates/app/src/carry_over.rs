//! What was done in memory moves into the database as soon as it can be opened.

use std::collections::HashSet;

use store::{Error, ExchangeFilter, Store};

use crate::tenants::is_built_in;

/// How many exchanges are written at once; their bodies are in memory meanwhile.
const AT_ONCE: usize = 32;

/// Copies tenants, chosen columns and history. Done again after a failure it goes on where it stopped: exchanges keep
/// their ids, which those of a file never have. Nobody may write to the memory meanwhile.
///
/// # Errors
/// [`Error`] when either cannot be read or the file cannot be written; the memory is as it was.
pub(crate) fn carry_over(memory: &Store, file: &Store) -> Result<(), Error> {
    for tenant in memory.tenants().list()? {
        if !is_built_in(&tenant.id) || file.tenants().get(&tenant.id)?.is_none() {
            file.tenants().put(&tenant)?;
        }
    }
    for chosen in memory.columns().list()? {
        file.columns().put(&chosen.tenant_id, &chosen.resource_type, &chosen.paths)?;
    }
    let mut ids = newest_first(memory)?;
    ids.reverse();
    let Some(first) = ids.first().copied() else { return Ok(()) };
    let there = from_id(file, first)?;
    ids.retain(|it| !there.contains(it));
    for some in ids.chunks(AT_ONCE) {
        let mut rows = Vec::with_capacity(some.len());
        for id in some {
            if let Some(row) = memory.exchanges().get(*id)? {
                rows.push((*id, row));
            }
        }
        file.exchanges().import(&rows)?;
    }
    Ok(())
}

fn newest_first(store: &Store) -> Result<Vec<i64>, Error> {
    let everything = ExchangeFilter { limit: u32::MAX, ..ExchangeFilter::default() };
    Ok(store.exchanges().list(&everything)?.into_iter().map(|it| it.id).collect())
}

/// The ids in the file from this one on.
fn from_id(file: &Store, first: i64) -> Result<HashSet<i64>, Error> {
    let mut found = HashSet::new();
    let mut page = ExchangeFilter::default();
    loop {
        let rows = file.exchanges().list(&page)?;
        let before = found.len();
        found.extend(rows.iter().map(|it| it.id).filter(|it| *it >= first));
        if found.len() - before < page.limit as usize {
            return Ok(found);
        }
        page.before = rows.last().map(|it| it.id);
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::tenants::{SANDBOX, prepare};
    use store::ExchangeRow;

    /// An exchange of the sandbox.
    pub(crate) fn exchange(url: &str) -> ExchangeRow {
        ExchangeRow {
            tenant_id: SANDBOX.into(),
            asked_by: "Test".into(),
            operation: "1".into(),
            started_at: jiff::Timestamp::now(),
            method: "GET".into(),
            url: url.into(),
            request_headers: Vec::new(),
            request_body: None,
            status: Some(200),
            http_version: None,
            response_headers: Vec::new(),
            response_body: Some(b"{}".to_vec()),
            failure_code: None,
            failure_message: None,
            seen: None,
            total_us: 1,
            to_headers_us: None,
            read_us: None,
            dns_us: None,
            connect_us: None,
            tls_us: None,
            reused: None,
            accepted: false,
            request_id: None,
        }
    }

    #[test]
    fn carrying_over_twice_copies_once_and_takes_the_columns_along() {
        let folder = tempfile::tempdir().unwrap();
        let key = store::Key::generate().unwrap();
        let file = Store::open(&folder.path().join("scimscope.db"), &key).unwrap();
        let memory = Store::in_memory().unwrap();
        prepare(&file).unwrap();
        prepare(&memory).unwrap();
        for at in 0..150 {
            memory.exchanges().append(&exchange(&format!("http://127.0.0.1/{at}"))).unwrap();
        }
        let chosen = vec!["userName".to_owned()];
        memory.columns().put(SANDBOX, "User", &chosen).unwrap();
        carry_over(&memory, &file).unwrap();
        memory.exchanges().append(&exchange("http://127.0.0.1/later")).unwrap();
        carry_over(&memory, &file).unwrap();
        assert_eq!(newest_first(&file).unwrap(), newest_first(&memory).unwrap());
        assert_eq!(newest_first(&file).unwrap().len(), 151);
        assert_eq!(file.columns().get(SANDBOX, "User").unwrap(), Some(chosen));
    }
}
