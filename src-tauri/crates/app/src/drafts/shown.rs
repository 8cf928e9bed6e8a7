//! A draft as the window shows it.

use std::collections::HashSet;

use scim::edit::{self, Subject, member_id, members_of, without_secrets};
use scim::finding::Severity;
use scim::validate::{Purpose, Violation, validate};
use scim::view::{TypeModel, identity};
use serde_json::Value;

use super::outgoing::{self, Edited};
use super::state::State;
use crate::api::drafts::{Draft, DraftSummary, MemberCounts, WriteMethod};
use crate::error::Fault;
use crate::open_tenant::OpenTenant;
use crate::requests::rendered;

/// How many values of a multi-valued attribute the form shows at first.
const FIRST_VALUES: usize = 100;

/// Everything that there is to show of a draft.
pub(super) fn show(tenant: &OpenTenant, state: &State) -> Result<Draft, Fault> {
    let model = tenant.model(&state.resource_type)?;
    let methods = outgoing::methods(tenant, state.resource_id.is_none());
    let method = methods.iter().copied().find(|it| *it == state.method);
    let method = method.or(methods.first().copied()).unwrap_or(WriteMethod::Patch);
    let out = edited(tenant, &model, state, method).outgoing()?;
    let violations = violations(state, &model, &out.violations);
    let subject = Subject {
        model: &model,
        types: tenant.resource_types(),
        base: state.base.as_ref().map(|it| &*it.value),
        draft: &state.document,
        violations: &violations,
    };
    let named = identity(&model, &state.document);
    let request = match (&out.request, state.problem()) {
        (Some(request), None) => Some(rendered(tenant, request)?),
        _ => None,
    };
    Ok(Draft {
        draft: state.id.clone(),
        tenant_id: state.tenant_id.clone(),
        resource_type: state.resource_type.clone(),
        id: state.resource_id.clone(),
        cloned_from: state.cloned_from.clone(),
        title: title(state, &model),
        subtitle: named.subtitle,
        active: state.base.as_ref().and_then(|it| identity(&model, &it.value).active),
        revision: state.revision,
        text: state.text(),
        text_problem: state.problem(),
        sections: edit::form(&subject, FIRST_VALUES),
        blocking: blocking(&violations),
        changes: out.changes,
        method,
        methods,
        request,
        lost: out.lost,
        unseen: out.unseen,
        refused: out.refused,
        secrets_gone: secrets_gone(state, &model),
        read_at: state.base.as_ref().map(|it| it.read_at.to_string()),
        version: state.base.as_ref().and_then(|it| it.tag.clone()),
        conflict: state.theirs.is_some(),
        members: members(tenant, state, &model),
        violations,
    })
}

pub(super) fn summary(tenant: Option<&OpenTenant>, state: &State) -> DraftSummary {
    let model = tenant.and_then(|it| it.model(&state.resource_type).ok());
    DraftSummary {
        draft: state.id.clone(),
        resource_type: state.resource_type.clone(),
        id: state.resource_id.clone(),
        title: model
            .map_or_else(|| state.resource_id.clone().unwrap_or_default(), |it| title(state, &it)),
        changed_at: state.changed_at.to_string(),
        conflict: state.theirs.is_some(),
    }
}

/// How people know the resource: as it was read, so that it keeps its name while that is typed.
pub(crate) fn title(state: &State, model: &TypeModel) -> String {
    match &state.base {
        Some(base) => identity(model, &base.value).title,
        None if names_itself(&state.document) => identity(model, &state.document).title,
        None => format!("New {}", state.resource_type),
    }
}

fn names_itself(document: &Value) -> bool {
    let members = document.as_object();
    let is_name = |it: &str| {
        ["userName", "displayName", "name"].iter().any(|name| name.eq_ignore_ascii_case(it))
    };
    members.is_some_and(|it| {
        it.iter().any(|(name, value)| is_name(name) && *value != Value::Null && *value != "")
    })
}

pub(crate) fn edited<'a>(
    tenant: &'a OpenTenant,
    model: &'a TypeModel,
    state: &'a State,
    method: WriteMethod,
) -> Edited<'a> {
    Edited {
        tenant,
        model,
        id: state.resource_id.as_deref(),
        base: state.base.as_ref(),
        document: &state.document,
        method,
    }
}

/// What does not fit in a draft, and what does not besides.
pub(crate) fn violations(state: &State, model: &TypeModel, more: &[Violation]) -> Vec<Violation> {
    let purpose = if state.resource_id.is_none() { Purpose::Create } else { Purpose::Replace };
    let base = state.base.as_ref().map(|it| &*it.value);
    let mut found = validate(&edit::to_send(base, &state.document), model, purpose);
    found.extend_from_slice(more);
    ease(&mut found, base, model, purpose);
    found
}

/// What does not fit in what comes of a merge.
pub(super) fn violations_of_merge(
    theirs: &Value,
    merged: &Value,
    model: &TypeModel,
    more: &[Violation],
) -> Vec<Violation> {
    let mut found = validate(&edit::to_send(Some(theirs), merged), model, Purpose::Replace);
    found.extend_from_slice(more);
    ease(&mut found, Some(theirs), model, Purpose::Replace);
    found
}

/// What the server itself holds is shown and stops nobody: it was so before.
fn ease(found: &mut [Violation], base: Option<&Value>, model: &TypeModel, purpose: Purpose) {
    let Some(base) = base else { return };
    let there: HashSet<(String, String, String)> =
        validate(base, model, purpose).into_iter().map(key).collect();
    for it in found {
        if it.finding.severity == Severity::Error && there.contains(&key(it.clone())) {
            it.finding.severity = Severity::Warning;
            it.finding.message = format!("The server holds it so: {}", it.finding.message);
        }
    }
}

fn key(violation: Violation) -> (String, String, String) {
    let finding = violation.finding;
    (finding.rule, finding.pointer, finding.message)
}

/// How many of them stop a draft from being sent: what breaks a MUST.
pub(crate) fn blocking(violations: &[Violation]) -> u32 {
    let count = violations.iter().filter(|it| it.finding.severity == Severity::Error).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn secrets_gone(state: &State, model: &TypeModel) -> Vec<String> {
    let (_, there) = without_secrets(&state.document, model);
    state.secrets_gone.iter().filter(|it| !there.contains(it)).cloned().collect()
}

fn members(tenant: &OpenTenant, state: &State, model: &TypeModel) -> Option<MemberCounts> {
    if !model.lists_members() {
        return None;
    }
    let before = state.base.as_ref().map(|it| member_ids(&it.value)).unwrap_or_default();
    let now = member_ids(&state.document);
    let count = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
    Some(MemberCounts {
        total: count(before.len()),
        added: count(now.difference(&before).count()),
        removed: count(before.difference(&now).count()),
        incomplete: outgoing::incomplete(tenant, model),
    })
}

pub(crate) fn member_ids(resource: &Value) -> HashSet<String> {
    members_of(resource).iter().filter_map(member_id).map(str::to_owned).collect()
}
