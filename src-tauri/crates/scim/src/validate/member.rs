//! The members of an object: their names, what the purpose forbids, and what is missing.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::Purpose;
use super::fix::{Edit, Fix};
use super::rule;
use super::top::is_assigned;
use super::walk::{Step, Walk, cut};
use crate::finding::pointer_to;
use crate::path::is_attribute_name;
use crate::read::member;
use crate::schema::{Attribute, Mutability, Returned};
use crate::suggest;

/// Up to so many names are compared one by one, which is quicker than a map.
const FEW_NAMES: usize = 16;

impl<'a> Walk<'a> {
    /// The members of a complex value or of an extension.
    pub(super) fn object(&mut self, defined: &'a [Attribute], members: &'a Map<String, Value>) {
        self.twice(members);
        for (name, value) in members {
            if self.is_done() {
                return;
            }
            match self.find(defined, name) {
                Some(attribute) => self.attribute(attribute, members, name, value),
                None => self.unknown(defined, members, name),
            }
        }
        self.required_missing(defined, members);
    }

    /// One attribute under the name `served`.
    pub(super) fn attribute(
        &mut self,
        attribute: &'a Attribute,
        members: &'a Map<String, Value>,
        served: &'a str,
        value: &'a Value,
    ) {
        self.within(Step::Member(served), |walk| {
            let is_outer_secret = walk.is_secret;
            walk.is_secret |= is_secret(attribute);
            walk.name_case(attribute, members, served);
            if walk.may_stand(attribute, value) {
                walk.values(attribute, value);
            }
            walk.is_secret = is_outer_secret;
        });
    }

    /// Says when a member is spelled otherwise than its schema spells it. Of two spellings, [`Walk::twice`] speaks.
    pub(super) fn name_case(
        &mut self,
        attribute: &Attribute,
        members: &Map<String, Value>,
        served: &str,
    ) {
        let name = &attribute.name;
        if name != served && !members.contains_key(name) {
            let text = format!("The member is spelled `{served}`; the schema writes `{name}`.");
            let fix = Fix::rename(self.pointer(), name);
            self.report(rule::NAME_CASE, text, Some(fix));
        }
    }

    /// Whether the value may stand here at all, for the purpose at hand.
    fn may_stand(&mut self, attribute: &Attribute, value: &Value) -> bool {
        let name = &attribute.name;
        let (rule, text, title) = match self.purpose {
            Purpose::Create | Purpose::Replace if attribute.mutability == Mutability::ReadOnly => {
                let is_repeated = self.purpose == Purpose::Replace
                    && self.owner.is_none()
                    && crate::view::is_common(name);
                let text = format!("Only the server sets `{name}`; it ignores what is sent.");
                let rule = if is_repeated { rule::REPEATED } else { rule::READ_ONLY };
                (rule, text, "Leave it out")
            }
            Purpose::Response if value.is_null() => return true,
            Purpose::Response if attribute.returned == Returned::Never => {
                let text = format!("The answer has `{name}`, which is never to be returned.");
                (rule::NEVER, text, "Take it out")
            }
            Purpose::Response if attribute.mutability == Mutability::WriteOnly => {
                let text = format!("The answer has `{name}`, which can only be written.");
                (rule::WRITE_ONLY, text, "Take it out")
            }
            _ => return true,
        };
        let fix = Fix::remove(title, self.pointer());
        self.report(rule, text, Some(fix));
        false
    }

    /// Members whose names differ only in letter case.
    pub(super) fn twice(&mut self, members: &'a Map<String, Value>) {
        crate::steps::count(members.len());
        if members.len() <= FEW_NAMES {
            for (at, (name, value)) in members.iter().enumerate() {
                let mut before = members.iter().take(at);
                let same = before.find(|(it, _)| it.eq_ignore_ascii_case(name));
                if let Some((first, other)) = same {
                    self.report_twice(first, name, other == value);
                }
            }
            return;
        }
        let mut seen: HashMap<String, (&str, &Value)> = HashMap::new();
        for (name, value) in members {
            match seen.get(&name.to_ascii_lowercase()) {
                Some((first, other)) => self.report_twice(first, name, *other == value),
                None => drop(seen.insert(name.to_ascii_lowercase(), (name, value))),
            }
        }
    }

    fn report_twice(&mut self, first: &str, again: &'a str, is_equal: bool) {
        let text = format!("`{}` repeats `{}`: names have no letter case.", cut(again), cut(first));
        let fix = Fix::remove("Remove the second one", self.pointer_to(again));
        self.report_in(Step::Member(again), rule::TWICE, text, is_equal.then_some(fix));
    }

    /// A member that no schema defines.
    pub(super) fn unknown(
        &mut self,
        defined: &'a [Attribute],
        members: &'a Map<String, Value>,
        name: &'a str,
    ) {
        crate::steps::count(name.len());
        if let Some((attribute, sub)) = self.dotted(defined, name) {
            let text = format!(
                "`{name}` is a path, not a name: `{}` belongs into the object `{}`.",
                sub.name, attribute.name
            );
            let fix = self.nest(members, name, attribute, sub);
            return self.report_in(Step::Member(name), rule::DOTTED, text, fix);
        }
        let is_manager_id = name.eq_ignore_ascii_case("managerId")
            && self.owner.is_some_and(|it| it.name.eq_ignore_ascii_case("manager"));
        if is_manager_id {
            let text = "`managerId` is of SCIM 1.1; the id of a manager is its `value`.";
            let is_free = member(members, "value").is_none();
            let fix = is_free.then(|| Fix::rename(self.pointer_to(name), "value"));
            return self.report_in(Step::Member(name), rule::VERSION_ONE_NAME, text, fix);
        }
        if !is_attribute_name(name) {
            let text = format!("`{}` is no valid attribute name.", cut(name));
            return self.report_in(Step::Member(name), rule::ODD_NAME, text, None);
        }
        let meant = self.meant(defined, members, name);
        let hint = meant.map(|it| format!(" Was `{it}` meant?")).unwrap_or_default();
        let text = format!("No schema defines `{}`.{hint}", cut(name));
        let fix = meant.map(|it| Fix::rename(self.pointer_to(name), it));
        self.report_in(Step::Member(name), rule::UNKNOWN_ATTRIBUTE, text, fix);
    }

    /// The attribute that was probably meant, unless the object has it besides.
    fn meant(
        &mut self,
        defined: &'a [Attribute],
        members: &Map<String, Value>,
        name: &str,
    ) -> Option<&'a str> {
        crate::steps::count(defined.len());
        let known = defined.iter().map(|it| it.name.as_str());
        let near = known.filter_map(|it| Some((suggest::distance(name, it)?, it)));
        let (_, nearest) = near.min_by_key(|(distance, _)| *distance)?;
        member(members, nearest).is_none().then_some(nearest)
    }

    /// What a name such as `name.givenName` means.
    fn dotted(
        &mut self,
        defined: &'a [Attribute],
        name: &str,
    ) -> Option<(&'a Attribute, &'a Attribute)> {
        let (first, sub) = name.split_once('.')?;
        let attribute = self.find(defined, first).filter(|it| it.is_complex())?;
        let sub = self.find(&attribute.sub_attributes, sub)?;
        Some((attribute, sub))
    }

    fn nest(
        &self,
        members: &Map<String, Value>,
        name: &str,
        attribute: &Attribute,
        sub: &Attribute,
    ) -> Option<Fix> {
        let (served, object) =
            member(members, &attribute.name).unwrap_or((&attribute.name, &Value::Null));
        let is_free = match object {
            Value::Null => true,
            Value::Object(inside) => member(inside, &sub.name).is_none(),
            _ => false,
        };
        let to = pointer_to(&self.pointer_to(served), &sub.name);
        let edit = Edit::Move { from: self.pointer_to(name), to };
        let is_possible = is_free && !attribute.multi_valued;
        is_possible.then(|| Fix::new(format!("Move into `{served}`"), vec![edit]))
    }

    /// Whether we are in the manager of the enterprise extension. Its printed schema requires every part, though the text
    /// only recommends two of them and lets the server set the third (RFC 7643 §4.3, errata 6403 and 8359).
    fn is_of_manager(&self) -> bool {
        self.is_extension && self.owner.is_some_and(|it| it.name.eq_ignore_ascii_case("manager"))
    }

    /// Attributes that must have a value and have none.
    pub(super) fn required_missing(
        &mut self,
        defined: &'a [Attribute],
        members: &'a Map<String, Value>,
    ) {
        let required = self.required(defined);
        if required.is_empty() || self.is_done() {
            return;
        }
        crate::steps::count(members.len() + required.len());
        let assigned: HashSet<String> = members
            .iter()
            .filter(|(_, it)| is_assigned(it))
            .map(|(name, _)| name.to_ascii_lowercase())
            .collect();
        for attribute in required {
            let name = &attribute.name;
            let is_top = self.owner.is_none() && !self.is_extension;
            let is_here = assigned.contains(&name.to_ascii_lowercase());
            // What every resource has is judged by itself.
            let is_elsewhere = is_top && crate::view::is_common(name);
            if is_here || is_elsewhere || self.is_of_manager() || self.is_done() {
                continue;
            }
            let (rule, text) = match self.purpose {
                Purpose::Response => {
                    let text =
                        format!("The schema requires `{name}`, but the answer has no value.");
                    (rule::REQUIRED_UNSEEN, text)
                }
                _ => (rule::REQUIRED, missing(name)),
            };
            self.report(rule, text, None);
        }
    }
}

/// What is said of a required attribute without a value. The finding stands where the attribute would, so that whoever
/// looks for the attribute compares the words.
pub(crate) fn missing(name: &str) -> String {
    format!("`{name}` is required, but has no value.")
}

/// Whether a value of this attribute must not be shown anywhere.
pub(crate) fn is_secret(attribute: &Attribute) -> bool {
    attribute.returned == Returned::Never || attribute.mutability == Mutability::WriteOnly
}
