//! What a person wants, worked out as requests. Only reads are sent here.

use std::collections::HashSet;
use std::sync::Arc;

use client::error::FailureKind;
use client::exchange::Context;
use client::request::Request;
use scim::edit::{self, DraftEdit};
use scim::merge::merge;
use scim::view::{TypeModel, identity};
use serde_json::Value;
use tokio::task::JoinSet;

use super::nothing_to_do;
use super::plan::{DraftAt, Target, Wanted};
use super::words;
use crate::App;
use crate::api::Empty;
use crate::api::drafts::WriteMethod;
use crate::api::writes::{ChangeKind, Precondition, WriteBlocked, WriteSkipped};
use crate::call::Call;
use crate::drafts::outgoing::{self, Edited, Outgoing};
use crate::drafts::shown::{blocking, edited, title, violations};
use crate::drafts::{State, Version, change, found, read_version};
use crate::error::Fault;
use crate::open_tenant::{OpenTenant, context};

/// So many resources are read at a time, and written to by one plan at most.
const AT_ONCE: usize = 6;
const MOST: usize = 1_000;

/// Somebody who joins or leaves a group.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) id: String,
    pub(super) resource_type: String,
    pub(super) joins: bool,
}

/// Works out what is wanted.
pub(super) struct Ask<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: &'a Arc<OpenTenant>,
    pub(super) asked: Context,
}

/// Why there is nothing to send for a resource.
#[derive(Debug)]
pub(super) enum Unsent {
    /// It is as it is meant to be already.
    NothingToDo,
    /// It cannot be sent by the method that this server takes: why, and what to do.
    Refused(String),
}

/// A resource that was read, or why it was not.
enum Read {
    Found(Version),
    Skipped(WriteSkipped),
}

impl<'a> Ask<'a> {
    pub(super) fn new(app: &'a App, tenant: &'a Arc<OpenTenant>, call: &Call<Empty>) -> Self {
        Self { app, tenant, asked: context("Edit", &call.cancel) }
    }

    pub(super) async fn draft(&self, draft: &str, anyway: bool) -> Result<Wanted, Fault> {
        let tenant = self.tenant;
        let mut state = found(self.app, &tenant.id, draft).await?;
        let model = tenant.model(&state.resource_type)?;
        let kind =
            if state.resource_id.is_some() { ChangeKind::Update } else { ChangeKind::Create };
        let blocked = |why| Ok(Wanted::blocked(kind, why));
        if state.problem().is_some() {
            return blocked(WriteBlocked::Invalid { count: 1 });
        }
        if state.theirs.is_some() {
            return blocked(WriteBlocked::Conflict { draft: state.id });
        }
        let mut read_again = false;
        if let (Some(id), Some(base)) = (&state.resource_id, &state.base)
            && outgoing::condition(tenant, Some(base)).is_none()
        {
            read_again = true;
            let now = read_version(tenant, &model, id, &self.asked).await?;
            if differs(base, &now, &model) {
                self.meet(&state.id, now).await?;
                return blocked(WriteBlocked::Conflict { draft: state.id });
            }
        }
        let methods = outgoing::methods(tenant, state.resource_id.is_none());
        if !methods.contains(&state.method)
            && let Some(first) = methods.first()
        {
            state.method = *first;
        }
        let out = edited(tenant, &model, &state, state.method).outgoing()?;
        if let Some(words) = out.refused {
            return blocked(WriteBlocked::Refused { words });
        }
        let count = blocking(&violations(&state, &model, &out.violations));
        if count > 0 && !anyway {
            return blocked(WriteBlocked::Invalid { count });
        }
        let mut wanted = self.of_draft(&state, &model, out, read_again);
        wanted.anyway = anyway && count > 0;
        Ok(wanted)
    }

    fn of_draft(
        &self,
        state: &State,
        model: &TypeModel,
        out: Outgoing,
        read_again: bool,
    ) -> Wanted {
        let title = match &state.base {
            Some(_) => title(state, model),
            None => identity(model, &out.intended).title,
        };
        let sent = sent(&out, state.method);
        let kind = kind_of(&sent, state.resource_id.is_none(), &out.intended);
        let Some(request) = out.request else {
            let why = match out.changes.is_empty() {
                true => "The draft is what the server has.",
                false => {
                    "Nothing of what was changed can be sent by this method: each change says why."
                }
            };
            return Wanted::blocked(kind, nothing_to_do(why));
        };
        let mut wanted = Wanted::new(kind, words::question(kind, &title, sent.len()));
        wanted.draft = Some(DraftAt { id: state.id.clone(), revision: state.revision });
        wanted.method = state.method;
        wanted.notes = notes_on(&out.changes, state.method);
        wanted.targets.push(Target {
            resource_type: state.resource_type.clone(),
            id: state.resource_id.clone(),
            words: words::done(kind, &title, &sent),
            title,
            kind,
            base: state.base.clone(),
            intended: Some(out.intended),
            changes: out.changes,
            request,
            precondition: match (out.has_condition, read_again) {
                (true, _) => Precondition::IfMatch,
                (false, true) => Precondition::ReadAgain,
                (false, false) => Precondition::None,
            },
            lost: out.lost,
        });
        wanted
    }

    /// The server has another version than the draft began with.
    pub(super) async fn meet(&self, draft: &str, theirs: Version) -> Result<(), Fault> {
        change(self.app, self.tenant, draft, move |state, _| {
            state.meet(theirs, None);
            Ok(())
        })
        .await
        .map(drop)
    }

    pub(super) async fn set_active(
        &self,
        resource_type: &str,
        ids: &[String],
        active: bool,
    ) -> Result<Wanted, Fault> {
        let model = self.tenant.model(resource_type)?;
        let kind = if active { ChangeKind::Enable } else { ChangeKind::Disable };
        let mut wanted = Wanted::new(kind, String::new());
        wanted.method = self.method();
        for (id, read) in self.read_all(&model, ids).await? {
            let base = match read {
                Read::Found(base) => base,
                Read::Skipped(why) => {
                    wanted.skipped.push(why);
                    continue;
                }
            };
            let who = identity(&model, &base.value);
            if who.active == Some(active) {
                let reason =
                    if active { "It is active already." } else { "It is disabled already." };
                wanted.skipped.push(skipped(&id, &who.title, reason));
                continue;
            }
            let edit = DraftEdit::Set {
                pointer: pointer_of(&base.value, "active"),
                json: active.to_string(),
            };
            let document = edit::make(Some(&base.value), &base.value, &model, &[edit])
                .map_err(|error| Fault::Defect { reason: error.to_string() })?;
            match self.update(&model, &id, base, &document, kind)? {
                Ok(target) => wanted.targets.push(target),
                Err(Unsent::Refused(why)) => wanted.skipped.push(skipped(&id, &who.title, &why)),
                Err(Unsent::NothingToDo) => {
                    wanted.skipped.push(skipped(&id, &who.title, "Nothing would change."));
                }
            }
        }
        ask(&mut wanted, resource_type);
        Ok(wanted)
    }

    pub(super) async fn delete(
        &self,
        resource_type: &str,
        ids: &[String],
    ) -> Result<Wanted, Fault> {
        let model = self.tenant.model(resource_type)?;
        let mut wanted = Wanted::new(ChangeKind::Delete, String::new());
        let mut groups = 0;
        for (id, read) in self.read_all(&model, ids).await? {
            match read {
                Read::Found(base) => {
                    wanted.can_disable |= identity(&model, &base.value).active == Some(true);
                    groups += listed(&base.value, "groups");
                    wanted.targets.push(self.deletion(&model, &id, base)?);
                }
                Read::Skipped(why) => wanted.skipped.push(why),
            }
        }
        wanted.notes = deletion_notes(&wanted.targets, groups);
        ask(&mut wanted, resource_type);
        Ok(wanted)
    }

    pub(super) fn deletion(
        &self,
        model: &TypeModel,
        id: &str,
        base: Version,
    ) -> Result<Target, Fault> {
        let session = &self.tenant.session;
        let url = session.resource_url(&model.resource_type.endpoint, id)?;
        let condition = outgoing::condition(self.tenant, Some(&base));
        let headers: Vec<(String, String)> =
            condition.iter().map(|it| ("If-Match".to_owned(), (*it).to_owned())).collect();
        let request = Request::parse(session.base(), "DELETE", url.as_str(), &headers, None)?;
        let title = identity(model, &base.value).title;
        Ok(Target {
            resource_type: model.resource_type.name.clone(),
            id: Some(id.to_owned()),
            words: words::done(ChangeKind::Delete, &title, &[]),
            title,
            kind: ChangeKind::Delete,
            precondition: match headers.is_empty() {
                true => Precondition::ReadAgain,
                false => Precondition::IfMatch,
            },
            base: Some(base),
            intended: None,
            changes: Vec::new(),
            request,
            lost: Vec::new(),
        })
    }

    pub(super) async fn membership(
        &self,
        group_type: &str,
        group: &str,
        member: &Member,
    ) -> Result<Wanted, Fault> {
        let model = self.tenant.model(group_type)?;
        let mut base = read_version(self.tenant, &model, group, &self.asked).await?;
        // Adding or taking out one value undoes nobody else's change, so that a busy group needs no second try. A whole
        // group does.
        let is_patch = self.method() == WriteMethod::Patch;
        if is_patch && !self.tenant.wants_versions() {
            base.tag = None;
        }
        let edit = match member.joins {
            true => DraftEdit::AddMember {
                value: member.id.clone(),
                resource_type: Some(member.resource_type.clone()),
                display: None,
            },
            false => DraftEdit::RemoveMember { value: member.id.clone() },
        };
        let document = edit::make(Some(&base.value), &base.value, &model, &[edit])
            .map_err(|error| Fault::Defect { reason: error.to_string() })?;
        let mut wanted = Wanted::new(ChangeKind::Members, String::new());
        wanted.method = self.method();
        match self.update(&model, group, base, &document, ChangeKind::Members)? {
            Ok(mut target) => {
                if is_patch && target.precondition == Precondition::ReadAgain {
                    target.precondition = Precondition::None;
                }
                wanted.question = match member.joins {
                    true => format!("Add to {}?", target.title),
                    false => format!("Take out of {}?", target.title),
                };
                wanted.targets.push(target);
            }
            Err(Unsent::Refused(words)) => wanted.blocked = Some(WriteBlocked::Refused { words }),
            Err(Unsent::NothingToDo) if member.joins => {
                wanted.blocked = Some(nothing_to_do("It is a member of this group already."));
            }
            Err(Unsent::NothingToDo) => {
                wanted.blocked = Some(nothing_to_do(
                    "The group does not list it as a member, so there is nothing to take out.",
                ));
            }
        }
        Ok(wanted)
    }

    /// A change of one resource, or why there is nothing to send.
    pub(super) fn update(
        &self,
        model: &TypeModel,
        id: &str,
        base: Version,
        document: &Value,
        kind: ChangeKind,
    ) -> Result<Result<Target, Unsent>, Fault> {
        let method = self.method();
        let edited = Edited {
            tenant: self.tenant,
            model,
            id: Some(id),
            base: Some(&base),
            document,
            method,
        };
        let out = edited.outgoing()?;
        let sent = sent(&out, method);
        let Some(request) = out.request else {
            return Ok(Err(out.refused.map_or(Unsent::NothingToDo, Unsent::Refused)));
        };
        let title = identity(model, &base.value).title;
        Ok(Ok(Target {
            resource_type: model.resource_type.name.clone(),
            id: Some(id.to_owned()),
            words: words::done(kind, &title, &sent),
            title,
            kind,
            precondition: match out.has_condition {
                true => Precondition::IfMatch,
                false => Precondition::ReadAgain,
            },
            base: Some(base),
            intended: Some(out.intended),
            changes: out.changes,
            request,
            lost: out.lost,
        }))
    }

    /// How existing resources are changed here.
    pub(super) fn method(&self) -> WriteMethod {
        outgoing::methods(self.tenant, false).first().copied().unwrap_or(WriteMethod::Patch)
    }

    /// All of them, each once and as it is now, in their order.
    async fn read_all(
        &self,
        model: &Arc<TypeModel>,
        ids: &[String],
    ) -> Result<Vec<(String, Read)>, Fault> {
        if ids.len() > MOST {
            return Err(Fault::InvalidField {
                field: "ids",
                title: "These are too many at once".to_owned(),
                detail: format!("{} are chosen; {MOST} can be written to at once.", ids.len()),
                hint: "Choose fewer of them.".to_owned(),
            });
        }
        let mut named = HashSet::new();
        let ids: Vec<&String> = ids.iter().filter(|it| named.insert(it.as_str())).collect();
        let mut all = Vec::with_capacity(ids.len());
        for some in ids.chunks(AT_ONCE) {
            let mut reading = JoinSet::new();
            for (at, id) in some.iter().map(|it| (*it).clone()).enumerate() {
                let (tenant, model) = (Arc::clone(self.tenant), Arc::clone(model));
                let asked = self.asked.clone();
                reading.spawn(async move { (at, read_one(&tenant, &model, id, &asked).await) });
            }
            let mut read = Vec::with_capacity(some.len());
            while let Some(ended) = reading.join_next().await {
                let (at, one) =
                    ended.map_err(|error| Fault::Defect { reason: error.to_string() })?;
                read.push((at, one?));
            }
            read.sort_unstable_by_key(|(at, _)| *at);
            all.extend(read.into_iter().map(|(_, it)| it));
        }
        Ok(all)
    }
}

async fn read_one(
    tenant: &OpenTenant,
    model: &TypeModel,
    id: String,
    asked: &Context,
) -> Result<(String, Read), Fault> {
    let read = match read_version(tenant, model, &id, asked).await {
        Ok(version) => Read::Found(version),
        Err(failure) if matches!(*failure.kind, FailureKind::Cancelled) => {
            return Err(Fault::Cancelled);
        }
        Err(failure) => Read::Skipped(skipped(&id, &id, &failure.explain().title)),
    };
    Ok((id, read))
}

/// Whether the server has something else by now. What it keeps itself does not count.
pub(super) fn differs(base: &Version, now: &Version, model: &TypeModel) -> bool {
    !merge(&base.value, &now.value, &base.value, &[], model).is_empty()
}

fn ask(wanted: &mut Wanted, resource_type: &str) {
    let titles: Vec<String> = wanted.targets.iter().map(|it| it.title.clone()).collect();
    wanted.question = words::question_of(wanted.kind, resource_type, &titles);
    if let ([], [only]) = (wanted.targets.as_slice(), wanted.skipped.as_slice()) {
        wanted.blocked = Some(nothing_to_do(format!("{}: {}", only.title, only.reason)));
    }
}

/// The changes that the request carries: a whole resource leaves nothing out.
fn sent(out: &Outgoing, method: WriteMethod) -> Vec<edit::PendingChange> {
    let is_sent = |it: &&edit::PendingChange| it.left_out.is_none() || method != WriteMethod::Patch;
    out.changes.iter().filter(is_sent).cloned().collect()
}

fn kind_of(sent: &[edit::PendingChange], is_new: bool, intended: &Value) -> ChangeKind {
    let is_member = |it: &edit::PendingChange| {
        it.path.split(['[', '.']).next().is_some_and(|it| it.eq_ignore_ascii_case("members"))
    };
    let active = sent.iter().any(|it| it.path.eq_ignore_ascii_case("active"));
    match is_new {
        true => ChangeKind::Create,
        false if !sent.is_empty() && sent.iter().all(is_member) => ChangeKind::Members,
        false if active => match intended.pointer(&pointer_of(intended, "active")) {
            Some(Value::Bool(false)) => ChangeKind::Disable,
            Some(Value::Bool(true)) => ChangeKind::Enable,
            _ => ChangeKind::Update,
        },
        false => ChangeKind::Update,
    }
}

/// Where an attribute of the base schema stands, however the server spells it.
fn pointer_of(resource: &Value, name: &str) -> String {
    let members = resource.as_object().into_iter().flat_map(serde_json::Map::keys);
    let served = members.into_iter().find(|it| it.eq_ignore_ascii_case(name));
    format!("/{}", served.map_or(name, String::as_str))
}

pub(super) fn listed(resource: &Value, name: &str) -> usize {
    match resource.pointer(&pointer_of(resource, name)) {
        Some(Value::Array(values)) => values.len(),
        _ => 0,
    }
}

fn skipped(id: &str, title: &str, reason: &str) -> WriteSkipped {
    WriteSkipped { id: id.to_owned(), title: title.to_owned(), reason: reason.to_owned() }
}

fn notes_on(changes: &[edit::PendingChange], method: WriteMethod) -> Vec<String> {
    let mut notes = Vec::new();
    if changes.iter().any(|it| it.secret) {
        notes.push(
            "A secret is set. It is not kept here, so undoing cannot bring the old one back."
                .to_owned(),
        );
    }
    let left = changes.iter().filter(|it| it.left_out.is_some()).count();
    if left > 0 && method == WriteMethod::Patch {
        notes.push(match left {
            1 => "1 change is not sent; it says why.".to_owned(),
            _ => format!("{left} changes are not sent; each says why."),
        });
    }
    notes
}

fn deletion_notes(targets: &[Target], groups: usize) -> Vec<String> {
    if targets.is_empty() {
        return Vec::new();
    }
    let mut notes = vec![
        "Undoing this makes a new resource from what is kept here: it gets another id, and what other systems know it by may no longer match.".to_owned(),
    ];
    if groups > 0 {
        notes.push(format!(
            "{groups} {} lost. Undoing does not bring them back: add them in the groups.",
            if groups == 1 { "membership is" } else { "memberships are" }
        ));
    }
    notes.push(
        "A password, and whatever else the server never returns, cannot be brought back."
            .to_owned(),
    );
    notes
}
