//! Tenants as a file: written without secrets, looked at before anything of it is taken over, and taken over as a whole
//! or not at all. The file is described in docs/tenants-file.md; `file` writes it, `read` and `entry` read it.

mod authentication;
mod entry;
mod file;
mod portable;
mod read;
mod scan;
mod transport;

use std::collections::{HashMap, HashSet};

use client::base_url::{BaseUrl, Place};
use jiff::Timestamp;
use store::{AddedTenant, TenantRow};

use super::arrange::{in_order, name_of_copy, names};
use super::{describe, from_word, is_built_in, new_id, word};
use crate::App;
use crate::api::Empty;
use crate::api::event::AppEvent;
use crate::api::guard::GuardMode;
use crate::api::tenants::{Authentication, Environment};
use crate::api::transfer::{
    FileRemark, ReadState, TenantsExport, TenantsExported, TenantsImport, TenantsImported,
    TenantsRead, TenantsReadThrough, TenantsSaved,
};
use crate::call::Call;
use crate::credentials::Look;
use crate::error::Fault;
use crate::{guards, saving};
use entry::Entry;

pub(crate) async fn tenants_export(
    app: &App,
    request: TenantsExport,
    call: &Call<Empty>,
) -> Result<TenantsExported, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let exported = export(app, &request.tenant_ids)?;
        app.previews().remember_tenants(&window, request.tenant_ids, exported.clone());
        Ok(exported)
    })
    .await
}

/// Saves what the window was shown; what it was not shown is written anew.
pub(crate) async fn tenants_save(
    app: &App,
    request: TenantsExport,
    call: &Call<Empty>,
) -> Result<TenantsSaved, Fault> {
    let window = call.window.clone();
    app.blocking(move |app| {
        let shown = app.previews().tenants(&window, &request.tenant_ids);
        let exported = shown.map_or_else(|| export(app, &request.tenant_ids), Ok)?;
        let path = saving::save(app, &exported.file_name, &exported.text)?;
        Ok(TenantsSaved { path })
    })
    .await
}

pub(crate) async fn tenants_read(
    app: &App,
    request: TenantsRead,
    _: &Call<Empty>,
) -> Result<TenantsReadThrough, Fault> {
    app.blocking(move |app| {
        let (remarks, entries) = look(app, &request.text)?;
        Ok(TenantsReadThrough { remarks, tenants: entries.into_iter().map(|it| it.told).collect() })
    })
    .await
}

pub(crate) async fn tenants_import(
    app: &App,
    request: TenantsImport,
    _: &Call<Empty>,
) -> Result<TenantsImported, Fault> {
    app.blocking(move |app| {
        agree(app, &request)?;
        import(app, &request)
    })
    .await
}

fn export(app: &App, tenant_ids: &[String]) -> Result<TenantsExported, Fault> {
    let rows = app.store().tenants().list()?;
    let known: HashSet<&str> = rows.iter().map(|it| it.id.as_str()).collect();
    if let Some(id) = tenant_ids.iter().find(|it| is_built_in(it) || !known.contains(it.as_str())) {
        return Err(if id == super::SANDBOX {
            Fault::BuiltIn
        } else {
            Fault::NoTenant { id: id.clone() }
        });
    }
    let wanted = |id: &str| tenant_ids.is_empty() || tenant_ids.iter().any(|it| it == id);
    let rows = rows.into_iter().filter(|it| !is_built_in(&it.id) && wanted(&it.id)).collect();
    let places = app.store().arrangement().list()?;
    let mut columns: HashMap<String, Vec<(String, Vec<String>)>> = HashMap::new();
    for it in app.store().columns().list()? {
        columns.entry(it.tenant_id).or_default().push((it.resource_type, it.paths));
    }
    let now = Timestamp::now();
    let rows = in_order(rows, places);
    let tenants = rows.iter().map(|(row, group)| {
        file::of_tenant(row, group, columns.get(&row.id).map(Vec::as_slice).unwrap_or_default())
    });
    let tenants: Vec<_> = tenants.collect();
    Ok(TenantsExported {
        count: u32::try_from(tenants.len()).unwrap_or(u32::MAX),
        text: file::text(tenants, now)?,
        file_name: format!("scimscope-tenants-{}.json", now.strftime("%Y-%m-%d-%H%M%S")),
    })
}

/// What a file holds, beside the tenants that there are.
fn look(app: &App, text: &str) -> Result<(Vec<FileRemark>, Vec<Entry>), Fault> {
    let (remarks, mut entries) = read::read(text);
    let rows = own_rows(app)?;
    let there: HashSet<Identity> = rows.iter().map(identity_of).collect();
    guard(&rows, &mut entries);
    let mut earlier: HashMap<Identity, u32> = HashMap::new();
    for entry in &mut entries {
        let Some(row) = &entry.row else { continue };
        let identity = identity_of(row);
        let sentence = match earlier.get(&identity).copied() {
            _ if there.contains(&identity) => {
                "There is a tenant with this name, server and sign-in already.".to_owned()
            }
            Some(index) => format!("It stands in the file before, at /tenants/{index}."),
            None => {
                earlier.insert(identity, entry.told.index);
                continue;
            }
        };
        entry.told.state = ReadState::Same;
        entry.notice(&sentence);
    }
    Ok((remarks, entries))
}

/// What makes two tenants the same to a person.
type Identity = (String, String, String);

fn identity_of(row: &TenantRow) -> Identity {
    (row.name.clone(), row.base_url.clone(), portable::written(row).to_string())
}

/// The tenants that a person has made.
fn own_rows(app: &App) -> Result<Vec<TenantRow>, Fault> {
    let mut rows = app.store().tenants().list()?;
    rows.retain(|it| !is_built_in(&it.id));
    Ok(rows)
}

/// Guards what comes from a file: as is usual for its kind or stricter, and as strictly as any tenant that may be of the
/// same server, be it here or in the file. Never free: that it is no production is only what the file says.
fn guard(rows: &[TenantRow], entries: &mut [Entry]) {
    let place = |it: &TenantRow| BaseUrl::parse(&it.base_url).ok().map(|it| it.place());
    let here = rows.iter().map(|it| (place(it), guards::mode_of(it)));
    let read = entries.iter().filter_map(|it| it.row.as_ref()).map(|row| {
        let usual = guards::usual(from_word(&row.environment, Environment::Production));
        (place(row), guards::mode_of(row).min(usual).min(GuardMode::Confirm))
    });
    let all: Vec<(Option<Place>, GuardMode)> = here.chain(read).collect();
    for entry in entries {
        let Some(row) = &mut entry.row else { continue };
        let place = place(row);
        let may_be_it = |other: &Option<Place>| match (&place, other) {
            (Some(place), Some(other)) => place.may_be(other),
            // One that cannot be read may be any.
            _ => true,
        };
        let modes = all.iter().filter(|(other, _)| may_be_it(other)).map(|(_, mode)| *mode);
        let mode = modes.min().unwrap_or(GuardMode::ReadOnly);
        (row.guard, entry.told.guard) = (word(&mode), mode);
    }
}

/// Asks a person, outside of the window, about what of the file decides whom the secrets of these tenants go to and is
/// easily overlooked. Nobody else waits for that; the file is the same afterwards.
fn agree(app: &App, request: &TenantsImport) -> Result<(), Fault> {
    let (_, entries) = look(app, &request.text)?;
    let chosen = entries.iter().filter(|it| request.indexes.contains(&it.told.index));
    let rows: Vec<&TenantRow> = chosen.filter_map(|it| it.row.as_ref()).collect();
    for ask in crate::transport::imported_authorities(&rows) {
        if !app.config().confirm.confirm(&ask.question) {
            return Err(ask.refused);
        }
    }
    Ok(())
}

fn import(app: &App, request: &TenantsImport) -> Result<TenantsImported, Fault> {
    let _changing = app.changing_tenants();
    let (_, entries) = look(app, &request.text)?;
    let chosen: HashSet<u32> = request.indexes.iter().copied().collect();
    let mut names = names(app)?;
    let mut there: HashSet<Identity> = own_rows(app)?.iter().map(identity_of).collect();
    let mut added = Vec::with_capacity(chosen.len());
    for entry in entries {
        let is_chosen = chosen.contains(&entry.told.index);
        let (true, Some(mut row)) = (is_chosen, entry.row) else { continue };
        row.id = new_id()?;
        row.created_at = Timestamp::now();
        // Two tenants may have one name, as production and staging of one company do; two that are the same may not.
        // An earlier twin in the file that is not chosen does not count.
        if there.contains(&identity_of(&row)) {
            row.name = name_of_copy(&row.name, &names);
        }
        names.insert(row.name.clone());
        there.insert(identity_of(&row));
        let group = entry.told.group;
        added.push(AddedTenant { row, columns: entry.columns, group, after: None });
    }
    if added.is_empty() || added.len() != chosen.len() {
        return Err(Fault::InvalidField {
            field: "indexes",
            title: "These tenants cannot be imported".into(),
            detail: format!(
                "Of {} chosen entries, {} can be taken over. Nothing was imported.",
                chosen.len(),
                added.len()
            ),
            hint: "Choose entries of the file that are not refused.".into(),
        });
    }
    app.store().arrangement().add(&added)?;
    app.emit(AppEvent::TenantsChanged {});
    // Nothing is read for this that could fail: they are there now.
    let mut look = Look::new(app);
    let tenants = added.into_iter().map(|it| describe(it.row, it.group, &mut look)).collect();
    Ok(TenantsImported { tenants })
}

/// The word of the file for a way to sign in.
fn way(row: &TenantRow) -> String {
    word::<Authentication>(&super::authentication(row))
}
