//! Writing to a server: what would be sent, and what came of it.

use scim::edit::PendingChange;
use scim::finding::Finding;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::drafts::{LossShown, RequestShown, WriteMethod};
use super::error::UiError;
use super::guard::GuardState;

/// What a person wants written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WriteIntent {
    /// A draft.
    Draft {
        /// The draft.
        draft: String,
        /// Send it although something does not fit.
        anyway: bool,
    },
    /// Resources are to be disabled or enabled: `active`.
    SetActive {
        /// The resource type's name.
        resource_type: String,
        /// Their ids.
        ids: Vec<String>,
        /// What `active` becomes.
        active: bool,
    },
    /// Resources are to be deleted (RFC 7644 §3.6).
    Delete {
        /// The resource type's name.
        resource_type: String,
        /// Their ids.
        ids: Vec<String>,
    },
    /// A resource joins or leaves a group: written to the group (RFC 7643 §4.1.2 `groups`).
    Membership {
        /// The name of the group's resource type.
        group_type: String,
        /// The group's id.
        group: String,
        /// The member's id.
        member: String,
        /// The name of the member's resource type.
        member_type: String,
        /// Whether it joins; else it leaves.
        joins: bool,
    },
    /// A write is to be undone.
    Undo {
        /// The entry of the change log.
        change: String,
    },
}

/// Works out what would be sent; only reads are sent for it.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WritePrepare {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// What is wanted.
    pub intent: WriteIntent,
}

/// How a person confirms a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Confirming {
    /// Not at all: it may be sent at once.
    None,
    /// By a button.
    Button,
    /// By typing the tenant's name.
    TypeName {
        /// The name.
        name: String,
    },
}

/// What keeps a write from undoing somebody else's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Precondition {
    /// `If-Match`: the server refuses it where the resource has changed (RFC 7644 §3.14).
    IfMatch,
    /// The server gives no versions: the resource was read again just before.
    ReadAgain,
    /// None is needed: nothing is there yet, or only one value is added or taken out.
    None,
}

/// One resource that would be written to.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteTarget {
    /// The resource type's name.
    pub resource_type: String,
    /// The id of the resource; absent for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// How people know it.
    pub title: String,
    /// What changes.
    pub changes: Vec<PendingChange>,
    /// The exact request.
    pub request: RequestShown,
    /// What keeps it from undoing somebody else's change.
    pub precondition: Precondition,
    /// With a PUT: what a server that replaces would lose.
    pub lost: Vec<LossShown>,
    /// The resource as it is now, as JSON text, to be saved; for a deletion.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub json: Option<String>,
}

/// A resource that would not be written to, and why.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteSkipped {
    /// The id of the resource.
    pub id: String,
    /// How people know it.
    pub title: String,
    /// Why not.
    pub reason: String,
}

/// What a write does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeKind {
    /// A resource is made.
    Create,
    /// A resource is changed.
    Update,
    /// `active` becomes false.
    Disable,
    /// `active` becomes true.
    Enable,
    /// A resource is deleted.
    Delete,
    /// A group gets or loses members.
    Members,
}

/// What would be sent, ready to be sent once.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WritePlan {
    /// What sends it: once, from this window. Absent where it cannot be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub plan: Option<String>,
    /// For how many seconds it can be sent.
    pub valid_seconds: u32,
    /// What it does.
    pub kind: ChangeKind,
    /// Whether it undoes another write.
    pub is_undo: bool,
    /// The question to a person: `Send 2 changes to Nadia El Fassi?`.
    pub question: String,
    /// How it is sent.
    pub method: WriteMethod,
    /// How a person confirms it.
    pub confirming: Confirming,
    /// The resources.
    pub targets: Vec<WriteTarget>,
    /// Those that nothing is sent for.
    pub skipped: Vec<WriteSkipped>,
    /// What should be known before: what is lost, what undoing it could not bring back. Whole sentences.
    pub notes: Vec<String>,
    /// Whether the resources could be disabled instead of deleted.
    pub can_disable: bool,
    /// Why nothing can be sent; the draft is as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub blocked: Option<WriteBlocked>,
    /// How the guard stands.
    pub guard: GuardState,
}

/// Why nothing can be sent.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WriteBlocked {
    /// The tenant is read-only.
    ReadOnly,
    /// Nothing would change.
    NothingToDo {
        /// Why, in a whole sentence.
        words: String,
    },
    /// Something does not fit.
    Invalid {
        /// How many things.
        count: u32,
    },
    /// The resource has changed since it was read: merge first.
    Conflict {
        /// The draft.
        draft: String,
    },
    /// It would not be safe or cannot be said in SCIM.
    Refused {
        /// Why and what to do instead, in whole sentences.
        words: String,
    },
}

/// Sends what was prepared.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteSend {
    /// The tenant.
    pub tenant_id: String,
    /// The plan.
    pub plan: String,
    /// What was typed where the tenant's name is to be typed.
    #[serde(default)]
    #[ts(optional)]
    pub typed_name: Option<String>,
}

/// What is being done for a write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WriteProgress {
    /// The request is being sent.
    Sending {
        /// The resource's place among the targets, from 0.
        at: u32,
    },
    /// The resource is read back.
    ReadingBack {
        /// The resource's place among the targets, from 0.
        at: u32,
    },
    /// It does not show the change yet; it is read again.
    Waiting {
        /// The resource's place among the targets, from 0.
        at: u32,
        /// How many times it was read.
        reads: u32,
    },
}

/// A place where the server has something else than was intended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Difference {
    /// What differs, as a PATCH names it.
    pub path: String,
    /// What was intended: a text as it is, anything else as JSON. Absent where nothing should be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub intended: Option<String>,
    /// What is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub actual: Option<String>,
    /// What was there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub before: Option<String>,
}

/// What came of one write.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum WriteOutcome {
    /// It was read back and is as intended.
    Done {
        /// Whether it took some reads until it showed: the server is eventually consistent.
        reads: u32,
    },
    /// The server said that it was done, and it is not, or not all of it.
    Differs {
        /// Where.
        differences: Vec<Difference>,
        /// The rules that this breaks.
        findings: Vec<Finding>,
        /// The same in words: whole sentences.
        words: String,
    },
    /// The server took it on and will do it later (202).
    Accepted {
        /// In words.
        words: String,
    },
    /// The server said that it was done; it could not be read back.
    NotReadBack {
        /// Why.
        problem: Box<UiError>,
    },
    /// The server refused it.
    Refused {
        /// Why.
        problem: Box<UiError>,
    },
    /// The server has another version: nothing was written (412).
    Conflict {
        /// The draft to merge, where it was one.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        draft: Option<String>,
        /// In words.
        words: String,
    },
    /// The server says that it has another version (412), and has not.
    FalseConflict {
        /// In words, with what to do.
        words: String,
    },
    /// It was on its way, and nobody knows whether it was done. It is not sent again.
    Unknown {
        /// What happened.
        problem: Box<UiError>,
        /// What was found by reading back, in words; absent where it could not be read.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        words: Option<String>,
    },
    /// It was not sent.
    NotSent {
        /// Why.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[ts(optional)]
        problem: Option<Box<UiError>>,
    },
}

/// What came of the write to one resource.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteResult {
    /// The resource type's name.
    pub resource_type: String,
    /// The id of the resource, also of one that was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// How people know it.
    pub title: String,
    /// What came of it.
    pub outcome: WriteOutcome,
    /// What was done, in words: `Disabled Ana Ruiz`.
    pub words: String,
    /// The entry of the change log, where something was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub change: Option<String>,
    /// Whether it can be undone.
    pub can_undo: bool,
    /// The exchange in the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
}

/// What came of a write.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WriteSent {
    /// One for each target, in their order.
    pub results: Vec<WriteResult>,
}

/// A program or language that a request can be written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SnippetFormat {
    /// cURL in a POSIX shell.
    Curl,
    /// `HTTPie` in a POSIX shell.
    Httpie,
    /// PowerShell.
    PowerShell,
    /// Python with `requests`.
    Python,
}

/// Writes a request for another program, secrets as placeholders.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestSnippet {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The headers as they were shown.
    pub headers: Vec<super::exchanges::Header>,
    /// The body.
    #[serde(default)]
    #[ts(optional)]
    pub body: Option<String>,
    /// For what.
    pub format: SnippetFormat,
}

/// A body may hold a password.
impl std::fmt::Debug for RequestSnippet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RequestSnippet").field("format", &self.format).finish_non_exhaustive()
    }
}

/// A request, written for another program.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Snippet {
    /// The text.
    pub text: String,
    /// The environment variables that hold its secrets.
    pub variables: Vec<String>,
}
