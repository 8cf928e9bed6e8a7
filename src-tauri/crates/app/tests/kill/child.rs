//! The program that is killed: the backend as the window has it, in a process of its own, which tells its parent
//! what it told its window.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use app::api::event::AppEvent;
use app::call::RawCall;
use app::{App, Config};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::broadcast::error::RecvError;

use crate::keychain::FileKeychain;
use crate::provider::TOKEN;

const FOLDER: &str = "SCIMSCOPE_TEST_FOLDER";
const BASE_URL: &str = "SCIMSCOPE_TEST_BASE_URL";
const ROUND: &str = "SCIMSCOPE_TEST_ROUND";
/// A child that says nothing for so long hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// An exchange of which the window was told.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(crate) id: i64,
    pub(crate) round: u32,
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) status: Option<u16>,
}

/// What a child says, one to a line.
#[derive(Debug, Serialize, Deserialize)]
enum Line {
    Exchange(Told),
    /// The answer of the command that saves a tenant.
    Saved,
    /// It cannot do what it should.
    Stuck(String),
}

/// All that a child had said when it died.
#[derive(Debug, Default)]
pub(crate) struct LastWords {
    pub(crate) exchanges: Vec<Told>,
    pub(crate) saved: bool,
}

pub(crate) struct Child {
    process: std::process::Child,
    lines: Receiver<Line>,
    words: LastWords,
    ended_early: bool,
}

impl Child {
    pub(crate) fn start(folder: &Path, base_url: String, round: u32) -> Child {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::a_window_until_it_is_killed", "--nocapture"])
            .env(FOLDER, folder)
            .env(BASE_URL, base_url)
            .env(ROUND, round.to_string())
            .env("TMPDIR", folder.join("tmp"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            // What is no line of ours is the test runner's; a line that was cut off was not said.
            let said = output.lines().map_while(Result::ok);
            for line in said.filter_map(|line| serde_json::from_str(&line).ok()) {
                drop(sender.send(line));
            }
        });
        Child { process, lines, words: LastWords::default(), ended_early: false }
    }

    /// Waits until it has told this many exchanges.
    pub(crate) fn wait_for(&mut self, exchanges: u64) {
        while (self.words.exchanges.len() as u64) < exchanges {
            let line = self.lines.recv_timeout(PATIENCE);
            self.take(line.unwrap_or_else(|_| panic!("the child went silent: {:?}", self.words)));
        }
    }

    /// Kills it in so many microseconds, which no sleep could be exact enough for.
    pub(crate) fn kill_after_micros(&mut self, micros: u64) {
        let (begin, moment) = (Instant::now(), Duration::from_micros(micros));
        while begin.elapsed() < moment {
            std::hint::spin_loop();
        }
        self.ended_early = self.process.try_wait().unwrap().is_some();
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    /// What it told up to its end, and still stood in the pipe.
    pub(crate) fn last_words(mut self) -> LastWords {
        while let Ok(line) = self.lines.recv() {
            self.take(line);
        }
        assert!(!self.ended_early, "the child ended by itself");
        self.words
    }

    fn take(&mut self, line: Line) {
        match line {
            Line::Exchange(told) => self.words.exchanges.push(told),
            Line::Saved => self.words.saved = true,
            Line::Stuck(why) => panic!("the child is stuck: {why}"),
        }
    }
}

/// Not a test by itself: the other side of [`Child::start`]. Without a folder it has nothing to do.
#[test]
fn a_window_until_it_is_killed() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let round = std::env::var(ROUND).unwrap().parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let stuck = runtime.block_on(live(&folder, &std::env::var(BASE_URL).unwrap(), round));
    say(&Line::Stuck(format!("{stuck:?}")));
}

/// Browses for ever, four requests at a time.
async fn live(folder: &Path, base_url: &str, round: u32) -> Result<(), app::api::error::UiError> {
    let app = App::open(Config::new(
        &folder.join("data"),
        Arc::new(FileKeychain::new(folder.join("keychain"))),
    ))
    .unwrap();
    pass_on_events(&app, round);
    let started = call(&app, "app_start", json!({})).await?;
    if started["storage"]["state"] != "open" {
        say(&Line::Stuck(format!("what was left behind does not open: {started}")));
    }
    let tenant = tenant(&app, base_url).await?;
    call(&app, "tenant_open", json!({ "tenantId": tenant })).await?;
    let tasks = (0..4_u32).map(|task| {
        let (app, tenant) = (app.clone(), tenant.clone());
        tokio::spawn(async move {
            for number in 0_u32.. {
                let id = format!("{round}-{task}-{number}");
                let asked =
                    json!({ "tenantId": tenant, "resourceType": "User", "id": id, "fresh": true });
                if let Err(error) = call(&app, "resource_read", asked).await {
                    say(&Line::Stuck(format!("{error:?}")));
                }
            }
        })
    });
    for task in tasks.collect::<Vec<_>>() {
        task.await.unwrap();
    }
    Ok(())
}

/// The tenant of this provider; saved by the first program that gets so far.
async fn tenant(app: &App, base_url: &str) -> Result<Value, app::api::error::UiError> {
    let tenants = call(app, "tenant_list", json!({})).await?;
    let known = tenants.as_array().unwrap().iter().find(|it| it["baseUrl"] == base_url);
    if let Some(known) = known.filter(|it| it["secret"] == "stored") {
        return Ok(known["id"].clone());
    }
    let draft = json!({
        "id": known.map(|it| it["id"].clone()),
        "name": "Test server", "environment": "test", "colour": "teal", "baseUrl": base_url,
        "authentication": "bearer", "secret": { "kind": "replace", "value": TOKEN },
        "askEachTime": false, "connectSeconds": 5, "totalSeconds": 10,
    });
    let saved = call(app, "tenant_save", draft).await?;
    say(&Line::Saved);
    Ok(saved["id"].clone())
}

fn pass_on_events(app: &App, round: u32) {
    let mut events = app.events();
    tokio::spawn(async move {
        loop {
            match events.recv().await {
                Ok(AppEvent::ExchangeRecorded { exchange, .. }) => say(&Line::Exchange(Told {
                    id: exchange.id.parse().unwrap(),
                    round,
                    method: exchange.method,
                    url: exchange.url,
                    status: exchange.status,
                })),
                Ok(AppEvent::RecordingFailed { reason }) => say(&Line::Stuck(reason)),
                Ok(_) => {}
                Err(RecvError::Closed) => break,
                Err(error) => say(&Line::Stuck(error.to_string())),
            }
        }
    });
}

async fn call(app: &App, name: &str, request: Value) -> Result<Value, app::api::error::UiError> {
    let answer = app.call(name, request, None, RawCall::detached()).await?;
    Ok(serde_json::from_str(answer.get()).unwrap())
}

/// One write for each line, past the test runner's idea of output.
fn say(line: &Line) {
    let text = format!("\n{}\n", serde_json::to_string(line).unwrap());
    let mut output = std::io::stdout().lock();
    output.write_all(text.as_bytes()).unwrap();
    output.flush().unwrap();
}
