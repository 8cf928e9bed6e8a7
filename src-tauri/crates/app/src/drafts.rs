//! Drafts: opened, edited, kept as they are typed, and thrown away. What a draft changes and what its form looks like is
//! the crate `scim`'s to say.

pub(crate) mod merge;
pub(crate) mod outgoing;
mod shelf;
pub(crate) mod shown;
pub(crate) mod state;

use std::sync::Arc;

use client::page::Selection;
use scim::edit::{self, Subject};
use scim::view::TypeModel;

use crate::App;
use crate::api::Empty;
use crate::api::drafts::{
    Draft, DraftChange, DraftMethod, DraftOpen, DraftRef, DraftStart, DraftSummary, DraftText,
    DraftValues, DraftValuesRead, WriteMethod,
};
use crate::api::tenants::TenantRef;
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::{OpenTenant, context};
use crate::resource::read_anew;

pub(crate) use shelf::{Shelf, of_resource};
pub(crate) use state::{State, Version};

/// How many values a window holds at most.
const MOST_VALUES: u32 = 500;
/// The longest text that a draft may become: more than any resource, less than what stops the window.
const LONGEST_TEXT: usize = 20 * 1024 * 1024;

pub(crate) async fn draft_open(
    app: &App,
    request: DraftOpen,
    call: &Call<Empty>,
) -> Result<Draft, Fault> {
    let DraftOpen { tenant_id, resource_type, start } = request;
    let tenant = app.opened(&tenant_id)?;
    let model = tenant.model(&resource_type)?;
    let asked = context("Edit", &call.cancel);
    let begun = match start {
        DraftStart::Draft { draft } => {
            let kept = found(app, &tenant_id, &draft).await?;
            return app.blocking(move |_| shown::show(&tenant, &kept)).await;
        }
        DraftStart::Create => State::create(&tenant_id, &model, None)?,
        DraftStart::Clone { id } => {
            let read = read_anew(&tenant, &model, &id, &asked).await?;
            State::create(&tenant_id, &model, Some((id, scim::message::lenient(&read.text))))?
        }
        DraftStart::Edit { id } => {
            let (of_tenant, of_type, of_id) =
                (tenant_id.clone(), resource_type.clone(), id.clone());
            let kept = app
                .blocking(move |app| shelf::of_resource(app, &of_tenant, &of_type, &of_id))
                .await?;
            match kept {
                // It is not kept again: somebody may type into it at this moment.
                Some(kept) => return app.blocking(move |_| shown::show(&tenant, &kept)).await,
                None => {
                    let read = read_anew(&tenant, &model, &id, &asked).await?;
                    State::edit(&tenant_id, &model, &id, Version::of(&read))?
                }
            }
        }
    };
    keep_and_show(app, tenant, begun).await
}

pub(crate) async fn draft_read(
    app: &App,
    request: DraftRef,
    _: &Call<Empty>,
) -> Result<Draft, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let state = found(app, &request.tenant_id, &request.draft).await?;
    app.blocking(move |_| shown::show(&tenant, &state)).await
}

pub(crate) async fn draft_change(
    app: &App,
    request: DraftChange,
    _: &Call<Empty>,
) -> Result<Draft, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let edits = request.edits;
    change_and_show(app, tenant, &request.draft, move |state, model| {
        readable(state)?;
        let base = state.base.as_ref().map(|it| &*it.value);
        let document = edit::make(base, &state.document, model, &edits).map_err(unmade)?;
        state.replace(document);
        Ok(())
    })
    .await
}

pub(crate) async fn draft_text(
    app: &App,
    request: DraftText,
    _: &Call<Empty>,
) -> Result<Draft, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let text = request.text;
    if text.len() > LONGEST_TEXT {
        return Err(Fault::InvalidField {
            field: "text",
            title: "The text is too long for a resource".to_owned(),
            detail: format!("It has {} bytes; at most {LONGEST_TEXT} are taken.", text.len()),
            hint: "Shorten it. The draft is as it was.".to_owned(),
        });
    }
    change_and_show(app, tenant, &request.draft, move |state, _| {
        state.type_text(text);
        Ok(())
    })
    .await
}

pub(crate) async fn draft_method(
    app: &App,
    request: DraftMethod,
    _: &Call<Empty>,
) -> Result<Draft, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let method = request.method;
    change_and_show(app, tenant, &request.draft, move |state, _| {
        if (method == WriteMethod::Post) == state.resource_id.is_none() {
            state.method = method;
        }
        Ok(())
    })
    .await
}

pub(crate) async fn draft_values(
    app: &App,
    request: DraftValues,
    _: &Call<Empty>,
) -> Result<DraftValuesRead, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let state = found(app, &request.tenant_id, &request.draft).await?;
    app.blocking(move |_| {
        let model = tenant.model(&state.resource_type)?;
        let violations = shown::violations(&state, &model, &[]);
        let subject = Subject {
            model: &model,
            types: tenant.resource_types(),
            base: state.base.as_ref().map(|it| &*it.value),
            draft: &state.document,
            violations: &violations,
        };
        let offset = usize::try_from(request.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(request.limit.clamp(1, MOST_VALUES)).unwrap_or_default();
        Ok(DraftValuesRead { list: edit::list(&subject, &request.path, offset, limit) })
    })
    .await
}

pub(crate) async fn draft_list(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Vec<DraftSummary>, Fault> {
    let tenant_id = request.tenant_id;
    app.blocking(move |app| {
        let kept = shelf::of_tenant(app, &tenant_id)?;
        let opened = app.opened(&tenant_id).ok();
        Ok(kept.iter().map(|it| shown::summary(opened.as_deref(), it)).collect())
    })
    .await
}

pub(crate) async fn draft_discard(
    app: &App,
    request: DraftRef,
    _: &Call<Empty>,
) -> Result<Empty, Fault> {
    app.blocking(move |app| {
        // Another tenant's draft is not this one's to throw away.
        if shelf::get(app, &request.tenant_id, &request.draft)?.is_some() {
            shelf::remove(app, &request.draft)?;
        }
        Ok(Empty {})
    })
    .await
}

/// Changes a draft and shows it.
async fn change_and_show(
    app: &App,
    tenant: Arc<OpenTenant>,
    draft: &str,
    make: impl FnOnce(&mut State, &TypeModel) -> Result<(), Fault> + Send + 'static,
) -> Result<Draft, Fault> {
    let changed = change(app, &tenant, draft, make).await?;
    app.blocking(move |_| shown::show(&tenant, &changed)).await
}

/// Changes a draft and keeps it. Changes of one draft are made one after the other.
pub(crate) async fn change(
    app: &App,
    tenant: &Arc<OpenTenant>,
    draft: &str,
    make: impl FnOnce(&mut State, &TypeModel) -> Result<(), Fault> + Send + 'static,
) -> Result<State, Fault> {
    let (tenant, draft) = (Arc::clone(tenant), draft.to_owned());
    app.blocking(move |app| {
        shelf::change(app, &tenant.id, &draft, |state| {
            let model = tenant.model(&state.resource_type)?;
            make(state, &model)?;
            Ok(state.touched(&model))
        })
    })
    .await
}

/// A draft of this tenant, by its id.
pub(crate) async fn found(app: &App, tenant_id: &str, draft: &str) -> Result<State, Fault> {
    let (of, id) = (tenant_id.to_owned(), draft.to_owned());
    let kept = app.blocking(move |app| shelf::get(app, &of, &id)).await?;
    kept.ok_or_else(no_draft)
}

pub(crate) fn no_draft() -> Fault {
    Fault::NotThere {
        title: "This draft is not there any more".to_owned(),
        detail: "It was sent or thrown away, perhaps in another window.".to_owned(),
        hint: "Open the resource again to edit it.".to_owned(),
    }
}

async fn keep_and_show(app: &App, tenant: Arc<OpenTenant>, state: State) -> Result<Draft, Fault> {
    app.blocking(move |app| {
        let model = tenant.model(&state.resource_type)?;
        let row = state.kept(&model);
        let state = shelf::put(app, state, row)?;
        shown::show(&tenant, &state)
    })
    .await
}

/// Text that cannot be read yet is not written over: it would be lost.
fn readable(state: &State) -> Result<(), Fault> {
    let Some(problem) = state.problem() else { return Ok(()) };
    Err(Fault::InvalidField {
        field: "text",
        title: "The draft is being typed as JSON".to_owned(),
        detail: format!("Line {} cannot be read yet: {}", problem.line, problem.message),
        hint: "Correct the JSON first. The draft is as it was.".to_owned(),
    })
}

fn unmade(error: edit::EditError) -> Fault {
    Fault::InvalidField {
        field: "edits",
        title: "The draft is as it was".to_owned(),
        detail: format!("{error}."),
        hint: "Look at the draft as JSON: it may have changed meanwhile.".to_owned(),
    }
}

/// Reads a resource for a draft, without keeping it for others.
pub(crate) async fn read_version(
    tenant: &OpenTenant,
    model: &TypeModel,
    id: &str,
    asked: &client::exchange::Context,
) -> Result<Version, client::error::Failure> {
    let endpoint = &model.resource_type.endpoint;
    let read = tenant.session.get(endpoint, id, &Selection::default(), asked).await?;
    Ok(Version::read(&read.body, read.etag, read.exchange))
}

/// A draft that was sent at this revision goes. One that was changed since goes on as `make` says, with all that was typed.
pub(crate) async fn settle(
    app: &App,
    tenant: &Arc<OpenTenant>,
    draft: &str,
    revision: u32,
    make: impl FnOnce(&mut State, &TypeModel) + Send + 'static,
) -> Result<(), Fault> {
    let (tenant, draft) = (Arc::clone(tenant), draft.to_owned());
    app.blocking(move |app| {
        shelf::settle(app, &tenant.id, &draft, revision, |state| {
            let model = tenant.model(&state.resource_type)?;
            make(state, &model);
            Ok(state.has_changes(&model).then(|| state.touched(&model)))
        })
    })
    .await
}
