//! Drafts: what a person edits and has not sent. They are kept as they are typed, but for the values of secrets.

use scim::edit::{DraftEdit, EditList, EditSection, PendingChange};
use scim::merge::{MergeChoice, MergeRow};
use scim::validate::Violation;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::exchanges::{BodyText, Header};

/// How a draft is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WriteMethod {
    /// The minimal PATCH (RFC 7644 §3.5.2).
    Patch,
    /// The whole resource (RFC 7644 §3.5.1).
    Put,
    /// A new resource (RFC 7644 §3.3).
    Post,
}

/// What a draft begins with.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum DraftStart {
    /// The resource of this id, read anew. Where a draft of it is there, that one is opened.
    Edit {
        /// The id.
        id: String,
    },
    /// Nothing: a new resource.
    Create,
    /// A new resource like the one of this id: without what only one resource can have.
    Clone {
        /// The id.
        id: String,
    },
    /// A draft that is there already.
    Draft {
        /// Its id.
        draft: String,
    },
}

/// Opens a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftOpen {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// What it begins with.
    pub start: DraftStart,
}

/// Names a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftRef {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The draft.
    pub draft: String,
}

/// Edits a draft.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftChange {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The draft.
    pub draft: String,
    /// The edits, in their order: all are made or none.
    pub edits: Vec<DraftEdit>,
}

/// What is typed may be a password.
impl std::fmt::Debug for DraftChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DraftChange").field("draft", &self.draft).finish_non_exhaustive()
    }
}

/// Puts another text in a draft's place.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftText {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The draft.
    pub draft: String,
    /// The text. What is no JSON is kept as well, and does not count until it is.
    pub text: String,
}

/// What is typed may be a password.
impl std::fmt::Debug for DraftText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DraftText").field("draft", &self.draft).finish_non_exhaustive()
    }
}

/// Chooses how a draft is sent.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftMethod {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The draft.
    pub draft: String,
    /// How; a new resource is always sent by POST.
    pub method: WriteMethod,
}

/// Asks for a window of the values of a multi-valued attribute of a draft.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftValues {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The draft.
    pub draft: String,
    /// The field's path.
    pub path: String,
    /// The first value wanted, from 0.
    pub offset: u32,
    /// How many, at most 500.
    pub limit: u32,
}

/// A window of the values of a multi-valued attribute of a draft.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftValuesRead {
    /// The values; absent where the draft has no such field.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub list: Option<EditList>,
}

/// Why the text of a draft is no JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TextProblem {
    /// What was expected.
    pub message: String,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A request as it would be sent, secrets masked.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RequestShown {
    /// The method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// All headers.
    pub headers: Vec<Header>,
    /// The body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub body: Option<BodyText>,
}

/// What a resource has and the body of a PUT has not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LossShown {
    /// Where it is.
    pub path: String,
    /// The value: a text as it is, anything else as JSON.
    pub value: String,
}

/// A draft with all that there is to show of it.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Its id.
    pub draft: String,
    /// The tenant.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The id of the resource; absent for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// The id of the resource that a new one is like.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub cloned_from: Option<String>,
    /// How people know the resource, by the draft.
    pub title: String,
    /// A second name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subtitle: Option<String>,
    /// `active` as it was read, where the resource has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub active: Option<bool>,
    /// Grows with each change.
    pub revision: u32,
    /// The draft as JSON text, as it was typed or set out by two spaces.
    pub text: String,
    /// Why that text is no JSON object; what is below is that of the last one that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub text_problem: Option<TextProblem>,
    /// The form.
    pub sections: Vec<EditSection>,
    /// What the draft changes.
    pub changes: Vec<PendingChange>,
    /// What does not fit, all of it.
    pub violations: Vec<Violation>,
    /// How many of them stop it from being sent.
    pub blocking: u32,
    /// How it is sent.
    pub method: WriteMethod,
    /// The ways in which it can be sent.
    pub methods: Vec<WriteMethod>,
    /// The exact request; absent where nothing is to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request: Option<RequestShown>,
    /// With a PUT: what a server that replaces would lose.
    pub lost: Vec<LossShown>,
    /// With a PUT: what the resource may have without anybody seeing it.
    pub unseen: Vec<String>,
    /// Why this cannot be sent by this method at all, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub refused: Option<String>,
    /// Secrets that were typed, were not kept, and have to be typed again: attribute paths.
    pub secrets_gone: Vec<String>,
    /// When the resource was read that it is compared with (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub read_at: Option<String>,
    /// Its version: what `If-Match` carries.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub version: Option<String>,
    /// The server has another version by now: merge before sending.
    pub conflict: bool,
    /// How many members the draft adds and takes out, where the resource is a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub members: Option<MemberCounts>,
}

/// How many members a draft changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberCounts {
    /// How many the group has, as it was read.
    pub total: u32,
    /// How many are added.
    pub added: u32,
    /// How many are taken out.
    pub removed: u32,
    /// Whether it is known that these are all members; else why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub incomplete: Option<String>,
}

/// A draft in a list.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DraftSummary {
    /// Its id.
    pub draft: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The id of the resource; absent for a new one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub id: Option<String>,
    /// How people know the resource.
    pub title: String,
    /// When it was changed last (RFC 3339).
    pub changed_at: String,
    /// Whether the server has another version by now.
    pub conflict: bool,
}

/// Which members of a draft of a group are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MembersShown {
    /// All of them.
    #[default]
    All,
    /// Those that are added or taken out.
    Changed,
    /// Those that the server does not have, as far as they were looked up.
    Dangling,
    /// Those that are groups.
    Groups,
}

/// A column of the table of members.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MembersColumn {
    /// How people know them.
    Display,
    /// Their second name.
    UserName,
    /// Their resource type.
    Type,
    /// Active, disabled, not found.
    State,
}

/// An order of members, over all of them. Those that are added come first in each, what is not known comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MembersSort {
    /// By what.
    pub by: MembersColumn,
    /// From the end to the start.
    pub descending: bool,
}

/// What a list of members is saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MembersFormat {
    /// A table (RFC 4180), in which nothing is a formula.
    Csv,
    /// JSON: one object a member.
    Json,
}

/// Saves members of a group, as they are shown, to a file that a person chooses.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MembersExport {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The group's id.
    pub id: String,
    /// Which.
    pub shown: MembersShown,
    /// Some letters of their names or ids; empty for all.
    pub text: String,
    /// In which order. Absent: that of the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sort: Option<MembersSort>,
    /// As what.
    pub format: MembersFormat,
}

/// Asks for a window of the members of a group, as a draft has them or, without one, as they were read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MembersList {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The resource type's name.
    pub resource_type: String,
    /// The group's id.
    pub id: String,
    /// Which.
    pub shown: MembersShown,
    /// Some letters of their names or ids; empty for all.
    pub text: String,
    /// In which order. Absent: that of the server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub sort: Option<MembersSort>,
    /// The first wanted, from 0.
    pub offset: u32,
    /// How many, at most 500.
    pub limit: u32,
}

/// What a draft does with a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MemberChange {
    /// Nothing.
    Kept,
    /// It is added.
    Added,
    /// It is taken out.
    Removed,
}

/// A member of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberRow {
    /// Its id.
    pub value: String,
    /// How people know it: by what was read of it, else as the group names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub title: Option<String>,
    /// A second name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub subtitle: Option<String>,
    /// `active`, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub active: Option<bool>,
    /// The name of its resource type, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub resource_type: Option<String>,
    /// The server was asked for it and does not have it.
    pub dangling: bool,
    /// What the draft does with it.
    pub change: MemberChange,
}

/// A window of members: those that are added first, then the others in the order of the server.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MembersListed {
    /// The members.
    pub members: Vec<MemberRow>,
    /// How many there are that are wanted.
    pub total: u32,
    /// How many there are of each kind, whatever is wanted.
    pub of_all: u32,
    /// See `of_all`.
    pub of_changed: u32,
    /// See `of_all`.
    pub of_dangling: u32,
    /// See `of_all`.
    pub of_groups: u32,
    /// The draft, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub draft: Option<String>,
}

/// Chooses in a merge.
#[derive(Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MergeChoose {
    /// The tenant; it must be open.
    pub tenant_id: String,
    /// The draft.
    pub draft: String,
    /// What was chosen; it stays chosen until another choice is made for the attribute.
    pub choices: Vec<MergeChoice>,
}

/// What is typed may be a password in the wrong place.
impl std::fmt::Debug for MergeChoose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MergeChoose").field("draft", &self.draft).finish_non_exhaustive()
    }
}

/// The three versions of a resource, brought together.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Merge {
    /// The draft.
    pub draft: String,
    /// How people know the resource.
    pub title: String,
    /// The attributes that are not the same in all three.
    pub rows: Vec<MergeRow>,
    /// How many rows still need a choice.
    pub undecided: u32,
    /// How many attributes are the same in all three.
    pub unchanged: u32,
    /// When the resource was read that the draft began with (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub base_read_at: Option<String>,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub base_version: Option<String>,
    /// When the server's was read (RFC 3339).
    pub theirs_read_at: String,
    /// Its version.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub theirs_version: Option<String>,
    /// The exchange that was refused for it (412), if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub exchange: Option<String>,
    /// The request that the merge would be sent as; absent where nothing of the draft is left to be sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub request: Option<RequestShown>,
    /// How many operations it has.
    pub operations: u32,
    /// What does not fit in what comes of it, all of it.
    pub violations: Vec<Violation>,
    /// How many of them stop it from being sent.
    pub blocking: u32,
}
