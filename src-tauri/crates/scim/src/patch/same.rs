//! Whether two values say the same by the schema: letter case by `caseExact`, dates as instants, numbers by size, what
//! is unassigned left aside, members in any order. And a hash that is equal where the values are.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

pub(crate) use crate::compare::is_unassigned;
use crate::compare::{Typing, equal, text};
use crate::date_time::Instant;
use crate::read::member;
use crate::schema::Attribute;
use crate::steps;

/// Objects with more members than this are compared sorted by name.
const FEW: usize = 16;

/// Whether nothing would be seen to change from one to the other: the [`same`], letter case and the spelling of dates
/// included.
pub(crate) fn identical(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => {
            is_spelled_alike(left, right)
                || all_members(left, right, &|_, left, right| identical(left, right))
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| identical(left, right))
        }
        (Value::String(left), Value::String(right)) => {
            steps::count(left.len().min(right.len()));
            left == right
        }
        _ => same(left, right, None),
    }
}

/// Whether two objects have the same simple values under the same names in the same order, as most have that are the same:
/// then no name is looked for.
fn is_spelled_alike(left: &Map<String, Value>, right: &Map<String, Value>) -> bool {
    let is_alike = |left: &Value, right: &Value| match (left, right) {
        (Value::Object(_) | Value::Array(_), _) => false,
        (Value::String(left), Value::String(right)) => {
            steps::count(left.len().min(right.len()));
            left == right
        }
        _ => left == right,
    };
    steps::count(left.len().min(right.len()));
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|((name, left), (other, right))| name == other && is_alike(left, right))
}

/// Whether two values of an attribute, or of one of its elements, are the same.
pub(crate) fn same(left: &Value, right: &Value, attribute: Option<&Attribute>) -> bool {
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(left, right, attribute))
        }
        (Value::Object(left), Value::Object(right)) => same_members(left, right, attribute),
        (Value::String(_), Value::String(_)) | (Value::Number(_), Value::Number(_)) => {
            left == right || equal(left, right, attribute.map_or(Typing::ByJson, Typing::of))
        }
        _ => left == right,
    }
}

/// A hash that is the same for values that are the [`same`].
pub(crate) fn hash(value: &Value) -> u64 {
    hash_by(value, &hash_scalar)
}

/// A hash that is the same for values that are [`identical`], and differs where only letter case does.
pub(crate) fn exact_hash(value: &Value) -> u64 {
    let exact = |text: &str| {
        steps::count(text.len());
        let mut hasher = DefaultHasher::new();
        text.hash(&mut hasher);
        hasher.finish()
    };
    hash_by(value, &exact)
}

fn hash_by(value: &Value, of_text: &dyn Fn(&str) -> u64) -> u64 {
    steps::count(1);
    let mut hasher = DefaultHasher::new();
    match value {
        Value::String(text) => return of_text(text),
        Value::Number(number) => number.as_f64().unwrap_or_default().to_bits().hash(&mut hasher),
        Value::Bool(it) => it.hash(&mut hasher),
        Value::Array(values) => {
            values.iter().map(|it| hash_by(it, of_text)).for_each(|it| it.hash(&mut hasher));
        }
        Value::Object(members) => {
            let counted = members.iter().filter(|(name, value)| counts(name, value));
            let sum = counted.map(|(name, value)| {
                let mut hasher = DefaultHasher::new();
                (hash_scalar(name), hash_by(value, of_text)).hash(&mut hasher);
                hasher.finish()
            });
            sum.fold(0_u64, u64::wrapping_add).hash(&mut hasher);
        }
        Value::Null => {}
    }
    hasher.finish()
}

/// The hash of a text without its letter case; of a date and time, that of the instant, which has many spellings.
pub(super) fn hash_scalar(text: &str) -> u64 {
    steps::count(text.len());
    let mut hasher = DefaultHasher::new();
    if may_be_date(text) {
        let upper = text.to_ascii_uppercase();
        if let Some((seconds, fraction)) = Instant::read(&upper).map(Instant::parts) {
            (seconds, fraction).hash(&mut hasher);
            return hasher.finish();
        }
    }
    if text.is_ascii() {
        text.bytes().for_each(|it| hasher.write_u8(it.to_ascii_lowercase()));
    } else {
        for letter in text::folded(text) {
            let mut bytes = [0; 4];
            hasher.write(letter.encode_utf8(&mut bytes).as_bytes());
        }
    }
    hasher.finish()
}

/// Whether a text could be read as a date, with or without a time: `2011-05-13`.
pub(super) fn may_be_date(text: &str) -> bool {
    matches!(text.as_bytes(), [a, b, c, d, b'-', _, _, b'-', ..] if [a, b, c, d].iter().all(|it| it.is_ascii_digit()))
}

/// `primary` false says what no `primary` says (RFC 7643 §2.4).
fn counts(name: &str, value: &Value) -> bool {
    let stands_for_nothing = *value == Value::Bool(false) && name.eq_ignore_ascii_case("primary");
    !stands_for_nothing && !is_unassigned(value)
}

fn same_members(
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    attribute: Option<&Attribute>,
) -> bool {
    let of = |name: &str| attribute.and_then(|it| it.sub_attribute(name));
    all_members(left, right, &|name, left, right| same(left, right, of(name)))
}

/// Whether two objects have the same names, and what is below each is the same.
fn all_members(
    left: &Map<String, Value>,
    right: &Map<String, Value>,
    same: &dyn Fn(&str, &Value, &Value) -> bool,
) -> bool {
    steps::count(left.len().max(right.len()));
    if left.len().max(right.len()) > FEW {
        let (left, right) = (sorted(left), sorted(right));
        return left.len() == right.len()
            && left
                .iter()
                .zip(&right)
                .all(|((name, left), (other, right))| name == other && same(name, left, right));
    }
    let counted = |members: &Map<String, Value>| {
        members.iter().filter(|(name, value)| counts(name, value)).count()
    };
    counted(left) == counted(right)
        && left.iter().filter(|(name, value)| counts(name, value)).all(|(name, value)| {
            member(right, name).is_some_and(|(_, other)| same(name, value, other))
        })
}

fn sorted(members: &Map<String, Value>) -> Vec<(String, &Value)> {
    let counted = members.iter().filter(|(name, value)| counts(name, value));
    let mut sorted: Vec<_> =
        counted.map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
    sorted.sort_by(|left, right| left.0.cmp(&right.0));
    sorted
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{hash, same};

    #[test]
    fn what_is_the_same_has_the_same_hash() {
        let pairs = [
            (json!({ "a": 1, "B": "x" }), json!({ "b": "X", "A": 1.0, "c": null })),
            (json!({ "value": "v" }), json!({ "value": "V", "primary": false })),
            (json!("2011-05-13T04:42:34Z"), json!("2011-05-13T06:42:34+02:00")),
            (json!([1, [2]]), json!([1.0, [2e0]])),
        ];
        for (left, right) in pairs {
            assert!(same(&left, &right, None), "{left} {right}");
            assert_eq!(hash(&left), hash(&right), "{left} {right}");
        }
    }

    #[test]
    fn what_differs_is_not_the_same() {
        let pairs = [
            (json!({ "a": 1 }), json!({ "a": 2 })),
            (json!({ "a": 1 }), json!({ "a": 1, "b": 1 })),
            (json!([1, 2]), json!([2, 1])),
            (json!("1"), json!(1)),
            (json!({ "value": "v" }), json!({ "value": "V", "primary": true })),
        ];
        for (left, right) in pairs {
            assert!(!same(&left, &right, None), "{left} {right}");
        }
    }

    #[test]
    fn large_objects_compare_by_name_in_any_order_and_case() {
        let left: serde_json::Map<_, _> =
            (0..100).map(|it| (format!("n{it}"), json!(it))).collect();
        let right = left.iter().rev().map(|(name, it)| (name.to_uppercase(), it.clone())).collect();
        let left = serde_json::Value::Object(left);
        let right = serde_json::Value::Object(right);
        assert!(same(&left, &right, None));
        for (name, value) in [("N7", json!(8)), ("N7", json!(null)), ("n100", json!(1))] {
            let mut other = right.clone();
            other[name] = value;
            assert!(!same(&left, &other, None), "{name}");
        }
    }
}
