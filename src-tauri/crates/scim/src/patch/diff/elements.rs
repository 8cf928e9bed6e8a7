//! Multi-valued attributes: what stays is left alone; what goes, changes or comes is told element by element.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::change::Change;
use super::{Reason, Subject, Work, both, differ, set, size};
use crate::filter::Filter;
use crate::patch::aligned::aligned;
use crate::patch::array::{is_primary, significant};
use crate::patch::same::{exact_hash, hash, identical, is_unassigned};
use crate::patch::target::{default_spelling, knows_sub};
use crate::patch::{Operation, value};
use crate::patch_path::PatchPath;
use crate::schema::{Attribute, Mutability};
use crate::steps;

/// The elements of a value.
fn elements_of(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(values)) => values.iter().filter(|it| !is_unassigned(it)).collect(),
        Some(other) => vec![other],
        None => Vec::new(),
    }
}

/// Whether both have the same elements in some order.
pub(super) fn same_elements(before: Option<&Value>, after: Option<&Value>) -> bool {
    let (before, after) = (elements_of(before), elements_of(after));
    let (gone, new) = unmatched(&before, &after);
    gone.is_empty() && new.is_empty()
}

/// Of elements that share a hash without being identical, so many are compared with each. Only numbers of more digits
/// than a double holds do, and elements that were made for it; what is not found then counts as gone and come anew.
const ALIKE: usize = 32;

/// The elements of either side that the other does not have.
fn unmatched(before: &[&Value], after: &[&Value]) -> (Vec<usize>, Vec<usize>) {
    let (mut stays, mut is_there) = (vec![false; before.len()], vec![false; after.len()]);
    let is_same = |was: usize, is: usize| {
        steps::count(1);
        before.get(was).zip(after.get(is)).is_some_and(|(was, is)| identical(was, is))
    };
    for (was, is) in aligned(before.len(), after.len(), is_same) {
        if let (Some(stays), Some(is_there)) = (stays.get_mut(was), is_there.get_mut(is)) {
            (*stays, *is_there) = (true, true);
        }
    }
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, (element, _)) in before.iter().zip(&stays).enumerate().filter(|(_, it)| !it.1) {
        places.entry(exact_hash(element)).or_default().push(at);
    }
    let mut new = Vec::new();
    for (at, (element, _)) in after.iter().zip(&is_there).enumerate().filter(|(_, it)| !it.1) {
        let places = places.get_mut(&exact_hash(element));
        let found = places.and_then(|places| {
            let is_it = |it: &usize| {
                steps::count(1);
                before.get(*it).is_some_and(|it| identical(it, element))
            };
            let slot = places.iter().take(ALIKE).position(is_it)?;
            Some(places.swap_remove(slot))
        });
        match found.and_then(|at| stays.get_mut(at)) {
            Some(stays) => *stays = true,
            None => new.push(at),
        }
    }
    let gone = stays.iter().enumerate().filter(|(_, stays)| !**stays).map(|(at, _)| at).collect();
    (gone, new)
}

/// A name as the schema spells it, else as the RFC does.
pub(super) fn canonical<'n>(attribute: &'n Attribute, name: &'n str) -> &'n str {
    attribute.sub_attribute(name).map_or_else(|| default_spelling(name), |it| &it.name)
}

fn pick<'v>(all: &[&'v Value], places: &[usize]) -> Vec<&'v Value> {
    places.iter().filter_map(|at| all.get(*at)).copied().collect()
}

fn refer(values: &[Value]) -> Vec<&Value> {
    values.iter().collect()
}

pub(super) fn diff<'m>(
    work: &mut Work<'m>,
    subject: Subject<'m>,
    before: Option<&Value>,
    after: Option<&Value>,
) {
    let view = View { subject };
    let (was, is_to_be) = (elements_of(before), elements_of(after));
    if is_to_be.iter().filter(|it| is_primary(it)).count() > 1 {
        return work.leave_out(subject.path(None), Reason::TwoPrimaries);
    }
    let (gone, come) = unmatched(&was, &is_to_be);
    let (gone, come) = (pick(&was, &gone), pick(&is_to_be, &come));
    view.name_unwritable(work, &gone, &come);
    // What differs only in what cannot be written stays too.
    let gone: Vec<Value> = gone.into_iter().map(|it| view.writable(it)).collect();
    let Some(come) = view.wanted(work, &come) else { return };
    let (gone_now, come_now) = unmatched(&refer(&gone), &refer(&come));
    let gone: Vec<Value> = pick(&refer(&gone), &gone_now).into_iter().cloned().collect();
    let come: Vec<Value> = pick(&refer(&come), &come_now).into_iter().cloned().collect();
    if gone.is_empty() && come.is_empty() {
        return;
    }
    let whole = gone.len() == was.len();
    if whole && come.is_empty() {
        let path = PatchPath::Attribute(subject.attr_path(None));
        return match subject.attribute.required {
            true => work.leave_out(subject.path(None), Reason::Required),
            false => work.push(Operation::remove(path)),
        };
    }
    let (operations, left_out) = Change { view, old: was, gone, come }.operations(whole);
    for element in left_out {
        work.leave_out(view.named(&element), Reason::Indistinguishable);
    }
    operations.into_iter().for_each(|it| work.push(it));
}

/// An attribute as a client may write it.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'m> {
    pub(super) subject: Subject<'m>,
}

impl<'m> View<'m> {
    pub(super) fn attribute(&self) -> &'m Attribute {
        self.subject.attribute
    }

    /// An element without what only the service provider sets and what no schema knows.
    fn writable(&self, element: &Value) -> Value {
        let Value::Object(members) = element else { return element.clone() };
        let mut kept = Map::with_capacity(members.len());
        for (name, value) in members {
            if let (false, Ok(name)) = (is_unassigned(value), self.sub(name)) {
                kept.insert(name.to_owned(), value.clone());
            }
        }
        Value::Object(kept)
    }

    /// The spelling of a sub-attribute that can be sent, or why it cannot.
    fn sub<'n>(&self, name: &'n str) -> Result<&'n str, Reason>
    where
        'm: 'n,
    {
        match self.attribute().sub_attribute(name) {
            Some(sub) => match sub.mutability {
                Mutability::ReadOnly => Err(Reason::ReadOnly),
                Mutability::WriteOnly => Err(Reason::WriteOnly),
                _ => Ok(&sub.name),
            },
            None if knows_sub(self.attribute(), name) => Ok(default_spelling(name)),
            None => Err(Reason::Unknown),
        }
    }

    /// The elements that are to come, as they can be sent; `None`, and named, when one does not fit.
    fn wanted(&self, work: &mut Work<'m>, come: &[&Value]) -> Option<Vec<Value>> {
        let wanted = come.iter().map(|it| self.writable(it)).filter(|it| !is_unassigned(it));
        let wanted: Vec<Value> = wanted.collect();
        let path = self.subject.path(None);
        match value::elements(&Value::Array(wanted), Some(self.attribute()), &work.settings) {
            Ok(wanted) => Some(wanted),
            Err(error) => {
                work.leave_out(path, Reason::Unfit(error.message));
                None
            }
        }
    }

    /// Names sub-attributes that differ and cannot be sent, each once.
    fn name_unwritable(&self, work: &mut Work<'m>, gone: &[&Value], come: &[&Value]) {
        let mut named: HashSet<String> = HashSet::new();
        let mut partner: HashMap<u64, Vec<&Value>> = HashMap::new();
        for element in gone {
            partner.entry(hash(&self.writable(element))).or_default().push(element);
        }
        for element in come {
            let was = partner.get_mut(&hash(&self.writable(element))).and_then(Vec::pop);
            let none = Map::new();
            let was = was.and_then(|it| it.as_object()).unwrap_or(&none);
            for (name, before, after) in both(was, element.as_object().unwrap_or(&none)) {
                let Err(reason) = self.sub(name) else { continue };
                if differ(before, after) && named.insert(name.to_ascii_lowercase()) {
                    work.leave_out(self.subject.path(Some(name)), reason);
                }
            }
        }
    }

    /// An element for people: its attribute and its value.
    fn named(&self, element: &Value) -> String {
        let path = self.subject.path(None);
        match significant(element) {
            Some(value) => format!("{path}[value eq {value}]"),
            None => format!("{path}: {element}"),
        }
    }

    pub(super) fn elements_path(&self, filter: Filter, sub: Option<&str>) -> PatchPath {
        PatchPath::Elements {
            path: self.subject.attr_path(None),
            filter: Box::new(filter),
            sub: sub.map(str::to_owned),
        }
    }

    /// How an element that a filter selects becomes another; `None` when what is immutable would have to change.
    pub(super) fn turn(&self, filter: &Filter, old: &Value, new: &Value) -> Option<Operation> {
        let whole = || Operation::replace(self.elements_path(filter.clone(), None), new.clone());
        let (Value::Object(old), Value::Object(members)) = (old, new) else { return Some(whole()) };
        let differing = both(old, members)
            .into_iter()
            .filter(|(name, old, new)| differ_as_subs(name, *old, *new));
        let differing: Vec<_> = differing.collect();
        let definition = |name: &str| self.attribute().sub_attribute(name);
        let forbidden = |(name, old, _): &(&str, Option<&Value>, Option<&Value>)| {
            definition(name).is_some_and(|it| it.mutability == Mutability::Immutable)
                && old.is_some()
        };
        if differing.iter().any(forbidden) {
            return None;
        }
        let [(name, old, new)] = differing.as_slice() else { return Some(whole()) };
        let path = self.elements_path(filter.clone(), Some(name));
        let alone = match new.filter(|it| !is_unassigned(it)) {
            Some(new) => set(path, old.is_some(), new.clone()),
            None if definition(name).is_some_and(|it| it.required) => return Some(whole()),
            None => Operation::remove(path),
        };
        let whole = whole();
        Some(if size(&whole) < size(&alone) { whole } else { alone })
    }
}

/// `primary` false says what no `primary` says.
fn differ_as_subs(name: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    let primary = name.eq_ignore_ascii_case("primary");
    let counts = |it: &&Value| !(primary && **it == Value::Bool(false));
    differ(old.filter(counts), new.filter(counts))
}
