//! Writes exchanges into the history. Those that are ready at the same time go into one transaction, because the
//! transaction costs more than the exchange; each of them is kept before whoever waits for it hears so.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use store::ExchangeRow;
use tokio::sync::oneshot;

use crate::App;
use crate::api::event::AppEvent;
use crate::api::exchanges::RateLimits;
use crate::error::Fault;
use crate::past;

/// The exchanges that are about to be written.
#[derive(Debug, Default)]
pub(crate) struct Recording {
    queue: Mutex<Queue>,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Waiting>,
    is_writing: bool,
}

/// An exchange, and who waits until it is kept.
#[derive(Debug)]
struct Waiting {
    row: ExchangeRow,
    limits: Option<RateLimits>,
    kept: oneshot::Sender<Result<i64, Fault>>,
}

/// Keeps an exchange, tells the windows, and answers its id.
pub(crate) async fn keep(
    app: &App,
    row: ExchangeRow,
    limits: Option<RateLimits>,
) -> Result<i64, Fault> {
    let (kept, answer) = oneshot::channel();
    let begins = {
        let mut queue = app.recording().queue();
        queue.waiting.push(Waiting { row, limits, kept });
        !std::mem::replace(&mut queue.is_writing, true)
    };
    if begins {
        let app = app.clone();
        tokio::task::spawn_blocking(move || write_all(&app));
    }
    answer
        .await
        .unwrap_or_else(|_| Err(Fault::Defect { reason: "the recording ended early".to_owned() }))
}

/// Writes until nothing waits any more. Blocks.
fn write_all(app: &App) {
    let mut turn = Turn { recording: app.recording(), is_done: false };
    loop {
        let batch = {
            let mut queue = turn.recording.queue();
            if queue.waiting.is_empty() {
                queue.is_writing = false;
                turn.is_done = true;
                return;
            }
            std::mem::take(&mut queue.waiting)
        };
        write(app, batch);
    }
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
    let mut rows = Vec::with_capacity(batch.len());
    let mut others = Vec::with_capacity(batch.len());
    for Waiting { row, limits, kept } in batch {
        rows.push(row);
        others.push((limits, kept));
    }
    let mut bases = HashMap::new();
    let written = app.store().exchanges().append_all(&rows);
    match written {
        Ok(appended) => {
            for ((row, (limits, kept)), it) in rows.iter().zip(others).zip(appended) {
                tell(app, &mut bases, row, limits, it);
                // Who asked may have gone; the exchange is kept all the same.
                drop(kept.send(Ok(it.id)));
            }
        }
        Err(error) if rows.len() == 1 => {
            if let Some((_, kept)) = others.pop() {
                drop(kept.send(Err(error.into())));
            }
        }
        // One that cannot be written must not take the others with it.
        Err(_) => {
            for (row, (limits, kept)) in rows.into_iter().zip(others) {
                write(app, vec![Waiting { row, limits, kept }]);
            }
        }
    }
}

fn tell(
    app: &App,
    bases: &mut HashMap<String, Option<String>>,
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
}
