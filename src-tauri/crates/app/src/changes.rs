//! The change log of a tenant, for whoever looks at it.

use store::{ChangeFilter, ExchangeFilter};

use crate::App;
use crate::api::Empty;
use crate::api::changes::{
    Change, ChangeEntry, ChangeOutcome, ChangeRef, ChangesExport, ChangesList, ChangesListed,
    FileSaved,
};
use crate::call::Call;
use crate::error::Fault;
use crate::tenants::word;
use crate::writes::{Detail, Kept};
use crate::{past, read_back, saving};

const MOST_ROWS: u32 = 200;
/// How many writes of unknown outcome are looked through for the one of an entry.
const MOST_UNKNOWN: u32 = 200;

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
        let changes: Result<Vec<ChangeEntry>, Fault> =
            kept.into_iter().map(|it| entry(app, &Kept::of(it))).collect();
        let changes = changes?;
        Ok(ChangesListed { changes, is_more, total })
    })
    .await
}

pub(crate) async fn change_read(
    app: &App,
    request: ChangeRef,
    _: &Call<Empty>,
) -> Result<Change, Fault> {
    app.blocking(move |app| in_full(app, Kept::found(app, &request.tenant_id, &request.change)?))
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
        let changes: Result<Vec<Change>, Fault> =
            kept.into_iter().map(|it| in_full(app, Kept::of(it))).collect();
        let changes = changes?;
        let text = serde_json::to_string_pretty(&changes)
            .map_err(|error| Fault::Defect { reason: error.to_string() })?;
        Ok(FileSaved { path: saving::save(app, "changes.json", &text)? })
    })
    .await
}

fn entry(app: &App, kept: &Kept) -> Result<ChangeEntry, Fault> {
    let row = &kept.row;
    Ok(ChangeEntry {
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
        exchange: exchange_of(app, kept)?.map(|it| it.to_string()),
        changes: kept.detail.changes.clone(),
    })
}

/// The exchange of a write. An entry that was being sent when the program ended was never told: its exchange is the first
/// after it that asks for the same and of which nobody knows what became. Blocks.
fn exchange_of(app: &App, kept: &Kept) -> Result<Option<i64>, Fault> {
    let Kept { row, detail, .. } = kept;
    if row.exchange_id.is_some() || kept.outcome(app) != ChangeOutcome::Unknown {
        return Ok(row.exchange_id);
    }
    let filter = ExchangeFilter {
        tenant_id: Some(row.tenant_id.clone()),
        outcome_unknown: true,
        limit: MOST_UNKNOWN,
        ..ExchangeFilter::default()
    };
    let unknown = app.store().exchanges().list(&filter)?;
    let is_it = |it: &store::ExchangeSummaryRow| {
        it.started_at >= row.at && it.method == detail.method && it.url == detail.url
    };
    Ok(unknown.iter().rev().find(|it| is_it(it)).map(|it| it.id))
}

fn in_full(app: &App, kept: Kept) -> Result<Change, Fault> {
    let entry = entry(app, &kept)?;
    let found = found_since(app, &entry)?;
    let Detail { differences, outcome_words, before, after, method, url, body, .. } = kept.detail;
    let outcome_words = found.or(outcome_words);
    Ok(Change {
        entry,
        differences,
        outcome_words,
        before,
        after,
        method,
        url,
        body: body.map(|it| past::body(it.into_bytes(), Some("application/scim+json"))),
    })
}

/// What a read found that looked up what became of a write.
fn found_since(app: &App, entry: &ChangeEntry) -> Result<Option<String>, Fault> {
    let exchange = entry.exchange.as_deref().and_then(|it| it.parse().ok());
    let Some(exchange) = exchange.filter(|_| entry.outcome == ChangeOutcome::Unknown) else {
        return Ok(None);
    };
    let found = read_back::found_before(app, exchange)?;
    Ok(found.map(|it| format!("It was on its way, and was read back since: {}", it.words)))
}
