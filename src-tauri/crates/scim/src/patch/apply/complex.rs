//! Attributes with one value: simple ones, complex ones, and their sub-attributes.

use serde_json::{Map, Value};

use super::rules::{keeps_value, may_be_unassigned, unassigns};
use super::{Work, looks, put, remove};
use crate::patch::error::PatchError;
use crate::patch::same::is_unassigned;
use crate::patch::target::{Step, Sub, member_mut};
use crate::patch::{ComplexReplace, Op, value};
use crate::schema::Attribute;

/// A value on its way to a member of an object.
pub(super) struct Write<'w> {
    pub(super) name: &'w str,
    pub(super) attribute: Option<&'w Attribute>,
    /// `None` unassigns.
    pub(super) value: Option<Value>,
}

impl Work<'_> {
    /// An attribute with one value.
    pub(super) fn single(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let name = target.place.name;
        let complex = target.attribute.is_none_or(Attribute::is_complex);
        let merges =
            step.op != Op::Replace || self.settings.complex_replace == ComplexReplace::Merge;
        if let Some(Value::Object(given)) = step.value
            && complex
            && merges
            && step.op != Op::Remove
            && !matches!(member_mut(holder, name), Some(it) if !it.is_object() && !it.is_null())
        {
            return self.merge(step, given, holder);
        }
        let value = match step.value.filter(|_| !unassigns(step.op, step.value)) {
            Some(value) => Some(value::one(value, target.attribute, self.settings)?),
            None => None,
        };
        let value = value.filter(|it| !(complex && is_unassigned(it)));
        if value.as_ref().is_none_or(|it| it.is_object()) {
            self.arrays.forget(&target.place);
        }
        self.write(Write { name, attribute: target.attribute, value }, holder, || target.path(None))
    }

    /// A sub-attribute of an attribute with one value.
    pub(super) fn sub_attribute(
        &mut self,
        step: &Step<'_>,
        sub: Sub<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let unassigns = unassigns(step.op, step.value);
        let whole = match member_mut(holder, target.place.name) {
            Some(Value::Object(members)) => members,
            _ if unassigns => return Ok(()),
            _ => {
                put(holder, target.place.name, Value::Object(Map::new()));
                let Some(Value::Object(members)) = member_mut(holder, target.place.name) else {
                    return Ok(());
                };
                members
            }
        };
        let done = self.one_sub(step, sub, whole);
        if whole.is_empty() {
            done.and_then(|()| may_be_unassigned(target.attribute, || target.path(None)))?;
            remove(holder, target.place.name);
            return Ok(());
        }
        done
    }

    /// A sub-attribute of one object, be it an element or the value of a complex attribute.
    pub(super) fn one_sub(
        &mut self,
        step: &Step<'_>,
        sub: Sub<'_>,
        members: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let path = || step.target.path(None);
        let value = match step.value.filter(|_| !unassigns(step.op, step.value)) {
            None => None,
            Some(value) => Some(self.sub_value(value, sub, members)?),
        };
        self.write(Write { name: sub.name, attribute: sub.attribute, value }, members, path)
    }

    /// What a sub-attribute becomes. One that no schema knows may be an object, and is then added to.
    fn sub_value(
        &mut self,
        given: &Value,
        sub: Sub<'_>,
        members: &mut Map<String, Value>,
    ) -> Result<Value, PatchError> {
        let value = value::sub_value(given, sub.attribute, self.settings)?;
        let Value::Object(more) = value else { return Ok(value) };
        let Some(Value::Object(there)) = member_mut(members, sub.name) else {
            return Ok(Value::Object(more));
        };
        let mut all = there.clone();
        for (name, value) in more {
            self.steps.add(looks(&all, &name));
            self.within_bounds()?;
            put(&mut all, &name, value);
        }
        Ok(Value::Object(all))
    }

    /// Sets the given sub-attributes and leaves the others (RFC 7644 §3.5.2.3).
    fn merge(
        &mut self,
        step: &Step<'_>,
        given: &Map<String, Value>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        let name = target.place.name;
        if !matches!(member_mut(holder, name), Some(Value::Object(_))) {
            put(holder, name, Value::Object(Map::new()));
        }
        let Some(Value::Object(members)) = member_mut(holder, name) else { return Ok(()) };
        let done = self.merge_into(step, given, members);
        if members.is_empty() {
            remove(holder, name);
        }
        done
    }

    /// Sets the given members of one object and leaves the others.
    pub(super) fn merge_into(
        &mut self,
        step: &Step<'_>,
        given: &Map<String, Value>,
        members: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        for (name, value) in given {
            let (name, sub) = match target.attribute {
                Some(attribute) => match value::sub_attribute(name, attribute, self.settings)? {
                    Some(known) => known,
                    None => continue,
                },
                None => (name.as_str(), None),
            };
            let value = match value {
                Value::Null => None,
                value => Some(value::sub_value(value, sub, self.settings)?),
            };
            self.write(Write { name, attribute: sub, value }, members, || target.path(Some(name)))?;
            self.within_bounds()?;
        }
        Ok(())
    }

    /// Writes one member, notes the change, and refuses what its definition does not allow.
    pub(super) fn write(
        &mut self,
        write: Write<'_>,
        members: &mut Map<String, Value>,
        path: impl Fn() -> String,
    ) -> Result<(), PatchError> {
        let Write { name, attribute, value } = write;
        self.steps.add(looks(members, name));
        let before = member_mut(members, name).filter(|it| !it.is_null());
        keeps_value(attribute, before.as_deref(), value.as_ref(), &path)?;
        match (before, value) {
            (Some(before), Some(value)) => {
                if *before != value {
                    let after = self.changes.copy(&value);
                    let before = std::mem::replace(before, value);
                    self.changes.add(path, Some(before), after);
                }
            }
            (None, Some(value)) => {
                let after = self.changes.copy(&value);
                put(members, name, value);
                self.changes.add(path, None, after);
            }
            (before, None) => {
                let was_there = before.is_some();
                may_be_unassigned(attribute, &path)?;
                self.steps.add(members.len());
                let before = remove(members, name);
                if was_there {
                    self.changes.add(path, before, None);
                }
            }
        }
        Ok(())
    }
}
