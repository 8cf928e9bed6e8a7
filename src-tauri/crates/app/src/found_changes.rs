//! Changes that were not made from here, found by reading: two reads of one resource that say different things, with no
//! write of ours between them. Nothing is asked of the server and nothing more is kept: the history has the reads.

mod heard;

use std::collections::BTreeSet;

use client::redact::MASK;
use scim::edit::{PendingChange, pending};
use scim::view::TypeModel;
use serde_json::{Map, Value};

use crate::App;
use crate::api::Empty;
use crate::api::changes::{ChangedAttribute, ChangesFind, ChangesFound, FoundChange};
use crate::call::Call;
use crate::error::Fault;
use heard::{Event, Seen, Written};

pub(crate) async fn changes_find(
    app: &App,
    request: ChangesFind,
    _: &Call<Empty>,
) -> Result<ChangesFound, Fault> {
    let tenant = app.opened(&request.tenant_id)?;
    let model = tenant.model(&request.resource_type)?;
    let path = tenant.session.recorded_path(&model.resource_type.endpoint, &request.id)?;
    app.blocking(move |app| {
        let events = heard::events(app, &request, &path)?;
        let first = events.iter().find_map(|it| match it {
            Event::Seen(seen) => Some(seen.at.to_string()),
            Event::Written(_) => None,
        });
        Ok(ChangesFound { found: found(&events, &model), since: first })
    })
    .await
}

/// All changes that others made, the newest first. Attributes that some reads left out are told by the others alone.
fn found(events: &[Event], model: &TypeModel) -> Vec<FoundChange> {
    let hidden: BTreeSet<String> = events
        .iter()
        .filter_map(|it| match it {
            Event::Seen(seen) => Some(seen.left_out.iter().cloned()),
            Event::Written(_) => None,
        })
        .flatten()
        .collect();
    let is_hidden = |name: &str| hidden.contains(&name.to_ascii_lowercase());
    let mut found = compared(events, model, |seen| Some(part(&seen.value, |it| !is_hidden(it))));
    if !hidden.is_empty() {
        let whole = |seen: &Seen| {
            seen.left_out
                .is_empty()
                .then(|| part(&seen.value, |it| it == "schemas" || is_hidden(it)))
        };
        found.extend(compared(events, model, whole));
    }
    found.sort_by(|one, other| other.seen_at.cmp(&one.seen_at));
    found
}

fn part(resource: &Value, is_wanted: impl Fn(&str) -> bool) -> Value {
    let members = resource.as_object().into_iter().flatten();
    let kept = members.filter(|(name, _)| is_wanted(name));
    Value::Object(kept.map(|(name, it)| (name.clone(), it.clone())).collect::<Map<_, _>>())
}

/// What differs between one read and the next, as far as they show it.
fn compared(
    events: &[Event],
    model: &TypeModel,
    shown: impl Fn(&Seen) -> Option<Value>,
) -> Vec<FoundChange> {
    let mut found = Vec::new();
    let mut last: Option<(&Seen, Value)> = None;
    let mut ours = Ours::default();
    for event in events {
        let seen = match event {
            Event::Written(written) => {
                ours.write(written);
                continue;
            }
            Event::Seen(seen) => seen,
        };
        let Some(now) = shown(seen) else { continue };
        match &last {
            Some((before, value)) => {
                let changes = pending(value, &now, model).changes;
                let changes = ours.without(changes.iter().filter_map(told).collect());
                if !changes.is_empty() {
                    found.push(between(before, seen, changes));
                }
            }
            None => ours = Ours::default(),
        }
        last = Some((seen, now));
    }
    found
}

/// What was written from here, between reads.
#[derive(Default)]
struct Ours {
    /// Something was, since the last read: whose change the next one shows cannot be told.
    since_read: bool,
    /// What it was to bring about and no read has shown yet: a server may show it late.
    unseen: Vec<ChangedAttribute>,
}

impl Ours {
    fn write(&mut self, written: &Written) {
        self.since_read = true;
        self.unseen.extend(written.changes.iter().cloned());
    }

    /// What of the changes that a read shows is not ours.
    fn without(&mut self, changes: Vec<ChangedAttribute>) -> Vec<ChangedAttribute> {
        let is_ours = |it: &ChangedAttribute| {
            self.unseen.iter().any(|own| own.path == it.path && own.after == it.after)
        };
        let (own, others): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_ours);
        self.unseen.retain(|it| !own.iter().any(|own| own.path == it.path));
        if std::mem::take(&mut self.since_read) { Vec::new() } else { others }
    }
}

fn between(before: &Seen, seen: &Seen, changes: Vec<ChangedAttribute>) -> FoundChange {
    let says = |it: &Seen| it.value.pointer("/meta/lastModified")?.as_str().map(str::to_owned);
    FoundChange {
        seen_before: before.at.to_string(),
        seen_at: seen.at.to_string(),
        exchange_before: before.exchange.to_string(),
        exchange: seen.exchange.to_string(),
        last_modified: says(seen).filter(|it| says(before).as_ref() != Some(it)),
        changes,
    }
}

/// What is masked in the history says nothing, and secrets are not told. `meta` follows from every other change.
fn told(change: &PendingChange) -> Option<ChangedAttribute> {
    let is_masked = |it: &Option<String>| it.as_deref().is_some_and(|it| it.contains(MASK));
    let is_meta = change.path == "meta" || change.path.starts_with("meta.");
    if is_meta || change.secret || is_masked(&change.before) || is_masked(&change.after) {
        return None;
    }
    Some(ChangedAttribute {
        path: change.path.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
    })
}
