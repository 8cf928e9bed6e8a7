//! Multi-valued attributes: what stays is left alone; what goes, changes or comes is told element by element.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::filters::Filters;
use super::pairs::{self, Costs};
use super::{Reason, Subject, Work, both, cost, differ, set, size};
use crate::filter::Filter;
use crate::patch::array::significant;
use crate::patch::same::{hash, identical, is_unassigned};
use crate::patch::target::{default_spelling, knows_sub};
use crate::patch::{Operation, value};
use crate::patch_path::PatchPath;
use crate::schema::{Attribute, Mutability};

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

/// The elements of either side that the other does not have.
fn unmatched(before: &[&Value], after: &[&Value]) -> (Vec<usize>, Vec<usize>) {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::with_capacity(before.len());
    for (at, element) in before.iter().enumerate() {
        places.entry(hash(element)).or_default().push(at);
    }
    let mut stays = vec![false; before.len()];
    let mut new = Vec::new();
    for (at, element) in after.iter().enumerate() {
        let places = places.get_mut(&hash(element));
        let found = places.and_then(|places| {
            let is_it = |it: &usize| before.get(*it).is_some_and(|it| identical(it, element));
            let slot = places.iter().position(is_it)?;
            Some(places.remove(slot))
        });
        match found.and_then(|at| stays.get_mut(at)) {
            Some(stays) => *stays = true,
            None => new.push(at),
        }
    }
    let gone = stays.iter().enumerate().filter(|(_, stays)| !**stays).map(|(at, _)| at).collect();
    (gone, new)
}

pub(super) fn diff<'m>(
    work: &mut Work<'m>,
    subject: Subject<'m>,
    before: Option<&Value>,
    after: Option<&Value>,
) {
    let view = View { subject };
    let was = elements_of(before);
    let mut old = Vec::with_capacity(was.len());
    for element in &was {
        old.push(view.writable(element));
    }
    let Some(new) = view.wanted(work, after) else { return };
    view.name_unwritable(work, &was, &elements_of(after));
    let (old, new): (Vec<&Value>, Vec<&Value>) = (old.iter().collect(), new.iter().collect());
    let (gone, come) = unmatched(&old, &new);
    if gone.is_empty() && come.is_empty() {
        return;
    }
    let whole = gone.len() == old.len();
    let pick = |all: &[&'_ Value], places: &[usize]| -> Vec<Value> {
        places.iter().filter_map(|at| all.get(*at)).map(|it| (*it).clone()).collect()
    };
    let (gone, come) = (pick(&old, &gone), pick(&new, &come));
    if whole && come.is_empty() {
        let path = PatchPath::Attribute(subject.attr_path(None));
        return match subject.attribute.required {
            true => work.leave_out(subject.path(None), Reason::Required),
            false => work.push(Operation::remove(path)),
        };
    }
    let (operations, left_out) = Change { view, old, gone, come }.operations(whole);
    for element in left_out {
        work.leave_out(view.named(&element), Reason::Indistinguishable);
    }
    operations.into_iter().for_each(|it| work.push(it));
}

/// An attribute as a client may write it.
#[derive(Debug, Clone, Copy)]
struct View<'m> {
    subject: Subject<'m>,
}

impl<'m> View<'m> {
    fn attribute(&self) -> &'m Attribute {
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

    /// The elements to arrive at; `None`, and named, when they cannot be.
    fn wanted(&self, work: &mut Work<'m>, after: Option<&Value>) -> Option<Vec<Value>> {
        let wanted: Vec<Value> =
            elements_of(after).into_iter().map(|it| self.writable(it)).collect();
        let wanted: Vec<Value> = wanted.into_iter().filter(|it| !is_unassigned(it)).collect();
        let path = self.subject.path(None);
        if wanted.iter().filter(|it| is_primary(it)).count() > 1 {
            work.leave_out(path, Reason::TwoPrimaries);
            return None;
        }
        match value::elements(&Value::Array(wanted), Some(self.attribute()), &work.settings) {
            Ok(wanted) => Some(wanted),
            Err(error) => {
                work.leave_out(path, Reason::Unfit(error.message));
                None
            }
        }
    }

    /// Names sub-attributes that differ and cannot be sent, each once.
    fn name_unwritable(&self, work: &mut Work<'m>, before: &[&Value], after: &[&Value]) {
        let (gone, come) = unmatched(before, after);
        let mut named: Vec<String> = Vec::new();
        let mut partner: HashMap<u64, Vec<&Value>> = HashMap::new();
        for element in gone.iter().filter_map(|at| before.get(*at)) {
            partner.entry(hash(&self.writable(element))).or_default().push(element);
        }
        for element in come.iter().filter_map(|at| after.get(*at)) {
            let was = partner.get_mut(&hash(&self.writable(element))).and_then(Vec::pop);
            let none = Map::new();
            let was = was.and_then(|it| it.as_object()).unwrap_or(&none);
            for (name, before, after) in both(was, element.as_object().unwrap_or(&none)) {
                let Err(reason) = self.sub(name) else { continue };
                if differ(before, after) && !named.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                    named.push(name.to_owned());
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

    fn elements_path(&self, filter: Filter, sub: Option<&str>) -> PatchPath {
        PatchPath::Elements {
            path: self.subject.attr_path(None),
            filter,
            sub: sub.map(str::to_owned),
        }
    }

    /// How an element that a filter selects becomes another; `None` when what is immutable would have to change.
    fn turn(&self, filter: &Filter, old: &Value, new: &Value) -> Option<Operation> {
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

/// The elements that differ.
struct Change<'v, 'm> {
    view: View<'m>,
    /// All that were there.
    old: Vec<&'v Value>,
    gone: Vec<Value>,
    come: Vec<Value>,
}

/// An old element, as it is when its turn comes, and the filter that selects it.
struct Selected<'v> {
    element: &'v Value,
    demoted: Value,
    filter: Filter,
}

impl Selected<'_> {
    /// What it is when it is to become the new one: primary no more, if that becomes another.
    fn when_it_becomes(&self, new: &Value) -> &Value {
        if is_primary(new) { self.element } else { &self.demoted }
    }
}

impl Change<'_, '_> {
    /// The operations, and the elements that no filter selects.
    fn operations(&self, whole: bool) -> (Vec<Operation>, Vec<Value>) {
        let path = || PatchPath::Attribute(self.view.subject.attr_path(None));
        let several_were = self.old.iter().filter(|it| is_primary(it)).count() > 1;
        let primary_comes = !several_were && self.come.iter().any(is_primary);
        let demoted = |it: &Value| if primary_comes { without_primary(it) } else { it.clone() };
        let mut come: Vec<Option<&Value>> = self.come.iter().map(Some).collect();
        // Where another becomes primary, one that merely stops being so needs no operation.
        let mut gone: Vec<&Value> = Vec::new();
        for element in &self.gone {
            let is_it = |it: &Option<&Value>| {
                it.is_some_and(|it| {
                    primary_comes && !is_primary(it) && identical(it, &demoted(element))
                })
            };
            match come.iter_mut().find(|it| is_primary(element) && is_it(it)) {
                Some(slot) => *slot = None,
                None => gone.push(element),
            }
        }
        let come: Vec<&Value> = come.into_iter().flatten().collect();
        let (mut operations, left_out) = self.one_by_one(&gone, &come, &demoted);
        if whole && gone.len() == self.gone.len() {
            let anew = Operation::replace(path(), Value::Array(self.come.clone()));
            let anew = vec![if self.old.is_empty() {
                Operation::add(path(), Value::Array(self.come.clone()))
            } else {
                anew
            }];
            if !left_out.is_empty() || cost(&anew) < cost(&operations) {
                operations = anew;
                return (operations, Vec::new());
            }
        }
        (operations, left_out)
    }

    fn one_by_one(
        &self,
        gone: &[&Value],
        come: &[&Value],
        demoted: &dyn Fn(&Value) -> Value,
    ) -> (Vec<Operation>, Vec<Value>) {
        let mut filters = Filters::new(self.view.attribute(), self.old.clone());
        let mut left_out = Vec::new();
        let mut selected = Vec::new();
        for element in gone {
            match filters.unique(element) {
                Some(filter) => {
                    selected.push(Selected { element, demoted: demoted(element), filter })
                }
                None => left_out.push((*element).clone()),
            }
        }
        let chosen = self.choose(&selected, come);
        let mut taken = vec![false; come.len()];
        let mut operations = Vec::new();
        // What becomes primary comes last: until then `primary eq true` still selects the one that was.
        let becomes_primary =
            |new: &Option<usize>| new.and_then(|at| come.get(at)).is_some_and(|it| is_primary(it));
        let ordered = selected.iter().zip(&chosen);
        let (last, first): (Vec<_>, Vec<_>) = ordered.partition(|(_, new)| becomes_primary(new));
        for (selected, new) in first.into_iter().chain(last) {
            // What earlier operations made must not be selected by mistake.
            let Some(filter) = filters.unique(selected.element) else {
                left_out.push(selected.element.clone());
                continue;
            };
            let new = new.and_then(|at| Some((at, *come.get(at)?)));
            let turned = new.and_then(|(at, new)| {
                Some((at, new, self.view.turn(&filter, selected.when_it_becomes(new), new)?))
            });
            let Some((at, new, operation)) = turned else {
                operations.push(Operation::remove(self.view.elements_path(filter, None)));
                continue;
            };
            operations.push(operation);
            filters.note(new);
            if let Some(taken) = taken.get_mut(at) {
                *taken = true;
            }
        }
        let added: Vec<Value> = come
            .iter()
            .zip(taken)
            .filter(|(_, taken)| !taken)
            .map(|(it, _)| (*it).clone())
            .collect();
        if !added.is_empty() {
            let path = PatchPath::Attribute(self.view.subject.attr_path(None));
            operations.push(Operation::add(path, Value::Array(added)));
        }
        (operations, left_out)
    }

    fn choose(&self, selected: &[Selected<'_>], come: &[&Value]) -> Vec<Option<usize>> {
        if selected.len() <= pairs::FEW && come.len() <= pairs::FEW {
            return pairs::best(&self.costs(selected, come));
        }
        let mut by_value: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, element) in come.iter().enumerate().rev() {
            if let Some(value) = significant(element) {
                by_value.entry(hash(value)).or_default().push(at);
            }
        }
        let partner = |it: &Selected<'_>| by_value.get_mut(&hash(significant(it.element)?))?.pop();
        selected.iter().map(partner).collect()
    }

    fn costs(&self, selected: &[Selected<'_>], come: &[&Value]) -> Costs {
        let path = PatchPath::Attribute(self.view.subject.attr_path(None));
        let remove = |filter: &Filter| {
            size(&Operation::remove(self.view.elements_path(filter.clone(), None)))
        };
        let turn = |it: &Selected<'_>, new: &Value| {
            Some(size(&self.view.turn(&it.filter, it.when_it_becomes(new), new)?))
        };
        Costs {
            remove: selected.iter().map(|it| remove(&it.filter)).collect(),
            add: come.iter().map(|it| it.to_string().len()).collect(),
            add_frame: size(&Operation::add(path, Value::Array(Vec::new()))),
            turn: selected
                .iter()
                .map(|it| come.iter().map(|new| turn(it, new)).collect())
                .collect(),
        }
    }
}

/// `primary` false says what no `primary` says.
fn differ_as_subs(name: &str, old: Option<&Value>, new: Option<&Value>) -> bool {
    let primary = name.eq_ignore_ascii_case("primary");
    let counts = |it: &&Value| !(primary && **it == Value::Bool(false));
    differ(old.filter(counts), new.filter(counts))
}

fn is_primary(element: &Value) -> bool {
    element.get("primary") == Some(&Value::Bool(true))
}

fn without_primary(element: &Value) -> Value {
    let Value::Object(members) = element else { return element.clone() };
    let mut members = members.clone();
    members.shift_remove("primary");
    Value::Object(members)
}
