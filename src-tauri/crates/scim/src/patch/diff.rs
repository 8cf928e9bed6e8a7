//! The PATCH request that turns one resource into another.
//!
//! It is minimal: no other request of this kind has fewer operations, and none with as many fewer bytes. The kind:
//!
//! - each operation has a path, and names one attribute; an extension is addressed attribute by attribute;
//! - `add` where nothing is, `replace` where something is; no nulls as values;
//! - a filter is made of `eq` conditions and selects one element, whichever operations have been applied already: it
//!   holds of one element that was there, and of none that comes but what that one becomes;
//! - an element that stays as it is is not sent again: where one stays, the attribute is not replaced as a whole. So a
//!   change of one member of a large group stays small, and does not undo what somebody else changed meanwhile.
//!
//! Where more than a handful of elements of one attribute change, elements are only turned into others that have the
//! same `value`.

mod change;
mod complex;
mod elements;
mod filters;
mod pairs;

use std::collections::{HashMap, HashSet};
use std::fmt;

use serde_json::{Map, Value};

use super::same::{identical, is_unassigned};
use super::{Operation, PatchRequest, Settings, value};
use crate::attr::AttrPath;
use crate::members::Members;
use crate::patch_path::PatchPath;
use crate::schema::{Attribute, Mutability};
use crate::urn;
use crate::view::TypeModel;

/// A request, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Diff {
    /// The operations; none when nothing is to do.
    pub request: PatchRequest,
    /// What differs and is not sent, in the order of the resource.
    pub left_out: Vec<LeftOut>,
}

/// A difference that a PATCH request does not carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What differs: an attribute path.
    pub path: String,
    /// Why it is not sent.
    pub reason: Reason,
}

/// Why a difference is not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Only the service provider sets it (RFC 7643 §7).
    ReadOnly,
    /// It has a value and keeps it (RFC 7643 §7).
    Immutable,
    /// It is never read back, so that a difference says nothing (RFC 7643 §7).
    WriteOnly,
    /// It is required and cannot be removed (RFC 7644 §3.5.2.2).
    Required,
    /// No filter of `eq` conditions selects this element and no other.
    Indistinguishable,
    /// Two elements are to be primary; at most one can be (RFC 7643 §2.4).
    TwoPrimaries,
    /// No schema of the resource type defines it.
    Unknown,
    /// Its new value does not fit its type; the text says why.
    Unfit(String),
    /// `schemas` follows the extensions that are in use (RFC 7644 §3.5.2).
    Follows,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReadOnly => "it is readOnly: only the service provider sets it",
            Self::Immutable => "it is immutable and has a value already",
            Self::WriteOnly => "it is writeOnly: it is never read back, so it is set on its own",
            Self::Required => "it is required and cannot be removed",
            Self::Indistinguishable => "no filter selects this element and no other",
            Self::TwoPrimaries => "two elements are marked primary, which only one can be",
            Self::Unknown => "no schema of this resource type defines it",
            Self::Unfit(why) => return f.write_str(why),
            Self::Follows => "it follows the extensions that are in use",
        })
    }
}

/// Computes the request that turns a resource into another. What is readOnly, immutable once set, writeOnly or
/// indistinguishable is left out, and named. The order of elements and of members means nothing.
///
/// ```
/// use scim::{builtin, patch, view::TypeModel};
/// let model = TypeModel::resolve(&builtin::resource_types()[0], builtin::schemas()).value;
/// let before = serde_json::json!({ "userName": "bjensen", "emails": [{ "type": "work", "value": "b@example.com" }] });
/// let after = serde_json::json!({ "userName": "bjensen", "emails": [{ "type": "work", "value": "j@example.com" }] });
/// let diff = patch::diff(&before, &after, &model);
/// assert_eq!(
///     diff.request.operations[0].to_json().to_string(),
///     r#"{"op":"replace","path":"emails[type eq \"work\"].value","value":"j@example.com"}"#,
/// );
/// ```
#[must_use]
pub fn diff(before: &Value, after: &Value, model: &TypeModel) -> Diff {
    let none = Map::new();
    let before = before.as_object().unwrap_or(&none);
    let after = after.as_object().unwrap_or(&none);
    let mut work = Work { model, settings: Settings::default(), diff: Diff::default() };
    work.holder(None, before, after);
    work.schemas(before, after);
    work.diff
}

/// A diff in the making.
#[derive(Debug)]
struct Work<'m> {
    model: &'m TypeModel,
    settings: Settings,
    diff: Diff,
}

/// One attribute: where it is and what it is.
#[derive(Debug, Clone, Copy)]
struct Subject<'m> {
    uri: Option<&'m str>,
    attribute: &'m Attribute,
}

impl<'m> Work<'m> {
    /// The attributes at the top of the resource, or of one extension.
    fn holder(
        &mut self,
        uri: Option<&'m str>,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) {
        for (name, before, after) in both(before, after) {
            if uri.is_none() && name.eq_ignore_ascii_case("schemas") {
                continue;
            }
            if uri.is_none() && urn::looks_like_one(name) {
                self.extension(name, before, after);
                continue;
            }
            match self.model.attribute(uri, name) {
                Some(attribute) => self.attribute(Subject { uri, attribute }, before, after),
                None if differ(before, after) => {
                    let path = crate::path::qualified(uri, name);
                    self.leave_out(path, Reason::Unknown);
                }
                None => {}
            }
        }
    }

    fn extension(&mut self, name: &str, before: Option<&Value>, after: Option<&Value>) {
        let none = Map::new();
        let members = |value: Option<&Value>| match value {
            None | Some(Value::Null) => Some(None),
            Some(Value::Object(members)) => Some(Some(members.clone())),
            Some(_) => None,
        };
        match (self.model.extension(name), members(before), members(after)) {
            (Some(schema), Some(before), Some(after)) => {
                self.holder(
                    Some(&schema.id),
                    before.as_ref().unwrap_or(&none),
                    after.as_ref().unwrap_or(&none),
                );
            }
            _ if differ(before, after) => self.leave_out(name.to_owned(), Reason::Unknown),
            _ => {}
        }
    }

    fn attribute(&mut self, subject: Subject<'m>, before: Option<&Value>, after: Option<&Value>) {
        let attribute = subject.attribute;
        let before = before.filter(|it| !is_unassigned(it));
        let after = after.filter(|it| !is_unassigned(it));
        if attribute.multi_valued {
            if let Some(reason) = forbidden(attribute, before.is_some()) {
                if !elements::same_elements(before, after) {
                    self.leave_out(subject.path(None), reason);
                }
                return;
            }
            return elements::diff(self, subject, before, after);
        }
        if !differ(before, after) {
            return;
        }
        if let Some(reason) = forbidden(attribute, before.is_some()) {
            return self.leave_out(subject.path(None), reason);
        }
        match (attribute.is_complex(), before, after) {
            (true, _, Some(Value::Object(_))) | (true, Some(Value::Object(_)), None) => {
                complex::diff(self, subject, before, after);
            }
            _ => self.simple(subject, before, after),
        }
    }

    fn simple(&mut self, subject: Subject<'m>, before: Option<&Value>, after: Option<&Value>) {
        let path = PatchPath::Attribute(subject.attr_path(None));
        let Some(after) = after else {
            return match subject.attribute.required {
                true => self.leave_out(subject.path(None), Reason::Required),
                false => self.push(Operation::remove(path)),
            };
        };
        match value::one(after, Some(subject.attribute), &self.settings) {
            Ok(after) => self.push(set(path, before.is_some(), after)),
            Err(error) => self.leave_out(subject.path(None), Reason::Unfit(error.message)),
        }
    }

    /// `schemas` is not sent: what it should say follows from the extensions in use.
    fn schemas(&mut self, before: &Map<String, Value>, after: &Map<String, Value>) {
        let listed = |members: &Map<String, Value>| {
            let schemas = crate::read::member(members, "schemas").map(|(_, it)| it.clone());
            let Some(Value::Array(schemas)) = schemas else { return Vec::new() };
            let mut texts: Vec<String> =
                schemas.iter().filter_map(Value::as_str).map(str::to_ascii_lowercase).collect();
            texts.sort();
            texts
        };
        let in_use = |members: &Members<'_>, uri: &str| {
            members.find(uri).is_some_and(|(_, it)| !is_unassigned(it))
        };
        let mut expected = listed(before);
        if !expected.is_empty() {
            let (were, are) = (Members::of(before), Members::of(after));
            let mut named: HashSet<String> = expected.iter().cloned().collect();
            let mut left: HashSet<String> = HashSet::new();
            for schema in &self.model.extensions {
                let uri = schema.id.to_ascii_lowercase();
                match (in_use(&were, &uri), in_use(&are, &uri)) {
                    (_, true) if named.insert(uri.clone()) => expected.push(uri),
                    (true, false) => {
                        left.insert(uri);
                    }
                    _ => {}
                }
            }
            expected.retain(|it| !left.contains(it));
            expected.sort();
        }
        if expected != listed(after) {
            self.leave_out("schemas".to_owned(), Reason::Follows);
        }
    }

    fn push(&mut self, operation: Operation) {
        self.diff.request.operations.push(operation);
    }

    fn leave_out(&mut self, path: String, reason: Reason) {
        let left_out = LeftOut { path, reason };
        if self.diff.left_out.last() != Some(&left_out) {
            self.diff.left_out.push(left_out);
        }
    }
}

impl Subject<'_> {
    fn attr_path(&self, sub: Option<&str>) -> AttrPath {
        AttrPath {
            uri: self.uri.map(str::to_owned),
            name: self.attribute.name.clone(),
            sub: sub.map(str::to_owned),
        }
    }

    fn path(&self, sub: Option<&str>) -> String {
        self.attr_path(sub).to_string()
    }
}

/// Why a difference of this attribute is not sent, by its mutability.
fn forbidden(attribute: &Attribute, has_value: bool) -> Option<Reason> {
    match attribute.mutability {
        Mutability::ReadOnly => Some(Reason::ReadOnly),
        Mutability::WriteOnly => Some(Reason::WriteOnly),
        Mutability::Immutable if has_value => Some(Reason::Immutable),
        _ => None,
    }
}

fn set(path: PatchPath, has_value: bool, value: Value) -> Operation {
    if has_value { Operation::replace(path, value) } else { Operation::add(path, value) }
}

fn differ(before: Option<&Value>, after: Option<&Value>) -> bool {
    let before = before.filter(|it| !is_unassigned(it));
    let after = after.filter(|it| !is_unassigned(it));
    match (before, after) {
        (Some(before), Some(after)) => !identical(before, after),
        (before, after) => before.is_some() || after.is_some(),
    }
}

/// What both objects have by name, letter case aside: in the order of the first, then what only the second has.
fn both<'v>(
    before: &'v Map<String, Value>,
    after: &'v Map<String, Value>,
) -> Vec<(&'v str, Option<&'v Value>, Option<&'v Value>)> {
    let mut places = HashMap::with_capacity(before.len());
    let mut all: Vec<(&str, Option<&Value>, Option<&Value>)> = Vec::with_capacity(before.len());
    for (name, value) in before {
        if places.insert(name.to_ascii_lowercase(), all.len()).is_none() {
            all.push((name, Some(value), None));
        }
    }
    for (name, value) in after {
        match places.get(&name.to_ascii_lowercase()).and_then(|at| all.get_mut(*at)) {
            Some(entry) => entry.2 = entry.2.or(Some(value)),
            None => {
                places.insert(name.to_ascii_lowercase(), all.len());
                all.push((name, None, Some(value)));
            }
        }
    }
    all
}

/// How many bytes the operation takes in a request.
fn size(operation: &Operation) -> usize {
    operation.to_json().to_string().len()
}

/// How dear a list of operations is: their number first, then their bytes.
fn cost(operations: &[Operation]) -> (usize, usize) {
    (operations.len(), operations.iter().map(size).sum())
}
