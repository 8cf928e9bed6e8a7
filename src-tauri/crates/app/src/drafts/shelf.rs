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
    by_id: Mutex<HashMap<String, Arc<Slot>>>,
}

/// Where a draft is held; empty once it was thrown away, so that nobody who still holds the place brings it back.
type Slot = Mutex<Option<State>>;

impl Shelf {
    fn lock(&self) -> MutexGuard<'_, HashMap<String, Arc<Slot>>> {
        self.by_id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets the drafts of a tenant that was erased.
    pub(crate) fn forget(&self, tenant_id: &str) {
        self.lock().retain(|_, it| {
            let mut slot = locked(it);
            slot.take_if(|it| it.tenant_id == tenant_id);
            slot.is_some()
        });
    }
}

fn locked(slot: &Slot) -> MutexGuard<'_, Option<State>> {
    slot.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A draft of a tenant. Blocks.
pub(crate) fn get(app: &App, tenant_id: &str, draft: &str) -> Result<Option<State>, Fault> {
    Ok(held(app, tenant_id, draft)?.and_then(|it| locked(&it).clone()))
}

fn held(app: &App, tenant_id: &str, draft: &str) -> Result<Option<Arc<Slot>>, Fault> {
    let in_memory = app.drafts().lock().get(draft).cloned();
    if let Some(slot) = in_memory {
        let is_its = locked(&slot).as_ref().is_some_and(|it| it.tenant_id == tenant_id);
        return Ok(is_its.then_some(slot));
    }
    let row = app.store().drafts().get(draft)?.filter(|it| it.tenant_id == tenant_id);
    Ok(row.as_ref().and_then(State::of_row).map(|it| taken_up(app, it)))
}

/// A draft that was kept comes to memory; one that came there meanwhile stays.
fn taken_up(app: &App, state: State) -> Arc<Slot> {
    let mut shelf = app.drafts().lock();
    let held = shelf.entry(state.id.clone()).or_insert_with(|| Arc::new(Mutex::new(Some(state))));
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

/// Keeps a new draft. Of a resource that got another one meanwhile, that one is given back. Blocks.
pub(crate) fn put(app: &App, state: State, row: DraftRow) -> Result<State, Fault> {
    if let Some(id) = &row.resource_id
        && let Some(there) = of_resource(app, &row.tenant_id, &row.resource_type, id)?
        && there.id != row.id
    {
        return Ok(there);
    }
    app.store().drafts().put(&row)?;
    app.drafts().lock().insert(state.id.clone(), Arc::new(Mutex::new(Some(state.clone()))));
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
    let mut slot = locked(&held);
    let state = slot.as_mut().ok_or_else(no_draft)?;
    let mut changed = state.clone();
    let row = make(&mut changed)?;
    app.store().drafts().put(&row)?;
    *state = changed;
    Ok(state.clone())
}

/// Throws a draft away that was sent at this revision; one that was changed since goes on as `make` says, if anything is
/// left of it. Blocks.
pub(crate) fn settle(
    app: &App,
    tenant_id: &str,
    draft: &str,
    revision: u32,
    make: impl FnOnce(&mut State) -> Result<Option<DraftRow>, Fault>,
) -> Result<(), Fault> {
    let Some(held) = held(app, tenant_id, draft)? else { return Ok(()) };
    {
        let mut slot = locked(&held);
        let Some(state) = slot.as_mut() else { return Ok(()) };
        if state.revision != revision {
            let mut changed = state.clone();
            if let Some(row) = make(&mut changed)? {
                app.store().drafts().put(&row)?;
                *state = changed;
                return Ok(());
            }
        }
        app.store().drafts().remove(draft)?;
        *slot = None;
    }
    app.drafts().lock().remove(draft);
    Ok(())
}

/// Throws a draft away. Blocks.
pub(crate) fn remove(app: &App, draft: &str) -> Result<(), Fault> {
    let held = app.drafts().lock().get(draft).cloned();
    {
        // Who types into it at this moment is before or after this, and after this there is no draft.
        let mut slot = held.as_ref().map(|it| locked(it));
        app.store().drafts().remove(draft)?;
        if let Some(slot) = &mut slot {
            **slot = None;
        }
    }
    app.drafts().lock().remove(draft);
    Ok(())
}
