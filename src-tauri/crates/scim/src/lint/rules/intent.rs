//! What was meant to be written against what is there afterwards. Servers answer 200 or 204 and change nothing: nothing
//! else on the wire tells it.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::attr::AttrPath;
use crate::compare::{Typing, equal};
use crate::filter::{self, Filter, Matcher};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::{How, Setting, lookup};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::Subject;
use crate::lint::writes::{Act, Write};
use crate::patch::{self, PatchRequest};
use crate::read::{member, read_boolean, scalar_text};
use crate::schema::{Attribute, Mutability, Returned};

/// So many elements without a `value` are compared one by one; lists of more are taken to be as they were meant.
const FEW: usize = 64;

/// S07
pub(crate) fn not_as_meant(subject: &Subject<'_>) -> Verdict {
    let writes = subject.writes();
    let Some(write) = writes.first().filter(|it| it.is_alone && subject.is_success()) else {
        return Verdict::Clean;
    };
    let is_whole =
        ["attributes", "excludedAttributes"].iter().all(|it| subject.query().get(it).is_none());
    let answered = subject.resource().filter(|_| is_whole).map(|it| &it.value);
    let Some(after) = subject.context.resource_after.or(answered) else {
        return Verdict::NotJudged(Need::ResourceAfter);
    };
    // What the operations come to by the RFC: what they undo themselves is not held against the server.
    let reference = reference(write, subject.context.resource_before.unwrap_or(after));
    let settings = write.settings();
    let mut spots = Vec::new();
    for setting in settings.iter().filter(|it| is_seen(it)) {
        let judge = Judge { write, setting };
        let Some(missing) = judge.complaint(after) else { continue };
        let is_meant = reference.as_ref().is_none_or(|it| judge.complaint(it).is_none());
        if is_meant {
            let text = format!("The server said that it went well, but afterwards {missing}.");
            spots.push(Spot::at(Part::RequestBody, setting.pointer.clone(), text));
        }
    }
    // The answer to a write repeats what was sent easily enough; only a fresh read is proof.
    let lacking = subject.context.resource_after.is_none().then_some(Need::ResourceAfter);
    Verdict::or_lacking(spots, lacking)
}

fn reference(write: &Write<'_>, from: &Value) -> Option<Value> {
    if write.act != Act::Patch {
        return None;
    }
    let body = Value::Object(write.body.clone());
    let request = PatchRequest::from_json(&body, &write.uris()).ok()?.value;
    let model = write.model.map(|it| it.model);
    let applied = patch::apply(from, &request, model, &patch::Settings::default());
    applied.ok().map(|it| it.resource)
}

/// Whether an answer would show the attribute if it was written.
fn is_seen(setting: &Setting<'_>) -> bool {
    let is_own = ["schemas", "id", "meta", "password"].iter().any(|it| setting.is(it));
    let is_open = |it: Option<&Attribute>| {
        it.is_none_or(|it| {
            matches!(it.mutability, Mutability::ReadWrite | Mutability::Immutable)
                && matches!(it.returned, Returned::Always | Returned::Default)
        })
    };
    !is_own && is_open(setting.attribute) && is_open(setting.part)
}

/// One thing that was set, to be looked for.
struct Judge<'w> {
    write: &'w Write<'w>,
    setting: &'w Setting<'w>,
}

impl Judge<'_> {
    /// What is not as it was set, as the end of a sentence.
    fn complaint(&self, after: &Value) -> Option<String> {
        let setting = self.setting;
        if setting.filter.is_some() {
            return self.elements_complaint(after);
        }
        let title = setting.title();
        let found = lookup(after, &title, &self.write.uris()).filter(|it| !is_unset(it));
        let sent = setting.value.filter(|it| !is_unset(it));
        match (setting.how, sent, found) {
            (How::Remove, Some(listed), Some(found)) => {
                let index = Index::of(found);
                let left = elements(listed).filter(|it| index.has(it, None)).count();
                (left > 0).then(|| format!("{left} of the values to remove are still in `{title}`"))
            }
            (How::Remove | How::Replace | How::Whole, None, Some(_)) => {
                Some(format!("`{title}` still has a value"))
            }
            (_, None, _) | (How::Remove, ..) => None,
            (_, Some(_), None) => Some(format!("`{title}` has no value")),
            (how, Some(sent), Some(found)) => self.value_complaint(how, &title, sent, found),
        }
    }

    fn value_complaint(
        &self,
        how: How,
        title: &str,
        sent: &Value,
        found: &Value,
    ) -> Option<String> {
        let definition = self.setting.definition();
        let is_many = sent.is_array() || definition.is_some_and(|it| it.multi_valued);
        if !is_many || self.setting.sub.is_some() {
            let shown = shown(found);
            return (!agrees(sent, found, definition)).then(|| format!("`{title}` is {shown}"));
        }
        let index = Index::of(found);
        let missing = elements(sent).filter(|it| !index.has(it, definition)).count();
        if missing > 0 {
            return Some(format!("{missing} of the values of `{title}` are missing"));
        }
        let (sent, found) = (distinct(sent), elements(found).count());
        (how == How::Replace && found > sent)
            .then(|| format!("`{title}` has {found} values, not the {sent} that replace them"))
    }

    fn elements_complaint(&self, after: &Value) -> Option<String> {
        let setting = self.setting;
        let filter = Filter::parse(setting.filter?, &[]).ok()?;
        let path = AttrPath {
            uri: setting.uri.map(str::to_owned),
            name: setting.name.to_owned(),
            sub: None,
        };
        let model = self.write.model.map(|it| it.model);
        let settings = filter::Settings::default();
        let matcher = Matcher::of_elements(&filter, &path, model, settings);
        let found = lookup(after, &path.to_string(), &self.write.uris());
        let all = found.map(|it| elements(it).collect::<Vec<_>>()).unwrap_or_default();
        let chosen: Vec<&Value> = all.into_iter().filter(|it| matcher.matches(it)).collect();
        let title = format!("{path}[{filter}]");
        let part = |it: &&Value| {
            let sub = setting.sub?;
            member(it.as_object()?, sub).map(|(_, it)| it).filter(|it| !is_unset(it)).cloned()
        };
        match (setting.how, setting.value.filter(|it| !is_unset(it))) {
            (How::Remove, _) if setting.sub.is_some() => {
                let is_left = chosen.iter().any(|it| part(it).is_some());
                is_left.then(|| format!("`{title}` still has a part that was to be removed"))
            }
            (How::Remove, _) => (!chosen.is_empty()).then(|| format!("`{title}` is still there")),
            (_, None) => None,
            // What chose the element may be what was changed.
            (_, Some(_)) if chosen.is_empty() => {
                Some(format!("nothing matches `{title}`")).filter(|_| setting.sub.is_some())
            }
            (_, Some(sent)) => {
                let definition = setting.definition();
                let is_so = |it: &&Value| match setting.sub {
                    Some(_) => part(it).is_some_and(|it| agrees(sent, &it, definition)),
                    None => agrees(sent, it, definition),
                };
                (!chosen.iter().all(is_so)).then(|| format!("`{title}` is not as it was set"))
            }
        }
    }
}

fn is_unset(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn elements(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Array(values) => Box::new(values.iter()),
        other => Box::new(std::iter::once(other)),
    }
}

fn distinct(value: &Value) -> usize {
    let keys = elements(value).map(|it| key(it).unwrap_or_else(|| it.to_string()));
    keys.collect::<HashSet<_>>().len()
}

/// By what an element is known: its `value`, or itself where it is a scalar.
fn key(element: &Value) -> Option<String> {
    let value = match element {
        Value::Object(members) => member(members, "value")?.1,
        other => other,
    };
    scalar_text(value).map(|it| it.to_lowercase())
}

/// The values of an attribute, ready to be looked up.
struct Index<'v> {
    by_key: HashMap<String, Vec<&'v Value>>,
    others: Vec<&'v Value>,
    is_cut: bool,
}

impl<'v> Index<'v> {
    fn of(value: &'v Value) -> Self {
        let mut index = Self { by_key: HashMap::new(), others: Vec::new(), is_cut: false };
        for element in elements(value) {
            match key(element) {
                Some(key) => index.by_key.entry(key).or_default().push(element),
                None if index.others.len() < FEW => index.others.push(element),
                None => index.is_cut = true,
            }
        }
        index
    }

    fn has(&self, sent: &Value, definition: Option<&Attribute>) -> bool {
        match key(sent) {
            Some(key) => {
                let same = self.by_key.get(&key).map(Vec::as_slice).unwrap_or_default();
                same.iter().take(FEW).any(|it| agrees(sent, it, definition))
            }
            None => self.is_cut || self.others.iter().any(|it| agrees(sent, it, definition)),
        }
    }
}

/// Whether what is there says what was sent. It may say more: servers add `display`, `$ref`, `primary`.
fn agrees(sent: &Value, found: &Value, definition: Option<&Attribute>) -> bool {
    match (sent, found) {
        (Value::Object(sent), Value::Object(found)) => sent.iter().all(|(name, sent)| {
            let part = definition.and_then(|it| it.sub_attribute(name));
            let is_servers = part.is_some_and(|it| it.mutability == Mutability::ReadOnly);
            let is_told = !is_unset(sent) && !is_servers && name != "$ref" && name != "display";
            let found = member(found, name).map(|(_, it)| it);
            let is_false = read_boolean(sent) == Some(false) && found.is_none();
            !is_told || is_false || found.is_some_and(|it| scalars_agree(sent, it, part))
        }),
        // `"manager": "7"` and `{"value": "7"}` mean the same person.
        (Value::String(_), Value::Object(found)) => {
            member(found, "value").is_some_and(|(_, it)| scalars_agree(sent, it, None))
        }
        (Value::Array(sent), Value::Array(_)) => {
            let index = Index::of(found);
            sent.iter().all(|it| index.has(it, definition))
        }
        (Value::Object(sent), _) => {
            member(sent, "value").is_some_and(|(_, it)| scalars_agree(it, found, None))
        }
        _ => scalars_agree(sent, found, definition),
    }
}

fn scalars_agree(sent: &Value, found: &Value, definition: Option<&Attribute>) -> bool {
    let typing = definition.map_or(Typing::ByJson, Typing::of);
    let as_boolean = || {
        let is_boolean = sent.is_boolean() || found.is_boolean();
        is_boolean && read_boolean(sent).is_some() && read_boolean(sent) == read_boolean(found)
    };
    sent == found || equal(sent, found, typing) || as_boolean()
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
