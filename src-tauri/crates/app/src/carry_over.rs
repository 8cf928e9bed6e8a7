//! What was done in memory moves into the database as soon as it can be opened.

use std::collections::{HashMap, HashSet};

use client::exchange::UNDER_WAY;
use store::{Error, ExchangeFilter, ExchangeSummaryRow, Store};

use crate::tenants::is_built_in;

/// How many exchanges are written at once; their bodies are in memory meanwhile.
const AT_ONCE: usize = 32;

/// Copies tenants, chosen columns, how tenants were left, drafts, history and the change log. Done again after a failure it goes on where it stopped: exchanges keep
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
    for left in memory.left_as().list()? {
        file.left_as().put(&left)?;
    }
    file.drafts().import(&memory.drafts().list()?)?;
    carry_places(memory, file)?;
    file.guard_log().import(&memory.guard_log().list()?)?;
    let mut ids = newest_first(memory)?;
    ids.reverse();
    let Some(first) = ids.first().copied() else { return carry_changes(memory, file) };
    let there = from_id(file, first)?;
    for id in there.iter().filter_map(|(id, is_under_way)| is_under_way.then_some(*id)) {
        // It was copied before it had ended.
        if let Some(row) = memory.exchanges().get(id)? {
            file.exchanges().complete(id, &row)?;
        }
    }
    ids.retain(|it| !there.contains_key(it));
    for some in ids.chunks(AT_ONCE) {
        let mut rows = Vec::with_capacity(some.len());
        for id in some {
            if let Some(row) = memory.exchanges().get(*id)? {
                rows.push((*id, row));
            }
        }
        file.exchanges().import(&rows)?;
    }
    file.read_backs().import(&memory.read_backs().list()?)?;
    carry_changes(memory, file)
}

/// After the exchanges, which entries of the change log name.
fn carry_changes(memory: &Store, file: &Store) -> Result<(), Error> {
    file.changes().import(&memory.changes().all()?)
}

/// Those of the file stay as they are; what was added in memory comes after them, in its order and its groups.
fn carry_places(memory: &Store, file: &Store) -> Result<(), Error> {
    let of_memory: HashSet<String> = memory
        .tenants()
        .list()?
        .into_iter()
        .map(|it| it.id)
        .filter(|it| !is_built_in(it))
        .collect();
    if of_memory.is_empty() {
        return Ok(());
    }
    let mut places = file.arrangement().list()?;
    places.retain(|it| !of_memory.contains(&it.tenant_id));
    let carried = memory.arrangement().list()?;
    places.extend(carried.into_iter().filter(|it| of_memory.contains(&it.tenant_id)));
    file.arrangement().set(&places)
}

fn newest_first(store: &Store) -> Result<Vec<i64>, Error> {
    let everything = ExchangeFilter { limit: u32::MAX, ..ExchangeFilter::default() };
    Ok(store.exchanges().list(&everything)?.into_iter().map(|it| it.id).collect())
}

/// The ids in the file from this one on, and whether each is of a write that had not ended.
fn from_id(file: &Store, first: i64) -> Result<HashMap<i64, bool>, Error> {
    let mut found = HashMap::new();
    let is_under_way = |it: &ExchangeSummaryRow| it.failure_code.as_deref() == Some(UNDER_WAY);
    let mut page = ExchangeFilter::default();
    loop {
        let rows = file.exchanges().list(&page)?;
        let before = found.len();
        let of_memory = rows.iter().filter(|it| it.id >= first);
        found.extend(of_memory.map(|it| (it.id, is_under_way(it))));
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
            outcome_unknown: false,
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

    #[test]
    fn a_write_that_ended_after_it_was_carried_over_has_its_outcome_in_the_file() {
        let (memory, file) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
        prepare(&file).unwrap();
        prepare(&memory).unwrap();
        let ended = exchange("http://127.0.0.1/Users/1");
        let begun = ExchangeRow {
            status: None,
            failure_code: Some(UNDER_WAY.to_owned()),
            failure_message: Some("nothing was heard of it".to_owned()),
            outcome_unknown: true,
            ..ended.clone()
        };
        let id = memory.exchanges().append(&begun).unwrap();
        // The rest failed, and it is done again.
        carry_over(&memory, &file).unwrap();
        assert!(file.exchanges().get(id).unwrap().unwrap().outcome_unknown);
        memory.exchanges().complete(id, &ended).unwrap();
        carry_over(&memory, &file).unwrap();
        let kept = file.exchanges().get(id).unwrap().unwrap();
        assert_eq!(
            (kept.status, kept.outcome_unknown, kept.failure_code),
            (Some(200), false, None)
        );
        assert_eq!(newest_first(&file).unwrap().len(), 1);
    }

    fn tenant(id: &str) -> store::TenantRow {
        store::TenantRow {
            id: id.into(),
            name: id.into(),
            environment: "test".into(),
            colour: "teal".into(),
            base_url: "https://scim.example.com".into(),
            auth: "none".into(),
            user_name: None,
            sign_in: None,
            ask_each_time: false,
            connect_seconds: 10,
            total_seconds: 60,
            created_at: jiff::Timestamp::now(),
            last_opened_at: None,
            guard: "confirm".into(),
            transport: None,
        }
    }

    #[test]
    fn what_was_arranged_in_memory_comes_after_what_the_file_has() {
        let (memory, file) = (Store::in_memory().unwrap(), Store::in_memory().unwrap());
        let place = |id: &str, group: &str| store::TenantPlace {
            tenant_id: id.into(),
            group: group.into(),
        };
        for (store, ids) in [(&file, ["f2", "f1"]), (&memory, ["m1", "m2"])] {
            prepare(store).unwrap();
            for id in ids {
                store.tenants().put(&tenant(id)).unwrap();
            }
        }
        file.arrangement().set(&[place("f1", ""), place("f2", "Bank")]).unwrap();
        memory.arrangement().set(&[place("m2", "Bank"), place("m1", "Lab")]).unwrap();
        // Twice, as after a failure.
        for _ in 0..2 {
            carry_over(&memory, &file).unwrap();
            let mut places = file.arrangement().list().unwrap();
            places.retain(|it| !is_built_in(&it.tenant_id));
            let expected =
                [place("f1", ""), place("f2", "Bank"), place("m2", "Bank"), place("m1", "Lab")];
            assert_eq!(places, expected);
        }
    }
}
