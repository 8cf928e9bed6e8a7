//! The elements of one attribute that differ: which of them become others, which go, which come.

use std::collections::HashMap;

use serde_json::Value;

use super::cost;
use super::elements::View;
use super::filters::Filters;
use super::pairs::{self, Costs};
use super::size;
use crate::patch::Operation;
use crate::patch::array::{is_primary, significant};
use crate::patch::same::{hash, identical};
use crate::patch_path::PatchPath;

/// The elements that differ.
pub(super) struct Change<'v, 'm> {
    pub(super) view: View<'m>,
    /// All that were there.
    pub(super) old: Vec<&'v Value>,
    /// Those of them that are not to be there any more.
    pub(super) gone: Vec<Value>,
    /// Those that are to be there and were not.
    pub(super) come: Vec<Value>,
}

/// What can be done about one element that is gone.
struct Fate<'v> {
    element: &'v Value,
    /// What it is after another one has become primary.
    demoted: Value,
    /// Its removal; `None` when no filter selects it.
    removal: Option<Operation>,
}

/// The operation that each gone element comes to, with the number of what it becomes.
type Chosen = Vec<Option<(usize, Operation)>>;

impl Change<'_, '_> {
    /// The operations, and the elements that no filter selects.
    pub(super) fn operations(&self, whole: bool) -> (Vec<Operation>, Vec<Value>) {
        let (fates, come) = self.fates();
        let (operations, left_out) = self.one_by_one(fates, &come);
        if whole && !self.old.is_empty() {
            let anew = vec![Operation::replace(self.path(), Value::Array(self.come.clone()))];
            if !left_out.is_empty() || cost(&anew) < cost(&operations) {
                return (anew, Vec::new());
            }
        }
        (operations, left_out)
    }

    fn path(&self) -> PatchPath {
        PatchPath::Attribute(self.view.subject.attr_path(None))
    }

    /// What needs an operation. Where another becomes primary, an element that merely stops being so needs none.
    fn fates(&self) -> (Vec<Fate<'_>>, Vec<&Value>) {
        let several_were = self.old.iter().filter(|it| is_primary(it)).count() > 1;
        let handed_over = !several_were && self.come.iter().any(is_primary);
        let mut come: Vec<Option<&Value>> = self.come.iter().map(Some).collect();
        let mut fates = Vec::with_capacity(self.gone.len());
        for element in &self.gone {
            let hands_over = handed_over && is_primary(element);
            let demoted = if hands_over { without_primary(element) } else { element.clone() };
            let is_it = |it: &&mut Option<&Value>| it.is_some_and(|it| identical(it, &demoted));
            // At most one was primary, so that the new ones are looked through once.
            let merely_demoted = if hands_over { come.iter_mut().find(is_it) } else { None };
            match merely_demoted {
                Some(slot) => *slot = None,
                None => fates.push(Fate { element, demoted, removal: None }),
            }
        }
        (fates, come.into_iter().flatten().collect())
    }

    fn one_by_one(
        &self,
        mut fates: Vec<Fate<'_>>,
        come: &[&Value],
    ) -> (Vec<Operation>, Vec<Value>) {
        let elements: Vec<&Value> = self.old.iter().chain(come).copied().collect();
        let mut filters = Filters::new(self.view.attribute(), &elements);
        for fate in &mut fates {
            let filter = filters.unique(fate.element, None);
            fate.removal = filter.map(|it| Operation::remove(self.view.elements_path(it, None)));
        }
        let chosen = self.choose(&fates, come, &mut filters);
        let mut taken = vec![false; come.len()];
        let (mut first, mut last, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for (fate, chosen) in fates.into_iter().zip(chosen) {
            match (chosen, fate.removal) {
                // What becomes primary comes last: until then `primary eq true` still selects the one that was.
                (Some((at, operation)), _) => {
                    if let Some(taken) = taken.get_mut(at) {
                        *taken = true;
                    }
                    let becomes_primary = come.get(at).is_some_and(|it| is_primary(it));
                    if becomes_primary { last.push(operation) } else { first.push(operation) }
                }
                (None, Some(removal)) => first.push(removal),
                (None, None) => left_out.push(fate.element.clone()),
            }
        }
        first.append(&mut last);
        let added = come.iter().zip(taken).filter(|(_, taken)| !taken);
        let added: Vec<Value> = added.map(|(it, _)| (*it).clone()).collect();
        if !added.is_empty() {
            first.push(Operation::add(self.path(), Value::Array(added)));
        }
        (first, left_out)
    }

    fn turn(&self, fate: &Fate<'_>, new: &Value, filters: &mut Filters<'_>) -> Option<Operation> {
        let filter = filters.unique(fate.element, Some(new))?;
        // One that stays primary hands nothing over.
        let old = if is_primary(new) { fate.element } else { &fate.demoted };
        self.view.turn(&filter, old, new)
    }

    fn choose(&self, fates: &[Fate<'_>], come: &[&Value], filters: &mut Filters<'_>) -> Chosen {
        if fates.len() > pairs::FEW || come.len() > pairs::FEW {
            return self.choose_by_value(fates, come, filters);
        }
        let mut turns: Vec<Vec<Option<Operation>>> = Vec::with_capacity(fates.len());
        for fate in fates {
            turns.push(come.iter().map(|new| self.turn(fate, new, filters)).collect());
        }
        let sizes =
            |row: &Vec<Option<Operation>>| row.iter().map(|it| it.as_ref().map(size)).collect();
        let costs = Costs {
            remove: fates.iter().map(|it| it.removal.as_ref().map(size)).collect(),
            add: come.iter().map(|it| it.to_string().len()).collect(),
            add_frame: size(&Operation::add(self.path(), Value::Array(Vec::new()))),
            turn: turns.iter().map(sizes).collect(),
        };
        let best = pairs::best(&costs).into_iter().zip(turns);
        best.map(|(at, mut row)| Some((at?, row.get_mut(at?)?.take()?))).collect()
    }

    fn choose_by_value(
        &self,
        fates: &[Fate<'_>],
        come: &[&Value],
        filters: &mut Filters<'_>,
    ) -> Chosen {
        let mut by_value: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, element) in come.iter().enumerate().rev() {
            if let Some(value) = significant(element) {
                by_value.entry(hash(value)).or_default().push(at);
            }
        }
        let mut chosen = Vec::with_capacity(fates.len());
        for fate in fates {
            let partners = significant(fate.element).and_then(|it| by_value.get_mut(&hash(it)));
            let partner = partners.and_then(Vec::pop).and_then(|at| Some((at, *come.get(at)?)));
            let turn = partner.and_then(|(at, new)| Some((at, self.turn(fate, new, filters)?)));
            chosen.push(turn);
        }
        chosen
    }
}

fn without_primary(element: &Value) -> Value {
    let Value::Object(members) = element else { return element.clone() };
    let mut members = members.clone();
    members.shift_remove("primary");
    Value::Object(members)
}
