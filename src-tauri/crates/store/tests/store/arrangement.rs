//! The order and the groups of tenants, and adding several at once; on disk and in memory.

use store::{AddedTenant, Error, Store, TenantPlace};

use crate::support::{Home, at, exchange, tenant};

fn on_both(check: impl Fn(&Store)) {
    let home = Home::new();
    check(&home.open());
    check(&Store::in_memory().unwrap());
}

/// Tenants that were added one after the other.
fn add(store: &Store, ids: &[&str]) {
    for (second, id) in (0..).zip(ids) {
        let mut row = tenant(id);
        row.created_at = at(second);
        store.tenants().put(&row).unwrap();
    }
}

fn place(id: &str, group: &str) -> TenantPlace {
    TenantPlace { tenant_id: id.into(), group: group.into() }
}

fn added(id: &str, after: Option<&str>) -> AddedTenant {
    AddedTenant {
        row: tenant(id),
        columns: vec![("User".into(), vec!["userName".into()])],
        group: "Bank".into(),
        after: after.map(str::to_owned),
    }
}

fn shown(store: &Store) -> Vec<(String, String)> {
    let places = store.arrangement().list().unwrap();
    places.into_iter().map(|it| (it.tenant_id, it.group)).collect()
}

fn order(store: &Store) -> Vec<String> {
    shown(store).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn tenants_that_were_never_arranged_stand_in_the_order_of_adding_and_in_no_group() {
    on_both(|store| {
        add(store, &["z", "a", "m"]);
        let none = |id: &str| (id.to_owned(), String::new());
        assert_eq!(shown(store), [none("z"), none("a"), none("m")]);
    });
}

#[test]
fn an_arrangement_is_kept_and_those_left_out_come_after_it_as_they_are() {
    on_both(|store| {
        add(store, &["a", "b", "c", "d"]);
        store.arrangement().set(&[place("d", "Zürich"), place("a", "")]).unwrap();
        assert_eq!(order(store), ["d", "a", "b", "c"]);
        store.arrangement().set(&[place("c", "Zürich")]).unwrap();
        assert_eq!(order(store), ["c", "d", "a", "b"]);
        assert_eq!(shown(store)[1], ("d".to_owned(), "Zürich".to_owned()));
        add(store, &["a"]);
        assert_eq!(order(store), ["c", "d", "a", "b"], "saving a tenant leaves its place");
    });
}

#[test]
fn an_arrangement_with_a_tenant_that_is_not_there_changes_nothing() {
    on_both(|store| {
        add(store, &["a", "b"]);
        store.arrangement().set(&[place("b", "x")]).unwrap();
        let before = shown(store);
        let refused = store.arrangement().set(&[place("a", "y"), place("gone", "y")]);
        assert_eq!(refused, Err(Error::NoSuchTenant { id: "gone".into() }));
        assert_eq!(shown(store), before);
    });
}

#[test]
fn tenants_are_added_with_their_columns_each_in_its_place() {
    on_both(|store| {
        add(store, &["a", "b"]);
        store.arrangement().add(&[added("copy", Some("a")), added("last", None)]).unwrap();
        assert_eq!(order(store), ["a", "copy", "b", "last"]);
        assert_eq!(store.columns().get("copy", "User").unwrap(), Some(vec!["userName".into()]));
        store.tenants().remove("copy").unwrap();
        assert_eq!(order(store), ["a", "b", "last"]);
    });
}

#[test]
fn of_tenants_that_cannot_all_be_added_none_is() {
    let home = Home::new();
    let store = home.open();
    add(&store, &["a"]);
    store.exchanges().append(&exchange("a", "https://x/")).unwrap();
    home.raw()
        .execute_batch(
            "CREATE TRIGGER full BEFORE INSERT ON columns WHEN new.tenant_id = 'two'
             BEGIN SELECT raise(ABORT, 'no'); END",
        )
        .unwrap();
    store.arrangement().add(&[added("one", None), added("two", None)]).unwrap_err();
    assert_eq!(order(&store), ["a"]);
    assert_eq!(store.columns().get("one", "User").unwrap(), None);
}
