//! References by name: what is known from what was read, and asking the server where that is wanted.

use std::collections::HashMap;

use client::error::FailureKind;
use client::page::Selection;
use scim::view::identity;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::App;
use crate::api::resources::{ReferenceAsked, ReferenceName, ReferencesResolve, ReferencesResolved};
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::{OpenTenant, context};

const MOST_REFERENCES: usize = 500;

pub(crate) async fn references_resolve(
    app: &App,
    request: ReferencesResolve,
    call: &Call<ReferencesResolved>,
) -> Result<ReferencesResolved, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let asked = request.references.iter().take(MOST_REFERENCES);
    let mut names: Vec<ReferenceName> = asked.clone().map(|it| known(&tenant, it)).collect();
    if request.ask_server {
        let mut answers: HashMap<(String, Option<String>), ReferenceName> = HashMap::new();
        for (index, reference) in asked.enumerate() {
            if names.get(index) != Some(&ReferenceName::Unknown) {
                continue;
            }
            let key = (reference.value.clone(), reference.resource_type.clone());
            let name = match answers.get(&key) {
                Some(name) => name.clone(),
                None => ask(&tenant, reference, &call.cancel).await?,
            };
            answers.insert(key, name.clone());
            if let Some(place) = names.get_mut(index) {
                *place = name;
            }
            call.send(&ReferencesResolved { names: names.clone() });
        }
    }
    Ok(ReferencesResolved { names })
}

fn known(tenant: &OpenTenant, reference: &ReferenceAsked) -> ReferenceName {
    match tenant.name_of(&reference.value, reference.resource_type.as_deref()) {
        Some(it) => ReferenceName::Known { title: it.title, resource_type: it.resource_type },
        None => ReferenceName::Unknown,
    }
}

/// Reads the resource that a reference names; the type that it may have is tried, else each in turn.
async fn ask(
    tenant: &OpenTenant,
    reference: &ReferenceAsked,
    cancel: &CancellationToken,
) -> Result<ReferenceName, Fault> {
    let types: Vec<&str> = match &reference.resource_type {
        Some(name) if tenant.model(name).is_ok() => vec![name.as_str()],
        _ => tenant.resource_types().iter().map(|it| it.name.as_str()).collect(),
    };
    let mut failed = None;
    for name in types {
        match ask_type(tenant, name, &reference.value, cancel).await? {
            ReferenceName::Dangling => {}
            ReferenceName::Failed { reason } => failed = Some(reason),
            found => return Ok(found),
        }
    }
    if failed.is_none() {
        tenant.note_dangling(&reference.value);
    }
    Ok(failed.map_or(ReferenceName::Dangling, |reason| ReferenceName::Failed { reason }))
}

async fn ask_type(
    tenant: &OpenTenant,
    resource_type: &str,
    id: &str,
    cancel: &CancellationToken,
) -> Result<ReferenceName, Fault> {
    let model = tenant.model(resource_type)?;
    let asked = context("Reference", cancel);
    let mut attributes = Selection::default();
    if tenant.leaves_out_members(&model) {
        attributes.excluded_attributes = vec!["members".to_owned()];
    }
    match tenant.session.get(&model.resource_type.endpoint, id, &attributes, &asked).await {
        Ok(fetched) => {
            let value: Value = serde_json::from_str(&fetched.body).unwrap_or_default();
            let who = identity(&model, &value);
            tenant.learn_name(id, &who, resource_type);
            Ok(ReferenceName::Known { title: who.title, resource_type: resource_type.to_owned() })
        }
        Err(failure) => match &*failure.kind {
            FailureKind::NotFound { .. } => Ok(ReferenceName::Dangling),
            FailureKind::Cancelled => Err(Fault::Cancelled),
            _ => Ok(ReferenceName::Failed { reason: failure.explain().title }),
        },
    }
}
