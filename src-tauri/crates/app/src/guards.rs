//! The write guards of all tenants: which is unlocked, by which window, and why. What happens to one is told to every
//! window and kept in its log.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use client::base_url::BaseUrl;
use client::guard::{Ended, Guard, Mode, State};
use store::{GuardEntry, TenantRow};

use crate::App;
use crate::api::Empty;
use crate::api::event::AppEvent;
use crate::api::guard::{
    GuardEnd, GuardEvent, GuardLogEntry, GuardMode, GuardSet, GuardState, GuardUnlock,
    GuardUnlocked,
};
use crate::api::tenants::{Environment, TenantRef};
use crate::call::Call;
use crate::error::Fault;
use crate::tenants::{self, SANDBOX, from_word, word};

/// How often it is looked whether an unlocked tenant is to be locked again, so that the windows hear of it. A write asks
/// by itself.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How long a reason may be, in characters.
const LONGEST_REASON: usize = 500;
/// How many entries of a log are shown.
const MOST_ENTRIES: u32 = 200;

/// The guards that were needed in this run, and which tenant each window shows.
#[derive(Debug, Default)]
pub(crate) struct Guards {
    by_tenant: Mutex<HashMap<String, Arc<Guarded>>>,
    shown: Mutex<HashMap<String, String>>,
}

/// The guard of a tenant, and what was told of it.
#[derive(Debug)]
pub(crate) struct Guarded {
    pub(crate) guard: Arc<Guard>,
    /// Whether the windows were told that it is unlocked. Held while it is unlocked, and while its end is told: neither
    /// comes between the other's steps.
    is_told_unlocked: Mutex<bool>,
    is_watched: AtomicBool,
}

/// The guard that is usual for a kind of tenant.
pub(crate) fn usual(environment: Environment) -> GuardMode {
    match environment {
        Environment::Production => GuardMode::ReadOnly,
        Environment::Staging => GuardMode::Confirm,
        Environment::Test | Environment::Development | Environment::Sandbox => GuardMode::Free,
    }
}

/// How a stored tenant is guarded.
pub(crate) fn mode_of(row: &TenantRow) -> GuardMode {
    if row.id == SANDBOX { GuardMode::Free } else { from_word(&row.guard, GuardMode::ReadOnly) }
}

/// The guard of a tenant, made from what is stored of it when it is first needed.
pub(crate) fn of_row(app: &App, row: &TenantRow) -> Arc<Guarded> {
    of(app, &row.id, mode_of(row))
}

/// The guard of the sandbox.
pub(crate) fn of_sandbox(app: &App) -> Arc<Guarded> {
    of(app, SANDBOX, GuardMode::Free)
}

fn of(app: &App, id: &str, mode: GuardMode) -> Arc<Guarded> {
    let mut guards = lock(&app.guards().by_tenant);
    let made = || {
        let guard = Guard::new(client_mode(mode), Arc::clone(&app.config().clock));
        Arc::new(Guarded {
            guard: Arc::new(guard),
            is_told_unlocked: Mutex::new(false),
            is_watched: AtomicBool::new(false),
        })
    };
    Arc::clone(guards.entry(id.to_owned()).or_insert_with(made))
}

/// After a tenant was saved: whatever was unlocked is locked, and it is guarded as it is stored. Blocks.
pub(crate) fn changed(app: &App, row: &TenantRow) {
    let guarded = of_row(app, row);
    guarded.guard.set_mode(client_mode(mode_of(row)));
    settle(app, &row.id, &guarded);
}

/// After a tenant was forgotten: what is still under way for it writes nothing more.
pub(crate) fn forgotten(app: &App, id: &str) {
    if let Some(guarded) = lock(&app.guards().by_tenant).remove(id) {
        guarded.guard.set_mode(Mode::ReadOnly);
    }
}

/// How a tenant that is saved is to be guarded. Saving makes a guard stricter, never looser: neither a change of the
/// kind nor a copy for the same server is a way around it. Blocks.
///
/// # Errors
/// [`Fault::InvalidField`] when it was to become looser.
pub(crate) fn to_save(
    app: &App,
    before: Option<&TenantRow>,
    asked: Option<GuardMode>,
    environment: Environment,
    base: &BaseUrl,
) -> Result<GuardMode, Fault> {
    let Some(before) = before else {
        // No looser than is usual: that takes a step of its own, with a reason.
        let usual = usual(environment);
        return Ok(asked.map_or(usual, |it| it.min(usual)).min(strictest_at(app, base)?));
    };
    let is_now = mode_of(before);
    if asked.is_some_and(|it| it > is_now) {
        return Err(Fault::InvalidField {
            field: "guard",
            title: "Saving does not unlock a tenant".into(),
            detail: "The write guard of a saved tenant becomes looser only in a step of its own, with a reason.".into(),
            hint: "Save the rest, and then change the write guard by itself.".into(),
        });
    }
    let mut mode = asked.unwrap_or(is_now);
    let was_production = before.environment == word(&Environment::Production);
    if environment == Environment::Production && !was_production {
        mode = GuardMode::ReadOnly;
    }
    if before.base_url != base.as_str() {
        mode = mode.min(strictest_at(app, base)?);
    }
    Ok(mode)
}

/// The strictest guard that any tenant has that may be of the same server.
fn strictest_at(app: &App, base: &BaseUrl) -> Result<GuardMode, Fault> {
    let rows = app.store().tenants().list()?;
    let is_there =
        |it: &TenantRow| BaseUrl::parse(&it.base_url).is_ok_and(|it| it.may_be_same_place(base));
    let there = rows.iter().filter(|it| !tenants::is_built_in(&it.id) && is_there(it));
    Ok(there.map(mode_of).min().unwrap_or(GuardMode::Free))
}

/// A window shows this tenant from now on; what it had unlocked elsewhere is locked.
pub(crate) fn shown(app: &App, window: &str, tenant_id: Option<&str>) {
    let before = {
        let mut shown = lock(&app.guards().shown);
        match tenant_id {
            Some(id) => shown.insert(window.to_owned(), id.to_owned()),
            None => shown.remove(window),
        }
    };
    let Some(left) = before.filter(|it| Some(it.as_str()) != tenant_id) else { return };
    let guarded = lock(&app.guards().by_tenant).get(&left).cloned();
    if let Some(guarded) = guarded
        && guarded.guard.leave(window)
    {
        settle_later(app, &left, &guarded);
    }
}

/// The program ends: what is unlocked is locked, and that is written down. Blocks.
pub(crate) fn quit(app: &App) {
    let all: Vec<(String, Arc<Guarded>)> = lock(&app.guards().by_tenant)
        .iter()
        .map(|(id, guarded)| (id.clone(), Arc::clone(guarded)))
        .collect();
    for (id, guarded) in all {
        let mut is_told = lock(&guarded.is_told_unlocked);
        // What came to its end by something else a moment ago is written down as that.
        settle_told(app, &id, &guarded, &mut is_told);
        if !std::mem::replace(&mut *is_told, false) {
            continue;
        }
        guarded.guard.lock(Ended::Left);
        if let Err(error) = note(app, &id, GuardEvent::Quit, None) {
            tracing::warn!(%error, "the log of a write guard misses that Scimscope was quit");
        }
    }
}

pub(crate) async fn guard_read(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<GuardState, Fault> {
    let id = request.tenant_id;
    app.blocking(move |app| {
        let guarded = found(app, &id)?;
        Ok(state(&id, guarded.guard.state()))
    })
    .await
}

pub(crate) async fn guard_unlock(
    app: &App,
    request: GuardUnlock,
    call: &Call<Empty>,
) -> Result<GuardState, Fault> {
    let GuardUnlock { tenant_id: id, reason } = request;
    let reason = checked(&reason)?;
    app.opened(&id)?;
    let window = call.window.clone();
    shown(app, &window, Some(&id));
    app.blocking(move |app| {
        // While a tenant is saved or forgotten, it is not unlocked.
        let _unchanged = app.changing_tenants();
        let guarded = found(app, &id)?;
        unlock(app, &id, &guarded, &window, reason)?;
        let now = state(&id, guarded.guard.state());
        if now.unlocked.is_some() {
            watch(app, id, guarded);
        }
        Ok(now)
    })
    .await
}

/// Unlocks a tenant that is read-only, for a window that shows it. Blocks.
fn unlock(
    app: &App,
    id: &str,
    guarded: &Guarded,
    window: &str,
    reason: String,
) -> Result<(), Fault> {
    let mut is_told = lock(&guarded.is_told_unlocked);
    settle_told(app, id, guarded, &mut is_told);
    if guarded.guard.state().mode != Mode::ReadOnly {
        return Ok(());
    }
    // Written down first: nothing is unlocked without its reason.
    note(app, id, GuardEvent::Unlocked, Some(reason))?;
    // The window may have gone on to something else meanwhile. While it is looked, it cannot.
    let shown = lock(&app.guards().shown);
    if shown.get(window).is_none_or(|it| it != id) {
        drop(shown);
        return note(app, id, GuardEvent::Left, None);
    }
    let unlocked = guarded.guard.unlock(window);
    drop(shown);
    *is_told = true;
    app.emit(AppEvent::GuardChanged { guard: state(id, unlocked) });
    Ok(())
}

pub(crate) async fn guard_lock(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<GuardState, Fault> {
    let id = request.tenant_id;
    app.blocking(move |app| {
        let guarded = found(app, &id)?;
        guarded.guard.lock(Ended::ByHand);
        settle(app, &id, &guarded);
        Ok(state(&id, guarded.guard.state()))
    })
    .await
}

pub(crate) async fn guard_set(
    app: &App,
    request: GuardSet,
    _: &Call<Empty>,
) -> Result<GuardState, Fault> {
    let GuardSet { tenant_id: id, mode, reason } = request;
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let mut row = tenants::own_row(app, &id)?;
        let is_looser = mode > mode_of(&row);
        let reason =
            if is_looser || !reason.trim().is_empty() { Some(checked(&reason)?) } else { None };
        if mode != mode_of(&row) {
            let event = match mode {
                GuardMode::ReadOnly => GuardEvent::SetReadOnly,
                GuardMode::Confirm => GuardEvent::SetConfirm,
                GuardMode::Free => GuardEvent::SetFree,
            };
            note(app, &id, event, reason)?;
            row.guard = word(&mode);
            app.store().tenants().put(&row)?;
            changed(app, &row);
        }
        let told = state(&id, of_row(app, &row).guard.state());
        app.emit(AppEvent::GuardChanged { guard: told.clone() });
        Ok(told)
    })
    .await
}

pub(crate) async fn guard_log(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Vec<GuardLogEntry>, Fault> {
    let entry = |it: GuardEntry| GuardLogEntry {
        at: it.at.to_string(),
        event: from_word(&it.event, None),
        reason: it.reason,
    };
    app.blocking(move |app| {
        let entries = app.store().guard_log().of_tenant(&request.tenant_id, MOST_ENTRIES)?;
        Ok(entries.into_iter().map(entry).collect())
    })
    .await
}

/// The guard of a tenant that is there. Blocks.
fn found(app: &App, id: &str) -> Result<Arc<Guarded>, Fault> {
    if id == SANDBOX {
        return Ok(of_sandbox(app));
    }
    Ok(of_row(app, &tenants::row(app, id)?))
}

/// A reason as it is kept.
fn checked(reason: &str) -> Result<String, Fault> {
    let reason = reason.trim();
    let problem = if reason.is_empty() {
        "There is none, and whoever reads the log later has to know why this was done."
    } else if reason.chars().count() > LONGEST_REASON {
        "It is longer than 500 characters."
    } else {
        return Ok(reason.to_owned());
    };
    Err(Fault::InvalidField {
        field: "reason",
        title: "A reason is needed".into(),
        detail: problem.into(),
        hint: "Say in a few words what is to be changed, such as the number of a ticket.".into(),
    })
}

/// Looks at an unlocked tenant until it is locked, by whatever.
fn watch(app: &App, id: String, guarded: Arc<Guarded>) {
    if guarded.is_watched.swap(true, Ordering::SeqCst) {
        return;
    }
    let (weak, clock) = (app.weak(), Arc::clone(&app.config().clock));
    tokio::spawn(async move {
        loop {
            clock.sleep(LOOK_EVERY).await;
            let Some(app) = weak.get() else { return };
            if guarded.guard.state().unlocked.is_some() {
                continue;
            }
            settle_later(&app, &id, &guarded);
            guarded.is_watched.store(false, Ordering::SeqCst);
            // Unlocked anew since: whoever did that has seen that it was being watched.
            let is_unlocked = guarded.guard.state().unlocked.is_some();
            if !is_unlocked || guarded.is_watched.swap(true, Ordering::SeqCst) {
                return;
            }
        }
    });
}

/// The same as [`settle`] where nothing may block.
fn settle_later(app: &App, id: &str, guarded: &Arc<Guarded>) {
    let (app, id, guarded) = (app.clone(), id.to_owned(), Arc::clone(guarded));
    tokio::task::spawn_blocking(move || settle(&app, &id, &guarded));
}

/// Tells once that a tenant is locked again, and writes it down. Blocks.
fn settle(app: &App, id: &str, guarded: &Guarded) {
    settle_told(app, id, guarded, &mut lock(&guarded.is_told_unlocked));
}

fn settle_told(app: &App, id: &str, guarded: &Guarded, is_told: &mut bool) {
    let now = guarded.guard.state();
    if now.unlocked.is_some() || !std::mem::replace(is_told, false) {
        return;
    }
    let event = match now.ended {
        Some(Ended::TimeOver) | None => GuardEvent::TimeOver,
        Some(Ended::Slept) => GuardEvent::Slept,
        Some(Ended::ByHand) => GuardEvent::ByHand,
        Some(Ended::Left) => GuardEvent::Left,
        Some(Ended::Changed) => GuardEvent::Changed,
    };
    // Written down first: who hears of it reads the log.
    if let Err(error) = note(app, id, event, None) {
        tracing::warn!(%error, "the log of a write guard misses that it was locked");
    }
    app.emit(AppEvent::GuardChanged { guard: state(id, now) });
}

pub(crate) fn note(
    app: &App,
    id: &str,
    event: GuardEvent,
    reason: Option<String>,
) -> Result<(), Fault> {
    let at = app.config().clock.now();
    let entry = GuardEntry { tenant_id: id.to_owned(), at, event: word(&event), reason };
    Ok(app.store().guard_log().append(&entry)?)
}

/// How a guard stands, as the windows see it.
pub(crate) fn state(id: &str, state: State) -> GuardState {
    let seconds = |it: Duration| u32::try_from(it.as_secs()).unwrap_or(u32::MAX);
    GuardState {
        tenant_id: id.to_owned(),
        mode: match state.mode {
            Mode::ReadOnly => GuardMode::ReadOnly,
            Mode::Confirm => GuardMode::Confirm,
            Mode::Free => GuardMode::Free,
        },
        unlocked: state.unlocked.map(|it| GuardUnlocked {
            window: it.window,
            until: it.until.to_string(),
            left_seconds: seconds(it.left),
        }),
        ended: state.ended.map(|it| match it {
            Ended::TimeOver => GuardEnd::TimeOver,
            Ended::Slept => GuardEnd::Slept,
            Ended::ByHand => GuardEnd::ByHand,
            Ended::Left => GuardEnd::Left,
            Ended::Changed => GuardEnd::Changed,
        }),
    }
}

fn client_mode(mode: GuardMode) -> Mode {
    match mode {
        GuardMode::ReadOnly => Mode::ReadOnly,
        GuardMode::Confirm => Mode::Confirm,
        GuardMode::Free => Mode::Free,
    }
}

/// What a panicking thread left behind is whole: each change is one step.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
