//! A write as the change log keeps it: before it is sent, and what came of it afterwards. Never a secret.

use jiff::Timestamp;
use scim::edit::{PendingChange, without_secrets};
use scim::view::TypeModel;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{ChangeRow, KeptChange};

use super::plan::Target;
use crate::App;
use crate::api::changes::{ChangeOutcome, ChangedAttribute};
use crate::api::drafts::RequestShown;
use crate::api::writes::{ChangeKind, Difference};
use crate::error::Fault;
use crate::tenants::{from_word, word};

/// What an entry holds besides what it is searched by.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Detail {
    pub(crate) changes: Vec<ChangedAttribute>,
    #[serde(default)]
    pub(crate) differences: Vec<Difference>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outcome_words: Option<String>,
    /// The resource before, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) before: Option<String>,
    /// As it was meant to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) intended: Option<String>,
    /// As it was read back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<String>,
    pub(crate) method: String,
    pub(crate) url: String,
    /// Secrets masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<String>,
}

/// An entry of the change log.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) id: i64,
    pub(crate) undone_by: Option<i64>,
    pub(crate) row: ChangeRow,
    pub(crate) detail: Detail,
}

impl Kept {
    pub(crate) fn of(kept: KeptChange) -> Self {
        let detail = serde_json::from_str(&kept.row.detail).unwrap_or_default();
        Self { id: kept.id, undone_by: kept.undone_by, row: kept.row, detail }
    }

    /// An entry of this tenant. Blocks.
    pub(crate) fn found(app: &App, tenant_id: &str, change: &str) -> Result<Self, Fault> {
        let kept = match change.parse() {
            Ok(id) => app.store().changes().get(id)?,
            Err(_) => None,
        };
        let kept = kept.filter(|it| it.row.tenant_id == tenant_id);
        kept.map(Self::of).ok_or_else(|| Fault::NotThere {
            title: "The change log has no such entry".to_owned(),
            detail: "It was erased with its tenant, or belongs to another one.".to_owned(),
            hint: "Read the change log again.".to_owned(),
        })
    }

    pub(crate) fn kind(&self) -> ChangeKind {
        from_word(&self.row.kind, ChangeKind::Update)
    }

    /// What is known of it. What was being sent when the program ended is as unknown as what was lost on the way.
    pub(crate) fn outcome(&self, app: &App) -> ChangeOutcome {
        match from_word(&self.row.outcome, ChangeOutcome::Unknown) {
            ChangeOutcome::Sending if !app.plans().is_being_sent(self.id) => ChangeOutcome::Unknown,
            other => other,
        }
    }

    /// Whether it was done, or may have been.
    pub(crate) fn is_done(&self, app: &App) -> bool {
        matches!(
            self.outcome(app),
            ChangeOutcome::Done
                | ChangeOutcome::Differs
                | ChangeOutcome::Accepted
                | ChangeOutcome::NotReadBack
                | ChangeOutcome::Unknown
        )
    }

    /// Whether undoing it makes sense: it was done, or may have been, and it was not undone.
    pub(crate) fn can_undo(&self, app: &App) -> bool {
        let can = match self.kind() {
            ChangeKind::Create => self.row.resource_id.is_some(),
            _ => self.detail.before.is_some(),
        };
        self.is_done(app) && can && self.undone_by.is_none()
    }
}

/// A write that is about to be sent, as it is kept, and what its text holds.
pub(super) fn begun(
    target: &Target,
    tenant_id: &str,
    undoes: Option<i64>,
    shown: &RequestShown,
    model: &TypeModel,
) -> (ChangeRow, Detail) {
    let detail = Detail {
        changes: target.changes.iter().map(attribute).collect(),
        before: target.base.as_ref().map(|it| clear(&it.text, &it.value, model)),
        intended: target.intended.as_ref().map(|it| without_secrets(it, model).0.to_string()),
        method: shown.method.clone(),
        url: shown.url.clone(),
        body: shown.body.as_ref().map(|it| it.text.clone()),
        ..Detail::default()
    };
    let row = ChangeRow {
        tenant_id: tenant_id.to_owned(),
        at: Timestamp::now(),
        kind: word(&target.kind),
        outcome: word(&ChangeOutcome::Sending),
        resource_type: target.resource_type.clone(),
        resource_id: target.id.clone(),
        title: target.title.clone(),
        words: target.words.clone(),
        undoes,
        exchange_id: None,
        detail: written(&detail),
    };
    (row, detail)
}

pub(super) fn written(detail: &Detail) -> String {
    serde_json::to_string(detail).unwrap_or_default()
}

/// A resource as it was read, unless it held a secret.
pub(super) fn clear(text: &str, value: &Value, model: &TypeModel) -> String {
    let (kept, secrets) = without_secrets(value, model);
    if secrets.is_empty() { text.to_owned() } else { kept.to_string() }
}

fn attribute(change: &PendingChange) -> ChangedAttribute {
    ChangedAttribute {
        path: change.path.clone(),
        before: change.before.clone().filter(|_| !change.secret),
        after: change.after.clone().filter(|_| !change.secret),
    }
}
