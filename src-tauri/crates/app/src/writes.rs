//! Writing: what a person wants is worked out as exact requests, shown, confirmed, sent once, read back, and kept in the
//! change log with what was there before. Nothing is ever sent a second time by itself.

mod compare;
mod confirming;
mod intent;
mod log;
mod plan;
mod refused;
pub(crate) mod save;
mod send;
mod undo;
mod words;

use crate::App;
use crate::api::Empty;
use crate::api::writes::{
    WriteBlocked, WriteIntent, WritePlan, WritePrepare, WriteProgress, WriteResult, WriteSend,
    WriteSent,
};
use crate::call::Call;
use crate::error::Fault;

pub(crate) use log::{Detail, Kept};
pub(crate) use plan::Plans;

pub(crate) async fn write_prepare(
    app: &App,
    request: WritePrepare,
    call: &Call<Empty>,
) -> Result<WritePlan, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let ask = intent::Ask::new(app, &tenant, call);
    let wanted = match request.intent {
        WriteIntent::Draft { draft, anyway } => ask.draft(&draft, anyway).await?,
        WriteIntent::SetActive { resource_type, ids, active } => {
            ask.set_active(&resource_type, &ids, active).await?
        }
        WriteIntent::Delete { resource_type, ids } => ask.delete(&resource_type, &ids).await?,
        WriteIntent::Membership { group_type, group, member, member_type, joins } => {
            let who = intent::Member { id: member, resource_type: member_type, joins };
            ask.membership(&group_type, &group, &who).await?
        }
        WriteIntent::Undo { change } => ask.undo(&change).await?,
    };
    plan::make(app, &tenant, wanted, &call.window).await
}

pub(crate) async fn write_send(
    app: &App,
    request: WriteSend,
    call: &Call<WriteProgress>,
) -> Result<WriteSent, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let taken = app.plans().take(&request.plan, &tenant.id, &call.window, |plan| {
        confirming::check(plan, request.typed_name.as_deref())
    })?;
    let plan = &taken.plan;
    let mut results: Vec<WriteResult> = Vec::with_capacity(plan.targets.len());
    for (at, target) in plan.targets.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        results.push(send::Sending { app, tenant: &tenant, plan, target, call, at }.run().await);
    }
    Ok(WriteSent { results })
}

/// Why nothing can be sent, as a plan says it.
pub(crate) fn nothing_to_do(words: impl Into<String>) -> WriteBlocked {
    WriteBlocked::NothingToDo { words: words.into() }
}
