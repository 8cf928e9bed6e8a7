//! Where a path leads in a resource or in an element: made ready once, followed many times.
//!
//! Reading is tolerant: member names in any letter case (RFC 7643 §2.1), a single object where an array should be, a
//! bare value where an object with `value` should be.

use serde_json::{Map, Value};

use crate::attr::AttrPath;
use crate::compare::Typing;
use crate::schema::Attribute;
use crate::view::TypeModel;
use crate::{steps, urn};

/// What paths are relative to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Scope<'f> {
    /// A resource, of a type if that is known.
    Resource(Option<&'f TypeModel>),
    /// The elements of an attribute, if its definition is known.
    Elements(Option<&'f Attribute>),
}

/// A path that is ready to be followed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'f> {
    holder: Holder<'f>,
    name: &'f str,
    sub: Option<&'f str>,
}

/// The object that holds the attribute.
#[derive(Debug, Clone, Copy)]
enum Holder<'f> {
    /// The resource or element itself.
    Root,
    /// The member of an extension.
    Extension(&'f str),
    /// The URI is of no known schema, so it may be that of the base one: the resource, where it has no such member.
    Either(&'f str),
}

/// A place and what is known of the values there.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target<'f> {
    pub(crate) place: Place<'f>,
    /// The definition of what the path names last.
    pub(crate) attribute: Option<&'f Attribute>,
    /// How the values compare; of a complex attribute its `value` (RFC 7644 §3.4.2.2).
    pub(crate) typing: Typing,
}

impl<'f> Scope<'f> {
    /// What a path means here. One that no schema knows is looked for as it is written.
    pub(crate) fn target(self, path: &'f AttrPath) -> Target<'f> {
        match self {
            Self::Resource(Some(model)) => match model.find_path(path) {
                Some(found) => {
                    let holder = found.extension.map_or(Holder::Root, Holder::Extension);
                    let sub = found.sub.map(|it| it.name.as_str());
                    let place = Place { holder, name: &found.attribute.name, sub };
                    known(place, found.target())
                }
                None if path.uri.as_deref().is_some_and(|it| model.is_base(it)) => Target {
                    place: Place { holder: Holder::Root, ..unknown(path).place },
                    ..unknown(path)
                },
                // The base schema of this type is known: that of another type names nothing here, also where both have
                // an attribute of the name (RFC 7644 §3.4.2.1).
                None => match path.uri.as_deref() {
                    Some(uri) => Target {
                        place: Place { holder: Holder::Extension(uri), ..unknown(path).place },
                        ..unknown(path)
                    },
                    None => unknown(path),
                },
            },
            Self::Elements(Some(attribute)) => {
                let plain = path.uri.is_none() && path.sub.is_none();
                if plain && !attribute.is_complex() && is_value(&path.name) {
                    return known(
                        Place { holder: Holder::Root, name: "value", sub: None },
                        attribute,
                    );
                }
                match attribute.sub_attribute(&path.name) {
                    Some(sub) if plain => {
                        known(Place { holder: Holder::Root, name: &sub.name, sub: None }, sub)
                    }
                    _ => unknown(path),
                }
            }
            Self::Resource(None) | Self::Elements(None) => unknown(path),
        }
    }
}

fn known<'f>(place: Place<'f>, attribute: &'f Attribute) -> Target<'f> {
    let typed =
        if attribute.is_complex() { attribute.sub_attribute("value") } else { Some(attribute) };
    let typing = typed.map_or(Typing::ByJson, Typing::of);
    Target { place, attribute: Some(attribute), typing }
}

fn unknown(path: &AttrPath) -> Target<'_> {
    let holder = match path.uri.as_deref() {
        None => Holder::Root,
        Some(uri) if urn::is_base(uri) => Holder::Either(uri),
        Some(uri) => Holder::Extension(uri),
    };
    let place = Place { holder, name: &path.name, sub: path.sub.as_deref() };
    Target { place, attribute: None, typing: Typing::ByJson }
}

fn is_value(name: &str) -> bool {
    name.eq_ignore_ascii_case("value")
}

impl Place<'_> {
    /// Whether `test` holds of one of the values: simple values, of complex ones their `value`, never null.
    pub(crate) fn any_value<'v>(
        self,
        root: &'v Value,
        mut test: impl FnMut(&'v Value) -> bool,
    ) -> bool {
        self.any_node(root, |node| match node {
            Value::Object(members) => {
                find(members, "value").is_some_and(|it| is_simple(it) && test(it))
            }
            simple => is_simple(simple) && test(simple),
        })
    }

    /// Whether `test` holds of one of the elements, or of the value where there is no array.
    pub(crate) fn any_node<'v>(
        self,
        root: &'v Value,
        mut test: impl FnMut(&'v Value) -> bool,
    ) -> bool {
        let Some(top) = self.top(root) else { return false };
        let Some(sub) = self.sub else { return each(top, test) };
        each(top, |element| match element {
            Value::Object(members) => find(members, sub).is_some_and(|it| each(it, &mut test)),
            simple => is_value(sub) && is_simple(simple) && test(simple),
        })
    }

    /// The attribute as it stands in the resource, without regard to the sub-attribute.
    pub(crate) fn top(self, root: &Value) -> Option<&Value> {
        let Value::Object(members) = root else {
            // An element that is a simple value is its own `value`.
            return (is_value(self.name) && is_simple(root)).then_some(root);
        };
        let members = match self.holder {
            Holder::Root => members,
            Holder::Extension(uri) => find(members, uri)?.as_object()?,
            Holder::Either(uri) => match find(members, uri) {
                Some(extension) => extension.as_object()?,
                None => members,
            },
        };
        find(members, self.name)
    }

    pub(crate) fn sub(&self) -> Option<&str> {
        self.sub
    }
}

fn each<'v>(value: &'v Value, mut test: impl FnMut(&'v Value) -> bool) -> bool {
    match value {
        Value::Array(elements) => elements.iter().any(|it| {
            steps::count(1);
            test(it)
        }),
        single => test(single),
    }
}

fn is_simple(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_) | Value::Bool(_))
}

/// The member of a name, as spelled, else in any letter case. Few members are looked through faster than their hash is
/// computed.
pub(crate) fn find<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    const FEW: usize = 32;
    if members.len() > FEW
        && let Some(found) = members.get(name)
    {
        steps::count(1);
        return Some(found);
    }
    let mut other = None;
    for (key, value) in members {
        steps::count(1);
        if key.len() != name.len() {
            continue;
        }
        if key == name {
            return Some(value);
        }
        if other.is_none() && key.eq_ignore_ascii_case(name) {
            other = Some(value);
        }
    }
    other
}
