//! Elements that a filter selects, and sub-attributes of elements.

use serde_json::{Map, Value};

use super::many::array;
use super::rules::{keeps_value, replace_element, unassigns};
use super::{Work, put};
use crate::attr::AttrPath;
use crate::filter::{self, CompareOp, Filter, Matcher};
use crate::patch::array::{Elements, is_primary};
use crate::patch::error::{PatchError, invalid_value, no_target};
use crate::patch::same::is_unassigned;
use crate::patch::target::Step;
use crate::patch::{AddWithoutMatch, ElementReplace, Op, ReplaceWithoutMatch, value};
use crate::read::kind;

impl Work<'_> {
    /// An operation on the elements that a filter selects, or on a sub-attribute of all of them.
    pub(super) fn some(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let creates = self.creates(step.op) && target.filter.is_some();
        let mut none = Vec::new();
        let values = match array(holder, target.place.name, false) {
            Some(values) => values,
            None => &mut none,
        };
        let mut arrays = std::mem::take(&mut self.arrays);
        let mut elements = arrays.open(values, &target.place);
        let places = self.places(step, &mut elements);
        let done = match places.as_slice() {
            [] => Ok(()),
            places => self.each(step, places, &mut elements),
        };
        let empty = elements.is_empty();
        self.arrays = arrays;
        done?;
        if !places.is_empty() {
            return if empty { self.nothing_left(step, holder) } else { Ok(()) };
        }
        if creates { self.create(step, holder) } else { self.without_match(step) }
    }

    fn places(&mut self, step: &Step<'_>, elements: &mut Elements<'_>) -> Vec<usize> {
        let target = &step.target;
        let Some(filter) = target.filter else { return elements.all(&mut self.steps) };
        let matcher = Matcher::of_attribute(filter, target.attribute, filter::Settings::default());
        elements.find(filter, target.attribute, &matcher, &mut self.steps)
    }

    fn each(
        &mut self,
        step: &Step<'_>,
        places: &[usize],
        elements: &mut Elements<'_>,
    ) -> Result<(), PatchError> {
        let clears = matches!(step.value, Some(Value::Array(values)) if values.is_empty());
        let removes = step.op == Op::Remove
            || (step.op == Op::Replace && (clears || unassigns(step.op, step.value)));
        if step.target.sub.is_none() && removes {
            return self.remove_elements(step, places, elements);
        }
        let mut emptied = Vec::new();
        for at in places {
            let was_primary = elements.get(*at).is_some_and(is_primary);
            let Some(element) = elements.get_mut(*at) else { continue };
            self.change_element(step, element)?;
            let is_primary = is_primary(element);
            if is_unassigned(element) {
                emptied.push(*at);
            }
            elements.changed(*at);
            if is_primary && !was_primary {
                self.hand_over(*at, &step.target.place, elements);
            }
        }
        elements.remove(&emptied);
        Ok(())
    }

    fn remove_elements(
        &mut self,
        step: &Step<'_>,
        places: &[usize],
        elements: &mut Elements<'_>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        keeps_value(target.attribute, Some(&Value::Bool(true)), None, || target.path(None))?;
        for before in elements.remove(places) {
            self.changes.add(|| target.path(None), Some(before), None);
        }
        Ok(())
    }

    fn change_element(&mut self, step: &Step<'_>, element: &mut Value) -> Result<(), PatchError> {
        let target = &step.target;
        match (target.sub, element) {
            (Some(sub), Value::Object(members)) => self.one_sub(step, sub, members),
            (Some(sub), simple) if sub.name.eq_ignore_ascii_case("value") => {
                self.replace_simple(step, simple)
            }
            (Some(_), _) => Ok(()),
            (None, element) => self.whole_element(step, element),
        }
    }

    fn whole_element(&mut self, step: &Step<'_>, element: &mut Value) -> Result<(), PatchError> {
        let target = &step.target;
        let Some(given) = step.value.filter(|it| !it.is_null()) else { return Ok(()) };
        let merges = step.op == Op::Add || self.settings.element_replace == ElementReplace::Merge;
        match (given, &mut *element) {
            (Value::Object(given), Value::Object(members)) if merges => {
                self.merge_into(step, given, members)
            }
            (Value::Object(_), _) => {
                let mut after = value::one(given, target.attribute, self.settings)?;
                replace_element(element, &mut after, target.attribute, || target.path(None))?;
                if *element != after {
                    let copy = self.changes.copy(&after);
                    let before = std::mem::replace(element, after);
                    self.changes.add(|| target.path(None), Some(before), copy);
                }
                Ok(())
            }
            (_, Value::Object(_)) => {
                let text = format!(
                    "an element of `{}` is an object, but the value is {}",
                    target.place,
                    kind(given)
                );
                Err(invalid_value(text).at("/value"))
            }
            _ => self.replace_simple(step, element),
        }
    }

    fn replace_simple(&mut self, step: &Step<'_>, element: &mut Value) -> Result<(), PatchError> {
        let target = &step.target;
        let after = match step.value.filter(|_| !unassigns(step.op, step.value)) {
            Some(value) => value::one(value, target.attribute, self.settings)?,
            None => Value::Null,
        };
        if *element != after {
            let copy = self.changes.copy(&after).filter(|it| !it.is_null());
            let before = std::mem::replace(element, after);
            self.changes.add(|| target.path(None), Some(before), copy);
        }
        Ok(())
    }

    fn creates(&self, op: Op) -> bool {
        match op {
            Op::Add => self.settings.add_without_match == AddWithoutMatch::Create,
            Op::Replace => self.settings.replace_without_match == ReplaceWithoutMatch::Create,
            Op::Remove => false,
        }
    }

    fn without_match(&self, step: &Step<'_>) -> Result<(), PatchError> {
        let passes = match step.op {
            Op::Remove => !self.settings.remove_needs_match || step.target.filter.is_none(),
            Op::Add => self.settings.add_without_match == AddWithoutMatch::Nothing,
            Op::Replace => false,
        };
        let nothing = step.op != Op::Remove && step.value.is_none_or(Value::is_null);
        let nothing = nothing && step.target.filter.is_none();
        if passes || nothing {
            return Ok(());
        }
        Err(no_target(format!("no element is at `{}`", step.target.path(None))).at("/path"))
    }

    /// Makes the element that the filter describes (erratum 8097; Entra ID counts on it).
    fn create(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let mut conditions = Vec::new();
        let describes = target.filter.is_some_and(|it| conditions_of(it, &mut conditions));
        if !describes {
            let text = "no element matches the filter, and it does not say by `eq` alone how a new one would look";
            return Err(no_target(text).at("/path"));
        }
        let Some(given) = step.value.filter(|it| !it.is_null()) else { return Ok(()) };
        let simple = target.attribute.is_some_and(|it| !it.is_complex());
        let element = if simple { given.clone() } else { described(conditions, step, given)? };
        let element = value::one(&element, target.attribute, self.settings)?;
        let Some(values) = array(holder, target.place.name, true) else { return Ok(()) };
        let mut arrays = std::mem::take(&mut self.arrays);
        let mut elements = arrays.open(values, &target.place);
        let added = self.append_one(element, step, &mut elements);
        self.arrays = arrays;
        added
    }
}

fn described(
    conditions: Vec<(&str, &Value)>,
    step: &Step<'_>,
    given: &Value,
) -> Result<Value, PatchError> {
    let mut members = Map::new();
    for (name, value) in conditions {
        put(&mut members, name, value.clone());
    }
    match (step.target.sub, given) {
        (Some(sub), given) => {
            put(&mut members, sub.name, given.clone());
        }
        (None, Value::Object(given)) => {
            for (name, value) in given {
                put(&mut members, name, value.clone());
            }
        }
        (None, other) => {
            let text = format!(
                "an element of `{}` is an object, but the value is {}",
                step.target.place,
                kind(other)
            );
            return Err(invalid_value(text).at("/value"));
        }
    }
    Ok(Value::Object(members))
}

/// The `eq` conditions of a filter that has no others.
fn conditions_of<'f>(filter: &'f Filter, conditions: &mut Vec<(&'f str, &'f Value)>) -> bool {
    match filter {
        Filter::Compare {
            path: AttrPath { uri: None, name, sub: None },
            op: CompareOp::Eq,
            value,
        } => {
            conditions.push((name, value));
            !value.is_null()
        }
        Filter::And(parts) => parts.iter().all(|it| conditions_of(it, conditions)),
        _ => false,
    }
}
