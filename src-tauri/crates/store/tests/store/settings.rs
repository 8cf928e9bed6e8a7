//! Tenants and chosen columns; each test on disk and in memory, which behave the same.

use store::{Error, LeftRow, Store};

use crate::support::{Home, at, tenant};

fn on_both(check: impl Fn(&Store)) {
    let home = Home::new();
    check(&home.open());
    check(&Store::in_memory().unwrap());
}

#[test]
fn only_a_file_is_persistent() {
    assert!(Home::new().open().is_persistent());
    assert!(!Store::in_memory().unwrap().is_persistent());
}

#[test]
fn tenants_come_back_as_put_in_the_order_of_adding() {
    on_both(|store| {
        let mut second = tenant("b");
        second.created_at = at(1);
        second.name = "Ünïcødé 東京 \u{202e}'\"; DROP TABLE tenants;".into();
        second.last_opened_at = Some(at(5));
        let mut first = tenant("z");
        first.ask_each_time = false;
        store.tenants().put(&second).unwrap();
        store.tenants().put(&first).unwrap();
        assert_eq!(store.tenants().list().unwrap(), [first.clone(), second.clone()]);
        assert_eq!(store.tenants().get("b").unwrap(), Some(second));
        assert_eq!(store.tenants().get("B").unwrap(), None);
    });
}

#[test]
fn put_again_changes_and_keeps_what_belongs_to_the_tenant() {
    on_both(|store| {
        store.tenants().put(&tenant("a")).unwrap();
        store.columns().put("a", "User", &["userName".into()]).unwrap();
        let id = store.exchanges().append(&crate::support::exchange("a", "https://x/")).unwrap();
        let mut changed = tenant("a");
        changed.name = "Other".into();
        store.tenants().put(&changed).unwrap();
        assert_eq!(store.tenants().list().unwrap(), [changed]);
        assert!(store.columns().get("a", "User").unwrap().is_some());
        assert!(store.exchanges().get(id).unwrap().is_some());
    });
}

#[test]
fn touch_notes_the_time_and_misses_a_tenant_that_is_not_there() {
    on_both(|store| {
        store.tenants().put(&tenant("a")).unwrap();
        store.tenants().touch("a", at(9)).unwrap();
        assert_eq!(store.tenants().get("a").unwrap().unwrap().last_opened_at, Some(at(9)));
        let missing = Error::NoSuchTenant { id: "b".into() };
        assert_eq!(store.tenants().touch("b", at(9)), Err(missing));
    });
}

#[test]
fn columns_keep_their_order_for_each_tenant_and_type() {
    on_both(|store| {
        store.tenants().put(&tenant("a")).unwrap();
        store.tenants().put(&tenant("b")).unwrap();
        let paths = ["urn:x:2.0:User:department", "emails[type eq \"work\"].value", "id"];
        let paths: Vec<String> = paths.map(String::from).into();
        store.columns().put("a", "User", &["id".into()]).unwrap();
        store.columns().put("a", "User", &paths).unwrap();
        store.columns().put("a", "Group", &[]).unwrap();
        assert_eq!(store.columns().get("a", "User").unwrap(), Some(paths));
        assert_eq!(store.columns().get("a", "Group").unwrap(), Some(vec![]));
        assert_eq!(store.columns().get("b", "User").unwrap(), None);
        let missing = Error::NoSuchTenant { id: "c".into() };
        assert_eq!(store.columns().put("c", "User", &[]), Err(missing));
    });
}

#[test]
fn how_a_tenant_was_left_is_kept_by_what_it_is() {
    on_both(|store| {
        let row = |id: &str, what: &str, text: &str| LeftRow {
            tenant_id: id.into(),
            what: what.into(),
            text: text.into(),
        };
        for id in ["a", "b"] {
            store.tenants().put(&tenant(id)).unwrap();
        }
        for row in [
            row("b", "place", "x"),
            row("a", "place", "1"),
            row("a", "form", "{}"),
            row("a", "place", "2"),
        ] {
            store.left_as().put(&row).unwrap();
        }
        let expected = [row("a", "form", "{}"), row("a", "place", "2"), row("b", "place", "x")];
        assert_eq!(store.left_as().list().unwrap(), expected);
        store.left_as().remove("a", "form").unwrap();
        store.left_as().remove("a", "form").unwrap();
        store.tenants().remove("b").unwrap();
        assert_eq!(store.left_as().list().unwrap(), [row("a", "place", "2")]);
        let late = store.left_as().put(&row("b", "place", "late"));
        assert_eq!(late, Err(Error::NoSuchTenant { id: "b".into() }));
    });
}

#[test]
fn a_removed_tenant_takes_everything_along_and_only_its_own() {
    on_both(|store| {
        for id in ["a", "b"] {
            store.tenants().put(&tenant(id)).unwrap();
            store.columns().put(id, "User", &["id".into()]).unwrap();
            store.exchanges().append(&crate::support::exchange(id, "https://x/needle")).unwrap();
        }
        store.tenants().remove("a").unwrap();
        store.tenants().remove("a").unwrap();
        assert_eq!(store.tenants().list().unwrap(), [tenant("b")]);
        assert_eq!(store.columns().get("a", "User").unwrap(), None);
        let left = store.exchanges().list(&crate::search::text("needle")).unwrap();
        assert_eq!(left.iter().map(|it| it.tenant_id.as_str()).collect::<Vec<_>>(), ["b"]);
        let late = store.exchanges().append(&crate::support::exchange("a", "https://x/"));
        assert_eq!(
            late,
            Err(Error::NoSuchTenant { id: "a".into() }),
            "no late answer slips back in"
        );
    });
}
