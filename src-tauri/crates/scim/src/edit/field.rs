//! The fields of attributes: those that the schema defines, whether they have a value or not, and what else stands
//! beside them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::control::{Inside, canonical_values, control, reference_types};
use super::form::Builder;
use super::value::{assigned, differ, fits, json, state, text};
use super::{Control, EditField};
use crate::members::{Done, Members};
use crate::path::qualified;
use crate::read::member;
use crate::schema::{Attribute, Mutability, Returned};
use crate::view::Place;

/// A place of the draft, with what was there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot<'v> {
    pub(super) value: Option<&'v Value>,
    pub(super) base: Option<&'v Value>,
}

/// An object of the draft that holds attributes, with the one that was there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Holder<'v> {
    pub(super) members: &'v Map<String, Value>,
    pub(super) base: &'v Map<String, Value>,
    /// The URI before the names: of an extension.
    pub(super) uri: Option<&'v str>,
    /// The object's own place; `None` for the resource.
    pub(super) place: Option<&'v Place>,
}

impl Holder<'_> {
    /// Where an attribute stands or would stand.
    pub(super) fn at(&self, name: &str, served: &str) -> Place {
        match (self.place, self.uri) {
            (Some(place), Some(uri)) => {
                Place::attribute(&qualified(Some(uri), name), &place.pointer, served)
            }
            (Some(place), None) => place.part(name, served),
            (None, _) => Place::attribute(name, "", served),
        }
    }
}

impl<'a> Builder<'a> {
    /// The field of an attribute.
    pub(super) fn field(
        &self,
        attribute: &'a Attribute,
        spot: Spot<'a>,
        place: Place,
        inside: Inside<'a>,
    ) -> EditField {
        let was_there = assigned(spot.base).is_some();
        let within = inside.of(attribute, was_there);
        let is_list = attribute.multi_valued && is_listable(attribute, spot.value);
        let control = match (is_list, attribute.multi_valued) {
            (true, _) => Control::List,
            (false, true) => Control::Json,
            (false, false) => control(attribute, spot.value, inside.owner),
        };
        let mut field = EditField { lock: within.lock, ..defined(attribute, spot, place.clone()) };
        field.control = control;
        field.reference_types = reference_types(attribute, inside.owner);
        match control {
            Control::List => {
                let (list, changed) = self.list(attribute, spot, &place, within);
                (field.list, field.changed) = (Some(list), changed);
            }
            Control::Complex => field.fields = self.parts_of(attribute, spot, &place, within),
            _ if within.secret => hide(&mut field, spot),
            _ => field.text = spot.value.and_then(|it| shown(it, control)),
        }
        field
    }

    /// The sub-attributes of a complex attribute with one value.
    fn parts_of(
        &self,
        attribute: &'a Attribute,
        spot: Spot<'a>,
        place: &Place,
        within: Inside<'a>,
    ) -> Vec<EditField> {
        let object = |it: Option<&'a Value>| it.and_then(Value::as_object).unwrap_or(self.nothing);
        let holder = Holder {
            members: object(spot.value),
            base: object(spot.base),
            uri: None,
            place: Some(place),
        };
        let within = Inside { owner: Some(attribute), ..within };
        self.parts(&attribute.sub_attributes, holder, within, None)
    }

    /// The fields of an object: what the schema defines, then what else is there. `primary` has a place of its own where
    /// it is named here and is true, false or absent.
    pub(super) fn parts(
        &self,
        defined: &'a [Attribute],
        holder: Holder<'a>,
        inside: Inside<'a>,
        primary: Option<&str>,
    ) -> Vec<EditField> {
        let (names, was) = (Members::of(holder.members), Members::of(holder.base));
        let (mut done, mut seen) = (Done::default(), HashSet::new());
        let mut fields = Vec::with_capacity(defined.len());
        for part in defined {
            if !seen.insert(part.name.to_ascii_lowercase()) {
                continue;
            }
            let found = names.find(&part.name);
            let served = found.map_or(part.name.as_str(), |(served, _)| served);
            let value = found.map(|(_, value)| value);
            if let Some((served, _)) = found {
                done.insert(served);
            }
            let is_elsewhere = primary == Some(part.name.as_str());
            if is_elsewhere && value.is_none_or(Value::is_boolean) {
                continue;
            }
            let spot = Spot { value, base: was.find(&part.name).map(|(_, it)| it) };
            let offered = inside.offered_by.filter(|_| part.name.eq_ignore_ascii_case("value"));
            let place = holder.at(&part.name, served);
            let mut field = self.field(part, spot, place, Inside { offered_by: None, ..inside });
            field.offered_by = offered.map(str::to_owned);
            if field.control == Control::Reference || offered.is_some() {
                field.display = display(part, holder.members).filter(|_| !inside.secret);
            }
            fields.push(field);
        }
        for (served, value) in holder.members.iter().filter(|(it, _)| !done.contains(it)) {
            let spot = Spot { value: Some(value), base: was.find(served).map(|(_, it)| it) };
            fields.push(unknown(served, spot, holder.at(served, served), inside));
        }
        fields
    }
}

/// A name that stands beside a `value` (RFC 7643 §2.4; `displayName` of a manager, §4.3).
fn display(part: &Attribute, members: &Map<String, Value>) -> Option<String> {
    if !part.name.eq_ignore_ascii_case("value") {
        return None;
    }
    let named = ["display", "displayName"].iter().filter_map(|it| member(members, it));
    let texts = named.filter_map(|(_, it)| it.as_str());
    texts.filter(|it| !it.is_empty()).map(str::to_owned).next()
}

/// Whether what stands in a multi-valued attribute can be shown as values: an array, or the only one of them.
fn is_listable(attribute: &Attribute, value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Array(_)) => true,
        Some(single) => fits(attribute, single),
    }
}

fn shown(value: &Value, control: Control) -> Option<String> {
    match (value, control) {
        (Value::Null, _) => None,
        (value, Control::Json) => Some(json(value)),
        (value, _) => Some(text(value)),
    }
}

/// Takes the value out of sight. What is never read back counts as changed where the draft has it and the base has not.
pub(super) fn hide(field: &mut EditField, spot: Spot<'_>) {
    field.control = Control::Secret;
    field.text = None;
    field.changed = assigned(spot.value).is_some() && differ(spot.base, spot.value);
}

/// The field of an attribute without what it is edited with.
pub(super) fn defined(attribute: &Attribute, spot: Spot<'_>, place: Place) -> EditField {
    EditField {
        path: place.path,
        pointer: place.pointer,
        name: attribute.name.clone(),
        description: attribute.description.clone(),
        control: Control::Json,
        attribute_type: Some(attribute.attribute_type),
        state: state(spot.value),
        text: None,
        display: None,
        required: attribute.required,
        mutability: attribute.mutability,
        returned: attribute.returned,
        lock: None,
        canonical_values: canonical_values(attribute),
        reference_types: Vec::new(),
        offered_by: None,
        unknown: false,
        changed: differ(spot.base, spot.value),
        violations: Vec::new(),
        fields: Vec::new(),
        list: None,
    }
}

/// The field of what no schema defines.
pub(super) fn unknown(served: &str, spot: Spot<'_>, place: Place, inside: Inside<'_>) -> EditField {
    let mut field = EditField {
        path: place.path,
        pointer: place.pointer,
        name: served.to_owned(),
        description: None,
        control: Control::Json,
        attribute_type: None,
        state: state(spot.value),
        text: spot.value.and_then(|it| shown(it, Control::Json)),
        display: None,
        required: false,
        mutability: Mutability::default(),
        returned: Returned::default(),
        lock: inside.lock,
        canonical_values: Vec::new(),
        reference_types: Vec::new(),
        offered_by: None,
        unknown: true,
        changed: differ(spot.base, spot.value),
        violations: Vec::new(),
        fields: Vec::new(),
        list: None,
    };
    if inside.secret {
        hide(&mut field, spot);
    }
    field
}
