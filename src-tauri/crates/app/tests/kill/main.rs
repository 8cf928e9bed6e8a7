//! A program that is killed in the middle of writing, two hundred times over: what it told its window is there
//! afterwards, byte for byte, the database is sound, and no secret stands in any file.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop"
)]

mod child;
mod keychain;
mod look;
mod provider;

use std::collections::BTreeMap;
use std::path::PathBuf;

use child::{Child, Told};
use keychain::FileKeychain;
use provider::Provider;
use store::ExchangeRow;
use tempfile::TempDir;

const ROUNDS: u32 = 200;
/// So many rounds follow each other in one data folder before the next one begins with none.
const ROUNDS_PER_FOLDER: u32 = 10;

/// Where one program after the other lives and dies.
struct Home {
    folder: TempDir,
    /// What the windows were told in this folder, with the text that only that exchange holds.
    told: BTreeMap<i64, Told>,
    /// Whether a program came so far as to say that it saved the tenant.
    saved: bool,
}

impl Home {
    fn new() -> Home {
        let folder = tempfile::tempdir().unwrap();
        for name in ["data", "tmp"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        Home { folder, told: BTreeMap::new(), saved: false }
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn keychain(&self) -> FileKeychain {
        FileKeychain::new(self.folder.path().join("keychain"))
    }
}

/// Numbers without a pattern, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn what_a_window_was_told_outlives_a_kill() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let provider = runtime.block_on(Provider::start());
    let mut dice = Dice(0x5c1a_2b3c_4d5e_6f71);
    let (mut home, mut exchanges, mut largest_log) = (Home::new(), Vec::new(), 0);
    for round in 0..ROUNDS {
        if round % ROUNDS_PER_FOLDER == 0 {
            home = Home::new();
        }
        live_and_die(&mut home, &provider, round, &mut dice);
        exchanges
            .extend(home.told.values().filter(|it| it.round == round).map(|it| it.url.clone()));
        largest_log = largest_log.max(look::size_of_log(&home.data()));
        check(&home, round);
    }
    let resources = exchanges.iter().filter(|url| url.contains("/Users/")).count();
    let all = exchanges.len();
    println!("{ROUNDS} kills; {all} exchanges were told ({resources} resources) and are there");
    // Otherwise all of this says nothing: the programs died before they did anything, or with all work done.
    assert!(resources > ROUNDS as usize * 2, "only {resources} resources were read");
    assert!(largest_log > 0, "no kill left a log behind");
    assert!(provider.saw_token(), "the token was never sent");
}

/// One program: killed at its birth now and then, else soon after it has told so and so many exchanges.
fn live_and_die(home: &mut Home, provider: &Provider, round: u32, dice: &mut Dice) {
    let mut child = Child::start(home.folder.path(), provider.base_url(), round);
    let wanted = if round % ROUNDS_PER_FOLDER < 2 { dice.below(2) } else { 1 + dice.below(24) };
    child.wait_for(wanted);
    // Some are in the middle of a transaction then, some in a checkpoint, some between two.
    let moment = if wanted == 0 { dice.below(60_000) } else { dice.below(2_000) };
    child.kill_after_micros(moment);
    let last_words = child.last_words();
    home.saved |= last_words.saved;
    for told in last_words.exchanges {
        let twice = home.told.insert(told.id, told);
        assert!(twice.is_none(), "round {round}: an id was told twice: {twice:?}");
    }
}

fn check(home: &Home, round: u32) {
    let what = format!("after the kill of round {round}");
    look::assert_no_secret_in_files(home.folder.path(), &what);
    let Some(store) = look::open(&home.data(), &home.keychain(), &what) else {
        assert!(home.told.is_empty() && !home.saved, "{what} there is no database");
        return;
    };
    let tenants = store.tenants().list().unwrap();
    let is_there = tenants.iter().any(|it| it.base_url.starts_with("http://127.0.0.1:"));
    assert!(is_there || !home.saved, "{what} the tenant is gone");
    for (id, told) in &home.told {
        let row = store.exchanges().get(*id).unwrap();
        let row = row.unwrap_or_else(|| panic!("{what} exchange {id} is gone"));
        assert_whole(&row, told, &what);
        if told.round == round {
            look::assert_found(&store, *id, told, &what);
        }
    }
    look::assert_sound(&home.data(), &home.keychain(), &what);
}

/// Everything that the window was told of it and that the provider sent.
fn assert_whole(row: &ExchangeRow, told: &Told, what: &str) {
    let asked = format!("{what}: {} {}", told.method, told.url);
    assert_eq!((row.method.as_str(), row.url.as_str()), (told.method.as_str(), told.url.as_str()));
    assert_eq!(row.status, told.status, "{asked}");
    let (status, body) = provider::answer(&told.url);
    assert_eq!(row.status, Some(status), "{asked}");
    let body = provider::without_secrets(&body);
    assert!(row.response_body.as_deref() == Some(body.as_bytes()), "{asked}: another body");
    let value = |headers: &[(String, String)], wanted: &str| {
        let found = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.clone())
    };
    assert_eq!(value(&row.request_headers, "authorization").as_deref(), Some("Bearer •••"));
    assert_eq!(value(&row.response_headers, "set-cookie").as_deref(), Some("•••"), "{asked}");
    let request_id = value(&row.response_headers, "x-request-id");
    assert_eq!(request_id, Some(provider::request_id(&told.url)), "{asked}");
    assert_eq!(row.request_id, request_id, "{asked}");
}
