//! The members of a group as rows: as they were read, with what a draft does with them.

use std::collections::HashSet;
use std::sync::Arc;

use scim::edit::{member_id, members_of};
use scim::message;
use scim::view::TypeModel;
use serde_json::Value;

use crate::App;
use crate::api::Empty;
use crate::api::drafts::{MemberChange, MemberRow, MembersList, MembersListed, MembersShown};
use crate::api::resources::ResourceRead;
use crate::call::Call;
use crate::drafts::shown::member_ids;
use crate::drafts::{State, of_resource};
use crate::error::Fault;
use crate::fold::{distance, fold};
use crate::open_tenant::OpenTenant;
use crate::resource;

const MOST_ROWS: u32 = 500;

pub(crate) async fn members_list(
    app: &App,
    request: MembersList,
    call: &Call<Empty>,
) -> Result<MembersListed, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let (of, ty, id) =
        (request.tenant_id.clone(), request.resource_type.clone(), request.id.clone());
    let draft = app.blocking(move |app| of_resource(app, &of, &ty, &id)).await?;
    let base = match draft.as_ref().and_then(|it| it.base.as_ref()) {
        Some(base) => Arc::clone(&base.value),
        None => Arc::new(read(&tenant, &model, &request, call).await?),
    };
    app.blocking(move |_| Ok(listed(&tenant, &request, draft.as_ref(), &base))).await
}

async fn read(
    tenant: &OpenTenant,
    model: &TypeModel,
    request: &MembersList,
    call: &Call<Empty>,
) -> Result<Value, Fault> {
    let wanted = ResourceRead {
        tenant_id: request.tenant_id.clone(),
        resource_type: request.resource_type.clone(),
        id: request.id.clone(),
        fresh: false,
    };
    let read = resource::at_hand_or_fetched(tenant, model, &wanted, &call.cancel).await?;
    Ok(message::lenient(&read.text))
}

fn listed(
    tenant: &OpenTenant,
    request: &MembersList,
    draft: Option<&State>,
    base: &Value,
) -> MembersListed {
    let now = draft.map_or(base, |it| &it.document);
    let (before, kept) = (member_ids(base), member_ids(now));
    let added =
        members_of(now).iter().filter(|it| member_id(it).is_some_and(|it| !before.contains(it)));
    let added = added.map(|it| (it, MemberChange::Added));
    let others = members_of(base).iter().map(|it| {
        let is_kept = member_id(it).is_none_or(|id| kept.contains(id));
        (it, if is_kept { MemberChange::Kept } else { MemberChange::Removed })
    });
    let group_types: HashSet<&str> = tenant
        .models()
        .filter(|it| it.lists_members())
        .map(|it| it.resource_type.name.as_str())
        .collect();
    let mut seen = HashSet::new();
    let rows: Vec<MemberRow> = added
        .chain(others)
        .filter_map(|(member, change)| row(tenant, member, change))
        .filter(|it| seen.insert(it.value.clone()))
        .collect();
    let is_group =
        |it: &MemberRow| it.resource_type.as_deref().is_some_and(|it| group_types.contains(it));
    let count = |is: &dyn Fn(&MemberRow) -> bool| {
        u32::try_from(rows.iter().filter(|it| is(it)).count()).unwrap_or(u32::MAX)
    };
    let changed = |it: &MemberRow| it.change != MemberChange::Kept;
    let dangling = |it: &MemberRow| it.dangling;
    let counts = (count(&|_| true), count(&changed), count(&dangling), count(&is_group));
    let typed = fold(request.text.trim());
    let wanted = |it: &&MemberRow| {
        let is_shown = match request.shown {
            MembersShown::All => true,
            MembersShown::Changed => changed(it),
            MembersShown::Dangling => it.dangling,
            MembersShown::Groups => is_group(it),
        };
        is_shown && (typed.is_empty() || is_called(it, &typed, request.text.trim()))
    };
    let found: Vec<&MemberRow> = rows.iter().filter(wanted).collect();
    let offset = usize::try_from(request.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(request.limit.clamp(1, MOST_ROWS)).unwrap_or_default();
    MembersListed {
        total: u32::try_from(found.len()).unwrap_or(u32::MAX),
        members: found.into_iter().skip(offset).take(limit).cloned().collect(),
        of_all: counts.0,
        of_changed: counts.1,
        of_dangling: counts.2,
        of_groups: counts.3,
        draft: draft.map(|it| it.id.clone()),
    }
}

fn is_called(row: &MemberRow, folded: &str, typed: &str) -> bool {
    let names = [row.title.as_deref(), row.subtitle.as_deref()];
    row.value.starts_with(typed)
        || names.into_iter().flatten().any(|it| distance(folded, &fold(it)).is_some())
}

/// `None` for what has no id: it is no member that could be told from others.
fn row(tenant: &OpenTenant, member: &Value, change: MemberChange) -> Option<MemberRow> {
    let value = member_id(member)?.to_owned();
    let text = |name: &str| {
        let members = member.as_object()?;
        let (_, it) = members.iter().find(|(it, _)| it.eq_ignore_ascii_case(name))?;
        it.as_str().filter(|it| !it.is_empty()).map(str::to_owned)
    };
    let said_type = text("type");
    let known =
        tenant.name_of(&value, said_type.as_deref()).or_else(|| tenant.name_of(&value, None));
    let dangling = known.is_none() && tenant.is_dangling(&value);
    Some(match known {
        Some(known) => MemberRow {
            value,
            title: Some(known.title),
            subtitle: known.subtitle,
            active: known.active,
            resource_type: Some(known.resource_type),
            dangling,
            change,
        },
        None => MemberRow {
            value,
            title: text("display"),
            subtitle: None,
            active: None,
            resource_type: said_type,
            dangling,
            change,
        },
    })
}
