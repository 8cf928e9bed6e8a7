//! Sending one write and finding out what came of it: the answer, and the resource read back. It is sent once.

use std::sync::Arc;
use std::time::Duration;

use client::accepted;
use client::error::{Failure, FailureKind};
use client::exchange::Context;
use client::guard::Confirmation;
use client::write::{Reply, Sent, Unknown};
use scim::message;
use scim::view::{TypeModel, identity};
use serde_json::Value;
use store::ChangeRow;

use super::compare::{Written, rule, words};
use super::intent::differs;
use super::log::{self, Detail};
use super::plan::{Plan, Ready, Target};
use super::refused;
use crate::App;
use crate::api::changes::ChangeOutcome;
use crate::api::drafts::WriteMethod;
use crate::api::writes::{
    ChangeKind, Difference, Precondition, WriteOutcome, WriteProgress, WriteResult,
};
use crate::call::Call;
use crate::drafts::{State, Version, change, read_version, settle};
use crate::error::{Fault, of_request};
use crate::open_tenant::{OpenTenant, context};
use crate::requests::rendered;
use crate::tenants::word;

/// How long is waited before a resource is read again that does not show a change yet: six seconds in all.
const PAUSES: [Duration; 5] = [
    Duration::from_millis(200),
    Duration::from_millis(500),
    Duration::from_millis(1_000),
    Duration::from_millis(1_800),
    Duration::from_millis(2_500),
];

/// One write that is being sent.
pub(super) struct Sending<'a> {
    pub(super) app: &'a App,
    pub(super) tenant: &'a Arc<OpenTenant>,
    pub(super) plan: &'a Plan,
    pub(super) target: &'a Ready,
    pub(super) call: &'a Call<WriteProgress>,
    pub(super) at: u32,
}

/// A write that stands in the change log and was not sent yet.
struct Begun {
    change: i64,
    row: ChangeRow,
    detail: Detail,
    model: Arc<TypeModel>,
}

/// What came of it.
struct Ended {
    outcome: WriteOutcome,
    id: Option<String>,
    after: Option<Version>,
    exchange: Option<String>,
}

impl Ended {
    fn new(outcome: WriteOutcome) -> Self {
        Self { outcome, id: None, after: None, exchange: None }
    }

    /// What the change log calls it.
    fn kept(&self) -> ChangeOutcome {
        match self.outcome {
            WriteOutcome::Done { .. } => ChangeOutcome::Done,
            WriteOutcome::Differs { .. } => ChangeOutcome::Differs,
            WriteOutcome::Accepted { .. } => ChangeOutcome::Accepted,
            WriteOutcome::NotReadBack { .. } => ChangeOutcome::NotReadBack,
            WriteOutcome::Unknown { .. } => ChangeOutcome::Unknown,
            WriteOutcome::Refused { .. }
            | WriteOutcome::Conflict { .. }
            | WriteOutcome::FalseConflict { .. }
            | WriteOutcome::NotSent { .. } => ChangeOutcome::Refused,
        }
    }
}

impl Sending<'_> {
    pub(super) async fn run(self) -> WriteResult {
        let target = &self.target.target;
        if self.call.cancel.is_cancelled() {
            return self.result(None, Ended::new(WriteOutcome::NotSent { problem: None }));
        }
        let begun = match self.begin().await {
            Ok(begun) => begun,
            Err(ended) => return self.result(None, ended),
        };
        let change = begun.change;
        self.call.send(&WriteProgress::Sending { at: self.at });
        let ended = {
            let _under_way = self.app.plans().sending(change);
            let ended = self.send(&begun.model).await;
            self.tenant.forget_all_read();
            self.finish(begun, &ended).await;
            ended
        };
        self.settle_draft(target, &ended).await;
        self.result(Some(change), ended)
    }

    fn result(&self, change: Option<i64>, ended: Ended) -> WriteResult {
        let target = &self.target.target;
        let is_done = ended.kept() != ChangeOutcome::Refused;
        let has_id = target.id.is_some() || ended.id.is_some();
        WriteResult {
            resource_type: target.resource_type.clone(),
            id: target.id.clone().or(ended.id),
            title: target.title.clone(),
            outcome: ended.outcome,
            words: target.words.clone(),
            change: change.map(|it| it.to_string()),
            can_undo: is_done && has_id,
            exchange: ended.exchange,
        }
    }

    /// What has to be so before anything is sent: the resource as it was, and the entry in the change log.
    async fn begin(&self) -> Result<Begun, Ended> {
        let target = &self.target.target;
        let unsent = |fault: Fault| {
            let problem = Some(Box::new(fault.into()));
            Ended::new(WriteOutcome::NotSent { problem })
        };
        let model = self.tenant.model(&target.resource_type).map_err(unsent)?;
        if target.precondition == Precondition::ReadAgain
            && let (Some(id), Some(base)) = (&target.id, &target.base)
        {
            let asked = context("Edit", &self.call.cancel);
            let now = read_version(self.tenant, &model, id, &asked).await;
            let now = now.map_err(|failure| unsent(failure.into()))?;
            if differs(base, &now, &model) {
                return Err(self
                    .meet(
                        now,
                        None,
                        "The resource has changed since it was read, so nothing was sent.",
                    )
                    .await);
            }
        }
        let shown = rendered(self.tenant, &target.request).map_err(unsent)?;
        let (row, detail) = log::begun(target, &self.tenant.id, self.plan.undoes, &shown, &model);
        let kept = row.clone();
        // A write that could not be written down is not sent: it could not be taken back.
        let change = self
            .app
            .blocking(move |app| Ok(app.store().changes().append(&kept)?))
            .await
            .map_err(unsent)?;
        Ok(Begun { change, row, detail, model })
    }

    /// The server has another version: the draft is to be merged with it.
    async fn meet(&self, now: Version, exchange: Option<String>, words: &str) -> Ended {
        if let Some(draft) = &self.plan.draft {
            let refused_by = exchange.clone();
            let met = change(self.app, self.tenant, &draft.id, move |state, _| {
                state.meet(now, refused_by);
                Ok(())
            });
            if let Err(fault) = met.await {
                tracing::warn!(fault = %fault, "a draft could not be kept for merging");
            }
        }
        let draft = self.plan.draft.as_ref().map(|it| it.id.clone());
        let outcome = WriteOutcome::Conflict { draft, words: words.to_owned() };
        Ended { exchange, ..Ended::new(outcome) }
    }

    async fn send(&self, model: &TypeModel) -> Ended {
        let confirmation =
            Confirmation { token: self.target.token.clone(), window: self.call.window.clone() };
        let asked = context("Edit", &self.call.cancel);
        let target = &self.target.target;
        let session = &self.tenant.session;
        match session.send(&target.request, Some(&confirmation), &asked).await {
            Ok(Sent::Answered(reply)) => self.answered(reply, model).await,
            Ok(Sent::Unknown(unknown)) => self.unknown(unknown, model).await,
            Err(failure) => {
                let exchange = failure.exchange.clone();
                let problem = Some(Box::new(of_request(&failure)));
                let outcome = WriteOutcome::NotSent { problem };
                Ended { exchange, ..Ended::new(outcome) }
            }
        }
    }

    async fn answered(&self, reply: Reply, model: &TypeModel) -> Ended {
        let exchange = reply.exchange.clone();
        if let Some(refusal) = &reply.refusal {
            if reply.status == 412 {
                return self.other_version(refusal, exchange, model).await;
            }
            if reply.status == 428 {
                self.tenant.note_wants_versions();
            }
            let problem = Box::new(refused::told(&self.target.target, &reply, refusal));
            let outcome = WriteOutcome::Refused { problem };
            return Ended { exchange, ..Ended::new(outcome) };
        }
        let has_body = !reply.body.is_empty();
        if let Some(later) = accepted::of(reply.status, &reply.headers, has_body) {
            let place =
                later.monitor.map(|it| format!(" It says where to look: {it}")).unwrap_or_default();
            let words =
                format!("The server answered {}: it will do this later.{place}", reply.status);
            let outcome = WriteOutcome::Accepted { words };
            return Ended { exchange, ..Ended::new(outcome) };
        }
        self.read_back(&reply, model).await
    }

    /// 412 (RFC 7644 §3.14): somebody else was faster, or the server does not know its own version again.
    async fn other_version(
        &self,
        refusal: &Failure,
        exchange: Option<String>,
        model: &TypeModel,
    ) -> Ended {
        let target = &self.target.target;
        let asked = context("Edit", &self.call.cancel);
        let read = match (&target.id, &target.base) {
            (Some(id), Some(base)) => {
                read_version(self.tenant, model, id, &asked).await.ok().map(|now| (now, base))
            }
            _ => None,
        };
        let Some((now, base)) = read else {
            let outcome = WriteOutcome::Refused { problem: Box::new(of_request(refusal)) };
            return Ended { exchange, ..Ended::new(outcome) };
        };
        if now.tag == base.tag && !differs(base, &now, model) {
            self.tenant.note_misjudged();
            let words = "The server refused its own version (412), although the resource is as it was read: it compares weak \
                versions as if they were strong (RFC 9110 §13.1.1 asks for the strong comparison, which a weak version never \
                passes). Nothing was written. Send it again: the resource is read just before instead.";
            let outcome = WriteOutcome::FalseConflict { words: words.to_owned() };
            return Ended { exchange, ..Ended::new(outcome) };
        }
        let words = "The server has another version by now (412, RFC 7644 §3.14): nothing was written, and what you typed is kept.";
        self.meet(now, exchange, words).await
    }

    async fn unknown(&self, unknown: Unknown, model: &TypeModel) -> Ended {
        let Unknown { failure, .. } = unknown;
        let exchange = failure.exchange.clone();
        let mut found = None;
        if let Some(exchange) = &exchange
            && !self.call.cancel.is_cancelled()
        {
            self.call.send(&WriteProgress::ReadingBack { at: self.at });
            let looked = crate::read_back::look_up(self.app, exchange, &self.call.cancel).await;
            found = looked.ok().map(|it| it.words);
        }
        let target = &self.target.target;
        let asked = context("Edit", &self.call.cancel);
        let after = match &target.id {
            Some(id) if found.is_some() => read_version(self.tenant, model, id, &asked).await.ok(),
            _ => None,
        };
        let problem = Box::new(of_request(&failure));
        let outcome = WriteOutcome::Unknown { problem, words: found };
        Ended { exchange, after, ..Ended::new(outcome) }
    }

    async fn read_back(&self, reply: &Reply, model: &TypeModel) -> Ended {
        let target = &self.target.target;
        let told = told(reply);
        let id = target
            .id
            .clone()
            .or_else(|| identity(model, told.as_ref()?).id)
            .or_else(|| id_in_location(reply));
        let asked = context("Read back", &self.call.cancel);
        self.call.send(&WriteProgress::ReadingBack { at: self.at });
        let mut ended = match (&id, &target.intended) {
            (Some(id), None) => self.gone(id, reply, model, &asked).await,
            (Some(id), Some(intended)) => {
                self.shows(id, intended, told.as_ref(), reply, model, &asked).await
            }
            (None, _) => {
                let problem = crate::api::error::UiError::from(Fault::NotThere {
                    title: "The answer does not say what was made".to_owned(),
                    detail: format!(
                        "The server answered {} without an id and without a Location (RFC 7644 §3.3).",
                        reply.status
                    ),
                    hint: "Look for the resource in the directory.".to_owned(),
                });
                let outcome = WriteOutcome::NotReadBack { problem: Box::new(problem) };
                Ended::new(outcome)
            }
        };
        ended.id = id;
        ended.exchange = reply.exchange.clone();
        ended
    }

    /// After a deletion nothing may be there (RFC 7644 §3.6).
    async fn gone(&self, id: &str, reply: &Reply, model: &TypeModel, asked: &Context) -> Ended {
        let mut reads = 0;
        for pause in PAUSES.map(Some).into_iter().chain([None]) {
            reads += 1;
            match read_version(self.tenant, model, id, asked).await {
                Err(failure) if is_missing(&failure) => {
                    return Ended::new(WriteOutcome::Done { reads });
                }
                Err(failure) => return not_read_back(&failure),
                Ok(_) => {}
            }
            if !self.waits(pause, reads).await {
                break;
            }
        }
        let words =
            format!("The server answered {} but the resource is still there.", reply.status);
        let findings = vec![rule(ChangeKind::Delete, WriteMethod::Patch, &words)];
        let outcome = WriteOutcome::Differs { differences: Vec::new(), findings, words };
        Ended::new(outcome)
    }

    /// After a change the resource is to be as intended.
    async fn shows(
        &self,
        id: &str,
        intended: &Value,
        told: Option<&Value>,
        reply: &Reply,
        model: &TypeModel,
        asked: &Context,
    ) -> Ended {
        let target = &self.target.target;
        let written = Written {
            base: target.base.as_ref().map(|it| &*it.value),
            intended,
            changes: &target.changes,
            method: method_of(target),
            model,
        };
        // A server that says itself that it did not do it is not waited for.
        let says_otherwise = told.is_some_and(|it| !written.differences(it).is_empty());
        let mut reads = 0;
        for pause in PAUSES.map(Some).into_iter().chain([None]) {
            reads += 1;
            let (after, differences) = match read_version(self.tenant, model, id, asked).await {
                Ok(after) => {
                    let differences = written.differences(&after.value);
                    (Some(after), differences)
                }
                Err(failure) if is_missing(&failure) && target.kind == ChangeKind::Create => {
                    (None, Vec::new())
                }
                Err(failure) => return not_read_back(&failure),
            };
            if let (Some(after), true) = (&after, differences.is_empty()) {
                let outcome = WriteOutcome::Done { reads };
                return Ended { after: Some(after.clone()), ..Ended::new(outcome) };
            }
            if says_otherwise && after.is_some() || !self.waits(pause, reads).await {
                return self.otherwise(after, differences, reply).await;
            }
        }
        self.otherwise(None, Vec::new(), reply).await
    }

    /// Waits until it is time to read again; `false` where that is over.
    async fn waits(&self, pause: Option<Duration>, reads: u32) -> bool {
        let Some(pause) = pause else { return false };
        self.call.send(&WriteProgress::Waiting { at: self.at, reads });
        tokio::select! {
            () = tokio::time::sleep(pause) => true,
            () = self.call.cancel.cancelled() => false,
        }
    }

    async fn otherwise(
        &self,
        after: Option<Version>,
        differences: Vec<Difference>,
        reply: &Reply,
    ) -> Ended {
        let target = &self.target.target;
        let words = match &after {
            Some(_) => words(&differences, reply.status),
            None => format!("The server answered {} but has no such resource.", reply.status),
        };
        let before = target.base.as_ref().map(|it| (*it.value).clone());
        let mut findings = Vec::new();
        if let (Some(exchange), Some(after)) = (reply.exchange.clone(), &after) {
            let after = (*after.value).clone();
            let judged = self
                .app
                .blocking(move |app| crate::lint::of_write(app, &exchange, before, after))
                .await;
            findings = judged.unwrap_or_default();
        }
        if findings.is_empty() {
            findings.push(rule(target.kind, method_of(target), &words));
        }
        let outcome = WriteOutcome::Differs { differences, findings, words };
        Ended { after, ..Ended::new(outcome) }
    }

    /// Keeps what came of it.
    async fn finish(&self, begun: Begun, ended: &Ended) {
        let Begun { change, mut row, mut detail, model } = begun;
        detail.after = ended.after.as_ref().map(|it| log::clear(&it.text, &it.value, &model));
        detail.outcome_words = words_of(&ended.outcome);
        if let WriteOutcome::Differs { differences, .. } = &ended.outcome {
            detail.differences.clone_from(differences);
        }
        if let (Some(after), ChangeKind::Create) = (&ended.after, self.target.target.kind) {
            row.title = identity(&model, &after.value).title;
        }
        row.detail = log::written(&detail);
        row.outcome = word(&ended.kept());
        if ended.kept() == ChangeOutcome::Refused {
            // It undid nothing: what it was to undo can still be undone.
            row.undoes = None;
        }
        row.resource_id = row.resource_id.or_else(|| ended.id.clone());
        row.exchange_id = ended.exchange.as_ref().and_then(|it| it.parse().ok());
        let kept =
            self.app.blocking(move |app| Ok(app.store().changes().complete(change, &row)?)).await;
        if let Err(fault) = kept {
            // It stands there as being sent, and so as unknown: nothing wrong is said of it.
            tracing::warn!(fault = %fault, "the change log could not be completed");
        }
    }

    /// The draft was sent: it goes, or goes on from what the server has now. What was typed since it was shown stays.
    async fn settle_draft(&self, target: &Target, ended: &Ended) {
        let Some(draft) = self.plan.draft.clone() else { return };
        let is_new = target.id.is_none();
        let settled = match (&ended.outcome, &ended.after) {
            // The server says that it made it and does not have it: it can be sent again.
            (WriteOutcome::Differs { .. }, None) if is_new => Ok(()),
            (WriteOutcome::Differs { .. } | WriteOutcome::Unknown { .. }, Some(after))
                if !is_new =>
            {
                let after = after.clone();
                let changed = change(self.app, self.tenant, &draft.id, move |state, model| {
                    state.carry_over(after, model);
                    Ok(())
                });
                changed.await.map(drop)
            }
            (
                WriteOutcome::Done { .. }
                | WriteOutcome::Accepted { .. }
                | WriteOutcome::NotReadBack { .. }
                | WriteOutcome::Differs { .. },
                after,
            ) => {
                let made = ended.id.clone().filter(|_| is_new);
                let (after, sent) = (after.clone(), target.intended.clone());
                let go_on = move |state: &mut State, model: &TypeModel| match (after, made, sent) {
                    (Some(after), Some(id), Some(sent)) => state.was_made(id, &sent, after, model),
                    (Some(after), None, _) => state.carry_over(after, model),
                    _ => {}
                };
                settle(self.app, self.tenant, &draft.id, draft.revision, go_on).await
            }
            _ => Ok(()),
        };
        if let Err(fault) = settled {
            tracing::warn!(fault = %fault, "a draft that was sent could not be settled");
        }
    }
}

fn method_of(target: &Target) -> WriteMethod {
    match target.request.method() {
        "POST" => WriteMethod::Post,
        "PUT" => WriteMethod::Put,
        _ => WriteMethod::Patch,
    }
}

/// The resource in the answer, if there is one.
fn told(reply: &Reply) -> Option<Value> {
    let text = std::str::from_utf8(&reply.body).ok().filter(|it| !it.trim().is_empty())?;
    message::resource(text).ok().map(|it| it.value)
}

/// The last step of the path in `Location` (RFC 7644 §3.3); it is only read, never followed.
fn id_in_location(reply: &Reply) -> Option<String> {
    let (_, value) =
        reply.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("location"))?;
    let path = value.split(['?', '#']).next()?.trim_end_matches('/');
    let last = path.rsplit('/').next().filter(|it| !it.is_empty())?;
    Some(percent_encoding::percent_decode_str(last).decode_utf8_lossy().into_owned())
}

pub(super) fn is_missing(failure: &Failure) -> bool {
    matches!(*failure.kind, FailureKind::NotFound { is_resource: true, .. })
}

fn not_read_back(failure: &Failure) -> Ended {
    let outcome = WriteOutcome::NotReadBack { problem: Box::new(of_request(failure)) };
    Ended::new(outcome)
}

/// What the change log says of it besides the outcome.
fn words_of(outcome: &WriteOutcome) -> Option<String> {
    match outcome {
        WriteOutcome::Done { reads: 1 } => None,
        WriteOutcome::Done { reads } => Some(format!(
            "It showed when it was read back {reads} times: the server is eventually consistent."
        )),
        WriteOutcome::Differs { words, .. }
        | WriteOutcome::Accepted { words }
        | WriteOutcome::Conflict { words, .. }
        | WriteOutcome::FalseConflict { words } => Some(words.clone()),
        WriteOutcome::NotReadBack { problem } | WriteOutcome::Refused { problem } => {
            Some(format!("{}. {}", problem.title, problem.detail))
        }
        WriteOutcome::Unknown { problem, words } => {
            Some(words.clone().unwrap_or_else(|| format!("{}. {}", problem.title, problem.detail)))
        }
        WriteOutcome::NotSent { problem } => {
            problem.as_ref().map(|it| format!("{}. {}", it.title, it.detail))
        }
    }
}
