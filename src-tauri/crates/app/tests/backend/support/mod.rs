//! A backend over a temporary folder, secrets in memory, and calls as a window makes them.
#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

use app::api::error::UiError;
use app::call::RawCall;
use app::secrets::{KeychainError, SecretStore};
use app::{App, Config, Confirm, Question};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::sync::Notify;

/// A keychain in memory that can be taken away.
#[derive(Debug, Default)]
pub struct MemoryKeychain {
    pub entries: Mutex<HashMap<String, String>>,
    pub missing: Mutex<bool>,
    /// Whether entries cannot be removed.
    pub stuck: Mutex<bool>,
    /// How long it takes to say whether it is there, as one that is locked does.
    pub slow: Mutex<std::time::Duration>,
    /// What happens meanwhile when something of a tenant is written, once.
    pub on_write: Mutex<Meanwhile>,
    /// How often it was asked whether it is there, and for a value.
    pub asked: Mutex<(u32, u32)>,
}

/// Something that happens once.
#[derive(Default)]
pub struct Meanwhile(pub Option<Box<dyn FnOnce() + Send>>);

impl std::fmt::Debug for Meanwhile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Meanwhile").field(&self.0.is_some()).finish()
    }
}

impl MemoryKeychain {
    pub fn absent() -> Arc<Self> {
        let keychain = Self::default();
        *keychain.missing.lock().unwrap() = true;
        Arc::new(keychain)
    }

    pub fn set_missing(&self, missing: bool) {
        *self.missing.lock().unwrap() = missing;
    }

    pub fn set_stuck(&self, stuck: bool) {
        *self.stuck.lock().unwrap() = stuck;
    }

    fn check(&self) -> Result<(), KeychainError> {
        if *self.missing.lock().unwrap() {
            return Err(KeychainError::new("There is no keychain here.", "Start one."));
        }
        Ok(())
    }
}

impl SecretStore for MemoryKeychain {
    fn name(&self) -> String {
        "Test keychain".into()
    }
    fn status(&self) -> Result<(), KeychainError> {
        self.asked.lock().unwrap().0 += 1;
        let slow = *self.slow.lock().unwrap();
        std::thread::sleep(slow);
        self.check()
    }
    fn read(&self, account: &str) -> Result<Option<SecretString>, KeychainError> {
        self.asked.lock().unwrap().1 += 1;
        self.check()?;
        Ok(self.entries.lock().unwrap().get(account).map(|it| SecretString::from(it.clone())))
    }
    fn write(&self, account: &str, secret: &SecretString) -> Result<(), KeychainError> {
        self.check()?;
        if account.starts_with("tenant:") {
            let meanwhile = self.on_write.lock().unwrap().0.take();
            meanwhile.into_iter().for_each(|it| it());
        }
        self.entries.lock().unwrap().insert(account.into(), secret.expose_secret().into());
        Ok(())
    }
    fn remove(&self, account: &str) -> Result<(), KeychainError> {
        self.check()?;
        if *self.stuck.lock().unwrap() {
            return Err(KeychainError::new("The entry is in use.", "Try again."));
        }
        self.entries.lock().unwrap().remove(account);
        Ok(())
    }
}

/// A backend over a data folder.
pub fn backend(folder: &Path, keychain: &Arc<MemoryKeychain>) -> App {
    let secrets: Arc<dyn SecretStore> = Arc::clone(keychain) as _;
    App::open(Config::new(folder, secrets)).unwrap()
}

/// A person who answers the system's dialogs, and counts them.
#[derive(Default)]
pub struct Person {
    pub says_yes: AtomicBool,
    pub asked: Mutex<Vec<Question>>,
    /// Set for one who thinks: what to tell when asked, and what to wait for.
    pub thinks: Mutex<Option<(Arc<Notify>, Receiver<()>)>>,
}

impl Person {
    /// What was asked, in its words.
    pub fn texts(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|it| it.text.clone()).collect()
    }
}

impl Confirm for Person {
    fn confirm(&self, question: &Question) -> bool {
        self.asked.lock().unwrap().push(question.clone());
        if let Some((asked, thought)) = self.thinks.lock().unwrap().take() {
            asked.notify_one();
            thought.recv().unwrap();
        }
        self.says_yes.load(Ordering::Relaxed)
    }
}

/// A backend over a folder of its own, with a person before it who says no.
pub struct Bench {
    pub folder: tempfile::TempDir,
    pub keychain: Arc<MemoryKeychain>,
    pub person: Arc<Person>,
    pub app: App,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (keychain, person) = (Arc::<MemoryKeychain>::default(), Arc::<Person>::default());
        let secrets: Arc<dyn SecretStore> = Arc::clone(&keychain) as _;
        let confirm: Arc<dyn Confirm> = Arc::clone(&person) as _;
        let app = App::open(Config { confirm, ..Config::new(folder.path(), secrets) }).unwrap();
        Self { folder, keychain, person, app }
    }

    /// The main secret of a tenant in the keychain.
    pub fn stored(&self, tenant: &Value) -> Option<String> {
        let account = format!("tenant:{}", tenant["id"].as_str().unwrap());
        self.keychain.entries.lock().unwrap().get(&account).cloned()
    }
}

/// Makes a call as a window does.
pub async fn call(app: &App, name: &str, request: Value) -> Result<Value, UiError> {
    let answer = app.call(name, request, None, RawCall::detached()).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

/// Makes a call that must work.
pub async fn ok(app: &App, name: &str, request: Value) -> Value {
    call(app, name, request).await.unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// Opens the sandbox.
pub async fn open_sandbox(app: &App) -> Value {
    ok(app, "tenant_open", json!({ "tenantId": "sandbox" })).await
}

/// A tenant as the form sends it.
pub fn draft(base_url: &str, token: &str) -> Value {
    json!({
        "name": "Test server", "environment": "test", "colour": "teal", "baseUrl": base_url,
        "authentication": "bearer", "secret": { "kind": "replace", "value": token },
        "askEachTime": false, "connectSeconds": 5, "totalSeconds": 10,
    })
}

/// The database of a folder, opened beside the backend as another program could that has the key.
pub fn database(folder: &Path, keychain: &MemoryKeychain) -> rusqlite::Connection {
    let key = keychain.entries.lock().unwrap()["database-key"].clone();
    let database = rusqlite::Connection::open(folder.join("scimscope.db")).unwrap();
    database.execute_batch(&format!("PRAGMA key = \"x'{key}'\"")).unwrap();
    database
}

/// The places in the database where a text stands, as table and column: it is encrypted, so looking at the file finds
/// nothing. The search index aside, which holds only what stands in tables.
pub fn in_database(folder: &Path, keychain: &MemoryKeychain, text: &str) -> Vec<String> {
    let database = database(folder, keychain);
    let sql = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
        WHERE t.type = 'table' AND t.name NOT LIKE 'search%'";
    let mut statement = database.prepare(sql).unwrap();
    let columns = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let columns: Vec<(String, String)> = columns.map(Result::unwrap).collect();
    assert!(columns.iter().any(|(table, _)| table == "tenants"), "{columns:?}");
    let holds = |(table, column): &(String, String)| {
        let sql = format!(
            "SELECT count(*) FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS TEXT), ?1) > 0"
        );
        database.query_row(&sql, [text], |row| row.get::<_, u32>(0)).unwrap() > 0
    };
    columns
        .iter()
        .filter(|it| holds(it))
        .map(|(table, column)| format!("{table}.{column}"))
        .collect()
}

/// Every file below a folder, for looking whether a text stands in one.
pub fn files(folder: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}

/// Whether a text stands in any file below a folder.
pub fn on_disk(folder: &Path, text: &str) -> bool {
    files(folder).iter().any(|(_, bytes)| bytes.windows(text.len()).any(|it| it == text.as_bytes()))
}
