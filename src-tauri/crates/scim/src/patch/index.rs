//! Finding elements of a long array without looking at each: by the hash of a sub-attribute, or of the whole element.
//!
//! An index may name elements that have changed or gone since; whoever asks looks at what it names. It never misses one.

use std::collections::HashMap;

use serde_json::Value;

use super::same::hash;
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
    /// Where elements with this hash may be, in the order of the array.
    pub(super) fn look_up(&mut self, part: &Part, key: u64, elements: &[Value]) -> Vec<usize> {
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
        let found = self.made.get(at).and_then(|(_, index)| index.get(&key));
        found.cloned().unwrap_or_default()
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
        (Part::Sub(name), Value::Object(members)) => member(members, name).map(|(_, it)| hash(it)),
        (Part::Sub(name), simple) => name.eq_ignore_ascii_case("value").then(|| hash(simple)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Indexes, Part};
    use crate::patch::same::hash;

    #[test]
    fn new_and_changed_elements_are_found_in_the_order_of_the_array() {
        let mut elements = vec![json!({ "value": "a" }), json!("b"), json!({ "value": "B" })];
        let mut indexes = Indexes::default();
        let part = Part::Sub("value".to_owned());
        assert_eq!(indexes.look_up(&part, hash(&json!("b")), &elements), [1, 2]);
        elements[0] = json!({ "Value": "b" });
        indexes.note(0, &elements[0]);
        assert_eq!(indexes.look_up(&part, hash(&json!("b")), &elements), [0, 1, 2]);
        assert_eq!(indexes.look_up(&Part::Whole, hash(&json!("b")), &elements), [1]);
    }
}
