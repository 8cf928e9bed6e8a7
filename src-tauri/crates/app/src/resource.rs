//! One resource in full: from the list where that holds the whole of it, else by one GET.

use std::sync::Arc;

use client::error::Failure;
use client::exchange::Context;
use client::page::Selection;
use jiff::Timestamp;
use scim::message;
use scim::resource_type::ResourceType;
use scim::view::{self, TypeModel};
use tokio_util::sync::CancellationToken;

use crate::App;
use crate::api::Empty;
use crate::api::resources::{Resource, ResourceRead, Values, ValuesRead};
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::{OpenTenant, ReadResource, context};

/// How many values of a multi-valued attribute a form shows at first.
const FIRST_VALUES: usize = 100;
const MOST_VALUES: u32 = 500;

pub(crate) async fn resource_read(
    app: &App,
    request: ResourceRead,
    call: &Call<Empty>,
) -> Result<Resource, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let read = if request.fresh {
        fetch(&tenant, &model, &request, &call.cancel).await?
    } else {
        at_hand_or_fetched(&tenant, &model, &request, &call.cancel).await?
    };
    Ok(describe(&tenant, &model, &request, read))
}

pub(crate) async fn resource_values(
    app: &App,
    request: ValuesRead,
    call: &Call<Empty>,
) -> Result<Values, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let asked = ResourceRead {
        tenant_id: request.tenant_id,
        resource_type: request.resource_type,
        id: request.id,
        fresh: false,
    };
    let read = at_hand_or_fetched(&tenant, &model, &asked, &call.cancel).await?;
    let value = message::lenient(&read.text);
    let offset = usize::try_from(request.offset).unwrap_or(usize::MAX);
    let limit = usize::try_from(request.limit.clamp(1, MOST_VALUES)).unwrap_or(usize::MAX);
    let types = tenant.resource_types();
    let fields = view::values(&model, types, &value, &request.path, offset, limit);
    let sections = view::form(&model, types, &value, 0);
    let section = sections.iter().find(|it| it.path.as_deref() == Some(request.path.as_str()));
    Ok(Values { fields, total: section.and_then(|it| it.total).unwrap_or(0) })
}

pub(crate) async fn at_hand_or_fetched(
    tenant: &OpenTenant,
    model: &TypeModel,
    request: &ResourceRead,
    cancel: &CancellationToken,
) -> Result<ReadResource, Fault> {
    if let Some(read) = tenant.read_before(&request.resource_type, &request.id) {
        return Ok(read);
    }
    match in_a_list(tenant, model, request) {
        Some(read) => {
            // Kept, so that its values can still be asked for when the list is read anew.
            tenant.keep_read(&request.resource_type, &request.id, read.clone());
            Ok(read)
        }
        None => fetch(tenant, model, request, cancel).await,
    }
}

/// The whole resource from a list, if lists leave nothing out.
fn in_a_list(
    tenant: &OpenTenant,
    model: &TypeModel,
    request: &ResourceRead,
) -> Option<ReadResource> {
    if tenant.leaves_out_members(model) {
        return None;
    }
    for listing in tenant.listings_of(&request.resource_type) {
        // A list that is being read holds its lock for as long as the server takes: do not wait for it.
        if let Ok(listing) = listing.try_lock()
            && let Some((text, source)) = listing.text_of(&request.id)
        {
            return Some(ReadResource {
                findings: message::resource(text).map(|it| it.findings).unwrap_or_default(),
                text: Arc::from(text),
                etag: None,
                exchange: source.exchange.clone(),
                read_at: source.read_at,
            });
        }
    }
    None
}

async fn fetch(
    tenant: &OpenTenant,
    model: &TypeModel,
    request: &ResourceRead,
    cancel: &CancellationToken,
) -> Result<ReadResource, Fault> {
    let asked = context("Resource", cancel);
    Ok(read_anew(tenant, model, &request.id, &asked).await?)
}

/// The whole resource from the server, kept for whoever shows it.
pub(crate) async fn read_anew(
    tenant: &OpenTenant,
    model: &TypeModel,
    id: &str,
    asked: &Context,
) -> Result<ReadResource, Failure> {
    let ResourceType { name, endpoint, .. } = &model.resource_type;
    let fetched = tenant.session.get(endpoint, id, &Selection::default(), asked).await?;
    let read = ReadResource {
        text: fetched.body,
        etag: fetched.etag,
        findings: fetched.findings,
        exchange: fetched.exchange,
        read_at: Timestamp::now(),
    };
    tenant.keep_read(name, id, read.clone());
    Ok(read)
}

fn describe(
    tenant: &OpenTenant,
    model: &TypeModel,
    request: &ResourceRead,
    read: ReadResource,
) -> Resource {
    let value = message::lenient(&read.text);
    let identity = view::identity(model, &value);
    tenant.learn_name(&request.id, &identity, &request.resource_type);
    let mut sections = view::form(model, tenant.resource_types(), &value, FIRST_VALUES);
    let of_fields = sections.iter().flat_map(|it| &it.fields).flat_map(|it| &it.findings);
    let findings = read.findings.iter().chain(of_fields).cloned().collect();
    view::place_findings(&mut sections, read.findings.clone());
    Resource {
        resource_type: request.resource_type.clone(),
        sections,
        identity,
        text: read.text.to_string(),
        etag: read.etag,
        findings,
        exchange: read.exchange,
        read_at: read.read_at.to_string(),
    }
}
