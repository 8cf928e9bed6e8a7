//! What gets into the log, what does not, and how large it gets.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use tracing_subscriber::layer::SubscriberExt as _;

use super::files::LogFiles;
use super::*;

const CANARY: &str = "canary-7f3a";

fn logged(work: impl FnOnce()) -> String {
    let data = tempfile::tempdir().unwrap();
    let layer = LogLayer { files: LogFiles::new(folder(data.path())), level: LevelFilter::INFO };
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), work);
    tail(data.path(), 100_000)
}

#[test]
fn a_listed_field_is_written_and_any_other_text_has_no_way_in() {
    let text = logged(|| {
        let error = format!("GET https://scim.example.com/Users/{CANARY} failed");
        tracing::warn!(command = "tenant_open", code = "unreachable", ms = 7, %error, "a call failed");
        tracing::error!(code = error.as_str(), "no closed form");
        tracing::error!(command = ?error, state = %error, "not by their debug form");
        tracing::error!("said {error} and {CANARY} of bjensen@example.com to 10.0.0.1 at 555-0100");
        tracing::error!(user = CANARY, password = CANARY, bytes = 12.5, "not listed");
        tracing::error!(target: "hyper::client", code = "other", "another crate's {CANARY}");
        tracing::debug!("below the level");
    });
    for lost in [CANARY, "example", "10.0.0.1", "0100", "hyper", "below"] {
        assert!(!text.contains(lost), "{lost} in {text}");
    }
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5, "{text}");
    assert!(
        lines[0].contains(
            " WARN  app::log::tests: a call failed command=tenant_open code=unreachable ms=7"
        ),
        "{text}"
    );
    assert!(lines[1].ends_with("no closed form code=…"), "{text}");
}

#[test]
fn the_files_stay_bounded_in_number_and_size_and_keep_the_newest() {
    let data = tempfile::tempdir().unwrap();
    let logs = folder(data.path());
    let (one, other) =
        (LogFiles::with_largest(logs.clone(), 1_000), LogFiles::with_largest(logs.clone(), 1_000));
    for number in 0..500 {
        one.append(&format!("one {number} {}\n", "x".repeat(40)));
        other.append(&format!("other {number}\n"));
    }
    let files: Vec<_> = fs_entries(&logs);
    let logs_kept: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(".log")).collect();
    assert_eq!(logs_kept.len(), 5, "{files:?}");
    assert!(logs_kept.iter().all(|(_, size)| *size <= 2_000), "{files:?}");
    let end = tail(data.path(), 300);
    assert!(end.ends_with("other 499\n") && end.starts_with('o'), "{end}");
    assert!(tail(data.path(), 1_500).lines().all(|it| it.starts_with('o')));
}

fn fs_entries(folder: &Path) -> Vec<(String, u64)> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap())
        .map(|it| (it.file_name().into_string().unwrap(), it.metadata().unwrap().len()))
        .collect()
}

#[test]
fn a_place_in_the_source_names_no_folder_of_the_computer() {
    for (file, place) in [
        ("/a/b/registry/src/index-1/hyper-1.2.3/src/client.rs", "hyper-1.2.3/src/client.rs"),
        ("src-tauri/crates/app/src/vault/sealed.rs", "app/src/vault/sealed.rs"),
        ("C:\\a\\app\\src\\log.rs", "app/src/log.rs"),
        ("tests.rs", "tests.rs"),
    ] {
        assert_eq!(from_crate(file), place);
    }
}

#[cfg(unix)]
#[test]
fn the_log_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let data = tempfile::tempdir().unwrap();
    LogFiles::new(folder(data.path())).append("x\n");
    let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&folder(data.path())), mode(&path(data.path()))), (0o700, 0o600));
}
