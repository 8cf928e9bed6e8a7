//! The history: round trips, filters, paging, and how it stays bounded.

use std::time::Duration;

use store::{ExchangeFilter, Retention, Store};

use crate::support::{Home, at, exchange, tenant};

fn with_tenants() -> Store {
    let store = Store::in_memory().unwrap();
    for id in ["a", "b"] {
        store.tenants().put(&tenant(id)).unwrap();
    }
    store
}

#[test]
fn an_exchange_comes_back_byte_for_byte() {
    let home = Home::new();
    let mut row = exchange("a", "https://scim.example.com/v2/Users?filter=userName%20eq%20%22x%22");
    row.method = "POST".into();
    row.request_headers = vec![
        ("X-Twice".into(), "1, \"two\"".into()),
        ("X-Twice".into(), "naïve \\ \n tab\t 東京".into()),
    ];
    row.request_body = Some(b"{ \"a\" :1.00,\r\n\"a\":\"\\u00e9\" }".to_vec());
    row.response_body = Some((0..=255).collect());
    row.request_id = Some("req-1".into());
    row.total_us = u64::from(u32::MAX) * 1000;
    let mut failed = exchange("a", "https://nowhere.invalid/");
    failed.status = None;
    failed.http_version = None;
    failed.response_headers = vec![];
    failed.response_body = None;
    failed.failure_code = Some("unknownHost".into());
    failed.failure_message = Some("no such host".into());
    failed.to_headers_us = None;
    failed.read_us = None;
    let mut odd = exchange("a", "https://x/");
    odd.request_body = Some(Vec::new());
    odd.response_body = Some(b"text with a \0 in it".to_vec());
    let mut look = exchange("a", "dns://x");
    look.status = None;
    look.seen = Some("x is 192.0.2.1".into());
    let rows = [row, failed, odd, look];
    let ids: Vec<i64> = {
        let store = home.open();
        store.tenants().put(&tenant("a")).unwrap();
        rows.iter().map(|row| store.exchanges().append(row).unwrap()).collect()
    };
    let store = home.open();
    for (id, row) in ids.iter().zip(&rows) {
        assert_eq!(store.exchanges().get(*id).unwrap().as_ref(), Some(row));
    }
    let summary = &store.exchanges().list(&ExchangeFilter::default()).unwrap()[3];
    assert_eq!((summary.id, summary.request_bytes, summary.response_bytes), (ids[0], 28, 256));
    assert_eq!(summary.request_id.as_deref(), Some("req-1"));
    assert_eq!(store.exchanges().get(999).unwrap(), None);
}

#[test]
fn pages_follow_each_other_newest_first_without_gap_or_overlap() {
    let store = with_tenants();
    for number in 0..25 {
        let id = if number % 2 == 0 { "a" } else { "b" };
        store.exchanges().append(&exchange(id, &format!("https://x/{number}"))).unwrap();
    }
    let mut filter = ExchangeFilter { limit: 5, tenant_id: Some("a".into()), ..Default::default() };
    let mut seen = Vec::new();
    loop {
        let page = store.exchanges().list(&filter).unwrap();
        let Some(last) = page.last() else { break };
        filter.before = Some(last.id);
        seen.extend(page.into_iter().map(|it| it.url));
        // What arrives meanwhile does not move the pages.
        store.exchanges().append(&exchange("a", "https://x/late")).unwrap();
    }
    let expected: Vec<_> = (0..25).rev().step_by(2).map(|it| format!("https://x/{it}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn filters_by_outcome_and_tenant_combine() {
    let store = with_tenants();
    let outcomes = [
        ("a", Some(200), None, None),
        ("a", Some(404), None, None),
        ("b", Some(499), None, None),
        ("b", Some(503), None, None),
        ("a", None, Some("refused"), None),
        ("a", Some(200), Some("truncated"), None),
        ("a", None, None, Some("x is 192.0.2.1")),
    ];
    for (id, status, failure, seen) in outcomes {
        let mut row = exchange(id, "https://x/");
        row.status = status;
        row.failure_code = failure.map(String::from);
        row.seen = seen.map(String::from);
        store.exchanges().append(&row).unwrap();
    }
    let count = |tenant: Option<&str>, class| {
        let filter = ExchangeFilter {
            tenant_id: tenant.map(String::from),
            status_class: class,
            ..Default::default()
        };
        let listed = store.exchanges().list(&filter).unwrap().len() as u64;
        let only_counted = ExchangeFilter { limit: 1, before: Some(1), ..filter };
        assert_eq!(store.exchanges().count(&only_counted).unwrap(), listed);
        listed
    };
    assert_eq!(count(None, None), 7);
    assert_eq!(count(None, Some(4)), 2);
    assert_eq!(count(Some("a"), Some(4)), 1);
    assert_eq!(count(None, Some(2)), 1, "what broke off is no success");
    assert_eq!(
        count(None, Some(0)),
        2,
        "with a part of a response or without; a look is no failure"
    );
    assert_eq!(count(Some("b"), Some(0)), 0);
    assert_eq!(count(None, Some(1)), 0);
}

#[test]
fn what_was_kept_in_memory_moves_into_a_file_under_its_ids() {
    let home = Home::new();
    let file = home.open();
    file.tenants().put(&tenant("a")).unwrap();
    let old = file.exchanges().append(&exchange("a", "https://x/old")).unwrap();
    let memory = with_tenants();
    let rows: Vec<_> = (0..3)
        .map(|number| {
            let row = exchange("a", &format!("https://x/{number}"));
            (memory.exchanges().append(&row).unwrap(), row)
        })
        .collect();
    assert!(rows[0].0 > 1 << 50 && rows[2].0 < 1 << 53, "{rows:?}");

    file.exchanges().import(&rows).unwrap();
    for (id, row) in &rows {
        assert_eq!(file.exchanges().get(*id).unwrap().as_ref(), Some(row));
    }
    assert_eq!(file.exchanges().count(&crate::search::text("https://x/2")).unwrap(), 1);
    let next = file.exchanges().append(&exchange("a", "https://x/new")).unwrap();
    assert!(old < rows[0].0 && next > rows[2].0);
    let later = with_tenants();
    assert!(later.exchanges().append(&rows[0].1).unwrap() > next, "and so for the next time");

    // An id that is taken: nothing is lost, nothing is overwritten.
    file.exchanges().import(&[(old, exchange("a", "https://x/other"))]).unwrap();
    assert_eq!(file.exchanges().get(old).unwrap().unwrap().url, "https://x/old");
    assert_eq!(file.exchanges().count(&ExchangeFilter::default()).unwrap(), 6);
    // All or none.
    let bad =
        [(next + 100, exchange("a", "https://x/")), (next + 101, exchange("gone", "https://x/"))];
    file.exchanges().import(&bad).unwrap_err();
    assert_eq!(file.exchanges().count(&ExchangeFilter::default()).unwrap(), 6);
}

#[test]
fn what_is_older_than_seven_days_goes_with_the_appends() {
    let store = with_tenants();
    let day = 24 * 3600;
    for number in 0..=64 {
        let mut row = exchange("a", "https://x/");
        row.started_at = at(if number < 10 { 0 } else { 7 * day + number });
        store.exchanges().append(&row).unwrap();
    }
    assert_eq!(store.exchanges().count(&ExchangeFilter::default()).unwrap(), 55);
}

#[test]
fn what_is_too_much_goes_oldest_first() {
    let store = with_tenants();
    let mut row = exchange("a", "https://x/");
    row.response_body = Some(vec![b'x'; 10_000]);
    let ids: Vec<i64> = (0..20).map(|_| store.exchanges().append(&row).unwrap()).collect();
    let retention = Retention { age: Duration::MAX, bytes: 5 * 12_048 };
    assert_eq!(store.exchanges().prune(at(0), retention).unwrap(), 15);
    let left = store.exchanges().list(&ExchangeFilter::default()).unwrap();
    assert_eq!(
        left.iter().map(|it| it.id).collect::<Vec<_>>(),
        [ids[19], ids[18], ids[17], ids[16], ids[15]]
    );
    assert!(store.exchanges().get(ids[0]).unwrap().is_none());
    assert_eq!(store.exchanges().prune(at(0), retention).unwrap(), 0);
    let nothing = Retention { bytes: 0, ..retention };
    assert_eq!(store.exchanges().prune(at(0), nothing).unwrap(), 5);
    let next = store.exchanges().append(&row).unwrap();
    assert!(next > ids[19], "an id is never used twice");
}

#[test]
fn ten_thousand_appends_stay_bounded_on_disk() {
    let home = Home::new();
    let store = home.open();
    store.tenants().put(&tenant("a")).unwrap();
    let retention = Retention { age: Duration::from_secs(3600), bytes: 2_000_000 };
    let body = "{\"userName\":\"somebody@example.com\",\"active\":true}".repeat(4);
    let mut largest = 0;
    for number in 0..10_000_i64 {
        let mut row = exchange("a", &format!("https://scim.example.com/v2/Users/{number}"));
        row.started_at = at(number);
        row.response_body = Some(body.clone().into_bytes());
        store.exchanges().append(&row).unwrap();
        if number % 500 == 499 {
            store.exchanges().prune(at(number), retention).unwrap();
            largest = largest.max(home.files().values().map(Vec::len).sum());
        }
    }
    assert!(largest < 10_000_000, "{largest} bytes on disk for 2 MB of history");
    let left = store.exchanges().count(&ExchangeFilter::default()).unwrap();
    assert!((800..1000).contains(&left), "{left} exchanges left");
    let found = store.exchanges().count(&crate::search::text("Users/9999")).unwrap();
    let gone = store.exchanges().count(&crate::search::text("Users/5000")).unwrap();
    assert_eq!((found, gone), (1, 0));
}
