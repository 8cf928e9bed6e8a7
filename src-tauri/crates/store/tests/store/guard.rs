//! The log of the write guard, and how a tenant is guarded.

use store::{Error, GuardEntry, Store};

use crate::search::text;
use crate::support::{Home, at, exchange, raw, tenant};

fn entry(tenant_id: &str, seconds: i64, reason: Option<&str>) -> GuardEntry {
    GuardEntry {
        tenant_id: tenant_id.into(),
        at: at(seconds),
        event: "unlocked".into(),
        reason: reason.map(str::to_owned),
    }
}

#[test]
fn entries_come_back_newest_first_and_go_with_their_tenant() {
    let home = Home::new();
    let store = home.open();
    store.tenants().put(&tenant("a")).unwrap();
    store.tenants().put(&tenant("b")).unwrap();
    let first = entry("a", 1, Some("ticket 4711, Zoë's title"));
    let second = entry("a", 2, None);
    for it in [&first, &second, &entry("b", 3, None)] {
        store.guard_log().append(it).unwrap();
    }
    assert_eq!(store.guard_log().of_tenant("a", 10).unwrap(), [second.clone(), first.clone()]);
    assert_eq!(store.guard_log().of_tenant("a", 1).unwrap(), [second]);
    store.tenants().remove("a").unwrap();
    assert_eq!(store.guard_log().of_tenant("a", 10).unwrap(), []);
    assert_eq!(store.guard_log().list().unwrap().len(), 1);
}

#[test]
fn an_entry_of_no_tenant_is_refused() {
    let store = Store::in_memory().unwrap();
    let refused = store.guard_log().append(&entry("nobody", 1, None)).unwrap_err();
    assert_eq!(refused, Error::NoSuchTenant { id: "nobody".into() });
}

#[test]
fn taking_entries_over_twice_keeps_them_once() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    let entries = [entry("a", 1, Some("one")), entry("a", 2, None)];
    store.guard_log().import(&entries).unwrap();
    store.guard_log().import(&entries).unwrap();
    assert_eq!(store.guard_log().list().unwrap(), entries);
}

#[test]
fn of_a_thousand_and_one_entries_the_oldest_goes() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    for second in 0..=1_000 {
        store.guard_log().append(&entry("a", second, None)).unwrap();
    }
    let kept = store.guard_log().list().unwrap();
    assert_eq!((kept.len(), kept[0].at), (1_000, at(1)));
}

#[test]
fn a_write_of_unknown_outcome_is_kept_as_one() {
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    let mut row = exchange("a", "https://scim.example.com/v2/Users/1");
    row.outcome_unknown = true;
    let id = store.exchanges().append(&row).unwrap();
    assert!(store.exchanges().get(id).unwrap().unwrap().outcome_unknown);
    assert!(store.exchanges().list(&store::ExchangeFilter::default()).unwrap()[0].outcome_unknown);
}

/// A write before it is sent, and what came of it.
fn intention_and_answer() -> (store::ExchangeRow, store::ExchangeRow) {
    let mut answered = exchange("a", "https://scim.example.com/v2/Users/1");
    answered.method = "PATCH".into();
    answered.request_body = Some(b"{\"title\":\"asked-for\"}".to_vec());
    answered.response_body = Some(b"{\"title\":\"came-back\"}".to_vec());
    answered.request_id = Some("req-7".into());
    answered.accepted = true;
    let mut intention = answered.clone();
    intention.outcome_unknown = true;
    (intention.status, intention.http_version, intention.response_body) = (None, None, None);
    (intention.response_headers, intention.request_id) = (Vec::new(), None);
    intention.failure_code = Some("underWay".into());
    intention.failure_message = Some("nothing was heard of it".into());
    (intention.total_us, intention.to_headers_us, intention.read_us) = (0, None, None);
    (intention.dns_us, intention.connect_us, intention.tls_us) = (None, None, None);
    (intention.reused, intention.accepted) = (None, false);
    (intention, answered)
}

#[test]
fn what_came_of_a_write_takes_the_place_of_its_intention() {
    let (intention, answered) = intention_and_answer();
    for is_searched_before in [false, true] {
        let home = Home::new();
        let store = home.open();
        store.tenants().put(&tenant("a")).unwrap();
        store.exchanges().append(&exchange("a", "https://scim.example.com/v2/Users")).unwrap();
        let id = store.exchanges().append(&intention).unwrap();
        let count = |wanted: &str| store.exchanges().count(&text(wanted)).unwrap();
        if is_searched_before {
            assert_eq!((count("asked-for"), count("came-back")), (1, 0));
        }
        let completed = store.exchanges().complete(id, &answered).unwrap();
        assert_eq!((completed.id, completed.tenant_total), (id, 2), "it is one exchange");
        assert_eq!(store.exchanges().get(id).unwrap().as_ref(), Some(&answered));
        let summary = &store.exchanges().list(&store::ExchangeFilter::default()).unwrap()[0];
        assert_eq!((summary.response_bytes, summary.outcome_unknown), (21, false));
        assert_eq!((count("asked-for"), count("came-back")), (1, 1));
        let next = store.exchanges().append(&intention).unwrap();
        assert_eq!(next, id + 1);
        // Taken out of the index with the text that it was taken in with, or the index would be damaged.
        store.tenants().remove("a").unwrap();
        assert_eq!((count("asked-for"), count("came-back")), (0, 0));
        let check = "INSERT INTO search (search) VALUES ('integrity-check')";
        home.raw().execute(check, []).unwrap();
    }
}

#[test]
fn an_intention_that_is_gone_is_recorded_anew() {
    let (intention, answered) = intention_and_answer();
    let store = Store::in_memory().unwrap();
    store.tenants().put(&tenant("a")).unwrap();
    let id = store.exchanges().append(&intention).unwrap();
    let nothing = store::Retention { bytes: 0, ..store::Retention::default() };
    store.exchanges().prune(at(0), nothing).unwrap();
    let completed = store.exchanges().complete(id, &answered).unwrap();
    assert_ne!(completed.id, id);
    assert_eq!(store.exchanges().get(completed.id).unwrap(), Some(answered.clone()));
    store.tenants().remove("a").unwrap();
    let gone = store.exchanges().complete(id, &answered).unwrap_err();
    assert_eq!(gone, Error::NoSuchTenant { id: "a".into() });
}

/// Tenants of before the guard get the one that is usual for their kind; one that nobody knows is read-only.
#[test]
fn tenants_of_before_are_guarded_by_their_kind() {
    let home = Home::new();
    std::fs::create_dir(home.folder()).unwrap();
    let connection = raw(&home.path(), &home.key);
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut steps: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|it| it.unwrap().path()).collect();
    steps.sort();
    let before: Vec<_> = steps
        .iter()
        .take_while(|it| !it.file_name().unwrap().to_str().unwrap().ends_with("_guard.sql"))
        .collect();
    connection.execute_batch("PRAGMA journal_mode = WAL;").unwrap();
    for step in &before {
        connection.execute_batch(&std::fs::read_to_string(step).unwrap()).unwrap();
    }
    let kinds = ["production", "staging", "test", "sandbox", "moonbase"];
    for kind in kinds {
        let sql = "INSERT INTO tenants (id, name, environment, colour, base_url, auth, ask_each_time,
            connect_seconds, total_seconds, created_at) VALUES (?1, ?1, ?1, 'red', 'https://x', 'none', 0, 1, 1, 0)";
        connection.execute(sql, [kind]).unwrap();
    }
    connection.pragma_update(None, "user_version", before.len()).unwrap();
    drop(connection);
    let store = home.open();
    let guards = kinds.map(|it| store.tenants().get(it).unwrap().unwrap().guard);
    assert_eq!(guards, ["readOnly", "confirm", "free", "free", "readOnly"]);
}
