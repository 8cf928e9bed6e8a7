//! Merging: a draft, what it began with and what the server has by now. Nothing that was typed is lost by it.

use std::collections::HashSet;

use scim::merge::{MergeChoice, Side, merge, resolve};
use scim::view::TypeModel;

use super::outgoing::{self, Edited};
use super::{change, change_and_show, found, readable, shown};
use crate::App;
use crate::api::Empty;
use crate::api::drafts::{Draft, DraftRef, Merge, MergeChoose, WriteMethod};
use crate::call::Call;
use crate::drafts::state::State;
use crate::error::Fault;
use crate::open_tenant::OpenTenant;
use crate::requests::rendered;

pub(crate) async fn merge_read(
    app: &App,
    request: DraftRef,
    _: &Call<Empty>,
) -> Result<Merge, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let state = found(app, &request.tenant_id, &request.draft).await?;
    app.blocking(move |_| show(&tenant, &state)).await
}

pub(crate) async fn merge_choose(
    app: &App,
    request: MergeChoose,
    _: &Call<Empty>,
) -> Result<Merge, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let choices = request.choices;
    let state = change(app, &tenant, &request.draft, move |state, model| {
        typable(state, model, &choices)?;
        for choice in choices {
            state.choices.retain(|it| it.path != choice.path);
            state.choices.push(choice);
        }
        Ok(())
    })
    .await?;
    app.blocking(move |_| show(&tenant, &state)).await
}

pub(crate) async fn merge_apply(
    app: &App,
    request: DraftRef,
    _: &Call<Empty>,
) -> Result<Draft, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    change_and_show(app, tenant, &request.draft, |state, model| {
        readable(state)?;
        let Some((document, rows)) = merged(state, model) else { return Err(nothing()) };
        if rows.iter().any(|it| it.undecided) {
            return Err(Fault::InvalidField {
                field: "choices",
                title: "Something is still to be chosen".to_owned(),
                detail: "Both sides changed the same attribute to different values.".to_owned(),
                hint: "Choose whose value is taken, then send the merge.".to_owned(),
            });
        }
        if let Some(theirs) = state.theirs.clone() {
            state.rebase(theirs);
            state.replace(document);
        }
        Ok(())
    })
    .await
}

/// Whether values that were typed can be taken: what is chosen is kept, so that a secret cannot be typed here.
fn typable(state: &State, model: &TypeModel, choices: &[MergeChoice]) -> Result<(), Fault> {
    let mut typed = choices.iter().filter(|it| it.side == Side::Typed).peekable();
    if typed.peek().is_none() {
        return Ok(());
    }
    let (_, rows) = merged(state, model).ok_or_else(nothing)?;
    let typable: HashSet<&str> =
        rows.iter().filter(|it| it.control.is_some()).map(|it| it.path.as_str()).collect();
    for choice in typed {
        let not_taken = |detail: String, hint: &str| Fault::InvalidField {
            field: "choices",
            title: format!("This cannot be taken for {}", choice.path),
            detail,
            hint: hint.to_owned(),
        };
        if let Err(error) = choice.typed() {
            let detail = format!("It is not JSON: {error}.");
            return Err(not_taken(detail, "Correct it. What was chosen before stays."));
        }
        if !typable.contains(choice.path.as_str()) {
            let detail = "It is a secret, can be set only once, or both sides agree on it by now.";
            let hint = "Take theirs or yours, and edit the draft after the merge.";
            return Err(not_taken(detail.to_owned(), hint));
        }
    }
    Ok(())
}

/// The document that comes of the merge, and its rows; `None` where there is nothing to merge.
fn merged(
    state: &State,
    model: &TypeModel,
) -> Option<(serde_json::Value, Vec<scim::merge::MergeRow>)> {
    let (base, theirs) = (state.base.as_ref()?, state.theirs.as_ref()?);
    let yours = scim::edit::to_send(Some(&base.value), &state.document);
    let rows = merge(&base.value, &theirs.value, &yours, &state.choices, model);
    let document = resolve(&base.value, &theirs.value, &yours, &state.choices, model);
    Some((document, rows))
}

fn show(tenant: &OpenTenant, state: &State) -> Result<Merge, Fault> {
    let model = tenant.model(&state.resource_type)?;
    let (document, rows) = merged(state, &model).ok_or_else(nothing)?;
    let (base, theirs) = (state.base.as_ref(), state.theirs.as_ref());
    let theirs = theirs.ok_or_else(nothing)?;
    let method = match outgoing::methods(tenant, false).as_slice() {
        [WriteMethod::Put] => WriteMethod::Put,
        _ => state.method,
    };
    let id = state.resource_id.as_deref();
    let out = Edited { tenant, model: &model, id, base: Some(theirs), document: &document, method }
        .outgoing()?;
    let violations = shown::violations_of_merge(&theirs.value, &document, &model, &out.violations);
    let request = out.request.as_ref().map(|it| rendered(tenant, it)).transpose()?;
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    let attributes = theirs.value.as_object().map_or(0, serde_json::Map::len);
    Ok(Merge {
        draft: state.id.clone(),
        title: shown::title(state, &model),
        undecided: count(rows.iter().filter(|it| it.undecided).count()),
        unchanged: count(attributes.saturating_sub(rows.len())),
        rows,
        base_read_at: base.map(|it| it.read_at.to_string()),
        base_version: base.and_then(|it| it.tag.clone()),
        theirs_read_at: theirs.read_at.to_string(),
        theirs_version: theirs.tag.clone(),
        exchange: state.refused_by.clone(),
        request,
        operations: count(out.operations),
        blocking: shown::blocking(&violations),
        violations,
    })
}

fn nothing() -> Fault {
    Fault::NotThere {
        title: "There is nothing to merge".to_owned(),
        detail: "The server has the version that this draft began with.".to_owned(),
        hint: "Go back to the draft and send it.".to_owned(),
    }
}
