//! The keychain against the real GNOME Keyring, and what is said where there is none.
//!
//! Each test starts this very binary again inside a D-Bus session of its own, with a home of its own; there the
//! test named as its `inner` does the looking.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)] // Helpers of tests are tests.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use app::api::error::{ErrorCode, UiError};
use app::call::RawCall;
use app::secrets::{KeychainError, SecretStore};
use scimscope_lib::keychain::Keychain;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

/// Set inside a session: the name of the inner test that is to look.
const INNER: &str = "KEYCHAIN_TEST_INNER";

/// Starts the daemon with its keyring opened, made first where there is none.
const UNLOCKED: &str = "printf password | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner \
        string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.05; done";
/// Starts the daemon as it finds things.
const STARTED: &str = "gnome-keyring-daemon --start --components=secrets --daemonize >/dev/null
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner \
        string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.05; done";

/// Ends the daemon.
const STOPPED: &str = "kill $(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets | grep -o '[0-9]*$')
    while dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner \
        string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.05; done";

/// A home without anything in it.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Home {
        let home = tempfile::tempdir().unwrap();
        // No folders of services: nothing starts by itself on this bus.
        let config = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
            <policy context='default'><allow send_destination='*' eavesdrop='true'/>
            <allow eavesdrop='true'/><allow own='*'/></policy></busconfig>";
        fs::write(home.path().join("bus.conf"), config).unwrap();
        fs::create_dir(home.path().join("run")).unwrap();
        let private = std::os::unix::fs::PermissionsExt::from_mode(0o700);
        fs::set_permissions(home.path().join("run"), private).unwrap();
        Home(home)
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let home = self.0.path();
        command.env("HOME", home).env("XDG_RUNTIME_DIR", home.join("run"));
        for name in ["DATA", "CONFIG", "CACHE", "STATE"] {
            command.env(format!("XDG_{name}_HOME"), home.join(name));
        }
        for name in
            ["DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL"]
        {
            command.env_remove(name);
        }
        command
    }

    /// Runs an inner test on a bus of its own, after `before` was run there by the shell.
    fn on_a_bus(&self, before: &str, inner: &str) {
        let mut command = self.command(Path::new("dbus-run-session"));
        command.arg("--config-file").arg(self.0.path().join("bus.conf"));
        command.args([
            "--",
            "sh",
            "-ec",
            &format!("{before}\nexec \"$0\" --exact \"$1\" --nocapture"),
        ]);
        command.arg(std::env::current_exe().unwrap());
        finish(command, inner);
    }

    fn without_a_bus(&self, inner: &str) {
        let mut command = self.command(&std::env::current_exe().unwrap());
        command.args(["--exact", inner, "--nocapture"]);
        command.env(INNER, inner);
        assert!(command.status().unwrap().success(), "{inner}");
    }
}

fn finish(mut command: Command, inner: &str) {
    let ran = command.arg(inner).env(INNER, inner).status();
    let ran = ran
        .expect("needs dbus-run-session (package dbus) and gnome-keyring-daemon (gnome-keyring)");
    assert!(ran.success(), "{inner}");
}

/// Whether this process was started by one of the tests to be this inner one.
fn is_inner(name: &str) -> bool {
    std::env::var(INNER).is_ok_and(|it| it == name)
}

fn long() -> SecretString {
    SecretString::from("täken-".repeat(1_000))
}

#[test]
fn secrets_are_kept_across_sessions_and_a_locked_keyring_hides_none() {
    let home = Home::new();
    home.on_a_bus(UNLOCKED, "inner_writes");
    home.on_a_bus(UNLOCKED, "inner_reads_and_removes");
    home.on_a_bus(STARTED, "inner_finds_it_locked");
}

#[test]
fn inner_writes() {
    if !is_inner("inner_writes") {
        return;
    }
    let keychain = Keychain::new();
    keychain.status().unwrap();
    assert!(keychain.read("database-key").unwrap().is_none(), "nothing is nothing");
    keychain.remove("database-key").unwrap();
    keychain.write("database-key", &SecretString::from("first")).unwrap();
    keychain.write("database-key", &SecretString::from("second")).unwrap();
    keychain.write("tenant/a", &long()).unwrap();
    keychain.write("tenant/b", &SecretString::from("gone soon")).unwrap();
    keychain.remove("tenant/b").unwrap();
}

#[test]
fn inner_reads_and_removes() {
    if !is_inner("inner_reads_and_removes") {
        return;
    }
    let keychain = Keychain::new();
    assert_eq!(keychain.read("database-key").unwrap().unwrap().expose_secret(), "second");
    assert_eq!(keychain.read("tenant/a").unwrap().unwrap().expose_secret(), long().expose_secret());
    assert!(keychain.read("tenant/b").unwrap().is_none());
    keychain.remove("tenant/a").unwrap();
    assert!(keychain.read("tenant/a").unwrap().is_none());
}

#[test]
fn inner_finds_it_locked() {
    if is_inner("inner_finds_it_locked") {
        assert_all_fail("locked", "Unlock");
    }
}

#[test]
fn a_keychain_without_a_default_keyring_says_so() {
    Home::new().on_a_bus(STARTED, "inner_finds_no_default");
}

#[test]
fn inner_finds_no_default() {
    if is_inner("inner_finds_no_default") {
        assert_all_fail("no default keyring", "default");
    }
}

#[test]
fn a_bus_without_a_keychain_says_so() {
    Home::new().on_a_bus("true", "inner_finds_no_service");
}

#[test]
fn inner_finds_no_service() {
    if is_inner("inner_finds_no_service") {
        assert_all_fail("nothing on this desktop offers the Secret Service", "KWallet");
    }
}

#[test]
fn a_session_without_a_bus_says_so() {
    Home::new().without_a_bus("inner_finds_no_bus");
}

#[test]
fn inner_finds_no_bus() {
    if is_inner("inner_finds_no_bus") {
        assert_all_fail("no D-Bus session bus", "dbus-run-session");
    }
}

#[test]
fn secrets_move_into_an_encrypted_file_and_back_into_the_keyring() {
    let home = Home::new();
    home.on_a_bus(UNLOCKED, "inner_moves_into_the_file");
    home.on_a_bus("true", "inner_unlocks_without_a_keyring");
    home.on_a_bus(UNLOCKED, "inner_moves_back");
    home.on_a_bus(UNLOCKED, "inner_finds_all_in_the_keyring");
}

const PASSPHRASE: &str = "correct horse battery";

/// A backend over this home, and what it says of its storage when that was tried, however long it took.
async fn backend() -> (app::App, Value) {
    let folder = Path::new(&std::env::var_os("HOME").unwrap()).join("data");
    let app = app::App::open(app::Config::new(&folder, Arc::new(Keychain::new()))).unwrap();
    call(&app, "app_start", json!({})).await.unwrap();
    let storage = call(&app, "storage_retry", json!({})).await.unwrap();
    (app, storage)
}

async fn call(app: &app::App, name: &str, request: Value) -> Result<Value, UiError> {
    let answer = app.call(name, request, None, RawCall::detached()).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

#[tokio::test]
async fn inner_moves_into_the_file() {
    if !is_inner("inner_moves_into_the_file") {
        return;
    }
    let (app, storage) = backend().await;
    assert_eq!(storage["state"], "open", "{storage}");
    let tenant = json!({
        "name": "A", "environment": "test", "colour": "teal", "baseUrl": "https://a.example.com",
        "authentication": "bearer", "secret": { "kind": "replace", "value": "kept" },
        "askEachTime": false, "connectSeconds": 5, "totalSeconds": 10,
    });
    let saved = call(&app, "tenant_save", tenant).await.unwrap();
    let account = format!("tenant:{}", saved["id"].as_str().unwrap());
    assert!(Keychain::new().read(&account).unwrap().is_some());
    let storage = call(&app, "passphrase_set", json!({ "passphrase": PASSPHRASE })).await.unwrap();
    assert_eq!((&storage["state"], &storage["passphrase"]), (&json!("open"), &json!("open")));
    for account in [account.as_str(), "database-key"] {
        assert!(Keychain::new().read(account).unwrap().is_none(), "{account} stays");
    }
}

#[tokio::test]
async fn inner_unlocks_without_a_keyring() {
    if !is_inner("inner_unlocks_without_a_keyring") {
        return;
    }
    let (app, storage) = backend().await;
    assert_eq!(storage["passphrase"], "locked", "{storage}");
    let opened =
        call(&app, "passphrase_unlock", json!({ "passphrase": PASSPHRASE })).await.unwrap();
    assert_eq!(opened["state"], "open", "{opened}");
    let error = call(&app, "passphrase_forget", json!({})).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Keychain, "{error:?}");
    assert_eq!(call(&app, "tenant_list", json!({})).await.unwrap()[0]["secret"], "stored");
}

#[tokio::test]
async fn inner_moves_back() {
    if !is_inner("inner_moves_back") {
        return;
    }
    let (app, _) = backend().await;
    call(&app, "passphrase_unlock", json!({ "passphrase": PASSPHRASE })).await.unwrap();
    let storage = call(&app, "passphrase_forget", json!({})).await.unwrap();
    assert_eq!((&storage["state"], &storage["passphrase"]), (&json!("open"), &json!("none")));
}

#[tokio::test]
async fn inner_finds_all_in_the_keyring() {
    if !is_inner("inner_finds_all_in_the_keyring") {
        return;
    }
    let (app, storage) = backend().await;
    assert_eq!(storage["state"], "open", "{storage}");
    let tenants = call(&app, "tenant_list", json!({})).await.unwrap();
    let id = tenants[0]["id"].as_str().unwrap();
    let kept = Keychain::new().read(&format!("tenant:{id}")).unwrap().unwrap();
    assert_eq!(kept.expose_secret(), "kept");
}

#[tokio::test]
async fn inner_says_what_was_asked() {
    if !is_inner("inner_says_what_was_asked") {
        return;
    }
    let (_app, storage) = backend().await;
    let problem = &storage["keychainProblem"];
    assert_eq!(problem["asked"], "org.freedesktop.secrets on the session bus");
    assert!(problem["cause"].as_str().unwrap().contains("No keychain is running"), "{problem}");
    for part in ["said", "remedy"] {
        assert!(!problem[part].as_str().unwrap().is_empty(), "{problem}");
    }
}

#[test]
fn a_missing_service_is_told_step_by_step() {
    Home::new().on_a_bus("true", "inner_says_what_was_asked");
}

/// No call may pass for "there is no such entry": a database whose key is merely out of reach would be
/// taken for one without.
fn assert_all_fail(reason: &str, remedy: &str) {
    let keychain = Keychain::new();
    let secret = SecretString::from("x");
    let failures: [KeychainError; 4] = [
        keychain.status().unwrap_err(),
        keychain.read("database-key").unwrap_err(),
        keychain.write("database-key", &secret).unwrap_err(),
        keychain.remove("database-key").unwrap_err(),
    ];
    for failure in failures {
        assert!(failure.reason.contains(reason), "{failure:?}");
        assert!(failure.remedy.contains(remedy), "{failure:?}");
    }
}

#[test]
fn a_keychain_that_comes_later_is_found_without_a_restart() {
    Home::new().on_a_bus("true", "inner_looks_again");
}

#[test]
fn inner_looks_again() {
    if !is_inner("inner_looks_again") {
        return;
    }
    let keychain = Keychain::new();
    keychain.status().unwrap_err();
    assert!(Command::new("sh").args(["-ec", UNLOCKED]).status().unwrap().success());
    keychain.status().unwrap();
    keychain.write("token", &SecretString::from("kept")).unwrap();
    assert_eq!(keychain.read("token").unwrap().unwrap().expose_secret(), "kept");
}

#[test]
fn a_keychain_that_was_restarted_says_so() {
    Home::new().on_a_bus(UNLOCKED, "inner_is_cut_off");
}

#[test]
fn inner_is_cut_off() {
    if !is_inner("inner_is_cut_off") {
        return;
    }
    let secret = SecretString::from("kept");
    Keychain::new().write("database-key", &secret).unwrap();
    let shell = |script: &str| Command::new("sh").args(["-ec", script]).status().unwrap().success();
    assert!(shell(STOPPED));
    Keychain::new().read("database-key").unwrap_err();
    assert!(shell(UNLOCKED));
    assert_all_fail("restarted", "start it again");
}
