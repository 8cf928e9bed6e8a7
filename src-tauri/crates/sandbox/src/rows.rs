//! The resources that a list is made of, as they stood when it was asked for: of one type, or of all.

use std::sync::Arc;

use scim::compare::SortOrder;
use scim::filter::{Filter, Settings};

use crate::directory::Directory;
use crate::kind::Kind;
use crate::quirk::{self, Bent, Quirk, Quirks};
use crate::refusal::Refusal;
use crate::resource::Resource;
use crate::selection::{self, Choice, Places};
use crate::sort;

/// The types of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Scope {
    One(Kind),
    All,
}

impl Scope {
    pub(crate) fn kinds(self) -> Vec<Kind> {
        match self {
            Scope::One(kind) => vec![kind],
            Scope::All => Kind::ALL.to_vec(),
        }
    }

    /// The schema URIs that may stand before a name.
    pub(crate) fn uris(self) -> Vec<&'static str> {
        self.kinds().into_iter().flat_map(Kind::uris).copied().collect()
    }
}

/// The rows of a list in their order.
#[derive(Debug)]
pub(crate) struct Rows {
    directory: Arc<Directory>,
    parts: Vec<(Kind, Option<Places>)>,
    /// The order where resources of several types stand together.
    merged: Option<Vec<(Kind, usize)>>,
}

impl Rows {
    /// Chooses rows.
    pub(crate) fn choose(
        directory: Arc<Directory>,
        scope: Scope,
        choice: &Choice,
        quirks: Quirks,
    ) -> Result<Self, Refusal> {
        let filter = match &choice.filter {
            None => None,
            Some(text) => match quirk::bend_filter(quirks, text, scope)? {
                Bent::Filter(filter) => filter,
                Bent::Nothing => return Ok(Self::none(directory)),
            },
        };
        let filter = filter.as_ref();
        let mut choice = choice.clone();
        choice.filter = filter.map(ToString::to_string);
        let kinds = scope.kinds();
        let mut parts = Vec::with_capacity(kinds.len());
        let together = kinds.len() > 1;
        let sorted_together = if together { choice.sort_by.take() } else { None };
        for kind in kinds {
            let all = choice.filter.is_none() && choice.sort_by.is_none();
            let collection = directory.of(kind);
            let places = match all {
                true => None,
                false => Some(selection::places(collection, kind, &choice, filter)?),
            };
            let hides = kind == Kind::User && quirks.has(Quirk::HidesInactive);
            let places = if hides { Some(active(&directory, places)) } else { places };
            parts.push((kind, places));
        }
        let mut rows = Self { directory, parts, merged: None };
        rows.merged = match sorted_together {
            Some(sort_by) => Some(rows.sorted(&sort_by, choice.order)?),
            None => together.then(|| rows.new_first()),
        };
        Ok(rows)
    }

    fn none(directory: Arc<Directory>) -> Self {
        Self { directory, parts: Vec::new(), merged: None }
    }

    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|it| self.part_len(it)).sum()
    }

    pub(crate) fn get(&self, at: usize) -> Option<(Kind, &Resource)> {
        let (kind, place) = match &self.merged {
            Some(merged) => *merged.get(at)?,
            None => self.in_parts(at)?,
        };
        Some((kind, self.directory.of(kind).resources().get(place)?))
    }

    fn in_parts(&self, at: usize) -> Option<(Kind, usize)> {
        let mut left = at;
        for part in &self.parts {
            let length = self.part_len(part);
            if left < length {
                let (kind, places) = part;
                let place = places.as_ref().map_or(Some(left), |it| it.get(left).copied())?;
                return Some((*kind, place));
            }
            left -= length;
        }
        None
    }

    fn part_len(&self, (kind, places): &(Kind, Option<Places>)) -> usize {
        match places {
            Some(places) => places.len(),
            None => self.directory.of(*kind).resources().len(),
        }
    }

    /// What is new comes first, of whatever type.
    fn new_first(&self) -> Vec<(Kind, usize)> {
        let mut places: Vec<_> = (0..self.len()).filter_map(|it| self.in_parts(it)).collect();
        places.sort_by_key(|(kind, place)| {
            let resource = self.directory.of(*kind).resources().get(*place);
            resource.map_or((true, 0), |it| {
                if it.is_seeded() { (true, 0) } else { (false, it.sequence()) }
            })
        });
        places
    }

    /// Sorts the rows of all types together. A type that does not have the attribute has no values.
    fn sorted(&self, sort_by: &str, order: SortOrder) -> Result<Vec<(Kind, usize)>, Refusal> {
        let by: Vec<_> =
            self.parts.iter().map(|(kind, _)| (*kind, sort::By::read(*kind, sort_by))).collect();
        if let [(_, Err(first)), ..] = by.as_slice()
            && by.iter().all(|(_, it)| it.is_err())
        {
            return Err(first.clone());
        }
        let readable: Vec<_> = by
            .iter()
            .filter_map(|(kind, it)| it.as_ref().ok().map(|it| (*kind, it, it.sorter())))
            .collect();
        let mut keyed = Vec::with_capacity(self.len());
        for (kind, place) in (0..self.len()).filter_map(|it| self.in_parts(it)) {
            let resource = self.directory.of(kind).resources().get(place);
            let by = readable.iter().find(|(it, ..)| *it == kind);
            let key = by.zip(resource).and_then(|((_, by, sorter), it)| by.key(sorter, it));
            keyed.push((key, kind, place));
        }
        keyed.sort_by(|(a, ..), (b, ..)| order.of(a.as_ref(), b.as_ref()));
        Ok(keyed.into_iter().map(|(_, kind, place)| (kind, place)).collect())
    }
}

/// Reads a filter for the types of a list. Each name has to mean something for one of them; for the others it is an
/// attribute without a value (RFC 7644 §3.4.2.1).
pub(crate) fn read_filter(text: &str, scope: Scope) -> Result<Filter, Refusal> {
    let refuse = |why: String| Refusal::bad("invalidFilter", why);
    let filter = Filter::parse(text, &scope.uris())
        .map_err(|it| refuse(format!("the filter cannot be read: {it}")))?;
    let kinds = scope.kinds();
    let settings = Settings::default();
    if let Some(why) = kinds.iter().find_map(|it| filter.refusal(Some(it.model()), settings)) {
        return Err(refuse(why));
    }
    for path in selection::paths(&filter) {
        let mut unknown = None;
        let is_known = kinds.iter().any(|kind| match kind.model().resolve_path(path) {
            Ok(_) => true,
            Err(why) => {
                unknown.get_or_insert(why);
                false
            }
        });
        if let (false, Some(unknown)) = (is_known, unknown) {
            return Err(refuse(match unknown.did_you_mean.is_empty() {
                true => unknown.to_string(),
                false => format!("{unknown}; did you mean {}?", unknown.did_you_mean.join(" or ")),
            }));
        }
    }
    Ok(filter)
}

fn active(directory: &Directory, places: Option<Places>) -> Places {
    let users = directory.users.resources();
    let is_active =
        |place: &usize| users.get(*place).is_some_and(|it| it.member("active") != Some("false"));
    match places {
        Some(places) => places.iter().copied().filter(is_active).collect(),
        None => (0..users.len()).filter(is_active).collect(),
    }
}
