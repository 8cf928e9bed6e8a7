//! Resources that were read in this run, found by some letters of their name. Nothing is sent for it.

use scim::attr::AttrPath;
use scim::filter::{CompareOp, Filter};
use scim::schema::AttributeType;
use scim::view::TypeModel;

use crate::App;
use crate::api::Empty;
use crate::api::resources::{FoundResource, ResourcesFind, ResourcesFound};
use crate::call::Call;
use crate::error::Fault;
use crate::fold::{distance, fold};

const MOST_FOUND: u32 = 50;
/// Attributes that people look for one another by.
const NAMES: [&str; 2] = ["userName", "displayName"];

pub(crate) async fn resources_find(
    app: &App,
    request: ResourcesFind,
    _: &Call<Empty>,
) -> Result<ResourcesFound, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let typed = fold(request.text.trim());
    let mut searched = 0_u32;
    let mut found: Vec<(u32, FoundResource)> = Vec::new();
    tenant.each_name(|id, known| {
        if request.resource_type.as_deref().is_some_and(|it| it != known.resource_type) {
            return;
        }
        searched = searched.saturating_add(1);
        let second = known.subtitle.as_deref().unwrap_or_default();
        let by_name = [known.title.as_str(), second].map(|it| distance(&typed, &fold(it)));
        let by_id = id.starts_with(request.text.trim()).then_some(0);
        if let Some(nearest) = by_name.into_iter().chain([by_id]).flatten().min() {
            found.push((
                nearest,
                FoundResource {
                    resource_type: known.resource_type.clone(),
                    id: id.to_owned(),
                    title: known.title.clone(),
                    subtitle: known.subtitle.clone(),
                    active: known.active,
                },
            ));
        }
    });
    let order = |(nearest, it): &(u32, FoundResource)| {
        (*nearest, it.title.chars().count(), it.title.clone(), it.id.clone())
    };
    found.sort_by_cached_key(order);
    let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let limit = usize::try_from(request.limit.min(MOST_FOUND)).unwrap_or_default();
    let filter = match &request.resource_type {
        Some(name) if !typed.is_empty() => by_name(&*tenant.model(name)?, request.text.trim()),
        _ => None,
    };
    let found = found.into_iter().take(limit).map(|(_, it)| it).collect();
    Ok(ResourcesFound { found, total, searched, filter })
}

/// A filter that looks for a text in the attributes that name a resource.
fn by_name(model: &TypeModel, text: &str) -> Option<String> {
    let mut conditions: Vec<Filter> = NAMES
        .iter()
        .map(|name| AttrPath::of(*name))
        .filter(|path| {
            model
                .resolve_path(path)
                .is_ok_and(|it| it.attribute.attribute_type == AttributeType::String)
        })
        .map(|path| Filter::Compare { path, op: CompareOp::Co, value: text.into() })
        .collect();
    let filter = match conditions.len() {
        0 => return None,
        1 => conditions.pop()?,
        _ => Filter::Or(conditions),
    };
    Some(filter.to_string())
}
