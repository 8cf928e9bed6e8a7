//! Filters that select one element: made of `eq` conditions, as few and as short as possible.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Map, Value};

use super::elements::canonical;
use crate::attr::AttrPath;
use crate::filter::{CompareOp, Filter};
use crate::read::member;
use crate::schema::{Attribute, AttributeType};
use crate::steps;

/// With more sub-attributes than this only the first ones serve as conditions: their subsets are tried.
const CONDITIONS: usize = 8;
/// How often each element may be asked for a value, so that the time stays linear: as often as all subsets of the
/// conditions of one element ask. That is enough where the elements have the same sub-attributes; where each has others,
/// as nobody's do, those that are left are told by one condition or not at all.
const LOOKS: usize = CONDITIONS << (CONDITIONS - 1);
/// What is allowed besides, so that among a few elements every subset is tried, whatever they have.
const FREE: usize = 1 << 20;
/// To read a value of each element counts as so many looks at each of its members: the name is looked for and the value
/// hashed.
const READING: usize = 4;
/// Stands for the number of a sub-attribute where an element is a value without parts.
const NO_PART: usize = usize::MAX;

/// The elements of one attribute, counted by what conditions on them would select. Only the sub-attributes that conditions
/// ask for are read: of a large group's members that is seldom more than one or two.
#[derive(Debug)]
pub(super) struct Filters<'a> {
    attribute: &'a Attribute,
    /// The numbers of the sub-attributes, by their names in lower case.
    numbers: HashMap<String, usize>,
    /// Their names by number, as the schema spells them.
    names: Vec<String>,
    elements: &'a [&'a Value],
    /// How many members all elements have.
    members: usize,
    /// Of each sub-attribute that was asked for, a hash of the value of each element that has one.
    columns: HashMap<usize, Vec<Option<u64>>>,
    /// For each set of sub-attributes that was asked for, how many elements have which values.
    counts: HashMap<Vec<usize>, HashMap<u64, usize>>,
    /// The same of each sub-attribute alone, once there are no looks left.
    alone: Option<HashMap<(usize, u64), usize>>,
    looks: usize,
}

/// A hash of what an element has for each of some sub-attributes, by their numbers.
type Read = Vec<(usize, Option<u64>)>;

/// A condition `name eq value` that an element meets.
#[derive(Debug, Clone)]
struct Condition<'v> {
    name: &'v str,
    value: &'v Value,
    length: usize,
}

impl<'a> Filters<'a> {
    pub(super) fn new(attribute: &'a Attribute, elements: &'a [&'a Value]) -> Self {
        let members = elements.iter().filter_map(|it| it.as_object()).map(Map::len).sum();
        Self {
            attribute,
            numbers: HashMap::new(),
            names: Vec::new(),
            elements,
            members,
            columns: HashMap::new(),
            counts: HashMap::new(),
            alone: None,
            looks: FREE + LOOKS * elements.len(),
        }
    }

    /// The shortest filter that selects this element and no other but perhaps what it becomes; `None` when there is none.
    pub(super) fn unique(&mut self, element: &Value, becomes: Option<&Value>) -> Option<Filter> {
        let mut conditions = conditions(element, self.attribute);
        conditions.sort_by_key(|it| it.length);
        conditions.truncate(CONDITIONS);
        let numbers: Vec<usize> = conditions.iter().map(|it| self.number(it.name)).collect();
        let read = |it| numbers.iter().map(|number| (*number, self.part(it, *number))).collect();
        let (element, becomes): (Read, Option<Read>) = (read(element), becomes.map(read));
        let mut subsets: Vec<u32> = (1..1_u32 << conditions.len()).collect();
        steps::count(subsets.len());
        let chosen = |subset: u32| {
            conditions.iter().zip(&numbers).enumerate().filter_map(
                move |(at, (condition, number))| {
                    (subset & (1 << at) != 0).then_some((condition, *number))
                },
            )
        };
        let joint = " and ".len();
        subsets
            .sort_by_cached_key(|it| chosen(*it).map(|(it, _)| it.length + joint).sum::<usize>());
        for subset in subsets {
            let mut numbers: Vec<usize> = chosen(subset).map(|(_, number)| number).collect();
            numbers.sort_unstable();
            if self.selects_one(&numbers, &element, becomes.as_deref()) {
                let chosen: Vec<_> = chosen(subset).map(|(condition, _)| condition).collect();
                return Some(filter(&chosen));
            }
        }
        None
    }

    fn selects_one(
        &mut self,
        numbers: &[usize],
        element: &[(usize, Option<u64>)],
        becomes: Option<&[(usize, Option<u64>)]>,
    ) -> bool {
        let of = |read: &[(usize, Option<u64>)]| {
            let value = |number| read.iter().find(|(it, _)| *it == number)?.1;
            key(numbers.iter().map(|number| value(*number)))
        };
        let Some(wanted) = of(element) else { return false };
        let becomes = becomes.and_then(of);
        let allowed = 1 + usize::from(becomes == Some(wanted));
        self.count(numbers, wanted) == Some(allowed)
    }

    /// How many elements have these values; `None` where there are no looks left to say so.
    fn count(&mut self, numbers: &[usize], wanted: u64) -> Option<usize> {
        if let Some(counts) = self.counts.get(numbers) {
            return counts.get(&wanted).copied();
        }
        let looks = self.elements.len() * numbers.len();
        let unread = numbers.iter().filter(|it| !self.columns.contains_key(*it)).count();
        let Some(left) = self.looks.checked_sub(looks + READING * self.members * unread) else {
            let [number] = numbers else { return None };
            return self.count_alone(*number, wanted);
        };
        self.looks = left;
        steps::count(looks);
        for number in numbers {
            self.read_column(*number);
        }
        let columns: Vec<&[Option<u64>]> =
            numbers.iter().filter_map(|it| self.columns.get(it)).map(Vec::as_slice).collect();
        let mut counts = HashMap::new();
        for at in 0..self.elements.len() {
            let values = columns.iter().map(|it| it.get(at).copied().flatten());
            if let Some(key) = key(values) {
                *counts.entry(key).or_default() += 1;
            }
        }
        let count = counts.get(&wanted).copied();
        self.counts.insert(numbers.to_vec(), counts);
        count
    }

    fn count_alone(&mut self, number: usize, wanted: u64) -> Option<usize> {
        if self.alone.is_none() {
            let mut alone: HashMap<(usize, u64), usize> = HashMap::new();
            for element in self.elements {
                for (number, value) in self.parts(element) {
                    if let Some(key) = key([Some(value)]) {
                        *alone.entry((number, key)).or_default() += 1;
                    }
                }
            }
            self.alone = Some(alone);
        }
        let alone = self.alone.as_ref()?;
        let counted = [number, NO_PART].map(|it| alone.get(&(it, wanted)).copied());
        let counted: usize = counted.into_iter().flatten().sum();
        (counted > 0).then_some(counted)
    }

    fn number(&mut self, name: &str) -> usize {
        let next = self.names.len();
        let number = *self.numbers.entry(name.to_ascii_lowercase()).or_insert(next);
        if number == next {
            self.names.push(canonical(self.attribute, name).to_owned());
        }
        number
    }

    fn read_column(&mut self, number: usize) {
        if !self.columns.contains_key(&number) {
            let column = self.elements.iter().map(|it| self.part(it, number)).collect();
            self.columns.insert(number, column);
        }
    }

    /// A hash of what an element has for a sub-attribute; an element without parts is all of it. Of a name that stands there
    /// twice, the spelling of the schema counts, else the first.
    fn part(&self, element: &Value, number: usize) -> Option<u64> {
        let Value::Object(members) = element else {
            return Some(hash(element, Some(self.attribute)));
        };
        let name = self.names.get(number)?;
        let (_, value) = member(members, name)?;
        (!value.is_null()).then(|| hash(value, self.attribute.sub_attribute(name)))
    }

    /// All that an element has, by the numbers of its sub-attributes.
    fn parts(&mut self, element: &Value) -> Vec<(usize, u64)> {
        let Value::Object(members) = element else {
            return vec![(NO_PART, hash(element, Some(self.attribute)))];
        };
        steps::count(members.len());
        let mut parts = Vec::with_capacity(members.len());
        for (name, value) in members {
            let definition = self.attribute.sub_attribute(name);
            let is_other = canonical(self.attribute, name) != name;
            let value = (!value.is_null()).then(|| hash(value, definition));
            parts.push((self.number(name), is_other, value));
        }
        parts.sort_by_key(|(number, is_other, _)| (*number, *is_other));
        parts.dedup_by_key(|(number, ..)| *number);
        parts.into_iter().filter_map(|(number, _, value)| Some((number, value?))).collect()
    }
}

/// One hash of the values of several sub-attributes; `None` where one is lacking.
fn key(values: impl IntoIterator<Item = Option<u64>>) -> Option<u64> {
    let mut hasher = DefaultHasher::new();
    for value in values {
        hasher.write_u64(value?);
    }
    Some(hasher.finish())
}

/// A hash of a value as `eq` compares it.
fn hash(value: &Value, definition: Option<&Attribute>) -> u64 {
    let exact =
        definition.is_some_and(|it| it.case_exact || it.attribute_type == AttributeType::Reference);
    let mut hasher = DefaultHasher::new();
    match value {
        Value::String(text) if exact => {
            steps::count(text.len());
            text.hash(&mut hasher);
        }
        value => crate::patch::same::hash(value).hash(&mut hasher),
    }
    hasher.finish()
}

impl<'v> Condition<'v> {
    fn new(name: &'v str, value: &'v Value) -> Self {
        let length = name.len() + " eq ".len() + escaped(value);
        Self { name, value, length }
    }

    fn filter(&self) -> Filter {
        let path = AttrPath::of(self.name.to_owned());
        Filter::Compare { path, op: CompareOp::Eq, value: self.value.clone() }
    }
}

/// How many bytes a value takes in a path, which is a JSON string itself.
fn escaped(value: &Value) -> usize {
    let text = value.to_string();
    steps::count(text.len());
    Value::from(text).to_string().len() - 2
}

fn filter(chosen: &[&Condition<'_>]) -> Filter {
    match chosen {
        [one] => one.filter(),
        several => Filter::And(several.iter().map(|it| it.filter()).collect()),
    }
}

/// What an element says that a condition could ask for. Dates and bytes have several spellings, so they serve none.
fn conditions<'v>(element: &'v Value, attribute: &'v Attribute) -> Vec<Condition<'v>> {
    let Value::Object(members) = element else {
        let serves = serves(element, Some(attribute));
        return serves.then(|| Condition::new("value", element)).into_iter().collect();
    };
    steps::count(members.len());
    let conditions = members.iter().filter_map(|(name, value)| {
        let sub = attribute.sub_attribute(name);
        let name = sub.map_or(name.as_str(), |it| it.name.as_str());
        serves(value, sub).then(|| Condition::new(name, value))
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
