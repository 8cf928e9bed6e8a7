//! Which resources a request means and in which order, and what was chosen before: pages of one list follow each other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use scim::attr::AttrPath;
use scim::compare::SortOrder;
use scim::filter::{CompareOp, Filter, Matcher, Settings};
use serde_json::Value;

use crate::directory::{By, Collection};
use crate::kind::Kind;
use crate::refusal::Refusal;
use crate::sort;

/// How many choices a collection remembers.
const REMEMBERED: usize = 24;

/// What is chosen by.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Choice {
    /// The text of the filter.
    pub(crate) filter: Option<String>,
    pub(crate) sort_by: Option<String>,
    pub(crate) order: SortOrder,
}

/// Places in a collection.
pub(crate) type Places = Arc<[usize]>;

/// What was chosen in a collection. A copy begins empty: it is made to be changed.
#[derive(Debug, Default)]
pub(crate) struct Selections(Mutex<HashMap<Choice, Places>>);

impl Clone for Selections {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Selections {
    fn known(&self, choice: &Choice) -> Option<Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(choice).cloned()
    }

    fn note(&self, choice: &Choice, places: &Places) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED {
            known.clear();
        }
        known.insert(choice.clone(), Arc::clone(places));
    }
}

/// The places of what is chosen; `filter` is the choice's, read.
pub(crate) fn places(
    collection: &Collection,
    kind: Kind,
    choice: &Choice,
    filter: Option<&Filter>,
) -> Result<Places, Refusal> {
    if let Some(known) = collection.selections.known(choice) {
        return Ok(known);
    }
    let mut chosen = match filter {
        Some(filter) => matching(collection, kind, filter),
        None => (0..collection.resources().len()).collect(),
    };
    if let Some(sort_by) = &choice.sort_by {
        let by = sort::By::read(kind, sort_by)?;
        by.sort(collection, &mut chosen, choice.order);
    }
    let chosen: Places = chosen.into();
    collection.selections.note(choice, &chosen);
    Ok(chosen)
}

fn matching(collection: &Collection, kind: Kind, filter: &Filter) -> Vec<usize> {
    let matcher = Matcher::new(filter, Some(kind.model()), Settings::default());
    let names = members_of(filter, kind);
    let is_match = |place: &usize| {
        let resource = collection.resources().get(*place);
        resource.is_some_and(|it| matcher.matches(&it.some(&names)))
    };
    match candidates(collection, kind, filter) {
        Some(mut places) => {
            places.sort_unstable();
            places.dedup();
            places.retain(is_match);
            places
        }
        None => (0..collection.resources().len()).filter(is_match).collect(),
    }
}

/// The members of a resource that a filter looks at.
fn members_of(filter: &Filter, kind: Kind) -> Vec<String> {
    let member = |path: &AttrPath| {
        let resolved = kind.model().resolve_path(path).ok();
        resolved.and_then(|it| it.extension).unwrap_or(&path.name).to_owned()
    };
    paths(filter).into_iter().map(member).collect()
}

/// Where an index tells which resources can match at all: one `eq` that has to hold.
fn candidates(collection: &Collection, kind: Kind, filter: &Filter) -> Option<Vec<usize>> {
    match filter {
        Filter::And(all) => all.iter().find_map(|it| candidates(collection, kind, it)),
        Filter::Or(any) => {
            let each = any.iter().map(|it| candidates(collection, kind, it));
            Some(each.collect::<Option<Vec<_>>>()?.concat())
        }
        Filter::Compare { path, op: CompareOp::Eq, value: Value::String(text) } => {
            let found = collection.indexed(kind, indexed_by(kind, path)?, text);
            Some(found.into_iter().filter_map(|it| collection.place(it)).collect())
        }
        _ => None,
    }
}

fn indexed_by(kind: Kind, path: &AttrPath) -> Option<By> {
    let is_base = path
        .uri
        .as_deref()
        .is_none_or(|uri| kind.uris().first().is_some_and(|base| scim::urn::same(base, uri)));
    if !is_base || path.sub.is_some() {
        return None;
    }
    let by = [("id", By::Id), ("externalId", By::ExternalId), (kind.name_attribute(), By::Name)];
    by.into_iter().find(|(name, _)| path.name.eq_ignore_ascii_case(name)).map(|(_, by)| by)
}

/// The attributes that a filter names.
pub(crate) fn paths(filter: &Filter) -> Vec<&AttrPath> {
    match filter {
        Filter::And(all) | Filter::Or(all) => all.iter().flat_map(paths).collect(),
        Filter::Not(inner) => paths(inner),
        Filter::Compare { path, .. } | Filter::Present(path) | Filter::ValuePath { path, .. } => {
            vec![path]
        }
    }
}
