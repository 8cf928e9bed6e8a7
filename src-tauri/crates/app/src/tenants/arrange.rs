//! The person's own groups and order of tenants, and copies of them.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use store::{AddedTenant, TenantPlace, TenantRow};

use super::{from_word, is_built_in, list, new_id, own_row, parse_base_url, tenant, word};
use crate::App;
use crate::api::Empty;
use crate::api::arrange::TenantArrange;
use crate::api::event::AppEvent;
use crate::api::tenants::{Environment, Tenant, TenantRef};
use crate::call::Call;
use crate::draft::LONGEST_NAME;
use crate::error::Fault;
use crate::{guards, transport};

/// How long the name of a group may be, in characters.
pub(crate) const LONGEST_GROUP: usize = 80;
/// The length of " (copy 999999)".
const ROOM_FOR_COPY: usize = 14;

pub(crate) async fn tenant_arrange(
    app: &App,
    request: TenantArrange,
    _: &Call<Empty>,
) -> Result<Vec<Tenant>, Fault> {
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let places = checked(request)?;
        app.store().arrangement().set(&places)?;
        app.emit(AppEvent::TenantsChanged {});
        list(app)
    })
    .await
}

pub(crate) async fn tenant_duplicate(
    app: &App,
    request: TenantRef,
    _: &Call<Empty>,
) -> Result<Tenant, Fault> {
    app.blocking(move |app| {
        let _changing = app.changing_tenants();
        let copy = copy_of(app, own_row(app, &request.tenant_id)?)?;
        app.store().arrangement().add(std::slice::from_ref(&copy))?;
        app.emit(AppEvent::TenantsChanged {});
        tenant(app, copy.row)
    })
    .await
}

/// Everything of a tenant but its secrets, which belong to its id, its history, and what a person agreed to for it
/// (certificates that are not verified, plain http): for the copy that is to be agreed to again. It is guarded as the tenant is, or as
/// strictly as another one of the same server; what is unlocked is so for the tenant alone.
fn copy_of(app: &App, row: TenantRow) -> Result<AddedTenant, Fault> {
    let names = names(app)?;
    let columns = app.store().columns().list()?;
    let columns = columns.into_iter().filter(|it| it.tenant_id == row.id);
    let environment = from_word(&row.environment, Environment::Production);
    let base = parse_base_url(&row.base_url)?;
    let guard = guards::to_save(app, None, Some(guards::mode_of(&row)), environment, &base)?;
    Ok(AddedTenant {
        columns: columns.map(|it| (it.resource_type, it.paths)).collect(),
        group: group_of(app, &row.id)?,
        after: Some(row.id.clone()),
        row: TenantRow {
            id: new_id()?,
            name: name_of_copy(&row.name, &names),
            created_at: Timestamp::now(),
            last_opened_at: None,
            guard: word(&guard),
            transport: transport::as_text(&transport::without_consent(&row))?,
            ..row
        },
    })
}

/// The names of the tenants that a person has made.
pub(super) fn names(app: &App) -> Result<HashSet<String>, Fault> {
    let rows = app.store().tenants().list()?;
    Ok(rows.into_iter().filter(|it| !is_built_in(&it.id)).map(|it| it.name).collect())
}

/// A name that none of the others has: "X (copy)", then "X (copy 2)" and so on. A long one is cut, so that what is behind
/// it still has room.
pub(super) fn name_of_copy(name: &str, others: &HashSet<String>) -> String {
    let name: String = name.chars().take(LONGEST_NAME - ROOM_FOR_COPY).collect();
    let first = format!("{name} (copy)");
    if !others.contains(&first) {
        return first;
    }
    // One of these is free: there are more of them than there are others.
    let later = (2..=others.len() + 2).map(|number| format!("{name} (copy {number})"));
    later.into_iter().find(|it| !others.contains(it)).unwrap_or(first)
}

/// The group of a tenant; empty for none.
pub(super) fn group_of(app: &App, id: &str) -> Result<String, Fault> {
    let places = app.store().arrangement().list()?;
    Ok(places.into_iter().find(|it| it.tenant_id == id).map(|it| it.group).unwrap_or_default())
}

/// The rows in the order of their places, those of a group together: first those without one, then each group where
/// the first of it stands.
pub(super) fn in_order(rows: Vec<TenantRow>, places: Vec<TenantPlace>) -> Vec<(TenantRow, String)> {
    let mut by_id: HashMap<String, TenantRow> =
        rows.into_iter().map(|it| (it.id.clone(), it)).collect();
    let mut groups: Vec<(String, Vec<TenantRow>)> = vec![(String::new(), Vec::new())];
    for place in places {
        let Some(row) = by_id.remove(&place.tenant_id) else { continue };
        match groups.iter_mut().find(|(name, _)| *name == place.group) {
            Some((_, members)) => members.push(row),
            None => groups.push((place.group, vec![row])),
        }
    }
    let named = |(name, members): (String, Vec<TenantRow>)| {
        members.into_iter().map(move |row| (row, name.clone()))
    };
    groups.into_iter().flat_map(named).collect()
}

fn checked(request: TenantArrange) -> Result<Vec<TenantPlace>, Fault> {
    let mut seen = HashSet::new();
    let mut places = Vec::with_capacity(request.places.len());
    for place in request.places {
        if place.tenant_id == super::SANDBOX {
            return Err(Fault::BuiltIn);
        }
        if place.tenant_id == super::UNSAVED {
            return Err(Fault::NoTenant { id: place.tenant_id });
        }
        if !seen.insert(place.tenant_id.clone()) {
            return Err(Fault::InvalidField {
                field: "places",
                title: "A tenant cannot stand in two places".into(),
                detail: "The order names one of the tenants twice.".into(),
                hint: "Reload the list of tenants and arrange it again.".into(),
            });
        }
        let group = checked_group(&place.group).map_err(|detail| Fault::InvalidField {
            field: "group",
            title: "A group cannot be called that".into(),
            detail,
            hint: "Give the group a short name in one line.".into(),
        })?;
        places.push(TenantPlace { tenant_id: place.tenant_id, group });
    }
    Ok(places)
}

/// The name of a group as it is kept, or why it cannot be one.
pub(super) fn checked_group(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.chars().any(char::is_control) {
        return Err("The name of the group holds a line break or another control character.".into());
    }
    if name.chars().count() > LONGEST_GROUP {
        return Err(format!("The name of the group is longer than {LONGEST_GROUP} characters."));
    }
    Ok(name.to_owned())
}
