//! The members of a group, for whoever looks at them: windows of rows, and all of them as a file.

mod file;
mod rows;

use std::sync::Arc;

use scim::message;
use serde_json::Value;

use crate::api::Empty;
use crate::api::changes::FileSaved;
use crate::api::drafts::{MembersExport, MembersFormat, MembersList, MembersListed};
use crate::api::resources::ResourceRead;
use crate::call::Call;
use crate::drafts::{State, of_resource};
use crate::error::Fault;
use crate::open_tenant::OpenTenant;
use crate::{App, resource, saving};

use rows::{Rows, Wanted};

const MOST_ROWS: u32 = 500;

pub(crate) async fn members_list(
    app: &App,
    request: MembersList,
    call: &Call<Empty>,
) -> Result<MembersListed, Fault> {
    let group =
        Group::read(app, &request.tenant_id, &request.resource_type, &request.id, call).await?;
    app.blocking(move |_| {
        let rows = group.rows();
        let wanted = Wanted { shown: request.shown, text: &request.text, sort: request.sort };
        let found = rows.wanted(&wanted);
        let offset = usize::try_from(request.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(request.limit.clamp(1, MOST_ROWS)).unwrap_or_default();
        Ok(MembersListed {
            total: u32::try_from(found.len()).unwrap_or(u32::MAX),
            members: found.into_iter().skip(offset).take(limit).cloned().collect(),
            of_all: rows.counts.all,
            of_changed: rows.counts.changed,
            of_dangling: rows.counts.dangling,
            of_groups: rows.counts.groups,
            draft: group.draft.map(|it| it.id),
        })
    })
    .await
}

pub(crate) async fn members_export(
    app: &App,
    request: MembersExport,
    call: &Call<Empty>,
) -> Result<FileSaved, Fault> {
    let group =
        Group::read(app, &request.tenant_id, &request.resource_type, &request.id, call).await?;
    app.blocking(move |app| {
        let rows = group.rows();
        let wanted = Wanted { shown: request.shown, text: &request.text, sort: request.sort };
        let found = rows.wanted(&wanted);
        let (name, text) = match request.format {
            MembersFormat::Csv => ("members.csv", file::csv(&found)),
            MembersFormat::Json => ("members.json", file::json(&found)?),
        };
        Ok(FileSaved { path: saving::save(app, name, &text)? })
    })
    .await
}

/// A group as it was read, and its draft.
struct Group {
    tenant: Arc<OpenTenant>,
    draft: Option<State>,
    base: Arc<Value>,
}

impl Group {
    async fn read(
        app: &App,
        tenant_id: &str,
        resource_type: &str,
        id: &str,
        call: &Call<Empty>,
    ) -> Result<Self, Fault> {
        let tenant = app.opened(tenant_id)?;
        let model = tenant.model(resource_type)?;
        let wanted = ResourceRead {
            tenant_id: tenant_id.to_owned(),
            resource_type: resource_type.to_owned(),
            id: id.to_owned(),
            fresh: false,
        };
        let of = wanted.clone();
        let draft = app
            .blocking(move |app| of_resource(app, &of.tenant_id, &of.resource_type, &of.id))
            .await?;
        let base = match draft.as_ref().and_then(|it| it.base.as_ref()) {
            Some(base) => Arc::clone(&base.value),
            None => {
                let read =
                    resource::at_hand_or_fetched(&tenant, &model, &wanted, &call.cancel).await?;
                Arc::new(message::lenient(&read.text))
            }
        };
        Ok(Self { tenant, draft, base })
    }

    fn rows(&self) -> Rows {
        let now = self.draft.as_ref().map_or(&*self.base, |it| &it.document);
        Rows::of(&self.tenant, &self.base, now)
    }
}
