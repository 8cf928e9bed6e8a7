//! What a write would lose, and how much it carries: replacing a resource, replacing a member list, large groups.

use serde_json::Value;

use crate::finding::pointer_to;
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::{How, lookup};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Subject, lacks_schemas};
use crate::lint::writes::{Act, Write};
use crate::put::put;
use crate::read::member;
use crate::resource_type::ResourceType;
use crate::view::TypeModel;

const BODY: Part = Part::RequestBody;

/// R10
pub(crate) fn too_many_members(subject: &Subject<'_>) -> Verdict {
    let (mut count, mut last) = (0_usize, None);
    for write in subject.writes() {
        for setting in write.settings().iter().filter(|it| it.is("members")) {
            count += if setting.filter.is_some() { 1 } else { setting.elements().len() };
            last = Some(setting.pointer.clone());
        }
    }
    let Some(pointer) = last else { return Verdict::Clean };
    let preset = subject.context.preset;
    let limit = preset.and_then(|it| it.max_members);
    let (Some(preset), Some(limit)) = (preset, limit) else {
        return Verdict::NotJudged(Need::Preset);
    };
    let is_too_many = u64::try_from(count).is_ok_and(|it| it > u64::from(limit));
    let text = format!(
        "The request carries {count} members; {} takes {limit} at most in one request. Split it.",
        preset.name
    );
    Verdict::of(is_too_many.then(|| Spot::at(BODY, pointer, text)))
}

/// R11
pub(crate) fn replace_loses(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes().iter().filter(|it| it.act == Act::Replace) {
        let before = subject.context.resource_before.filter(|_| write.is_alone);
        let Some(before) = before else {
            lacking = Some(Need::ResourceBefore);
            continue;
        };
        lacking = lacking.or(lacks_schemas(write.model));
        let unknown = TypeModel {
            resource_type: ResourceType::default(),
            base: None,
            extensions: Vec::new(),
        };
        let model = write.model.map_or(&unknown, |it| it.model);
        for loss in put(before, &Value::Object(write.body.clone()), model).lost {
            let text = format!(
                "`{}` is on the server and not in this PUT; most servers clear it, some keep it.",
                loss.path
            );
            spots.push(Spot::at(BODY, write.pointer.clone(), text));
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// R12
pub(crate) fn replaces_unknown_members(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes() {
        let Some(pointer) = replaced_members(&write) else { continue };
        let shown = shown_members(subject);
        match (subject.context.members_complete, shown) {
            (Some(true), _) => {}
            (Some(false), _) => spots.push(Spot::at(
                BODY,
                pointer,
                "The whole member list is replaced, but the list that is known is not complete: everyone who is not in it is removed. Add and remove single members by PATCH.",
            )),
            (None, Some(shown)) => spots.push(Spot::at(
                BODY,
                pointer,
                format!(
                    "The whole member list is replaced, and the server showed {shown} members, which is the most it shows: there may be more, and they would be removed."
                ),
            )),
            (None, None) => lacking = Some(Need::MemberCount),
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// Where a write replaces the members of a group as a whole.
fn replaced_members(write: &Write<'_>) -> Option<String> {
    match write.act {
        Act::Create => None,
        Act::Replace if write.has_members() || member(write.body, "members").is_some() => {
            let name = member(write.body, "members").map(|(name, _)| name);
            Some(name.map_or_else(|| write.pointer.clone(), |it| pointer_to(&write.pointer, it)))
        }
        Act::Replace => None,
        Act::Patch => {
            let settings = write.settings();
            let mut whole = settings
                .iter()
                .filter(|it| it.how == How::Replace && it.is("members") && it.filter.is_none());
            whole.next().map(|it| it.pointer.clone())
        }
    }
}

/// How many members the server showed, where that is exactly as many as it ever shows.
fn shown_members(subject: &Subject<'_>) -> Option<usize> {
    let most = usize::try_from(subject.context.preset?.members_shown?).ok()?;
    let members = lookup(subject.context.resource_before?, "members", &[])?.as_array()?.len();
    (members >= most).then_some(members)
}
