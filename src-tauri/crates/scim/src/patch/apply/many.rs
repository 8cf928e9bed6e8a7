//! Multi-valued attributes as a whole: adding elements, replacing all, removing all or the listed ones.

use serde_json::{Map, Value};

use super::rules::{keeps_value, may_be_unassigned};
use super::{Work, put, remove};
use crate::patch::array::{Elements, is_primary, significant};
use crate::patch::error::{PatchError, invalid_value};
use crate::patch::same::{is_unassigned, same};
use crate::patch::target::{Place, Step, member_mut};
use crate::patch::{Duplicates, Op, RemoveValue, value};
use crate::read::member;
use crate::schema::{Attribute, Mutability};

impl Work<'_> {
    /// An operation on all elements of an attribute.
    pub(super) fn all(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        match (step.op, step.value) {
            (Op::Add, Some(value)) if !value.is_null() => self.append(step, value, holder),
            (Op::Add, _) => Ok(()),
            (Op::Replace, value) => self.replace_all(step, value.unwrap_or(&Value::Null), holder),
            (Op::Remove, Some(value)) if !value.is_null() => match self.settings.remove_value {
                RemoveValue::Ignore => self.remove_all(step, holder),
                RemoveValue::Listed => self.remove_listed(step, value, holder),
                RemoveValue::Refuse => Err(invalid_value(
                    "`remove` takes no `value`; select elements by a filter in the path",
                )
                .at("/value")),
            },
            (Op::Remove, _) => self.remove_all(step, holder),
        }
    }

    fn append(
        &mut self,
        step: &Step<'_>,
        given: &Value,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let new = value::elements(given, target.attribute, self.settings)?;
        if new.is_empty() {
            return Ok(());
        }
        let Some(values) = array(holder, target.place.name, true) else { return Ok(()) };
        if values.iter().take(1).any(|it| !it.is_null()) {
            keeps_value(target.attribute, Some(&Value::Bool(true)), None, || target.path(None))?;
        }
        let mut arrays = std::mem::take(&mut self.arrays);
        let mut elements = arrays.open(values, &target.place);
        let added = new.into_iter().try_for_each(|it| self.append_one(it, step, &mut elements));
        self.arrays = arrays;
        added
    }

    pub(super) fn append_one(
        &mut self,
        element: Value,
        step: &Step<'_>,
        elements: &mut Elements<'_>,
    ) -> Result<(), PatchError> {
        let attribute = step.target.attribute;
        let primary = is_primary(&element);
        let there = match self.settings.duplicates {
            Duplicates::Equal if identified_by_value(attribute) => elements
                .same_value(&element, attribute, &mut self.steps)
                .or_else(|| elements.equal(&element, attribute, &mut self.steps)),
            Duplicates::Equal => elements.equal(&element, attribute, &mut self.steps),
            Duplicates::SameValue | Duplicates::MergeSameValue => elements
                .same_value(&element, attribute, &mut self.steps)
                .or_else(|| elements.equal(&element, attribute, &mut self.steps)),
        };
        match there {
            None => {
                let copy = self.changes.copy(&element);
                self.changes.add(|| step.target.place.path(), None, copy);
                let at = elements.push(element);
                if primary {
                    self.hand_over(at, &step.target.place, elements);
                }
                Ok(())
            }
            Some(at) if self.settings.duplicates == Duplicates::MergeSameValue => {
                let Value::Object(given) = element else { return Ok(()) };
                let Some(Value::Object(members)) = elements.get_mut(at) else { return Ok(()) };
                self.merge_into(step, &given, members)?;
                elements.changed(at);
                if primary {
                    self.hand_over(at, &step.target.place, elements);
                }
                Ok(())
            }
            Some(_) => Ok(()),
        }
    }

    /// Where one element becomes primary the others stop being so (RFC 7644 §3.5.2).
    pub(super) fn hand_over(&mut self, to: usize, place: &Place<'_>, elements: &mut Elements<'_>) {
        for at in elements.other_primaries(to, &mut self.steps) {
            let Some(Value::Object(members)) = elements.get_mut(at) else { continue };
            put(members, "primary", Value::Bool(false));
            let path = || match member(members, "value").and_then(|(_, it)| it.as_str()) {
                Some(value) => format!("{place}[value eq {}].primary", Value::from(value)),
                None => format!("{place}.primary"),
            };
            self.changes.add(path, Some(Value::Bool(true)), Some(Value::Bool(false)));
            elements.changed(at);
        }
    }

    fn replace_all(
        &mut self,
        step: &Step<'_>,
        given: &Value,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let mut new = match given {
            Value::Null => Vec::new(),
            given => value::elements(given, target.attribute, self.settings)?,
        };
        only_last_primary(&mut new);
        if new.is_empty() {
            return self.remove_all(step, holder);
        }
        let new = Value::Array(new);
        let before = member_mut(holder, target.place.name);
        keeps_value(target.attribute, before.as_deref(), Some(&new), || target.path(None))?;
        self.arrays.forget_closing(&target.place, before);
        let before = member_mut(holder, target.place.name);
        if before.as_deref() == Some(&new) {
            return Ok(());
        }
        let after = self.changes.copy(&new);
        let before = put(holder, target.place.name, new).filter(|it| !is_unassigned(it));
        self.changes.add(|| target.path(None), before, after);
        Ok(())
    }

    fn remove_all(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let path = || target.path(None);
        let before = member_mut(holder, target.place.name);
        keeps_value(target.attribute, before.as_deref(), None, path)?;
        may_be_unassigned(target.attribute, path)?;
        self.arrays.forget_closing(&target.place, before);
        self.steps.add(holder.len());
        if let Some(before) = remove(holder, target.place.name).filter(|it| !is_unassigned(it)) {
            self.changes.add(path, Some(before), None);
        }
        Ok(())
    }

    fn remove_listed(
        &mut self,
        step: &Step<'_>,
        listed: &Value,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let listed = match listed {
            Value::Array(listed) => listed.as_slice(),
            one => std::slice::from_ref(one),
        };
        let Some(values) = array(holder, target.place.name, false) else { return Ok(()) };
        let mut arrays = std::mem::take(&mut self.arrays);
        let mut elements = arrays.open(values, &target.place);
        for wanted in listed {
            let places = self.listed(wanted, target.attribute, &mut elements);
            for before in elements.remove(&places) {
                self.changes.add(|| target.path(None), Some(before), None);
            }
        }
        let empty = elements.is_empty();
        self.arrays = arrays;
        if empty { self.nothing_left(step, holder) } else { Ok(()) }
    }

    /// The elements that a listed one means: those that say all that it says, or, of references, have its `value`.
    fn listed(
        &mut self,
        wanted: &Value,
        attribute: Option<&Attribute>,
        elements: &mut Elements<'_>,
    ) -> Vec<usize> {
        if says_nothing(wanted) {
            return Vec::new();
        }
        let by_value = identified_by_value(attribute);
        let places = elements.with_value_of(wanted, &mut self.steps);
        let says_it = |it: &Value| match (it, wanted) {
            (Value::Object(_), Value::Object(_)) if by_value && significant(wanted).is_some() => {
                same_value(it, wanted, attribute)
            }
            (Value::Object(it), Value::Object(wanted)) => says_all(it, wanted, attribute),
            (Value::Object(_), _) => same_value(it, wanted, attribute),
            _ => same(it, wanted, attribute),
        };
        places.into_iter().filter(|at| elements.get(*at).is_some_and(says_it)).collect()
    }

    /// The last element went: the attribute is unassigned (RFC 7644 §3.5.2.2).
    pub(super) fn nothing_left(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        may_be_unassigned(target.attribute, || target.place.to_string())?;
        self.arrays.forget(&target.place);
        self.steps.add(holder.len());
        remove(holder, target.place.name);
        Ok(())
    }
}

/// The array at a name. A value that should have been an array is made its only element.
pub(super) fn array<'v>(
    holder: &'v mut Map<String, Value>,
    name: &str,
    make: bool,
) -> Option<&'v mut Vec<Value>> {
    if member_mut(holder, name).is_none_or(|it| it.is_null()) {
        if !make {
            return None;
        }
        put(holder, name, Value::Array(Vec::new()));
    }
    let value = member_mut(holder, name)?;
    if !value.is_array() {
        *value = Value::Array(vec![value.take()]);
    }
    value.as_array_mut()
}

/// Whether elements of an attribute are told apart by their `value` alone: references that cannot be edited, such as
/// members of a group.
fn identified_by_value(attribute: Option<&Attribute>) -> bool {
    attribute
        .filter(|it| it.is_link())
        .and_then(|it| it.sub_attribute("value"))
        .is_some_and(|it| matches!(it.mutability, Mutability::Immutable | Mutability::ReadOnly))
}

fn same_value(left: &Value, right: &Value, attribute: Option<&Attribute>) -> bool {
    let definition = attribute.and_then(|it| it.sub_attribute("value"));
    match (significant(left), significant(right)) {
        (Some(left), Some(right)) => same(left, right, definition),
        _ => false,
    }
}

/// Whether no element could be meant: what says nothing would mean all of them.
fn says_nothing(wanted: &Value) -> bool {
    match wanted {
        Value::Object(members) => members.values().all(is_unassigned),
        Value::Null | Value::Array(_) => true,
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn says_all(
    it: &Map<String, Value>,
    wanted: &Map<String, Value>,
    attribute: Option<&Attribute>,
) -> bool {
    wanted.iter().filter(|(_, value)| !is_unassigned(value)).all(|(name, wanted)| {
        let definition = attribute.and_then(|it| it.sub_attribute(name));
        match member(it, name) {
            Some((_, it)) => same(it, wanted, definition),
            None => *wanted == Value::Bool(false) && name.eq_ignore_ascii_case("primary"),
        }
    })
}

/// Of several elements marked primary in one value the last one is meant.
fn only_last_primary(elements: &mut [Value]) {
    let mut seen = false;
    for element in elements.iter_mut().rev() {
        if !is_primary(element) {
            continue;
        }
        if let (true, Value::Object(members)) = (seen, element) {
            put(members, "primary", Value::Bool(false));
        }
        seen = true;
    }
}
