//! The values of a multi-valued attribute as elements of the form, a window of them at a time.

use serde_json::Value;

use super::control::{Inside, control, offered_by};
use super::field::{Holder, Spot, defined, hide};
use super::form::Builder;
use super::pairs::{Origin, Pairs};
use super::value::{elements, fits, has_parts, json, text};
use super::{Control, EditElement, EditField, EditList};
use crate::finding::pointer_to;
use crate::patch::array::is_primary;
use crate::schema::{Attribute, AttributeType};
use crate::view::Place;

/// What the elements of one list have in common.
struct Common<'a, 'p> {
    attribute: &'a Attribute,
    place: &'p Place,
    /// The sub-attribute that says which one is the primary one.
    primary: Option<&'a str>,
    inside: Inside<'a>,
    in_array: bool,
}

impl<'a> Builder<'a> {
    /// The values, and whether they are others than in the base.
    pub(super) fn list(
        &self,
        attribute: &'a Attribute,
        spot: Spot<'a>,
        place: &Place,
        within: Inside<'a>,
    ) -> (EditList, bool) {
        let window = self.window.of(&place.path);
        let (values, was) = (elements(spot.value), elements(spot.base));
        let pairs = window.is_asked.then(|| Pairs::of(was, values, Some(attribute)));
        let offered = offered_by(attribute, self.model, self.types)
            .filter(|_| !place.path.contains([':', '.', '[']));
        let inside = Inside { owner: Some(attribute), offered_by: offered, ..within };
        let in_array = spot.value.is_none_or(Value::is_array);
        let primary = primary(attribute);
        let common = Common { attribute, place, primary, inside, in_array };
        let shown = values.iter().enumerate().skip(window.offset).take(window.limit);
        let elements = shown.map(|(at, value)| {
            let origin = pairs.as_ref().map_or(Origin::New, |it| it.origin(at));
            let base = origin.place().and_then(|it| was.get(it));
            let changed = !matches!(origin, Origin::Same(_));
            EditElement { changed, ..self.element(&common, at, Spot { value: Some(value), base }) }
        });
        let list = EditList {
            elements: elements.collect(),
            total: number(values.len()),
            offset: number(window.offset.min(values.len())),
            simple: !has_parts(attribute),
            has_primary: primary.is_some(),
            next: pointer_to(&place.pointer, "-"),
            blank: blank(attribute).to_owned(),
        };
        (list, pairs.is_some_and(|it| !it.is_same()))
    }

    fn element(&self, common: &Common<'a, '_>, at: usize, spot: Spot<'a>) -> EditElement {
        let mut place = common.place.element(at);
        if !common.in_array {
            place.pointer.clone_from(&common.place.pointer);
        }
        let attribute = common.attribute;
        let fields = match spot.value {
            Some(Value::Object(members)) if has_parts(attribute) => {
                let base = spot.base.and_then(Value::as_object).unwrap_or(self.nothing);
                let holder = Holder { members, base, uri: None, place: Some(&place) };
                self.parts(&attribute.sub_attributes, holder, common.inside, common.primary)
            }
            _ => vec![whole(attribute, spot, place.clone(), common.inside)],
        };
        EditElement {
            pointer: place.pointer,
            index: number(at),
            changed: false,
            primary: common.primary.is_some() && spot.value.is_some_and(is_primary),
            violations: Vec::new(),
            fields,
        }
    }
}

/// A value that is one field.
fn whole(attribute: &Attribute, spot: Spot<'_>, place: Place, inside: Inside<'_>) -> EditField {
    let mut field = EditField { lock: inside.lock, ..defined(attribute, spot, place) };
    let is_fit = spot.value.is_none_or(|it| fits(attribute, it)) && !attribute.is_complex();
    field.control = if is_fit { control(attribute, spot.value, None) } else { Control::Json };
    if inside.secret {
        hide(&mut field, spot);
        return field;
    }
    field.reference_types.clone_from(&attribute.reference_types);
    let shown = spot.value.filter(|it| !it.is_null());
    field.text = shown.map(|it| if is_fit { text(it) } else { json(it) });
    field
}

/// The sub-attribute that marks the primary value (RFC 7643 §2.4), as the schema spells it.
fn primary(attribute: &Attribute) -> Option<&str> {
    let primary = attribute.sub_attribute("primary")?;
    let is_mark = primary.attribute_type == AttributeType::Boolean && !primary.multi_valued;
    is_mark.then_some(primary.name.as_str())
}

/// JSON text of a new value that says nothing yet.
fn blank(attribute: &Attribute) -> &'static str {
    match attribute.attribute_type {
        AttributeType::Complex => "{}",
        AttributeType::Boolean => "false",
        AttributeType::Integer | AttributeType::Decimal => "0",
        _ => "\"\"",
    }
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
