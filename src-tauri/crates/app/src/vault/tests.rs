//! The encrypted file: what opens it, what does not, and what a crash at any step leaves behind. A crash is a real
//! one: these tests start their own binary again, which ends itself in the middle of a command.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use std::cell::Cell;
use std::process::Command;

use secrecy::SecretString;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::call::RawCall;
use crate::{App, Config};

/// Set in a process that is to crash: the step, how often it passes it before, its folder, and what it runs.
const CRASH: &str = "SCIMSCOPE_TEST_CRASH";
const OLD: &str = "correct horse battery";
const NEW: &str = "staple of another kind";
const TOKEN: &str = "canary-token-5d1f";

thread_local! {
    static PASSED: Cell<u32> = const { Cell::new(0) };
}

/// Ends this process at the step that it was started to crash at.
pub(crate) fn end_at(name: &str) {
    let Ok(asked) = std::env::var(CRASH) else { return };
    let asked: Value = serde_json::from_str(&asked).unwrap();
    if asked["step"] == name && PASSED.replace(PASSED.get() + 1) == asked["after"] {
        std::process::abort();
    }
}

/// A keychain of real files, so that it outlives a crash.
struct FolderKeychain(PathBuf);

impl FolderKeychain {
    fn entry(&self, account: &str) -> PathBuf {
        self.0.join(account.replace(':', "-"))
    }

    fn entries(&self) -> Vec<String> {
        let Ok(found) = std::fs::read_dir(&self.0) else { return Vec::new() };
        found.map(|it| it.unwrap().file_name().into_string().unwrap()).collect()
    }
}

impl SecretStore for FolderKeychain {
    fn name(&self) -> String {
        "Folder keychain".into()
    }
    fn status(&self) -> Result<(), KeychainError> {
        if self.0.is_dir() { Ok(()) } else { Err(KeychainError::new("It is gone.", "Bring it.")) }
    }
    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        self.status()?;
        Ok(std::fs::read_to_string(self.entry(account)).ok().map(SecretString::from))
    }
    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.status()?;
        std::fs::write(self.entry(account), secret.expose_secret()).unwrap();
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.status()?;
        files::erase(&self.entry(account)).unwrap();
        Ok(())
    }
}

/// A data folder with a keychain beside it.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        let bench = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(bench.keychain().0).unwrap();
        bench
    }

    fn keychain(&self) -> FolderKeychain {
        keychain_of(self.0.path())
    }

    fn app(&self) -> App {
        app_of(self.0.path())
    }

    fn vault(&self) -> Vault {
        Vault::new(&self.0.path().join("data"), Arc::new(self.keychain()))
    }

    /// Runs a command in a process of its own that ends itself at a step. False where the command was over before.
    fn crash(&self, step: &str, after: u32, command: &str, request: &Value) -> bool {
        let crash = json!({
            "step": step, "after": after, "folder": self.0.path(), "command": command,
            "request": request,
        });
        let ran = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "vault::tests::inner_crashes", "--test-threads=1"])
            .env(CRASH, crash.to_string())
            .output()
            .unwrap();
        !ran.status.success()
    }
}

fn keychain_of(folder: &Path) -> FolderKeychain {
    FolderKeychain(folder.join("keychain"))
}

fn app_of(folder: &Path) -> App {
    App::open(Config::new(&folder.join("data"), Arc::new(keychain_of(folder)))).unwrap()
}

async fn call(
    app: &App,
    command: &str,
    request: Value,
) -> Result<Value, crate::api::error::UiError> {
    let answer = app.call(command, request, None, RawCall::detached()).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

#[tokio::test]
async fn inner_crashes() {
    let Ok(asked) = std::env::var(CRASH) else { return };
    let asked: Value = serde_json::from_str(&asked).unwrap();
    let app = app_of(Path::new(asked["folder"].as_str().unwrap()));
    if asked["command"] != "passphrase_set" {
        call(&app, "passphrase_unlock", json!({ "passphrase": OLD })).await.unwrap();
    }
    call(&app, asked["command"].as_str().unwrap(), asked["request"].clone()).await.unwrap();
}

/// The data folder of somebody with a tenant whose token is stored.
async fn with_tenant(bench: &Bench) -> App {
    let app = bench.app();
    let tenant = json!({
        "name": "A", "environment": "test", "colour": "teal", "baseUrl": "https://a.example.com",
        "authentication": "bearer", "secret": { "kind": "replace", "value": TOKEN },
        "askEachTime": false, "connectSeconds": 5, "totalSeconds": 10,
    });
    call(&app, "tenant_save", tenant).await.unwrap();
    app
}

/// What a person finds who starts Scimscope again and unlocks it where it asks: everything.
async fn everything_is_there(bench: &Bench, passphrases: &[&str]) {
    let app = bench.app();
    let started = call(&app, "app_start", json!({})).await.unwrap();
    let storage = if started["storage"]["passphrase"] == "none" {
        started["storage"].clone()
    } else {
        let mut opened = Err(None);
        for passphrase in passphrases {
            if opened.is_err() {
                let asked = json!({ "passphrase": passphrase });
                opened = call(&app, "passphrase_unlock", asked).await.map_err(Some);
            }
        }
        opened.unwrap()
    };
    assert_eq!(storage["state"], "open", "{storage}");
    let tenants = call(&app, "tenant_list", json!({})).await.unwrap();
    assert_eq!(tenants[0]["secret"], "stored", "{tenants}");
    let account = format!("tenant:{}", tenants[0]["id"].as_str().unwrap());
    let token = app.vault().read(&account).unwrap().unwrap();
    assert_eq!(token.expose_secret(), TOKEN);
    if storage["passphrase"] == "open" {
        assert_eq!(bench.keychain().entries(), Vec::<String>::new(), "copies stay in the keychain");
    }
}

#[tokio::test]
async fn a_crash_at_any_step_of_making_the_file_loses_nothing() {
    for step in ["draft", "written", "synced", "renamed"] {
        for after in 0..2 {
            let bench = Bench::new();
            drop(with_tenant(&bench).await);
            let crashed = bench.crash(step, after, "passphrase_set", &json!({ "passphrase": OLD }));
            assert!(crashed, "{step} {after}");
            everything_is_there(&bench, &[OLD]).await;
        }
    }
}

#[tokio::test]
async fn a_crash_at_any_step_of_changing_leaves_the_old_or_the_new_passphrase() {
    for step in ["draft", "written", "synced", "renamed"] {
        let bench = Bench::new();
        let app = with_tenant(&bench).await;
        call(&app, "passphrase_set", json!({ "passphrase": OLD })).await.unwrap();
        drop(app);
        let change = json!({ "current": OLD, "passphrase": NEW });
        assert!(bench.crash(step, 0, "passphrase_change", &change), "{step}");
        everything_is_there(&bench, &[OLD, NEW]).await;
    }
}

#[tokio::test]
async fn a_crash_at_any_step_of_forgetting_leaves_every_secret_in_one_place() {
    let steps = [
        ("draft", 0),
        ("written", 0),
        ("synced", 0),
        ("renamed", 0),
        ("copied", 0),
        ("copied", 1),
        ("read back", 0),
        ("erasing", 0),
    ];
    for (step, after) in steps {
        let bench = Bench::new();
        let app = with_tenant(&bench).await;
        call(&app, "passphrase_set", json!({ "passphrase": OLD })).await.unwrap();
        drop(app);
        assert!(bench.crash(step, after, "passphrase_forget", &json!({})), "{step} {after}");
        everything_is_there(&bench, &[OLD]).await;
        assert!(!bench.crash("never", 0, "passphrase_forget", &json!({})), "{step}: it goes on");
        assert!(!bench.vault().exists());
        everything_is_there(&bench, &[]).await;
    }
}

#[test]
fn two_of_us_see_each_others_secrets_and_a_change_locks_the_other() {
    let bench = Bench::new();
    let (one, other) = (bench.vault(), bench.vault());
    let (old, new) = (SecretString::from(OLD), SecretString::from(NEW));
    let turn = one.take_turn().unwrap();
    one.make(&turn, &old, Entries::new(), false).unwrap();
    drop(turn);
    assert!(matches!(other.check(), Err(VaultError::Locked)));
    other.unlock(&old).unwrap();
    std::thread::scope(|scope| {
        for vault in [&one, &other] {
            for at in 0..3 {
                let account = format!("{at} {vault:p}");
                scope.spawn(move || vault.write(&account, &SecretString::from("x")).unwrap());
            }
        }
    });
    assert_eq!(one.contents().unwrap().unwrap().entries.len(), 6);
    other.change(&old, &new).unwrap();
    assert!(matches!(one.check(), Err(VaultError::Locked)));
    assert_eq!(one.unlock(&old), Err(VaultError::Wrong));
    one.unlock(&new).unwrap();
    assert_eq!(one.contents().unwrap().unwrap().entries.len(), 6);
}

#[test]
fn what_is_not_sound_is_named_and_left_byte_for_byte() {
    let bench = Bench::new();
    let vault = bench.vault();
    let passphrase = SecretString::from(OLD);
    let turn = vault.take_turn().unwrap();
    let secret = Entries::from([("a".to_owned(), SecretString::from(TOKEN))]);
    vault.make(&turn, &passphrase, secret, false).unwrap();
    drop(turn);
    let sound = std::fs::read(vault.path()).unwrap();
    let text = String::from_utf8(sound.clone()).unwrap();
    assert!(!text.contains(TOKEN) && !text.contains("\"a\""), "{text}");
    let sealed = text.split("\"sealed\": \"").nth(2).unwrap();
    let changed = text.replace(sealed, &format!("AAAA{}", &sealed[4..]));
    let cases: [(Vec<u8>, &str); 6] = [
        (Vec::new(), "damaged"),
        (sound[..sound.len() / 2].to_vec(), "damaged"),
        (changed.into_bytes(), "damaged"),
        (b"{\"form\":\"other\",\"version\":1}".to_vec(), "damaged"),
        (text.replace("\"version\": 1", "\"version\": 7").into_bytes(), "newer"),
        (vec![b' '; usize::try_from(LARGEST).unwrap() + 1], "damaged"),
    ];
    for (bytes, code) in cases {
        std::fs::write(vault.path(), &bytes).unwrap();
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(80)]).into_owned();
        let fresh = bench.vault();
        assert_eq!(fresh.unlock(&passphrase).unwrap_err().code(), code, "{start}");
        fresh.write("b", &SecretString::from("x")).unwrap_err();
        fresh.read("a").unwrap_err();
        assert_eq!(fresh.state(), PassphraseState::Locked);
        assert_eq!(std::fs::read(vault.path()).unwrap(), bytes, "{start}");
    }
    std::fs::write(vault.path(), &sound).unwrap();
    assert_eq!(
        bench.vault().unlock(&SecretString::from("wrong, and long")),
        Err(VaultError::Wrong)
    );
    bench.vault().unlock(&passphrase).unwrap();
}

#[test]
fn what_could_not_be_read_again_is_not_written() {
    let bench = Bench::new();
    let vault = bench.vault();
    let turn = vault.take_turn().unwrap();
    vault.make(&turn, &SecretString::from(OLD), Entries::new(), false).unwrap();
    drop(turn);
    let sound = std::fs::read(vault.path()).unwrap();
    // In base64 four letters stand for three bytes.
    let long = "x".repeat(usize::try_from(LARGEST / 4 * 3).unwrap());
    vault.write("a", &SecretString::from(long)).unwrap_err();
    assert_eq!(std::fs::read(vault.path()).unwrap(), sound);
    vault.check().unwrap();
}

#[cfg(unix)]
#[test]
fn the_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::new();
    let vault = bench.vault();
    let turn = vault.take_turn().unwrap();
    vault.make(&turn, &SecretString::from(OLD), Entries::new(), false).unwrap();
    drop(turn);
    vault.write("a", &SecretString::from(TOKEN)).unwrap();
    for name in [FILE, LOCK] {
        let mode = vault.folder.join(name).metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    assert_eq!(vault.folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}
