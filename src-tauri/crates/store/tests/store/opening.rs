//! Files that cannot be used: each said to be what it is, and left as it is.

use std::fs;
use std::path::Path;

use secrecy::SecretString;
use store::{Key, KeyError, OpenError, Store};

use crate::support::{Home, exchange, holds, tenant};

/// A closed database of some forty pages.
fn filled() -> Home {
    let home = Home::new();
    let store = home.open();
    store.tenants().put(&tenant("a")).unwrap();
    for number in 0..40 {
        let mut row = exchange("a", &format!("https://x/{number}"));
        row.response_body = Some(vec![b'a' + (number % 26) as u8; 2_000]);
        store.exchanges().append(&row).unwrap();
    }
    drop(store);
    assert_eq!(home.files().len(), 1, "closing leaves the database alone");
    home
}

fn refused(home: &Home, key: &Key) -> OpenError {
    let before = home.files();
    let error = Store::open(&home.path(), key).unwrap_err();
    assert!(home.files() == before, "{error}: the files have changed");
    error
}

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

fn assert_damaged(error: OpenError, words: &str) {
    match error {
        OpenError::Damaged { detail } => assert!(detail.contains(words), "{detail}"),
        other => panic!("{other:?} instead of damaged: {words}"),
    }
}

#[test]
fn another_key_is_told_from_damage() {
    let home = filled();
    assert_eq!(refused(&home, &Key::generate().unwrap()), OpenError::Locked);
    home.open();
}

#[test]
fn any_byte_flipped_in_the_first_pages_is_damage() {
    let home = filled();
    let whole = fs::read(home.path()).unwrap();
    let spots =
        [0, 15, 16, 17, 100, 2_000, 4_050, 4_095, 4_096, 9_000, 4_096 * 9 + 5, whole.len() - 1];
    for spot in spots {
        change(&home.path(), |bytes| bytes[spot] ^= 0x40);
        assert_damaged(refused(&home, &home.key), "");
        fs::write(home.path(), &whole).unwrap();
    }
    home.open();
}

#[test]
fn a_garbage_header_is_damage() {
    let home = filled();
    change(&home.path(), |bytes| bytes[..16].fill(b'#'));
    assert_damaged(refused(&home, &home.key), "first bytes");
    change(&home.path(), |bytes| bytes[..8192].fill(b'#'));
    assert_damaged(refused(&home, &home.key), "first bytes");
}

#[test]
fn a_truncated_file_is_damage() {
    let home = filled();
    let whole = fs::read(home.path()).unwrap();
    for (length, words) in [
        (0, "empty"),
        (1, "cut off"),
        (4_095, "cut off"),
        (4_096, ""),
        (10_000, "cut off"),
        (whole.len() - 4_096, ""),
    ] {
        change(&home.path(), |bytes| bytes.truncate(length));
        assert_damaged(refused(&home, &home.key), words);
        fs::write(home.path(), &whole).unwrap();
    }
}

#[test]
fn a_file_of_another_kind_is_not_taken_for_ours() {
    let home = filled();
    change(&home.path(), |bytes| bytes.fill(b'x'));
    assert_eq!(refused(&home, &home.key), OpenError::Locked, "not a page of it opens");
    change(&home.path(), |bytes| *bytes = b"hello".to_vec());
    assert_damaged(refused(&home, &home.key), "cut off");
}

#[test]
fn a_newer_database_is_refused() {
    let home = filled();
    home.raw().pragma_update(None, "user_version", 4711).unwrap();
    match refused(&home, &home.key) {
        OpenError::Newer { found: 4711, known } => assert!(known > 0),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_log_without_its_database_is_damage() {
    let home = filled();
    let log = home.path().with_extension("db-wal");
    fs::rename(home.path(), &log).unwrap();
    assert_damaged(refused(&home, &home.key), "gone");
}

#[test]
fn a_crash_is_recovered_from_the_log_and_damage_beside_a_log_is_left() {
    let home = filled();
    let store = home.open();
    store.tenants().put(&tenant("late")).unwrap();
    // What a crash leaves: the files as they are while the database is open.
    let crashed = copy(&home);
    assert!(crashed.files().keys().any(|path| path.to_str().unwrap().ends_with("-wal")));
    assert!(crashed.open().tenants().get("late").unwrap().is_some());

    let crashed = copy(&home);
    change(&crashed.path(), |bytes| bytes[4_096 * 2..4_096 * 20].fill(0));
    let _ = fs::remove_file(crashed.path().with_extension("db-shm"));
    assert_damaged(refused(&crashed, &crashed.key), "");
    let crashed = copy(&home);
    assert_eq!(refused(&crashed, &Key::generate().unwrap()), OpenError::Locked);
    home.raw().pragma_update(None, "user_version", 4711).unwrap();
    let crashed = copy(&home);
    let _ = fs::remove_file(crashed.path().with_extension("db-shm"));
    assert!(matches!(refused(&crashed, &crashed.key), OpenError::Newer { .. }));
}

fn copy(home: &Home) -> Home {
    let mut copy = Home::new();
    copy.key = home.key.clone();
    fs::create_dir(copy.folder()).unwrap();
    for (path, bytes) in home.files() {
        fs::write(copy.folder().join(path.file_name().unwrap()), bytes).unwrap();
    }
    copy
}

#[test]
fn a_creation_that_was_interrupted_is_begun_anew() {
    let home = filled();
    let draft = home.path().with_extension("db.new");
    fs::rename(home.path(), &draft).unwrap();
    change(&draft, |bytes| bytes.truncate(5_000));
    assert!(home.open().tenants().list().unwrap().is_empty());
    assert!(!draft.exists());
}

#[test]
fn a_path_that_cannot_be_used_says_so() {
    let home = Home::new();
    fs::create_dir_all(home.path()).unwrap();
    let error = Store::open(&home.path(), &home.key).unwrap_err();
    assert!(
        matches!(&error, OpenError::Io { detail } if detail.contains("not a file")),
        "{error:?}"
    );
    let error = Store::open(Path::new("/dev/null/folder/x.db"), &home.key).unwrap_err();
    assert!(matches!(error, OpenError::Io { .. }), "{error:?}");
}

#[test]
fn odd_names_of_folders_do() {
    let home = Home::new();
    let path = home.folder().join("50% off? #1 & öäü 東京 'x'").join("a b.db");
    Store::open(&path, &home.key).unwrap().tenants().put(&tenant("a")).unwrap();
    assert_eq!(Store::open(&path, &home.key).unwrap().tenants().list().unwrap().len(), 1);
    assert!(!holds(&fs::read(&path).unwrap(), "SQLite"));
}

#[test]
fn a_key_is_kept_as_text_and_never_shown() {
    let key = Key::generate().unwrap();
    let text = key.to_hex();
    assert_eq!(Key::from_hex(&text).unwrap(), key);
    assert_ne!(Key::generate().unwrap(), key);
    let shown = format!("{key:?}");
    assert!(!shown.contains(&secrecy::ExposeSecret::expose_secret(&text)[..8]), "{shown}");
    for wrong in ["", "abc", &"x".repeat(96), &"0".repeat(95), &"é".repeat(48)] {
        let error = Key::from_hex(&SecretString::from(wrong)).unwrap_err();
        assert_eq!(error, KeyError::NotAKey { found: wrong.chars().count() });
    }
}
