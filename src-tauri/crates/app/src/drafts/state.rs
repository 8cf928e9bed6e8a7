//! One draft: what it began with, what it is now, and how it is kept without its secrets.

use std::sync::Arc;

use jiff::Timestamp;
use scim::edit::{blank, can_hold_secrets, cloned, pending, without_secrets};
use scim::etag::EntityTag;
use scim::merge::{MergeChoice, MergeKind, Side, merge, resolve};
use scim::message;
use scim::view::TypeModel;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::DraftRow;

use crate::api::drafts::{TextProblem, WriteMethod};
use crate::error::{Fault, sentence};
use crate::open_tenant::ReadResource;

/// A resource as a server had it at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) text: Arc<str>,
    pub(crate) value: Arc<Value>,
    /// What `If-Match` carries: the `ETag` header, else `meta.version` as a tag is to be written (RFC 7644 §3.14).
    pub(crate) tag: Option<String>,
    pub(crate) read_at: Timestamp,
    pub(crate) exchange: Option<String>,
}

impl Version {
    pub(crate) fn of(read: &ReadResource) -> Self {
        let mut version = Self::read(&read.text, read.etag.clone(), read.exchange.clone());
        version.read_at = read.read_at;
        version
    }

    pub(crate) fn read(text: &str, etag: Option<String>, exchange: Option<String>) -> Self {
        let value = message::lenient(text);
        let in_body = || value.pointer("/meta/version")?.as_str();
        let tag = etag.as_deref().or_else(in_body).and_then(EntityTag::parse_loose);
        Self {
            text: Arc::from(text),
            tag: tag.map(|it| it.to_string()),
            value: Arc::new(value),
            read_at: Timestamp::now(),
            exchange,
        }
    }
}

/// A draft.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) id: String,
    pub(crate) tenant_id: String,
    pub(crate) resource_type: String,
    pub(crate) resource_id: Option<String>,
    pub(crate) cloned_from: Option<String>,
    /// What it began with, or was merged with; `None` for a new resource.
    pub(crate) base: Option<Version>,
    /// What the server has by now, where that is another one.
    pub(crate) theirs: Option<Version>,
    /// The exchange that was refused for it.
    pub(crate) refused_by: Option<String>,
    pub(crate) choices: Vec<MergeChoice>,
    /// The draft itself.
    pub(crate) document: Value,
    /// As it was typed, where that is not how the document would be written.
    pub(crate) typed: Option<String>,
    pub(crate) method: WriteMethod,
    /// Secrets that were typed before a restart, and have to be typed again.
    pub(crate) secrets_gone: Vec<String>,
    pub(crate) revision: u32,
    pub(crate) changed_at: Timestamp,
}

impl State {
    pub(crate) fn edit(
        tenant_id: &str,
        model: &TypeModel,
        id: &str,
        base: Version,
    ) -> Result<Self, Fault> {
        let document = (*base.value).clone();
        let mut state = Self::new(tenant_id, model, document)?;
        state.resource_id = Some(id.to_owned());
        state.method = WriteMethod::Patch;
        state.base = Some(base);
        Ok(state)
    }

    /// A new resource, like another one where that is given.
    pub(crate) fn create(
        tenant_id: &str,
        model: &TypeModel,
        like: Option<(String, Value)>,
    ) -> Result<Self, Fault> {
        let (cloned_from, document) = match like {
            Some((id, resource)) => (Some(id), cloned(&resource, model)),
            None => (None, blank(model)),
        };
        Ok(Self { cloned_from, ..Self::new(tenant_id, model, document)? })
    }

    fn new(tenant_id: &str, model: &TypeModel, document: Value) -> Result<Self, Fault> {
        Ok(Self {
            id: crate::tenants::new_id()?,
            tenant_id: tenant_id.to_owned(),
            resource_type: model.resource_type.name.clone(),
            resource_id: None,
            cloned_from: None,
            base: None,
            theirs: None,
            refused_by: None,
            choices: Vec::new(),
            document,
            typed: None,
            method: WriteMethod::Post,
            secrets_gone: Vec::new(),
            revision: 0,
            changed_at: Timestamp::now(),
        })
    }

    /// The draft becomes another document; what was typed as text goes with it.
    pub(crate) fn replace(&mut self, document: Value) {
        self.document = document;
        self.typed = None;
    }

    /// Somebody types JSON: what is none, or no object, is kept and does not count.
    pub(crate) fn type_text(&mut self, text: String) {
        if let Ok(document @ Value::Object(_)) = serde_json::from_str(&text) {
            self.document = document;
        }
        self.typed = Some(text);
    }

    /// The draft as text: as it was typed, else set out by two spaces.
    pub(crate) fn text(&self) -> String {
        match &self.typed {
            Some(typed) => typed.clone(),
            None => written(&self.document),
        }
    }

    /// Why what was typed is no JSON object.
    pub(crate) fn problem(&self) -> Option<TextProblem> {
        let number = |it: usize| u32::try_from(it).unwrap_or(u32::MAX);
        match serde_json::from_str::<Value>(self.typed.as_deref()?) {
            Ok(Value::Object(_)) => None,
            Ok(_) => Some(TextProblem {
                message: "A resource is a JSON object: it begins with { and ends with }."
                    .to_owned(),
                line: 1,
                column: 1,
            }),
            Err(error) => Some(TextProblem {
                message: without_place(&error.to_string()),
                line: number(error.line()),
                column: number(error.column()),
            }),
        }
    }

    /// The server has this version by now: the draft is to be merged with it.
    pub(crate) fn meet(&mut self, theirs: Version, refused_by: Option<String>) {
        self.theirs = Some(theirs);
        self.refused_by = refused_by;
    }

    /// The draft goes on from this version of the server's; what the person typed stays.
    pub(crate) fn rebase(&mut self, base: Version) {
        self.base = Some(base);
        self.theirs = None;
        self.refused_by = None;
        self.choices.clear();
    }

    /// The draft goes on from what the server has after a write of it: what only the server sets is the server's, what the
    /// person typed stays.
    pub(crate) fn carry_over(&mut self, now: Version, model: &TypeModel) {
        if let Some(base) = self.base.clone() {
            self.go_on(&base.value, &now, model);
        }
        self.rebase(now);
    }

    /// The resource that the draft was to make is there, made of what was `sent`; what was typed since is a change of it.
    pub(crate) fn was_made(&mut self, id: String, sent: &Value, now: Version, model: &TypeModel) {
        self.go_on(sent, &now, model);
        self.resource_id = Some(id);
        self.cloned_from = None;
        self.method = WriteMethod::Patch;
        self.rebase(now);
    }

    fn go_on(&mut self, was: &Value, now: &Version, model: &TypeModel) {
        self.document = yours_first(was, &now.value, &self.document, model);
        // Text that cannot be read yet is still being typed.
        if self.problem().is_none() {
            self.typed = None;
        }
    }

    /// Whether there is anything in it that the server has not.
    pub(crate) fn has_changes(&self, model: &TypeModel) -> bool {
        let is_left = |it: &Version| !pending(&it.value, &self.document, model).changes.is_empty();
        self.problem().is_some() || self.base.as_ref().is_none_or(is_left)
    }

    /// It was changed just now; and how it is kept.
    pub(crate) fn touched(&mut self, model: &TypeModel) -> DraftRow {
        self.revision = self.revision.saturating_add(1);
        self.changed_at = Timestamp::now();
        self.kept(model)
    }

    /// How it is kept: without a secret.
    pub(crate) fn kept(&self, model: &TypeModel) -> DraftRow {
        let (document, mut secrets) = without_secrets(&self.document, model);
        secrets.extend(self.secrets_gone.iter().cloned());
        secrets.sort_unstable();
        secrets.dedup();
        // Text that is no JSON cannot be searched for secrets: it is kept only where there can be none.
        let typed = self.typed.clone().filter(|_| secrets.is_empty() && !can_hold_secrets(model));
        let kept = Kept {
            cloned_from: self.cloned_from.clone(),
            base: self.base.as_ref().map(|it| KeptVersion::of(it, model)),
            theirs: self.theirs.as_ref().map(|it| KeptVersion::of(it, model)),
            refused_by: self.refused_by.clone(),
            choices: self.choices.clone(),
            document: document.to_string(),
            typed,
            method: self.method,
            secrets,
        };
        DraftRow {
            id: self.id.clone(),
            tenant_id: self.tenant_id.clone(),
            resource_type: self.resource_type.clone(),
            resource_id: self.resource_id.clone(),
            changed_at: self.changed_at,
            state: serde_json::to_string(&kept).unwrap_or_default(),
        }
    }

    /// A draft as it was kept; `None` for one that this version cannot read.
    pub(crate) fn of_row(row: &DraftRow) -> Option<Self> {
        let kept: Kept = serde_json::from_str(&row.state).ok()?;
        Some(Self {
            id: row.id.clone(),
            tenant_id: row.tenant_id.clone(),
            resource_type: row.resource_type.clone(),
            resource_id: row.resource_id.clone(),
            cloned_from: kept.cloned_from,
            base: kept.base.map(KeptVersion::version),
            theirs: kept.theirs.map(KeptVersion::version),
            refused_by: kept.refused_by,
            choices: kept.choices,
            document: serde_json::from_str(&kept.document).ok()?,
            typed: kept.typed,
            method: kept.method,
            secrets_gone: kept.secrets,
            revision: 0,
            changed_at: row.changed_at,
        })
    }
}

/// What both changed is as in `yours`; all else is merged.
pub(crate) fn yours_first(base: &Value, theirs: &Value, yours: &Value, model: &TypeModel) -> Value {
    let conflicts = merge(base, theirs, yours, &[], model)
        .into_iter()
        .filter(|it| it.kind == MergeKind::Conflict);
    let choices: Vec<MergeChoice> =
        conflicts.map(|it| MergeChoice::of(it.path, Side::Yours)).collect();
    resolve(base, theirs, yours, &choices, model)
}

/// A draft as it stands in the database.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    cloned_from: Option<String>,
    base: Option<KeptVersion>,
    theirs: Option<KeptVersion>,
    refused_by: Option<String>,
    choices: Vec<MergeChoice>,
    /// As text, so that numbers keep their spelling.
    document: String,
    typed: Option<String>,
    method: WriteMethod,
    /// Paths of the secrets that the draft had.
    secrets: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct KeptVersion {
    text: String,
    tag: Option<String>,
    read_at: Timestamp,
    exchange: Option<String>,
}

impl KeptVersion {
    fn of(version: &Version, model: &TypeModel) -> Self {
        let (value, secrets) = without_secrets(&version.value, model);
        // A server that returns a secret against all rules does not make it one that is kept.
        let text = if secrets.is_empty() { version.text.to_string() } else { value.to_string() };
        Self {
            text,
            tag: version.tag.clone(),
            read_at: version.read_at,
            exchange: version.exchange.clone(),
        }
    }

    fn version(self) -> Version {
        Version {
            value: Arc::new(message::lenient(&self.text)),
            text: Arc::from(self.text),
            tag: self.tag,
            read_at: self.read_at,
            exchange: self.exchange,
        }
    }
}

/// JSON set out by two spaces.
pub(crate) fn written(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// What `serde_json` says without "at line 1 column 2", which stands beside it.
fn without_place(message: &str) -> String {
    sentence(message.rsplit_once(" at line ").map_or(message, |(text, _)| text))
}
