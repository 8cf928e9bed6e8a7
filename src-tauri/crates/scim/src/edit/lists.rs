//! The values of one list before and after, found by what PATCH operations say of them.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::{Map, Value};

use super::pairs::{Origin, Pairs};
use super::value::differ;
use crate::filter::{self, CompareOp, Filter, Matcher};
use crate::members::Members;
use crate::patch::array::significant;
use crate::patch::same::{hash, is_unassigned};
use crate::patch::target::{default_spelling, knows_sub};
use crate::read::same_name;
use crate::schema::{Attribute, Mutability};
use crate::steps;

/// A list as it was and as it is.
#[derive(Debug)]
pub(super) struct List<'a> {
    pub(super) was: &'a [Value],
    pub(super) pairs: Pairs,
    attribute: &'a Attribute,
    /// Where values are that are not as they were, by what a client may write of them.
    changed: HashMap<u64, VecDeque<usize>>,
    /// Where values were, by their parts: made for those that are asked for.
    indexes: HashMap<String, HashMap<u64, Vec<usize>>>,
    /// Where values were that operations are on.
    told: HashSet<usize>,
    /// Where values were that no operation is on, by what they are called.
    left: Option<HashMap<String, Vec<usize>>>,
    /// What differs in the parts of values, by the names of the parts in lower case.
    parts: Option<HashMap<String, Part>>,
    now: &'a [Value],
}

/// What differs in one part of the values of a list.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) before: Vec<Value>,
    pub(super) after: Vec<Value>,
    /// Where the values were that differ in it, and where they are; what is new was nowhere.
    pub(super) places: Vec<(usize, usize)>,
}

impl<'a> List<'a> {
    pub(super) fn new(was: &'a [Value], now: &'a [Value], attribute: &'a Attribute) -> Self {
        let pairs = Pairs::of(was, now, Some(attribute));
        let mut changed: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (at, value) in now.iter().enumerate() {
            if !matches!(pairs.origin(at), Origin::Same(_)) {
                changed.entry(key(value, attribute)).or_default().push_back(at);
            }
        }
        let (indexes, told) = (HashMap::new(), HashSet::new());
        Self { was, pairs, attribute, changed, indexes, told, left: None, parts: None, now }
    }

    /// Where a value is that an operation brings; each place is given once.
    pub(super) fn now(&mut self, value: &Value) -> Option<usize> {
        self.changed.get_mut(&key(value, self.attribute))?.pop_front()
    }

    /// The value that a filter selects.
    pub(super) fn was(&mut self, filter: &Filter) -> Option<(usize, &'a Value)> {
        let mut conditions = Vec::new();
        conditions_of(filter, &mut conditions);
        let found = conditions.into_iter().map(|(name, value)| self.look_up(name, value));
        let few = found.min_by_key(Vec::len)?;
        let matcher =
            Matcher::of_attribute(filter, Some(self.attribute), filter::Settings::default());
        let mut places = few.into_iter().filter_map(|at| Some((at, self.was.get(at)?)));
        let found = places.find(|(_, it)| matcher.matches(it))?;
        self.told.insert(found.0);
        Some(found)
    }

    /// Where values were that are to go or to change and that no operation is on, by what the difference calls them. Each
    /// is given once, after all operations were looked at.
    pub(super) fn left(&mut self, path: &str, called: &str) -> Vec<usize> {
        if self.left.is_none() {
            self.left = Some(self.all_left(path));
        }
        self.left.as_mut().and_then(|it| it.remove(called)).unwrap_or_default()
    }

    /// What differs in a part; given once.
    pub(super) fn part(&mut self, name: &str) -> Option<Part> {
        if self.parts.is_none() {
            self.parts = Some(self.all_parts());
        }
        self.parts.as_mut()?.remove(&name.to_ascii_lowercase())
    }

    fn all_parts(&self) -> HashMap<String, Part> {
        let nothing = Map::new();
        let mut parts: HashMap<String, Part> = HashMap::new();
        for (at, now) in self.now.iter().enumerate() {
            let origin = self.pairs.origin(at);
            if matches!(origin, Origin::Same(_)) {
                continue;
            }
            let was = origin.place().and_then(|it| self.was.get(it)).and_then(Value::as_object);
            let (was, now) = (was.unwrap_or(&nothing), now.as_object().unwrap_or(&nothing));
            let (before, after) = (Members::of(was), Members::of(now));
            let mut seen = HashSet::new();
            for name in was.keys().chain(now.keys()) {
                let (before, after) = (before.find(name), after.find(name));
                let (before, after) = (before.map(|(_, it)| it), after.map(|(_, it)| it));
                if seen.insert(name.to_ascii_lowercase()) && differ(before, after) {
                    let part = parts.entry(name.to_ascii_lowercase()).or_default();
                    part.before.extend(before.cloned());
                    part.after.extend(after.cloned());
                    part.places.push((origin.place().unwrap_or(usize::MAX), at));
                }
            }
        }
        parts
    }

    fn all_left(&self, path: &str) -> HashMap<String, Vec<usize>> {
        let same: HashSet<usize> = self
            .pairs
            .origins
            .iter()
            .filter_map(|it| match it {
                Origin::Same(at) => Some(*at),
                _ => None,
            })
            .collect();
        let mut left: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, value) in self.was.iter().enumerate() {
            if same.contains(&at) || self.told.contains(&at) {
                continue;
            }
            let called = match significant(value) {
                Some(value) => format!("{path}[value eq {value}]"),
                None => format!("{path}: {}", writable(value, self.attribute)),
            };
            left.entry(called).or_default().push(at);
        }
        left
    }

    fn look_up(&mut self, name: &str, value: &Value) -> Vec<usize> {
        let was = self.was;
        let index = self.indexes.entry(name.to_ascii_lowercase()).or_insert_with(|| {
            steps::count(was.len());
            let mut index: HashMap<u64, Vec<usize>> = HashMap::new();
            for (at, element) in was.iter().enumerate() {
                let part = match element {
                    Value::Object(members) => crate::read::member(members, name).map(|(_, it)| it),
                    simple => same_name(name, "value").then_some(simple),
                };
                if let Some(part) = part {
                    index.entry(hash(part)).or_default().push(at);
                }
            }
            index
        });
        index.get(&hash(value)).cloned().unwrap_or_default()
    }
}

/// The `eq` conditions of a filter, of which the minimal PATCH is made.
fn conditions_of<'f>(filter: &'f Filter, conditions: &mut Vec<(&'f str, &'f Value)>) {
    match filter {
        Filter::Compare { path, op: CompareOp::Eq, value } => {
            conditions.push((path.name.as_str(), value));
        }
        Filter::And(parts) => parts.iter().for_each(|it| conditions_of(it, conditions)),
        _ => {}
    }
}

/// What a client may write of a value says which one it is. Whether it is the primary one does not: another becoming so
/// changes that.
fn key(value: &Value, attribute: &Attribute) -> u64 {
    let mut value = writable(value, attribute);
    if let Value::Object(members) = &mut value {
        members.retain(|name, _| !same_name(name, "primary"));
    }
    hash(&value)
}

/// A value without what only the service provider sets and what no schema knows.
fn writable(value: &Value, attribute: &Attribute) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let kept = members.iter().filter(|(_, it)| !is_unassigned(it));
    let kept =
        kept.filter_map(|(name, it)| Some((spelled(attribute, name)?.to_owned(), it.clone())));
    Value::Object(kept.collect())
}

/// The spelling of a sub-attribute that a client may write.
fn spelled<'n>(attribute: &'n Attribute, name: &'n str) -> Option<&'n str> {
    match attribute.sub_attribute(name) {
        Some(sub) => match sub.mutability {
            Mutability::ReadOnly | Mutability::WriteOnly => None,
            _ => Some(&sub.name),
        },
        None => knows_sub(attribute, name).then(|| default_spelling(name)),
    }
}
