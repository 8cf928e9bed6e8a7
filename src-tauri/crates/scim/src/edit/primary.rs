//! Which value of a list is the primary one (RFC 7643 §2.4).

use serde_json::{Map, Value};

use super::pairs::Pairs;
use super::places::Making;
use super::walk::{self, Walk};
use crate::patch::array::is_primary;
use crate::read::member;

/// The mark, as the RFC spells it.
const PRIMARY: &str = "primary";

/// Makes a value the primary one and no other, or none; `None` where there is no such value.
pub(super) fn mark(making: &mut Making<'_>, pointer: &str, primary: bool) -> Option<()> {
    let steps = walk::steps(pointer)?;
    let (last, above) = steps.split_last()?;
    let was = making.base.and_then(|base| {
        walk::origin(Walk { base, draft: &making.draft, model: making.model }, above)
    });
    let attribute = walk::definition(making.model, above);
    let Value::Array(values) = walk::find_mut(&mut making.draft, above)? else {
        // One value that stands without an array.
        let single = walk::find_mut(&mut making.draft, &steps)?.as_object_mut()?;
        set(single, primary, None);
        return Some(());
    };
    let was = was.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let pairs = Pairs::of(was, values, attribute);
    let chosen: usize = last.parse().ok()?;
    values.get(chosen)?.as_object()?;
    for (at, value) in values.iter_mut().enumerate() {
        let wanted = primary && at == chosen;
        if at != chosen && !(primary && is_primary(value)) {
            continue;
        }
        let was = pairs.origin(at).place().and_then(|it| was.get(it));
        if let Value::Object(members) = value {
            set(members, wanted, was);
        }
    }
    Some(())
}

/// Marks a value, or takes the mark away: as false where the value had one when the resource was read, which is how that
/// server says it.
pub(super) fn set(members: &mut Map<String, Value>, primary: bool, was: Option<&Value>) {
    let there = member(members, PRIMARY).map(|(served, _)| served.to_owned());
    let had = was.and_then(Value::as_object).is_some_and(|it| member(it, PRIMARY).is_some());
    match (primary, there) {
        (true, there) => {
            members.insert(there.unwrap_or_else(|| PRIMARY.to_owned()), Value::Bool(true));
        }
        (false, Some(there)) if had => {
            members.insert(there, Value::Bool(false));
        }
        (false, Some(there)) => {
            members.shift_remove(&there);
        }
        (false, None) => {}
    }
}
