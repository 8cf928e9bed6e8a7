//! Which attributes an answer shows: those that were asked (RFC 7644 §3.9), and none that must stay hidden.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use crate::attr::AttrPath;
use crate::finding::{Severity, pointer_to};
use crate::lint::Part;
use crate::lint::context::Need;
use crate::lint::settings::Setting;
use crate::lint::spot::{Spot, Verdict};
use crate::lint::subject::{Subject, lacks_schemas};
use crate::lint::writes::Write;
use crate::read::member;
use crate::schema::Returned;
use crate::steps;
use crate::urn;

const BODY: Part = Part::ResponseBody;

/// A list of attributes, read.
pub(super) struct Selection {
    /// By the attribute's name in lower case.
    paths: HashMap<String, Vec<AttrPath>>,
    /// Schemas that are named as a whole, in lower case.
    uris: HashSet<String>,
}

/// So many paths of one attribute are looked at; it has no more parts than that.
const PATHS: usize = 32;

impl Selection {
    pub(super) fn of(subject: &Subject<'_>, name: &str) -> Option<Self> {
        subject.query().get(name)?;
        let known = crate::lint::writes::uris(subject.place.model);
        let mut selection = Self { paths: HashMap::new(), uris: HashSet::new() };
        for text in subject.query().names(name) {
            if known.iter().any(|it| urn::same(it, text)) {
                selection.uris.insert(text.to_ascii_lowercase());
            } else if let Ok(path) = AttrPath::parse(text, &known) {
                let paths = selection.paths.entry(path.name.to_ascii_lowercase()).or_default();
                if paths.len() < PATHS {
                    paths.push(path);
                }
            }
        }
        Some(selection)
    }

    fn paths(&self, name: &str) -> &[AttrPath] {
        steps::count(1);
        self.paths.get(&name.to_ascii_lowercase()).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether the attribute, or a part of it, is named.
    fn names(&self, setting: &Setting<'_>) -> bool {
        let same_uri = |uri: &Option<String>| match (uri.as_deref(), setting.uri) {
            (Some(left), Some(right)) => urn::same(left, right),
            (None, Some(_)) => false,
            // The URI of the base schema says no more than none.
            (_, None) => true,
        };
        let is_whole = match setting.uri {
            Some(uri) => self.uris.contains(&uri.to_ascii_lowercase()),
            None => self.uris.iter().any(|it| it.contains(":core:")),
        };
        is_whole || self.paths(setting.name).iter().any(|it| same_uri(&it.uri))
    }

    /// The part of the attribute that is named, where it is not the whole.
    fn part_of<'p>(&'p self, setting: &Setting<'_>) -> Option<&'p str> {
        self.paths(setting.name).first()?.sub.as_deref()
    }

    /// Whether naming these shows, or hides, the whole of what a path names.
    pub(super) fn covers(&self, path: &AttrPath) -> bool {
        let is_outer = |it: &AttrPath| match (&it.sub, &path.sub) {
            (Some(outer), Some(inner)) => outer.eq_ignore_ascii_case(inner),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let uri = path.uri.as_ref().map(|it| it.to_ascii_lowercase());
        uri.is_some_and(|it| self.uris.contains(&it)) || self.paths(&path.name).iter().any(is_outer)
    }
}

/// X38
pub(crate) fn not_honoured(subject: &Subject<'_>) -> Verdict {
    let wanted = Selection::of(subject, "attributes");
    let excluded = Selection::of(subject, "excludedAttributes").filter(|_| wanted.is_none());
    if wanted.is_none() && excluded.is_none() {
        return Verdict::Clean;
    }
    let (mut spots, mut lacking) = (Vec::new(), None);
    for answer in subject.answers() {
        lacking = lacking.or(lacks_schemas(answer.model));
        let settings = answer.settings();
        if let Some(wanted) = &wanted {
            let others = settings.iter().filter(|it| !wanted.names(it));
            spots.extend(others.filter_map(|it| unasked(it, &mut lacking)));
        } else if let Some(excluded) = &excluded {
            let named = settings.iter().filter(|it| excluded.names(it) && !it.is("members"));
            spots.extend(named.filter_map(|it| not_excluded(it, excluded)));
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn unasked(setting: &Setting<'_>, lacking: &mut Option<Need>) -> Option<Spot> {
    let is_minimal = ["id", "schemas"].iter().any(|it| setting.is(it));
    let returned = setting.attribute.map(|it| it.returned);
    if is_minimal || returned == Some(Returned::Always) || setting.value.is_none_or(Value::is_null)
    {
        return None;
    }
    if returned.is_none() && lacking.is_some() {
        return None;
    }
    let severity = if setting.is("meta") { Severity::Info } else { Severity::Warning };
    let text = format!("`{}` is here, but `attributes` does not name it.", setting.title());
    Some(Spot::at(BODY, setting.pointer.clone(), text).weighs(severity))
}

fn not_excluded(setting: &Setting<'_>, excluded: &Selection) -> Option<Spot> {
    let is_always = setting.is("id")
        || setting.is("schemas")
        || setting.attribute.is_some_and(|it| it.returned == Returned::Always);
    if is_always || setting.value.is_none_or(Value::is_null) {
        return None;
    }
    let (pointer, title) = match excluded.part_of(setting) {
        None => (setting.pointer.clone(), setting.title()),
        Some(part) => {
            let mut found = setting.elements().into_iter().filter_map(|(at, it)| {
                let (name, _) = member(it.as_object()?, part)?;
                Some(pointer_to(&at, name))
            });
            (found.next()?, format!("{}.{part}", setting.title()))
        }
    };
    let text = format!("`{title}` is here, although `excludedAttributes` names it.");
    Some(Spot::at(BODY, pointer, text))
}

/// X39
pub(crate) fn never_returned(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for answer in subject.answers() {
        lacking = lacking.or(lacks_schemas(answer.model));
        for setting in answer.settings() {
            let hidden = match setting.definition() {
                Some(it) => it.returned == Returned::Never,
                None => setting.is("password"),
            };
            if hidden && setting.value.is_some_and(|it| !it.is_null()) {
                let text = format!("`{}` must never be returned, but here it is.", setting.title());
                spots.push(Spot::at(BODY, setting.pointer.clone(), text));
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

/// S12
pub(crate) fn text_values(subject: &Subject<'_>) -> Verdict {
    let (mut spots, mut lacking) = (Vec::new(), None);
    for answer in subject.answers() {
        lacking = lacking.or(lacks_schemas(answer.model));
        for setting in answer.settings() {
            spots.extend(text_booleans(&setting));
            let is_simple = setting.attribute.is_some_and(|it| !it.is_complex());
            if setting.is("manager") && !is_simple && setting.value.is_some_and(Value::is_string) {
                let text = "`manager` is a string; Entra ID, among others, cannot read the resource then. It is an object with `value`.";
                spots.push(Spot::at(BODY, setting.pointer.clone(), text));
            }
        }
    }
    Verdict::or_lacking(spots, lacking)
}

fn text_booleans(setting: &Setting<'_>) -> Vec<Spot> {
    let leaves = setting.leaves().into_iter().filter_map(|(definition, name, value, pointer)| {
        let text =
            format!("`{name}` is the string {value}; it should be true or false without quotes.");
        super::written::is_text_boolean(definition, name, value)
            .then(|| Spot::at(BODY, pointer, text))
    });
    leaves.collect()
}

/// S16
pub(crate) fn empty_extensions(subject: &Subject<'_>) -> Verdict {
    let spots = subject.answers().into_iter().flat_map(|answer| {
        let Write { body, pointer, .. } = answer;
        let empty = body.iter().filter(|(name, it)| {
            urn::looks_like_one(name) && it.as_object().is_some_and(serde_json::Map::is_empty)
        });
        let spots: Vec<Spot> = empty
            .map(|(name, _)| {
                let text = format!(
                    "The extension `{name}` is there but empty; leave it and its URI in `schemas` out."
                );
                Spot::at(BODY, pointer_to(&pointer, name), text)
            })
            .collect();
        spots
    });
    Verdict::of(spots.collect::<Vec<_>>())
}
