//! Working on the elements of a multi-valued attribute so that each operation costs what it touches: long arrays get
//! indexes, and what is removed from them leaves a hole until the end.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::index::{Indexes, Part};
use super::same::{hash, may_be_date, same};
use super::steps::Steps;
use super::target::{Place, member_mut};
use crate::attr::AttrPath;
use crate::filter::{CompareOp, Filter, Matcher};
use crate::read::member;
use crate::schema::Attribute;

/// Arrays up to this length are looked through.
const FEW: usize = 32;

/// What is known of the long arrays of a resource.
#[derive(Debug, Default)]
pub(super) struct Arrays {
    known: HashMap<String, Known>,
}

/// What is known of one long array. Its holes are nulls, which say nothing as elements (RFC 7643 §2.5).
#[derive(Debug)]
struct Known {
    indexes: Indexes,
    holes: usize,
    extension: Option<String>,
    container: Option<String>,
    name: String,
}

/// The elements of one array.
#[derive(Debug)]
pub(super) struct Elements<'e> {
    values: &'e mut Vec<Value>,
    known: Option<&'e mut Known>,
}

impl Arrays {
    /// Opens an array for work.
    pub(super) fn open<'e>(
        &'e mut self,
        values: &'e mut Vec<Value>,
        place: &Place<'_>,
    ) -> Elements<'e> {
        if values.len() <= FEW && self.known.is_empty() {
            return Elements { values, known: None };
        }
        let key = key(place);
        if values.len() <= FEW && !self.known.contains_key(&key) {
            return Elements { values, known: None };
        }
        let known = self.known.entry(key).or_insert_with(|| Known {
            indexes: Indexes::default(),
            holes: values.iter().filter(|it| it.is_null()).count(),
            extension: place.extension.map(str::to_owned),
            container: place.container.map(str::to_owned),
            name: place.name.to_owned(),
        });
        Elements { values, known: Some(known) }
    }

    /// Forgets arrays that are about to be replaced or removed as a whole.
    pub(super) fn forget(&mut self, place: &Place<'_>) {
        if self.known.is_empty() {
            return;
        }
        let same = |left: Option<&str>, right: Option<&str>| match (left, right) {
            (Some(left), Some(right)) => left.eq_ignore_ascii_case(right),
            (left, right) => left == right,
        };
        self.known.retain(|_, known| {
            let inside = same(known.extension.as_deref(), Some(place.name));
            let whole = same(known.extension.as_deref(), place.extension)
                && (same(Some(&known.name), Some(place.name))
                    || same(known.container.as_deref(), Some(place.name)));
            !inside && !whole
        });
    }

    /// Forgets an array that is about to be replaced or removed, so that its old value shows no holes.
    pub(super) fn forget_closing(&mut self, place: &Place<'_>, value: Option<&mut Value>) {
        let has_holes =
            !self.known.is_empty() && self.known.get(&key(place)).is_some_and(|it| it.holes > 0);
        if let (true, Some(Value::Array(values))) = (has_holes, value) {
            values.retain(|it| !it.is_null());
        }
        self.forget(place);
    }

    /// Closes the holes.
    pub(super) fn close(self, resource: &mut Map<String, Value>) {
        for known in self.known.into_values().filter(|it| it.holes > 0) {
            let way = known.extension.iter().chain(&known.container);
            let holder = way.fold(Some(&mut *resource), |members, name| {
                members.and_then(|it| member_mut(it, name)).and_then(Value::as_object_mut)
            });
            if let Some(Value::Array(values)) = holder.and_then(|it| member_mut(it, &known.name)) {
                values.retain(|it| !it.is_null());
            }
        }
    }
}

fn key(place: &Place<'_>) -> String {
    place.to_string().to_ascii_lowercase()
}

impl Elements<'_> {
    /// Whether no element is left.
    pub(super) fn is_empty(&self) -> bool {
        self.values.len() == self.known.as_ref().map_or(0, |it| it.holes)
    }

    pub(super) fn get_mut(&mut self, at: usize) -> Option<&mut Value> {
        self.values.get_mut(at)
    }

    pub(super) fn get(&self, at: usize) -> Option<&Value> {
        self.values.get(at)
    }

    /// Where all elements are.
    pub(super) fn all(&self, steps: &mut Steps) -> Vec<usize> {
        steps.add(self.values.len());
        self.values.iter().enumerate().filter(|(_, it)| !it.is_null()).map(|(at, _)| at).collect()
    }

    /// Where the elements are for which a filter holds.
    pub(super) fn find(
        &mut self,
        filter: &Filter,
        matcher: &Matcher<'_>,
        steps: &mut Steps,
    ) -> Vec<usize> {
        let Some(mut places) = self.candidates(filter) else {
            steps.add(self.values.len());
            let holds = |(_, it): &(usize, &Value)| !it.is_null() && matcher.matches(it);
            return self.values.iter().enumerate().filter(holds).map(|(at, _)| at).collect();
        };
        steps.add(places.len() + 1);
        places.retain(|at| {
            self.values.get(*at).is_some_and(|it| !it.is_null() && matcher.matches(it))
        });
        places
    }

    /// Where the elements may be for which a filter holds; `None` means anywhere.
    fn candidates(&mut self, filter: &Filter) -> Option<Vec<usize>> {
        let known = self.known.as_deref_mut()?;
        match filter {
            Filter::Compare {
                path: AttrPath { uri: None, name, sub: None },
                op: CompareOp::Eq,
                value: Value::String(text),
            } if !may_be_date(text) => {
                let part = Part::Sub(name.to_ascii_lowercase());
                let key = hash(&Value::from(text.as_str()));
                Some(known.indexes.look_up(&part, key, self.values))
            }
            Filter::And(parts) => {
                let lists = parts.iter().filter_map(|it| self.candidates(it));
                lists.min_by_key(Vec::len)
            }
            _ => None,
        }
    }

    /// Where an element is that equals this one.
    pub(super) fn equal(
        &mut self,
        element: &Value,
        attribute: Option<&Attribute>,
        steps: &mut Steps,
    ) -> Option<usize> {
        self.position(&Part::Whole, hash(element), steps, |it| same(it, element, attribute))
    }

    /// Where an element is whose `value` equals the one of this one.
    pub(super) fn same_value(
        &mut self,
        element: &Value,
        attribute: Option<&Attribute>,
        steps: &mut Steps,
    ) -> Option<usize> {
        let wanted = significant(element)?;
        let definition = attribute
            .filter(|it| it.is_complex())
            .map_or(attribute, |it| it.sub_attribute("value"));
        self.position(&Part::Sub("value".to_owned()), hash(wanted), steps, |it| {
            significant(it).is_some_and(|it| same(it, wanted, definition))
        })
    }

    /// Where elements may be that have the `value` of this one; without a `value`, all.
    pub(super) fn with_value_of(&mut self, wanted: &Value, steps: &mut Steps) -> Vec<usize> {
        let (Some(value), Some(known)) = (significant(wanted), self.known.as_deref_mut()) else {
            return self.all(steps);
        };
        let places =
            known.indexes.look_up(&Part::Sub("value".to_owned()), hash(value), self.values);
        steps.add(places.len() + 1);
        places
    }

    fn position(
        &mut self,
        part: &Part,
        key: u64,
        steps: &mut Steps,
        mut is_it: impl FnMut(&Value) -> bool,
    ) -> Option<usize> {
        let mut is_it = |it: &Value| !it.is_null() && is_it(it);
        let Some(known) = self.known.as_deref_mut() else {
            steps.add(self.values.len());
            return self.values.iter().position(is_it);
        };
        let places = known.indexes.look_up(part, key, self.values);
        steps.add(places.len() + 1);
        places.into_iter().find(|at| self.values.get(*at).is_some_and(&mut is_it))
    }

    /// Adds an element at the end and says where it is.
    pub(super) fn push(&mut self, element: Value) -> usize {
        self.values.push(element);
        let at = self.values.len() - 1;
        self.changed(at);
        at
    }

    /// Has to be called when an element was changed in place.
    pub(super) fn changed(&mut self, at: usize) {
        if let (Some(known), Some(element)) = (self.known.as_deref_mut(), self.values.get(at)) {
            known.indexes.note(at, element);
        }
    }

    /// Takes elements out; the places are in ascending order.
    pub(super) fn remove(&mut self, places: &[usize]) -> Vec<Value> {
        if let Some(known) = self.known.as_deref_mut() {
            known.holes += places.len();
            let mut removed = Vec::with_capacity(places.len());
            for at in places {
                removed.extend(self.values.get_mut(*at).map(Value::take));
            }
            return removed;
        }
        let mut at = 0;
        let (removed, kept) = std::mem::take(self.values).into_iter().partition(|_| {
            at += 1;
            places.binary_search(&(at - 1)).is_ok()
        });
        *self.values = kept;
        removed
    }

    /// Where other elements are that are marked primary.
    pub(super) fn other_primaries(&mut self, than: usize, steps: &mut Steps) -> Vec<usize> {
        let is_primary = |it: &Value| {
            let members = it.as_object();
            members
                .and_then(|it| member(it, "primary"))
                .is_some_and(|(_, it)| *it == Value::Bool(true))
        };
        let mut places: Vec<usize> = match self.known.as_deref_mut() {
            Some(known) => {
                let part = Part::Sub("primary".to_owned());
                known.indexes.look_up(&part, hash(&Value::Bool(true)), self.values)
            }
            None => (0..self.values.len()).collect(),
        };
        steps.add(places.len());
        places.retain(|at| *at != than && self.values.get(*at).is_some_and(is_primary));
        places
    }
}

/// What an element says first: its `value`, or itself where it is simple.
pub(super) fn significant(element: &Value) -> Option<&Value> {
    match element {
        Value::Object(members) => {
            member(members, "value").map(|(_, it)| it).filter(|it| !it.is_null())
        }
        Value::Null => None,
        simple => Some(simple),
    }
}
