//! Filters that select one element: made of `eq` conditions, as few and as short as possible.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use crate::attr::AttrPath;
use crate::filter::{CompareOp, Filter};
use crate::read::member;
use crate::schema::{Attribute, AttributeType};

/// With more sub-attributes than this only the first ones serve as conditions: their subsets are tried.
const CONDITIONS: usize = 8;

/// The elements of one attribute, counted by what conditions on them would select.
#[derive(Debug)]
pub(super) struct Filters<'a> {
    attribute: &'a Attribute,
    /// For each set of sub-attributes that was asked for, how many elements have which values.
    counts: HashMap<Vec<String>, HashMap<u64, usize>>,
    elements: Vec<&'a Value>,
}

/// A condition `name eq value` that an element meets.
#[derive(Debug, Clone)]
struct Condition<'v> {
    name: String,
    value: &'v Value,
}

impl<'a> Filters<'a> {
    pub(super) fn new(attribute: &'a Attribute, elements: Vec<&'a Value>) -> Self {
        Self { attribute, counts: HashMap::new(), elements }
    }

    /// The shortest filter that selects this element and no other but perhaps what it becomes; `None` when there is none.
    pub(super) fn unique(&mut self, element: &Value, becomes: Option<&Value>) -> Option<Filter> {
        let mut conditions = conditions(element, self.attribute);
        conditions.sort_by_key(Condition::length);
        conditions.truncate(CONDITIONS);
        let mut subsets: Vec<u32> = (1..1_u32 << conditions.len()).collect();
        let chosen = |subset: u32| {
            conditions.iter().enumerate().filter(move |(at, _)| subset & (1 << at) != 0)
        };
        let joint = " and ".len();
        subsets
            .sort_by_cached_key(|it| chosen(*it).map(|(_, it)| it.length() + joint).sum::<usize>());
        for subset in subsets {
            let chosen: Vec<_> = chosen(subset).map(|(_, it)| it).collect();
            if self.selects_one(&chosen, element, becomes) {
                return Some(filter(&chosen));
            }
        }
        None
    }

    fn selects_one(
        &mut self,
        chosen: &[&Condition<'_>],
        element: &Value,
        becomes: Option<&Value>,
    ) -> bool {
        let mut names: Vec<String> = chosen.iter().map(|it| it.name.clone()).collect();
        names.sort();
        let Some(wanted) = key(element, &names, self.attribute) else { return false };
        if !self.counts.contains_key(&names) {
            let mut counts = HashMap::new();
            for key in self.elements.iter().filter_map(|it| key(it, &names, self.attribute)) {
                *counts.entry(key).or_default() += 1;
            }
            self.counts.insert(names.clone(), counts);
        }
        let becomes = becomes.and_then(|it| key(it, &names, self.attribute));
        let allowed = 1 + usize::from(becomes == Some(wanted));
        self.counts.get(&names).and_then(|it| it.get(&wanted)) == Some(&allowed)
    }
}

impl Condition<'_> {
    fn length(&self) -> usize {
        self.name.len() + " eq ".len() + escaped(self.value)
    }

    fn filter(&self) -> Filter {
        let path = AttrPath::of(self.name.clone());
        Filter::Compare { path, op: CompareOp::Eq, value: self.value.clone() }
    }
}

/// How many bytes a value takes in a path, which is a JSON string itself.
fn escaped(value: &Value) -> usize {
    Value::from(value.to_string()).to_string().len() - 2
}

fn filter(chosen: &[&Condition<'_>]) -> Filter {
    match chosen {
        [one] => one.filter(),
        several => Filter::And(several.iter().map(|it| it.filter()).collect()),
    }
}

/// What an element says that a condition could ask for. Dates and bytes have several spellings, so they serve none.
fn conditions<'v>(element: &'v Value, attribute: &Attribute) -> Vec<Condition<'v>> {
    let Value::Object(members) = element else {
        let condition = Condition { name: "value".to_owned(), value: element };
        return if serves(element, Some(attribute)) { vec![condition] } else { Vec::new() };
    };
    let conditions = members.iter().filter_map(|(name, value)| {
        let sub = attribute.sub_attribute(name);
        let name = sub.map_or(name.as_str(), |it| it.name.as_str());
        let condition = Condition { name: name.to_owned(), value };
        serves(value, sub).then_some(condition)
    });
    conditions.collect()
}

fn serves(value: &Value, definition: Option<&Attribute>) -> bool {
    let attribute_type = definition.map_or(AttributeType::String, |it| it.attribute_type);
    match (value, attribute_type) {
        (Value::String(text), AttributeType::String | AttributeType::Reference) => {
            !text.is_empty() && !crate::patch::same::may_be_date(text)
        }
        (Value::Bool(true), _) => true,
        (Value::Number(_), AttributeType::Integer) => true,
        _ => false,
    }
}

/// A hash of the values that an element has for these sub-attributes; `None` when it lacks one.
fn key(element: &Value, names: &[String], attribute: &Attribute) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for name in names {
        let (value, definition) = match element {
            Value::Object(members) => (member(members, name)?.1, attribute.sub_attribute(name)),
            simple => (simple, Some(attribute)),
        };
        if matches!(value, Value::Null) {
            return None;
        }
        let exact = definition
            .is_some_and(|it| it.case_exact || it.attribute_type == AttributeType::Reference);
        match value {
            Value::String(text) if exact => text.hash(&mut hasher),
            value => crate::patch::same::hash(value).hash(&mut hasher),
        }
    }
    Some(hasher.finish())
}
