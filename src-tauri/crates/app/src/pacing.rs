//! The limiters of all tenants: one each, so that what was learnt of a server outlives a session. What one waits for is
//! told to every window, and a window can stop it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use client::base_url::BaseUrl;
use client::limiter::{self, Limiter, Rules, Why};

use crate::App;
use crate::api::Empty;
use crate::api::event::AppEvent;
use crate::api::guard::{Pacing, Wait, WaitReason};
use crate::api::tenants::TenantRef;
use crate::call::Call;
use crate::error::Fault;
use crate::recorder;
use crate::tenants::UNSAVED;

/// The limiters that were needed in this run.
#[derive(Debug, Default)]
pub(crate) struct Limiters {
    /// Each with the origin of the server that it is for.
    by_tenant: Mutex<HashMap<String, (String, Arc<Limiter>)>>,
    /// By origin. Those who test different servers in two windows have nothing to do with each other.
    of_drafts: Mutex<HashMap<String, Arc<Limiter>>>,
}

/// How long a request of a tenant that is not saved waits at most: a person looks on.
const LONGEST_WAIT_OF_DRAFT: Duration = Duration::from_secs(20);

/// The limiter of a tenant; a new one where the tenant has moved to another server.
pub(crate) fn of(app: &App, id: &str, base: &BaseUrl) -> Arc<Limiter> {
    let origin = base.origin();
    let mut limiters = lock(&app.limiters().by_tenant);
    match limiters.get(id) {
        Some((of, limiter)) if *of == origin => Arc::clone(limiter),
        _ => {
            let limiter = Arc::new(made(app, id, Rules::default()));
            limiters.insert(id.to_owned(), (origin, Arc::clone(&limiter)));
            limiter
        }
    }
}

/// The limiter of a tenant that is not saved, or not for this server; the waits of all these are told and stopped like
/// those of all others, under one id of their own.
pub(crate) fn of_draft(app: &App, base: &BaseUrl) -> Arc<Limiter> {
    let rules = Rules { longest_wait: LONGEST_WAIT_OF_DRAFT, ..Rules::default() };
    let mut limiters = lock(&app.limiters().of_drafts);
    let limiter = limiters.entry(base.origin());
    Arc::clone(limiter.or_insert_with(|| Arc::new(made(app, UNSAVED, rules))))
}

fn made(app: &App, id: &str, rules: Rules) -> Limiter {
    let (weak, id) = (app.weak(), id.to_owned());
    let listener: limiter::Listener = Arc::new(move |it| {
        let Some(app) = weak.get() else { return };
        if id != UNSAVED {
            return app.emit(AppEvent::PacingChanged { pacing: told(&id, it) });
        }
        // Held until it is told: what is told last is what holds.
        let drafts = lock(&app.limiters().of_drafts);
        let pacing = told(&id, &together(drafts.values()));
        app.emit(AppEvent::PacingChanged { pacing });
    });
    Limiter::new(rules, Arc::clone(&app.config().clock), limiter::seed(), listener)
}

/// The limiters that go by an id.
fn known(app: &App, id: &str) -> Vec<Arc<Limiter>> {
    match id == UNSAVED {
        true => lock(&app.limiters().of_drafts).values().cloned().collect(),
        false => {
            let limiters = lock(&app.limiters().by_tenant);
            limiters.get(id).map(|(_, limiter)| Arc::clone(limiter)).into_iter().collect()
        }
    }
}

/// How it stands with several as if they were one.
fn together<'a>(limiters: impl Iterator<Item = &'a Arc<Limiter>>) -> limiter::Pacing {
    let all = limiters.map(|it| it.pacing());
    all.reduce(|one, other| {
        let until = |it: &limiter::Pacing| it.waiting.as_ref().map(|it| it.until);
        let is_first = until(&one).is_some_and(|it| until(&other).is_none_or(|other| it <= other));
        let count = one.count.saturating_add(other.count);
        let of_first = if is_first { one } else { other };
        limiter::Pacing { count, ..of_first }
    })
    .unwrap_or_default()
}

/// After a tenant was forgotten.
pub(crate) fn forgotten(app: &App, id: &str) {
    lock(&app.limiters().by_tenant).remove(id);
}

/// What waits for a tenant that was changed waits for nothing; what is asked of it as it is now waits its time.
pub(crate) fn wake(app: &App, id: &str) {
    for limiter in known(app, id) {
        limiter.wake_waiting();
    }
}

pub(crate) async fn pacing_read(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Pacing, Fault> {
    let id = request.tenant_id;
    Ok(told(&id, &together(known(app, &id).iter())))
}

pub(crate) async fn wait_stop(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    for limiter in known(app, &request.tenant_id) {
        limiter.stop_waiting();
    }
    Ok(Empty {})
}

fn told(id: &str, pacing: &limiter::Pacing) -> Pacing {
    Pacing {
        tenant_id: id.to_owned(),
        wait: pacing.waiting.as_ref().map(|it| Wait {
            reason: match it.why {
                Why::TooManyRequests => WaitReason::TooManyRequests,
                Why::Unavailable => WaitReason::Unavailable,
                Why::QuotaUsedUp => WaitReason::QuotaUsedUp,
            },
            until: it.until.to_string(),
            is_write: it.is_write,
            was_sent: it.was_sent,
            repeats_left: it.repeats_left,
            wait_left_seconds: u32::try_from(it.wait_left.as_secs()).unwrap_or(u32::MAX),
        }),
        waiting: pacing.count,
        quota: pacing.quota.clone().map(recorder::quota),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
