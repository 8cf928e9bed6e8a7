//! The columns of a directory table: offered by the schemas, chosen by a person, remembered.

use std::collections::HashSet;

use scim::provider_config::Support;
use scim::view::TypeModel;

use crate::App;
use crate::api::Empty;
use crate::api::columns::{Columns, ColumnsChoose, ColumnsRead};
use crate::call::Call;
use crate::error::Fault;
use crate::open_tenant::OpenTenant;

pub(crate) async fn columns_read(
    app: &App,
    request: ColumnsRead,
    _: &Call<Empty>,
) -> Result<Columns, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let chosen = app
        .blocking(move |app| {
            Ok(app.store().columns().get(&request.tenant_id, &request.resource_type)?)
        })
        .await?;
    Ok(describe(&tenant, &model, chosen))
}

pub(crate) async fn columns_choose(
    app: &App,
    request: ColumnsChoose,
    _: &Call<Empty>,
) -> Result<Columns, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let paths = app
        .blocking(move |app| {
            app.store().columns().put(
                &request.tenant_id,
                &request.resource_type,
                &request.paths,
            )?;
            Ok(request.paths)
        })
        .await?;
    Ok(describe(&tenant, &model, Some(paths)))
}

fn describe(tenant: &OpenTenant, model: &TypeModel, chosen: Option<Vec<String>>) -> Columns {
    let available = model.columns();
    let offered: HashSet<&str> = available.iter().map(|it| it.path.as_str()).collect();
    // What the schema no longer offers is passed over, and chosen again should it come back.
    let mut paths = chosen.unwrap_or_default();
    paths.retain(|it| offered.contains(it.as_str()));
    let is_default = paths.is_empty();
    if is_default {
        paths = model.default_columns();
    }
    let sort = tenant.discovery.provider_config.value.sort;
    let filter = tenant.discovery.provider_config.value.filter;
    Columns {
        chosen: paths,
        is_default,
        sort_supported: sort != Support::No,
        sort_refused: (sort == Support::No).then(|| {
            "ServiceProviderConfig says sort.supported false, so this list has the server's own order.".to_owned()
        }),
        filter_doubt: (filter == Support::No).then(|| {
            "ServiceProviderConfig says filter.supported false: the server may refuse the filter or ignore it. What comes back is checked here.".to_owned()
        }),
        available,
    }
}
