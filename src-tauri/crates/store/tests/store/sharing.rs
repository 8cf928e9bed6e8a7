//! Several threads and processes with one file.

use std::process::{Command, Stdio};
use std::thread;

use secrecy::{ExposeSecret, SecretString};
use store::{ExchangeFilter, Key, Store};

use crate::support::{Home, exchange, tenant};

/// Set for the child processes: path and key of the database, and the child's number.
const CHILD: &str = "STORE_TEST_CHILD";

#[test]
fn threads_that_create_at_once_share_one_database() {
    let home = Home::new();
    thread::scope(|scope| {
        for number in 0..8 {
            let home = &home;
            scope.spawn(move || home.open().tenants().put(&tenant(&number.to_string())).unwrap());
        }
    });
    assert_eq!(home.open().tenants().list().unwrap().len(), 8);
}

#[test]
fn threads_share_a_store_for_reading_and_writing() {
    let home = Home::new();
    let store = home.open();
    store.tenants().put(&tenant("a")).unwrap();
    thread::scope(|scope| {
        for _ in 0..6 {
            let store = store.clone();
            scope.spawn(move || {
                for number in 0..40 {
                    let id = store
                        .exchanges()
                        .append(&exchange("a", &format!("https://x/{number}")))
                        .unwrap();
                    assert!(
                        store.exchanges().get(id).unwrap().is_some(),
                        "what is written is read at once"
                    );
                    store.exchanges().list(&crate::search::text("https")).unwrap();
                }
            });
        }
    });
    assert_eq!(store.exchanges().count(&ExchangeFilter::default()).unwrap(), 240);
}

#[test]
fn processes_that_create_at_once_share_one_database() {
    let home = Home::new();
    let hex = home.key.to_hex();
    let children: Vec<_> = (0..4)
        .map(|number| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--exact", "sharing::as_another_process"])
                .env(CHILD, format!("{number}\n{}\n{}", hex.expose_secret(), home.path().display()))
                .stdout(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    let store = home.open();
    assert_eq!(store.tenants().list().unwrap().len(), 4);
    assert_eq!(store.exchanges().count(&ExchangeFilter::default()).unwrap(), 80);
}

/// What each child of the test above does; alone it does nothing.
#[test]
fn as_another_process() {
    let Ok(given) = std::env::var(CHILD) else { return };
    let mut given = given.splitn(3, '\n').map(str::to_owned);
    let mut next = || given.next().unwrap();
    let (id, key, path) = (next(), Key::from_hex(&SecretString::from(next())).unwrap(), next());
    let store = Store::open(path.as_ref(), &key).unwrap();
    store.tenants().put(&tenant(&id)).unwrap();
    for _ in 0..20 {
        store.exchanges().append(&exchange(&id, "https://x/")).unwrap();
    }
}
