//! A resource that is asked for many attributes: each costs one look, however many members there are.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::undo::Spot;
use crate::finding::pointer_to;
use crate::members::Members;
use crate::view::TypeModel;

/// An object inside of a resource: that of an extension, or of an attribute.
type Inside = (Option<String>, Option<String>);

/// A resource, asked by [`Spot`].
pub(crate) struct Doc<'v> {
    pub(crate) resource: &'v Value,
    model: &'v TypeModel,
    top: Option<Members<'v>>,
    inside: RefCell<HashMap<Inside, Option<Rc<Members<'v>>>>>,
}

impl fmt::Debug for Doc<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.resource.fmt(f)
    }
}

impl<'v> Doc<'v> {
    pub(crate) fn new(resource: &'v Value, model: &'v TypeModel) -> Self {
        let top = resource.as_object().map(Members::of);
        Self { resource, model, top, inside: RefCell::default() }
    }

    /// What is at a place.
    pub(crate) fn find(&self, spot: &Spot) -> Option<&'v Value> {
        self.trace(spot, |_| {})
    }

    /// Where it is, or what is there of the way to it (RFC 6901).
    pub(crate) fn pointer(&self, spot: &Spot) -> String {
        let mut pointer = String::new();
        self.trace(spot, |served| pointer = pointer_to(&pointer, served));
        pointer
    }

    fn trace(&self, spot: &Spot, mut step: impl FnMut(&'v str)) -> Option<&'v Value> {
        let uri = spot.uri.as_deref().filter(|it| !self.model.is_base(it));
        let lower = |it: &str| it.to_ascii_lowercase();
        let within = match uri {
            Some(uri) => {
                let (served, value) = self.top.as_ref()?.find(uri)?;
                step(served);
                Some(self.inside((Some(lower(uri)), None), value)?)
            }
            None => None,
        };
        let (served, value) = match &within {
            Some(members) => members.find(&spot.name)?,
            None => self.top.as_ref()?.find(&spot.name)?,
        };
        step(served);
        let Some(sub) = &spot.sub else { return Some(value) };
        let inside = (uri.map(lower), Some(lower(&spot.name)));
        let (served, value) = self.inside(inside, value)?.find(sub)?;
        step(served);
        Some(value)
    }

    fn inside(&self, inside: Inside, value: &'v Value) -> Option<Rc<Members<'v>>> {
        let mut known = self.inside.borrow_mut();
        let members = || value.as_object().map(Members::of).map(Rc::new);
        known.entry(inside).or_insert_with(members).clone()
    }
}

/// A resource without some attributes and parts of attributes, which are named in lower case.
pub(super) fn without<'v>(
    resource: &'v Value,
    spots: &[Spot],
    model: &TypeModel,
) -> Cow<'v, Value> {
    if spots.is_empty() {
        return Cow::Borrowed(resource);
    }
    let lower = |it: &str| it.to_ascii_lowercase();
    let key = |it: &Spot| {
        let uri = it.uri.as_deref().filter(|it| !model.is_base(it));
        (uri.map(lower), lower(&it.name), it.sub.as_deref().map(lower))
    };
    let gone: std::collections::HashSet<_> = spots.iter().map(key).collect();
    let Value::Object(members) = resource else { return Cow::Borrowed(resource) };
    let kept = |members: &Map<String, Value>, uri: Option<&str>| -> Map<String, Value> {
        let uri = uri.map(lower);
        let stays = |name: &str, sub: Option<&str>| {
            !gone.contains(&(uri.clone(), lower(name), sub.map(lower)))
        };
        let whole = members.iter().filter(|(name, _)| stays(name, None));
        whole
            .map(|(name, value)| (name.clone(), parts(value, |sub| stays(name, Some(sub)))))
            .collect()
    };
    let mut left = kept(members, None);
    for (name, value) in &mut left {
        if let (Some(schema), Value::Object(inside)) = (model.extension(name), &*value) {
            *value = Value::Object(kept(inside, Some(&schema.id)));
        }
    }
    Cow::Owned(Value::Object(left))
}

fn parts(value: &Value, stays: impl Fn(&str) -> bool) -> Value {
    let Value::Object(members) = value else { return value.clone() };
    let kept = members.iter().filter(|(name, _)| stays(name));
    Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
}
