//! Writes that were worked out and can be sent: kept here with their leave, so that what is sent is what was shown.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use client::error::Failure;
use client::guard::{CONFIRMED_FOR, Refusal, Token};
use client::request::Request;
use scim::edit::PendingChange;
use serde_json::Value;

use super::confirming;
use crate::App;
use crate::api::drafts::{LossShown, WriteMethod};
use crate::api::tenants::Environment;
use crate::api::writes::{
    ChangeKind, Confirming, Precondition, WriteBlocked, WritePlan, WriteSkipped, WriteTarget,
};
use crate::drafts::Version;
use crate::error::Fault;
use crate::guards;
use crate::open_tenant::OpenTenant;
use crate::requests::rendered;
use crate::tenants::from_word;

/// How many plans of a window are kept; the oldest goes first.
const MOST: usize = 8;

/// A write to one resource.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) resource_type: String,
    /// `None` for a new one.
    pub(crate) id: Option<String>,
    pub(crate) title: String,
    pub(crate) kind: ChangeKind,
    pub(crate) words: String,
    /// The resource as it was read; `None` for a new one.
    pub(crate) base: Option<Version>,
    /// As it is meant to be afterwards; `None` where it is to be gone.
    pub(crate) intended: Option<Value>,
    pub(crate) changes: Vec<PendingChange>,
    pub(crate) request: Request,
    pub(crate) precondition: Precondition,
    pub(crate) lost: Vec<LossShown>,
}

/// A draft as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DraftAt {
    pub(crate) id: String,
    pub(crate) revision: u32,
}

/// What somebody wants written, before anybody was asked for leave.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) kind: ChangeKind,
    pub(crate) undoes: Option<i64>,
    pub(crate) draft: Option<DraftAt>,
    pub(crate) question: String,
    pub(crate) method: WriteMethod,
    pub(crate) targets: Vec<Target>,
    pub(crate) skipped: Vec<WriteSkipped>,
    pub(crate) notes: Vec<String>,
    pub(crate) can_disable: bool,
    pub(crate) anyway: bool,
    pub(crate) blocked: Option<WriteBlocked>,
}

impl Wanted {
    pub(crate) fn new(kind: ChangeKind, question: String) -> Self {
        Self {
            kind,
            undoes: None,
            draft: None,
            question,
            method: WriteMethod::Patch,
            targets: Vec::new(),
            skipped: Vec::new(),
            notes: Vec::new(),
            can_disable: false,
            anyway: false,
            blocked: None,
        }
    }

    pub(crate) fn blocked(kind: ChangeKind, why: WriteBlocked) -> Self {
        Self { blocked: Some(why), ..Self::new(kind, String::new()) }
    }
}

/// A write that can be sent once.
#[derive(Debug)]
pub(crate) struct Plan {
    tenant_id: String,
    window: String,
    pub(crate) confirming: Confirming,
    pub(crate) undoes: Option<i64>,
    pub(crate) draft: Option<DraftAt>,
    pub(crate) targets: Vec<Ready>,
}

/// A write to one resource, with the leave to send it.
#[derive(Debug)]
pub(crate) struct Ready {
    pub(crate) target: Target,
    pub(crate) token: Token,
}

/// What is written to once by one plan at a time, whichever windows have shown it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Subject {
    Draft(String),
    Undoing(i64),
}

impl Plan {
    fn subject(&self) -> Option<Subject> {
        let draft = || self.draft.as_ref().map(|it| Subject::Draft(it.id.clone()));
        self.undoes.map(Subject::Undoing).or_else(draft)
    }
}

/// The plans of this run.
#[derive(Debug, Default)]
pub(crate) struct Plans {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    clock: u64,
    by_id: HashMap<String, (u64, Arc<Plan>)>,
    /// The entries of the change log whose requests are under way.
    being_sent: HashSet<i64>,
    /// What plans that are being sent are about.
    busy: HashSet<Subject>,
}

impl Plans {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, id: String, plan: Plan) {
        let mut inner = self.lock();
        inner.clock += 1;
        let clock = inner.clock;
        let window = plan.window.clone();
        inner.by_id.insert(id, (clock, Arc::new(plan)));
        let mut of_window: Vec<(u64, String)> = inner
            .by_id
            .iter()
            .filter(|(_, (_, it))| it.window == window)
            .map(|(id, (made, _))| (*made, id.clone()))
            .collect();
        of_window.sort_unstable_by(|a, b| b.cmp(a));
        for (_, old) in of_window.into_iter().skip(MOST) {
            inner.by_id.remove(&old);
        }
    }

    /// A plan of this window, to be looked at.
    pub(crate) fn get(&self, id: &str, tenant_id: &str, window: &str) -> Result<Arc<Plan>, Fault> {
        let inner = self.lock();
        let (_, plan) = inner.by_id.get(id).ok_or_else(gone)?;
        if plan.tenant_id != tenant_id || plan.window != window {
            return Err(gone());
        }
        Ok(Arc::clone(plan))
    }

    /// A plan of this window, to be sent: it is there no longer, unless `check` finds fault with it. What other windows
    /// have shown of the same draft, or to undo the same change, cannot be sent any more.
    pub(crate) fn take(
        &self,
        id: &str,
        tenant_id: &str,
        window: &str,
        check: impl FnOnce(&Plan) -> Result<(), Fault>,
    ) -> Result<Taken<'_>, Fault> {
        let plan = self.get(id, tenant_id, window)?;
        check(&plan)?;
        let subject = plan.subject();
        let mut inner = self.lock();
        if subject.as_ref().is_some_and(|it| inner.busy.contains(it)) {
            return Err(gone());
        }
        // Whoever takes it out sends it; nobody else does.
        let (_, plan) = inner.by_id.remove(id).ok_or_else(gone)?;
        inner.busy.extend(subject.clone());
        drop(inner);
        Ok(Taken { plans: self, plan, subject })
    }

    /// A request of this entry of the change log is under way until what is given back goes.
    pub(crate) fn sending(&self, change: i64) -> UnderWay<'_> {
        self.lock().being_sent.insert(change);
        UnderWay { plans: self, change }
    }

    pub(crate) fn is_being_sent(&self, change: i64) -> bool {
        self.lock().being_sent.contains(&change)
    }

    /// Forgets the plans of a tenant that was erased.
    pub(crate) fn forget(&self, tenant_id: &str) {
        self.lock().by_id.retain(|_, (_, it)| it.tenant_id != tenant_id);
    }
}

/// A plan that is being sent.
#[derive(Debug)]
pub(crate) struct Taken<'a> {
    plans: &'a Plans,
    pub(crate) plan: Arc<Plan>,
    subject: Option<Subject>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let Some(subject) = &self.subject else { return };
        let mut inner = self.plans.lock();
        inner.busy.remove(subject);
        // What was shown before this was over says nothing of what is there now.
        inner.by_id.retain(|_, (_, it)| it.subject().as_ref() != Some(subject));
    }
}

/// A request that is under way.
#[derive(Debug)]
pub(crate) struct UnderWay<'a> {
    plans: &'a Plans,
    change: i64,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.plans.lock().being_sent.remove(&self.change);
    }
}

fn gone() -> Fault {
    Fault::NotConfirmed {
        title: "This was sent already, or is too old".to_owned(),
        detail: "A write can be sent once, within a few minutes, by the window that showed it. Nothing was sent now."
            .to_owned(),
        hint: "Look at the change again and send it from there.".to_owned(),
    }
}

/// Asks for leave to send what is wanted, and shows it.
pub(crate) async fn make(
    app: &App,
    tenant: &Arc<OpenTenant>,
    wanted: Wanted,
    window: &str,
) -> Result<WritePlan, Fault> {
    let tenant_id = tenant.id.clone();
    let row = app.blocking(move |app| Ok(app.store().tenants().get(&tenant_id)?)).await?;
    let environment = row
        .as_ref()
        .map_or(Environment::Production, |it| from_word(&it.environment, Environment::Production));
    let name = row.map(|it| it.name).unwrap_or_default();
    let guard = tenant.session.guard();
    let state = guards::state(&tenant.id, guard.state());
    let subject = confirming::Subject {
        kind: wanted.kind,
        targets: wanted.targets.len(),
        environment,
        mode: state.mode,
        anyway: wanted.anyway,
        is_undo: wanted.undoes.is_some(),
        tenant_name: &name,
    };
    let confirming = subject.how();
    let mut shown = Vec::with_capacity(wanted.targets.len());
    let mut blocked = wanted.blocked;
    for target in &wanted.targets {
        shown.push(show(tenant, target)?);
    }
    let mut ready = Vec::new();
    if blocked.is_none() {
        let requests = wanted.targets.iter().map(|it| Arc::new(it.request.clone())).collect();
        match guard.issue_all(tenant.session.base(), requests, window) {
            Ok(tokens) => {
                let each = wanted.targets.into_iter().zip(tokens);
                ready.extend(each.map(|(target, token)| Ready { target, token }));
            }
            Err(Refusal::ReadOnly) => blocked = Some(WriteBlocked::ReadOnly),
            Err(refusal) => return Err(Failure::from(refusal).into()),
        }
    }
    let plan = match (&blocked, ready.is_empty()) {
        (None, false) => {
            let id = crate::tenants::new_id()?;
            let plan = Plan {
                tenant_id: tenant.id.clone(),
                window: window.to_owned(),
                confirming: confirming.clone(),
                undoes: wanted.undoes,
                draft: wanted.draft,
                targets: ready,
            };
            app.plans().put(id.clone(), plan);
            Some(id)
        }
        _ => None,
    };
    if plan.is_none() && blocked.is_none() {
        blocked = Some(super::nothing_to_do("Nothing is left to be sent."));
    }
    Ok(WritePlan {
        plan,
        valid_seconds: u32::try_from(CONFIRMED_FOR.as_secs()).unwrap_or(u32::MAX),
        kind: wanted.kind,
        is_undo: wanted.undoes.is_some(),
        question: wanted.question,
        method: wanted.method,
        confirming,
        targets: shown,
        skipped: wanted.skipped,
        notes: wanted.notes,
        can_disable: wanted.can_disable,
        blocked,
        guard: guards::state(&tenant.id, guard.state()),
    })
}

fn show(tenant: &OpenTenant, target: &Target) -> Result<WriteTarget, Fault> {
    let json = match target.kind {
        ChangeKind::Delete => target.base.as_ref().map(|it| it.text.to_string()),
        _ => None,
    };
    Ok(WriteTarget {
        resource_type: target.resource_type.clone(),
        id: target.id.clone(),
        title: target.title.clone(),
        changes: target.changes.clone(),
        request: rendered(tenant, &target.request)?,
        precondition: target.precondition,
        lost: target.lost.clone(),
        json,
    })
}
