//! The change log of a tenant, for whoever looks at it.

use store::ChangeFilter;

use crate::App;
use crate::api::Empty;
use crate::api::changes::{
    Change, ChangeEntry, ChangeRef, ChangesExport, ChangesList, ChangesListed, FileSaved,
};
use crate::call::Call;
use crate::error::Fault;
use crate::tenants::word;
use crate::writes::{Detail, Kept};
use crate::{past, saving};

const MOST_ROWS: u32 = 200;

pub(crate) async fn changes_list(
    app: &App,
    request: ChangesList,
    _: &Call<Empty>,
) -> Result<ChangesListed, Fault> {
    app.blocking(move |app| {
        let limit = request.limit.clamp(1, MOST_ROWS);
        let filter = ChangeFilter {
            tenant_id: request.tenant_id.clone(),
            resource_type: request.resource_type,
            resource_id: request.id,
            kind: request.kind.as_ref().map(word),
            text: request.text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()),
            before: request.before.and_then(|it| it.parse().ok()),
            limit: limit + 1,
        };
        let mut kept = app.store().changes().list(&filter)?;
        let is_more = kept.len() > limit as usize;
        kept.truncate(limit as usize);
        let total = app.store().changes().count(&request.tenant_id)?;
        let changes = kept.into_iter().map(|it| entry(app, &Kept::of(it))).collect();
        Ok(ChangesListed { changes, is_more, total })
    })
    .await
}

pub(crate) async fn change_read(
    app: &App,
    request: ChangeRef,
    _: &Call<Empty>,
) -> Result<Change, Fault> {
    app.blocking(move |app| {
        Ok(in_full(app, Kept::found(app, &request.tenant_id, &request.change)?))
    })
    .await
}

pub(crate) async fn changes_export(
    app: &App,
    request: ChangesExport,
    _: &Call<Empty>,
) -> Result<FileSaved, Fault> {
    app.blocking(move |app| {
        let everything = ChangeFilter {
            tenant_id: request.tenant_id,
            limit: u32::MAX,
            ..ChangeFilter::default()
        };
        let kept = app.store().changes().list(&everything)?;
        let changes: Vec<Change> = kept.into_iter().map(|it| in_full(app, Kept::of(it))).collect();
        let text = serde_json::to_string_pretty(&changes)
            .map_err(|error| Fault::Defect { reason: error.to_string() })?;
        Ok(FileSaved { path: saving::save(app, "changes.json", &text)? })
    })
    .await
}

fn entry(app: &App, kept: &Kept) -> ChangeEntry {
    let row = &kept.row;
    ChangeEntry {
        change: kept.id.to_string(),
        at: row.at.to_string(),
        kind: kept.kind(),
        resource_type: row.resource_type.clone(),
        id: row.resource_id.clone(),
        title: row.title.clone(),
        words: row.words.clone(),
        outcome: kept.outcome(app),
        undoes: row.undoes.map(|it| it.to_string()),
        undone_by: kept.undone_by.map(|it| it.to_string()),
        can_undo: kept.can_undo(app),
        exchange: row.exchange_id.map(|it| it.to_string()),
        changes: kept.detail.changes.clone(),
    }
}

fn in_full(app: &App, kept: Kept) -> Change {
    let entry = entry(app, &kept);
    let Detail { differences, outcome_words, before, after, method, url, body, .. } = kept.detail;
    Change {
        entry,
        differences,
        outcome_words,
        before,
        after,
        method,
        url,
        body: body.map(|it| past::body(it.into_bytes(), Some("application/scim+json"))),
    }
}
