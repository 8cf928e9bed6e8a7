//! Exchanges that are added together, the totals that are kept along, and the search index that takes them later.

use std::time::Duration;

use store::{Error, Retention, Store};

use crate::search::text;
use crate::support::{Home, at, exchange, tenant};

fn with_tenants(store: &Store) {
    for id in ["a", "b"] {
        store.tenants().put(&tenant(id)).unwrap();
    }
}

fn found(store: &Store, wanted: &str) -> u64 {
    let count = store.exchanges().count(&text(wanted)).unwrap();
    assert_eq!(store.exchanges().list(&text(wanted)).unwrap().len() as u64, count.min(100));
    count
}

#[test]
fn exchanges_added_together_are_kept_all_or_not_at_all() {
    let home = Home::new();
    let store = home.open();
    with_tenants(&store);
    let rows = [exchange("a", "https://x/1"), exchange("b", "https://x/2")];
    let appended = store.exchanges().append_all(&rows).unwrap();
    for (it, row) in appended.iter().zip(&rows) {
        assert_eq!(store.exchanges().get(it.id).unwrap().as_ref(), Some(row));
        assert_eq!(it.tenant_total, 1);
    }
    let refused = [exchange("a", "https://x/3"), exchange("nobody", "https://x/4")];
    let error = store.exchanges().append_all(&refused).unwrap_err();
    assert!(matches!(error, Error::NoSuchTenant { .. }), "{error}");
    assert_eq!(found(&store, "https://x/"), 2);
    assert_eq!(store.exchanges().append_all(&[]).unwrap(), []);
}

#[test]
fn the_total_of_a_tenant_follows_whatever_happens_to_its_history() {
    let home = Home::new();
    let (one, other) = (home.open(), home.open());
    with_tenants(&one);
    let add = |store: &Store| {
        let rows = [exchange("a", "https://x/1"), exchange("a", "https://x/2")];
        store.exchanges().append_all(&rows).unwrap().last().unwrap().tenant_total
    };
    assert_eq!(add(&one), 2);
    assert_eq!(add(&one), 4);
    assert_eq!(add(&other), 6, "written by another process, as it were");
    assert_eq!(add(&one), 8);
    let id = one.exchanges().append(&exchange("b", "https://x/3")).unwrap();
    one.exchanges().reown(&[id], "a").unwrap();
    assert_eq!(add(&one), 11);
    one.exchanges().prune(at(10), Retention { age: Duration::ZERO, bytes: u64::MAX }).unwrap();
    assert_eq!(add(&one), 2);
    one.tenants().remove("a").unwrap();
    with_tenants(&one);
    assert_eq!(add(&one), 2);
    assert!(one.exchanges().append(&exchange("nobody", "https://x/")).is_err());
    assert_eq!(add(&one), 4);
}

#[test]
fn what_was_added_is_found_at_once_by_whoever_opened_the_file() {
    let home = Home::new();
    let store = home.open();
    with_tenants(&store);
    let rows: Vec<_> = (0..1_300)
        .map(|number| {
            exchange(if number % 2 == 0 { "a" } else { "b" }, &format!("https://x/{number}"))
        })
        .collect();
    for (batch, part) in rows.chunks(130).enumerate() {
        store.exchanges().append_all(part).unwrap();
        if batch == 3 {
            assert_eq!(found(&store, "https://x/"), 520);
        }
    }
    drop(store);
    let later = home.open();
    let all = store::ExchangeFilter { count_limit: 5_000, ..text("https://x/") };
    assert_eq!(later.exchanges().count(&all).unwrap(), 1_300);
    assert_eq!(found(&later, "https://x/1299"), 1);
    assert_eq!(found(&later, "https://x/nothing"), 0);
}

#[test]
fn the_index_takes_what_waits_in_parts() {
    let home = Home::new();
    let store = home.open();
    with_tenants(&store);
    assert!(!store.exchanges().index_some().unwrap());
    let rows: Vec<_> = (0..600).map(|it| exchange("a", &format!("https://x/{it}"))).collect();
    store.exchanges().append_all(&rows).unwrap();
    let large = store::ExchangeRow {
        response_body: Some(vec![b'x'; 3_000_000]),
        ..exchange("b", "https://x/large")
    };
    store.exchanges().append_all(&[large.clone(), large]).unwrap();
    let known = || -> i64 {
        home.raw().query_row("SELECT indexed_to FROM search_state", [], |row| row.get(0)).unwrap()
    };
    let before = known();
    // By number, then by size: two of three megabytes are too many for one part.
    for part in [512, 601, 602] {
        assert!(store.exchanges().index_some().unwrap());
        assert_eq!(known() - before, part);
    }
    assert!(!store.exchanges().index_some().unwrap());
    assert_eq!(found(&store, "https://x/large"), 2);
}

#[test]
fn what_goes_before_the_index_has_seen_it_leaves_the_index_whole() {
    let home = Home::new();
    let store = home.open();
    with_tenants(&store);
    store.exchanges().append(&exchange("a", "https://x/seen")).unwrap();
    assert_eq!(found(&store, "https://x/seen"), 1);
    store.exchanges().append(&exchange("a", "https://x/unseen")).unwrap();
    store.exchanges().append(&exchange("b", "https://x/stays")).unwrap();
    store.tenants().remove("a").unwrap();
    store.exchanges().append(&exchange("b", "https://x/next")).unwrap();
    assert_eq!(found(&store, "https://x/"), 2);
    for gone in ["https://x/seen", "https://x/unseen"] {
        assert_eq!(found(&store, gone), 0, "{gone}");
    }
    let raw = home.raw();
    let known: i64 =
        raw.query_row("SELECT count(*) FROM search('htt')", [], |row| row.get(0)).unwrap();
    assert_eq!(known, 2, "the index holds each exchange once");
    raw.execute("INSERT INTO search (search) VALUES ('integrity-check')", []).unwrap();
}

#[test]
fn exchanges_taken_over_are_found_wherever_their_ids_lie() {
    let home = Home::new();
    let store = home.open();
    with_tenants(&store);
    for number in 1..=5 {
        store.exchanges().append(&exchange("a", &format!("https://x/own/{number}"))).unwrap();
    }
    let passed = store.exchanges().append(&exchange("b", "https://x/goes")).unwrap();
    store.exchanges().append(&exchange("a", "https://x/own/6")).unwrap();
    assert_eq!(found(&store, "https://x/own"), 6);
    store.tenants().remove("b").unwrap();
    store.tenants().put(&tenant("b")).unwrap();
    let taken_over = [
        (passed, exchange("b", "https://x/taken/below")),
        (1, exchange("b", "https://x/taken/used")),
        (passed + 1_000, exchange("b", "https://x/taken/above")),
    ];
    store.exchanges().import(&taken_over).unwrap();
    assert_eq!(found(&store, "https://x/taken"), 3);
    assert_eq!(found(&store, "https://x/own"), 6);
}
