//! Which value of a list came from which one of the resource as it was read: by content, then by what it is known by,
//! then by its place.

use std::collections::{HashMap, VecDeque};

use serde_json::{Map, Value};

use crate::patch::aligned::aligned;
use crate::patch::array::significant;
use crate::patch::same::{exact_hash, hash, identical, is_unassigned};
use crate::read::{member, same_name};
use crate::schema::{Attribute, Mutability};
use crate::steps;

/// Of values that share a hash without being the same, so many are compared with each.
const ALIKE: usize = 32;

/// Where a value of a list came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// It is as this one was.
    Same(usize),
    /// It was this one, and has changed.
    Changed(usize),
    /// It is new.
    New,
}

impl Origin {
    /// Which value it was.
    pub(crate) fn place(self) -> Option<usize> {
        match self {
            Self::Same(at) | Self::Changed(at) => Some(at),
            Self::New => None,
        }
    }
}

/// Two versions of a list.
#[derive(Debug)]
pub(crate) struct Pairs {
    /// For each value that is there, where it came from.
    pub(crate) origins: Vec<Origin>,
    /// The values that were there and are not any more.
    pub(crate) gone: Vec<usize>,
}

impl Pairs {
    /// Brings two versions together. `attribute` tells what cannot change, so that a value which differs in that is
    /// another one.
    pub(crate) fn of(before: &[Value], after: &[Value], attribute: Option<&Attribute>) -> Self {
        let mut search = Search::known(before, after, attribute);
        search.by_place(attribute);
        search.done()
    }

    /// As [`Pairs::of`], but that two values stand at the same place says nothing.
    pub(crate) fn alike(before: &[Value], after: &[Value], attribute: Option<&Attribute>) -> Self {
        Search::known(before, after, attribute).done()
    }

    /// Whether both have the same values.
    pub(crate) fn is_same(&self) -> bool {
        self.gone.is_empty() && self.origins.iter().all(|it| matches!(it, Origin::Same(_)))
    }

    /// Where a value came from.
    pub(crate) fn origin(&self, at: usize) -> Origin {
        self.origins.get(at).copied().unwrap_or(Origin::New)
    }

    /// Where the value is now that was at this place.
    pub(crate) fn now(&self, before: usize) -> Option<usize> {
        self.origins.iter().position(|it| it.place() == Some(before))
    }
}

struct Search<'v> {
    before: &'v [Value],
    after: &'v [Value],
    origins: Vec<Origin>,
    free: Vec<bool>,
}

impl<'v> Search<'v> {
    /// Everything that is known by more than its place.
    fn known(before: &'v [Value], after: &'v [Value], attribute: Option<&Attribute>) -> Self {
        steps::count(before.len() + after.len());
        let (origins, free) = (vec![Origin::New; after.len()], vec![true; before.len()]);
        let mut search = Self { before, after, origins, free };
        search.by_content();
        search.by_key(attribute, |it| without(it, &["primary"]));
        search.by_key(attribute, |it| significant(it).filter(|_| it.is_object()).map(hash));
        search.by_key(attribute, |it| without(it, &["primary", "value"]));
        search
    }

    fn done(self) -> Pairs {
        let gone = self.free.iter().enumerate().filter(|(_, free)| **free).map(|(at, _)| at);
        Pairs { gone: gone.collect(), origins: self.origins }
    }

    fn take(&mut self, after: usize, before: usize, origin: Origin) {
        if let (Some(slot), Some(free)) = (self.origins.get_mut(after), self.free.get_mut(before)) {
            *slot = origin;
            *free = false;
        }
    }

    /// The places of values by a key, those that are free, in order.
    fn places(&self, key: impl Fn(&Value) -> Option<u64>) -> HashMap<u64, VecDeque<usize>> {
        let mut places: HashMap<u64, VecDeque<usize>> = HashMap::new();
        let free = self.before.iter().zip(&self.free).enumerate().filter(|(_, (_, free))| **free);
        for (at, (value, _)) in free {
            if let Some(key) = key(value) {
                places.entry(key).or_default().push_back(at);
            }
        }
        places
    }

    /// The values that came from nowhere so far.
    fn open(&self) -> Vec<usize> {
        let open = self.origins.iter().enumerate().filter(|(_, it)| **it == Origin::New);
        open.map(|(at, _)| at).collect()
    }

    fn by_content(&mut self) {
        let is_same = |was: usize, is: usize| {
            steps::count(1);
            let both = self.before.get(was).zip(self.after.get(is));
            both.is_some_and(|(was, is)| identical(was, is))
        };
        for (was, is) in aligned(self.before.len(), self.after.len(), is_same) {
            self.take(is, was, Origin::Same(was));
        }
        let mut places = self.places(|it| Some(exact_hash(it)));
        for at in self.open() {
            let Some(value) = self.after.get(at) else { continue };
            let Some(alike) = places.get_mut(&exact_hash(value)) else { continue };
            let is_it = |it: &usize| {
                steps::count(1);
                self.before.get(*it).is_some_and(|it| identical(it, value))
            };
            let Some(slot) = alike.iter().take(ALIKE).position(is_it) else { continue };
            if let Some(found) = alike.remove(slot) {
                self.take(at, found, Origin::Same(found));
            }
        }
    }

    /// Values that are known by the same, as far as one can have become the other.
    fn by_key(&mut self, attribute: Option<&Attribute>, key: impl Fn(&Value) -> Option<u64>) {
        let mut places = self.places(&key);
        for at in self.open() {
            let Some(value) = self.after.get(at) else { continue };
            let alike = key(value).and_then(|it| places.get_mut(&it));
            let Some(alike) = alike else { continue };
            let may_be = |it: &usize| {
                steps::count(1);
                self.before.get(*it).is_some_and(|it| may_become(it, value, attribute))
            };
            let Some(slot) = alike.iter().take(ALIKE).position(may_be) else { continue };
            if let Some(found) = alike.remove(slot) {
                self.take(at, found, Origin::Changed(found));
            }
        }
    }

    fn by_place(&mut self, attribute: Option<&Attribute>) {
        for at in self.open() {
            let (Some(value), Some(was), Some(true)) =
                (self.after.get(at), self.before.get(at), self.free.get(at))
            else {
                continue;
            };
            if may_become(was, value, attribute) {
                self.take(at, at, Origin::Changed(at));
            }
        }
    }
}

/// What a value says beside some of its parts, such as its `type`; `None` where that is nothing.
fn without(value: &Value, parts: &[&str]) -> Option<u64> {
    let members = value.as_object()?.iter();
    let counts = |name: &str| !parts.iter().any(|it| same_name(it, name));
    let rest = members.filter(|(name, it)| counts(name) && !is_unassigned(it));
    let rest: Map<String, Value> =
        rest.map(|(name, value)| (name.clone(), value.clone())).collect();
    (!rest.is_empty()).then(|| hash(&Value::Object(rest)))
}

/// Whether a value can have become another: what is immutable stays, and an object stays one.
pub(crate) fn may_become(before: &Value, after: &Value, attribute: Option<&Attribute>) -> bool {
    if before.is_object() != after.is_object() {
        return false;
    }
    let (Some(before), Some(after)) = (before.as_object(), after.as_object()) else { return true };
    let parts = attribute.map(|it| it.sub_attributes.as_slice()).unwrap_or_default();
    let mut once = parts.iter().filter(|it| it.mutability == Mutability::Immutable);
    once.all(|part| {
        let was = member(before, &part.name).map(|(_, it)| it).filter(|it| !is_unassigned(it));
        let is = member(after, &part.name).map(|(_, it)| it);
        was.is_none_or(|was| is.is_some_and(|is| identical(was, is)))
    })
}
