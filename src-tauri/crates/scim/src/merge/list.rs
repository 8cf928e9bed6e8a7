//! The values of a multi-valued attribute brought together, one by one.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::edit::{Origin, Pairs, may_become};
use crate::patch::array::{is_primary, significant};
use crate::patch::same::{exact_hash, identical, is_unassigned};
use crate::read::member;
use crate::schema::{Attribute, Mutability};

/// What a value is known by: its `value` and `type` (RFC 7643 §2.4), all of it where it has no `value`; and which of
/// several of that kind it is.
type Key = (u64, u64, usize);

/// What came of two changed versions of a list.
#[derive(Debug)]
pub(super) struct Together {
    pub(super) theirs_changed: bool,
    pub(super) yours_changed: bool,
    /// Whether both have the same values.
    pub(super) is_same: bool,
    /// All changes; `None` where one value was changed on both sides, to different things.
    pub(super) merged: Option<Vec<Value>>,
}

/// The values of one version.
struct Version<'v> {
    values: Vec<(Key, &'v Value)>,
    /// What counts of each value: not what only the service provider sets.
    views: HashMap<Key, Value>,
}

/// Brings three versions of a list together.
pub(super) fn together(lists: [&[Value]; 3], attribute: Option<&Attribute>) -> Together {
    let [base, theirs, yours] = lists.map(|it| Version::of(it, attribute));
    let differs = |left: &Version<'_>, right: &Version<'_>, key: &Key| match (
        left.views.get(key),
        right.views.get(key),
    ) {
        (Some(left), Some(right)) => !identical(left, right),
        (left, right) => left.is_some() || right.is_some(),
    };
    let (mut theirs_changed, mut yours_changed, mut is_same) = (false, false, true);
    let mut clash = false;
    let keys: HashSet<Key> = [&base, &theirs, &yours].into_iter().flat_map(Version::keys).collect();
    for key in &keys {
        let changed = [&theirs, &yours].map(|it| differs(&base, it, key));
        let apart = differs(&theirs, &yours, key);
        theirs_changed |= changed[0];
        yours_changed |= changed[1];
        is_same &= !apart;
        clash |= changed == [true, true] && apart;
    }
    let clash = clash || same_was_changed([&base, &theirs, &yours], attribute);
    let merged = (!clash).then(|| merged(&base, &theirs, &yours));
    let marks = |values: &[Value]| values.iter().filter(|it| is_primary(it)).count();
    let most = lists.map(marks).into_iter().max().unwrap_or_default().max(1);
    let merged = merged.filter(|it| marks(it) <= most);
    Together { theirs_changed, yours_changed, is_same, merged }
}

impl<'v> Version<'v> {
    fn of(values: &'v [Value], attribute: Option<&Attribute>) -> Self {
        let mut version = Self { values: Vec::with_capacity(values.len()), views: HashMap::new() };
        let mut counts: HashMap<(u64, u64), usize> = HashMap::new();
        for value in values.iter().filter(|it| !is_unassigned(it)) {
            let view = view(value, attribute);
            let (main, label) = known_by(&view);
            let count = counts.entry((main, label)).or_default();
            let key = (main, label, *count);
            *count += 1;
            version.values.push((key, value));
            version.views.insert(key, view);
        }
        version
    }

    fn keys(&self) -> impl Iterator<Item = Key> {
        self.views.keys().copied()
    }

    fn has(&self, key: &Key) -> bool {
        self.views.contains_key(key)
    }

    /// The values that another version has not, as they count.
    fn without(&self, other: &Version<'_>) -> Vec<Value> {
        let own = self.values.iter().filter(|(key, _)| !other.has(key));
        own.filter_map(|(key, _)| self.views.get(key).cloned()).collect()
    }
}

fn known_by(view: &Value) -> (u64, u64) {
    match view {
        Value::Object(members) => match significant(view) {
            Some(value) => {
                let label = member(members, "type").filter(|(_, it)| !is_unassigned(it));
                (exact_hash(value), label.map_or(0, |(_, it)| exact_hash(it)))
            }
            None => (exact_hash(view), 1),
        },
        simple => (exact_hash(simple), 2),
    }
}

fn view(value: &Value, attribute: Option<&Attribute>) -> Value {
    let (Value::Object(members), Some(attribute)) = (value, attribute) else {
        return value.clone();
    };
    let is_server = |name: &str| {
        attribute.sub_attribute(name).is_some_and(|it| it.mutability == Mutability::ReadOnly)
    };
    let kept = members.iter().filter(|(name, _)| !is_server(name));
    Value::Object(kept.map(|(name, it)| (name.clone(), it.clone())).collect::<Map<_, _>>())
}

/// Whether both sides made something else of one value, so that it is known by something else on both: two new addresses
/// for one `work` address.
fn same_was_changed(versions: [&Version<'_>; 3], attribute: Option<&Attribute>) -> bool {
    let [base, theirs, yours] = versions;
    let is_gone = |key: &Key| !theirs.has(key) && !yours.has(key);
    let gone: Vec<Value> = base
        .values
        .iter()
        .filter(|(key, value)| value.is_object() && is_gone(key))
        .filter_map(|(key, _)| base.views.get(key).cloned())
        .collect();
    let [new, own] = [theirs, yours].map(|it| it.without(base));
    let became = |values: &[Value]| -> HashMap<usize, usize> {
        let pairs = Pairs::alike(&gone, values, attribute);
        let changed = pairs.origins.iter().enumerate().filter_map(|(at, origin)| match origin {
            Origin::Changed(before) => Some((*before, at)),
            _ => None,
        });
        changed.collect()
    };
    let apart = |new_of: &HashMap<usize, usize>, own_of: &HashMap<usize, usize>| {
        new_of.iter().any(|(before, at)| {
            let own = own_of.get(before).and_then(|it| own.get(*it));
            new.get(*at).zip(own).is_some_and(|(new, own)| !identical(new, own))
        })
    };
    let labelled = |values: &[Value]| by_label(&gone, values, attribute);
    apart(&became(&new), &became(&own)) || apart(&labelled(&new), &labelled(&own))
}

/// Values of which there is one of a `type` before and one after: the only work address became another.
fn by_label(
    before: &[Value],
    after: &[Value],
    attribute: Option<&Attribute>,
) -> HashMap<usize, usize> {
    let alone = |values: &[Value]| -> HashMap<u64, usize> {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, value) in values.iter().enumerate() {
            let label = value.as_object().and_then(|it| member(it, "type"));
            if let Some((_, label)) = label.filter(|(_, it)| !is_unassigned(it)) {
                places.entry(exact_hash(label)).or_default().push(at);
            }
        }
        let alone = places.into_iter().filter_map(|(label, places)| match places.as_slice() {
            [one] => Some((label, *one)),
            _ => None,
        });
        alone.collect()
    };
    let after_by_label = alone(after);
    let pairs = alone(before).into_iter().filter_map(|(label, at)| {
        let now = *after_by_label.get(&label)?;
        may_become(before.get(at)?, after.get(now)?, attribute).then_some((at, now))
    });
    pairs.collect()
}

/// Theirs with the changes of yours.
fn merged(base: &Version<'_>, theirs: &Version<'_>, yours: &Version<'_>) -> Vec<Value> {
    let own: HashMap<Key, &Value> = yours.values.iter().copied().collect();
    let is_as_it_was = |key: &Key| match (base.views.get(key), yours.views.get(key)) {
        (Some(base), Some(yours)) => identical(base, yours),
        _ => false,
    };
    let mut merged = Vec::with_capacity(theirs.values.len());
    for (key, value) in &theirs.values {
        match own.get(key) {
            Some(_) if is_as_it_was(key) => merged.push((*value).clone()),
            Some(own) => merged.push((*own).clone()),
            // Only they have it, so that it is new; or it was there and is to go.
            None if base.has(key) => {}
            None => merged.push((*value).clone()),
        }
    }
    let new = yours.values.iter().filter(|(key, _)| !theirs.has(key) && !base.has(key));
    merged.extend(new.map(|(_, value)| (*value).clone()));
    merged
}
