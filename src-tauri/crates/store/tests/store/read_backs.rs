//! What was found of writes whose outcome nobody knew.

use store::{ExchangeFilter, ReadBackRow, Retention, Store};

use crate::support::{Home, at, exchange, tenant};

fn found(exchange_id: i64, read_exchange_id: Option<i64>) -> ReadBackRow {
    ReadBackRow {
        exchange_id,
        at: at(60),
        verdict: "there".into(),
        words: "The resource is as the request sets it.".into(),
        read_exchange_id,
    }
}

/// A write of unknown outcome, and a read after it.
fn write_and_read(store: &Store) -> (i64, i64) {
    let mut write = exchange("a", "https://scim.example.com/v2/Users/1");
    write.outcome_unknown = true;
    let write = store.exchanges().append(&write).unwrap();
    let read = exchange("a", "https://scim.example.com/v2/Users/1");
    (write, store.exchanges().append(&read).unwrap())
}

#[test]
fn what_was_found_is_there_after_a_restart_and_a_later_look_takes_its_place() {
    let home = Home::new();
    let store = home.open();
    store.tenants().put(&tenant("a")).unwrap();
    let (write, read) = write_and_read(&store);
    assert_eq!(store.read_backs().get(write).unwrap(), None);
    store.read_backs().put(&found(write, Some(read))).unwrap();
    drop(store);
    let store = home.open();
    assert_eq!(store.read_backs().get(write).unwrap(), Some(found(write, Some(read))));
    let later = ReadBackRow { at: at(90), verdict: "notThere".into(), ..found(write, None) };
    store.read_backs().put(&later).unwrap();
    assert_eq!(store.read_backs().list().unwrap(), [later]);
}

#[test]
fn it_goes_with_its_exchange_and_outlives_the_one_that_shows_it() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    store.tenants().put(&tenant("b")).unwrap();
    let (write, _) = write_and_read(&store);
    let other = store.exchanges().append(&exchange("b", "https://x/")).unwrap();
    store.read_backs().put(&found(write, Some(other))).unwrap();
    store.tenants().remove("b").unwrap();
    assert_eq!(store.read_backs().get(write).unwrap(), Some(found(write, None)));
    let nothing = Retention { bytes: 0, ..Retention::default() };
    store.exchanges().prune(at(0), nothing).unwrap();
    assert_eq!(store.read_backs().list().unwrap(), []);
}

#[test]
fn of_an_exchange_that_is_gone_nothing_is_kept() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    let (write, read) = write_and_read(&store);
    store.read_backs().put(&found(read + 1, Some(read))).unwrap();
    store.read_backs().put(&found(write, Some(read + 1))).unwrap();
    assert_eq!(store.read_backs().list().unwrap(), [found(write, None)]);
}

#[test]
fn writes_of_unknown_outcome_can_be_listed_alone() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    let (write, _) = write_and_read(&store);
    for tenant_id in [None, Some("a".to_owned())] {
        let unknown = ExchangeFilter { outcome_unknown: true, tenant_id, ..Default::default() };
        let listed = store.exchanges().list(&unknown).unwrap();
        assert_eq!(listed.iter().map(|it| it.id).collect::<Vec<_>>(), [write]);
        assert_eq!(store.exchanges().count(&unknown).unwrap(), 1);
    }
}
