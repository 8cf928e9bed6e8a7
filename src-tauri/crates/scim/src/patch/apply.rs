//! Applying a PATCH request (RFC 7644 §3.5.2): operations in order, on a copy, so that all of them count or none.

mod changes;
mod complex;
mod elements;
#[cfg(test)]
mod linear;
mod many;
mod rules;
mod schemas;

use std::borrow::Borrow;

use serde_json::{Map, Value};

use super::array::Arrays;
use super::error::{PatchError, invalid_syntax};
use super::same::is_unassigned;
use super::steps::{Steps, nodes};
use super::target::{Place, Resolved, Resolver, Step, member_mut};
use super::{Op, PatchRequest, Settings};
use crate::read::{kind, member};
use crate::view::TypeModel;
use changes::Changes;

/// A resource after a PATCH request, and what each operation changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Applied {
    /// The resource as it is now.
    pub resource: Value,
    /// One outcome for each operation, in order.
    pub outcomes: Vec<Outcome>,
}

impl Applied {
    /// Whether anything changed. Where nothing did, `meta.lastModified` must stay (RFC 7644 §3.5.2.1).
    #[must_use]
    pub fn is_changed(&self) -> bool {
        self.outcomes.iter().any(|it| !it.changes.is_empty())
    }
}

/// What one operation changed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outcome {
    /// Everything that changed, in order; empty when the resource was so already.
    pub changes: Vec<Change>,
}

/// One change: an attribute, a sub-attribute or an element.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What changed: an attribute path, with the filter of the operation where it chose elements.
    pub path: String,
    /// What was there; `None` when it was unassigned, or the element is new.
    pub before: Option<Value>,
    /// What is there now; `None` when it was removed.
    pub after: Option<Value>,
}

/// A request whose paths are resolved, ready for any number of resources of one type.
#[derive(Debug)]
pub struct Prepared<'a> {
    operations: Vec<Result<Resolved<'a>, PatchError>>,
    request: &'a PatchRequest,
    settings: &'a Settings,
}

/// Applies a request to a resource.
///
/// Without a type model every attribute is accepted, and what a value is follows from its JSON type.
///
/// # Errors
/// When an operation cannot be applied; the resource is then as it was (RFC 7644 §3.5.2: "atomic").
pub fn apply<V: Borrow<Value>>(
    resource: &Value,
    request: &PatchRequest<V>,
    model: Option<&TypeModel>,
    settings: &Settings,
) -> Result<Applied, PatchError> {
    at_once(resource, request, model, settings, Changes::listed())
}

/// Applies a request to a resource as [`apply`] does, and gives the resource alone: for whoever does not ask what each
/// operation changed.
///
/// # Errors
/// When an operation cannot be applied; the resource is then as it was.
pub fn patched<V: Borrow<Value>>(
    resource: &Value,
    request: &PatchRequest<V>,
    model: Option<&TypeModel>,
    settings: &Settings,
) -> Result<Value, PatchError> {
    at_once(resource, request, model, settings, Changes::counted()).map(|it| it.resource)
}

fn at_once<V: Borrow<Value>>(
    resource: &Value,
    request: &PatchRequest<V>,
    model: Option<&TypeModel>,
    settings: &Settings,
    changes: Changes,
) -> Result<Applied, PatchError> {
    let resolver = Resolver { model, settings };
    let size = || size(request);
    let mut run = Run::of(resource, &size, settings, changes)?;
    for operation in &request.operations {
        run.operation(resolver.steps(operation).as_ref())?;
    }
    Ok(run.finish())
}

/// How many values there are in a request.
fn size<V: Borrow<Value>>(request: &PatchRequest<V>) -> usize {
    request.operations.iter().filter_map(|it| it.value.as_ref()).map(|it| nodes(it.borrow())).sum()
}

impl<'a> Prepared<'a> {
    /// Resolves the paths of a request. A path that cannot be resolved fails when its turn comes.
    #[must_use]
    pub fn new(
        request: &'a PatchRequest,
        model: Option<&'a TypeModel>,
        settings: &'a Settings,
    ) -> Self {
        let resolver = Resolver { model, settings };
        let operations = request.operations.iter().map(|it| resolver.steps(it)).collect();
        Self { operations, request, settings }
    }

    /// Applies the request to a resource.
    ///
    /// # Errors
    /// When an operation cannot be applied; the resource is then as it was.
    pub fn apply(&self, resource: &Value) -> Result<Applied, PatchError> {
        self.run(resource).map(|(applied, _)| applied)
    }

    /// How many steps it takes to apply the request: a measure of the work that is the same on every machine.
    #[cfg(test)]
    pub(crate) fn steps(&self, resource: &Value) -> Result<u64, PatchError> {
        self.run(resource).map(|(_, steps)| steps.taken())
    }

    fn run(&self, resource: &Value) -> Result<(Applied, Steps), PatchError> {
        let size = || size(self.request);
        let mut run = Run::of(resource, &size, self.settings, Changes::listed())?;
        for steps in &self.operations {
            run.operation(steps.as_ref())?;
        }
        let steps = std::mem::take(&mut run.work.steps);
        Ok((run.finish(), steps))
    }
}

/// A request that is being applied, to a copy of a resource.
struct Run<'a> {
    members: Map<String, Value>,
    outcomes: Vec<Outcome>,
    number: usize,
    work: Work<'a>,
}

impl<'a> Run<'a> {
    fn of(
        resource: &'a Value,
        size_of_request: &'a dyn Fn() -> usize,
        settings: &'a Settings,
        changes: Changes,
    ) -> Result<Self, PatchError> {
        let Value::Object(members) = resource else {
            return Err(invalid_syntax(format!(
                "a resource is an object, but this is {}",
                kind(resource)
            )));
        };
        let (arrays, steps) = (Arrays::default(), Steps::default());
        let work = Work { settings, arrays, steps, changes, resource, size_of_request };
        Ok(Self { members: members.clone(), outcomes: Vec::new(), number: 0, work })
    }

    /// Takes the steps of the next operation. A path that could not be resolved fails when its turn comes.
    fn operation(&mut self, steps: Result<&Resolved<'_>, &PatchError>) -> Result<(), PatchError> {
        let Self { members, outcomes, number, work } = self;
        let done = steps.map_err(Clone::clone).and_then(|steps| {
            steps.as_slice().iter().try_for_each(|it| {
                work.step(it, members)?;
                work.within_bounds()
            })
        });
        done.map_err(|error| error.in_operation(*number))?;
        *number += 1;
        outcomes.extend(work.changes.take().map(|changes| Outcome { changes }));
        Ok(())
    }

    fn finish(mut self) -> Applied {
        self.work.arrays.close(&mut self.members);
        Applied { resource: Value::Object(self.members), outcomes: self.outcomes }
    }
}

/// What is needed while a request is applied, the resource aside.
struct Work<'a> {
    settings: &'a Settings,
    arrays: Arrays,
    steps: Steps,
    changes: Changes,
    /// What there is to work on, as it was given.
    resource: &'a Value,
    size_of_request: &'a dyn Fn() -> usize,
}

impl Work<'_> {
    /// Fails where the work is more than what there is to work on justifies.
    fn within_bounds(&mut self) -> Result<(), PatchError> {
        self.steps.check(self.resource, self.size_of_request)
    }

    fn step(
        &mut self,
        step: &Step<'_>,
        resource: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let place = step.target.place;
        if !rules::may_write(step, resource, self.settings)? {
            return Ok(());
        }
        if let Some(inner) = array_inside(step, resource) {
            return self.step(&inner, resource);
        }
        if let Some(name) = place.extension.or(place.container) {
            self.steps.add(looks(resource, name));
        }
        let way: &[&str] = match (place.extension, place.container) {
            (Some(extension), Some(container)) => &[extension, container],
            (Some(holder), None) | (None, Some(holder)) => &[holder],
            (None, None) => &[],
        };
        let changes = self.changes.count();
        let holder = match open(resource, way, step.op != Op::Remove) {
            Some(holder) => self.attribute(step, holder),
            None => Ok(()),
        };
        close(resource, way);
        holder?;
        if place.extension.is_some() && self.changes.count() > changes {
            schemas::follow(place.extension, resource, self);
        } else if step.op == Op::Remove && crate::urn::looks_like_one(place.name) {
            schemas::follow(Some(place.name), resource, self);
        }
        Ok(())
    }

    fn attribute(
        &mut self,
        step: &Step<'_>,
        holder: &mut Map<String, Value>,
    ) -> Result<(), PatchError> {
        let target = &step.target;
        self.steps.add(looks(holder, target.place.name));
        let several = match target.attribute {
            Some(attribute) => attribute.multi_valued,
            None => {
                target.filter.is_some()
                    || matches!(member_mut(holder, target.place.name), Some(Value::Array(_)))
                    || (target.sub.is_none()
                        && matches!(step.value, Some(Value::Array(_)))
                        && step.op != Op::Remove)
            }
        };
        match (several, target.sub) {
            (true, None) if target.filter.is_none() => self.all(step, holder),
            (true, _) => self.some(step, holder),
            (false, Some(sub)) => self.sub_attribute(step, sub, holder),
            (false, None) => self.single(step, holder),
        }
    }
}

/// A step on a sub-attribute that holds an array, as a step on that array. Only the schema of schemas has such parts;
/// without a schema any resource may.
fn array_inside<'a>(step: &Step<'a>, resource: &mut Map<String, Value>) -> Option<Step<'a>> {
    let sub = step.target.sub.filter(|it| it.attribute.is_none_or(|it| it.multi_valued))?;
    let place = step.target.place;
    if step.target.filter.is_some() || place.container.is_some() {
        return None;
    }
    let way: Vec<&str> = place.extension.into_iter().chain([place.name]).collect();
    let whole = open(resource, &way, false)?;
    if !matches!(member_mut(whole, sub.name), Some(Value::Array(_))) {
        return None;
    }
    let mut inner = step.clone();
    inner.target.place = Place { container: Some(place.name), name: sub.name, ..place };
    inner.target.attribute = sub.attribute;
    inner.target.sub = None;
    Some(inner)
}

/// Follows members down to the object that holds the attribute; makes what is missing on the way where asked to.
fn open<'v>(
    resource: &'v mut Map<String, Value>,
    way: &[&str],
    make: bool,
) -> Option<&'v mut Map<String, Value>> {
    let mut members = resource;
    for name in way {
        let there = member_mut(members, name).is_some();
        if !there && !make {
            return None;
        }
        if !there {
            members.insert((*name).to_owned(), Value::Object(Map::new()));
        }
        let value = member_mut(members, name)?;
        if !value.is_object() && make {
            *value = Value::Object(Map::new());
        }
        members = value.as_object_mut()?;
    }
    Some(members)
}

/// Takes away what holds nothing any more.
fn close(resource: &mut Map<String, Value>, way: &[&str]) {
    let Some((last, before)) = way.split_last() else { return };
    if let Some(holder) = open(resource, before, false)
        && member_mut(holder, last).is_some_and(|it| is_unassigned(it))
    {
        remove(holder, last);
    }
    close(resource, before);
}

/// How many names are looked at to find a member: all of them where none is spelled so. In small objects that is not
/// worth finding out.
fn looks(members: &Map<String, Value>, name: &str) -> usize {
    const FEW: usize = 32;
    match members.len() <= FEW || members.contains_key(name) {
        true => 1,
        false => 1 + members.len(),
    }
}

/// Puts a value at a name, in the spelling that is there, and gives what was there.
fn put(members: &mut Map<String, Value>, name: &str, value: Value) -> Option<Value> {
    match member_mut(members, name) {
        Some(there) => Some(std::mem::replace(there, value)),
        None => {
            members.insert(name.to_owned(), value);
            None
        }
    }
}

/// Takes a member away, in any letter case; the others keep their order.
fn remove(members: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let (served, _) = member(members, name)?;
    if served == name {
        return members.shift_remove(name);
    }
    let served = served.to_owned();
    members.shift_remove(&served)
}

/// The place of an attribute that stands at the top of a resource.
fn top(name: &str) -> Place<'_> {
    Place { extension: None, container: None, name }
}
