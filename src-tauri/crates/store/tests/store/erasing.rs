//! What is erased is gone from every page and from the log; what is there is never in clear on disk.

use std::fs;

use store::ExchangeFilter;

use crate::support::{Home, exchange, holds, tenant};

const CANARY: &str = "canary-7f3a9c";
/// No other text holds these three.
const TRIGRAM: &str = "ⱤꞐꙦ";
/// How the search index writes them; a leftover of the index alone would show here.
const FOLDED: &str = "ɽꞑꙧ";

fn fill(home: &Home, id: &str, count: usize, mark: &str) {
    let store = home.open();
    let mut row = tenant(id);
    row.name = format!("name {mark}");
    store.tenants().put(&row).unwrap();
    store.columns().put(id, mark, &[mark.to_owned()]).unwrap();
    let (tenant_id, what, text) = (id.to_owned(), "place".to_owned(), mark.to_owned());
    store.left_as().put(&store::LeftRow { tenant_id, what, text }).unwrap();
    for number in 0..count {
        let mut row = exchange(id, &format!("https://x/{mark}/{number}"));
        row.request_body = Some(format!("{{\"a\":\"{mark} {number}\"}}").into_bytes());
        row.response_headers.push(("X-Mark".into(), mark.to_owned()));
        // Some long enough for pages of their own.
        row.response_body = Some(mark.repeat(1 + number % 7 * 200).into_bytes());
        store.exchanges().append(&row).unwrap();
    }
}

/// All pages as they are after decryption, free ones and the slack of used ones included.
fn pages(home: &Home) -> Vec<u8> {
    home.raw().serialize("main").unwrap().to_vec()
}

#[test]
fn a_removed_tenant_leaves_nothing_in_the_pages_and_an_empty_log() {
    let home = Home::new();
    let mark = format!("{CANARY}{TRIGRAM}");
    fill(&home, "other", 30, "kept");
    fill(&home, "a", 120, &mark);
    fill(&home, "other2", 30, "kept too");
    // The index holds what was added once it was asked.
    assert_eq!(home.open().exchanges().count(&crate::search::text(CANARY)).unwrap(), 120);
    let before = pages(&home);
    for text in [CANARY, TRIGRAM, FOLDED] {
        assert!(holds(&before, text), "the look itself works");
    }

    let store = home.open();
    store.tenants().remove("a").unwrap();
    let log = home.path().with_extension("db-wal");
    assert_eq!(fs::metadata(&log).unwrap().len(), 0, "the log is empty");
    let after = pages(&home);
    for text in [CANARY, TRIGRAM, FOLDED, "ary-7f"] {
        assert!(!holds(&after, text), "{text} is still in a page");
    }
    assert_eq!(store.exchanges().count(&crate::search::text("kept")).unwrap(), 60);
    assert_eq!(store.exchanges().count(&crate::search::text(CANARY)).unwrap(), 0);
    let check: String =
        home.raw().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}

#[test]
fn the_log_is_emptied_later_when_somebody_was_reading() {
    let home = Home::new();
    fill(&home, "a", 5, CANARY);
    fill(&home, "b", 1, "kept");
    let store = home.open();
    store.tenants().touch("a", crate::support::at(1)).unwrap();
    let reader = home.raw();
    reader.execute_batch("BEGIN; SELECT count(*) FROM tenants;").unwrap();
    store.tenants().remove("a").unwrap();
    let log = home.path().with_extension("db-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0);
    reader.execute_batch("COMMIT").unwrap();
    store.exchanges().append(&exchange("b", "https://x/")).unwrap();
    assert_eq!(fs::metadata(&log).unwrap().len(), 0);
}

#[test]
fn no_clear_text_is_on_disk_at_any_time() {
    let home = Home::new();
    fill(&home, "a", 50, CANARY);
    let store = home.open();
    store.exchanges().append(&exchange("a", CANARY)).unwrap();
    store.exchanges().list(&ExchangeFilter::default()).unwrap();
    let names = |home: &Home| -> Vec<String> {
        let name =
            |path: &std::path::PathBuf| path.file_name().unwrap().to_str().unwrap().to_owned();
        home.files().keys().map(name).collect()
    };
    assert_eq!(names(&home), ["scimscope.db", "scimscope.db-shm", "scimscope.db-wal"]);
    let look = |when: &str| {
        for (path, bytes) in home.files() {
            for text in [CANARY, "SQLite format", "CREATE TABLE", "tenants", "https://"] {
                assert!(!holds(&bytes, text), "{text} in {} {when}", path.display());
            }
        }
    };
    look("while open");
    drop(store);
    look("when closed");
    assert_eq!(names(&home), ["scimscope.db"]);
}

#[cfg(unix)]
#[test]
fn only_this_user_can_read_the_files() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let store = home.open();
    store.tenants().put(&tenant("a")).unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.folder()), 0o700);
    for entry in fs::read_dir(home.folder()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}
