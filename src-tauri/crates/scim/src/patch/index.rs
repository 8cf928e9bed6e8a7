//! Finding elements of a long array without looking at each: by the hash of a sub-attribute, or of the whole element.
//!
//! Hashes may meet by chance, so whoever asks looks at the elements that are named. None is missed.

use std::collections::HashMap;

use serde_json::Value;

use super::same::{hash, hash_scalar};
use crate::compare::scalar;
use crate::read::member;

/// What of an element is hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// All of it.
    Whole,
    /// One sub-attribute; an element that is no object is its own `value`.
    Sub(String),
}

/// The indexes of one array, made when first asked for.
#[derive(Debug, Default)]
pub(super) struct Indexes {
    made: Vec<(Part, HashMap<u64, Vec<usize>>)>,
}

impl Indexes {
    /// How many elements may have this hash.
    pub(super) fn count(&mut self, part: &Part, key: u64, elements: &[Value]) -> usize {
        self.index(part, elements).and_then(|it| it.get(&key)).map_or(0, Vec::len)
    }

    /// Where elements with this hash are, in the order of the array, and how many were looked at.
    pub(super) fn look_up(
        &mut self,
        part: &Part,
        key: u64,
        elements: &[Value],
    ) -> (Vec<usize>, usize) {
        let Some(places) = self.index(part, elements).and_then(|it| it.get_mut(&key)) else {
            return (Vec::new(), 0);
        };
        let looked_at = places.len();
        // Elements that have changed since are forgotten here, so that each is passed over only once.
        places.retain(|at| elements.get(*at).and_then(|it| key_of(it, part)) == Some(key));
        (places.clone(), looked_at)
    }

    /// The first element with this hash for which `is_it` holds, and how many were looked at.
    pub(super) fn first(
        &mut self,
        part: &Part,
        key: u64,
        elements: &[Value],
        mut is_it: impl FnMut(&Value) -> bool,
    ) -> (Option<usize>, usize) {
        let Some(places) = self.index(part, elements).and_then(|it| it.get_mut(&key)) else {
            return (None, 0);
        };
        let still = |at: &usize| elements.get(*at).and_then(|it| key_of(it, part)) == Some(key);
        let found =
            places.iter().position(|at| still(at) && elements.get(*at).is_some_and(&mut is_it));
        let looked_at = found.map_or(places.len(), |it| it + 1);
        let place = found.and_then(|it| places.get(it)).copied();
        if place.is_none() {
            places.retain(still);
        }
        (place, looked_at)
    }

    fn index(&mut self, part: &Part, elements: &[Value]) -> Option<&mut HashMap<u64, Vec<usize>>> {
        let made = self.made.iter().position(|(it, _)| it == part);
        let at = made.unwrap_or_else(|| {
            let mut index: HashMap<u64, Vec<usize>> = HashMap::with_capacity(elements.len());
            for (at, element) in elements.iter().enumerate() {
                if let Some(key) = key_of(element, part) {
                    index.entry(key).or_default().push(at);
                }
            }
            self.made.push((part.clone(), index));
            self.made.len() - 1
        });
        self.made.get_mut(at).map(|(_, index)| index)
    }

    /// Takes up an element that is new or changed.
    pub(super) fn note(&mut self, at: usize, element: &Value) {
        for (part, index) in &mut self.made {
            let Some(key) = key_of(element, part) else { continue };
            let places = index.entry(key).or_default();
            if let Err(slot) = places.binary_search(&at) {
                places.insert(slot, at);
            }
        }
    }
}

fn key_of(element: &Value, part: &Part) -> Option<u64> {
    match (part, element) {
        (_, Value::Null) => None,
        (Part::Whole, element) => Some(hash(element)),
        (Part::Sub(name), Value::Object(members)) => {
            member(members, name).map(|(_, it)| key_of_value(it))
        }
        (Part::Sub(name), simple) => {
            name.eq_ignore_ascii_case("value").then(|| key_of_value(simple))
        }
    }
}

/// The hash of a sub-attribute: of its text, whatever its JSON type.
pub(super) fn key_of_value(value: &Value) -> u64 {
    scalar(value).map_or_else(|| hash(value), hash_scalar)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Indexes, Part, key_of_value};
    use crate::patch::same::hash;

    #[test]
    fn new_and_changed_elements_are_found_in_the_order_of_the_array() {
        let mut elements = vec![json!({ "value": "a" }), json!("b"), json!({ "value": "B" })];
        let mut indexes = Indexes::default();
        let part = Part::Sub("value".to_owned());
        assert_eq!(indexes.look_up(&part, key_of_value(&json!("b")), &elements).0, [1, 2]);
        elements[0] = json!({ "Value": "b" });
        indexes.note(0, &elements[0]);
        assert_eq!(indexes.look_up(&part, key_of_value(&json!("b")), &elements).0, [0, 1, 2]);
        assert_eq!(indexes.look_up(&Part::Whole, hash(&json!("b")), &elements).0, [1]);
    }
}
