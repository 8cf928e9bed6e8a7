//! The way to a place of a draft (RFC 6901), and to the same place as it was. Names are found in any letter case (RFC 7643
//! §2.1), so that no edit makes a second member of one name.

use serde_json::{Map, Value};

use super::pairs::Pairs;
use crate::read::{member, member_mut};
use crate::schema::Attribute;
use crate::view::TypeModel;

/// The last step that appends to a list.
const NEXT: &str = "-";

/// The steps of a pointer; `None` where it is none.
pub(super) fn steps(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    let steps = pointer.strip_prefix('/')?.split('/');
    Some(steps.map(|it| it.replace("~1", "/").replace("~0", "~")).collect())
}

/// What is at a place.
pub(super) fn find<'v>(document: &'v Value, steps: &[String]) -> Option<&'v Value> {
    steps.iter().try_fold(document, |place, step| match place {
        Value::Object(members) => member(members, step).map(|(_, it)| it),
        Value::Array(values) => values.get(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// As [`find`], to change it.
pub(super) fn find_mut<'v>(document: &'v mut Value, steps: &[String]) -> Option<&'v mut Value> {
    steps.iter().try_fold(document, |place, step| match place {
        Value::Object(members) => member_mut(members, step),
        Value::Array(values) => values.get_mut(step.parse::<usize>().ok()?),
        _ => None,
    })
}

/// Puts a value at a place; `None` where there is no way to it.
pub(super) fn set(
    document: &mut Value,
    pointer: &str,
    value: Value,
    model: &TypeModel,
) -> Option<()> {
    let steps = steps(pointer)?;
    let mut place = document;
    for (at, step) in steps.iter().enumerate() {
        if step == NEXT {
            let above = steps.get(..at).unwrap_or_default();
            open_list(place, definition(model, above));
        }
        place = enter(place, step)?;
    }
    *place = value;
    Some(())
}

/// Makes what holds one value without an array a list of it, where it can be one: servers send that.
fn open_list(place: &mut Value, attribute: Option<&Attribute>) {
    let is_list = match place {
        Value::Null => true,
        Value::Array(_) => false,
        Value::Object(members) if members.contains_key(NEXT) => false,
        _ => attribute.is_some_and(|it| it.multi_valued),
    };
    if is_list {
        let single = place.take();
        *place = Value::Array(if single.is_null() { Vec::new() } else { vec![single] });
    }
}

/// The place one step further, made where it is missing.
pub(super) fn enter<'v>(place: &'v mut Value, step: &str) -> Option<&'v mut Value> {
    if place.is_null() {
        *place = Value::Object(Map::new());
    }
    match place {
        Value::Object(members) => {
            let served = member(members, step).map(|(served, _)| served.to_owned());
            Some(members.entry(served.as_deref().unwrap_or(step)).or_insert(Value::Null))
        }
        Value::Array(values) => {
            let at = if step == NEXT { values.len() } else { step.parse().ok()? };
            if at == values.len() {
                values.push(Value::Null);
            }
            values.get_mut(at)
        }
        _ => None,
    }
}

/// Takes a member or an element out.
pub(super) fn take(document: &mut Value, pointer: &str) -> Option<Value> {
    let steps = steps(pointer)?;
    let (last, above) = steps.split_last()?;
    match find_mut(document, above)? {
        Value::Object(members) => {
            let served = member(members, last)?.0.to_owned();
            members.shift_remove(&served)
        }
        Value::Array(values) => {
            let at = last.parse().ok()?;
            (at < values.len()).then(|| values.remove(at))
        }
        _ => None,
    }
}

/// The attribute that stands at a place, by the schemas.
pub(super) fn definition<'m>(model: &'m TypeModel, steps: &[String]) -> Option<&'m Attribute> {
    let (first, below) = steps.split_first()?;
    let (mut found, below) = match model.extension(first) {
        Some(schema) => {
            let (name, below) = below.split_first()?;
            (schema.attribute(name)?, below)
        }
        None => (model.attribute(None, first)?, below),
    };
    for step in below {
        if found.multi_valued && (step == NEXT || step.parse::<usize>().is_ok()) {
            continue;
        }
        found = found.sub_attribute(step)?;
    }
    Some(found)
}

/// A draft beside what it was made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk<'v, 'd> {
    pub(super) base: &'v Value,
    pub(super) draft: &'d Value,
    pub(super) model: &'d TypeModel,
}

/// What a place of the draft was. A value of a list is the one that it came from, wherever that stood.
pub(super) fn origin<'v>(walk: Walk<'v, '_>, steps: &[String]) -> Option<&'v Value> {
    let (mut base, mut draft) = (walk.base, Some(walk.draft));
    for (at, step) in steps.iter().enumerate() {
        match (base, draft) {
            (Value::Object(members), _) => {
                base = member(members, step)?.1;
                let inside = draft.and_then(Value::as_object).and_then(|it| member(it, step));
                draft = inside.map(|(_, it)| it);
            }
            (Value::Array(was), Some(Value::Array(values))) => {
                let number: usize = step.parse().ok()?;
                let attribute = definition(walk.model, steps.get(..at).unwrap_or_default());
                let origin = Pairs::of(was, values, attribute).origin(number);
                base = was.get(origin.place()?)?;
                draft = values.get(number);
            }
            _ => return None,
        }
    }
    Some(base)
}
