//! How each attribute that a request sets stands in the resource as it is now, and as it was before.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Untold;
use crate::compare::{is_unassigned, same};
use crate::lint::rules::intent::{complaints, is_seen};
use crate::lint::settings::{Setting, lookup};
use crate::lint::writes::{Act, Write};
use crate::patch::{self, PatchRequest};
use crate::read::member;
use crate::schema::{Attribute, Mutability, Returned};

/// Elements that are looked at, at most, for values that no filter chooses any more.
const MOST_COMPARED: usize = 1_000_000;

/// Attribute paths, by how they stand. None is named twice.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// As the request sets it; and it was not so before, or that is not known.
    pub(super) so: Vec<String>,
    /// As the request sets it, and it was so before.
    pub(super) so_before: Vec<String>,
    /// Not as the request sets it.
    pub(super) not: Vec<String>,
    /// Neither as the request sets it nor as it was before.
    pub(super) other: Vec<String>,
    /// A replacement leaves it out, and it is there as before: servers may keep what is left out (RFC 7644 §3.5.1).
    pub(super) kept: Vec<String>,
    /// The request sets it, and no read shows it.
    pub(super) never_returned: Vec<String>,
    /// The request sets it, and only a mask was kept of it or of what is there.
    pub(super) masked: Vec<String>,
}

/// How one attribute stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stand {
    So,
    SoBefore,
    Not,
    Other,
    Kept,
    NeverReturned,
    Masked,
}

/// Whether a read shows anything of what a request sets.
pub(super) fn can_be_seen(write: &Write<'_>, mask: Option<&str>) -> Result<(), Untold> {
    let settings = write.settings();
    let mut unseen = Vec::new();
    for setting in &settings {
        match hidden(setting, mask) {
            None if is_seen(setting) => return Ok(()),
            None => {}
            Some(stand) => unseen.push((setting.title(), stand)),
        }
    }
    if unseen.is_empty() {
        return Err(Untold::SetsNothing);
    }
    let Evidence { never_returned, masked, .. } = Evidence::sorted(unseen);
    Err(Untold::OnlyUnseen(never_returned.into_iter().chain(masked).collect()))
}

/// Why a read does not show what is set. What only the server sets is not hidden: nobody asks for it.
fn hidden(setting: &Setting<'_>, mask: Option<&str>) -> Option<Stand> {
    if ["schemas", "id", "meta"].iter().any(|it| setting.is(it)) {
        return None;
    }
    let is_hidden = |it: Option<&Attribute>| {
        it.is_some_and(|it| {
            it.mutability == Mutability::WriteOnly
                || matches!(it.returned, Returned::Never | Returned::Request)
        })
    };
    if is_hidden(setting.attribute) || is_hidden(setting.part) || setting.is("password") {
        return Some(Stand::NeverReturned);
    }
    let in_filter = setting.filter.zip(mask).is_some_and(|(it, mask)| it.contains(mask));
    (in_filter || setting.value.is_some_and(|it| holds(it, mask))).then_some(Stand::Masked)
}

/// Whether a mask stands somewhere in a value.
pub(super) fn holds(value: &Value, mask: Option<&str>) -> bool {
    let Some(mask) = mask.filter(|it| !it.is_empty()) else { return false };
    match value {
        Value::String(text) => text.contains(mask),
        Value::Array(values) => values.iter().any(|it| holds(it, Some(mask))),
        Value::Object(members) => members.values().any(|it| holds(it, Some(mask))),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

impl Evidence {
    /// `None` where it would take more comparisons than it is worth.
    pub(super) fn of(
        write: &Write<'_>,
        now: &Value,
        before: Option<&Value>,
        mask: Option<&str>,
    ) -> Option<Self> {
        let (mut seen, mut stands) = (Vec::new(), Vec::new());
        for setting in write.settings() {
            let in_answer =
                || lookup(now, &setting.title(), &write.uris()).is_some_and(|it| holds(it, mask));
            match hidden(&setting, mask) {
                Some(stand) => stands.push((setting.title(), stand)),
                None if is_seen(&setting) && in_answer() => {
                    stands.push((setting.title(), Stand::Masked));
                }
                None if is_seen(&setting) => seen.push(setting),
                None => {}
            }
        }
        // A PATCH that changes nothing any more has happened, or need not happen.
        let again = patched(write, now);
        let of_before = before.and_then(|it| patched(write, it));
        let is_done = again.as_ref().is_some_and(|it| same(it, now, None))
            || of_before.as_ref().is_some_and(|it| is_same(it, now));
        let missing = match is_done {
            true => vec![false; seen.len()],
            false => lacking(write, &seen, now, again.as_ref())?,
        };
        let missed = match before {
            Some(before) => Some(lacking(write, &seen, before, of_before.as_ref())?),
            None => None,
        };
        for (at, (setting, missing)) in seen.iter().zip(missing).enumerate() {
            let was_so = missed.as_ref().and_then(|it| it.get(at)).map(|missed| !missed);
            let stand = match (missing, was_so) {
                (false, Some(true)) => Stand::SoBefore,
                (false, _) => Stand::So,
                (true, None) => Stand::Not,
                (true, Some(_)) if is_as_before(write, setting, now, before) => Stand::Not,
                (true, Some(_)) => Stand::Other,
            };
            stands.push((setting.title(), stand));
        }
        stands.extend(left_out(write, now, before));
        Some(Self::sorted(stands))
    }

    /// Several operations may be about one attribute: the gravest counts.
    fn sorted(stands: Vec<(String, Stand)>) -> Self {
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut gravest: Vec<(String, Stand)> = Vec::new();
        for (title, stand) in stands {
            let place = *places.entry(title.to_lowercase()).or_insert(gravest.len());
            match gravest.get_mut(place) {
                Some((_, known)) => *known = (*known).max(stand),
                None => gravest.push((title, stand)),
            }
        }
        let mut evidence = Self::default();
        for (title, stand) in gravest {
            match stand {
                Stand::So => evidence.so.push(title),
                Stand::SoBefore => evidence.so_before.push(title),
                Stand::Not => evidence.not.push(title),
                Stand::Other => evidence.other.push(title),
                Stand::Kept => evidence.kept.push(title),
                Stand::NeverReturned => evidence.never_returned.push(title),
                Stand::Masked => evidence.masked.push(title),
            }
        }
        evidence
    }

    /// How many attributes are not as the request sets them.
    pub(super) fn missing(&self) -> usize {
        self.not.len() + self.other.len()
    }
}

/// What the resource had before and a replacement leaves out.
fn left_out(write: &Write<'_>, now: &Value, before: Option<&Value>) -> Vec<(String, Stand)> {
    let Some(Value::Object(before)) = before.filter(|_| write.act == Act::Replace) else {
        return Vec::new();
    };
    let had = Write { act: Act::Replace, body: before, id: None, pointer: String::new(), ..*write };
    let (sent, uris) = (Value::Object(write.body.clone()), write.uris());
    let is_set =
        |resource, title: &str| lookup(resource, title, &uris).is_some_and(|it| !is_unassigned(it));
    let settings = had.settings();
    let writable = settings.iter().filter(|it| is_seen(it)).map(Setting::title);
    let gone = writable.filter(|it| !is_set(&sent, it));
    gone.map(|title| {
        let stand = if is_set(now, &title) { Stand::Kept } else { Stand::So };
        (title, stand)
    })
    .collect()
}

/// What a PATCH makes of a resource; `None` where it cannot be applied to that one.
fn patched(write: &Write<'_>, resource: &Value) -> Option<Value> {
    if write.act != Act::Patch {
        return None;
    }
    let body = Value::Object(write.body.clone());
    let request = PatchRequest::from_json(&body, &write.uris()).ok()?;
    let settings = patch::Settings {
        ignore_read_only: true,
        unknown_attributes: true,
        ..patch::Settings::default()
    };
    let model = write.model.map(|it| it.model);
    patch::patched(resource, &request.value, model, &settings).ok()
}

/// Whether both resources are the same, what the server notes of them aside.
fn is_same(one: &Value, other: &Value) -> bool {
    let without_meta = |it: &Value| {
        let members = it.as_object().into_iter().flatten();
        members
            .filter(|(name, _)| !name.eq_ignore_ascii_case("meta"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect::<Map<String, Value>>()
            .into()
    };
    same(&without_meta(one), &without_meta(other), None)
}

/// Which of the settings a resource lacks; `made` is what the request makes of it, if it can be applied. A filter that asks
/// for the very sub-attribute that is set chooses nothing any more once it is set. So where it still chooses, it is told by
/// what the request would change; where it does not, the value itself is looked for, in any element.
fn lacking(
    write: &Write<'_>,
    seen: &[Setting<'_>],
    resource: &Value,
    made: Option<&Value>,
) -> Option<Vec<bool>> {
    let (uris, complaints) = (write.uris(), complaints(write, seen, resource)?);
    // Many operations may be about one attribute, and that may have many values.
    let (mut changed, mut compared) = (HashMap::new(), 0);
    let mut each = Vec::with_capacity(seen.len());
    for (setting, complaint) in seen.iter().zip(complaints) {
        let is_missing = complaint.is_some();
        each.push(match made {
            _ if !asks_for_what_it_sets(setting) => is_missing,
            Some(made) => {
                let is_changed = changed
                    .entry((setting.uri, setting.name))
                    .or_insert_with(|| !is_same_at(setting, &uris, resource, made));
                is_missing || *is_changed
            }
            None if is_missing => {
                let elements = elements_in(setting, &uris, resource);
                compared += elements.len();
                if compared > MOST_COMPARED {
                    return None;
                }
                !is_elsewhere(setting, elements)
            }
            None => false,
        });
    }
    Some(each)
}

fn asks_for_what_it_sets(setting: &Setting<'_>) -> bool {
    let (Some(filter), Some(sub)) = (setting.filter, setting.sub) else { return false };
    filter.to_lowercase().contains(&sub.to_lowercase())
}

/// Whether both resources hold the same at the attribute that is set.
fn is_same_at(setting: &Setting<'_>, uris: &[&str], one: &Value, other: &Value) -> bool {
    match (attribute_in(setting, uris, one), attribute_in(setting, uris, other)) {
        (Some(one), Some(other)) => same(one, other, None),
        (one, other) => one.is_none() && other.is_none(),
    }
}

/// The attribute that is set, with all of its values.
fn attribute_in<'v>(
    setting: &Setting<'_>,
    uris: &[&str],
    resource: &'v Value,
) -> Option<&'v Value> {
    match setting.uri {
        Some(uri) => lookup(resource, &format!("{uri}:{}", setting.name), uris),
        None => lookup(resource, setting.name, uris),
    }
}

fn elements_in<'v>(setting: &Setting<'_>, uris: &[&str], resource: &'v Value) -> &'v [Value] {
    let elements = attribute_in(setting, uris, resource).and_then(Value::as_array);
    elements.map(Vec::as_slice).unwrap_or_default()
}

fn is_elsewhere(setting: &Setting<'_>, elements: &[Value]) -> bool {
    let (Some(sub), Some(value)) = (setting.sub, setting.value) else { return false };
    let mut found = elements.iter().filter_map(|it| member(it.as_object()?, sub));
    found.any(|(_, it)| same(it, value, setting.definition()))
}

fn is_as_before(
    write: &Write<'_>,
    setting: &Setting<'_>,
    now: &Value,
    before: Option<&Value>,
) -> bool {
    let (title, uris) = (setting.title(), write.uris());
    let find = |it| lookup(it, &title, &uris);
    match (find(now), before.and_then(find)) {
        (None, None) => true,
        (Some(now), Some(before)) => same(now, before, setting.definition()),
        _ => false,
    }
}
