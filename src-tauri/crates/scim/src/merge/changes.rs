//! What is to become of the members of an object, made all at once: an object of many members costs one look at each.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::edit::assigned;
use crate::members::Members;

/// What is to become of an object.
#[derive(Debug, Default)]
pub(super) struct Changes {
    named: Vec<(String, Change)>,
    /// Where a name stands in that, in lower case.
    places: HashMap<String, usize>,
}

/// What is to become of a member.
#[derive(Debug)]
enum Change {
    /// This, or nothing.
    Value(Option<Value>),
    /// An object, of which some members change.
    Inside(Changes),
}

impl Changes {
    /// Notes what a place is to be.
    pub(super) fn note(&mut self, way: &[&str], value: Option<Value>) {
        let Some((name, below)) = way.split_first() else { return };
        let next = self.named.len();
        let at = *self.places.entry(name.to_ascii_lowercase()).or_insert(next);
        if at == next {
            self.named.push(((*name).to_owned(), Change::Inside(Self::default())));
        }
        let Some((_, change)) = self.named.get_mut(at) else { return };
        match change {
            Change::Inside(inside) if !below.is_empty() => inside.note(below, value),
            change => *change = Change::Value(value),
        }
    }

    /// Makes them. What holds nothing any more goes.
    pub(super) fn make(self, place: &mut Value) {
        if self.named.is_empty() {
            return;
        }
        let old = match place.take() {
            Value::Object(members) => members,
            _ => Map::new(),
        };
        let names = Members::of(&old);
        let served = |name: &str| names.find(name).map(|(served, _)| served.to_owned());
        let (mut there, mut new) = (HashMap::new(), Vec::new());
        for (name, change) in self.named {
            match served(&name) {
                Some(served) => drop(there.insert(served, change)),
                None => new.push((name, change)),
            }
        }
        let mut made = Map::with_capacity(old.len() + new.len());
        for (name, value) in old {
            let value = match there.remove(&name) {
                Some(change) => change.make(value),
                None => Some(value),
            };
            made.extend(value.map(|it| (name, it)));
        }
        for (name, change) in new {
            made.extend(change.make(Value::Null).map(|it| (name, it)));
        }
        *place = Value::Object(made);
    }
}

impl Change {
    fn make(self, mut place: Value) -> Option<Value> {
        match self {
            Self::Value(value) => value,
            Self::Inside(inside) => {
                inside.make(&mut place);
                assigned(Some(&place)).is_some().then_some(place)
            }
        }
    }
}
