//! The members of an object, looked up by name in any letter case (RFC 7643 §2.1) again and again: many of them through an
//! index, so that the time stays linear. For one look [`crate::read::member`] is enough.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::{Map, Value};

use crate::read::member;
use crate::steps;

/// Up to so many members are looked through faster than an index is made.
const FEW: usize = 32;

/// Members that many names are looked up among.
pub(crate) struct Members<'v> {
    members: &'v Map<String, Value>,
    index: Option<BTreeMap<String, (&'v str, &'v Value)>>,
}

impl<'v> Members<'v> {
    pub(crate) fn of(members: &'v Map<String, Value>) -> Self {
        if members.len() <= FEW {
            return Self { members, index: None };
        }
        steps::count(members.len());
        let mut index: BTreeMap<String, (&str, &Value)> = BTreeMap::new();
        for (name, value) in members {
            index.entry(name.to_ascii_lowercase()).or_insert((name, value));
        }
        Self { members, index: Some(index) }
    }

    /// The member as spelled, else in any letter case, with its spelling.
    pub(crate) fn find(&self, name: &str) -> Option<(&'v str, &'v Value)> {
        let Some(index) = &self.index else {
            return member(self.members, name);
        };
        steps::count(1);
        let exact = self.members.get_key_value(name).map(|(name, value)| (name.as_str(), value));
        exact.or_else(|| index.get(&name.to_ascii_lowercase()).copied())
    }
}

/// Members that were dealt with, as they are spelled.
#[derive(Default)]
pub(crate) struct Done<'v> {
    names: HashSet<&'v str>,
    /// In the order in which they were.
    order: Vec<&'v str>,
}

impl<'v> Done<'v> {
    /// Notes a member; whether it is new.
    pub(crate) fn insert(&mut self, name: &'v str) -> bool {
        steps::count(1);
        let is_new = self.names.insert(name);
        if is_new {
            self.order.push(name);
        }
        is_new
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        steps::count(1);
        self.names.contains(name)
    }

    /// The first spelling of each name, by the name in lower case.
    pub(crate) fn spellings(&self) -> HashMap<String, &'v str> {
        steps::count(self.order.len());
        let mut spellings = HashMap::new();
        for name in &self.order {
            spellings.entry(name.to_ascii_lowercase()).or_insert(*name);
        }
        spellings
    }
}

impl<'v> FromIterator<&'v str> for Done<'v> {
    fn from_iter<I: IntoIterator<Item = &'v str>>(names: I) -> Self {
        let mut done = Self::default();
        for name in names {
            done.insert(name);
        }
        done
    }
}
