//! What was meant to be written against what is there afterwards. Servers answer 200 or 204 and change nothing: nothing
//! else on the wire tells it.

mod agrees;
mod elements;

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;

use crate::attr::AttrPath;
use crate::filter::{self, CompareOp, Filter, Matcher};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::{How, Setting};
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::Subject;
use crate::lint::writes::{Act, Write};
use crate::patch::{self, PatchRequest};
use crate::read::member;
use crate::schema::{Attribute, Mutability, Returned};
use agrees::agrees;
use elements::{Elements, Resource, TooMuch, elements, is_unset, key};

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
    // The answer to a write repeats what was sent easily enough; only a fresh read is proof.
    let mut lacking = subject.context.resource_after.is_none().then_some(Need::ResourceAfter);
    // What the operations come to by the RFC: what they undo themselves is not held against the server.
    let reference = reference(write, subject.context.resource_before.unwrap_or(after));
    let (after, reference) = (Resource::new(after), reference.as_ref().map(Resource::new));
    let mut spots = Vec::new();
    for setting in write.settings().iter().filter(|it| is_seen(it)) {
        match (Judge { write, setting }).told(&after, reference.as_ref()) {
            Ok(None) => {}
            Ok(Some(missing)) => {
                let text = format!("The server said that it went well, but afterwards {missing}.");
                spots.push(Spot::at(Part::RequestBody, setting.pointer.clone(), text));
            }
            Err(TooMuch) => {
                lacking = Some(Need::Effort);
                break;
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// How each thing that was set stands in a resource: what is not as it was set and would be by the RFC, as the end of a
/// sentence, or nothing where it is so. `None` where it would take more comparisons than it is worth.
pub(crate) fn complaints(
    write: &Write<'_>,
    settings: &[Setting<'_>],
    resource: &Value,
) -> Option<Vec<Option<String>>> {
    let reference = reference(write, resource);
    let (resource, reference) = (Resource::new(resource), reference.as_ref().map(Resource::new));
    let told = settings.iter().map(|setting| Judge { write, setting });
    told.map(|it| it.told(&resource, reference.as_ref()).ok()).collect()
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
pub(crate) fn is_seen(setting: &Setting<'_>) -> bool {
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

type Complaint = Result<Option<String>, TooMuch>;

impl Judge<'_> {
    /// What is not as it was set, and would be by the RFC.
    fn told(&self, after: &Resource<'_>, reference: Option<&Resource<'_>>) -> Complaint {
        let Some(missing) = self.complaint(after)? else { return Ok(None) };
        match reference {
            Some(reference) if self.complaint(reference)?.is_some() => Ok(None),
            _ => Ok(Some(missing)),
        }
    }

    /// What is not as it was set, as the end of a sentence.
    fn complaint(&self, after: &Resource<'_>) -> Complaint {
        let setting = self.setting;
        if let Some(filter) = setting.filter {
            let Ok(filter) = Filter::parse(filter, &[]) else { return Ok(None) };
            return self.chosen_complaint(&filter, after);
        }
        let title = setting.title();
        let found = after.get(&title, &self.write.uris());
        match (setting.how, setting.value.filter(|it| !is_unset(it)), found) {
            (How::Remove, Some(listed), Some(_)) => self.still_listed(&title, listed, after),
            (How::Remove | How::Replace | How::Whole, None, Some(_)) => {
                Ok(Some(format!("`{title}` still has a value")))
            }
            (_, None, _) | (How::Remove, ..) => Ok(None),
            (_, Some(_), None) => Ok(Some(format!("`{title}` has no value"))),
            (_, Some(sent), Some(found)) => self.value_complaint(&title, sent, found, after),
        }
    }

    fn still_listed(&self, title: &str, listed: &Value, after: &Resource<'_>) -> Complaint {
        let all = after.elements(title, &self.write.uris());
        let mut left = 0;
        for element in elements(listed) {
            left += usize::from(after.has(&all, element, None)?);
        }
        Ok((left > 0).then(|| format!("{left} of the values to remove are still in `{title}`")))
    }

    fn value_complaint(
        &self,
        title: &str,
        sent: &Value,
        found: &Value,
        after: &Resource<'_>,
    ) -> Complaint {
        let definition = self.setting.definition();
        let is_many = sent.is_array() || definition.is_some_and(|it| it.multi_valued);
        if !is_many || self.setting.sub.is_some() {
            let is_so = agrees(sent, found, definition);
            return Ok((!is_so).then(|| format!("`{title}` is {}", shown(found))));
        }
        let all = after.elements(title, &self.write.uris());
        let sent = elements(sent);
        let mut missing = 0;
        for element in &sent {
            missing += usize::from(!after.has(&all, element, definition)?);
        }
        if missing > 0 {
            return Ok(Some(format!("{missing} of the values of `{title}` are missing")));
        }
        let (wanted, found) = (distinct(&sent), all.all.len());
        let is_more = self.setting.how == How::Replace && found > wanted;
        Ok(is_more
            .then(|| format!("`{title}` has {found} values, not the {wanted} that replace them")))
    }

    /// The same of elements that a filter chooses.
    fn chosen_complaint(&self, filter: &Filter, after: &Resource<'_>) -> Complaint {
        let setting = self.setting;
        let (uri, name) = (setting.uri.map(str::to_owned), setting.name.to_owned());
        let path = AttrPath { uri, name, sub: None };
        let all = after.elements(&path.to_string(), &self.write.uris());
        let chosen = self.chosen(filter, &path, &all, after)?;
        let title = format!("{path}[{filter}]");
        let definition = setting.definition();
        let sent = setting.value.filter(|it| !is_unset(it));
        let complaint = match (setting.how, setting.sub, sent) {
            (How::Remove, Some(sub), _) => {
                let is_left = chosen.iter().any(|it| part(it, sub).is_some());
                is_left.then(|| format!("`{title}.{sub}` still has a value"))
            }
            (How::Remove, None, _) => {
                (!chosen.is_empty()).then(|| format!("`{title}` is still there"))
            }
            (_, _, None) => None,
            (_, Some(_), Some(_)) if chosen.is_empty() => {
                Some(format!("nothing matches `{title}`"))
            }
            (_, sub, Some(sent)) => {
                let is_so = |it: &&Value| match sub {
                    Some(sub) => part(it, sub).is_some_and(|it| agrees(sent, it, definition)),
                    None => agrees(sent, it, definition),
                };
                (!chosen.iter().all(is_so)).then(|| format!("`{title}` is not as it was set"))
            }
        };
        Ok(complaint)
    }

    /// The elements that a filter chooses, by way of the shortest list in which they can be.
    fn chosen<'v>(
        &self,
        filter: &Filter,
        path: &AttrPath,
        all: &Elements<'v>,
        after: &Resource<'v>,
    ) -> Result<Vec<&'v Value>, TooMuch> {
        let lists = named_texts(filter).into_iter().map(|(name, text)| all.by(name, text));
        let candidates = lists.min_by_key(|it| it.len()).unwrap_or_else(|| Rc::clone(&all.all));
        after.spend(candidates.len())?;
        let model = self.write.model.map(|it| it.model);
        let matcher = Matcher::of_elements(filter, path, model, filter::Settings::default());
        Ok(candidates.iter().copied().filter(|it| matcher.matches(it)).collect())
    }
}

/// The texts that the filter wants in sub-attributes, whatever else it wants.
fn named_texts(filter: &Filter) -> Vec<(&str, &str)> {
    let parts = match filter {
        Filter::And(parts) => parts.as_slice(),
        one => std::slice::from_ref(one),
    };
    let named = parts.iter().filter_map(|it| match it {
        Filter::Compare { path, op: CompareOp::Eq, value: Value::String(text) } => {
            Some((path.name.as_str(), text.as_str()))
        }
        _ => None,
    });
    named.collect()
}

fn part<'v>(element: &'v Value, sub: &str) -> Option<&'v Value> {
    member(element.as_object()?, sub).map(|(_, it)| it).filter(|it| !is_unset(it))
}

fn distinct(values: &[&Value]) -> usize {
    let name = |it: &&Value| key(it).map_or_else(|| it.to_string(), |(_, it)| it.to_lowercase());
    values.iter().map(name).collect::<HashSet<_>>().len()
}

/// A value as JSON, long ones cut.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
