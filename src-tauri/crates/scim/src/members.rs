//! The members of an object, looked up by name in any letter case (RFC 7643 §2.1) again and again: many of them through an
//! index, so that the time stays linear. For one look [`crate::read::member`] is enough.

use std::collections::BTreeMap;

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
