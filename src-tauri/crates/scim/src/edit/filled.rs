//! What a server adds to what it was sent: `$ref`, `display`, defaults. That is no difference.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::members::Members;
use crate::read::member;
use crate::steps;

/// Elements without a `value` are compared one by one, as long as there are so few.
const FEW: usize = 64;

/// The intended resource with what the server filled in by itself: whatever was neither intended nor there before. What
/// was there before and is intended to be gone is not filled in.
///
/// ```
/// use scim::edit::filled_in;
/// use serde_json::json;
/// let base = json!({"title": "Guide"});
/// let intended = json!({"emails": [{"value": "a@example.com"}]});
/// let actual = json!({"title": "Guide", "locale": "en", "emails": [{"value": "a@example.com", "type": "work"}]});
/// let filled = filled_in(Some(&base), &intended, &actual);
/// assert_eq!(filled, json!({"emails": [{"value": "a@example.com", "type": "work"}], "locale": "en"}));
/// ```
#[must_use]
pub fn filled_in(base: Option<&Value>, intended: &Value, actual: &Value) -> Value {
    match (intended, actual) {
        (Value::Object(intended), Value::Object(actual)) => {
            Value::Object(object(base.and_then(Value::as_object), intended, actual))
        }
        (Value::Array(intended), Value::Array(actual)) => {
            let base = base.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            Value::Array(array(base, intended, actual))
        }
        _ => intended.clone(),
    }
}

fn object(
    base: Option<&Map<String, Value>>,
    intended: &Map<String, Value>,
    actual: &Map<String, Value>,
) -> Map<String, Value> {
    let (base, wanted, there) = (base.map(Members::of), Members::of(intended), Members::of(actual));
    let before = |name: &str| base.as_ref()?.find(name).map(|(_, it)| it);
    let mut filled = Map::new();
    for (name, value) in intended {
        let value = match there.find(name) {
            Some((_, there)) => filled_in(before(name), value, there),
            None => value.clone(),
        };
        filled.insert(name.clone(), value);
    }
    for (name, value) in actual {
        if wanted.find(name).is_none() && before(name).is_none_or(Value::is_null) {
            filled.insert(name.clone(), value.clone());
        }
    }
    filled
}

fn array(base: &[Value], intended: &[Value], actual: &[Value]) -> Vec<Value> {
    let (before, there) = (by_value(base), by_value(actual));
    steps::count(base.len() + intended.len() + actual.len());
    let unnamed: Vec<&Value> =
        actual.iter().filter(|it| value_of(it).is_none()).take(FEW).collect();
    let one = |element: &Value| {
        let (found, was) = match value_of(element) {
            Some(value) => (
                there.get(value).and_then(|it| closest(it, element)),
                before.get(value).and_then(|it| closest(it, element)),
            ),
            None => (unnamed.iter().copied().find(|it| holds(it, element)), None),
        };
        match found {
            Some(found) => filled_in(was, element, found),
            None => element.clone(),
        }
    };
    intended.iter().map(one).collect()
}

fn by_value(elements: &[Value]) -> HashMap<&str, Vec<&Value>> {
    let mut found: HashMap<&str, Vec<&Value>> = HashMap::new();
    for it in elements {
        if let Some(value) = value_of(it) {
            found.entry(value).or_default().push(it);
        }
    }
    found
}

fn value_of(element: &Value) -> Option<&str> {
    member(element.as_object()?, "value")?.1.as_str()
}

/// Of several with one `value` that of the same `type`, which is what tells them apart (RFC 7643 §2.4).
fn closest<'a>(candidates: &[&'a Value], element: &Value) -> Option<&'a Value> {
    let kind = |it: &Value| member(it.as_object()?, "type").map(|(_, it)| it.clone());
    let wanted = kind(element);
    let same = candidates.iter().take(FEW).find(|it| kind(it) == wanted);
    same.or(candidates.first()).copied()
}

/// Whether an object has all members of another one.
fn holds(found: &Value, element: &Value) -> bool {
    match (found.as_object(), element.as_object()) {
        (Some(found), Some(element)) => element
            .iter()
            .all(|(name, it)| member(found, name).is_some_and(|(_, there)| there == it)),
        _ => false,
    }
}
