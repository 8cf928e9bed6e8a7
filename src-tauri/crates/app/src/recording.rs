//! Writes exchanges into the history. Those that are ready at the same time go into one transaction, because the
//! transaction costs more than the exchange; each of them is kept before whoever waits for it hears so. The search index
//! takes them when nothing more comes.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use store::ExchangeRow;
use tokio::sync::oneshot;

use crate::App;
use crate::api::event::AppEvent;
use crate::api::exchanges::RateLimits;
use crate::error::Fault;
use crate::past;
use crate::state::WeakApp;

/// So long nothing is recorded before the search index is brought up to date.
const IDLE: Duration = Duration::from_secs(2);

/// Whoever sends several requests at once has their exchanges ready at about the same time. After a transaction the next one
/// waits as long as one more comes in each such moment, and half as many transactions cost half as much. Far below what a
/// person or a server would notice.
const MOMENT: Duration = Duration::from_micros(60);
/// How many moments it waits at most.
const MOMENTS: u32 = 4;

/// The exchanges that are about to be written.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Waiting>,
    is_writing: bool,
    /// How often something was written.
    written: u64,
    /// Somebody waits for a moment in which nothing is recorded.
    is_indexing: bool,
}

/// Where an exchange goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// After all others.
    New,
    /// The same, for a write that is not sent yet. The windows hear of it when they hear what came of it.
    Intention,
    /// In the place of the intention of this id.
    Outcome(i64),
}

/// An exchange, and who waits until it is kept.
#[derive(Debug)]
struct Waiting {
    place: Place,
    row: ExchangeRow,
    limits: Option<RateLimits>,
    kept: oneshot::Sender<Result<i64, Fault>>,
}

/// Keeps an exchange, tells the windows, and answers its id.
pub(crate) async fn keep(
    app: &App,
    place: Place,
    row: ExchangeRow,
    limits: Option<RateLimits>,
) -> Result<i64, Fault> {
    let (kept, answer) = oneshot::channel();
    let begins = {
        let recording = app.recording();
        let mut queue = recording.queue();
        queue.waiting.push(Waiting { place, row, limits, kept });
        !std::mem::replace(&mut queue.is_writing, true)
    };
    if begins {
        let app = app.clone();
        tokio::spawn(async move {
            let weak = app.weak();
            // A panic has told those who wait already.
            let _ended = tokio::task::spawn_blocking(move || write_all(&app)).await;
            index_when_idle(weak).await;
        });
    }
    answer
        .await
        .unwrap_or_else(|_| Err(Fault::Defect { reason: "the recording ended early".to_owned() }))
}

/// Brings the search index up to date as soon as nothing was recorded for a while. A backend that goes meanwhile leaves
/// it to the next search.
async fn index_when_idle(weak: WeakApp) {
    let begin = |app: App| {
        let mut queue = app.recording().queue();
        (!std::mem::replace(&mut queue.is_indexing, true)).then_some(queue.written)
    };
    let Some(mut before) = weak.get().and_then(begin) else { return };
    loop {
        tokio::time::sleep(IDLE).await;
        let Some(app) = weak.get() else { return };
        let now = app.recording().queue().written;
        if std::mem::replace(&mut before, now) != now {
            continue;
        }
        let indexer = app.clone();
        let indexed = tokio::task::spawn_blocking(move || index_until(&indexer, now)).await;
        let mut queue = app.recording().queue();
        // What cannot be indexed now is when somebody searches, and that one hears why not.
        if queue.written == now || !matches!(indexed, Ok(Ok(()))) {
            queue.is_indexing = false;
            return;
        }
    }
}

/// Takes exchanges into the index until it holds all of them, or something is written again. Blocks.
fn index_until(app: &App, written: u64) -> Result<(), store::Error> {
    while app.recording().queue().written == written && app.store().exchanges().index_some()? {}
    Ok(())
}

/// Writes until nothing waits any more. Blocks.
fn write_all(app: &App) {
    let mut turn = Turn { recording: app.recording(), is_done: false };
    let mut moments = 0;
    while let Some(batch) = turn.recording.next(moments) {
        write(app, batch);
        moments = MOMENTS;
    }
    turn.is_done = true;
}

/// The turn to write. Should it end by a panic, those who wait hear that, and the next exchange begins anew.
struct Turn<'a> {
    recording: &'a Recording,
    is_done: bool,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            let mut queue = self.recording.queue();
            queue.waiting.clear();
            queue.is_writing = false;
        }
    }
}

fn write(app: &App, batch: Vec<Waiting>) {
    let (outcomes, new): (Vec<Waiting>, Vec<Waiting>) =
        batch.into_iter().partition(|it| matches!(it.place, Place::Outcome(_)));
    let mut bases = HashMap::new();
    if !new.is_empty() {
        append(app, &mut bases, new);
    }
    for one in outcomes {
        complete(app, &mut bases, one);
    }
}

/// The base URLs of the tenants, as far as they were asked for.
type Bases = HashMap<String, Option<String>>;

fn append(app: &App, bases: &mut Bases, batch: Vec<Waiting>) {
    let mut rows = Vec::with_capacity(batch.len());
    let mut others = Vec::with_capacity(batch.len());
    for Waiting { place, row, limits, kept } in batch {
        rows.push(row);
        others.push((place, limits, kept));
    }
    let written = app.store().exchanges().append_all(&rows);
    match written {
        Ok(appended) => {
            for ((row, (place, limits, kept)), it) in rows.iter().zip(others).zip(appended) {
                if place == Place::New {
                    tell(app, bases, row, limits, it);
                }
                // Who asked may have gone; the exchange is kept all the same.
                drop(kept.send(Ok(it.id)));
            }
        }
        Err(error) if rows.len() == 1 => {
            if let Some((_, _, kept)) = others.pop() {
                drop(kept.send(Err(error.into())));
            }
        }
        // One that cannot be written must not take the others with it.
        Err(_) => {
            for (row, (place, limits, kept)) in rows.into_iter().zip(others) {
                append(app, bases, vec![Waiting { place, row, limits, kept }]);
            }
        }
    }
}

fn complete(app: &App, bases: &mut Bases, one: Waiting) {
    let Waiting { place: Place::Outcome(id), row, limits, kept } = one else { return };
    let completed = app.store().exchanges().complete(id, &row);
    let completed = completed.map(|it| {
        tell(app, bases, &row, limits, it);
        it.id
    });
    drop(kept.send(completed.map_err(Fault::from)));
}

fn tell(
    app: &App,
    bases: &mut Bases,
    row: &ExchangeRow,
    limits: Option<RateLimits>,
    appended: store::Appended,
) {
    let base = bases
        .entry(row.tenant_id.clone())
        .or_insert_with_key(|tenant_id| past::base_url_of(app, tenant_id));
    let exchange = past::summary_under(base.as_deref(), appended.id, row);
    let tenant_total = past::clamp(appended.tenant_total);
    app.emit(AppEvent::ExchangeRecorded { exchange, tenant_total, rate_limits: limits });
}

impl Recording {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What waits, once nothing came for a moment or so many moments have passed. With nothing the turn to write ends.
    fn next(&self, moments: u32) -> Option<Vec<Waiting>> {
        let mut before = self.queue().waiting.len();
        for _ in 0..moments {
            std::thread::sleep(MOMENT);
            let now = self.queue().waiting.len();
            if std::mem::replace(&mut before, now) == now {
                break;
            }
        }
        let mut queue = self.queue();
        if queue.waiting.is_empty() {
            queue.is_writing = false;
            return None;
        }
        queue.written += 1;
        Some(std::mem::take(&mut queue.waiting))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Instant;

    use secrecy::SecretString;

    use super::*;
    use crate::Config;
    use crate::carry_over::tests::exchange;
    use crate::secrets::{KeychainError, SecretStore};

    struct NoKeychain;

    fn none() -> KeychainError {
        KeychainError::new("There is no keychain here.", "Start one.")
    }

    impl SecretStore for NoKeychain {
        fn name(&self) -> String {
            "None".into()
        }
        fn status(&self) -> Result<(), KeychainError> {
            Err(none())
        }
        fn read(&self, _: &str) -> Result<Option<SecretString>, KeychainError> {
            Err(none())
        }
        fn write(&self, _: &str, _: &SecretString) -> Result<(), KeychainError> {
            Err(none())
        }
        fn remove(&self, _: &str) -> Result<(), KeychainError> {
            Err(none())
        }
    }

    #[tokio::test]
    async fn the_index_is_brought_up_to_date_when_nothing_more_comes() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::open(Config::new(folder.path(), Arc::new(NoKeychain))).unwrap();
        for at in 0..3 {
            keep(&app, Place::New, exchange(&format!("http://127.0.0.1/{at}")), None)
                .await
                .unwrap();
        }
        // Until somebody waits for a quiet moment, and then until nobody does any more.
        let begin = Instant::now();
        for is_indexing in [true, false] {
            while app.recording().queue().is_indexing != is_indexing {
                assert!(begin.elapsed() < Duration::from_secs(60), "{is_indexing}");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
        assert!(!app.store().exchanges().index_some().unwrap(), "something still waits");
    }
}
