//! The drafts of this run, in memory with their secrets and in the database without.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use store::DraftRow;

use super::no_draft;
use super::state::State;
use crate::App;
use crate::error::Fault;

/// The drafts that were opened in this run.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    by_id: Mutex<HashMap<String, Arc<Mutex<State>>>>,
}

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Mutex<State>>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the drafts of a tenant that was erased.
    pub(crate) fn forget(&self, tenant_id: &str) {
        self.lock().retain(|_, it| locked(it).tenant_id != tenant_id);
    }
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A draft of a tenant. Blocks.
pub(crate) fn get(app: &App, tenant_id: &str, draft: &str) -> Result<Option<State>, Fault> {
    Ok(held(app, tenant_id, draft)?.map(|it| locked(&it).clone()))
}

fn held(app: &App, tenant_id: &str, draft: &str) -> Result<Option<Arc<Mutex<State>>>, Fault> {
    let in_memory = app.drafts().lock().get(draft).cloned();
    if let Some(state) = in_memory {
        let is_its = locked(&state).tenant_id == tenant_id;
        return Ok(is_its.then_some(state));
    }
    let row = app.store().drafts().get(draft)?.filter(|it| it.tenant_id == tenant_id);
    Ok(row.as_ref().and_then(State::of_row).map(|it| taken_up(app, it)))
}

/// A draft that was kept comes to memory; one that came there meanwhile stays.
fn taken_up(app: &App, state: State) -> Arc<Mutex<State>> {
    let mut shelf = app.drafts().lock();
    let held = shelf.entry(state.id.clone()).or_insert_with(|| Arc::new(Mutex::new(state)));
    Arc::clone(held)
}

/// The draft of a resource. Blocks.
pub(crate) fn of_resource(
    app: &App,
    tenant_id: &str,
    resource_type: &str,
    id: &str,
) -> Result<Option<State>, Fault> {
    let row = app.store().drafts().of_resource(tenant_id, resource_type, id)?;
    match row {
        Some(row) => get(app, tenant_id, &row.id),
        None => Ok(None),
    }
}

/// The drafts of a tenant, those changed last first. Blocks.
pub(crate) fn of_tenant(app: &App, tenant_id: &str) -> Result<Vec<State>, Fault> {
    let rows = app.store().drafts().of_tenant(tenant_id)?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(get(app, tenant_id, &row.id)?);
    }
    Ok(found)
}

/// Keeps a draft. Of a resource that got another one meanwhile, that one is given back. Blocks.
pub(crate) fn put(app: &App, state: State, row: DraftRow) -> Result<State, Fault> {
    if let Some(id) = &row.resource_id
        && let Some(there) = of_resource(app, &row.tenant_id, &row.resource_type, id)?
        && there.id != row.id
    {
        return Ok(there);
    }
    app.store().drafts().put(&row)?;
    app.drafts().lock().insert(state.id.clone(), Arc::new(Mutex::new(state.clone())));
    Ok(state)
}

/// Changes a draft and keeps it as `make` says; where that fails it is as it was. Blocks.
pub(crate) fn change(
    app: &App,
    tenant_id: &str,
    draft: &str,
    make: impl FnOnce(&mut State) -> Result<DraftRow, Fault>,
) -> Result<State, Fault> {
    let held = held(app, tenant_id, draft)?.ok_or_else(no_draft)?;
    let mut state = locked(&held);
    let mut changed = state.clone();
    let row = make(&mut changed)?;
    app.store().drafts().put(&row)?;
    *state = changed;
    Ok(state.clone())
}

/// Throws a draft away. Blocks.
pub(crate) fn remove(app: &App, draft: &str) -> Result<(), Fault> {
    app.store().drafts().remove(draft)?;
    app.drafts().lock().remove(draft);
    Ok(())
}
