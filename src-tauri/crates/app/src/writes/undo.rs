//! Undoing a write: the request that brings back what was there before, worked out against the resource as it is now.

use scim::view::{TypeModel, identity};
use serde_json::Value;

use super::intent::{Ask, Unsent, differs};
use super::log::Kept;
use super::nothing_to_do;
use super::plan::{Target, Wanted};
use super::send::is_missing;
use crate::api::changes::ChangeOutcome;
use crate::api::drafts::WriteMethod;
use crate::api::writes::{ChangeKind, Precondition, WriteBlocked};
use crate::drafts::outgoing::Edited;
use crate::drafts::state::yours_first;
use crate::drafts::{Version, read_version};
use crate::error::Fault;

impl Ask<'_> {
    pub(super) async fn undo(&self, change: &str) -> Result<Wanted, Fault> {
        let (of_tenant, id) = (self.tenant.id.clone(), change.to_owned());
        let kept = self.app.blocking(move |app| Kept::found(app, &of_tenant, &id)).await?;
        if kept.undone_by.is_some() {
            return Ok(refused("It was undone already. What undid it can be undone in its turn."));
        }
        if !kept.is_done(self.app) {
            return Ok(refused("It was not done, so there is nothing to undo."));
        }
        let model = self.tenant.model(&kept.row.resource_type)?;
        let mut wanted = match kept.kind() {
            ChangeKind::Create => self.undo_creation(&kept, &model).await?,
            ChangeKind::Delete => self.undo_deletion(&kept, &model).await?,
            kind => self.undo_change(&kept, &model, kind).await?,
        };
        wanted.undoes = Some(kept.id);
        for target in &mut wanted.targets {
            target.words = format!("Undid: {}", kept.row.words);
        }
        Ok(wanted)
    }

    async fn undo_creation(&self, kept: &Kept, model: &TypeModel) -> Result<Wanted, Fault> {
        let Some(id) = kept.row.resource_id.as_deref() else { return Ok(unknown_id()) };
        let base = read_version(self.tenant, model, id, &self.asked).await?;
        let target = self.deletion(model, id, base)?;
        let mut wanted = Wanted::new(ChangeKind::Delete, format!("Delete {} again?", target.title));
        let changed = kept.detail.after.as_deref().is_some_and(|after| {
            let after = Version::read(after, None, None);
            target.base.as_ref().is_some_and(|now| differs(&after, now, model))
        });
        if changed {
            wanted.notes.push(
                "It was changed since it was made; that goes with it. It can be saved before."
                    .to_owned(),
            );
        }
        wanted.targets.push(target);
        Ok(wanted)
    }

    async fn undo_deletion(&self, kept: &Kept, model: &TypeModel) -> Result<Wanted, Fault> {
        let Some(before) = kept.detail.before.as_deref() else { return Ok(not_kept()) };
        if kept.outcome(self.app) != ChangeOutcome::Done && self.is_there(kept, model).await? {
            return Ok(refused(
                "The resource is still there: it was not deleted, and making it again would make a second one.",
            ));
        }
        let before = scim::message::lenient(before);
        // Only what a client may set is sent; the server makes the rest anew.
        let document = scim::put::put(&Value::Null, &before, model).body;
        let edited = Edited {
            tenant: self.tenant,
            model,
            id: None,
            base: None,
            document: &document,
            method: WriteMethod::Post,
        };
        let out = edited.outgoing()?;
        let Some(request) = out.request else { return Ok(not_kept()) };
        let title = identity(model, &before).title;
        let mut wanted = Wanted::new(ChangeKind::Create, format!("Make {title} again?"));
        wanted.method = WriteMethod::Post;
        wanted.notes.push(
            "It gets another id. Its password and its memberships do not come back.".to_owned(),
        );
        wanted.targets.push(Target {
            resource_type: model.resource_type.name.clone(),
            id: None,
            words: String::new(),
            title,
            kind: ChangeKind::Create,
            base: None,
            intended: Some(out.intended),
            changes: out.changes,
            request,
            precondition: Precondition::None,
            lost: Vec::new(),
        });
        Ok(wanted)
    }

    /// Whether the server has the resource. Where it was not seen to be gone, nobody knows before.
    async fn is_there(&self, kept: &Kept, model: &TypeModel) -> Result<bool, Fault> {
        let Some(id) = kept.row.resource_id.as_deref() else { return Ok(false) };
        match read_version(self.tenant, model, id, &self.asked).await {
            Ok(_) => Ok(true),
            Err(failure) if is_missing(&failure) => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }

    async fn undo_change(
        &self,
        kept: &Kept,
        model: &TypeModel,
        kind: ChangeKind,
    ) -> Result<Wanted, Fault> {
        let Some(id) = kept.row.resource_id.as_deref() else { return Ok(unknown_id()) };
        let Some(before) = kept.detail.before.as_deref() else { return Ok(not_kept()) };
        let after = kept.detail.after.as_deref().or(kept.detail.intended.as_deref());
        let Some(after) = after else { return Ok(not_kept()) };
        let (before, after) = (scim::message::lenient(before), scim::message::lenient(after));
        let now = read_version(self.tenant, model, id, &self.asked).await?;
        // The resource as it is now, with what the change did taken back: all else that happened since stays.
        let document = yours_first(&after, &now.value, &before, model);
        let undone = match kind {
            ChangeKind::Disable => ChangeKind::Enable,
            ChangeKind::Enable => ChangeKind::Disable,
            other => other,
        };
        let base = now.clone();
        Ok(match self.update(model, id, now, &document, undone)? {
            Ok(target) => {
                let question = format!("Undo this change of {}?", target.title);
                let mut wanted = Wanted::new(undone, question);
                wanted.method = self.method();
                let later = Version::read(&after.to_string(), None, None);
                if differs(&later, &base, model) {
                    wanted.notes.push(
                        "It was changed again since. Only what this change did is taken back."
                            .to_owned(),
                    );
                }
                wanted.targets.push(target);
                wanted
            }
            Err(Unsent::Refused(words)) => Wanted::blocked(undone, WriteBlocked::Refused { words }),
            Err(Unsent::NothingToDo) => Wanted::blocked(
                undone,
                nothing_to_do("It is as it was before this change already."),
            ),
        })
    }
}

fn unknown_id() -> Wanted {
    refused(
        "The id of the resource is not known, so it cannot be found again. Look for it in the directory.",
    )
}

fn not_kept() -> Wanted {
    refused("What was there before was not kept, so it cannot be brought back.")
}

fn refused(words: &str) -> Wanted {
    Wanted::blocked(ChangeKind::Update, WriteBlocked::Refused { words: words.to_owned() })
}
