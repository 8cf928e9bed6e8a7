//! Working on the elements of a multi-valued attribute so that each operation costs what it touches: long arrays get
//! indexes, and what is removed from them leaves a hole until the end.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::index::{Indexes, Part, key_of_value};
use super::same::{hash, hash_scalar, may_be_date, same};
use super::steps::Steps;
use super::target::{Place, member_mut};
use crate::attr::AttrPath;
use crate::compare::Typing;
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
            let mut way = known.extension.iter().chain(&known.container);
            let holder = way.try_fold(&mut *resource, |members, name| {
                member_mut(members, name).and_then(Value::as_object_mut)
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
        attribute: Option<&Attribute>,
        matcher: &Matcher<'_>,
        steps: &mut Steps,
    ) -> Vec<usize> {
        let least = self.known.as_deref_mut().and_then(|known| {
            let mut keys = Vec::new();
            eq_conditions(filter, attribute, &mut keys);
            let counted = |(part, key)| (known.indexes.count(&part, key, self.values), part, key);
            keys.into_iter().map(counted).min_by_key(|(count, ..)| *count)
        });
        let Some((_, part, key)) = least else {
            steps.add(self.values.len());
            let holds = |(_, it): &(usize, &Value)| !it.is_null() && matcher.matches(it);
            return self.values.iter().enumerate().filter(holds).map(|(at, _)| at).collect();
        };
        let mut places = self.look_up(&part, key, steps);
        places.retain(|at| {
            self.values.get(*at).is_some_and(|it| !it.is_null() && matcher.matches(it))
        });
        places
    }

    /// Where the elements of a long array are with this hash.
    fn look_up(&mut self, part: &Part, key: u64, steps: &mut Steps) -> Vec<usize> {
        let Some(known) = self.known.as_deref_mut() else { return Vec::new() };
        let (places, looked_at) = known.indexes.look_up(part, key, self.values);
        steps.add(1 + looked_at);
        places
    }

    /// Where an element is that equals this one.
    pub(super) fn equal(
        &mut self,
        element: &Value,
        attribute: Option<&Attribute>,
        steps: &mut Steps,
    ) -> Option<usize> {
        self.position(|| (Part::Whole, hash(element)), steps, |it| same(it, element, attribute))
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
        let key = || (Part::Sub("value".to_owned()), key_of_value(wanted));
        self.position(key, steps, |it| {
            significant(it).is_some_and(|it| same(it, wanted, definition))
        })
    }

    /// Where elements may be that have the `value` of this one; without a `value`, all.
    pub(super) fn with_value_of(&mut self, wanted: &Value, steps: &mut Steps) -> Vec<usize> {
        match significant(wanted) {
            Some(value) if self.known.is_some() => {
                self.look_up(&Part::Sub("value".to_owned()), key_of_value(value), steps)
            }
            _ => self.all(steps),
        }
    }

    /// Where an element is; `key` says how to find it in a long array.
    fn position(
        &mut self,
        key: impl FnOnce() -> (Part, u64),
        steps: &mut Steps,
        mut is_it: impl FnMut(&Value) -> bool,
    ) -> Option<usize> {
        let is_it = |it: &Value| !it.is_null() && is_it(it);
        let Some(known) = self.known.as_deref_mut() else {
            steps.add(self.values.len());
            return self.values.iter().position(is_it);
        };
        let (part, key) = key();
        let (place, looked_at) = known.indexes.first(&part, key, self.values, is_it);
        steps.add(1 + looked_at);
        place
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
        let Some(first) = places.first() else { return Vec::new() };
        let mut at = *first;
        let is_meant = |_: &mut Value| {
            at += 1;
            places.binary_search(&(at - 1)).is_ok()
        };
        self.values.extract_if(first.., is_meant).collect()
    }

    /// Where other elements are that are marked primary.
    pub(super) fn other_primaries(&mut self, than: usize, steps: &mut Steps) -> Vec<usize> {
        let mut places = if self.known.is_some() {
            self.look_up(&Part::Sub("primary".to_owned()), hash_scalar("true"), steps)
        } else {
            self.all(steps)
        };
        places.retain(|at| *at != than && self.values.get(*at).is_some_and(is_primary));
        places
    }
}

/// The hashes of what a filter asks for by `eq`; each must be met.
fn eq_conditions(filter: &Filter, attribute: Option<&Attribute>, keys: &mut Vec<(Part, u64)>) {
    match filter {
        Filter::Compare {
            path: AttrPath { uri: None, name, sub: None },
            op: CompareOp::Eq,
            value: Value::String(text),
        } if compares_as_text(name, attribute) && !may_be_date(text) => {
            keys.push((Part::Sub(name.to_ascii_lowercase()), hash_scalar(text)));
        }
        Filter::And(parts) => parts.iter().for_each(|it| eq_conditions(it, attribute, keys)),
        _ => {}
    }
}

/// Whether a sub-attribute compares as texts do, so that equal ones have one hash.
fn compares_as_text(name: &str, attribute: Option<&Attribute>) -> bool {
    let Some(attribute) = attribute else { return true };
    let sub = if attribute.is_complex() { attribute.sub_attribute(name) } else { Some(attribute) };
    sub.is_none_or(|it| matches!(Typing::of(it), Typing::Text { .. }))
}

/// What an element says first: its `value`, or itself where it is simple.
pub(crate) fn significant(element: &Value) -> Option<&Value> {
    match element {
        Value::Object(members) => {
            member(members, "value").map(|(_, it)| it).filter(|it| !it.is_null())
        }
        Value::Null => None,
        simple => Some(simple),
    }
}

/// Whether an element is marked primary.
pub(crate) fn is_primary(element: &Value) -> bool {
    let members = element.as_object();
    members.and_then(|it| member(it, "primary")).is_some_and(|(_, it)| *it == Value::Bool(true))
}
