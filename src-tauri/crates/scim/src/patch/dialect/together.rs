//! The value of one operation without a path while it grows, and what stands in it already: each member is looked up at
//! once, however many there are. Names compare without letter case (RFC 7643 §2.1).

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hasher};

use serde_json::{Map, Value};

use crate::steps;

/// Attributes that are set together.
#[derive(Debug, Default)]
pub(super) struct Together {
    members: Map<String, Value>,
    /// Of members whose names are paths.
    paths: Paths,
    /// Of members that are shaped as the resource is.
    places: Object,
}

/// Hashes of paths. Where two have the same, an operation more is written than has to be.
#[derive(Debug, Default)]
struct Paths {
    whole: HashSet<u64>,
    /// Of what stands before a dot of one of them.
    outer: HashSet<u64>,
}

/// The members of an object, by their names in lower case.
type Object = HashMap<String, Member>;

#[derive(Debug)]
struct Member {
    spelled: String,
    place: Place,
}

#[derive(Debug)]
enum Place {
    /// Nothing fits beside what is here.
    Taken,
    /// More members may come.
    Object(Object),
}

impl Together {
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    pub(super) fn into_value(self) -> Value {
        Value::Object(self.members)
    }

    /// Whether one of the paths is this one, or inside it, or around it: their order would matter.
    pub(super) fn overlaps(&self, path: &str) -> bool {
        let (outer, whole) = hashes(path);
        self.paths.whole.contains(&whole)
            || self.paths.outer.contains(&whole)
            || outer.iter().any(|it| self.paths.whole.contains(it))
    }

    /// Sets a path that overlaps no other.
    pub(super) fn set(&mut self, path: String, value: Value) {
        let (outer, whole) = hashes(&path);
        self.paths.outer.extend(outer);
        self.paths.whole.insert(whole);
        self.members.insert(path, value);
    }

    /// Whether something is at a place already that this value would come across.
    pub(super) fn is_taken(&self, way: &[&str], value: &Value) -> bool {
        is_taken(&self.places, way, value)
    }

    /// Puts a value at a place that is free.
    pub(super) fn insert(&mut self, way: &[&str], value: Value) {
        insert(&mut self.members, &mut self.places, way, value);
    }
}

/// The hashes of what stands before each dot of a path, and of all of it.
fn hashes(path: &str) -> (Vec<u64>, u64) {
    steps::count(path.len());
    let mut hasher = DefaultHasher::new();
    let mut outer = Vec::new();
    for byte in path.bytes() {
        if byte == b'.' {
            outer.push(hasher.finish());
        }
        hasher.write_u8(byte.to_ascii_lowercase());
    }
    (outer, hasher.finish())
}

fn is_taken(object: &Object, way: &[&str], value: &Value) -> bool {
    let Some((name, rest)) = way.split_first() else { return false };
    steps::count(1);
    match (object.get(&name.to_ascii_lowercase()).map(|it| &it.place), rest) {
        (None, _) => false,
        (Some(Place::Taken), _) => true,
        (Some(Place::Object(inner)), []) => match value {
            Value::Object(value) => {
                has_twins(value) || value.iter().any(|(name, it)| is_taken(inner, &[name], it))
            }
            _ => true,
        },
        (Some(Place::Object(inner)), rest) => is_taken(inner, rest, value),
    }
}

/// Whether a name stands there twice, in different letter case: what comes of that is left to others.
fn has_twins(members: &Map<String, Value>) -> bool {
    steps::count(members.len());
    let mut names = HashSet::with_capacity(members.len());
    !members.keys().all(|it| names.insert(it.to_ascii_lowercase()))
}

fn insert(members: &mut Map<String, Value>, object: &mut Object, way: &[&str], value: Value) {
    let Some((name, rest)) = way.split_first() else { return };
    let lower = name.to_ascii_lowercase();
    let Some(Member { spelled, place }) = object.get_mut(&lower) else {
        let value = rest.iter().rev().fold(value, |value, name| {
            Value::Object([((*name).to_owned(), value)].into_iter().collect())
        });
        object.insert(lower, Member { spelled: (*name).to_owned(), place: Place::of(&value) });
        members.insert((*name).to_owned(), value);
        return;
    };
    let there = members.get_mut(spelled.as_str());
    match (there, place, rest, value) {
        (Some(Value::Object(there)), Place::Object(inner), [], Value::Object(more)) => {
            merge(there, inner, more);
        }
        (Some(Value::Object(there)), Place::Object(inner), rest, value) => {
            insert(there, inner, rest, value);
        }
        // Nothing is put where something else is.
        _ => {}
    }
}

/// Puts members beside those that are there, at every depth.
fn merge(there: &mut Map<String, Value>, object: &mut Object, more: Map<String, Value>) {
    for (name, value) in more {
        steps::count(1);
        let lower = name.to_ascii_lowercase();
        match (object.get_mut(&lower), value) {
            (Some(Member { spelled, place: Place::Object(inner) }), Value::Object(more)) => {
                if let Some(Value::Object(there)) = there.get_mut(spelled.as_str()) {
                    merge(there, inner, more);
                }
            }
            (Some(member), value) => {
                member.place = Place::Taken;
                there.insert(name, value);
            }
            (None, value) => {
                object.insert(lower, Member { spelled: name.clone(), place: Place::of(&value) });
                there.insert(name, value);
            }
        }
    }
}

impl Place {
    fn of(value: &Value) -> Self {
        let Value::Object(members) = value else { return Self::Taken };
        steps::count(members.len());
        let mut object = Object::with_capacity(members.len());
        for (name, value) in members {
            let member = Member { spelled: name.clone(), place: Self::of(value) };
            // Where a name stands twice in different letter case, nothing more fits there.
            if let Some(twice) = object.insert(name.to_ascii_lowercase(), member)
                && let Some(member) = object.get_mut(&twice.spelled.to_ascii_lowercase())
            {
                member.place = Self::Taken;
            }
        }
        Self::Object(object)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_overlap_that_are_equal_or_inside_one_another() {
        let mut together = Together::default();
        together.set("Name.givenName".to_owned(), json!("a"));
        together.set("urn:example:2.0:User:badge".to_owned(), json!("b"));
        for path in ["name", "NAME.givenname", "name.givenName.x", "urn:example:2.0:user:badge.y"] {
            assert!(together.overlaps(path), "{path}");
        }
        for path in ["nam", "names", "name.given", "name.givenNames", "urn:example:2.0:User:b"] {
            assert!(!together.overlaps(path), "{path}");
        }
    }

    #[test]
    fn what_is_free_is_put_beside_what_is_there_at_every_depth() {
        let mut together = Together::default();
        for (way, value) in [
            (vec!["urn:a", "name"], json!({ "first": { "a": 1 } })),
            (vec!["URN:A", "Name"], json!({ "FIRST": { "b": 2 }, "last": 3 })),
            (vec!["urn:a", "x", "y"], json!(4)),
            (vec!["urn:a", "empty"], json!({})),
            (vec!["urn:a", "empty"], json!({ "z": 5 })),
        ] {
            assert!(!together.is_taken(&way, &value), "{way:?} {value}");
            together.insert(&way, value);
        }
        for (way, value) in [
            (vec!["urn:a"], json!(0)),
            (vec!["urn:a", "NAME"], json!({ "first": { "B": 0 } })),
            (vec!["urn:a", "name", "last"], json!({})),
            (vec!["urn:a", "name", "last", "deeper"], json!(0)),
            (vec!["urn:a", "x"], json!({ "Y": 0 })),
        ] {
            assert!(together.is_taken(&way, &value), "{way:?} {value}");
        }
        let name = json!({ "first": { "a": 1, "b": 2 }, "last": 3 });
        let all = json!({ "urn:a": { "name": name, "x": { "y": 4 }, "empty": { "z": 5 } } });
        assert_eq!(together.into_value(), all);
    }

    #[test]
    fn a_name_that_stands_twice_is_left_as_it_is_and_nothing_comes_beside_it() {
        let mut together = Together::default();
        let twice = json!({ "a": { "b": 1 }, "A": { "c": 2 } });
        together.insert(&["name"], twice.clone());
        assert!(together.is_taken(&["name", "a"], &json!({ "d": 3 })));
        assert!(!together.is_taken(&["name", "b"], &json!({ "d": 3 })));
        assert!(together.is_taken(&["name"], &json!({ "x": 3, "X": 4 })));
        assert_eq!(together.into_value(), json!({ "name": twice }));
    }
}
