//! What a request writes, attribute by attribute: types, mutability, uniqueness within and across resources.

use std::collections::HashMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use serde_json::Value;

use crate::finding::{Severity, pointer_to};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::{How, Setting, lookup};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Subject, lacks_schemas};
use crate::lint::writes::{Act, Write};
use crate::read::{member, read_boolean};
use crate::schema::{Attribute, AttributeType, Mutability};

const BODY: Part = Part::RequestBody;

/// R02
pub(crate) fn text_booleans(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes() {
        lacking = lacking.or(lacks_schemas(write.model));
        for setting in write.settings() {
            for (definition, name, value, pointer) in setting.leaves() {
                if is_text_boolean(definition, name, value) {
                    let text = format!(
                        "`{name}` is the string {value}; it should be true or false without quotes."
                    );
                    spots.push(Spot::at(BODY, pointer, text));
                }
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// Whether a boolean attribute holds a text. `active` and `primary` are known without a schema.
pub(super) fn is_text_boolean(definition: Option<&Attribute>, name: &str, value: &Value) -> bool {
    let is_boolean = match definition {
        Some(definition) => definition.attribute_type == AttributeType::Boolean,
        None => ["active", "primary"].iter().any(|it| it.eq_ignore_ascii_case(name)),
    };
    is_boolean && value.is_string() && read_boolean(value).is_some()
}

/// R08
pub(crate) fn manager_shape(subject: &Subject<'_>) -> Verdict {
    let email_is_right = subject.context.preset.is_some_and(|it| it.manager_is_email);
    let mut spots = Vec::new();
    for write in subject.writes() {
        for setting in write.settings() {
            let is_simple = setting.attribute.is_some_and(|it| !it.is_complex());
            let is_manager = setting.name.eq_ignore_ascii_case("manager") && !is_simple;
            let Some(value) = setting.value.filter(|it| is_manager && !it.is_null()) else {
                continue;
            };
            let named = match (setting.sub, value) {
                (None, Value::Object(members)) => member(members, "value")
                    .map(|(name, it)| (pointer_to(&setting.pointer, name), it)),
                (None, _) if setting.how != How::Remove => {
                    let text = "`manager` is an object with `value`, the id of the manager; many servers fail on anything else.";
                    spots.push(Spot::at(BODY, setting.pointer.clone(), text));
                    None
                }
                (Some(sub), _) if sub.eq_ignore_ascii_case("value") => {
                    Some((setting.pointer.clone(), value))
                }
                _ => None,
            };
            if let Some((pointer, Value::String(id))) = named
                && id.contains('@')
                && !email_is_right
            {
                let text = format!(
                    "`manager.value` is {id}, which looks like an e-mail address; most servers want the manager's `id`."
                );
                spots.push(Spot::at(BODY, pointer, text).weighs(Severity::Warning));
            }
        }
    }
    Verdict::of(spots)
}

/// R09
pub(crate) fn mutability(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes() {
        lacking = lacking.or(lacks_schemas(write.model));
        let before = subject.context.resource_before.filter(|_| write.is_alone);
        for setting in write.settings() {
            if let Some(spot) = read_only(&write, &setting) {
                spots.push(spot);
            } else if sets_immutable(&setting) && write.act != Act::Create {
                match before {
                    None => lacking = lacking.or(Some(Need::ResourceBefore)),
                    Some(before) => spots.extend(immutable(&write, &setting, before)),
                }
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn read_only(write: &Write<'_>, setting: &Setting<'_>) -> Option<Spot> {
    let is_read_only =
        |it: Option<&Attribute>| it.is_some_and(|it| it.mutability == Mutability::ReadOnly);
    let title = setting.title();
    if !is_read_only(setting.attribute) && !is_read_only(setting.part) {
        return None;
    }
    let repeats_id =
        setting.is("id") && setting.value.and_then(Value::as_str) == write.id.as_deref();
    let (text, severity) = match write.act {
        Act::Replace if repeats_id && write.id.is_some() => return None,
        Act::Replace if setting.is("id") && write.id.is_some() => {
            let text = "`id` differs from the id in the path; it cannot be changed.".to_owned();
            (text, Severity::Error)
        }
        Act::Patch if repeats_id => {
            let text = "`id` is repeated, as Okta does; strict servers answer 400 mutability.";
            (text.to_owned(), Severity::Info)
        }
        Act::Patch => {
            let text =
                format!("`{title}` is read-only: only the server sets it; expect 400 mutability.");
            (text, Severity::Error)
        }
        Act::Create | Act::Replace => {
            let text =
                format!("`{title}` is read-only: servers ignore what is sent, some refuse it.");
            (text, Severity::Info)
        }
    };
    Some(Spot::at(BODY, setting.pointer.clone(), text).weighs(severity))
}

fn sets_immutable(setting: &Setting<'_>) -> bool {
    let is_immutable =
        |it: Option<&Attribute>| it.is_some_and(|it| it.mutability == Mutability::Immutable);
    is_immutable(setting.attribute) || is_immutable(setting.part)
}

fn immutable(write: &Write<'_>, setting: &Setting<'_>, before: &Value) -> Option<Spot> {
    let kept = lookup(before, &setting.title(), &write.uris()).filter(|it| !it.is_null())?;
    let is_same = setting.value.is_some_and(|it| it == kept);
    if is_same || (setting.how == How::Remove && setting.filter.is_some() && setting.sub.is_none())
    {
        return None;
    }
    let text = format!(
        "`{}` may be set only once, and it has a value already; expect 400 mutability.",
        setting.title()
    );
    Some(Spot::at(BODY, setting.pointer.clone(), text))
}

/// R17
pub(crate) fn user_name_variants(subject: &Subject<'_>) -> Verdict {
    let mut sent = Vec::new();
    for write in subject.writes() {
        for setting in write.settings().into_iter().filter(|it| it.is("userName")) {
            if let Some(Value::String(name)) = setting.value {
                sent.push((setting.pointer, name.clone()));
            }
        }
    }
    if sent.is_empty() {
        return Verdict::Clean;
    }
    let Some(known) = subject.context.user_names else {
        return Verdict::NotJudged(Need::UserNames);
    };
    let before = subject.context.resource_before.and_then(|it| lookup(it, "userName", &[]));
    let own = before.and_then(Value::as_str);
    let mut variants: HashMap<String, Vec<&str>> = HashMap::new();
    for name in known.iter().filter(|it| Some(**it) != own) {
        variants.entry(folded(name)).or_default().push(name);
    }
    let spots = sent.into_iter().filter_map(|(pointer, name)| {
        let other = variants.get(&folded(&name))?.iter().find(|it| **it != name)?;
        let text = format!(
            "`{name}` differs from the existing `{other}` only in letter case, Unicode form or blanks: servers that compare closely make a second account, others answer 409."
        );
        Some(Spot::at(BODY, pointer, text))
    });
    Verdict::of(spots.collect::<Vec<_>>())
}

/// A name as people read it: without outer blanks, letter case, and the several ways to write a character.
fn folded(name: &str) -> String {
    let normalizer = const { ComposingNormalizerBorrowed::new_nfkc() };
    normalizer.normalize(&normalizer.normalize(name.trim()).to_lowercase()).into_owned()
}

/// Attributes whose values are told apart by something other than `type`.
const TYPED_OTHERWISE: [&str; 3] = ["roles", "entitlements", "x509Certificates"];

/// R18
pub(crate) fn ambiguous_values(subject: &Subject<'_>) -> Verdict {
    let mut spots = Vec::new();
    for write in subject.writes() {
        for setting in write.settings() {
            let elements = setting.elements();
            if !setting.value.is_some_and(Value::is_array) || elements.len() < 2 {
                continue;
            }
            let objects: Vec<_> =
                elements.iter().filter_map(|(at, it)| Some((at, it.as_object()?))).collect();
            let mut primaries = objects
                .iter()
                .filter(|(_, it)| member(it, "primary").is_some_and(|(_, it)| is_true(it)));
            if let (Some(_), Some((at, _))) = (primaries.next(), primaries.next()) {
                let text = format!("More than one value of `{}` is primary.", setting.title());
                spots.push(Spot::at(BODY, (*at).clone(), text).weighs(Severity::Error));
            }
            if setting.attribute.is_some_and(Attribute::is_link)
                || TYPED_OTHERWISE.iter().any(|it| setting.is(it))
                || setting.is("members")
            {
                continue;
            }
            let mut seen = std::collections::HashSet::new();
            for (at, object) in objects {
                let label = member(object, "type").and_then(|(_, it)| it.as_str());
                if let Some(label) = label
                    && !seen.insert(label.to_lowercase())
                {
                    let text = format!(
                        "`{}` has several values of type `{label}`; Entra ID and others choose by type and pick any of them.",
                        setting.title()
                    );
                    spots.push(Spot::at(BODY, at.clone(), text));
                }
            }
        }
    }
    Verdict::of(spots)
}

fn is_true(value: &Value) -> bool {
    read_boolean(value) == Some(true)
}

/// R19
pub(crate) fn vendor_required(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for write in subject.writes().iter().filter(|it| it.act != Act::Patch) {
        let required = subject.context.preset.and_then(|preset| {
            let name = write.type_name()?;
            let entry = preset.required.iter().find(|it| it.resource_type == name)?;
            Some((preset, entry))
        });
        let Some((preset, entry)) = required else {
            lacking = Some(Need::Preset);
            continue;
        };
        let body = Value::Object(write.body.clone());
        for path in &entry.attributes {
            let is_there = lookup(&body, path, &write.uris()).is_some_and(has_something);
            if !is_there {
                let text = format!("{} wants `{path}`, which is not there.", preset.name);
                spots.push(Spot::at(BODY, write.pointer.clone(), text));
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn has_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}
